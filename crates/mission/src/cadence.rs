//! Cadence: when is a report due, and when is it late?
//!
//! A cadence cuts a unit's local time into periods. A period asks for a report only where the unit
//! works in it, and only once its last shift is over: nobody owes a figure for a Sunday off, or on
//! Friday evening for the night shift that has just begun.
//!
//! | cadence        | period                      | due if                 | due at                            | late at                            |
//! |----------------|-----------------------------|------------------------|-----------------------------------|------------------------------------|
//! | parts of a day | multiples from midnight     | a shift meets it       | its end                           | one cadence after that             |
//! | daily          | a local date                | it is a working day    | end of its last shift             | the close of that day              |
//! | weekly         | Monday to Sunday            | it has a working day   | end of its last working day's last shift | the close of that day       |
//! | monthly        | a month                     | always                 | the same                          | the close of that day              |
//!
//! Parts of a day follow the clock on the wall and are cut where clocks are changed, so that the
//! repeated hour of an autumn night is an hour of its own.

use std::fmt;

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::limits;
use crate::time::Timestamp;

const MINUTE_MS: i64 = 60_000;
const DAY_MINUTES: u32 = 1440;

/// How often an indicator is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cadence {
    /// Several times a day.
    Minutes(PartOfDay),
    /// Once for each working day.
    Daily,
    /// Once for each week, which begins on Monday.
    Weekly,
    /// Once for each month.
    Monthly,
}

/// Minutes that divide a day into two or more equal parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartOfDay(u32);

/// The time that one report is for, from `start` up to and without `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Its first instant.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

/// The words are no cadence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CadenceError {
    /// What was given, cut to a readable length.
    pub given: String,
}

impl Cadence {
    /// Every hour.
    pub const HOURLY: Self = Self::Minutes(PartOfDay(60));

    /// Every so many minutes, which must divide a day; 1,440 is daily.
    pub fn minutes(minutes: u32) -> Result<Self, CadenceError> {
        match minutes {
            DAY_MINUTES => Ok(Self::Daily),
            1..DAY_MINUTES if DAY_MINUTES.is_multiple_of(minutes) => {
                Ok(Self::Minutes(PartOfDay(minutes)))
            }
            _ => Err(CadenceError { given: format!("{minutes} min") }),
        }
    }

    /// Reads `15 min`, `2 h`, `hourly`, `daily`, `weekly` or `monthly`, in any case.
    pub fn parse(given: &str) -> Result<Self, CadenceError> {
        let words = given.trim().to_ascii_lowercase();
        match words.as_str() {
            "hourly" => return Ok(Self::HOURLY),
            "daily" => return Ok(Self::Daily),
            "weekly" => return Ok(Self::Weekly),
            "monthly" => return Ok(Self::Monthly),
            _ => {}
        }
        let unit_at = words.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(words.len());
        let (number, unit) = words.split_at(unit_at);
        let in_minutes = match unit.trim() {
            "min" | "minute" | "minutes" => 1,
            "h" | "hour" | "hours" => 60,
            _ => 0,
        };
        let minutes = number.parse::<u32>().ok().and_then(|number| number.checked_mul(in_minutes));
        let read = minutes.and_then(|minutes| Self::minutes(minutes).ok());
        read.ok_or_else(|| CadenceError { given: given.chars().take(80).collect() })
    }

    /// The period in which that instant lies, due or not.
    pub fn period_of(self, at: Timestamp, calendar: &Calendar) -> Period {
        match self {
            Self::Minutes(part) => part.period_of(at, calendar),
            Self::Daily | Self::Weekly | Self::Monthly => {
                self.period_of_date(calendar.date_of(at), calendar)
            }
        }
    }

    /// Whether a report is expected for that period of this cadence.
    pub fn is_due(self, period: &Period, calendar: &Calendar) -> bool {
        match self {
            Self::Minutes(_) => calendar.next_working(period.start) < period.end,
            Self::Daily => calendar.is_working_day(calendar.date_of(period.start)),
            Self::Weekly => last_working_date(period, calendar).is_some(),
            Self::Monthly => true,
        }
    }

    /// When the report of that period falls due. Later periods never fall due earlier.
    pub fn due_at(self, period: &Period, calendar: &Calendar) -> Timestamp {
        match self {
            Self::Minutes(_) => period.end,
            Self::Daily | Self::Weekly | Self::Monthly => {
                calendar.end_of_shift(reckoned_on(period, calendar))
            }
        }
    }

    /// When a report of that period that has not come is late. Never before it is due.
    pub fn late_at(self, period: &Period, calendar: &Calendar) -> Timestamp {
        let due = self.due_at(period, calendar);
        match self {
            Self::Minutes(part) => due + std::time::Duration::from_secs(60 * u64::from(part.0)),
            // A night shift may end after 06:00 of the day on which its own day closes.
            Self::Daily | Self::Weekly | Self::Monthly => {
                calendar.closes(reckoned_on(period, calendar)).max(due)
            }
        }
    }

    /// The next period after `after` for which a report is expected; `after` again where time ends.
    pub fn next_due_period(self, after: &Period, calendar: &Calendar) -> Period {
        let next = match self {
            Self::Minutes(part) => part.period_of(calendar.next_working(after.end), calendar),
            Self::Daily | Self::Weekly => {
                let last = last_date(after, calendar);
                self.period_of_date(calendar.next_working_day(last), calendar)
            }
            Self::Monthly => self.period_of(after.end, calendar),
        };
        next.max(*after)
    }

