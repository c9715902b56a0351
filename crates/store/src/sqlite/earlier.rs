//! Earlier: how did things stand when an earlier program left them?
//!
//! What people were told is not taken back, and today's filters would have told other things. So an upgrade
//! takes over how everything stood as far as the log had been applied, and keeps that as well beside it:
//! whoever lives through the log again (`check`, and the room as it was) begins there and not before. The
//! filters are no part of it. They learn the readings of the log anew, by the rules of today.

use mission::federation::{self, Federation};
use mission::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction};

use super::commit::State;
use crate::contract::{Beginning, Loaded};
use crate::error::StoreError;
use crate::gather;
use crate::kept::{self, Kind, Pieces};
use crate::record::{self, Calendars, seal, unseal};

/// Made where they are missing; without rows in a directory that was not taken over.
pub(super) const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS taken_over (id INTEGER PRIMARY KEY CHECK (id = 0), body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS earlier (
        kind TEXT NOT NULL, id INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
";

/// How far an earlier program had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TakenOver {
    /// The format in which it wrote.
    pub(super) format: u64,
    /// The last entry that it applied.
    pub(super) applied: u64,
    /// When that was received.
    pub(super) received: Timestamp,
    /// Lines of the telex by then.
    pub(super) notices: u64,
    /// Records of the audit by then.
    pub(super) audited: u64,
}

record::fields! {
    TakenOver { format, applied, received, notices, audited }
}

/// Keeps how things stand as how they stood.
pub(super) fn keep(change: &Connection, format: u64, state: &State) -> rusqlite::Result<()> {
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let copy = |name| format!("INSERT INTO earlier SELECT '{name}', id, body FROM {name};");
    change.execute_batch(&kinds.map(copy).collect::<Vec<_>>().concat())?;
    let taken_over = TakenOver {
        format,
        applied: state.applied,
        received: state.applied_received,
        notices: state.notices,
        audited: state.audited.size(),
    };
    let body = seal(&[0], record::pack(&taken_over));
    change.execute("INSERT INTO taken_over (id, body) VALUES (0, ?1)", [body]).map(drop)
}

/// How far an earlier program had come, if one made the directory.
pub(super) fn taken_over(core: &Connection) -> Result<Option<TakenOver>, StoreError> {
    let row = core.query_row("SELECT body FROM taken_over", [], |row| row.get::<_, Vec<u8>>(0));
    let read = |stored: Vec<u8>| {
        unseal(&[0], &stored)
            .and_then(|body| record::unpack(body, &mut Calendars::default()))
            .map_err(|why| StoreError::corrupt("what was taken over", why))
    };
    row.optional().map_err(StoreError::reading("what was taken over"))?.map(read).transpose()
}

/// Where the log is lived through from, if not from its first entry.
pub(super) fn beginning(core: &Connection) -> Result<Option<Beginning>, StoreError> {
    let Some(was) = taken_over(core)? else { return Ok(None) };
    let reading = || StoreError::reading("what was taken over");
    let mut pieces = Pieces::default();
    let query = "SELECT id, body FROM earlier WHERE kind = ?1 ORDER BY id";
    let mut query = core.prepare(query).map_err(reading())?;
    for kind in Kind::ALL {
        let mut rows = query.query([kind.name()]).map_err(reading())?;
        while let Some(row) = rows.next().map_err(reading())? {
            let (key, stored): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let what = || format!("{} {key} as it was taken over", kind.name());
            let body = unseal(&[key], &stored).map_err(|why| StoreError::corrupt(what(), why))?;
            pieces.put(kind, key, body)?;
        }
    }
    pieces.begin_series();
    let applied = federation::Applied { offset: was.applied, received: was.received };
    let Loaded { parts, .. } = pieces.finish(applied, 0)?;
    Ok(Some(Beginning { parts, notices: was.notices, audited: was.audited }))
}

/// Takes words away that are too old, where those from before `gone` are already. Whether it took some.
pub(super) fn forget(
    change: &Transaction<'_>,
    gone: Timestamp,
    before: Timestamp,
) -> Result<bool, StoreError> {
    if taken_over(change)?.is_none_or(|was| was.received < gone) {
        return Ok(false);
    }
    let Some(Beginning { parts, .. }) = beginning(change)? else { return Ok(false) };
    let mut stood = Federation::restore(parts);
    let held = stood.forget_words_before(before);
    let took = !held.is_empty();
    for (thing, body) in gather::things(&stood, held) {
        let (kind, key) = kept::place(thing);
        let put = "UPDATE earlier SET body = ?3 WHERE kind = ?1 AND id = ?2";
        let put = change.execute(put, (kind.name(), key, seal(&[key], body)));
        put.map_err(|error| StoreError::writing(&error))?;
    }
    Ok(took)
}
