//! Reference: what would have been, had nothing changed?
//!
//! Frozen when the change is told, and continued with its calendar, so that an incident cannot
//! heal by being forgotten: the filter goes on learning, the reference does not.

use crate::moment::Moment;
use crate::profile::{OFFSETS, Profile};
use crate::shape::Shape;
use crate::verdict::Band;

/// What was expected just before a change, frozen, and continued with its calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// The measure in which the noise is even; level, half width and unit are in it.
    pub(crate) shape: Shape,
    pub(crate) level: f64,
    pub(crate) half_width: f64,
    pub(crate) unit: f64,
    pub(crate) cadence_s: f64,
    pub(crate) offsets: [f32; OFFSETS],
}

impl Reference {
    /// Where a reading at this moment would lie had nothing changed.
    pub fn band_at(&self, at: Moment) -> Band {
        let mut profile = Profile::new(0.0, self.cadence_s);
        profile.offsets = self.offsets;
        let offset = f64::from(profile.frozen_offset(profile.places(at)));
        Band::about(&self.shape, self.level + self.unit * offset, self.half_width)
    }

    /// The level just before the change, without calendar, in the unit of the series.
    pub fn level(&self) -> f64 {
        self.shape.plain(self.level)
    }

    /// The same reference about a level that was agreed instead.
    #[must_use]
    pub fn with_level(self, level: f64) -> Self {
        Self { level: self.shape.even(level), ..self }
    }
}
