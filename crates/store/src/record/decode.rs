//! Decoder: which numbers and words do these bytes say, if any?

use std::sync::Arc;

use mission::calendar::Calendar;

use super::age::{Age, Shape};
use super::calendar::Calendars;

/// Why bytes are not a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RecordError {
    /// They end too early.
    #[error("the bytes end too early")]
    Truncated,
    /// They go on after the end.
    #[error("{0} bytes follow the end")]
    Overlong(usize),
    /// Another version than this build reads.
    #[error("version {0} is not known to this build")]
    Version(u8),
    /// No such variant.
    #[error("{0} has no variant {1}")]
    Variant(&'static str, u8),
    /// A value that its type does not allow.
    #[error("an impossible {0}")]
    Impossible(&'static str),
    /// The check sum says that bytes have changed.
    #[error("the check sum does not fit: bytes have changed since they were written")]
    CheckSum,
    /// A filter or reference does not decode.
    #[error("could not {0}")]
    Filter(#[from] filter::DecodeError),
}

/// Bytes being read.
pub(crate) struct Decoder<'a> {
    bytes: &'a [u8],
    known: &'a mut Calendars,
    calendars: Vec<Arc<Calendar>>,
    shape: Shape,
}

impl<'a> Decoder<'a> {
    /// Reads `bytes`; calendars that were read before are shared.
    pub(crate) fn new(bytes: &'a [u8], known: &'a mut Calendars) -> Self {
        Self::of(Shape::TODAY, bytes, known)
    }

    /// Reads `bytes` of a shape.
    pub(crate) fn of(shape: Shape, bytes: &'a [u8], known: &'a mut Calendars) -> Self {
        Self { bytes, known, calendars: Vec::new(), shape }
    }

    /// Whether what came with that age is in these bytes.
    pub(crate) fn knows(&self, age: Age) -> bool {
        self.shape.age >= age
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> Result<u8, RecordError> {
        let (first, rest) = self.bytes.split_first().ok_or(RecordError::Truncated)?;
        self.bytes = rest;
        Ok(*first)
    }

    /// That many bytes, by their number.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordError> {
        let (head, rest) = self.bytes.split_first_chunk().ok_or(RecordError::Truncated)?;
        self.bytes = rest;
        Ok(*head)
    }

    /// A whole number. The shortest form is the only one.
    pub(crate) fn whole(&mut self) -> Result<u64, RecordError> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if (bits << shift) >> shift != bits || (byte == 0 && shift > 0) {
                return Err(RecordError::Impossible("whole number"));
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(RecordError::Impossible("whole number"))
    }

    /// A whole number that may be negative.
    pub(crate) fn signed(&mut self) -> Result<i64, RecordError> {
        let zigzag = self.whole()?;
        Ok((zigzag >> 1).cast_signed() ^ -((zigzag & 1).cast_signed()))
    }

    /// How many things follow. Each takes a byte or more, so there cannot be more than bytes.
    pub(crate) fn count(&mut self) -> Result<usize, RecordError> {
        let count = usize::try_from(self.whole()?).map_err(|_| RecordError::Truncated)?;
        if count > self.bytes.len() { Err(RecordError::Truncated) } else { Ok(count) }
    }

    /// Bytes with their number in front.
    pub(crate) fn slice(&mut self) -> Result<&'a [u8], RecordError> {
        let count = self.count()?;
        let (head, rest) = self.bytes.split_at(count);
        self.bytes = rest;
        Ok(head)
    }

    /// The version byte.
    pub(crate) fn version(&mut self) -> Result<(), RecordError> {
        let found = self.byte()?;
        if found == self.shape.version { Ok(()) } else { Err(RecordError::Version(found)) }
    }

    /// What is left, for what decodes itself.
    pub(crate) fn rest(&mut self) -> &mut &'a [u8] {
        &mut self.bytes
    }

    /// Nothing may be left.
    pub(crate) fn end(&self) -> Result<(), RecordError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(RecordError::Overlong(self.bytes.len())) }
    }

    /// A calendar that stands in this record already.
    pub(crate) fn calendar_at(&self, place: usize) -> Result<Arc<Calendar>, RecordError> {
        self.calendars.get(place).cloned().ok_or(RecordError::Impossible("calendar"))
    }

    /// A calendar by its bytes, which may be known from another record.
    pub(crate) fn new_calendar(&mut self, bytes: &[u8]) -> Result<Arc<Calendar>, RecordError> {
        let calendar = self.known.read(bytes)?;
        self.calendars.push(Arc::clone(&calendar));
        Ok(calendar)
    }
}
