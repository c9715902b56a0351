//! Oddities: what happens seldom, or in an order that nobody planned for.

use std::time::Duration;

use mission::agreement::Subject;
use mission::effect::Thing;
use mission::event::{Act, Event, Terms};
use mission::incident::{Cause, End, Incident};
use mission::report::{NoData, Reading, Report};
use mission::signal::Kind;

use crate::world::{MILL, OTHER, SECTOR, World, date};

fn without_output(mill: &str, key: &str) -> Option<f64> {
    ((mill, key) != (MILL, "output")).then_some(0.0)
}

fn agree(world: &mut World, subject: Subject, terms: Terms) {
    let act = Act::Propose(world.id(MILL), subject, terms);
    let Thing::Agreement(id) = World::made(world.act(MILL, "assembly", act)) else {
        panic!("a proposal is an agreement")
    };
    world.act(SECTOR, "committee", Act::Consent(id, String::new())).expect("it may");
}

fn terms(value: f64) -> Terms {
    Terms { value, from: None, review: None, reason: "agreed".into() }
}

#[test]
fn a_retired_indicator_does_not_fall_silent_in_a_quiet_week() {
    let mut world = World::settled();
    let output = world.indicator(MILL, "output");
    agree(&mut world, Subject::Retirement(output), terms(1.0));
    let later = date(2026, 7, 1);
    world.wait_until(later, 7);
    assert_eq!(world.federation.incidents_of(output).count(), 0);
}

#[test]
fn retiring_one_series_of_an_incident_leaves_it_to_the_others() {
    let mut world = World::settled();
    for _ in 0..4 {
        world.day(|mill, key| {
            Some(match (mill, key) {
                (MILL, "output" | "yield") => -12.0,
                _ => 0.0,
            })
        });
    }
    let (output, of_yield) = (world.indicator(MILL, "output"), world.indicator(MILL, "yield"));
    let id = world.open_at(MILL).expect("it was told");
    assert_eq!(world.incident(id).strands.len(), 2);
    agree(&mut world, Subject::Retirement(output), terms(1.0));
    assert!(world.incident(id).is_open());
    let left: Vec<_> = world.incident(id).strands.iter().map(|it| it.indicator).collect();
    assert_eq!(left, [of_yield]);
}

#[test]
fn a_fall_from_an_agreed_new_level_is_told() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let output = world.indicator(MILL, "output");
    agree(&mut world, Subject::NewLevel(output), terms(90.0));
    let before = world.federation.signals_of(output).count();
    for _ in 0..6 {
        world.day_off(-25.0);
    }
    let told = world.federation.signals_of(output).skip(before).any(|it| it.kind == Kind::Step);
    assert!(told);
    assert!(world.incident(id).strand(output).is_some_and(|strand| strand.change < -5.0));
}

#[test]
fn a_series_that_was_silent_and_came_back_changed_settles_its_silence_too() {
    let mut world = World::settled();
    for _ in 0..3 {
        world.day(without_output);
    }
    world.wait_until(world.date, 7);
    let silence = world.open_at(MILL).expect("it is silent");
    for _ in 0..8 {
        world.day_off(-12.0);
    }
    let output = world.indicator(MILL, "output");
    let changed = world.federation.incidents_of(output).any(|it| it.cause == Cause::Change);
    assert!(changed);
    assert!(!world.incident(silence).is_open(), "reports come again");
}

#[test]
fn an_unusual_reading_is_told_once_whatever_is_corrected_before_it() {
    let mut world = World::settled();
    let output = world.indicator(MILL, "output");
    let days: Vec<_> = world.federation.series(output).tail.iter().map(|it| it.at).collect();
    world.day_off(-12.0);
    let count = |world: &World| {
        world.federation.signals_of(output).filter(|it| it.kind == Kind::Unusual).count()
    };
    assert_eq!(count(&world), 1);
    for at in &days[days.len() - 3..] {
        let reading = Reading { indicator: output, at: *at, value: 100.25 };
        let report = Report { readings: vec![reading], ..Report::default() };
        world.put(world.at_hour(world.date, 9), Event::Report(report));
    }
    assert_eq!(count(&world), 1);
}

#[test]
fn a_correction_of_what_no_terms_counted_makes_no_figure() {
    let mut world = World::settled();
    let (mill, output) = (world.id(MILL), world.indicator(MILL, "output"));
    let before_founding = date(2025, 12, 10);
    let at = world.at_hour(before_founding, 0);
    let report = |value| {
        let readings = vec![Reading { indicator: output, at, value }];
        Event::Report(Report { readings, ..Report::default() })
    };
    world.put(world.at_hour(world.date, 9), report(90.0));
    let back = Terms { from: Some(date(2025, 12, 1)), ..terms(100.0) };
    agree(&mut world, Subject::Capability(output), back);
    world.put(world.at_hour(world.date, 10), report(95.0));
    assert_eq!(world.federation.day(mill, before_founding), None);
}

#[test]
fn a_note_with_nothing_but_a_reason_for_no_data_is_told() {
    let mut world = World::settled();
    let output = world.indicator(MILL, "output");
    let (at, sent) = (world.at_hour(world.date, 0), world.at_hour(world.date, 16));
    let no_data = vec![NoData { indicator: output, at, because: "meter replaced".into() }];
    let note = Some("the fitter comes".to_owned());
    let step = world.put(sent, Event::Report(Report { no_data, note, ..Report::default() }));
    assert_eq!(step.notices.len(), 1);
}

