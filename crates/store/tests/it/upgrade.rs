//! Upgrade: does a directory of an older format open, as it is, and can the older program be gone back to?
//!
//! `data/format-4` was made by the last program of that format: the example of `import`, a report, an alarm
//! and a note, and then it was killed, so that some of it lies in the write-ahead log alone.

use std::fs;
use std::path::{Path, PathBuf};

use store::SqliteStore;

fn older(directory: &Path) {
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/format-4");
    unpack(&made, directory);
    fs::copy(made.join("node.key"), directory.join("node.key")).unwrap();
}

/// Lays out a directory that was packed file by file.
pub(crate) fn unpack(made: &Path, directory: &Path) {
    fs::create_dir_all(directory).unwrap();
    for name in ["core.sqlite", "core.sqlite-wal", "people.sqlite"] {
        let Ok(packed) = fs::File::open(made.join(format!("{name}.zst"))) else { continue };
        let mut file = fs::File::create(directory.join(name)).unwrap();
        zstd::stream::copy_decode(packed, &mut file).unwrap();
    }
}

/// Where the core file of that format is kept until a start went well.
pub(crate) fn copy_in(directory: &Path, format: i64) -> PathBuf {
    directory.join(format!("core.sqlite.format-{format}"))
}

pub(crate) fn version(path: &Path) -> i64 {
    let file = rusqlite::Connection::open(path).unwrap();
    file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_directory_of_format_4_opens_with_all_that_is_in_it_and_checks() {
    let place = tempfile::tempdir().unwrap();
    older(place.path());
    let mut store = store::open(&format!("sqlite:{}", place.path().display())).unwrap();
    assert_eq!(version(&copy_in(place.path(), 4)), 4, "the core file as it was lies beside");
    let (federation, _) = store::open_federation(store.as_mut(), 2).unwrap();
    assert_eq!(federation.applied().offset, 105);
    assert!(federation.incidents().any(|it| format!("{it:?}").contains("a-note-of-the-fixture")));
    assert!(!copy_in(place.path(), 4).exists(), "the first start went well");
    store.close().unwrap();
    assert_eq!(version(&place.path().join("core.sqlite")), 5);
    let checked = store::check(place.path(), 2, &[]).unwrap();
    assert_eq!((checked.entries, checked.readings, checked.audited), (105, 401, 3));
}

#[test]
fn an_upgrade_that_ended_before_a_good_start_keeps_the_copy_that_the_older_program_reads() {
    let place = tempfile::tempdir().unwrap();
    older(place.path());
    // It was opened, and the machine went off before anything was read of it.
    drop(SqliteStore::open(place.path()).unwrap());
    drop(SqliteStore::open(place.path()).unwrap());
    let back = place.path().join("back");
    fs::create_dir(&back).unwrap();
    fs::rename(copy_in(place.path(), 4), back.join("core.sqlite")).unwrap();
    fs::copy(place.path().join("people.sqlite"), back.join("people.sqlite")).unwrap();
    assert_eq!(version(&back.join("core.sqlite")), 4);
    assert_eq!(store::check(&back, 2, &[]).unwrap().entries, 105);
}

#[test]
fn a_copy_that_was_cut_off_is_made_anew() {
    let place = tempfile::tempdir().unwrap();
    older(place.path());
    fs::write(place.path().join("core.sqlite.format-partial"), "half of it").unwrap();
    let mut store = SqliteStore::open(place.path()).unwrap();
    assert_eq!(version(&copy_in(place.path(), 4)), 4);
    store::open_federation(&mut store, 2).unwrap();
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(left.iter().all(|path| !path.display().to_string().contains("format-")), "{left:?}");
}

#[test]
fn a_backup_of_format_4_is_restored_into_this_one() {
    let place = tempfile::tempdir().unwrap();
    let [data, copy, again] = ["data", "copy", "again"].map(|name| place.path().join(name));
    older(&data);
    store::backup(&data, &copy).unwrap();
    assert_eq!(store::restore(&copy, &again, 2).unwrap().entries, 105);
    assert_eq!(version(&again.join("core.sqlite")), 5);
    assert_eq!(version(&data.join("core.sqlite")), 4, "what is copied stays as it is");
}
