//! Provider: how is somebody known by another system that they sign in to (OpenID Connect Core 1.0)?
//!
//! The authorization code flow with PKCE (RFC 7636, S256), one provider. What was begun in a browser ends
//! in that browser, once, within ten minutes: state, nonce and verifier are kept here under a cookie
//! that only it has, so that nobody is signed in to an account that is not theirs (login CSRF), no code
//! of another's is taken (injection), and no answer counts twice. The issuer of an answer is looked at
//! where the provider names it (RFC 9207, mix-up), and that of a token always.
//!
//! Only the issuer's host is called, and those that the operator names beside; where it leads
//! elsewhere, nothing is followed. What comes back is bounded in size and time.

mod dial;
mod setup;
mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mission::id::MemberId;
use mission::sentence::Turned;
use mission::time::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use self::dial::Dial;
pub use self::setup::{GroupPlace, ProviderError, ProviderSetup};
pub(crate) use self::token::{Claims, LoggedOut, Wrong};
use self::token::{Expected, Keys};
use crate::limits;
use crate::people::{Digest, Secret};

/// The provider of a running server.
pub(crate) struct Provider {
    pub(crate) setup: ProviderSetup,
    dial: Dial,
    /// Where people come back to.
    back: String,
    found: Mutex<Option<(Arc<Discovery>, Timestamp)>>,
    keys: Mutex<Option<(Arc<Keys>, Timestamp)>>,
    flows: Mutex<HashMap<Digest, Flow>>,
    /// Words that a session is over which were taken, and until when each could come again, in seconds.
    heard: Mutex<HashMap<Digest, i64>>,
}

/// What a provider says of itself (OpenID Connect Discovery 1.0).
struct Discovery {
    authorization: String,
    token: String,
    keys: String,
    /// Whether it names itself in every answer (RFC 9207).
    names_itself: bool,
    /// Whether it takes our secret in the head of a request, as it does where it does not say.
    takes_basic: bool,
}

/// What was begun in a browser.
struct Flow {
    state: Digest,
    nonce: String,
    verifier: String,
    until: Timestamp,
    began: Timestamp,
    purpose: Purpose,
    to: String,
}

/// For what somebody goes to the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To sign in.
    SignIn,
    /// To show again that it is them: whose session, by number.
    Prove(MemberId, u64),
    /// To have their account here be that of whoever they are there.
    Link(MemberId, u64),
}

/// What an answer of the provider's carries back through the browser.
pub(crate) struct Returned<'r> {
    /// What the browser keeps of what it began.
    pub(crate) kept: Option<&'r str>,
    pub(crate) state: Option<&'r str>,
    pub(crate) code: Option<&'r str>,
    pub(crate) issuer: Option<&'r str>,
    pub(crate) error: Option<&'r str>,
}

/// Somebody whom the provider knows.
pub(crate) struct Known {
    pub(crate) claims: Claims,
    pub(crate) purpose: Purpose,
    /// The page that they were on their way to.
    pub(crate) to: String,
}

impl Provider {
    pub(crate) fn new(setup: ProviderSetup, place: &str) -> Result<Self, ProviderError> {
        let dial = Dial::new(&setup)?;
        Ok(Self {
            setup,
            dial,
            back: format!("{place}/api/v1/session/provider/back"),
            found: Mutex::default(),
            keys: Mutex::default(),
            flows: Mutex::default(),
            heard: Mutex::default(),
        })
    }

