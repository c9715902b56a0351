//! Bank: how fast does this series wander by itself, and how noisy is it?
//!
//! One hypothesis of "nothing changed" for each of eight answers, from a fixed level to a level
//! and growth that move as much as the noise. The one that forecasts best speaks; all go on
//! learning. One ratio of signal to noise for every series would cut a random walk to pieces.

use crate::elementary::{exp, ln};
use crate::hypothesis::{Assumed, Evidence, Lanes, Outcome, Shares, WIDTHS};
use crate::limits::{LEVEL_VARIANCE, MEMBERS, MEMORY};

/// Evolution variance of the level, a cadence, in s. The first and fifth carry the AR part.
const Q: [f32; MEMBERS] = [0.0, 0.02, 0.2, 10.0, 0.0, 0.03, 0.5, 10.0];

/// Evolution variance of the growth, a cadence, in s. The first four have no growth at all.
const Q2: [f32; MEMBERS] = [0.0, 0.0, 0.0, 0.0, 0.0, 1e-4, 0.01, 3.0];

/// Variance of the growth before anything is known; also tells which members have one.
const GROWTH: [f32; MEMBERS] = [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0];

/// Which members carry the AR part.
const AR: [f32; MEMBERS] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0];

/// Which members take rough readings for moves that stay.
const STAYS: [f32; MEMBERS] = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];

/// How well each is thought to forecast before anything is known, in nats.
const PLAUSIBLE: [f32; MEMBERS] = [0.0, -2.0, -3.0, -3.0, -2.0, -4.0, -4.0, -4.0];

/// Readings that the first scale is worth.
const COUNT_LEAST: f32 = 6.0;

/// Noise variance of each member at which successive readings differ as those of the first do.
const AT_FIRST_S: [f32; MEMBERS] = {
    let mut s = [0.0; MEMBERS];
    let mut k = 0;
    while k < MEMBERS {
        s[k] = 2.0 / (2.0 + Q[k] + Q2[k]);
        k += 1;
    }
    s
};

/// How slowly the bank forgets which member forecast best.
const KEPT: f32 = 0.998;

/// The most one reading may speak against a member, in nats: a step must not crown the fastest.
const AT_MOST: f32 = 0.25;

/// The most that the first readings may say together, so that a new series is placed quickly.
const AT_FIRST: f32 = 100.0;

/// Lead a member needs to speak in place of the present one, in nats.
const LEAD: f32 = 3.0;

/// Smallest noise variance, in squared units.
const FLOOR: f32 = 1e-4;

/// Shares of the three widths before anything is known, and the least that they keep.
const SHARES: [f32; 3] = [0.995, 0.003, 0.002];
/// Readings that those are worth.
const ROUGH_PRIOR: f32 = 30.0;
const SHARES_LEAST: [f32; 3] = [0.5, 0.001, 0.0005];

/// Readings by which a short history shows too little correlation (Kendall 1954, doubled, for the
/// level is learnt from the same readings), and readings that a correlation of none is worth.
const BIAS: f32 = 4.0;
const NO_CORRELATION: f32 = 6.0;
/// Squared standard errors that a correlation must exceed to count at all (Breiman 1995): a little
/// of it by chance would slow every change down.
const GARROTE: f32 = 2.0;
/// Deviations at which readings are clipped before they are correlated: a change not yet told must
/// not pass for correlation, which would explain it away for good.
const CLIP: f32 = 2.0;
/// Nats by which a change must be clearer for each nat that the correlation may be underrated.
const UNDERRATED: f32 = 4.0;
/// The most that it is thought to be underrated by, in nats: a large step looks like correlation.
const UNDERRATED_MOST: f32 = 0.4;

/// How much a reading on one side of its forecast says about the other.
const SPILL: f32 = 0.2;

/// What is believed of the noise. All of it is learnt from how readings differ from what was
/// expected, so all of it is led astray by a change that is not yet known to be one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Noise {
    /// Noise variance of each member.
    pub(crate) s: [f32; MEMBERS],
    /// How well each forecast, in nats; the best is 0.
    pub(crate) log_weight: [f32; MEMBERS],
    /// Shares of the three widths of noise.
    pub(crate) shares: Shares,
    /// Variance and lag-1 covariance of the reading about the fixed level.
    pub(crate) about: [f32; 2],
    /// Mean square of half the change from reading to reading.
    pub(crate) change: f32,
}

