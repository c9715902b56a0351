//! Contract: what does a store promise, whichever one it is?
//!
//! Two transactions. *Receive*: what came is in the log, with the mark of its source, before it is
//! acknowledged. *Apply*: what followed from it is kept, with how far the log has been applied. A
//! store may put both into one transaction and one fsync, and [`Store::commit`] asks for that.
//!
//! What a store abstracts is this step, not a database: it knows things by their identity and
//! bytes, and never what they mean. Both stores of this crate pass the same suite of tests.

use std::collections::BTreeMap;
use std::ops::Range;

use mission::effect::{AuditRecord, Notice, Refusal, Thing};
use mission::event::{Entry, Event};
use mission::federation::{self, Parts};
use mission::id::{IndicatorId, LinkId, MemberId, UnitId};
use mission::letter::Letter;
use mission::report::Reading;
use mission::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::accounts::Accounts;
use crate::audit::{Hash, NodeKey, Verifier};
use crate::error::StoreError;
use crate::record;
use crate::sqlite::{Beside, Shipped};

/// Keeps what has happened. One owner, on one thread; readers are asked for.
pub trait Store: Send {
    /// Everything that was kept, as it was applied last.
    fn load(&mut self) -> Result<Loaded, StoreError>;

    /// Puts `incoming` into the log and keeps what followed from earlier entries, both or neither.
    /// When it answers, all of it survives the loss of power.
    ///
    /// A receipt for each that came, in order. After [`StoreError::Fatal`] nothing more may be
    /// acknowledged; after any other error nothing has changed and it may be tried again.
    fn commit(
        &mut self,
        incoming: &[Incoming],
        applied: Option<&Applied>,
    ) -> Result<Vec<Receipt>, StoreError>;

    /// A reader of its own, for another thread. It sees what has been committed.
    fn reader(&self) -> Result<Box<dyn Reader>, StoreError>;

    /// The key with which this node signs.
    fn node_key(&self) -> Result<NodeKey, StoreError>;

    /// The key by which services that write to devices know this node: of P-256, as PKCS #8 has it.
    fn push_key(&self) -> Result<Vec<u8>, StoreError>;

    /// The accounts of those who use it, for another owner.
    fn accounts(&self) -> Result<Accounts, StoreError>;

