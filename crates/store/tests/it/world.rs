//! World: a small federation whose store is tested.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use mission::announcement::Expected;
use mission::cadence::Cadence;
use mission::calendar::{Calendar, Shift, Zone};
use mission::charter::{Charter, FoundingTerm, IndicatorCharter, TermSubject, UnitCharter};
use mission::event::{
    Act, Addressee, Event, NewAnnouncement, NewFlow, NewMessage, NewOpening, NewPost, NewRequest,
    SignedAct,
};
use mission::federation::Federation;
use mission::flow::{Drawing, FlowBox, Shows};
use mission::id::{IndicatorId, MemberId, MessageId, OpeningId, UnitId};
use mission::incident::Alarm;
use mission::name::{self, Key};
use mission::post;
use mission::registry::{Aggregate, Direction, Membership, Sphere};
use mission::report::{NoData, Reading, Report};
use mission::roll::Role;
use mission::time::{Date, Timestamp, Weekday};
use store::{Applied, Incoming, Receipt, SnapshotPlan, SourceMark, Store};

/// Units of the small federation: a nation, a sector and four plants.
pub(crate) const PLANTS: usize = 4;
/// Indicators of a plant.
pub(crate) const INDICATORS: usize = 3;

/// A running federation with its store.
pub(crate) struct World {
    pub(crate) store: Box<dyn Store>,
    pub(crate) federation: Federation,
    pub(crate) plan: SnapshotPlan,
    /// What followed and was not written yet.
    pub(crate) pending: Option<Applied>,
}

/// Midnight of a day in 2024, universal time.
pub(crate) fn day(number: u64) -> Timestamp {
    Timestamp::from_millis(1_704_067_200_000) + Duration::from_secs(86_400 * number)
}

/// A sequence that looks random and is always the same (Vigna's splitmix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }
}

pub(crate) fn incoming(received: Timestamp, event: Event) -> Incoming {
    Incoming { mark: None, received, event }
}

pub(crate) fn marked(source: &str, seq: u64, digest: u8) -> Incoming {
    let mark = SourceMark { source: source.to_owned(), epoch: 1, seq, digest: [digest; 32] };
    Incoming { mark: Some(mark), received: day(1), event: Event::Clock }
}

/// Units with shifts and holidays, indicators, and founding terms.
pub(crate) fn charter() -> Event {
    let shifts = ["06:00-14:00", "14:00-22:00"].map(|shift| Shift::parse(shift).unwrap());
    let week = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday];
    let week = week.into_iter().flat_map(|day| shifts.map(|shift| (day, shift)));
    let holidays = [Date::constant(2024, 5, 1), Date::constant(2024, 9, 18)];
    let zone = Zone::parse("America/Santiago").unwrap();
    let calendar = Arc::new(Calendar::new(zone, week, holidays).unwrap());
    let upper = |path: &str, calendar| unit(path, calendar, Vec::new());
    let mut units = vec![upper("chile", Some(calendar)), upper("chile/textiles", None)];
    for plant in 0..PLANTS {
        let indicators = (0..INDICATORS).map(indicator).collect();
        units.push(unit(&format!("chile/textiles/mill-{plant}"), None, indicators));
    }
    Event::Charter(Charter { by: "founding assembly".to_owned(), founder: None, units })
}

fn unit(
    path: &str,
    calendar: Option<Arc<Calendar>>,
    indicators: Vec<IndicatorCharter>,
) -> UnitCharter {
    let capability = FoundingTerm {
        subject: TermSubject::Capability,
        indicator: Some(Key::parse("output-0").unwrap()),
        value: 130.0,
        from: Date::constant(2024, 1, 1),
        review: None,
        reason: "what the looms do".to_owned(),
    };
    UnitCharter {
        path: name::Path::parse(path).unwrap(),
        moved_from: None,
        name: Some(format!("The unit {path}")),
        calendar,
        membership: Some(Membership::Peopled),
        alarm_levels: None,
        small_index: None,
        terms: if indicators.is_empty() { Vec::new() } else { vec![capability] },
        indicators,
    }
}

fn indicator(number: usize) -> IndicatorCharter {
    IndicatorCharter {
        key: Key::parse(&format!("output-{number}")).unwrap(),
        name: "Cloth".to_owned(),
        measure: "km".to_owned(),
        cadence: Cadence::Daily,
        direction: Direction::More,
        sphere: Sphere::Work,
        aggregate: Aggregate::Sum,
    }
}

/// What all plants report on a day: noise about a level, and a drop of mill 0 from day 60 on.
pub(crate) fn report(number: u64, chance: &mut Chance) -> Report {
    let at = day(number) + Duration::from_hours(12);
    let value = |series: usize, chance: &mut Chance| {
        let noise: u64 = (0..6).map(|_| chance.below(100)).sum();
        let drop = if series == 0 && number >= 60 { 25.0 } else { 0.0 };
        100.0 + f64::from(u32::try_from(noise).unwrap()) / 50.0 - drop
    };
    let series = 0..PLANTS * INDICATORS;
    let readings = series.map(|series| Reading {
        indicator: IndicatorId(u32::try_from(series).unwrap()),
        at,
        value: value(series, chance),
    });
    Report { readings: readings.collect(), no_data: Vec::new(), note: None, signed: None }
}

/// The first chart of a mill is kept; those after it go on from none, and are refused.
fn drawn(mill: UnitId) -> NewFlow {
    let first = IndicatorId((mill.0 - 2) * u32::try_from(INDICATORS).unwrap());
    let (key, name) = (Key::parse("weaving").unwrap(), "Weaving".to_owned());
    let boxes = vec![FlowBox { key, name, shows: Some(Shows::Figure(first)) }];
    NewFlow { follows: None, drawing: Drawing { boxes, lines: Vec::new() } }
}

