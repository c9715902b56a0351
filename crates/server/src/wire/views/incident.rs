//! Incident: what does the page of one thing that is wrong show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Act, Back, Chart, Clock, Frame, Glyph, IncidentAct, Tone, UnitRef, When};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Step,
    Slope,
    OneOff,
    NoChange,
}

/// What the filter believes, 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Chance {
    pub kind: ChangeKind,
    pub chance: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RungStanding {
    Passed,
    Here,
    NotYet,
    Skipped,
}

/// A level on the way up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Rung {
    pub unit: UnitRef,
    pub standing: RungStanding,
    /// `3 days, ran out Thu 18:00`, `here since Thu 18:00`, `sees nothing yet`, `no members:
    /// skipped`.
    pub text: String,
}

/// Words left on an incident, kept at the level they were written for. Oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Words {
    pub text: String,
    /// `supply secretary, Textiles`.
    pub by: String,
    pub when: When,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObligationState {
    Open,
    Answered,
    Met,
    Missed,
}

/// What a level owes for an incident it received.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ObligationShown)]
pub struct Obligation {
    /// Who owes.
    pub unit: UnitRef,
    /// True when the viewer owes it.
    pub ours: bool,
    pub state: ObligationState,
    /// `What we owe Spinning 2`.
    pub heading: String,
    /// `Answer by today 18:00`.
    pub demand: String,
    /// `If we do not, this rises from us to Nation.`
    pub consequence: String,
    pub clock: Option<Clock>,
    /// The named owner's role; null when nobody yet.
    pub owner: Option<String>,
    pub answer: Option<Words>,
    /// Help offered; only the helped unit can say that it came.
    pub offers: Vec<Words>,
    /// `Help came on Friday 10:15, says Spinning 2`; null when it has not.
    pub help_came: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentStatus {
    Unusual,
    Open,
    Settling,
    Shelved,
    Closed,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LogLine {
    pub when: When,
    pub text: String,
}

/// Something like it that was there before.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Precedent {
    /// Leads to `/{place.path}/i/{incident}`.
    pub incident: String,
    /// `Yarn output fell 18% on Friday 16 October, to 8.1 t a day.`
    pub sentence: String,
    /// `Mended: “new belt”; help came from Textiles; back after 1½ working days.`
    pub story: String,
}

/// What like this was there before, for the unit's own people.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = IncidentBefore)]
pub struct Before {
    pub heading: String,
    /// The most alike first, three at most.
    pub precedents: Vec<Precedent>,
    /// `The first of its kind here since 12 March 2026.` null where there was something.
    pub none: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = IncidentView)]
pub struct Incident {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub id: String,
    /// `unusual`: told, kind unknown, no clock.
    pub status: IncidentStatus,
    pub tone: Tone,
    pub glyph: Glyph,
    /// `Step down. Reached Textiles on Thursday at 18:00`.
    pub tag: String,
    /// The story in a sentence.
    pub sentence: String,
    pub lede: String,
    /// A person's alarm or request, word for word.
    pub quote: Option<String>,
    pub chart: Option<Chart>,
    pub back: Option<Back>,
    /// Empty for silence and for a person's alarm.
    pub chances: Vec<Chance>,
    /// The chances in words: `Almost certainly a step; hardly a slope.` null when `chances` is
    /// empty.
    pub belief: Option<String>,
    /// The holder's time to put it right; null for "unusual" and for words.
    pub clock: Option<Clock>,
    /// `Time to put it right, with us`.
    pub clock_heading: Option<String>,
    pub obligations: Vec<Obligation>,
    pub ladder: Vec<Rung>,
    pub acts: Vec<Act<IncidentAct>>,
    /// `Only Spinning 2 can say that help has arrived, …`; null for none.
    pub acts_note: Option<String>,
    pub words: Vec<Words>,
    /// `from here on; earlier notes stay with the plant`; null for none.
    pub words_scope: Option<String>,
    /// What this viewer sees and does not: `We see this one series from Friday 16 October on, …`.
    pub boundary: Option<String>,
    /// Where one writes about it; null where the viewer cannot.
    pub write_about: Option<String>,
    /// What helped before in what was like it; null for whoever is not of the unit where it began.
    pub before: Option<Before>,
    /// Everything that happened to the incident, oldest first.
    pub log: Vec<LogLine>,
}

/// An agreed term of an indicator or unit: `Capability`, `104 t a day`, `agreed 14 March 2026,
/// review 31 October 2026`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = TermShown)]
pub struct Term {
    pub name: String,
    pub value: String,
    pub note: String,
    /// Leads to `/{place.path}/plan/a/{agreement}`; null when it is the default.
    pub agreement: Option<String>,
}

/// What the filter has told about this series, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Told {
    pub when: When,
    pub tone: Tone,
    pub glyph: Glyph,
    pub sentence: String,
    pub incident: Option<String>,
}
