//! Recall: what was known at a time?
//!
//! The log is the truth, so a state of the past is made by living through it again, up to the last entry that had been
//! received by then: bit for bit what the core had. A thread of its own does that, beside the core and its clocks, from
//! a reader of its own, which another reads ahead with; it is started by the first who asks, holds two states at most, and lets go of them when nobody
//! has asked for a while. A step forward is the entries between; a step back by some days begins at the second
//! state, which follows two weeks behind. What may be seen of a past state is held against today: `mission::hindsight`.
//!
//! Readings that had left memory by then are on disk, in chunks that never change: as many of them as that state had
//! sealed are what was known, with those corrections that it had heard of by then, which are noted on the way.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use mission::event::Entry;
use mission::federation::Federation;
use mission::hindsight::Hindsight;
use mission::id::IndicatorId;
use mission::time::Timestamp;
use store::{Reader, StoreError};
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use crate::limits;
use crate::problem::{Kind, Problem};

/// The way to the past.
pub(crate) struct Recall {
    thread: Mutex<Thread>,
    /// How far the thread has come with what it was asked for last, in thousandths.
    share: Arc<AtomicU32>,
}

enum Thread {
    /// It was not needed yet.
    Unborn(Box<dyn Reader>, Signs),
    Running(SyncSender<Box<dyn Wish>>),
    /// It could not be started.
    Gone,
}

/// What the thread is told by others.
pub(crate) struct Signs {
    /// How many observe readings at once.
    pub(crate) workers: usize,
    /// Turns true when the server is to stop.
    pub(crate) stop: watch::Receiver<bool>,
    /// Up to which entry what followed is on disk: readings that a later one put there are not there yet.
    pub(crate) written: watch::Receiver<u64>,
}

/// What was known at a time.
pub(crate) struct Known<'a> {
    pub(crate) federation: &'a Federation,
    amended: &'a Amended,
    reader: &'a mut dyn Reader,
}

/// Readings beside the chunks, as they were corrected last.
type Amended = BTreeMap<(IndicatorId, Timestamp), f64>;

impl Known<'_> {
    /// Readings of a series that had left memory by then, in order of time.
    pub(crate) fn old_readings(
        &mut self,
        of: IndicatorId,
        within: Range<Timestamp>,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        let sealed = self.federation.series(of).sealed;
        let mut readings: BTreeMap<Timestamp, f64> =
            self.reader.sealed(of, sealed, within.clone())?.into_iter().collect();
        readings.extend(self.amendments(of, within));
        Ok(readings.into_iter().collect())
    }

    /// Times of those that had been corrected, or came when their time was long past.
    pub(crate) fn amended(&self, of: IndicatorId, within: Range<Timestamp>) -> Vec<Timestamp> {
        self.amendments(of, within).map(|(at, _)| at).collect()
    }

    fn amendments(
        &self,
        of: IndicatorId,
        within: Range<Timestamp>,
    ) -> impl Iterator<Item = (Timestamp, f64)> {
        let of_series = self.amended.range((of, Timestamp::MIN)..=(of, Timestamp::MAX));
        let points = of_series.map(|((_, at), value)| (*at, *value));
        points.filter(move |(at, _)| within.contains(at))
    }
}

/// What somebody is answered who asks for the past.
pub(crate) enum Recalled<T> {
    /// This.
    Ready(T),
    /// It is being made; this share of it is.
    Coming(f64),
}

impl Recall {
    pub(crate) fn new(reader: Box<dyn Reader>, signs: Signs) -> Self {
        Self { thread: Mutex::new(Thread::Unborn(reader, signs)), share: Arc::default() }
    }

