//! World: a nation, a sector of it and two mills, whose days can be told in a line.

use std::sync::Arc;
use std::time::Duration;

use mission::cadence::Cadence;
use mission::calendar::{Calendar, Shift, Zone};
use mission::charter::{Charter, FoundingTerm, IndicatorCharter, TermSubject, UnitCharter};
use mission::effect::{Done, Refusal, Step, Thing};
use mission::event::{Act, Entry, Event, SignedAct};
use mission::federation::Federation;
use mission::id::{IncidentId, IndicatorId, UnitId};
use mission::incident::Incident;
use mission::name::{Key, Path};
use mission::registry::{Aggregate, Direction, Sphere};
use mission::report::{Reading, Report};
use mission::time::{Date, Timestamp, Weekday};

/// The sector's first mill, and the one every story is about.
pub(crate) const MILL: &str = "nation/textiles/mill";
pub(crate) const OTHER: &str = "nation/textiles/other";
pub(crate) const THIRD: &str = "nation/textiles/third";
pub(crate) const SECTOR: &str = "nation/textiles";
pub(crate) const NATION: &str = "nation";

/// A federation with a log, whose days go by one at a time.
pub(crate) struct World {
    pub(crate) federation: Federation,
    pub(crate) log: Vec<Entry>,
    pub(crate) steps: Vec<Step>,
    /// The date that comes next; readings of a day are sent at the end of its shift.
    pub(crate) date: Date,
    noise: u64,
}

pub(crate) fn path(given: &str) -> Path {
    Path::parse(given).expect("a good path")
}

pub(crate) fn indicator(key: &str, direction: Direction, sphere: Sphere) -> IndicatorCharter {
    IndicatorCharter {
        key: Key::parse(key).expect("a good key"),
        name: key.to_owned(),
        measure: "t/d".to_owned(),
        cadence: Cadence::Daily,
        direction,
        sphere,
        aggregate: Aggregate::Sum,
    }
}

pub(crate) fn unit(given: &str, indicators: Vec<IndicatorCharter>) -> UnitCharter {
    UnitCharter {
        path: path(given),
        moved_from: None,
        name: None,
        calendar: None,
        membership: None,
        alarm_levels: None,
        small_index: None,
        indicators,
        terms: Vec::new(),
    }
}

pub(crate) fn founding(subject: TermSubject, key: &str, value: f64) -> FoundingTerm {
    FoundingTerm {
        subject,
        indicator: Some(Key::parse(key).expect("a good key")),
        value,
        from: date(2026, 1, 1),
        review: None,
        reason: "founding".to_owned(),
    }
}

pub(crate) const fn date(year: i16, month: i8, day: i8) -> Date {
    jiff::civil::date(year, month, day)
}

/// A mill with four indicators, and what is agreed of three.
pub(crate) fn mill(at: &str) -> UnitCharter {
    let indicators = vec![
        indicator("output", Direction::More, Sphere::Work),
        indicator("energy", Direction::Less, Sphere::Work),
        indicator("yield", Direction::More, Sphere::Work),
        indicator("absence", Direction::Less, Sphere::AboutPeople),
    ];
    let terms = vec![
        founding(TermSubject::Capability, "output", 110.0),
        founding(TermSubject::Potentiality, "output", 150.0),
        founding(TermSubject::Capability, "energy", 90.0),
        founding(TermSubject::Capability, "yield", 105.0),
    ];
    UnitCharter { terms, ..unit(at, indicators) }
}

impl World {
    /// Three mills with output and energy, working Monday to Friday from 08:00 to 18:00 in
    /// Santiago; the first Monday is 5 January 2026.
    pub(crate) fn new() -> Self {
        let zone = Zone::parse("America/Santiago").expect("bundled");
        let shift = Shift::parse("08:00-18:00").expect("a good shift");
        let week = [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
        ];
        let calendar =
            Calendar::new(zone, week.map(|day| (day, shift)), []).expect("a good calendar");
        let nation = UnitCharter { calendar: Some(Arc::new(calendar)), ..unit(NATION, vec![]) };
        let units = vec![nation, unit(SECTOR, vec![]), mill(MILL), mill(OTHER), mill(THIRD)];
        let mut world = Self::empty();
        let start = world.at_hour(date(2026, 1, 1), 0);
        world.put(
            start,
            Event::Charter(Charter { by: "founders".to_owned(), founder: None, units }),
        );
        world
    }

    /// A node on which nothing was laid down.
    pub(crate) fn empty() -> Self {
        Self {
            federation: Federation::new(),
            log: Vec::new(),
            steps: Vec::new(),
            date: date(2026, 1, 5),
            noise: 7,
        }
    }

    /// Three mills that have reported quietly for sixty working days.
    pub(crate) fn settled() -> Self {
        let mut world = Self::new();
        for _ in 0..60 {
            world.day(|_, _| Some(0.0));
        }
        world
    }

