//! Kill: what is left when the process is killed at any moment?

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use mission::event::{Entry, Event};
use store::{SqliteStore, Store};

use crate::world::{Chance, INDICATORS, PLANTS, day};

const KILLS: u64 = 100;

/// Letters that the writer says before it is killed: three a commit, so up to five commits.
const LETTERS: u64 = 15;

#[test]
fn what_was_acknowledged_survives_a_hundred_kills_and_nothing_comes_twice() {
    let place = tempfile::tempdir().unwrap();
    let (directory, ledger) = (place.path().join("store"), place.path().join("ledger"));
    let mut chance = Chance(31);
    let mut before = 0;
    for kill in 1..=KILLS {
        run_and_kill(&directory, &ledger, &mut chance);
        let acknowledged = acknowledged(&ledger);
        assert!(acknowledged.len() >= before, "the ledger only grows");
        before = acknowledged.len();

        let store = SqliteStore::open(&directory).unwrap();
        let entries = store.reader().unwrap().entries(1, usize::MAX).unwrap();
        drop(store);
        let logged = numbered(&entries);
        for (seq, offset) in &acknowledged {
            assert_eq!(logged.get(seq), Some(&vec![*offset]), "message {seq} after kill {kill}");
        }
        for (seq, offsets) in &logged {
            assert_eq!(offsets.len(), 1, "message {seq} came twice: {offsets:?}");
        }
        if kill % 20 == 0 {
            store::check(&directory, 2, &[]).unwrap();
        }
    }
    assert!(before > 500, "only {before} messages were acknowledged: the writer had no load");
}

/// Lets the writer run until it has said a number of letters, and kills it there or a little later.
fn run_and_kill(directory: &Path, ledger: &Path, chance: &mut Chance) {
    let mut writer = Command::new(env!("CARGO_BIN_EXE_store-writer"))
        .args([directory, ledger])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let letters = chance.below(LETTERS);
    let mut said = writer.stdout.take().unwrap();
    for _ in 0..letters {
        let mut letter = [0];
        said.read_exact(&mut letter).unwrap();
    }
    for _ in 0..chance.below(200_000) {
        std::hint::spin_loop();
    }
    writer.kill().unwrap();
    let ended = writer.wait().unwrap();
    assert_eq!(ended.code(), None, "the writer ended by itself: {ended}");
}

/// Messages with the entries under which they were acknowledged.
fn acknowledged(ledger: &Path) -> BTreeMap<u64, u64> {
    let lines = fs::read_to_string(ledger).unwrap_or_default();
    let whole = lines.rfind('\n').map_or(0, |end| end + 1);
    let pair = |line: &str| {
        let (seq, offset) = line.split_once(' ').unwrap();
        (seq.parse().unwrap(), offset.parse().unwrap())
    };
    lines[..whole].lines().map(pair).collect()
}

/// The entries of each message.
fn numbered(entries: &[Entry]) -> BTreeMap<u64, Vec<u64>> {
    let mut numbered: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for entry in entries {
        let Event::Report(report) = &entry.event else { continue };
        // Its note goes when it is as old as the messages after it make it.
        let reading = report.readings[0];
        let days = reading.at.since(day(0)).as_secs() / 86_400;
        let number = days * (PLANTS * INDICATORS) as u64 + u64::from(reading.indicator.0);
        numbered.entry(number).or_default().push(entry.offset);
    }
    numbered
}
