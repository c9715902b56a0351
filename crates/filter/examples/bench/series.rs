//! Series: what does a seeded series of a known kind read next?

use filter::{Moment, Slot};

const DAY: i64 = 86_400;

/// A small seeded generator (`SplitMix64`), enough for a bench.
pub(crate) struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn gauss(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    fn poisson(&mut self, mean: f64) -> f64 {
        let limit = libm::exp(-mean);
        let (mut count, mut product) = (0.0, self.uniform());
        while product > limit {
            count += 1.0;
            product *= self.uniform();
        }
        count
    }
}

/// Kinds of noise, each with standard deviation 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Noise {
    Gaussian,
    Student3,
    Ar(f64),
    Weekly,
    Walk,
    Intermittent,
    Counts,
    Ratios,
    Skewed,
}

pub(crate) const KINDS: [Noise; 9] = [
    Noise::Gaussian,
    Noise::Student3,
    Noise::Ar(0.5),
    Noise::Weekly,
    Noise::Walk,
    Noise::Intermittent,
    Noise::Counts,
    Noise::Ratios,
    Noise::Skewed,
];

pub(crate) struct Source {
    dice: Dice,
    kind: Noise,
    last: f64,
    day: i64,
}

impl Source {
    pub(crate) fn new(kind: Noise, seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5851_f42d_4c95_7f2d);
        let last = match kind {
            Noise::Ar(_) => dice.gauss(),
            Noise::Gaussian
            | Noise::Student3
            | Noise::Weekly
            | Noise::Walk
            | Noise::Intermittent
            | Noise::Counts
            | Noise::Ratios
            | Noise::Skewed => 0.0,
        };
        Self { dice, kind, last, day: 0 }
    }

    pub(crate) fn next(&mut self) -> (Moment, f64) {
        let day = self.day;
        self.day += 1;
        let weekday = (day % 7) as u8;
        let slot = Slot { weekday, minute: 480, working: true };
        let at = Moment { seconds: day * DAY + 28_800, slot: Some(slot) };
        let g = self.dice.gauss();
        let y = match self.kind {
            Noise::Gaussian => g,
            Noise::Student3 => {
                let chi = (0..3).map(|_| self.dice.gauss()).map(|z| z * z).sum::<f64>();
                g / (chi / 3.0).sqrt() / 3f64.sqrt()
            }
            Noise::Ar(rho) => {
                self.last = rho * self.last + (1.0 - rho * rho).sqrt() * g;
                self.last
            }
            Noise::Weekly => [0.0, 1.0, 1.5, 1.0, 0.5, -3.0, -4.0][usize::from(weekday)] + g,
            Noise::Walk => {
                self.last += g;
                self.last
            }
            Noise::Intermittent => {
                if self.dice.uniform() < 0.2 {
                    3.0 + self.dice.poisson(2.0)
                } else {
                    0.0
                }
            }
            Noise::Counts => self.dice.poisson(4.0) / 2.0,
            Noise::Ratios => {
                let x = 2.5 + 0.8 * g;
                10.0 / (1.0 + libm::exp(-x))
            }
            Noise::Skewed => libm::exp(0.6 * g),
        };
        (at, y)
    }
}