    pub(crate) fn put(&mut self, received: Timestamp, event: Event) -> &Step {
        let offset = self.log.len() as u64 + 1;
        let entry = Entry { offset, received, event };
        let step = self.federation.step(&entry);
        self.log.push(entry);
        self.steps.push(step);
        self.steps.last().expect("pushed above")
    }

    pub(crate) fn id(&self, at: &str) -> UnitId {
        self.federation.registry().at_path(&path(at)).expect("a unit of this world")
    }

    pub(crate) fn indicator(&self, at: &str, key: &str) -> IndicatorId {
        let key = Key::parse(key).expect("a good key");
        self.federation.registry().keyed(self.id(at), &key).expect("an indicator of this world")
    }

    pub(crate) fn calendar(&self) -> Calendar {
        let root = self.federation.registry().units().first();
        root.map_or_else(|| Calendar::always(Zone::utc()), |root| (*root.calendar).clone())
    }

    /// A local hour of a date in Santiago.
    #[expect(clippy::unused_self, reason = "it reads as a question to the world")]
    pub(crate) fn at_hour(&self, day: Date, hour: u32) -> Timestamp {
        let zone = Zone::parse("America/Santiago").expect("bundled");
        let start = Calendar::always(zone).start_of(day);
        start + Duration::from_secs(u64::from(hour) * 3600)
    }

    /// A working day: each indicator's usual figure, with noise of about one, plus what `change`
    /// says; nothing where it says `None`. Sent at 17:00.
    pub(crate) fn day(&mut self, change: impl Fn(&str, &str) -> Option<f64>) {
        let day = self.date;
        let mut readings = Vec::new();
        for mill in [MILL, OTHER, THIRD] {
            for (key, usual) in
                [("output", 100.0), ("energy", 80.0), ("yield", 95.0), ("absence", 20.0)]
            {
                let noise = self.draw();
                let Some(off) = change(mill, key) else { continue };
                let at = self.at_hour(day, 0);
                let value = usual + noise + off;
                readings.push(Reading { indicator: self.indicator(mill, key), at, value });
            }
        }
        let report = Report { readings, no_data: Vec::new(), note: None, signed: None };
        self.put(self.at_hour(day, 17), Event::Report(report));
        self.date = self.calendar().next_working_day(day);
    }

    /// The mill's output is off by so much; all else is as usual.
    pub(crate) fn day_off(&mut self, off: f64) {
        self.day(move |mill, key| Some(if (mill, key) == (MILL, "output") { off } else { 0.0 }));
    }

    /// Noise of unit variance, near enough: the sum of three uniform draws, less its mean, times 2.
    pub(crate) fn draw(&mut self) -> f64 {
        let mut uniform = || {
            self.noise ^= self.noise << 13;
            self.noise ^= self.noise >> 7;
            self.noise ^= self.noise << 17;
            #[expect(clippy::cast_precision_loss, reason = "53 bits of it")]
            let unit = (self.noise >> 11) as f64 / (1_u64 << 53) as f64;
            unit
        };
        2.0 * (uniform() + uniform() + uniform() - 1.5)
    }

    /// Time passes up to a local hour of a date, and nothing else comes.
    pub(crate) fn wait_until(&mut self, day: Date, hour: u32) {
        let until = self.at_hour(day, hour);
        self.put(until, Event::Clock);
    }

    pub(crate) fn act(&mut self, at: &str, by: &str, act: Act) -> Result<Done, Refusal> {
        let now = self.federation.applied().received + Duration::from_secs(1);
        let unit = self.id(at);
        let step = self.put(now, Event::Act(SignedAct { unit, by: by.to_owned(), who: None, act }));
        step.answer.clone().expect("an act is answered")
    }

    /// The mill's output falls by ten and stays there until its incident is open.
    pub(crate) fn with_a_step_at_the_mill() -> (Self, IncidentId) {
        let mut world = Self::settled();
        for _ in 0..4 {
            world.day_off(-10.0);
            if let Some(open) = world.open_at(MILL) {
                return (world, open);
            }
        }
        panic!("a step of ten standard deviations was not told in four readings");
    }

    pub(crate) fn open_at(&self, at: &str) -> Option<IncidentId> {
        let output = self.indicator(at, "output");
        self.federation.incidents_of(output).find(|it| it.is_open()).map(|it| it.id)
    }

    pub(crate) fn incident(&self, id: IncidentId) -> &Incident {
        self.federation.incident(id).expect("an incident of this world")
    }

    pub(crate) fn holder(&self, id: IncidentId) -> &str {
        let holder = self.incident(id).holder().unit;
        self.federation.registry().unit(holder).path.as_str()
    }

    /// The thing that an act made.
    pub(crate) fn made(done: Result<Done, Refusal>) -> Thing {
        match done.expect("it is allowed") {
            Done::Made(thing) | Done::Changed(thing) => thing,
            Done::Invited(unit, _) => Thing::Roll(unit),
        }
    }
}
