//! What a directory is, who may open it, and what comes back after a restart.

use std::fs;

use mission::event::{
    Act, Addressee, Event, NewFlow, NewMessage, NewOpening, NewRequest, SignedAct,
};
use mission::flow::{Drawing, FlowBox};
use mission::id::{IndicatorId, UnitId};
use mission::reach::{Resource, Viewer, reach};
use store::{SqliteStore, StoreError};

use crate::world::{Chance, World, day, incoming, marked, report};

#[test]
fn a_directory_in_use_cannot_be_opened_and_the_error_says_who_has_it() {
    let directory = tempfile::tempdir().unwrap();
    let held = SqliteStore::open(directory.path()).unwrap();
    let error = SqliteStore::open(directory.path()).unwrap_err().to_string();
    assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
    drop(held);
    SqliteStore::open(directory.path()).unwrap();
}

#[test]
fn files_of_others_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("core.sqlite"), "a diary, not a database\n".repeat(99))
        .unwrap();
    let error = SqliteStore::open(directory.path()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");

    let directory = tempfile::tempdir().unwrap();
    let core = directory.path().join("core.sqlite");
    let other = rusqlite::Connection::open(&core).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    drop(other);
    let error = SqliteStore::open(directory.path()).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
}

/// The error of opening a store whose core file says that it is of that version.
fn error_of_version(version: i64) -> StoreError {
    let directory = tempfile::tempdir().unwrap();
    drop(SqliteStore::open(directory.path()).unwrap());
    let core = rusqlite::Connection::open(directory.path().join("core.sqlite")).unwrap();
    core.pragma_update(None, "user_version", version).unwrap();
    drop(core);
    SqliteStore::open(directory.path()).unwrap_err()
}

#[test]
fn a_store_of_a_later_format_is_refused_with_what_to_do() {
    let later = error_of_version(6);
    assert!(matches!(later, StoreError::Newer { found: 6, known: 5, .. }), "{later}");
    assert!(later.to_string().contains("use a newer program"), "{later}");
}

#[test]
fn an_address_that_names_no_store_is_refused() {
    for bad in ["", "memory", "sqlite:", "postgres://somewhere", "/var/lib"] {
        let error = store::open(bad).err().unwrap();
        assert!(matches!(error, StoreError::Address { .. }), "{bad}: {error}");
    }
}

#[test]
fn a_restart_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut chance = Chance(11);
    let mut without = World::over(store::open("memory:").unwrap());
    let mut with = World::at(directory.path());
    for part in 0..6 {
        let days = part * 40 + 1..part * 40 + 41;
        let seed = chance.next();
        without.live(days.clone(), &mut Chance(seed));
        with.live(days, &mut Chance(seed));
        if part % 2 == 0 {
            with.settle();
        }
        drop(with);
        with = World::at(directory.path());
        store::verify(with.store.as_mut(), 2).unwrap();
    }
    let offset = without.federation.applied().offset;
    assert_eq!(with.federation.applied().offset, offset);
    for (one, other) in without.federation.incidents().zip(with.federation.incidents()) {
        assert_eq!(one, other);
    }
}

#[test]
fn what_was_sent_before_a_restart_is_known_after_it() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::at(directory.path());
    world.send(&[marked("plc-1", 5, 1), marked("plc-2", 5, 1)]);
    drop(world);
    let mut world = World::at(directory.path());
    let receipts = world.send(&[marked("plc-1", 5, 1), marked("plc-2", 5, 2)]);
    assert_eq!(receipts, [store::Receipt::Duplicate { offset: 2 }, store::Receipt::Conflict]);
    let receipts = world.send(&[incoming(crate::world::day(1), mission::event::Event::Clock)]);
    assert!(matches!(receipts[0], store::Receipt::Appended { offset: 4, .. }));
}

