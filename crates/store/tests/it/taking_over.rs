//! Taking over: is a directory of format 1, 2 or 3, as its own program left it, still there with all it told?
//!
//! `data/format-1`, `-2` and `-3` were made by the last programs of these formats, all by the same story: a year of
//! history imported, a report with a note, a figure corrected, a change that rose, was answered and ended, an alarm, a
//! silence, terms, a policy, acts that were refused. The programs of 1 and 3 were killed, so that some of it lies in
//! the write-ahead log alone; that of 2 was stopped. `said.txt` holds what each of these programs then said of it, word for word the same, by its own API
//! and commands.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use mission::event::Event;
use mission::federation::Federation;
use mission::time::Timestamp;
use sha2::{Digest, Sha256};
use store::{Incoming, Receipt, SnapshotPlan, SourceMark, SqliteStore, Store, StoreError};

use crate::upgrade::{copy_in, unpack, version};

const FORMATS: [i64; 3] = [1, 2, 3];

fn made(format: i64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/format-{format}"))
}

/// What the old program said, line by line.
fn said() -> Vec<String> {
    let packed = fs::File::open(made(1).with_file_name("said.txt.zst")).unwrap();
    let mut said = String::new();
    zstd::stream::Decoder::new(packed).unwrap().read_to_string(&mut said).unwrap();
    said.lines().map(str::to_owned).collect()
}

