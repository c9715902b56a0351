//! One event: what moved together is told together.

use mission::event::Event;
use mission::incident::{Happening, Incident};
use mission::report::{Reading, Report};

use crate::world::{MILL, World};

fn falls(by: &'static [(&'static str, f64)]) -> impl Fn(&str, &str) -> Option<f64> {
    move |mill, key| {
        let moved = by.iter().find(|(moved, _)| mill == MILL && *moved == key);
        Some(moved.map_or(0.0, |(_, off)| *off))
    }
}

fn changes_at_the_mill(world: &World) -> Vec<Incident> {
    let mill = world.id(MILL);
    let changes = world.federation.reached(mill).filter(|it| !it.strands.is_empty());
    changes.cloned().collect()
}

#[test]
fn series_that_change_on_one_day_are_one_incident_led_by_the_one_that_moved_most() {
    let mut world = World::settled();
    for _ in 0..4 {
        world.day(falls(&[("output", -8.0), ("energy", 9.0), ("yield", -16.0)]));
    }
    let [incident] = &changes_at_the_mill(&world)[..] else { panic!("it is one event") };
    assert_eq!(incident.strands.len(), 3);
    assert_eq!(incident.strands[0].indicator, world.indicator(MILL, "yield"));
    let told = world.steps.iter().flat_map(|step| &step.notices);
    let opened = mission::effect::News::Opened(incident.id);
    assert_eq!(told.filter(|notice| notice.what == opened).count(), 1);
    let joined = |line: &&mission::incident::LogLine| matches!(line.what, Happening::Joined(..));
    assert_eq!(incident.log.iter().filter(joined).count(), 2);
}

#[test]
fn series_that_change_days_apart_are_told_apart() {
    let mut world = World::settled();
    for _ in 0..3 {
        world.day(falls(&[("output", -12.0)]));
    }
    for _ in 0..3 {
        world.day(falls(&[("output", -12.0), ("yield", -12.0)]));
    }
    assert_eq!(changes_at_the_mill(&world).len(), 2);
}

/// What is told late of the same day must not rise with the first before its readings could show
/// that it is back.
#[test]
fn a_series_that_joins_late_has_three_readings_of_its_own_before_it_rises() {
    let mut world = World::settled();
    let of_yield = world.indicator(MILL, "yield");
    let mut late = Vec::new();
    for off in [-80.0, -81.0] {
        late.push(Reading {
            indicator: of_yield,
            at: world.at_hour(world.date, 0),
            value: 95.0 + off,
        });
        world.day(|mill, key| match (mill, key) {
            (MILL, "output") => Some(-14.0),
            (MILL, "yield") => None,
            _ => Some(0.0),
        });
    }
    let id = world.open_at(MILL).expect("output was told");
    let alone = world.incident(id).rises_at();
    let sent = world.at_hour(world.date, 17);
    world.put(sent, Event::Report(Report { readings: late, ..Report::default() }));

    let incident = world.incident(id);
    assert_eq!(incident.strands.len(), 2, "it is the same event");
    let hours = &incident.chain[0].hours;
    let cadence = world.federation.registry().indicator(of_yield).cadence;
    let third = cadence.nth_due_after(sent, 3, hours);
    assert!(alone < Some(third));
    assert_eq!(incident.rises_at(), Some(third));
}
