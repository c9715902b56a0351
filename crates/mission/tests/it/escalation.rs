//! Escalation in the whole: from a reading to the level above and back.

use std::time::Duration;

use mission::effect::{Refusal, Thing};
use mission::escalation::Phase;
use mission::event::Act;
use mission::incident::{Alarm, Because, Cause, End, Finding};
use mission::obligation::State;
use mission::signal::{Direction, Kind, Surprise};

use crate::world::{MILL, NATION, OTHER, SECTOR, World};

/// A room said that a furnace "fell from 1,119 to 1,167 °C": it had fallen, and had then risen beyond its level by
/// more than that.
#[test]
fn what_fell_and_then_rose_by_more_went_up() {
    let (world, id) = World::with_a_step_at_the_mill();
    let mut strand = world.incident(id).strands[0].clone();
    let (level, fell) = (strand.reference.level(), strand.change);
    assert!(fell < 0.0 && strand.direction == Direction::Down);
    strand.go_further(level - fell / 2.0);
    assert_eq!((strand.change, strand.direction), (fell, Direction::Down), "it was farther once");
    strand.go_further(level - 2.0 * fell);
    assert_eq!((strand.change > 0.0, strand.direction), (true, Direction::Up));
}

#[test]
fn a_drop_is_told_to_the_mill_alone() {
    let (world, id) = World::with_a_step_at_the_mill();
    assert_eq!(world.holder(id), MILL);
    let (sector, nation) = (world.id(SECTOR), world.id(NATION));
    for step in &world.steps {
        assert!(step.notices.iter().all(|notice| notice.to != sector && notice.to != nation));
    }
    let signals: Vec<_> = world.federation.signals_of(world.indicator(MILL, "output")).collect();
    assert!(signals.iter().any(|it| it.kind == Kind::Step && it.surprise == Surprise::Bad));
}

#[test]
fn a_drop_the_mill_leaves_alone_reaches_the_sector_and_then_the_nation() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let at_mill = world.incident(id).rises_at().expect("its clock runs");
    let mut rose = Vec::new();
    for _ in 0..12 {
        world.day_off(-10.0);
        let rises = &world.incident(id).rises;
        if rises.len() > rose.len() {
            rose.push((rises[rose.len()].to, rises[rose.len()].at));
        }
    }
    assert_eq!(rose[0], (world.id(SECTOR), at_mill));
    assert_eq!(rose[1].0, world.id(NATION));
    assert_eq!(world.holder(id), NATION);
    assert!(rose.len() == 2, "it rises once a level");
}

#[test]
fn recovery_time_counts_working_time_and_three_due_readings() {
    let (world, id) = World::with_a_step_at_the_mill();
    let incident = world.incident(id);
    let hours = &incident.holder().hours;
    let expires = incident.rises_at().expect("its clock runs");
    let worked = hours.working_between(incident.opened, expires);
    assert!(worked >= Duration::from_hours(30), "three days of ten hours, and here {worked:?}");
    assert!(hours.is_working(expires - Duration::from_millis(1)), "it ends in a shift");
}

#[test]
fn a_mill_that_mends_it_in_time_is_never_seen_above() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    for _ in 0..8 {
        world.day_off(0.0);
    }
    let incident = world.incident(id);
    assert_eq!(incident.closed.map(|closing| closing.how), Some(End::Recovered));
    assert!(incident.rises.is_empty());
    assert_eq!(world.federation.reached(world.id(SECTOR)).count(), 0);
}

#[test]
fn a_step_that_stays_never_counts_as_recovered_however_long_it_lasts() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    for _ in 0..250 {
        world.day_off(-10.0);
    }
    assert!(world.incident(id).is_open());
    assert_ne!(world.incident(id).phase, Phase::Settling);
}

#[test]
fn a_reading_back_in_the_band_stops_the_clock_and_a_relapse_lets_it_run_on() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.day_off(0.0);
    assert_eq!(world.incident(id).phase, Phase::Waiting);
    let left = world.incident(id).clock.left;
    assert_eq!(world.incident(id).rises_at(), None);
    world.day_off(-10.0);
    assert_eq!(world.incident(id).phase, Phase::Running);
    assert_eq!(world.incident(id).clock.left, left, "flapping buys no time");
}

