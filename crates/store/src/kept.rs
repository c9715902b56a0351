//! Kept: which bytes stand for which thing, and how do all of them make a federation again?

use std::collections::{BTreeMap, BTreeSet};

use mission::agreement::Agreement;
use mission::directive::Directive;
use mission::effect::Thing;
use mission::federation::{self, Day, Excuse, Federation, Figure, Ledger, Parts, Watch};
use mission::flow::{Flow, Shows};
use mission::id::{IncidentId, IndicatorId, UnitId};
use mission::incident::Incident;
use mission::index::Contribution;
use mission::link::Link;
use mission::message::Message;
use mission::obligation::Obligation;
use mission::opening::Opening;
use mission::post::Post;
use mission::registry::{Indicator, Registry, Unit};
use mission::request::Request;
use mission::roll::Roll;
use mission::series::Series;
use mission::signal::Signal;
use mission::time::{Date, Timestamp};

use crate::contract::Loaded;
use crate::error::StoreError;
use crate::record::{self, Calendars, Decoder, Encoder, Record, RecordError, fields};

/// A kind of thing that is kept, each in a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Unit,
    Indicator,
    Signal,
    Incident,
    Obligation,
    Agreement,
    Directive,
    Day,
    Ledger,
    Watch,
    Roll,
    Opening,
    Request,
    Link,
    Flow,
    Message,
    Post,
}

impl Kind {
    /// In the order in which they are read.
    pub(crate) const ALL: [Self; 17] = [
        Self::Unit,
        Self::Indicator,
        Self::Signal,
        Self::Incident,
        Self::Obligation,
        Self::Agreement,
        Self::Directive,
        Self::Day,
        Self::Ledger,
        Self::Watch,
        Self::Roll,
        Self::Opening,
        Self::Request,
        Self::Link,
        Self::Flow,
        Self::Message,
        Self::Post,
    ];

    /// The name of its table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Indicator => "indicator",
            Self::Signal => "signal",
            Self::Incident => "incident",
            Self::Obligation => "obligation",
            Self::Agreement => "agreement",
            Self::Directive => "directive",
            Self::Day => "day",
            Self::Ledger => "ledger",
            Self::Watch => "watch",
            Self::Roll => "roll",
            Self::Opening => "opening",
            Self::Request => "request",
            Self::Link => "link",
            Self::Flow => "flow",
            Self::Message => "message",
            Self::Post => "post",
        }
    }
}

/// Where a thing is kept: its kind and a key that orders things as their identities do.
pub(crate) fn place(thing: Thing) -> (Kind, i64) {
    match thing {
        Thing::Unit(id) => (Kind::Unit, i64::from(id.0)),
        Thing::Indicator(id) => (Kind::Indicator, i64::from(id.0)),
        Thing::Signal(id) => (Kind::Signal, id.0.cast_signed()),
        Thing::Incident(id) => (Kind::Incident, id.0.cast_signed()),
        Thing::Obligation(id) => (Kind::Obligation, id.0.cast_signed()),
        Thing::Agreement(id) => (Kind::Agreement, id.0.cast_signed()),
        Thing::Directive(id) => (Kind::Directive, id.0.cast_signed()),
        Thing::Day(unit, date) => (Kind::Day, i64::from(unit.0) << 24 | day_number(date)),
        Thing::Ledger(id) => (Kind::Ledger, i64::from(id.0)),
        Thing::Watch(id) => (Kind::Watch, i64::from(id.0)),
        Thing::Roll(id) => (Kind::Roll, i64::from(id.0)),
        Thing::Opening(id) => (Kind::Opening, id.0.cast_signed()),
        Thing::Request(id) => (Kind::Request, id.0.cast_signed()),
        Thing::Link(id) => (Kind::Link, i64::from(id.0)),
        Thing::Flow(id) => (Kind::Flow, id.0.cast_signed()),
        Thing::Message(id) => (Kind::Message, id.0.cast_signed()),
        Thing::Post(id) => (Kind::Post, id.0.cast_signed()),
    }
}

