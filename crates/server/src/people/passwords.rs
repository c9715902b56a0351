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