    /// Asks what was known at `at`, of which is seen what `hindsight` allows.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        at: Timestamp,
        hindsight: Hindsight,
        question: impl FnOnce(&mut Known<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Recalled<T>, Problem> {
        let (reply, answer) = oneshot::channel();
        let wish = Wanted { at, hindsight, question, reply };
        let mistake = || {
            Problem::new(Kind::Mistake, "the past could not be read; the operator has been told")
        };
        match self.thread()?.try_send(Box::new(wish)) {
            Ok(()) => {}
            // Whoever comes back finds it nearer.
            Err(TrySendError::Full(_)) => return Ok(self.coming()),
            Err(TrySendError::Disconnected(_)) => return Err(mistake()),
        }
        match timeout(limits::RECALL_WAIT, answer).await {
            Ok(Ok(Ok(answer))) => Ok(Recalled::Ready(answer)),
            Ok(Ok(Err(error))) => {
                tracing::error!(%error, "old readings of the past could not be read");
                Err(mistake())
            }
            Ok(Err(_)) => Err(mistake()),
            Err(_) => Ok(self.coming()),
        }
    }

    fn coming<T>(&self) -> Recalled<T> {
        Recalled::Coming(f64::from(self.share.load(Ordering::Relaxed)) / 1_000.0)
    }

    fn thread(&self) -> Result<SyncSender<Box<dyn Wish>>, Problem> {
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Thread::Running(wishes) = &*thread {
            return Ok(wishes.clone());
        }
        let Thread::Unborn(reader, signs) = std::mem::replace(&mut *thread, Thread::Gone) else {
            return Err(Problem::new(Kind::Mistake, "the past cannot be read here"));
        };
        let (wishes, waiting) = sync_channel(limits::RECALLS_WAITING);
        let past = Past { reader, signs, share: self.share.clone(), here: None, earlier: None };
        let started =
            thread::Builder::new().name("recall".into()).spawn(move || past.run(&waiting));
        if let Err(error) = started {
            tracing::error!(%error, "no thread could be started for the past");
            return Err(Problem::new(Kind::Mistake, "the operator has been told"));
        }
        *thread = Thread::Running(wishes.clone());
        Ok(wishes)
    }
}

/// A question to the past.
trait Wish: Send {
    fn at(&self) -> Timestamp;
    /// Whether nobody waits for the answer any longer.
    fn is_forgotten(&self) -> bool;
    fn fulfil(self: Box<Self>, lived: &mut Lived, reader: &mut dyn Reader);
}

struct Wanted<T, Q> {
    at: Timestamp,
    hindsight: Hindsight,
    question: Q,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send, Q: FnOnce(&mut Known<'_>) -> Result<T, StoreError> + Send> Wish for Wanted<T, Q> {
    fn at(&self) -> Timestamp {
        self.at
    }

    fn is_forgotten(&self) -> bool {
        self.reply.is_closed()
    }

    fn fulfil(self: Box<Self>, lived: &mut Lived, reader: &mut dyn Reader) {
        let Lived { federation, amended } = lived;
        federation.forget_words_before(self.hindsight.words_gone_before());
        federation.look_back(Some(self.hindsight));
        let answer = (self.question)(&mut Known { federation, amended, reader });
        // The state goes on as it was: what happens in it is decided without regard to who looks.
        federation.look_back(None);
        // Whoever has stopped waiting needs no answer.
        drop(self.reply.send(answer));
    }
}

/// A state of the past.
#[derive(Clone)]
struct Lived {
    federation: Federation,
    amended: Amended,
}

impl Lived {
    /// Lives through entries, and answers the state as it was last at `behind`, where they pass that.
    fn live_past(
        &mut self,
        mut entries: Vec<Entry>,
        behind: Timestamp,
        workers: usize,
    ) -> Option<Self> {
        let before = entries.partition_point(|entry| entry.received <= behind);
        let passes = before < entries.len() && self.received() <= behind;
        let left = passes.then(|| {
            let rest = entries.split_off(before);
            self.live(&std::mem::replace(&mut entries, rest), workers);
            self.clone()
        });
        self.live(&entries, workers);
        left
    }

    fn live(&mut self, entries: &[Entry], workers: usize) {
        let steps = store::step_all(&mut self.federation, entries, workers);
        let amended = steps.into_iter().flat_map(|step| step.amended);
        self.amended.extend(amended.map(|it| ((it.indicator, it.at), it.value)));
    }

