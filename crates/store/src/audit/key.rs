//! Key: with which key does this node sign, and where does it lie?

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};

use super::checkpoint::Verifier;
use crate::error::StoreError;

/// The file of the key in a data directory. A backup leaves it out: a copy is another node.
const FILE: &str = "node.key";

/// The file of the key for writing to devices.
const PUSH_FILE: &str = "push.key";

/// Files that a machine needs to stand in for another.
pub(crate) const FILES_OF_KEYS: [&str; 2] = [FILE, PUSH_FILE];

/// The key of a node. It shows itself to nobody.
pub struct NodeKey(Ed25519KeyPair);

impl std::fmt::Debug for NodeKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "NodeKey of {}", self.verifier().name())
    }
}

impl NodeKey {
    /// From 32 bytes that nobody else knows.
    #[must_use]
    pub fn of(secret: [u8; 32]) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&secret).expect("any 32 bytes are a seed"))
    }

    /// What others need to know that it was this node.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        Verifier::of(self.0.public_key().as_ref().try_into().expect("a public key has 32 bytes"))
    }

    /// A signature of what is sent to another node. No note begins as `context` does, so that neither can
    /// be taken for the other.
    #[must_use]
    pub fn seal(&self, context: &str, bytes: &[u8]) -> Vec<u8> {
        self.0.sign(&sealed(context, bytes)).as_ref().to_vec()
    }

    pub(super) fn sign(&self, text: &str) -> Vec<u8> {
        self.0.sign(text.as_bytes()).as_ref().to_vec()
    }
}

/// What is signed of something that is sent.
pub(super) fn sealed(context: &str, bytes: &[u8]) -> Vec<u8> {
    [context.as_bytes(), b"\n", bytes].concat()
}

/// The key of the node whose data this is, made when it is first asked for.
pub(crate) fn node_key(directory: &Path) -> Result<NodeKey, StoreError> {
    let made = |path: &Path| {
        let mut secret = [0; 32];
        let random = SystemRandom::new().fill(&mut secret);
        random.map(|()| secret.to_vec()).map_err(|_| no_randomness(path))
    };
    let secret = kept(&directory.join(FILE), made)?;
    let secret = secret.and_then(|bytes| bytes.try_into().ok());
    let why = "it is not 32 bytes in base64; remove it, and this node signs with a new key";
    secret.map(NodeKey::of).ok_or_else(|| StoreError::corrupt(FILE, why))
}

/// The key by which services know this node that write to devices, made when it is first asked for.
pub(crate) fn push_key(directory: &Path) -> Result<Vec<u8>, StoreError> {
    let key = kept(&directory.join(PUSH_FILE), |_| new_push_key())?;
    let why = "it is not base64; remove it, and people add their devices again";
    key.ok_or_else(|| StoreError::corrupt(PUSH_FILE, why))
}

/// A new one.
pub(crate) fn new_push_key() -> Result<Vec<u8>, StoreError> {
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    made.map(|key| key.as_ref().to_vec()).map_err(|_| no_randomness(Path::new(PUSH_FILE)))
}

fn no_randomness(path: &Path) -> StoreError {
    StoreError::io("make", path)(std::io::Error::other("no randomness can be had"))
}

/// What a file holds in base64, which is made where it is not there; none where it holds something else.
fn kept(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<Vec<u8>, StoreError>,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut options = OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            let secret = make(path)?;
            let text = BASE64.encode(&secret);
            let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
            written.map_err(StoreError::io("write", path))?;
            Ok(Some(secret))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let text = fs::read_to_string(path).map_err(StoreError::io("read", path))?;
            Ok(BASE64.decode(text.trim()).ok())
        }
        Err(error) => Err(StoreError::io("write", path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_for_devices_is_one_of_p_256_made_once_and_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let first = push_key(directory.path()).unwrap();
        assert_eq!(push_key(directory.path()).unwrap(), first);
        let random = SystemRandom::new();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &first, &random).unwrap();
        let mode = fs::metadata(directory.path().join(PUSH_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_key_is_made_once_and_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let first = node_key(directory.path()).unwrap();
        let again = node_key(directory.path()).unwrap();
        assert_eq!(first.verifier(), again.verifier());
        let mode = fs::metadata(directory.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(
            !format!("{first:?}")
                .contains(&fs::read_to_string(directory.path().join(FILE)).unwrap())
        );

        fs::write(directory.path().join(FILE), "é".repeat(32)).unwrap();
        assert!(node_key(directory.path()).unwrap_err().to_string().contains("base64"));
    }
}
