//! Copying: how does a second directory come to hold what this one does, while it is written to?
//!
//! The log is all that has to be shipped: rows of it as they lie here, in order, each with the digest by
//! which its message is known if it comes again. The second puts them into its own log, makes that durable,
//! and lives through them as this one did; a row that was changed on the way does not fit its check sum.
//! Beside the log lie the accounts and the keys of the node, which are shipped whole.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::UNIX_EPOCH;

use mission::time::Timestamp;
use rusqlite::{OptionalExtension, TransactionBehavior};

use super::SqliteStore;
use super::commit::{put_mark, put_source, read_mark};
use super::earlier;
use super::reader::SqliteReader;
use super::schema::{ACCOUNTS, open_to_read};
use crate::audit::{FILES_OF_KEYS, Hash};
use crate::error::StoreError;
use crate::limits;
use crate::marks::Mark;
use crate::record::{self, Calendars, Logged, Record, seal, unpack_logged, unseal};

/// Rows of a log, in order, as they are shipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shipped {
    /// Sources that are new since, in order of their numbers.
    pub sources: Vec<String>,
    /// The rows.
    pub rows: Vec<ShippedRow>,
    /// The last row that there is.
    pub last: u64,
    /// By what is known that the accounts changed.
    pub accounts: u64,
}

/// A row of a log, as it is shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippedRow {
    /// Its place.
    pub offset: u64,
    /// When it was received.
    pub received: Timestamp,
    /// What it says, with its check sum.
    pub body: Vec<u8>,
    /// By what the message that brought it is known, as long as that is remembered.
    pub digest: Option<Hash>,
}

/// What lies beside the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The accounts, as a file of the engine.
    pub accounts: Vec<u8>,
    /// Files of keys, by their names.
    pub keys: Vec<(String, Vec<u8>)>,
}

record::fields! {
    Shipped { sources, rows, last, accounts }
    ShippedRow { offset, received, body, digest }
    Beside { accounts, keys }
}

fn unpacked<R: Record>(bytes: &[u8]) -> Result<R, StoreError> {
    let read = record::unpack(bytes, &mut Calendars::default());
    read.map_err(|why| StoreError::corrupt("what was shipped", why))
}

impl Shipped {
    /// The bytes that are sent.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        record::pack(self)
    }

    /// What was sent, if it is that.
    pub fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        unpacked(bytes)
    }
}

impl Beside {
    /// The bytes that are sent.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        record::pack(self)
    }

    /// What was sent, if it is that.
    pub fn unpack(bytes: &[u8]) -> Result<Self, StoreError> {
        unpacked(bytes)
    }

    /// Puts it beside a log, in place of what is there. None of it is seen half.
    pub fn put(&self, directory: &Path) -> Result<(), StoreError> {
        for (name, bytes) in &self.keys {
            if !FILES_OF_KEYS.contains(&name.as_str()) {
                return Err(StoreError::corrupt(name, "it is no file of a key"));
            }
            put_whole(&directory.join(name), bytes)?;
        }
        put_whole(&directory.join(ACCOUNTS), &self.accounts)
    }
}

/// Writes a file that others on the machine cannot read, whole or not at all.
fn put_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = path.with_extension("shipped");
    let written =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside);
    let placed = written
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, path))
        .and_then(|()| File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all());
    placed.map_err(StoreError::io("write", path))
}

impl SqliteReader {
    pub(super) fn ship(&mut self, after: u64, sources: u64) -> Result<Shipped, StoreError> {
        let reading = || StoreError::reading("log");
        let last = "SELECT coalesce(max(offset), 0) FROM log";
        let last = self.core.query_row(last, [], |row| row.get::<_, i64>(0)).map_err(reading())?;
        let mut shipped = Shipped {
            last: last.cast_unsigned(),
            accounts: changed_at(&self.directory.join(ACCOUNTS)),
            ..Shipped::default()
        };
        let gone = "SELECT EXISTS (SELECT 1 FROM forgotten WHERE offset > ?1)";
        let gone = self.core.query_row(gone, [after.cast_signed()], |row| row.get::<_, bool>(0));
        if gone.map_err(reading())? {
            let why = "words of its entries are gone, and the audit cannot be made from it; begin the \
                       copy with a backup, `cybersyn restore`";
            return Err(StoreError::corrupt("the log from there on", why));
        }
        if earlier::taken_over(&self.core)?.is_some_and(|was| after < was.applied) {
            let why = "an earlier program decided what follows from it; begin the copy with a backup, \
                       `cybersyn restore`";
            return Err(StoreError::corrupt("the log from there on", why));
        }
        let mut named =
            self.core.prepare_cached("SELECT id, body FROM source WHERE id > ?1 ORDER BY id");
        let named = named.as_mut().map_err(|error| StoreError::corrupt("source", error))?;
        let rows = named.query_map([sources.cast_signed()], |row| row.try_into());
        let rows: Vec<(i64, Vec<u8>)> = rows.and_then(Iterator::collect).map_err(reading())?;
        for (id, stored) in rows {
            let name = unseal(&[id], &stored)
                .and_then(|body| record::unpack(body, &mut Calendars::default()))
                .map_err(|why| StoreError::corrupt(format!("source {id}"), why))?;
            shipped.sources.push(name);
        }
        let query =
            "SELECT offset, received, body FROM log WHERE offset > ?1 ORDER BY offset LIMIT ?2";
        let mut query = self.core.prepare_cached(query).map_err(reading())?;
        let mut rows =
            query.query((after.cast_signed(), limits::ROWS_SHIPPED)).map_err(reading())?;
        let mut bytes = 0;
        while let Some(row) = rows.next().map_err(reading())? {
            let (key, at, body): (i64, i64, Vec<u8>) = row.try_into().map_err(reading())?;
            bytes += body.len();
            if bytes > limits::BYTES_SHIPPED && !shipped.rows.is_empty() {
                break;
            }
            let digest = self.digest_of(key, at, &body)?;
            let (offset, received) = (key.cast_unsigned(), Timestamp::from_millis(at));
            shipped.rows.push(ShippedRow { offset, received, body, digest });
        }
        Ok(shipped)
    }

