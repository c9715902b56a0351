//! Copy: how does a second machine keep up with this one, to stand in for it?
//!
//! It asks for the rows of the log after those that are on its own disk, and is answered as soon as there
//! are some. So whatever it asks after is safe there. Who asks has the key that the operator gave to both;
//! to anybody else there is no such thing.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

use crate::asked::{Answer, Asked, content};
use crate::limits;
use crate::problem::Problem;

/// The header with the key.
pub const COPY_KEY_HEADER: &str = "cybersyn-copy-key";

/// The key of whoever may copy what is kept. It shows itself to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct CopyKey([u8; 32]);

impl std::fmt::Debug for CopyKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("CopyKey")
    }
}

/// Why a file holds no such key.
#[derive(Debug, thiserror::Error)]
pub enum CopyKeyError {
    /// It cannot be read.
    #[error("read {file}, where the key of a second machine is expected")]
    Read {
        /// Which.
        file: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is none in it.
    #[error(
        "use {0}: expected one line of at least 32 letters, such as `openssl rand -hex 32` prints"
    )]
    NoKey(PathBuf),
    /// Others could read it.
    #[error(
        "use {file}: other users may read or change it (its mode is {mode:o}); expected `chmod 600 {file}`"
    )]
    Exposed {
        /// Which.
        file: PathBuf,
        /// Its mode.
        mode: u32,
    },
}

impl CopyKey {
    /// From a file that others on the machine cannot read: one line of at least 32 letters.
    pub fn read(file: &Path) -> Result<Self, CopyKeyError> {
        read_copy_key(file).map(|key| Self(digest(&key)))
    }

    fn opens(&self, given: &str) -> bool {
        // Of two digests it tells nothing how many bytes are alike.
        digest(given) == self.0
    }
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// The key in such a file.
pub fn read_copy_key(file: &Path) -> Result<String, CopyKeyError> {
    let unread = |source| CopyKeyError::Read { file: file.to_owned(), source };
    let mut opened = File::open(file).map_err(unread)?;
    // Of the open file, so that nobody puts another in its place between the two looks.
    let mode = opened.metadata().map_err(unread)?.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(CopyKeyError::Exposed { file: file.to_owned(), mode });
    }
    let mut text = String::new();
    opened.by_ref().take(limits::COPY_KEY_BYTES).read_to_string(&mut text).map_err(unread)?;
    let key = text.trim();
    let is_good =
        key.len() >= limits::COPY_KEY_LETTERS && key.bytes().all(|it| it.is_ascii_graphic());
    if is_good { Ok(key.to_owned()) } else { Err(CopyKeyError::NoKey(file.to_owned())) }
}

fn must_be_open(asked: &Asked) -> Result<(), Problem> {
    let given = asked.headers.get(COPY_KEY_HEADER).and_then(|value| value.to_str().ok());
    let key = asked.shell.outward.copies.as_ref();
    key.zip(given).filter(|(key, given)| key.opens(given)).map(drop).ok_or_else(Problem::unknown)
}

/// `GET /api/v1/copy/log`
pub(crate) async fn log(asked: Asked) -> Answer {
    must_be_open(&asked)?;
    let after = asked.number("after")?.unwrap_or_default();
    let sources = asked.number("sources")?.unwrap_or_default();
    let shell = &asked.shell;
    let mut written = shell.written();
    if *written.borrow_and_update() <= after {
        // Whoever keeps up waits for what comes; the accounts may change meanwhile.
        drop(timeout(limits::COPY_WAIT, written.changed()).await);
    }
    let shipped = shell.old_readings(0, |reader| reader.shipped(after, sources)).await?;
    Ok(content(StatusCode::OK, "application/octet-stream", shipped.pack()))
}

/// `GET /api/v1/copy/beside`
pub(crate) async fn beside(asked: Asked) -> Answer {
    must_be_open(&asked)?;
    let beside = asked.shell.old_readings(0, |reader| reader.beside()).await?;
    Ok(content(StatusCode::OK, "application/octet-stream", beside.pack()))
}
