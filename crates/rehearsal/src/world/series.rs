//! Series: what does this figure show on this day?
//!
//! A level with its week and its year, the noise of its kind, and what goes wrong on the day,
//! counted in standard deviations of the noise. Nothing is remembered from day to day: where today
//! is like yesterday, yesterday's chance is drawn again.

use crate::draw::Place;
use crate::world::slots::Noise;

/// Draws that an autoregressive figure looks back on. The largest coefficient is 0.8: what lies
/// further back has less than a fiftieth of the variance (0.8^18 = 0.018).
const LOOK_BACK: i32 = 9;

/// What one figure of one plant should be, and how it strays.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its middle, in the unit of measure.
    pub level: f64,
    /// Standard deviation of its noise, in the same.
    pub sd: f64,
    /// The kind of noise.
    pub noise: Noise,
    /// By weekday from Monday: a factor of the level.
    pub week: [f64; 7],
    /// Swing of the year, as a part of the level.
    pub yearly: f64,
    /// Day of the year on which it is highest.
    pub highest_on: f64,
    /// Digits after the point that are written down.
    pub decimals: i32,
    /// Where its chance is drawn.
    pub place: Place,
}

/// The day that a figure is for.
#[derive(Clone, Copy, Debug)]
pub struct When {
    /// Day of the world.
    pub day: i32,
    /// 0 is Monday.
    pub weekday: usize,
    /// Which shift of the day, 0 where there is one figure a day.
    pub shift: i32,
    /// Figures a day.
    pub shifts: i32,
}

impl Shape {
    /// The figure, shifted by so many standard deviations from what it should be.
    pub fn value(&self, when: When, shift_sd: f64) -> f64 {
        let turn = (f64::from(when.day) - self.highest_on) / 365.25 * std::f64::consts::TAU;
        let year = if self.yearly == 0.0 { 0.0 } else { self.yearly * libm::cos(turn) };
        let base = self.level * self.week[when.weekday] * (1.0 + year);
        let moved = base + shift_sd * self.sd;
        let at = when.day * when.shifts + when.shift;
        self.written(self.strayed(moved, at))
    }

    fn strayed(&self, moved: f64, at: i32) -> f64 {
        let mut draw = self.place.on(at).draw();
        match self.noise {
            Noise::Gaussian => moved + self.sd * draw.normal(),
            Noise::Heavy => moved + self.sd * draw.heavy().clamp(-12.0, 12.0),
            Noise::Persistent(rho) => moved + self.sd * self.persistent(rho, at),
            Noise::Counts => draw.count(moved.max(0.02)),
            Noise::ShareOf(whole) => {
                let share = (moved / whole).clamp(0.005, 0.9995);
                // The slope of the log-odds is 1/(p(1-p)): this keeps the spread that was asked for.
                let middle = self.level / whole;
                let spread = self.sd / whole / (middle * (1.0 - middle));
                let odds = libm::log(share / (1.0 - share)) + spread * draw.normal();
                whole / (1.0 + libm::exp(-odds))
            }
            Noise::Skewed => moved.max(self.level * 0.05) * draw.skewed(self.sd / self.level),
        }
    }

    /// The stationary sum of what came before, with standard deviation 1.
    fn persistent(&self, rho: f64, at: i32) -> f64 {
        let mut sum = 0.0;
        for back in (0..LOOK_BACK).rev() {
            sum = rho * sum + self.place.on(at - back).draw().normal();
        }
        sum * (1.0 - rho * rho).sqrt()
    }

    /// As people write it down: rounded, and never below zero where it cannot be.
    fn written(&self, value: f64) -> f64 {
        let scale = 10_f64.powi(self.decimals);
        let bounded = if self.level > 0.0 { value.max(0.0) } else { value };
        (bounded * scale).round() / scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::For;

    fn shape(noise: Noise) -> Shape {
        Shape {
            level: 50.0,
            sd: 2.0,
            noise,
            week: [1.0; 7],
            yearly: 0.0,
            highest_on: 0.0,
            decimals: 3,
            place: Place::world(5, For::Noise),
        }
    }

    fn moments(shape: &Shape, shift_sd: f64) -> (f64, f64) {
        let at = |day| When { day, weekday: 0, shift: 0, shifts: 1 };
        let values: Vec<f64> = (0..8000).map(|day| shape.value(at(day), shift_sd)).collect();
        let mean = values.iter().sum::<f64>() / 8000.0;
        (mean, (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 8000.0).sqrt())
    }

    #[test]
    fn every_kind_of_noise_keeps_its_level_and_its_spread() {
        for noise in [
            Noise::Gaussian,
            Noise::Heavy,
            Noise::Persistent(0.5),
            Noise::ShareOf(100.0),
            Noise::Skewed,
        ] {
            let (mean, sd) = moments(&shape(noise), 0.0);
            assert!((mean - 50.0).abs() < 0.2, "{noise:?}: {mean}");
            assert!((sd - 2.0).abs() < 0.25, "{noise:?}: {sd}");
        }
    }

    #[test]
    fn a_shift_is_counted_in_standard_deviations() {
        for noise in [Noise::Gaussian, Noise::Heavy, Noise::Persistent(0.3)] {
            let (mean, _) = moments(&shape(noise), -5.0);
            assert!((mean - 40.0).abs() < 0.2, "{noise:?}: {mean}");
        }
    }

    #[test]
    fn a_day_is_the_same_whichever_day_was_asked_for_before() {
        let series = shape(Noise::Persistent(0.8));
        let on = |day| series.value(When { day, weekday: 3, shift: 0, shifts: 1 }, 0.0);
        let forwards: Vec<f64> = (0..40).map(on).collect();
        let backwards: Vec<f64> = (0..40).rev().map(on).collect();
        assert!(forwards.iter().eq(backwards.iter().rev()));
    }
}
