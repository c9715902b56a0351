//! Is a report asked for exactly where people work, and never before they could give it?

use std::time::Duration;

use jiff::civil::{Weekday, date};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Shift, Zone};

const HOUR: Duration = Duration::from_hours(1);
const EVERY: [&str; 9] =
    ["1 min", "15 min", "hourly", "90 min", "2 h", "8 h", "daily", "weekly", "monthly"];

fn cadence(words: &str) -> Cadence {
    Cadence::parse(words).unwrap()
}

fn always(zone: &str) -> Calendar {
    Calendar::always(Zone::parse(zone).unwrap())
}

/// Monday to Friday, one shift.
fn five_days(zone: &str, hours: &str, holidays: &[Date]) -> Calendar {
    let shift = Shift::parse(hours).unwrap();
    let week = Weekday::Monday.cycle_forward().take(5).map(|weekday| (weekday, shift));
    Calendar::new(Zone::parse(zone).unwrap(), week, holidays.iter().copied()).unwrap()
}

fn local(calendar: &Calendar, day: Date, hour: i8, minute: i8) -> Timestamp {
    calendar.zone().resolve(day.at(hour, minute, 0, 0), None).unwrap()
}

#[test]
fn cadences_are_written_as_they_are_read() {
    for words in EVERY {
        assert_eq!(cadence(words).to_string(), words);
    }
    for (words, same) in [
        ("60 min", "hourly"),
        (" 1 H ", "hourly"),
        ("15min", "15 min"),
        ("30 minutes", "30 min"),
        ("120 minutes", "2 h"),
        ("24 h", "daily"),
        ("1440 min", "daily"),
        ("Weekly", "weekly"),
    ] {
        assert_eq!(cadence(words), cadence(same), "{words}");
    }
}

#[test]
fn every_number_of_minutes_that_divides_a_day_is_a_cadence_and_no_other() {
    for minutes in 0..=1500 {
        let divides = (1..=1440).contains(&minutes) && 1440 % minutes == 0;
        let read = Cadence::minutes(minutes);
        assert_eq!(read.is_ok(), divides, "{minutes}");
        if let Ok(cadence) = read {
            assert_eq!(Cadence::parse(&cadence.to_string()), Ok(cadence));
            assert_eq!(cadence.typical_seconds(), minutes * 60);
        }
    }
    assert_eq!(
        (cadence("weekly").typical_seconds(), cadence("monthly").typical_seconds()),
        (604_800, 2_629_746)
    );
}

#[test]
fn words_that_are_no_cadence_are_refused_with_what_would_be_right() {
    for words in [
        "",
        "7 min",
        "0 min",
        "48 h",
        "-15 min",
        "15",
        "min",
        "yearly",
        "99999999999 min",
        "4294967295 h",
    ] {
        assert_eq!(cadence_error(words).given, words);
    }
    assert_eq!(
        cadence_error("7 min").to_string(),
        "\"7 min\" is no cadence; expected minutes or hours that divide a day, for example 15 min \
         or 2 h, or hourly, daily, weekly or monthly"
    );
}

fn cadence_error(words: &str) -> CadenceError {
    Cadence::parse(words).unwrap_err()
}

#[test]
fn a_daily_report_is_due_when_the_last_shift_ends_and_late_when_the_day_closes() {
    let office = five_days("America/Santiago", "08:00-17:00", &[date(2026, 9, 18)]);
    // Thursday; Friday is a holiday.
    let thursday = date(2026, 9, 17);
    let period = Cadence::Daily.period_of(local(&office, thursday, 9, 30), &office);

    assert_eq!(period.start, office.start_of(thursday));
    assert_eq!(period.end, office.start_of(date(2026, 9, 18)));
    assert_eq!(Cadence::Daily.due_at(&period, &office), local(&office, thursday, 17, 0));
    assert_eq!(Cadence::Daily.late_at(&period, &office), local(&office, date(2026, 9, 21), 6, 0));

    let next = Cadence::Daily.next_due_period(&period, &office);
    assert_eq!(next.start, office.start_of(date(2026, 9, 21)));
    let holiday = Cadence::Daily.period_of(period.end, &office);
    assert!(!Cadence::Daily.is_due(&holiday, &office));
}

