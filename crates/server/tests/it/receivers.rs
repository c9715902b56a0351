//! Receivers: a server for mail and another system, which do what a test tells them to.
//!
//! The first speaks SMTP (RFC 5321) as far as a mail needs, over a real socket: greeting, EHLO,
//! AUTH, MAIL, RCPT, DATA with its dots, QUIT. The second answers HTTPS with a certificate of its own.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use server::{MailServer, Telling, Trial};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::client::PATIENCE;

/// How a receiver behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It takes everything.
    Takes,
    /// It says: later.
    PutsOff,
    /// It says: never.
    Refuses,
    /// It does not take the password.
    KnowsNobody,
    /// It takes the connection and says nothing.
    IsSilent,
    /// It answers that one should go elsewhere.
    SendsAway,
}

/// What came, and how many attempts there were.
pub struct Post<T> {
    pub address: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    came: Arc<Mutex<Vec<T>>>,
    attempts: watch::Receiver<usize>,
    accepting: JoinHandle<()>,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    pub from: String,
    pub to: String,
    /// Head and text, as they were sent but for the dots.
    pub data: String,
    /// What was said at AUTH, if anything.
    pub auth: Option<String>,
}

impl Letter {
    pub fn header(&self, name: &str) -> &str {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default();
        let prefix = format!("{name}: ");
        head.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default()
    }

    /// The text as it is read.
    pub fn text(&self) -> String {
        let text = self.data.split_once("\r\n\r\n").map(|(_, text)| text).unwrap_or_default();
        if self.header("Content-Transfer-Encoding") != "quoted-printable" {
            return text.replace("\r\n", "\n");
        }
        let joined = text.replace("=\r\n", "").replace("\r\n", "\n");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let code = (*first == b'=').then(|| std::str::from_utf8(&after[..2]).unwrap());
            bytes.push(code.map_or(*first, |code| u8::from_str_radix(code, 16).unwrap()));
            rest = if code.is_some() { &after[2..] } else { after };
        }
        String::from_utf8(bytes).unwrap()
    }
}

impl<T: Clone + Send + 'static> Post<T> {
    pub fn behaves(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// It is there no more: who comes is turned away.
    pub async fn leaves(&mut self) {
        self.accepting.abort();
        assert!((&mut self.accepting).await.is_err(), "it was there until now");
    }

    /// How many attempts have been made and answered.
    pub fn attempted(&self) -> usize {
        *self.attempts.borrow()
    }

    /// Waits until so many attempts have been made and answered.
    pub async fn attempts(&self, count: usize) {
        let mut attempts = self.attempts.clone();
        let enough = timeout(PATIENCE, attempts.wait_for(|made| *made >= count));
        drop(enough.await.expect("it is tried").expect("the receiver is there"));
    }

    /// What came, once it is so many.
    pub async fn came(&self, count: usize) -> Vec<T> {
        let mut attempts = self.attempts.clone();
        let came = self.came.clone();
        let enough = timeout(PATIENCE, attempts.wait_for(|_| came.lock().unwrap().len() >= count));
        drop(enough.await.expect("something comes").expect("the receiver is there"));
        self.came.lock().unwrap().clone()
    }

    async fn open<F, S>(serve: S) -> Self
    where
        S: Fn(TcpStream, Manner, Arc<Mutex<Vec<T>>>) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let manner = Arc::new(Mutex::new(Manner::Takes));
        let came = Arc::new(Mutex::new(Vec::new()));
        let (count, attempts) = watch::channel(0);
        let (now, coming) = (manner.clone(), came.clone());
        let accepting = tokio::spawn(async move {
            let count = Arc::new(count);
            while let Ok((stream, _)) = listener.accept().await {
                let (now, count) = (*now.lock().unwrap(), count.clone());
                let served = serve(stream, now, coming.clone());
                tokio::spawn(async move {
                    served.await;
                    count.send_modify(|count| *count += 1);
                });
            }
        });
        Self { address, manner, came, attempts, accepting }
    }
}

/// A server for mail.
pub async fn mail() -> Post<Letter> {
    Post::open(|stream, manner, came| async move {
        // Whoever hangs up has had enough.
        drop(speak(stream, manner, &came).await);
    })
    .await
}

