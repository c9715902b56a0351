//! Patience: how often may a password be guessed?
//!
//! After some wrong ones a login waits 1, 2, 4 … 64 seconds before the next is looked at: soft,
//! because whoever knows the password comes in a minute later at most, and nobody can lock another
//! out for good. Logins that nobody has wait alike.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use mission::time::Timestamp;

use crate::limits;

/// Who guessed wrong lately.
#[derive(Default)]
pub(crate) struct Patience(Mutex<HashMap<String, Wrong>>);

#[derive(Clone, Copy)]
struct Wrong {
    times: u32,
    last: Timestamp,
}

impl Patience {
    /// How long a login has to wait yet.
    pub(crate) fn wait(&self, login: &str, now: Timestamp) -> Option<Duration> {
        let wrong = self.lock().get(login).copied()?;
        let ends = wrong.last + pause(wrong.times);
        (now < ends).then(|| ends.since(now))
    }

    /// A wrong password came.
    pub(crate) fn wrong(&self, login: &str, now: Timestamp) {
        let mut known = self.lock();
        if known.len() >= limits::LOGINS_WAITING {
            known.retain(|_, wrong| now < wrong.last + limits::PAUSE_FORGOTTEN);
        }
        // Where more are tried at once than can be remembered, the newest are looked at alike.
        if known.len() < limits::LOGINS_WAITING || known.contains_key(login) {
            let wrong = known.entry(login.to_owned()).or_insert(Wrong { times: 0, last: now });
            *wrong = Wrong { times: wrong.times.saturating_add(1), last: now };
        }
    }

    /// The right one came.
    pub(crate) fn right(&self, login: &str) {
        self.lock().remove(login);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two slips are free.
fn pause(times: u32) -> Duration {
    match times.checked_sub(limits::FREE_GUESSES) {
        None | Some(0) => Duration::ZERO,
        Some(more) => Duration::from_secs(1 << (more - 1).min(6)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute_and_end_with_the_right_password() {
        let patience = Patience::default();
        let mut now = Timestamp::from_millis(1_000_000);
        let mut waits = Vec::new();
        for _ in 0..11 {
            patience.wrong("mill-2", now);
            let wait = patience.wait("mill-2", now).unwrap_or_default();
            waits.push(wait.as_secs());
            now = now + wait;
            assert_eq!(patience.wait("mill-2", now), None);
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 64, 64, 64]);
        assert_eq!(patience.wait("mill-3", now), None);
        patience.wrong("mill-2", now);
        patience.right("mill-2");
        assert_eq!(patience.wait("mill-2", now), None);
    }

    #[test]
    fn who_tries_all_names_fills_no_memory() {
        let patience = Patience::default();
        for number in 0..=limits::LOGINS_WAITING {
            patience.wrong(&number.to_string(), Timestamp::ZERO);
        }
        assert_eq!(patience.lock().len(), limits::LOGINS_WAITING);
        let later = Timestamp::ZERO + limits::PAUSE_FORGOTTEN;
        patience.wrong("another", later);
        assert_eq!(patience.lock().len(), 1);
    }
}
