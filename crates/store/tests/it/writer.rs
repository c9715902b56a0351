//! Writer: a process that writes to a store until it is killed.
//!
//! `store-writer DIRECTORY LEDGER`. It sends numbered reports in groups. Whatever is acknowledged
//! it writes to the ledger, a line `seq offset` each, and makes that durable, as a sender would
//! whose own memory is its only proof. It says one letter for each step on its standard output, so
//! that its killer knows where it is without a clock. `store-writer --upgrade DIRECTORY` opens a store and ends.

#![expect(clippy::unwrap_used, reason = "a writer that cannot write is to stop")]

#[expect(dead_code, reason = "shared with the suite, which uses all of it")]
mod world;

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::path::Path;

use mission::event::Event;
use mission::id::IndicatorId;
use mission::report::{Reading, Report};
use store::{Incoming, Receipt, SourceMark};

use world::{Chance, INDICATORS, PLANTS, World, day};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, flag, directory] = arguments.as_slice()
        && flag == "--upgrade"
    {
        store::SqliteStore::open(Path::new(directory)).unwrap();
        return;
    }
    let [_, directory, ledger] = arguments.as_slice() else {
        panic!("store-writer DIRECTORY LEDGER");
    };
    let mut ledger = OpenOptions::new().create(true).read(true).append(true).open(ledger).unwrap();
    let mut known = String::new();
    ledger.read_to_string(&mut known).unwrap();
    // A line cut short by the last kill was not acknowledged to anybody.
    let whole = known.rfind('\n').map_or(0, |end| end + 1);
    ledger.set_len(whole as u64).unwrap();
    let lines = known[..whole].lines();
    let mut next = lines.map(|line| seq_of(line) + 1).max().unwrap_or(1);

    let mut world = World::at(Path::new(directory));
    let mut chance = Chance(next);
    loop {
        say(b's');
        let group: Vec<Incoming> = (next..=next + chance.below(20)).map(message).collect();
        let receipts = world.store.commit(&group, world.pending.take().as_ref()).unwrap();
        say(b'c');
        let mut lines = Vec::new();
        for (seq, receipt) in (next..).zip(&receipts) {
            match receipt {
                Receipt::Appended { offset, .. } | Receipt::Duplicate { offset } => {
                    writeln!(lines, "{seq} {offset}").unwrap();
                }
                Receipt::Conflict | Receipt::TooOld { .. } => panic!("{seq}: {receipt:?}"),
            }
        }
        ledger.write_all(&lines).unwrap();
        ledger.sync_data().unwrap();
        say(b'l');
        next += receipts.len() as u64;
        world.apply();
    }
}

/// Says a letter at once: a line would be kept back until it ends.
fn say(letter: u8) {
    let mut said = std::io::stdout();
    said.write_all(&[letter]).and_then(|()| said.flush()).unwrap();
}

fn seq_of(line: &str) -> u64 {
    line.split(' ').next().unwrap().parse().unwrap()
}

/// The message of that number: always the same.
fn message(seq: u64) -> Incoming {
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&seq.to_le_bytes());
    let series = (PLANTS * INDICATORS) as u64;
    let reading = Reading {
        indicator: IndicatorId(u32::try_from(seq % series).unwrap()),
        at: day(seq / series),
        value: 100.0 + f64::from(u32::try_from(Chance(seq).below(64)).unwrap()) / 8.0,
    };
    let note = Some(format!("message {seq}"));
    let report = Report { readings: vec![reading], note, ..Report::default() };
    Incoming {
        mark: Some(SourceMark { source: "plc-1".to_owned(), epoch: 1, seq, digest }),
        received: day(seq / series + 1),
        event: Event::Report(report),
    }
}