fn word(named: impl std::fmt::Debug) -> String {
    let named = format!("{named:?}");
    let name = named.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let mut word = String::new();
    for (place, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && place > 0 {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

fn or_none(named: Option<impl std::fmt::Display>) -> String {
    named.map_or_else(|| "None".to_owned(), |named| named.to_string())
}

/// What this program says, in the same lines.
fn says(federation: &Federation, store: &dyn Store) -> Vec<String> {
    let registry = federation.registry();
    let path = |unit| registry.unit(unit).path.to_string();
    let mut lines = Vec::new();
    for it in federation.incidents() {
        lines.push(format!(
            "incident {} {} {} {} {} rises {} opened {} closed {} by {}",
            it.id.0,
            path(it.unit),
            word(&it.cause),
            word(it.phase),
            path(it.holder().unit),
            it.rises.len(),
            it.opened,
            or_none(it.closed.map(|closing| closing.at)),
            or_none(it.taken_on.as_ref().map(|taken| &taken.by)),
        ));
    }
    for it in federation.obligations() {
        lines.push(format!(
            "obligation {} {} {} {} {}: {}",
            it.id.0,
            path(it.debtor),
            path(it.creditor),
            word(it.state),
            or_none(it.owner.as_ref()),
            or_none(it.answer.as_ref().map(|said| &said.words)),
        ));
    }
    for unit in registry.units() {
        for it in federation.agreements_of(unit.id) {
            let offer = it.offers.last().unwrap();
            let (value, state) = (offer.value, word(it.state));
            lines.push(format!(
                "agreement {} {} {state} {value:?} {}",
                it.id.0,
                path(it.unit),
                offer.reason
            ));
        }
        for it in federation.directives_of(unit.id).filter(|it| it.from == unit.id) {
            let answers = it.receivers.iter().map(|receiver| match receiver.answer {
                mission::directive::Answer::Accepted => "accept",
                mission::directive::Answer::Objected => "object",
                mission::directive::Answer::Countered => "counter",
                mission::directive::Answer::Awaited => "-",
            });
            let answers = answers.collect::<Vec<_>>().join(" ");
            lines.push(format!("directive {} {} {}: {answers}", it.id.0, path(it.from), it.title));
        }
    }
    let mut reader = store.reader().unwrap();
    for it in registry.indicators() {
        let old = reader.chunks(it.id, Timestamp::MIN, Timestamp::MAX).unwrap();
        let tail = federation.series(it.id).tail.iter().map(|point| (point.at, point.value));
        let (path, key, measure) = (path(it.unit), &it.key, &it.measure);
        let line = |(at, value)| format!("reading {path},{key},{at},{value},{measure}");
        lines.extend(old.into_iter().chain(tail).map(line));
    }
    lines
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines.dedup();
    lines
}

fn open(directory: &Path) -> (Box<dyn Store>, Federation, SnapshotPlan) {
    let mut store = store::open(&format!("sqlite:{}", directory.display())).unwrap();
    let (federation, plan) = store::open_federation(store.as_mut(), 2).unwrap();
    (store, federation, plan)
}

/// The four lines of counts, as a check of today says them.
fn counts(directory: &Path) -> Vec<String> {
    let checked = store::check(directory, 2, &[]).unwrap();
    vec![
        format!("entries {}", checked.entries),
        format!("readings {}", checked.readings),
        format!("notices {}", checked.notices),
        format!("audit_records {}", checked.audited),
    ]
}

#[test]
fn what_a_program_of_format_1_2_or_3_said_is_said_still_and_checks() {
    for format in FORMATS {
        let place = tempfile::tempdir().unwrap();
        unpack(&made(format), place.path());
        let (store, federation, _) = open(place.path());
        let now = says(&federation, store.as_ref());
        store.close().unwrap();
        assert_eq!(version(&place.path().join("core.sqlite")), 5);
        assert!(!copy_in(place.path(), format).exists(), "the first start went well");
        let checked = store::check(place.path(), 2, &[]).unwrap();
        // The program of format 1 was killed between its two transactions.
        assert_eq!(checked.taken_over, checked.entries - u64::from(format == 1));
        let says = sorted([counts(place.path()), now].concat());
        let said = sorted(said());
        let differs = says.iter().zip(&said).find(|(now, then)| now != then);
        assert_eq!(differs, None, "format {format}");
        assert_eq!(says.len(), said.len(), "format {format}");
    }
}

/// Ids, telex and audit as the engine has them, whatever shape the rows have.
fn keys(core: &Path) -> BTreeMap<&'static str, Vec<(i64, i64)>> {
    let core = rusqlite::Connection::open(core).unwrap();
    let read = |query: &str| {
        let mut query = core.prepare(query).unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    BTreeMap::from([
        ("log", read("SELECT offset, received FROM log ORDER BY 1")),
        ("signal", read("SELECT id, 0 FROM signal ORDER BY 1")),
        ("incident", read("SELECT id, 0 FROM incident ORDER BY 1")),
        ("obligation", read("SELECT id, 0 FROM obligation ORDER BY 1")),
        ("day", read("SELECT id, 0 FROM day ORDER BY 1")),
        ("telex", read("SELECT number, unit FROM telex ORDER BY 1")),
        ("audit", read("SELECT number, 0 FROM audit ORDER BY 1")),
        ("mark", read("SELECT count(*), 0 FROM mark")),
        ("chunk", read("SELECT indicator, first FROM chunk ORDER BY 1, 2")),
        ("amendment", read("SELECT indicator, at FROM amendment ORDER BY 1, 2")),
    ])
}

#[test]
fn an_upgrade_before_a_good_start_keeps_every_row_under_its_key_and_the_core_file_as_it_was() {
    for format in FORMATS {
        let place = tempfile::tempdir().unwrap();
        unpack(&made(format), place.path());
        let core = place.path().join("core.sqlite");
        let before = keys(&core);
        assert!(before["log"].len() > 300 && before["incident"].len() > 4, "{format}");
        drop(SqliteStore::open(place.path()).unwrap());
        drop(SqliteStore::open(place.path()).unwrap());
        assert_eq!(keys(&core), before, "format {format}");
        let copy = copy_in(place.path(), format);
        assert_eq!((version(&copy), keys(&copy)), (format, before), "format {format}");
    }
}

/// The last report of the story, as it was sent.
const LAST_SENT: &str = r#"{"source": "scales", "epoch": 1, "seq": 58, "unit": "mill/spinning", "readings": [{"indicator": "energy", "at": "2027-01-15", "value": 3310}]}"#;
const LAST_SEQ: u64 = 58;

#[test]
fn a_message_that_the_old_program_took_in_counts_once_and_the_next_is_taken_in() {
    for format in FORMATS {
        let place = tempfile::tempdir().unwrap();
        unpack(&made(format), place.path());
        let (mut store, mut federation, mut plan) = open(place.path());
        let entries = store.reader().unwrap().entries(1, usize::MAX).unwrap();
        let last = entries.iter().rfind(|it| matches!(it.event, Event::Report(_))).unwrap();
        let digest: [u8; 32] = Sha256::digest(LAST_SENT).into();
        let sent = |seq, digest| Incoming {
            mark: Some(SourceMark { source: "report:1:scales".to_owned(), epoch: 1, seq, digest }),
            received: last.received,
            event: last.event.clone(),
        };
        let again = [sent(LAST_SEQ, digest), sent(LAST_SEQ + 1, [7; 32])];
        let receipts = store.commit(&again, None).unwrap();
        let (first, next) = (last.offset, entries.len() as u64 + 1);
        assert_eq!(receipts[0], Receipt::Duplicate { offset: first }, "format {format}");
        assert!(matches!(receipts[1], Receipt::Appended { offset, .. } if offset == next));
        store::apply_logged(store.as_mut(), &mut federation, &mut plan, 2).unwrap();
        store.close().unwrap();
        let checked = store::check(place.path(), 2, &[]).unwrap();
        assert_eq!(checked.entries, next);
        assert!(checked.taken_over < next, "format {format}");
    }
}

#[test]
fn a_backup_of_format_1_2_or_3_is_restored_and_what_is_copied_stays_as_it_is() {
    for format in FORMATS {
        let place = tempfile::tempdir().unwrap();
        let [data, copy, again] = ["data", "copy", "again"].map(|name| place.path().join(name));
        unpack(&made(format), &data);
        store::backup(&data, &copy).unwrap();
        let restored = store::restore(&copy, &again, 2).unwrap();
        assert_eq!(version(&data.join("core.sqlite")), format);
        assert_eq!(version(&again.join("core.sqlite")), 5);
        // And a backup of what was taken over holds what that begins with.
        let second = place.path().join("second");
        store::backup(&again, &second).unwrap();
        let proven = store::prove(&second, 2).unwrap();
        assert_eq!((proven.entries, proven.taken_over), (restored.entries, restored.taken_over));
    }
}

#[test]
fn who_only_reads_is_told_to_bring_the_directory_up_first() {
    let place = tempfile::tempdir().unwrap();
    unpack(&made(2), place.path());
    let error = store::checkpoint(place.path()).unwrap_err();
    assert!(matches!(error, StoreError::Older { found: 2, known: 5, .. }), "{error}");
    assert!(error.to_string().contains("`cybersyn check`"), "{error}");
    assert_eq!(version(&place.path().join("core.sqlite")), 2);
}

#[test]
fn a_row_that_is_too_broken_is_named_and_nothing_is_changed() {
    for (table, key, named) in
        [("log", "offset", "entry 7 of the log"), ("audit", "number", "audit")]
    {
        let place = tempfile::tempdir().unwrap();
        unpack(&made(1), place.path());
        let core = place.path().join("core.sqlite");
        let file = rusqlite::Connection::open(&core).unwrap();
        let broken = format!("UPDATE {table} SET body = x'0102030405060708' WHERE {key} = 7");
        assert_eq!(file.execute(&broken, []).unwrap(), 1);
        drop(file);
        let before = keys(&core);
        let error = SqliteStore::open(place.path()).unwrap_err();
        assert!(matches!(error, StoreError::Upgrade { found: 1, known: 5, .. }), "{error}");
        assert!(error.to_string().contains(named), "{error}");
        assert_eq!((version(&core), keys(&core)), (1, before));
    }
}

#[test]
fn what_is_taken_over_is_held_by_the_check_and_so_is_what_follows() {
    let place = tempfile::tempdir().unwrap();
    unpack(&made(1), place.path());
    let (store, ..) = open(place.path());
    store.close().unwrap();
    let core = rusqlite::Connection::open(place.path().join("core.sqlite")).unwrap();
    // An incident that the old program opened is put back to how another one stood.
    let swap = "UPDATE earlier SET body = (SELECT body FROM earlier WHERE kind = 'incident' ORDER BY id LIMIT 1)
                WHERE kind = 'incident' AND id = (SELECT max(id) FROM earlier WHERE kind = 'incident')";
    assert_eq!(core.execute(swap, []).unwrap(), 1);
    drop(core);
    let error = store::check(place.path(), 2, &[]).unwrap_err();
    assert!(error.to_string().contains("incident"), "{error}");
}

#[test]
fn a_second_machine_begins_with_a_backup_of_what_was_taken_over() {
    let place = tempfile::tempdir().unwrap();
    unpack(&made(3), place.path());
    let (store, federation, _) = open(place.path());
    let mut reader = store.reader().unwrap();
    let error = reader.shipped(0, 0).unwrap_err();
    assert!(error.to_string().contains("begin the copy with a backup"), "{error}");
    assert!(reader.shipped(federation.applied().offset, 0).is_ok());
}

/// Killed at any moment, it is whole in one format or the other.
#[test]
fn an_upgrade_that_is_killed_is_whole_before_or_after() {
    let mut found = BTreeMap::new();
    for wait in 0..24 {
        let place = tempfile::tempdir().unwrap();
        unpack(&made(1), place.path());
        let mut writer = Command::new(env!("CARGO_BIN_EXE_store-writer"));
        let mut writer = writer.arg("--upgrade").arg(place.path()).spawn().unwrap();
        for _ in 0..wait * 400_000 {
            std::hint::spin_loop();
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        *found.entry(version(&place.path().join("core.sqlite"))).or_insert(0) += 1;
        let says = counts(place.path());
        assert_eq!(sorted(says), sorted(said()[..4].to_vec()), "after {wait}");
    }
    assert!(found.keys().all(|format| [1, 5].contains(format)), "{found:?}");
}

#[test]
fn words_of_what_was_taken_over_are_forgotten_there_too() {
    let place = tempfile::tempdir().unwrap();
    unpack(&made(1), place.path());
    let (mut store, mut federation, mut plan) = open(place.path());
    let stood = |store: &dyn Store| format!("{:?}", store.reader().unwrap().beginning().unwrap());
    assert!(stood(store.as_ref()).contains("a-note-of-the-fixture"));
    let received = federation.applied().received + std::time::Duration::from_hours(400 * 24);
    let later = Incoming { mark: None, received, event: Event::Clock };
    store.commit(&[later], None).unwrap();
    store::apply_logged(store.as_mut(), &mut federation, &mut plan, 2).unwrap();
    store.close().unwrap();
    let (store, ..) = open(place.path());
    assert!(!stood(store.as_ref()).contains("a-note-of-the-fixture"));
    store.close().unwrap();
    store::check(place.path(), 2, &[]).unwrap();
}