/// Whether a thing can hold words that are forgotten after a time.
pub(crate) const fn holds_words(thing: Thing) -> bool {
    match thing {
        Thing::Incident(_)
        | Thing::Obligation(_)
        | Thing::Watch(_)
        | Thing::Ledger(_)
        | Thing::Message(_)
        | Thing::Post(_) => true,
        Thing::Unit(_)
        | Thing::Indicator(_)
        | Thing::Signal(_)
        | Thing::Agreement(_)
        | Thing::Directive(_)
        | Thing::Day(..)
        | Thing::Roll(_)
        | Thing::Opening(_)
        | Thing::Request(_)
        | Thing::Link(_)
        | Thing::Flow(_) => false,
    }
}

/// Dates in order, in 24 bits: 20,000 years of 512 numbers are 10.3 million.
fn day_number(date: Date) -> i64 {
    let years = i64::from(date.year()) + 10_000;
    years << 9 | i64::from(date.month()) << 5 | i64::from(date.day())
}

/// The bytes of a thing as it is now; none for one that has left memory.
pub(crate) fn pack_thing(federation: &Federation, thing: Thing) -> Option<Vec<u8>> {
    let registry = federation.registry();
    match thing {
        Thing::Unit(id) => registry.find_unit(id).map(record::pack),
        Thing::Indicator(id) => registry.find_indicator(id).map(record::pack),
        Thing::Signal(id) => federation.signal_by_id(id).map(record::pack),
        Thing::Incident(id) => federation.incident(id).map(record::pack),
        Thing::Obligation(id) => federation.obligation(id).map(record::pack),
        Thing::Agreement(id) => federation.agreement(id).map(record::pack),
        Thing::Directive(id) => federation.directive(id).map(record::pack),
        Thing::Day(unit, date) => federation.day(unit, date).map(record::pack),
        Thing::Ledger(id) => Some(record::pack(federation.ledger(id))),
        Thing::Watch(id) => Some(record::pack(&KeptWatch::from(federation.watch(id)))),
        Thing::Roll(id) => federation.roll(id).map(record::pack),
        Thing::Opening(id) => federation.opening(id).map(record::pack),
        Thing::Request(id) => federation.request_by_id(id).map(record::pack),
        Thing::Link(id) => federation.link(id).map(record::pack),
        Thing::Flow(id) => federation.flow(id).map(record::pack),
        Thing::Message(id) => federation.message(id).map(record::pack),
        Thing::Post(id) => federation.post(id).map(record::pack),
    }
}

/// Everything that a federation keeps by identity.
pub(crate) fn everything(federation: &Federation) -> BTreeSet<Thing> {
    let registry = federation.registry();
    let of_units = registry.units().iter().flat_map(|unit| {
        let id = unit.id;
        let agreements = federation.agreements_of(id).map(|it| Thing::Agreement(it.id));
        let directives = federation.directives_of(id).map(|it| Thing::Directive(it.id));
        let days = federation.days_of(id).map(move |day| Thing::Day(id, day.date));
        agreements.chain(directives).chain(days).chain([Thing::Unit(id), Thing::Ledger(id)])
    });
    let of_indicators = registry.indicators().iter().flat_map(|indicator| {
        let id = indicator.id;
        let signals = federation.signals_of(id).map(|signal| Thing::Signal(signal.id));
        signals.chain([Thing::Indicator(id), Thing::Watch(id)])
    });
    let incidents = federation.incidents().map(|incident| Thing::Incident(incident.id));
    let obligations = federation.obligations().map(|it| Thing::Obligation(it.id));
    let rolls = federation.rolls().map(|roll| Thing::Roll(roll.unit));
    let openings = federation.openings().map(|it| Thing::Opening(it.id));
    let requests = federation.requests().map(|it| Thing::Request(it.id));
    let links = federation.links().iter().map(|link| Thing::Link(link.id));
    let flows = federation.flows().map(|it| Thing::Flow(it.id));
    let messages = federation.messages().map(|it| Thing::Message(it.id));
    let posts = federation.posts().map(|it| Thing::Post(it.id));
    let shared = openings.chain(requests).chain(links).chain(flows).chain(messages).chain(posts);
    let by_unit = of_units.chain(of_indicators).chain(rolls);
    by_unit.chain(incidents).chain(obligations).chain(shared).collect()
}

