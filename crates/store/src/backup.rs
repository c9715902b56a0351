//! Backup: how is a store copied while it is written to, and how is a copy known to be good?
//!
//! Each file is copied by the engine as it stood at one moment, the core file first: whatever it
//! says lies in the file of a month was moved there before. The manifest is what `sha256sum -c`
//! reads. Restoring checks the digests, lives through the log, and only then puts the copy in
//! place: a backup that was never restored is a hope.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::check::{Checked, check};
use crate::error::StoreError;
use crate::sqlite::{ACCOUNTS, CORE, month_files, open_any};

const MANIFEST: &str = "SHA256SUMS";

/// Copies the store in `directory`, in use or not, to a directory `to` that is not there yet.
/// Answers with how many bytes the copy has.
pub fn backup(directory: &Path, to: &Path) -> Result<u64, StoreError> {
    let unfinished = beside(to, "partial")?;
    fs::create_dir_all(unfinished.join("series")).map_err(StoreError::io("make", &unfinished))?;
    let copied = copy_all(directory, &unfinished).and_then(|copied| {
        put_in_place(&unfinished, to)?;
        Ok(copied)
    });
    if copied.is_err() {
        // What is half done is worth nothing; that it cannot be removed changes nothing.
        drop(fs::remove_dir_all(&unfinished));
    }
    copied
}

/// Makes a store in `directory`, which is not there yet, from the backup in `from`: once every
/// digest fits and everything in it is what its log says.
pub fn restore(from: &Path, directory: &Path, workers: usize) -> Result<Checked, StoreError> {
    let unfinished = beside(directory, "restoring")?;
    fs::create_dir_all(unfinished.join("series")).map_err(StoreError::io("make", &unfinished))?;
    let restored = copy_listed(from, &unfinished).and_then(|()| {
        let checked = check(&unfinished, workers, &[])?;
        put_in_place(&unfinished, directory)?;
        Ok(checked)
    });
    if restored.is_err() {
        drop(fs::remove_dir_all(&unfinished));
    }
    restored
}

/// Proves that a backup restores: restores it beside itself, and takes that away again.
pub fn prove(backup: &Path, workers: usize) -> Result<Checked, StoreError> {
    let mut name = backup.file_name().unwrap_or_default().to_owned();
    name.push(".proof");
    let proof = backup.with_file_name(name);
    let checked = restore(backup, &proof, workers)?;
    fs::remove_dir_all(&proof).map_err(StoreError::io("remove", &proof))?;
    Ok(checked)
}

/// A free place beside the one that is to be filled.
fn beside(place: &Path, ending: &str) -> Result<PathBuf, StoreError> {
    let is_empty =
        |place: &Path| fs::read_dir(place).is_ok_and(|mut inside| inside.next().is_none());
    if place.exists() && !is_empty(place) {
        return Err(StoreError::Occupied { path: place.to_owned() });
    }
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{ending}"));
    let unfinished = place.with_file_name(name);
    if unfinished.exists() {
        return Err(StoreError::Occupied { path: unfinished });
    }
    Ok(unfinished)
}

/// Gives the finished directory its name, so that it survives the loss of power.
fn put_in_place(unfinished: &Path, place: &Path) -> Result<(), StoreError> {
    let synced = sync(&unfinished.join("series")).and_then(|()| sync(unfinished));
    let named = synced.and_then(|()| fs::rename(unfinished, place));
    let above = place.parent().filter(|above| !above.as_os_str().is_empty());
    let named = named.and_then(|()| sync(above.unwrap_or(Path::new("."))));
    named.map_err(StoreError::io("write", place))
}

fn sync(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn copy_all(directory: &Path, to: &Path) -> Result<u64, StoreError> {
    let core = directory.join(CORE);
    if !core.exists() {
        let found = "an empty directory, or none".to_owned();
        return Err(StoreError::Foreign { path: directory.to_owned(), found });
    }
    let mut listed = vec![copy(&core, to, CORE)?];
    for path in month_files(directory)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        listed.push(copy(&path, to, &format!("series/{name}"))?);
    }
    let accounts = directory.join(ACCOUNTS);
    if accounts.exists() {
        listed.push(copy(&accounts, to, ACCOUNTS)?);
    }
    let manifest = to.join(MANIFEST);
    let lines: String = listed.iter().map(|copy| copy.line.as_str()).collect();
    let written = fs::write(&manifest, lines).and_then(|()| sync(&manifest));
    written.map_err(StoreError::io("write", &manifest))?;
    Ok(listed.iter().map(|copy| copy.bytes).sum())
}

struct Copy {
    line: String,
    bytes: u64,
}

/// Copies one file as it stands at one moment, packed.
fn copy(from: &Path, to: &Path, name: &str) -> Result<Copy, StoreError> {
    let path = to.join(name);
    let written = open_any(from)?.execute("VACUUM INTO ?1", [path.to_string_lossy()]);
    written.map_err(|error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => StoreError::Full,
        _ => StoreError::corrupt(from.display().to_string(), error),
    })?;
    // Who else is on the machine reads neither the accounts nor anything else of a copy.
    let closed = fs::set_permissions(&path, fs::Permissions::from_mode(0o600));
    let written = closed.and_then(|()| sync(&path)).and_then(|()| digest(&path));
    let (digest, bytes) = written.map_err(StoreError::io("write", &path))?;
    Ok(Copy { line: format!("{digest}  {name}\n"), bytes })
}

/// Copies the files of a backup, if each is as it was written.
fn copy_listed(from: &Path, to: &Path) -> Result<(), StoreError> {
    let manifest = from.join(MANIFEST);
    let lines = fs::read_to_string(&manifest).map_err(StoreError::io("read", &manifest))?;
    for line in lines.lines() {
        let (expected, name) = line.split_once("  ").unwrap_or_default();
        if !is_ours(name) {
            let why = format!("{line:?} does not name a file of a store");
            return Err(StoreError::corrupt(manifest.display().to_string(), why));
        }
        let (path, copy) = (from.join(name), to.join(name));
        fs::copy(&path, &copy).map_err(StoreError::io("copy", &path))?;
        let written = sync(&copy).and_then(|()| digest(&copy));
        let (found, _) = written.map_err(StoreError::io("write", &copy))?;
        if found != expected {
            let why = format!("its digest is {found} and was {expected}");
            return Err(StoreError::corrupt(path.display().to_string(), why));
        }
    }
    Ok(())
}

/// Whether a name of a manifest is one that this module writes; none leads elsewhere.
fn is_ours(name: &str) -> bool {
    let plain = |name: &str| {
        let letter = |byte: u8| byte.is_ascii_digit() || byte == b'-';
        name.strip_suffix(".sqlite").is_some_and(|month| month.bytes().all(letter))
    };
    name == CORE || name == ACCOUNTS || name.strip_prefix("series/").is_some_and(plain)
}

/// SHA-256 in hexadecimal digits, and the length.
fn digest(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer, mut bytes) = (Sha256::new(), vec![0; 1 << 16], 0);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((format!("{:x}", hasher.finalize()), bytes));
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}
