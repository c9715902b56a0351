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
mod founding;
mod incidents;
mod obligations;
mod observe;
mod readings;
mod silence;
mod terms;
mod timers;

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::agreement::Agreement;
use crate::calendar::Calendar;
use crate::directive::Directive;
use crate::effect::{News, Notice, Step, Thing};
use crate::event::{Entry, Event};
use crate::id::{
    AgreementId, DirectiveId, IncidentId, IndicatorId, Mint, ObligationId, SignalId, UnitId,
};
use crate::incident::{Era, Incident};
use crate::limits;
use crate::obligation::Obligation;
use crate::registry::Registry;
use crate::release::DelayHistory;
use crate::series::Series;
use crate::signal::Signal;
use crate::time::{Date, Timestamp};

pub use days::{Day, Figure};
pub use observe::{Answers, Observed, Observing};
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
    /// Incidents of a series. All of these are in order of id, however they came to be.
    incidents_of: HashMap<IndicatorId, Vec<IncidentId>>,
    /// Those of them that are not over.
    open_of: HashMap<IndicatorId, Vec<IncidentId>>,
    /// Incidents that reached a unit, its own included.
    reached: HashMap<UnitId, Vec<IncidentId>>,
    /// Signals of a series.
    signals_of: HashMap<IndicatorId, VecDeque<SignalId>>,
    /// Obligations of a unit that is a party to them.
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

impl Federation {
    /// A federation of which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A federation as a store kept it.
    #[must_use]
    pub fn restore(parts: Parts) -> Self {
        let mut federation = Self {
            registry: parts.registry,
            series: parts.series,
            watches: parts.watches,
            ledgers: parts.ledgers,
            applied: parts.applied,
            ..Self::default()
        };
        let mut agreements = parts.agreements;
        agreements.sort_by_key(|agreement| agreement.id);
        for agreement in agreements {
            federation.terms.put(&agreement);
            federation.lookup.put_agreement(&agreement);
            federation.agreements.insert(agreement.id, agreement);
        }
        let mut incidents = parts.incidents;
        incidents.sort_by_key(|incident| incident.id);
        for incident in incidents {
            federation.lookup.put_incident(&incident);
            federation.incidents.insert(incident.id, incident);
        }
        let mut obligations = parts.obligations;
        obligations.sort_by_key(|obligation| obligation.id);
        for obligation in obligations {
            federation.put_obligation(obligation);
        }
        let mut directives = parts.directives;
        directives.sort_by_key(|directive| directive.id);
        for directive in directives {
            federation.lookup.put_directive(&directive);
            federation.directives.insert(directive.id, directive);
        }
        let mut signals = parts.signals;
        signals.sort_by_key(|signal| signal.id);
        for signal in signals {
            federation.keep_signal(signal);
        }
        for day in parts.days {
            let key = (day.unit, day.date);
            federation.days.insert(key, day);
            federation.work_out(key);
        }
        federation.arm_all();
        federation
    }

    /// Applies one entry of the log: first whatever fell due before it, then the entry itself.
    ///
    /// An entry that was applied already changes nothing.
    pub fn step(&mut self, entry: &Entry) -> Step {
        if entry.offset <= self.applied.offset {
            return Step::default();
        }
        let batch = std::slice::from_ref(entry);
        let answers = self.observe(batch, 1).into_iter().map(Observing::run).collect::<Vec<_>>();
        let observed = Observed::collect(batch, answers).pop().unwrap_or_default();
        self.step_observed(entry, observed)
    }

