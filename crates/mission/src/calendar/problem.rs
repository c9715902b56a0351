//! Problem: what is wrong with a calendar or a local time, and what would be right?

use std::fmt;

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;

use super::shift::Shift;
use crate::limits;

/// Why there is no such zone, shift or calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarError {
    /// The bundled IANA database has no zone of that name.
    UnknownZone {
        /// What was given, cut to a readable length.
        given: String,
        /// The zone of the city of that name.
        meant: Option<String>,
    },
    /// The words are no shift.
    NotAShift {
        /// What was given, cut to a readable length.
        given: String,
    },
    /// The words are no day of the week.
    NotAWeekday {
        /// What was given, cut to a readable length.
        given: String,
    },
    /// A shift ends at the minute at which it begins.
    NoLength {
        /// That minute of the day, as `06:00`.
        at: String,
    },
    /// A shift begins before another has ended.
    Overlap {
        /// The one that begins first.
        earlier: (Weekday, Shift),
        /// The one that begins too early.
        later: (Weekday, Shift),
    },
    /// No shift in the whole week.
    EmptyWeek,
    /// More shifts on one day than [`limits::SHIFTS_A_DAY`].
    TooManyShifts {
        /// The day.
        weekday: Weekday,
    },
    /// More holidays than [`limits::HOLIDAYS`].
    TooManyHolidays,
    /// A holiday outside 1900 to 2199.
    FarHoliday {
        /// That date.
        date: Date,
    },
    /// Holidays leave more days than [`limits::DAYS_WITHOUT_WORK`] without a shift.
    NoWork {
        /// The first day of that time.
        from: Date,
    },
}

/// Why a local time has no instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalTimeProblem {
    /// Clocks were put forward over it.
    Skipped {
        /// The time that no clock showed.
        local: DateTime,
        /// The zone's name.
        zone: String,
        /// What clocks showed when they were put forward.
        from: DateTime,
        /// What they showed then.
        to: DateTime,
    },
    /// The zone did not have the given offset at that time.
    WrongOffset {
        /// The time.
        local: DateTime,
        /// The zone's name.
        zone: String,
        /// The offset that came with it.
        given: Offset,
        /// The offset that the zone had.
        first: Offset,
        /// The one it had when the same time came again; the same where it did not.
        second: Offset,
    },
    /// Before 1900 or after 2199.
    OutOfRange {
        /// The time.
        local: DateTime,
    },
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownZone { given, meant: Some(meant) } => {
                write!(f, "no time zone is called {given:?}; did you mean {meant}?")
            }
            Self::UnknownZone { given, meant: None } => write!(
                f,
                "no time zone is called {given:?}; expected a name of the IANA database, for \
                 example America/Santiago or UTC"
            ),
            Self::NotAShift { given } => write!(
                f,
                "{given:?} is no shift; expected begin and end in hours and minutes, for example \
                 06:00-14:00, 16:00-24:00, or 22:00-06:00 for one that passes midnight"
            ),
            Self::NotAWeekday { given } => write!(
                f,
                "{given:?} is no day of the week; expected mon, tue, wed, thu, fri, sat or sun"
            ),
            Self::NoLength { at } => write!(
                f,
                "a shift {at}-{at} has no length; for a whole day write 00:00-24:00, or two \
                 shifts that follow each other"
            ),
            Self::Overlap { earlier, later } => write!(
                f,
                "the shift {} {} begins before {} {} has ended; begin it at {} or end the other \
                 at {}",
                word(later.0),
                later.1,
                word(earlier.0),
                earlier.1,
                earlier.1.end_word(),
                later.1.start_word()
            ),
            Self::EmptyWeek => f.write_str(
                "the week has no shift; expected at least one, or no calendar where work never \
                 stops",
            ),
            Self::TooManyShifts { weekday } => write!(
                f,
                "{} has too many shifts; expected at most {}",
                word(*weekday),
                limits::SHIFTS_A_DAY
            ),
            Self::TooManyHolidays => {
                write!(f, "too many holidays; expected at most {}", limits::HOLIDAYS)
            }
            Self::FarHoliday { date } => {
                write!(f, "the holiday {date} is too far away; expected one of 1900 to 2199")
            }
            Self::NoWork { from } => write!(
                f,
                "from {from} on, holidays leave no shift for more than {} days; expected at least \
                 one working day in that time",
                limits::DAYS_WITHOUT_WORK
            ),
        }
    }
}

impl fmt::Display for LocalTimeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped { local, zone, from, to } => write!(
                f,
                "{local} did not happen in {zone}: clocks went from {from} to {to}; expected a \
                 time before the first or from the second on"
            ),
            Self::WrongOffset { local, zone, given, first, second } if first == second => write!(
                f,
                "{local} in {zone} has the offset {first}, not {given}; expected that, or none"
            ),
            Self::WrongOffset { local, zone, given, first, second } => write!(
                f,
                "{local} in {zone} comes twice, with the offsets {first} and {second}, not \
                 {given}; expected one of them, or none for the first"
            ),
            Self::OutOfRange { local } => {
                write!(f, "{local} is too far away; expected a time from 1900 to 2199")
            }
        }
    }
}

impl std::error::Error for CalendarError {}
impl std::error::Error for LocalTimeProblem {}

/// The day of the week in the three letters that calendars are written with.
pub(super) const fn word(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "mon",
        Weekday::Tuesday => "tue",
        Weekday::Wednesday => "wed",
        Weekday::Thursday => "thu",
        Weekday::Friday => "fri",
        Weekday::Saturday => "sat",
        Weekday::Sunday => "sun",
    }
}
