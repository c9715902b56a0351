//! Schema: which tables has a store, and is this file one?

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{earlier, forgetting, taking_over, upgrade};
use crate::error::StoreError;
use crate::kept::Kind;
use crate::limits;

/// The file that holds everything but old chunks.
pub(crate) const CORE: &str = "core.sqlite";

/// "Cybe" in the header of each file, where `file` and others look for who made it.
const APPLICATION: i64 = 0x4379_6265;
/// The format of the files.
pub(super) const VERSION: i64 = 5;
/// The oldest format whose rows are read as they are. What came after it are tables that are made where they
/// are missing, so that only the core file says which format it is; others stay what they are.
const OLDEST: i64 = 4;
/// The oldest format that there was. Core files from here on are [taken over](super::taking_over) when they are opened
/// to write; chunks in files of months have had one shape ever since.
const FIRST: i64 = 1;

/// Every body ends with a check sum over it and its key; see `record::seal`.
const TABLES: &str = "
    CREATE TABLE log (offset INTEGER PRIMARY KEY, received INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 0), body BLOB NOT NULL);
    CREATE TABLE source (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE mark (
        source INTEGER NOT NULL, slot INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (source, slot)
    ) WITHOUT ROWID;
    CREATE TABLE series (id INTEGER PRIMARY KEY, upto INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE telex (number INTEGER PRIMARY KEY, unit INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE INDEX telex_of_unit ON telex (unit, number);
    CREATE TABLE chunk (
        indicator INTEGER NOT NULL, first INTEGER NOT NULL,
        start INTEGER NOT NULL, end INTEGER NOT NULL, month INTEGER NOT NULL, body BLOB,
        PRIMARY KEY (indicator, first)
    ) WITHOUT ROWID;
    CREATE INDEX chunk_to_move ON chunk (month) WHERE body IS NOT NULL;
    CREATE TABLE amendment (
        indicator INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (indicator, at)
    ) WITHOUT ROWID;
";

/// Made anew when an older one is taken over.
pub(super) const AUDIT_TABLE: &str = "
    CREATE TABLE audit (number INTEGER PRIMARY KEY, unit INTEGER, body BLOB NOT NULL);
    CREATE INDEX audit_of_unit ON audit (unit, number) WHERE unit IS NOT NULL;
";

/// Letters to other nodes that wait until these have them. Made where it is missing.
const LETTER_TABLE: &str = "
    CREATE TABLE IF NOT EXISTS letter (
        link INTEGER NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (link, number)
    ) WITHOUT ROWID;
";

/// The file of accounts.
pub(crate) const ACCOUNTS: &str = "people.sqlite";

/// Numbers of accounts and sessions are never given twice.
const ACCOUNT_TABLES: &str = "
    CREATE TABLE account (
        id INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT UNIQUE, body BLOB NOT NULL
    );
    CREATE TABLE session (
        id INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL UNIQUE, who INTEGER NOT NULL,
        body BLOB NOT NULL
    );
    CREATE INDEX session_of ON session (who);
    CREATE TABLE door (
        key BLOB PRIMARY KEY, until INTEGER NOT NULL, body BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE looked (
        unit INTEGER NOT NULL, viewer INTEGER NOT NULL, indicator INTEGER NOT NULL,
        day INTEGER NOT NULL, times INTEGER NOT NULL,
        PRIMARY KEY (unit, viewer, indicator, day)
    ) WITHOUT ROWID;
";

/// By which ways people are told, who is on duty, and what is on its way to them. Made where they
/// are missing: files of accounts are older than these.
const TELLING_TABLES: &str = "
    CREATE TABLE IF NOT EXISTS way (
        id INTEGER PRIMARY KEY AUTOINCREMENT, who INTEGER, unit INTEGER, body BLOB NOT NULL
    );
    CREATE INDEX IF NOT EXISTS way_of ON way (who);
    CREATE INDEX IF NOT EXISTS way_of_unit ON way (unit);
    CREATE TABLE IF NOT EXISTS digest (way INTEGER PRIMARY KEY, next INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS duty (unit INTEGER PRIMARY KEY, who INTEGER NOT NULL, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS told (id INTEGER PRIMARY KEY CHECK (id = 0), body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS summons (
        number INTEGER PRIMARY KEY, unit INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL
    );
    CREATE INDEX IF NOT EXISTS summons_of ON summons (unit, number);
    CREATE TABLE IF NOT EXISTS delivery (
        number INTEGER NOT NULL, way INTEGER NOT NULL, due INTEGER, body BLOB NOT NULL,
        PRIMARY KEY (number, way)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due) WHERE due IS NOT NULL;
";

/// By what else somebody shows that it is them than by their password. Made where they are missing.
const SHOWING_TABLES: &str = "
    CREATE TABLE IF NOT EXISTS pin (who INTEGER PRIMARY KEY, body BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS abroad (
        key BLOB PRIMARY KEY, who INTEGER NOT NULL UNIQUE, body BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS brought (
        who INTEGER NOT NULL, unit INTEGER NOT NULL, role TEXT NOT NULL, taken INTEGER NOT NULL,
        PRIMARY KEY (who, unit, role)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS session_abroad (session INTEGER PRIMARY KEY, key BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS spare (key BLOB PRIMARY KEY, who INTEGER NOT NULL) WITHOUT ROWID;
";

const MONTH_TABLES: &str = "
    CREATE TABLE chunk (
        indicator INTEGER NOT NULL, first INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (indicator, first)
    ) WITHOUT ROWID;
";

/// Opens the core file to write, and makes it if it is not there.
pub(super) fn open_core(directory: &Path) -> Result<Connection, StoreError> {
    let path = directory.join(CORE);
    let is_new = !path.exists();
    let mut core = Connection::open(&path).map_err(|error| unreadable(&path, &error))?;
    let table = |kind: &Kind| {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (id INTEGER PRIMARY KEY, body BLOB NOT NULL);",
            kind.name()
        )
    };
    let things = Kind::ALL.iter().map(table).collect::<Vec<_>>().concat();
    recognise(&core, &path, FIRST)?;
    let set = core.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         PRAGMA wal_autocheckpoint = {}; PRAGMA temp_store = MEMORY;",
        limits::WAL_PAGES
    ));
    set.map_err(|error| unreadable(&path, &error))?;
    upgrade::keep_copy(&core, &path)?;
    lay_out(&core, &path, &format!("{TABLES}{AUDIT_TABLE}"))?;
    // Made where they are missing: files are older than some kinds of things.
    let later = format!("{things}{LETTER_TABLE}{}{}", forgetting::TABLES, earlier::TABLES);
    bring_up(&mut core, &path, &later)?;
    core.set_prepared_statement_cache_capacity(64);
    if is_new {
        // The file's name must survive the loss of power as its content does.
        let synced = File::open(directory).and_then(|directory| directory.sync_all());
        synced.map_err(StoreError::io("write", directory))?;
    }
    Ok(core)
}

/// Makes what is missing, and today's rows of what an earlier program wrote: all of it or nothing.
fn bring_up(core: &mut Connection, path: &Path, later: &str) -> Result<(), StoreError> {
    let found = version_of(core, path)?;
    if found < OLDEST {
        return taking_over::take_over(core, found, later).map_err(|why| StoreError::Upgrade {
            path: path.to_owned(),
            found,
            known: VERSION,
            why: Box::new(why),
        });
    }
    let version =
        if found == VERSION { String::new() } else { format!("PRAGMA user_version = {VERSION};") };
    core.execute_batch(&format!("BEGIN IMMEDIATE; {later} {version} COMMIT;"))
        .map_err(|error| StoreError::writing(&error))
}

/// Opens the file of accounts to write, and makes it if it is not there; in memory where no directory is
/// named. What is deleted is overwritten, and no journal keeps it.
pub(crate) fn open_accounts(directory: Option<&Path>) -> Result<Connection, StoreError> {
    let path = directory.map(|directory| directory.join(ACCOUNTS));
    let named = path.clone().unwrap_or_else(|| PathBuf::from(":memory:"));
    if let Some(path) = path.as_ref().filter(|path| !path.exists()) {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        made.map_err(StoreError::io("make", path))?;
    }
    let file = Connection::open(&named).map_err(|error| unreadable(&named, &error))?;
    recognise(&file, &named, OLDEST)?;
    let set = file.execute_batch(
        "PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;",
    );
    set.map_err(|error| unreadable(&named, &error))?;
    lay_out(&file, &named, ACCOUNT_TABLES)?;
    file.execute_batch(&format!("{TELLING_TABLES}{SHOWING_TABLES}"))
        .map_err(|error| StoreError::writing(&error))?;
    if let Some(directory) = directory {
        let synced = File::open(directory).and_then(|directory| directory.sync_all());
        synced.map_err(StoreError::io("write", directory))?;
    }
    Ok(file)
}

/// The file of a month.
pub(super) fn month_path(directory: &Path, month: i64) -> PathBuf {
    directory.join("series").join(format!("{:04}-{:02}.sqlite", month / 100, month % 100))
}

/// The files of months that are there.
pub(crate) fn month_files(directory: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = directory.join("series");
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let listed = std::fs::read_dir(&folder).and_then(|listed| {
        listed.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
    });
    let mut files = listed.map_err(StoreError::io("list", &folder))?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "sqlite"));
    files.sort();
    Ok(files)
}

/// Opens the file of a month to write, and makes it if it is not there.
pub(super) fn open_month(directory: &Path, month: i64) -> Result<Connection, StoreError> {
    let path = month_path(directory, month);
    let folder = directory.join("series");
    std::fs::create_dir_all(&folder).map_err(StoreError::io("make", &folder))?;
    let file = Connection::open(&path).map_err(|error| unreadable(&path, &error))?;
    recognise(&file, &path, FIRST)?;
    let set = file.execute_batch("PRAGMA synchronous = FULL;");
    set.map_err(|error| unreadable(&path, &error))?;
    lay_out(&file, &path, MONTH_TABLES)?;
    Ok(file)
}

/// Opens a file that is there, to read rows of today from it.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    open_from(path, OLDEST)
}

/// Opens a file of any format that is there, to read chunks from it, or to copy it.
pub(crate) fn open_any(path: &Path) -> Result<Connection, StoreError> {
    open_from(path, FIRST)
}

fn open_from(path: &Path, oldest: i64) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = Connection::open_with_flags(path, flags);
    let file = file.map_err(|error| unreadable(path, &error))?;
    recognise(&file, path, oldest)?;
    Ok(file)
}

/// Refuses files of others, of programs before the format at `oldest`, and of later ones.
fn recognise(file: &Connection, path: &Path, oldest: i64) -> Result<(), StoreError> {
    let number = |pragma: &str| -> Result<i64, StoreError> {
        let read = file.pragma_query_value(None, pragma, |row| row.get(0));
        read.map_err(|error| unreadable(path, &error))
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == 0 && version == 0 && number("schema_version")? == 0 {
        return Ok(());
    }
    if application != APPLICATION {
        let found = "the database of another program".to_owned();
        return Err(StoreError::Foreign { path: path.to_owned(), found });
    }
    if version > VERSION {
        return Err(StoreError::Newer { path: path.to_owned(), found: version, known: VERSION });
    }
    if version < oldest {
        return Err(StoreError::Older { path: path.to_owned(), found: version, known: VERSION });
    }
    Ok(())
}

/// The format that a file says it has; zero for one that is new.
pub(super) fn version_of(file: &Connection, path: &Path) -> Result<i64, StoreError> {
    let version = file.pragma_query_value(None, "user_version", |row| row.get(0));
    version.map_err(|error| unreadable(path, &error))
}

fn lay_out(file: &Connection, path: &Path, tables: &str) -> Result<(), StoreError> {
    if version_of(file, path)? >= FIRST {
        return Ok(());
    }
    let laid = file.execute_batch(&format!(
        "BEGIN IMMEDIATE; {tables} PRAGMA application_id = {APPLICATION};
         PRAGMA user_version = {VERSION}; COMMIT;"
    ));
    laid.map_err(|error| StoreError::writing(&error))
}

fn unreadable(path: &Path, error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => {
            let found = "not a database".to_owned();
            StoreError::Foreign { path: path.to_owned(), found }
        }
        Some(rusqlite::ErrorCode::DiskFull) => StoreError::Full,
        _ => StoreError::corrupt(path.display().to_string(), error),
    }
}
