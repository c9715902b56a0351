//! Day: which local day is it, as a number to reckon with?
//!
//! Local time is counted here as *wall time*: milliseconds since 1970-01-01 00:00 on the clock on
//! the wall, as if it had always stood in one offset. A [`Day`] numbers its days.

use jiff::Timestamp as Instant;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Milliseconds of a minute.
pub(super) const MINUTE_MS: i64 = 60_000;
/// Milliseconds of a day without a change of clocks.
pub(super) const DAY_MS: i64 = 1440 * MINUTE_MS;
const DAY_SECONDS: i64 = 86_400;

/// A local day, numbered from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day(i32);

impl Day {
    /// 1900-01-01, where [`crate::time::Timestamp`] begins.
    pub(super) const FIRST: Self = Self(-25_567);
    /// 2200-01-01, where it ends.
    pub(super) const LAST: Self = Self(84_006);

    /// The day of that date, held between [`Self::FIRST`] and [`Self::LAST`].
    pub(super) fn of(date: Date) -> Self {
        let midnight = Offset::UTC.to_timestamp(date.at(0, 0, 0, 0));
        // Only the first and last hours of year -9999 and 9999 have no instant.
        let seconds = midnight.map_or(0, Instant::as_second);
        let day = i32::try_from(seconds.div_euclid(DAY_SECONDS)).unwrap_or(0);
        Self(day.clamp(Self::FIRST.0, Self::LAST.0))
    }

    /// The day on which the wall shows that time.
    pub(super) fn of_wall(wall_ms: i64) -> Self {
        Self(i32::try_from(wall_ms.div_euclid(DAY_MS)).unwrap_or(Self::LAST.0))
    }

    /// Its date.
    pub(super) fn date(self) -> Date {
        let midnight = Instant::from_second(i64::from(self.0) * DAY_SECONDS);
        midnight.map_or(Date::ZERO, |midnight| Offset::UTC.to_datetime(midnight).date())
    }

    /// The wall time at which it begins.
    pub(super) fn wall(self) -> i64 {
        i64::from(self.0) * DAY_MS
    }

    /// 0 is Monday, 6 is Sunday.
    pub(super) fn weekday_index(self) -> usize {
        // 1970-01-01 was a Thursday, three days after a Monday.
        (self.0 + 3).rem_euclid(7).unsigned_abs() as usize
    }

    /// The day after.
    pub(super) fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The day before.
    pub(super) fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// The days from this one to `last`, both included.
    pub(super) fn to(self, last: Self) -> impl Iterator<Item = Self> + use<> {
        (self.0..=last.0).map(Self)
    }

    /// The first `count` days after this one.
    pub(super) fn following(self, count: i32) -> impl Iterator<Item = Self> + use<> {
        (self.0 + 1..=self.0 + count).map(Self)
    }
}
