//! Commit: how do what came and what followed get on disk, both or neither?

use std::collections::HashMap;

use mission::effect::Thing;
use mission::federation;
use mission::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::SqliteStore;
use super::months;
use crate::audit::Tree;
use crate::contract::{Applied, Incoming, Receipt, SourceMark};
use crate::error::StoreError;
use crate::kept;
use crate::marks::{self, Judgement, Mark};
use crate::record::{self, Age, Calendars, Decoder, Record, RecordError, Sender, seal, unseal};

/// How far everything has come: one row, written with each commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// The last entry of the log.
    pub(super) last: u64,
    /// When it was received.
    pub(super) received: Timestamp,
    /// The last entry that was applied.
    pub(super) applied: u64,
    /// When that was received.
    pub(super) applied_received: Timestamp,
    /// All readings up to and with this entry are in every kept series.
    pub(super) replay_from: u64,
    /// Lines of the telex.
    pub(super) notices: u64,
    /// Records of the audit, as a tree.
    pub(super) audited: Tree,
}

record::fields! {
    State { last, received, applied, applied_received, replay_from, notices, audited by read_audited }
}

/// Once only the number of records was kept; the upgrade grows the tree.
fn read_audited(from: &mut Decoder<'_>) -> Result<Tree, RecordError> {
    if from.knows(Age::Tree) {
        return Tree::read(from);
    }
    from.whole().map(|_| Tree::default())
}

impl Default for State {
    fn default() -> Self {
        let applied = federation::Applied::default();
        Self {
            last: 0,
            received: Timestamp::MIN,
            applied: applied.offset,
            applied_received: applied.received,
            replay_from: 0,
            notices: 0,
            audited: Tree::default(),
        }
    }
}

/// How far everything had come when the store was written last.
pub(super) fn read_state(core: &Connection) -> Result<State, StoreError> {
    let row = core.query_row("SELECT body FROM state", [], |row| row.get::<_, Vec<u8>>(0));
    let last =
        core.query_row("SELECT max(offset) FROM log", [], |row| row.get::<_, Option<i64>>(0));
    let last = last.map_err(StoreError::reading("log"))?.unwrap_or(0).cast_unsigned();
    let state = match row.optional().map_err(StoreError::reading("state"))? {
        None => State::default(),
        Some(stored) => unseal(&[0], &stored)
            .and_then(|body| record::unpack(body, &mut Calendars::default()))
            .map_err(|why| StoreError::corrupt("state", why))?,
    };
    if state.last == last {
        return Ok(state);
    }
    let why = format!("it ends at entry {last} and should at entry {}", state.last);
    Err(StoreError::corrupt("log", why))
}

/// The numbers under which sources are known.
pub(super) fn read_sources(core: &Connection) -> Result<HashMap<String, u64>, StoreError> {
    let mut query =
        core.prepare("SELECT id, body FROM source").map_err(StoreError::reading("source"))?;
    let mut rows = query.query([]).map_err(StoreError::reading("source"))?;
    let mut sources = HashMap::new();
    while let Some(row) = rows.next().map_err(StoreError::reading("source"))? {
        let (id, stored): (i64, Vec<u8>) = row.try_into().map_err(StoreError::reading("source"))?;
        let name = unseal(&[id], &stored)
            .and_then(|body| record::unpack(body, &mut Calendars::default()))
            .map_err(|why| StoreError::corrupt(format!("source {id}"), why))?;
        sources.insert(name, id.cast_unsigned());
    }
    Ok(sources)
}

impl SqliteStore {
    /// One transaction, one fsync.
    pub(super) fn write(
        &mut self,
        incoming: &[Incoming],
        applied: Option<&Applied>,
    ) -> Result<Vec<Receipt>, StoreError> {
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        let transaction = self.core.transaction_with_behavior(TransactionBehavior::Immediate);
        let transaction = transaction.map_err(writing)?;
        let mut writer = Writer {
            to: &transaction,
            state: self.state.clone(),
            sources: &mut self.sources,
            new_sources: Vec::new(),
            new_chunks: 0,
        };
        let written = writer.write(incoming, applied).and_then(|receipts| {
            self.moving.let_go(&transaction)?;
            Ok(receipts)
        });
        let (state, new_chunks) = (writer.state, writer.new_chunks);
        let new_sources = writer.new_sources;
        match written.and_then(|receipts| transaction.commit().map(|()| receipts)) {
            Ok(receipts) => {
                self.state = state;
                self.moving.committed(new_chunks);
                Ok(receipts)
            }
            Err(error) => {
                self.sources.retain(|name, _| !new_sources.contains(name));
                Err(StoreError::writing(&error))
            }
        }
    }
}

