//! Told: when is a class told to people, and what is remembered of it?

use crate::beginnings::Beginnings;
use crate::elementary::ln;
use crate::hypothesis::{Assumed, Evidence, Lanes, Outcome};
use crate::limits::{RATIO, RECENT, TOLD_KEPT};
use crate::shape::Shape;
use crate::verdict::{Answer, Chances};

/// Share of slopes among changes expected beforehand, where a change is sought and named.
const SLOPE_SHARE: f32 = 0.2;
/// The same in the chances shown, where steps and slopes are to be told apart: one third, since a
/// step is also half explained by a slope, and seldom the other way round.
const SHOWN_SLOPE_SHARE: f32 = 0.33;
/// Chance of a change at a reading, for the probabilities shown.
const CHANGE: f32 = 1e-3;
/// Shares of the false signals allowed: to changes, and to one-offs.
const CHANGE_BUDGET: f32 = 3.55;
const ONE_OFF_BUDGET: f32 = 0.2;
/// The same for records, and the run length below which they are told no more often: the tail of a
/// short series is not known more finely.
const RECORD_BUDGET: f32 = 6.0;
const RECORD_RUN_LENGTH: f32 = 10_000.0;

/// How much speaks for each kind of change, against none.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weights {
    /// Sums of the ratios of steps and slopes that began with an earlier reading.
    pub(crate) step: f32,
    pub(crate) slope: f32,
    /// The same, of those that began lately.
    recent_step: f32,
    recent_slope: f32,
    /// The ratios of those that began with this reading.
    new: f32,
    /// Chance that the reading before was a one-off, had nothing changed.
    pub(crate) one_off: f32,
}

impl Weights {
    pub(crate) fn of<const N: usize, const A: usize, const M: usize, const B: usize>(
        steps: &Beginnings<N, A>,
        slopes: &Beginnings<M, B>,
        tick: u32,
    ) -> Self {
        let step = |youngest, oldest| steps.sum(tick, youngest, oldest).min(RATIO.1);
        let slope = |youngest, oldest| slopes.sum(tick, youngest, oldest).min(RATIO.1);
        Self {
            step: step(1, u32::MAX),
            slope: slope(1, u32::MAX),
            recent_step: step(1, RECENT),
            recent_slope: slope(1, RECENT),
            new: 0.5 * (step(0, 0) + slope(0, 0)),
            one_off: 0.0,
        }
    }

    /// How much speaks for a change that began before this reading.
    fn sum(&self) -> f32 {
        (1.0 - SLOPE_SHARE) * self.step + SLOPE_SHARE * self.slope
    }

    /// The same as shown, with what began just now.
    fn all(&self) -> f32 {
        (1.0 - SHOWN_SLOPE_SHARE) * self.step + SHOWN_SLOPE_SHARE * self.slope + self.new
    }

    pub(crate) fn is_change(&self, run_length: f32, caution: f32) -> bool {
        ln(self.sum() + 1e-9) >= ln(run_length / CHANGE_BUDGET) + caution
    }

    /// Whether nothing much speaks for a change.
    pub(crate) fn is_calm(&self, run_length: f32) -> bool {
        self.sum() < run_length.sqrt()
    }

    pub(crate) fn is_slope(&self) -> bool {
        SLOPE_SHARE * self.slope > (1.0 - SLOPE_SHARE) * self.step
    }

    pub(crate) fn sure(&self) -> f32 {
        let most = ((1.0 - SHOWN_SLOPE_SHARE) * self.step).max(SHOWN_SLOPE_SHARE * self.slope);
        CHANGE * most / (1.0 + CHANGE * self.all())
    }

    pub(crate) fn one_off_chance(&self) -> f32 {
        self.one_off / (1.0 + CHANGE * self.all())
    }

    /// Whether the reading before, that rare in nats, is to be told as a one-off.
    pub(crate) fn is_one_off(&self, rarity: f32, run_length: f32) -> bool {
        self.one_off_chance() > 0.5 && rarity > ln(run_length / ONE_OFF_BUDGET)
    }
}

