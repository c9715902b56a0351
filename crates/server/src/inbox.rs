//! Inbox: what waits for the core?
//!
//! Batches of the log that were written, and questions. Questions go first, a bounded number of
//! them in a row, so that a page is never behind a heap of readings, nor readings behind a crowd.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mission::event::Entry;
use mission::federation::Federation;
use tokio::sync::oneshot;

use crate::intake::Outcome;
use crate::limits;

/// The queue in front of the core.
#[derive(Default)]
pub(crate) struct Inbox {
    waiting: Mutex<Waiting>,
    work: Condvar,
}

#[derive(Default)]
struct Waiting {
    batches: VecDeque<Batch>,
    questions: VecDeque<Question>,
    /// Questions answered since a batch was taken.
    in_a_row: usize,
    /// Somebody wants the core to look at the clock or the writer.
    poked: bool,
    end: End,
}

/// Whether more can come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    #[default]
    Open,
    /// Nothing new is written any more.
    Ended,
}

/// Entries of one transaction, in order, with who waits for their answers.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) entries: Vec<Entry>,
    /// One for each entry.
    pub(crate) waiting: Vec<Option<oneshot::Sender<Outcome>>>,
    pub(crate) readings: usize,
    pub(crate) bytes: usize,
}

/// Something that looks at the federation and answers by itself.
pub(crate) type Question = Box<dyn FnOnce(&Federation) + Send>;

/// What the core is to do next.
pub(crate) enum Work {
    /// Answer.
    Question(Question),
    /// Apply.
    Batch(Batch),
    /// Look at the clock, and whether the writer is free.
    Look,
    /// Hand over what is left, and stop.
    End,
}

impl Inbox {
    /// Asks something; false if too many ask.
    #[must_use]
    pub(crate) fn ask(&self, question: Question) -> bool {
        let mut waiting = self.lock();
        if waiting.questions.len() >= limits::WAITING_QUESTIONS || waiting.end == End::Ended {
            return false;
        }
        waiting.questions.push_back(question);
        drop(waiting);
        self.work.notify_one();
        true
    }

    /// Hands a written batch over. The intake bounds how many there can be.
    pub(crate) fn batch(&self, batch: Batch) {
        self.lock().batches.push_back(batch);
        self.work.notify_one();
    }

    /// Has the core look at the clock and the writer.
    pub(crate) fn poke(&self) {
        self.lock().poked = true;
        self.work.notify_one();
    }

    /// Says that nothing new will be written.
    pub(crate) fn end(&self) {
        self.lock().end = End::Ended;
        self.work.notify_one();
    }

    /// Lets nobody wait any longer, when there is no core any more.
    pub(crate) fn abandon(&self) {
        let mut waiting = self.lock();
        waiting.end = End::Ended;
        waiting.questions.clear();
        waiting.batches.clear();
    }

    /// Waits for work, but no longer than `patience`.
    pub(crate) fn next(&self, patience: Duration) -> Work {
        let mut waiting = self.lock();
        if let Some(work) = waiting.take() {
            return work;
        }
        let (mut waiting, _) =
            self.work.wait_timeout(waiting, patience).unwrap_or_else(PoisonError::into_inner);
        waiting.take().unwrap_or(Work::Look)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn take(&mut self) -> Option<Work> {
        let may_ask = self.in_a_row < limits::QUESTIONS_IN_A_ROW || self.batches.is_empty();
        if may_ask && let Some(question) = self.questions.pop_front() {
            self.in_a_row += 1;
            return Some(Work::Question(question));
        }
        if std::mem::take(&mut self.poked) {
            return Some(Work::Look);
        }
        if let Some(batch) = self.batches.pop_front() {
            self.in_a_row = 0;
            return Some(Work::Batch(batch));
        }
        (self.end == End::Ended).then_some(Work::End)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_go_first_but_not_for_ever() {
        let inbox = Inbox::default();
        inbox.batch(Batch::default());
        for _ in 0..=limits::QUESTIONS_IN_A_ROW {
            assert!(inbox.ask(Box::new(|_| ())));
        }
        for _ in 0..limits::QUESTIONS_IN_A_ROW {
            assert!(matches!(inbox.next(Duration::ZERO), Work::Question(_)));
        }
        assert!(matches!(inbox.next(Duration::ZERO), Work::Batch(_)));
        assert!(matches!(inbox.next(Duration::ZERO), Work::Question(_)));
    }

    #[test]
    fn it_ends_only_when_all_was_taken() {
        let inbox = Inbox::default();
        inbox.batch(Batch::default());
        inbox.end();
        assert!(!inbox.ask(Box::new(|_| ())));
        assert!(matches!(inbox.next(Duration::ZERO), Work::Batch(_)));
        assert!(matches!(inbox.next(Duration::ZERO), Work::End));
    }

    #[test]
    fn a_crowd_of_questions_is_turned_away() {
        let inbox = Inbox::default();
        for _ in 0..limits::WAITING_QUESTIONS {
            assert!(inbox.ask(Box::new(|_| ())));
        }
        assert!(!inbox.ask(Box::new(|_| ())));
    }
}
