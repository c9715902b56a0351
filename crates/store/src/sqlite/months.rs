//! Months: where do readings go that no longer change with the filter?
//!
//! A chunk is kept in the core file when it is sealed, and moved to the file of the month of its
//! last reading later. The core file keeps its key, its times and its month, so that a range of
//! readings is found without opening every file. A chunk is moved in three steps, each safe to do
//! twice: written to the month's file, there made durable, and then, with a later commit, let go
//! of here.

use std::path::{Path, PathBuf};

use mission::calendar::Zone;
use mission::id::IndicatorId;
use mission::report::Reading;
use mission::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::schema;
use crate::contract::Chunk;
use crate::error::StoreError;
use crate::record::seal;

/// Chunks on their way to the files of their months.
#[derive(Debug)]
pub(super) struct Moving {
    directory: PathBuf,
    /// Chunks that the core file holds and no month's file does.
    waiting: u64,
    /// Keys of chunks that are safe in the file of their month, and still here.
    moved: Vec<(i64, i64)>,
}

impl Moving {
    /// Counts what waits.
    pub(super) fn begin(directory: &Path, core: &Connection) -> Result<Self, StoreError> {
        let query = "SELECT count(*) FROM chunk WHERE body IS NOT NULL";
        let waiting = core.query_row(query, [], |row| row.get::<_, i64>(0));
        let waiting = waiting.map_err(StoreError::reading("chunk"))?.cast_unsigned();
        Ok(Self { directory: directory.to_owned(), waiting, moved: Vec::new() })
    }

    /// Chunks that wait to be moved.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    /// Lets the core file go of chunks that are safe elsewhere.
    pub(super) fn let_go(&self, core: &Transaction<'_>) -> rusqlite::Result<()> {
        let mut update = core
            .prepare_cached("UPDATE chunk SET body = NULL WHERE indicator = ?1 AND first = ?2")?;
        for key in &self.moved {
            update.execute(*key)?;
        }
        Ok(())
    }

    /// A commit is on disk, with so many new chunks.
    pub(super) fn committed(&mut self, new_chunks: u64) {
        self.waiting += new_chunks;
        self.moved.clear();
    }

    /// Writes the chunks of one month to its file.
    pub(super) fn move_a_month(&mut self, core: &Connection) -> Result<(), StoreError> {
        let reading = || StoreError::reading("chunk");
        let fullest = "SELECT month FROM chunk WHERE body IS NOT NULL
                       GROUP BY month ORDER BY count(*) DESC LIMIT 1";
        let month: Option<i64> =
            core.query_row(fullest, [], |row| row.get(0)).optional().map_err(reading())?;
        let Some(month) = month else { return Ok(()) };
        let query =
            "SELECT indicator, first, body FROM chunk WHERE month = ?1 AND body IS NOT NULL";
        let mut query = core.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query([month]).map_err(reading())?;

        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        let mut file = schema::open_month(&self.directory, month)?;
        let to = file.transaction().map_err(writing)?;
        let mut moved = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (indicator, first, body): (i64, i64, Vec<u8>) = row.try_into().map_err(reading())?;
            to.prepare_cached("REPLACE INTO chunk (indicator, first, body) VALUES (?1, ?2, ?3)")
                .and_then(|mut insert| insert.execute((indicator, first, body)))
                .map_err(writing)?;
            moved.push((indicator, first));
        }
        to.commit().map_err(writing)?;
        self.waiting = self.waiting.saturating_sub(moved.len() as u64);
        self.moved = moved;
        Ok(())
    }
}

/// Keeps a chunk. One that was kept before, because a crash came between, is kept once.
pub(super) fn put_chunk(
    core: &Transaction<'_>,
    indicator: IndicatorId,
    chunk: &Chunk,
) -> rusqlite::Result<()> {
    let (key, first) = (i64::from(indicator.0), chunk.first.cast_signed());
    let month = month_of(chunk.end);
    let body = seal(&[key, first], chunk.bytes.clone());
    core.prepare_cached(
        "REPLACE INTO chunk (indicator, first, start, end, month, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute((key, first, chunk.start.as_millis(), chunk.end.as_millis(), month, body))?;
    Ok(())
}

/// Keeps a reading for a time before its series' tail. The last that came holds.
pub(super) fn put_amendment(core: &Transaction<'_>, reading: Reading) -> rusqlite::Result<()> {
    let (key, at) = (i64::from(reading.indicator.0), reading.at.as_millis());
    let body = seal(&[key, at], reading.value.to_le_bytes().to_vec());
    core.prepare_cached("REPLACE INTO amendment (indicator, at, body) VALUES (?1, ?2, ?3)")?
        .execute((key, at, body))?;
    Ok(())
}

/// The month of an instant in universal time, 202611 for November 2026.
fn month_of(at: Timestamp) -> i64 {
    let date = Zone::utc().local(at).date();
    i64::from(date.year()) * 100 + i64::from(date.month())
}
