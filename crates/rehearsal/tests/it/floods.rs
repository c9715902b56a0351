//! Floods: is what is one event one incident, and are many rises told as one?

use mission::event::Act;
use mission::incident::Alarm;
use mission::obligation::Reason;
use rehearsal::scenario::{World, day};

#[test]
fn signals_of_one_unit_and_day_are_one_incident() {
    let mut world = World::seeded(2).with("root > textiles > mill-4");
    for key in ["output", "yield", "quality"] {
        world.series("mill-4", key, "%").steady_at(80.0).noise_sd(1.0);
        world.on(day(60)).step(&format!("mill-4/{key}"), -15.0);
    }
    world.run_until(day(63));
    let id = world.incident("mill-4/output").id;
    assert_eq!(world.incident("mill-4/yield").id, id, "{}", world.story());
    assert_eq!(world.incident("mill-4/quality").id, id);
}

#[test]
fn beyond_five_rises_a_day_a_level_is_told_of_a_group() {
    let mut world = World::seeded(2);
    for mill in 1..=9 {
        world = world.with(&format!("root > textiles > mill-{mill}"));
    }
    for mill in 1..=9 {
        world.series(&format!("mill-{mill}"), "output", "t/d").steady_at(80.0).noise_sd(1.0);
        world.on(day(60)).step(&format!("mill-{mill}/output"), -15.0);
    }
    world.run_until(day(66));
    let textiles = world.id("textiles");
    let owed: Vec<_> = world
        .federation()
        .obligations_of(textiles)
        .filter(|owed| owed.debtor == textiles)
        .collect();
    let singles = owed.iter().filter(|owed| owed.reason == Reason::Rise).count();
    let groups: Vec<_> = owed.iter().filter(|owed| owed.reason == Reason::Group).collect();
    assert_eq!(singles, 5, "{}", world.story());
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].incidents.len(), 4);
}

#[test]
fn a_safety_alarm_is_heard_at_once_whatever_else_rose_that_day() {
    let mut world = World::seeded(2).with("root > textiles > mill-1");
    for mill in 2..=9 {
        world = world.with(&format!("root > textiles > mill-{mill}"));
    }
    for mill in 1..=9 {
        world.series(&format!("mill-{mill}"), "output", "t/d").steady_at(80.0).noise_sd(1.0);
        world.on(day(60)).step(&format!("mill-{mill}/output"), -15.0);
    }
    world.on(day(65)).at("10:00").act("mill-1", "delegate", |_| {
        Act::RaiseAlarm(Alarm::Safety, "the railing is loose".to_owned())
    });
    world.run_until(day(66));
    let textiles = world.id("textiles");
    let owed = world
        .federation()
        .obligations_of(textiles)
        .find(|owed| matches!(owed.reason, Reason::Safety(_)))
        .unwrap_or_else(|| panic!("{}", world.story()));
    let ten = world.start_of(day(65)) + std::time::Duration::from_hours(10);
    assert_eq!(owed.opened, ten);
}
