//! Script: what are the units and series of a scenario like, and what happens to them?

use std::sync::Arc;

use jiff::civil::Date;
use mission::cadence::Cadence;
use mission::calendar::{Calendar, Shift, Zone, parse_weekday};
use mission::charter::IndicatorCharter;
use mission::event::Act;
use mission::federation::Federation;
use mission::name::Key;
use mission::registry::{Aggregate, Direction, Membership, Sphere};

use super::Day;
use crate::draw::Draw;

/// A unit of a scenario.
#[derive(Clone, Debug)]
pub struct UnitScript {
    pub(super) name: String,
    pub(super) path: String,
    pub(super) membership: Membership,
    pub(super) recovery_days: Option<f64>,
    zone: Zone,
    shifts: Vec<String>,
    holidays: Vec<Date>,
}

/// A series of a scenario.
#[derive(Clone, Debug)]
pub struct SeriesScript {
    pub(super) unit: usize,
    /// `mill-4/output`.
    pub(super) name: String,
    pub(super) level: f64,
    pub(super) sd: f64,
    pub(super) noise: Noise,
    pub(super) cadence: Cadence,
    key: String,
    measure: String,
    direction: Direction,
    sphere: Sphere,
}

/// How the figures of a scenario stray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noise {
    /// Evenly, and never out of a band of 95%: what the filter says then follows from what the
    /// scenario does, and not from chance.
    Bounded,
    /// As nature does.
    Gaussian,
}

/// Something that happens on a day.
pub(super) struct Happening {
    pub(super) day: Day,
    pub(super) what: What,
}

/// What can happen.
pub(super) enum What {
    /// The level of a series moves by this much, from this day on.
    Step(String, f64),
    /// It moves by this much more each day.
    Drift(String, f64),
    /// It is where it was at first, and stays.
    Back(String),
    /// The figure of this day is off by this much.
    OneOff(String, f64),
    /// No figures come for so many days.
    Missing(String, i32),
    /// There is no figure, and the unit says why.
    NoData(String, String),
    /// The figure comes so many days later.
    Late(String, i32),
    /// The figure is written down wrong by so much, and corrected so many days later.
    Slip(String, f64, i32),
    /// Somebody of a unit does something, so many minutes after midnight.
    Act(Line),
}

/// An act in a scenario.
pub(super) struct Line {
    pub(super) minute: u32,
    pub(super) unit: String,
    pub(super) by: String,
    pub(super) act: Deed,
}

/// What somebody does, as things stand; nothing where there is nothing to do.
pub(super) type Deed = Box<dyn Fn(&Federation) -> Option<Act>>;

impl UnitScript {
    pub(super) fn new(name: &str, path: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            membership: Membership::Peopled,
            recovery_days: None,
            zone: Zone::utc(),
            shifts: Vec::new(),
            holidays: Vec::new(),
        }
    }

    /// It works then, `mon-fri 08:00-16:00`; may be said again for further shifts.
    pub fn works(&mut self, shift: &str) -> &mut Self {
        self.shifts.push(shift.to_owned());
        self
    }

    /// Its clocks show the time of that zone.
    pub fn zone(&mut self, name: &str) -> &mut Self {
        self.zone = Zone::parse(name).expect("a scenario names zones that exist");
        self
    }

    /// Nobody works on that date.
    pub fn holiday(&mut self, date: Date) -> &mut Self {
        self.holidays.push(date);
        self
    }

    /// Working days that it has agreed to have for recovery.
    pub fn recovery_days(&mut self, days: f64) -> &mut Self {
        self.recovery_days = Some(days);
        self
    }

    /// A level on paper only.
    pub fn unpeopled(&mut self) -> &mut Self {
        self.membership = Membership::Unpeopled;
        self
    }

    pub(super) fn calendar(&self) -> Arc<Calendar> {
        if self.shifts.is_empty() {
            return Arc::new(Calendar::always(self.zone.clone()));
        }
        let shifts = self.shifts.iter().flat_map(|words| {
            let (days, hours) = words.split_once(' ').expect("a shift reads `mon-fri 08:00-16:00`");
            let (first, last) = days.split_once('-').unwrap_or((days, days));
            let weekday = |word| parse_weekday(word).expect("a scenario names weekdays");
            let (first, last) = (weekday(first), weekday(last));
            let shift = Shift::parse(hours).expect("a scenario's shifts have times");
            let many = first.until(last).unsigned_abs() as usize + 1;
            first.cycle_forward().take(many).map(move |day| (day, shift))
        });
        let calendar = Calendar::new(self.zone.clone(), shifts, self.holidays.iter().copied());
        Arc::new(calendar.expect("a scenario's calendar is one"))
    }
}

impl SeriesScript {
    pub(super) fn new(unit: usize, unit_name: &str, key: &str, measure: &str) -> Self {
        Self {
            unit,
            name: format!("{unit_name}/{key}"),
            level: 100.0,
            sd: 1.0,
            noise: Noise::Bounded,
            cadence: Cadence::Daily,
            key: key.to_owned(),
            measure: measure.to_owned(),
            direction: Direction::More,
            sphere: Sphere::Work,
        }
    }

    /// Its level.
    pub fn steady_at(&mut self, level: f64) -> &mut Self {
        self.level = level;
        self
    }

    /// Standard deviation of its noise, which is even and bounded where nothing else is said.
    pub fn noise_sd(&mut self, sd: f64) -> &mut Self {
        self.sd = sd;
        self
    }

    /// Its noise is Gaussian: now and then a reading lies outside its band by chance.
    pub fn gaussian(&mut self) -> &mut Self {
        self.noise = Noise::Gaussian;
        self
    }

    /// Less of it is better.
    pub fn less_is_better(&mut self) -> &mut Self {
        self.direction = Direction::Less;
        self
    }

    /// Near its target is better.
    pub fn on_target(&mut self) -> &mut Self {
        self.direction = Direction::OnTarget;
        self
    }

    /// It is about people.
    pub fn about_people(&mut self) -> &mut Self {
        self.sphere = Sphere::AboutPeople;
        self
    }

    /// It is due every hour.
    pub fn hourly(&mut self) -> &mut Self {
        self.cadence = Cadence::HOURLY;
        self
    }

    /// What chance adds to a figure.
    pub(super) fn stray(&self, draw: &mut Draw) -> f64 {
        let standard = match self.noise {
            Noise::Bounded => 3.0_f64.sqrt() * draw.between(-1.0, 1.0),
            Noise::Gaussian => draw.normal(),
        };
        self.sd * standard
    }

    pub(super) fn indicator(&self) -> IndicatorCharter {
        IndicatorCharter {
            key: Key::parse(&self.key).expect("a scenario's series have good names"),
            name: self.key.clone(),
            measure: self.measure.clone(),
            cadence: self.cadence,
            direction: self.direction,
            sphere: self.sphere,
            aggregate: Aggregate::Mean,
        }
    }
}
