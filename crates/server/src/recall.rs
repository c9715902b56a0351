//! Recall: what was known at a time?
//!
//! The log is the truth, so a state of the past is made by living through it again, up to the last entry that had been
//! received by then: bit for bit what the core had. A thread of its own does that, beside the core and its clocks, from
//! a reader of its own; it is started by the first who asks, holds two states at most, and lets go of them when nobody
//! has asked for a while. A step forward is the entries between; a step back by some days begins at the second
//! state, which follows two weeks behind. What may be seen of a past state is held against today: `mission::hindsight`.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use mission::federation::Federation;
use mission::hindsight::Hindsight;
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
    Unborn(Box<dyn Reader>, watch::Receiver<bool>),
    Running(SyncSender<Box<dyn Wish>>),
    /// It could not be started.
    Gone,
}

/// What somebody is answered who asks for the past.
pub(crate) enum Recalled<T> {
    /// This.
    Ready(T),
    /// It is being made; this share of it is.
    Coming(f64),
}

impl Recall {
    pub(crate) fn new(reader: Box<dyn Reader>, stop: watch::Receiver<bool>) -> Self {
        Self { thread: Mutex::new(Thread::Unborn(reader, stop)), share: Arc::default() }
    }

    /// Asks the state as it was at `at`, of which is seen what `hindsight` allows.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        at: Timestamp,
        hindsight: Hindsight,
        question: impl FnOnce(&Federation) -> T + Send + 'static,
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
            Ok(answer) => answer.map(Recalled::Ready).map_err(|_| mistake()),
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
        let Thread::Unborn(reader, stop) = std::mem::replace(&mut *thread, Thread::Gone) else {
            return Err(Problem::new(Kind::Mistake, "the past cannot be read here"));
        };
        let (wishes, waiting) = sync_channel(limits::RECALLS_WAITING);
        let past = Past { reader, stop, share: self.share.clone(), here: None, earlier: None };
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
    fn fulfil(self: Box<Self>, state: &mut Federation);
}

struct Wanted<T, Q> {
    at: Timestamp,
    hindsight: Hindsight,
    question: Q,
    reply: oneshot::Sender<T>,
}

impl<T: Send, Q: FnOnce(&Federation) -> T + Send> Wish for Wanted<T, Q> {
    fn at(&self) -> Timestamp {
        self.at
    }

    fn is_forgotten(&self) -> bool {
        self.reply.is_closed()
    }

    fn fulfil(self: Box<Self>, state: &mut Federation) {
        state.forget_words_before(self.hindsight.words_gone_before());
        state.look_back(Some(self.hindsight));
        let answer = (self.question)(state);
        // The state goes on as it was: what happens in it is decided without regard to who looks.
        state.look_back(None);
        // Whoever has stopped waiting needs no answer.
        drop(self.reply.send(answer));
    }
}

/// The thread's own: at most two states.
struct Past {
    reader: Box<dyn Reader>,
    stop: watch::Receiver<bool>,
    share: Arc<AtomicU32>,
    here: Option<Federation>,
    /// A state some days before, from which a step back begins.
    earlier: Option<Federation>,
}

impl Past {
    fn run(mut self, wishes: &Receiver<Box<dyn Wish>>) {
        loop {
            match wishes.recv_timeout(limits::RECALL_IDLE) {
                Ok(wish) if wish.is_forgotten() => {}
                Ok(wish) => match self.at(wish.at()) {
                    Ok(Some(state)) => wish.fulfil(state),
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
    fn at(&mut self, at: Timestamp) -> Result<Option<&mut Federation>, StoreError> {
        let fits = |state: &Federation| state.applied().received <= at;
        let mut state = match self.here.take() {
            Some(here) if fits(&here) => here,
            Some(_) | None => match &self.earlier {
                Some(earlier) if fits(earlier) => earlier.clone(),
                Some(_) | None => {
                    self.earlier = None;
                    store::beginning(self.reader.as_mut())?
                }
            },
        };
        let behind = at - limits::RECALL_BEHIND;
        let mut began = None;
        loop {
            if *self.stop.borrow() {
                return Ok(None);
            }
            let next = state.applied().offset + 1;
            let mut entries = self.reader.entries(next, limits::RECALL_ENTRIES)?;
            entries.truncate(entries.partition_point(|entry| entry.received <= at));
            let Some(last) = entries.last() else { break };
            let began = *began.get_or_insert(entries[0].received);
            let (whole, done) =
                (at.since(began).as_millis(), last.received.since(began).as_millis());
            let thousandths = done * 1_000 / whole.max(1);
            self.share.store(u32::try_from(thousandths).unwrap_or(1_000), Ordering::Relaxed);
            // On the way the second state is left where the first passes it.
            let before = entries.partition_point(|entry| entry.received <= behind);
            if before < entries.len() && state.applied().received <= behind {
                let rest = entries.split_off(before);
                store::step_all(&mut state, &entries, 1);
                self.earlier = Some(state.clone());
                entries = rest;
            }
            store::step_all(&mut state, &entries, 1);
        }
        Ok(Some(self.here.insert(state)))
    }
}
