//! Silence: what follows when reports stop coming?

use mission::escalation::Phase;
use rehearsal::scenario::{World, day, incident};

fn mill() -> World {
    let mut world = World::seeded(5).with("root > textiles > mill-4");
    world.series("mill-4", "output", "t/d").steady_at(120.0).noise_sd(2.0);
    world
}

#[test]
fn one_missing_report_is_nothing() {
    let mut world = mill();
    world.on(day(40)).missing("mill-4/output", 1);
    world.expect_never(incident("mill-4/output"));
    world.run_until(day(50));
}

#[test]
fn two_missing_reports_are_an_incident_that_rises_with_nothing_but_since_when() {
    let mut world = mill();
    world.on(day(40)).missing("mill-4/output", 20);
    world.expect(day(42)..day(44), incident("mill-4/output").silent().held_by("mill-4"));
    world.expect(day(45)..day(47), incident("mill-4/output").silent().held_by("textiles"));
    world.run_until(day(48));

    let incident = world.incident("mill-4/output");
    let since = incident.quiets().first().expect("it is silent").since;
    assert_eq!(since, world.start_of(day(41)), "the report of day 40 was due at its end");
    assert!(incident.strands.is_empty(), "no reading went up with it");
}

#[test]
fn reports_that_come_again_end_it() {
    let mut world = mill();
    world.on(day(40)).missing("mill-4/output", 3);
    world.expect(day(42)..day(44), incident("mill-4/output").silent());
    world.expect(day(44)..day(50), incident("mill-4/output").silent().in_phase(Phase::Closed));
    world.expect_never(incident("mill-4/output").held_by("textiles"));
    world.run_until(day(55));
}

#[test]
fn saying_why_there_is_no_figure_defers_silence_once() {
    let mut world = mill();
    world.on(day(40)).no_data("mill-4/output", "the scales are being calibrated");
    world.on(day(41)).missing("mill-4/output", 1);
    world.expect_never(incident("mill-4/output"));
    world.run_until(day(50));

    let mut world = mill();
    for number in 40..46 {
        world.on(day(number)).no_data("mill-4/output", "the scales are being calibrated");
    }
    world.expect(day(42)..day(46), incident("mill-4/output").silent());
    world.run_until(day(50));
}

#[test]
fn nobody_owes_a_figure_for_a_weekend_or_a_holiday() {
    let mut world = mill();
    let holiday = world.date(day(44));
    world.unit("mill-4").works("mon-fri 08:00-16:00").holiday(holiday);
    // Day 44 is a Wednesday, and nobody works.
    world.expect_never(incident("mill-4/output"));
    world.run_until(day(60));
}
