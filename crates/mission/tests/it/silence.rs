//! Silence: reports that do not come.

use mission::event::Event;
use mission::incident::{Cause, End};
use mission::report::{NoData, Report};

use crate::world::{MILL, SECTOR, World};

fn without_output(mill: &str, key: &str) -> Option<f64> {
    ((mill, key) != (MILL, "output")).then_some(0.0)
}

#[test]
fn two_due_reports_missing_open_an_incident_and_one_does_not() {
    let mut world = World::settled();
    world.day(without_output);
    assert_eq!(world.open_at(MILL), None);
    world.day(without_output);
    let (second, hours) = (world.date, 7);
    world.wait_until(second, hours);
    let id = world.open_at(MILL).expect("the second report was due at 18:00 and late at 06:00");
    assert!(matches!(world.incident(id).cause, Cause::Silence { .. }));
}

#[test]
fn a_silence_rises_and_ends_when_reports_have_come_again() {
    let mut world = World::settled();
    for _ in 0..8 {
        world.day(without_output);
    }
    let id = world.open_at(MILL).expect("it is silent");
    assert!(world.incident(id).reached_by(world.id(SECTOR)).is_some());
    for _ in 0..4 {
        world.day_off(0.0);
    }
    assert_eq!(world.incident(id).closed.map(|closing| closing.how), Some(End::Recovered));
}

#[test]
fn saying_why_there_is_no_data_defers_silence_once() {
    let mut world = World::settled();
    let output = world.indicator(MILL, "output");
    for _ in 0..2 {
        let (at, sent) = (world.at_hour(world.date, 0), world.at_hour(world.date, 16));
        let no_data = NoData { indicator: output, at, because: "meter replaced".into() };
        let report = Report { no_data: vec![no_data], ..Report::default() };
        world.put(sent, Event::Report(report));
        world.day(without_output);
    }
    world.wait_until(world.date, 7);
    assert_eq!(world.open_at(MILL), None, "the first excuse counts");
    world.day(without_output);
    world.wait_until(world.date, 7);
    assert!(world.open_at(MILL).is_some(), "the second does not");
}
