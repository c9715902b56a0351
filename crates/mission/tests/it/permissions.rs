//! Permissions: what those try who would hide, gain time, or learn what is not theirs.

use mission::charter::{Charter, UnitCharter};
use mission::effect::{News, Refusal, Thing};
use mission::escalation::Phase;
use mission::event::{Act, Event};
use mission::id::IncidentId;
use mission::incident::{Alarm, Cause, End, Finding};
use mission::reach::{Resource, Viewer, reach};
use mission::registry::{Membership, Sphere};
use mission::report::{Reading, Report};

use crate::world::{MILL, NATION, SECTOR, World, path, unit};

fn without_output(mill: &str, key: &str) -> Option<f64> {
    ((mill, key) != (MILL, "output")).then_some(0.0)
}

/// The mill's output has fallen silent.
fn silent() -> (World, IncidentId) {
    let mut world = World::settled();
    for _ in 0..2 {
        world.day(without_output);
    }
    world.wait_until(world.date, 12);
    let id = world.open_at(MILL).expect("it is silent");
    (world, id)
}

fn alarm(world: &mut World, kind: Alarm) -> IncidentId {
    let raised = world.act(MILL, "a worker", Act::RaiseAlarm(kind, "gas".into()));
    let Thing::Incident(id) = World::made(raised) else { panic!("an alarm is an incident") };
    id
}

#[test]
fn what_is_about_people_and_what_is_not_are_never_one_incident() {
    let mut world = World::settled();
    for _ in 0..8 {
        world.day(|mill, key| match (mill, key) {
            (MILL, "output") => Some(-12.0),
            (MILL, "absence") => Some(12.0),
            _ => Some(0.0),
        });
    }
    let is_people = |id| world.federation.registry().indicator(id).sphere == Sphere::AboutPeople;
    let changes: Vec<_> =
        world.federation.incidents().filter(|it| it.cause == Cause::Change).collect();
    assert_eq!(changes.len(), 2);
    for incident in changes {
        let about: Vec<bool> =
            incident.strands.iter().map(|strand| is_people(strand.indicator)).collect();
        let stays = about.iter().all(|is| *is);
        assert!(stays || about.iter().all(|is| !is), "{about:?}");
        assert_eq!(incident.chain.len() == 1, stays);
    }
}

#[test]
fn two_people_who_find_a_silence_to_be_nothing_do_not_end_the_watch() {
    let (mut world, id) = silent();
    let find = Act::Find(id, Finding::Nothing, String::new());
    world.act(MILL, "shift leader", find).expect("it may");
    world.act(MILL, "electrician", Act::Confirm(id)).expect("it may");
    let closed = world.incident(id).closed.expect("it ended").at;
    for _ in 0..3 {
        world.day(without_output);
    }
    world.wait_until(world.date, 7);
    let again = world.open_at(MILL).expect("it is silent still");
    let held = world.incident(again).chain[0].recovery;
    assert!(world.incident(again).opened > closed);
    assert!(world.incident(again).clock.left < held, "and has what was left of its time");
}

#[test]
fn a_claim_that_no_reading_bears_out_buys_two_due_reports_once() {
    let (mut world, id) = silent();
    world.act(MILL, "shift leader", Act::Claim(id, "mended".into())).expect("it may");
    assert_eq!(world.incident(id).phase, Phase::Settling);
    for _ in 0..3 {
        world.day(without_output);
    }
    world.wait_until(world.date, 7);
    assert_eq!(world.incident(id).phase, Phase::Running, "nothing came");
    let refused = world.act(MILL, "shift leader", Act::Claim(id, "mended".into()));
    assert!(matches!(refused, Err(Refusal::NotNow(_))));
}

#[test]
fn a_unit_that_claims_every_day_rises_all_the_same() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    for _ in 0..9 {
        world.day_off(-10.0);
        drop(world.act(MILL, "shift leader", Act::Claim(id, "mended".into())));
    }
    assert!(!world.incident(id).rises.is_empty());
}

#[test]
fn readings_of_long_ago_do_not_break_a_silence() {
    let (mut world, id) = silent();
    let output = world.indicator(MILL, "output");
    let times: Vec<_> = world.federation.series(output).tail.iter().map(|it| it.at).collect();
    let readings: Vec<Reading> = times
        .iter()
        .rev()
        .skip(20)
        .take(6)
        .map(|at| Reading { indicator: output, at: *at, value: 100.5 })
        .collect();
    assert_eq!(readings.len(), 6);
    world.put(
        world.at_hour(world.date, 13),
        Event::Report(Report { readings, ..Report::default() }),
    );
    assert_eq!(world.incident(id).phase, Phase::Running);
}