async fn speak(
    mut stream: TcpStream,
    manner: Manner,
    came: &Mutex<Vec<Letter>>,
) -> std::io::Result<()> {
    let (from, mut to) = stream.split();
    let mut lines = BufReader::new(from);
    if manner == Manner::IsSilent {
        return lines.read_to_end(&mut Vec::new()).await.map(drop);
    }
    to.write_all(b"220 post.example.org\r\n").await?;
    let mut letter =
        Letter { from: String::new(), to: String::new(), data: String::new(), auth: None };
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', ':']).next().unwrap_or_default().trim().to_uppercase();
        let answer = match (verb.as_str(), manner) {
            ("EHLO", _) => "250-post.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN",
            ("AUTH", Manner::KnowsNobody) => "535 no",
            ("AUTH", _) => {
                letter.auth = Some(line.trim().to_owned());
                "235 yes"
            }
            ("MAIL", _) => {
                letter.from = between(&line);
                "250 yes"
            }
            ("RCPT", Manner::PutsOff) => "451 later",
            ("RCPT", Manner::Refuses) => "550 unknown person of unmistakable@example.org",
            ("RCPT", _) => {
                letter.to = between(&line);
                "250 yes"
            }
            ("DATA", _) => {
                to.write_all(b"354 go on\r\n").await?;
                letter.data = data(&mut lines).await?;
                came.lock().unwrap().push(letter.clone());
                "250 taken over"
            }
            ("QUIT", _) => {
                return to.write_all(b"221 bye\r\n").await;
            }
            _ => "250 yes",
        };
        to.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

fn between(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(inside, _)| inside.to_owned()).unwrap_or_default()
}

async fn data(lines: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let mut data = String::new();
    loop {
        let mut line = String::new();
        lines.read_line(&mut line).await?;
        assert!(line.ends_with("\r\n"), "a line ends as it should: {line:?}");
        if line == ".\r\n" {
            return Ok(data);
        }
        data.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Told {
    pub head: String,
    pub body: String,
    /// The same as it came, which need be no text.
    pub bytes: Vec<u8>,
}

impl Told {
    pub fn header(&self, name: &str) -> &str {
        let prefix = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default()
    }
}

/// Another system, with the certificate by which it is known.
pub async fn system() -> (Post<Told>, CertificateDer<'static>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.key_pair.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let post = Post::open(move |stream, manner, came| {
        let acceptor = acceptor.clone();
        async move {
            drop(answer(stream, acceptor, manner, &came).await);
        }
    });
    (post.await, made.cert.der().clone())
}

async fn answer(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    manner: Manner,
    came: &Mutex<Vec<Told>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(acceptor.accept(stream).await?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.and_then(|length| length.parse().ok()).unwrap_or(0)];
    stream.read_exact(&mut body).await?;
    let text = String::from_utf8_lossy(&body).into_owned();
    came.lock().unwrap().push(Told { head, body: text, bytes: body });
    let said = match manner {
        Manner::Takes => "204 No Content\r\n".to_owned(),
        Manner::PutsOff => "503 Later\r\ncontent-length: 0\r\n".to_owned(),
        Manner::Refuses => "410 Gone\r\ncontent-length: 0\r\n".to_owned(),
        Manner::SendsAway => "307 Elsewhere\r\nlocation: https://127.0.0.1:1/\r\n\
                              content-length: 0\r\n"
            .to_owned(),
        Manner::KnowsNobody => {
            // An answer without end is cut off.
            let long = "x".repeat(4 << 20);
            format!("200 Yes\r\ncontent-length: {}\r\n\r\n{long}", 1_u64 << 40)
        }
        Manner::IsSilent => {
            return stream.read_to_end(&mut Vec::new()).await.map(drop);
        }
    };
    stream.write_all(format!("HTTP/1.1 {said}\r\n").as_bytes()).await?;
    stream.shutdown().await
}

/// By what a server under test tells people.
pub fn telling(mail: Option<SocketAddr>, root: Option<CertificateDer<'static>>) -> Telling {
    let mail = mail.map(|address| MailServer {
        place: format!("smtp://{address}").parse().unwrap(),
        from: "cybersyn@example.org".to_owned(),
        account: None,
    });
    let patience = Some(Duration::from_secs(20));
    Telling { mail, only_to: Vec::new(), copies: None, trial: Trial { root, patience } }
}
