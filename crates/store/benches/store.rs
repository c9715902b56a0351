//! Bench: how fast does a store take readings in, how many bytes do they take, and how long does
//! it take to open?
//!
//! `cargo bench -p store -- [DIRECTORY [UNITS [DAYS]]]`. Reports of a
//! thousand readings, ten to a commit, each commit with its fsync; then two years of a federation
//! of 500 plants with 12 indicators each, closed and opened again; then half a million audit records held against
//! a checkpoint.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot run is to stop")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]
#![expect(clippy::cast_precision_loss, reason = "rates are shown with three digits")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mission::cadence::Cadence;
use mission::charter::{Charter, IndicatorCharter, UnitCharter};
use mission::effect::Thing;
use mission::event::Event;
use mission::federation::Federation;
use mission::id::{IncidentId, IndicatorId, UnitId};
use mission::name::{self, Key};
use mission::registry::{Aggregate, Direction, Sphere};
use mission::report::{Reading, Report};
use mission::time::Timestamp;
use store::{Applied, AuditLine, Checkpoint, Incoming, SqliteStore, Store};

const INDICATORS: u32 = 12;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let directory = PathBuf::from(arguments.next().unwrap_or_else(|| "target/bench-store".into()));
    let units: u32 = arguments.next().map_or(500, |units| units.parse().unwrap());
    let days: u32 = arguments.next().map_or(730, |days| days.parse().unwrap());
    drop(std::fs::remove_dir_all(&directory));
    receive_only(&directory.join("receive"), units * INDICATORS);
    live(&directory.join("live"), units, days);
    audit(&directory.join("audit"));
}

/// The audit: how fast are its records read back and held against a root?
fn audit(directory: &Path) {
    const RECORDS: u32 = 500_000;
    let mut store = SqliteStore::open(directory).unwrap();
    for batch in 0..RECORDS / 1_000 {
        let record = |place: u32| AuditLine {
            who: None,
            device: None,
            at: Timestamp::from_millis(i64::from(batch * 1_000 + place)),
            unit: Some(UnitId(place)),
            by: "shift leader".to_owned(),
            act: "claim_mended".to_owned(),
            thing: Some(Thing::Incident(IncidentId(u64::from(batch)))),
            refused: None,
            asked: [7; 32],
        };
        let audit = (0..1_000).map(record).collect();
        store.commit(&[], Some(&Applied { audit, ..Applied::default() })).unwrap();
    }
    drop(store);
    let (note, verifier) = store::checkpoint(directory).unwrap();
    let kept = Checkpoint::read(&note, &verifier).unwrap();
    let start = Instant::now();
    let mut reader = SqliteStore::open(directory).unwrap().reader().unwrap();
    store::hold_audit(reader.as_mut(), &[kept]).unwrap();
    let per_second = f64::from(RECORDS) / start.elapsed().as_secs_f64();
    println!("audit: {per_second:.0} records/s held against a checkpoint");
}

/// The log alone: how fast can it take reports in?
fn receive_only(directory: &Path, series: u32) {
    let mut store = SqliteStore::open(directory).unwrap();
    let group: Vec<Incoming> = (0..10).map(|part| incoming(0, part * 1000, 1000, series)).collect();
    let (commits, begun) = (200, Instant::now());
    let mut longest = Duration::ZERO;
    for _ in 0..commits {
        let one = Instant::now();
        store.commit(&group, None).unwrap();
        longest = longest.max(one.elapsed());
    }
    let readings = commits * 10_000;
    rate("received, an fsync each 10,000", readings, begun.elapsed());
    println!(
        "  longest commit {longest:.1?}; log {:.1} bytes a reading",
        bytes(directory, readings)
    );
    let (commits, begun) = (500, Instant::now());
    for _ in 0..commits {
        store.commit(&group[..1], None).unwrap();
    }
    rate("received, an fsync each 1,000", commits * 1_000, begun.elapsed());
}

