//! Signings: who may sign the next act at a shared device?
//!
//! Held in memory alone, one a device: it ends with the act, two minutes later, when another begins to
//! sign there, and with the server.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use mission::id::MemberId;
use mission::time::Timestamp;

use super::secret::{Digest, Secret};
use crate::limits;

/// By the number of the device's session.
#[derive(Default)]
pub(crate) struct Signings(Mutex<HashMap<u64, Signing>>);

struct Signing {
    secret: Digest,
    who: MemberId,
    until: Timestamp,
}

impl Signings {
    /// Somebody may sign once there, with this secret.
    pub(crate) fn begin(&self, session: u64, who: MemberId, now: Timestamp) -> Secret {
        let secret = Secret::new();
        let signing = Signing { secret: secret.digest(), who, until: now + limits::SIGNING };
        self.lock().insert(session, signing);
        secret
    }

    /// Who signs with that secret. It is used up.
    pub(crate) fn take(&self, session: u64, given: &str, now: Timestamp) -> Option<MemberId> {
        let mut signings = self.lock();
        let is_it = |signing: &Signing| signing.secret == Secret::digest_of(given);
        signings.get(&session).filter(|signing| is_it(signing))?;
        let signing = signings.remove(&session)?;
        (now < signing.until).then_some(signing.who)
    }

    /// Nobody signs there any more.
    pub(crate) fn end(&self, session: u64) {
        self.lock().remove(&session);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Signing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_signs_once_at_its_device_and_for_two_minutes() {
        let signings = Signings::default();
        let (now, who) = (Timestamp::from_millis(1), MemberId(7));
        let secret = signings.begin(3, who, now);
        assert_eq!(signings.take(4, secret.as_str(), now), None);
        assert_eq!(signings.take(3, "guess", now), None);
        assert_eq!(signings.take(3, secret.as_str(), now), Some(who));
        assert_eq!(signings.take(3, secret.as_str(), now), None);
        let late = signings.begin(3, who, now);
        assert_eq!(signings.take(3, late.as_str(), now + limits::SIGNING), None);
        let first = signings.begin(3, who, now);
        let second = signings.begin(3, MemberId(8), now);
        assert_eq!(signings.take(3, first.as_str(), now), None);
        assert_eq!(signings.take(3, second.as_str(), now), Some(MemberId(8)));
        let ended = signings.begin(3, who, now);
        signings.end(3);
        assert_eq!(signings.take(3, ended.as_str(), now), None);
    }
}
