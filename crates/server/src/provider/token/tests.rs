//! Tokens that somebody made who is not the provider, or made for something else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://id.example.org";
const CLIENT: &str = "cybersyn";
const NONCE: &str = "nonce-of-this-browser";
const NOW_S: i64 = 1_800_000_000;

/// Somebody who signs.
struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let (kind, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let made = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(kind, made.as_ref(), &random).unwrap())
    }

    fn public(&self) -> Value {
        let point = self.0.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "of-today",
               "x": part(1..33), "y": part(33..65)})
    }

    fn sign(&self, head: &Value, claims: &Value) -> String {
        let signed = unsigned(head, claims);
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn unsigned(head: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(head), part(claims))
}

fn head() -> Value {
    json!({"alg": "ES256", "typ": "JWT", "kid": "of-today"})
}

fn claims() -> Value {
    json!({"iss": ISSUER, "aud": CLIENT, "sub": "1f3a", "nonce": NONCE, "iat": NOW_S - 2,
           "exp": NOW_S + 300, "auth_time": NOW_S - 5, "name": "Of the night shift",
           "groups": ["spinners"], "amr": ["pwd", "otp"], "acr": "gold"})
}

fn expected() -> Expected<'static> {
    let now = Timestamp::from_millis(NOW_S * 1000);
    Expected {
        issuer: ISSUER,
        client_id: CLIENT,
        nonce: NONCE,
        groups_claim: "groups",
        proved_since: None,
        now,
    }
}

fn keys(of: &[Value]) -> Keys {
    Keys::read(&json!({ "keys": of }))
}

#[test]
fn the_providers_own_token_says_who_it_is_and_in_which_groups() {
    let house = Signer::new();
    let known = keys(&[json!({"kty": "from-the-future"}), house.public()]);
    let said = check(&house.sign(&head(), &claims()), &known, &expected()).unwrap();
    assert_eq!(said.subject, "1f3a");
    assert_eq!(said.name.as_deref(), Some("Of the night shift"));
    assert_eq!(
        (said.groups, said.amr),
        (vec!["spinners".to_owned()], vec!["pwd".to_owned(), "otp".to_owned()])
    );
    // The only key needs no name.
    let nameless = json!({"alg": "ES256"});
    assert!(check(&house.sign(&nameless, &claims()), &known, &expected()).is_ok());
}

#[test]
fn whoever_else_signs_and_with_what_is_not_the_provider() {
    let (house, other) = (Signer::new(), Signer::new());
    let known = keys(&[house.public()]);
    let wrong = |token: &str| check(token, &known, &expected()).unwrap_err();
    assert_eq!(wrong(&other.sign(&head(), &claims())), Wrong::Signature);
    let unknown = json!({"alg": "ES256", "kid": "of-tomorrow"});
    assert_eq!(wrong(&house.sign(&unknown, &claims())), Wrong::Key);

    // No signature at all, under every way to write that.
    for none in ["none", "None", "NONE", "nOnE", ""] {
        let nothing = unsigned(&json!({"alg": none, "kid": "of-today"}), &claims());
        for token in [format!("{nothing}."), nothing.clone()] {
            assert_eq!(wrong(&token), Wrong::Algorithm, "{none}");
        }
    }
    // A signature by what everybody can read: the public key taken for a shared secret.
    for (algorithm, by) in
        [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)]
    {
        let public = house.public();
        let signed = unsigned(&json!({"alg": algorithm, "kid": "of-today"}), &claims());
        for secret in [house.0.public_key().as_ref(), public.to_string().as_bytes()] {
            let signature = hmac::sign(&hmac::Key::new(by, secret), signed.as_bytes());
            let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature));
            assert_eq!(wrong(&token), Wrong::Algorithm);
        }
    }
    // Its own signature, under another name for how it was made.
    for algorithm in ["ES384", "RS256", "PS256", "EdDSA"] {
        let named = json!({"alg": algorithm, "kid": "of-today"});
        assert_eq!(wrong(&house.sign(&named, &claims())), Wrong::Key, "{algorithm}");
    }
    // A key that it publishes for another purpose, or for another algorithm.
    for (field, value) in [("use", "enc"), ("alg", "ES384")] {
        let mut public = house.public();
        public[field] = json!(value);
        let token = house.sign(&head(), &claims());
        assert_eq!(check(&token, &keys(&[public]), &expected()), Err(Wrong::Key), "{field}");
    }
    // A key that the token brings along is nobody's.
    let mut brought = head();
    brought["jwk"] = other.public();
    assert_eq!(wrong(&other.sign(&brought, &claims())), Wrong::Signature);
    // Every part changed by a letter.
    let token = house.sign(&head(), &claims());
    for at in (0..token.len()).step_by(7).filter(|at| *at + 2 < token.len()) {
        let letter = if &token[at..=at] == "A" { "B" } else { "A" };
        let mut changed = token.clone();
        changed.replace_range(at..=at, letter);
        assert!(check(&changed, &known, &expected()).is_err(), "{at}");
    }
    for nothing in ["", ".", "..", "a.b.c", "ey.ey.ey"] {
        assert!(check(nothing, &known, &expected()).is_err());
    }
}

