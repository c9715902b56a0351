//! Inspection: are the engine's pages sound, and do the marks agree with the log?

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::reader::SqliteReader;
use super::{SqliteStore, schema};
use crate::audit::Checkpoint;
use crate::error::StoreError;
use crate::limits;
use crate::marks::Mark;
use crate::record::{self, Calendars, unseal};

/// Source, residue, and the message that is remembered there: epoch, number, entry.
type Marks = BTreeMap<(u64, u64), (u64, u64, u64)>;

impl SqliteStore {
    /// Checks what cannot be told by living through the log again.
    pub(crate) fn inspect(&self) -> Result<(), StoreError> {
        pages_are_sound(&self.core, schema::CORE)?;
        for path in schema::month_files(&self.directory)? {
            pages_are_sound(&schema::open_any(&path)?, &path.display().to_string())?;
        }
        if self.kept_marks()? != self.logged_marks()? {
            let why = "the messages remembered are not those of the log";
            return Err(StoreError::corrupt("mark", why));
        }
        Ok(())
    }

    /// What this store itself knows of its audit.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        Checkpoint::of(&self.state.audited)
    }

    fn kept_marks(&self) -> Result<Marks, StoreError> {
        let reading = || StoreError::reading("mark");
        let query = self.core.prepare("SELECT source, slot, body FROM mark");
        let mut query = query.map_err(reading())?;
        let mut rows = query.query([]).map_err(reading())?;
        let mut marks = Marks::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (source, slot, stored): (i64, i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let mark: Mark = unseal(&[source, slot], &stored)
                .and_then(|body| record::unpack(body, &mut Calendars::default()))
                .map_err(|why| StoreError::corrupt(format!("mark {source} {slot}"), why))?;
            let key = (source.cast_unsigned(), slot.cast_unsigned());
            marks.insert(key, (mark.epoch, mark.seq, mark.offset));
        }
        Ok(marks)
    }

    fn logged_marks(&self) -> Result<Marks, StoreError> {
        let mut reader = SqliteReader::open(&self.directory)?;
        let mut marks = Marks::new();
        let mut next = 1;
        loop {
            let page = reader.logged(next, limits::ENTRIES_A_PAGE)?;
            let Some((last, _)) = page.last() else { return Ok(marks) };
            next = last.offset + 1;
            for (entry, sender) in page {
                if let Some(sent) = sender {
                    let key = (sent.source, sent.seq % limits::MARKS);
                    marks.insert(key, (sent.epoch, sent.seq, entry.offset));
                }
            }
        }
    }
}

fn pages_are_sound(file: &Connection, name: &str) -> Result<(), StoreError> {
    let said = file.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    match said {
        Ok(said) if said == "ok" => Ok(()),
        Ok(said) => Err(StoreError::corrupt(name, said)),
        Err(error) => Err(StoreError::corrupt(name, error)),
    }
}
