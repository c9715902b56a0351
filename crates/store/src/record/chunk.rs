//! Chunk: how are the readings of one series written once they no longer change?
//!
//! By columns, each compressed by `pco`, which finds steps of times and decimals of values by
//! itself. A chunk is checked by its seal before it is unpacked.

use mission::time::Timestamp;
use pco::standalone::{simple_compress, simple_decompress};
use pco::{ChunkConfig, DeltaSpec};

use super::{Calendars, Decoder, Encoder, RecordError, VERSION};
use crate::limits;

/// Writes readings.
pub(crate) fn pack_points(points: &[(Timestamp, f64)]) -> Vec<u8> {
    let times: Vec<i64> = points.iter().map(|(at, _)| at.as_millis()).collect();
    let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    let for_values = ChunkConfig::default().with_compression_level(limits::CHUNK_LEVEL);
    let for_times = for_values.clone().with_delta_spec(DeltaSpec::TryConsecutive(1));
    let pack = "these settings of pco hold for any numbers";
    let mut to = Encoder::default();
    to.byte(VERSION);
    to.slice(&simple_compress(&times, &for_times).expect(pack));
    to.slice(&simple_compress(&values, &for_values).expect(pack));
    to.finish()
}

/// Reads them back.
pub(crate) fn unpack_points(bytes: &[u8]) -> Result<Vec<(Timestamp, f64)>, RecordError> {
    let mut calendars = Calendars::default();
    let mut from = Decoder::new(bytes, &mut calendars);
    // What a chunk holds has been the same since the first version.
    let version = from.byte()?;
    if !(1..=VERSION).contains(&version) {
        return Err(RecordError::Version(version));
    }
    let impossible = |_| RecordError::Impossible("chunk");
    let times: Vec<i64> = simple_decompress(from.slice()?).map_err(impossible)?;
    let values: Vec<f64> = simple_decompress(from.slice()?).map_err(impossible)?;
    from.end()?;
    if times.len() != values.len() {
        return Err(RecordError::Impossible("chunk"));
    }
    Ok(times.into_iter().map(Timestamp::from_millis).zip(values).collect())
}