#[test]
fn an_import_and_its_end_tell_nobody() {
    let mut world = World::new();
    let output = world.indicator(OTHER, "output");
    let now = world.at_hour(date(2026, 6, 1), 0);
    for place in 0..80_u32 {
        let at = world.at_hour(date(2025, 6, 2), 0) + Duration::from_hours(24) * place;
        let level = if place < 77 { 100.0 } else { 70.0 };
        let value = level + f64::from(place * 7 % 5);
        let report = Report {
            readings: vec![Reading { indicator: output, at, value }],
            ..Report::default()
        };
        let step = world.put(now, Event::History(report, at));
        assert!(step.notices.is_empty());
    }
    assert!(world.federation.incidents_of(output).any(Incident::is_open), "it fell in the past");
    let step = world.put(now, Event::HistoryEnds);
    assert!(step.notices.is_empty(), "{:?}", step.notices);
    assert!(!world.federation.incidents_of(output).any(Incident::is_open));
}

/// Two units brought in their past at the same moment, and the first that was done ended what was just coming in
/// of the other: its fall was cut off on the day on which it began, and what came after it was another.
#[test]
fn the_end_of_one_past_leaves_that_of_another_unit_which_is_coming_in() {
    let mut world = World::new();
    let now = world.at_hour(date(2026, 6, 1), 0);
    let (mill, other) = (world.indicator(MILL, "output"), world.indicator(OTHER, "output"));
    for place in 0..80_u32 {
        let at = world.at_hour(date(2025, 6, 2), 0) + Duration::from_hours(24) * place;
        let level = if place < 77 { 100.0 } else { 70.0 };
        let value = level + f64::from(place * 7 % 5);
        let readings = [mill, other].map(|indicator| Reading { indicator, at, value });
        world.put(
            now,
            Event::History(Report { readings: readings.into(), ..Report::default() }, at),
        );
    }
    let stands =
        |world: &World, indicator| world.federation.incidents_of(indicator).any(Incident::is_open);
    assert!(stands(&world, mill) && stands(&world, other), "both fell in the past");
    let step = world.put(now, Event::HistoryEndsOf(world.id(MILL)));
    assert!(step.notices.is_empty(), "{:?}", step.notices);
    assert!(!stands(&world, mill) && stands(&world, other));
    world.put(now, Event::HistoryEndsOf(world.id(OTHER)));
    assert!(!stands(&world, other));
}

/// Imported daily figures of a mill's output, about each of these levels for so many days.
fn imported(levels: &[(f64, u32)]) -> (World, Vec<Incident>) {
    let mut world = World::new();
    let output = world.indicator(OTHER, "output");
    let now = world.at_hour(date(2026, 6, 1), 0);
    let days = levels.iter().flat_map(|(level, days)| (0..*days).map(move |_| *level));
    for (place, level) in (0_u32..).zip(days) {
        let at = world.at_hour(date(2025, 6, 2), 0) + Duration::from_hours(24) * place;
        let value = level + f64::from(place * 7 % 5);
        let readings = vec![Reading { indicator: output, at, value }];
        world.put(now, Event::History(Report { readings, ..Report::default() }, at));
    }
    world.put(now, Event::HistoryEnds);
    let incidents = world.federation.incidents_of(output).cloned().collect();
    (world, incidents)
}

/// An industry's recession of 1974 stood open until the import ended and swallowed that of 2020.
#[test]
fn a_later_fall_in_a_history_is_an_incident_of_its_own() {
    let (world, incidents) = imported(&[(100.0, 60), (70.0, 60), (40.0, 30)]);
    let since = |it: &Incident| {
        world.federation.registry().unit(it.unit).calendar.date_of(it.strands[0].since)
    };
    let began: Vec<_> = incidents.iter().map(since).collect();
    assert_eq!(began.len(), 2, "{began:?}");
    let fell = date(2025, 6, 2).checked_add(jiff::Span::new().days(120)).expect("a date");
    assert!((began[1] - fell).get_days().abs() <= 2, "{began:?} and {fell}");
    for incident in &incidents {
        let closing = incident.closed.expect("it is over");
        assert_eq!((incident.rises.len(), closing.how), (0, End::History));
        assert!(closing.at < world.at_hour(date(2026, 1, 1), 0), "in its own time");
    }
}

#[test]
fn what_was_put_right_in_time_in_a_history_recovered() {
    let (_, incidents) = imported(&[(100.0, 60), (70.0, 3), (100.0, 30)]);
    let ends: Vec<_> = incidents.iter().filter_map(|it| it.closed).map(|it| it.how).collect();
    assert_eq!(ends, [End::Recovered]);
}

#[test]
fn an_imported_reading_stops_no_clock() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let clock = world.incident(id).clock;
    let output = world.indicator(MILL, "output");
    let at = world.at_hour(world.date, 0);
    let readings = vec![Reading { indicator: output, at, value: 100.0 }];
    let now = world.at_hour(world.date, 12);
    world.put(now, Event::History(Report { readings, ..Report::default() }, at));
    assert_eq!(world.incident(id).clock, clock);
}