#[test]
fn many_readings_of_one_day_are_one_due_reading() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let output = world.indicator(MILL, "output");
    let at = |hour| world.at_hour(world.date, hour);
    let readings: Vec<Reading> =
        (0..8).map(|hour| Reading { indicator: output, at: at(hour), value: 100.0 }).collect();
    world.put(at(9), Event::Report(Report { readings, ..Report::default() }));
    assert_eq!(world.incident(id).phase, Phase::Waiting);
    let strand = world.incident(id).strand(output).expect("it is about output");
    assert_eq!(strand.back(), 1);
}

#[test]
fn a_second_person_is_another_person_however_they_write_themselves() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let find = Act::Find(id, Finding::Nothing, String::new());
    world.act(MILL, "shift leader", find).expect("it may");
    let same = world.act(MILL, " shift leader ", Act::Confirm(id));
    assert!(matches!(same, Err(Refusal::NotYours(_))));
}

#[test]
fn what_one_level_shelved_is_in_sight_at_the_next() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let until = world.federation.applied().received + std::time::Duration::from_hours(200);
    world.act(MILL, "committee", Act::Shelve(id, until, "parts".into())).expect("it may");
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    assert_eq!(world.incident(id).shelved, None);
}

#[test]
fn a_level_that_was_called_reads_what_is_written_from_then_on() {
    let mut world = World::settled();
    let id = alarm(&mut world, Alarm::Safety);
    world.act(SECTOR, "secretary", Act::Note(id, "we come".into())).expect("it was called");
    let incident = world.incident(id);
    let place = incident.reached_by(world.id(SECTOR)).expect("it was called");
    assert!(incident.log.last().is_some_and(|line| place < line.reached));
    let nation = Resource::Incident(id);
    assert!(!reach(&world.federation, Viewer(world.id(NATION)), nation).is_any());
}

#[test]
fn a_safety_alarm_for_a_level_without_members_is_heard_above_it() {
    let mut world = World::settled();
    let sector = UnitCharter { membership: Some(Membership::Unpeopled), ..unit(SECTOR, vec![]) };
    let now = world.federation.applied().received;
    world.put(
        now,
        Event::Charter(Charter { by: "council".into(), founder: None, units: vec![sector] }),
    );
    let id = alarm(&mut world, Alarm::Safety);
    assert_eq!(world.incident(id).called, [world.id(NATION)]);
}

#[test]
fn a_safety_alarm_goes_to_the_new_level_above_when_its_unit_has_moved() {
    let mut world = World::settled();
    let now = world.federation.applied().received;
    let moved = UnitCharter { moved_from: Some(path(MILL)), ..unit("nation/wool/mill", vec![]) };
    let units = vec![unit("nation/wool", vec![]), moved];
    world.put(now, Event::Charter(Charter { by: "council".into(), founder: None, units }));
    let raise = Act::RaiseAlarm(Alarm::Safety, "gas".into());
    let raised = world.act("nation/wool/mill", "a worker", raise);
    let Thing::Incident(id) = World::made(raised) else { panic!("an alarm is an incident") };
    assert_eq!(world.incident(id).called, [world.id("nation/wool")]);
}

#[test]
fn a_safety_alarm_is_never_one_of_a_group() {
    let mut world = World::settled();
    let alarms: Vec<IncidentId> = (0..8)
        .map(|_| {
            let id = alarm(&mut world, Alarm::Safety);
            world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
            id
        })
        .collect();
    for id in alarms {
        let owed = world.incident(id).rises[0].obligation;
        let owed = world.federation.obligation(owed).expect("it is owed");
        assert_eq!(owed.incidents, [id]);
    }
}

#[test]
fn a_call_for_help_about_an_incident_ends_with_it_whoever_called() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    let asked = world.act(SECTOR, "secretary", Act::AskHelp(Some(id), "need tapes".into()));
    let Thing::Obligation(owed) = World::made(asked) else { panic!("asking opens an obligation") };
    for _ in 0..8 {
        world.day_off(0.0);
    }
    assert_eq!(world.incident(id).closed.map(|closing| closing.how), Some(End::Recovered));
    assert!(!world.federation.obligation(owed).expect("it was owed").is_open());
}

#[test]
fn each_unit_an_incident_has_reached_is_told_that_it_rose_further() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    world.act(SECTOR, "secretary", Act::PassUp(id, String::new())).expect("it may");
    let (mill, nation) = (world.id(MILL), world.id(NATION));
    let told = &world.steps.last().expect("it was passed up").notices;
    assert!(told.iter().any(|it| it.to == mill && it.what == News::Rose(id, nation)));
}
