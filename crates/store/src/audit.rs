//! Audit: can what people did be changed afterwards without anybody noticing?
//!
//! Records are the leaves of a Merkle tree (RFC 6962, section 2.1). A checkpoint says how many there
//! were and what their root was, signed by this node; held by somebody else it binds every record up to
//! then: one that was changed, moved, left out or put in leads to another root, and a record cut off the
//! end is missing from the count. `docs/formats/audit.md` has the bytes.

mod checkpoint;
mod key;
mod proof;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError, Verifier};
pub use key::NodeKey;
pub(crate) use key::{FILES_OF_KEYS, new_push_key, node_key, push_key};
pub(crate) use proof::Prover;
pub use proof::{Proof, ProofError};
pub use tree::{Hash, Tree};