    /// How many reports fall due after `from` and up to `to`, at most [`limits::DUE_PERIODS`].
    pub fn due_periods_between(self, from: Timestamp, to: Timestamp, calendar: &Calendar) -> u32 {
        let mut period = self.first_due_after(from, calendar);
        for count in 0..limits::DUE_PERIODS {
            let next = self.next_due_period(&period, calendar);
            if self.due_at(&period, calendar) > to {
                return count;
            }
            if next == period {
                return count + 1;
            }
            period = next;
        }
        limits::DUE_PERIODS
    }

    /// When the `n`-th report falls due that falls due after `at`, with `n` held between 1 and
    /// [`limits::DUE_PERIODS`].
    pub fn nth_due_after(self, at: Timestamp, n: u32, calendar: &Calendar) -> Timestamp {
        let first = self.first_due_after(at, calendar);
        let further = n.clamp(1, limits::DUE_PERIODS) - 1;
        let nth = (0..further).fold(first, |period, _| self.next_due_period(&period, calendar));
        self.due_at(&nth, calendar)
    }

    /// Its usual length in seconds; a month is a twelfth of a Gregorian year.
    pub fn typical_seconds(self) -> u32 {
        match self {
            Self::Minutes(part) => part.0 * 60,
            Self::Daily => 86_400,
            Self::Weekly => 7 * 86_400,
            // 365.2425 days / 12 = 30.436875 days.
            Self::Monthly => 2_629_746,
        }
    }

    /// The first period whose report falls due after `at`.
    fn first_due_after(self, at: Timestamp, calendar: &Calendar) -> Period {
        // The night shift of a day that is over may still run, and that day be due after it.
        let mut period = match self {
            Self::Minutes(_) => self.period_of(at, calendar),
            Self::Daily | Self::Weekly | Self::Monthly => {
                self.period_of_date(yesterday(calendar.date_of(at)), calendar)
            }
        };
        // Yesterday's period, today's, and one more where today is off or its shift is over.
        for _ in 0..3 {
            if self.is_due(&period, calendar) && self.due_at(&period, calendar) > at {
                break;
            }
            period = self.next_due_period(&period, calendar);
        }
        period
    }

    fn period_of_date(self, date: Date, calendar: &Calendar) -> Period {
        let (first, next) = match self {
            Self::Minutes(_) | Self::Daily => (date, date.tomorrow().unwrap_or(Date::MAX)),
            Self::Weekly => {
                let since_monday = i32::from(date.weekday().to_monday_zero_offset());
                (moved(date, -since_monday), moved(date, 7 - since_monday))
            }
            Self::Monthly => {
                (date.first_of_month(), date.last_of_month().tomorrow().unwrap_or(Date::MAX))
            }
        };
        Period { start: calendar.start_of(first), end: calendar.start_of(next) }
    }
}

impl PartOfDay {
    /// Its minutes, 1 to 720.
    pub const fn get(self) -> u32 {
        self.0
    }

    fn period_of(self, at: Timestamp, calendar: &Calendar) -> Period {
        let length_ms = i64::from(self.0) * MINUTE_MS;
        let steady = calendar.zone().steady_around(at);
        let into_ms = (at.as_millis() + steady.offset_ms).rem_euclid(length_ms);
        let start_ms = at.as_millis() - into_ms;
        Period {
            start: Timestamp::from_millis(start_ms).max(steady.from),
            end: Timestamp::from_millis(start_ms + length_ms).min(steady.until),
        }
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(PartOfDay(60)) => f.write_str("hourly"),
            Self::Minutes(PartOfDay(minutes)) if minutes.is_multiple_of(60) => {
                write!(f, "{} h", minutes / 60)
            }
            Self::Minutes(PartOfDay(minutes)) => write!(f, "{minutes} min"),
            Self::Daily => f.write_str("daily"),
            Self::Weekly => f.write_str("weekly"),
            Self::Monthly => f.write_str("monthly"),
        }
    }
}

impl fmt::Display for CadenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no cadence; expected minutes or hours that divide a day, for example 15 min \
             or 2 h, or hourly, daily, weekly or monthly",
            self.given
        )
    }
}

impl std::error::Error for CadenceError {}

/// The date by which a period of days is due and closes: its last working day, or its last.
fn reckoned_on(period: &Period, calendar: &Calendar) -> Date {
    last_working_date(period, calendar).unwrap_or_else(|| last_date(period, calendar))
}

fn last_working_date(period: &Period, calendar: &Calendar) -> Option<Date> {
    let first = calendar.date_of(period.start);
    let mut date = last_date(period, calendar);
    while date >= first {
        if calendar.is_working_day(date) {
            return Some(date);
        }
        date = yesterday(date);
    }
    None
}

fn last_date(period: &Period, calendar: &Calendar) -> Date {
    calendar.date_of(Timestamp::from_millis(period.end.as_millis() - 1))
}

fn yesterday(date: Date) -> Date {
    date.yesterday().unwrap_or(Date::MIN)
}

fn moved(date: Date, days: i32) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests;
