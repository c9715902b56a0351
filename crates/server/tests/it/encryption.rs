//! Encryption: who is let in where the server has a certificate, and what if that is bad or renewed?

use std::fs::{self, Permissions};
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use server::{CertificateFiles, Front};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::client::PATIENCE;
use crate::connections::{AT_LATEST, until_closed};
use crate::world::{MILL, World};

/// A key of RSA with 2048 bits, made for this test.
const SHORT: &str = include_str!("short_rsa.pem");

const REQUEST: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Two files, and all certificates that were ever in them.
struct Papers {
    folder: TempDir,
    trusted: Vec<CertificateDer<'static>>,
}

impl Papers {
    fn new() -> Self {
        let mut papers = Self { folder: tempfile::tempdir().unwrap(), trusted: Vec::new() };
        papers.renew();
        papers
    }

    fn files(&self) -> CertificateFiles {
        let file = |name| self.folder.path().join(name);
        CertificateFiles { certificate: file("mill.pem"), key: file("mill.key") }
    }

    /// Makes a new pair in place of the old.
    fn renew(&mut self) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        self.trusted.push(made.cert.der().clone());
        self.put(&made.cert.pem(), &made.key_pair.serialize_pem(), 0o600);
    }

    fn put(&self, certificate: &str, key: &str, mode: u32) {
        let files = self.files();
        fs::write(&files.certificate, certificate).unwrap();
        fs::write(&files.key, key).unwrap();
        fs::set_permissions(&files.key, Permissions::from_mode(mode)).unwrap();
    }

    fn front(&self) -> Front {
        Front { certificate: Some(self.files()), ..Front::default() }
    }

    async fn connect(&self, to: SocketAddr) -> TlsStream<TcpStream> {
        self.connect_with(to, |_| true).await.expect("it is let in")
    }

    /// Connects with those suites alone whose names are wanted.
    async fn connect_with(
        &self,
        to: SocketAddr,
        is_wanted: impl Fn(&str) -> bool,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        for certificate in &self.trusted {
            roots.add(certificate.clone()).unwrap();
        }
        let mut provider = rustls::crypto::ring::default_provider();
        provider.cipher_suites.retain(|suite| is_wanted(&format!("{:?}", suite.suite())));
        let config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let stream = TcpStream::connect(to).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let shaken = TlsConnector::from(Arc::new(config)).connect(name, stream);
        timeout(PATIENCE, shaken).await.expect("the server answers")
    }
}

