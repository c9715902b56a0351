//! Index: how much of what could be done is done?
//!
//! Beer's three ratios (*Brain of the Firm*, 2nd ed., 1981, chapter 11): *productivity* is
//! actuality over capability, *latency* is capability over potentiality, *performance* is their
//! product. Indicators of different kinds are made addable by an agreed value `v` for one unit of
//! measure:
//!
//! ```text
//!                Σ v·actuality of more-is-better   + Σ v·capability of less-is-better
//! productivity = ────────────────────────────────────────────────────────────────────
//!                Σ v·capability of more-is-better  + Σ v·actuality of less-is-better
//!
//!                Σ v·capability of more-is-better   + Σ v·potentiality of less-is-better
//! latency      = ───────────────────────────────────────────────────────────────────────
//!                Σ v·potentiality of more-is-better + Σ v·capability of less-is-better
//! ```
//!
//! Parts add up by their numerators and denominators; ratios are never averaged (ISO 22400-2 sums
//! the elements of a ratio in the same way). An indicator without a reading adds nothing to either
//! ratio, so that the two always speak of the same things, and lowers the coverage. What cannot
//! stand in a ratio is left out with a [`Problem`]; no figure here is ever NaN or infinite.
//!
//! [`crate::rollup`] adds up the parts of a level, [`crate::release`] says when it may see them.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use crate::registry::Direction;

/// A ratio that has not been divided yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ratio {
    /// What is above the line, in units of value.
    pub numerator: f64,
    /// What is below it, in units of value.
    pub denominator: f64,
}

/// The two ratios of a unit and a day, as they add up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Addends {
    /// Actuality over capability.
    pub productivity: Ratio,
    /// Capability over potentiality.
    pub latency: Ratio,
}

/// How much of what was expected is in an index, in units of value.
///
/// What an indicator counts for here is `v·capability`, which is agreed and so known of those
/// that have not reported. Of more-is-better that is its share of the denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Of all indicators in the index.
    pub expected_denominator: f64,
    /// Of those that have reported a figure which can stand in it.
    pub reported_denominator: f64,
}

/// What an indicator adds to the index of its unit, or parts to that of a level.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Contribution {
    /// The ratios.
    pub addends: Addends,
    /// The coverage.
    pub coverage: Coverage,
}

/// The three ratios, each 1 where all that could be is done; more is possible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Actuality over capability.
    pub productivity: f64,
    /// Capability over potentiality.
    pub latency: f64,
    /// Actuality over potentiality: the product of the two.
    pub performance: f64,
}

/// What is agreed of an indicator in the index, on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Which way is good.
    pub direction: Direction,
    /// What could be done now with what there is, in the unit of measure.
    pub capability: f64,
    /// What could be done by developing what is feasible, in the same.
    pub potentiality: f64,
    /// Value of one unit of measure; none agreed is 1/capability.
    pub weight: Option<f64>,
}

/// Why an indicator is not in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It aims at a target: neither more nor less of it is better.
    OnTarget,
    /// Its capability is not a number above zero.
    Capability,
    /// Its potentiality is not a number above zero.
    Potentiality,
    /// Its weight is not a number above zero.
    Weight,
    /// Its actuality is negative or no number, or zero where less is better.
    Actuality,
    /// Value and figure together are too large or too small to reckon with.
    Magnitude,
}

/// The values that a term of the index may have: a billion of the largest add up to far less than
/// the largest `f64`, and a billion of the smallest are far from being lost.
const TERMS: std::ops::RangeInclusive<f64> = 1e-200..=1e200;

impl Terms {
    /// What the indicator adds to its unit's index with that actuality, `None` where nothing was
    /// reported.
    ///
    /// A problem with the terms leaves the indicator out of the index and of what is expected; a
    /// problem with the actuality counts as not reported.
    pub fn contribution(&self, actuality: Option<f64>) -> (Contribution, Option<Problem>) {
        let checked = match self.checked() {
            Ok(checked) => checked,
            Err(problem) => return (Contribution::default(), Some(problem)),
        };
        let expected = Contribution {
            addends: Addends::default(),
            coverage: Coverage {
                expected_denominator: checked.capability,
                reported_denominator: 0.0,
            },
        };
        match actuality.map(|actuality| checked.with(actuality)) {
            None => (expected, None),
            Some(Err(problem)) => (expected, Some(problem)),
            Some(Ok(addends)) => {
                let reported_denominator = checked.capability;
                let coverage = Coverage { reported_denominator, ..expected.coverage };
                (Contribution { addends, coverage }, None)
            }
        }
    }

