//! Federation: what is so, and what follows when something comes?
//!
//! The state of everything, and the one function that changes it: [`Federation::step`] takes an
//! entry of the log and answers with what follows. It is given the time with the entry and reads
//! no clock; whatever fell due before that time happens first, at the time it was due.
//!
//! Taking in readings has two halves. *Observing* concerns one series alone and can run side by
//! side ([`Federation::observe`]); *deciding* concerns incidents, people and levels, and runs in
//! the order of the log. Deciding never looks into a series, only at what observing answered, so
//! the number of workers and the size of batches change nothing.

mod acts;
mod charters;
mod days;
mod incidents;
mod obligations;
mod observe;
mod readings;
mod silence;
mod terms;
mod timers;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::agreement::{Agreement, Subject};
use crate::directive::Directive;
use crate::effect::{Notice, Step, Thing};
use crate::event::{Entry, Event};
use crate::id::{
    AgreementId, DirectiveId, IncidentId, IndicatorId, Mint, ObligationId, SignalId, UnitId,
};
use crate::incident::{Era, Incident};
use crate::index::DelayHistory;
use crate::limits;
use crate::obligation::Obligation;
use crate::registry::Registry;
use crate::series::{Series, Taken};
use crate::signal::Signal;
use crate::time::{Date, Timestamp};

pub use days::Day;
pub use observe::{Observing, Observed};
pub use terms::Terms;
pub use timers::Timer;

/// Everything that is so.
#[derive(Clone, Debug, Default)]
pub struct Federation {
    /// Units and indicators.
    registry: Registry,
    /// One series for each indicator, in order of id.
    series: Vec<Series>,
    /// What is remembered of each indicator's silence, in order of id.
    watches: Vec<Watch>,
    /// What is remembered of each unit, in order of id.
    ledgers: Vec<Ledger>,
    signals: BTreeMap<SignalId, Signal>,
    incidents: BTreeMap<IncidentId, Incident>,
    obligations: BTreeMap<ObligationId, Obligation>,
    agreements: BTreeMap<AgreementId, Agreement>,
    directives: BTreeMap<DirectiveId, Directive>,
    days: BTreeMap<(UnitId, Date), Day>,
    /// Derived from the above: which agreement holds for what.
    terms: Terms,
    /// Derived: incidents and signals by series, and incidents by the units they reached.
    lookup: Lookup,
    /// Derived: what falls due when.
    timers: BTreeSet<(Timestamp, Timer)>,
    /// The entry applied last.
    applied: Applied,
}

/// How far the log has been applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Applied {
    /// Offset of the last entry; 0 before the first.
    pub offset: u64,
    /// When it was received.
    pub received: Timestamp,
}

/// What is remembered of an indicator's silence. Plain data, kept by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The latest reading that was decided upon.
    pub last: Option<Timestamp>,
    /// A due time that silence is counted from instead, because the unit said why there is none.
    pub excused_until: Option<Timestamp>,
    /// The incident that is open for it.
    pub silent: Option<IncidentId>,
}

/// What is remembered of a unit beside its registry entry. Plain data, kept by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The unit.
    pub unit: UnitId,
    /// Its local working day that the next field counts.
    pub rises_on: Option<Date>,
    /// Rises it has received on that day.
    pub rises: u32,
    /// The group that further rises of that day join.
    pub group: Option<ObligationId>,
    /// After how many working days its parts' own indices reach it, by the day it changed.
    pub delays: DelayHistory,
    /// The last lines of its telex, the latest last; at most [`limits::NOTICES`].
    pub notices: VecDeque<Notice>,
}

/// Where to find things by what they concern.
#[derive(Clone, Debug, Default)]
struct Lookup {
    /// Incidents of a series, the latest last.
    incidents_of: HashMap<IndicatorId, Vec<IncidentId>>,
    /// Incidents that reached a unit, its own included, the latest last.
    reached: HashMap<UnitId, Vec<IncidentId>>,
    /// Signals of a series, the latest last.
    signals_of: HashMap<IndicatorId, VecDeque<SignalId>>,
    /// Obligations of a unit, as debtor or creditor.
    obligations_of: HashMap<UnitId, Vec<ObligationId>>,
    /// Agreements of a unit, as either side.
    agreements_of: HashMap<UnitId, Vec<AgreementId>>,
    /// Directives of a unit, as sender or receiver.
    directives_of: HashMap<UnitId, Vec<DirectiveId>>,
}

/// All of a federation that must be kept; what is derived is derived again by
/// [`Federation::restore`].
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// See [`Federation::registry`].
    pub registry: Registry,
    /// In order of id.
    pub series: Vec<Series>,
    /// In order of id.
    pub watches: Vec<Watch>,
    /// In order of id.
    pub ledgers: Vec<Ledger>,
    /// In any order.
    pub signals: Vec<Signal>,
    /// In any order.
    pub incidents: Vec<Incident>,
    /// In any order.
    pub obligations: Vec<Obligation>,
    /// In any order.
    pub agreements: Vec<Agreement>,
    /// In any order.
    pub directives: Vec<Directive>,
    /// In any order.
    pub days: Vec<Day>,
    /// How far the log had been applied.
    pub applied: Applied,
}

/// One entry being applied: the time, the ids it hands out, and what it has caused so far.
pub(crate) struct Now {
    pub(crate) at: Timestamp,
    pub(crate) era: Era,
    pub(crate) mint: Mint,
    pub(crate) step: Step,
}
