//! Hypothesis: what one story of the series expects next, and what a reading teaches it.
//!
//! A dynamic linear model with level and growth (West & Harrison 1997, ch. 7), an AR(1) remainder,
//! and noise that is a mixture of three widths, so that a one-off is taken in by the same pass
//! (Harrison & Stevens 1976). Letters as there; variances are in units of the noise variance s.
//!
//! ```text
//! level      m' = m + Δ·b + w,   w ~ s·q·Δ          growth   b' = b + w₂,   w₂ ~ s·q₂·Δ
//! reading    x = m' + φ^Δ·(x₋₁ - m) + v,            v ~ s·Σ πⱼ N(0, Rⱼ)
//! ```
//!
//! Many hypotheses lie side by side, a field an array, so that the compiler takes four at a time.

use crate::elementary::exp;
use crate::limits::{GROWTH_VARIANCE, LEVEL, LEVEL_VARIANCE, SQUARE};

/// Variances of the three widths of noise: a usual reading, a rough one, a one-off.
pub(crate) const WIDTHS: [f32; 3] = [1.0, 9.0, 100.0];

/// Density left for the unheard-of, so that no story is ever impossible.
const UNHEARD_OF: f32 = 1e-5;

/// `N` hypotheses side by side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lanes<const N: usize> {
    /// Level.
    pub(crate) m: [f32; N],
    /// Growth a cadence.
    pub(crate) b: [f32; N],
    /// Variance of the level, in s.
    pub(crate) c00: [f32; N],
    /// Covariance of level and growth, in s.
    pub(crate) c01: [f32; N],
    /// Variance of the growth, in s.
    pub(crate) c11: [f32; N],
    /// Last reading less level, one-offs taken out: what the AR part carries on.
    pub(crate) dev: [f32; N],
}

/// What a hypothesis takes for granted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Assumed {
    /// Evolution variance of the level over the elapsed time, in s.
    pub(crate) q: f32,
    /// Evolution variance of the growth over the elapsed time, in s.
    pub(crate) q2: f32,
    /// AR coefficient over the elapsed time.
    pub(crate) phi: f32,
    /// Noise variance.
    pub(crate) s: f32,
    /// 1 when rough readings are moves of the level that stay, 0 when they are noise that passes.
    pub(crate) stays: f32,
}

/// What all hypotheses share at one reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    /// The reading, in scaled units, calendar taken out.
    pub(crate) x: f32,
    /// Elapsed cadences, Δ.
    pub(crate) elapsed: f32,
    /// Shares of the three widths, π, above the forecast and below it.
    pub(crate) shares: Shares,
}

/// Shares of the three widths: of readings above the forecast, and of those below.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shares {
    pub(crate) above: [f32; 3],
    pub(crate) below: [f32; 3],
}

/// What one hypothesis made of one reading.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    /// Density of the reading times √(2π·s).
    pub(crate) density: f32,
    /// Error of the forecast.
    pub(crate) error: f32,
    /// Variance of the forecast by the narrowest width, in s.
    pub(crate) spread: f32,
    /// Chance that the reading was rough.
    pub(crate) rough: f32,
    /// Chance that the reading was a one-off.
    pub(crate) one_off: f32,
    /// E[e²/(s·Qⱼ)] over the widths: 1 on average when s is right.
    pub(crate) ratio: f32,
}

impl<const N: usize> Lanes<N> {
    pub(crate) const NONE: Self = Self {
        m: [0.0; N],
        b: [0.0; N],
        c00: [1.0; N],
        c01: [0.0; N],
        c11: [0.0; N],
        dev: [0.0; N],
    };

    /// Puts hypothesis `from` of others in place `to`.
    pub(crate) fn copy<const M: usize>(&mut self, to: usize, others: &Lanes<M>, from: usize) {
        self.m[to] = others.m[from];
        self.b[to] = others.b[from];
        self.c00[to] = others.c00[from];
        self.c01[to] = others.c01[from];
        self.c11[to] = others.c11[from];
        self.dev[to] = others.dev[from];
    }

