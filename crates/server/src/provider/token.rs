//! Token: is this the provider's word, about this person and this sign-in?
//!
//! OpenID Connect Core 1.0, section 3.1.3.7. The algorithm is one of those with a key that is public and
//! one that is not, whatever the token says; so nothing is signed with what everybody can read. Times
//! are compared with the federation's clock, a minute to each side.

use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use mission::time::Timestamp;
use serde_json::Value;

use crate::limits;

/// What a token says of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    /// By which the provider knows them, and nobody else.
    pub(crate) subject: String,
    /// What they are called.
    pub(crate) name: Option<String>,
    pub(crate) groups: Vec<String>,
    /// By what means they showed who they are.
    pub(crate) amr: Vec<String>,
    /// How well.
    pub(crate) acr: Option<String>,
    /// When they showed it last, in seconds, where that is said.
    pub(crate) proved_s: Option<i64>,
    /// The number of their session there.
    pub(crate) sid: Option<String>,
}

/// Whose session is over, as a provider says (OpenID Connect Back-Channel Logout 1.0, section 2.4): one of
/// the two is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoggedOut {
    pub(crate) subject: Option<String>,
    pub(crate) sid: Option<String>,
    /// By which the token is known again.
    pub(super) id: String,
    /// Until when it would be taken, in seconds.
    pub(super) until_s: i64,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Unreadable,
    Algorithm,
    Key,
    Signature,
    Issuer,
    Audience,
    Nonce,
    Time,
    Stale,
}

/// What a token has to say.
pub(super) struct Expected<'e> {
    pub(super) issuer: &'e str,
    pub(super) client_id: &'e str,
    pub(super) nonce: &'e str,
    pub(super) groups_claim: &'e str,
    /// Since when they must have shown who they are, where that is asked for.
    pub(super) proved_since: Option<Timestamp>,
    pub(super) now: Timestamp,
}

/// With which a provider signs.
pub(super) struct Keys(Vec<Jwk>);

impl Keys {
    /// Reads a set of keys (RFC 7517). Those of a kind that is not known are left out.
    pub(super) fn read(said: &Value) -> Self {
        let listed = said.get("keys").and_then(Value::as_array).into_iter().flatten();
        let read = |one: &Value| serde_json::from_value::<Jwk>(one.clone()).ok();
        Self(listed.take(limits::PROVIDER_KEYS).filter_map(read).collect())
    }

    /// The key of that name that may sign so; without a name, the only one that may.
    fn find(&self, name: Option<&str>, algorithm: Algorithm) -> Option<&Jwk> {
        let mut fitting = self
            .0
            .iter()
            .filter(|key| fits(key, algorithm))
            .filter(|key| name.is_none_or(|name| key.common.key_id.as_deref() == Some(name)));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }
}

fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    use Algorithm as A;
    let is_of_kind = match &key.algorithm {
        AlgorithmParameters::RSA(_) => {
            matches!(algorithm, A::RS256 | A::RS384 | A::RS512 | A::PS256 | A::PS384 | A::PS512)
        }
        AlgorithmParameters::EllipticCurve(_) => matches!(algorithm, A::ES256 | A::ES384),
        AlgorithmParameters::OctetKeyPair(_) => algorithm == A::EdDSA,
        AlgorithmParameters::OctetKey(_) => false,
    };
    let is_to_sign = matches!(&key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let says = key.common.key_algorithm.as_ref().map(ToString::to_string);
    is_of_kind && is_to_sign && says.is_none_or(|says| says == format!("{algorithm:?}"))
}