    /// Begins: the address at the provider, and what the browser keeps of it.
    pub(crate) async fn begin(
        &self,
        purpose: Purpose,
        to: String,
        now: Timestamp,
    ) -> Result<(String, Secret), Turned> {
        // Whoever is sent to a provider that is away learns nothing there: it is asked first.
        let found = self.discover(now, limits::PROVIDER_SEEN).await?;
        let (kept, state, nonce, verifier) =
            (Secret::new(), Secret::new(), Secret::new(), Secret::new());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_str()));
        let mut query = form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.setup.client_id)
            .append_pair("redirect_uri", &self.back)
            .append_pair("scope", &self.setup.scopes.join(" "))
            .append_pair("state", state.as_str())
            .append_pair("nonce", nonce.as_str())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        if purpose != Purpose::SignIn {
            query.append_pair("prompt", "login").append_pair("max_age", "0");
        }
        let joint = if found.authorization.contains('?') { '&' } else { '?' };
        let address = format!("{}{joint}{}", found.authorization, query.finish());
        let flow = Flow {
            state: Secret::digest_of(state.as_str()),
            nonce: nonce.as_str().to_owned(),
            verifier: verifier.as_str().to_owned(),
            until: now + limits::PROVIDER_FLOW,
            began: now,
            purpose,
            to,
        };
        let mut flows = lock(&self.flows);
        flows.retain(|_, flow| now < flow.until);
        if flows.len() >= limits::PROVIDER_FLOWS {
            return Err(Turned::Away);
        }
        flows.insert(Secret::digest_of(kept.as_str()), flow);
        Ok((address, kept))
    }

    /// Somebody comes back. Whatever was begun in their browser is over by that.
    pub(crate) async fn finish(
        &self,
        returned: Returned<'_>,
        now: Timestamp,
    ) -> Result<Known, Turned> {
        let key = Secret::digest_of(returned.kept.ok_or(Turned::Over)?);
        let flow = lock(&self.flows).remove(&key).filter(|flow| now < flow.until);
        let flow = flow.ok_or(Turned::Over)?;
        if Secret::digest_of(returned.state.unwrap_or_default()) != flow.state {
            return Err(Turned::Over);
        }
        let found = self.discover(now, limits::PROVIDER_KNOWN).await?;
        let is_its_own = match returned.issuer {
            Some(issuer) => issuer == self.setup.issuer,
            None => !found.names_itself,
        };
        if !is_its_own {
            return Err(Turned::Forged);
        }
        if returned.error.is_some() {
            return Err(Turned::Denied);
        }
        let code = returned.code.ok_or(Turned::Denied)?;
        let token = self.exchange(&found, code, &flow.verifier).await?;
        let claims = self.check(&found, &token, &flow, now).await?;
        Ok(Known { claims, purpose: flow.purpose, to: flow.to })
    }

    /// A code becomes a token (RFC 6749, section 4.1.3).
    async fn exchange(
        &self,
        found: &Discovery,
        code: &str,
        verifier: &str,
    ) -> Result<String, Turned> {
        let (basic, form) = self.asking_for_token(found, code, verifier);
        let answer = self.dial.post(&found.token, basic.as_deref(), form).await?;
        let token = answer.get("id_token").and_then(Value::as_str);
        token.map(str::to_owned).ok_or_else(|| {
            // Its reason is one of few words, and tells nothing of the person.
            let why = answer.get("error").and_then(Value::as_str).unwrap_or("no id_token");
            tracing::warn!(why, "the provider gave no token for a code");
            if why == "invalid_grant" { Turned::Over } else { Turned::Away }
        })
    }

    /// How a token is asked for: the head in which our secret stands, if it does, and the form.
    fn asking_for_token(
        &self,
        found: &Discovery,
        code: &str,
        verifier: &str,
    ) -> (Option<String>, String) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.back)
            .append_pair("code_verifier", verifier);
        let encoded =
            |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let client = &self.setup.client_id;
        if let Some(secret) = self.setup.secret.as_ref().filter(|_| found.takes_basic) {
            let pair = format!("{}:{}", encoded(client), encoded(secret));
            return (Some(format!("Basic {}", STANDARD.encode(pair))), form.finish());
        }
        form.append_pair("client_id", client);
        if let Some(secret) = &self.setup.secret {
            form.append_pair("client_secret", secret);
        }
        (None, form.finish())
    }

    /// Whether a token is the provider's word about this sign-in.
    async fn check(
        &self,
        found: &Discovery,
        token: &str,
        flow: &Flow,
        now: Timestamp,
    ) -> Result<Claims, Turned> {
        let since = (flow.purpose != Purpose::SignIn).then_some(flow.began);
        let expected = Expected { proved_since: since, ..self.expected(&flow.nonce, now) };
        self.checked(found, now, |keys| token::check(token, keys, &expected)).await
    }

    /// Whose session is over, as the provider says in a token. Each is taken once: said again, it would end
    /// what began after it.
    pub(crate) async fn logged_out(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<LoggedOut, Turned> {
        let found = self.discover(now, limits::PROVIDER_KNOWN).await?;
        let expected = self.expected("", now);
        let check = |keys: &Keys| token::check_logout(token, keys, &expected);
        let over = self.checked(&found, now, check).await?;
        let mut heard = lock(&self.heard);
        heard.retain(|_, until_s| now.as_millis() / 1000 < *until_s);
        let is_new = heard.insert(Secret::digest_of(&over.id), over.until_s).is_none();
        if is_new { Ok(over) } else { Err(Turned::Over) }
    }

    fn expected<'e>(&'e self, nonce: &'e str, now: Timestamp) -> Expected<'e> {
        Expected {
            issuer: &self.setup.issuer,
            client_id: &self.setup.client_id,
            nonce,
            groups_claim: &self.setup.groups_claim,
            proved_since: None,
            now,
        }
    }

    /// What a token says by the provider's keys. Where its key is not known, they are fetched again, now and
    /// then.
    async fn checked<T>(
        &self,
        found: &Discovery,
        now: Timestamp,
        check: impl Fn(&Keys) -> Result<T, Wrong>,
    ) -> Result<T, Turned> {
        let keys = self.keys(found, now, limits::PROVIDER_KNOWN).await?;
        let checked = match check(&keys) {
            Err(Wrong::Key) => check(&*self.keys(found, now, limits::PROVIDER_KEYS_AGAIN).await?),
            checked => checked,
        };
        checked.map_err(|wrong| {
            tracing::warn!(?wrong, "a token of the provider was not believed");
            match wrong {
                Wrong::Time => Turned::Clock,
                Wrong::Audience => Turned::Audience,
                Wrong::Stale => Turned::Unproved,
                Wrong::Unreadable
                | Wrong::Algorithm
                | Wrong::Key
                | Wrong::Signature
                | Wrong::Issuer
                | Wrong::Nonce => Turned::Forged,
            }
        })
    }

    /// What the provider says of itself, not older than that.
    async fn discover(&self, now: Timestamp, at_most: Duration) -> Result<Arc<Discovery>, Turned> {
        if let Some((found, at)) = lock(&self.found).as_ref()
            && now < *at + at_most
        {
            return Ok(found.clone());
        }
        let issuer = self.setup.issuer.trim_end_matches('/');
        let said = self.dial.get(&format!("{issuer}/.well-known/openid-configuration")).await?;
        let found = Arc::new(self.read(&said)?);
        *lock(&self.found) = Some((found.clone(), now));
        Ok(found)
    }

    fn read(&self, said: &Value) -> Result<Discovery, Turned> {
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        let lists = |name: &str, word: &str| {
            let listed = said.get(name).and_then(Value::as_array);
            listed.map(|listed| listed.iter().any(|one| one == word))
        };
        let place = |name: &str| {
            let place = text(name).filter(|place| self.dial.is_within(place)).map(str::to_owned);
            place.ok_or_else(|| {
                tracing::warn!(
                    name,
                    "the provider leads to another host than its own; add that to `hosts` if it is meant"
                );
                Turned::Away
            })
        };
        if text("issuer") != Some(self.setup.issuer.as_str())
            || lists("code_challenge_methods_supported", "S256") == Some(false)
        {
            tracing::warn!(
                "the provider calls itself otherwise than --oidc does, or knows no PKCE"
            );
            return Err(Turned::Away);
        }
        Ok(Discovery {
            authorization: place("authorization_endpoint")?,
            token: place("token_endpoint")?,
            keys: place("jwks_uri")?,
            names_itself: said.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
            takes_basic: lists("token_endpoint_auth_methods_supported", "client_secret_basic")
                .unwrap_or(true),
        })
    }

    async fn keys(
        &self,
        found: &Discovery,
        now: Timestamp,
        at_most: Duration,
    ) -> Result<Arc<Keys>, Turned> {
        if let Some((keys, at)) = lock(&self.keys).as_ref()
            && now < *at + at_most
        {
            return Ok(keys.clone());
        }
        let keys = Arc::new(Keys::read(&self.dial.get(&found.keys).await?));
        *lock(&self.keys) = Some((keys.clone(), now));
        Ok(keys)
    }
}

fn lock<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