#[test]
fn a_claim_enters_settling_and_the_readings_decide() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "shift leader", Act::Claim(id, "belt changed".into())).expect("it may");
    assert_eq!(world.incident(id).phase, Phase::Settling);
    world.day_off(-10.0);
    assert_eq!(world.incident(id).phase, Phase::Running, "the readings say otherwise");
}

#[test]
fn an_acknowledgement_stops_no_clock() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let before = world.incident(id).rises_at();
    world.act(MILL, "shift leader", Act::TakeOn(id)).expect("it may");
    assert_eq!(world.incident(id).rises_at(), before);
}

#[test]
fn passing_up_is_a_rise_now_and_is_refused_at_the_root() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    assert_eq!(world.holder(id), SECTOR);
    assert_eq!(world.incident(id).rises[0].because, Because::PassedUp);
    world.act(SECTOR, "committee", Act::PassUp(id, String::new())).expect("it may");
    let refused = world.act(NATION, "council", Act::PassUp(id, String::new()));
    assert!(matches!(refused, Err(Refusal::NotNow(_))));
    let stranger = world.act(OTHER, "committee", Act::PassUp(id, String::new()));
    assert_eq!(stranger, Err(Refusal::Unknown));
}

#[test]
fn what_a_level_misses_is_its_own_incident_and_the_matter_rises_past_it() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    let owed = world.incident(id).rises[0].obligation;
    let due = world.federation.obligation(owed).expect("it is owed").answer_by;
    world.day_off(-10.0);
    world.day_off(-10.0);

    let obligation = world.federation.obligation(owed).expect("it is owed");
    assert_eq!((obligation.state, obligation.missed), (State::Missed, Some(due)));
    assert_eq!(world.holder(id), NATION);
    assert_eq!(world.incident(id).rises[1].because, Because::Lapsed);
    let own = world
        .federation
        .reached(world.id(SECTOR))
        .find(|it| it.cause == Cause::Missed { obligation: owed })
        .expect("the miss is the sector's own incident");
    assert!(own.strands.is_empty(), "it holds no data of the mill");
    let own = own.id;

    world.act(SECTOR, "secretary", Act::Answer(owed, "a fitter comes".into())).expect("it may");
    assert_eq!(world.federation.obligation(owed).map(|it| it.state), Some(State::Late));
    assert!(!world.incident(own).is_open(), "a late answer ends the sector's own incident");
}

#[test]
fn an_answer_in_time_is_no_miss_and_only_the_helped_say_that_help_came() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    let owed = world.incident(id).rises[0].obligation;
    world.act(SECTOR, "secretary", Act::NameOwner(owed, "fitters".into())).expect("it may");
    world.act(SECTOR, "secretary", Act::Answer(owed, "two fitters".into())).expect("it may");
    world.act(SECTOR, "secretary", Act::OfferHelp(owed, "parts".into())).expect("it may");
    let wrong = world.act(SECTOR, "secretary", Act::HelpCame(owed));
    assert!(matches!(wrong, Err(Refusal::NotYours(_))));
    world.day_off(-10.0);
    world.day_off(-10.0);
    assert_eq!(world.holder(id), SECTOR, "it did not rise for a missed duty");
    world.act(MILL, "committee", Act::HelpCame(owed)).expect("it may");
    assert_eq!(world.federation.obligation(owed).map(|it| it.state), Some(State::Met));
}

#[test]
fn the_instrument_and_nothing_need_a_second_person() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let find = Act::Find(id, Finding::Instrument, "scale drifted".into());
    world.act(MILL, "shift leader", find).expect("it may");
    let alone = world.act(MILL, "shift leader", Act::Confirm(id));
    assert!(matches!(alone, Err(Refusal::NotYours(_))));
    world.act(MILL, "electrician", Act::Confirm(id)).expect("it may");
    let closed = world.incident(id).closed.map(|closing| closing.how);
    assert_eq!(closed, Some(End::Instrument));
}

#[test]
fn asking_for_help_sends_words_and_leaves_holder_and_clock_as_they_are() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let before = (world.holder(id).to_owned(), world.incident(id).rises_at());
    let asked = world.act(MILL, "committee", Act::AskHelp(Some(id), "need tapes".into()));
    let Thing::Obligation(owed) = World::made(asked) else { panic!("asking opens an obligation") };
    assert_eq!((world.holder(id).to_owned(), world.incident(id).rises_at()), before);
    assert_eq!(world.federation.obligation(owed).map(|it| it.debtor), Some(world.id(SECTOR)));
    assert!(world.incident(id).reached_by(world.id(SECTOR)).is_none());
}

