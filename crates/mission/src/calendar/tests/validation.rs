//! What a calendar refuses, and how it says so; what the days of a good one are.

use super::*;

#[test]
fn shifts_are_read_as_they_are_written() {
    for (words, start, end) in [
        ("06:00-14:00", 360, 840),
        ("16:00-24:00", 960, 1440),
        ("00:00-24:00", 0, 1440),
        ("22:00-06:00", 1320, 1800),
        ("22:00-00:00", 1320, 1440),
        ("00:01-00:00", 1, 1440),
        ("23:59-23:58", 1439, 2878),
    ] {
        assert_eq!((shift(words).start_minute(), shift(words).end_minute()), (start, end));
        let again = shift(&shift(words).to_string());
        assert_eq!(again, shift(words));
    }
    assert_eq!(shift(" 6:00 – 14:00 "), shift("06:00-14:00"));
}

#[test]
fn words_that_are_no_shift_are_refused() {
    for words in [
        "",
        "-",
        "06:00",
        "06:00-",
        "06:00-14",
        "6-14",
        "25:00-26:00",
        "24:00-06:00",
        "06:60-07:00",
        "06:00-24:01",
        "06:00-14:00-22:00",
        "+6:00-14:00",
        "06:0-14:00",
        "٠٦:٠٠-١٤:٠٠",
        "006:00-14:00",
    ] {
        let problem = Shift::parse(words).unwrap_err();
        assert!(matches!(problem, CalendarError::NotAShift { .. }), "{words}: {problem}");
    }
    assert_eq!(
        Shift::parse("06:00-06:00").unwrap_err().to_string(),
        "a shift 06:00-06:00 has no length; for a whole day write 00:00-24:00, or two shifts that \
         follow each other"
    );
    assert!(Shift::parse(&"9".repeat(10_000)).unwrap_err().to_string().len() < 300);
}

#[test]
fn weekdays_are_read_by_name_or_three_letters() {
    for weekday in Weekday::Monday.cycle_forward().take(7) {
        assert_eq!(parse_weekday(weekday_word(weekday)), Ok(weekday));
        assert_eq!(parse_weekday(&format!(" {weekday:?} ").to_uppercase()), Ok(weekday));
    }
    assert_eq!(
        parse_weekday("lunes").unwrap_err().to_string(),
        "\"lunes\" is no day of the week; expected mon, tue, wed, thu, fri, sat or sun"
    );
}

#[test]
fn zones_are_found_by_name_and_others_are_refused_with_a_suggestion() {
    assert_eq!(zone("america/santiago").name(), "America/Santiago");
    assert_eq!(Zone::utc(), zone("UTC"));
    assert_eq!(Zone::utc().local(Timestamp::ZERO), date(1970, 1, 1).at(0, 0, 0, 0));

    let problem = |name: &str| Zone::parse(name).unwrap_err().to_string();
    assert_eq!(
        problem("Santiago"),
        "no time zone is called \"Santiago\"; did you mean America/Santiago?"
    );
    assert!(problem("new york").ends_with("did you mean America/New_York?"));
    for given in ["", "Mars/Olympus", "../../etc/passwd", "Etc/Unknown", "+02:00", "CLT4"] {
        assert!(problem(given).contains("expected a name of the IANA database"), "{given}");
    }
    assert!(problem(&"x".repeat(100_000)).len() < 300);
}

fn refused(week: &[(Weekday, &str)], holidays: &[Date]) -> CalendarError {
    let shifts = week.iter().map(|(weekday, words)| (*weekday, shift(words)));
    Calendar::new(Zone::utc(), shifts, holidays.iter().copied()).unwrap_err()
}

