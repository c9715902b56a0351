//! Intake: what waits to be written, and how much may?
//!
//! One queue in front of the writer with two lanes. Reports are bounded by the bytes they hold,
//! from the moment they are taken in until they have been decided upon, and past the bound their
//! senders are turned away. People's acts and the ticks of the clock have a lane of their own and
//! are in the next transaction, however many reports wait.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mission::effect::{Done, Refusal};
use mission::event::Event;
use store::{Applied, Receipt, SourceMark};
use tokio::sync::oneshot;

use crate::limits;
use crate::measure::Measures;

/// The queue in front of the writer.
pub(crate) struct Intake {
    waiting: Mutex<Waiting>,
    work: Condvar,
    taken: Condvar,
    rest: Condvar,
    measures: Arc<Measures>,
}

#[derive(Default)]
struct Waiting {
    reports: VecDeque<Job>,
    urgent: VecDeque<Job>,
    /// At most one, and what could not be written before it.
    applied: VecDeque<Applied>,
    /// Bytes of reports taken in and not decided upon.
    bytes: usize,
    /// Readings written and not decided upon.
    undecided: usize,
    closing: Closing,
}

/// How far the server has come in stopping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Closing {
    #[default]
    Open,
    /// Nothing new is taken in.
    Closed,
    /// The writer knows that what waited is written.
    Drained,
    /// The core has handed over the last of what it applied.
    Finished,
}

/// Something to be written.
pub(crate) struct Job {
    pub(crate) mark: Option<SourceMark>,
    pub(crate) event: Event,
    pub(crate) reply: Reply,
    /// What it counts against the bound.
    pub(crate) bytes: usize,
    pub(crate) readings: usize,
}

/// Who waits for what of it.
pub(crate) enum Reply {
    /// A source waits until it is written.
    Written(oneshot::Sender<Receipt>),
    /// A person waits until it is decided upon.
    Decided(oneshot::Sender<Outcome>),
    /// Nobody does: the clock.
    Nobody,
}

/// What became of what a person did.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It was decided upon.
    Answer(Result<Done, Refusal>),
    /// It was applied, and there is nothing to answer: time passed.
    Applied,
    /// It had come before, at this place of the log.
    Before(u64),
    /// Something else had come under its mark.
    Conflict,
}

/// Why something is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// Too much waits.
    Busy,
    /// The server is stopping.
    Stopping,
}

/// What the writer is to do next.
pub(crate) enum Next {
    /// Write this in one transaction.
    Write(Box<Group>),
    /// Tell the core that nothing new will come. Said once.
    Drained,
    /// Close the store.
    Finished,
}

/// What goes into one transaction.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) jobs: Vec<Job>,
    pub(crate) applied: Option<Applied>,
}

impl Intake {
    pub(crate) fn new(measures: Arc<Measures>) -> Self {
        Self {
            waiting: Mutex::default(),
            work: Condvar::new(),
            taken: Condvar::new(),
            rest: Condvar::new(),
            measures,
        }
    }

    /// Takes a report in, unless too many bytes wait.
    pub(crate) fn report(&self, mut job: Job) -> Result<(), Full> {
        job.bytes = job.bytes.max(limits::REPORT_LEAST_BYTES);
        let mut waiting = self.lock();
        if waiting.closing != Closing::Open {
            return Err(Full::Stopping);
        }
        if waiting.bytes + job.bytes > limits::WAITING_BYTES {
            return Err(Full::Busy);
        }
        waiting.bytes += job.bytes;
        self.measures.bytes_waiting.set(waiting.bytes);
        waiting.reports.push_back(job);
        drop(waiting);
        self.work.notify_one();
        Ok(())
    }

    /// Takes an act, a charter or a tick of the clock in.
    pub(crate) fn urgent(&self, job: Job) -> Result<(), Full> {
        let mut waiting = self.lock();
        if waiting.closing != Closing::Open {
            return Err(Full::Stopping);
        }
        if waiting.urgent.len() >= limits::WAITING_ACTS {
            return Err(Full::Busy);
        }
        waiting.urgent.push_back(job);
        drop(waiting);
        self.work.notify_one();
        Ok(())
    }

    /// Whether the writer has taken what was handed over last.
    pub(crate) fn is_free(&self) -> bool {
        self.lock().applied.is_empty()
    }

    /// Hands over what was applied, to be written with what comes next. Waits until the writer has
    /// taken what was handed over last, so ask [`Self::is_free`] where there is other work to do.
    pub(crate) fn hand_over(&self, applied: Applied) {
        let waiting = self.lock();
        let is_full = |waiting: &mut Waiting| {
            !waiting.applied.is_empty() && waiting.closing != Closing::Finished
        };
        let waited = self.taken.wait_while(waiting, is_full);
        waited.unwrap_or_else(PoisonError::into_inner).applied.push_back(applied);
        self.work.notify_one();
    }

    /// Takes back what could not be written, to be written before all else.
    pub(crate) fn put_back(&self, applied: Option<Applied>) {
        let mut waiting = self.lock();
        if let Some(applied) = applied {
            waiting.applied.push_front(applied);
        }
    }

    /// Whether new things are still taken in.
    pub(crate) fn is_open(&self) -> bool {
        self.lock().closing == Closing::Open
    }