#[test]
fn a_night_shifts_day_is_due_in_the_morning_and_never_late_before() {
    for (hours, ends) in [("22:00-06:00", 6), ("23:00-07:00", 7)] {
        let mill = five_days("Europe/London", hours, &[]);
        let monday = date(2026, 11, 16);
        let period = Cadence::Daily.period_of(mill.start_of(monday), &mill);
        let morning = local(&mill, date(2026, 11, 17), ends, 0);
        assert_eq!(Cadence::Daily.due_at(&period, &mill), morning);
        assert_eq!(Cadence::Daily.late_at(&period, &mill), morning);
        // At three in the morning the next report due is still Monday's.
        let at_three = local(&mill, date(2026, 11, 17), 3, 0);
        assert_eq!(Cadence::Daily.nth_due_after(at_three, 1, &mill), morning);
        assert_eq!(Cadence::Daily.nth_due_after(morning, 1, &mill), morning + HOUR * 24);
    }
}

#[test]
fn weeks_and_months_are_due_with_their_last_working_day() {
    let office = five_days("Europe/London", "08:00-16:00", &[date(2026, 12, 25)]);
    let christmas = local(&office, date(2026, 12, 25), 12, 0);

    let week = Cadence::Weekly.period_of(christmas, &office);
    assert_eq!(week.start, office.start_of(date(2026, 12, 21)));
    assert_eq!(Cadence::Weekly.due_at(&week, &office), local(&office, date(2026, 12, 24), 16, 0));
    assert_eq!(Cadence::Weekly.late_at(&week, &office), local(&office, date(2026, 12, 28), 6, 0));

    let month = Cadence::Monthly.period_of(christmas, &office);
    assert_eq!(month.end, office.start_of(date(2027, 1, 1)));
    assert_eq!(Cadence::Monthly.due_at(&month, &office), local(&office, date(2026, 12, 31), 16, 0));
    let february = Cadence::Monthly.period_of(local(&office, date(2028, 2, 29), 9, 0), &office);
    assert_eq!(february.end.since(february.start), HOUR * 24 * 29);
}

#[test]
fn a_week_off_owes_nothing_and_a_month_off_owes_its_figure() {
    let off: Vec<Date> = date(2026, 7, 20).series(jiff::Span::new().days(1)).take(50).collect();
    let works = five_days("Europe/London", "08:00-16:00", &off);
    let during = local(&works, date(2026, 8, 5), 12, 0);

    assert!(!Cadence::Weekly.is_due(&Cadence::Weekly.period_of(during, &works), &works));
    let august = Cadence::Monthly.period_of(during, &works);
    assert!(Cadence::Monthly.is_due(&august, &works));
    assert_eq!(Cadence::Monthly.due_at(&august, &works), works.start_of(date(2026, 9, 1)));
    assert_eq!(
        Cadence::Weekly.nth_due_after(during, 1, &works),
        local(&works, date(2026, 9, 11), 16, 0)
    );
}

#[test]
fn parts_of_a_day_are_due_where_a_shift_meets_them() {
    let office = five_days("Europe/London", "08:30-10:15", &[]);
    let friday = date(2026, 11, 20);
    let mut period = Cadence::HOURLY.period_of(local(&office, friday, 3, 0), &office);
    assert!(!Cadence::HOURLY.is_due(&period, &office));
    let mut begins = Vec::new();
    for _ in 0..4 {
        period = Cadence::HOURLY.next_due_period(&period, &office);
        begins.push(office.zone().local(period.start));
        assert_eq!(Cadence::HOURLY.due_at(&period, &office), period.end);
        assert_eq!(Cadence::HOURLY.late_at(&period, &office), period.end + HOUR);
    }
    let monday = date(2026, 11, 23);
    let expected = [(friday, 8), (friday, 9), (friday, 10), (monday, 8)];
    assert_eq!(begins, expected.map(|(day, hour)| day.at(hour, 0, 0, 0)));
}

#[test]
fn the_repeated_hour_of_autumn_is_an_hour_of_its_own() {
    let hours_of = |zone: &str, day: Date| -> Vec<u64> {
        let calendar = always(zone);
        let end = calendar.start_of(day.tomorrow().unwrap());
        let mut period = Cadence::HOURLY.period_of(calendar.start_of(day), &calendar);
        let mut minutes = Vec::new();
        while period.start < end {
            minutes.push(period.end.since(period.start).as_secs() / 60);
            period = Cadence::HOURLY.next_due_period(&period, &calendar);
        }
        minutes
    };
    assert_eq!(hours_of("Europe/London", date(2026, 10, 25)), [60; 25]);
    assert_eq!(hours_of("Europe/London", date(2026, 3, 29)), [60; 23]);
    // Half an hour is repeated from 01:30, and half an hour skipped from 02:00 to 02:30.
    let lord_howe = hours_of("Australia/Lord_Howe", date(2026, 4, 5));
    assert_eq!((lord_howe.len(), lord_howe[2]), (25, 30));
    let lord_howe = hours_of("Australia/Lord_Howe", date(2026, 10, 4));
    assert_eq!((lord_howe.len(), lord_howe[2]), (24, 30));
}

