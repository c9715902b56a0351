//! Series: how are the readings of an indicator written?

use serde::Serialize;
use utoipa::ToSchema;

/// Readings of one series, the earliest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Series {
    /// The unit's path.
    pub unit: String,
    /// The indicator's key.
    pub indicator: String,
    /// UCUM unit of measure.
    pub measure: String,
    /// From when on this viewer may see readings; null where all of them.
    pub visible_from: Option<String>,
    /// Up to when; null where there is no end.
    pub visible_until: Option<String>,
    /// How many readings there were before they were thinned out.
    pub of: usize,
    /// The readings; when there were more than asked for, those that keep the picture's shape.
    pub points: Vec<Point>,
}

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Point {
    /// When it was true, in milliseconds since 1970.
    pub at_ms: i64,
    /// In the unit of measure.
    pub value: f64,
    /// Whether it replaced another value, or came when its time was long past.
    pub corrected: bool,
}

/// A stretch of a series in envelopes, the earliest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Envelopes {
    /// The unit's path.
    pub unit: String,
    /// The unit's time zone, in whose hours the times are said.
    pub zone: String,
    /// The indicator's key.
    pub indicator: String,
    /// UCUM unit of measure.
    pub measure: String,
    /// How many readings there are in the stretch.
    pub of: usize,
    /// Where there are no more readings than envelopes were asked for, each reading is one.
    pub envelopes: Vec<Envelope>,
}

/// The readings of an equal share of the stretch: what a picture shows of them on one column of its
/// points. Shares without a reading are left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Envelope {
    /// The time of its first reading, in milliseconds since 1970.
    pub since_ms: i64,
    /// The time of its last.
    pub at_ms: i64,
    /// Its lowest value.
    pub low: f64,
    /// Its highest.
    pub high: f64,
    /// Its last.
    pub last: f64,
    /// How many readings it stands for.
    pub readings: usize,
    /// Whether one of them replaced another value, or came when its time was long past.
    pub corrected: bool,
}
