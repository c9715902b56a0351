//! Shell: how does a request reach the core, and how does the answer come back?
//!
//! What the handlers share: the way in for reports, acts and questions, the registry as it stands,
//! and the time. The core and the writer behind it are threads of their own; see `core` and
//! `writer`.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use mission::effect::Done;
use mission::event::{Event, SignedAct};
use mission::federation::Federation;
use mission::id::{IndicatorId, MemberId};
use mission::reach::Viewer;
use mission::registry::Registry;
use mission::report::Report;
use mission::time::Timestamp;
use store::{NodeKey, Receipt, SourceMark, Store, StoreError};
use tokio::sync::{oneshot, watch};

use crate::clock::{Clock, SimulatedClock};
use crate::core::{Core, Published, Tick};
use crate::correspond::Reached;
use crate::describe::Noted;
use crate::guide::Guide;
use crate::inbox::Inbox;
use crate::intake::{Full, Intake, Job, Outcome, Reply};
use crate::limits;
use crate::measure::Measures;
use crate::people::{People, Secret, Trust};
use crate::portion::{Asker, Portions};
use crate::problem::{Kind, Problem};
use crate::provider::Provider;
use crate::recall::{Recall, Signs};
use crate::summon::{Outward, Summoner};
use crate::timekeeper::Timekeeper;
use crate::veil::Veil;
use crate::watch::Hub;
use crate::witness::Refusals;
use crate::writer::Writer;

/// What the handlers share.
pub(crate) struct Shell {
    intake: Arc<Intake>,
    inbox: Arc<Inbox>,
    published: Arc<Published>,
    pub(crate) timekeeper: Arc<Timekeeper>,
    pub(crate) hub: Arc<Hub>,
    pub(crate) measures: Arc<Measures>,
    pub(crate) people: Arc<People>,
    pub(crate) refusals: Refusals,
    /// Requests that are being answered, by whoever asked.
    pub(crate) portions: Portions<Asker>,
    /// The key with which this node signs.
    pub(crate) node: NodeKey,
    /// What numbers look like to those who must not count with them.
    pub(crate) veil: Veil,
    /// How the node above is reached.
    pub(crate) reached: Reached,
    /// The checkpoint of the audit that is handed out today.
    pub(crate) noted: tokio::sync::Mutex<Option<Noted>>,
    /// The ways by which people are told outside of the pages.
    pub(crate) outward: Arc<Outward>,
    /// Old readings are read beside the core, one question at a time.
    pub(crate) reader: Mutex<Box<dyn store::Reader>>,
    /// The way to the past.
    pub(crate) recall: Recall,
    /// Up to which entry what followed is written.
    written: watch::Receiver<u64>,
    /// The clock, where it is one that can be moved.
    pub(crate) simulated: Option<Arc<SimulatedClock>>,
    /// Who guides visitors through a rehearsal, if anybody does.
    pub(crate) guide: OnceLock<Arc<dyn Guide>>,
    /// Turns true when the server is to stop.
    pub(crate) stop: watch::Receiver<bool>,
    /// The system that people may sign in to instead of here.
    pub(crate) provider: Option<Provider>,
}

/// The two threads behind the shell.
pub(crate) struct Threads {
    core: JoinHandle<()>,
    writer: JoinHandle<Result<(), StoreError>>,
}

/// A report with what is counted of it.
pub(crate) struct Received {
    pub(crate) mark: Option<SourceMark>,
    pub(crate) report: Report,
    /// Bytes that were sent.
    pub(crate) bytes: usize,
}

