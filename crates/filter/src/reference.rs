//! Reference: what would have been, had nothing changed?

use crate::codec::DecodeError;
use crate::moment::Moment;
use crate::verdict::Band;

/// What was expected just before a change, frozen, and continued with its calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    level: f64,
    half_width: f64,
}

impl Reference {
    pub(crate) fn new(level: f64, half_width: f64) -> Self {
        Self { level, half_width }
    }

    /// Where a reading at this moment would lie had nothing changed.
    pub fn band_at(&self, at: Moment) -> Band {
        let _ = at;
        Band {
            expected: self.level,
            lower: self.level - self.half_width,
            upper: self.level + self.half_width,
        }
    }

    /// The level just before the change, without calendar, in the unit of the series.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// The same reference about a level that was agreed instead.
    #[must_use]
    pub fn with_level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Writes it down: little-endian, version byte first.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.push(1);
        out.extend(self.level.to_le_bytes());
        out.extend(self.half_width.to_le_bytes());
    }

    /// Reads it back and moves `bytes` past it.
    pub fn decode(bytes: &mut &[u8]) -> Result<Self, DecodeError> {
        let (head, rest) = bytes.split_at_checked(17).ok_or(DecodeError::Truncated)?;
        let number = |at: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&head[at..at + 8]);
            f64::from_le_bytes(eight)
        };
        if head[0] != 1 {
            return Err(DecodeError::UnknownVersion(head[0]));
        }
        *bytes = rest;
        Ok(Self { level: number(1), half_width: number(9) })
    }
}
