//! Forecast: what is expected some time ahead, as far as this series lets it be known?

use crate::filter::Filter;
use crate::moment::Moment;
use crate::verdict::Band;

/// What is left of a growth a cadence later. An undamped line overshoots on most real series
/// (Gardner 1985, Journal of Forecasting 4).
const DAMPING: f32 = 0.9;

impl Filter {
    /// What is expected at a later time, with a 95% band; `None` while the series is being learnt.
    pub fn forecast(&self, at: Moment) -> Option<Band> {
        if self.warm_up.is_some() {
            return None;
        }
        let elapsed = self.elapsed(at.seconds);
        let prior = self.bank.prior(elapsed);
        let offset = self.profile.offset(self.profile.places(at));
        let level = prior.m + travelled(elapsed) * prior.b + prior.carried;
        let half = self.half(&prior, elapsed) * self.bank.remainder_grows(elapsed);
        Some(self.scale.band(level + offset, half))
    }

    /// Usual time between readings, in seconds; 0 while it is not known.
    pub fn cadence_s(&self) -> f64 {
        self.cadence_s
    }
}

/// Cadences of growth in that many cadences ahead: the first counts in full.
fn travelled(elapsed: f32) -> f32 {
    if elapsed <= 1.0 {
        return elapsed;
    }
    (1.0 - crate::elementary::exp(elapsed * crate::elementary::ln(DAMPING))) / (1.0 - DAMPING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growth_counts_in_full_for_one_cadence_and_for_ten_at_most() {
        assert!((travelled(0.5) - 0.5).abs() < 1e-6);
        assert!((travelled(1.0) - 1.0).abs() < 1e-6);
        assert!((travelled(2.0) - 1.9).abs() < 1e-3);
        assert!(travelled(1000.0) <= 10.0 + 1e-3);
    }
}