/// The bank.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bank {
    pub(crate) lanes: Lanes<MEMBERS>,
    pub(crate) noise: Noise,
    /// Who speaks.
    pub(crate) speaker: u8,
    /// Readings behind the scale, at most [`MEMORY`].
    pub(crate) count: f32,
    /// The last reading less the fixed level, and the last reading.
    pub(crate) last: [f32; 2],
}

/// What the speaker expected of a reading, before it was seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prior {
    pub(crate) m: f32,
    pub(crate) b: f32,
    pub(crate) c00: f32,
    pub(crate) c01: f32,
    pub(crate) c11: f32,
    /// What the AR part adds.
    pub(crate) carried: f32,
    pub(crate) assumed: Assumed,
}

impl Prior {
    /// Standard deviation of the forecast by the narrowest width, in scaled units.
    pub(crate) fn deviation(&self, elapsed: f32) -> f32 {
        let Assumed { q, q2, phi, s, .. } = self.assumed;
        let (f0, f1) = (1.0 - phi, phi * elapsed);
        let r01 = self.c01 + elapsed * self.c11;
        let r00 = self.c00 + elapsed * (self.c01 + r01) + q;
        let r11 = self.c11 + q2;
        let state = f0 * f0 * r00 + 2.0 * f0 * f1 * r01 + f1 * f1 * r11;
        (s * (state.max(0.0) + WIDTHS[0])).sqrt()
    }
}

impl Bank {
    /// A bank that starts at the first reading, in scaled units.
    pub(crate) fn new(first: f32) -> Self {
        let mut lanes = Lanes::NONE;
        lanes.m = [first; MEMBERS];
        lanes.c00 = [1.0; MEMBERS];
        lanes.c11 = GROWTH;
        Self {
            lanes,
            noise: Noise {
                s: AT_FIRST_S,
                log_weight: [0.0; MEMBERS],
                shares: Shares { above: SHARES, below: SHARES },
                about: [1.0, 0.0],
                change: 1.0,
            },
            speaker: 0,
            count: COUNT_LEAST,
            last: [0.0, first],
        }
    }

    /// Lag-1 correlation about the fixed level, as far as it was seen.
    fn correlation(&self, bias: f32) -> f32 {
        self.noise.about[1] / self.noise.about[0].max(FLOOR) + bias / self.count
    }

    /// The AR coefficient over that many cadences.
    fn phi(&self, elapsed: f32) -> f32 {
        let phi = self.correlation(BIAS) * self.count / (self.count + NO_CORRELATION);
        let chance = GARROTE / (self.count * phi * phi).max(1e-6);
        let phi = (phi * (1.0 - chance).max(0.0)).clamp(-0.5, 0.9);
        if (elapsed - 1.0).abs() < 1e-6 {
            phi
        } else if phi > 1e-3 {
            exp(ln(phi) * elapsed)
        } else {
            0.0
        }
    }

    fn assumed(&self, k: usize, elapsed: f32, phi: f32) -> Assumed {
        Assumed {
            q: Q[k] * elapsed,
            q2: Q2[k] * elapsed,
            phi: AR[k] * phi,
            s: self.noise.s[k],
            stays: STAYS[k],
        }
    }

    /// What the speaker expects after that many cadences.
    pub(crate) fn prior(&self, elapsed: f32) -> Prior {
        let k = usize::from(self.speaker);
        let assumed = self.assumed(k, elapsed, self.phi(elapsed));
        let lanes = &self.lanes;
        Prior {
            m: lanes.m[k],
            b: lanes.b[k],
            c00: lanes.c00[k],
            c01: lanes.c01[k],
            c11: lanes.c11[k],
            carried: assumed.phi * lanes.dev[k],
            assumed,
        }
    }

    /// Takes in a reading; answers what the speaker made of it.
    pub(crate) fn observe(&mut self, seen: Evidence) -> Outcome {
        let phi = self.phi(seen.elapsed);
        let mut outcomes = [Outcome::default(); MEMBERS];
        for k in 0..MEMBERS {
            let assumed = self.assumed(k, seen.elapsed, phi);
            outcomes[k] = self.lanes.observe(k, assumed, seen);
        }
        self.weigh(&outcomes);
        self.scale(&outcomes, seen.x);
        let spoken = outcomes[usize::from(self.speaker)];
        self.widths(&spoken);
        self.correlate(seen.x);
        self.elect();
        spoken
    }

