//! Event: how does a stream say that something changed?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The data of `event: changed`.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Changed {
    /// Names of the views to fetch again, such as `room` or `incident:5242880`; `*` is all.
    pub what: Vec<String>,
}

/// How far a rehearsal's clock is to be moved on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    /// Seconds.
    pub advance_s: u64,
}

/// Where a rehearsal's clock is then.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Advanced {
    /// The time.
    pub now: String,
}
