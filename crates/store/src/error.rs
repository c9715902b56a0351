//! Errors: what could a store not do, and what is to be done about it?

use std::path::{Path, PathBuf};

/// What a store could not do. Each completes "could not …".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address of a store names none.
    #[error("open {given:?}: expected memory: or sqlite:DIRECTORY")]
    Address {
        /// What was given.
        given: String,
    },
    /// Another process has the directory open.
    #[error("open {}: it is in use by {holder}; stop that first, or use another directory", dir.display())]
    Locked {
        /// The directory.
        dir: PathBuf,
        /// Who has it.
        holder: String,
    },
    /// The directory is a copy, which serves nobody.
    #[error(
        "open {}: it is a copy of what serves at {of}; promote it with `cybersyn serve --promote` once that is          gone for good", dir.display()
    )]
    Standby {
        /// The directory.
        dir: PathBuf,
        /// Whose copy it is.
        of: String,
    },
    /// The file was not made by this program.
    #[error("open {}: it is {found}, not a store of Cybersyn; name another directory", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        found: String,
    },
    /// A later version of this program made the file.
    #[error(
        "open {}: its format is version {found} and this program knows {known}; use a newer program",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version known.
        known: i64,
    },
    /// An earlier version of this program made the file, and it was not brought up to date yet.
    #[error(
        "read {}: its format is version {found}; `cybersyn check` or `cybersyn serve` brings the directory to \
         version {known}, do that first",
        path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version known.
        known: i64,
    },
    /// What an earlier version of this program wrote could not be taken over. It is as it was.
    #[error(
        "bring {} from format {found} to {known}: could not {why}. Nothing was changed: the program that made it \
         goes on with it",
        path.display()
    )]
    Upgrade {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version known.
        known: i64,
        /// What could not be done.
        why: Box<StoreError>,
    },
    /// What was kept is not what was written.
    #[error("read {what}: {why}; restore a backup")]
    Corrupt {
        /// What.
        what: String,
        /// How it shows.
        why: String,
    },
    /// The disk is full: nothing was written, and it may be tried again.
    #[error("write: the disk is full; free some space")]
    Full,
    /// It is not known whether what was written is safe. Nothing may be acknowledged any more.
    #[error("write safely: {why}; stop, look at the disk, and start again")]
    Fatal {
        /// What the engine said.
        why: String,
    },
    /// A file could not be reached.
    #[error("{what} {}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The engine could not read.
    #[error("read {what}")]
    Engine {
        /// What.
        what: &'static str,
        /// Why not.
        source: rusqlite::Error,
    },
    /// There is something where a backup or a restored store should go.
    #[error("write to {}: there is something already; name a place that is free", path.display())]
    Occupied {
        /// The place.
        path: PathBuf,
    },
}

impl StoreError {
    pub(crate) fn corrupt(what: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Corrupt { what: what.into(), why: format!("{why}") }
    }

    /// What a failed write means for what may be promised.
    pub(crate) fn writing(error: &rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Fatal { why: error.to_string() },
        }
    }

    pub(crate) fn reading(what: &'static str) -> impl FnOnce(rusqlite::Error) -> Self {
        move |source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::corrupt(what, source)
            }
            _ => Self::Engine { what, source },
        }
    }

    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }
}