    fn weigh(&mut self, outcomes: &[Outcome; MEMBERS]) {
        let mut fit = [0.0; MEMBERS];
        let mut most = f32::MIN;
        for k in 0..MEMBERS {
            fit[k] = ln(outcomes[k].density) - 0.5 * ln(self.noise.s[k]);
            most = most.max(fit[k]);
        }
        let mut lead = f32::MIN;
        let at_most = (AT_FIRST / self.count).clamp(AT_MOST, 2.0);
        for k in 0..MEMBERS {
            self.noise.log_weight[k] =
                KEPT * self.noise.log_weight[k] + (fit[k] - most).max(-at_most);
            lead = lead.max(self.noise.log_weight[k]);
        }
        for weight in &mut self.noise.log_weight {
            *weight -= lead;
        }
    }

    /// The noise variance by the method of West & Harrison (ch. 10.8), with a memory.
    fn scale(&mut self, outcomes: &[Outcome; MEMBERS], x: f32) {
        self.count = (self.count + 1.0).min(MEMORY);
        let change = x - self.last[1];
        let half = (0.5 * change * change).min(450.0 * self.noise.s[usize::from(self.speaker)]);
        self.noise.change += (half - self.noise.change) / self.count;
        for k in 0..MEMBERS {
            let s = self.noise.s[k] * (1.0 + (outcomes[k].ratio.min(9.0) - 1.0) / self.count);
            let floor = 0.25 * self.noise.change * AT_FIRST_S[k];
            self.noise.s[k] = s.clamp(floor.max(FLOOR * AT_FIRST_S[k]), 1e12);
        }
        self.last[1] = x;
    }

    /// Shares by the chances that a reading was of each width (EM, one reading at a time).
    fn widths(&mut self, spoken: &Outcome) {
        let gain = 1.0 / (0.5 * self.count + ROUGH_PRIOR);
        let seen = [1.0 - spoken.rough - spoken.one_off, spoken.rough, spoken.one_off];
        let Shares { above, below } = &mut self.noise.shares;
        // One side learns in full, the other a little: few series are rough on one side only.
        let (own, other) = if spoken.error > 0.0 { (above, below) } else { (below, above) };
        for (shares, gain) in [(own, gain), (other, SPILL * gain)] {
            for j in 0..WIDTHS.len() {
                shares[j] = (shares[j] + (seen[j] - shares[j]) * gain).max(SHARES_LEAST[j]);
            }
            let sum: f32 = shares.iter().sum();
            for share in shares {
                *share /= sum;
            }
        }
    }

    /// The calendar has begun to speak: what the noise looked like without it is of no use.
    pub(crate) fn relearn(&mut self) {
        self.noise.log_weight = [0.0; MEMBERS];
        self.count = COUNT_LEAST;
        self.noise.about[1] = 0.0;
    }

    /// How much better the readings may be explained than the speaker does, in nats: by another
    /// member, or by more correlation than counts as yet.
    pub(crate) fn doubt(&self) -> f32 {
        let score = |k: usize| self.noise.log_weight[k] + PLAUSIBLE[k];
        let best = (0..MEMBERS).map(score).fold(f32::MIN, f32::max);
        let better = best - score(usize::from(self.speaker));
        better + AR[usize::from(self.speaker)] * self.underrated()
    }

    /// A mean over correlated readings varies by (1 + φ)/(1 - φ) more than one over independent
    /// ones: what that may cost while φ is still being learnt, in nats.
    fn underrated(&self) -> f32 {
        let odds = |phi: f32| ln((1.0 + phi) / (1.0 - phi));
        let may_be = self.correlation(0.5 * BIAS).clamp(0.0, 0.9);
        let short = odds(may_be) - odds(self.phi(1.0).max(0.0));
        UNDERRATED * (1.0 - self.count / MEMORY) * short.clamp(0.0, UNDERRATED_MOST)
    }

