//! Beginnings: when could the last change have begun, and how well does each answer explain
//! what came after?
//!
//! One hypothesis for every recent reading at which the series may have changed (Adams & MacKay
//! 2007 call its age the run length), weighed by its likelihood ratio against "nothing changed".
//! The sum of the ratios is the Shiryaev-Roberts statistic: while nothing changes it grows by one
//! a reading on average, whatever the noise, so that a threshold of A is met about every A
//! readings at the earliest (Pollak 1985). That is what makes a run length a promise.
//!
//! Old beginnings need no fine resolution. They are thinned to every second, fourth, eighth ...
//! reading, four of each; one that is dropped leaves its ratio to its neighbour.

use crate::hypothesis::{Assumed, Evidence, Lanes};
use crate::limits::RATIO;

/// Kept beginnings at every thinning.
const EACH: usize = 4;

/// Beginnings of one kind of change: `N` in all, the `YOUNG` youngest one by one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Beginnings<const N: usize, const YOUNG: usize> {
    pub(crate) lanes: Lanes<N>,
    /// Likelihood ratio against no change; 0 is an empty place.
    pub(crate) ratio: [f32; N],
    /// Level expected just before, in scaled units.
    pub(crate) before: [f32; N],
    /// Half a 95% band about it.
    pub(crate) half: [f32; N],
    /// Tick of the first reading after the change.
    pub(crate) born: [u32; N],
    /// Time of that reading, seconds since 1970.
    pub(crate) since: [i64; N],
}

/// A beginning about to be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Newborn {
    /// Level and growth before the change.
    pub(crate) m: f32,
    pub(crate) b: f32,
    /// Their variances, widened by what the change may have done.
    pub(crate) c00: f32,
    pub(crate) c01: f32,
    pub(crate) c11: f32,
    /// What the AR part adds to the reading.
    pub(crate) carried: f32,
    /// Half a 95% band about what was expected.
    pub(crate) half: f32,
    /// Tick and time of the reading.
    pub(crate) born: u32,
    pub(crate) since: i64,
}

impl<const N: usize, const YOUNG: usize> Beginnings<N, YOUNG> {
    pub(crate) const NONE: Self = Self {
        lanes: Lanes::NONE,
        ratio: [0.0; N],
        before: [0.0; N],
        half: [0.0; N],
        born: [0; N],
        since: [0; N],
    };

    /// All take in a reading whose density without a change was `1 / against`.
    pub(crate) fn observe(&mut self, assumed: Assumed, seen: Evidence, against: f32) {
        for i in 0..N {
            let density = self.lanes.observe(i, assumed, seen).density;
            let ratio = (self.ratio[i] * density * against).min(RATIO.1);
            self.ratio[i] = if ratio < RATIO.0 { 0.0 } else { ratio };
        }
    }

    /// Keeps a change that begins with this very reading.
    pub(crate) fn begin(&mut self, new: Newborn, assumed: Assumed, seen: Evidence, against: f32) {
        self.make_room(new.born);
        let i = new.born as usize % YOUNG;
        self.lanes.m[i] = new.m;
        self.lanes.b[i] = new.b;
        self.lanes.c00[i] = new.c00;
        self.lanes.c01[i] = new.c01;
        self.lanes.c11[i] = new.c11;
        self.lanes.dev[i] = 0.0;
        // The remainder carries over from the old level, so the new one is seen whole.
        let whole = Evidence { x: seen.x - new.carried, ..seen };
        let outcome = self.lanes.observe(i, Assumed { phi: 0.0, ..assumed }, whole);
        self.lanes.dev[i] += (1.0 - outcome.one_off) * new.carried;
        self.ratio[i] = (outcome.density * against).clamp(RATIO.0, RATIO.1);
        self.before[i] = new.m + seen.elapsed * new.b;
        self.half[i] = new.half;
        self.born[i] = new.born;
        self.since[i] = new.since;
    }

