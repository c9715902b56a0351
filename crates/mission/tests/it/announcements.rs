//! Announcements: what a unit says beforehand is not told to it afterwards.

use std::time::Duration;

use mission::announcement::Expected;
use mission::effect::Refusal;
use mission::event::{Act, NewAnnouncement};
use mission::incident::Finding;
use mission::time::Timestamp;

use crate::world::{MILL, OTHER, SECTOR, World};

const DAY: Duration = Duration::from_hours(24);

fn announce(world: &mut World, from: Option<Timestamp>, expected: Expected) -> Result<(), Refusal> {
    let indicator = Some(world.indicator(MILL, "output"));
    let words = "overhaul of the looms".to_owned();
    let said = NewAnnouncement { indicator, from, expected, words };
    world.act(MILL, "committee", Act::Announce(said)).map(drop)
}

fn signals(world: &World) -> usize {
    world.federation.signals_of(world.indicator(MILL, "output")).count()
}

#[test]
fn figures_of_an_overhaul_that_was_announced_are_kept_and_told_to_nobody() {
    let mut world = World::settled();
    let before = signals(&world);
    let until = world.at_hour(world.date, 0) + DAY * 14;
    announce(&mut world, None, Expected::Apart(until)).expect("it is the mill's own");
    for _ in 0..8 {
        world.day_off(-40.0);
    }
    let output = world.indicator(MILL, "output");
    let last = world.federation.series(output).last().expect("it was kept");
    assert!(last.value < 70.0 && last.band().is_none(), "{last:?}");
    for _ in 0..8 {
        world.day_off(0.0);
    }
    assert_eq!((signals(&world), world.open_at(MILL)), (before, None));
    // Afterwards a fall is told as ever.
    for _ in 0..4 {
        world.day_off(-10.0);
    }
    assert!(world.open_at(MILL).is_some());
}

#[test]
fn a_new_level_that_was_announced_is_learnt_and_not_told() {
    for by in [Some(-30.0), None] {
        let mut world = World::settled();
        let before = signals(&world);
        let begins = world.at_hour(world.date, 0) + DAY * 7;
        announce(&mut world, Some(begins), Expected::Level(by)).expect("allowed");
        for _ in 0..20 {
            let off = if world.at_hour(world.date, 0) < begins { 0.0 } else { -30.0 };
            world.day_off(off);
        }
        assert_eq!((signals(&world), world.open_at(MILL)), (before, None), "{by:?}");
        for _ in 0..4 {
            world.day_off(-40.0);
        }
        assert!(world.open_at(MILL).is_some(), "a further fall is news, {by:?}");
    }
}

#[test]
fn no_report_is_missed_in_a_time_that_was_announced() {
    let mut world = World::settled();
    let until = world.at_hour(world.date, 0) + DAY * 10;
    announce(&mut world, None, Expected::Apart(until)).expect("allowed");
    let without = |mill: &str, key: &str| ((mill, key) != (MILL, "output")).then_some(0.0);
    for _ in 0..7 {
        world.day(without);
    }
    assert_eq!(world.open_at(MILL), None);
    for _ in 0..5 {
        world.day(without);
    }
    let id = world.open_at(MILL).expect("what is missing afterwards is missed");
    assert!(world.incident(id).is_silence());
}

#[test]
fn an_open_incident_does_not_recover_by_figures_left_apart() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    let until = world.at_hour(world.date, 0) + DAY * 21;
    announce(&mut world, None, Expected::Apart(until)).expect("allowed");
    let strand = |world: &World| world.incident(id).strands[0].judged.len();
    let judged = strand(&world);
    for _ in 0..6 {
        world.day_off(0.0);
    }
    assert_eq!(strand(&world), judged);
}

#[test]
fn nothing_is_announced_afterwards_for_long_or_of_another_unit() {
    let mut world = World::settled();
    let now = world.federation.applied().received;
    let tomorrow = now + DAY;
    let wrong = [
        (Some(now - DAY), Expected::Level(None), "from"),
        (Some(now + DAY * 500), Expected::Level(None), "from"),
        (None, Expected::Apart(now), "until"),
        (Some(tomorrow), Expected::Apart(tomorrow + DAY * 32), "until"),
        (None, Expected::Level(Some(f64::NAN)), "by"),
    ];
    for (from, expected, field) in wrong {
        let refused = announce(&mut world, from, expected);
        assert!(matches!(&refused, Err(Refusal::Wrong(it, _)) if *it == field), "{refused:?}");
    }
    let indicator = Some(world.indicator(MILL, "output"));
    let expected = Expected::Apart(tomorrow + DAY);
    let said = NewAnnouncement { indicator, from: None, expected, words: "we know".to_owned() };
    let refused = world.act(OTHER, "committee", Act::Announce(said));
    assert!(matches!(refused, Err(Refusal::Wrong("indicator", _))), "{refused:?}");
}