impl Shell {
    /// Loads what the store kept, and starts core and writer.
    pub(crate) fn start(
        mut store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        simulated: Option<Arc<SimulatedClock>>,
        (trust, is_secure, outward, provider): (Trust, bool, Outward, Option<Provider>),
        stop: &watch::Sender<bool>,
    ) -> Result<(Arc<Self>, Threads, Option<Summoner>), StoreError> {
        let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let (federation, plan) = store::open_federation(store.as_mut(), workers)?;
        let reader = Mutex::new(store.reader()?);
        let past = store.reader()?;
        let node = store.node_key()?;
        let (mut telex, mut accounts) = (store.reader()?, store.accounts()?);
        // Where everybody's word is taken, nobody is known who could be told.
        let told = (trust == Trust::Members)
            .then(|| accounts.told(telex.telex_end()?, Secret::new().digest()))
            .transpose()?;
        let people = People::new((trust, is_secure), accounts, federation.rolls())?;
        let people = Arc::new(people);
        let measures = Arc::new(Measures::default());
        let (writing, written) = watch::channel(federation.applied().offset);
        let shell = Arc::new(Self {
            intake: Arc::new(Intake::new(measures.clone())),
            inbox: Arc::default(),
            published: Arc::default(),
            timekeeper: Arc::new(Timekeeper::new(clock)),
            hub: Arc::new(Hub::new()),
            measures,
            people,
            refusals: Refusals::default(),
            portions: Portions::new(limits::REQUESTS_AN_ASKER),
            veil: Veil::of(&node),
            node,
            reached: Reached::default(),
            noted: tokio::sync::Mutex::default(),
            outward: Arc::new(outward),
            provider,
            reader,
            recall: Recall::new(
                past,
                Signs { workers, stop: stop.subscribe(), written: written.clone() },
            ),
            written,
            simulated,
            guide: OnceLock::new(),
            stop: stop.subscribe(),
        });
        shell.published.set(federation.registry().clone());
        let poked = shell.inbox.clone();
        shell.timekeeper.clock().on_change(Box::new(move || poked.poke()));

        let writer = Writer {
            store,
            intake: shell.intake.clone(),
            inbox: shell.inbox.clone(),
            timekeeper: shell.timekeeper.clone(),
            measures: shell.measures.clone(),
            last: federation.applied().received,
            written: writing,
        };
        let core = Core {
            federation,
            inbox: shell.inbox.clone(),
            intake: shell.intake.clone(),
            timekeeper: shell.timekeeper.clone(),
            hub: shell.hub.clone(),
            published: shell.published.clone(),
            people: shell.people.clone(),
            measures: shell.measures.clone(),
            plan,
            entries: Vec::new(),
            steps: Vec::new(),
            workers,
            tick: Tick::Still,
        };
        let threads = Threads::start(writer, core, stop)?;
        let summoner = told.map(|told| Summoner::new(shell.clone(), telex, told));
        Ok((shell, threads, summoner))
    }

    /// The registry as it stands.
    pub(crate) fn registry(&self) -> Arc<Registry> {
        self.published.registry()
    }

    /// The federation's time.
    pub(crate) fn now(&self) -> Timestamp {
        self.timekeeper.now()
    }

    /// Counts that somebody was shown readings of another unit, for that unit to know.
    pub(crate) fn count_look(&self, viewer: Viewer, indicator: IndicatorId) {
        let unit = self.registry().indicator(indicator).unit;
        if unit != viewer.0 {
            self.people.count_look((unit, viewer.0), indicator, self.now());
        }
    }

    /// Keeps a report, and answers when it is durable.
    pub(crate) async fn receive(&self, received: Received) -> Result<Receipt, Problem> {
        let Received { mark, report, bytes } = received;
        let (reply, written) = oneshot::channel();
        let readings = report.readings.len();
        let (event, reply) = (Event::Report(report), Reply::Written(reply));
        self.intake.report(Job { mark, event, reply, bytes, readings }).map_err(|full| {
            self.measures.reports_turned_away.add(usize::from(full == Full::Busy));
            Problem::from(full)
        })?;
        written.await.map_err(|_| Problem::stopping())
    }

    /// Hands an entry of history over to be written, behind the reports that wait.
    pub(crate) fn put_history(
        &self,
        mark: SourceMark,
        event: Event,
        readings: usize,
    ) -> Result<oneshot::Receiver<Receipt>, Problem> {
        let (reply, written) = oneshot::channel();
        let bytes = readings * size_of::<mission::report::Reading>();
        let reply = Reply::Written(reply);
        self.intake.report(Job { mark: Some(mark), event, reply, bytes, readings })?;
        Ok(written)
    }

    /// Lets somebody act, and answers when it has been decided.
    pub(crate) async fn act(&self, act: SignedAct) -> Result<Done, Problem> {
        self.act_at(None, act).await
    }

    /// The same, at a device that all share, where one is named.
    pub(crate) async fn act_at(
        &self,
        device: Option<MemberId>,
        act: SignedAct,
    ) -> Result<Done, Problem> {
        let event = match device {
            Some(device) => Event::ActAt(device, act),
            None => Event::Act(act),
        };
        match self.decide(None, event).await? {
            Outcome::Answer(answer) => Ok(answer?),
            Outcome::Applied | Outcome::Before(_) | Outcome::Conflict => {
                tracing::error!("an act was decided upon without an answer");
                Err(Problem::new(Kind::Mistake, "the operator has been told"))
            }
        }
    }

