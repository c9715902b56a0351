//! What has happened, kept.
//!
//! The log is the truth: what came, in order, each entry safe on disk before it is acknowledged.
//! Beside it lies what followed, so that a start need not live through everything again. One
//! [`Store`] contract, kept by [`MemoryStore`] and by [`SqliteStore`], and one suite of tests for
//! both. `docs/formats/store.md` describes what lies in a directory.
//!
//! ```
//! use store::{Incoming, open_federation};
//! use mission::{event::Event, time::Timestamp};
//!
//! let mut store = store::open("memory:")?;
//! let (mut federation, mut plan) = open_federation(store.as_mut(), 2)?;
//! let clock = Incoming { mark: None, received: Timestamp::ZERO, event: Event::Clock };
//! store.commit(&[clock], None)?;
//! let entries = store.reader()?.entries(1, 10)?;
//! let steps = store::step_all(&mut federation, &entries, 2);
//! let applied = store::gather(&federation, &entries, steps, &mut plan);
//! store.commit(&[], Some(&applied))?;
//! # Ok::<(), store::StoreError>(())
//! ```

mod accounts;
mod audit;
mod backup;
mod check;
mod contract;
mod error;
mod gather;
mod kept;
pub mod limits;
mod marks;
mod memory;
mod opening;
mod record;
mod replay;
mod seek;
mod snapshots;
mod sqlite;
mod standby;

pub use accounts::{
    Abroad, Account, Accounts, Brought, Check, Circle, Codes, Delivery, DeliveryState, Digest,
    Door, Duty, Hook, Leads, Look, Mail, Numbered, Outcome, Pin, Planned, Push, Quiet, Session,
    SessionKind, Standing, Summoned, To, Told, Way,
};
pub use audit::{Checkpoint, CheckpointError, Hash, NodeKey, Proof, ProofError, Tree, Verifier};
pub use backup::{backup, prove, restore};
pub use check::{Checked, check, hold_audit, read_record, verify};
pub use contract::{
    Applied, AuditLine, Beginning, Incoming, Loaded, Reader, Receipt, Refused, SourceMark, Store,
    TelexLine,
};
pub use error::StoreError;
pub use gather::{gather, gather_all};
pub use memory::MemoryStore;
pub use opening::{apply_logged, beginning, open, open_federation};
pub use record::{Exchange, mark_of, pack_levels, unpack_levels};
pub use replay::step_all;
pub use seek::{Sought, seek};
pub use snapshots::SnapshotPlan;
pub use sqlite::{
    Beside, Shipped, ShippedRow, SqliteOptions, SqliteStore, checkpoint, prove_record,
};
pub use standby::{promote, stand_by, standby_of};
