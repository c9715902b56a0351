//! Corrections: do late and corrected figures count, and is nothing taken back that was told?

use mission::incident::End;
use mission::signal::Kind;
use rehearsal::scenario::{World, day, incident, signal};

fn mill() -> World {
    let mut world = World::seeded(3).with("root > textiles > mill-4");
    world.series("mill-4", "output", "t/d").steady_at(120.0).noise_sd(2.0);
    world
}

#[test]
fn a_slip_of_the_pen_is_told_and_its_correction_says_that_it_was_no_news() {
    let mut world = mill();
    world.on(day(60)).slip("mill-4/output", -100.0, 3);
    world.expect(day(61)..day(64), signal("mill-4/output"));
    world.expect_never(incident("mill-4/output").held_by("textiles"));
    world.run_until(day(80));

    let output = world.indicator("mill-4/output");
    let told: Vec<_> = world.federation().signals_of(output).collect();
    let of_that_day = |at| at >= world.start_of(day(60)) && at < world.start_of(day(61));
    let about_it: Vec<_> = told.iter().filter(|signal| of_that_day(signal.since)).collect();
    assert!(!about_it.is_empty(), "{}", world.story());
    assert!(about_it.iter().all(|signal| signal.overturned.is_some()), "{about_it:?}");
}

#[test]
fn a_correction_that_takes_away_the_change_ends_its_incident() {
    let mut world = mill();
    for number in 60..63 {
        world.on(day(number)).slip("mill-4/output", -25.0, 66 - number);
    }
    world.expect(day(61)..day(66), incident("mill-4/output").held_by("mill-4"));
    world.run_until(day(80));

    let closed = world.incidents("mill-4/output")[0].closed;
    let how = closed.map(|closing| closing.how);
    assert!(matches!(how, Some(End::Corrected | End::Recovered)), "{}", world.story());
}

#[test]
fn a_late_report_fills_its_place_and_opens_nothing() {
    let mut world = mill();
    world.on(day(60)).late("mill-4/output", 1);
    world.on(day(63)).late("mill-4/output", 3);
    world.expect_never(incident("mill-4/output"));
    world.run_until(day(70));

    let output = world.indicator("mill-4/output");
    let tail = &world.federation().series(output).tail;
    assert_eq!(tail.len(), 69, "the last day's report comes after its midnight");
    assert!(tail.iter().map(|point| point.at).is_sorted());
}

#[test]
fn a_step_whose_second_reading_comes_late_is_still_named() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    world.on(day(61)).late("mill-4/output", 4);
    world.expect(day(62)..day(67), signal("mill-4/output").kind(Kind::Step));
    world.run_until(day(70));
}
