//! Sharing: what does the page of openings and requests show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Act, Frame, IndicatorRef, UnitRef, When};

/// The acts on openings and requests, by the names under which they are posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SharingAct {
    Open,
    Sign,
    Close,
    Request,
    Decline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpeningState {
    Proposed,
    InForce,
    Closed,
    Over,
}

/// Figures that are open, were, or are to be.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OpeningRow {
    pub id: String,
    /// The unit on the other side.
    pub unit: UnitRef,
    pub indicators: Vec<IndicatorRef>,
    pub state: OpeningState,
    /// `Yarn output: open to Textiles, until Wednesday 1 April`.
    pub sentence: String,
    pub words: String,
    /// `from Mon 2 Mar to Wed 1 Apr`.
    pub standing: String,
    pub until: When,
    /// `committee, 2 March`; empty for what another unit opens.
    pub signed: Vec<String>,
    /// The request that it grants.
    pub request: Option<String>,
    pub acts: Vec<Act<SharingAct>>,
}

/// A request, of us or by us.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RequestRow {
    pub id: String,
    /// The unit on the other side.
    pub unit: UnitRef,
    /// `Textiles asks to see figures of ours`.
    pub sentence: String,
    pub words: String,
    /// `asked on Friday 16 October`, `over`.
    pub standing: String,
    pub until: When,
    pub acts: Vec<Act<SharingAct>>,
}

/// Who looked at one of our figures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LookedRow {
    pub unit: UnitRef,
    pub indicator: IndicatorRef,
    /// On how many days.
    pub days: u32,
    /// The last of them, a date by UTC.
    pub last: String,
    /// `Textiles looked at yarn output on 3 days, last on Friday 16 October.`
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SharingView)]
pub struct Sharing {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    /// What we open; what stands first.
    pub given: Vec<OpeningRow>,
    /// What is open to us.
    pub received: Vec<OpeningRow>,
    /// Requests that wait for us. Nobody need answer them.
    pub asked_of_us: Vec<RequestRow>,
    pub asked_by_us: Vec<RequestRow>,
    pub looked: Vec<LookedRow>,
    /// Figures that may be opened; empty when the viewer may not.
    pub may_open: Vec<IndicatorRef>,
    /// Days for which figures can be opened at most.
    pub days_at_most: u32,
    /// What can be done on the page as a whole: `open` and `request`.
    pub acts: Vec<Act<SharingAct>>,
}
