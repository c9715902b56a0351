//! Score: how alarming is this reading, on a scale that means the same on every series?

use crate::tail::{Expected, Tail};

/// Readings during which a score holds down the ones after it.
const HOLD: u32 = 120;
/// How much more alarming a later reading must be to break through.
const BREAK: f32 = 0.5;
/// Forgetting of past alarms a reading.
const LEAK: f32 = 0.998;

/// Rarity tails of the channels.
const STRAY: Expected = Expected { threshold: 2.5, excess: 0.4, shape: 0.15 };
const CHANGE: Expected = Expected { threshold: 4.5, excess: 1.0, shape: 0.1 };

const RUN: Expected = Expected { threshold: 1.2, excess: 0.3, shape: 0.1 };

/// Readings over which the long run is averaged, and the two short runs held against it.
const LONG: f32 = 2000.0;
const SHORT: [f32; 2] = [8.0, 32.0];

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// The reading without its calendar, in scaled units.
    pub(crate) x: f32,
    /// Distance of the reading from its forecast, in standard deviations.
    pub(crate) stray: f32,
    /// Evidence of a change, in nats.
    pub(crate) change: f32,
}

/// The tails, and what they have alarmed about lately.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alarm {
    pub(crate) stray: Tail,
    pub(crate) change: Tail,
    pub(crate) runs: [Tail; 2],
    /// Mean and variance of the long run, and means of the short ones in deviations from it.
    pub(crate) long: [f32; 2],
    pub(crate) short: [f32; 2],
    pub(crate) readings: u32,
    /// Leaky count of alarms.
    pub(crate) recent: f32,
    /// Highest score lately, and readings until it no longer counts.
    pub(crate) held: f32,
    pub(crate) hold: u32,
}

impl Alarm {
    pub(crate) fn new() -> Self {
        Self {
            stray: Tail::new(STRAY),
            change: Tail::new(CHANGE),
            runs: [Tail::new(RUN); 2],
            long: [0.0, 1.0],
            short: [0.0; 2],
            readings: 0,
            recent: 0.0,
            held: 0.0,
            hold: 0,
        }
    }

    /// The score of a reading, at least 0.
    pub(crate) fn judge(&mut self, signs: &Signs) -> f32 {
        self.readings = self.readings.saturating_add(1);
        let stray_rarity = self.stray.rarity(signs.stray);
        let mut rarity = stray_rarity.max(self.change.rarity(signs.change));
        let away = self.away(signs.x);
        for (i, tail) in self.runs.iter_mut().enumerate() {
            self.short[i] += (away - self.short[i]) * 2.0 / (SHORT[i] + 1.0);
            let far = self.short[i].abs();
            if self.readings > 8 * SHORT[i] as u32 {
                rarity = rarity.max(tail.rarity(far));
                tail.observe(far);
            }
        }
        self.stray.observe(signs.stray);
        self.change.observe(signs.change);
        let length = (self.readings.max(1000) as f32) / 1000.0;
        let mut score = rarity - 0.25 * libm::log10f(length) - libm::log10f(1.0 + self.recent);
        self.recent *= LEAK;
        if self.hold > 0 && score < self.held + BREAK {
            self.hold -= 1;
            score *= 0.3;
        } else if score > 3.0 {
            self.hold = HOLD;
            self.held = score;
            self.recent += 1.0;
        } else {
            self.hold = self.hold.saturating_sub(1);
        }
        score.max(0.0)
    }

    /// How far a reading is from the long run, in its deviations, and lets the long run learn.
    fn away(&mut self, x: f32) -> f32 {
        let gain = 1.0 / (self.readings as f32).min(LONG);
        let distance = x - self.long[0];
        let deviation = self.long[1].max(1e-6).sqrt();
        let away = (distance / deviation).clamp(-6.0, 6.0);
        self.long[0] += gain * away * deviation;
        self.long[1] += gain * (away * away - 1.0) * self.long[1];
        away
    }

    /// Moves the origin of the level.
    pub(crate) fn recentre(&mut self, by: f32) {
        self.long[0] -= by;
    }

    /// The calendar has begun to speak: what strayed without it is of no use.
    pub(crate) fn relearn(&mut self) {
        *self = Self { long: self.long, ..Self::new() };
    }
}
