//! Link: how are ties with other nodes, and the letters between them, written?
//!
//! Letters go over the wire as they lie here, so that both nodes can hold the very bytes against what was
//! signed.

use std::collections::BTreeMap;

use mission::index::{Addends, Contribution, Coverage, Ratio};
use mission::letter::{
    Asked, Glossary, Held, KnownIndicator, KnownUnit, Letter, Opened, Owed, Replied, Risen, Sent,
    Shown, Signed, Tabled, Wrote,
};
use mission::link::{Level, Link, Name, NewLink, Other, Pair};

use super::shape::{fields, variants};
use super::{Calendars, Decoder, Encoder, Record, RecordError, pack, unpack};
use crate::error::StoreError;

fields! {
    Link {
        id, unit, other, key, since, written, delivered, delivered_at, heard, heard_at, released,
        days, pairs,
    }
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
    Wrote { id, from, answers, about, words, by, at }
    Sent { name, from, title, text, reason, holds_from, by, sent, withdrawn }
    Exchange { turn, heard, wait_s, first, letters }
}

variants! {
    Other { 0 Above, 1 Below }
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
    }
}

/// What one node sends another: letters, and how far it has heard those of the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exchange {
    /// A number that nobody can foresee; the answer bears the same.
    pub turn: u64,
    /// Letters of the reader that are on the writer's disk.
    pub heard: u64,
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

/// The levels above a branch, as the bytes that are sent.
#[must_use]
pub fn pack_levels(levels: &Vec<Level>) -> Vec<u8> {
    pack(levels)
}

/// What was sent, if it is levels.
pub fn unpack_levels(bytes: &[u8]) -> Result<Vec<Level>, StoreError> {
    unpack(bytes, &mut Calendars::default()).map_err(|why| StoreError::corrupt("levels", why))
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