struct Writer<'s> {
    to: &'s Transaction<'s>,
    state: State,
    sources: &'s mut HashMap<String, u64>,
    /// Sources that are forgotten again if the transaction fails.
    new_sources: Vec<String>,
    new_chunks: u64,
}

impl Writer<'_> {
    fn write(
        &mut self,
        incoming: &[Incoming],
        applied: Option<&Applied>,
    ) -> rusqlite::Result<Vec<Receipt>> {
        let receipts: Vec<Receipt> =
            incoming.iter().map(|incoming| self.receive(incoming)).collect::<Result<_, _>>()?;
        if let Some(applied) = applied {
            self.apply(applied)?;
        }
        self.keep_state()?;
        Ok(receipts)
    }

    fn receive(&mut self, incoming: &Incoming) -> rusqlite::Result<Receipt> {
        let source = match &incoming.mark {
            None => None,
            Some(mark) => {
                let source = self.number_of(&mark.source)?;
                match self.judge(source, mark)? {
                    Judgement::Append => Some((source, mark)),
                    Judgement::Answer(receipt) => return Ok(receipt),
                    Judgement::TooOld => {
                        return Ok(Receipt::TooOld { newest_seq: self.newest(source)? });
                    }
                }
            }
        };
        let offset = self.state.last + 1;
        let received = incoming.received.max(self.state.received);
        if let Some((source, SourceMark { epoch, seq, digest, .. })) = source {
            let mark = Mark { epoch: *epoch, seq: *seq, offset, digest: *digest };
            self.remember(source, &mark)?;
        }
        let sender =
            source.map(|(source, mark)| Sender { source, epoch: mark.epoch, seq: mark.seq });
        let (at, key) = (received.as_millis(), offset.cast_signed());
        let body = seal(&[key, at], record::pack_logged(sender, &incoming.event));
        self.to
            .prepare_cached("INSERT INTO log (offset, received, body) VALUES (?1, ?2, ?3)")?
            .execute((key, at, body))?;
        (self.state.last, self.state.received) = (offset, received);
        Ok(Receipt::Appended { offset, received })
    }

    /// The number of a source; a new one gets the next.
    fn number_of(&mut self, name: &String) -> rusqlite::Result<u64> {
        if let Some(number) = self.sources.get(name) {
            return Ok(*number);
        }
        let number = self.sources.len() as u64 + 1;
        put_source(self.to, number, name)?;
        self.sources.insert(name.clone(), number);
        self.new_sources.push(name.clone());
        Ok(number)
    }

    fn judge(&self, source: u64, sent: &SourceMark) -> rusqlite::Result<Judgement> {
        let (source, slot) = (source.cast_signed(), marks::slot(sent).cast_signed());
        let mut query =
            self.to.prepare_cached("SELECT body FROM mark WHERE source = ?1 AND slot = ?2")?;
        let stored: Option<Vec<u8>> =
            query.query_row((source, slot), |row| row.get(0)).optional()?;
        let held = stored.map(|stored| read_mark(source, slot, &stored)).transpose()?;
        Ok(marks::judge(held.as_ref(), sent))
    }

    fn remember(&self, source: u64, mark: &Mark) -> rusqlite::Result<()> {
        put_mark(self.to, source, mark)
    }

    /// The highest number that came from a source. It is asked for rarely: all are looked at.
    fn newest(&self, source: u64) -> rusqlite::Result<u64> {
        let source = source.cast_signed();
        let mut query = self.to.prepare_cached("SELECT slot, body FROM mark WHERE source = ?1")?;
        let mut rows = query.query([source])?;
        let mut newest = (0, 0);
        while let Some(row) = rows.next()? {
            let (slot, stored): (i64, Vec<u8>) = row.try_into()?;
            let mark = read_mark(source, slot, &stored)?;
            newest = newest.max((mark.epoch, mark.seq));
        }
        Ok(newest.1)
    }

    fn apply(&mut self, applied: &Applied) -> rusqlite::Result<()> {
        // Earlier bytes of a thing may hold words that are to go one day.
        let holds_words = |(thing, _): &(Thing, Vec<u8>)| kept::holds_words(*thing);
        let is_overwritten = applied.objects.iter().any(holds_words)
            || !applied.gone.is_empty()
            || !applied.delivered.is_empty();
        if is_overwritten {
            self.to.execute_batch("PRAGMA secure_delete = ON")?;
        }
        for (thing, bytes) in &applied.objects {
            let (kind, key) = kept::place(*thing);
            let table = kind.name();
            self.to
                .prepare_cached(&format!("REPLACE INTO {table} (id, body) VALUES (?1, ?2)"))?
                .execute((key, seal(&[key], bytes.clone())))?;
        }
        for thing in &applied.gone {
            let (kind, key) = kept::place(*thing);
            let table = kind.name();
            self.to
                .prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
                .execute([key])?;
        }
        self.write_letters(applied)?;
        if is_overwritten {
            self.to.execute_batch("PRAGMA secure_delete = OFF")?;
        }
        let upto = applied.upto.offset.cast_signed();
        for (indicator, bytes) in &applied.snapshots {
            let key = i64::from(indicator.0);
            self.to
                .prepare_cached("REPLACE INTO series (id, upto, body) VALUES (?1, ?2, ?3)")?
                .execute((key, upto, seal(&[key, upto], bytes.clone())))?;
        }
        for (indicator, chunk) in &applied.chunks {
            months::put_chunk(self.to, *indicator, chunk)?;
        }
        self.new_chunks += applied.chunks.len() as u64;
        for reading in &applied.amendments {
            months::put_amendment(self.to, *reading)?;
        }
        self.tell(applied)?;
        self.state.applied = applied.upto.offset;
        self.state.applied_received = applied.upto.received;
        self.state.replay_from = applied.replay_from;
        Ok(())
    }

    fn write_letters(&self, applied: &Applied) -> rusqlite::Result<()> {
        for (link, number, letter) in &applied.letters {
            let (link, number) = (i64::from(link.0), number.cast_signed());
            self.to
                .prepare_cached("INSERT INTO letter (link, number, body) VALUES (?1, ?2, ?3)")?
                .execute((link, number, seal(&[link, number], record::pack(letter))))?;
        }
        for (link, upto) in &applied.delivered {
            self.to
                .prepare_cached("DELETE FROM letter WHERE link = ?1 AND number <= ?2")?
                .execute((link.0, upto.cast_signed()))?;
        }
        Ok(())
    }

    fn tell(&mut self, applied: &Applied) -> rusqlite::Result<()> {
        for notice in &applied.notices {
            self.state.notices += 1;
            let (key, unit) = (self.state.notices.cast_signed(), i64::from(notice.to.0));
            self.to
                .prepare_cached("INSERT INTO telex (number, unit, body) VALUES (?1, ?2, ?3)")?
                .execute((key, unit, seal(&[key, unit], record::pack(notice))))?;
        }
        for audited in &applied.audit {
            let body = record::pack(audited);
            self.state.audited.push(&body);
            let key = self.state.audited.size().cast_signed();
            self.to
                .prepare_cached("INSERT INTO audit (number, unit, body) VALUES (?1, ?2, ?3)")?
                .execute((key, audited.unit.map(|unit| unit.0), seal(&[key], body)))?;
        }
        Ok(())
    }

    fn keep_state(&self) -> rusqlite::Result<()> {
        self.to
            .prepare_cached("REPLACE INTO state (id, body) VALUES (0, ?1)")?
            .execute([seal(&[0], record::pack(&self.state))])?;
        Ok(())
    }
}

