//! Calendars: when do people work in the rehearsed nation, and on which days do they not?
//!
//! Offices work Monday to Friday. Plants work one shift, two or three, or never stop but for two
//! days a year; some stand still for two weeks in February. Holidays are those of Chile, in a plain
//! form: fixed dates and Good Friday, without the law that moves some of them to a Monday.

use std::sync::Arc;

use mission::calendar::{Calendar, Shift, Zone};
use mission::time::{Date, Weekday};

/// When a kind of plant works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hours {
    /// Monday to Friday, by day: offices.
    Office,
    /// Monday to Friday, one shift.
    OneShift,
    /// Monday to Saturday, two shifts.
    TwoShifts,
    /// Monday to Saturday, three shifts.
    ThreeShifts,
    /// Every day, three shifts.
    Continuous,
}

/// What makes two units share a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarKey {
    /// The zone's name.
    pub zone: &'static str,
    /// The shifts.
    pub hours: Hours,
    /// Whether the plant stands still in February.
    pub summer: Summer,
}

/// What a plant does in February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Summer {
    /// It works.
    Works,
    /// It stands still in the first half.
    OffEarly,
    /// It stands still in the second half.
    OffLate,
}

/// Years for which holidays are laid down: those of the horizon. Each incident keeps the calendars of
/// its chain, so further years would cost room in every one of them.
const YEARS: std::ops::RangeInclusive<i16> = 2024..=2035;

/// Holidays on a fixed date: month and day.
const FIXED: [(i8, i8); 13] = [
    (1, 1),
    (5, 1),
    (5, 21),
    (6, 29),
    (7, 16),
    (8, 15),
    (9, 18),
    (9, 19),
    (10, 12),
    (10, 31),
    (11, 1),
    (12, 8),
    (12, 25),
];

/// The calendar of such units.
pub fn calendar(key: CalendarKey) -> Arc<Calendar> {
    let zone = Zone::parse(key.zone).expect("the towns' zones are zones of the bundled database");
    let shifts = week(key.hours).into_iter().flat_map(|(days, shifts)| {
        days.iter().flat_map(move |day| shifts.iter().map(move |shift| (*day, shift_of(shift))))
    });
    let holidays = YEARS.flat_map(|year| holidays(year, key));
    let calendar = Calendar::new(zone, shifts, holidays);
    Arc::new(calendar.expect("the tables of this file are a week with work in it"))
}

fn shift_of(words: &str) -> Shift {
    Shift::parse(words).expect("the tables of this file hold shifts")
}

type Days = &'static [Weekday];
type Shifts = &'static [&'static str];

fn week(hours: Hours) -> Vec<(Days, Shifts)> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    const WEEKDAYS: Days = &[Monday, Tuesday, Wednesday, Thursday, Friday];
    const SIX: Days = &[Monday, Tuesday, Wednesday, Thursday, Friday, Saturday];
    const SEVEN: Days = &[Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday];
    match hours {
        Hours::Office => vec![(WEEKDAYS, &["08:30-17:30"])],
        Hours::OneShift => vec![(WEEKDAYS, &["07:30-16:00"])],
        Hours::TwoShifts => {
            vec![(WEEKDAYS, &["06:00-14:00", "14:00-22:00"]), (&[Saturday], &["06:00-14:00"])]
        }
        Hours::ThreeShifts => vec![(SIX, &["06:00-14:00", "14:00-22:00", "22:00-06:00"])],
        Hours::Continuous => vec![(SEVEN, &["06:00-14:00", "14:00-22:00", "22:00-06:00"])],
    }
}

fn holidays(year: i16, key: CalendarKey) -> Vec<Date> {
    let on = |month, day| Date::new(year, month, day).expect("the tables hold dates of any year");
    if key.hours == Hours::Continuous {
        return vec![on(1, 1), on(9, 18)];
    }
    let mut all: Vec<Date> = FIXED.iter().map(|&(month, day)| on(month, day)).collect();
    all.push(good_friday(year));
    let standstill = match key.summer {
        Summer::Works => 1..1,
        Summer::OffEarly => 1..15,
        Summer::OffLate => 15..29,
    };
    all.extend(standstill.map(|day| on(2, day)));
    all
}

/// Two days before Easter, by the Gregorian computus (Meeus, *Astronomical Algorithms*, ch. 8).
#[expect(clippy::many_single_char_names, reason = "the letters of the book")]
fn good_friday(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let months = h + l - 7 * m + 114;
    let month = i8::try_from(months / 31).unwrap_or(4);
    let day = i8::try_from(months % 31 + 1).unwrap_or(1);
    let easter = Date::new(year, month, day).expect("Easter is a date");
    easter.saturating_sub(jiff::Span::new().days(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const OFFICE: CalendarKey =
        CalendarKey { zone: "America/Santiago", hours: Hours::Office, summer: Summer::Works };

    #[test]
    fn good_friday_moves_with_the_moon() {
        assert_eq!(good_friday(2025), date(2025, 4, 18));
        assert_eq!(good_friday(2026), date(2026, 4, 3));
        assert_eq!(good_friday(2038), date(2038, 4, 23));
    }

    #[test]
    fn nobody_is_in_the_office_on_the_eighteenth_of_september_or_a_sunday() {
        let office = calendar(OFFICE);
        assert!(!office.is_working_day(date(2026, 9, 18)));
        assert!(!office.is_working_day(date(2026, 10, 4)));
        assert!(office.is_working_day(date(2026, 10, 5)));
    }

    #[test]
    fn a_plant_that_stands_still_owes_no_figures_for_two_weeks() {
        let key = CalendarKey { hours: Hours::TwoShifts, summer: Summer::OffEarly, ..OFFICE };
        let plant = calendar(key);
        let worked = (1..=28).filter(|day| plant.is_working_day(date(2026, 2, *day))).count();
        assert_eq!(worked, 12);
    }
}
