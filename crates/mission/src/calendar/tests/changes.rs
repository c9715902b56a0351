//! Nights on which clocks are changed, minute by minute, and the days around them.

use super::*;

/// Zone and a date a day or two before clocks are changed.
const CHANGES: [(&str, Date); 16] = [
    ("America/Santiago", date(2026, 4, 3)),
    ("America/Santiago", date(2026, 9, 4)),
    ("Europe/London", date(2026, 3, 27)),
    ("Europe/London", date(2026, 10, 23)),
    ("Europe/London", date(1968, 10, 26)),
    ("Australia/Lord_Howe", date(2026, 4, 3)),
    ("Australia/Lord_Howe", date(2026, 10, 2)),
    ("Asia/Kathmandu", date(1985, 12, 31)),
    ("Asia/Kathmandu", date(2026, 3, 27)),
    ("Pacific/Apia", date(2011, 12, 28)),
    // Clocks were set back at one minute past midnight, into the day before.
    ("America/St_Johns", date(2010, 11, 5)),
    ("America/St_Johns", date(2010, 3, 12)),
    ("America/Sao_Paulo", date(2018, 11, 2)),
    ("America/Havana", date(2026, 10, 30)),
    ("Africa/Casablanca", date(2026, 2, 13)),
    ("Europe/London", date(2096, 10, 26)),
];

const WEEKS: [&str; 5] = [
    "mon-sun 00:00-24:00",
    "mon-sun 22:00-06:00",
    "mon-fri 08:00-12:00, mon-fri 13:00-17:00",
    "mon-sun 02:00-03:00, mon-sun 23:30-00:30",
    "sat 06:00-14:00, sat 14:00-22:00, sat 22:00-06:00, sun 06:00-01:30",
];

#[test]
fn every_minute_around_a_change_of_clocks_is_what_the_database_says() {
    for (name, first) in CHANGES {
        for week in WEEKS {
            let holiday = first.tomorrow().unwrap();
            for calendar in [calendar(name, week, &[]), calendar(name, week, &[holiday])] {
                let from = calendar.start_of(first);
                assert_minutes_agree(&calendar, from, 5 * 1440);
            }
        }
    }
}

fn assert_minutes_agree(calendar: &Calendar, from: Timestamp, minutes: usize) {
    let mut worked = Duration::ZERO;
    // Begin a day early, so that the walk knows what clocks have shown.
    let walk = Walk::from(calendar.zone().name(), from - HOUR * 24).skip(1440).take(minutes);
    for Minute { at, shown, reached } in walk {
        // Made only to be shown: there are a million minutes.
        let place = || format!("{} {shown} ({at})", calendar.zone());
        let is_working = is_covered(calendar, reached);
        let minute = u16::try_from(i32::from(shown.hour()) * 60 + i32::from(shown.minute()));
        let slot = calendar.slot(at);

        assert_eq!(calendar.zone().local(at), shown, "{}", place());
        assert_eq!(calendar.date_of(at), reached.date(), "{}", place());
        assert_eq!(slot.minute, minute.unwrap(), "{}", place());
        assert_eq!(
            slot.weekday,
            shown.weekday().to_monday_zero_offset().unsigned_abs(),
            "{}",
            place()
        );
        assert_eq!(slot.working, is_working, "{}", place());
        assert_eq!(calendar.next_working(at) == at, is_working, "{}", place());
        assert_eq!(calendar.working_between(from, at), worked, "{}", place());
        if is_working {
            worked += MINUTE;
            assert_eq!(calendar.add_working(from, worked), at + MINUTE, "{}", place());
        }
    }
}

