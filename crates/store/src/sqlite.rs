//! `SQLite`: where does what has happened lie, in one directory and without set-up?
//!
//! ```text
//! DIRECTORY/core.sqlite            the log, marks, things, series, telex, audit, recent chunks
//! DIRECTORY/series/YYYY-MM.sqlite  chunks whose last reading lies in that month
//! DIRECTORY/people.sqlite          who is behind the numbers of the log; see `accounts`
//! DIRECTORY/lock                   who has it open
//! DIRECTORY/node.key               with which key this node signs
//! DIRECTORY/push.key               by which key services know it that write to devices
//! DIRECTORY/standby                whose copy it is, where it is one
//! DIRECTORY/core.sqlite.format-N   the core file as an older program left it, until a start went well
//! ```
//!
//! One connection writes, in one transaction a commit: `synchronous=FULL` over a write-ahead log is
//! one fsync. Chunks are kept in the core file first, so that this stays one, and are moved to the
//! files of their months some thousands at a time, each named by its key, so that moving twice
//! after a crash changes nothing.

mod commit;
mod copying;
mod earlier;
mod forgetting;
mod inspect;
mod load;
mod lock;
mod months;
mod reader;
mod schema;
mod speakers;
mod taking_over;
mod upgrade;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::accounts::Accounts;
use crate::audit::{self, Checkpoint, NodeKey, Prover, Verifier};
use crate::contract::{Applied, Incoming, Loaded, Reader, Receipt, Store};
use crate::error::StoreError;
use crate::limits;
use crate::record;

use self::commit::State;
use self::forgetting::Forgetting;
use self::lock::Lock;
use self::months::Moving;
use self::reader::SqliteReader;

pub use self::copying::{Beside, Shipped, ShippedRow};
pub(crate) use self::schema::{ACCOUNTS, CORE, month_files, open_accounts, open_any};

/// The audit of a directory as it stands, in use or not, as a note signed with the key of its node;
/// and what others need to know of that key. The key is made when it is first asked for.
pub fn checkpoint(directory: &Path) -> Result<(String, Verifier), StoreError> {
    SqliteReader::open(directory)?.checkpoint()
}

/// A proof that a record is in the audit of a directory as it stands, in use or not, handed on with a
/// checkpoint of now. None where there is no record of that number. All records are read for it.
pub fn prove_record(directory: &Path, number: u64) -> Result<Option<String>, StoreError> {
    let (note, verifier) = checkpoint(directory)?;
    let size = Checkpoint::read(&note, &verifier).map_or(0, |checkpoint| checkpoint.size);
    let Some(mut prover) = Prover::new(number, size) else { return Ok(None) };
    let mut reader = SqliteReader::open(directory)?;
    let mut after = 0;
    while after < size {
        let page = usize::try_from(size - after).unwrap_or(usize::MAX);
        let lines = reader.audit(after, page.min(limits::ENTRIES_A_PAGE))?;
        if lines.is_empty() {
            return Err(StoreError::corrupt("audit", "records are missing at the end"));
        }
        for (number, line) in lines {
            prover.push(&record::pack(&line));
            after = number;
        }
    }
    Ok(prover.finish().map(|proof| proof.handed_on(&note)))
}

/// A store on disk.
#[derive(Debug)]
pub struct SqliteStore {
    directory: PathBuf,
    core: Connection,
    options: SqliteOptions,
    state: State,
    sources: HashMap<String, u64>,
    moving: Moving,
    forgetting: Forgetting,
    /// Why nothing may be written any more, once that is so.
    failed: Option<String>,
    /// Held until the store is dropped.
    _lock: Lock,
}

/// How a store on disk is to work.
#[derive(Clone, Copy, Debug)]
pub struct SqliteOptions {
    /// Chunks kept in the core file before they are moved to the files of their months.
    pub chunks_to_move: u64,
    /// Threads that read series when the store is opened.
    pub workers: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { chunks_to_move: limits::CHUNKS_TO_MOVE, workers: 2 }
    }
}

impl SqliteStore {
    /// Opens the store in a directory, and makes both if they are not there.
    pub fn open(directory: &Path) -> Result<Self, StoreError> {
        Self::open_with(directory, SqliteOptions::default())
    }

    /// The same, with other options than the usual ones.
    pub fn open_with(directory: &Path, options: SqliteOptions) -> Result<Self, StoreError> {
        std::fs::create_dir_all(directory).map_err(StoreError::io("make", directory))?;
        let lock = Lock::take(directory)?;
        let mut core = schema::open_core(directory)?;
        let state = commit::read_state(&core)?;
        let sources = commit::read_sources(&core)?;
        let moving = Moving::begin(directory, &core)?;
        let mut forgetting = Forgetting::begin(&core)?;
        // What became too old while nobody was here is gone before anybody looks.
        while forgetting.go_on(&mut core, &state)? {}
        let directory = directory.to_owned();
        let failed = None;
        Ok(Self {
            directory,
            core,
            options,
            state,
            sources,
            moving,
            forgetting,
            failed,
            _lock: lock,
        })
    }

    /// Goes on with overwriting words that are too old. What was committed stays so when that cannot be
    /// done: it is tried again with the next start, and whatever is wrong with an old row shows there.
    fn forget(&mut self) -> Result<(), StoreError> {
        match self.forgetting.go_on(&mut self.core, &self.state) {
            Err(StoreError::Fatal { why }) => Err(StoreError::Fatal { why }),
            Err(_) => {
                self.forgetting.stop();
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}

impl Store for SqliteStore {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        load::load(&self.core, &self.directory, &self.state, self.options.workers)
    }

    fn commit(
        &mut self,
        incoming: &[Incoming],
        applied: Option<&Applied>,
    ) -> Result<Vec<Receipt>, StoreError> {
        if let Some(why) = &self.failed {
            return Err(StoreError::Fatal { why: why.clone() });
        }
        if incoming.is_empty() && applied.is_none() {
            return Ok(Vec::new());
        }
        let written = self.write(incoming, applied).and_then(|receipts| {
            if self.moving.waiting() >= self.options.chunks_to_move {
                self.moving.move_a_month(&self.core)?;
            }
            self.forget()?;
            Ok(receipts)
        });
        if let Err(StoreError::Fatal { why }) = &written {
            self.failed = Some(why.clone());
        }
        written
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        Ok(Box::new(SqliteReader::open(&self.directory)?))
    }

    fn node_key(&self) -> Result<NodeKey, StoreError> {
        audit::node_key(&self.directory)
    }

    fn push_key(&self) -> Result<Vec<u8>, StoreError> {
        audit::push_key(&self.directory)
    }

    fn accounts(&self) -> Result<Accounts, StoreError> {
        Accounts::open(&self.directory)
    }

    fn settle(&mut self) -> Result<(), StoreError> {
        upgrade::settle(&self.directory)
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        let Self { core, .. } = *self;
        core.close().map_err(|(_, source)| StoreError::writing(&source))
    }
}
