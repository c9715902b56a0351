//! Run: how does a rehearsed nation drive a federation, hour by hour?
//!
//! Without a server: reports and acts become entries of a log, in the order of time, and the
//! federation takes them in. The readings of an hour are observed side by side; then its entries
//! are decided one by one. That is the same as entry by entry, because people need at least an
//! hour before they act on what they are told ([`limits::PEOPLE_HOURS`]), so nothing can come
//! between the reports of an hour that was not known when it began.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use mission::effect::Step;
use mission::event::{Entry, Event};
use mission::federation::{Answers, Federation, Observed, Observing};
use mission::time::Timestamp;

use crate::limits;
use crate::people::People;
use crate::world::World;
use crate::world::charter;
use crate::world::feed::Feed;

/// One hour of a run.
const HOUR: Duration = Duration::from_secs(3600 * limits::PEOPLE_HOURS);

/// Readings for which another thread is worth its start.
const WORTH_A_THREAD: usize = 600;

/// A nation, its people and its federation, at one moment.
#[derive(Debug)]
pub struct Run {
    world: Arc<World>,
    federation: Federation,
    feed: Feed,
    people: People,
    now: Timestamp,
    workers: usize,
}

/// What a run hands on: entries with what each of them did.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Passed {
    /// Entries of the log, in order.
    pub entries: Vec<Entry>,
    /// What each did.
    pub steps: Vec<Step>,
}

impl Run {
    /// A nation that lays down its charter at the beginning of its day 0.
    #[must_use]
    pub fn begin(world: Arc<World>, workers: usize) -> (Self, Passed) {
        let start = world.start_of(0);
        let mut run = Self {
            federation: Federation::new(),
            feed: Feed::from_day(Arc::clone(&world), 0),
            people: People::new(Arc::clone(&world)),
            now: start,
            workers,
            world,
        };
        let founding = Event::Charter(charter::founding(&run.world));
        let passed = run.apply(vec![(start, founding)]);
        (run, passed)
    }

    /// A nation whose federation has come so far: it goes on with the day after what was applied.
    #[must_use]
    pub fn resume(world: Arc<World>, federation: Federation, workers: usize) -> Self {
        let received = federation.applied().received;
        let day = world.day_of(world.calendars[0].date_of(received)) + 1;
        let now = world.start_of(day).max(received);
        let mut people = People::new(Arc::clone(&world));
        people.remember(&federation, now);
        let feed = Feed::from_day(Arc::clone(&world), day);
        Self { world, federation, feed, people, now, workers }
    }

    /// The world.
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// The federation as it stands.
    pub fn federation(&self) -> &Federation {
        &self.federation
    }

    /// Until when everything has happened.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The federation, for whoever goes on with it.
    #[must_use]
    pub fn into_federation(self) -> Federation {
        self.federation
    }

    /// Lets the next hour pass in which anything happens, but not past `until`.
    pub fn pass(&mut self, until: Timestamp) -> Passed {
        let next = [self.feed.next_at(), self.people.next_at(), self.federation.next_due()];
        let next = next.into_iter().flatten().min().unwrap_or(until);
        let hours = next.since(self.now).as_secs() / HOUR.as_secs();
        self.now = (self.now + HOUR * u32::try_from(hours).unwrap_or(0)).min(until);
        let end = (self.now + HOUR).min(until);

        let mut coming = Vec::new();
        while let Some(sent) = self.feed.next_before(end) {
            coming.push((sent.received, sent.event));
        }
        while let Some((at, act)) = self.people.next_before(end) {
            coming.push((at, Event::Act(act)));
        }
        coming.sort_by_key(|(received, _)| *received);
        let mut passed = self.apply(coming);
        for _ in 0..limits::CLOCKS_AN_HOUR {
            if self.federation.next_due().is_none_or(|due| due > end) {
                break;
            }
            let fired = self.apply(vec![(end, Event::Clock)]);
            passed.entries.extend(fired.entries);
            passed.steps.extend(fired.steps);
        }
        self.now = end;
        passed
    }

    fn apply(&mut self, coming: Vec<(Timestamp, Event)>) -> Passed {
        let first = self.federation.applied().offset + 1;
        let entries: Vec<Entry> = (first..)
            .zip(coming)
            .map(|(offset, (received, event))| {
                let received = received.max(self.now);
                Entry { offset, received, event }
            })
            .collect();
        let mut steps = Vec::with_capacity(entries.len());
        let mut rest = &entries[..];
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(Federation::batch(rest));
            let observed = observe(&mut self.federation, batch, self.workers);
            for (entry, observed) in batch.iter().zip(observed) {
                let step = self.federation.step_observed(entry, observed);
                for notice in &step.notices {
                    self.people.hear(&self.federation, notice);
                }
                steps.push(step);
            }
            rest = later;
        }
        Passed { entries, steps }
    }
}

/// Observes a batch on so many threads; the answers are the same on any number.
pub fn observe(federation: &mut Federation, batch: &[Entry], workers: usize) -> Vec<Observed> {
    let readings: usize = batch.iter().map(readings_of).sum();
    let workers = workers.min(readings.div_ceil(WORTH_A_THREAD)).max(1);
    let mut jobs = federation.observe(batch, workers);
    let answers: Vec<Answers> = thread::scope(|scope| {
        let own = jobs.pop();
        let others: Vec<_> = jobs.into_iter().map(|job| scope.spawn(|| job.run())).collect();
        let own = own.map(Observing::run);
        let joined =
            others.into_iter().map(|other| other.join().expect("observing does not panic"));
        joined.chain(own).collect()
    });
    Observed::collect(batch, answers)
}

pub(crate) fn readings_of(entry: &Entry) -> usize {
    entry.event.report().map_or(0, |report| report.readings.len())
}