/// The certificate that the server showed on a connection.
fn shown(stream: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

/// Asks on an open connection, and leaves it open.
async fn ask(stream: &mut TlsStream<TcpStream>) -> String {
    stream.write_all(REQUEST).await.unwrap();
    let mut answer = String::new();
    while !answer.ends_with("ok\n") && !answer.ends_with("ok") {
        let mut some = [0; 4_096];
        let read = timeout(PATIENCE, stream.read(&mut some)).await.expect("an answer").unwrap();
        assert_ne!(read, 0, "the server hung up after {answer:?}");
        answer.push_str(&String::from_utf8_lossy(&some[..read]));
    }
    answer.to_ascii_lowercase()
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_encrypted_and_browsers_are_told_to_stay_so() {
    let papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let mut stream = papers.connect(world.server.address()).await;
    let answer = ask(&mut stream).await;
    assert!(answer.contains("strict-transport-security: max-age=31536000\r\n"), "{answer}");

    let open = World::new().await.get(MILL, "/healthz").await;
    assert!(!open.head.contains("strict-transport-security"), "{}", open.head);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_256_bits_are_agreed_on_and_shorter_ones_are_not() {
    let papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let to = world.server.address();
    for long in ["TLS13_AES_256_GCM", "TLS13_CHACHA20", "ECDHE_ECDSA_WITH_AES_256_GCM"] {
        let connected = papers.connect_with(to, |suite| suite.contains(long)).await;
        assert!(ask(&mut connected.expect(long)).await.contains("200 ok"));
    }
    let connected = papers.connect_with(to, |suite| suite.contains("AES_128")).await;
    assert!(connected.is_err(), "a key of 128 bits was agreed on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handshake_that_is_not_begun_or_dribbled_is_closed_while_others_are_served() {
    let papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let mut silent = TcpStream::connect(world.server.address()).await.unwrap();
    let mut dribbling = TcpStream::connect(world.server.address()).await.unwrap();
    let (mut read, mut write) = dribbling.split();
    let dribble = async {
        let mut bytes = interval(Duration::from_millis(200));
        // The head of a record that promises 16 KiB of handshake.
        for byte in [0x16, 3, 1, 0x40, 0, 1, 0, 0x3f, 0xfc].into_iter().chain(std::iter::repeat(3))
        {
            bytes.tick().await;
            if write.write_all(&[byte]).await.is_err() {
                return;
            }
        }
    };
    let closed = async {
        let mut rest = Vec::new();
        let _ = read.read_to_end(&mut rest).await;
    };
    let ended = async {
        tokio::select! {
            () = dribble => {}
            () = closed => {}
        }
    };
    let served = async { ask(&mut papers.connect(world.server.address()).await).await };
    let all = async { tokio::join!(ended, until_closed(&mut silent), served) };
    timeout(AT_LATEST, all).await.expect("the server hangs up");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_connection_that_says_nothing_is_closed() {
    let papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let mut silent = papers.connect(world.server.address()).await;
    let mut rest = Vec::new();
    let _ = timeout(AT_LATEST, silent.read_to_end(&mut rest)).await.expect("the server hangs up");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_the_open_is_not_answered() {
    let papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let mut open = TcpStream::connect(world.server.address()).await.unwrap();
    open.write_all(REQUEST).await.unwrap();
    let answer = until_closed(&mut open).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    // And the server goes on.
    ask(&mut papers.connect(world.server.address()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_shown_to_new_connections_and_old_ones_live_on() {
    let mut papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let mut old = papers.connect(world.server.address()).await;
    assert_eq!(shown(&old), papers.trusted[0]);
    papers.renew();
    let mut looks = interval(Duration::from_millis(200));
    let renewed = async {
        loop {
            looks.tick().await;
            ask(&mut old).await;
            let new = papers.connect(world.server.address()).await;
            if shown(&new) == papers.trusted[1] {
                return new;
            }
        }
    };
    let mut new = timeout(PATIENCE, renewed).await.expect("the server looks every few seconds");
    ask(&mut old).await;
    ask(&mut new).await;
    assert_eq!(shown(&old), papers.trusted[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_does_not_wait_for_handshakes_and_ends_what_is_open() {
    let papers = Papers::new();
    let world = World::behind(papers.front()).await;
    let address = world.server.address();
    let mut shaking = TcpStream::connect(address).await.unwrap();
    let mut open = papers.connect(address).await;
    ask(&mut open).await;
    let watch = server::clock::Stopwatch::start();
    world.server.stop().await.unwrap();
    assert!(watch.elapsed() < server::limits::LEAVE_TIME, "{:?}", watch.elapsed());
    until_closed(&mut shaking).await;
    // Closed with the word that nothing was cut off.
    assert_eq!(open.read(&mut [0; 16]).await.unwrap(), 0);
}

/// Why a server does not start with these files.
async fn refused(papers: &Papers) -> String {
    let config = server::Config {
        address: "127.0.0.1:0".parse().unwrap(),
        time: server::Time::Real,
        trust: server::Trust::Everybody,
        front: papers.front(),
        telling: server::Telling::default(),
        parent: None,
    };
    let started = server::start(config, Box::<store::MemoryStore>::default()).await;
    let error = started.err().expect("it is refused");
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    format!("{error}: {cause}")
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_files_are_refused_with_their_name_and_what_would_be_right() {
    let papers = Papers::new();
    let read = |path| fs::read_to_string(path).unwrap();
    let (certificate, key) = (read(papers.files().certificate), read(papers.files().key));
    let foreign = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let secret = key.lines().nth(1).unwrap();
    let half = &key[..key.len() / 2];
    let (locked, older) = (
        key.replace("PRIVATE", "ENCRYPTED PRIVATE"),
        format!("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{secret}\n"),
    );
    let nonsense = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let odd = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let huge = "#".repeat(1 << 20);
    for (certificate, key, mode, file, words) in [
        ("", &*key, 0o600, "mill.pem", "there is no certificate in it"),
        (&*key, &*key, 0o600, "mill.pem", "there is no certificate in it"),
        (&certificate[..certificate.len() / 2], &*key, 0o600, "mill.pem", "half written"),
        (odd, &*key, 0o600, "mill.pem", "cannot be read"),
        (&*huge, &*key, 0o600, "mill.pem", "larger than"),
        (&*certificate, "", 0o600, "mill.key", "there is no private key in it"),
        (&*certificate, &*certificate, 0o600, "mill.key", "there is no private key in it"),
        (&*certificate, half, 0o600, "mill.key", "half written"),
        (&*certificate, nonsense, 0o600, "mill.key", "expected one of RSA"),
        (&*certificate, SHORT, 0o600, "mill.key", "RSA with 2048 bits, which are too few"),
        (&*certificate, &*foreign, 0o600, "mill.key", "not that of the first certificate"),
        (&*certificate, &*locked, 0o600, "mill.key", "openssl pkey -in"),
        (&*certificate, &*older, 0o600, "mill.key", "openssl pkey -in"),
        (&*certificate, &*key, 0o644, "mill.key", "its mode is 644"),
        (&*certificate, &*key, 0o604, "mill.key", "chmod 600"),
        (&*certificate, &*key, 0o660, "mill.key", "chmod 600"),
    ] {
        papers.put(certificate, key, mode);
        let reason = refused(&papers).await;
        assert!(reason.contains(words) && reason.contains(file), "{words}: {reason}");
        assert!(!reason.contains(secret), "{reason}");
    }
    fs::remove_file(papers.files().key).unwrap();
    let reason = refused(&papers).await;
    assert!(reason.contains("mill.key, where a PEM file with"), "{reason}");
    fs::remove_file(papers.files().certificate).unwrap();
    let reason = refused(&papers).await;
    assert!(reason.contains("mill.pem, where a PEM file with"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_a_group_may_read_is_taken() {
    let papers = Papers::new();
    fs::set_permissions(papers.files().key, Permissions::from_mode(0o640)).unwrap();
    let world = World::behind(papers.front()).await;
    ask(&mut papers.connect(world.server.address()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_asked_by_its_own_names_alone() {
    let names = ["cybersyn.example.org", "10.0.0.7"].map(|name| name.parse().unwrap());
    let world = World::behind(Front { names: names.into(), ..Front::default() }).await;
    world.found().await;
    for host in ["cybersyn.example.org", "CYBERSYN.example.org:443", "10.0.0.7:1972", "localhost"] {
        world.send("GET", "/healthz", &[("host", host)], b"").await.ok();
    }
    for host in ["example.org", "a.cybersyn.example.org", "10.0.0.8", ""] {
        let got = world.send("GET", "/healthz", &[("host", host)], b"").await;
        got.is_problem(421, "no name of this machine");
    }
    let from =
        |origin| [("host", "cybersyn.example.org"), ("cybersyn-as", MILL), ("origin", origin)];
    let got = world.send("POST", "/api/v1/help", &from("https://evil.example"), b"{}").await;
    got.is_problem(403, "another site");
    let got =
        world.send("POST", "/api/v1/help", &from("https://cybersyn.example.org"), b"{}").await;
    assert_ne!(got.status, 403, "{got:?}");
}
