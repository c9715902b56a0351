//! Happenings: how does a scenario say what happens on a day?

use mission::event::Act;
use mission::federation::Federation;

use super::script::{Happening, Line, What};
use super::{Day, World};

/// A day of a scenario, on which things happen.
pub struct OnDay<'w> {
    world: &'w mut World,
    day: Day,
    minute: u32,
}

impl<'w> OnDay<'w> {
    pub(super) fn new(world: &'w mut World, day: Day) -> Self {
        Self { world, day, minute: 12 * 60 }
    }

    /// The level of a series moves by so much, and stays there.
    pub fn step(&mut self, series: &str, by: f64) -> &mut Self {
        self.put(What::Step(series.to_owned(), by), series)
    }

    /// It moves by so much more each day.
    pub fn drift(&mut self, series: &str, by_day: f64) -> &mut Self {
        self.put(What::Drift(series.to_owned(), by_day), series)
    }

    /// It is back where it was at first.
    pub fn back(&mut self, series: &str) -> &mut Self {
        self.put(What::Back(series.to_owned()), series)
    }

    /// The figure of this day alone is off by so much.
    pub fn one_off(&mut self, series: &str, by: f64) -> &mut Self {
        self.put(What::OneOff(series.to_owned(), by), series)
    }

    /// No figures come for so many days, this one included.
    pub fn missing(&mut self, series: &str, days: i32) -> &mut Self {
        self.put(What::Missing(series.to_owned(), days), series)
    }

    /// There is no figure for this day, and the unit says why.
    pub fn no_data(&mut self, series: &str, because: &str) -> &mut Self {
        self.put(What::NoData(series.to_owned(), because.to_owned()), series)
    }

    /// The figure of this day comes so many days later.
    pub fn late(&mut self, series: &str, days: i32) -> &mut Self {
        self.put(What::Late(series.to_owned(), days), series)
    }

    /// The figure of this day is written down wrong by so much, and corrected days later.
    pub fn slip(&mut self, series: &str, by: f64, corrected_after_days: i32) -> &mut Self {
        self.put(What::Slip(series.to_owned(), by, corrected_after_days), series)
    }

    /// What follows happens at that time by the root's clocks, `10:30`; noon where nothing is said.
    pub fn at(&mut self, time: &str) -> &mut Self {
        let (hours, minutes) = time.split_once(':').expect("a time reads 10:30");
        let number = |digits: &str| digits.parse::<u32>().expect("a time is made of digits");
        self.minute = number(hours) * 60 + number(minutes);
        self
    }

    /// Somebody of a unit does something, or does not, as things stand.
    pub fn act<A: Into<Option<Act>>>(
        &mut self,
        unit: &str,
        by: &str,
        act: impl Fn(&Federation) -> A + 'static,
    ) -> &mut Self {
        self.world.place(unit);
        let (unit, by) = (unit.to_owned(), by.to_owned());
        let act = Box::new(move |federation: &Federation| act(federation).into());
        let line = Line { minute: self.minute, unit, by, act };
        self.world.happenings.push(Happening { day: self.day, what: What::Act(line) });
        self
    }

    fn put(&mut self, what: What, series: &str) -> &mut Self {
        self.world.series_place(series);
        self.world.happenings.push(Happening { day: self.day, what });
        self
    }
}