/// A mill opens a figure and is asked for another; both are there after a restart, as they were.
#[test]
fn openings_and_requests_come_back_and_end_when_they_were_to() {
    let directory = tempfile::tempdir().unwrap();
    let (mill, above) = (UnitId(2), UnitId(1));
    let act = |unit, by: &str, act| {
        let signed = SignedAct { unit, by: by.to_owned(), who: None, act };
        incoming(day(1), Event::Act(signed))
    };
    let until = day(5);
    let said = NewOpening {
        to: above,
        indicators: vec![IndicatorId(1), IndicatorId(0)],
        since: None,
        until,
        words: "the yarn plan".to_owned(),
        grants: None,
    };
    let asks = NewRequest { unit: UnitId(3), words: "the yarn plan".to_owned() };
    let mut world = World::at(directory.path());
    world.send(&[act(mill, "committee", Act::Open(said)), act(mill, "x", Act::Request(asks))]);
    let id = world.federation.openings().next().expect("it was made").id;
    world.send(&[act(mill, "weaver", Act::SignOpening(id))]);
    world.settle();
    let before: Vec<_> = world.federation.openings().cloned().collect();
    assert!(before[0].was_in_force());
    let asked: Vec<_> = world.federation.requests().cloned().collect();
    assert_eq!(asked.len(), 1);
    drop(world);
    let mut world = World::at(directory.path());
    assert_eq!(world.federation.openings().cloned().collect::<Vec<_>>(), before);
    assert_eq!(world.federation.requests().cloned().collect::<Vec<_>>(), asked);
    let sees = |world: &World| {
        let series = Resource::Series(IndicatorId(1));
        reach(&world.federation, Viewer(above), series).is_any()
    };
    assert!(sees(&world));
    assert_eq!(world.federation.next_due(), Some(until));
    world.send(&[incoming(until, Event::Clock)]);
    assert!(!sees(&world));
    world.settle();
    store::verify(world.store.as_mut(), 2).unwrap();
}

/// Directories of this format are older than charts of flow and messages: their tables are made where they are
/// missing.
#[test]
fn a_directory_from_before_charts_of_flow_is_read_and_keeps_them_from_then_on() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::at(directory.path());
    for number in 1..6 {
        let reported = Event::Report(report(number, &mut Chance(number)));
        world.send(&[incoming(day(number), reported)]);
    }
    world.settle();
    let drawn = |world: &World| world.federation.flows().cloned().collect::<Vec<_>>();
    assert_eq!(drawn(&world), []);
    drop(world);
    let core = rusqlite::Connection::open(directory.path().join("core.sqlite")).unwrap();
    core.execute_batch("DROP TABLE flow; DROP TABLE message; DROP TABLE post").unwrap();
    drop(core);

    let mut world = World::at(directory.path());
    let key = mission::name::Key::parse("weaving").unwrap();
    let boxes = vec![FlowBox { key, name: "Weaving".to_owned(), shows: None }];
    let drawing = Drawing { boxes, lines: Vec::new() };
    let act = Act::Draw(NewFlow { follows: None, drawing });
    let signed = SignedAct { unit: UnitId(1), by: "lead".to_owned(), who: None, act };
    world.send(&[incoming(day(30), Event::Act(signed))]);
    let before = drawn(&world);
    assert_eq!(before.len(), 1);
    world.settle();
    drop(world);
    let mut world = World::at(directory.path());
    assert_eq!(drawn(&world), before);
    store::verify(world.store.as_mut(), 2).unwrap();
}

/// What is gone is gone from the disk's tables too, and a replay of the log comes to the same.
#[test]
fn a_message_is_taken_out_of_its_table_after_half_a_year() {
    let directory = tempfile::tempdir().unwrap();
    let mut world = World::at(directory.path());
    let (to, words) = (Addressee::Above, "is anybody there?".to_owned());
    let act = Act::Write(NewMessage { to, about: None, words });
    let signed = SignedAct { unit: UnitId(2), by: "lead".to_owned(), who: None, act };
    world.send(&[incoming(day(1), Event::Act(signed))]);
    world.settle();
    drop(world);
    let core = || rusqlite::Connection::open(directory.path().join("core.sqlite")).unwrap();
    let kept = || {
        let count =
            core().query_row("SELECT count(*) FROM message", [], |row| row.get::<_, i64>(0));
        count.unwrap()
    };
    assert_eq!(kept(), 1);
    let mut world = World::at(directory.path());
    assert_eq!(world.federation.messages().count(), 1);
    world.send(&[incoming(day(1) + mission::limits::MESSAGE_KEPT, Event::Clock)]);
    assert_eq!(world.federation.messages().count(), 0);
    world.settle();
    store::verify(world.store.as_mut(), 2).unwrap();
    drop(world);
    assert_eq!(kept(), 0);
    let world = World::at(directory.path());
    assert_eq!(world.federation.messages().count(), 0);
}
