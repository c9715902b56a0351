//! Shape: is the noise longer on one side, and in which measure is it even?
//!
//! A waiting time, a share of rejects, hours between failures stray farther up than down, a yield near
//! its limit farther down than up. In the measure of Tukey's g-distribution (Hoaglin 1985, in
//! *Exploring Data Tables, Trends, and Shapes*) they stray evenly: v = a + w (exp(g x) - 1)/g, where
//! g = 0 is the plain reading and w/g the distance to a limit that is never quite reached. No limit is
//! asked for: g is read off how far quantiles of the forecast errors lie above and below their median,
//! and only believed when chance would not explain it.

use libm::{expm1, log, log1p};

/// Readings after which the shape is first chosen; again after twice as many, and so on.
const FIRST: u32 = 64;
/// Longest run of readings by which it is chosen: what a series does in thousands of readings is no
/// longer its noise alone.
const LAST: u32 = 512;
/// The least g worth bending for, and what chance may show, times the root of the readings.
const LEAST: f32 = 0.3;
const CHANCE: f32 = 6.0;
/// The most g: a lognormal whose logarithm has a standard deviation of 1.5.
const MOST: f64 = 1.5;
/// Quantiles followed, and how many Gaussian deviations they lie from the median.
const AT: [f32; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];
const APART: [f32; 2] = [1.2816, 0.6745];
/// Gain of the quantiles, and the readings that a Gaussian shape is worth beforehand.
const GAIN: f32 = 5.0;
const PRIOR: f32 = 20.0;
/// Deviations from the median that an outer quantile must have: numbers that mostly are the same one
/// have no shape.
const NARROW: f32 = 0.15;
/// Nearer to the limit than this share of `w/g` the measure goes on straight.
const NEAR: f64 = 0.1;
/// Largest exponent, so that no forecast overflows.
const EXPONENT: f64 = 200.0;

/// The measure in which the noise of a series is even.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shape {
    /// How much longer the noise is upwards (downwards when negative).
    pub(crate) g: f64,
    /// Where g was chosen, and what it is there in the even measure.
    pub(crate) at: f64,
    pub(crate) even_at: f64,
    /// Width of the noise there, in the unit of the series.
    pub(crate) width: f64,
    /// Even units a unit of the series there.
    pub(crate) slope: f64,
}

impl Shape {
    /// Readings as they are.
    pub(crate) const PLAIN: Self = Self { g: 0.0, at: 0.0, even_at: 0.0, width: 1.0, slope: 1.0 };

    /// A reading in the even measure.
    pub(crate) fn even(&self, value: f64) -> f64 {
        if self.g == 0.0 {
            return value;
        }
        let part = self.g * (value - self.at) / self.width;
        let bent =
            if 1.0 + part >= NEAR { log1p(part) } else { log(NEAR) + (1.0 + part - NEAR) / NEAR };
        self.even_at + self.slope * self.width * bent / self.g
    }

    /// The reading that is so in the even measure.
    pub(crate) fn plain(&self, even: f64) -> f64 {
        if self.g == 0.0 {
            return even;
        }
        let bent = self.g * (even - self.even_at) / (self.slope * self.width);
        let part = if bent >= log(NEAR) {
            expm1(bent.min(EXPONENT))
        } else {
            NEAR - 1.0 + NEAR * (bent - log(NEAR))
        };
        self.at + self.width * part / self.g
    }

    /// Even units a unit of the series, at a reading.
    pub(crate) fn slope_at(&self, value: f64) -> f64 {
        let part = 1.0 + self.g * (value - self.at) / self.width;
        self.slope / part.max(NEAR)
    }

    /// The same measure bent by `g` more about a level, where it stays as it is. `deviation` is
    /// that of the noise, both in the even measure.
    fn bent(&self, by: f64, level: f64, deviation: f64) -> Self {
        let g = (self.g + by).clamp(-MOST, MOST);
        let at = self.plain(level);
        let slope = self.slope_at(at);
        Self { g, at, even_at: level, width: deviation / slope, slope }
    }

    /// Whether both directions stay finite. A slope beyond this was chosen at a reading that is no part
    /// of the series.
    pub(crate) fn is_sound(&self) -> bool {
        let Self { g, at, even_at, width, slope } = *self;
        let places = at.is_finite() && even_at.is_finite();
        g.abs() <= MOST
            && places
            && width.is_normal()
            && width > 0.0
            && (1e-9..=1e9).contains(&slope)
    }

    /// A level and half a band about it as another measure sees them.
    pub(crate) fn seen_by(&self, other: &Self, level: f64, half: f64) -> (f64, f64) {
        let seen = |even: f64| other.even(self.plain(even));
        (seen(level), 0.5 * (seen(level + half) - seen(level - half)))
    }
}

/// Three quantiles of forecast errors, in deviations, since the shape was chosen last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Skew {
    pub(crate) quantiles: [f32; 5],
    pub(crate) readings: u32,
    /// Readings at which to choose next.
    pub(crate) due: u32,
}

impl Skew {
    pub(crate) const NONE: Self = Self {
        quantiles: [-APART[0], -APART[1], 0.0, APART[1], APART[0]],
        readings: 0,
        due: FIRST,
    };