    /// The agreed figures in units of value.
    fn checked(&self) -> Result<Checked, Problem> {
        let is_positive = |figure: f64| figure.is_finite() && figure > 0.0;
        if self.direction == Direction::OnTarget {
            return Err(Problem::OnTarget);
        }
        if !is_positive(self.capability) {
            return Err(Problem::Capability);
        }
        if !is_positive(self.potentiality) {
            return Err(Problem::Potentiality);
        }
        if self.weight.is_some_and(|weight| !is_positive(weight)) {
            return Err(Problem::Weight);
        }
        let weight = self.weight.unwrap_or(1.0 / self.capability);
        let capability = term(weight * self.capability)?;
        let potentiality = term(weight * self.potentiality)?;
        Ok(Checked { direction: self.direction, weight, capability, potentiality })
    }
}

/// Terms that can stand in a ratio, with capability and potentiality in units of value.
struct Checked {
    direction: Direction,
    weight: f64,
    capability: f64,
    potentiality: f64,
}

impl Checked {
    fn with(&self, actuality: f64) -> Result<Addends, Problem> {
        let Self { capability, potentiality, .. } = *self;
        if !actuality.is_finite() || actuality < 0.0 {
            return Err(Problem::Actuality);
        }
        let above = |numerator: f64, denominator: f64| Ratio { numerator, denominator };
        match self.direction {
            Direction::More => {
                let done = if actuality == 0.0 { 0.0 } else { term(self.weight * actuality)? };
                Ok(Addends {
                    productivity: above(done, capability),
                    latency: above(capability, potentiality),
                })
            }
            Direction::Less if actuality == 0.0 => Err(Problem::Actuality),
            Direction::Less => Ok(Addends {
                productivity: above(capability, term(self.weight * actuality)?),
                latency: above(potentiality, capability),
            }),
            Direction::OnTarget => Err(Problem::OnTarget),
        }
    }
}

fn term(value: f64) -> Result<f64, Problem> {
    if TERMS.contains(&value) { Ok(value) } else { Err(Problem::Magnitude) }
}

impl Ratio {
    /// The quotient; none where nothing is below the line.
    pub fn value(self) -> Option<f64> {
        let quotient = self.numerator / self.denominator;
        (self.denominator > 0.0 && quotient.is_finite()).then_some(quotient)
    }
}

impl Addends {
    /// The three ratios; none where nothing has been reported.
    pub fn index(&self) -> Option<Index> {
        let (productivity, latency) = (self.productivity.value()?, self.latency.value()?);
        let performance = productivity * latency;
        performance.is_finite().then_some(Index { productivity, latency, performance })
    }
}

impl Coverage {
    /// Share that has reported, 0 to 1; none where nothing is expected.
    pub fn share(&self) -> Option<f64> {
        let share = self.reported_denominator / self.expected_denominator;
        (self.expected_denominator > 0.0).then_some(share.clamp(0.0, 1.0))
    }
}

impl Contribution {
    /// Whether anything counts in the index, reported or not.
    pub fn is_expected(&self) -> bool {
        self.coverage.expected_denominator > 0.0
    }

    /// Whether it is made of finite amounts, none below zero, as every sum of figures is.
    pub fn is_sound(&self) -> bool {
        let Addends { productivity, latency } = self.addends;
        let Coverage { expected_denominator, reported_denominator } = self.coverage;
        let all = [
            productivity.numerator,
            productivity.denominator,
            latency.numerator,
            latency.denominator,
            expected_denominator,
            reported_denominator,
        ];
        all.iter().all(|amount| amount.is_finite() && *amount >= 0.0)
    }

    /// Whether anything that can stand in an index has been reported.
    pub fn is_reported(&self) -> bool {
        self.coverage.reported_denominator > 0.0
    }
}

impl Add for Ratio {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            numerator: self.numerator + other.numerator,
            denominator: self.denominator + other.denominator,
        }
    }
}

impl Add for Addends {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            productivity: self.productivity + other.productivity,
            latency: self.latency + other.latency,
        }
    }
}

impl Add for Contribution {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (mine, others) = (self.coverage, other.coverage);
        let coverage = Coverage {
            expected_denominator: mine.expected_denominator + others.expected_denominator,
            reported_denominator: mine.reported_denominator + others.reported_denominator,
        };
        Self { addends: self.addends + other.addends, coverage }
    }
}

impl AddAssign for Addends {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl AddAssign for Contribution {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Adds up in the order given, so that the same order gives the same bits.
impl Sum for Addends {
    fn sum<I: Iterator<Item = Self>>(addends: I) -> Self {
        addends.fold(Self::default(), Add::add)
    }
}

/// Adds up in the order given, so that the same order gives the same bits.
impl Sum for Contribution {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OnTarget => "not in the index: it aims at a target",
            Self::Capability => "not in the index: its capability must be a number above zero",
            Self::Potentiality => "not in the index: its potentiality must be a number above zero",
            Self::Weight => "not in the index: its weight must be a number above zero",
            Self::Actuality => {
                "not in the index on this day: its figure must be zero or more, and above zero \
                 where less is better"
            }
            Self::Magnitude => {
                "not in the index: weight times figure is too large or too small to reckon with"
            }
        })
    }
}

#[cfg(test)]
mod tests;
