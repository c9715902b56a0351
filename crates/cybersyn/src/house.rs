//! House: the store in a data directory with the federation that lives in it, for commands that
//! work there while no server does.

use std::path::Path;
use std::thread;

use anyhow::Context;
use mission::effect::Step;
use mission::event::{Entry, Event};
use mission::federation::Federation;
use store::{Applied, Incoming, Receipt, SnapshotPlan, Store};

/// An open store and its federation.
pub(crate) struct House {
    store: Box<dyn Store>,
    federation: Federation,
    plan: SnapshotPlan,
    workers: usize,
    /// What followed from the last entries, to be written with the next.
    applied: Option<Applied>,
}

/// What became of a group that was put into the log.
pub(crate) struct Put {
    /// What each entry did that had not come before.
    pub(crate) steps: Vec<Step>,
    /// How many had come before.
    pub(crate) repeated: usize,
}

impl House {
    /// Opens the store in a directory, and makes it if it is not there.
    pub(crate) fn open(directory: &Path) -> anyhow::Result<Self> {
        Self::at(&format!("sqlite:{}", directory.display()))
    }

    /// Opens a store that is gone with the process.
    pub(crate) fn of_cards() -> anyhow::Result<Self> {
        Self::at("memory:")
    }

    fn at(address: &str) -> anyhow::Result<Self> {
        Self::of(store::open(address).map_err(could_not)?)
    }

    /// Of a store that is open.
    pub(crate) fn of(mut store: Box<dyn Store>) -> anyhow::Result<Self> {
        let workers = workers();
        let (federation, plan) =
            store::open_federation(store.as_mut(), workers).map_err(could_not)?;
        Ok(Self { store, federation, plan, workers, applied: None })
    }

    /// Everything that is so.
    pub(crate) fn federation(&self) -> &Federation {
        &self.federation
    }

    /// A reader of what has been committed.
    pub(crate) fn reader(&self) -> anyhow::Result<Box<dyn store::Reader>> {
        self.store.reader().map_err(could_not)
    }

    /// Puts a group into the log, durably, and applies what is new in it.
    pub(crate) fn put(&mut self, incoming: Vec<Incoming>) -> anyhow::Result<Put> {
        let receipts = self.store.commit(&incoming, self.applied.as_ref()).map_err(could_not)?;
        self.applied = None;
        let mut entries = Vec::with_capacity(incoming.len());
        let mut repeated = 0;
        for (incoming, receipt) in incoming.into_iter().zip(receipts) {
            match receipt {
                Receipt::Appended { offset, received } => {
                    let event: Event = incoming.event;
                    entries.push(Entry { offset, received, event });
                }
                Receipt::Duplicate { .. } | Receipt::TooOld { .. } => repeated += 1,
                Receipt::Conflict => anyhow::bail!(
                    "could not go on: what was put into the log before under the same number is \
                     different; look whether the files or the units have changed since"
                ),
            }
        }
        let steps = store::step_all(&mut self.federation, &entries, self.workers);
        if !entries.is_empty() {
            let followed = store::gather(&self.federation, &entries, steps.clone(), &mut self.plan);
            self.applied = Some(followed);
        }
        Ok(Put { steps, repeated })
    }

    /// Writes what is left to be written, and lets go of the directory.
    pub(crate) fn close(mut self) -> anyhow::Result<()> {
        if let Some(applied) = self.applied.take() {
            self.store.commit(&[], Some(&applied)).map_err(could_not)?;
        }
        let left = store::gather_all(&self.federation, &mut self.plan);
        self.store.commit(&[], Some(&left)).map_err(could_not)?;
        self.store.close().map_err(could_not)
    }
}

/// Threads to observe readings with.
pub(crate) fn workers() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A store's error as the user meets it.
pub(crate) fn could_not(error: store::StoreError) -> anyhow::Error {
    anyhow::Error::new(error).context("could not use the store")
}

/// The store in a directory that must be there.
pub(crate) fn existing(directory: &Path) -> anyhow::Result<House> {
    must_be_there(directory)?;
    House::open(directory)
}

/// Refuses what is no directory.
pub(crate) fn must_be_there(directory: &Path) -> anyhow::Result<()> {
    let about = std::fs::metadata(directory).with_context(|| {
        format!("could not find the directory {}; is it the one you mean?", directory.display())
    })?;
    if !about.is_dir() {
        anyhow::bail!("could not use {}: expected a directory", directory.display());
    }
    Ok(())
}