/// Whether a record, that rare in powers of ten, is to be told.
pub(crate) fn is_record(rarity: f32, run_length: f32) -> bool {
    rarity >= libm::log10f(run_length.max(RECORD_RUN_LENGTH) / RECORD_BUDGET)
}

/// Nats by which a change must be clearer after one was told, until a run length has passed: who
/// has much to tell is asked for better evidence. A return to what was before is not counted: it is
/// the end of a trouble, not another one.
const CAUTION: f32 = 1.0;
/// The same, more, when it was told on the heels of the one before, and the readings after which
/// half of that counts.
const HASTE: f32 = 10.0;
const HASTE_READINGS: f32 = 25.0;
/// The most that caution may ask for.
pub(crate) const CAUTION_MOST: f32 = 20.0;
/// Nats that a change told in vain costs beside, and the caution up to which it does: many answers
/// together never make a series deaf.
const IN_VAIN: f32 = 1.0;
const IN_VAIN_MOST: f32 = 6.0;
/// How far a change leads back to the level before the last one, as a share of the way, to be a
/// return.
const RETURN: f64 = 0.5;

/// Nats that a new series is told more carefully by, times readings: 7 after the first twelve
/// readings, 0.4 after 250. One-offs three times as much, for tails are learnt more slowly.
const NEW: f32 = 90.0;
const NEW_ONE_OFF: f32 = 3.0;

/// How much more carefully a series is told whose readings stray, in nats a nat of excess; and
/// how much more at first, while the shares of the widths are still being learnt.
const MISFIT: f32 = 0.7;
const NEW_MISFIT: f32 = 1.2;
const NEW_MISFIT_READINGS: f32 = 200.0;
/// Share of Gaussian readings beyond three deviations.
const GAUSSIAN_STRAYS: f32 = 0.004;

/// Deviations beyond which a reading is a stray.
const STRAY: f32 = 3.0;
/// Strays and readings that the prior is worth, and its exponent.
const STRAYS_PRIOR: f32 = 3.0;
const READINGS_PRIOR: f32 = 100.0;
const EXPONENT: f32 = 4.0;

/// How far readings stray from their forecasts on this series: a power law beyond three
/// deviations (Hill 1975), shrunk towards one with exponent four.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Strays {
    pub(crate) readings: f32,
    pub(crate) beyond: f32,
    pub(crate) logs: f32,
}

impl Strays {
    pub(crate) const PRIOR: Self = Self { readings: READINGS_PRIOR, beyond: 1.0, logs: 0.0 };

    /// Minus the logarithm of the chance to stray at least as far.
    pub(crate) fn rarity(&self, far: f32) -> f32 {
        if far <= STRAY {
            return 0.0;
        }
        let strays = self.beyond - 1.0;
        let exponent = (strays + STRAYS_PRIOR) / (self.logs + STRAYS_PRIOR / EXPONENT);
        exponent * ln(far / STRAY) - ln(self.beyond / self.readings)
    }

    /// How many more readings stray than Gaussian noise would, in nats; 0 when no more.
    fn excess(&self) -> f32 {
        ln(self.beyond / (self.readings * GAUSSIAN_STRAYS)).max(0.0)
    }

    pub(crate) fn observe(&mut self, far: f32) {
        self.readings += 1.0;
        if far > STRAY {
            self.beyond += 1.0;
            self.logs += ln(far / STRAY).min(1.0);
        }
        if self.readings > 5_000.0 {
            // Halved now and then, so that a series may change its character.
            self.readings *= 0.5;
            self.beyond = 1.0 + 0.5 * (self.beyond - 1.0);
            self.logs *= 0.5;
        }
    }
}

/// The best step and the best slope that explain the change told last: which of the two it was is
/// weighed on, although the change itself is no longer news.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trial {
    pub(crate) lanes: Lanes<2>,
    /// How likely each is, the larger 1.
    pub(crate) weight: [f32; 2],
}

