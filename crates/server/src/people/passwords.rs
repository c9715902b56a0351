//! Passwords: is it the right one?
//!
//! Argon2id, 64 MiB and three passes: a tenth of a second for who knows it, and a long time for who
//! tries many. A few are looked at at once, and a few wait; the rest are sent away for a second, so
//! that guessing costs the server no more memory than that, and nobody else their turn at anything.
//!
//! Whoever has signed in from a browser before stands in a line of their own: a crowd of guessers
//! keeps newcomers out while it lasts, and nobody else.

use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use mission::registry::Registry;
use tokio::sync::Semaphore;

use super::guess::{is_guessed, names_of};
use super::secret::random;
use crate::limits;
use crate::problem::{Kind, Problem};

/// Looks at passwords, a few at a time.
pub(crate) struct Passwords {
    strangers: Queue,
    known: Queue,
}

/// Who waits for a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Whoever may be anybody.
    Strangers,
    /// Whoever signed in from there before, or has signed in.
    Known,
}

struct Queue {
    at_once: Semaphore,
    waiting: Semaphore,
}

impl Queue {
    fn new(at_once: usize) -> Self {
        Self {
            at_once: Semaphore::new(at_once),
            waiting: Semaphore::new(at_once + limits::PASSWORDS_WAITING),
        }
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            strangers: Queue::new(limits::PASSWORDS_AT_ONCE),
            known: Queue::new(limits::PASSWORDS_AT_ONCE),
        }
    }
}

impl Passwords {
    /// The digest to keep of a password that somebody chose.
    pub(crate) async fn digest(&self, password: String) -> Result<String, Problem> {
        self.work(Line::Strangers, move || {
            let salt = SaltString::encode_b64(&random::<16>()).expect("16 bytes are a salt");
            let digest = argon2().hash_password(password.as_bytes(), &salt);
            digest.expect("these bounds are allowed").to_string()
        })
        .await
    }

    /// Whether a password is the one that was chosen. Where there is none, it takes as long to say no.
    pub(crate) async fn is_right(
        &self,
        line: Line,
        password: String,
        digest: Option<String>,
    ) -> Result<bool, Problem> {
        self.work(line, move || {
            let digest = digest.as_deref().and_then(|digest| PasswordHash::new(digest).ok());
            if let Some(digest) = digest {
                return argon2().verify_password(password.as_bytes(), &digest).is_ok();
            }
            let mut out = [0; 32];
            let tried = argon2().hash_password_into(password.as_bytes(), &[0; 16], &mut out);
            let _ = std::hint::black_box((tried, out));
            false
        })
        .await
    }

    /// The digests to keep of codes that are written down, with one salt, so that one look tells whether a
    /// code is among them. They have 60 bits, too few for a fast digest (ASVS 6.5.2).
    pub(crate) async fn digest_spares(&self, codes: Vec<String>) -> Result<Vec<Vec<u8>>, Problem> {
        self.work(Line::Known, move || {
            let salt = random::<SALT_BYTES>();
            codes.iter().map(|code| salted(&salt, code)).collect()
        })
        .await
    }

