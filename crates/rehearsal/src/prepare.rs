//! Prepare: how does a rehearsed nation get its past onto a store?
//!
//! By the same path as any other: entries of the log, day by day, each applied as it would be live.
//! What is committed always ends with a day, so a preparation that was stopped goes on with the
//! next day, and a prepared store is opened as it is.

use std::sync::Arc;

use mission::effect::Step;
use mission::event::Entry;
use mission::federation::Federation;
use mission::time::Timestamp;
use store::{Incoming, Receipt, SnapshotPlan, Store, StoreError};

use crate::limits;
use crate::run::{Passed, Run};
use crate::world::World;

/// Why a nation could not be prepared. Each completes "could not …".
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The store holds the past of something else.
    #[error("use this store: it does not hold the nation of seed {seed} with {plants} plants")]
    AnotherNation {
        /// The seed that was asked for.
        seed: u64,
        /// The plants that were asked for.
        plants: usize,
    },
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How far a nation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// Until when everything has happened.
    pub until: Timestamp,
    /// Readings that were taken in now; none where all was there.
    pub readings: u64,
    /// Bytes of the series as they were written last, all of them.
    pub snapshot_bytes: u64,
}

/// Lives through the days from where the store stands up to and without `days`. `each_day` is told
/// the number of days that have passed.
pub fn prepare(
    world: &Arc<World>,
    store: &mut dyn Store,
    days: i32,
    workers: usize,
    mut each_day: impl FnMut(i32),
) -> Result<Prepared, PrepareError> {
    let (federation, plan) = store::open_federation(store, workers)?;
    let end = world.start_of(days);
    let applied = federation.applied();
    let (mut run, mut waiting) = if applied.offset == 0 {
        Run::begin(Arc::clone(world), workers)
    } else if is_of(world, &federation) {
        if applied.received >= world.start_of(days - 1) {
            let until = applied.received;
            return Ok(Prepared { until, readings: 0, snapshot_bytes: 0 });
        }
        (Run::resume(Arc::clone(world), federation, workers), Passed::default())
    } else {
        let (seed, plants) = (world.seed, world.plants.len());
        return Err(PrepareError::AnotherNation { seed, plants });
    };
    let mut keeper = Keeper { store, plan };
    let mut readings = 0;
    let first = world.day_of(world.calendars[0].date_of(run.now()));
    for day in first..days {
        let until = world.start_of(day + 1);
        while run.now() < until {
            let passed = run.pass(until);
            waiting.entries.extend(passed.entries);
            waiting.steps.extend(passed.steps);
        }
        let weight: usize = waiting.entries.iter().map(crate::run::readings_of).sum();
        if weight >= limits::READINGS_A_COMMIT || day + 1 == days {
            readings += weight as u64;
            let Passed { entries, steps } = std::mem::take(&mut waiting);
            keeper.keep(run.federation(), entries, steps)?;
        }
        each_day(day + 1);
    }
    let last = store::gather_all(run.federation(), &mut keeper.plan);
    let written: u64 = last.snapshots.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    // Those that had not changed since they were last written are as large as the others.
    let snapshot_bytes = written / (last.snapshots.len() as u64).max(1) * world.indicators() as u64;
    keeper.store.commit(&[], Some(&last))?;
    Ok(Prepared { until: end, readings, snapshot_bytes })
}

/// Whether a federation is that nation's.
fn is_of(world: &World, federation: &Federation) -> bool {
    let units = federation.registry().units();
    let same =
        |(unit, site): (&mission::registry::Unit, &crate::world::Site)| unit.path == site.path;
    let capability = |indicator: &mission::registry::Indicator| {
        let (plant, slot) = world.figure_of(indicator.id)?;
        let agreed = federation.agreements_of(indicator.unit).find(|agreement| {
            agreement.subject == mission::agreement::Subject::Capability(indicator.id)
        })?;
        let level = world.plants[plant].shapes[slot.index()].level;
        Some((agreed.offer().value / level - 1.06).abs() < 1e-6)
    };
    // The first plant's output has a capability that only its seed gives.
    let seeded = federation.registry().indicators().first().and_then(capability);
    units.len() == world.places.len()
        && units.iter().zip(&world.places).all(same)
        && seeded == Some(true)
}

struct Keeper<'s> {
    store: &'s mut dyn Store,
    plan: SnapshotPlan,
}

impl Keeper<'_> {
    /// Writes entries and what followed from them, with one fsync for both.
    fn keep(
        &mut self,
        federation: &Federation,
        entries: Vec<Entry>,
        steps: Vec<Step>,
    ) -> Result<(), PrepareError> {
        let applied = store::gather(federation, &entries, steps, &mut self.plan);
        let (first, last) =
            (entries.first().map(|it| it.offset), entries.last().map(|it| it.offset));
        let incoming: Vec<Incoming> = entries
            .into_iter()
            .map(|Entry { received, event, .. }| Incoming { mark: None, received, event })
            .collect();
        let receipts = self.store.commit(&incoming, None)?;
        let offset = |receipt: Option<&Receipt>| match receipt {
            Some(Receipt::Appended { offset, .. } | Receipt::Duplicate { offset }) => Some(*offset),
            Some(Receipt::Conflict | Receipt::TooOld { .. }) | None => None,
        };
        if (offset(receipts.first()), offset(receipts.last())) != (first, last) {
            let why = "somebody else writes to the same store".to_owned();
            return Err(StoreError::Fatal { why }.into());
        }
        self.store.commit(&[], Some(&applied))?;
        Ok(())
    }
}
