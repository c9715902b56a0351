//! Series: how is the state of one series written?
//!
//! Most of it is the filter, which encodes itself.

use filter::Filter;
use mission::series::{Heard, Point, Series, Telling, Width};

use super::shape::{fields, variants};
use super::{Decoder, Encoder, Record, RecordError};

fields! {
    Series { indicator, filter, before_tail, before_half, tail, corrected, told, heard, sealed }
    Telling { at, since, kind }
    Heard { after, since, answer }
    Point { at, value, expected, reach }
}

variants! {
    filter::Answer { 0 Real, 1 Instrument, 2 Nothing }
    filter::Kind { 0 Transient, 1 Step, 2 Slope, 3 Record }
}

impl Record for [Width; 2] {
    fn write(&self, to: &mut Encoder) {
        to.bytes().extend(self.iter().flat_map(|width| width.0.to_le_bytes()));
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let bytes: [u8; 4] = from.array()?;
        let width = |at: usize| Width(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        Ok([width(0), width(2)])
    }
}

impl Record for Filter {
    fn write(&self, to: &mut Encoder) {
        self.encode(to.bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok(Self::decode(from.rest())?)
    }
}
