//! Upgrade: how does a directory of an older format come to this one?
//!
//! What came since format 4 are tables that are made where they are missing; rows of formats before it are
//! [taken over](super::taking_over); in one transaction with the number of the format. Before it the core file is copied beside itself as it stood, so that the older program can
//! be gone back to, and the copy goes when everything was read and the first start went well.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::schema::{self, CORE};
use crate::error::StoreError;

/// Copies the core file, if it is of an older format and there is no copy yet.
pub(super) fn keep_copy(core: &Connection, path: &Path) -> Result<(), StoreError> {
    let version = schema::version_of(core, path)?;
    if version == 0 || version == schema::VERSION {
        return Ok(());
    }
    let copy = path.with_file_name(format!("{}{version}", copies()));
    if copy.exists() {
        return Ok(());
    }
    let unfinished = path.with_file_name(format!("{}partial", copies()));
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(StoreError::io("remove", &unfinished))?;
    }
    let written = core.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()]);
    if let Err(error) = written {
        // It may be what filled the disk; that it cannot be removed changes nothing.
        drop(fs::remove_file(&unfinished));
        return Err(StoreError::writing(&error));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let placed = File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&unfinished, &copy))
        .and_then(|()| File::open(folder)?.sync_all());
    placed.map_err(StoreError::io("write", &copy))
}

/// Takes the copies of older formats away.
pub(super) fn settle(directory: &Path) -> Result<(), StoreError> {
    for copy in copies_in(directory)? {
        fs::remove_file(&copy).map_err(StoreError::io("remove", &copy))?;
    }
    Ok(())
}

fn copies_in(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let listed = fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let listed = listed.map_err(StoreError::io("list", directory))?;
    let is_copy = |path: &PathBuf| {
        path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(&copies()))
    };
    Ok(listed.into_iter().map(|entry| entry.path()).filter(is_copy).collect())
}

fn copies() -> String {
    format!("{CORE}.format-")
}
