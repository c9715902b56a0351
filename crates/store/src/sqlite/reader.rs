//! Reader: what was kept of that, read beside the writer?

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use mission::event::Entry;
use mission::id::{IndicatorId, LinkId, UnitId};
use mission::letter::Letter;
use mission::time::Timestamp;
use rusqlite::Connection;

use super::copying::{Beside, Shipped};
use super::schema::{self, CORE};
use super::{commit, earlier, forgetting};
use crate::audit::{self, Checkpoint, Hash, Verifier};
use crate::contract::{AuditLine, Beginning, Reader, TelexLine};
use crate::error::StoreError;
use crate::limits;
use crate::record::{self, Calendars, Logged, unpack_logged, unpack_points, unseal};

/// A connection of its own, which sees what has been committed.
pub(super) struct SqliteReader {
    pub(super) directory: PathBuf,
    pub(super) core: Connection,
    calendars: Calendars,
    /// Files of months that were opened, the latest last.
    months: Vec<(i64, Connection)>,
}

/// A chunk as it is found: first reading, month, and its bytes if they are still in the core file.
type Found = (i64, i64, Option<Vec<u8>>);

impl SqliteReader {
    pub(super) fn open(directory: &Path) -> Result<Self, StoreError> {
        let core = schema::open_to_read(&directory.join(CORE))?;
        let calendars = Calendars::default();
        Ok(Self { directory: directory.to_owned(), core, calendars, months: Vec::new() })
    }

    fn find_chunks(
        &self,
        indicator: i64,
        before: i64,
        within: &Range<Timestamp>,
    ) -> Result<Vec<Found>, StoreError> {
        let reading = || StoreError::reading("chunk");
        let query = self.core.prepare_cached(
            "SELECT first, month, body FROM chunk
             WHERE indicator = ?1 AND end >= ?2 AND start < ?3 AND first < ?4 ORDER BY first",
        );
        let mut query = query.map_err(reading())?;
        let (from, to) = (within.start.as_millis(), within.end.as_millis());
        let rows = query.query_map((indicator, from, to, before), |row| row.try_into());
        rows.and_then(Iterator::collect).map_err(reading())
    }

    /// The first `sealed` readings as they were sealed, and some around those that are asked for.
    fn as_sealed(
        &mut self,
        indicator: i64,
        sealed: u64,
        within: &Range<Timestamp>,
    ) -> Result<BTreeMap<Timestamp, f64>, StoreError> {
        let before = i64::try_from(sealed).unwrap_or(i64::MAX);
        let mut points = BTreeMap::new();
        for (first, month, body) in self.find_chunks(indicator, before, within)? {
            let stored = match body {
                Some(stored) => stored,
                None => self.moved_chunk(month, (indicator, first))?,
            };
            let chunk = unseal(&[indicator, first], &stored).and_then(unpack_points);
            let what = || format!("chunk {first} of indicator {indicator}");
            points.extend(chunk.map_err(|why| StoreError::corrupt(what(), why))?);
        }
        Ok(points)
    }

    fn moved_chunk(&mut self, month: i64, key: (i64, i64)) -> Result<Vec<u8>, StoreError> {
        let place = self.months.iter().position(|(open, _)| *open == month);
        let held = match place {
            Some(place) => self.months.remove(place),
            None => (month, schema::open_any(&schema::month_path(&self.directory, month))?),
        };
        if self.months.len() >= limits::MONTHS_OPEN {
            self.months.remove(0);
        }
        let query = "SELECT body FROM chunk WHERE indicator = ?1 AND first = ?2";
        let read = held.1.query_row(query, key, |row| row.get(0));
        self.months.push(held);
        read.map_err(|why| StoreError::corrupt(format!("chunk {key:?} of {month}"), why))
    }