    /// Applies one entry whose readings have been observed.
    pub fn step_observed(&mut self, entry: &Entry, observed: Observed) -> Step {
        let mut now = Now {
            at: self.applied.received,
            era: Era::Live,
            mint: Mint::at(entry.offset),
            step: Step::default(),
        };
        self.fire_due(&mut now, entry.received);
        match &entry.event {
            Event::Charter(charter) => self.lay_down(&mut now, charter),
            Event::Report(report) => self.decide(&mut now, report, observed),
            Event::History(report, at) => {
                (now.era, now.at) = (Era::History, *at);
                self.decide(&mut now, report, observed);
            }
            Event::HistoryEnds => self.end_history(&mut now),
            Event::Act(signed) => self.act(&mut now, signed),
            Event::Clock => {}
        }
        self.applied = Applied { offset: entry.offset, received: entry.received };
        now.step
    }

    /// What of an import stands at its end, stands as history.
    fn end_history(&mut self, now: &mut Now) {
        now.era = Era::History;
        let standing: Vec<IncidentId> = self
            .incidents
            .values()
            .filter(|incident| incident.era == Era::History && incident.is_open())
            .map(|incident| incident.id)
            .collect();
        for id in standing {
            self.end(now, id, crate::incident::End::History);
        }
    }

    /// Tells a unit something: a line of its telex. What is history is told to nobody.
    fn tell(&mut self, now: &mut Now, to: UnitId, what: News) {
        let notice = Notice { to, at: now.at, what };
        let ledger = &mut self.ledgers[to.index()];
        ledger.notices.push_back(notice.clone());
        if ledger.notices.len() > limits::NOTICES {
            ledger.notices.pop_front();
        }
        now.touch(Thing::Ledger(to));
        if now.era == Era::Live {
            now.step.notices.push(notice);
        }
    }

    fn hours(&self, indicator: IndicatorId) -> &Calendar {
        &self.registry.unit(self.registry.indicator(indicator).unit).calendar
    }

    fn keep_signal(&mut self, signal: Signal) {
        let kept = self.lookup.signals_of.entry(signal.indicator).or_default();
        kept.push_back(signal.id);
        if kept.len() > limits::SIGNALS
            && let Some(oldest) = kept.pop_front()
        {
            self.signals.remove(&oldest);
        }
        self.signals.insert(signal.id, signal);
    }

    fn put_obligation(&mut self, obligation: Obligation) {
        for party in self.parties(&obligation) {
            put(self.lookup.obligations_of.entry(party).or_default(), obligation.id);
        }
        self.obligations.insert(obligation.id, obligation);
    }
}

/// What is so, for whoever may see it: `reach` decides that.
impl Federation {
    /// Units and indicators.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The series of an indicator.
    pub fn series(&self, indicator: IndicatorId) -> &Series {
        &self.series[indicator.index()]
    }

    /// What is remembered of an indicator's silence.
    pub fn watch(&self, indicator: IndicatorId) -> &Watch {
        &self.watches[indicator.index()]
    }

    /// What is remembered of a unit.
    pub fn ledger(&self, unit: UnitId) -> &Ledger {
        &self.ledgers[unit.index()]
    }

    /// Which agreement holds for what.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How far the log has been applied.
    pub fn applied(&self) -> Applied {
        self.applied
    }

    /// A signal, while it is kept in memory.
    pub fn signal_by_id(&self, id: SignalId) -> Option<&Signal> {
        self.signals.get(&id)
    }

    /// The last signals of a series, the latest last.
    pub fn signals_of(&self, indicator: IndicatorId) -> impl DoubleEndedIterator<Item = &Signal> {
        let ids = self.lookup.signals_of.get(&indicator).into_iter().flatten();
        ids.filter_map(|id| self.signals.get(id))
    }

