//! Verdict: what the filter says about one reading.

use crate::shape::Shape;

/// Where a reading was expected, with 95% probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The expected value, in the unit of the series.
    pub expected: f64,
    /// Its lower bound.
    pub lower: f64,
    /// Its upper bound.
    pub upper: f64,
}

impl Band {
    /// A level with half a band about it, both in the even measure of a series.
    pub(crate) fn about(shape: &Shape, level: f64, half: f64) -> Self {
        Self {
            expected: shape.plain(level),
            lower: shape.plain(level - half),
            upper: shape.plain(level + half),
        }
    }

    /// Whether a value lies inside, bounds included.
    pub fn contains(&self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }
}

/// How far the filter has come in learning a new series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learning {
    /// Readings seen, this one included.
    pub seen: u32,
    /// Readings needed before anything is told.
    pub needed: u32,
}

/// The four stories and their probabilities, which add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chances {
    /// Nothing happened.
    pub steady: f64,
    /// The reading before this one was a one-off.
    pub transient: f64,
    /// The level moved within the last 32 readings.
    pub step: f64,
    /// The level began to drift within the last 32 readings.
    pub slope: f64,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A one-off: one reading strayed, the level stayed.
    Transient,
    /// The level moved.
    Step,
    /// The level began to drift.
    Slope,
    /// A reading lies far beyond all before it; what it begins cannot be known yet.
    Record,
}

impl Kind {
    /// Whether the series is believed to go on otherwise than before.
    pub const fn is_change(self) -> bool {
        matches!(self, Self::Step | Self::Slope)
    }
}

/// Which way the series went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards larger values.
    Up,
    /// Towards smaller values.
    Down,
}

/// A change told to people. Each change is told once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// What happened.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// The reading at which it began, by its time in seconds since 1970.
    pub since: i64,
    /// The level expected there just before, in the unit of the series.
    pub before: f64,
    /// The level now believed; of a record, the reading.
    pub after: f64,
    /// How sure the filter is of the kind, 0 to 1.
    pub sure: f64,
}

/// What people say of a change that was told, afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was real: having told it is no reason to be more careful.
    Real,
    /// The instrument was wrong: the readings did change, and the filter was right to say so.
    Instrument,
    /// It was nothing: the next must be clearer.
    Nothing,
}

/// What the filter says about one reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Where the reading was expected, judged before it was seen.
    pub band: Band,
    /// Set while the series is still being learnt.
    pub learning: Option<Learning>,
    /// The four stories, as they stand after this reading.
    pub chances: Chances,
    /// How alarming the reading is: one number, comparable across series, at least 0.
    pub score: f64,
    /// Whether the reading is news although its kind cannot be known yet.
    pub unusual: bool,
    /// What became known with this reading.
    pub told: Option<Told>,
}