impl Trial {
    const NONE: Self = Self { lanes: Lanes::NONE, weight: [1.0; 2] };

    pub(crate) fn new(lanes: Lanes<2>, weights: &Weights) -> Self {
        let weight = [(1.0 - SHOWN_SLOPE_SHARE) * weights.step, SHOWN_SLOPE_SHARE * weights.slope];
        let mut trial = Self { lanes, weight };
        trial.normalise();
        trial
    }

    fn normalise(&mut self) {
        let most = self.weight[0].max(self.weight[1]).max(1e-30);
        self.weight = self.weight.map(|weight| (weight / most).max(1e-9));
    }

    /// Both take in a reading.
    pub(crate) fn observe(&mut self, assumed: Assumed, seen: Evidence) {
        for i in 0..2 {
            self.weight[i] *= self.lanes.observe(i, assumed, seen).density;
        }
        self.normalise();
    }

    fn chances(&self) -> [f32; 2] {
        let sum = self.weight[0] + self.weight[1];
        self.weight.map(|weight| weight / sum)
    }
}

/// A change told, as far as its reference needs it, in the even measure of the series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Kept {
    pub(crate) since: i64,
    pub(crate) level: f64,
    pub(crate) half_width: f64,
    /// Nats of caution that its telling cost, and that people's answer to it added.
    pub(crate) cost: f32,
    pub(crate) answered: f32,
}

/// What is remembered from one reading to the next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Memory {
    pub(crate) told: [Kept; TOLD_KEPT],
    pub(crate) told_count: u32,
    /// Of the last reading: time, rarity in nats, chance of a one-off, error, level expected.
    pub(crate) at: i64,
    pub(crate) rarity: f32,
    pub(crate) one_off: f32,
    pub(crate) error: f32,
    pub(crate) level: f32,
    /// Half a 95% band about it.
    pub(crate) half: f32,
    /// Step and slope, on trial since one of them was told, and the tick of that.
    pub(crate) trial: Trial,
    pub(crate) sworn_at: u32,
    /// The level before the change told last, in the unit of the series.
    pub(crate) left: f64,
    /// Nats by which a change must be clearer than the run length asks for.
    pub(crate) caution: f32,
    pub(crate) strays: Strays,
}

impl Memory {
    pub(crate) const NONE: Self = Self {
        told: [Kept { since: 0, level: 0.0, half_width: 0.0, cost: 0.0, answered: 0.0 }; TOLD_KEPT],
        told_count: 0,
        at: 0,
        rarity: 0.0,
        one_off: 0.0,
        error: 0.0,
        level: 0.0,
        half: 0.0,
        trial: Trial::NONE,
        sworn_at: 0,
        left: 0.0,
        caution: 0.0,
        strays: Strays::PRIOR,
    };

    /// Whether a change from one level to another leads back to the one before the last change.
    fn is_return(&self, from: f64, to: f64) -> bool {
        (to - self.left).abs() < RETURN * (from - self.left).abs()
    }

    pub(crate) fn keep(&mut self, kept: Kept) {
        let place = self.told_count as usize % TOLD_KEPT;
        self.told[place] = kept;
        self.told_count = self.told_count.wrapping_add(1);
    }

    /// Where what was told with that beginning is kept, the latest first.
    fn place(&self, since: i64) -> Option<usize> {
        let kept = (self.told_count as usize).min(TOLD_KEPT);
        (1..=kept)
            .map(|back| (self.told_count as usize - back) % TOLD_KEPT)
            .find(|place| self.told[*place].since == since)
    }

    /// What was told with that beginning.
    pub(crate) fn find(&self, since: i64) -> Option<Kept> {
        self.place(since).map(|place| self.told[place])
    }

    /// People say what it was that was told with that beginning. A later answer takes the place of an
    /// earlier one.
    pub(crate) fn hear(&mut self, since: i64, answer: Answer) {
        let Some(place) = self.place(since) else { return };
        let kept = &mut self.told[place];
        let before = (self.caution - kept.answered).max(0.0);
        let after = match answer {
            Answer::Real => (before - kept.cost).max(0.0),
            Answer::Instrument => before,
            Answer::Nothing => before.max((before + IN_VAIN).min(IN_VAIN_MOST)),
        };
        kept.answered = after - before;
        self.caution = after;
    }

