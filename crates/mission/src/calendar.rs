//! Calendar: when do people work, and which day is it where they are?
//!
//! A unit has a zone, a week of shifts and its holidays. Recovery time counts *working* time:
//! seconds that pass inside its shifts. They are real seconds: when clocks go back, a night shift
//! from 22:00 to 06:00 has nine hours, and people work all nine.
//!
//! A shift belongs to the day on which it begins, so a night shift counts whole for that day, and a
//! holiday takes away the shifts that begin on it. A shift begins and ends at the first instant at
//! which clocks show its time or a later one, see [`Zone`]. Every answer lies between 1900 and 2200,
//! as timestamps do; what would lie beyond is held at that edge.

mod day;
mod problem;
mod rota;
mod shift;
mod zone;

use std::sync::Arc;
use std::time::Duration;

use filter::Slot;
use jiff::civil::{Date, Weekday};

use crate::time::Timestamp;

use self::day::{DAY_MS, Day, MINUTE_MS};
use self::rota::Rota;

pub use self::problem::{CalendarError, LocalTimeProblem};
pub use self::shift::{Shift, parse_weekday, weekday_word};
pub use self::zone::Zone;

/// The hour of its next working day at which a day closes.
const CLOSING_MS: i64 = 6 * 60 * MINUTE_MS;

/// A zone and its working hours. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    zone: Zone,
    hours: Hours,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Hours {
    Always,
    Shifts(Arc<Rota>),
}

/// A time in which people work, from `start` up to and without `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    start: Timestamp,
    end: Timestamp,
}

impl Calendar {
    /// From the shifts of a week and the dates on which they do not hold.
    pub fn new(
        zone: Zone,
        shifts: impl IntoIterator<Item = (Weekday, Shift)>,
        holidays: impl IntoIterator<Item = Date>,
    ) -> Result<Self, CalendarError> {
        let rota = Rota::new(shifts, holidays, zone.vanished())?;
        Ok(Self { zone, hours: Hours::Shifts(Arc::new(rota)) })
    }

    /// No calendar: all hours are working time and every day is a working day.
    pub const fn always(zone: Zone) -> Self {
        Self { zone, hours: Hours::Always }
    }

    /// Its zone.
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Whether all hours are working time.
    pub const fn is_always(&self) -> bool {
        matches!(self.hours, Hours::Always)
    }

