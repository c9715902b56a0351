//! Acquaintance: has somebody signed in from this browser before?
//!
//! A browser that did keeps a mark for that login, which nobody else can make. With it wrong guesses
//! made elsewhere neither hold its owner up nor make them wait; without it one is a stranger, and comes
//! in as before. The mark opens nothing.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac::{HMAC_SHA256, Key, sign, verify};

use super::secret::random;

/// Makes and knows the marks of a running server: those of a former start are strangers' again.
pub(crate) struct Acquaintance(Key);

impl Default for Acquaintance {
    fn default() -> Self {
        Self(Key::new(HMAC_SHA256, &random::<32>()))
    }
}

impl Acquaintance {
    /// The mark for a login.
    pub(crate) fn mark(&self, login: &str) -> String {
        URL_SAFE_NO_PAD.encode(sign(&self.0, login.as_bytes()))
    }

    /// Whether it is the mark for that login.
    pub(crate) fn knows(&self, login: &str, mark: &str) -> bool {
        let mark = URL_SAFE_NO_PAD.decode(mark);
        mark.is_ok_and(|mark| verify(&self.0, login.as_bytes(), &mark).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_good_for_its_login_and_its_server() {
        let acquaintance = Acquaintance::default();
        let mark = acquaintance.mark("weaver");
        assert!(acquaintance.knows("weaver", &mark));
        assert!(!acquaintance.knows("mill", &mark));
        assert!(!acquaintance.knows("weaver", "") && !acquaintance.knows("weaver", "no mark"));
        assert!(!Acquaintance::default().knows("weaver", &mark));
    }
}
