//! Drafts: is every mistake named with its place, and every right draft applied as it was meant?

use std::time::Duration;

use jiff::civil::date;

use super::*;
use crate::agreement::Subject;
use crate::event::{Entry, Event};
use crate::federation::Federation;
use crate::id::UnitId;
use crate::registry::{Aggregate, Direction, Sphere};
use crate::time::Timestamp;

fn unit(path: &str) -> UnitDraft {
    UnitDraft { path: path.to_owned(), ..UnitDraft::default() }
}

fn output() -> IndicatorDraft {
    IndicatorDraft {
        key: "output".to_owned(),
        measure: Some("t/d".to_owned()),
        cadence: Some("daily".to_owned()),
        direction: Some("more".to_owned()),
        ..IndicatorDraft::default()
    }
}

fn capability() -> TermDraft {
    TermDraft {
        subject: "capability".to_owned(),
        indicator: Some("output".to_owned()),
        value: 40.0,
        from: "2026-01-01".to_owned(),
        review: None,
        reason: "two looms".to_owned(),
    }
}

fn mill() -> UnitDraft {
    UnitDraft { indicators: vec![output()], agreements: vec![capability()], ..unit("chile/mill") }
}

fn shift(days: &[&str], from: &str, to: &str) -> ShiftDraft {
    ShiftDraft {
        days: days.iter().map(|day| (*day).to_owned()).collect(),
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

/// The one problem of drafts that are laid down where nothing is yet: its place and what is right.
fn problem(drafts: &[UnitDraft]) -> (String, String) {
    let federation = Federation::new();
    the_problem(&federation, drafts)
}

fn the_problem(federation: &Federation, drafts: &[UnitDraft]) -> (String, String) {
    let problems = check(drafts, "committee", federation.registry()).expect_err("it is wrong");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    (problem.place.clone(), problem.expected.clone())
}

fn lay_down(federation: &mut Federation, drafts: &[UnitDraft]) {
    let charter = check(drafts, "committee", federation.registry()).expect("good drafts");
    let offset = federation.applied().offset + 1;
    let entry = Entry { offset, received: Timestamp::ZERO, event: Event::Charter(charter) };
    let answer = federation.step(&entry).answer;
    assert!(matches!(answer, Some(Ok(_))), "{answer:?}");
}

fn at(federation: &Federation, path: &str) -> UnitId {
    let path = Path::parse(path).expect("a good path");
    federation.registry().at_path(&path).expect("it is there")
}

/// chile, chile/north with a mill below it.
fn country() -> Federation {
    let mut federation = Federation::new();
    let mill = UnitDraft { path: "chile/north/mill".to_owned(), ..mill() };
    lay_down(&mut federation, &[unit("chile"), unit("chile/north"), mill]);
    federation
}

#[test]
fn parts_may_be_written_before_their_parents() {
    let mut federation = Federation::new();
    lay_down(&mut federation, &[mill(), unit("chile")]);
    assert_eq!(federation.registry().unit(UnitId(0)).path.as_str(), "chile");
    assert_eq!(federation.registry().unit(UnitId(1)).parent, Some(UnitId(0)));
}

#[test]
fn all_that_is_wrong_is_listed_at_once() {
    let drafts = [
        UnitDraft { path: "Chile".to_owned(), zone: Some("Mars".to_owned()), ..unit("") },
        UnitDraft {
            indicators: vec![IndicatorDraft { cadence: Some("often".to_owned()), ..output() }],
            holidays: Some(vec!["1 May".to_owned()]),
            ..unit("peru")
        },
    ];
    let problems = check(&drafts, "", &Registry::default()).expect_err("it is wrong");
    let places: Vec<&str> = problems.iter().map(|problem| problem.place.as_str()).collect();
    assert_eq!(
        places,
        ["by", "units[0].path", "units[1].holidays[0]", "units[1].indicators[0].cadence"]
    );
}

#[test]
fn what_a_new_unit_leaves_out_it_inherits() {
    let mut federation = Federation::new();
    let chile = UnitDraft {
        zone: Some("America/Santiago".to_owned()),
        shifts: Some(vec![shift(&["mon-fri"], "08:00", "16:00")]),
        holidays: Some(vec!["2026-05-01".to_owned()]),
        ..unit("chile")
    };
    let late = UnitDraft {
        shifts: Some(vec![shift(&["sat-mon"], "22:00", "06:00")]),
        ..unit("chile/late")
    };
    let always = UnitDraft { shifts: Some(vec![]), ..unit("chile/always") };
    lay_down(&mut federation, &[late, chile, always, mill()]);

    let calendar = |path| federation.registry().unit(at(&federation, path)).calendar.clone();
    assert_eq!(calendar("chile/mill"), calendar("chile"));
    assert_eq!(calendar("chile/late").zone().name(), "America/Santiago");
    assert_eq!(calendar("chile/late").holidays(), [date(2026, 5, 1)]);
    assert_eq!(calendar("chile/late").shifts().count(), 3);
    assert_eq!(calendar("chile/late").working_day(), Duration::from_hours(8));
    assert!(calendar("chile/always").is_always());
    let levels = &federation.registry().unit(at(&federation, "chile/mill")).alarm_levels;
    assert_eq!(levels, &[at(&federation, "chile")]);
}

#[test]
fn a_range_of_days_may_pass_sunday_and_never_lasts_more_than_a_week() {
    let shifts = |days: &str| {
        let mut federation = Federation::new();
        let draft =
            UnitDraft { shifts: Some(vec![shift(&[days], "08:00", "16:00")]), ..unit("chile") };
        lay_down(&mut federation, &[draft]);
        federation.registry().unit(UnitId(0)).calendar.shifts().count()
    };
    assert_eq!(shifts("mon-fri"), 5);
    assert_eq!(shifts("mon-sun"), 7);
    assert_eq!(shifts("fri-mon"), 4);
    assert_eq!(shifts("tue-tue"), 1);
    assert_eq!(shifts("Wednesday"), 1);
}

#[test]
fn what_an_existing_unit_leaves_out_stays() {
    let mut federation = Federation::new();
    let first = UnitDraft {
        name: Some("Mill 4".to_owned()),
        zone: Some("America/Lima".to_owned()),
        members: Some(false),
        small_index_goes_up: Some(true),
        indicators: vec![output()],
        ..unit("mill")
    };
    lay_down(&mut federation, &[first]);
    let before = federation.registry().unit(UnitId(0)).clone();

    let renamed = IndicatorDraft {
        key: "output".to_owned(),
        name: Some("Cloth".to_owned()),
        ..IndicatorDraft::default()
    };
    lay_down(&mut federation, &[UnitDraft { indicators: vec![renamed], ..unit("mill") }]);

    assert_eq!(federation.registry().unit(UnitId(0)), &before);
    let [indicator] = federation.registry().indicators() else { panic!("one indicator") };
    assert_eq!((indicator.name.as_str(), indicator.measure.as_str()), ("Cloth", "t/d"));
    assert_eq!(indicator.direction, Direction::More);
    assert_eq!(indicator.aggregate, Aggregate::Mean);
}

#[test]
fn a_holiday_alone_changes_no_shift() {
    let mut federation = Federation::new();
    let week = vec![shift(&["mon-fri"], "08:00", "16:00")];
    lay_down(&mut federation, &[UnitDraft { shifts: Some(week), ..unit("chile") }]);
    let holidays = Some(vec!["2026-09-18".to_owned()]);
    lay_down(&mut federation, &[UnitDraft { holidays, ..unit("chile") }]);
    let calendar = &federation.registry().unit(UnitId(0)).calendar;
    assert_eq!(calendar.shifts().count(), 5);
    assert!(!calendar.is_working_day(date(2026, 9, 18)));
}

#[test]
fn addresses_must_be_good_single_and_below_something() {
    assert_eq!(problem(&[unit("chile"), unit("chile/plan")]).0, "units[1].path");
    let (place, expected) = problem(&[unit("chile"), unit("peru"), unit("chile")]);
    assert_eq!(place, "units[2].path");
    assert!(expected.contains("units[0]"), "{expected}");
    let (place, expected) = problem(&[unit("chile/mill")]);
    assert_eq!(place, "units[0].path");
    assert!(expected.contains("there is no chile"), "{expected}");
    assert_eq!(problem(&[]), ("units".to_owned(), "at least one unit".to_owned()));
}

#[test]
fn every_field_of_a_calendar_is_checked() {
    let with = |change: fn(&mut UnitDraft)| {
        let mut draft = unit("chile");
        draft.shifts = Some(vec![shift(&["mon-fri"], "08:00", "16:00")]);
        change(&mut draft);
        problem(&[draft])
    };
    assert_eq!(
        with(|unit| unit.zone = Some("Santiago".to_owned())),
        ("units[0].zone".to_owned(), "America/Santiago".to_owned())
    );
    let (place, expected) = with(|unit| unit.zone = Some("Mars".to_owned()));
    assert_eq!(place, "units[0].zone");
    assert!(expected.starts_with("a name of the IANA database"), "{expected}");
    assert_eq!(
        with(|unit| unit.holidays = Some(vec!["someday".to_owned()])).0,
        "units[0].holidays[0]"
    );
    assert_eq!(
        with(|unit| unit.holidays = Some(vec!["1492-10-12".to_owned()])).0,
        "units[0].holidays"
    );
    let shifts = |unit: &mut UnitDraft, shifts: Vec<ShiftDraft>| unit.shifts = Some(shifts);
    assert_eq!(
        with(|unit| unit.shifts = Some(vec![shift(&["mon"], "8", "16:00")])).0,
        "units[0].shifts[0]"
    );
    assert_eq!(
        with(|unit| unit.shifts = Some(vec![shift(&["montag"], "08:00", "16:00")])).0,
        "units[0].shifts[0].days[0]"
    );
    let mut overlapping = unit("chile");
    shifts(
        &mut overlapping,
        vec![shift(&["mon"], "08:00", "16:00"), shift(&["mon"], "15:00", "20:00")],
    );
    assert_eq!(problem(&[overlapping]).0, "units[0].shifts");
    let mut idle = unit("chile");
    shifts(&mut idle, vec![shift(&[], "08:00", "16:00")]);
    assert_eq!(problem(&[idle]).0, "units[0].shifts[0].days");
    let holidays_of_nothing = UnitDraft {
        shifts: Some(vec![]),
        holidays: Some(vec!["2026-05-01".to_owned()]),
        ..unit("chile")
    };
    assert_eq!(problem(&[holidays_of_nothing]).0, "units[0].holidays");
}

#[test]
fn safety_alarms_go_to_levels_above_only() {
    let draft = |levels: &[&str]| {
        let levels = levels.iter().map(|level| (*level).to_owned()).collect();
        [
            unit("chile"),
            unit("chile/north"),
            UnitDraft { alarm_levels: Some(levels), ..unit("chile/north/mill") },
        ]
    };
    let mut federation = Federation::new();
    lay_down(&mut federation, &draft(&["chile", "chile/north"]));
    let levels = &federation.registry().unit(at(&federation, "chile/north/mill")).alarm_levels;
    assert_eq!(levels, &[at(&federation, "chile"), at(&federation, "chile/north")]);

    for bad in ["chile/north/mill", "chile/south", "peru", "chile/no", "Chile"] {
        assert_eq!(problem(&draft(&[bad])).0, "units[2].alarm_levels[0]", "{bad}");
    }
    assert_eq!(problem(&draft(&["chile", "chile"])).0, "units[2].alarm_levels[1]");
    let root = UnitDraft { alarm_levels: Some(vec!["chile".to_owned()]), ..unit("chile") };
    assert!(problem(&[root]).1.contains("a root has none"));
}

#[test]
fn every_field_of_an_indicator_is_checked() {
    let with = |change: fn(&mut IndicatorDraft)| {
        let mut indicator = output();
        change(&mut indicator);
        problem(&[UnitDraft { indicators: vec![indicator], ..unit("chile") }]).0
    };
    let place = |field: &str| format!("units[0].indicators[0].{field}");
    assert_eq!(with(|it| it.key = "Output".to_owned()), place("key"));
    assert_eq!(with(|it| it.name = Some(" ".to_owned())), place("name"));
    for measure in ["", "°C", "t per d", "t/d t/d t/d t/d t/d t/d t/d t/d t/d"] {
        let indicator = IndicatorDraft { measure: Some(measure.to_owned()), ..output() };
        let draft = UnitDraft { indicators: vec![indicator], ..unit("chile") };
        assert_eq!(problem(&[draft]).0, place("measure"), "{measure}");
    }
    assert_eq!(with(|it| it.measure = None), place("measure"));
    assert_eq!(with(|it| it.cadence = Some("7 min".to_owned())), place("cadence"));
    assert_eq!(with(|it| it.cadence = None), place("cadence"));
    assert_eq!(with(|it| it.direction = Some("up".to_owned())), place("direction"));
    assert_eq!(with(|it| it.direction = None), place("direction"));
    assert_eq!(with(|it| it.sphere = Some("private".to_owned())), place("sphere"));
    assert_eq!(with(|it| it.aggregate = Some("median".to_owned())), place("aggregate"));

    let twice = UnitDraft { indicators: vec![output(), output()], ..unit("chile") };
    assert_eq!(problem(&[twice]).0, "units[0].indicators[1].key");
}

#[test]
fn a_unit_has_a_bounded_number_of_indicators() {
    let keyed = |key: usize| IndicatorDraft { key: format!("i{key}"), ..output() };
    let many = (0..=limits::INDICATORS_A_UNIT).map(keyed).collect();
    assert_eq!(
        problem(&[UnitDraft { indicators: many, ..unit("chile") }]).0,
        "units[0].indicators"
    );
}

#[test]
fn every_word_of_direction_sphere_and_aggregate_is_read() {
    let read = |direction: &str, sphere: &str, aggregate: &str| {
        let indicator = IndicatorDraft {
            direction: Some(direction.to_owned()),
            sphere: Some(sphere.to_owned()),
            aggregate: Some(aggregate.to_owned()),
            ..output()
        };
        let draft = UnitDraft { indicators: vec![indicator], ..unit("chile") };
        let charter = check(&[draft], "committee", &Registry::default()).expect("it is right");
        let indicator = &charter.units[0].indicators[0];
        (indicator.direction, indicator.sphere, indicator.aggregate)
    };
    assert_eq!(read("more", "work", "sum"), (Direction::More, Sphere::Work, Aggregate::Sum));
    assert_eq!(
        read("less", "zero-is-best", "mean"),
        (Direction::Less, Sphere::ZeroIsBest, Aggregate::Mean)
    );
    assert_eq!(
        read("on-target", "about-people", "mean"),
        (Direction::OnTarget, Sphere::AboutPeople, Aggregate::Mean)
    );
}

#[test]
fn amounts_add_up_and_levels_are_averaged() {
    for amount in ["t", "kg", "kW.h", "{pieces}", "L", "h", "m3", "kvar.h", "m"] {
        assert_eq!(aggregate_of(amount), Aggregate::Sum, "{amount}");
    }
    for level in ["%", "1", "Cel", "t/d", "kW", "MW", "bar", "mbar", "kPa", "[pH]", "kg/t", "m/s"] {
        assert_eq!(aggregate_of(level), Aggregate::Mean, "{level}");
    }
}

#[test]
fn the_measure_of_an_indicator_never_changes() {
    let federation = country();
    let tonnes = IndicatorDraft { measure: Some("kg/d".to_owned()), ..output() };
    let draft = UnitDraft { indicators: vec![tonnes], ..unit("chile/north/mill") };
    let (place, expected) = the_problem(&federation, &[draft]);
    assert_eq!(place, "units[0].indicators[0].measure");
    assert!(expected.starts_with("t/d, in which output is kept"), "{expected}");
}

#[test]
fn every_field_of_an_agreement_is_checked() {
    let with = |change: fn(&mut TermDraft)| {
        let mut term = capability();
        change(&mut term);
        problem(&[unit("chile"), UnitDraft { agreements: vec![term], ..mill() }]).0
    };
    let place = |field: &str| format!("units[1].agreements[0].{field}");
    assert_eq!(with(|term| term.subject = "salary".to_owned()), place("subject"));
    assert_eq!(with(|term| term.indicator = Some("waste".to_owned())), place("indicator"));
    assert_eq!(with(|term| term.indicator = None), place("indicator"));
    assert_eq!(with(|term| term.from = "soon".to_owned()), place("from"));
    assert_eq!(with(|term| term.from = "1492-10-12".to_owned()), place("from"));
    assert_eq!(with(|term| term.review = Some("2026-01-01".to_owned())), place("review"));
    assert_eq!(with(|term| term.reason = String::new()), place("reason"));
    for value in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e101] {
        let term = TermDraft { value, ..capability() };
        let draft = UnitDraft { agreements: vec![term], ..mill() };
        assert_eq!(problem(&[unit("chile"), draft]).0, place("value"), "{value}");
    }
    let long =
        TermDraft { subject: "recovery".to_owned(), indicator: None, value: 11.0, ..capability() };
    let draft = UnitDraft { agreements: vec![long], ..mill() };
    assert_eq!(problem(&[unit("chile"), draft]).0, place("value"));
    let twice = UnitDraft { agreements: vec![capability(), capability()], ..mill() };
    assert_eq!(problem(&[unit("chile"), twice]).0, "units[1].agreements[1]");
}

#[test]
fn terms_of_several_years_are_laid_down_in_order_of_time() {
    let year =
        |year: i16, value| TermDraft { value, from: format!("{year}-01-01"), ..capability() };
    let draft = UnitDraft {
        agreements: vec![year(2026, 44.0), year(2024, 40.0), year(2025, 42.0)],
        ..mill()
    };
    let mut federation = Federation::new();
    lay_down(&mut federation, &[unit("chile"), draft]);

    let mill = at(&federation, "chile/mill");
    let output = Subject::Capability(federation.registry().indicators()[0].id);
    let on = |year| federation.terms().on(mill, output, date(year, 6, 1)).map(|(value, _)| value);
    assert_eq!([on(2024), on(2025), on(2026)], [Some(40.0), Some(42.0), Some(44.0)]);
    assert_eq!((on(2023), on(2027)), (None, None));
}

#[test]
fn a_term_that_holds_already_may_be_said_again() {
    let mut federation = country();
    let draft = UnitDraft { agreements: vec![capability()], ..unit("chile/north/mill") };
    lay_down(&mut federation, &[draft]);
    assert_eq!(federation.agreements_of(at(&federation, "chile/north/mill")).count(), 1);
}

#[test]
fn the_parts_of_a_unit_that_moves_move_with_it() {
    let mut federation = country();
    let mill = at(&federation, "chile/north/mill");
    let moved = UnitDraft { moved_from: Some("chile/north".to_owned()), ..unit("north") };
    let named_there = UnitDraft { name: Some("Mill 4".to_owned()), ..unit("north/mill") };
    let new_there = unit("north/mill/spinning");
    lay_down(&mut federation, &[new_there, named_there, moved.clone()]);

    let unit = federation.registry().unit(mill);
    assert_eq!((unit.path.as_str(), unit.name.as_str()), ("north/mill", "Mill 4"));
    assert_eq!(unit.parent, Some(at(&federation, "north")));
    assert_eq!(at(&federation, "chile/north/mill"), mill, "the old address leads there");
    assert_eq!(
        federation.registry().unit(at(&federation, "north/mill/spinning")).parent,
        Some(mill)
    );

    let before = federation.registry().units().to_vec();
    lay_down(&mut federation, &[moved]);
    assert_eq!(federation.registry().units(), before, "it has moved already");
}

#[test]
fn a_move_must_lead_from_somewhere_to_somewhere_free() {
    let mut federation = country();
    lay_down(&mut federation, &[unit("chile/south")]);
    let moving = |from: &str, to: &str| {
        let draft = UnitDraft { moved_from: Some(from.to_owned()), ..unit(to) };
        the_problem(&federation, &[draft])
    };
    assert_eq!(moving("peru", "chile/east").0, "units[0].moved_from");
    assert_eq!(moving("Peru", "chile/east").0, "units[0].moved_from");
    assert_eq!(moving("chile/north", "chile/south").0, "units[0].path");
    assert_eq!(moving("chile/north", "peru/north").0, "units[0].path");
    assert_eq!(moving("chile/north", "chile/north/mill/north").0, "units[0].path");

    let twice = ["chile/east", "chile/west"]
        .map(|to| UnitDraft { moved_from: Some("chile/north".to_owned()), ..unit(to) });
    assert_eq!(the_problem(&federation, &twice).0, "units[1].moved_from");
}

#[test]
fn a_former_address_is_nobodys_to_use() {
    let mut federation = country();
    let moved = UnitDraft { moved_from: Some("chile/north".to_owned()), ..unit("chile/east") };
    let part_by_its_old_name = unit("chile/north/mill");
    let (place, expected) = the_problem(&federation, &[moved.clone(), part_by_its_old_name]);
    assert_eq!(place, "units[1].path");
    assert!(expected.starts_with("chile/east/mill"), "{expected}");
    let below_the_old_address = unit("chile/north/shop");
    assert_eq!(
        the_problem(&federation, &[moved.clone(), below_the_old_address]).0,
        "units[1].path"
    );

    lay_down(&mut federation, &[moved]);
    let (place, expected) = the_problem(&federation, &[unit("chile/north")]);
    assert_eq!(
        (place.as_str(), expected.as_str()),
        ("units[0].path", "its present address, chile/east")
    );
    assert_eq!(the_problem(&federation, &[unit("chile/north/shop")]).0, "units[0].path");
    let again = UnitDraft { moved_from: Some("chile/north".to_owned()), ..unit("chile/west") };
    let (place, expected) = the_problem(&federation, &[again]);
    assert_eq!(place, "units[0].moved_from");
    assert!(expected.contains("chile/east"), "{expected}");
}

#[test]
fn a_thousand_mistakes_are_listed_and_no_more() {
    let drafts: Vec<UnitDraft> = (0..2_000).map(|_| unit("Chile")).collect();
    let problems = check(&drafts, "committee", &Registry::default()).expect_err("it is wrong");
    assert_eq!(problems.len(), limits::PROBLEMS_LISTED);
    let too_many = vec![unit("chile"); limits::CHARTER_UNITS + 1];
    assert_eq!(problem(&too_many).0, "units");
}
