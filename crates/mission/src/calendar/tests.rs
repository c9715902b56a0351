//! Do calendars keep what they promise, on every odd night of the year?
//!
//! The oracle is [`Walk`]: it goes minute by minute, asks the database what clocks show, and
//! counts. It shares no arithmetic with what it tests.

mod changes;
mod laws;
mod validation;

use std::time::Duration;

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::TimeZoneDatabase;

use super::*;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

fn zone(name: &str) -> Zone {
    Zone::parse(name).unwrap()
}

fn shift(words: &str) -> Shift {
    Shift::parse(words).unwrap()
}

/// `mon-fri 06:00-14:00, sun 22:00-06:00` as a calendar.
fn calendar(zone_name: &str, week: &str, holidays: &[Date]) -> Calendar {
    let shifts = week.split(", ").flat_map(|entry| {
        let (days, hours) = entry.split_once(' ').unwrap();
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let (first, last) = (parse_weekday(first).unwrap(), parse_weekday(last).unwrap());
        let count = usize::from(last.since(first).unsigned_abs()) + 1;
        first.cycle_forward().take(count).map(move |weekday| (weekday, shift(hours)))
    });
    Calendar::new(zone(zone_name), shifts, holidays.iter().copied()).unwrap()
}

/// The first instant of a local time that is shown.
fn at(calendar: &Calendar, local: DateTime) -> Timestamp {
    calendar.zone().resolve(local, None).unwrap()
}

/// Walks a zone minute by minute, with the clock that never runs back.
struct Walk {
    rules: jiff::tz::TimeZone,
    now: Timestamp,
    reached: DateTime,
}

/// One minute of a [`Walk`].
struct Minute {
    at: Timestamp,
    /// What clocks show.
    shown: DateTime,
    /// The latest that they have shown.
    reached: DateTime,
}

impl Walk {
    fn from(zone_name: &str, from: Timestamp) -> Self {
        let rules = TimeZoneDatabase::bundled().get(zone_name).unwrap();
        Self { rules, now: from, reached: DateTime::MIN }
    }
}

impl Iterator for Walk {
    type Item = Minute;
    fn next(&mut self) -> Option<Minute> {
        let at = self.now;
        let instant = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap();
        let shown = self.rules.to_datetime(instant);
        self.reached = self.reached.max(shown);
        self.now = at + MINUTE;
        Some(Minute { at, shown, reached: self.reached })
    }
}

/// Whether the rota as written covers a local time, by civil arithmetic alone.
fn is_covered(calendar: &Calendar, local: DateTime) -> bool {
    let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap();
    let begun_on = |date: Date, minute: u16| {
        let exists = date != date_skipped_by(calendar.zone().name());
        exists
            && !calendar.holidays().contains(&date)
            && calendar.shifts().any(|(weekday, shift)| {
                weekday == date.weekday()
                    && (shift.start_minute()..shift.end_minute()).contains(&minute)
            })
    };
    begun_on(local.date(), minute) || begun_on(local.date().yesterday().unwrap(), minute + 1440)
}

fn date_skipped_by(zone_name: &str) -> Date {
    if zone_name == "Pacific/Apia" { date(2011, 12, 30) } else { Date::MAX }
}
