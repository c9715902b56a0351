//! Shift: from when to when do people work, by the clock on the wall?

use std::fmt;

use jiff::civil::Weekday;

use super::problem::{CalendarError, word};

const DAY_MINUTES: u16 = 1440;
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// A shift of a day. One that ends before it begins passes midnight and belongs to the day on
/// which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shift {
    /// Minute of the day, 0 to 1,439.
    start: u16,
    /// Minute counted from the same midnight, later than `start` and less than a day after it; at
    /// most 1,440 where `start` is 0.
    end: u16,
}

impl Shift {
    /// Reads `06:00-14:00`, `16:00-24:00` or `22:00-06:00`.
    pub fn parse(given: &str) -> Result<Self, CalendarError> {
        let read = given.split_once(['-', '–']).and_then(|(start, end)| {
            let start = minute_of(start).filter(|start| *start < DAY_MINUTES)?;
            Some((start, minute_of(end)?))
        });
        let Some((start, end)) = read else {
            return Err(CalendarError::NotAShift { given: given.chars().take(80).collect() });
        };
        if start == end {
            return Err(CalendarError::NoLength { at: clock(start) });
        }
        let end = if end < start { end + DAY_MINUTES } else { end };
        Ok(Self { start, end })
    }

    /// Minute of the day at which it begins, 0 to 1,439.
    pub const fn start_minute(self) -> u16 {
        self.start
    }

    /// Minute at which it ends, counted from the same midnight: more than 1,440 if it passes the
    /// next.
    pub const fn end_minute(self) -> u16 {
        self.end
    }

    /// Its minutes on a day without a change of clocks.
    pub const fn minutes(self) -> u16 {
        self.end - self.start
    }

    /// Whether that minute of its own day, or of the next counted on, lies in it.
    pub(super) fn covers(self, minute: u16) -> bool {
        (self.start..self.end).contains(&minute)
    }

    pub(super) fn start_word(self) -> String {
        clock(self.start)
    }

    pub(super) fn end_word(self) -> String {
        clock(if self.end > DAY_MINUTES { self.end - DAY_MINUTES } else { self.end })
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start_word(), self.end_word())
    }
}

/// Reads a day of the week by its name or the first three letters of it, in any case.
pub fn parse_weekday(given: &str) -> Result<Weekday, CalendarError> {
    let letters = given.trim().to_ascii_lowercase();
    let named = |weekday: &Weekday| {
        letters == word(*weekday) || letters == format!("{weekday:?}").to_ascii_lowercase()
    };
    let unknown = || CalendarError::NotAWeekday { given: given.chars().take(80).collect() };
    WEEK.into_iter().find(named).ok_or_else(unknown)
}

/// The day of the week in three small letters, as [`parse_weekday`] reads it.
pub const fn weekday_word(weekday: Weekday) -> &'static str {
    word(weekday)
}

/// `06:00` as minute of the day, up to `24:00`.
fn minute_of(given: &str) -> Option<u16> {
    let (hours, minutes) = given.trim().split_once(':')?;
    let two_digits = |part: &str| (1..=2).contains(&part.len());
    let digits = |part: &str| part.bytes().all(|letter| letter.is_ascii_digit());
    if !two_digits(hours) || minutes.len() != 2 || !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minute = hours * 60 + minutes;
    (minutes < 60 && minute <= DAY_MINUTES).then_some(minute)
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