    /// An incident.
    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.incidents.get(&id)
    }

    /// All incidents, in order of id.
    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = &Incident> {
        self.incidents.values()
    }

    /// The incidents that a series is or was part of, in order of id.
    pub fn incidents_of(
        &self,
        indicator: IndicatorId,
    ) -> impl DoubleEndedIterator<Item = &Incident> {
        let ids = self.lookup.incidents_of.get(&indicator).into_iter().flatten();
        ids.filter_map(|id| self.incidents.get(id))
    }

    /// The incidents that reached a unit, its own included, in order of id.
    pub fn reached(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Incident> {
        let ids = self.lookup.reached.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.incidents.get(id))
    }

    /// An obligation.
    pub fn obligation(&self, id: ObligationId) -> Option<&Obligation> {
        self.obligations.get(&id)
    }

    /// What a unit owes and is owed, in order of id.
    pub fn obligations_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Obligation> {
        let ids = self.lookup.obligations_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.obligations.get(id))
    }

    /// All obligations, in order of id.
    pub fn obligations(&self) -> impl DoubleEndedIterator<Item = &Obligation> {
        self.obligations.values()
    }

    /// An agreement.
    pub fn agreement(&self, id: AgreementId) -> Option<&Agreement> {
        self.agreements.get(&id)
    }

    /// The agreements of a unit, as either side, in order of id.
    pub fn agreements_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Agreement> {
        let ids = self.lookup.agreements_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.agreements.get(id))
    }

    /// A directive.
    pub fn directive(&self, id: DirectiveId) -> Option<&Directive> {
        self.directives.get(&id)
    }

    /// The directives that a unit sent or received, in order of id.
    pub fn directives_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Directive> {
        let ids = self.lookup.directives_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.directives.get(id))
    }

    /// A unit's figures of a day, while they are kept in memory.
    pub fn day(&self, unit: UnitId, date: Date) -> Option<&Day> {
        self.days.get(&(unit, date))
    }

    /// A unit's days in memory, in order.
    pub fn days_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Day> {
        self.days.range((unit, Date::MIN)..=(unit, Date::MAX)).map(|(_, day)| day)
    }
}

impl Now {
    pub(crate) fn touch(&mut self, thing: Thing) {
        self.step.touched.insert(thing);
    }
}

impl Watch {
    fn new(indicator: IndicatorId) -> Self {
        Self { indicator, last: None, excused_until: None, silent: None }
    }
}

impl Ledger {
    fn new(unit: UnitId, delays: DelayHistory) -> Self {
        let notices = VecDeque::new();
        Self { unit, rises_on: None, rises: 0, group: None, delays, notices }
    }
}

impl Lookup {
    /// Puts an incident where it is looked for, as it is now.
    fn put_incident(&mut self, incident: &Incident) {
        for indicator in incident.indicators() {
            put(self.incidents_of.entry(indicator).or_default(), incident.id);
            let open = self.open_of.entry(indicator).or_default();
            if incident.is_open() {
                put(open, incident.id);
            } else {
                open.retain(|id| *id != incident.id);
            }
        }
        for holder in &incident.chain {
            if incident.reached_by(holder.unit).is_some() {
                self.put_reached(holder.unit, incident.id);
            }
        }
    }

    fn put_reached(&mut self, unit: UnitId, incident: IncidentId) {
        put(self.reached.entry(unit).or_default(), incident);
    }

    /// A series is no longer part of an incident.
    fn leave(&mut self, indicator: IndicatorId, incident: IncidentId) {
        for of in [&mut self.incidents_of, &mut self.open_of] {
            if let Some(ids) = of.get_mut(&indicator) {
                ids.retain(|id| *id != incident);
            }
        }
    }

    fn put_agreement(&mut self, agreement: &Agreement) {
        for unit in [Some(agreement.unit), agreement.above].into_iter().flatten() {
            put(self.agreements_of.entry(unit).or_default(), agreement.id);
        }
    }

    fn put_directive(&mut self, directive: &Directive) {
        let receivers = directive.receivers.iter().map(|receiver| receiver.unit);
        for unit in receivers.chain([directive.from]) {
            put(self.directives_of.entry(unit).or_default(), directive.id);
        }
    }
}

/// Puts an id in its place, once.
fn put<Id: Ord>(ids: &mut Vec<Id>, id: Id) {
    if let Err(place) = ids.binary_search(&id) {
        ids.insert(place, id);
    }
}
