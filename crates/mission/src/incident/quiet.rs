//! Quiet: since when has an indicator said nothing, and does it speak again?

use crate::id::IndicatorId;
use crate::limits;
use crate::time::Timestamp;

/// One indicator of an incident of silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The due time of the first report that did not come.
    pub since: Timestamp,
    /// Reports that have come since; two that are missing again count from none.
    pub came: usize,
}

impl Quiet {
    /// An indicator of which nothing has come yet.
    pub const fn new(indicator: IndicatorId, since: Timestamp) -> Self {
        Self { indicator, since, came: 0 }
    }

    /// Whether it reports again, which has to last.
    pub const fn is_back(&self) -> bool {
        self.came > 0
    }

    /// Whether it has reported long enough: once again, and then as often as a series settles.
    pub const fn is_over(&self) -> bool {
        self.came > limits::READINGS_TO_RECOVER
    }
}