#[test]
fn a_night_shift_has_seven_hours_in_spring_and_nine_in_autumn() {
    for (name, spring, autumn) in [
        ("Europe/London", date(2026, 3, 28), date(2026, 10, 24)),
        ("America/Santiago", date(2026, 9, 5), date(2026, 4, 4)),
    ] {
        let calendar = calendar(name, "mon-sun 22:00-06:00", &[]);
        let hours = |night: Date| {
            let noon = at(&calendar, night.at(12, 0, 0, 0));
            calendar.working_between(noon, noon + HOUR * 22).as_secs() / 3600
        };
        assert_eq!((hours(spring), hours(autumn)), (7, 9), "{name}");
        assert_eq!(hours(date(2026, 6, 10)), 8, "{name}");
    }
}

#[test]
fn a_night_half_an_hour_longer_is_worked_to_its_end() {
    let calendar = calendar("Australia/Lord_Howe", "mon-sun 22:00-06:00", &[]);
    let begin = at(&calendar, date(2026, 4, 4).at(22, 0, 0, 0));
    assert_eq!(calendar.working_between(begin, begin + HOUR * 12), HOUR * 17 / 2);
}

#[test]
fn a_shift_that_clocks_jump_over_is_not_the_next_one() {
    let cleaners = calendar("Europe/London", "sun 01:00-02:00", &[]);
    let (spring, week_after) = (date(2026, 3, 29), date(2026, 4, 5));
    let next = cleaners.next_working(cleaners.start_of(spring));
    assert_eq!(next, at(&cleaners, week_after.at(1, 0, 0, 0)));
}

#[test]
fn a_day_that_clocks_jumped_over_is_no_working_day() {
    let samoa = calendar("Pacific/Apia", "mon-sun 08:00-16:00", &[]);
    let (before, skipped, after) = (date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31));

    assert!(!samoa.is_working_day(skipped));
    assert!(!Calendar::always(zone("Pacific/Apia")).is_working_day(skipped));
    assert_eq!(samoa.next_working_day(before), after);
    assert_eq!(samoa.start_of(skipped), samoa.start_of(after));
    assert_eq!(samoa.closes(before), at(&samoa, after.at(6, 0, 0, 0)));
    let week =
        samoa.working_between(samoa.start_of(date(2011, 12, 26)), samoa.start_of(date(2012, 1, 2)));
    assert_eq!(week, HOUR * 8 * 6);
}

#[test]
fn a_day_that_has_begun_stays_begun_when_clocks_are_set_back_over_midnight() {
    let calendar = Calendar::always(zone("America/St_Johns"));
    let sunday = date(2010, 11, 7);
    let midnight = calendar.start_of(sunday);

    let repeated = midnight + MINUTE * 30;
    assert_eq!(calendar.zone().local(repeated), date(2010, 11, 6).at(23, 30, 0, 0));
    assert_eq!(calendar.date_of(repeated), sunday);
    assert_eq!(calendar.start_of(date(2010, 11, 8)).since(midnight), HOUR * 25);
}

#[test]
fn every_zone_agrees_with_the_database_at_every_change_of_its_clocks() {
    let bundled = TimeZoneDatabase::bundled();
    let mut zones = 0;
    for name in bundled.available() {
        let Ok(zone) = Zone::parse(name.as_str()) else { continue };
        zones += 1;
        let rules = bundled.get(name.as_str()).unwrap();
        let since_1900 = jiff::Timestamp::from_millisecond(Timestamp::MIN.as_millis()).unwrap();
        let until_2200 = |change: &i64| *change < Timestamp::MAX.as_millis();
        let changes = rules.following(since_1900).map(|change| change.timestamp().as_millisecond());
        for change in changes.take_while(until_2200) {
            for millis in [change - 1, change] {
                let instant = jiff::Timestamp::from_millisecond(millis).unwrap();
                let shown = rules.to_datetime(instant);
                assert_eq!(zone.local(Timestamp::from_millis(millis)), shown, "{zone}");
            }
        }
    }
    assert!(zones > 590, "only {zones} zones");
}