    /// The shifts of its week from Monday, in order of time; none where work never stops.
    pub fn shifts(&self) -> impl Iterator<Item = (Weekday, Shift)> + '_ {
        let week = self.rota().map(Rota::week).into_iter();
        week.flat_map(|week| Weekday::Monday.cycle_forward().zip(week))
            .flat_map(|(weekday, day)| day.iter().map(move |shift| (weekday, *shift)))
    }

    /// Its holidays, in order.
    pub fn holidays(&self) -> &[Date] {
        self.rota().map_or(&[], Rota::holidays)
    }

    /// Whether all its working days are equally long.
    pub fn has_equal_days(&self) -> bool {
        self.rota().is_none_or(Rota::has_equal_days)
    }

    /// The same weeks, with no holidays in them.
    #[must_use]
    pub fn without_holidays(&self) -> Self {
        let hours = match &self.hours {
            Hours::Always => Hours::Always,
            Hours::Shifts(rota) => Hours::Shifts(Arc::new(rota.without_holidays())),
        };
        Self { zone: self.zone.clone(), hours }
    }

    /// Whether that instant lies in a shift.
    pub fn is_working(&self, at: Timestamp) -> bool {
        self.works_at(self.zone.wall(at))
    }

    /// The first working instant from `at` on: `at` itself if it lies in a shift.
    pub fn next_working(&self, at: Timestamp) -> Timestamp {
        let Some(rota) = self.rota() else { return at };
        let mut ahead = self.stretches(rota, at);
        ahead.find(|stretch| at < stretch.end).map_or(Timestamp::MAX, |next| next.start.max(at))
    }

    /// Working time from `from` to `to`, in real milliseconds; zero if `to` is not later.
    pub fn working_between(&self, from: Timestamp, to: Timestamp) -> Duration {
        let Some(rota) = self.rota() else { return to.since(from) };
        let ahead = self.stretches(rota, from).take_while(|stretch| stretch.start < to);
        ahead.map(|stretch| stretch.end.min(to).since(stretch.start.max(from))).sum()
    }

    /// The first instant by which `length` of working time has passed since `from`; never early:
    /// `length` is rounded up to milliseconds. [`Timestamp::MAX`] if time ends before.
    pub fn add_working(&self, from: Timestamp, length: Duration) -> Timestamp {
        let mut left = up_to_millis(length);
        let Some(rota) = self.rota() else { return from + left };
        if left.is_zero() {
            return from;
        }
        for stretch in self.stretches(rota, from) {
            let start = stretch.start.max(from);
            let worked = stretch.end.since(start);
            if left <= worked {
                return start + left;
            }
            left -= worked;
        }
        Timestamp::MAX
    }

    /// A typical working day: the mean of the shift time of those days of the week that have any.
    pub fn working_day(&self) -> Duration {
        self.rota().map_or(Duration::from_hours(24), Rota::working_day)
    }

    /// Whether a shift begins on that date. A date that clocks jumped over is no day at all.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.works_on(Day::of(date))
    }

    /// The first working day after that date.
    pub fn next_working_day(&self, date: Date) -> Date {
        self.working_day_after(Day::of(date)).date()
    }

    /// The local date. A date that has begun has begun: it stays the date when clocks are set back
    /// over midnight.
    pub fn date_of(&self, at: Timestamp) -> Date {
        Day::of_wall(self.zone.wall(at)).date()
    }

    /// The first instant of that date: local midnight, or the first instant after it where clocks
    /// jump over midnight.
    pub fn start_of(&self, date: Date) -> Timestamp {
        self.zone.first_showing(Day::of(date).wall())
    }

    /// When the last shift that begins on that date ends; on a day off, or where work never stops,
    /// the end of the day.
    pub fn end_of_shift(&self, date: Date) -> Timestamp {
        let day = Day::of(date);
        let last = self.rota().and_then(|rota| rota.shifts_on(day).last());
        self.zone.first_showing(last.map_or(day.next().wall(), |shift| end_wall(day, *shift)))
    }

    /// When a day closes, so that its index is no longer provisional: 06:00 of its next working day.
    pub fn closes(&self, date: Date) -> Timestamp {
        self.closing_on(self.working_day_after(Day::of(date)))
    }

    /// When the day closes that lies `working_days` working days after the close of `date`: the 06:00 of
    /// that day.
    pub fn closes_after(&self, date: Date, working_days: u32) -> Timestamp {
        let close = self.working_day_after(Day::of(date));
        self.closing_on((0..working_days).fold(close, |day, _| self.working_day_after(day)))
    }

    /// The place in the local week that the filter learns a profile for.
    pub fn slot(&self, at: Timestamp) -> Slot {
        let walls = self.zone.walls(at);
        let (day, minute) = split(walls.shown_ms);
        let weekday = u8::try_from(day.weekday_index()).expect("a week has seven days");
        Slot { weekday, minute, working: self.works_at(walls.reached_ms) }
    }

    fn rota(&self) -> Option<&Rota> {
        match &self.hours {
            Hours::Always => None,
            Hours::Shifts(rota) => Some(rota),
        }
    }

    fn works_at(&self, wall_ms: i64) -> bool {
        self.rota().is_none_or(|rota| {
            let (day, minute) = split(wall_ms);
            rota.covers(day, minute)
        })
    }

    fn works_on(&self, day: Day) -> bool {
        match &self.hours {
            Hours::Always => self.zone.vanished().binary_search(&day).is_err(),
            Hours::Shifts(rota) => !rota.shifts_on(day).is_empty(),
        }
    }

    fn working_day_after(&self, day: Day) -> Day {
        let found = match &self.hours {
            Hours::Always => day.to(Day::LAST).skip(1).find(|day| self.works_on(*day)),
            Hours::Shifts(rota) => rota.next_working_day(day),
        };
        found.unwrap_or(Day::LAST).min(Day::LAST)
    }

    fn closing_on(&self, day: Day) -> Timestamp {
        self.zone.first_showing(day.wall() + CLOSING_MS)
    }

    /// The stretches of work around and after `at`, in order. They begin a day early, for the night
    /// shift of the day before.
    fn stretches<'a>(
        &'a self,
        rota: &'a Rota,
        at: Timestamp,
    ) -> impl Iterator<Item = Stretch> + use<'a> {
        let first = Day::of_wall(self.zone.wall(at)).previous();
        let shifts = first.to(Day::LAST).flat_map(move |day| {
            rota.shifts_on(day).iter().map(move |shift| self.stretch(day, *shift))
        });
        // Clocks that are put forward can jump over a whole shift.
        shifts.filter(|stretch| stretch.start < stretch.end)
    }

    fn stretch(&self, day: Day, shift: Shift) -> Stretch {
        let start = day.wall() + i64::from(shift.start_minute()) * MINUTE_MS;
        let end = self.zone.first_showing(end_wall(day, shift));
        Stretch { start: self.zone.first_showing(start), end }
    }
}

fn end_wall(day: Day, shift: Shift) -> i64 {
    day.wall() + i64::from(shift.end_minute()) * MINUTE_MS
}

fn split(wall_ms: i64) -> (Day, u16) {
    let minute = wall_ms.rem_euclid(DAY_MS) / MINUTE_MS;
    (Day::of_wall(wall_ms), u16::try_from(minute).unwrap_or(0))
}

fn up_to_millis(length: Duration) -> Duration {
    let whole = u64::try_from(length.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX);
    Duration::from_millis(whole)
}

#[cfg(test)]
mod tests;
