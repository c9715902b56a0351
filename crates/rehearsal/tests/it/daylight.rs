//! Daylight: does working time stay working time where clocks are put forward and back?

use std::time::Duration;

use jiff::civil::{Date, date, time};
use rehearsal::scenario::{World, day};

/// A mill in Santiago that works at night, with a step on the day before clocks change.
fn night_mill(first: Date, step_on: i32) -> World {
    let mut world = World::seeded(9).with("root > textiles > mill-4").starting(first);
    for unit in ["root", "textiles", "mill-4"] {
        world.unit(unit).zone("America/Santiago").works("mon-sun 22:00-06:00");
    }
    world.unit("mill-4").recovery_days(4.0);
    world.series("mill-4", "output", "t/d").steady_at(120.0).noise_sd(2.0);
    world.on(day(step_on)).step("mill-4/output", -25.0);
    world.run_until(day(step_on + 9));
    world
}

#[test]
fn the_night_on_which_clocks_go_back_has_nine_hours_and_all_of_them_count() {
    // Clocks in Santiago went back on Saturday 4 April 2026 at 24:00.
    let world = night_mill(date(2026, 2, 2), 59);
    assert_eq!(world.date(day(61)), date(2026, 4, 4));
    let incident = world.incident("mill-4/output");
    let mill = world.calendar("mill-4");
    let given = Duration::from_hours(4 * 8);
    let rose = incident.rises[0].at;
    assert_eq!(mill.working_between(incident.opened, rose), given, "{}", world.story());
    // One of the four nights had an hour more, so the last of them is over an hour early.
    assert_eq!(mill.zone().local(rose).time(), time(5, 0, 0, 0), "{}", world.story());
}

#[test]
fn the_night_on_which_clocks_go_forward_has_seven() {
    // Clocks in Santiago go forward on Saturday 5 September 2026 at 24:00.
    let world = night_mill(date(2026, 7, 6), 59);
    assert_eq!(world.date(day(61)), date(2026, 9, 5));
    let incident = world.incident("mill-4/output");
    let mill = world.calendar("mill-4");
    let rose = incident.rises[0].at;
    let given = Duration::from_hours(4 * 8);
    assert_eq!(mill.working_between(incident.opened, rose), given, "{}", world.story());
    // One of the four nights had an hour less: the first hour of a fifth is needed.
    assert_eq!(mill.zone().local(rose).time(), time(23, 0, 0, 0), "{}", world.story());
}

#[test]
fn hourly_reports_through_the_repeated_hour_are_neither_late_nor_doubled() {
    let mut world = World::seeded(9).with("root > textiles > mill-4").starting(date(2026, 3, 30));
    for unit in ["root", "textiles", "mill-4"] {
        world.unit(unit).zone("America/Santiago");
    }
    world.series("mill-4", "pressure", "bar").steady_at(6.0).noise_sd(0.1).on_target().hourly();
    world.run_until(day(9));
    assert!(world.incidents("mill-4/pressure").is_empty(), "{}", world.story());
    let tail = &world.federation().series(world.indicator("mill-4/pressure")).tail;
    // Nine days and the hour that came twice; the last hour is reported after midnight.
    let sealed = world.federation().series(world.indicator("mill-4/pressure")).sealed;
    assert_eq!(sealed + tail.len() as u64, 9 * 24 + 1 - 1);
}