#[test]
fn periods_follow_each_other_without_gap_through_every_change_of_clocks() {
    for (zone, day) in [
        ("America/Santiago", date(2026, 4, 3)),
        ("Europe/London", date(2026, 10, 24)),
        ("Australia/Lord_Howe", date(2026, 10, 3)),
        ("Pacific/Apia", date(2011, 12, 28)),
        ("America/St_Johns", date(2010, 11, 5)),
    ] {
        let calendar = always(zone);
        for words in EVERY {
            let cadence = cadence(words);
            let mut period = cadence.period_of(calendar.start_of(day), &calendar);
            let end = period.end + HOUR * 96;
            while period.start < end {
                let last = Timestamp::from_millis(period.end.as_millis() - 1);
                assert_eq!(cadence.period_of(period.start, &calendar), period, "{zone} {words}");
                assert_eq!(cadence.period_of(last, &calendar), period, "{zone} {words}");
                let next = cadence.period_of(period.end, &calendar);
                assert_eq!(next.start, period.end, "{zone} {words}");
                assert_eq!(cadence.next_due_period(&period, &calendar), next, "{zone} {words}");
                period = next;
            }
        }
    }
}

#[test]
fn counting_is_bounded_and_ends_at_the_end_of_time() {
    let calendar = always("UTC");
    let minutely = cadence("1 min");
    let all = minutely.due_periods_between(Timestamp::MIN, Timestamp::MAX, &calendar);
    assert_eq!(all, limits::DUE_PERIODS);
    let far = minutely.nth_due_after(Timestamp::ZERO, u32::MAX, &calendar);
    assert_eq!(far, Timestamp::ZERO + Duration::from_mins(u64::from(limits::DUE_PERIODS)));
    let office = five_days("UTC", "08:00-16:00", &[]);
    for words in EVERY {
        for calendar in [&calendar, &office] {
            let last = cadence(words).nth_due_after(Timestamp::MAX, 3, calendar);
            assert!(last <= Timestamp::MAX);
            let soon = Timestamp::MAX - HOUR * 24 * 70;
            let count = cadence(words).due_periods_between(soon, Timestamp::MAX, calendar);
            assert!((1..=limits::DUE_PERIODS).contains(&count), "{words}: {count}");
        }
    }
}

proptest! {
    /// Walks all periods from far before, due or not, and picks those due.
    #[test]
    fn the_next_reports_due_are_those_that_a_walk_over_all_periods_finds(
        which in 2..EVERY.len(),
        zone in prop::sample::select(vec!["America/Santiago", "Europe/London", "Pacific/Apia"]),
        hours in prop::sample::select(vec!["08:00-16:00", "22:00-06:00", "12:00-11:59", "00:00-24:00"]),
        off in proptest::collection::vec(0_i32..90, 0..30),
        minutes in 0_u64..90 * 1440,
    ) {
        let first = date(2011, 11, 1);
        let holidays: Vec<Date> = off
            .into_iter()
            .map(|days| first.checked_add(jiff::Span::new().days(days)).unwrap())
            .collect();
        let calendar = five_days(zone, hours, &holidays);
        let cadence = cadence(EVERY[which]);
        let at = calendar.start_of(first) + Duration::from_mins(minutes);

        let mut due = Vec::new();
        let mut period = cadence.period_of(at - HOUR * 24 * 40, &calendar);
        while due.len() < 3 {
            let due_at = cadence.due_at(&period, &calendar);
            if cadence.is_due(&period, &calendar) && due_at > at {
                due.push(due_at);
            }
            period = cadence.period_of(period.end, &calendar);
        }

        for (n, due_at) in (1..).zip(due) {
            prop_assert_eq!(cadence.nth_due_after(at, n, &calendar), due_at);
            prop_assert_eq!(cadence.due_periods_between(at, due_at, &calendar), n);
            let before = Timestamp::from_millis(due_at.as_millis() - 1);
            prop_assert_eq!(cadence.due_periods_between(at, before, &calendar), n - 1);
        }
    }
}
