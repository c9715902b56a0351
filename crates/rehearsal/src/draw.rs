//! Draw: what does chance say at this place of the world, whenever it is asked?
//!
//! Every figure of a rehearsed world follows from its seed and its place (which plant, which
//! series, which day, what for) and never from what was drawn before it. So any day can be made
//! without the days before, and a world that is resumed is the world that was left.
//!
//! The numbers are those of `SplitMix64` (Steele, Lea & Flood, *Fast splittable pseudorandom number
//! generators*, OOPSLA 2014): its output function mixes well enough to serve as the hash of a
//! place, and `rand_xoshiro` promises the same numbers in every release, which `fastrand` does not.
//! A stream cipher (`rand_chacha`) would promise it too, at ten times the cost of a reading.

use rand_distr::{Distribution, Gamma, Poisson, StandardNormal, StudentT};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// A place of the world, as a number that looks like no other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(u64);

/// Chance at one place: draws follow each other, the same ones each time.
#[derive(Clone, Debug)]
pub struct Draw(SplitMix64);

/// What a draw at a place is for, so that two uses of one place never share their chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum For {
    /// How a plant is made.
    Making = 1,
    /// The noise of a reading.
    Noise,
    /// What goes wrong.
    Faults,
    /// When a report comes.
    Delivery,
    /// Who supplies whom.
    Supply,
    /// What people do.
    People,
    /// What people begin of themselves.
    Initiative,
    /// What people write to each other.
    Words,
}

impl Place {
    /// The whole world of that seed.
    pub fn world(seed: u64, purpose: For) -> Self {
        Self(seed).at(purpose as u64)
    }

    /// A place within this one.
    #[must_use]
    pub fn at(self, number: u64) -> Self {
        // Numbers of places are small and alike; the odd factor spreads them over all bits first.
        let spread = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(SplitMix64::seed_from_u64(self.0 ^ spread).next_u64())
    }

    /// A day within this one, counted from the first of the world, perhaps backwards.
    #[must_use]
    pub fn on(self, day: i32) -> Self {
        self.at(u64::from(day.cast_unsigned()))
    }

    /// Chance at this place.
    pub fn draw(self) -> Draw {
        Draw(SplitMix64::seed_from_u64(self.0))
    }
}

impl Draw {
    /// Between 0 and 1, 1 excluded.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds")]
    pub fn share(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// True so often.
    pub fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// One of so many, from 0; 0 of none.
    #[expect(clippy::cast_possible_truncation, reason = "the product lies below `many`")]
    pub fn one_of(&mut self, many: usize) -> usize {
        ((u128::from(self.0.next_u64()) * many as u128) >> 64) as usize
    }

    /// A whole number from `low` up to and with `high`.
    pub fn whole(&mut self, low: i32, high: i32) -> i32 {
        let many = usize::try_from(high - low + 1).unwrap_or(1);
        low + i32::try_from(self.one_of(many)).unwrap_or(0)
    }

    /// Gaussian, mean 0 and standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Student's t with three degrees of freedom, scaled to standard deviation 1.
    pub fn heavy(&mut self) -> f64 {
        let t: f64 = StudentT::new(3.0).expect("three degrees are above zero").sample(&mut self.0);
        t / 3.0_f64.sqrt()
    }

    /// A count with that mean; none where the mean is not above zero.
    pub fn count(&mut self, mean: f64) -> f64 {
        Poisson::new(mean).map_or(0.0, |counts| counts.sample(&mut self.0))
    }

    /// Skewed and above zero, with mean 1 and that standard deviation.
    pub fn skewed(&mut self, sd: f64) -> f64 {
        let shape = 1.0 / (sd * sd);
        Gamma::new(shape, 1.0 / shape).map_or(1.0, |gamma| gamma.sample(&mut self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_of_a_seed_is_the_one_in_the_papers_code() {
        // From Vigna's splitmix64.c with x = 1234567.
        assert_eq!(SplitMix64::seed_from_u64(1_234_567).next_u64(), 6_457_827_717_110_365_317);
    }

    #[test]
    fn neighbouring_places_do_not_agree() {
        let world = Place::world(1, For::Noise);
        let shares: Vec<f64> = (0..1000).map(|day| world.on(day).draw().share()).collect();
        let mean = shares.iter().sum::<f64>() / 1000.0;
        let lagged: f64 = shares.windows(2).map(|w| (w[0] - 0.5) * (w[1] - 0.5)).sum();
        assert!((mean - 0.5).abs() < 0.04, "{mean}");
        assert!((lagged / 999.0 * 12.0).abs() < 0.12, "{lagged}");
    }

    #[test]
    fn each_kind_of_noise_has_the_spread_it_is_said_to_have() {
        let mut draw = Place::world(3, For::Noise).draw();
        let mut spread = |kind: &dyn Fn(&mut Draw) -> f64| {
            let values: Vec<f64> = (0..20_000).map(|_| kind(&mut draw)).collect();
            let mean = values.iter().sum::<f64>() / 20_000.0;
            (mean, values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 20_000.0)
        };
        let (mean, variance) = spread(&Draw::normal);
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05);
        let (mean, variance) = spread(&|draw| draw.count(2.0));
        assert!((mean - 2.0).abs() < 0.05 && (variance - 2.0).abs() < 0.1);
        let (mean, variance) = spread(&|draw| draw.skewed(0.5));
        assert!((mean - 1.0).abs() < 0.02 && (variance - 0.25).abs() < 0.02);
    }
}
