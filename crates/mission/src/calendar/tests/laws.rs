//! What holds of every calendar, whatever its shifts, zone and holidays.

use proptest::prelude::*;

use super::*;

const ZONES: [&str; 7] = [
    "America/Santiago",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/St_Johns",
    "UTC",
];

/// Shifts cut from a week at random minutes, every other piece worked.
fn any_calendar() -> impl Strategy<Value = Calendar> {
    let cuts = proptest::collection::btree_set(0_u16..7 * 1440, 2..16);
    let holidays = proptest::collection::vec(0_i32..1500, 0..20);
    (0..ZONES.len(), cuts, holidays).prop_map(|(zone_at, cuts, holidays)| {
        let cuts: Vec<u16> = cuts.into_iter().collect();
        let shifts = cuts.chunks_exact(2).filter_map(|piece| {
            let weekday = Weekday::Monday.wrapping_add(i64::from(piece[0] / 1440));
            let start = piece[0] % 1440;
            let minutes = (piece[1] - piece[0]).min(1439);
            let end = (start + minutes) % 1440;
            let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            (start != end).then(|| (weekday, shift(&format!("{}-{}", clock(start), clock(end)))))
        });
        let first = date(2009, 12, 1);
        let holidays = holidays
            .into_iter()
            .map(|days| first.checked_add(jiff::Span::new().days(days)).unwrap());
        Calendar::new(zone(ZONES[zone_at]), shifts, holidays).unwrap()
    })
}

/// An instant of 2010 to 2013, to the millisecond.
fn any_time() -> impl Strategy<Value = Timestamp> {
    (1_262_304_000_000_i64..1_388_534_400_000).prop_map(Timestamp::from_millis)
}

fn any_length() -> impl Strategy<Value = Duration> {
    prop_oneof![0_u64..90_000_000, 0_u64..2_000_000_000].prop_map(Duration::from_millis)
}

proptest! {
    #[test]
    fn adding_working_time_is_the_inverse_of_counting_it(
        calendar in any_calendar(), from in any_time(), length in any_length(),
    ) {
        // A week may have two minutes of work: ask for no more than two years of it.
        let length = length.min(calendar.working_between(from, from + HOUR * 24 * 730));
        let by = calendar.add_working(from, length);
        prop_assert_eq!(calendar.working_between(from, by), length);
        if !length.is_zero() {
            let just_before = by - Duration::from_millis(1);
            prop_assert!(calendar.working_between(from, just_before) < length, "not the first");
        }
    }

    #[test]
    fn more_work_takes_no_less_time(
        calendar in any_calendar(), from in any_time(), one in any_length(), other in any_length(),
    ) {
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(calendar.add_working(from, less) <= calendar.add_working(from, more));
        prop_assert!(calendar.add_working(from, less) <= calendar.add_working(from + other, less));
    }

    #[test]
    fn working_times_of_neighbouring_times_add_up(
        calendar in any_calendar(), mut times in [any_time(), any_time(), any_time()],
    ) {
        times.sort_unstable();
        let [first, second, third] = times;
        let in_parts = calendar.working_between(first, second)
            + calendar.working_between(second, third);
        prop_assert_eq!(calendar.working_between(first, third), in_parts);
        prop_assert_eq!(calendar.working_between(third, first), Duration::ZERO);
    }

    #[test]
    fn between_now_and_the_next_working_instant_nobody_works(
        calendar in any_calendar(), from in any_time(),
    ) {
        let next = calendar.next_working(from);
        prop_assert!(calendar.is_working(next));
        prop_assert_eq!(calendar.working_between(from, next), Duration::ZERO);
        prop_assert_eq!(calendar.is_working(from), next == from);
    }

    #[test]
    fn fractions_of_a_millisecond_never_end_early(
        calendar in any_calendar(), from in any_time(), nanos in 1_u64..3_000_000_000,
    ) {
        let length = Duration::from_nanos(nanos);
        prop_assert!(calendar.working_between(from, calendar.add_working(from, length)) >= length);
    }

    #[test]
    fn an_instant_lies_in_its_own_day(calendar in any_calendar(), at in any_time()) {
        let day = calendar.date_of(at);
        prop_assert!(calendar.start_of(day) <= at);
        prop_assert!(at < calendar.start_of(day.tomorrow().unwrap()));
        prop_assert!(calendar.next_working_day(day) > day);
        prop_assert!(calendar.closes(day) > calendar.start_of(day));
    }
}
