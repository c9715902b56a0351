//! Opening: which store is meant, and how does its federation come to life again?

use std::path::Path;

use mission::event::Entry;
use mission::federation::{Federation, Retaken};
use mission::id::IndicatorId;
use mission::report::Reading;

use crate::contract::{Applied, Beginning, Loaded, Reader, Store};
use crate::error::StoreError;
use crate::gather::{self, gather};
use crate::limits;
use crate::memory::MemoryStore;
use crate::replay::step_all;
use crate::snapshots::SnapshotPlan;
use crate::sqlite::SqliteStore;
use crate::standby::standby_of;

/// Opens the store at an address: `memory:`, which is gone with the process, or
/// `sqlite:DIRECTORY`, which is made if it is not there.
pub fn open(address: &str) -> Result<Box<dyn Store>, StoreError> {
    match address.split_once(':') {
        Some(("memory", "")) => Ok(Box::new(MemoryStore::default())),
        Some(("sqlite", directory)) if !directory.is_empty() => {
            if let Some(of) = standby_of(Path::new(directory))? {
                return Err(StoreError::Standby { dir: directory.into(), of });
            }
            Ok(Box::new(SqliteStore::open(Path::new(directory))?))
        }
        Some(_) | None => Err(StoreError::Address { given: address.to_owned() }),
    }
}

/// The federation as the log says it is: as it was kept, with the readings that its series lack,
/// and with the entries that were acknowledged and not applied. These are applied, and what
/// follows from them is kept, before anybody else sees it.
pub fn open_federation(
    store: &mut dyn Store,
    workers: usize,
) -> Result<(Federation, SnapshotPlan), StoreError> {
    let (mut federation, mut plan) = kept_federation(store)?;
    let held = federation.forget_words();
    if !held.is_empty() {
        let upto = federation.applied();
        let replay_from = plan.replay_from(upto.offset);
        let objects = gather::things(&federation, held);
        store.commit(&[], Some(&Applied { upto, replay_from, objects, ..Applied::default() }))?;
    }
    apply_logged(store, &mut federation, &mut plan, workers)?;
    store.settle()?;
    Ok((federation, plan))
}

/// Applies the entries of the log that have not been, and keeps what follows from them.
pub fn apply_logged(
    store: &mut dyn Store,
    federation: &mut Federation,
    plan: &mut SnapshotPlan,
    workers: usize,
) -> Result<(), StoreError> {
    let mut reader = store.reader()?;
    loop {
        let entries = reader.entries(federation.applied().offset + 1, limits::ENTRIES_A_STEP)?;
        if entries.is_empty() {
            return Ok(());
        }
        let steps = step_all(federation, &entries, workers);
        let followed = gather(federation, &entries, steps, plan);
        store.commit(&[], Some(&followed))?;
    }
}

/// The federation from which the log is lived through: an empty one, or where an earlier program decided what
/// follows from the first entries, as that left it, with what today's filters have learnt from their readings. And
/// readings that had changed the history beside its chunks, in order.
pub fn beginning(reader: &mut dyn Reader) -> Result<(Federation, Vec<Reading>), StoreError> {
    let mut amended = Vec::new();
    let begun = begin(reader, |retaken| amended.extend(retaken.amended))?;
    Ok((begun.federation, amended))
}

/// How a life through the log begins.
#[derive(Default)]
pub(crate) struct Begun {
    pub(crate) federation: Federation,
    /// Lines of the telex, and records of the audit, that an earlier program wrote.
    pub(crate) notices: u64,
    pub(crate) audited: u64,
}

/// The same, with what it left, handing on what leaves the tails of its series.
pub(crate) fn begin(
    reader: &mut dyn Reader,
    mut each: impl FnMut(Retaken),
) -> Result<Begun, StoreError> {
    let Some(Beginning { parts, notices, audited }) = reader.beginning()? else {
        return Ok(Begun::default());
    };
    let mut federation = Federation::restore(parts);
    retake(reader, &mut federation, 0, |federation, entry| {
        each(federation.retake(entry, |_| true));
    })?;
    Ok(Begun { federation, notices, audited })
}

/// Goes over the entries after one that have been applied.
fn retake(
    reader: &mut dyn Reader,
    federation: &mut Federation,
    after: u64,
    mut each: impl FnMut(&mut Federation, &Entry),
) -> Result<(), StoreError> {
    let applied = federation.applied().offset;
    let mut next = after + 1;
    while next <= applied {
        let entries = reader.entries(next, limits::ENTRIES_A_PAGE)?;
        let Some(last) = entries.last() else {
            return Err(StoreError::corrupt("log", format!("it ends before entry {applied}")));
        };
        next = last.offset + 1;
        for entry in entries.iter().filter(|entry| entry.offset <= applied) {
            each(federation, entry);
        }
    }
    Ok(())
}

/// The federation as it was applied last.
pub(crate) fn kept_federation(
    store: &mut dyn Store,
) -> Result<(Federation, SnapshotPlan), StoreError> {
    let Loaded { parts, series_offsets, replay_from } = store.load()?;
    let mut federation = Federation::restore(parts);
    let mut plan = SnapshotPlan::default();
    let mut reader = store.reader()?;
    retake(reader.as_mut(), &mut federation, replay_from, |federation, entry| {
        let lacks = |id: IndicatorId| {
            series_offsets.get(id.index()).is_some_and(|kept| *kept < entry.offset)
        };
        federation.retake(entry, lacks);
        plan.note(entry, lacks);
    })?;
    Ok((federation, plan))
}
