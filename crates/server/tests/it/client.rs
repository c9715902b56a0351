//! Client: how do the tests speak to the server, letter by letter?
//!
//! Plain HTTP/1.1 over a socket of its own for each request, so that a test sees what was sent.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// No answer takes longer, but on a machine that is on its knees.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// An answer, read to its end.
pub struct Reply {
    pub status: u16,
    /// The head, in small letters.
    pub head: String,
    /// The cookies that it sets, as they stand there.
    pub cookies: Vec<String>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// Sends one request and reads the whole answer.
pub async fn send(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Reply {
    attempt(to, method, path, headers, body).await.expect("an answer has a head")
}

/// The same; none where the server hangs up without an answer.
pub async fn attempt(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Option<Reply> {
    let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        write!(head, "host: {to}\r\n").unwrap();
    }
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    if method == "POST" {
        write!(head, "content-length: {}\r\n", body.len()).unwrap();
    }
    head.push_str("\r\n");
    let whole = async {
        let Ok(mut stream) = TcpStream::connect(to).await else { return Vec::new() };
        let _ = stream.write_all(head.as_bytes()).await;
        // A server that refuses a large body answers without reading it all.
        let _ = stream.write_all(body).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        answer
    };
    let answer = timeout(PATIENCE, whole).await.expect("the server answers");
    parse(&answer)
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let plain = String::from_utf8_lossy(&answer[..end]);
    let cookies = plain.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let cookies = cookies.map(str::to_owned).collect();
    let head = plain.to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = answer[end + 4..].to_vec();
    let body = if head.contains("transfer-encoding: chunked") { unchunked(&body) } else { body };
    Some(Reply { status: status.expect("an answer has a status"), head, cookies, body })
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).expect("a chunk says how long it is");
        if size == 0 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    body
}
