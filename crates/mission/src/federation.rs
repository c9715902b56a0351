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
mod asked;
mod budget;
mod charters;
mod days;
mod delays;
mod forgetting;
mod founding;
mod incidents;
mod kept;
mod letters;
mod links;
mod lookup;
mod obligations;
mod observe;
mod readings;
mod silence;
mod terms;
mod timers;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::agreement::Agreement;
use crate::calendar::Calendar;
use crate::directive::Directive;
use crate::effect::{News, Notice, Step, Thing};
use crate::event::{Entry, Event};
use crate::flow::Flow;
use crate::forgetting::Sweep;
use crate::hindsight::Hindsight;
use crate::id::{
    AgreementId, DirectiveId, FlowId, IncidentId, IndicatorId, LinkId, MessageId, Mint,
    ObligationId, OpeningId, PostId, RequestId, SignalId, UnitId,
};
use crate::incident::{Era, Incident, LogLine};
use crate::letter::Letter;
use crate::limits;
use crate::link::Link;
use crate::message::Message;
use crate::obligation::Obligation;
use crate::opening::Opening;
use crate::post::Post;
use crate::registry::Registry;
use crate::request::Request;
use crate::roll::Roll;
use crate::series::Series;
use crate::signal::Signal;
use crate::time::{Date, Timestamp};

pub use budget::Budget;
pub use days::{Day, Figure};
pub use kept::{Excuse, Ledger, Parts, Watch};
use lookup::Lookup;
pub use observe::{Answers, Observed, Observing, Retaken, settings};
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
    /// Of units that have or had members.
    rolls: BTreeMap<UnitId, Roll>,
    openings: BTreeMap<OpeningId, Opening>,
    requests: BTreeMap<RequestId, Request>,
    /// Ties with other nodes, in order of id.
    links: Vec<Link>,
    flows: BTreeMap<FlowId, Flow>,
    messages: BTreeMap<MessageId, Message>,
    posts: BTreeMap<PostId, Post>,
    /// Derived from the above: which agreement holds for what.
    terms: Terms,
    /// Derived: incidents and signals by series, and incidents by the units they reached.
    lookup: Lookup,
    /// Derived: which calendars stand below a level, for what it waits for.
    calendars_below: HashMap<UnitId, Vec<Arc<Calendar>>>,
    /// Derived: what falls due when.
    timers: BTreeSet<(Timestamp, Timer)>,
    /// Derived: words from before then are gone.
    words_gone_before: Timestamp,
    /// Derived: no words that are here are older.
    oldest_words: Option<Timestamp>,
    /// What may be seen of it by whoever looks back at it; none of the present state.
    hindsight: Option<Arc<Hindsight>>,
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

/// One entry being applied: the time, the ids it hands out, and what it has caused so far.
pub(crate) struct Now {
    pub(crate) at: Timestamp,
    pub(crate) era: Era,
    pub(crate) mint: Mint,
    pub(crate) step: Step,
    /// What others than the writer of these letters may have to hear.
    pub(crate) passing: Passing,
}

/// What happened that other nodes may have to hear of.
#[derive(Default)]
pub(crate) struct Passing {
    /// Whether there are any.
    pub(crate) is_linked: bool,
    /// The link whose letters are being taken in.
    pub(crate) from: Option<LinkId>,
    /// What changed, by the letters of which link, if by any.
    pub(crate) touched: BTreeSet<(Option<LinkId>, Thing)>,
    /// Incidents that left this node for the one above.
    pub(crate) risen: Vec<IncidentId>,
    /// Lines written into logs of incidents.
    pub(crate) lines: Vec<(Option<LinkId>, IncidentId, LogLine)>,
    /// Readings of series that the node above may see.
    pub(crate) readings: BTreeMap<IndicatorId, Vec<(Timestamp, f64)>>,
    /// Days that are released.
    pub(crate) days: BTreeSet<Date>,
    /// The link over which all is told that matters, as the two nodes were linked anew.
    pub(crate) tells: Option<LinkId>,
    /// What people here said of things that live above.
    pub(crate) said: Vec<Letter>,
}

impl Federation {
    /// A federation of which nothing is known yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
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
            passing: Passing { is_linked: !self.links.is_empty(), ..Passing::default() },
        };
        self.fire_due(&mut now, entry.received);
        self.forget_due(&mut now);
        match &entry.event {
            Event::Charter(charter) => self.lay_down(&mut now, charter),
            Event::Report(report) => self.decide(&mut now, report, observed),
            Event::History(report, at) => {
                (now.era, now.at) = (Era::History, *at);
                self.decide(&mut now, report, observed);
            }
            Event::HistoryEnds => self.end_history(&mut now, None),
            Event::HistoryEndsOf(unit) => self.end_history(&mut now, Some(*unit)),
            Event::Act(signed) => self.act(&mut now, signed, None),
            Event::ActAt(device, signed) => self.act(&mut now, signed, Some(*device)),
            Event::Clock => {}
            Event::Link(link) => self.tie(&mut now, link),
            Event::Letters(link, came) => self.hear_letters(&mut now, *link, came),
            Event::Anew(link, tie) => self.tie_anew(&mut now, *link, tie),
            Event::Delivered(link, upto) => self.delivered(&mut now, *link, *upto),
        }
        self.write_letters(&mut now);
        self.mark_words(&entry.event, entry.received);
        self.applied = Applied { offset: entry.offset, received: entry.received };
        now.step
    }

    /// What of a past stands when it is in, of that unit or of all, stands as history.
    fn end_history(&mut self, now: &mut Now, of: Option<UnitId>) {
        now.era = Era::History;
        let stands = |it: &&Incident| {
            it.era == Era::History && it.is_open() && of.is_none_or(|unit| unit == it.unit)
        };
        let standing: Vec<IncidentId> =
            self.incidents.values().filter(stands).map(|incident| incident.id).collect();
        for id in standing {
            self.end(now, id, crate::incident::End::History);
        }
    }

    /// Tells a unit something: a line of its telex. What is history is told to nobody.
    ///
    /// A unit on another node is told there.
    fn tell(&mut self, now: &mut Now, to: UnitId, what: News) {
        if !self.registry.lives_here(to) {
            return;
        }
        let mut notice = Notice { to, at: now.at, what };
        // An import tells of times whose words are gone already.
        Sweep::new(self.words_gone_before).notice(&mut notice);
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
}

impl Now {
    pub(crate) fn touch(&mut self, thing: Thing) {
        self.step.touched.insert(thing);
        if self.passing.is_linked {
            self.passing.touched.insert((self.passing.from, thing));
        }
    }

    /// Notes a line of an incident's log for other nodes.
    pub(crate) fn pass_line(&mut self, incident: IncidentId, line: &LogLine) {
        if self.passing.is_linked {
            self.passing.lines.push((self.passing.from, incident, line.clone()));
        }
    }

    /// Notes a thing that the node must hear of whose letter caused it.
    pub(crate) fn answer_with(&mut self, thing: Thing) {
        if self.passing.is_linked {
            self.passing.touched.insert((None, thing));
        }
    }
}
