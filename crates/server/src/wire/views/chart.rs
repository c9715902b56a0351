//! Charts and clocks: how are figures and times handed to a page?

use serde::Serialize;
use utoipa::ToSchema;

use super::Me;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    En,
    Es,
}

/// A moment, and how to say it in the unit's working calendar and the page's language: `Thursday
/// 18:00`, `today 09:12`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct When {
    pub at: String,
    pub text: String,
}

/// A unit by its present address. The id never changes; the path may.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UnitRef {
    pub id: String,
    pub path: String,
    pub name: String,
}

/// An indicator of the unit the page is about. `unit_text` is the unit of measure as people write
/// it: `t a day`, `%`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct IndicatorRef {
    pub key: String,
    pub name: String,
    pub unit_text: String,
    /// Digits after the decimal point with which its values are written.
    pub decimals: u8,
}

/// Colour is only for what is abnormal: `pain` asks for somebody now, `watch` for a look, `joy`
/// is a good surprise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    Pain,
    Watch,
    Joy,
    Plain,
}

/// The sign inside the hexagon. `words`: asked for help; `missed`: an obligation was missed;
/// `group`: several as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Glyph {
    StepDown,
    StepUp,
    SlopeDown,
    SlopeUp,
    Unusual,
    Silent,
    Alarm,
    Words,
    Missed,
    Group,
    Better,
}

/// The pages that exist for this viewer at this place, in the order of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PageKey)]
pub enum Key {
    Room,
    Today,
    Flow,
    Plan,
    Telex,
}

/// What every view carries.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Frame {
    pub lang: Lang,
    /// For `<title>`.
    pub title: String,
    /// The server's clock in the place's zone; `text` is `09:40`.
    pub now: When,
    /// The unit through whose eyes this was made; null when none was chosen.
    pub viewer: Option<UnitRef>,
    /// The unit in the address; null on `/` only.
    pub place: Option<UnitRef>,
    /// The chain from the root down to `place`, both included. Every one is a link to its Room.
    pub crumbs: Vec<UnitRef>,
    pub keys: Vec<Key>,
    /// Who looks, where people sign in.
    pub me: Option<Me>,
}

/// What a reading was when it was judged. `kept`: stored, not judged (learning, shelved). `back`:
/// inside the reference band again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    AsExpected,
    Unusual,
    OneOff,
    Changed,
    Back,
    Better,
    Corrected,
    Kept,
}

/// One reading or one down-sampled bucket. `lower` and `upper` are what the filter expected of
/// it, 95%; null while it learns.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = PointShown)]
pub struct Point {
    pub at: String,
    pub value: f64,
    pub flag: Flag,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

/// A level with its band, and the words to write beside it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Band {
    pub level: f64,
    pub lower: f64,
    pub upper: f64,
    /// `the band before the change: recovered means back in here`, `the filter now expects 8.1`.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    Since,
    Reached,
    Rises,
}

/// A vertical line: the change itself, the moment it reached us, the moment it will rise.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Mark {
    pub kind: MarkKind,
    pub at: String,
    /// `step down, Fri 16`.
    pub text: String,
}

/// A series of readings, oldest first, at most 400 points.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Chart {
    /// `Yarn output, tonnes a day`.
    pub heading: String,
    /// Text equivalent in one sentence.
    pub description: String,
    pub indicator: IndicatorRef,
    /// Seconds from one due reading to the next: below 86400 the axis shows hours.
    pub cadence_s: u32,
    pub points: Vec<Point>,
    /// The frozen reference of the incident; null when there is none.
    pub reference: Option<Band>,
    /// What the filter expects of the next reading; null while it learns, or when the viewer may
    /// not know.
    pub expected: Option<Band>,
    pub marks: Vec<Mark>,
    /// Times of readings still due before the clock ends.
    pub due: Vec<String>,
    /// Words over the hatched part before the change, for a level that sees only from the change
    /// on; null at the unit itself.
    pub sealed: Option<String>,
}

/// The last 42 days of an index or an indicator, small. `null` is a day without data; the last
/// `unreleased` days are not shown yet.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Line {
    pub values: Vec<Option<f64>>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub unreleased: u32,
}

/// The iconic bar. Same unit of measure for the three; `null` where not agreed or not reported.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Bar {
    pub actuality: Option<f64>,
    pub capability: Option<f64>,
    pub potentiality: Option<f64>,
    /// The text equivalent: `actuality 91, capability 104, potentiality 128 t a day`.
    pub text: String,
}

/// In percent, rounded: never multiply them again. `performance` is null when potentiality is not
/// agreed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Ratios {
    pub productivity: Option<f64>,
    pub latency: Option<f64>,
    pub performance: Option<f64>,
}

/// `not_started`: kind unknown, or before the holder's next working second. `waiting`: the latest
/// due reading is back in the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    NotStarted,
    Running,
    Waiting,
    Settling,
    RanOut,
    Ended,
}

/// One working day (or, for hourly duties, hour) of a clock: how much of it is left, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Segment {
    /// `Tue 20`.
    pub text: String,
    pub left: f64,
}

/// Working time left, on a recovery or an obligation. Filled is what is left.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Clock {
    pub state: ClockState,
    pub left_s: u64,
    pub total_s: u64,
    /// The big figure and the words after it: `2` + `working days left of 3`; `8 h 20` + `min
    /// left`.
    pub left_value: String,
    pub left_text: String,
    /// At most ten, oldest first; empty when hours are enough.
    pub segments: Vec<Segment>,
    /// The civil time at which it rises or lapses, in the holder's calendar; null while waiting,
    /// settling or ended.
    pub ends: Option<When>,
    /// `Ends Thursday 18:00, our calendar. Then Textiles hears and must help.`
    pub sentence: String,
}

/// How far it is back: `count` of `needed` due readings inside the band.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Back {
    pub count: u32,
    pub needed: u32,
    /// `Recovered = three due readings back inside 9.4 to 10.4`.
    pub text: String,
}