/// What a token says, if it is to be believed.
pub(super) fn check(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Claims, Wrong> {
    check_claims(&signed(token, keys)?, expected)
}

/// What a token says of whose session is over, if it is to be believed (section 2.6).
pub(super) fn check_logout(
    token: &str,
    keys: &Keys,
    expected: &Expected<'_>,
) -> Result<LoggedOut, Wrong> {
    let said = signed(token, keys)?;
    let until_s = check_frame(&said, expected)?;
    // A token about a sign-in, which others may have seen, is none.
    let event = said.get("events").and_then(|events| events.get(LOGGED_OUT));
    if said.get("nonce").is_some() || !event.is_some_and(Value::is_object) {
        return Err(Wrong::Nonce);
    }
    let text = |name: &str| {
        let text = said.get(name).and_then(Value::as_str).map(str::to_owned);
        text.filter(|text| (1..=limits::SUBJECT_LETTERS).contains(&text.len()))
    };
    let (subject, sid) = (text("sub"), text("sid"));
    let id = text("jti").filter(|_| subject.is_some() || sid.is_some());
    Ok(LoggedOut { subject, sid, id: id.ok_or(Wrong::Unreadable)?, until_s })
}

/// What happened, in such a token.
const LOGGED_OUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a token says, whoever it is about and whenever it was said, if the provider signed it.
fn signed(token: &str, keys: &Keys) -> Result<Value, Wrong> {
    // A token without a signature has no algorithm that is known here.
    let head = decode_header(token).map_err(|_| Wrong::Algorithm)?;
    if matches!(head.alg, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) {
        return Err(Wrong::Algorithm);
    }
    let key = keys.find(head.kid.as_deref(), head.alg).ok_or(Wrong::Key)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| Wrong::Key)?;
    // What it says is looked at below, with our clock.
    let mut signature_alone = Validation::new(head.alg);
    signature_alone.required_spec_claims.clear();
    signature_alone.validate_exp = false;
    signature_alone.validate_aud = false;
    let decoded = decode::<Value>(token, &key, &signature_alone);
    decoded.map(|decoded| decoded.claims).map_err(|_| Wrong::Signature)
}

/// Whether it is from the provider, for this program, and of now. Until when, in seconds.
fn check_frame(said: &Value, expected: &Expected<'_>) -> Result<i64, Wrong> {
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(Wrong::Issuer);
    }
    let audience = texts(said.get("aud"));
    let is_ours = audience.iter().any(|one| one == expected.client_id);
    let party = text("azp");
    let is_party = party.map_or(audience.len() == 1, |party| party == expected.client_id);
    if !is_ours || !is_party {
        return Err(Wrong::Audience);
    }
    let (now, leeway) = (expected.now.as_millis() / 1000, limits::PROVIDER_LEEWAY_S);
    let seconds = |name: &str| said.get(name).and_then(whole_seconds);
    let (ends, began) = (seconds("exp").ok_or(Wrong::Time)?, seconds("iat").ok_or(Wrong::Time)?);
    let is_of_now = now < ends.saturating_add(leeway) && began <= now.saturating_add(leeway);
    if !is_of_now || seconds("nbf").is_some_and(|from| now.saturating_add(leeway) < from) {
        return Err(Wrong::Time);
    }
    Ok(ends.saturating_add(leeway))
}

fn check_claims(said: &Value, expected: &Expected<'_>) -> Result<Claims, Wrong> {
    check_frame(said, expected)?;
    let text = |name: &str| said.get(name).and_then(Value::as_str);
    let seconds = |name: &str| said.get(name).and_then(whole_seconds);
    if text("nonce") != Some(expected.nonce) {
        return Err(Wrong::Nonce);
    }
    if let Some(since) = expected.proved_since {
        let proved = seconds("auth_time").ok_or(Wrong::Stale)?;
        if proved.saturating_add(limits::PROVIDER_LEEWAY_S) < since.as_millis() / 1000 {
            return Err(Wrong::Stale);
        }
    }
    let subject = text("sub").filter(|sub| (1..=limits::SUBJECT_LETTERS).contains(&sub.len()));
    Ok(Claims {
        subject: subject.ok_or(Wrong::Unreadable)?.to_owned(),
        name: ["name", "preferred_username"].into_iter().find_map(text).map(str::to_owned),
        groups: texts(said.get(expected.groups_claim)),
        amr: texts(said.get("amr")),
        acr: text("acr").map(str::to_owned),
        proved_s: seconds("auth_time"),
        sid: text("sid").filter(|sid| sid.len() <= limits::SUBJECT_LETTERS).map(str::to_owned),
    })
}

fn whole_seconds(given: &Value) -> Option<i64> {
    given.as_i64().or_else(|| {
        let seconds = given.as_f64().filter(|seconds| (0.0..1e12).contains(seconds))?;
        format!("{seconds:.0}").parse().ok()
    })
}

/// One text or several.
fn texts(given: Option<&Value>) -> Vec<String> {
    match given {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests;