    /// Lag-1 correlation about the fixed level, with outliers clipped.
    fn correlate(&mut self, x: f32) {
        let clip = CLIP * self.noise.about[0].max(FLOOR).sqrt();
        let d = (x - self.lanes.m[0]).clamp(-clip, clip);
        let gain = 1.0 / self.count;
        self.noise.about[0] += (d * d - self.noise.about[0]) * gain;
        self.noise.about[1] += (d * self.last[0] - self.noise.about[1]) * gain;
        self.last[0] = d;
    }

    /// A livelier member must lead clearly before it speaks; a calmer one need only be as good.
    fn elect(&mut self) {
        let present = usize::from(self.speaker);
        let mut best = present;
        let mut bar = self.noise.log_weight[present] + PLAUSIBLE[present];
        for k in 0..MEMBERS {
            let lead = if PLAUSIBLE[k] < PLAUSIBLE[present] { LEAD } else { 0.0 };
            let weight = self.noise.log_weight[k] + PLAUSIBLE[k] - lead;
            if weight > bar {
                (best, bar) = (k, weight);
            }
        }
        self.speaker = u8::try_from(best).unwrap_or(0);
    }

    /// A change was told that many readings after the one before: the noise is learnt over no
    /// longer than that, so that a series that has become another one is known again soon.
    pub(crate) fn shorten(&mut self, readings: u32) {
        self.count = self.count.min((readings as f32).max(COUNT_LEAST));
    }

    /// The change is told: every member starts again from where it led.
    pub(crate) fn adopt<const N: usize>(&mut self, told: &Lanes<N>, i: usize, slope: bool) {
        for k in 0..MEMBERS {
            self.lanes.m[k] = told.m[i];
            self.lanes.c00[k] = told.c00[i];
            self.lanes.dev[k] = told.dev[i];
            if GROWTH[k] > 0.0 && (slope || GROWTH[usize::from(self.speaker)] > 0.0) {
                self.lanes.b[k] = told.b[i];
                self.lanes.c01[k] = told.c01[i];
                self.lanes.c11[k] = told.c11[i];
            } else {
                self.lanes.c01[k] = 0.0;
            }
        }
        if slope && GROWTH[usize::from(self.speaker)] == 0.0 {
            // Whoever spoke has no growth; its counterpart that has one takes over.
            let before = usize::from(self.speaker);
            self.speaker += 4;
            let lead =
                self.noise.log_weight[before] + PLAUSIBLE[before] + LEAD - PLAUSIBLE[before + 4];
            self.noise.log_weight[usize::from(self.speaker)] = lead;
            for weight in &mut self.noise.log_weight {
                *weight -= lead;
            }
        }
        self.last[0] = told.dev[i];
    }

    /// Where the speaker sees the level.
    pub(crate) fn level(&self) -> f32 {
        self.lanes.m[usize::from(self.speaker)]
    }

    /// Standard deviation of the noise as the speaker sees it.
    pub(crate) fn deviation(&self) -> f32 {
        self.noise.s[usize::from(self.speaker)].sqrt()
    }

    /// Levels are less sure, by so much variance in s.
    pub(crate) fn open_up(&mut self, by: f32) {
        for k in 0..MEMBERS {
            self.lanes.c00[k] = (self.lanes.c00[k] + by).min(LEVEL_VARIANCE);
        }
    }

    /// How much wider a 95% band is than that of Gaussian noise of the narrowest width.
    pub(crate) fn breadth(&self) -> f32 {
        let Shares { above, below } = self.noise.shares;
        let mean = |j: usize| 0.5 * (above[j] + below[j]) - SHARES_LEAST[j];
        // Fits the exact quantile of the mixture to 3% for shares up to 0.2 and 0.02.
        1.0 + 3.0 * mean(1) + 8.0 * mean(2)
    }

    /// By how much the remainder strays farther in that many cadences than in one.
    pub(crate) fn remainder_grows(&self, elapsed: f32) -> f32 {
        let phi = AR[usize::from(self.speaker)] * self.phi(1.0).max(0.0);
        let ahead = self.phi(elapsed.max(1.0)).max(0.0);
        ((1.0 - ahead * ahead) / (1.0 - phi * phi)).max(1.0).sqrt()
    }

    /// Each level is written otherwise from now on.
    pub(crate) fn relevel(&mut self, written: &impl Fn(f32) -> f32) {
        self.lanes.m = self.lanes.m.map(written);
        self.last[1] = written(self.last[1]);
    }
}
