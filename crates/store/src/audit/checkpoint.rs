//! Checkpoint: how is a root handed to somebody else, so that they can prove it later?
//!
//! A signed note (C2SP signed-note and tlog-checkpoint, version 1): three lines of text, an empty one,
//! and a line with the signature. Other implementations of that format read it.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{ED25519, UnparsedPublicKey};
use sha2::{Digest, Sha256};

use super::key::{NodeKey, sealed};
use super::tree::{Hash, Tree};

/// The kind of signature, in the words of the format.
const KIND: u8 = 1;

/// How many records there were, and their root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Records.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

/// Why a checkpoint, or the key that it is to be checked with, cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is not a signed note with a checkpoint.
    #[error("it is no signed checkpoint: {0}")]
    Unreadable(&'static str),
    /// Another key signed it.
    #[error("it is not signed by {0}")]
    Unsigned(String),
    /// The key is none.
    #[error("the key is none: {0}")]
    Key(&'static str),
}

/// What others need to know that a node signed something: `NAME+ID+KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier([u8; 32]);

impl Verifier {
    /// Of a public key.
    #[must_use]
    pub const fn of(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The public key.
    #[must_use]
    pub const fn key(&self) -> [u8; 32] {
        self.0
    }

    /// Whether the node sealed that: see [`NodeKey::seal`].
    #[must_use]
    pub fn has_sealed(&self, context: &str, bytes: &[u8], seal: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.0).verify(&sealed(context, bytes), seal).is_ok()
    }

    /// The name under which the node signs; it follows from the key.
    #[must_use]
    pub fn name(&self) -> String {
        let digest = Sha256::digest(self.0);
        let short = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        format!("cybersyn-{short:08x}")
    }

    /// What two people compare by telephone to be sure of the key: half of SHA-256 of it, which nobody can meet
    /// with a key of their own, in groups to be read out. The first two groups are those of the name.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.0);
        let groups = digest[..16].chunks(2).map(|pair| format!("{:02x}{:02x}", pair[0], pair[1]));
        groups.collect::<Vec<_>>().join(" ")
    }

    fn id(&self) -> [u8; 4] {
        let mut hasher = Sha256::new();
        hasher.update(self.name());
        hasher.update([b'\n', KIND]);
        hasher.update(self.0);
        let digest = hasher.finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![KIND];
        key.extend(self.0);
        let id = u32::from_be_bytes(self.id());
        write!(out, "{}+{id:08x}+{}", self.name(), BASE64.encode(key))
    }
}

impl FromStr for Verifier {
    type Err = CheckpointError;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let mut parts = given.trim().splitn(3, '+');
        let (Some(_), Some(_), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(CheckpointError::Key("NAME+ID+KEY is expected"));
        };
        let bytes = BASE64.decode(key).ok();
        let bytes: [u8; 33] = bytes
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(CheckpointError::Key("33 bytes in base64 are expected after the second +"))?;
        let (kind, key) = bytes.split_first_chunk::<1>().expect("33 bytes");
        let key: [u8; 32] = key.try_into().expect("33 bytes less one");
        let verifier = Self(key);
        Some(verifier)
            .filter(|verifier| *kind == [KIND] && verifier.to_string() == given.trim())
            .ok_or(CheckpointError::Key("name, id and key do not belong together"))
    }
}

impl Checkpoint {
    /// The checkpoint of a tree as it stands.
    #[must_use]
    pub fn of(tree: &Tree) -> Self {
        Self { size: tree.size(), root: tree.root() }
    }

    /// As a signed note.
    #[must_use]
    pub fn signed(&self, key: &NodeKey) -> String {
        let verifier = key.verifier();
        let name = verifier.name();
        let text = format!("{name}\n{}\n{}\n", self.size, BASE64.encode(self.root));
        let mut signature = verifier.id().to_vec();
        signature.extend(key.sign(&text));
        format!("{text}\n\u{2014} {name} {}\n", BASE64.encode(signature))
    }

