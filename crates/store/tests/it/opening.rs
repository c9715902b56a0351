//! What a directory is, who may open it, and what comes back after a restart.

use std::fs;

use store::{SqliteStore, StoreError};

use crate::world::{Chance, World, incoming, marked};

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
fn a_store_of_an_earlier_or_a_later_format_is_refused_with_what_to_do() {
    let earlier = error_of_version(3);
    assert!(matches!(earlier, StoreError::Older { found: 3, known: 4, .. }), "{earlier}");
    assert!(earlier.to_string().contains("bring the histories in again"), "{earlier}");

    let later = error_of_version(5);
    assert!(matches!(later, StoreError::Newer { found: 5, known: 4, .. }), "{later}");
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
