//! Record: how is what must be kept written down, and read back without trust?
//!
//! Little-endian, whole numbers as varints, floats by their bits, a version byte in front of every
//! object and log entry. The same value always gives the same bytes, so that two states are the
//! same when their records are. What cannot have been written here is an error, never a panic and
//! never more memory than a small multiple of the bytes given.
//!
//! Each type is a line or two: [`shape`]'s macros list the fields, and the compiler refuses a list
//! that leaves one out. `docs/formats/store.md` describes the bytes for those who have no Rust.

mod age;
mod audit;
mod calendar;
mod charter;
mod chunk;
mod decode;
mod encode;
mod event;
mod flow;
mod incident;
mod link;
mod log;
mod message;
mod notice;
mod plain;
mod registry;
mod report;
mod seal;
mod series;
mod shape;
mod terms;

pub(crate) use age::{Age, Shape};
pub(crate) use calendar::Calendars;
pub(crate) use chunk::{pack_points, unpack_points};
pub(crate) use decode::{Decoder, RecordError};
pub(crate) use encode::Encoder;
pub(crate) use incident::UNSAID;
pub use link::{Exchange, mark_of, pack_levels, unpack_levels};
pub(crate) use log::{Logged, Sender, pack_logged, unpack_logged, unpack_logged_as};
pub(crate) use seal::{seal, unseal};
pub(crate) use shape::{fields, variants};

/// Version of every record written today.
pub(crate) const VERSION: u8 = 4;

/// Something that can be written down and read back.
pub(crate) trait Record: Sized {
    /// Writes it.
    fn write(&self, to: &mut Encoder);

    /// Reads it.
    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError>;
}

/// Writes an object with its version.
pub(crate) fn pack<R: Record>(object: &R) -> Vec<u8> {
    let mut to = Encoder::default();
    to.byte(VERSION);
    object.write(&mut to);
    to.finish()
}

/// Reads an object as it is written today, to the last byte.
pub(crate) fn unpack<R: Record>(bytes: &[u8], calendars: &mut Calendars) -> Result<R, RecordError> {
    unpack_as(Shape::TODAY, bytes, calendars)
}

/// Reads an object of a shape that is known, to the last byte.
pub(crate) fn unpack_as<R: Record>(
    shape: Shape,
    bytes: &[u8],
    calendars: &mut Calendars,
) -> Result<R, RecordError> {
    let mut from = Decoder::of(shape, bytes, calendars);
    from.version()?;
    let object = R::read(&mut from)?;
    from.end()?;
    Ok(object)
}

#[cfg(test)]
mod tests;
