//! Scenario: what does a small federation do when exactly this happens?
//!
//! The kit for tests of the whole. A world of a few units is set up in words, things are made to
//! happen on days, and claims are made of what must, and must never, be so. Running it holds every
//! step to the claims and to what must hold in any world ([`oracle`]); where one fails it says the
//! seed, what happened when, and what each incident went through.
//!
//! ```
//! use mission::signal::Kind::Step;
//! use rehearsal::scenario::{World, day, incident, signal};
//!
//! let mut world = World::seeded(7).with("root > textiles > mill-4");
//! world.series("mill-4", "output", "t/d").steady_at(120.0).noise_sd(2.0);
//! world.on(day(60)).step("mill-4/output", -25.0);
//! world.expect(day(60)..day(64), signal("mill-4/output").kind(Step));
//! world.expect(day(64)..day(67), incident("mill-4/output").held_by("textiles"));
//! world.run_until(day(68));
//! ```
//!
//! Days are counted from the world's first, at the root's midnight. Without a calendar all hours
//! are working time; reports come ten minutes after they are due.

mod claim;
mod happen;
pub mod oracle;
mod running;
mod script;
pub mod small;

use std::ops::Range;
use std::sync::Arc;

use jiff::Span;
use jiff::civil::date;
use mission::calendar::Calendar;
use mission::charter::{Charter, FoundingTerm, TermSubject, UnitCharter};
use mission::effect::Step;
use mission::event::Entry;
use mission::federation::Federation;
use mission::id::{IndicatorId, UnitId};
use mission::incident::Incident;
use mission::name::Path;
use mission::time::{Date, Timestamp};

pub use self::claim::{Claim, incident, obligation, signal};
pub use self::happen::OnDay;
use self::running::Running;
use self::script::Happening;
pub use self::script::{SeriesScript, UnitScript};

/// A day of the world, counted from its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

/// The day with that number.
pub const fn day(number: i32) -> Day {
    Day(number)
}

/// A small world, what is to happen in it, and what is claimed of it.
pub struct World {
    seed: u64,
    first: Date,
    units: Vec<UnitScript>,
    series: Vec<SeriesScript>,
    happenings: Vec<Happening>,
    claims: Vec<(Range<Day>, Claim)>,
    never: Vec<Claim>,
    ran: Option<Running>,
}

