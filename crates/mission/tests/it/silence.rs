//! Silence: reports that do not come.

use mission::event::Event;
use mission::incident::{End, Happening};
use mission::report::{NoData, Reading, Report};

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
    assert!(world.incident(id).is_silence());
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

/// A source that was out of touch sends what it kept, the oldest first.
#[test]
fn a_backlog_ends_a_silence_only_when_it_has_reached_the_present() {
    let mut world = World::settled();
    let (output, mut kept) = (world.indicator(MILL, "output"), Vec::new());
    for _ in 0..8 {
        kept.push(world.at_hour(world.date, 0));
        world.day(without_output);
    }
    let id = world.open_at(MILL).expect("it is silent");
    let before = world.incident(id).log.len();
    let newest = kept.split_off(5);
    let send = |world: &mut World, at| {
        let now = world.federation.applied().received;
        let readings = vec![Reading { indicator: output, at, value: 100.0 }];
        world.put(now, Event::Report(Report { readings, ..Report::default() }));
        world.put(now, Event::Clock);
    };
    for at in kept {
        send(&mut world, at);
    }
    assert_eq!(world.federation.watch(output).silent, Some(id), "nothing is known of today");
    assert_eq!(world.incident(id).quiet(output).map(|quiet| quiet.came), Some(0));
    assert_eq!(world.incident(id).log.len(), before, "and there is nothing to tell");

    for at in newest {
        send(&mut world, at);
    }
    assert_eq!(world.federation.watch(output).silent, None);
    assert!(world.incident(id).quiet(output).expect("its cause").is_back());
}

fn unless_lost<'k>(lost: &'k [&'k str]) -> impl Fn(&str, &str) -> Option<f64> + 'k {
    move |mill, key| (mill != MILL || !lost.contains(&key)).then_some(0.0)
}

/// A plant whose whole report was lost once had an incident for each of a dozen figures.
#[test]
fn a_whole_report_that_is_lost_is_one_incident_that_names_its_figures() {
    let mut world = World::settled();
    let before = world.federation.incidents().count();
    for _ in 0..2 {
        world.day(unless_lost(&["output", "energy", "yield"]));
    }
    world.wait_until(world.date, 7);
    let id = world.open_at(MILL).expect("it is silent");
    assert_eq!(world.federation.incidents().count(), before + 1);
    let named: Vec<_> = world.incident(id).indicators().collect();
    let keys = ["output", "energy", "yield"].map(|key| world.indicator(MILL, key));
    assert_eq!(named, keys);
}

#[test]
fn what_is_about_people_is_silent_by_itself_and_stays_at_home() {
    let mut world = World::settled();
    for _ in 0..8 {
        world.day(unless_lost(&["output", "energy", "yield", "absence"]));
    }
    let output = world.open_at(MILL).expect("it is silent");
    let absence = world.indicator(MILL, "absence");
    let absence = world.federation.incidents_of(absence).next_back().expect("it is silent too");
    assert_ne!(absence.id, output);
    assert!(absence.rises.is_empty());
    assert!(!world.incident(output).rises.is_empty());
}

#[test]
fn silence_is_over_for_each_figure_as_it_reports_again_and_ends_with_the_last() {
    let mut world = World::settled();
    for _ in 0..2 {
        world.day(unless_lost(&["output", "energy"]));
    }
    world.wait_until(world.date, 7);
    let id = world.open_at(MILL).expect("it is silent");
    let energy = world.indicator(MILL, "energy");
    for _ in 0..4 {
        world.day(unless_lost(&["output"]));
    }
    assert!(world.incident(id).is_open());
    assert!(!world.incident(id).concerns(energy), "energy has reported four times");

    // It can fall silent anew, which is another silence.
    for _ in 0..2 {
        world.day(unless_lost(&["output", "energy"]));
    }
    world.wait_until(world.date, 7);
    let of_energy: Vec<_> = world.federation.incidents_of(energy).map(|it| it.id).collect();
    assert_eq!(of_energy.len(), 2);
    for _ in 0..4 {
        world.day_off(0.0);
    }
    for incident in of_energy {
        let closed = world.incident(incident).closed.map(|closing| closing.how);
        assert_eq!(closed, Some(End::Recovered));
    }
}

#[test]
fn figures_that_fall_silent_one_after_the_other_are_two_incidents() {
    let mut world = World::settled();
    world.day(unless_lost(&["output"]));
    for _ in 0..2 {
        world.day(unless_lost(&["output", "energy"]));
    }
    world.wait_until(world.date, 7);
    let energy = world.indicator(MILL, "energy");
    let of_energy = world.federation.incidents_of(energy).next_back().expect("it is silent");
    assert_ne!(Some(of_energy.id), world.open_at(MILL), "energy came while output did not");
}

#[test]
fn a_figure_that_relapses_in_a_silence_counts_its_reports_from_none() {
    let mut world = World::settled();
    for lost in [&["output", "energy"][..]; 2].into_iter().chain([&["output"][..]; 2]) {
        world.day(unless_lost(lost));
    }
    for _ in 0..2 {
        world.day(unless_lost(&["output", "energy"]));
    }
    world.wait_until(world.date, 7);
    let (id, energy) = (world.open_at(MILL).expect("silent"), world.indicator(MILL, "energy"));
    assert_eq!(world.incident(id).quiet(energy).map(|quiet| quiet.came), Some(0));
    assert_eq!(world.federation.incidents_of(energy).count(), 1);
}

#[test]
fn why_there_is_no_data_is_kept_in_words_and_stays_with_the_unit() {
    let mut world = World::settled();
    let output = world.indicator(MILL, "output");
    for _ in 0..8 {
        world.day(without_output);
    }
    let id = world.open_at(MILL).expect("it is silent");
    assert!(!world.incident(id).rises.is_empty());
    let (at, sent) = (world.at_hour(world.date, 0), world.at_hour(world.date, 16));
    let no_data = NoData { indicator: output, at, because: "meter replaced".into() };
    world.put(sent, Event::Report(Report { no_data: vec![no_data], ..Report::default() }));

    assert_eq!(world.federation.watch(output).because(), Some("meter replaced"));
    let line = world.incident(id).log.last().expect("it is written down");
    assert_eq!(line.what, Happening::NoData(output, "meter replaced".into()));
    assert_eq!(line.reached, 1, "nothing goes up but since when");
    world.day_off(0.0);
    assert_eq!(world.federation.watch(output).because(), None, "there is data again");
}