#[test]
fn shifts_that_overlap_are_refused_with_the_two_named() {
    let friday_and_saturday =
        [(Weekday::Saturday, "05:00-13:00"), (Weekday::Friday, "22:00-06:00")];
    assert_eq!(
        refused(&friday_and_saturday, &[]).to_string(),
        "the shift sat 05:00-13:00 begins before fri 22:00-06:00 has ended; begin it at 06:00 or \
         end the other at 05:00"
    );
    let sunday_into_monday = [(Weekday::Monday, "05:59-13:00"), (Weekday::Sunday, "22:00-06:00")];
    let problem = refused(&sunday_into_monday, &[]).to_string();
    assert!(problem.starts_with("the shift mon 05:59-13:00 begins before sun"), "{problem}");
    let twice = [(Weekday::Monday, "06:00-14:00"); 2];
    assert!(matches!(refused(&twice, &[]), CalendarError::Overlap { .. }));
}

#[test]
fn shifts_that_follow_each_other_are_one_stretch_of_work() {
    let mill =
        calendar("UTC", "mon-sun 06:00-14:00, mon-sun 14:00-22:00, mon-sun 22:00-06:00", &[]);
    let from = mill.start_of(date(2026, 11, 16));
    assert_eq!(mill.working_between(from, from + HOUR * 240), HOUR * 240);
    assert_eq!(mill.add_working(from, HOUR * 100), from + HOUR * 100);
    assert_eq!(mill.working_day(), HOUR * 24);
}

#[test]
fn a_week_without_shifts_or_with_too_many_is_refused() {
    assert_eq!(
        refused(&[], &[]).to_string(),
        "the week has no shift; expected at least one, or no calendar where work never stops"
    );
    let minutes: Vec<String> = (0..13).map(|hour| format!("{hour:02}:00-{hour:02}:30")).collect();
    let week: Vec<_> = minutes.iter().map(|words| (Weekday::Monday, words.as_str())).collect();
    assert_eq!(refused(&week, &[]).to_string(), "mon has too many shifts; expected at most 12");
}

#[test]
fn holidays_without_end_are_refused_and_a_years_standstill_is_not() {
    let from = date(2026, 1, 1);
    let days = |count: usize| -> Vec<Date> {
        from.series(jiff::Span::new().days(1)).take(count).collect()
    };
    let all_week = [(Weekday::Monday, "08:00-16:00"), (Weekday::Thursday, "08:00-16:00")];

    let standstill = Calendar::new(
        Zone::utc(),
        all_week.iter().map(|(weekday, words)| (*weekday, shift(words))),
        days(365),
    );
    assert_eq!(standstill.unwrap().next_working_day(from), date(2027, 1, 4));
    assert_eq!(
        refused(&all_week, &days(420)).to_string(),
        "from 2026-01-01 on, holidays leave no shift for more than 396 days; expected at least \
         one working day in that time"
    );
    assert_eq!(
        refused(&all_week, &days(4001)).to_string(),
        "too many holidays; expected at most 4000"
    );
    assert_eq!(
        refused(&all_week, &[date(2200, 1, 1)]).to_string(),
        "the holiday 2200-01-01 is too far away; expected one of 1900 to 2199"
    );
    // Endless input is not read to its end.
    let endless = Calendar::new(
        Zone::utc(),
        [(Weekday::Monday, shift("08:00-16:00"))],
        std::iter::repeat(from),
    );
    assert_eq!(endless.unwrap_err(), CalendarError::TooManyHolidays);
}

#[test]
fn what_a_calendar_was_made_of_makes_it_again() {
    let one = calendar(
        "America/Santiago",
        "mon-fri 22:00-06:00, mon-fri 08:00-12:00",
        &[date(2026, 9, 18)],
    );
    let again = Calendar::new(one.zone().clone(), one.shifts(), one.holidays().iter().copied());
    assert_eq!(again.unwrap(), one);
    assert!(!one.is_always());
    assert_eq!(Calendar::always(Zone::utc()).shifts().count(), 0);
}