    /// Which of these digests is that of a code, if one is. Where there is none, it takes as long to say no.
    pub(crate) async fn find_spare(
        &self,
        line: Line,
        code: String,
        digests: Vec<Vec<u8>>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        self.work(line, move || {
            let salt = digests.first().and_then(|digest| digest.first_chunk::<SALT_BYTES>());
            let made = salted(salt.unwrap_or(&[0; SALT_BYTES]), &code);
            digests.into_iter().find(|digest| *digest == made)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        line: Line,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let busy = || {
            Problem::new(Kind::Busy, "many are signing in; wait as Retry-After says and try again")
        };
        let queue = match line {
            Line::Strangers => &self.strangers,
            Line::Known => &self.known,
        };
        let _waiting = queue.waiting.try_acquire().map_err(|_| busy())?;
        let _turn = queue.at_once.acquire().await.map_err(|_| busy())?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Problem::stopping())
    }
}

/// Bytes of a salt.
const SALT_BYTES: usize = 16;

/// A salt, and the digest made with it.
fn salted(salt: &[u8; SALT_BYTES], code: &str) -> Vec<u8> {
    let mut out = [0; 32];
    let made = argon2().hash_password_into(code.as_bytes(), salt, &mut out);
    made.expect("these bounds are allowed");
    [&salt[..], &out].concat()
}

/// Whether a digest was made with another cost or algorithm than those of today.
pub(crate) fn is_outdated(digest: &str) -> bool {
    let Ok(digest) = PasswordHash::new(digest) else { return false };
    let is_of_today = digest.algorithm == Algorithm::Argon2id.ident()
        && digest.version == Some(Version::V0x13.into())
        && Params::try_from(&digest).is_ok_and(|made| {
            made.m_cost() == limits::ARGON2_KIB && made.t_cost() == limits::ARGON2_PASSES
        });
    !is_of_today
}

/// A password that may be chosen: long enough, not too long to work on, without the login, and none of those
/// that anybody would try first.
pub(crate) fn check(
    field: &str,
    password: &str,
    login: &str,
    registry: &Registry,
) -> Result<(), Problem> {
    let letters = password.chars().count();
    let (least, most) = (limits::PASSWORD_LETTERS, limits::PASSWORD_LETTERS_MOST);
    let fits = (least..=most).contains(&letters);
    let is_login = password.to_lowercase().contains(&login.to_lowercase());
    if fits && !is_login && !is_guessed(password, names_of(registry)) {
        return Ok(());
    }
    // What was given is not repeated: it may be close to what they choose next.
    let detail = format!(
        "{field}: expected {least} to {most} letters, in which the login does not occur and of which more is left than \
         the name of the unit, a year, a row of keys or a word that everybody tries; several words make a good one"
    );
    Err(Problem { field: Some(field.to_owned()), ..Problem::new(Kind::Wrong, detail) })
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(limits::ARGON2_KIB, limits::ARGON2_PASSES, 1, None);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.expect("these bounds are allowed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_is_known_by_its_digest_and_no_other_is() {
        let passwords = Passwords::default();
        let digest = passwords.digest("two looms without thread".to_owned()).await.unwrap();
        assert!(digest.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{digest}");
        let is_right = |given: &str, digest: Option<&String>| {
            passwords.is_right(Line::Known, given.to_owned(), digest.cloned())
        };
        assert!(is_right("two looms without thread", Some(&digest)).await.unwrap());
        assert!(!is_right("two looms without threads", Some(&digest)).await.unwrap());
        assert!(!is_right("two looms without thread", None).await.unwrap());
        let again = passwords.digest("two looms without thread".to_owned()).await.unwrap();
        assert_ne!(digest, again, "each has a salt of its own");
    }

    #[tokio::test]
    async fn a_crowd_is_sent_away_and_not_kept_waiting_and_the_known_are_not_in_it() {
        let passwords = Passwords::default();
        let most = limits::PASSWORDS_AT_ONCE + limits::PASSWORDS_WAITING;
        let most = u32::try_from(most).unwrap();
        let taken = passwords.strangers.waiting.try_acquire_many(most).unwrap();
        let look = |line| passwords.is_right(line, "any".to_owned(), None);
        let turned_away = look(Line::Strangers).await;
        assert_eq!(turned_away.map_err(|problem| problem.kind), Err(Kind::Busy));
        assert_eq!(look(Line::Known).await, Ok(false));
        drop(taken);
        assert_eq!(look(Line::Strangers).await, Ok(false));
    }

    #[tokio::test]
    async fn a_code_that_was_written_down_is_found_by_its_own_digest_alone() {
        let passwords = Passwords::default();
        let codes = ["K7QF2M9DX4TA", "9M2D4XTAK7QF"].map(str::to_owned).to_vec();
        let digests = passwords.digest_spares(codes).await.unwrap();
        assert_eq!(digests.len(), 2);
        assert!(digests.iter().all(|digest| digest.len() == 48));
        let find = |code: &str, of: &[Vec<u8>]| {
            passwords.find_spare(Line::Known, code.to_owned(), of.to_vec())
        };
        let found = find("9M2D4XTAK7QF", &digests).await.unwrap();
        assert_eq!(found.as_ref(), digests.get(1));
        assert_eq!(find("9M2D4XTAK7QG", &digests).await.unwrap(), None);
        assert_eq!(find("9M2D4XTAK7QF", &[]).await.unwrap(), None);
        let others = passwords.digest_spares(vec!["K7QF2M9DX4TA".to_owned()]).await.unwrap();
        assert_ne!(others[0], digests[0], "each set has a salt of its own");
    }

    #[test]
    fn a_digest_of_another_cost_is_outdated() {
        let rest = "$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
        let made = |head: &str| is_outdated(&format!("{head}{rest}"));
        assert!(!made("$argon2id$v=19$m=65536,t=3,p=1"));
        assert!(made("$argon2id$v=19$m=19456,t=2,p=1"));
        assert!(made("$argon2i$v=19$m=65536,t=3,p=1"));
        assert!(!is_outdated("no digest"), "what is none lets nobody in");
    }

    #[test]
    fn a_password_is_long_and_not_the_login() {
        let registry = Registry::default();
        let check = |password: &str| check("password", password, "mill-2", &registry).is_ok();
        assert!(check("two looms without thread") && check("12 letters !"));
        assert!(check(&"ñandú ".repeat(20)));
        for bad in ["", "elevenlette", "aaaaaaaaaaaaaaaa", "abababababababab", "at Mill-2 forever"]
        {
            assert!(!check(bad), "{bad}");
        }
        assert!(!check(&"letters ".repeat(17)));
    }
}
