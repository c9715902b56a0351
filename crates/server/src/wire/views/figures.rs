//! Figures: what do the pages of an indicator and of today's report show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Bar, Chance, Chart, FigureState, Flag, Frame, IndicatorRef, Term, Told, When};

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = IndicatorView)]
pub struct Indicator {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub indicator: IndicatorRef,
    pub state: FigureState,
    pub state_text: Option<String>,
    /// `Yarn output is 8.1 t a day, lower than expected.`
    pub sentence: String,
    /// Cadence, direction, how many readings, about people or not, in words.
    pub lede: String,
    pub chart: Option<Chart>,
    /// Whether there are more readings than the chart has points: those come in envelopes.
    pub is_long: bool,
    pub beside: Beside,
    pub chances: Vec<Chance>,
    pub belief: Option<String>,
    pub bar: Option<Bar>,
    pub terms: Vec<Term>,
    pub told: Vec<Told>,
    /// Where one writes about it; null where the viewer cannot.
    pub write_about: Option<String>,
}

/// What stands beside the readings of an indicator, by time. Empty for whoever the unit opened only
/// readings to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Beside {
    /// What the unit was agreed to be able to, one value after the other.
    pub plan: Vec<Planned>,
    /// Incidents, and what was announced beforehand, the earliest first.
    pub spans: Vec<Span>,
    /// What the filter told, the earliest first.
    pub signals: Vec<Signalled>,
}

/// From a day on it was agreed to be this; null where nothing was.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Planned {
    pub from: String,
    pub value: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpanKind {
    Incident,
    /// A time said beforehand to be unlike others.
    Apart,
    /// From then on another level, said beforehand.
    Level,
}

/// A time that stands out.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Span {
    pub kind: SpanKind,
    pub from: String,
    /// Null while it lasts.
    pub until: Option<String>,
    /// `Yarn output stepped down …`, `stocktaking`.
    pub text: String,
    /// The incident that it leads to.
    pub incident: Option<String>,
}

/// What the filter told, at the reading of which it told it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Signalled {
    pub at: String,
    pub flag: Flag,
    pub text: String,
    pub incident: Option<String>,
}

/// Why there is no figure. Posted as `reason`; `other` needs words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoDataReason {
    Instrument,
    Nobody,
    StoodStill,
    Other,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Previous {
    pub text: String,
    pub value: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Expected {
    pub lower: f64,
    pub upper: f64,
}

/// So many readings of as many as are needed before the filter judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Learnt {
    pub seen: u32,
    pub needed: u32,
}

/// One figure of today's report.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Figure {
    pub indicator: IndicatorRef,
    /// The reading's time to post back.
    pub at: String,
    /// `by 18:00`.
    pub due: When,
    /// What is stored for `at`; null when nothing yet.
    pub value: Option<f64>,
    /// The reason stored instead of a value, in words.
    pub reason: Option<String>,
    /// `sent 16:58`; null when nothing yet.
    pub received: Option<When>,
    /// The reading before: `yesterday`, 9.8.
    pub previous: Option<Previous>,
    /// How far the filter has come in learning it; null once it judges.
    pub learning: Option<Learnt>,
    /// What the filter expects, 95%; null while it learns.
    pub expected: Option<Expected>,
}

/// What happens when somebody says that something is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlarmWords {
    /// `goes to Spinning 2, Textiles and the safety delegate at once`.
    pub safety: String,
    /// `goes to Spinning 2 only`.
    pub machine: String,
    pub unsure: String,
    /// What to do when nobody can be reached: `Use the siren or the wall telephone now.`
    pub advice: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = TodayView)]
pub struct Today {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    /// `Today at Spinning 2`.
    pub sentence: String,
    /// `Friday 16 October, day shift. Six figures are due by 18:00; two are still to come.`
    pub lede: String,
    pub figures: Vec<Figure>,
    /// `Not due today: six weekly figures, on Monday.`; null for none.
    pub later: Option<String>,
    pub alarm: AlarmWords,
}
