//! Release: when does a part's own index of a day reach the level above?
//!
//! After a delay that is fixed, the same for all parts, and kept whether or not anything is wrong:
//! it is the longest recovery time among them, so that a dip cannot tell what its unit is still
//! allowed to mend alone. A delay that is changed holds for the days after the change; a day that
//! has passed keeps the promise it was reported under, so after a delay was shortened a later day
//! can be released before an earlier one.

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

/// When the level sees its parts' indices of `day`: at the 06:00 of its own calendar that lies the
/// delay's working days after it closes the day itself.
pub fn release(day: Date, delay: &DelayHistory, level: &Calendar) -> Timestamp {
    level.closes_after(day, delay.working_days(day))
}

impl DelayHistory {
    /// A delay in working days that has not been changed, held to [`limits::DELAY_DAYS`].
    pub fn new(working_days: u32) -> Self {
        Self { first: working_days.min(limits::DELAY_DAYS), changes: Vec::new() }
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
