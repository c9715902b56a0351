//! What a store promises, whichever one it is. A new one is done when this file passes on it.

use std::time::Duration;

use mission::event::Event;
use mission::id::{IndicatorId, UnitId};
use mission::time::Timestamp;
use store::{MemoryStore, Receipt, SqliteOptions, SqliteStore, Store};

use crate::world::{Chance, World, charter, day, incoming, marked, report};

/// Each store, and one on disk that moves its chunks to files of months as soon as it can.
fn each_store(promise: impl Fn(Box<dyn Store>)) {
    promise(Box::new(MemoryStore::default()));
    let directory = tempfile::tempdir().unwrap();
    promise(Box::new(SqliteStore::open(directory.path()).unwrap()));
    let directory = tempfile::tempdir().unwrap();
    let options = SqliteOptions { chunks_to_move: 1, ..SqliteOptions::default() };
    promise(Box::new(SqliteStore::open_with(directory.path(), options).unwrap()));
}

fn appended(receipt: &Receipt) -> u64 {
    match receipt {
        Receipt::Appended { offset, .. } => *offset,
        Receipt::Duplicate { .. } | Receipt::Conflict | Receipt::TooOld { .. } => {
            panic!("{receipt:?}")
        }
    }
}

#[test]
fn what_came_is_in_the_log_in_order_and_as_it_came() {
    each_store(|mut store| {
        let mut chance = Chance(1);
        let events = [charter(), Event::Report(report(1, &mut chance)), Event::HistoryEnds];
        let came = events.clone().map(|event| incoming(day(1), event));
        let receipts = store.commit(&came, None).unwrap();
        assert_eq!(receipts.iter().map(appended).collect::<Vec<_>>(), [1, 2, 3]);

        let entries = store.reader().unwrap().entries(1, 10).unwrap();
        assert_eq!(entries.iter().map(|entry| entry.offset).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(entries.into_iter().map(|entry| entry.event).collect::<Vec<_>>(), events);
        let pages = store.reader().unwrap().entries(2, 1).unwrap();
        assert_eq!(pages.iter().map(|entry| entry.offset).collect::<Vec<_>>(), [2]);
    });
}

#[test]
fn time_of_receipt_never_runs_back() {
    each_store(|mut store| {
        let hours = [5, 3, 7].map(|hour| day(1) + Duration::from_hours(hour));
        let came = hours.map(|at| incoming(at, Event::Clock));
        let receipts = store.commit(&came, None).unwrap();
        let expected = [hours[0], hours[0], hours[2]];
        for (receipt, received) in receipts.iter().zip(expected) {
            assert!(matches!(receipt, Receipt::Appended { received: at, .. } if *at == received));
        }
        let receipts = store.commit(&[incoming(day(0), Event::Clock)], None).unwrap();
        assert_eq!(receipts, [Receipt::Appended { offset: 4, received: hours[2] }]);
    });
}

#[test]
fn sent_twice_counts_once_also_within_one_commit() {
    each_store(|mut store| {
        let first = store.commit(&[marked("a", 1, 1), marked("a", 1, 1)], None).unwrap();
        assert_eq!((appended(&first[0]), first[1]), (1, Receipt::Duplicate { offset: 1 }));
        let again = store.commit(&[marked("a", 1, 1), marked("b", 1, 1)], None).unwrap();
        assert_eq!((again[0], appended(&again[1])), (Receipt::Duplicate { offset: 1 }, 2));
        assert_eq!(store.reader().unwrap().entries(1, 10).unwrap().len(), 2);
    });
}

#[test]
fn other_bytes_under_the_same_number_are_refused() {
    each_store(|mut store| {
        store.commit(&[marked("a", 1, 1)], None).unwrap();
        assert_eq!(store.commit(&[marked("a", 1, 2)], None).unwrap(), [Receipt::Conflict]);
        assert_eq!(store.reader().unwrap().entries(1, 10).unwrap().len(), 1);
    });
}

#[test]
fn a_number_too_far_behind_is_refused_and_a_gap_is_not() {
    each_store(|mut store| {
        let far = 10 + store::limits::MARKS;
        let receipts = store.commit(&[marked("a", 10, 1), marked("a", far, 1)], None).unwrap();
        assert_eq!(receipts.iter().map(appended).collect::<Vec<_>>(), [1, 2]);
        let receipts = store.commit(&[marked("a", 10, 1), marked("a", 11, 1)], None).unwrap();
        assert_eq!(receipts[0], Receipt::TooOld { newest_seq: far });
        assert_eq!(appended(&receipts[1]), 3);
    });
}

#[test]
fn what_is_loaded_is_what_was_applied() {
    each_store(|store| {
        let mut world = World::over(store);
        world.live(1..280, &mut Chance(2));
        world.settle();
        assert!(world.federation.incidents().next().is_some(), "the drop opened an incident");
        let checked = store::verify(world.store.as_mut(), 2).unwrap();
        assert_eq!(checked.entries, world.federation.applied().offset);
        assert!(checked.history >= 12 * 128, "{checked:?}");
        assert!(checked.notices > 0 && checked.audited > 0, "{checked:?}");
    });
}

#[test]
fn what_was_acknowledged_and_not_applied_is_applied_when_the_store_is_opened() {
    each_store(|store| {
        let mut world = World::over(store);
        world.live(1..70, &mut Chance(3));
        world.settle();
        let late: Vec<_> = (70..80)
            .map(|number| incoming(day(number), Event::Report(report(number, &mut Chance(4)))))
            .collect();
        world.store.commit(&late, None).unwrap();

        let (federation, _) = store::open_federation(world.store.as_mut(), 1).unwrap();
        assert_eq!(federation.applied().offset, world.federation.applied().offset + 10);
        store::verify(world.store.as_mut(), 1).unwrap();
    });
}

#[test]
fn a_range_of_history_is_what_was_reported_last() {
    each_store(|store| {
        let mut world = World::over(store);
        let mut chance = Chance(5);
        let correct = |number, world: &mut World, on| {
            let mut corrected = report(number, &mut Chance(6));
            corrected.readings.truncate(1);
            corrected.readings[0].value = 7.25;
            let at = corrected.readings[0].at;
            world.send(&[incoming(day(on), Event::Report(corrected))]);
            at
        };
        let mut live = |days: std::ops::Range<u64>, world: &mut World| {
            for number in days {
                let event = Event::Report(report(number, &mut chance));
                world.send(&[incoming(day(number + 1), event)]);
            }
        };
        live(0..100, &mut world);
        let before_it_was_sealed = correct(60, &mut world, 100);
        live(100..300, &mut world);
        let at = correct(40, &mut world, 301);
        world.settle();

        let mut reader = world.store.reader().unwrap();
        let series = IndicatorId(0);
        let all = reader.chunks(series, Timestamp::MIN, Timestamp::MAX).unwrap();
        assert_eq!(all.len(), 128);
        assert!(all.is_sorted_by_key(|(at, _)| *at));
        let some = reader.chunks(series, day(30), day(50)).unwrap();
        assert_eq!(some.len(), 20);
        assert!(some.contains(&(at, 7.25)));
        assert_eq!(reader.chunks(series, day(50), day(30)).unwrap(), []);
        let amended = reader.amended(series, Timestamp::MIN, Timestamp::MAX).unwrap();
        assert_eq!(amended, [at, before_it_was_sealed]);
        assert_eq!(reader.amended(series, day(50), day(70)).unwrap(), [before_it_was_sealed]);
        assert_eq!(reader.chunks(IndicatorId(99), Timestamp::MIN, Timestamp::MAX).unwrap(), []);

        // As it was sealed: without what was corrected later, and without what was sealed later.
        let as_sealed = reader.sealed(series, 128, Timestamp::MIN..Timestamp::MAX).unwrap();
        let differs = as_sealed.iter().zip(&all).filter(|(then, now)| then != now);
        assert_eq!(differs.map(|(_, now)| now.0).collect::<Vec<_>>(), [at]);
        assert_eq!(reader.sealed(series, 128, day(30)..day(90)).unwrap(), as_sealed[30..90]);
        assert_eq!(reader.sealed(series, 0, Timestamp::MIN..Timestamp::MAX).unwrap(), []);
        assert_eq!(reader.sealed(series, 128, day(50)..day(30)).unwrap(), []);
        live(300..400, &mut world);
        world.settle();
        let mut reader = world.store.reader().unwrap();
        let ever = Timestamp::MIN..Timestamp::MAX;
        assert_eq!(reader.sealed(series, 128, ever.clone()).unwrap(), as_sealed);
        assert_eq!(reader.sealed(series, 256, ever).unwrap().len(), 256);
    });
}

#[test]
fn telex_and_audit_are_read_in_pages() {
    each_store(|store| {
        let mut world = World::over(store);
        world.live(1..150, &mut Chance(6));
        world.settle();
        let mut reader = world.store.reader().unwrap();
        let mill = UnitId(2);
        let all = reader.notices(mill, None, usize::MAX).unwrap();
        assert!(all.len() > 4 && all.is_sorted_by(|later, earlier| later.number > earlier.number));
        let page = reader.notices(mill, Some(all[1].number), 2).unwrap();
        assert_eq!(page, all[2..4]);

        // The same lines among those of all units, in the order in which they were written.
        let telex = reader.telex(0, usize::MAX).unwrap();
        let numbers: Vec<u64> = telex.iter().map(|line| line.number).collect();
        assert!(numbers.iter().copied().eq(1..=reader.telex_end().unwrap()), "{numbers:?}");
        let own: Vec<_> = telex.iter().filter(|line| line.notice.to == mill).rev().collect();
        assert!(own.into_iter().eq(&all));
        assert_eq!(reader.telex(2, 3).unwrap(), telex[2..5]);
        assert_eq!(reader.telex(u64::MAX, 3).unwrap(), []);

        let audit = reader.audit(0, usize::MAX).unwrap();
        assert!(audit.len() > 4 && audit.iter().any(|(_, line)| line.refused.is_some()));
        assert_eq!(reader.audit(audit[1].0, 2).unwrap(), audit[2..4]);
    });
}
