//! Link: how are ties with other nodes, and the letters between them, written?
//!
//! Letters go over the wire as they lie here, so that both nodes can hold the very bytes against what was
//! signed.

use std::collections::BTreeMap;

use mission::event::Came;
use mission::id::MessageId;
use mission::index::{Addends, Contribution, Coverage, Ratio};
use mission::letter::{
    Asked, Glossary, Held, KnownIndicator, KnownUnit, Letter, Opened, Owed, Replied, Risen, Sent,
    Shown, Signed, Sister, Tabled, Wrote,
};
use mission::link::{Anew, Level, Link, Name, NewLink, Other, Pair, PutBack, Tie};
use sha2::{Digest, Sha256};

use super::shape::{fields, variants};
use super::{Calendars, Decoder, Encoder, Record, RecordError, pack, unpack};
use crate::error::StoreError;

fields! {
    Anew { since, told }
    Tie { epoch, key, written, heard, by, who }
    Pair { ours, theirs }
    NewLink { unit, other, key, levels, by, who }
    Level { path, name, calendar, membership, recovery_days }
    Contribution { addends, coverage }
    Addends { productivity, latency }
    Ratio { numerator, denominator }
    Coverage { expected_denominator, reported_denominator }
    Risen { name, incident, glossary }
    Glossary { units, indicators, signals }
    KnownUnit { id, path, name, calendar }
    KnownIndicator { id, unit, indicator }
    Opened { unit, key, points }
    Owed { name, obligation, debtor, creditor, incidents }
    Signed { name, unit, by }
    Replied { signed, event, words }
    Held { name, holder, clock, rises, taken_on, shelved, log }
    Tabled { name, agreement, unit, indicator }
    Shown { name, opening, unit, to, indicators, grants }
    Asked { name, from, unit, words, by, until }
    Sister { path, name }
    Sent { name, from, title, text, reason, holds_from, by, sent, withdrawn }
    Exchange { turn, epoch, heard, mark, delivered, put_back, wait_s, first, letters }
}

variants! {
    PutBack { 0 Here, 1 There, 2 Either }
    Name { 0 Mine(thing), 1 Yours(thing) }
    Letter {
        0 Incident(risen),
        1 Readings(opened),
        2 Called(owed),
        3 HelpCame(signed),
        4 Reply(replied),
        5 Day(day, sum),
        6 Held(held),
        7 Owed(owed),
        8 Directive(sent),
        9 Terms(tabled),
        10 Opening(shown),
        11 Asked(asked),
        12 Levels(levels),
        13 Message(message),
        14 All,
        15 Sisters(sisters),
    }
}

/// What one node sends another: letters, and how far it has heard those of the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exchange {
    /// A number that nobody can foresee; the answer bears the same.
    pub turn: u64,
    /// How often the two are linked, as the writer knows it.
    pub epoch: u64,
    /// Letters of the reader that are on the writer's disk.
    pub heard: u64,
    /// By what the last of these is known again; nought where that is not known.
    pub mark: u64,
    /// Letters of the writer that the reader has said to be on its disk.
    pub delivered: u64,
    /// Which of the two was put back to an earlier state, as the writer finds.
    pub put_back: Option<PutBack>,
    /// Seconds that the reader may wait for something to answer with.
    pub wait_s: u64,
    /// The number of the first letter.
    pub first: u64,
    /// The letters, in order.
    pub letters: Vec<Letter>,
}

impl Exchange {
    /// The bytes that are sent.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        pack(self)
    }

    /// What was sent, if it is that.
    pub fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        unpack(bytes, &mut Calendars::default()).map_err(|why| StoreError::corrupt("letters", why))
    }
}

/// By what a letter is known again.
#[must_use]
pub fn mark_of(letter: &Letter) -> u64 {
    let digest = Sha256::digest(pack(letter));
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&digest[..8]);
    u64::from_le_bytes(bytes).max(1)
}

/// The levels above a branch, as the bytes that are sent.
#[must_use]
pub fn pack_levels(levels: &Vec<Level>) -> Vec<u8> {
    pack(levels)
}

