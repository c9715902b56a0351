//! Load: how is everything that was kept read back, quickly?
//!
//! Series are by far the most of it, so they are read and decoded on several threads, each with a
//! connection of its own and a range of ids.

use std::path::Path;
use std::thread;

use mission::federation;
use rusqlite::Connection;

use super::commit::State;
use super::schema::{CORE, open_to_read};
use crate::contract::Loaded;
use crate::error::StoreError;
use crate::kept::{Kind, Pieces};
use crate::record::unseal;

/// Everything that was kept.
pub(super) fn load(
    core: &Connection,
    directory: &Path,
    state: &State,
    workers: usize,
) -> Result<Loaded, StoreError> {
    let mut pieces = Pieces::default();
    for kind in Kind::ALL {
        read_kind(core, kind, &mut pieces)?;
    }
    let count = core.query_row("SELECT count(*) FROM series", [], |row| row.get::<_, i64>(0));
    let count = count.map_err(StoreError::reading("series"))?;
    let workers = i64::try_from(workers.max(1)).unwrap_or(1);
    let share = count / workers + 1;
    let read: Vec<Result<Pieces, StoreError>> = thread::scope(|scope| {
        let starts = (0..workers).map(|worker| worker * share);
        let threads: Vec<_> = starts
            .map(|from| scope.spawn(move || read_series(directory, from, from + share)))
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(join).collect()
    });
    for part in read {
        pieces.append_series(part?);
    }
    let applied = federation::Applied { offset: state.applied, received: state.applied_received };
    pieces.finish(applied, state.replay_from)
}

fn read_kind(core: &Connection, kind: Kind, pieces: &mut Pieces) -> Result<(), StoreError> {
    let name = kind.name();
    let query = core.prepare(&format!("SELECT id, body FROM {name} ORDER BY id"));
    let mut query = query.map_err(StoreError::reading(name))?;
    let mut rows = query.query([]).map_err(StoreError::reading(name))?;
    while let Some(row) = rows.next().map_err(StoreError::reading(name))? {
        let key: i64 = row.get(0).map_err(StoreError::reading(name))?;
        let stored = row.get_ref(1).map_err(StoreError::reading(name))?;
        let stored = stored.as_blob().map_err(|why| StoreError::corrupt(name, why))?;
        let body = unseal(&[key], stored)
            .map_err(|why| StoreError::corrupt(format!("{name} {key}"), why))?;
        pieces.put(kind, key, body)?;
    }
    Ok(())
}

/// Series with ids from `from` up to and without `to`.
fn read_series(directory: &Path, from: i64, to: i64) -> Result<Pieces, StoreError> {
    let core = open_to_read(&directory.join(CORE))?;
    let reading = || StoreError::reading("series");
    let query =
        core.prepare("SELECT id, upto, body FROM series WHERE id >= ?1 AND id < ?2 ORDER BY id");
    let mut query = query.map_err(reading())?;
    let mut rows = query.query((from, to)).map_err(reading())?;
    let mut pieces = Pieces::default();
    while let Some(row) = rows.next().map_err(reading())? {
        let (key, upto): (i64, i64) =
            (row.get(0).map_err(reading())?, row.get(1).map_err(reading())?);
        let stored = row.get_ref(2).map_err(reading())?;
        let stored = stored.as_blob().map_err(|why| StoreError::corrupt("series", why))?;
        let body = unseal(&[key, upto], stored)
            .map_err(|why| StoreError::corrupt(format!("series {key}"), why))?;
        pieces.put_series(upto.cast_unsigned(), body)?;
    }
    Ok(pieces)
}
