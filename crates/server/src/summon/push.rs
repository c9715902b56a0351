//! Push: how is a device told, by the service that its browser's maker runs?
//!
//! One request to the very address that was checked, as for a webhook (RFC 8030), with words that only the
//! device can read (`seal`), signed so that the service knows that it is us whom the person let write
//! (VAPID, RFC 8292). The service learns when a device is written to, and from where.

use axum::http::{Request, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http_body_util::Full;
use mission::time::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use store::Push;

use super::Trouble;
use super::address::Target;
use super::seal::{AUTH, KEY, seal};
use crate::limits;
use crate::wire::{self, summons};

/// Writes to devices.
pub(crate) struct Pusher {
    key: EcdsaKeyPair,
    /// Whom a service can ask about us.
    contact: String,
}

/// What a device is told.
pub(crate) struct Told<'t> {
    pub(crate) words: &'t summons::Pushed<'t>,
    /// Whether it is shown on a device that saves its battery.
    pub(crate) is_urgent: bool,
    /// When it is sent.
    pub(crate) at: Timestamp,
}

impl Pusher {
    /// With the key of the node; none where it is not one.
    pub(crate) fn new(key: &[u8], contact: String) -> Option<Self> {
        let random = SystemRandom::new();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key, &random).ok()?;
        Some(Self { key, contact })
    }

    /// By what browsers know who may write to a device.
    pub(crate) fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.public_key())
    }

    /// The request that tells a device something.
    pub(super) fn request(
        &self,
        target: &Target,
        push: &Push,
        told: &Told<'_>,
    ) -> Result<Request<Full<Bytes>>, Trouble> {
        let sealed = seal(&wire::json(told.words), &push.key, &push.auth);
        let sealed = sealed.map_err(|_| Trouble::never("its key is none"))?;
        let token = self.token(target, told.at).ok_or(Trouble::later("it could not be signed"))?;
        let request = Request::post(target.path.as_str())
            .header(header::HOST, target.authority())
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::USER_AGENT, concat!("cybersyn/", env!("CARGO_PKG_VERSION")))
            .header(header::CONNECTION, "close")
            .header("ttl", limits::RETRY_FOR.as_secs())
            .header("urgency", if told.is_urgent { "high" } else { "normal" })
            .header(header::AUTHORIZATION, format!("vapid t={token}, k={}", self.public()))
            .body(Full::new(Bytes::from(sealed)));
        Ok(request.expect("each part was checked, or is made here"))
    }

    /// Says to that service alone, for half a day, that it is us (RFC 8292, 2).
    fn token(&self, target: &Target, at: Timestamp) -> Option<String> {
        let claims = wire::json(&summons::Vapid {
            aud: format!("https://{}", target.authority()),
            exp: at.as_seconds() + limits::VAPID_HOLDS.as_secs().cast_signed(),
            sub: &self.contact,
        });
        let head = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// What a service answered.
pub(super) fn judge(status: StatusCode) -> Result<(), Trouble> {
    match status.as_u16() {
        200..300 => Ok(()),
        300..400 => Err(Trouble::later("its service wants us to go elsewhere")),
        404 | 410 => Err(Trouble::gone("the device takes nothing any more")),
        413 => Err(Trouble::never("its service says that it is too long")),
        400..500 => Err(Trouble::later("its service refused")),
        _ => Err(Trouble::later("its service could not take it now")),
    }
}

/// The key and the secret that a browser gave, if they are such.
pub(crate) fn keys(key: &str, auth: &str) -> Option<(Vec<u8>, Vec<u8>)> {
    let read = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    let (key, auth) = (read(key)?, read(auth)?);
    let is_good = key.len() == KEY && auth.len() == AUTH && seal(b"", &key, &auth).is_ok();
    is_good.then_some((key, auth))
}
