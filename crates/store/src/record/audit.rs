//! Audit: how is the tree over its records written?

use super::{Decoder, Encoder, Record, RecordError};
use crate::audit::Tree;

impl Record for Tree {
    fn write(&self, to: &mut Encoder) {
        let Self { size, peaks } = self;
        size.write(to);
        peaks.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let tree = Self { size: Record::read(from)?, peaks: Record::read(from)? };
        if tree.is_sound() { Ok(tree) } else { Err(RecordError::Impossible("tree of the audit")) }
    }
}