/// Everything: receive, observe, decide, gather, apply; then close and open again.
fn live(directory: &Path, units: u32, days: u32) {
    let mut store: Box<dyn Store> = Box::new(SqliteStore::open(directory).unwrap());
    let (mut federation, mut plan) = store::open_federation(store.as_mut(), 2).unwrap();
    let founding = Incoming { mark: None, received: Timestamp::ZERO, event: charter(units) };
    store.commit(&[founding], None).unwrap();
    let series = units * INDICATORS;
    let (mut observing, mut gathering, mut writing) =
        (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let (mut pending, mut snapshots) = (None, 0);
    let begun = Instant::now();
    for day in 0..days {
        let came: Vec<Incoming> = (0..series.div_ceil(1000))
            .map(|part| incoming(day, part * 1000, 1000.min(series - part * 1000), series))
            .collect();
        let start = Instant::now();
        store.commit(&came, pending.as_ref()).unwrap();
        writing += start.elapsed();
        let next = federation.applied().offset + 1;
        let entries = store.reader().unwrap().entries(next, usize::MAX).unwrap();
        let start = Instant::now();
        let steps = store::step_all(&mut federation, &entries, 2);
        observing += start.elapsed();
        let start = Instant::now();
        let applied = store::gather(&federation, &entries, steps, &mut plan);
        gathering += start.elapsed();
        snapshots += applied.snapshots.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
        pending = Some(applied);
    }
    store.commit(&[], pending.as_ref()).unwrap();
    let readings = u64::from(series) * u64::from(days);
    rate("lived through", readings, begun.elapsed());
    println!("  observe and decide {observing:.1?}, gather {gathering:.1?}, commit {writing:.1?}");
    println!("  snapshots {:.1} bytes a reading", snapshots as f64 / readings as f64);
    open_again(directory, store, &federation, readings);
}

fn open_again(directory: &Path, store: Box<dyn Store>, federation: &Federation, readings: u64) {
    drop(store);
    let begun = Instant::now();
    let mut store: Box<dyn Store> = Box::new(SqliteStore::open(directory).unwrap());
    let (_, mut plan) = store::open_federation(store.as_mut(), 2).unwrap();
    println!("opened after a kill in {:.2?}", begun.elapsed());
    let begun = Instant::now();
    let all = store::gather_all(federation, &mut plan);
    let held: usize = all.snapshots.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "  {} series left, {} bytes each",
        all.snapshots.len(),
        held / all.snapshots.len().max(1)
    );
    store.commit(&[], Some(&all)).unwrap();
    store.close().unwrap();
    println!("closed in {:.2?}", begun.elapsed());
    let begun = Instant::now();
    let mut store: Box<dyn Store> = Box::new(SqliteStore::open(directory).unwrap());
    let opened = store::open_federation(store.as_mut(), 2).unwrap();
    println!("opened after that in {:.2?}", begun.elapsed());
    drop(opened);
    store.close().unwrap();
    println!("on disk {:.1} bytes a reading, snapshots and all", bytes(directory, readings));
}

fn rate(what: &str, readings: u64, took: Duration) {
    println!(
        "{what}: {readings} readings in {took:.2?}, {:.0}/s",
        readings as f64 / took.as_secs_f64()
    );
}

fn bytes(directory: &Path, readings: u64) -> f64 {
    let in_folder = |folder: PathBuf| -> u64 {
        let files = std::fs::read_dir(folder).into_iter().flatten();
        files
            .map(|file| file.unwrap().metadata().unwrap())
            .filter(std::fs::Metadata::is_file)
            .map(|it| it.len())
            .sum()
    };
    (in_folder(directory.to_owned()) + in_folder(directory.join("series"))) as f64 / readings as f64
}

/// A report of figures with two decimals, as people and machines send them.
fn incoming(day: u32, first: u32, count: u32, series: u32) -> Incoming {
    let at = Timestamp::from_millis(1_600_000_000_000) + Duration::from_hours(24) * day;
    let reading = |place: u32| {
        let id = (first + place) % series;
        let chance = (id ^ day.rotate_left(16)).wrapping_mul(2_654_435_761).rotate_left(13);
        let noise = f64::from(chance.wrapping_mul(0x9E37_79B9) >> 22);
        Reading { indicator: IndicatorId(id), at, value: (11_800.0 + noise) / 100.0 }
    };
    let report = Report { readings: (0..count).map(reading).collect(), ..Report::default() };
    Incoming { mark: None, received: at + Duration::from_hours(20), event: Event::Report(report) }
}

fn charter(units: u32) -> Event {
    let indicator = |number: u32| IndicatorCharter {
        key: Key::parse(&format!("output-{number}")).unwrap(),
        name: "Output".to_owned(),
        measure: "t".to_owned(),
        cadence: Cadence::Daily,
        direction: Direction::More,
        sphere: Sphere::Work,
        aggregate: Aggregate::Sum,
    };
    let unit = |path: &str, indicators| UnitCharter {
        path: name::Path::parse(path).unwrap(),
        moved_from: None,
        name: None,
        calendar: None,
        membership: None,
        alarm_levels: None,
        small_index: None,
        indicators,
        terms: Vec::new(),
    };
    let mut all = vec![unit("chile", Vec::new())];
    for number in 0..units {
        all.push(unit(&format!("chile/plant-{number}"), (0..INDICATORS).map(indicator).collect()));
    }
    Event::Charter(Charter { by: "bench".to_owned(), founder: None, units: all })
}
