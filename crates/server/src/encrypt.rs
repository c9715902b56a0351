//! Encrypt: how does the server prove who it is, and how does it go on when that is renewed?
//!
//! TLS 1.2 and 1.3 by rustls, with ring (`docs/decisions/0017-rustls-with-ring.md`). The two files
//! are read again every so often: certificates are renewed every few weeks by other programs, and
//! no connection should end for it. A pair that cannot be used changes nothing.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::CipherSuite;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::TlsAcceptor;

use crate::accept::stopped;
use crate::certificate::{self, CertificateError};
use crate::front::Front;
use crate::limits;

/// Whoever takes connections that are encrypted, if they are to be, and a task that looks for new
/// certificates until `stop` turns true.
pub(crate) async fn begin(
    front: Front,
    stop: watch::Receiver<bool>,
) -> Result<Option<TlsAcceptor>, CertificateError> {
    if front.certificate.is_none() {
        return Ok(None);
    }
    let provider = Arc::new(provider());
    let source = Source { front, provider: provider.clone() };
    let (source, first) = source.read().await;
    let first = Arc::new(first?);
    source.warn(&first);
    let shown = Arc::new(Shown(RwLock::new(first)));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has suites for both versions")
        .with_no_client_auth()
        .with_cert_resolver(shown.clone());
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    tokio::spawn(renew(source, shown, stop));
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

/// What connections are encrypted with: keys of 256 bits alone. OWASP calls AES-128 a thing of the past (ASVS
/// 5.0, appendix C), and everything that speaks TLS 1.2 with GCM knows one of the others.
fn provider() -> CryptoProvider {
    let mut provider = ring::default_provider();
    let is_short = |suite: CipherSuite| format!("{suite:?}").contains("AES_128");
    provider.cipher_suites.retain(|suite| !is_short(suite.suite()));
    provider
}

/// The pair that new connections are shown. Those that are open keep theirs.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl Shown {
    fn pair(&self) -> Arc<CertifiedKey> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn replace(&self, pair: Arc<CertifiedKey>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = pair;
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.pair())
    }
}

/// Where pairs come from.
struct Source {
    front: Front,
    provider: Arc<CryptoProvider>,
}

impl Source {
    /// Reads what is there now, on a thread that may wait for a disk.
    async fn read(self) -> (Self, Result<CertifiedKey, CertificateError>) {
        let read = tokio::task::spawn_blocking(move || {
            let files = self.front.certificate.as_ref().expect("there is one, or nothing is read");
            let pair = certificate::read(files, &self.provider);
            (self, pair)
        });
        read.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }

    /// Tells the operator what browsers would tell everybody else.
    fn warn(&self, pair: &CertifiedKey) {
        for name in self.front.names.iter().filter(|name| !certificate::is_for(pair, name)) {
            tracing::warn!(%name, "the certificate is not for this name: browsers will refuse it");
        }
    }
}

async fn renew(mut source: Source, shown: Arc<Shown>, mut stop: watch::Receiver<bool>) {
    let mut looks = interval(limits::LOOK_AT_CERTIFICATE);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // Said once, not at every look.
    let mut complaint = None;
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = stopped(&mut stop) => return,
        }
        let read;
        (source, read) = source.read().await;
        match read {
            // Another key comes with another certificate: the chain tells all.
            Ok(pair) if pair.cert == shown.pair().cert => complaint = None,
            Ok(pair) => {
                complaint = None;
                source.warn(&pair);
                shown.replace(Arc::new(pair));
                tracing::info!("new connections are shown the new certificate");
            }
            Err(error) => {
                let words = full(&error);
                if complaint.as_ref() != Some(&words) {
                    tracing::error!("the certificate stays as it was: could not {words}");
                    complaint = Some(words);
                }
            }
        }
    }
}

/// An error with what lies behind it.
fn full(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |words, cause| format!("{words}: {cause}"))
}
