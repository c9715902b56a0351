//! Announcement: what does a unit say beforehand of figures that will not be the usual ones?
//!
//! Maintenance, a stocktaking, a new line: who knows of it is not to be told of it. For a time that
//! was announced, readings are kept, drawn and rolled up, but the filter neither judges nor learns
//! from them, no incident recovers by them, and none is missed. A new level that was announced is
//! learnt from its first reading on, and not told. Nothing can be announced afterwards, for long, or
//! by anybody but the unit itself.

use crate::id::{AnnouncementId, IndicatorId};
use crate::time::Timestamp;

/// What a unit said beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct Announcement {
    /// Its identity.
    pub id: AnnouncementId,
    /// Which series; all of the unit where none is named.
    pub indicator: Option<IndicatorId>,
    /// When it begins.
    pub from: Timestamp,
    /// What is to be expected.
    pub expected: Expected,
    /// In words.
    pub words: String,
    /// The role that signed.
    pub by: String,
    /// When it was said.
    pub at: Timestamp,
}

/// What is to be expected of the figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Expected {
    /// Until then they are not the usual ones, and say nothing.
    Apart(Timestamp),
    /// From then on they keep another level: by so much, or by how much nobody knows.
    Level(Option<f64>),
}

impl Announcement {
    fn concerns(&self, indicator: IndicatorId) -> bool {
        self.indicator.is_none_or(|it| it == indicator)
    }

    /// When it is over; a new level is there to stay.
    pub fn until(&self) -> Option<Timestamp> {
        match self.expected {
            Expected::Apart(until) => Some(until),
            Expected::Level(_) => None,
        }
    }
}

/// Until when the figures of a series are to be left apart, if they are at that time.
pub fn apart_until(
    announced: &[Announcement],
    indicator: IndicatorId,
    at: Timestamp,
) -> Option<Timestamp> {
    let begun = announced.iter().filter(|it| it.concerns(indicator) && it.from <= at);
    begun.filter_map(Announcement::until).filter(|until| at < *until).max()
}

/// The new levels of a series that begin after a reading and not after the next.
pub fn levels_between(
    announced: &[Announcement],
    indicator: IndicatorId,
    after: Timestamp,
    upto: Timestamp,
) -> impl Iterator<Item = Option<f64>> + '_ {
    let begins =
        move |it: &&Announcement| it.concerns(indicator) && after < it.from && it.from <= upto;
    announced.iter().filter(begins).filter_map(|it| match it.expected {
        Expected::Level(by) => Some(by),
        Expected::Apart(_) => None,
    })
}
