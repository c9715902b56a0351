//! Room: what does the page of a place show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Back, Bar, Chart, Clock, Frame, Glyph, IndicatorRef, Line, PlanLine, Ratios, Tone, UnitRef,
    When,
};

/// The acts on an incident, by the name under which they are posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentAct {
    TakeOn,
    ClaimMended,
    AskHelp,
    PassUp,
    NameOwner,
    Answer,
    OfferHelp,
    HelpCame,
    Note,
    Shelve,
    Verdict,
    ConfirmVerdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementAct {
    Consent,
    Counter,
    Withdraw,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectiveAct {
    Accept,
    Counter,
    Object,
    Withdraw,
}

/// What an act shows to whom, said before it is done.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Consequence {
    pub text: String,
    /// `now`, `no`, `from Fri 16 Oct on`.
    pub standing: String,
    pub opens: bool,
}

/// An act that this viewer may do now. Acts that are not listed are not shown. The first of a
/// list is the main one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Act<Name: ToSchema> {
    pub act: Name,
    /// `stays in Spinning 2`, `nobody yet`; null for none.
    pub hint: Option<String>,
    /// Shown for consent before the act is sent; empty when nothing opens.
    pub consequences: Vec<Consequence>,
}

/// How a figure can be. `incident`: something is open about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureState {
    AsExpected,
    Better,
    Unusual,
    Incident,
    Learning,
    Stale,
    NoData,
    Silent,
    Locked,
    Shared,
    Shelved,
    Corrected,
}

/// Something somebody must deal with, on the Room.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Card {
    /// The incident's id: the card leads to `/{unit.path}/i/{incident}`.
    pub incident: String,
    /// The unit whose incident it is.
    pub unit: UnitRef,
    /// When it was told here first.
    pub since: String,
    pub tone: Tone,
    pub glyph: Glyph,
    /// `Step down`.
    pub tag: String,
    /// `Yarur Spinning 2: yarn output`.
    pub heading: String,
    /// `Fell 18% on Friday 16 Oct, to 8.1 t a day. 99% sure.`
    pub sentence: String,
    /// A person's words, without quotation marks.
    pub quote: Option<String>,
    /// `Words only. Fiap has not opened its readings.`
    pub boundary: Option<String>,
    /// `No owner yet`, `Owner: maintenance secretary`; null when an owner is not owed.
    pub owner: Option<String>,
    pub owned: bool,
    pub chart: Option<Chart>,
    pub clock: Option<Clock>,
    /// The words before the clock: `We answer by today 18:00`, `Left of 3 working days`.
    pub clock_text: Option<String>,
    pub back: Option<Back>,
}

/// One part or one indicator in the iconic display.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Tile {
    /// Where it leads: the Room of a part, or an indicator of this unit
    /// (`/{place.path}/s/{key}`).
    pub unit: Option<UnitRef>,
    pub indicator: Option<IndicatorRef>,
    pub name: String,
    pub state: FigureState,
    /// `better`, `no data`; null when as expected.
    pub state_text: Option<String>,
    pub bar: Option<Bar>,
    /// Parts show ratios, indicators a value; the other is null.
    pub ratios: Option<Ratios>,
    pub value: Option<f64>,
    pub line: Option<Line>,
    /// `as of Mon 19 Oct`, `expected 28 to 36`, `meter being replaced, since Mon 19`.
    pub under: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TileGroupKind {
    Parts,
    Indicators,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TileGroup {
    /// `Passed nothing up`, `Our other figures, Tuesday 20 October`.
    pub heading: String,
    pub kind: TileGroupKind,
    pub tiles: Vec<Tile>,
    /// The sentence under the display (why parts are "as of"); null for none.
    pub note: Option<String>,
}

/// The unit as a whole: its roll-up or its own index.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Whole {
    /// `Textiles as a whole`.
    pub heading: String,
    /// `Thursday 22 Oct`.
    pub day: When,
    pub bar: Bar,
    pub ratios: Ratios,
    pub line: Option<Line>,
    /// `One day old: a roll-up of twelve. 12 of 12 reported.` with the worst part when it may be
    /// named.
    pub sentence: String,
}

/// A line of the telex: acts, tellings and words in time order, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TelexLine {
    pub when: When,
    /// `Yarur`, `Filter`, `Textiles to Fiap`.
    pub who: String,
    pub text: String,
    pub incident: Option<String>,
}

/// What the level above sees of us: one line each.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Seen {
    /// `Our index`.
    pub text: String,
    /// `as of Tue 13 Oct`, `none`.
    pub standing: String,
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = RoomView)]
pub struct Room {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    /// One sentence that says what needs us.
    pub sentence: String,
    pub lede: String,
    /// Risen to us, or asked of us: what we owe.
    pub passed_up: Vec<Card>,
    /// Asked of us and answered; that help came is for those who asked to say.
    pub answered: Vec<Card>,
    /// Our own: told to us first. Includes "unusual, kind not yet known".
    pub ours: Vec<Card>,
    pub groups: Vec<TileGroup>,
    pub whole: Option<Whole>,
    /// `Six figures, by the day shift, by 18:00.` null when none is due or the viewer may not
    /// report.
    pub due: Option<String>,
    /// Empty unless the viewer is this unit and there is a level above.
    pub seen_above: Vec<Seen>,
    /// `What Textiles sees of us now`; null when `seen_above` is empty.
    pub seen_heading: Option<String>,
    /// Agreements and directives that wait for the viewer's answer.
    pub to_answer: Vec<PlanLine>,
    pub telex: Vec<TelexLine>,
}
