//! Reach in the whole: what a level sees of its parts.

use mission::event::Act;
use mission::reach::{Reach, Resource, Viewer, reach};

use crate::world::{MILL, NATION, OTHER, SECTOR, World};

#[test]
fn before_a_rise_nobody_but_the_mill_sees_its_series_or_incident() {
    let (world, id) = World::with_a_step_at_the_mill();
    let output = world.indicator(MILL, "output");
    for resource in [Resource::Series(output), Resource::Incident(id)] {
        for other in [SECTOR, NATION, OTHER] {
            let seen = reach(&world.federation, Viewer(world.id(other)), resource);
            assert_eq!(seen, Reach::Nothing, "{other} and {resource:?}");
        }
        let own = reach(&world.federation, Viewer(world.id(MILL)), resource);
        assert_eq!(own, Reach::All);
    }
}

#[test]
fn a_rise_opens_that_series_from_the_midnight_before_the_change_until_it_closes() {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(id, String::new())).expect("it may");
    let (output, energy) = (world.indicator(MILL, "output"), world.indicator(MILL, "energy"));
    let sector = Viewer(world.id(SECTOR));
    let since = world.incident(id).strands[0].since;

    let seen = reach(&world.federation, sector, Resource::Series(output));
    assert_eq!(seen, Reach::Window { from: since, until: None }, "readings are of midnight here");
    assert_eq!(reach(&world.federation, sector, Resource::Series(energy)), Reach::Nothing);
    let nation = reach(&world.federation, Viewer(world.id(NATION)), Resource::Series(output));
    assert_eq!(nation, Reach::Nothing);

    for _ in 0..8 {
        world.day_off(0.0);
    }
    let closed = world.incident(id).closed.expect("it recovered").at;
    let after = reach(&world.federation, sector, Resource::Series(output));
    assert_eq!(after, Reach::Window { from: since, until: Some(closed) });
}

#[test]
fn a_parts_own_index_reaches_the_level_above_only_after_the_fixed_delay() {
    let world = World::settled();
    let day = world.date.yesterday().expect("a day before");
    let day = world.federation.days_of(world.id(MILL)).map(|it| it.date).max().unwrap_or(day);
    let released = world.federation.released(world.id(SECTOR), day);
    let just_before = released - std::time::Duration::from_millis(1);
    let seen = |viewer: &str, now| {
        let resource = Resource::Index(world.id(MILL), day, now);
        reach(&world.federation, Viewer(world.id(viewer)), resource).is_any()
    };
    assert!(!seen(SECTOR, just_before) && seen(SECTOR, released));
    assert!(seen(MILL, just_before));
    assert!(!seen(NATION, released) && !seen(OTHER, released));
}
