//! Rota: which shifts has a day?
//!
//! A week of shifts that repeats, and the dates on which it does not hold. What a rota lets through
//! it can answer: within [`limits::DAYS_WITHOUT_WORK`] of any day there is a working one.

use std::time::Duration;

use jiff::civil::{Date, Weekday};

use super::day::Day;
use super::problem::CalendarError;
use super::shift::Shift;
use crate::limits;

const DAY_MINUTES: u32 = 1440;
const WEEK_MINUTES: u32 = 7 * DAY_MINUTES;

/// A week of shifts, and the days off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rota {
    /// By weekday from Monday, in order of time.
    week: [Vec<Shift>; 7],
    /// As given, in order.
    holidays: Vec<Date>,
    /// The holidays, and the dates that clocks jumped over.
    off: Vec<Day>,
    working_day: Duration,
}

impl Rota {
    /// Checks shifts and holidays. `vanished` are the dates that the zone's clocks jumped over.
    pub(super) fn new(
        shifts: impl IntoIterator<Item = (Weekday, Shift)>,
        holidays: impl IntoIterator<Item = Date>,
        vanished: &[Day],
    ) -> Result<Self, CalendarError> {
        let week = checked_week(shifts)?;
        let holidays = checked_holidays(holidays)?;
        let mut off: Vec<Day> = holidays.iter().map(|date| Day::of(*date)).collect();
        off.extend_from_slice(vanished);
        off.sort_unstable();
        off.dedup();

        let rota = Self { working_day: typical_day(&week), week, holidays, off };
        let first_of_a_run = |day: &&Day| !rota.is_off(day.previous());
        for day in rota.off.iter().filter(first_of_a_run) {
            if rota.next_working_day(day.previous()).is_none() {
                return Err(CalendarError::NoWork { from: day.date() });
            }
        }
        Ok(rota)
    }

    /// The same week, off only on the dates that clocks jumped over.
    pub(super) fn without_holidays(&self) -> Self {
        let is_holiday = |day: &Day| self.holidays.binary_search(&day.date()).is_ok();
        let off = self.off.iter().copied().filter(|day| !is_holiday(day)).collect();
        Self { week: self.week.clone(), holidays: Vec::new(), off, working_day: self.working_day }
    }

    /// The shifts that begin on that day, none on a day off.
    pub(super) fn shifts_on(&self, day: Day) -> &[Shift] {
        if self.is_off(day) { &[] } else { &self.week[day.weekday_index()] }
    }

    /// Whether a shift covers that minute of the day.
    pub(super) fn covers(&self, day: Day, minute: u16) -> bool {
        // Shifts first: there are few, and most answers need no look at the days off.
        let covered = |day: Day, minute| {
            self.week[day.weekday_index()].iter().any(|shift| shift.covers(minute))
                && !self.is_off(day)
        };
        covered(day, minute) || covered(day.previous(), minute + 1440)
    }

    /// The first day after this one that has a shift. [`Self::new`] lets no rota through for which
    /// the search runs into its limit.
    pub(super) fn next_working_day(&self, day: Day) -> Option<Day> {
        let mut ahead = day.following(limits::DAYS_WITHOUT_WORK);
        ahead.find(|day| !self.shifts_on(*day).is_empty())
    }

    /// Mean length of the working days of a week.
    pub(super) fn working_day(&self) -> Duration {
        self.working_day
    }

    /// Whether all working days of a week are of that length.
    pub(super) fn has_equal_days(&self) -> bool {
        let minutes =
            |day: &Vec<Shift>| -> u64 { day.iter().map(|shift| u64::from(shift.minutes())).sum() };
        let lengths = self.week.iter().map(|day| Duration::from_secs(60 * minutes(day)));
        lengths.filter(|day| !day.is_zero()).all(|day| day == self.working_day)
    }

    pub(super) fn holidays(&self) -> &[Date] {
        &self.holidays
    }

    pub(super) fn week(&self) -> &[Vec<Shift>; 7] {
        &self.week
    }

    fn is_off(&self, day: Day) -> bool {
        self.off.binary_search(&day).is_ok()
    }
}

fn checked_week(
    shifts: impl IntoIterator<Item = (Weekday, Shift)>,
) -> Result<[Vec<Shift>; 7], CalendarError> {
    let mut week: [Vec<Shift>; 7] = Default::default();
    for (weekday, shift) in shifts {
        let day = &mut week[usize::from(weekday.to_monday_zero_offset().unsigned_abs())];
        if day.len() == limits::SHIFTS_A_DAY {
            return Err(CalendarError::TooManyShifts { weekday });
        }
        day.push(shift);
    }
    for day in &mut week {
        day.sort_unstable();
    }

    let mut in_order = Vec::new();
    for (weekday, day) in Weekday::Monday.cycle_forward().zip(&week) {
        in_order.extend(day.iter().map(|shift| (weekday, *shift)));
    }
    let Some(first) = in_order.first().copied() else {
        return Err(CalendarError::EmptyWeek);
    };
    // The week is a ring: Sunday's night shift may run into Monday's first.
    let followers = in_order.iter().copied().skip(1).chain([first]);
    for (position, (earlier, later)) in in_order.iter().copied().zip(followers).enumerate() {
        let round = if position + 1 == in_order.len() { WEEK_MINUTES } else { 0 };
        if week_minute(later, later.1.start_minute()) + round
            < week_minute(earlier, earlier.1.end_minute())
        {
            return Err(CalendarError::Overlap { earlier, later });
        }
    }
    Ok(week)
}

fn week_minute((weekday, _): (Weekday, Shift), minute: u16) -> u32 {
    u32::from(weekday.to_monday_zero_offset().unsigned_abs()) * DAY_MINUTES + u32::from(minute)
}

fn checked_holidays(given: impl IntoIterator<Item = Date>) -> Result<Vec<Date>, CalendarError> {
    let mut holidays: Vec<Date> = given.into_iter().take(limits::HOLIDAYS + 1).collect();
    if holidays.len() > limits::HOLIDAYS {
        return Err(CalendarError::TooManyHolidays);
    }
    if let Some(date) = holidays.iter().copied().find(|date| !(1900..2200).contains(&date.year())) {
        return Err(CalendarError::FarHoliday { date });
    }
    holidays.sort_unstable();
    holidays.dedup();
    Ok(holidays)
}

fn typical_day(week: &[Vec<Shift>; 7]) -> Duration {
    let days = week.iter().filter(|day| !day.is_empty()).count() as u64;
    let minutes: u64 = week.iter().flatten().map(|shift| u64::from(shift.minutes())).sum();
    // Rounded to the second. The week has a shift, so there is a day to divide by.
    Duration::from_secs((minutes * 60 + days / 2) / days.max(1))
}
