//! Charts: what do the control charts of the textbooks say of a standardised reading?
//!
//! Sources: Page 1954 (Biometrika 41), the cumulative sum; Roberts 1959 (Technometrics 1), the
//! geometric moving average; Shewhart 1931, *Economic Control of Quality of Manufactured Product*;
//! Western Electric 1956, *Statistical Quality Control Handbook*, the runs rules; all as in
//! Montgomery, *Introduction to Statistical Quality Control*, 7th ed., ch. 6 and 9. Each chart has one
//! limit, which is what the bench matches.

/// Which chart.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// Two-sided, reference value .5, for steps of about one standard deviation.
    Cusum,
    /// With this weight, and the exact variance of its beginning.
    Ewma(f64),
    /// One reading beyond the limit.
    Shewhart,
    /// One beyond 3, two of three beyond 2, four of five beyond 1, eight in a row beyond 0, all on
    /// one side. The handbook's rules signal every 92 readings and scaling cannot bring them beyond
    /// 255 (eight in a row of a fair coin), so the limit moves all four lines outward by as much.
    WesternElectric,
}

pub(crate) const RULES: [Rule; 5] =
    [Rule::Cusum, Rule::Ewma(0.2), Rule::Ewma(0.05), Rule::Shewhart, Rule::WesternElectric];

impl Rule {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cusum => "CUSUM, k = .5",
            Self::Ewma(weight) if weight > 0.1 => "EWMA, λ = .2",
            Self::Ewma(_) => "EWMA, λ = .05",
            Self::Shewhart => "Shewhart",
            Self::WesternElectric => "Western Electric",
        }
    }
}

/// A chart under way; it begins anew after each signal.
#[derive(Clone, Debug)]
pub(crate) struct Chart {
    rule: Rule,
    limit: f64,
    above: f64,
    below: f64,
    /// (1 - λ)²ᵗ of an EWMA.
    young: f64,
    recent: [f64; 8],
    seen: usize,
}

impl Chart {
    pub(crate) fn new(rule: Rule, limit: f64) -> Self {
        Self { rule, limit, above: 0.0, below: 0.0, young: 1.0, recent: [0.0; 8], seen: 0 }
    }

    /// Takes in a reading in standard deviations from the mean; true is a signal.
    pub(crate) fn signals(&mut self, z: f64) -> bool {
        let signal = match self.rule {
            Rule::Cusum => {
                self.above = (self.above + z - 0.5).max(0.0);
                self.below = (self.below - z - 0.5).max(0.0);
                self.above.max(self.below) > self.limit
            }
            Rule::Ewma(weight) => {
                self.above += weight * (z - self.above);
                self.young *= (1.0 - weight) * (1.0 - weight);
                let variance = weight / (2.0 - weight) * (1.0 - self.young);
                self.above.abs() > self.limit * variance.sqrt()
            }
            Rule::Shewhart => z.abs() > self.limit,
            Rule::WesternElectric => {
                self.recent[self.seen % 8] = z;
                self.seen += 1;
                self.runs(1.0) || self.runs(-1.0)
            }
        };
        if signal {
            *self = Self::new(self.rule, self.limit);
        }
        signal
    }

    /// Whether one of the four rules holds on this side.
    fn runs(&self, side: f64) -> bool {
        let beyond = |line: f64, last: usize| {
            (1..=last.min(self.seen))
                .filter(|back| side * self.recent[(self.seen - back) % 8] > line + self.limit)
                .count()
        };
        beyond(3.0, 1) == 1 || beyond(2.0, 3) >= 2 || beyond(1.0, 5) >= 4 || beyond(0.0, 8) == 8
    }
}
