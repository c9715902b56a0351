//! Hook: how is another system told, so that it knows by whom, and without being led elsewhere?
//!
//! One HTTP/1.1 request by hyper over one connection of its own, to the very address that was
//! checked: nothing in between looks a name up again, follows a redirect, or takes a proxy from the
//! environment. The body is a `CloudEvent` (1.0, structured JSON), signed as Standard Webhooks
//! has it: HMAC-SHA256 over id, time and body. What is answered beside the status is thrown away.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::OnceLock;
use std::time::Duration;

use axum::http::{Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use mission::time::Timestamp;
use ring::hmac;
use rustls::pki_types::{CertificateDer, IpAddr, ServerName};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Trouble;
use super::address::{Host, Reach, Target, Unfit, check_all};
use crate::front::HostName;
use crate::{limits, trusting};

/// Sends to other systems.
pub(crate) struct Hooks {
    /// Made when the first is sent: reading what this machine trusts takes its time.
    connector: OnceLock<TlsConnector>,
    /// What is trusted beside.
    root: Option<CertificateDer<'static>>,
    reach: Reach,
    /// The hosts that the operator listed; any where there are none.
    only_to: Vec<Host>,
    patience: Duration,
}

/// What is sent, and with what it is signed.
pub(crate) struct Event<'e> {
    pub(crate) id: &'e str,
    pub(crate) body: Vec<u8>,
    pub(crate) secret: &'e [u8],
    /// When it is sent.
    pub(crate) at: Timestamp,
}

impl Hooks {
    /// Those of tests trust one authority more, and reach receivers on this machine.
    pub(crate) fn new(
        trial: Option<CertificateDer<'static>>,
        patience: Duration,
        only_to: &[HostName],
    ) -> Self {
        let reach = if trial.is_some() { Reach::Loopback } else { Reach::Public };
        let only_to = only_to.iter().map(Host::of).collect();
        Self { connector: OnceLock::new(), root: trial, reach, only_to, patience }
    }

    /// With the authorities that this machine trusts.
    fn connector(&self) -> &TlsConnector {
        self.connector.get_or_init(|| trusting::connector(self.root.clone()))
    }

    /// Whether an address is one that is gone to.
    pub(crate) fn check(&self, url: &str) -> Result<(), Unfit> {
        self.target(url).map(drop)
    }

    fn target(&self, url: &str) -> Result<Target, Unfit> {
        let target = Target::parse(url, self.reach)?;
        let is_listed = self.only_to.is_empty() || self.only_to.contains(&target.host);
        if is_listed { Ok(target) } else { Err(Unfit::Unlisted) }
    }

    /// Sends an event, within a time.
    pub(crate) async fn send(&self, url: &str, event: Event<'_>) -> Result<(), Trouble> {
        judge(self.post(url, |target| Ok(request(target, event))).await?)
    }

    /// Sends a request to where an address leads, within a time, and says with which status it was answered.
    pub(super) async fn post(
        &self,
        url: &str,
        make: impl FnOnce(&Target) -> Result<Request<Full<Bytes>>, Trouble>,
    ) -> Result<StatusCode, Trouble> {
        let sent = timeout(self.patience, self.post_at_leisure(url, make));
        sent.await.unwrap_or(Err(Trouble::later("it took too long")))
    }

    async fn post_at_leisure(
        &self,
        url: &str,
        make: impl FnOnce(&Target) -> Result<Request<Full<Bytes>>, Trouble>,
    ) -> Result<StatusCode, Trouble> {
        // The rules may have become stricter since the address was given.
        let target = self.target(url).map_err(|unfit| unfit_now(&unfit))?;
        let addresses = self.resolve(&target).await?;
        let stream = connect(&addresses).await?;
        let name = server_name(&target.host)?;
        let stream = self.connector().connect(name, stream).await;
        let stream = stream.map_err(|_| Trouble::later("it did not prove who it is"))?;
        let request = make(&target)?;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(limits::HEAD_BYTES)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|_| Trouble::later("the connection broke"))?;
        let answered = async {
            let answer = sender.send_request(request).await;
            let answer = answer.map_err(|_| Trouble::later("it gave no answer that is HTTP"))?;
            let status = answer.status();
            // The answer is taken so that its sender is not cut off, as far as it is short.
            drop(Limited::new(answer.into_body(), limits::HOOK_ANSWER_BYTES).collect().await);
            Ok(status)
        };
        let mut answered = pin!(answered);
        tokio::select! {
            judged = &mut answered => judged,
            // Whoever answers and closes at once has answered.
            _ = connection => answered.await,
        }
    }

    /// Where the target is: looked up once, and all of it checked.
    async fn resolve(&self, target: &Target) -> Result<Vec<SocketAddr>, Trouble> {
        let found = match &target.host {
            Host::Address(address) => vec![SocketAddr::new(*address, target.port)],
            Host::Name(name) => {
                let found = lookup_host((name.as_str(), target.port)).await;
                found.map_err(|_| unfit_now(&Unfit::Nowhere))?.collect()
            }
        };
        check_all(&found, self.reach).map_err(|unfit| unfit_now(&unfit))?;
        Ok(found)
    }
}