#[test]
fn a_safety_alarm_is_heard_above_at_once_and_another_alarm_is_not() {
    let mut world = World::settled();
    let raised = world.act(MILL, "a worker", Act::RaiseAlarm(Alarm::Safety, "gas".into()));
    let Thing::Incident(safety) = World::made(raised) else { panic!("an alarm is an incident") };
    assert!(world.incident(safety).reached_by(world.id(SECTOR)).is_some());
    let raised = world.act(MILL, "a worker", Act::RaiseAlarm(Alarm::Unsure, "a smell".into()));
    let Thing::Incident(unsure) = World::made(raised) else { panic!("an alarm is an incident") };
    assert!(world.incident(unsure).reached_by(world.id(SECTOR)).is_none());
}

#[test]
fn what_is_about_people_never_rises_by_itself_and_cannot_be_passed_up() {
    let mut world = World::settled();
    let absence = world.indicator(MILL, "absence");
    for _ in 0..40 {
        world.day(|mill, key| Some(if (mill, key) == (MILL, "absence") { 12.0 } else { 0.0 }));
    }
    let incident = world.federation.incidents_of(absence).next().expect("the mill was told");
    assert!(incident.rises.is_empty() && incident.chain.len() == 1);
    let id = incident.id;
    let refused = world.act(MILL, "committee", Act::PassUp(id, String::new()));
    assert!(matches!(refused, Err(Refusal::NotNow(_))));
}

#[test]
fn a_good_surprise_is_told_without_incident() {
    let mut world = World::settled();
    for _ in 0..4 {
        world.day_off(10.0);
    }
    let output = world.indicator(MILL, "output");
    assert!(world.federation.signals_of(output).any(|it| it.surprise == Surprise::Good));
    assert_eq!(world.federation.incidents_of(output).count(), 0);
}

#[test]
fn a_one_off_is_told_without_incident() {
    let mut world = World::settled();
    for _ in 0..90 {
        world.day_off(0.0);
    }
    world.day_off(-16.0);
    for _ in 0..3 {
        world.day_off(0.0);
    }
    let output = world.indicator(MILL, "output");
    let kinds: Vec<Kind> = world.federation.signals_of(output).map(|it| it.kind).collect();
    assert!(kinds.contains(&Kind::Unusual) && kinds.contains(&Kind::OneOff), "{kinds:?}");
    assert_eq!(world.federation.incidents_of(output).count(), 0);
}

#[test]
fn beyond_five_rises_a_day_a_level_is_told_of_a_group() {
    let mut world = World::settled();
    let mut alarms = Vec::new();
    for _ in 0..8 {
        let raised = world.act(MILL, "a worker", Act::RaiseAlarm(Alarm::Machine, "belt".into()));
        let Thing::Incident(id) = World::made(raised) else { panic!("an alarm is an incident") };
        world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
        alarms.push(id);
    }
    let owed = |place: usize| world.incident(alarms[place]).rises[0].obligation;
    assert_eq!(owed(5), owed(7));
    assert!((0..5).all(|place| owed(place) != owed(5)));
    let group = world.federation.obligation(owed(5)).expect("it is owed");
    assert_eq!(group.incidents, alarms[5..]);
}

#[test]
fn a_recurrence_soon_after_inherits_what_was_left() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.day_off(-10.0);
    for _ in 0..7 {
        world.day_off(0.0);
    }
    assert!(!world.incident(id).is_open());
    let left = world.incident(id).clock.left;
    assert!(left < world.incident(id).chain[0].recovery);
    for _ in 0..5 {
        world.day_off(-12.0);
        if world.open_at(MILL).is_some() {
            break;
        }
    }
    let again = world.open_at(MILL).expect("it was told again");
    assert_ne!(again, id);
    let opened = world.incident(again);
    assert!(opened.clock.left <= left, "{:?} of {left:?}", opened.clock);
}

/// Output that fell and then was better than ever, and waste that is lower than what was agreed to be
/// its new level: nobody above is to be called for that.
#[test]
fn a_series_that_is_better_than_its_band_has_recovered() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    for _ in 0..7 {
        world.day_off(12.0);
    }
    let incident = world.incident(id);
    assert_eq!(incident.closed.map(|closing| closing.how), Some(End::Recovered));
    assert!(incident.rises.is_empty());
}
