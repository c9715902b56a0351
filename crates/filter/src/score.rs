//! Score: how alarming is this reading, on a scale that means the same on every series?
//!
//! Five things are looked at, each against its own tail on this series, and the rarest speaks: one
//! reading alone only when ten times rarer than the others, the slow and the plain signs before.

use crate::tail::{Expected, Tail};

/// One thing looked at.
struct Channel {
    expected: Expected,
    /// Powers of ten by which it must be rarer than the others to speak.
    handicap: f32,
    /// Readings that it only learns from.
    wait: u32,
}

const RUN: Expected = Expected { threshold: 1.2, excess: 0.3, shape: 0.1 };
const BEYOND: Expected = Expected { threshold: 0.1, excess: 0.05, shape: 0.1 };

const CHANNELS: [Channel; 5] = [
    // How far the reading is from its forecast.
    Channel {
        expected: Expected { threshold: 2.5, excess: 0.4, shape: 0.15 },
        handicap: 1.0,
        wait: 0,
    },
    // How far the last few readings are from the long run.
    Channel { expected: RUN, handicap: 0.0, wait: 8 * SHORT[0] },
    Channel { expected: RUN, handicap: -0.5, wait: 8 * SHORT[1] },
    // How far it is beyond all readings before it, as read and without the calendar.
    Channel { expected: BEYOND, handicap: -0.75, wait: 64 },
    Channel { expected: BEYOND, handicap: 0.0, wait: 64 },
];

/// Readings over which the long run is averaged, and the two short runs held against it.
const LONG: f32 = 2000.0;
const SHORT: [u32; 2] = [8, 32];

/// Share of its width by which a range closes again a reading.
const CLOSING: f32 = 1e-5;

/// What an alarm must reach to hold down those after it, for how many readings, and how much more
/// alarming a later one must be to break through.
const ALARM: f32 = 3.0;
pub(crate) const HOLD: u32 = 140;
const BREAK: f32 = 1.0;
/// What is left of a score that is held down.
const HELD_DOWN: f32 = 0.3;
/// Forgetting of past alarms a reading.
const LEAK: f32 = 0.998;

/// Powers of ten asked of a long series a power of ten of its length, and from where on.
const LENGTH: (f32, f32) = (0.25, 1000.0);
/// The same of a record that is to be told, and the readings before the first.
const RECORD_LENGTH: f32 = 1.0;
const RECORD_WAIT: u32 = 300;
/// The channel of records in the readings as they came.
const RECORD: usize = 3;

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// The reading in scaled units, and without its calendar.
    pub(crate) y: f32,
    pub(crate) x: f32,
    /// Distance of the reading from its forecast, in standard deviations.
    pub(crate) stray: f32,
}

/// What the alarm makes of a reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judgement {
    /// How alarming it is, at least 0.
    pub(crate) score: f32,
    /// How rare it is that a reading is so far beyond all before it, in powers of ten.
    pub(crate) record: f32,
}

/// The tails, and what they have alarmed about lately.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alarm {
    pub(crate) tails: [Tail; CHANNELS.len()],
    /// Mean and variance of the long run, and means of the short ones in deviations from it.
    pub(crate) long: [f32; 2],
    pub(crate) short: [f32; 2],
    /// Lowest and highest reading, as read and without the calendar.
    pub(crate) ranges: [[f32; 2]; 2],
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
            tails: std::array::from_fn(|i| Tail::new(CHANNELS[i].expected)),
            long: [0.0, 1.0],
            short: [0.0; 2],
            ranges: [[0.0; 2]; 2],
            readings: 0,
            recent: 0.0,
            held: 0.0,
            hold: 0,
        }
    }

    pub(crate) fn judge(&mut self, signs: Signs) -> Judgement {
        self.readings = self.readings.saturating_add(1);
        let values = self.values(signs);
        let mut rarity = [0f32; CHANNELS.len()];
        for (i, channel) in CHANNELS.iter().enumerate() {
            if self.readings > channel.wait {
                rarity[i] = self.tails[i].rarity(values[i]);
                self.tails[i].observe(values[i]);
            }
        }
        let rarest = CHANNELS.iter().zip(rarity).map(|(it, rarity)| rarity - it.handicap);
        let (weight, from) = LENGTH;
        let length = libm::log10f((self.readings as f32 / from).max(1.0));
        let is_known = self.readings >= RECORD_WAIT && !self.is_hushed();
        let record = if is_known { rarity[RECORD] - RECORD_LENGTH * length } else { 0.0 };
        let score = self.hold_down(rarest.fold(0.0, f32::max) - weight * length).max(0.0);
        Judgement { score, record }
    }

    /// What each channel sees in a reading, which is then part of what the next is held against.
    fn values(&mut self, Signs { y, x, stray }: Signs) -> [f32; CHANNELS.len()] {
        let away = self.away(x);
        let runs = [0, 1].map(|i| {
            self.short[i] += (away - self.short[i]) * 2.0 / (SHORT[i] as f32 + 1.0);
            self.short[i].abs()
        });
        if self.readings == 1 {
            self.ranges = [[y; 2], [x; 2]];
        }
        let [as_read, without_calendar] = &mut self.ranges;
        [stray, runs[0], runs[1], beyond(as_read, y), beyond(without_calendar, x)]
    }

    /// How far a reading is from the long run, in its deviations, and lets the long run learn.
    fn away(&mut self, x: f32) -> f32 {
        let distance = x - self.long[0];
        let deviation = self.long[1].max(1e-6).sqrt();
        let away = (distance / deviation).clamp(-6.0, 6.0);
        self.long[0] += self.gain() * away * deviation;
        self.long[1] += self.gain() * (away * away - 1.0) * self.long[1];
        away
    }

    fn gain(&self) -> f32 {
        1.0 / (self.readings as f32).min(LONG)
    }

    /// An alarm holds down the readings after it, and its like for some time.
    fn hold_down(&mut self, rarity: f32) -> f32 {
        let score = rarity - libm::log10f(1.0 + self.recent);
        self.recent *= LEAK;
        if self.hold > 0 && score < self.held + BREAK {
            self.hold -= 1;
            return HELD_DOWN * score;
        }
        self.hold = self.hold.saturating_sub(1);
        if score > ALARM {
            self.hold = HOLD;
            self.held = score;
            self.recent += 1.0;
        }
        score
    }

    /// Whether the tails are being learnt anew.
    fn is_hushed(&self) -> bool {
        self.hold > 0 && self.held >= f32::MAX
    }

    /// Moves the origin of the level.
    pub(crate) fn recentre(&mut self, by: f32) {
        self.long[0] -= by;
        for bound in self.ranges.as_flattened_mut() {
            *bound -= by;
        }
    }

    /// The calendar has begun to speak: what is rare without it is learnt anew, and meanwhile
    /// nothing is alarming, as after an alarm that nothing can outdo.
    pub(crate) fn relearn(&mut self) {
        let Self { tails, short, .. } = Self::new();
        self.tails = tails;
        self.short = short;
        self.hold = HOLD;
        self.held = f32::MAX;
        self.recent += 1.0;
    }
}

/// How far a reading is beyond the range of those before it, by its width; inside it is negative.
/// The range takes it in, and closes a little.
fn beyond(range: &mut [f32; 2], reading: f32) -> f32 {
    let [low, high] = *range;
    let width = (high - low).max(1e-6);
    let closing = CLOSING * width;
    *range = [low.min(reading) + closing, high.max(reading) - closing];
    ((reading - high).max(low - reading) / width).max(-1.0)
}
