//! Recovery: does a unit that mends its own trouble keep it to itself, and gain nothing by tricks?

use mission::escalation::Phase;
use mission::event::Act;
use mission::incident::{Closing, End, Happening};
use rehearsal::scenario::{World, day, incident};

fn mill() -> World {
    let mut world = World::seeded(11).with("root > textiles > mill-4");
    world.series("mill-4", "output", "t/d").steady_at(120.0).noise_sd(2.0);
    world.unit("mill-4").recovery_days(5.0);
    world
}

#[test]
fn what_a_unit_mends_in_time_is_never_seen_above() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    world.on(day(63)).back("mill-4/output");
    world.expect(day(63)..day(67), incident("mill-4/output").in_phase(Phase::Waiting));
    world.expect(day(66)..day(69), incident("mill-4/output").in_phase(Phase::Settling));
    world.expect(day(68)..day(73), incident("mill-4/output").in_phase(Phase::Closed));
    world.expect_never(incident("mill-4/output").held_by("textiles"));
    world.run_until(day(80));

    let incident = world.incident("mill-4/output");
    let how = incident.closed.map(|Closing { how, .. }| how);
    assert_eq!(how, Some(End::Recovered), "{}", world.story());
    let (_, steps) = world.log();
    let mill = world.id("mill-4");
    assert!(steps.iter().flat_map(|step| &step.notices).all(|notice| notice.to == mill));
}

#[test]
fn a_return_is_recovery_and_not_news() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    world.on(day(64)).back("mill-4/output");
    world.run_until(day(90));
    assert_eq!(world.incidents("mill-4/output").len(), 1, "{}", world.story());
}

#[test]
fn flapping_buys_no_time() {
    let mut world = mill();
    // Down, back for a day, down again, and so on: outside on most days, never back for three.
    for start in (60..84).step_by(3) {
        world.on(day(start)).step("mill-4/output", -25.0);
        world.on(day(start + 2)).back("mill-4/output");
    }
    world.expect(day(64)..day(76), incident("mill-4/output").held_by("textiles"));
    world.run_until(day(84));
    let first = world.incidents("mill-4/output")[0];
    let waits = |what: &Happening| matches!(what, Happening::Moved(Phase::Waiting));
    assert!(first.log.iter().any(|line| waits(&line.what)), "{}", world.story());
}

#[test]
fn saying_that_it_is_mended_does_not_mend_it() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    let indicator = world.indicator("mill-4/output");
    world.on(day(63)).act("mill-4", "head of repairs", move |federation| {
        let incident = federation.incidents_of(indicator).next().expect("it has opened");
        Act::Claim(incident.id, "mended".to_owned())
    });
    world.expect(day(63)..day(64), incident("mill-4/output").in_phase(Phase::Settling));
    world.expect(day(64)..day(66), incident("mill-4/output").in_phase(Phase::Running));
    world.expect(day(66)..day(70), incident("mill-4/output").held_by("textiles"));
    world.run_until(day(72));
}

#[test]
fn taking_it_on_does_not_stop_the_clock() {
    let risen_at = |takes_on: bool| {
        let mut world = mill();
        world.on(day(60)).step("mill-4/output", -25.0);
        let indicator = world.indicator("mill-4/output");
        if takes_on {
            world.on(day(62)).act("mill-4", "delegate", move |federation| {
                let incident = federation.incidents_of(indicator).next().expect("it has opened");
                Act::TakeOn(incident.id)
            });
        }
        world.run_until(day(75));
        world.incident("mill-4/output").rises[0].at
    };
    assert_eq!(risen_at(true), risen_at(false));
}

#[test]
fn a_recurrence_inherits_what_was_left() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    world.on(day(64)).back("mill-4/output");
    world.on(day(74)).step("mill-4/output", -25.0);
    world.run_until(day(90));

    let incidents = world.incidents("mill-4/output");
    assert_eq!(incidents.len(), 2, "{}", world.story());
    let took =
        |at: usize| incidents[at].rises.first().map(|rise| rise.at.since(incidents[at].opened));
    assert_eq!(took(0), None, "the first was mended in time");
    let second = took(1).expect("the second was left alone");
    let whole = world.calendar("mill-4").working_day() * 5;
    assert!(second < whole, "{second:?} is less than the whole {whole:?}");
}
