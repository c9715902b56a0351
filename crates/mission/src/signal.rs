//! Signals: what does a series say when it is news?
//!
//! A unit is told twice at most about one change: on the day, that a reading is unusual and its
//! kind not yet known; and, a reading or more later, what it was. Good news is told as well.
//! Nothing told is taken back: a correction adds that it would not have been news.

use crate::id::{IncidentId, IndicatorId, SignalId};
use crate::registry;
use crate::time::Timestamp;

/// What a series said, once.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its identity.
    pub id: SignalId,
    /// The series.
    pub indicator: IndicatorId,
    /// What it says.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// Whether that is good or bad for this indicator.
    pub surprise: Surprise,
    /// The reading with which the change began.
    pub since: Timestamp,
    /// The reading on which it was told.
    pub at: Timestamp,
    /// When the unit was told.
    pub told: Timestamp,
    /// That reading's value.
    pub value: f64,
    /// The level expected before the change, in the indicator's unit of measure.
    pub before: f64,
    /// The level believed now.
    pub after: f64,
    /// The band that was expected of the reading, 95%.
    pub lower: f64,
    /// Its upper edge.
    pub upper: f64,
    /// How sure the filter is, 0 to 1.
    pub sure: f64,
    /// The incident that it opened or joined.
    pub incident: Option<IncidentId>,
    /// When a later correction showed that it would not have been news.
    pub overturned: Option<Timestamp>,
}

/// What a signal says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Unusual, kind not yet known: no clock runs.
    Unusual,
    /// One reading was off and the next was not.
    OneOff,
    /// The level moved.
    Step,
    /// It began to drift.
    Slope,
}

/// Which way a series moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Higher than expected.
    Up,
    /// Lower than expected.
    Down,
}

/// Whether a change is good or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surprise {
    /// The way the indicator is meant to go: told, without incident.
    Good,
    /// The other way.
    Bad,
}

impl Surprise {
    /// Judges a move by which way is good. Where a target is best, every move is bad.
    pub const fn of(moved: Direction, good: registry::Direction) -> Self {
        match (moved, good) {
            (Direction::Up, registry::Direction::More)
            | (Direction::Down, registry::Direction::Less) => Self::Good,
            (Direction::Up | Direction::Down, registry::Direction::OnTarget)
            | (Direction::Down, registry::Direction::More)
            | (Direction::Up, registry::Direction::Less) => Self::Bad,
        }
    }
}

impl From<filter::Kind> for Kind {
    fn from(kind: filter::Kind) -> Self {
        match kind {
            filter::Kind::Transient => Self::OneOff,
            filter::Kind::Step => Self::Step,
            filter::Kind::Slope => Self::Slope,
            filter::Kind::Record => Self::Unusual,
        }
    }
}

impl From<filter::Direction> for Direction {
    fn from(direction: filter::Direction) -> Self {
        match direction {
            filter::Direction::Up => Self::Up,
            filter::Direction::Down => Self::Down,
        }
    }
}
