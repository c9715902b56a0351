//! Certificate: what do two files say about who the server is?
//!
//! PEM, as authorities and their tools write it. Whatever is wrong with the files is said with the
//! file's name and with what would be right, and never with anything that is in the key's.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ring::rsa::KeyPair;
use rustls::client::verify_server_name;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;

use crate::front::HostName;
use crate::limits;

/// What nobody but the server and its group may do with its key: others nothing, and the group may
/// not change it. The group may read, since that is how Debian hands keys out (`ssl-cert`) and how
/// an access list for one user looks from outside.
pub(crate) const FORBIDDEN_MODE: u32 = 0o027;

/// Where a server's certificate and its key are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The server's certificate, and after it those of the authorities between it and one that
    /// browsers know.
    pub certificate: PathBuf,
    /// The private key of the first.
    pub key: PathBuf,
}

/// Why a certificate cannot be used. Each completes "could not …".
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file cannot be read.
    #[error("read {file}, where a PEM file with {what} is expected")]
    Read {
        /// Which.
        file: PathBuf,
        /// What it should hold.
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A file is no such thing.
    #[error("use {file}: it is larger than {} KiB; expected a PEM file with {what}", limits::PEM_BYTES >> 10)]
    TooLarge {
        /// Which.
        file: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// A file is cut off or damaged.
    #[error("use {file}: it is damaged or only half written; expected a PEM file with {what}")]
    Damaged {
        /// Which.
        file: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// There is no certificate.
    #[error(
        "use {0}: there is no certificate in it; expected a part that begins with \
         -----BEGIN CERTIFICATE-----"
    )]
    NoCertificate(PathBuf),
    /// There is no key.
    #[error(
        "use {0}: there is no private key in it; expected a part that begins with \
         -----BEGIN PRIVATE KEY-----"
    )]
    NoKey(PathBuf),
    /// Nobody is there to type the password at every start.
    #[error(
        "use {0}: the key in it is encrypted; expected one without a password, which \
         `openssl pkey -in {0} -out NEW.key` makes of it, readable by the server alone"
    )]
    Encrypted(PathBuf),
    /// Others could take the server's part.
    #[error(
        "use {file}: other users may read or change the key (its mode is {mode:o}); expected \
         `chmod 600 {file}`, or 640 if a group of the server's own is to read it"
    )]
    Exposed {
        /// Which.
        file: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// They are not a pair.
    #[error(
        "use {key} with {certificate}: the key is not that of the first certificate in the file; \
         expected the two that were made together"
    )]
    Mismatch {
        /// The key's file.
        key: PathBuf,
        /// The certificate's.
        certificate: PathBuf,
    },
    /// A key of another kind, or none at all between its lines.
    #[error(
        "use the key in {0}: expected one of RSA from 3072 to 8192 bits, of ECDSA on P-256 or P-384, \
         or of Ed25519"
    )]
    UnknownKey(PathBuf),
    /// A key that is too short.
    #[error(
        "use the key in {file}: it is one of RSA with {bits} bits, which are too few; expected {least} or more, \
         or better one of ECDSA, which `openssl genpkey -algorithm EC -pkeyopt \
         ec_paramgen_curve:P-256 -out NEW.key` makes: have a certificate made for it",
        least = limits::RSA_BITS
    )]
    Short {
        /// Which.
        file: PathBuf,
        /// What it has.
        bits: usize,
    },
    /// No certificate between its lines.
    #[error(
        "use {file}: the first certificate in it cannot be read; expected one of X.509 version 3"
    )]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What is wrong with it.
        source: rustls::Error,
    },
}

/// Reads a pair and makes sure that it is one.
pub(crate) fn read(
    files: &CertificateFiles,
    provider: &CryptoProvider,
) -> Result<CertifiedKey, CertificateError> {
    let chain = read_chain(&files.certificate, "the server's certificate")?;
    let key = read_key(&files.key)?;
    if let Some(bits) = rsa_bits(&key).filter(|bits| *bits < limits::RSA_BITS) {
        return Err(CertificateError::Short { file: files.key.clone(), bits });
    }
    let key = provider.key_provider.load_private_key(key);
    let key = key.map_err(|_| CertificateError::UnknownKey(files.key.clone()))?;
    if let Err(source) = ParsedCertificate::try_from(&chain[0]) {
        return Err(CertificateError::Unreadable { file: files.certificate.clone(), source });
    }
    let pair = CertifiedKey::new(chain, key);
    pair.keys_match().map_err(|_| CertificateError::Mismatch {
        key: files.key.clone(),
        certificate: files.certificate.clone(),
    })?;
    Ok(pair)
}

