//! Keeping: what do the pages of how a unit is kept, and of who did what, show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Frame, UnitRef, When};

/// Somebody to whom the duty can be handed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DutyRow {
    pub person: String,
    pub name: String,
    pub title: String,
}

/// Who is told first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DutyBoard {
    /// Their name; null where nobody is on duty.
    pub name: Option<String>,
    pub you: bool,
    /// `on duty since Monday 08:00`, or what happens while nobody is.
    pub standing: String,
    /// To whom the viewer can hand it; empty where that is not theirs to do.
    pub hand_to: Vec<DutyRow>,
    /// Whether the viewer can leave it to nobody.
    pub may_end: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    Waiting,
    Reached,
    Nobody,
    Past,
}

/// Something that asked for somebody.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallRow {
    /// What kind of thing, in a sentence without figures.
    pub text: String,
    pub at: When,
    pub outcome: CallOutcome,
    /// `it arrived on Thursday at 14:31`.
    pub standing: String,
    /// What was in the way, as a machine said it; only where nobody was reached.
    pub trouble: Option<String>,
}

/// Whether somebody was reached.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallBoard {
    pub sentence: String,
    /// The latest first.
    pub calls: Vec<CallRow>,
}

/// Another system that is told.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct HookRow {
    pub id: String,
    pub url: String,
    pub since: When,
    /// Who set it up, by name; empty once they have left.
    pub by: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NodeSide {
    Above,
    Below,
}

/// Another node that this one is tied to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NodeRow {
    /// The part that lives there; of the node above, the level that does.
    pub unit: UnitRef,
    pub side: NodeSide,
    pub is_cut: bool,
    /// Whether the other was heard since they are tied.
    pub is_heard: bool,
    /// `The wire to Textiles is whole.`
    pub sentence: String,
    /// `last heard today at 14:31; no letter waits for it here`.
    pub standing: String,
    /// What is to be done, where one of the two was put back to an earlier state.
    pub todo: Option<String>,
    /// `Linked anew; each had told what it knows today at 14:31.`
    pub anew: Option<String>,
    /// What both read out to each other: the other's key.
    pub fingerprint: String,
    /// What is in the way, as a machine said it.
    pub trouble: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = SetupView)]
pub struct Setup {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    /// Null where nobody signs in.
    pub duty: Option<DutyBoard>,
    /// Null where nobody signs in.
    pub calls: Option<CallBoard>,
    /// Null for those whose it is not to say, and where nobody signs in.
    pub hooks: Option<Vec<HookRow>>,
    /// The key of this node, to be read out.
    pub fingerprint: String,
    pub nodes: Vec<NodeRow>,
    /// Parts that may move to a node of their own, as far as the viewer may let them.
    pub may_move: Vec<UnitRef>,
    /// Parts whose nodes whoever looks may link anew.
    pub may_link_anew: Vec<UnitRef>,
    /// Whether figures, hours and parts are the viewer's to lay down.
    pub leads: bool,
}

/// The thing that something was done to.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ThingRef {
    /// `Incident 41`.
    pub text: String,
    /// Where it is; null where the viewer does not see it.
    pub address: Option<String>,
}

/// Who did what.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DoneRow {
    /// Its number in the audit of the node.
    pub number: String,
    pub at: When,
    /// The role that signed.
    pub by: String,
    /// Who that is, by number.
    pub member: Option<String>,
    /// `at the tablet “Hall 2”`, where it was signed with a PIN.
    pub device: Option<String>,
    /// `took an incident on`.
    pub act: String,
    pub thing: Option<ThingRef>,
    /// `refused: not theirs to do`.
    pub refused: Option<String>,
    /// Why, as the program said it to them.
    pub why: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = AuditView)]
pub struct AuditPage {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    /// The latest first.
    pub records: Vec<DoneRow>,
    /// The number below which older ones go on.
    pub older: Option<String>,
    /// Whether this is the latest page.
    pub is_latest: bool,
    /// What the audit has come to today, signed, for others to keep.
    pub checkpoint: String,
    /// The key with which that is checked.
    pub key: String,
}
