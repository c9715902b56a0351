//! Standby: is a directory a copy of another machine's, which serves nobody until it is promoted?

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::StoreError;

/// The file that says of a directory whose copy it is.
const FILE: &str = "standby";

/// Whose copy a directory is, if it is one.
pub fn standby_of(directory: &Path) -> Result<Option<String>, StoreError> {
    let path = directory.join(FILE);
    match fs::read_to_string(&path) {
        Ok(of) => Ok(Some(of.trim().to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("read", &path)(error)),
    }
}

/// A directory is a copy of what serves at `of`, from now on.
pub fn stand_by(directory: &Path, of: &str) -> Result<(), StoreError> {
    let path = directory.join(FILE);
    fs::create_dir_all(directory).map_err(StoreError::io("make", directory))?;
    let written = File::create(&path)
        .and_then(|mut file| file.write_all(of.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| File::open(directory)?.sync_all());
    written.map_err(StoreError::io("write", &path))
}

/// A directory is a copy no more, and serves.
pub fn promote(directory: &Path) -> Result<(), StoreError> {
    let path = directory.join(FILE);
    let gone = fs::remove_file(&path).and_then(|()| File::open(directory)?.sync_all());
    gone.map_err(StoreError::io("remove", &path))
}
