//! Audit: is it found when somebody changes what was done, even with the whole store in hand?

use std::path::Path;

use mission::event::{Act, Event, SignedAct};
use mission::id::UnitId;
use rusqlite::Connection;
use store::{Checkpoint, NodeKey, Tree};

use crate::check::copy;
use crate::world::{Chance, World, day, incoming};

/// A store in which people did something on each of so many days.
fn busy(directory: &Path, days: u64) {
    let mut world = World::at(directory);
    for number in 1..=days {
        let act = Act::AskHelp(None, format!("two looms without thread, day {number}"));
        let signed = SignedAct { unit: UnitId(2), by: "shift lead".to_owned(), who: None, act };
        world.send(&[incoming(day(number), Event::Act(signed))]);
    }
    world.settle();
}

fn noted(directory: &Path) -> Checkpoint {
    let (note, verifier) = store::checkpoint(directory).unwrap();
    Checkpoint::read(&note, &verifier).unwrap()
}

fn found(directory: &Path, checkpoints: &[Checkpoint]) -> String {
    store::check(directory, 1, checkpoints).unwrap_err().to_string()
}

#[test]
fn a_checkpoint_that_was_kept_holds_the_audit_that_went_on_from_it() {
    let place = tempfile::tempdir().unwrap();
    busy(place.path(), 12);
    let early = noted(place.path());
    assert_eq!(early.size, 13, "twelve acts and the charter");
    {
        let mut world = World::at(place.path());
        let act = Act::AskHelp(None, "thread came".to_owned());
        let signed = SignedAct { unit: UnitId(3), by: "shift lead".to_owned(), who: None, act };
        world.send(&[incoming(day(40), Event::Act(signed))]);
        world.settle();
    }
    let late = noted(place.path());
    assert_eq!(late.size, 14);
    let checked = store::check(place.path(), 1, &[late, early]).unwrap();
    assert_eq!(checked.audited, 14);
    let none = Checkpoint::of(&Tree::default());
    store::check(place.path(), 1, &[none]).unwrap();
}

/// Whoever has the whole store can make log, audit and root agree again, but not with what others
/// have kept.
#[test]
fn another_history_of_the_same_length_and_a_shorter_one_are_found_by_the_checkpoint_alone() {
    let place = tempfile::tempdir().unwrap();
    let [true_one, shorter, other] = ["true", "shorter", "other"].map(|it| place.path().join(it));
    busy(&true_one, 9);
    let kept = noted(&true_one);
    busy(&shorter, 7);
    busy(&other, 8);
    {
        let mut world = World::at(&other);
        let act = Act::AskHelp(None, "nothing was wrong".to_owned());
        let signed = SignedAct { unit: UnitId(2), by: "shift lead".to_owned(), who: None, act };
        world.send(&[incoming(day(9), Event::Act(signed))]);
        world.settle();
    }
    for sound in [&shorter, &other] {
        store::check(sound, 1, &[]).unwrap();
    }
    let missing = found(&shorter, &[kept]);
    assert!(missing.contains("10 are known, and 8 are here"), "{missing}");
    let changed = found(&other, &[kept]);
    assert!(changed.contains("the first 10 audit records"), "{changed}");
}

#[test]
fn a_record_that_was_taken_out_or_moved_is_named() {
    let place = tempfile::tempdir().unwrap();
    let original = place.path().join("original");
    busy(&original, 10);
    std::fs::create_dir_all(original.join("series")).unwrap();
    let kept = noted(&original);
    let damaged = |name: &str, sql: &str| {
        let directory = place.path().join(name);
        copy(&original, &directory);
        Connection::open(directory.join("core.sqlite")).unwrap().execute_batch(sql).unwrap();
        (found(&directory, &[]), found(&directory, &[kept]))
    };
    let (alone, with) = damaged("out", "DELETE FROM audit WHERE number = 4");
    assert!(alone.contains("audit record 4") && with.contains("audit record 4"), "{alone} {with}");
    let (alone, _) = damaged("end", "DELETE FROM audit WHERE number > 9");
    assert!(alone.contains("11 are known, and 9 are here"), "{alone}");
    let moved = "UPDATE audit SET number = -1 WHERE number = 2;
                 UPDATE audit SET number = 2 WHERE number = 3;
                 UPDATE audit SET number = 3 WHERE number = -1;";
    let (alone, _) = damaged("moved", moved);
    assert!(alone.contains("audit record 2"), "the check sum knows its place: {alone}");
}

/// Changes, swaps, losses, insertions and truncations of the records that a checkpoint covers.
#[test]
fn ten_thousand_tamperings_lead_to_another_root_or_another_number_of_records() {
    let mut chance = Chance(5);
    let root = |records: &[Vec<u8>]| {
        let mut tree = Tree::default();
        for record in records {
            tree.push(record);
        }
        Checkpoint::of(&tree)
    };
    let mut missed = 0;
    for round in 0..10_000_u64 {
        let size = 2 + usize::try_from(chance.below(60)).unwrap();
        let records: Vec<Vec<u8>> = (0..size as u64)
            .map(|i| {
                format!("{i}: {} of {}", chance.below(1_000), chance.below(1_000)).into_bytes()
            })
            .collect();
        let mut tampered = records.clone();
        let at = usize::try_from(chance.below(size as u64)).unwrap();
        let other = usize::try_from(chance.below(size as u64)).unwrap();
        match round % 6 {
            0 => {
                let letter = usize::try_from(chance.below(tampered[at].len() as u64)).unwrap();
                tampered[at][letter] ^= 1 << chance.below(8);
            }
            1 => tampered.swap(at, other),
            2 => drop(tampered.remove(at)),
            3 => tampered.insert(at, records[other].clone()),
            4 => tampered.truncate(at),
            _ => tampered[at].clone_from(&records[other]),
        }
        let is_same = tampered == records;
        missed += u32::from((root(&tampered) == root(&records)) != is_same);
    }
    assert_eq!(missed, 0);
}

#[test]
fn a_checkpoint_of_another_node_is_refused() {
    let place = tempfile::tempdir().unwrap();
    busy(place.path(), 2);
    let (note, _) = store::checkpoint(place.path()).unwrap();
    assert!(Checkpoint::read(&note, &NodeKey::of([1; 32]).verifier()).is_err());
    let nowhere = store::checkpoint(&place.path().join("nowhere"));
    assert!(nowhere.is_err(), "{nowhere:?}");
}