#[test]
fn a_token_for_others_of_another_time_or_of_another_browser_is_not_taken() {
    let house = Signer::new();
    let known = keys(&[house.public()]);
    let with = |changes: Value| {
        let mut said = claims();
        for (name, value) in changes.as_object().unwrap() {
            said[name] = value.clone();
        }
        check(&house.sign(&head(), &said), &known, &expected())
    };
    for (changes, wrong) in [
        (json!({"iss": "https://id.example.org/"}), Wrong::Issuer),
        (json!({"iss": null}), Wrong::Issuer),
        (json!({"aud": "another"}), Wrong::Audience),
        (json!({"aud": []}), Wrong::Audience),
        (json!({"aud": [CLIENT, "another"]}), Wrong::Audience),
        (json!({"aud": [CLIENT, "another"], "azp": "another"}), Wrong::Audience),
        (json!({"azp": "another"}), Wrong::Audience),
        (json!({"nonce": "of-another-browser"}), Wrong::Nonce),
        (json!({"nonce": null}), Wrong::Nonce),
        (json!({"exp": NOW_S - 61}), Wrong::Time),
        (json!({"exp": null}), Wrong::Time),
        (json!({"iat": NOW_S + 61}), Wrong::Time),
        (json!({"iat": "yesterday"}), Wrong::Time),
        (json!({"nbf": NOW_S + 61}), Wrong::Time),
        (json!({"sub": ""}), Wrong::Unreadable),
        (json!({"sub": 7}), Wrong::Unreadable),
        (json!({"sub": "x".repeat(256)}), Wrong::Unreadable),
    ] {
        assert_eq!(with(changes.clone()), Err(wrong), "{changes}");
    }
    // Clocks may be a minute apart.
    assert!(with(json!({"exp": NOW_S - 59, "iat": NOW_S + 59})).is_ok());
    assert!(with(json!({"aud": [CLIENT, "another"], "azp": CLIENT})).is_ok());
}

#[test]
fn who_shows_again_that_it_is_them_does_it_now() {
    let house = Signer::new();
    let known = keys(&[house.public()]);
    let since = Some(Timestamp::from_millis(NOW_S * 1000));
    let proved = |auth_time: Value| {
        let mut said = claims();
        said["auth_time"] = auth_time;
        let expected = Expected { proved_since: since, ..expected() };
        check(&house.sign(&head(), &said), &known, &expected)
    };
    assert!(proved(json!(NOW_S + 1)).is_ok());
    for stale in [json!(NOW_S - 61), json!(null), json!("now"), json!(-1)] {
        assert_eq!(proved(stale.clone()), Err(Wrong::Stale), "{stale}");
    }
}

#[test]
fn the_providers_word_that_a_session_is_over_is_taken_and_nothing_that_looks_like_it() {
    let house = Signer::new();
    let known = keys(&[house.public()]);
    let over = json!({"iss": ISSUER, "aud": CLIENT, "sub": "1f3a", "sid": "s-7", "jti": "t-1",
                      "iat": NOW_S - 2, "exp": NOW_S + 120, "events": {LOGGED_OUT: {}}});
    let with = |changes: Value| {
        let mut said = over.clone();
        for (name, value) in changes.as_object().unwrap() {
            said[name] = value.clone();
        }
        check_logout(&house.sign(&head(), &said), &known, &expected())
    };
    let said = with(json!({})).unwrap();
    assert_eq!((said.subject.as_deref(), said.sid.as_deref()), (Some("1f3a"), Some("s-7")));
    assert_eq!(with(json!({"sub": null})).unwrap().subject, None);
    assert_eq!(with(json!({"sid": null})).unwrap().sid, None);
    for (changes, wrong) in [
        (json!({"iss": "https://id.example.com"}), Wrong::Issuer),
        (json!({"aud": "another"}), Wrong::Audience),
        (json!({"nonce": NONCE}), Wrong::Nonce),
        (json!({"nonce": null}), Wrong::Nonce),
        (json!({"events": null}), Wrong::Nonce),
        (json!({"events": {}}), Wrong::Nonce),
        (json!({"events": {LOGGED_OUT: true}}), Wrong::Nonce),
        (json!({"events": LOGGED_OUT}), Wrong::Nonce),
        (json!({"exp": NOW_S - 61}), Wrong::Time),
        (json!({"exp": null}), Wrong::Time),
        (json!({"iat": NOW_S + 61}), Wrong::Time),
        (json!({"jti": null}), Wrong::Unreadable),
        (json!({"sub": null, "sid": null}), Wrong::Unreadable),
        (json!({"sub": "", "sid": 7}), Wrong::Unreadable),
    ] {
        assert_eq!(with(changes.clone()), Err(wrong), "{changes}");
    }
    // Neither is taken for the other.
    let sign_in = house.sign(&head(), &claims());
    assert_eq!(check_logout(&sign_in, &known, &expected()), Err(Wrong::Nonce));
    assert_eq!(check(&house.sign(&head(), &over), &known, &expected()), Err(Wrong::Nonce));
    let other = Signer::new().sign(&head(), &over);
    assert_eq!(check_logout(&other, &known, &expected()), Err(Wrong::Signature));
}
