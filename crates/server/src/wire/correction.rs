//! Correction: how is said that a figure was another before?

use mission::calendar::Calendar;
use mission::report::Correction as Kept;
use mission::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::rfc3339;

/// Corrections of one figure, the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Corrections {
    /// Those that are remembered by themselves.
    pub corrections: Vec<Correction>,
}

/// A value that was kept, and then was another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Correction {
    /// The time that the figure stands for.
    pub at: String,
    /// What was kept.
    pub was: f64,
    /// What was kept then.
    pub value: f64,
    /// When it was corrected.
    pub corrected: String,
    /// The role that signed; null where nobody did.
    pub by: Option<String>,
}

impl Correction {
    pub(crate) fn of(kept: &Kept, corrected: Timestamp, hours: &Calendar) -> Self {
        Self {
            at: rfc3339(kept.at, hours),
            was: kept.was,
            value: kept.value,
            corrected: rfc3339(corrected, hours),
            by: kept.signed.as_ref().map(|signed| signed.by.clone()),
        }
    }
}
