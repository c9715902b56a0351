//! A small federation: a nation, a sector of four plants, and one that falls.

use std::sync::Arc;

use jiff::civil::{Date, date};
use mission::cadence::Cadence;
use mission::calendar::{Calendar, Shift, Zone};
use mission::charter::{Charter, FoundingTerm, IndicatorCharter, TermSubject, UnitCharter};
use mission::event::{Act, Entry, Event, NewDirective, NewFlow, SignedAct};
use mission::federation::Federation;
use mission::id::{IndicatorId, UnitId};
use mission::incident::Incident;
use mission::name::{Key, Path};
use mission::registry::{Aggregate, Direction, Membership, SmallIndex, Sphere};
use mission::report::{Reading, Report};
use mission::time::{Timestamp, Weekday};

/// The first day of readings; the fall comes after half a year of working days.
const BEGIN: Date = date(2026, 4, 6);
/// A Friday.
const FALL: Date = date(2026, 10, 16);

pub(super) struct World {
    pub(super) federation: Federation,
    pub(super) now: Timestamp,
    pub(super) hours: Arc<Calendar>,
    pub(super) nation: UnitId,
    pub(super) textiles: UnitId,
    pub(super) spinning: UnitId,
    pub(super) dyeing: UnitId,
    offset: u64,
}

impl World {
    /// On the evening of the first low reading.
    pub(super) fn on_the_day_of_the_fall() -> Self {
        let mut world = Self::new();
        world.report_days(BEGIN, FALL, true);
        world
    }

    /// Two working days on: the unit knows what it is, and nobody else does.
    pub(super) fn with_a_fall() -> Self {
        let mut world = Self::new();
        world.report_days(BEGIN, date(2026, 10, 20), true);
        world
    }

    /// The same days, and nothing happened.
    pub(super) fn without_a_fall() -> Self {
        let mut world = Self::new();
        world.report_days(BEGIN, date(2026, 10, 20), false);
        world
    }

    /// When the unit's time has run out.
    pub(super) fn with_a_fall_that_rose() -> Self {
        let mut world = Self::with_a_fall();
        let mut day = date(2026, 10, 20);
        while world.own_incident().is_none_or(|incident| incident.rises.is_empty()) {
            day = world.hours.next_working_day(day);
            assert!(day < date(2026, 11, 10), "it rises within three working days");
            world.report_day(day, true);
            world.clock(world.hours.end_of_shift(day));
        }
        world
    }

    pub(super) fn own_incident(&self) -> Option<&Incident> {
        self.federation.reached(self.spinning).next_back()
    }

    pub(super) fn output(&self) -> IndicatorId {
        self.federation.registry().indicators_of(self.spinning)[0]
    }

    pub(super) fn act(&mut self, unit: UnitId, act: Act) {
        let by = "shift committee".to_owned();
        let step = self.step(self.now, Event::Act(SignedAct { unit, by, who: None, act }));
        assert!(matches!(step.answer, Some(Ok(_))), "{:?}", step.answer);
    }

    /// The sector asks something of its plants.
    pub(super) fn direct(&mut self) {
        let directive = NewDirective {
            title: "Spin combed cotton.".to_owned(),
            text: "Spin combed cotton on frames 1 to 8 in November.".to_owned(),
            reason: "Weaving is short of it.".to_owned(),
            holds_from: date(2026, 11, 2),
            to: Vec::new(),
        };
        self.act(self.textiles, Act::Direct(directive));
    }

    /// The plant and the sector draw what is proposed to them.
    pub(super) fn draw(&mut self) {
        for unit in [self.spinning, self.textiles] {
            let drawing = self.federation.proposed_flow(unit).expect("there is something to show");
            self.act(unit, Act::Draw(NewFlow { follows: None, drawing }));
        }
    }

    fn clock(&mut self, at: Timestamp) {
        self.step(at, Event::Clock);
    }

    fn step(&mut self, received: Timestamp, event: Event) -> mission::effect::Step {
        self.offset += 1;
        self.now = received.max(self.now);
        self.federation.step(&Entry { offset: self.offset, received: self.now, event })
    }

    fn report_days(&mut self, from: Date, to: Date, falls: bool) {
        let mut day = from;
        while day <= to {
            if self.hours.is_working_day(day) {
                self.report_day(day, falls);
            }
            day = day.tomorrow().expect("a date of this century");
        }
    }

