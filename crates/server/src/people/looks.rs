//! Looks: who looked at which figures of another unit, until that is written down?
//!
//! Counted in memory, and written at most once a minute for each figure, viewer and day: a page that
//! fetches its view with every event would otherwise cost a sync each time. What was counted in the
//! minute before a crash is lost.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use mission::id::UnitId;
use mission::time::{Date, Timestamp};
use store::Look;

use crate::limits;

/// What was counted and is not written yet.
#[derive(Default)]
pub(crate) struct Looks(Mutex<HashMap<Look, Pending>>);

struct Pending {
    times: u64,
    /// When it was last taken to be written; none before the first time.
    taken: Option<Timestamp>,
}

impl Looks {
    /// Counts one, and answers with what is to be written now.
    pub(crate) fn count(&self, look: Look, now: Timestamp) -> Vec<(Look, u64)> {
        let mut kept = self.lock();
        // The rest has been written, or is now: what is counted anew comes back.
        let is_full = kept.len() >= limits::LOOKS_KEPT && !kept.contains_key(&look);
        let mut due = if is_full { take_all(&mut kept) } else { Vec::new() };
        let pending = kept.entry(look).or_insert(Pending { times: 0, taken: None });
        pending.times += 1;
        if pending.taken.is_none_or(|taken| taken + limits::LOOKS_APART <= now) {
            pending.taken = Some(now);
            due.push((look, std::mem::take(&mut pending.times)));
        }
        due
    }

    /// What of a unit is not written yet.
    pub(crate) fn pending(&self, unit: UnitId) -> Vec<(Look, u64)> {
        let kept = self.lock();
        let of = kept.iter().filter(|(look, pending)| look.unit == unit && pending.times > 0);
        of.map(|(look, pending)| (*look, pending.times)).collect()
    }

    /// All that is not written yet: at the end.
    pub(crate) fn take(&self) -> Vec<(Look, u64)> {
        take_all(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Look, Pending>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take_all(kept: &mut HashMap<Look, Pending>) -> Vec<(Look, u64)> {
    let all = kept.drain().map(|(look, pending)| (look, pending.times));
    all.filter(|(_, times)| *times > 0).collect()
}

/// The day by UTC, and the first day of which looks are kept.
pub(crate) fn days(now: Timestamp) -> (Date, Date) {
    let utc = mission::calendar::Zone::utc();
    let day = utc.local(now).date();
    (day, utc.local(now - limits::LOOKS_LAST).date())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use mission::id::IndicatorId;

    use super::*;

    fn look(viewer: u32) -> Look {
        let day = days(Timestamp::ZERO).0;
        Look { unit: UnitId(3), viewer: UnitId(viewer), indicator: IndicatorId(1), day }
    }

    #[test]
    fn the_first_is_written_at_once_and_then_once_a_minute() {
        let looks = Looks::default();
        let at = |seconds| Timestamp::ZERO + Duration::from_secs(seconds);
        assert_eq!(looks.count(look(1), at(0)), [(look(1), 1)]);
        assert_eq!(looks.count(look(1), at(1)), []);
        assert_eq!(looks.count(look(1), at(59)), []);
        assert_eq!(looks.pending(UnitId(3)), [(look(1), 2)]);
        assert_eq!(looks.count(look(1), at(60)), [(look(1), 3)]);
        assert_eq!(looks.pending(UnitId(3)), []);
        looks.count(look(1), at(61));
        assert_eq!(looks.take(), [(look(1), 1)]);
    }

    #[test]
    fn what_is_counted_when_there_is_no_room_is_written_and_not_lost() {
        let looks = Looks::default();
        let most = u32::try_from(limits::LOOKS_KEPT).unwrap();
        let mut written: u64 = 0;
        for viewer in 0..most {
            written +=
                looks.count(look(viewer), Timestamp::ZERO).iter().map(|it| it.1).sum::<u64>();
            looks.count(look(viewer), Timestamp::ZERO);
        }
        let last = looks.count(look(most), Timestamp::ZERO);
        written += last.iter().map(|(_, times)| times).sum::<u64>();
        assert_eq!(written, 2 * u64::from(most) + 1);
    }
}
