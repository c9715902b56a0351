//! Tail: how rare is a value this large, on this series?
//!
//! A threshold that one value in fifty exceeds, found by stochastic approximation (Robbins & Monro
//! 1951), and beyond it a generalised Pareto tail by moments (Hosking & Wallis 1987), shrunk
//! towards a pooled prior while few values have been that large.

use crate::elementary::ln;

/// Share of values beyond the threshold.
const BEYOND: f32 = 0.02;

/// Exceedances that the prior is worth.
const PRIOR: f32 = 20.0;

/// What is expected of a tail before anything is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Expected {
    /// The 98% quantile.
    pub(crate) threshold: f32,
    /// Mean excess over it.
    pub(crate) excess: f32,
    /// Shape ξ of the excesses.
    pub(crate) shape: f32,
}

/// The upper tail of one stream of values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tail {
    pub(crate) threshold: f32,
    /// Values seen, with those of the prior.
    pub(crate) count: f32,
    /// Exceedances seen, with those of the prior.
    pub(crate) beyond: f32,
    /// Sum of the excesses and of their squares.
    pub(crate) sums: [f32; 2],
}

impl Tail {
    pub(crate) fn new(expected: Expected) -> Self {
        let Expected { threshold, excess, shape } = expected;
        // Second moment of a generalised Pareto law: 2 μ² (1 - ξ) / (1 - 2ξ).
        let square = 2.0 * excess * excess * (1.0 - shape) / (1.0 - 2.0 * shape);
        Self {
            threshold,
            count: PRIOR / BEYOND / 10.0,
            beyond: PRIOR,
            sums: [PRIOR * excess, PRIOR * square],
        }
    }

    /// -log₁₀ of the chance of a value at least this large.
    pub(crate) fn rarity(&self, x: f32) -> f32 {
        let mean = (self.sums[0] / self.beyond).max(1e-6);
        let over = x - self.threshold;
        if over <= 0.0 {
            // Below the threshold only an order is needed: 0 far below, 1.7 at it.
            return 1.7 * (1.0 + over / (self.threshold.abs() + mean)).max(0.0);
        }
        let square = self.sums[1] / self.beyond;
        let variance = (square - mean * mean).max(0.1 * mean * mean);
        let shape = (0.5 * (1.0 - mean * mean / variance)).clamp(0.0, 0.5);
        let scale = mean * (1.0 - shape);
        let nats = if shape < 1e-3 { over / scale } else { ln(1.0 + shape * over / scale) / shape };
        1.699 + nats * std::f32::consts::LOG10_E
    }

    /// Takes in a value.
    pub(crate) fn observe(&mut self, x: f32) {
        self.count += 1.0;
        let mean = self.sums[0] / self.beyond;
        // Density just beyond the threshold is about 0.02 / mean excess; step = gain / density.
        let step = (mean / BEYOND).min(1e6) / self.count.min(5000.0);
        if x > self.threshold {
            let over = (x - self.threshold).min(50.0 * mean.max(1e-3));
            self.beyond += 1.0;
            self.sums[0] += over;
            self.sums[1] += over * over;
            self.threshold += step * (1.0 - BEYOND);
            if self.beyond > 2000.0 {
                self.beyond *= 0.5;
                self.sums = self.sums.map(|sum| 0.5 * sum);
            }
        } else {
            self.threshold -= step * BEYOND;
        }
    }
}