    fn amendments(
        &self,
        indicator: i64,
        from: i64,
        to: i64,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        let reading = || StoreError::reading("amendment");
        let query = self.core.prepare_cached(
            "SELECT at, body FROM amendment WHERE indicator = ?1 AND at >= ?2 AND at < ?3
             ORDER BY at",
        );
        let mut query = query.map_err(reading())?;
        let mut rows = query.query((indicator, from, to)).map_err(reading())?;
        let mut amendments = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (at, stored): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let body = unseal(&[indicator, at], &stored).ok().and_then(|body| body.try_into().ok());
            let body = body.ok_or_else(|| {
                StoreError::corrupt(format!("amendment {indicator} at {at}"), "it has changed")
            })?;
            amendments.push((Timestamp::from_millis(at), f64::from_le_bytes(body)));
        }
        Ok(amendments)
    }

    fn telexed(
        &mut self,
        query: &str,
        with: impl rusqlite::Params,
    ) -> Result<Vec<TelexLine>, StoreError> {
        let reading = || StoreError::reading("telex");
        let mut query = self.core.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query(with).map_err(reading())?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (key, unit, stored): (i64, i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let notice = unseal(&[key, unit], &stored)
                .and_then(|body| record::unpack(body, &mut self.calendars))
                .map_err(|why| StoreError::corrupt(format!("line {key} of the telex"), why))?;
            lines.push(TelexLine { number: key.cast_unsigned(), notice });
        }
        Ok(lines)
    }

    fn audited(
        &mut self,
        query: &str,
        with: impl rusqlite::Params,
    ) -> Result<Vec<(u64, AuditLine)>, StoreError> {
        let reading = || StoreError::reading("audit");
        let mut query = self.core.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query(with).map_err(reading())?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (key, stored): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let line = unseal(&[key], &stored)
                .and_then(|body| record::unpack(body, &mut self.calendars))
                .map_err(|why| StoreError::corrupt(format!("audit record {key}"), why))?;
            lines.push((key.cast_unsigned(), line));
        }
        Ok(lines)
    }

    /// Entries with the messages that brought them.
    pub(crate) fn logged(
        &mut self,
        from: u64,
        limit: usize,
    ) -> Result<Vec<(Entry, Option<record::Sender>)>, StoreError> {
        let reading = || StoreError::reading("log");
        let query = self.core.prepare_cached(
            "SELECT offset, received, body FROM log WHERE offset >= ?1 ORDER BY offset LIMIT ?2",
        );
        let mut query = query.map_err(reading())?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = query.query((from.cast_signed(), limit)).map_err(reading())?;
        let mut entries = Vec::new();
        let mut expected = from.max(1);
        while let Some(row) = rows.next().map_err(reading())? {
            let (key, at): (i64, i64) =
                (row.get(0).map_err(reading())?, row.get(1).map_err(reading())?);
            let what = || format!("entry {key} of the log");
            if key.cast_unsigned() != expected {
                return Err(StoreError::corrupt(what(), format!("entry {expected} is missing")));
            }
            expected += 1;
            let stored = row.get_ref(2).map_err(reading())?;
            let stored = stored.as_blob().map_err(|why| StoreError::corrupt(what(), why))?;
            let Logged { sender, event } = unseal(&[key, at], stored)
                .and_then(|body| unpack_logged(body, &mut self.calendars))
                .map_err(|why| StoreError::corrupt(what(), why))?;
            let received = Timestamp::from_millis(at);
            entries.push((Entry { offset: key.cast_unsigned(), received, event }, sender));
        }
        Ok(entries)
    }
}

fn in_range(points: &BTreeMap<Timestamp, f64>, within: &Range<Timestamp>) -> Vec<(Timestamp, f64)> {
    if within.is_empty() {
        return Vec::new();
    }
    points.range(within.clone()).map(|(at, value)| (*at, *value)).collect()
}

impl Reader for SqliteReader {
    fn chunks(
        &mut self,
        indicator: IndicatorId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        let key = i64::from(indicator.0);
        let mut points = self.as_sealed(key, u64::MAX, &(from..to))?;
        points.extend(self.amendments(key, from.as_millis(), to.as_millis())?);
        Ok(in_range(&points, &(from..to)))
    }