    /// Says that entries were decided upon.
    pub(crate) fn decided(&self, readings: usize, bytes: usize) {
        let mut waiting = self.lock();
        waiting.undecided -= readings;
        waiting.bytes -= bytes;
        self.measures.bytes_waiting.set(waiting.bytes);
        drop(waiting);
        self.work.notify_one();
    }

    /// Waits a while before the next try, when the disk was full; no longer once all is closing.
    pub(crate) fn rest(&self, length: Duration) {
        let waiting = self.lock();
        let is_open = |waiting: &mut Waiting| waiting.closing == Closing::Open;
        // However the wait ended, it is time to try again.
        drop(self.rest.wait_timeout_while(waiting, length, is_open));
    }

    /// Takes nothing new in from now on.
    pub(crate) fn close(&self) {
        let mut waiting = self.lock();
        waiting.closing = waiting.closing.max(Closing::Closed);
        drop(waiting);
        self.work.notify_one();
        self.rest.notify_one();
    }

    /// Says that nothing will be handed over any more.
    pub(crate) fn finish(&self) {
        self.lock().closing = Closing::Finished;
        self.work.notify_one();
    }

    /// Throws away what waits, when nothing can be written any more. Who waits for it hears so.
    pub(crate) fn abandon(&self) {
        let mut waiting = self.lock();
        waiting.closing = Closing::Finished;
        waiting.reports.clear();
        waiting.urgent.clear();
        drop(waiting);
        self.work.notify_one();
        self.taken.notify_one();
    }

    /// Waits for work.
    pub(crate) fn next(&self) -> Next {
        let mut waiting = self.lock();
        loop {
            let group = waiting.take();
            self.taken.notify_one();
            if !group.jobs.is_empty() || group.applied.is_some() {
                return Next::Write(Box::new(group));
            }
            match waiting.closing {
                Closing::Finished => return Next::Finished,
                Closing::Closed if waiting.reports.is_empty() => {
                    waiting.closing = Closing::Drained;
                    return Next::Drained;
                }
                Closing::Open | Closing::Closed | Closing::Drained => {}
            }
            waiting = self.work.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// All that is urgent, what was applied, and as many reports as may go.
    fn take(&mut self) -> Group {
        let mut jobs: Vec<Job> = self.urgent.drain(..).collect();
        let mut group = 0;
        for _ in 0..limits::GROUP_REPORTS {
            if group >= limits::GROUP_READINGS || self.undecided >= limits::UNDECIDED_READINGS {
                break;
            }
            let Some(report) = self.reports.pop_front() else { break };
            group += report.readings;
            self.undecided += report.readings;
            jobs.push(report);
        }
        Group { jobs, applied: self.applied.pop_front() }
    }
}

#[cfg(test)]
mod tests {
    use mission::report::Report;

    use super::*;

    fn intake() -> Intake {
        Intake::new(Arc::new(Measures::default()))
    }

    fn report(readings: usize, bytes: usize) -> Job {
        let event = Event::Report(Report::default());
        Job { mark: None, event, reply: Reply::Nobody, bytes, readings }
    }

    fn tick() -> Job {
        Job { event: Event::Clock, ..report(0, 0) }
    }

    fn written(intake: &Intake) -> Vec<Job> {
        match intake.next() {
            Next::Write(group) => group.jobs,
            Next::Drained | Next::Finished => Vec::new(),
        }
    }

    #[test]
    fn past_its_bytes_reports_are_turned_away_and_acts_are_not() {
        let intake = intake();
        while intake.report(report(1000, limits::REPORT_BYTES)).is_ok() {}
        assert_eq!(intake.report(report(1, limits::REPORT_BYTES)), Err(Full::Busy));
        assert_eq!(intake.urgent(tick()), Ok(()));
    }

    #[test]
    fn bytes_are_free_again_only_when_decided_upon() {
        let intake = intake();
        for _ in 0..limits::WAITING_BYTES / limits::REPORT_BYTES {
            assert_eq!(intake.report(report(10, limits::REPORT_BYTES)), Ok(()));
        }
        assert_eq!(written(&intake).len(), 4);
        assert_eq!(intake.report(report(10, limits::REPORT_BYTES)), Err(Full::Busy));
        intake.decided(10, limits::REPORT_BYTES);
        assert_eq!(intake.report(report(10, limits::REPORT_BYTES)), Ok(()));
    }

    #[test]
    fn an_act_is_in_the_next_transaction_however_many_reports_wait() {
        let intake = intake();
        for _ in 0..100 {
            intake.report(report(limits::GROUP_READINGS, 1)).expect("there is room");
        }
        written(&intake);
        intake.urgent(tick()).expect("there is room");
        let next = written(&intake);
        assert_eq!(next[0].event, Event::Clock);
        assert_eq!(next.len(), 2, "and one report, which fills the core's desk");
        intake.urgent(tick()).expect("there is room");
        assert_eq!(written(&intake).len(), 1, "reports wait until some were decided upon");
    }

    #[test]
    fn closing_writes_what_waits_then_says_so_once() {
        let intake = intake();
        intake.report(report(1, 1)).expect("it is open");
        intake.close();
        assert_eq!(intake.report(report(1, 1)), Err(Full::Stopping));
        assert_eq!(written(&intake).len(), 1);
        assert!(matches!(intake.next(), Next::Drained));
        intake.finish();
        assert!(matches!(intake.next(), Next::Finished));
    }
}
