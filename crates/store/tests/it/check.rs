//! Check, backup and restore: is damage found, and does a copy live?

use std::fs;
use std::path::{Path, PathBuf};

use store::{SqliteOptions, SqliteStore, StoreError};

use mission::event::Event;

use crate::world::{Chance, World, day, incoming, marked, report};

/// A store with everything in it, chunks in files of months among them.
pub(crate) fn furnish(directory: &Path, days: u64) {
    let options = SqliteOptions { chunks_to_move: 1, ..SqliteOptions::default() };
    let mut world = World::over(Box::new(SqliteStore::open_with(directory, options).unwrap()));
    world.live(1..15, &mut Chance(21));
    let mut chance = Chance(22);
    for number in 15..days {
        // One series is enough to have some history; the check of a flipped bit is done often.
        let mut report = report(number, &mut chance);
        report.readings.truncate(1);
        world.send(&[incoming(day(number), Event::Report(report))]);
    }
    world.send(&[marked("plc-1", 1, 1), marked("plc-2", 1, 1)]);
    world.settle();
    let rest = store::gather_all(&world.federation, &mut world.plan);
    world.store.commit(&[], Some(&rest)).unwrap();
    world.store.close().unwrap();
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files = vec![directory.join("core.sqlite")];
    for entry in fs::read_dir(directory.join("series")).unwrap() {
        files.push(entry.unwrap().path());
    }
    files.sort();
    files
}

#[test]
fn a_backup_restores_to_the_same_federation() {
    let place = tempfile::tempdir().unwrap();
    let (original, copy, again) =
        (place.path().join("a"), place.path().join("b"), place.path().join("c"));
    furnish(&original, 280);
    assert!(files(&original).len() > 1, "some chunks were moved");

    // In use, and written to between: a backup asks nobody to stop.
    let mut world = World::at(&original);
    store::backup(&original, &copy).unwrap();
    world.live(280..290, &mut Chance(22));
    let restored = store::restore(&copy, &again, 2).unwrap();
    drop(world);
    assert_eq!(restored.entries + 20, store::check(&original, 2, &[]).unwrap().entries);
    assert_eq!(restored, store::check(&again, 2, &[]).unwrap());
}

#[test]
fn a_backup_overwrites_nothing_and_a_damaged_one_is_not_restored() {
    let place = tempfile::tempdir().unwrap();
    let (original, copy, again) =
        (place.path().join("a"), place.path().join("b"), place.path().join("c"));
    furnish(&original, 200);
    store::backup(&original, &copy).unwrap();
    let occupied = store::backup(&original, &copy).unwrap_err();
    assert!(matches!(occupied, StoreError::Occupied { .. }), "{occupied}");
    let occupied = store::restore(&copy, &original, 1).unwrap_err();
    assert!(matches!(occupied, StoreError::Occupied { .. }), "{occupied}");

    let core = copy.join("core.sqlite");
    let mut bytes = fs::read(&core).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&core, bytes).unwrap();
    let damaged = store::restore(&copy, &again, 1).unwrap_err();
    assert!(matches!(damaged, StoreError::Corrupt { .. }), "{damaged}");
    assert!(!again.exists() && !again.with_file_name("c.restoring").exists());
}

#[test]
fn a_manifest_cannot_lead_out_of_the_store() {
    let place = tempfile::tempdir().unwrap();
    for name in ["../outside.sqlite", "series/../../x.sqlite", "/etc/hostname", "series/a.txt", ""]
    {
        let copy = place.path().join("copy");
        fs::create_dir_all(&copy).unwrap();
        fs::write(copy.join("SHA256SUMS"), format!("00  {name}\n")).unwrap();
        let error = store::restore(&copy, &place.path().join("new"), 1).unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{name}: {error}");
    }
}

#[test]
fn a_directory_without_a_store_is_neither_checked_nor_copied() {
    let place = tempfile::tempdir().unwrap();
    let error = store::check(place.path(), 1, &[]).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    let error = store::backup(place.path(), &place.path().join("copy")).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
}

/// A thousand single bits, spread over every file: each is found by the check, or changes nothing
/// that anybody reads. No panic, no wrong answer.
#[test]
fn a_flipped_bit_is_found_or_harmless() {
    let place = scratch();
    let (original, damaged) = (place.path().join("a"), place.path().join("b"));
    furnish(&original, 270);
    let sound = store::check(&original, 1, &[]).unwrap();
    let mut chance = Chance(23);
    let mut found = 0;
    for _ in 0..1000 {
        copy(&original, &damaged);
        let victims = files(&damaged);
        let victim = &victims[usize::try_from(chance.below(victims.len() as u64)).unwrap()];
        let mut bytes = fs::read(victim).unwrap();
        let place = usize::try_from(chance.below(bytes.len() as u64)).unwrap();
        bytes[place] ^= 1 << chance.below(8);
        fs::write(victim, bytes).unwrap();
        match store::check(&damaged, 1, &[]) {
            Ok(checked) => assert_eq!(checked, sound, "byte {place} of {}", victim.display()),
            Err(_) => found += 1,
        }
    }
    // The rest lies in the free space of pages, of which a small store is full.
    assert!(found > 250, "only {found} of a thousand were found");
}

#[test]
fn a_truncated_file_is_found() {
    let place = scratch();
    let (original, damaged) = (place.path().join("a"), place.path().join("b"));
    furnish(&original, 270);
    let mut chance = Chance(24);
    for round in 0..100 {
        copy(&original, &damaged);
        let victims = files(&damaged);
        let victim = &victims[round % victims.len()];
        let length = fs::metadata(victim).unwrap().len();
        let left = chance.below(length);
        fs::File::options().write(true).open(victim).unwrap().set_len(left).unwrap();
        let checked = store::check(&damaged, 1, &[]);
        assert!(checked.is_err(), "{left} of {length} bytes of {}", victim.display());
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    drop(fs::remove_dir_all(to));
    fs::create_dir_all(to.join("series")).unwrap();
    for path in files(from) {
        fs::copy(&path, to.join(path.strip_prefix(from).unwrap())).unwrap();
    }
}

/// Memory where there is a file system in it: what is damaged on purpose need not be safe.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    }
}