    /// All of it was read and is good: what was kept of an older format, in case it were not, goes.
    fn settle(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Lets go of files and locks.
    fn close(self: Box<Self>) -> Result<(), StoreError>;
}

/// Answers what is too old or too long to be kept in memory.
pub trait Reader: Send {
    /// Readings of a series that have left its tail, from `from` up to and without `to`, in order
    /// of time, as they were corrected last.
    fn chunks(
        &mut self,
        indicator: IndicatorId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError>;

    /// The first `sealed` readings of a series as they left its tail, whatever was corrected since, in order
    /// of time: with what an earlier state had heard of corrections, what was known then.
    fn sealed(
        &mut self,
        indicator: IndicatorId,
        sealed: u64,
        within: Range<Timestamp>,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError>;

    /// Times of those readings that came after the chunk they belong to was sealed, or were
    /// corrected before, in order.
    fn amended(
        &mut self,
        indicator: IndicatorId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError>;

    /// Telex lines of a unit numbered below `before`, the latest first, at most `limit`.
    fn notices(
        &mut self,
        unit: UnitId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<TelexLine>, StoreError>;

    /// Telex lines of all units numbered above `after`, the first first, at most `limit`.
    fn telex(&mut self, after: u64, limit: usize) -> Result<Vec<TelexLine>, StoreError>;

    /// The number of the last telex line; zero where there is none.
    fn telex_end(&mut self) -> Result<u64, StoreError>;

    /// Audit records numbered above `after`, the first first, at most `limit`.
    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<(u64, AuditLine)>, StoreError>;

    /// Audit records of what was done for a unit, numbered below `before`, the latest first, at most
    /// `limit`.
    fn audit_of(
        &mut self,
        unit: UnitId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, AuditLine)>, StoreError>;

    /// The audit as it stands, as a note signed with the node's key, and what others need to know of that
    /// key.
    fn checkpoint(&mut self) -> Result<(String, Verifier), StoreError>;

    /// Letters of a link that wait to be delivered, numbered above `after`, the first first, at most
    /// `limit`.
    fn letters(
        &mut self,
        link: LinkId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Letter)>, StoreError>;

    /// Rows of the log after one, for a second machine that knows so many sources.
    fn shipped(&mut self, after: u64, sources: u64) -> Result<Shipped, StoreError>;

    /// What such a machine needs beside the log.
    fn beside(&mut self) -> Result<Beside, StoreError>;

    /// SHA-256 of what was asked with those entries whose words are gone, by their offset.
    fn forgotten(&mut self) -> Result<BTreeMap<u64, Hash>, StoreError>;

    /// When the last entry came of which an earlier program decided what follows.
    fn begins_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        Ok(None)
    }

    /// Where the log is lived through from, if an earlier program decided what follows from its first entries.
    fn beginning(&mut self) -> Result<Option<Beginning>, StoreError> {
        Ok(None)
    }

    /// Entries of the log from offset `from` on, at most `limit`.
    fn entries(&mut self, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError>;
}

/// Something that came, to be put into the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// Where it came from, if that source numbers its messages.
    pub mark: Option<SourceMark>,
    /// When it came. The store logs the later of this and the last it logged.
    pub received: Timestamp,
    /// What came.
    pub event: Event,
}

/// The number that a source gave to a message. Sent twice, it counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMark {
    /// The source.
    pub source: String,
    /// Which run of its numbers: a source that lost count begins a higher one.
    pub epoch: u64,
    /// The number within the epoch.
    pub seq: u64,
    /// Digest of the bytes that were sent.
    pub digest: [u8; 32],
}

/// What became of something that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// It is in the log, here.
    Appended {
        /// Its place.
        offset: u64,
        /// When it counts as received: never before the entry above it.
        received: Timestamp,
    },
    /// It had come before, with the same bytes.
    Duplicate {
        /// Its place.
        offset: u64,
    },
    /// Other bytes came with the same number before; these are refused.
    Conflict,
    /// Its number is so far behind that nobody can say whether it came before.
    TooOld {
        /// The highest number that came.
        newest_seq: u64,
    },
}

/// Everything that was kept.
#[derive(Debug)]
pub struct Loaded {
    /// All of the federation but what is derived.
    pub parts: Parts,
    /// For each series, the entry after which it was kept as it is.
    pub series_offsets: Vec<u64>,
    /// All readings of entries up to and with this one are in every series.
    pub replay_from: u64,
}

/// How things stood when an earlier program left them.
#[derive(Debug)]
pub struct Beginning {
    /// All of it; series have no readings.
    pub parts: Parts,
    /// Lines of the telex by then.
    pub notices: u64,
    /// Records of the audit by then.
    pub audited: u64,
}

/// What followed from entries, ready to be written. Made by [`crate::gather`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Applied {
    /// The last entry that was applied.
    pub upto: federation::Applied,
    /// All readings of entries up to and with this one are in every kept series.
    pub replay_from: u64,
    /// Things as they are now, by their bytes.
    pub objects: Vec<(Thing, Vec<u8>)>,
    /// Things that are kept no longer; none of them is among the objects.
    pub gone: Vec<Thing>,
    /// Telex lines, in order.
    pub notices: Vec<Notice>,
    /// Audit records, in order.
    pub audit: Vec<AuditLine>,
    /// Readings that no longer change with the filter.
    pub chunks: Vec<(IndicatorId, Chunk)>,
    /// Readings that came for times before their series' tail, in order.
    pub amendments: Vec<Reading>,
    /// Series as they are now, by their bytes.
    pub snapshots: Vec<(IndicatorId, Vec<u8>)>,
    /// Letters to other nodes, each with its number, in order.
    pub letters: Vec<(LinkId, u64, Letter)>,
    /// Letters up to these numbers are on the other node's disk: they are kept no longer.
    pub delivered: Vec<(LinkId, u64)>,
}

/// A full chunk of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// How many readings of the series went before.
    pub first: u64,
    /// The time of its first reading.
    pub start: Timestamp,
    /// The time of its last.
    pub end: Timestamp,
    /// Its readings, by their bytes.
    pub bytes: Vec<u8>,
}

/// A line of a unit's telex.
#[derive(Clone, Debug, PartialEq)]
pub struct TelexLine {
    /// Its number; later lines have higher ones.
    pub number: u64,
    /// The line.
    pub notice: Notice,
}

/// An audit record as it is read back. See [`AuditRecord`].
#[derive(Clone, Debug, PartialEq)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// The unit acted for, if it was for one.
    pub unit: Option<UnitId>,
    /// The role that signed.
    pub by: String,
    /// Who that is, by number.
    pub who: Option<MemberId>,
    /// The shared device at which it was signed, by number.
    pub device: Option<MemberId>,
    /// What was done, in the words of the API.
    pub act: String,
    /// The thing it was done to.
    pub thing: Option<Thing>,
    /// Why it was refused, if it was.
    pub refused: Option<Refused>,
    /// SHA-256 of what was asked, in full, as the log keeps it: the words of an act can be changed as little
    /// as that it was done.
    pub asked: Hash,
}

/// A refusal as it is read back. See [`Refusal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such thing, or it is not the asker's to see.
    Unknown,
    /// Who may do it.
    NotYours(String),
    /// Why it could not be done.
    NotNow(String),
    /// Which field was wrong, and what would have been right.
    Wrong(String, String),
}

impl AuditLine {
    /// What is kept of the record that an entry left.
    #[must_use]
    pub fn of(record: &AuditRecord, entry: &Entry) -> Self {
        let AuditRecord { at, unit, by, who, device, act, thing, refused } = record;
        Self {
            at: *at,
            unit: *unit,
            by: by.clone(),
            who: *who,
            device: *device,
            act: (*act).to_owned(),
            thing: *thing,
            refused: refused.as_ref().map(Refused::from),
            asked: Sha256::digest(record::pack(&entry.event)).into(),
        }
    }
}

impl From<&Refusal> for Refused {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::Unknown,
            Refusal::NotYours(who) => Self::NotYours((*who).to_owned()),
            Refusal::NotNow(why) => Self::NotNow((*why).to_owned()),
            Refusal::Wrong(field, expected) => Self::Wrong((*field).to_owned(), expected.clone()),
        }
    }
}