/// How many bits a key of RSA has.
fn rsa_bits(key: &PrivateKeyDer<'_>) -> Option<usize> {
    let pair = match key {
        PrivateKeyDer::Pkcs1(key) => KeyPair::from_der(key.secret_pkcs1_der()),
        PrivateKeyDer::Pkcs8(key) => KeyPair::from_pkcs8(key.secret_pkcs8_der()),
        PrivateKeyDer::Sec1(_) | _ => return None,
    };
    pair.ok().map(|pair| pair.public().modulus_len() * 8)
}

/// Whether browsers take a certificate for one of that name.
pub(crate) fn is_for(pair: &CertifiedKey, name: &HostName) -> bool {
    let certificate = pair.end_entity_cert().and_then(ParsedCertificate::try_from);
    certificate.is_ok_and(|it| verify_server_name(&it, name.as_server_name()).is_ok())
}

/// The certificate of an authority that is to be trusted beside those of this machine.
pub fn read_authority(file: &Path) -> Result<CertificateDer<'static>, CertificateError> {
    let chain = read_chain(file, "an authority's certificate")?;
    chain.into_iter().next().ok_or_else(|| CertificateError::NoCertificate(file.to_owned()))
}

fn read_chain(
    file: &Path,
    what: &'static str,
) -> Result<Vec<CertificateDer<'static>>, CertificateError> {
    let (bytes, _) = bytes_of(file, what)?;
    let chain: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(&bytes).collect();
    // What is wrong in detail would quote the file.
    let damaged = |_| CertificateError::Damaged { file: file.to_owned(), what };
    let chain = chain.map_err(damaged)?;
    if chain.is_empty() {
        return Err(CertificateError::NoCertificate(file.to_owned()));
    }
    Ok(chain)
}

fn read_key(file: &Path) -> Result<PrivateKeyDer<'static>, CertificateError> {
    let what = "the certificate's private key";
    let (bytes, mode) = bytes_of(file, what)?;
    if mode & FORBIDDEN_MODE != 0 {
        return Err(CertificateError::Exposed { file: file.to_owned(), mode });
    }
    if is_encrypted(&bytes) {
        return Err(CertificateError::Encrypted(file.to_owned()));
    }
    match PrivateKeyDer::pem_slice_iter(&bytes).next() {
        Some(Ok(key)) => Ok(key),
        // What is wrong in detail would quote the key.
        Some(Err(_)) => Err(CertificateError::Damaged { file: file.to_owned(), what }),
        None => Err(CertificateError::NoKey(file.to_owned())),
    }
}

/// PKCS #8 says so in the first line of the part, the older forms in a line after it.
fn is_encrypted(pem: &[u8]) -> bool {
    let begins = |line: &[u8]| {
        line.starts_with(b"-----BEGIN ENCRYPTED") || line.starts_with(b"Proc-Type: 4,ENCRYPTED")
    };
    pem.split(|byte| *byte == b'\n').any(begins)
}

/// What is in a file, and who may do what with it.
fn bytes_of(file: &Path, what: &'static str) -> Result<(Vec<u8>, u32), CertificateError> {
    let unread = |source| CertificateError::Read { file: file.to_owned(), what, source };
    let opened = File::open(file).map_err(unread)?;
    // Of the open file, so that nobody puts another in its place between the two looks.
    let mode = opened.metadata().map_err(unread)?.permissions().mode() & 0o7777;
    let mut bytes = Vec::new();
    opened.take(limits::PEM_BYTES + 1).read_to_end(&mut bytes).map_err(unread)?;
    if bytes.len() as u64 > limits::PEM_BYTES {
        return Err(CertificateError::TooLarge { file: file.to_owned(), what });
    }
    Ok((bytes, mode))
}