#[test]
fn what_was_announced_can_be_called_off_by_the_unit_alone() {
    let mut world = World::settled();
    let begins = world.at_hour(world.date, 0) + DAY * 7;
    announce(&mut world, Some(begins), Expected::Apart(begins + DAY * 7)).expect("allowed");
    let mill = world.id(MILL);
    let id = world.federation.ledger(mill).announced[0].id;
    let by_another = world.act(SECTOR, "secretary", Act::CallOff(id, String::new()));
    assert_eq!(by_another, Err(Refusal::Unknown));
    world.act(MILL, "committee", Act::CallOff(id, String::new())).expect("its own");
    assert!(world.federation.ledger(mill).announced.is_empty());

    let until = world.at_hour(world.date, 0) + DAY * 14;
    announce(&mut world, None, Expected::Apart(until)).expect("allowed");
    world.day_off(-10.0);
    let id = world.federation.ledger(mill).announced[0].id;
    world.act(MILL, "committee", Act::CallOff(id, "done early".into())).expect("it ends now");
    for _ in 0..5 {
        world.day_off(-10.0);
    }
    assert!(world.open_at(MILL).is_some(), "what comes after is judged");
    let over = world.act(MILL, "committee", Act::CallOff(id, String::new()));
    assert!(matches!(over, Err(Refusal::NotNow(_))), "{over:?}");
}

#[test]
fn a_unit_that_answers_is_told_of_its_next_trouble_sooner_and_a_correction_hears_the_answer_again()
{
    let caution_after = |answer: Option<Finding>| {
        let (mut world, id) = World::with_a_step_at_the_mill();
        if let Some(finding) = answer {
            world.act(MILL, "shift lead", Act::Find(id, finding, String::new())).expect("its own");
            if finding != Finding::Real {
                world.act(MILL, "a weaver", Act::Confirm(id)).expect("a second person");
            }
        }
        let filter = |world: &World| {
            let output = world.indicator(MILL, "output");
            world.federation.series(output).filter.clone()
        };
        for _ in 0..5 {
            world.day_off(-10.0);
        }
        let whole = filter(&world);
        // The same reading again with another value, and back: the filter runs anew both times.
        let (output, at) = {
            let output = world.indicator(MILL, "output");
            (output, world.federation.series(output).tail[40])
        };
        for value in [at.value + 0.5, at.value] {
            let reading = mission::report::Reading { indicator: output, at: at.at, value };
            let report = mission::report::Report { readings: vec![reading], ..Default::default() };
            let now = world.federation.applied().received;
            world.put(now, mission::event::Event::Report(report));
        }
        assert!(filter(&world) == whole, "{answer:?}: a re-run forgot what people said");
        whole
    };
    let unanswered = caution_after(None);
    for finding in [Finding::Real, Finding::Nothing] {
        assert!(caution_after(Some(finding)) != unanswered, "{finding:?}");
    }
}

#[test]
fn a_unit_can_see_what_it_was_told_beside_what_would_be_chance() {
    let (world, id) = World::with_a_step_at_the_mill();
    let output = world.indicator(MILL, "output");
    let now = world.federation.applied().received;
    let budget = world.federation.budget(output, now);
    let readings = u32::try_from(world.federation.series(output).tail.len()).expect("few");
    assert!(budget.told >= 1, "{budget:?} with incident {id:?} open");
    assert!((budget.by_chance - f64::from(readings) / 1_080.0).abs() < 1e-9, "{budget:?}");
    let later = world.federation.budget(output, now + DAY * 200);
    assert_eq!((later.told, later.by_chance), (0, 0.0));
}

/// A day's figure bears the time at which the day began, and comes at its end.
#[test]
fn what_is_announced_in_the_morning_holds_for_the_figure_of_that_day_unless_it_has_come() {
    let mut world = World::settled();
    let before = signals(&world);
    let (today, mill) = (world.date, world.id(MILL));
    world.wait_until(today, 9);
    let until = world.at_hour(today, 0) + DAY * 2;
    announce(&mut world, None, Expected::Apart(until)).expect("allowed");
    assert_eq!(world.federation.ledger(mill).announced[0].from, world.at_hour(today, 0));
    world.day_off(-40.0);
    world.day_off(0.0);
    assert_eq!((signals(&world), world.open_at(MILL)), (before, None));

    let today = world.date;
    world.day_off(0.0);
    announce(&mut world, None, Expected::Level(None)).expect("allowed");
    let from = world.federation.ledger(mill).announced[1].from;
    assert!(from > world.at_hour(today, 0), "the figure of the day had come: {from}");
}
