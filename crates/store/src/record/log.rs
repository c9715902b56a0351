//! Log: how is one entry of the log written?
//!
//! The event, and which message of which source brought it. What is long is compressed, if that
//! makes it shorter.

use mission::event::Event;

use super::shape::fields;
use super::{Calendars, Decoder, Encoder, Record, RecordError, Shape, VERSION};
use crate::limits;

/// An entry as it is logged; offset and time of receipt are its key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Logged {
    /// Which message brought it, if it came from a source with numbers.
    pub(crate) sender: Option<Sender>,
    /// What came.
    pub(crate) event: Event,
}

/// Which message of which source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sender {
    /// The source's number in this store.
    pub(crate) source: u64,
    /// Its epoch.
    pub(crate) epoch: u64,
    /// Its sequence number.
    pub(crate) seq: u64,
}

fields! {
    Sender { source, epoch, seq }
    Logged { sender, event }
}

const PLAIN: u8 = 0;
const COMPRESSED: u8 = 1;

/// The level at which twice the speed is worth more than a few bytes in a hundred.
const LEVEL: i32 = 1;

/// Writes an entry.
pub(crate) fn pack_logged(sender: Option<Sender>, event: &Event) -> Vec<u8> {
    let mut to = Encoder::default();
    sender.write(&mut to);
    event.write(&mut to);
    let body = to.finish();
    let compressed = (body.len() >= limits::COMPRESS_FROM)
        .then(|| zstd::bulk::compress(&body, LEVEL).ok())
        .flatten()
        .filter(|compressed| compressed.len() + 4 < body.len());
    let mut to = Encoder::default();
    to.byte(VERSION);
    match compressed {
        None => {
            to.byte(PLAIN);
            to.bytes().extend(body);
        }
        Some(compressed) => {
            to.byte(COMPRESSED);
            to.whole(body.len() as u64);
            to.bytes().extend(compressed);
        }
    }
    to.finish()
}

/// Reads it back.
pub(crate) fn unpack_logged(
    bytes: &[u8],
    calendars: &mut Calendars,
) -> Result<Logged, RecordError> {
    unpack_logged_as(Shape::TODAY, bytes, calendars)
}

/// Reads one of a shape that is known.
pub(crate) fn unpack_logged_as(
    shape: Shape,
    bytes: &[u8],
    calendars: &mut Calendars,
) -> Result<Logged, RecordError> {
    let mut from = Decoder::of(shape, bytes, calendars);
    from.version()?;
    match from.byte()? {
        PLAIN => whole(&mut from),
        COMPRESSED => {
            let length = from.whole()?;
            let length = usize::try_from(length).ok().filter(|it| *it <= limits::RECORD_BYTES);
            let length = length.ok_or(RecordError::Impossible("length"))?;
            let body = zstd::bulk::decompress(from.rest(), length);
            let body = body.map_err(|_| RecordError::Impossible("compressed entry"))?;
            if body.len() != length {
                return Err(RecordError::Impossible("length"));
            }
            whole(&mut Decoder::of(shape, &body, calendars))
        }
        tag => Err(RecordError::Variant("entry", tag)),
    }
}

fn whole(from: &mut Decoder<'_>) -> Result<Logged, RecordError> {
    let logged = Logged::read(from)?;
    from.end()?;
    Ok(logged)
}
