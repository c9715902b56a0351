//! Encoder: how do numbers and words become bytes?

use std::sync::Arc;

use mission::calendar::Calendar;

/// Bytes being written, with the calendars that stand in them already.
#[derive(Debug, Default)]
pub(crate) struct Encoder {
    bytes: Vec<u8>,
    calendars: Vec<Arc<Calendar>>,
}

impl Encoder {
    /// What was written.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// The bytes so far, for what encodes itself.
    pub(crate) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// One byte.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A whole number, seven bits a byte, the lowest first (LEB128).
    pub(crate) fn whole(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// A whole number that may be negative, zigzag: 0, -1, 1, -2 …
    pub(crate) fn signed(&mut self, number: i64) {
        self.whole(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    /// Bytes with their number in front.
    pub(crate) fn slice(&mut self, bytes: &[u8]) {
        self.whole(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// The place of a calendar among those written in this record, if it is one of them.
    pub(crate) fn place_of(&mut self, calendar: &Arc<Calendar>) -> Option<usize> {
        let same = |held: &Arc<Calendar>| Arc::ptr_eq(held, calendar) || held == calendar;
        let place = self.calendars.iter().position(same);
        if place.is_none() {
            self.calendars.push(Arc::clone(calendar));
        }
        place
    }
}