    /// By what the message of an entry is known, if it still is.
    fn digest_of(&self, key: i64, at: i64, stored: &[u8]) -> Result<Option<Hash>, StoreError> {
        let damaged = |why| StoreError::corrupt(format!("entry {key} of the log"), why);
        let body = unseal(&[key, at], stored).map_err(damaged)?;
        let logged = unpack_logged(body, &mut Calendars::default()).map_err(damaged)?;
        let Some(sent) = logged.sender else { return Ok(None) };
        let (source, slot) = (sent.source.cast_signed(), (sent.seq % limits::MARKS).cast_signed());
        let query = "SELECT body FROM mark WHERE source = ?1 AND slot = ?2";
        let row = self.core.query_row(query, (source, slot), |row| row.get::<_, Vec<u8>>(0));
        let Some(stored) = row.optional().map_err(StoreError::reading("mark"))? else {
            return Ok(None);
        };
        let mark = read_mark(source, slot, &stored).map_err(StoreError::reading("mark"))?;
        Ok((mark.offset == key.cast_unsigned()).then_some(mark.digest))
    }

    pub(super) fn ship_beside(&self) -> Result<Beside, StoreError> {
        let whole = self.directory.join("people.sqlite.ship");
        let making = StoreError::io("write", &whole);
        let made =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&whole);
        made.map_err(making)?;
        let copied = open_to_read(&self.directory.join(ACCOUNTS))?
            .execute("VACUUM INTO ?1", [whole.to_string_lossy()]);
        copied.map_err(|error| StoreError::corrupt("accounts", error))?;
        let accounts = fs::read(&whole).map_err(StoreError::io("read", &whole))?;
        fs::remove_file(&whole).map_err(StoreError::io("remove", &whole))?;
        let mut keys = Vec::new();
        for name in FILES_OF_KEYS {
            let path = self.directory.join(name);
            match fs::read(&path) {
                Ok(bytes) => keys.push((name.to_owned(), bytes)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(StoreError::io("read", &path)(error)),
            }
        }
        Ok(Beside { accounts, keys })
    }
}

/// When a file was written last, as a number that changes with it.
fn changed_at(path: &Path) -> u64 {
    let at = fs::metadata(path).and_then(|known| known.modified());
    let since = at.ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or_default()
}

impl SqliteStore {
    /// The last entry of the log, and how many sources are known.
    pub fn copied_upto(&self) -> (u64, u64) {
        (self.state.last, self.sources.len() as u64)
    }

    /// Puts rows of another log into this one, which they go on from. When it answers, they survive the
    /// loss of power. They are not applied yet.
    pub fn take_shipped(&mut self, shipped: &Shipped) -> Result<(), StoreError> {
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        let mut state = self.state.clone();
        let mut sources = self.sources.clone();
        let change = self.core.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(writing)?;
        for name in &shipped.sources {
            let number = sources.len() as u64 + 1;
            put_source(&change, number, name).map_err(writing)?;
            sources.insert(name.clone(), number);
        }
        for row in &shipped.rows {
            let what = || format!("entry {} as it was shipped", row.offset);
            if row.offset != state.last + 1 || row.received < state.received {
                let why = format!("this log ends at entry {}", state.last);
                return Err(StoreError::corrupt(what(), why));
            }
            let (key, at) = (row.offset.cast_signed(), row.received.as_millis());
            let Logged { sender, .. } = unseal(&[key, at], &row.body)
                .and_then(|body| unpack_logged(body, &mut Calendars::default()))
                .map_err(|why| StoreError::corrupt(what(), why))?;
            if let Some(sent) = sender {
                let digest = row.digest.unwrap_or_default();
                let mark = Mark { epoch: sent.epoch, seq: sent.seq, offset: row.offset, digest };
                put_mark(&change, sent.source, &mark).map_err(writing)?;
            }
            change
                .prepare_cached("INSERT INTO log (offset, received, body) VALUES (?1, ?2, ?3)")
                .and_then(|mut put| put.execute((key, at, &row.body)))
                .map_err(writing)?;
            (state.last, state.received) = (row.offset, row.received);
        }
        let body = seal(&[0], record::pack(&state));
        change.execute("REPLACE INTO state (id, body) VALUES (0, ?1)", [body]).map_err(writing)?;
        change.commit().map_err(writing)?;
        (self.state, self.sources) = (state, sources);
        Ok(())
    }
}