    /// Every plant reports at half past five, for its day.
    fn report_day(&mut self, day: Date, falls: bool) {
        let at = self.hours.start_of(day);
        let readings = self
            .federation
            .registry()
            .indicators()
            .iter()
            .map(|indicator| {
                let salt = u64::from(indicator.id.0);
                let noise = noise(salt, u64::try_from(at.as_seconds()).expect("after 1970"));
                let is_fallen = falls && indicator.id == self.output() && FALL <= day;
                let level = if is_fallen { 8.1 } else { 9.9 };
                Reading { indicator: indicator.id, at, value: level + 0.2 * noise }
            })
            .collect();
        let received = at + std::time::Duration::from_mins(17 * 60 + 30);
        self.step(received, Event::Report(Report { readings, ..Report::default() }));
    }

    fn new() -> Self {
        let zone = Zone::parse("America/Santiago").expect("a zone of the database");
        let shift = Shift::parse("08:00-18:00").expect("a shift");
        let week = [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ];
        let hours = Calendar::new(zone, week.map(|day| (day, shift)), []);
        let hours = Arc::new(hours.expect("five days of one shift"));
        let plants = [
            ("chile/textiles/spinning-2", "Spinning 2"),
            ("chile/textiles/dyeing", "Dyeing"),
            ("chile/textiles/weaving", "Weaving"),
            ("chile/textiles/cotton", "Cotton"),
        ];
        let mut units = vec![
            unit("chile", "Nation", &hours, false),
            unit("chile/textiles", "Textiles", &hours, false),
        ];
        units.extend(plants.map(|(path, name)| unit(path, name, &hours, true)));
        let mut world = Self {
            federation: Federation::new(),
            now: hours.start_of(BEGIN),
            hours: Arc::clone(&hours),
            nation: UnitId(0),
            textiles: UnitId(1),
            spinning: UnitId(2),
            dyeing: UnitId(3),
            offset: 0,
        };
        let charter = Charter { by: "founders".to_owned(), founder: None, units };
        let step = world.step(world.now, Event::Charter(charter));
        assert!(matches!(step.answer, Some(Ok(_))), "{:?}", step.answer);
        world
    }
}

fn unit(path: &str, name: &str, hours: &Arc<Calendar>, reports: bool) -> UnitCharter {
    let indicator = |key: &str, name: &str, measure: &str| IndicatorCharter {
        key: Key::parse(key).expect("a key"),
        name: name.to_owned(),
        measure: measure.to_owned(),
        cadence: Cadence::Daily,
        direction: Direction::More,
        sphere: Sphere::Work,
        aggregate: Aggregate::Sum,
    };
    let term = |subject, key: &str, value| FoundingTerm {
        subject,
        indicator: Some(Key::parse(key).expect("a key")),
        value,
        from: BEGIN,
        review: Some(date(2026, 12, 31)),
        reason: "founding".to_owned(),
    };
    let reported = [("yarn-output", "Yarn output", "t/d"), ("thread", "Thread", "km/d")];
    let mut indicators: Vec<_> =
        reported.map(|(key, name, measure)| indicator(key, name, measure)).into();
    indicators.push(indicator("deliveries", "Deliveries", "t/d"));
    let keys = ["yarn-output", "thread", "deliveries"];
    let terms = keys.into_iter().flat_map(|key| {
        [term(TermSubject::Capability, key, 10.4), term(TermSubject::Potentiality, key, 12.8)]
    });
    UnitCharter {
        path: Path::parse(path).expect("a path"),
        moved_from: None,
        name: Some(name.to_owned()),
        calendar: Some(Arc::clone(hours)),
        membership: Some(Membership::Peopled),
        alarm_levels: None,
        small_index: Some(SmallIndex::Kept),
        indicators: if reports { indicators.clone() } else { Vec::new() },
        terms: if reports { terms.collect() } else { Vec::new() },
    }
}

/// About normal, between -2 and 2, and always the same.
fn noise(salt: u64, at: u64) -> f64 {
    let mut seed = salt.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ at;
    let mut sum = 0.0;
    for _ in 0..4 {
        seed = (seed ^ (seed >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9).wrapping_add(0x94d0_49bb);
        sum += f64::from(u32::try_from(seed >> 32).expect("32 bits")) / f64::from(u32::MAX) - 0.5;
    }
    sum
}
