//! Rising: does what is left alone go up at the right moment, and nothing else ever?

use std::time::Duration;

use mission::event::Act;
use mission::incident::Because;
use mission::obligation::State;
use mission::signal::Kind::Step;
use rehearsal::scenario::{World, day, incident, obligation, signal};

fn mill() -> World {
    let mut world = World::seeded(7).with("root > textiles > mill-4");
    world.series("mill-4", "output", "t/d").steady_at(120.0).noise_sd(2.0);
    world.series("mill-4", "energy", "kW.h/t").steady_at(30.0).noise_sd(0.5).less_is_better();
    world
}

fn answer_all(world: &mut World, unit: &'static str, from: i32, until: i32) {
    let id = world.id(unit);
    for number in from..until {
        world.on(day(number)).at("09:00").act(unit, "coordinator", move |federation| {
            let mut owed = federation.obligations_of(id);
            let owed = owed.find(|owed| owed.debtor == id && owed.awaits_answer())?;
            Some(Act::Answer(owed.id, "two fitters come tomorrow".to_owned()))
        });
    }
}

/// The case the whole system exists for: a real drop, and a mill that says nothing.
#[test]
fn a_drop_the_mill_leaves_alone_reaches_the_sector_and_then_the_root() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);

    world.expect(day(60)..day(65), signal("mill-4/output").kind(Step));
    world.expect(day(63)..day(69), incident("mill-4/output").held_by("textiles"));
    world.expect(day(65)..day(73), incident("mill-4/output").held_by("root"));
    world.expect_never(incident("mill-4/energy"));
    world.run_until(day(76));
}

#[test]
fn each_level_has_its_agreed_working_time_to_the_millisecond() {
    let mut world = mill();
    world.unit("mill-4").works("mon-fri 08:00-16:00").recovery_days(4.0);
    world.unit("textiles").works("mon-fri 09:00-18:00").recovery_days(2.0);
    world.unit("root").works("mon-fri 09:00-18:00");
    world.on(day(86)).step("mill-4/output", -25.0);
    answer_all(&mut world, "textiles", 88, 110);
    world.run_until(day(110));

    let incident = world.incident("mill-4/output");
    let (mill, textiles) = (world.calendar("mill-4"), world.calendar("textiles"));
    let first = mill.add_working(incident.opened, Duration::from_hours(4 * 8));
    assert_eq!(incident.rises[0].at, first, "{}", world.story());
    assert_eq!(incident.rises[0].because, Because::Expired);
    let second = textiles.add_working(first, Duration::from_hours(2 * 9));
    // Two days of the sector are over before three readings of the mill could have come.
    assert!(incident.rises[1].at >= second, "{}", world.story());
    assert_eq!(incident.rises.len(), 2);
}

#[test]
fn a_weekend_is_no_working_time() {
    let mut world = mill();
    for unit in ["mill-4", "textiles", "root"] {
        world.unit(unit).works("mon-fri 08:00-16:00");
    }
    // Day 87 is a Thursday: the step is named on Friday evening, when the shift is over.
    world.on(day(87)).step("mill-4/output", -25.0);
    world.expect(day(93)..day(94), incident("mill-4/output").held_by("textiles"));
    world.run_until(day(94));

    let incident = world.incident("mill-4/output");
    let opened = world.calendar("mill-4").date_of(incident.opened);
    assert_eq!(opened, world.date(day(88)), "{}", world.story());
}

#[test]
fn a_level_that_does_not_answer_has_an_incident_of_its_own_and_what_it_held_rises() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    world.expect(day(64)..day(68), obligation("textiles").in_state(State::Missed));
    world.expect(day(64)..day(68), incident("textiles").for_what_was_missed());
    world.run_until(day(70));

    let rises = &world.incident("mill-4/output").rises;
    assert_eq!(rises[1].because, Because::Lapsed, "{}", world.story());
    let missed = world.federation().incidents().find(|it| it.unit == world.id("textiles"));
    let missed = missed.expect("the sector has an incident of its own");
    assert!(missed.strands.is_empty(), "it shows nothing of the mill's data");
}

#[test]
fn passing_up_rises_now_and_the_root_has_nobody_to_pass_to() {
    let mut world = mill();
    world.on(day(60)).step("mill-4/output", -25.0);
    for (time, unit) in [("06:00", "mill-4"), ("07:00", "textiles"), ("08:00", "root")] {
        let indicator = world.indicator("mill-4/output");
        world.on(day(64)).at(time).act(unit, "delegate", move |federation| {
            let incident = federation.incidents_of(indicator).next().expect("it has opened");
            Act::PassUp(incident.id, "more than we can mend".to_owned())
        });
    }
    world.run_until(day(67));

    let rises = &world.incident("mill-4/output").rises;
    assert!(rises.iter().all(|rise| rise.because == Because::PassedUp), "{}", world.story());
    assert_eq!(rises.len(), 2);
    let (_, steps) = world.log();
    let refused = steps.iter().filter(|step| matches!(step.answer, Some(Err(_)))).count();
    assert_eq!(refused, 1, "the root was told that there is nobody above");
}

#[test]
fn a_level_without_members_is_passed_over_and_named() {
    let mut world = mill();
    world.unit("textiles").unpeopled();
    world.on(day(60)).step("mill-4/output", -25.0);
    world.expect(day(64)..day(67), incident("mill-4/output").held_by("root"));
    world.expect_never(incident("mill-4/output").held_by("textiles"));
    world.run_until(day(68));
    assert_eq!(world.incident("mill-4/output").chain[1].skipped, [world.id("textiles")]);
}

#[test]
fn what_is_about_people_never_rises() {
    let mut world = mill();
    world
        .series("mill-4", "absence", "%")
        .steady_at(6.0)
        .noise_sd(0.5)
        .less_is_better()
        .about_people();
    world.on(day(60)).step("mill-4/absence", 8.0);
    world.expect(day(61)..day(64), incident("mill-4/absence").held_by("mill-4"));
    world.expect_never(incident("mill-4/absence").held_by("textiles"));
    world.run_until(day(80));
}
