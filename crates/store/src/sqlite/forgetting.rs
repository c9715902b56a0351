//! Forgetting: how do words leave the files once they are too old?
//!
//! The log is the truth and is not changed, but for this: words that [`mission::forgetting`] says are
//! gone are overwritten where they lie, in the log, the telex and letters that still wait. What they
//! decided is decided again without them, so the log goes on to say the same. What the audit says of an
//! act is a digest of it as it was asked; that is kept when its words go.
//!
//! Some rows go with each commit, from the oldest on. After the last of a day the file is packed anew,
//! because the engine leaves bytes in the unused room of a page when it moves rows to another; and the
//! write-ahead log is cut off, for it holds pages as they were. A file that is too large to be packed in
//! passing keeps such bytes until their room is used again.

use mission::event::Event;
use mission::forgetting::{Sweep, horizon};
use mission::letter::Letter;
use mission::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::commit::State;
use super::earlier;
use crate::audit::Hash;
use crate::error::StoreError;
use crate::limits;
use crate::record::{self, Calendars, Logged, Record, seal, unpack_logged, unseal};

/// Made where they are missing.
pub(super) const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS forgetting (id INTEGER PRIMARY KEY CHECK (id = 0), body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS forgotten (offset INTEGER PRIMARY KEY, body BLOB NOT NULL);
";

/// How far words have left the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Done {
    /// All words from before then have.
    before: Timestamp,
    /// The last entry of the log that was looked at.
    log: u64,
    /// The last line of the telex.
    telex: u64,
    /// Whether some went since the file was packed.
    is_torn: bool,
}

record::fields! {
    Done { before, log, telex, is_torn }
}

/// Words leaving the files.
#[derive(Debug)]
pub(super) struct Forgetting {
    done: Done,
    calendars: Calendars,
    /// Whether pages with words may lie in the write-ahead log.
    is_logged: bool,
}

impl Forgetting {
    pub(super) fn begin(core: &Connection) -> Result<Self, StoreError> {
        let row = core.query_row("SELECT body FROM forgetting", [], |row| row.get::<_, Vec<u8>>(0));
        let calendars = Calendars::default();
        let done = match row.optional().map_err(StoreError::reading("forgetting"))? {
            None => Done { before: Timestamp::MIN, log: 0, telex: 0, is_torn: true },
            Some(stored) => unseal(&[0], &stored)
                .and_then(|body| record::unpack(body, &mut Calendars::default()))
                .map_err(|why| StoreError::corrupt("forgetting", why))?,
        };
        Ok(Self { done, calendars, is_logged: true })
    }

    /// Nothing more is overwritten until the store is opened again.
    pub(super) fn stop(&mut self) {
        (self.done.before, self.done.is_torn, self.is_logged) = (Timestamp::MAX, false, false);
    }

    /// Overwrites some of what is too old as far as the log was applied. Whether more is to be done.
    pub(super) fn go_on(
        &mut self,
        core: &mut Connection,
        state: &State,
    ) -> Result<bool, StoreError> {
        let before = horizon(state.applied_received);
        if self.done.before >= before {
            return self.tidy(core).map(|()| false);
        }
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        core.execute_batch("PRAGMA secure_delete = ON").map_err(writing)?;
        let change = core.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(writing)?;
        let mut done = self.done;
        let is_more = self.forget_log(&change, &mut done, before, state.applied)?
            | self.forget_telex(&change, &mut done, before)?;
        if !is_more {
            self.forget_letters(&change, before)?;
            done.is_torn |= earlier::forget(&change, done.before, before)?;
            done.before = before;
        }
        put(&change, &done)
            .and_then(|()| change.commit())
            .and_then(|()| core.execute_batch("PRAGMA secure_delete = OFF"))
            .map_err(writing)?;
        (self.done, self.is_logged) = (done, true);
        Ok(true)
    }

    /// Takes away what is left of words beside the rows that held them.
    fn tidy(&mut self, core: &Connection) -> Result<(), StoreError> {
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        if self.done.is_torn {
            let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
            let bytes = core.query_row(size, [], |row| row.get::<_, i64>(0)).map_err(writing)?;
            if bytes <= limits::REPACKED_BYTES {
                let done = Done { is_torn: false, ..self.done };
                core.execute_batch("VACUUM").and_then(|()| put(core, &done)).map_err(writing)?;
                (self.done, self.is_logged) = (done, true);
            }
        }
        if self.is_logged {
            self.is_logged = !cut_off(core)?;
        }
        Ok(())
    }

