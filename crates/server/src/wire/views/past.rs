//! Past: what does a page as it was show around it?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Frame, View, When};

/// A page as it was, or on its way.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PastPage {
    /// What every view carries; its time is that of the past.
    #[serde(flatten)]
    pub frame: Frame,
    /// `As of Sunday 3 May 2026, 14:00, as known then.`
    pub sentence: String,
    pub lede: String,
    pub at: When,
    /// The first time of which something is known, and the present.
    pub first: String,
    pub present: String,
    /// The same hour of the working day before and after.
    pub day_back: Option<String>,
    pub day_forth: Option<String>,
    /// When the unit was told something, before and after.
    pub event_back: Option<String>,
    pub event_forth: Option<String>,
    /// What is made of it, from 0 to 1, while it is being made.
    pub share: Option<f64>,
    /// The page; none while it is being made.
    #[schema(no_recursion)]
    pub shown: Option<View>,
}