/// A name may lead elsewhere tomorrow, so it is tried again. Which names lead into networks of the
/// server's, its operator alone is told.
fn unfit_now(unfit: &Unfit) -> Trouble {
    tracing::warn!(%unfit, "an address leads to where nothing is sent");
    Trouble::later("its name leads to no address of the public internet")
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Trouble> {
    for address in addresses.iter().take(limits::HOOK_ADDRESSES) {
        let stream = timeout(limits::HOOK_CONNECT_TIME, TcpStream::connect(address)).await;
        if let Ok(Ok(stream)) = stream
            && stream.peer_addr().is_ok_and(|peer| peer == *address)
        {
            return Ok(stream);
        }
    }
    Err(Trouble::later("it takes no connection"))
}

fn server_name(host: &Host) -> Result<ServerName<'static>, Trouble> {
    match host {
        Host::Address(address) => Ok(ServerName::IpAddress(IpAddr::from(*address))),
        Host::Name(name) => ServerName::try_from(name.clone())
            .map_err(|_| Trouble::later("its name is none for a certificate")),
    }
}

fn request(target: &Target, event: Event<'_>) -> Request<Full<Bytes>> {
    let seconds = event.at.as_millis() / 1000;
    let signature = sign(event.secret, event.id, seconds, &event.body);
    Request::post(target.path.as_str())
        .header(header::HOST, target.authority())
        .header(header::CONTENT_TYPE, "application/cloudevents+json; charset=utf-8")
        .header(header::USER_AGENT, concat!("cybersyn/", env!("CARGO_PKG_VERSION")))
        .header(header::CONNECTION, "close")
        .header("webhook-id", event.id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature)
        .body(Full::new(Bytes::from(event.body)))
        .expect("each part was checked, or is made here")
}

/// The signature of Standard Webhooks, version 1.
pub(crate) fn sign(secret: &[u8], id: &str, seconds: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    context.update(format!("{id}.{seconds}.").as_bytes());
    context.update(body);
    format!("v1,{}", STANDARD.encode(context.sign()))
}

fn judge(status: StatusCode) -> Result<(), Trouble> {
    match status.as_u16() {
        200..300 => Ok(()),
        300..400 => Err(Trouble::later("it wants us to go elsewhere")),
        410 => Err(Trouble::never("it says that nobody is there any more")),
        400..500 => Err(Trouble::later("it refused")),
        _ => Err(Trouble::later("it could not take it now")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_standards_own_example() {
        // From the specification's reference libraries: secret, id, time, body and signature.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base 64");
        let signed = sign(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn whatever_may_stand_in_an_address_is_sent_as_a_path_of_that_machine() {
        let letters: String = (0..=127_u8).map(char::from).collect();
        let good = letters.chars().filter(|letter| {
            Target::parse(&format!("https://example.org/{letter}"), Reach::Public).is_ok()
        });
        let good: String = good.collect();
        assert!(good.len() > 75 && !good.contains([' ', '\\', '#', '"']), "{good}");
        for url in [
            format!("https://example.org/{good}"),
            format!("https://example.org?{good}"),
            "https://example.org//127.0.0.1/".to_owned(),
            "https://example.org/https://127.0.0.1/".to_owned(),
        ] {
            let target = Target::parse(&url, Reach::Public).expect("it is good");
            let event = Event { id: "a", body: Vec::new(), secret: b"s", at: Timestamp::ZERO };
            let sent = request(&target, event);
            assert_eq!(sent.uri().host(), None, "{url}");
            assert_eq!(sent.uri().to_string(), target.path);
            assert_eq!(sent.headers()["host"], "example.org");
        }
    }

    #[tokio::test]
    async fn a_name_or_an_address_that_leads_inside_is_not_connected_to_at_any_attempt() {
        let patience = Duration::from_secs(20);
        let public = Hooks::new(None, patience, &[]);
        // `localhost` is refused as it is named, and here stands for a name that leads inside today.
        let target = |host| Target { host, port: 443, path: "/".to_owned() };
        let name = target(Host::Name("localhost".to_owned()));
        for target in [&name, &target(Host::Address([10, 0, 0, 1].into()))] {
            let found = public.resolve(target).await;
            let trouble = found.expect_err("it leads inside");
            assert!(trouble.words.contains("no address of the public internet"), "{trouble:?}");
            assert!(!trouble.is_final);
        }
        let root = CertificateDer::from(Vec::new());
        assert!(Hooks::new(Some(root), patience, &[]).resolve(&name).await.is_ok());
    }

    #[test]
    fn only_who_is_gone_for_good_is_not_tried_again() {
        assert_eq!(judge(StatusCode::NO_CONTENT), Ok(()));
        for status in [301, 307, 308, 400, 404, 429, 500, 503] {
            let judged = judge(StatusCode::from_u16(status).expect("a status"));
            assert!(judged.is_err_and(|trouble| !trouble.is_final), "{status}");
        }
        assert!(judge(StatusCode::GONE).is_err_and(|trouble| trouble.is_final));
    }
}
