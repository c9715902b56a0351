//! Snapshots: which series are to be written with this commit?
//!
//! A series is written as a whole, some 16 kB, and changes with every reading: writing it each time
//! would cost a thousand times the reading. So series are written in rounds, a few with each
//! commit, and after a restart the readings since are taken in again from the log. A round goes
//! once over all series in every [`limits::SNAPSHOT_READINGS`] readings; a series that has not
//! changed is passed by. `docs/decisions/0010-how-often-a-series-is-written.md` has the arithmetic.

use std::collections::BTreeSet;

use mission::event::Entry;
use mission::id::IndicatorId;

use crate::limits;

/// What is written of which series, and what is not.
#[derive(Clone, Debug)]
pub struct SnapshotPlan {
    /// Readings to a round.
    round: u64,
    /// For each series, the first entry with a reading that its snapshot does not have.
    behind: Vec<Option<u64>>,
    /// Where the round is.
    place: usize,
    /// Readings times series that the round has not been moved on for.
    due: u64,
}

impl Default for SnapshotPlan {
    fn default() -> Self {
        Self::every(limits::SNAPSHOT_READINGS)
    }
}

impl SnapshotPlan {
    /// A plan with a round in that many readings.
    #[must_use]
    pub fn every(readings: u64) -> Self {
        Self { round: readings.max(1), behind: Vec::new(), place: 0, due: 0 }
    }

    /// Notes the readings of an entry that has been applied, for those series that `concerns`.
    pub(crate) fn note(&mut self, entry: &Entry, concerns: impl Fn(IndicatorId) -> bool) {
        let Some(report) = entry.event.report() else { return };
        for reading in report.readings.iter().filter(|reading| concerns(reading.indicator)) {
            let place = reading.indicator.index();
            if place >= self.behind.len() {
                self.behind.resize(place + 1, None);
            }
            self.behind[place].get_or_insert(entry.offset);
            self.due += self.behind.len() as u64;
        }
    }

    /// The series to be written now: the `wanted` ones, and those that the round has come to.
    pub(crate) fn take(&mut self, wanted: BTreeSet<IndicatorId>) -> BTreeSet<IndicatorId> {
        let mut taken = wanted;
        let series = self.behind.len() as u64;
        let steps = (self.due / self.round).min(series).min(limits::SNAPSHOTS_A_COMMIT);
        // What was too much for this commit is due with the next, and never more than one round.
        self.due = (self.due - steps * self.round).min(series * self.round);
        for _ in 0..steps {
            self.place = (self.place + 1) % self.behind.len();
            if self.behind[self.place].is_some() {
                taken.insert(id(self.place));
            }
        }
        for indicator in &taken {
            if let Some(behind) = self.behind.get_mut(indicator.index()) {
                *behind = None;
            }
        }
        taken
    }

    /// Every series that has changed since it was written.
    pub(crate) fn take_all(&mut self) -> BTreeSet<IndicatorId> {
        let changed = self.behind.iter().enumerate().filter(|(_, behind)| behind.is_some());
        self.take(changed.map(|(place, _)| id(place)).collect())
    }

    /// The entry up to which every written series has all its readings, if `applied` is the last.
    pub(crate) fn replay_from(&self, applied: u64) -> u64 {
        let first_missing = self.behind.iter().flatten().min();
        first_missing.map_or(applied, |first| first - 1)
    }
}

fn id(place: usize) -> IndicatorId {
    IndicatorId(u32::try_from(place).expect("there are no more series than ids"))
}
