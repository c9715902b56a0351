//! History: how is the past of a unit written, and how is it answered?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The past of some indicators of one unit, as a table.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The role that signs, where nobody signs in.
    #[serde(default)]
    pub by: String,
    /// Keys of the indicators, in the order of the values.
    pub indicators: Vec<String>,
    /// The rows, in any order.
    pub rows: Vec<HistoryRow>,
    /// Only say what would become of it.
    #[serde(default)]
    pub preview: bool,
}

/// What was reported for one time.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryRow {
    /// A time with zone (RFC 3339), or a time or date of the unit's own zone.
    pub at: String,
    /// A value for each of the indicators; null where there is none.
    pub values: Vec<Option<f64>>,
}

/// What became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryTaken {
    /// Readings that are kept now; in a preview those that would be.
    pub readings: usize,
    /// Readings that an earlier try had brought.
    pub repeated: usize,
    /// The first time, with the unit's offset; null where there is no reading.
    pub from: Option<String>,
    /// The last time.
    pub to: Option<String>,
}

/// A history that was refused as a whole: a problem, with all that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryRefused {
    /// The problem.
    #[serde(flatten)]
    pub problem: super::problem::Problem,
    /// What is wrong; the first thousand.
    pub problems: Vec<CellProblem>,
    /// How many there are.
    pub problem_count: usize,
}

/// What is wrong with one cell, and what would be right.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CellProblem {
    /// Which row, from 0.
    pub row: usize,
    /// Which of the indicators, from 0; null where it is the time.
    pub column: Option<usize>,
    /// What was given.
    pub value: String,
    /// What would be right.
    pub expected: String,
}