/// The bytes of a series, with the last reading of its watch: that changes as often.
pub(crate) fn pack_series(federation: &Federation, id: IndicatorId) -> Vec<u8> {
    let mut to = Encoder::default();
    to.byte(record::VERSION);
    federation.watch(id).last.write(&mut to);
    federation.series(id).write(&mut to);
    to.finish()
}

/// The bytes of a series without readings.
pub(crate) fn pack_new_series(indicator: &Indicator) -> Vec<u8> {
    record::pack(&KeptSeries::begun(indicator))
}

/// A series as it was kept.
pub(crate) struct KeptSeries {
    last: Option<Timestamp>,
    series: Series,
}

impl KeptSeries {
    fn begun(indicator: &Indicator) -> Self {
        Self { last: None, series: Series::new(indicator.id, federation::settings(indicator)) }
    }
}

/// What changes rarely of a watch.
pub(crate) struct KeptWatch {
    indicator: IndicatorId,
    excused_until: Option<Timestamp>,
    excuse: Option<Excuse>,
    silent: Option<IncidentId>,
}

fields! {
    KeptSeries { last, series }
    KeptWatch { indicator, excused_until, excuse since Silences, silent }
    Excuse { at, because }
    Figure { indicator, sum, count }
}

impl From<&Watch> for KeptWatch {
    fn from(watch: &Watch) -> Self {
        let Watch { indicator, last: _, excused_until, excuse, silent } = watch.clone();
        Self { indicator, excused_until, excuse, silent }
    }
}

/// Without its contribution, which follows from the rest.
impl Record for Day {
    fn write(&self, to: &mut Encoder) {
        let Self { unit, date, figures, revised, contribution: _ } = self;
        unit.write(to);
        date.write(to);
        figures.write(to);
        revised.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (unit, date) = (Record::read(from)?, Record::read(from)?);
        let (figures, revised) = (Record::read(from)?, Record::read(from)?);
        Ok(Self { unit, date, figures, revised, contribution: Contribution::default() })
    }
}

/// Things as they are read, until they are all there.
#[derive(Default)]
pub(crate) struct Pieces {
    calendars: Calendars,
    units: Vec<Unit>,
    indicators: Vec<Indicator>,
    signals: Vec<Signal>,
    incidents: Vec<Incident>,
    obligations: Vec<Obligation>,
    agreements: Vec<Agreement>,
    directives: Vec<Directive>,
    days: Vec<Day>,
    ledgers: Vec<Ledger>,
    watches: Vec<KeptWatch>,
    rolls: Vec<Roll>,
    openings: Vec<Opening>,
    requests: Vec<Request>,
    links: Vec<Link>,
    flows: Vec<Flow>,
    messages: Vec<Message>,
    posts: Vec<Post>,
    series: Vec<(u64, KeptSeries)>,
}

impl Pieces {
    /// Reads one thing.
    pub(crate) fn put(&mut self, kind: Kind, key: i64, bytes: &[u8]) -> Result<(), StoreError> {
        self.read(kind, bytes)
            .map_err(|why| StoreError::corrupt(format!("{} {key}", kind.name()), why))
    }