impl World {
    /// A world whose noise follows from that seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self {
            seed,
            first: date(2026, 1, 5),
            units: Vec::new(),
            series: Vec::new(),
            happenings: Vec::new(),
            claims: Vec::new(),
            never: Vec::new(),
            ran: None,
        }
    }

    /// Its day 0, a Monday in January where nothing else is said.
    #[must_use]
    pub fn starting(mut self, first: Date) -> Self {
        self.first = first;
        self
    }

    /// Units from the root down, `root > textiles > mill-4`. Chains that begin alike share units.
    #[must_use]
    pub fn with(mut self, chain: &str) -> Self {
        let mut path = String::new();
        for name in chain.split('>').map(str::trim) {
            path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if !self.units.iter().any(|unit| unit.path == path) {
                self.units.push(UnitScript::new(name, &path));
            }
        }
        self
    }

    /// A unit, to say more of it.
    pub fn unit(&mut self, name: &str) -> &mut UnitScript {
        let place = self.place(name);
        &mut self.units[place]
    }

    /// A new series of a unit, to say more of it.
    pub fn series(&mut self, unit: &str, key: &str, measure: &str) -> &mut SeriesScript {
        let place = self.place(unit);
        self.series.push(SeriesScript::new(place, unit, key, measure));
        self.series.last_mut().expect("it was pushed just now")
    }

    /// Something happens on a day.
    pub fn on(&mut self, day: Day) -> OnDay<'_> {
        OnDay::new(self, day)
    }

    /// At some moment of these days this must be so.
    pub fn expect(&mut self, days: Range<Day>, claim: impl Into<Claim>) {
        self.claims.push((days, claim.into()));
    }

    /// At no moment may this be so.
    pub fn expect_never(&mut self, claim: impl Into<Claim>) {
        self.never.push(claim.into());
    }

    /// Lets everything happen until the beginning of that day, and holds it to what was claimed.
    ///
    /// # Panics
    ///
    /// Where a claim or an oracle fails, with the seed, the timeline and the incidents' logs.
    pub fn run_until(&mut self, end: Day) {
        let mut running = Running::begin(self);
        running.run(self, end);
        self.ran = Some(running);
    }

    /// The federation as it stands at the end of the run.
    pub fn federation(&self) -> &Federation {
        &self.ran().federation
    }

    /// Every entry of the log, and what it did.
    pub fn log(&self) -> (&[Entry], &[Step]) {
        (&self.ran().entries, &self.ran().steps)
    }

    /// The incidents of a series, `mill-4/output`, the first first.
    pub fn incidents(&self, series: &str) -> Vec<&Incident> {
        let indicator = self.indicator(series);
        self.federation().incidents_of(indicator).collect()
    }

    /// The only incident of a series.
    pub fn incident(&self, series: &str) -> &Incident {
        match &self.incidents(series)[..] {
            [only] => only,
            several => panic!("{} incidents of {series}\n{}", several.len(), self.story()),
        }
    }

    /// What happened, for a failing test to say.
    pub fn story(&self) -> String {
        self.ran().story(self)
    }

    /// When a day begins, by the root's clocks.
    pub fn start_of(&self, day: Day) -> Timestamp {
        self.units[0].calendar().start_of(self.date(day))
    }

    /// The date of a day.
    pub fn date(&self, day: Day) -> Date {
        self.first.saturating_add(Span::new().days(day.0))
    }

    /// The working hours of a unit.
    pub fn calendar(&self, unit: &str) -> Arc<Calendar> {
        self.units[self.place(unit)].calendar()
    }

    /// The id of a unit.
    pub fn id(&self, unit: &str) -> UnitId {
        UnitId(u32::try_from(self.place(unit)).expect("a scenario has few units"))
    }

    /// The id of a series, `mill-4/output`.
    pub fn indicator(&self, series: &str) -> IndicatorId {
        let place = self.series_place(series);
        // Indicators are numbered unit by unit, in the order in which a unit's were named.
        let earlier = |other: usize| {
            let (its, own) = (self.series[other].unit, self.series[place].unit);
            its < own || (its == own && other < place)
        };
        let before = (0..self.series.len()).filter(|other| earlier(*other)).count();
        IndicatorId(u32::try_from(before).expect("a scenario has few series"))
    }

    fn place(&self, unit: &str) -> usize {
        let found = self.units.iter().position(|known| known.name == unit);
        found.unwrap_or_else(|| panic!("no unit {unit} in this world"))
    }

    fn series_place(&self, series: &str) -> usize {
        let found = self.series.iter().position(|known| known.name == series);
        found.unwrap_or_else(|| panic!("no series {series} in this world"))
    }

    fn ran(&self) -> &Running {
        self.ran.as_ref().expect("run_until comes first")
    }

    fn charter(&self) -> Charter {
        let unit = |place: usize, unit: &UnitScript| UnitCharter {
            path: Path::parse(&unit.path).expect("a scenario's units have good names"),
            moved_from: None,
            name: Some(unit.name.clone()),
            calendar: Some(unit.calendar()),
            membership: Some(unit.membership),
            alarm_levels: None,
            small_index: None,
            indicators: self
                .series
                .iter()
                .filter(|series| series.unit == place)
                .map(SeriesScript::indicator)
                .collect(),
            terms: unit.recovery_days.map(|days| self.recovery(days)).into_iter().collect(),
        };
        let units = self.units.iter().enumerate().map(|(place, it)| unit(place, it)).collect();
        Charter { by: "founders".to_owned(), founder: None, units }
    }

    fn recovery(&self, value: f64) -> FoundingTerm {
        FoundingTerm {
            subject: TermSubject::Recovery,
            indicator: None,
            value,
            from: self.first,
            review: None,
            reason: "as the scenario says".to_owned(),
        }
    }
}
