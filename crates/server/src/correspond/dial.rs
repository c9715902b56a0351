//! Dial: where is the node above, and how is it called?

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::limits;
use crate::trusting;

/// The address of a node: `https://NAME[:PORT]`, or `http://` to one on the same machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    host: String,
    port: u16,
    is_encrypted: bool,
}

/// Why an address is none of a node's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{given:?} is no address of a node: expected https://NAME or https://NAME:PORT (http:// only to 127.0.0.1 and localhost)"
)]
pub struct PlaceError {
    given: String,
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let wrong = || PlaceError { given: given.to_owned() };
        let (scheme, rest) = given.trim().split_once("://").ok_or_else(wrong)?;
        let is_encrypted = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(wrong()),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
            None => (rest, if is_encrypted { 443 } else { 80 }),
        };
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-');
        let is_local = matches!(host, "127.0.0.1" | "localhost");
        if host.is_empty() || !host.chars().all(is_name) || !(is_encrypted || is_local) {
            return Err(wrong());
        }
        Ok(Self { host: host.to_owned(), port, is_encrypted })
    }
}

impl Place {
    /// The name of the machine.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether what is said to it is encrypted.
    pub(crate) const fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// As it stands in the head of a request.
    fn authority(&self) -> String {
        match (self.is_encrypted, self.port) {
            (true, 443) | (false, 80) => self.host.clone(),
            (_, port) => format!("{}:{port}", self.host),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_encrypted { "https" } else { "http" };
        write!(out, "{scheme}://{}:{}", self.host, self.port)
    }
}

/// What the other answered.
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Calls a node, or another machine of the operator's choice.
pub(crate) struct Line {
    place: Place,
    connector: TlsConnector,
}

impl Line {
    /// To a place, whose certificate this machine trusts, or an authority of its operator's.
    pub(super) fn new(place: Place, authority: Option<CertificateDer<'static>>) -> Self {
        Self::with(place, trusting::connector(authority))
    }

    /// To a place that proves itself to this connector.
    pub(crate) fn with(place: Place, connector: TlsConnector) -> Self {
        Self { place, connector }
    }

    /// Posts a body, and waits for the answer at most so long. What is in the way is said in words.
    pub(super) async fn post(
        &self,
        path: &str,
        headers: HeaderMap,
        body: Vec<u8>,
        patience: Duration,
    ) -> Result<Answered, String> {
        self.send_to((Method::POST, path), headers, body, patience + limits::CALL_TIME).await
    }

    /// Sends a request, and waits for the answer at most so long.
    pub(crate) async fn send_to(
        &self,
        (method, path): (Method, &str),
        headers: HeaderMap,
        body: Vec<u8>,
        patience: Duration,
    ) -> Result<Answered, String> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &headers {
            request = request.header(name, value);
        }
        let authority = self.place.authority();
        let request = request
            .header(header::HOST, authority)
            .header(header::USER_AGENT, concat!("cybersyn/", env!("CARGO_PKG_VERSION")))
            .header(header::CONNECTION, "close")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| format!("the request cannot be made: {error}"))?;
        let sent = timeout(patience, self.send(request));
        sent.await.unwrap_or_else(|_| Err(format!("{} takes too long to answer", self.place)))
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Answered, String> {
        let place = &self.place;
        let unreachable = |error| format!("{place} cannot be reached: {error}");
        let stream =
            TcpStream::connect((place.host.as_str(), place.port)).await.map_err(unreachable)?;
        if !place.is_encrypted {
            return speak(place, stream, request).await;
        }
        let name = ServerName::try_from(place.host.clone())
            .map_err(|_| format!("{place} is no name for a certificate"))?;
        let stream = self.connector.connect(name, stream).await;
        let stream =
            stream.map_err(|error| format!("{place} does not prove who it is: {error}"))?;
        speak(place, stream, request).await
    }
}

async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send>(
    place: &Place,
    stream: S,
    request: Request<Full<Bytes>>,
) -> Result<Answered, String> {
    let broken = |error: hyper::Error| format!("the line to {place} broke: {error}");
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(limits::HEAD_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let answered = async {
        let (parts, body) = sender.send_request(request).await.map_err(broken)?.into_parts();
        let body = Limited::new(body, limits::LETTERS_BYTES).collect().await;
        let body = body.map_err(|error| format!("the line to {place} broke: {error}"))?;
        Ok(Answered { status: parts.status, headers: parts.headers, body: body.to_bytes() })
    };
    let mut answered = std::pin::pin!(answered);
    tokio::select! {
        answer = &mut answered => answer,
        _ = connection => answered.await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_machine_and_is_encrypted_unless_it_is_this_one() {
        for (given, meant) in [
            ("https://sector.example.org", "https://sector.example.org:443"),
            ("https://sector.example.org:1972/", "https://sector.example.org:1972"),
            ("http://127.0.0.1:1972", "http://127.0.0.1:1972"),
            ("http://localhost", "http://localhost:80"),
        ] {
            assert_eq!(given.parse::<Place>().expect("an address").to_string(), meant);
        }
        for given in [
            "sector.example.org",
            "http://sector.example.org",
            "ftp://127.0.0.1",
            "https://",
            "https://sector.example.org/path",
            "https://user@sector.example.org",
            "https://sector.example.org:port",
        ] {
            let refused = given.parse::<Place>().expect_err(given);
            assert!(refused.to_string().contains("expected https://NAME"), "{refused}");
        }
    }
}