    fn received(&self) -> Timestamp {
        self.federation.applied().received
    }
}

/// The thread's own: at most two states.
struct Past {
    reader: Box<dyn Reader>,
    signs: Signs,
    share: Arc<AtomicU32>,
    here: Option<Lived>,
    /// A state some days before, from which a step back begins.
    earlier: Option<Lived>,
}

impl Past {
    fn run(mut self, wishes: &Receiver<Box<dyn Wish>>) {
        loop {
            match wishes.recv_timeout(limits::RECALL_IDLE) {
                Ok(wish) if wish.is_forgotten() => {}
                Ok(wish) => match self.at(wish.at()) {
                    Ok(Some(mut lived)) => {
                        wish.fulfil(&mut lived, self.reader.as_mut());
                        self.here = Some(lived);
                    }
                    Ok(None) => return,
                    Err(error) => {
                        tracing::error!(%error, "the past could not be read");
                        (self.here, self.earlier) = (None, None);
                    }
                },
                Err(RecvTimeoutError::Timeout) => (self.here, self.earlier) = (None, None),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// The state at that time; none where the server is stopping.
    fn at(&mut self, at: Timestamp) -> Result<Option<Lived>, StoreError> {
        let mut lived = self.before(at)?;
        let next = lived.federation.applied().offset + 1;
        let Self { reader, signs, share, earlier, .. } = self;
        let (read, entries) = sync_channel(limits::RECALL_AHEAD);
        let log = Log { reader: reader.as_mut(), at, upto: *signs.written.borrow() };
        thread::scope(|scope| {
            scope.spawn(move || log.read(next, &read));
            let mut began = None;
            for entries in entries {
                if *signs.stop.borrow() {
                    return Ok(None);
                }
                let entries = entries?;
                let (Some(first), Some(last)) = (entries.first(), entries.last()) else { continue };
                let began = *began.get_or_insert(first.received);
                let (whole, done) =
                    (at.since(began).as_millis(), last.received.since(began).as_millis());
                let thousandths = done * 1_000 / whole.max(1);
                share.store(u32::try_from(thousandths).unwrap_or(1_000), Ordering::Relaxed);
                let left = lived.live_past(entries, at - limits::RECALL_BEHIND, signs.workers);
                *earlier = left.or(earlier.take());
            }
            Ok(Some(lived))
        })
    }

    /// The latest state at hand that is not after that time.
    fn before(&mut self, at: Timestamp) -> Result<Lived, StoreError> {
        if let Some(here) = self.here.take().filter(|here| here.received() <= at) {
            return Ok(here);
        }
        self.earlier = self.earlier.take().filter(|earlier| earlier.received() <= at);
        if let Some(earlier) = &self.earlier {
            return Ok(earlier.clone());
        }
        let (federation, amended) = store::beginning(self.reader.as_mut())?;
        let amended = amended.into_iter().map(|it| ((it.indicator, it.at), it.value)).collect();
        Ok(Lived { federation, amended })
    }
}

/// The log, up to a time and an entry.
struct Log<'a> {
    reader: &'a mut dyn Reader,
    at: Timestamp,
    upto: u64,
}

impl Log<'_> {
    /// Reads ahead of whoever lives through it, from an entry on.
    fn read(self, mut next: u64, to: &SyncSender<Result<Vec<Entry>, StoreError>>) {
        loop {
            let read = self.reader.entries(next, limits::RECALL_ENTRIES).map(|mut entries| {
                let within = |entry: &Entry| entry.received <= self.at && entry.offset <= self.upto;
                entries.truncate(entries.partition_point(within));
                entries
            });
            let last = read.as_ref().ok().and_then(|entries| entries.last());
            let goes_on = last.map(|last| last.offset + 1);
            // Nobody waits for more once the server stops.
            if to.send(read).is_err() {
                return;
            }
            let Some(more) = goes_on else { return };
            next = more;
        }
    }
}