    fn read(&mut self, kind: Kind, bytes: &[u8]) -> Result<(), RecordError> {
        let known = &mut self.calendars;
        match kind {
            Kind::Unit => self.units.push(record::unpack(bytes, known)?),
            Kind::Indicator => self.indicators.push(record::unpack(bytes, known)?),
            Kind::Signal => self.signals.push(record::unpack(bytes, known)?),
            Kind::Incident => self.incidents.push(record::unpack(bytes, known)?),
            Kind::Obligation => self.obligations.push(record::unpack(bytes, known)?),
            Kind::Agreement => self.agreements.push(record::unpack(bytes, known)?),
            Kind::Directive => self.directives.push(record::unpack(bytes, known)?),
            Kind::Day => self.days.push(record::unpack(bytes, known)?),
            Kind::Ledger => self.ledgers.push(record::unpack(bytes, known)?),
            Kind::Roll => self.rolls.push(record::unpack(bytes, known)?),
            Kind::Opening => self.openings.push(record::unpack(bytes, known)?),
            Kind::Request => self.requests.push(record::unpack(bytes, known)?),
            Kind::Link => self.links.push(record::unpack(bytes, known)?),
            Kind::Flow => self.flows.push(record::unpack(bytes, known)?),
            Kind::Message => self.messages.push(record::unpack(bytes, known)?),
            Kind::Post => self.posts.push(record::unpack(bytes, known)?),
            Kind::Watch => self.watches.push(record::unpack(bytes, known)?),
        }
        Ok(())
    }

    /// Reads one series, which is as it was after the entry at `offset`.
    pub(crate) fn put_series(&mut self, offset: u64, bytes: &[u8]) -> Result<(), StoreError> {
        let read = record::unpack(bytes, &mut self.calendars);
        let what = || format!("series {}", self.series.len());
        let kept = read.map_err(|why| StoreError::corrupt(what(), why))?;
        self.series.push((offset, kept));
        Ok(())
    }

    /// Begins every series anew, without readings.
    pub(crate) fn begin_series(&mut self) {
        self.series = self.indicators.iter().map(|it| (0, KeptSeries::begun(it))).collect();
    }

    /// Takes over what another has read of the series that follow.
    pub(crate) fn append_series(&mut self, other: Self) {
        self.series.extend(other.series);
    }

    /// All together, if nothing is missing that something else speaks of.
    pub(crate) fn finish(
        self,
        applied: federation::Applied,
        replay_from: u64,
    ) -> Result<Loaded, StoreError> {
        self.check()?;
        let (series_offsets, kept): (Vec<u64>, Vec<KeptSeries>) = self.series.into_iter().unzip();
        let (last, series): (Vec<_>, Vec<Series>) =
            kept.into_iter().map(|kept| (kept.last, kept.series)).unzip();
        let watch = |(kept, last): (KeptWatch, _)| {
            let KeptWatch { indicator, excused_until, excuse, silent } = kept;
            Watch { indicator, last, excused_until, excuse, silent }
        };
        let parts = Parts {
            registry: Registry::restore(self.units, self.indicators),
            series,
            watches: self.watches.into_iter().zip(last).map(watch).collect(),
            ledgers: self.ledgers,
            rolls: self.rolls,
            openings: self.openings,
            requests: self.requests,
            links: self.links,
            flows: self.flows,
            messages: self.messages,
            posts: self.posts,
            signals: self.signals,
            incidents: self.incidents,
            obligations: self.obligations,
            agreements: self.agreements,
            directives: self.directives,
            days: latest(self.days),
            applied,
        };
        Ok(Loaded { parts, series_offsets, replay_from })
    }