/// Keeps the name of a source.
pub(super) fn put_source(to: &Connection, number: u64, name: &String) -> rusqlite::Result<()> {
    let key = number.cast_signed();
    to.prepare_cached("INSERT INTO source (id, body) VALUES (?1, ?2)")?
        .execute((key, seal(&[key], record::pack(name))))
        .map(drop)
}

/// Remembers a message of a source.
pub(super) fn put_mark(to: &Connection, source: u64, mark: &Mark) -> rusqlite::Result<()> {
    let slot = (mark.seq % crate::limits::MARKS).cast_signed();
    let source = source.cast_signed();
    let body = seal(&[source, slot], record::pack(mark));
    to.prepare_cached("REPLACE INTO mark (source, slot, body) VALUES (?1, ?2, ?3)")?
        .execute((source, slot, body))
        .map(drop)
}

/// A mark that does not fit its check sum stops the store, as an unreadable page does: whether the
/// message came before cannot be said.
pub(super) fn read_mark(source: i64, slot: i64, stored: &[u8]) -> rusqlite::Result<Mark> {
    unseal(&[source, slot], stored)
        .and_then(|body| record::unpack(body, &mut Calendars::default()))
        .map_err(|why| rusqlite::Error::ToSqlConversionFailure(Box::new(why)))
}