    fn forget_log(
        &mut self,
        change: &Transaction<'_>,
        done: &mut Done,
        before: Timestamp,
        applied: u64,
    ) -> Result<bool, StoreError> {
        let rows = page(
            change,
            "SELECT offset, received, body FROM log WHERE offset > ?1 AND received < ?2
             ORDER BY offset LIMIT ?3",
            (done.log.cast_signed(), before.as_millis(), limits::ENTRIES_FORGOTTEN),
        )?;
        let is_more = rows.len() == limits::ENTRIES_FORGOTTEN;
        for (key, at, stored) in rows {
            if key.cast_unsigned() > applied {
                return Ok(false);
            }
            let Logged { sender, mut event } = unseal(&[key, at], &stored)
                .and_then(|body| unpack_logged(body, &mut self.calendars))
                .map_err(|why| StoreError::corrupt(format!("entry {key} of the log"), why))?;
            let asked = matches!(event, Event::Act(_) | Event::ActAt(..))
                .then(|| Sha256::digest(record::pack(&event)));
            let mut sweep = Sweep::new(before);
            let received = Timestamp::from_millis(at);
            event.forget(received, &mut sweep);
            done.is_torn |= sweep.took;
            if sweep.took {
                let body = seal(&[key, at], record::pack_logged(sender, &event));
                write(change, "UPDATE log SET body = ?2 WHERE offset = ?1", (key, body))?;
                if let Some(asked) = asked {
                    let body = seal(&[key], record::pack(&Hash::from(asked)));
                    let put = "INSERT OR IGNORE INTO forgotten (offset, body) VALUES (?1, ?2)";
                    write(change, put, (key, body))?;
                }
            }
            // Words that another node's clock dates later are waited for, though not for ever.
            if sweep.oldest.is_some() && before - limits::CLOCKS_APART <= received {
                return Ok(false);
            }
            done.log = key.cast_unsigned();
        }
        Ok(is_more)
    }

    fn forget_telex(
        &mut self,
        change: &Transaction<'_>,
        done: &mut Done,
        before: Timestamp,
    ) -> Result<bool, StoreError> {
        let rows = page(
            change,
            "SELECT number, unit, body FROM telex WHERE number > ?1 AND number <= ?1 + ?2
             ORDER BY number LIMIT ?2",
            (done.telex.cast_signed(), limits::ENTRIES_FORGOTTEN),
        )?;
        let is_more = rows.len() == limits::ENTRIES_FORGOTTEN;
        for (number, unit, stored) in rows {
            let what = || format!("line {number} of the telex");
            let mut notice: mission::effect::Notice = self.open(&[number, unit], &stored, what)?;
            if notice.at >= before {
                return Ok(false);
            }
            let mut sweep = Sweep::new(before);
            sweep.notice(&mut notice);
            done.is_torn |= sweep.took;
            if sweep.took {
                let body = seal(&[number, unit], record::pack(&notice));
                write(change, "UPDATE telex SET body = ?2 WHERE number = ?1", (number, body))?;
            }
            done.telex = number.cast_unsigned();
        }
        Ok(is_more)
    }

    fn forget_letters(
        &mut self,
        change: &Transaction<'_>,
        before: Timestamp,
    ) -> Result<(), StoreError> {
        for (link, number, stored) in page(change, "SELECT link, number, body FROM letter", ())? {
            let what = || format!("letter {number}");
            let mut letter: Letter = self.open(&[link, number], &stored, what)?;
            let mut sweep = Sweep::new(before);
            sweep.letter(&mut letter);
            if sweep.took {
                let body = seal(&[link, number], record::pack(&letter));
                let put = "UPDATE letter SET body = ?3 WHERE link = ?1 AND number = ?2";
                write(change, put, (link, number, body))?;
            }
        }
        Ok(())
    }

    fn open<R: Record>(
        &mut self,
        key: &[i64],
        stored: &[u8],
        what: impl Fn() -> String,
    ) -> Result<R, StoreError> {
        unseal(key, stored)
            .and_then(|body| record::unpack(body, &mut self.calendars))
            .map_err(|why| StoreError::corrupt(what(), why))
    }
}

fn put(core: &Connection, done: &Done) -> rusqlite::Result<()> {
    let body = seal(&[0], record::pack(done));
    core.execute("REPLACE INTO forgetting (id, body) VALUES (0, ?1)", [body]).map(drop)
}

type Row = (i64, i64, Vec<u8>);

fn page(
    change: &Connection,
    query: &str,
    with: impl rusqlite::Params,
) -> Result<Vec<Row>, StoreError> {
    let reading = || StoreError::reading("what is to be forgotten");
    let mut query = change.prepare_cached(query).map_err(reading())?;
    let rows = query.query_map(with, |row| row.try_into());
    rows.and_then(Iterator::collect).map_err(reading())
}

fn write(change: &Connection, put: &str, with: impl rusqlite::Params) -> Result<(), StoreError> {
    let written = change.prepare_cached(put).and_then(|mut put| put.execute(with));
    written.map(drop).map_err(|error| StoreError::writing(&error))
}

/// Copies the write-ahead log into the file and cuts it off. Whether it could: a reader may be in it.
fn cut_off(core: &Connection) -> Result<bool, StoreError> {
    let busy = core.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    busy.map(|busy| busy == 0).map_err(|error| StoreError::writing(&error))
}

/// What entries said before their words went, as SHA-256 of it.
pub(super) fn digests(
    core: &Connection,
) -> Result<std::collections::BTreeMap<u64, Hash>, StoreError> {
    let reading = || StoreError::reading("forgotten");
    let mut query = core.prepare("SELECT offset, body FROM forgotten").map_err(reading())?;
    let mut rows = query.query([]).map_err(reading())?;
    let mut digests = std::collections::BTreeMap::new();
    while let Some(row) = rows.next().map_err(reading())? {
        let (key, stored): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
        let hash = unseal(&[key], &stored)
            .and_then(|body| record::unpack(body, &mut Calendars::default()))
            .map_err(|why| StoreError::corrupt(format!("digest of entry {key}"), why))?;
        digests.insert(key.cast_unsigned(), hash);
    }
    Ok(digests)
}