#[test]
fn a_holiday_takes_the_night_shift_that_begins_on_it_and_leaves_the_one_before() {
    let eve = date(2026, 12, 24);
    let mill = calendar("Europe/London", "mon-sun 22:00-06:00", &[date(2026, 12, 25)]);
    assert!(mill.is_working(at(&mill, date(2026, 12, 25).at(5, 59, 0, 0))));
    assert!(!mill.is_working(at(&mill, date(2026, 12, 25).at(23, 0, 0, 0))));
    assert!(!mill.is_working(at(&mill, date(2026, 12, 26).at(3, 0, 0, 0))));
    assert_eq!(mill.end_of_shift(eve), at(&mill, date(2026, 12, 25).at(6, 0, 0, 0)));
    assert_eq!(mill.closes(eve), at(&mill, date(2026, 12, 26).at(6, 0, 0, 0)));
}

#[test]
fn a_day_closes_at_six_of_the_next_working_day() {
    let office =
        calendar("America/Santiago", "mon-thu 08:00-17:00, fri 08:00-15:00", &[date(2026, 5, 1)]);
    let six_of = |day: i8| at(&office, date(2026, 5, day).at(6, 0, 0, 0));
    // Thursday; Friday is the First of May.
    let thursday = date(2026, 4, 30);
    assert_eq!(office.closes(thursday), six_of(4));
    assert_eq!(office.closes(date(2026, 5, 2)), six_of(4));
    assert_eq!(office.closes_after(thursday, 3), six_of(7));
    assert_eq!(office.end_of_shift(thursday), at(&office, thursday.at(17, 0, 0, 0)));
    assert_eq!(office.end_of_shift(date(2026, 5, 1)), office.start_of(date(2026, 5, 2)));
    assert_eq!(
        office.next_working(office.start_of(date(2026, 5, 1))),
        at(&office, date(2026, 5, 4).at(8, 0, 0, 0))
    );
    // (4 · 9 h + 7 h) / 5 = 8 h 36 min.
    assert_eq!(office.working_day(), HOUR * 8 + MINUTE * 36);
}

#[test]
fn without_a_calendar_every_hour_and_day_counts() {
    let always = Calendar::always(zone("Europe/London"));
    let day = date(2026, 3, 29);
    let noon = at(&always, day.at(12, 0, 0, 0));
    assert_eq!(always.working_between(noon, noon + HOUR * 100), HOUR * 100);
    assert_eq!(always.working_between(noon, noon - HOUR), Duration::ZERO);
    assert_eq!(always.add_working(noon, HOUR), noon + HOUR);
    assert_eq!(always.next_working(noon), noon);
    assert_eq!(always.end_of_shift(day), always.start_of(date(2026, 3, 30)));
    assert_eq!(always.closes(day), at(&always, date(2026, 3, 30).at(6, 0, 0, 0)));
    assert_eq!(always.working_day(), HOUR * 24);
}

#[test]
fn at_the_edges_of_time_every_question_still_has_an_answer() {
    let office = calendar("Pacific/Apia", "tue 08:00-17:00", &[]);
    for calendar in [office, Calendar::always(zone("America/St_Johns"))] {
        for at in [Timestamp::MIN, Timestamp::MAX] {
            let _ = (calendar.slot(at), calendar.is_working(at), calendar.zone().local(at));
            assert!(calendar.next_working(at) >= at);
            assert!(calendar.date_of(at).year() >= 1899 && calendar.date_of(at).year() <= 2200);
        }
        for day in [Date::MIN, Date::MAX, date(1900, 1, 1), date(2200, 1, 1)] {
            assert!(calendar.start_of(day) <= calendar.end_of_shift(day));
            assert!(calendar.closes(day) <= Timestamp::MAX);
            assert!(calendar.next_working_day(day) <= date(2200, 1, 1));
        }
        assert_eq!(calendar.add_working(Timestamp::ZERO, Duration::MAX), Timestamp::MAX);
        let all = calendar.working_between(Timestamp::MIN, Timestamp::MAX);
        assert!(all > HOUR * 24 * 365 * 10);
    }
}
