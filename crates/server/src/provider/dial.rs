//! Dial: which hosts of the provider's are called, and what of their answers is taken?

use axum::http::{HeaderMap, HeaderValue, Method, header};
use mission::sentence::Turned;
use serde_json::Value;

use super::{ProviderError, ProviderSetup};
use crate::correspond::{Line, Place};
use crate::limits;
use crate::trusting;

/// Calls the provider.
pub(super) struct Dial {
    /// The issuer's host first, and those that the operator named beside.
    hosts: Vec<String>,
    /// Whether the issuer is on this machine, where nothing is encrypted.
    is_plain: bool,
    connector: tokio_rustls::TlsConnector,
}

impl Dial {
    pub(super) fn new(setup: &ProviderSetup) -> Result<Self, ProviderError> {
        let wrong = || ProviderError::Issuer(setup.issuer.clone());
        let (place, path) = split(&setup.issuer).ok_or_else(wrong)?;
        if path.contains(['?', '#']) {
            return Err(wrong());
        }
        let hosts = setup.hosts.iter().map(|host| host.to_ascii_lowercase());
        let hosts = std::iter::once(place.host().to_owned()).chain(hosts).collect();
        let connector = trusting::connector(setup.authority.clone());
        Ok(Self { hosts, is_plain: !place.is_encrypted(), connector })
    }

    /// Whether an address is one of the provider's, to which is gone.
    pub(super) fn is_within(&self, address: &str) -> bool {
        self.within(address).is_some()
    }

    fn within(&self, address: &str) -> Option<(Place, String)> {
        let (place, path) = split(address)?;
        let is_covered = place.is_encrypted() || self.is_plain;
        let is_known = self.hosts.iter().any(|host| host == place.host());
        (is_known && is_covered).then_some((place, path))
    }

    pub(super) async fn get(&self, address: &str) -> Result<Value, Turned> {
        self.call(Method::GET, address, HeaderMap::new(), String::new()).await
    }

    pub(super) async fn post(
        &self,
        address: &str,
        authorization: Option<&str>,
        form: String,
    ) -> Result<Value, Turned> {
        let mut headers = HeaderMap::new();
        let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(header::CONTENT_TYPE, form_type);
        if let Some(authorization) = authorization {
            let value = HeaderValue::from_str(authorization).map_err(|_| Turned::Away)?;
            headers.insert(header::AUTHORIZATION, value);
        }
        self.call(Method::POST, address, headers, form).await
    }

    async fn call(
        &self,
        method: Method,
        address: &str,
        mut headers: HeaderMap,
        body: String,
    ) -> Result<Value, Turned> {
        let (place, path) = self.within(address).ok_or(Turned::Away)?;
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let line = Line::with(place, self.connector.clone());
        let asked = (method, path.as_str());
        let sent = line.send_to(asked, headers, body.into_bytes(), limits::PROVIDER_TIME).await;
        let answer = sent.map_err(|why| {
            tracing::warn!(why, "the provider does not answer");
            Turned::Away
        })?;
        // A refusal says in JSON why; whatever leads elsewhere does not.
        if answer.body.len() > limits::PROVIDER_BYTES || answer.status.is_redirection() {
            tracing::warn!(status = %answer.status, "the provider's answer is none");
            return Err(Turned::Away);
        }
        serde_json::from_slice(&answer.body).map_err(|_| {
            tracing::warn!(status = %answer.status, "the provider's answer is no JSON");
            Turned::Away
        })
    }
}

/// An address taken apart: which machine, and the rest.
fn split(address: &str) -> Option<(Place, String)> {
    let after = address.find("://")? + 3;
    let end = address[after..].find(['/', '?', '#']).map_or(address.len(), |at| after + at);
    let place = address[..end].parse::<Place>().ok()?;
    let path = &address[end..];
    let is_plain = path.bytes().all(|letter| (b'!'..=b'~').contains(&letter));
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    is_plain.then_some((place, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dial(issuer: &str, hosts: &[&str]) -> Result<Dial, ProviderError> {
        let setup = ProviderSetup {
            name: "the house".to_owned(),
            issuer: issuer.to_owned(),
            client_id: "cybersyn".to_owned(),
            secret: None,
            scopes: vec!["openid".to_owned()],
            groups_claim: "groups".to_owned(),
            groups: Vec::new(),
            strong_amr: Vec::new(),
            strong_acr: Vec::new(),
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            authority: None,
        };
        Dial::new(&setup)
    }

    #[test]
    fn only_the_issuers_host_and_those_named_beside_are_called_and_only_encrypted() {
        let house = dial("https://id.example.org/realms/mill", &["keys.example.org"]).unwrap();
        for good in [
            "https://id.example.org/token",
            "https://id.example.org:8443/token?x=1",
            "https://keys.example.org/certs",
        ] {
            assert!(house.is_within(good), "{good}");
        }
        for bad in [
            "http://id.example.org/token",
            "http://127.0.0.1/token",
            "https://127.0.0.1/token",
            "https://id.example.org.evil.example/token",
            "https://id.example.org@evil.example/token",
            "https://evil.example/https://id.example.org/",
            "https://id.example.org/to ken",
            "file:///etc/passwd",
            "id.example.org",
            "",
        ] {
            assert!(!house.is_within(bad), "{bad}");
        }
        let local = dial("http://127.0.0.1:4000", &[]).unwrap();
        assert!(local.is_within("http://127.0.0.1:4000/token"));
        assert!(!local.is_within("http://localhost:4000/token"));
        for bad in ["http://id.example.org", "id.example.org", "https://id.example.org/?realm=1"] {
            assert!(dial(bad, &[]).is_err(), "{bad}");
        }
    }
}