/// Words to others, to themselves, in answer to nothing, or on the board.
fn said(number: u64, chance: &mut Chance) -> Act {
    let words = || "thread for six days".to_owned();
    let until = day(number) + Duration::from_hours(24 * (2 + chance.below(9)));
    let (kind, amount) = (post::Kind::Need, "40".to_owned());
    let write = |to| Act::Write(NewMessage { to, about: None, words: words() });
    match chance.below(4) {
        0 => write(Addressee::Above),
        1 => write(Addressee::Within),
        // Refused: there is no such message.
        2 => write(Addressee::Answer(MessageId(7))),
        _ => Act::Post(NewPost { kind, words: words(), amount, until }),
    }
}

fn announced(number: u64, chance: &mut Chance) -> Act {
    let until = day(number) + Duration::from_hours(60);
    let expected = match chance.below(3) {
        0 => Expected::Apart(until),
        1 => Expected::Level(Some(-4.0)),
        _ => Expected::Level(None),
    };
    let words = "the overhaul".to_owned();
    let said = NewAnnouncement { indicator: None, from: None, expected, words };
    Act::Announce(said)
}

/// Everything that can come on a day: reports, corrections, acts of people.
pub(crate) fn events_of(number: u64, chance: &mut Chance) -> Vec<Event> {
    let mut events = vec![Event::Report(report(number, chance))];
    let mill = UnitId(2 + u32::try_from(chance.below(PLANTS as u64)).unwrap());
    let by = "shift lead".to_owned();
    match chance.below(16) {
        0 => {
            // A correction: within the tail, or far before it.
            let back = chance.below(number + 1);
            let late = report(back, chance);
            events.push(Event::Report(Report { note: Some("corrected".to_owned()), ..late }));
        }
        1 => {
            let act = Act::RaiseAlarm(Alarm::Safety, "steam on the second floor".to_owned());
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        2 => {
            let act = Act::AskHelp(None, "two looms without thread".to_owned());
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        3 => {
            let because = "stocktaking".to_owned();
            let at = day(number) + Duration::from_hours(13);
            let no_data = vec![NoData { indicator: IndicatorId(1), at, because }];
            events.push(Event::Report(Report { no_data, ..Report::default() }));
        }
        4 => {
            // Refused: there is no such incident.
            let act = Act::TakeOn(mission::id::IncidentId(7));
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        5 => {
            let act = announced(number, chance);
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        6 => {
            let title = "loom fitter".to_owned();
            let admit = Act::Admit(MemberId(7), Role::Source, title);
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act: admit }));
        }
        7 | 8 => {
            let words = "the yarn of the winter".to_owned();
            let until = day(number) + Duration::from_hours(24 * (2 + chance.below(9)));
            let indicators = vec![IndicatorId((mill.0 - 2) * u32::try_from(INDICATORS).unwrap())];
            let (to, since) = (UnitId(1), Some(Date::constant(2024, 1, 3)));
            let said = NewOpening { to, indicators, since, until, words, grants: None };
            let act = match chance.below(3) {
                0 => Act::Open(said),
                // Refused: there is no such opening.
                1 => Act::SignOpening(OpeningId(7)),
                _ => Act::CloseOpening(OpeningId(7)),
            };
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        9 => {
            let words = "why they fell".to_owned();
            let act = Act::Request(NewRequest { unit: mill, words });
            events.push(Event::Act(SignedAct { unit: UnitId(1), by, who: None, act }));
        }
        10 => {
            let act = Act::Draw(drawn(mill));
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        11..=13 => {
            let act = said(number, chance);
            events.push(Event::Act(SignedAct { unit: mill, by, who: None, act }));
        }
        _ => events.push(Event::Clock),
    }
    events
}

impl World {
    /// Opens a federation over a store, with a charter if it is new.
    pub(crate) fn over(mut store: Box<dyn Store>) -> Self {
        let (federation, plan) = store::open_federation(store.as_mut(), 2).unwrap();
        let is_new = federation.registry().units().is_empty();
        let mut world = Self { store, federation, plan, pending: None };
        if is_new {
            world.send(&[incoming(day(0), charter())]);
        }
        world
    }

    pub(crate) fn at(directory: &Path) -> Self {
        Self::over(Box::new(store::SqliteStore::open(directory).unwrap()))
    }

    /// Takes in what came, applies it, and writes what followed with the next.
    pub(crate) fn send(&mut self, came: &[Incoming]) -> Vec<Receipt> {
        let receipts = self.store.commit(came, self.pending.take().as_ref()).unwrap();
        self.apply();
        receipts
    }

    /// Applies what is in the log and was not applied.
    pub(crate) fn apply(&mut self) {
        let next = self.federation.applied().offset + 1;
        let entries = self.store.reader().unwrap().entries(next, usize::MAX).unwrap();
        let steps = store::step_all(&mut self.federation, &entries, 2);
        self.pending = Some(store::gather(&self.federation, &entries, steps, &mut self.plan));
    }

    /// Writes what followed and was not written yet.
    pub(crate) fn settle(&mut self) {
        self.store.commit(&[], self.pending.take().as_ref()).unwrap();
    }

    /// Lives through days, several entries to a commit.
    pub(crate) fn live(&mut self, days: std::ops::Range<u64>, chance: &mut Chance) {
        for number in days {
            let received = day(number) + Duration::from_hours(20);
            let events = events_of(number, chance);
            let came: Vec<_> = events.into_iter().map(|event| incoming(received, event)).collect();
            self.send(&came);
        }
    }
}