    /// Hypothesis `i` takes in a reading. West & Harrison eq. 4.1-4.4, collapsed over the widths
    /// by matching mean and variance (ch. 12).
    #[allow(clippy::manual_clamp, reason = "clamp may panic, which keeps lanes from going abreast")]
    #[inline(always)]
    pub(crate) fn observe(&mut self, i: usize, assumed: Assumed, seen: Evidence) -> Outcome {
        let Evidence { x, elapsed, shares } = seen;
        let Assumed { q, q2, phi, s, stays } = assumed;
        let (c01, c11, a1) = (self.c01[i], self.c11[i], self.b[i]);
        let a0 = self.m[i] + elapsed * a1;
        let r01 = c01 + elapsed * c11;
        let r00 = self.c00[i] + elapsed * (c01 + r01) + q;
        let r11 = c11 + q2;
        let (f0, f1) = (1.0 - phi, phi * elapsed);
        let g0 = r00 * f0 + r01 * f1;
        let g1 = r01 * f0 + r11 * f1;
        let state = (f0 * g0 + f1 * g1).max(0.0);
        let e = x - a0 - phi * self.dev[i];
        let e2 = (e * e / s).min(SQUARE);

        let (k1, k2) = (1.0 + stays * (WIDTHS[1] - 1.0), 1.0 + stays * (WIDTHS[2] - 1.0));
        let n0 = 1.0 / (state + WIDTHS[0]);
        let n1 = 1.0 / (k1 * state + WIDTHS[1]);
        let n2 = 1.0 / (k2 * state + WIDTHS[2]);
        let up = e > 0.0;
        let share = |j: usize| if up { shares.above[j] } else { shares.below[j] };
        let d0 = share(0) * n0.sqrt() * exp(-0.5 * e2 * n0);
        let d1 = share(1) * n1.sqrt() * exp(-0.5 * e2 * n1);
        let d2 = share(2) * n2.sqrt() * exp(-0.5 * e2 * n2);
        let density = d0 + d1 + d2 + UNHEARD_OF / (100.0 + e2);
        let scale = 1.0 / density;
        let (p0, p1, p2) = (d0 * scale, d1 * scale, d2 * scale);
        let (p1n1, p2n2) = (p1 * n1, p2 * n2);
        let ratio = e2 * (p0 * n0 + p1n1 + p2n2);
        let w1 = p0 * n0 + k1 * p1n1 + k2 * p2n2;
        let w2 = p0 * n0 * n0 + k1 * k1 * p1n1 * n1 + k2 * k2 * p2n2 * n2;
        let shrink = w1 - (w2 - w1 * w1).max(0.0) * e2;
        let pull = w1 * e;

        let m = (a0 + g0 * pull).clamp(-LEVEL, LEVEL);
        self.m[i] = m;
        self.b[i] = (a1 + g1 * pull).clamp(-LEVEL, LEVEL);
        let c00 = (r00 - g0 * g0 * shrink).clamp(1e-9, LEVEL_VARIANCE);
        let c11 = (r11 - g1 * g1 * shrink).clamp(0.0, GROWTH_VARIANCE);
        // Rounding must not correlate level and growth more than fully.
        let most = (c00 * c11).sqrt();
        self.c00[i] = c00;
        self.c01[i] = (r01 - g0 * g1 * shrink).max(-most).min(most);
        self.c11[i] = c11;
        self.dev[i] = (p0 + p1) * (x - m);
        Outcome {
            density,
            error: e,
            spread: state + WIDTHS[0],
            rough: p1,
            one_off: 1.0 - p0 - p1,
            ratio,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Shares = Shares { above: [1.0, 0.0, 0.0], below: [1.0, 0.0, 0.0] };

    fn assumed(q: f32, s: f32) -> Assumed {
        Assumed { q, q2: 0.0, phi: 0.0, s, stays: 0.0 }
    }

    fn reading(x: f32) -> Evidence {
        Evidence { x, elapsed: 1.0, shares: PLAIN }
    }

    /// The KURIT sales of West & Harrison (1997), table 2.1: V = 100, W = 5, prior
    /// N(130, 400). The table works with gains of two digits, hence 0.2.
    #[test]
    fn kurit_sales_are_forecast_as_printed() {
        let mut lanes = Lanes::<1>::NONE;
        lanes.m = [130.0];
        lanes.c00 = [4.0];
        let printed = [
            (150.0, 505.0, 146.0, 80.0),
            (136.0, 185.0, 141.4, 46.0),
            (143.0, 151.0, 141.9, 34.0),
            (154.0, 139.0, 145.3, 28.0),
            (135.0, 133.0, 142.6, 25.0),
        ];
        for (y, q, m, c) in printed {
            let outcome = lanes.observe(0, assumed(0.05, 100.0), reading(y));
            assert!((100.0 * outcome.spread - q).abs() < 0.6, "Q of {y}");
            assert!((lanes.m[0] - m).abs() < 0.2, "m of {y}: {}", lanes.m[0]);
            assert!((100.0 * lanes.c00[0] - c).abs() < 0.6, "C of {y}");
        }
    }

    /// A = r (√(1 + 4/r) - 1) / 2 with r = W/V, and C = A V: West & Harrison, theorem 2.3.
    #[test]
    fn the_variance_settles_where_the_constant_model_says() {
        for r in [0.01, 0.1, 1.0, 10.0] {
            let mut lanes = Lanes::<1>::NONE;
            for _ in 0..400 {
                lanes.observe(0, assumed(r, 1.0), reading(0.0));
            }
            let limit = 0.5 * r * ((1.0 + 4.0 / r).sqrt() - 1.0);
            assert!((lanes.c00[0] - limit).abs() < 1e-4 * (1.0 + limit), "r = {r}");
        }
    }

    /// Without evolution and from a vague prior, level and growth are the least-squares line.
    #[test]
    fn a_straight_line_is_the_one_of_least_squares() {
        let mut lanes = Lanes::<1>::NONE;
        lanes.c00 = [1e3];
        lanes.c11 = [1e2];
        let readings = [1.0, 2.5, 2.0, 4.5, 5.0, 5.5];
        for y in readings {
            lanes.observe(0, assumed(0.0, 1.0), reading(y));
        }
        // Σ(t - 2.5)(y - ȳ) / Σ(t - 2.5)² = 16.25 / 17.5; ȳ = 20.5 / 6; at t = 5.
        let growth = 16.25 / 17.5;
        let level = 20.5 / 6.0 + 2.5 * growth;
        assert!((lanes.b[0] - growth).abs() < 2e-2, "{} {growth}", lanes.b[0]);
        assert!((lanes.m[0] - level).abs() < 2e-2, "{} {level}", lanes.m[0]);
    }

    /// The collapse keeps mean and variance of the mixture (Harrison & Stevens 1976): checked
    /// against the three filters run apart.
    #[test]
    fn the_blend_has_the_mean_and_variance_of_its_parts() {
        let shares = Shares { above: [0.7, 0.2, 0.1], below: [0.7, 0.2, 0.1] };
        let (c, e) = (0.5f64, 3.0f64);
        let mut lanes = Lanes::<1>::NONE;
        lanes.c00 = [0.5];
        let outcome =
            lanes.observe(0, assumed(0.0, 1.0), Evidence { x: 3.0, elapsed: 1.0, shares });

        let parts: Vec<(f64, f64, f64)> = [(0.7, 1.0), (0.2, 9.0), (0.1, 100.0)]
            .iter()
            .map(|&(share, width)| {
                let q = c + width;
                let density = share * libm::exp(-0.5 * e * e / q) / q.sqrt();
                (density, c * e / q, c - c * c / q)
            })
            .collect();
        let total: f64 = parts.iter().map(|part| part.0).sum();
        let mean: f64 = parts.iter().map(|part| part.0 / total * part.1).sum();
        let variance: f64 =
            parts.iter().map(|part| part.0 / total * (part.2 + (part.1 - mean).powi(2))).sum();
        assert!((f64::from(lanes.m[0]) - mean).abs() < 1e-3);
        assert!((f64::from(lanes.c00[0]) - variance).abs() < 1e-3);
        assert!((f64::from(outcome.density) - total).abs() < 1e-5);
    }
}
