//! Incident: how are incidents, and what is owed for them, written?

use mission::escalation::Phase;
use mission::id::{IncidentId, IndicatorId, UnitId};
use mission::incident::{self, Because, Cause, End};
use mission::obligation::{self, Reason, State};
use mission::registry::Registry;
use mission::signal::{Direction, Kind};
use serde::Serialize;
use utoipa::ToSchema;

/// Incidents that reached the viewer, the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Incidents {
    /// The incidents.
    pub incidents: Vec<Incident>,
}

/// Something that somebody must deal with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Incident {
    /// Its identity.
    pub id: String,
    /// The unit where it began, by its path.
    pub unit: String,
    /// `change`, `silence`, `alarm` or `missed`.
    pub cause: String,
    /// When it opened.
    pub opened: String,
    /// `running`, `waiting`, `settling` or `closed`.
    pub phase: String,
    /// The unit that holds it, by its path.
    pub holder: String,
    /// When it rises if nothing stops its clock.
    pub rises_at: Option<String>,
    /// The series it is about.
    pub strands: Vec<Strand>,
    /// Each rise, the first first.
    pub rises: Vec<Rise>,
    /// The role that has taken it on, where it is held.
    pub taken_on_by: Option<String>,
    /// When it ended.
    pub closed: Option<String>,
    /// How it ended.
    pub end: Option<String>,
}

/// One series of an incident.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Strand {
    /// The indicator's key.
    pub indicator: String,
    /// `unusual`, `one_off`, `step` or `slope`.
    pub kind: String,
    /// `up` or `down`.
    pub direction: String,
    /// The reading with which the change began.
    pub since: String,
    /// How far the level went from the reference at most, in the unit of measure.
    pub change: f64,
    /// How sure the filter was, 0 to 1.
    pub sure: f64,
    /// Due readings in a row that are back in the band.
    pub back: usize,
}

/// One rise.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rise {
    /// The unit that received it, by its path.
    pub to: String,
    /// When.
    pub at: String,
    /// `expired`, `lapsed` or `passed_up`.
    pub because: String,
    /// What it owes since.
    pub obligation: String,
}

/// What is owed by, and to, the viewer; the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Obligations {
    /// The obligations.
    pub obligations: Vec<Obligation>,
}

/// What a level owes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Obligation {
    /// Its identity.
    pub id: String,
    /// `rise`, `group`, `help` or `safety`.
    pub reason: String,
    /// Who owes, by its path.
    pub debtor: String,
    /// Who is owed to, by its path.
    pub creditor: String,
    /// The incidents that it is owed for, as far as the viewer may see them.
    pub incidents: Vec<String>,
    /// `owed`, `owned`, `answered`, `missed`, `late`, `met` or `released`.
    pub state: String,
    /// When it began.
    pub opened: String,
    /// When the answer is due.
    pub answer_by: String,
    /// The role that owns it.
    pub owner: Option<String>,
    /// What was answered.
    pub answer: Option<String>,
    /// What help was offered.
    pub offer: Option<String>,
    /// When the helped unit said that help came.
    pub help_came: Option<String>,
}

impl Incident {
    /// The incident with those of its series that `may_see` lets through.
    pub(crate) fn of(
        registry: &Registry,
        incident: &incident::Incident,
        may_see: impl Fn(IndicatorId) -> bool,
    ) -> Self {
        let path = |unit: UnitId| registry.unit(unit).path.to_string();
        let strand = |strand: &incident::Strand| Strand {
            indicator: registry.indicator(strand.indicator).key.to_string(),
            kind: kind(strand.kind).to_owned(),
            direction: match strand.direction {
                Direction::Up => "up",
                Direction::Down => "down",
            }
            .to_owned(),
            since: strand.since.to_string(),
            change: strand.change,
            sure: strand.sure,
            back: strand.back(),
        };
        let rise = |rise: &incident::Rise| Rise {
            to: path(rise.to),
            at: rise.at.to_string(),
            because: match rise.because {
                Because::Expired => "expired",
                Because::Lapsed => "lapsed",
                Because::PassedUp => "passed_up",
            }
            .to_owned(),
            obligation: rise.obligation.0.to_string(),
        };
        let seen = incident.strands.iter().filter(|strand| may_see(strand.indicator));
        Self {
            id: incident.id.0.to_string(),
            unit: path(incident.unit),
            cause: match incident.cause {
                Cause::Change => "change",
                Cause::Silence(_) => "silence",
                Cause::Alarm { .. } => "alarm",
                Cause::Missed { .. } => "missed",
            }
            .to_owned(),
            opened: incident.opened.to_string(),
            phase: match incident.phase {
                Phase::Running => "running",
                Phase::Waiting => "waiting",
                Phase::Settling => "settling",
                Phase::Closed => "closed",
            }
            .to_owned(),
            holder: path(incident.holder().unit),
            rises_at: incident.rises_at().map(|at| at.to_string()),
            strands: seen.map(strand).collect(),
            rises: incident.rises.iter().map(rise).collect(),
            taken_on_by: incident.taken_on.as_ref().map(|taken| taken.by.clone()),
            closed: incident.closed.map(|closing| closing.at.to_string()),
            end: incident.closed.map(|closing| end(closing.how).to_owned()),
        }
    }
}

impl Obligation {
    /// The obligation with those of its incidents that `may_see` lets through.
    pub(crate) fn of(
        registry: &Registry,
        owed: &obligation::Obligation,
        may_see: impl Fn(IncidentId) -> bool,
    ) -> Self {
        let path = |unit: UnitId| registry.unit(unit).path.to_string();
        let words = |said: &Option<obligation::Said>| said.as_ref().map(|said| said.words.clone());
        let incidents = owed.incidents.iter().filter(|id| may_see(**id));
        Self {
            id: owed.id.0.to_string(),
            reason: match owed.reason {
                Reason::Rise => "rise",
                Reason::Group => "group",
                Reason::Help(_) => "help",
                Reason::Safety(_) => "safety",
            }
            .to_owned(),
            debtor: path(owed.debtor),
            creditor: path(owed.creditor),
            incidents: incidents.map(|id| id.0.to_string()).collect(),
            state: match owed.state {
                State::Owed => "owed",
                State::Owned => "owned",
                State::Answered => "answered",
                State::Missed => "missed",
                State::Late => "late",
                State::Met => "met",
                State::Released => "released",
            }
            .to_owned(),
            opened: owed.opened.to_string(),
            answer_by: owed.answer_by.to_string(),
            owner: owed.owner.clone(),
            answer: words(&owed.answer),
            offer: words(&owed.offer),
            help_came: owed.help_came.map(|at| at.to_string()),
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Unusual => "unusual",
        Kind::OneOff => "one_off",
        Kind::Step => "step",
        Kind::Slope => "slope",
    }
}

fn end(how: End) -> &'static str {
    match how {
        End::Recovered => "recovered",
        End::Instrument => "instrument",
        End::Nothing => "nothing",
        End::Corrected => "corrected",
        End::Retired => "retired",
        End::History => "history",
        End::Done => "done",
        End::Forgotten => "forgotten",
    }
}
