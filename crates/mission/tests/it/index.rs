//! The index in the whole: figures of a day, revised by what comes late.

use mission::charter::{Charter, TermSubject};
use mission::event::Event;
use mission::registry::{Direction, Sphere};
use mission::report::{Reading, Report};

use crate::world::{MILL, SECTOR, World, founding, indicator, unit};

#[test]
fn a_level_adds_up_the_addends_of_its_parts() {
    let world = World::settled();
    let day = world.federation.days_of(world.id(MILL)).last().expect("it reported").date;
    let whole = world.federation.contribution(world.id(SECTOR), day);
    let parts = world.federation.roll_up(world.id(SECTOR), day);
    assert_eq!(whole, parts.sum);
    assert_eq!((parts.reported, parts.of), (3, 3));
    let index = whole.addends.index().expect("all reported");
    assert!((0.9..1.1).contains(&index.productivity), "{index:?}");
}

#[test]
fn a_corrected_reading_revises_its_day_at_once_and_visibly() {
    let mut world = World::settled();
    let (mill, output) = (world.id(MILL), world.indicator(MILL, "output"));
    let days: Vec<_> = world.federation.days_of(mill).map(|day| day.date).collect();
    let date = days[days.len() - 5];
    let before = world.federation.own_contribution(mill, date);
    let reading = Reading { indicator: output, at: world.at_hour(date, 0), value: 55.0 };
    let report = Report { readings: vec![reading], ..Report::default() };
    world.put(world.at_hour(world.date, 9), Event::Report(report));

    let day = world.federation.day(mill, date).expect("it is in memory");
    assert_eq!(day.figures[0].sum, 55.0);
    assert!(day.revised.is_some());
    assert!(world.federation.own_contribution(mill, date) != before);
}

/// A fourth mill made four of a group of three, and the sum of a day before it came could be taken
/// apart by what it had been.
#[test]
fn a_part_that_joins_is_in_no_group_of_the_days_before_it() {
    let mut world = World::settled();
    let sector = world.id(SECTOR);
    let day = world.federation.days_of(world.id(MILL)).last().expect("it reported").date;
    let before = world.federation.same_day(sector, day);
    assert_eq!((before.seen, before.groups, before.reported, before.of), (1, 1, 3, 3));

    let mut fourth =
        unit("nation/textiles/fourth", vec![indicator("output", Direction::More, Sphere::Work)]);
    fourth.terms = vec![founding(TermSubject::Capability, "output", 110.0)];
    let charter = Charter { by: "founders".to_owned(), founder: None, units: vec![fourth] };
    world.put(world.at_hour(world.date, 9), Event::Charter(charter));
    assert_eq!(world.federation.same_day(sector, day), before);
    let today = world.federation.same_day(sector, world.date);
    assert_eq!((today.groups, today.of), (1, 4));
}
