//! Core: how does the federation take in what was written, and answer?
//!
//! The one thread that owns the [`Federation`]. It applies the log in order, lets watchers hear of
//! what changed, keeps the timers, and answers questions between two batches, so that what it says
//! is always one state and never half of two.

use std::sync::{Arc, PoisonError, RwLock};
use std::thread;

use mission::effect::{Step, Thing};
use mission::event::{Entry, Event};
use mission::federation::Federation;
use mission::registry::Registry;
use mission::time::Timestamp;
use store::SnapshotPlan;

use crate::inbox::{Batch, Inbox, Work};
use crate::intake::{Intake, Job, Outcome, Reply};
use crate::limits;
use crate::measure::Measures;
use crate::people::People;
use crate::timekeeper::{Flow, Timekeeper};
use crate::watch::Hub;

/// The deciding side.
pub(crate) struct Core {
    pub(crate) federation: Federation,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) intake: Arc<Intake>,
    pub(crate) timekeeper: Arc<Timekeeper>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) published: Arc<Published>,
    pub(crate) people: Arc<People>,
    pub(crate) measures: Arc<Measures>,
    pub(crate) plan: SnapshotPlan,
    /// What was applied and not handed over yet, and what followed from it.
    pub(crate) entries: Vec<Entry>,
    pub(crate) steps: Vec<Step>,
    pub(crate) workers: usize,
    pub(crate) tick: Tick,
}

/// Whether a tick of the clock is on its way through the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tick {
    /// None is.
    Still,
    /// One is, and nothing is to be sent after it.
    Sent,
}

/// The registry as it stands, for those who check what comes before it is written.
#[derive(Default)]
pub(crate) struct Published(RwLock<Arc<Registry>>);

impl Published {
    pub(crate) fn registry(&self) -> Arc<Registry> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, registry: Registry) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(registry);
    }
}

/// However the core ends, nobody waits for it any longer.
struct EndOfCore {
    inbox: Arc<Inbox>,
    intake: Arc<Intake>,
}

impl Drop for EndOfCore {
    fn drop(&mut self) {
        self.inbox.abandon();
        if thread::panicking() {
            self.intake.abandon();
        }
    }
}

impl Core {
    /// Applies until nothing more will come, and hands the last of it over.
    pub(crate) fn run(mut self) {
        let _end = EndOfCore { inbox: self.inbox.clone(), intake: self.intake.clone() };
        loop {
            self.hand_over();
            let due = self.tick();
            match self.inbox.next(self.timekeeper.wait_for(due)) {
                Work::Question(question) => question(&self.federation),
                Work::Batch(batch) => self.apply(batch),
                Work::Look => {}
                Work::End => break,
            }
        }
        if !self.entries.is_empty() {
            let steps = std::mem::take(&mut self.steps);
            let applied = store::gather(&self.federation, &self.entries, steps, &mut self.plan);
            self.intake.hand_over(applied);
        }
        self.intake.hand_over(store::gather_all(&self.federation, &mut self.plan));
        self.intake.finish();
    }

    /// Sends a tick through the log if something is due, and answers what will be due next.
    fn tick(&mut self) -> Option<Timestamp> {
        let (now, flow) = self.timekeeper.look();
        self.measures.clock_held.set(usize::from(flow == Flow::Held));
        let due = self.federation.next_due()?;
        if self.tick == Tick::Sent || flow == Flow::Held {
            return None;
        }
        if due <= now {
            self.measures.timer_lateness.record(now.since(due));
            let tick = Job {
                mark: None,
                event: Event::Clock,
                reply: Reply::Nobody,
                bytes: 0,
                readings: 0,
            };
            if self.intake.urgent(tick).is_ok() {
                self.tick = Tick::Sent;
            }
            return None;
        }
        Some(due)
    }

    fn apply(&mut self, batch: Batch) {
        let Batch { mut entries, waiting, readings, bytes } = batch;
        if entries.is_empty() {
            // It could not be written, or had come before: if a tick was among it, it is due still.
            self.tick = Tick::Still;
        }
        let workers = self.workers.min(readings / limits::READINGS_A_WORKER).max(1);
        let steps = store::step_all(&mut self.federation, &entries, workers);
        // Whoever is answered finds what they did: the registry first, then the pages, then they.
        self.publish(&entries, &steps);
        for ((entry, step), waiting) in entries.iter().zip(&steps).zip(waiting) {
            if let Some(person) = waiting {
                let outcome = step.answer.clone().map_or(Outcome::Applied, Outcome::Answer);
                // Whoever has stopped waiting needs no answer: it is done all the same.
                let _ = person.send(outcome);
            }
            if entry.event == Event::Clock {
                self.tick = Tick::Still;
            }
        }
        self.measures.entries_applied.add(entries.len());
        self.entries.append(&mut entries);
        self.steps.extend(steps);
        self.intake.decided(readings, bytes);
    }

    fn publish(&self, entries: &[Entry], steps: &[Step]) {
        let is_registry = |thing: &Thing| matches!(thing, Thing::Unit(_) | Thing::Indicator(_));
        if steps.iter().flat_map(|step| &step.touched).any(is_registry) {
            self.published.set(self.federation.registry().clone());
        }
        for thing in steps.iter().flat_map(|step| &step.touched) {
            if let Thing::Roll(unit) = thing
                && let Some(roll) = self.federation.roll(*unit)
            {
                self.people.publish(roll);
            }
        }
        for (entry, step) in entries.iter().zip(steps) {
            self.hub.publish(&self.federation, entry, step);
        }
    }

    /// Gives the writer what was applied since the last time, if it has written that.
    fn hand_over(&mut self) {
        if self.entries.is_empty() || !self.intake.is_free() {
            return;
        }
        let steps = std::mem::take(&mut self.steps);
        let applied = store::gather(&self.federation, &self.entries, steps, &mut self.plan);
        self.entries.clear();
        self.intake.hand_over(applied);
    }
}