/// What was sent, if it is levels.
pub fn unpack_levels(bytes: &[u8]) -> Result<Vec<Level>, StoreError> {
    unpack(bytes, &mut Calendars::default()).map_err(|why| StoreError::corrupt("levels", why))
}

/// Added to what says where the other stands, where a link knows how often it was made.
const TIMES: u8 = 2;

impl Record for Other {
    fn write(&self, to: &mut Encoder) {
        to.byte(match self {
            Self::Above => 0,
            Self::Below => 1,
        });
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        other(from.byte()?)
    }
}

fn other(tag: u8) -> Result<Other, RecordError> {
    match tag {
        0 => Ok(Other::Above),
        1 => Ok(Other::Below),
        tag => Err(RecordError::Variant("Other", tag)),
    }
}

impl Record for Link {
    fn write(&self, to: &mut Encoder) {
        let Self { id, unit, other, key, since, written, delivered, delivered_at, .. } = self;
        let Self { heard, heard_at, released, days, pairs, epoch, mark, sisters, anew, .. } = self;
        id.write(to);
        unit.write(to);
        to.byte(match other {
            Other::Above => TIMES,
            Other::Below => TIMES + 1,
        });
        key.write(to);
        since.write(to);
        written.write(to);
        delivered.write(to);
        delivered_at.write(to);
        heard.write(to);
        heard_at.write(to);
        released.write(to);
        days.write(to);
        pairs.write(to);
        epoch.write(to);
        mark.write(to);
        sisters.write(to);
        anew.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (id, unit, tag) = (Record::read(from)?, Record::read(from)?, from.byte()?);
        let mut link = Self {
            id,
            unit,
            other: other(tag % TIMES)?,
            key: Record::read(from)?,
            since: Record::read(from)?,
            written: Record::read(from)?,
            delivered: Record::read(from)?,
            delivered_at: Record::read(from)?,
            heard: Record::read(from)?,
            heard_at: Record::read(from)?,
            released: Record::read(from)?,
            days: Record::read(from)?,
            pairs: Record::read(from)?,
            epoch: 1,
            mark: 0,
            sisters: None,
            anew: None,
        };
        // Links that were written before nodes could be linked anew end here.
        if tag >= TIMES {
            (link.epoch, link.mark) = (Record::read(from)?, Record::read(from)?);
            (link.sisters, link.anew) = (Record::read(from)?, Record::read(from)?);
        }
        Ok(link)
    }
}

impl Record for Wrote {
    fn write(&self, to: &mut Encoder) {
        let Self { id, from, to: readers, answers, about, words, by, at } = self;
        // Stands where older letters have the number of the message, which is never nought.
        to.whole(0);
        readers.write(to);
        id.write(to);
        from.write(to);
        answers.write(to);
        about.write(to);
        words.write(to);
        by.write(to);
        at.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (to, id) = match from.whole()? {
            0 => (Record::read(from)?, Record::read(from)?),
            id => (Vec::new(), MessageId(id)),
        };
        Ok(Self {
            id,
            from: Record::read(from)?,
            to,
            answers: Record::read(from)?,
            about: Record::read(from)?,
            words: Record::read(from)?,
            by: Record::read(from)?,
            at: Record::read(from)?,
        })
    }
}

impl Record for Came {
    fn write(&self, to: &mut Encoder) {
        let Self { first, mark, letters } = self;
        // Stands where older entries have the number of the first letter, which is never nought.
        to.whole(0);
        mark.write(to);
        first.write(to);
        letters.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (first, mark) = match from.whole()? {
            0 => {
                let mark = Record::read(from)?;
                (Record::read(from)?, mark)
            }
            first => (first, 0),
        };
        Ok(Self { first, mark, letters: Record::read(from)? })
    }
}

impl<K: Record + Ord, V: Record> Record for BTreeMap<K, V> {
    fn write(&self, to: &mut Encoder) {
        to.whole(self.len() as u64);
        for (key, value) in self {
            key.write(to);
            value.write(to);
        }
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Vec::<(K, V)>::read(from).map(|pairs| pairs.into_iter().collect())
    }
}