    fn sealed(
        &mut self,
        indicator: IndicatorId,
        sealed: u64,
        within: Range<Timestamp>,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        Ok(in_range(&self.as_sealed(i64::from(indicator.0), sealed, &within)?, &within))
    }

    fn amended(
        &mut self,
        indicator: IndicatorId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let (key, start, end) = (i64::from(indicator.0), from.as_millis(), to.as_millis());
        Ok(self.amendments(key, start, end)?.into_iter().map(|(at, _)| at).collect())
    }

    fn notices(
        &mut self,
        unit: UnitId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<TelexLine>, StoreError> {
        let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.telexed(
            "SELECT number, unit, body FROM telex WHERE unit = ?1 AND number < ?2
             ORDER BY number DESC LIMIT ?3",
            (unit.0, before, limit),
        )
    }

    fn telex(&mut self, after: u64, limit: usize) -> Result<Vec<TelexLine>, StoreError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.telexed(
            "SELECT number, unit, body FROM telex WHERE number > ?1 ORDER BY number LIMIT ?2",
            (after, limit),
        )
    }

    fn telex_end(&mut self) -> Result<u64, StoreError> {
        let query = "SELECT coalesce(max(number), 0) FROM telex";
        let end = self.core.query_row(query, [], |row| row.get::<_, i64>(0));
        end.map(i64::cast_unsigned).map_err(StoreError::reading("telex"))
    }

    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<(u64, AuditLine)>, StoreError> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.audited(
            "SELECT number, body FROM audit WHERE number > ?1 ORDER BY number LIMIT ?2",
            (after, limit),
        )
    }

    fn audit_of(
        &mut self,
        unit: UnitId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, AuditLine)>, StoreError> {
        let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.audited(
            "SELECT number, body FROM audit WHERE unit = ?1 AND number < ?2
             ORDER BY number DESC LIMIT ?3",
            (unit.0, before, limit),
        )
    }

    fn checkpoint(&mut self) -> Result<(String, Verifier), StoreError> {
        let key = audit::node_key(&self.directory)?;
        let tree = commit::read_state(&self.core)?.audited;
        Ok((Checkpoint::of(&tree).signed(&key), key.verifier()))
    }

    fn letters(
        &mut self,
        link: LinkId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Letter)>, StoreError> {
        let reading = || StoreError::reading("letter");
        let query = self.core.prepare_cached(
            "SELECT number, body FROM letter WHERE link = ?1 AND number > ?2
             ORDER BY number LIMIT ?3",
        );
        let mut query = query.map_err(reading())?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = query.query((link.0, after.cast_signed(), limit)).map_err(reading())?;
        let mut letters = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (number, stored): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let letter = unseal(&[i64::from(link.0), number], &stored)
                .and_then(|body| record::unpack(body, &mut self.calendars))
                .map_err(|why| StoreError::corrupt(format!("letter {number}"), why))?;
            letters.push((number.cast_unsigned(), letter));
        }
        Ok(letters)
    }

    fn shipped(&mut self, after: u64, sources: u64) -> Result<Shipped, StoreError> {
        self.ship(after, sources)
    }

    fn beside(&mut self) -> Result<Beside, StoreError> {
        self.ship_beside()
    }

    fn forgotten(&mut self) -> Result<BTreeMap<u64, Hash>, StoreError> {
        forgetting::digests(&self.core)
    }

    fn begins_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        Ok(earlier::taken_over(&self.core)?.map(|was| was.received))
    }

    fn beginning(&mut self) -> Result<Option<Beginning>, StoreError> {
        earlier::beginning(&self.core)
    }

    fn entries(&mut self, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let logged = self.logged(from, limit)?;
        Ok(logged.into_iter().map(|(entry, _)| entry).collect())
    }
}
