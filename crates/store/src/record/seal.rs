//! Seal: have these bytes changed since they were written, or do they lie in another's place?
//!
//! The engine below checks its own write-ahead log but not its pages. So every stored body ends
//! with a check sum over itself and the key that it is stored under: a bit that flips in either is
//! found when the body is read.

use super::RecordError;

/// Appends the check sum of the key and the body.
pub(crate) fn seal(key: &[i64], mut body: Vec<u8>) -> Vec<u8> {
    let sum = sum(key, &body);
    body.extend(sum.to_le_bytes());
    body
}

/// The body without its check sum, if that fits.
pub(crate) fn unseal<'b>(key: &[i64], stored: &'b [u8]) -> Result<&'b [u8], RecordError> {
    let (body, kept) = stored.split_last_chunk().ok_or(RecordError::Truncated)?;
    if u32::from_le_bytes(*kept) == sum(key, body) { Ok(body) } else { Err(RecordError::CheckSum) }
}

fn sum(key: &[i64], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for part in key {
        hasher.update(&part.to_le_bytes());
    }
    hasher.update(body);
    hasher.finalize()
}