    pub(crate) fn note(&mut self, at: i64, spoken: &Outcome, stray: f32, level: f32, half: f32) {
        self.at = at;
        self.rarity = self.strays.rarity(stray);
        self.strays.observe(stray);
        self.one_off = spoken.one_off + spoken.rough;
        self.error = spoken.error;
        self.level = level;
        self.half = half;
    }

    /// How much clearer than the run length asks a change must be, in nats.
    pub(crate) fn caution(&self, tick: u32) -> f32 {
        let misfit = MISFIT + NEW_MISFIT / (1.0 + tick as f32 / NEW_MISFIT_READINGS);
        self.caution + Self::newness(tick) + misfit * self.strays.excess()
    }

    /// Whether a reading that strays so far is news although its kind cannot be known yet: rarer
    /// than once a run length.
    pub(crate) fn is_unusual(&self, stray: f32, run_length: f32, tick: u32) -> bool {
        self.strays.rarity(stray) - Self::newness(tick) > ln(run_length)
    }

    /// How much more carefully than a known series a new one is told, in nats.
    pub(crate) fn newness(tick: u32) -> f32 {
        NEW / tick.max(1) as f32
    }

    /// The same for a one-off.
    pub(crate) fn newness_of_a_one_off(tick: u32) -> f32 {
        NEW_ONE_OFF * Self::newness(tick)
    }

    /// Caution wears off by one told change a run length: in the long run no more are told.
    pub(crate) fn relax(&mut self, run_length: f32) {
        self.caution = (self.caution - CAUTION / run_length).max(0.0);
    }

    /// A change was told: what was it from, and where to? Answers what it cost in caution.
    pub(crate) fn swear(&mut self, trial: Trial, tick: u32, (from, to): (f64, f64)) -> f32 {
        let before = self.caution;
        if self.sworn_at == 0 {
            self.caution = CAUTION;
        } else if !self.is_return(from, to) {
            let since = tick.wrapping_sub(self.sworn_at) as f32;
            let haste = HASTE * libm::exp2f(-since / HASTE_READINGS);
            self.caution = (self.caution + CAUTION + haste).min(CAUTION_MOST);
        }
        self.left = from;
        self.trial = trial;
        self.sworn_at = tick;
        (self.caution - before).max(0.0)
    }

    /// Each level is written otherwise from now on.
    pub(crate) fn relevel(&mut self, written: &impl Fn(f32) -> f32) {
        self.level = written(self.level);
        self.trial.lanes.m = self.trial.lanes.m.map(written);
    }

    /// What is kept as another measure sees it.
    pub(crate) fn reshape(&mut self, from: &Shape, to: &Shape) {
        for kept in &mut self.told {
            (kept.level, kept.half_width) = from.seen_by(to, kept.level, kept.half_width);
        }
    }

    /// The four stories as they stand.
    pub(crate) fn chances(&self, weights: &Weights, tick: u32) -> Chances {
        let total = 1.0 + CHANGE * weights.all();
        let none = 1.0 / total;
        let fresh = tick.wrapping_sub(self.sworn_at) <= RECENT;
        let sworn = if fresh { self.trial.chances() } else { [0.0; 2] };
        let recent_step = (1.0 - SHOWN_SLOPE_SHARE) * CHANGE * weights.recent_step / total;
        let recent_slope = SHOWN_SLOPE_SHARE * CHANGE * weights.recent_slope / total;
        let step = f64::from(recent_step + none * sworn[0]);
        let slope = f64::from(recent_slope + none * sworn[1]);
        let left = (1.0 - step - slope).max(0.0);
        let transient = f64::from(none * weights.one_off).min(left);
        Chances { steady: left - transient, transient, step, slope }
    }
}
