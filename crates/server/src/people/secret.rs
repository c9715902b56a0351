//! Secret: what does somebody hold who comes back, or is let in?

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use sha2::Digest as _;

/// By which a secret is known to those who do not have it.
pub(crate) type Digest = [u8; 32];

/// Letters of codes that are read out and typed: none is taken for another (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of such a code: 60 bits, that nobody guesses in the days for which it holds.
const CODE_LETTERS: usize = 12;

/// Something that nobody can guess. It does not show itself in logs.
pub(crate) struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret")
    }
}

impl Secret {
    /// 256 bits.
    pub(crate) fn new() -> Self {
        Self(URL_SAFE_NO_PAD.encode(random::<32>()))
    }

    /// Twelve letters, in groups of four.
    pub(crate) fn to_type() -> Self {
        let letters =
            random::<CODE_LETTERS>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Self(groups.join("-"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn digest(&self) -> Digest {
        Self::digest_of(&typed(&self.0))
    }

    /// The digest of a secret that was given.
    pub(crate) fn digest_of(given: &str) -> Digest {
        sha2::Sha256::digest(given).into()
    }
}

/// A code as it was meant, however it was typed. Longer ones are pasted, and are what they are.
pub(crate) fn typed(given: &str) -> String {
    let plain = given.trim();
    let short: String = plain.chars().filter(|letter| !matches!(letter, '-' | ' ')).collect();
    if short.len() != CODE_LETTERS {
        return plain.to_owned();
    }
    let meant = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    short.chars().map(meant).collect()
}

/// Whether a code, as it was meant, is one of those that are read out.
pub(crate) fn is_to_type(code: &str) -> bool {
    code.len() == CODE_LETTERS
}

/// Bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system has randomness to give");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_was_typed() {
        let code = Secret::to_type();
        assert_eq!(code.as_str().len(), 14);
        let spoken = code.as_str().to_ascii_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(Secret::digest_of(&typed(&spoken)), code.digest());
        assert_eq!(Secret::digest_of(&typed(&format!("  {} ", code.as_str()))), code.digest());
        let mut wrong = typed(code.as_str());
        let last = wrong.pop();
        wrong.push(if last == Some('7') { '8' } else { '7' });
        assert_ne!(Secret::digest_of(&typed(&wrong)), code.digest());
    }

    #[test]
    fn long_secrets_are_not_changed_and_no_two_are_alike() {
        let (one, other) = (Secret::new(), Secret::new());
        assert_eq!(typed(one.as_str()), one.as_str());
        assert_eq!(one.as_str().len(), 43);
        assert_ne!(one.digest(), other.digest());
        assert_eq!(format!("{one:?}"), "Secret");
    }
}