    /// Has an event written and decided upon.
    pub(crate) async fn decide(
        &self,
        mark: Option<SourceMark>,
        event: Event,
    ) -> Result<Outcome, Problem> {
        let (reply, decided) = oneshot::channel();
        let reply = Reply::Decided(reply);
        self.intake.urgent(Job { mark, event, reply, bytes: 0, readings: 0 })?;
        decided.await.map_err(|_| Problem::stopping())
    }

    /// Waits until everything that is due by now has happened.
    pub(crate) async fn settle(&self) -> Result<(), Problem> {
        self.decide(None, Event::Clock).await.map(drop)
    }

    /// Asks the core, which answers from one state.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Federation) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let (reply, answer) = oneshot::channel();
        let asked = self.inbox.ask(Box::new(move |federation| {
            // Whoever has stopped waiting needs no answer.
            let _ = reply.send(question(federation));
        }));
        if !asked {
            return Err(Problem::from(Full::Busy));
        }
        answer.await.map_err(|_| Problem::stopping())
    }

    /// Readings that have left memory by the entry at `offset`. Reads from the disk, once they are
    /// there: for a moment they are in neither.
    pub(crate) async fn old_readings<T>(
        &self,
        offset: u64,
        read: impl FnOnce(&mut dyn store::Reader) -> Result<T, StoreError>,
    ) -> Result<T, Problem> {
        self.until_written(offset).await?;
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        read(reader.as_mut()).map_err(|error| {
            tracing::error!(%error, "could not read old readings");
            Problem::new(
                Kind::Mistake,
                "old readings could not be read; the operator has been told",
            )
        })
    }

    /// Waits until what followed from an entry is on disk.
    pub(crate) async fn until_written(&self, offset: u64) -> Result<(), Problem> {
        let mut written = self.written.clone();
        let wait = written.wait_for(|upto| *upto >= offset).await;
        wait.map(drop).map_err(|_| Problem::stopping())
    }

    /// When the log begins that can be lived through: with its first entry, or with the last that an earlier program
    /// decided upon. None before it.
    pub(crate) async fn first_received(&self) -> Result<Option<Timestamp>, Problem> {
        let first = |reader: &mut dyn store::Reader| match reader.begins_at()? {
            Some(begins) => Ok(Some(begins)),
            None => Ok(reader.entries(1, 1)?.first().map(|entry| entry.received)),
        };
        self.old_readings(0, first).await
    }

    /// Hears up to which entry what followed is written.
    pub(crate) fn written(&self) -> watch::Receiver<u64> {
        self.written.clone()
    }

    /// Takes nothing new in from now on.
    pub(crate) fn close(&self) {
        self.intake.close();
    }
}

impl Threads {
    /// Starts both. Whichever ends, however it does, the server stops.
    fn start(writer: Writer, core: Core, stop: &watch::Sender<bool>) -> Result<Self, StoreError> {
        let stopped = StopWhenDropped(stop.clone());
        let write = move || {
            let _stopped = stopped;
            writer.run()
        };
        let stopped = StopWhenDropped(stop.clone());
        let decide = move || {
            let _stopped = stopped;
            core.run();
        };
        Ok(Self {
            writer: thread::Builder::new()
                .name("writer".into())
                .spawn(write)
                .map_err(|error| no_thread(&error))?,
            core: thread::Builder::new()
                .name("core".into())
                .spawn(decide)
                .map_err(|error| no_thread(&error))?,
        })
    }

    /// Waits until everything is written. From a thread that may wait.
    pub(crate) fn join(self) -> Result<(), StoreError> {
        if let Err(panic) = self.core.join() {
            std::panic::resume_unwind(panic);
        }
        self.writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// However a thread ends, the server does not go on without it.
struct StopWhenDropped(watch::Sender<bool>);

impl Drop for StopWhenDropped {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

fn no_thread(source: &std::io::Error) -> StoreError {
    StoreError::Fatal { why: format!("no thread could be started: {source}") }
}

impl From<Full> for Problem {
    fn from(full: Full) -> Self {
        match full {
            Full::Busy => Self::new(
                Kind::Busy,
                "too much is waiting to be written; nothing was kept; wait as Retry-After says \
                 and send it again",
            ),
            Full::Stopping => Self::stopping(),
        }
    }
}