    /// Reads a signed note, if that node signed it.
    pub fn read(note: &str, by: &Verifier) -> Result<Self, CheckpointError> {
        let unreadable = CheckpointError::Unreadable;
        let split =
            note.find("\n\n").ok_or(unreadable("an empty line before the signature is missing"))?;
        let (text, signatures) = (&note[..=split], &note[split + 2..]);
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next(), lines.next(), lines.next());
        let size =
            size.and_then(|size| size.parse().ok().filter(|it: &u64| it.to_string() == size));
        let size = size.ok_or(unreadable("the second line is no number of records"))?;
        let root = root.and_then(|root| BASE64.decode(root).ok()?.try_into().ok());
        let root = root.ok_or(unreadable("the third line is no root of 32 bytes in base64"))?;
        let signed = signatures.lines().any(|line| is_signature(line, text, by));
        if origin != Some(&by.name()) || !signed {
            return Err(CheckpointError::Unsigned(by.name()));
        }
        Ok(Self { size, root })
    }
}

fn is_signature(line: &str, text: &str, by: &Verifier) -> bool {
    let claimed = line.strip_prefix("\u{2014} ").and_then(|line| line.split_once(' '));
    let bytes = claimed
        .filter(|(name, _)| *name == by.name())
        .and_then(|(_, signature)| BASE64.decode(signature).ok())
        .filter(|bytes| bytes.len() == 68 && bytes[..4] == by.id());
    let key = UnparsedPublicKey::new(&ED25519, by.0);
    bytes.is_some_and(|bytes| key.verify(text.as_bytes(), &bytes[4..]).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted() -> (Checkpoint, NodeKey, String) {
        let mut tree = Tree::default();
        for record in [b"one", b"two", b"six"] {
            tree.push(record);
        }
        let (checkpoint, key) = (Checkpoint::of(&tree), NodeKey::of([7; 32]));
        let note = checkpoint.signed(&key);
        (checkpoint, key, note)
    }

    #[test]
    fn a_signed_checkpoint_is_read_back_by_who_knows_the_nodes_key() {
        let (checkpoint, key, note) = noted();
        assert_eq!(Checkpoint::read(&note, &key.verifier()), Ok(checkpoint));
        let written = key.verifier().to_string();
        assert_eq!(written.parse(), Ok(key.verifier()));
        let lines: Vec<&str> = note.lines().collect();
        assert_eq!((lines[1], lines[3]), ("3", ""));
        assert!(lines[4].starts_with(&format!("\u{2014} {} ", key.verifier().name())));
    }

    #[test]
    fn no_letter_of_a_checkpoint_can_be_changed() {
        let (checkpoint, key, note) = noted();
        for (at, letter) in note.char_indices() {
            let mut other = note.clone();
            other.replace_range(at..at + letter.len_utf8(), if letter == 'x' { "y" } else { "x" });
            let read = Checkpoint::read(&other, &key.verifier());
            // The last letters of base64 may hold bits that mean nothing; they must not mean more.
            assert!(read.is_err() || read == Ok(checkpoint), "{at}: {other}");
        }
        for end in 0..note.len() - 1 {
            if note.is_char_boundary(end) {
                assert!(Checkpoint::read(&note[..end], &key.verifier()).is_err(), "{end}");
            }
        }
    }

    #[test]
    fn another_nodes_checkpoint_is_refused_by_name() {
        let (_, key, note) = noted();
        let other = NodeKey::of([8; 32]).verifier();
        let refused = Checkpoint::read(&note, &other).unwrap_err();
        assert_eq!(refused, CheckpointError::Unsigned(other.name()));
        assert!(!refused.to_string().contains(&key.verifier().name()));
        for bad in ["", "a+b", "a+b+c", "x+00000000+AAAA"] {
            assert!(bad.parse::<Verifier>().is_err(), "{bad}");
        }
        let swapped = key.verifier().to_string().replace("cybersyn-", "cybersyn-0");
        assert!(swapped.parse::<Verifier>().is_err());
    }
}