    /// Takes in a forecast error, in deviations (stochastic approximation, Robbins & Monro 1951).
    pub(crate) fn observe(&mut self, error: f32) {
        self.readings = self.readings.saturating_add(1);
        let gain = GAIN / (self.readings as f32 + PRIOR);
        for (quantile, at) in self.quantiles.iter_mut().zip(AT) {
            let below = f32::from(u8::from(error < *quantile));
            *quantile += gain * (at - below);
        }
    }

    /// The shape to go on with, if it is time to choose and another one is clearly better. `level`
    /// and `deviation` are in the even measure.
    pub(crate) fn choose(&mut self, shape: &Shape, level: f64, deviation: f64) -> Option<Shape> {
        if self.readings < self.due || self.due > LAST {
            return None;
        }
        let Self { quantiles: [low, quarter, middle, three_quarters, high], readings, due } = *self;
        // What was learnt while much else was still unknown is left behind.
        *self = Self { due: due.saturating_mul(2), ..Self::NONE };
        let tails = lopsided(middle - low, high - middle, APART[0])?;
        let body = lopsided(middle - quarter, three_quarters - middle, APART[1])?;
        // A few far readings on one side bend the tails alone, many equal ones the body alone.
        let g = if tails * body > 0.0 { tails.signum() * tails.abs().min(body.abs()) } else { 0.0 };
        if g.abs() < LEAST || tails.abs() < CHANCE / (readings as f32).sqrt() {
            return None;
        }
        let spread = f64::from((high - low) / (2.0 * APART[0]));
        let bent =
            shape.bent(f64::from(g), level + deviation * f64::from(middle), deviation * spread);
        Some(bent).filter(Shape::is_sound)
    }
}

/// The g by which two quantiles lie that far below and above the median; none when nearly all
/// readings are the same.
fn lopsided(below: f32, above: f32, apart: f32) -> Option<f32> {
    let least = NARROW * apart;
    (below > least && above > least).then(|| crate::elementary::ln(above / below) / apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BENT: Shape = Shape { g: 0.6, at: 1.0, even_at: 1.0, width: 0.6, slope: 1.0 };

    #[test]
    fn the_two_measures_undo_each_other_also_beyond_the_limit() {
        let mirrored = Shape { g: -0.7, ..BENT };
        for shape in [Shape::PLAIN, BENT, mirrored] {
            for value in [-1e6, -3.0, -0.1, 0.0, 0.02, 0.5, 1.0, 1.7, 40.0, 1e9] {
                let back = shape.plain(shape.even(value));
                assert!((back - value).abs() <= 1e-9 * value.abs().max(1.0), "{value}: {back}");
            }
            let rises = [-9.0, -1.0, 0.0, 0.1, 1.0, 2.0, 9.0].map(|value| shape.even(value));
            assert!(rises.is_sorted(), "{rises:?}");
        }
    }

    #[test]
    fn a_measure_bent_further_agrees_with_the_old_one_where_it_was_chosen() {
        let further = BENT.bent(0.3, 1.4, 0.5);
        let at = BENT.plain(1.4);
        for near in [at - 1e-4, at, at + 1e-4] {
            assert!((further.even(near) - BENT.even(near)).abs() < 1e-7);
        }
        let (level, half) = BENT.seen_by(&further, 1.4, 0.5);
        assert!((level - 1.4).abs() < 1e-9 && (half - 0.5).abs() < 0.1, "{level} {half}");
    }

    #[test]
    fn no_forecast_overflows() {
        let widest = Shape { g: MOST, at: 1e100, even_at: 1e100, width: 1e100, slope: 1.0 };
        assert!(widest.plain(1e300).is_finite() && widest.plain(-1e300).is_finite());
        assert!(widest.even(1e100).is_finite() && widest.even(-1e100).is_finite());
    }

    /// A Gaussian deviation for each share, by the logistic fit that is good enough here.
    fn errors(bend: impl Fn(f32) -> f32) -> Skew {
        let mut skew = Skew::NONE;
        for i in 0..=u8::MAX {
            let share = (f32::from(i.wrapping_mul(37)) + 0.5) / 256.0;
            skew.observe(bend(crate::elementary::ln(share / (1.0 - share)) / 1.702));
        }
        skew
    }

    #[test]
    fn even_noise_keeps_its_measure_and_noise_longer_upwards_is_bent_up() {
        assert_eq!(errors(|z| z).choose(&Shape::PLAIN, 5.0, 1.0), None);
        let chosen = errors(libm::expf).choose(&Shape::PLAIN, 5.0, 1.0).expect("clearly longer");
        assert!((0.3..=MOST).contains(&chosen.g), "{chosen:?}");
        let mirrored = errors(|z| -libm::expf(z)).choose(&Shape::PLAIN, 5.0, 1.0);
        assert!(mirrored.is_some_and(|shape| shape.g < -0.3), "{mirrored:?}");
    }

    #[test]
    fn numbers_that_are_mostly_the_same_and_tails_alone_have_no_shape() {
        assert_eq!(
            errors(|z| if z > 1.0 { 4.0 } else { 0.0 }).choose(&Shape::PLAIN, 0.0, 1.0),
            None
        );
        let far_on_one_side = |z: f32| if z > 1.0 { 6.0 * z } else { z };
        assert_eq!(errors(far_on_one_side).choose(&Shape::PLAIN, 0.0, 1.0), None);
    }
}
