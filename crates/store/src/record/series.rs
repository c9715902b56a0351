//! Series: how is the state of one series written?
//!
//! Most of it is the filter, which encodes itself.

use filter::Filter;
use mission::series::{Point, Series, Telling};

use super::shape::{fields, variants};
use super::{Decoder, Encoder, Record, RecordError};

fields! {
    Series { indicator, filter, before_tail, before_half, tail, corrected, told, sealed }
    Telling { at, since, kind }
    Point { at, value, expected, spread }
}

variants! {
    filter::Kind { 0 Transient, 1 Step, 2 Slope, 3 Record }
}

impl Record for Filter {
    fn write(&self, to: &mut Encoder) {
        self.encode(to.bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok(Self::decode(from.rest())?)
    }
}