    /// Moves beginnings that have come of age to coarser places, oldest first to fall off.
    fn make_room(&mut self, tick: u32) {
        let from = tick as usize % YOUNG;
        let mut place = YOUNG;
        let mut spacing = 2;
        while place < N {
            let born = self.born[from];
            let kept = born.is_multiple_of(spacing);
            let even = born - born % spacing;
            let to = place + (even / spacing) as usize % EACH;
            if !kept {
                if self.born[to] == even {
                    self.ratio[to] = (self.ratio[to] + self.ratio[from]).min(RATIO.1);
                }
                return;
            }
            // What was in `to` is now in `from`, and looks for a coarser place itself.
            self.swap(from, to);
            place += EACH;
            spacing *= 2;
        }
    }

    fn swap(&mut self, a: usize, b: usize) {
        let lanes = &mut self.lanes;
        for field in [
            &mut lanes.m,
            &mut lanes.b,
            &mut lanes.c00,
            &mut lanes.c01,
            &mut lanes.c11,
            &mut lanes.dev,
            &mut self.ratio,
            &mut self.before,
            &mut self.half,
        ] {
            field.swap(a, b);
        }
        self.born.swap(a, b);
        self.since.swap(a, b);
    }

    /// Sum of the ratios of beginnings at least `youngest` and at most `oldest` readings old.
    pub(crate) fn sum(&self, tick: u32, youngest: u32, oldest: u32) -> f32 {
        let mut sum = 0.0;
        for i in 0..N {
            let age = tick.wrapping_sub(self.born[i]);
            sum += if age >= youngest && age <= oldest { self.ratio[i] } else { 0.0 };
        }
        sum
    }

    /// The best explained beginning of at least that age.
    pub(crate) fn best(&self, tick: u32, youngest: u32) -> usize {
        let mut best = 0;
        let mut most = -1.0;
        for i in 0..N {
            let age = tick.wrapping_sub(self.born[i]);
            if age >= youngest && self.ratio[i] > most {
                (best, most) = (i, self.ratio[i]);
            }
        }
        best
    }

    /// Forgets all of them, for the change is told.
    pub(crate) fn forget(&mut self) {
        self.ratio = [0.0; N];
        self.lanes = Lanes::NONE;
    }

    /// Each level is written otherwise from now on.
    pub(crate) fn relevel(&mut self, written: &impl Fn(f32) -> f32) {
        self.lanes.m = self.lanes.m.map(written);
        self.before = self.before.map(written);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypothesis::Shares;

    const SHARES: Shares = Shares { above: [1.0, 0.0, 0.0], below: [1.0, 0.0, 0.0] };

    fn newborn(born: u32) -> Newborn {
        Newborn {
            m: 0.0,
            b: 0.0,
            c00: 4.0,
            c01: 0.0,
            c11: 0.0,
            carried: 0.0,
            half: 2.0,
            born,
            since: i64::from(born),
        }
    }

    fn run(readings: u32) -> Beginnings<28, 12> {
        let assumed = Assumed { q: 0.0, q2: 0.0, phi: 0.0, s: 1.0, stays: 0.0 };
        let seen = Evidence { x: 0.0, elapsed: 1.0, shares: SHARES };
        let mut beginnings = Beginnings::NONE;
        for tick in 1..=readings {
            beginnings.observe(assumed, seen, 1.0);
            beginnings.begin(newborn(tick), assumed, seen, 1.0);
        }
        beginnings
    }

    #[test]
    fn the_youngest_are_kept_one_by_one_and_older_ones_are_thinned() {
        let beginnings = run(1000);
        let mut ages: Vec<u32> = beginnings.born.iter().map(|born| 1000 - born).collect();
        ages.sort_unstable();
        assert_eq!(ages[..12], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        for pair in ages[12..].windows(2) {
            assert!(pair[1] > pair[0] && pair[1] - pair[0] <= 16 + 8, "{ages:?}");
        }
        assert!(ages[27] > 100, "{ages:?}");
    }

    #[test]
    fn every_kept_beginning_keeps_its_own_time() {
        let beginnings = run(777);
        for i in 0..28 {
            assert_eq!(beginnings.since[i], i64::from(beginnings.born[i]));
        }
    }
}