#[test]
fn every_day_of_three_centuries_begins_and_ends_where_the_next_begins() {
    for name in ["America/Santiago", "Europe/London", "Asia/Kathmandu", "America/St_Johns", "UTC"] {
        let calendar = Calendar::always(zone(name));
        let mut day = date(1900, 1, 2);
        let mut leap_days = 0;
        while day.year() < 2200 {
            let (begin, next) = (calendar.start_of(day), day.tomorrow().unwrap());
            assert_eq!(calendar.date_of(begin), day, "{name}");
            assert_eq!(
                calendar.date_of(begin - Duration::from_millis(1)),
                day.yesterday().unwrap()
            );
            assert_eq!(calendar.next_working_day(day), next, "{name}");
            leap_days += u32::from(day.month() == 2 && day.day() == 29);
            day = next;
        }
        // 1904 to 2196, without 2100.
        assert_eq!(leap_days, 73);
    }
}

#[test]
fn a_local_time_means_the_instant_that_the_database_says_or_none() {
    for (name, first) in CHANGES {
        let (zone, rules) = (zone(name), TimeZoneDatabase::bundled().get(name).unwrap());
        let mut local = first.at(0, 0, 0, 0);
        for _ in 0..5 * 1440 {
            let expected = rules.to_ambiguous_timestamp(local);
            match zone.resolve(local, None) {
                Ok(instant) => {
                    let earlier = expected.earlier().unwrap().as_millisecond();
                    assert_eq!(instant.as_millis(), earlier, "{name} {local}");
                    assert_eq!(zone.local(instant), local);
                    assert_eq!(zone.resolve(local, Some(zone.offset(instant))), Ok(instant));
                }
                Err(problem) => {
                    assert!(matches!(problem, LocalTimeProblem::Skipped { .. }), "{problem}");
                    assert!(expected.unambiguous().is_err(), "{name} {local}");
                }
            }
            local = local.checked_add(MINUTE).unwrap();
        }
    }
}

#[test]
fn a_time_that_comes_twice_is_the_second_if_its_offset_says_so() {
    let london = zone("Europe/London");
    let local = date(2026, 10, 25).at(1, 30, 0, 0);
    let (summer, winter) = (jiff::tz::offset(1), jiff::tz::offset(0));

    let first = london.resolve(local, None).unwrap();
    assert_eq!(london.resolve(local, Some(summer)), Ok(first));
    assert_eq!(london.resolve(local, Some(winter)), Ok(first + HOUR));
}

#[test]
fn a_local_time_that_is_none_is_refused_with_what_would_be_right() {
    let problem = |name: &str, local: DateTime, offset| {
        zone(name).resolve(local, offset).unwrap_err().to_string()
    };
    assert_eq!(
        problem("Europe/London", date(2026, 3, 29).at(1, 30, 0, 0), None),
        "2026-03-29T01:30:00 did not happen in Europe/London: clocks went from \
         2026-03-29T01:00:00 to 2026-03-29T02:00:00; expected a time before the first or from \
         the second on"
    );
    assert_eq!(
        problem("Pacific/Apia", date(2011, 12, 30).at(12, 0, 0, 0), None),
        "2011-12-30T12:00:00 did not happen in Pacific/Apia: clocks went from \
         2011-12-30T00:00:00 to 2011-12-31T00:00:00; expected a time before the first or from \
         the second on"
    );
    assert_eq!(
        problem("Europe/London", date(2026, 7, 1).at(8, 0, 0, 0), Some(jiff::tz::offset(2))),
        "2026-07-01T08:00:00 in Europe/London has the offset +01, not +02; expected that, or none"
    );
    assert_eq!(
        problem("Europe/London", date(2026, 10, 25).at(1, 0, 0, 0), Some(jiff::tz::offset(2))),
        "2026-10-25T01:00:00 in Europe/London comes twice, with the offsets +01 and +00, not \
         +02; expected one of them, or none for the first"
    );
    for far in [date(1899, 12, 30), date(2200, 1, 3), Date::MIN, Date::MAX] {
        let expected = format!("{far}T12:00:00 is too far away; expected a time from 1900 to 2199");
        assert_eq!(problem("UTC", far.at(12, 0, 0, 0), None), expected);
    }
}
