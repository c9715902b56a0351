//! Sort: in which order did the readings of a table come to be known?
//!
//! Histories replay in order of time across all series, and tables are seldom written so. What fits
//! in memory is sorted there. More is sorted in pieces, each in a file of its own that has no name
//! and is gone with the process, and merged as it is read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use mission::id::IndicatorId;
use mission::time::Timestamp;

use crate::limits;

/// A reading with when it came to be known, and the line that it is from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Known {
    /// When its period was over.
    pub(crate) received: Timestamp,
    /// When it was true.
    pub(crate) at: Timestamp,
    pub(crate) indicator: IndicatorId,
    pub(crate) line: u64,
    pub(crate) value: f64,
}

type Key = (Timestamp, Timestamp, IndicatorId, u64);

/// Bytes of a reading in a piece.
const BYTES: usize = 36;

impl Known {
    /// Whether it is for the same indicator and time.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.indicator, self.at) == (other.indicator, other.at)
    }

    fn key(&self) -> Key {
        (self.received, self.at, self.indicator, self.line)
    }

    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.received.as_millis().to_le_bytes())?;
        to.write_all(&self.at.as_millis().to_le_bytes())?;
        to.write_all(&self.indicator.0.to_le_bytes())?;
        to.write_all(&self.line.to_le_bytes())?;
        to.write_all(&self.value.to_le_bytes())
    }

    fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = [0; BYTES];
        match from.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            Err(error) => return Err(error),
        }
        let eight = |at: usize| -> [u8; 8] { std::array::from_fn(|byte| bytes[at + byte]) };
        let four: [u8; 4] = std::array::from_fn(|byte| bytes[16 + byte]);
        Ok(Some(Self {
            received: Timestamp::from_millis(i64::from_le_bytes(eight(0))),
            at: Timestamp::from_millis(i64::from_le_bytes(eight(8))),
            indicator: IndicatorId(u32::from_le_bytes(four)),
            line: u64::from_le_bytes(eight(20)),
            value: f64::from_le_bytes(eight(28)),
        }))
    }
}

/// Takes readings in any order.
#[derive(Debug)]
pub(crate) struct Sorter {
    in_memory: usize,
    waiting: Vec<Known>,
    pieces: Vec<File>,
    count: u64,
    latest: Timestamp,
}

impl Sorter {
    /// An empty one that sorts so many at once.
    pub(crate) fn new(in_memory: usize) -> Self {
        Self {
            in_memory: in_memory.max(1),
            waiting: Vec::new(),
            pieces: Vec::new(),
            count: 0,
            latest: Timestamp::MIN,
        }
    }

    /// Adds one.
    pub(crate) fn push(&mut self, known: Known) -> io::Result<()> {
        self.count += 1;
        self.latest = self.latest.max(known.at);
        self.waiting.push(known);
        if self.waiting.len() < self.in_memory {
            return Ok(());
        }
        self.waiting.sort_unstable_by_key(Known::key);
        let piece = write_piece(self.waiting.drain(..).map(Ok))?;
        self.pieces.push(piece);
        if self.pieces.len() >= limits::PIECES_AT_ONCE {
            let merged = write_piece(Merge::of(&mut self.pieces, &[])?)?;
            self.pieces = vec![merged];
        }
        Ok(())
    }

    /// Ends it.
    pub(crate) fn finish(mut self) -> Sorted {
        self.waiting.sort_unstable_by_key(Known::key);
        let Self { waiting, pieces, count, latest, .. } = self;
        Sorted { waiting, pieces, count, latest }
    }
}

/// Readings that can be gone through in order, more than once.
#[derive(Debug)]
pub(crate) struct Sorted {
    waiting: Vec<Known>,
    pieces: Vec<File>,
    count: u64,
    latest: Timestamp,
}

impl Sorted {
    /// How many there are.
    pub(crate) fn len(&self) -> u64 {
        self.count
    }

    /// When the latest of them was true.
    pub(crate) fn latest(&self) -> Timestamp {
        self.latest
    }

    /// All of them, in order.
    pub(crate) fn in_order(&mut self) -> io::Result<impl Iterator<Item = io::Result<Known>> + '_> {
        Merge::of(&mut self.pieces, &self.waiting)
    }
}

fn write_piece(readings: impl Iterator<Item = io::Result<Known>>) -> io::Result<File> {
    let mut to = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
    for reading in readings {
        reading?.write(&mut to)?;
    }
    to.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Several sorted sources as one.
struct Merge<'s> {
    pieces: Vec<BufReader<&'s mut File>>,
    memory: std::slice::Iter<'s, Known>,
    /// The next of each source, the smallest first.
    heads: BinaryHeap<Reverse<Head>>,
}

#[derive(PartialEq)]
struct Head {
    known: Known,
    source: usize,
}

impl Eq for Head {}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.known.key(), self.source).cmp(&(other.known.key(), other.source))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<'s> Merge<'s> {
    fn of(pieces: &'s mut [File], memory: &'s [Known]) -> io::Result<Self> {
        let mut readers = Vec::with_capacity(pieces.len());
        for piece in pieces {
            piece.seek(SeekFrom::Start(0))?;
            readers.push(BufReader::with_capacity(1 << 16, piece));
        }
        let mut merge = Self { pieces: readers, memory: memory.iter(), heads: BinaryHeap::new() };
        for source in 0..=merge.pieces.len() {
            merge.advance(source)?;
        }
        Ok(merge)
    }

    /// Takes the next of a source; the one in memory comes after all pieces.
    fn advance(&mut self, source: usize) -> io::Result<()> {
        let next = match self.pieces.get_mut(source) {
            Some(piece) => Known::read(piece)?,
            None => self.memory.next().copied(),
        };
        self.heads.extend(next.map(|known| Reverse(Head { known, source })));
        Ok(())
    }
}

impl Iterator for Merge<'_> {
    type Item = io::Result<Known>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse(Head { known, source }) = self.heads.pop()?;
        Some(self.advance(source).map(|()| known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Readings in an order that looks like none: multiplication by 7 modulo a prime.
    fn shuffled(count: u64) -> impl Iterator<Item = Known> {
        (0..count).map(move |line| {
            let at = i64::try_from(line * 7 % 10_007).unwrap();
            Known {
                received: Timestamp::from_millis(at / 3),
                at: Timestamp::from_millis(at),
                indicator: IndicatorId(u32::try_from(line % 5).unwrap()),
                line,
                value: -0.5 * f64::from(u32::try_from(line).unwrap()),
            }
        })
    }

    fn sorted(count: u64, in_memory: usize) -> Vec<Known> {
        let mut sorter = Sorter::new(in_memory);
        for known in shuffled(count) {
            sorter.push(known).unwrap();
        }
        let mut sorted = sorter.finish();
        assert_eq!(sorted.len(), count);
        let first: Vec<Known> = sorted.in_order().unwrap().map(Result::unwrap).collect();
        let again: Vec<Known> = sorted.in_order().unwrap().map(Result::unwrap).collect();
        assert_eq!(first, again, "it can be gone through twice");
        first
    }

    #[test]
    fn the_order_is_the_same_in_memory_in_pieces_and_in_pieces_of_pieces() {
        let mut expected: Vec<Known> = shuffled(2_000).collect();
        expected.sort_by_key(Known::key);
        assert_eq!(sorted(2_000, 5_000), expected);
        assert_eq!(sorted(2_000, 300), expected);
        assert_eq!(sorted(2_000, 7), expected, "285 pieces are merged on the way");
    }

    #[test]
    fn nothing_sorted_is_nothing() {
        assert_eq!(sorted(0, 4), []);
    }
}
