//! Forgetting: which words leave the state, and when is that looked at?
//!
//! Nothing of it is stored: after each step the state holds no words from before the horizon of that
//! step. So a state that an older program kept is brought there when it is read, and one that was
//! brought there is left as it is.

use std::collections::BTreeSet;

use super::{Federation, Now};
use crate::effect::Thing;
use crate::event::Event;
use crate::forgetting::{self, Sweep};
use crate::time::Timestamp;

impl Federation {
    /// Takes away the words that are too old as far as the log was applied, and answers with the things
    /// that held some.
    pub fn forget_words(&mut self) -> BTreeSet<Thing> {
        let before = forgetting::horizon(self.applied.received);
        self.sweep(before)
    }

    /// Takes away the words from before then, as one does who looks back from a later time, and answers with the
    /// things that held some.
    pub fn forget_words_before(&mut self, before: Timestamp) -> BTreeSet<Thing> {
        self.sweep(before.max(self.words_gone_before))
    }

    /// Looks where the oldest words are: after a restart.
    pub(super) fn find_words(&mut self) {
        self.sweep(Timestamp::MIN);
    }

    /// Words from before then are gone.
    pub const fn words_gone_before(&self) -> Timestamp {
        self.words_gone_before
    }

    /// When the oldest words have to go.
    pub(super) fn words_due(&self) -> Option<Timestamp> {
        self.oldest_words.map(forgetting::gone_at)
    }

    /// Looks the state over if a day has gone by since it was looked over last.
    pub(super) fn forget_due(&mut self, now: &mut Now) {
        let before = forgetting::horizon(now.at);
        if before > self.words_gone_before {
            for thing in self.sweep(before) {
                now.step.touched.insert(thing);
            }
        }
    }

    /// Notes that words came, so that somebody looks when they have to go.
    pub(super) fn mark_words(&mut self, event: &Event, received: Timestamp) {
        let may_hold = matches!(event, Event::Act(_) | Event::ActAt(..) | Event::Letters(..))
            || event.report().is_some_and(|it| it.note.is_some() || !it.no_data.is_empty());
        if may_hold && self.oldest_words.is_none() {
            self.oldest_words = Some(received);
        }
    }

    fn sweep(&mut self, before: Timestamp) -> BTreeSet<Thing> {
        let (mut held, mut oldest) = (BTreeSet::new(), None);
        let mut note = |thing: Thing, sweep: Sweep| {
            if sweep.took {
                held.insert(thing);
            }
            oldest = [oldest, sweep.oldest].into_iter().flatten().min();
        };
        for incident in self.incidents.values_mut() {
            let mut sweep = Sweep::new(before);
            sweep.incident(incident);
            note(Thing::Incident(incident.id), sweep);
        }
        for owed in self.obligations.values_mut() {
            let mut sweep = Sweep::new(before);
            sweep.obligation(owed);
            note(Thing::Obligation(owed.id), sweep);
        }
        for watch in &mut self.watches {
            let mut sweep = Sweep::new(before);
            if let Some(excuse) = &mut watch.excuse {
                sweep.excuse(excuse.at, &mut excuse.because);
            }
            note(Thing::Watch(watch.indicator), sweep);
        }
        for ledger in &mut self.ledgers {
            let mut sweep = Sweep::new(before);
            ledger.notices.iter_mut().for_each(|notice| sweep.notice(notice));
            note(Thing::Ledger(ledger.unit), sweep);
        }
        (self.words_gone_before, self.oldest_words) = (before, oldest);
        held
    }
}
