//! Release: when does a part's own index of a day reach the level above?
//!
//! After a delay that is fixed, the same for all parts, and kept whether or not anything is wrong:
//! the longest way among them from a dip to the rise of its incident, so that a dip cannot tell what
//! its unit is still allowed to mend alone (`federation::delays` works it out). A delay that is changed holds for the days after the change; a day that
//! has passed keeps the promise it was reported under, so after a delay was shortened a later day
//! can be released before an earlier one.

use std::time::Duration;

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::limits;
use crate::time::Timestamp;

/// The delay of a level, as it was changed over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelayHistory {
    /// In working days, before the first change that is remembered.
    first: u32,
    /// Each with the day after which it holds, in order of these days.
    changes: Vec<(Date, u32)>,
}

/// When parts' indices of `day` may be seen, by one calendar: an hour after the 06:00 that lies the
/// delay's working days after the day closed. Clocks that are put forward take an hour from the
/// working time of those who work around the clock.
pub fn release(day: Date, delay: &DelayHistory, hours: &Calendar) -> Timestamp {
    hours.closes_after(day, delay.working_days(day)) + Duration::from_hours(1)
}

impl DelayHistory {
    /// A delay in working days that has not been changed, held to [`limits::DELAY_DAYS`].
    pub fn new(working_days: u32) -> Self {
        Self { first: working_days.min(limits::DELAY_DAYS), changes: Vec::new() }
    }

    /// The delay of a level that has had no parts yet: nothing was ever promised.
    pub fn unset() -> Self {
        Self::new(0)
    }

    /// Whether nothing was ever promised.
    pub fn is_unset(&self) -> bool {
        self.first == 0 && self.changes.is_empty()
    }

    /// As a store kept it: the first delay and the changes, in order of their days.
    pub fn restore(first: u32, changes: impl IntoIterator<Item = (Date, u32)>) -> Self {
        changes.into_iter().fold(Self::new(first), |mut history, (on, working_days)| {
            history.change(on, working_days);
            history
        })
    }

    /// Changes the delay of the days after `on`. Changes come in order: one of an earlier day than
    /// the last counts for the last's.
    pub fn change(&mut self, on: Date, working_days: u32) {
        let working_days = working_days.min(limits::DELAY_DAYS);
        let on = self.changes.last().map_or(on, |(last, _)| on.max(*last));
        if working_days == self.latest() {
            return;
        }
        // Two changes on one day: none of the days between them was ever promised the first.
        self.changes.retain(|(day, _)| *day != on);
        if working_days != self.latest() {
            self.changes.push((on, working_days));
        }
        if self.changes.len() > limits::DELAY_CHANGES {
            (_, self.first) = self.changes.remove(0);
        }
    }

    /// The delay of the index of that day, in working days.
    pub fn working_days(&self, day: Date) -> u32 {
        let before = self.changes.partition_point(|(on, _)| *on < day);
        before.checked_sub(1).map_or(self.first, |last| self.changes[last].1)
    }

    /// Forgets changes of days after `today`: what was foreseen for them is foreseen anew.
    pub fn forget_after(&mut self, today: Date) {
        self.changes.retain(|(on, _)| *on <= today);
    }

    /// The delay of days to come, in working days.
    pub fn latest(&self) -> u32 {
        self.changes.last().map_or(self.first, |(_, working_days)| *working_days)
    }

    /// The delay before the first change that is remembered.
    pub fn first(&self) -> u32 {
        self.first
    }

    /// Each change with the day after which it holds, in order.
    pub fn changes(&self) -> &[(Date, u32)] {
        &self.changes
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{Shift, Zone};

    fn office() -> Calendar {
        let shift = Shift::parse("08:00-17:00").unwrap();
        let week = Weekday::Monday.cycle_forward().take(5).map(|weekday| (weekday, shift));
        let zone = Zone::parse("America/Santiago").unwrap();
        Calendar::new(zone, week, [date(2026, 9, 18)]).unwrap()
    }

    fn seven_of(day: Date) -> Timestamp {
        office().zone().resolve(day.at(7, 0, 0, 0), None).unwrap()
    }

    #[test]
    fn a_day_is_released_so_many_of_the_levels_working_days_after_it_closes() {
        // A Wednesday closes on Thursday; Friday the 18th is a holiday.
        let wednesday = date(2026, 9, 16);
        for (delay, day) in [(0, 17), (1, 21), (3, 23), (5, 25), (6, 28)] {
            let released = release(wednesday, &DelayHistory::new(delay), &office());
            assert_eq!(released, seven_of(date(2026, 9, day)), "after {delay} working days");
        }
        // A Sunday's figures close with Friday's.
        let sunday = release(date(2026, 9, 13), &DelayHistory::new(3), &office());
        assert_eq!(sunday, release(date(2026, 9, 11), &DelayHistory::new(3), &office()));
    }

    #[test]
    fn a_changed_delay_holds_for_the_days_after_the_change() {
        let mut delay = DelayHistory::new(3);
        delay.change(date(2026, 3, 10), 5);
        delay.change(date(2026, 6, 1), 2);
        for (day, working_days) in [
            (date(2026, 3, 9), 3),
            (date(2026, 3, 10), 3),
            (date(2026, 3, 11), 5),
            (date(2026, 6, 1), 5),
            (date(2026, 6, 2), 2),
        ] {
            assert_eq!(delay.working_days(day), working_days, "{day}");
        }
        assert_eq!(delay.latest(), 2);
        assert_eq!(DelayHistory::restore(delay.first(), delay.changes().to_vec()), delay);
    }

    #[test]
    fn of_two_changes_on_one_day_the_second_holds() {
        let mut delay = DelayHistory::new(3);
        delay.change(date(2026, 3, 10), 5);
        delay.change(date(2026, 3, 10), 4);
        assert_eq!(delay.changes(), [(date(2026, 3, 10), 4)]);
        delay.change(date(2026, 3, 10), 3);
        assert_eq!(delay, DelayHistory::new(3));
    }

    #[test]
    fn a_change_dated_back_does_not_reach_days_that_were_promised_otherwise() {
        let mut delay = DelayHistory::new(3);
        delay.change(date(2026, 6, 1), 5);
        delay.change(date(2026, 3, 1), 1);
        assert_eq!(delay.working_days(date(2026, 4, 1)), 3);
        assert_eq!(delay.working_days(date(2026, 6, 2)), 1);
    }

    #[test]
    fn what_is_remembered_and_how_long_a_delay_may_be_is_bounded() {
        let mut delay = DelayHistory::new(u32::MAX);
        assert_eq!(delay.latest(), limits::DELAY_DAYS);
        let mut day = date(2026, 1, 1);
        for round in 0..1000 {
            delay.change(day, round % 7);
            day = day.tomorrow().unwrap();
        }
        assert_eq!(delay.changes().len(), limits::DELAY_CHANGES);
        assert_eq!(delay.first(), (1000 - 64 - 1) % 7);
    }

    proptest! {
        /// Whether or not anything is wrong: nothing but day, delay and calendar goes in, and later
        /// days come later while the delay is the same.
        #[test]
        fn with_one_delay_days_are_released_in_order(days in 0_i32..700, delay in 0_u32..15) {
            let day = date(2025, 12, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let (delay, level) = (DelayHistory::new(delay), office());
            let released = release(day, &delay, &level);
            prop_assert!(released <= release(day.tomorrow().unwrap(), &delay, &level));
            prop_assert!(released >= level.closes(day));
        }
    }
}
