//! Roster: which days of the world are worked under a calendar?
//!
//! Counted once, so that "the fourth working day after" is a look-up.

use mission::calendar::Calendar;
use mission::time::Date;

use crate::limits;

/// The working days of a calendar, from day 0 of the world to its horizon.
#[derive(Clone, Debug)]
pub struct Roster {
    /// For each day, how many working days came before it.
    before: Vec<u32>,
}

impl Roster {
    pub(super) fn new(calendar: &Calendar, date: impl Fn(i32) -> Date) -> Self {
        let mut count = 0;
        let mut before = vec![0];
        for day in 0..limits::HORIZON_DAYS {
            count += u32::from(calendar.is_working_day(date(day)));
            before.push(count);
        }
        Self { before }
    }

    /// Whether people work on that day.
    pub fn is_working(&self, day: i32) -> bool {
        self.before(day + 1) > self.before(day)
    }

    /// Working days before that day.
    pub fn before(&self, day: i32) -> u32 {
        let last = self.before.len() - 1;
        self.before[usize::try_from(day).unwrap_or(0).min(last)]
    }

    /// Working days from `from` up to and without `until`.
    pub fn between(&self, from: i32, until: i32) -> i32 {
        i32::try_from(self.before(until).saturating_sub(self.before(from))).unwrap_or(0)
    }

    /// The working day that is `count` working days after the first one from `day` on.
    pub fn after(&self, day: i32, count: i32) -> i32 {
        let wanted = self.before(day) + u32::try_from(count).unwrap_or(0) + 1;
        let place = self.before.partition_point(|worked| *worked < wanted);
        i32::try_from(place).unwrap_or(limits::HORIZON_DAYS) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn working_days_are_counted_over_weekends() {
        let key = super::super::calendars::CalendarKey {
            zone: "America/Santiago",
            hours: super::super::calendars::Hours::OneShift,
            summer: super::super::calendars::Summer::Works,
        };
        let calendar = super::super::calendars::calendar(key);
        // Day 0 is Monday 5 October 2026; Monday 12 October is a holiday.
        let first = date(2026, 10, 5);
        let on = |day| first.saturating_add(jiff::Span::new().days(day));
        let roster = Roster::new(&calendar, on);
        assert!(roster.is_working(4) && !roster.is_working(5) && !roster.is_working(7));
        assert_eq!(roster.after(0, 4), 4);
        assert_eq!(roster.after(0, 5), 8);
        assert_eq!(roster.after(5, 0), 8);
        assert_eq!(roster.between(0, 9), 6);
    }
}