    /// Ids are places in vectors: a gap would put everything after it in the wrong place.
    fn check(&self) -> Result<(), StoreError> {
        let (units, indicators) = (self.units.len(), self.indicators.len());
        in_order("unit", units, self.units.iter().map(|unit| unit.id.index()))?;
        in_order("ledger", units, self.ledgers.iter().map(|ledger| ledger.unit.index()))?;
        in_order("indicator", indicators, self.indicators.iter().map(|it| it.id.index()))?;
        in_order("watch", indicators, self.watches.iter().map(|it| it.indicator.index()))?;
        let series = self.series.iter().map(|(_, kept)| kept.series.indicator.index());
        in_order("series", indicators, series)?;

        let above = self.units.iter().flat_map(|unit| unit.parent.iter().chain(&unit.alarm_levels));
        let reporting = self.indicators.iter().map(|indicator| &indicator.unit);
        let holding = self.incidents.iter().flat_map(|it| it.chain.iter().map(|at| &at.unit));
        if above.chain(reporting).chain(holding).any(|unit| unit.index() >= units) {
            return Err(StoreError::corrupt("unit", "one that others name is missing"));
        }
        if self.rolls.iter().any(|roll| roll.unit.index() >= units) {
            return Err(StoreError::corrupt("roll", "it is of a unit that is missing"));
        }
        in_order("link", self.links.len(), self.links.iter().map(|link| link.id.index()))?;
        if self.links.iter().any(|link| link.unit.index() >= units) {
            return Err(StoreError::corrupt("link", "it is of a unit that is missing"));
        }
        let opened = self.openings.iter().flat_map(|opening| [opening.unit, opening.to]);
        let asked = self.requests.iter().flat_map(|request| [request.unit, request.from]);
        if opened.chain(asked).any(|unit| unit.index() >= units) {
            return Err(StoreError::corrupt("opening", "it names a unit that is missing"));
        }
        let written = self.messages.iter().flat_map(|it| it.to.iter().copied().chain([it.from]));
        if written.chain(self.posts.iter().map(|post| post.unit)).any(|unit| unit.index() >= units)
        {
            return Err(StoreError::corrupt("message", "it names a unit that is missing"));
        }
        let shown = |shows: fn(Shows) -> Option<usize>| {
            let boxes = self.flows.iter().flat_map(|flow| &flow.drawing.boxes);
            boxes.filter_map(move |one| one.shows.and_then(shows))
        };
        let part = |shows| match shows {
            Shows::Part(unit) => Some(unit.index()),
            Shows::Figure(_) => None,
        };
        let figure = |shows| match shows {
            Shows::Figure(id) => Some(id.index()),
            Shows::Part(_) => None,
        };
        let lines = self.flows.iter().flat_map(|flow| &flow.drawing.lines);
        let volumes = lines.filter_map(|line| line.volume.map(IndicatorId::index));
        let drawing = self.flows.iter().map(|flow| flow.unit.index());
        if drawing.chain(shown(part)).any(|unit| unit >= units)
            || shown(figure).chain(volumes).any(|id| id >= indicators)
        {
            return Err(StoreError::corrupt("flow", "it names a unit or figure that is missing"));
        }
        let of_signals = self.signals.iter().map(|signal| signal.indicator);
        let strands = self.incidents.iter().flat_map(|incident| &incident.strands);
        let shared = self.openings.iter().flat_map(|opening| opening.indicators.iter().copied());
        let named = of_signals.chain(strands.map(|strand| strand.indicator)).chain(shared);
        if named.into_iter().any(|indicator| indicator.index() >= indicators) {
            return Err(StoreError::corrupt("indicator", "one that others name is missing"));
        }
        Ok(())
    }
}

fn in_order(
    what: &'static str,
    count: usize,
    mut ids: impl ExactSizeIterator<Item = usize>,
) -> Result<(), StoreError> {
    let found = ids.len();
    let in_place = (0..found).all(|place| ids.next() == Some(place));
    if found == count && in_place {
        return Ok(());
    }
    Err(StoreError::corrupt(what, format!("{found} found in place of 0 to {count}")))
}

/// The days that a federation keeps in memory: of each unit, the latest.
fn latest(days: Vec<Day>) -> Vec<Day> {
    let mut by_unit: BTreeMap<UnitId, Vec<Day>> = BTreeMap::new();
    for day in days {
        by_unit.entry(day.unit).or_default().push(day);
    }
    let newest = |mut of_unit: Vec<Day>| {
        of_unit.sort_by_key(|day| day.date);
        of_unit.split_off(of_unit.len().saturating_sub(mission::limits::INDEX_DAYS))
    };
    by_unit.into_values().flat_map(newest).collect()
}
