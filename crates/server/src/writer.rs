//! Writer: how does what came become durable, and who hears of it?
//!
//! The one thread that owns the store. It writes what waits in one transaction after the other,
//! each with one fsync, and only then tells the senders. What was written goes to the core; what
//! the core applied comes back and is written together with the next group.
//!
//! While the disk is full, nothing is kept and every sender hears so. If the store cannot write for
//! any other reason, nothing is acknowledged any more and the server stops: after a failed fsync
//! nobody knows what is on the disk, so trying again would be a lie.

use std::sync::Arc;

use mission::event::Entry;
use mission::time::Timestamp;
use store::{Incoming, Receipt, Store, StoreError};
use tokio::sync::watch;

use crate::clock::Stopwatch;
use crate::inbox::{Batch, Inbox};
use crate::intake::{Group, Intake, Job, Next, Outcome, Reply};
use crate::limits;
use crate::measure::Measures;
use crate::timekeeper::Timekeeper;

/// The writing side.
pub(crate) struct Writer {
    pub(crate) store: Box<dyn Store>,
    pub(crate) intake: Arc<Intake>,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) timekeeper: Arc<Timekeeper>,
    pub(crate) measures: Arc<Measures>,
    /// When the last entry of the log was received.
    pub(crate) last: Timestamp,
    /// Says up to which entry what followed is written.
    pub(crate) written: watch::Sender<u64>,
}

/// What is kept of a job while its event is in the store's hands.
struct Sender {
    reply: Reply,
    bytes: usize,
    readings: usize,
}

impl Writer {
    /// Writes until there is nothing more to write, and closes the store.
    pub(crate) fn run(mut self) -> Result<(), StoreError> {
        loop {
            let group = match self.intake.next() {
                Next::Write(group) => *group,
                Next::Drained => {
                    self.inbox.end();
                    continue;
                }
                Next::Finished => return self.store.close(),
            };
            match self.write(group) {
                Ok(()) => {}
                Err(error @ StoreError::Full) if self.intake.is_open() => {
                    tracing::error!(%error, "could not write; nothing is kept until there is room");
                    self.intake.rest(limits::LOOK_AT_CLOCK);
                }
                Err(error) => {
                    tracing::error!(%error, "could not write; nothing more is acknowledged");
                    self.intake.abandon();
                    self.inbox.end();
                    return Err(error);
                }
            }
        }
    }

    fn write(&mut self, group: Group) -> Result<(), StoreError> {
        let received = self.timekeeper.now().max(self.last);
        let (incoming, senders): (Vec<Incoming>, Vec<Sender>) =
            group.jobs.into_iter().map(|job| part(job, received)).unzip();

        let applied = group.applied;
        let watch = Stopwatch::start();
        let receipts = match self.store.commit(&incoming, applied.as_ref()) {
            Ok(receipts) => receipts,
            Err(error) => {
                // Whoever sent it hears that nothing was kept: their ends of the line are dropped.
                self.intake.put_back(applied);
                self.inbox.batch(lost(&senders));
                return Err(error);
            }
        };
        self.measures.commit.record(watch.elapsed());
        if let Some(applied) = applied {
            self.written.send_replace(applied.upto.offset);
            self.inbox.poke();
        }
        if !incoming.is_empty() {
            self.last = received;
        }
        let mut batch = Batch::default();
        for ((incoming, sender), receipt) in incoming.into_iter().zip(senders).zip(receipts) {
            acknowledge(incoming, sender, receipt, &mut batch);
        }
        if !batch.entries.is_empty() || batch.bytes > 0 {
            self.inbox.batch(batch);
        }
        Ok(())
    }
}

/// What is said to the core of what could not be written: that it no longer waits.
fn lost(senders: &[Sender]) -> Batch {
    Batch {
        bytes: senders.iter().map(|sender| sender.bytes).sum(),
        readings: senders.iter().map(|sender| sender.readings).sum(),
        ..Batch::default()
    }
}

fn part(job: Job, received: Timestamp) -> (Incoming, Sender) {
    let Job { mark, event, reply, bytes, readings } = job;
    (Incoming { mark, received, event }, Sender { reply, bytes, readings })
}

/// Tells a sender what became of what it sent, and puts what is new into the core's batch.
fn acknowledge(incoming: Incoming, sender: Sender, receipt: Receipt, batch: &mut Batch) {
    batch.bytes += sender.bytes;
    batch.readings += sender.readings;
    let appended = match &receipt {
        Receipt::Appended { offset, received } => Some((*offset, *received)),
        Receipt::Duplicate { .. } | Receipt::Conflict | Receipt::TooOld { .. } => None,
    };
    // Whoever has stopped waiting needs no answer: what they sent is kept all the same.
    let decided = match sender.reply {
        Reply::Written(source) => {
            let _ = source.send(receipt);
            None
        }
        Reply::Decided(person) => match receipt {
            Receipt::Appended { .. } => Some(person),
            Receipt::Duplicate { offset } => {
                let _ = person.send(Outcome::Before(offset));
                None
            }
            Receipt::Conflict | Receipt::TooOld { .. } => {
                let _ = person.send(Outcome::Conflict);
                None
            }
        },
        Reply::Nobody => None,
    };
    if let Some((offset, received)) = appended {
        batch.entries.push(Entry { offset, received, event: incoming.event });
        batch.waiting.push(decided);
    }
}
