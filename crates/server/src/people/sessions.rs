//! Sessions: which last, and what ends one?
//!
//! Each is held in memory by the digest of its secret and kept in the file of accounts, from which a command
//! takes those that the operator ends.

use std::sync::{PoisonError, RwLockReadGuard, RwLockWriteGuard};

use mission::id::MemberId;
use mission::time::Timestamp;
use store::{Abroad, Session, SessionKind};

use super::{People, Secret, Sessions, SignedIn};
use crate::limits;
use crate::problem::Problem;

impl People {
    /// Who has the session with this secret, if it still lasts.
    pub(crate) fn signed_in(&self, secret: &str, now: Timestamp) -> Option<SignedIn> {
        let digest = Secret::digest_of(secret);
        let (id, session) = {
            let sessions = self.read();
            let id = *sessions.ids.get(&digest)?;
            (id, sessions.by_id.get(&id)?.clone())
        };
        if self.is_over(&session, now) {
            self.forget(id);
            return None;
        }
        if session.last + limits::SEEN <= now {
            self.change(id, |session| session.last = now);
        }
        let is_machine = session.kind == SessionKind::Key;
        let is_proved = is_machine || now < session.proved + limits::PROVED;
        let who = session.who;
        let kind = session.kind;
        let is_weak = self.is_weak(who, kind, now);
        Some(SignedIn { session: id, who, kind, is_proved, is_weak })
    }

    /// Whether they have had an account for some time, and one thing that they show lets them in. Where the
    /// provider asked for one, codes that they have here were not asked for.
    fn is_weak(&self, who: MemberId, kind: SessionKind, now: Timestamp) -> bool {
        let without = self.without_codes.read().unwrap_or_else(PoisonError::into_inner);
        let since = without.get(&who);
        match kind {
            SessionKind::ProviderTwice => false,
            SessionKind::Provider => since.is_none_or(|made| is_late(*made, now)),
            SessionKind::Browser | SessionKind::Key => {
                since.is_some_and(|made| is_late(*made, now))
            }
        }
    }

    /// Begins a session, and answers with its secret, which is kept nowhere.
    pub(crate) fn begin(&self, session: Session) -> Result<Secret, Problem> {
        let secret = Secret::new();
        let digest = secret.digest();
        let id = self.accounts(|accounts| accounts.begin_session(&digest, &session))?;
        let mut sessions = self.change_sessions();
        sessions.ids.insert(digest, id);
        sessions.by_id.insert(id, session);
        Ok(secret)
    }

    /// Somebody may sign once at the device that has this session, with the secret that is answered.
    pub(crate) fn begin_signing(&self, session: u64, who: MemberId, now: Timestamp) -> Secret {
        self.signings.begin(session, who, now)
    }

    /// Who signs with a secret that the device with this session was given, once.
    pub(crate) fn sign_with(&self, session: u64, given: &str, now: Timestamp) -> Option<SignedIn> {
        let who = self.signings.take(session, given, now)?;
        let kind = SessionKind::Key;
        let is_weak = self.is_weak(who, kind, now);
        Some(SignedIn { session, who, kind, is_proved: false, is_weak })
    }

    /// The sessions of somebody, the latest last.
    pub(crate) fn sessions_of(&self, who: MemberId) -> Vec<(u64, Session)> {
        let sessions = self.read();
        let of = sessions.by_id.iter().filter(|(_, session)| session.who == who);
        let mut of: Vec<_> = of.map(|(id, session)| (*id, session.clone())).collect();
        of.sort_by_key(|(id, _)| *id);
        of
    }

    /// Whether a session lasts.
    pub(crate) fn lasts(&self, id: u64, now: Timestamp) -> bool {
        let session = self.read().by_id.get(&id).cloned();
        session.is_some_and(|session| !self.is_over(&session, now))
    }

    /// When a display or a tablet has to be set up anew; nothing where it is none, or was not set up yet.
    pub(crate) fn device_ends(&self, who: MemberId) -> Option<Timestamp> {
        let session = self.read().by_id.values().find(|session| session.who == who).cloned();
        session.filter(|session| self.is_device(session.who)).map(|session| self.ends(&session))
    }

    fn is_device(&self, who: MemberId) -> bool {
        let members = self.members();
        let is_device = |unit| members.roles(who, unit).iter().any(|it| it.role.is_device());
        members.units(who).any(is_device)
    }

    /// A session ends some time after it was used last, and in any case at last: a person's after a month, a
    /// display's or a tablet's after a year. A machine's key lasts as long as it is used.
    fn ends(&self, session: &Session) -> Timestamp {
        if session.kind.is_browser() {
            return (session.last + limits::SESSION_UNUSED).min(session.began + limits::SESSION);
        }
        let unused = session.last + limits::KEY_UNUSED;
        let is_device = self.is_device(session.who);
        if is_device { unused.min(session.began + limits::DEVICE_LASTS) } else { unused }
    }

    fn is_over(&self, session: &Session, now: Timestamp) -> bool {
        self.ends(session) <= now
    }

    /// Ends the sessions that a command took out of the file while the server runs. What was kept in memory
    /// before the look was written before it, so that none is ended which has only just begun.
    pub(crate) fn look_for_ended(&self) {
        let known: Vec<u64> = self.read().by_id.keys().copied().collect();
        let there = self.accounts(|accounts| {
            if !accounts.has_changed_elsewhere()? {
                return Ok(None);
            }
            accounts.sessions().map(Some)
        });
        let Ok(Some(there)) = there else { return };
        let there: std::collections::HashSet<u64> = there.iter().map(|(id, ..)| *id).collect();
        for id in known.into_iter().filter(|id| !there.contains(id)) {
            let who = self.read().by_id.get(&id).map(|session| session.who);
            if let Some(who) = who {
                tracing::warn!(of = who.0, session = id, "a session was ended by the operator");
                self.forget(id);
            }
        }
    }

    /// Ends what a provider says is over: the sessions that began by its word, of that person, and where it
    /// names one of its own sessions, those of it alone. How many there were.
    pub(crate) fn end_abroad(
        &self,
        who: Option<MemberId>,
        sid: Option<&Abroad>,
    ) -> Result<usize, Problem> {
        let numbered = self.accounts(|accounts| accounts.sessions_abroad())?;
        let is_meant = |id: &u64, session: &Session| {
            let is_abroad =
                matches!(session.kind, SessionKind::Provider | SessionKind::ProviderTwice);
            // Of what began without a number it is known whose it is, and not which.
            let is_named = sid.is_none_or(|sid| {
                numbered.get(id).map_or(who.is_some(), |number| *number == sid.key())
            });
            is_abroad && is_named && who.is_none_or(|who| who == session.who)
        };
        let meant: Vec<u64> = {
            let sessions = self.read();
            let meant = sessions.by_id.iter().filter(|(id, session)| is_meant(id, session));
            meant.map(|(id, _)| *id).collect()
        };
        for id in &meant {
            self.end(*id)?;
        }
        Ok(meant.len())
    }

    /// A session began by the provider's word, under that number of its own session.
    pub(crate) fn began_abroad(&self, secret: &Secret, sid: &Abroad) -> Result<(), Problem> {
        let Some(id) = self.read().ids.get(&secret.digest()).copied() else { return Ok(()) };
        self.accounts(|accounts| accounts.began_by(id, sid))
    }

    /// The password has been given again. From now on the session is shown by another secret: one that was
    /// taken before gains nothing by it.
    pub(crate) fn prove(&self, id: u64, now: Timestamp) -> Result<Secret, Problem> {
        let secret = Secret::new();
        let digest = secret.digest();
        self.accounts(|accounts| accounts.renew_session(id, &digest))?;
        let mut sessions = self.change_sessions();
        sessions.ids.retain(|_, of| *of != id);
        sessions.ids.insert(digest, id);
        drop(sessions);
        self.change(id, |session| session.proved = now);
        Ok(secret)
    }

    /// Ends a session. Streams that it opened end with it.
    pub(crate) fn end(&self, id: u64) -> Result<(), Problem> {
        self.accounts(|accounts| accounts.end_session(id))?;
        let mut sessions = self.change_sessions();
        sessions.by_id.remove(&id);
        sessions.ids.retain(|_, of| *of != id);
        drop(sessions);
        self.signings.end(id);
        self.look_again();
        Ok(())
    }

    /// Ends the sessions of somebody, but one.
    pub(crate) fn end_all(&self, who: MemberId, but: Option<u64>) -> Result<(), Problem> {
        for (id, _) in self.sessions_of(who) {
            if Some(id) != but {
                self.end(id)?;
            }
        }
        Ok(())
    }

    /// A session whose time is over. That it could not be written changes nothing: it is over.
    fn forget(&self, id: u64) {
        drop(self.end(id));
    }

    /// A session as it is now. What is not written is written the next time.
    fn change(&self, id: u64, change: impl FnOnce(&mut Session)) {
        let mut sessions = self.change_sessions();
        let Some(session) = sessions.by_id.get_mut(&id) else { return };
        change(session);
        let session = session.clone();
        drop(sessions);
        drop(self.accounts(|accounts| accounts.put_session(id, &session)));
    }

    fn read(&self) -> RwLockReadGuard<'_, Sessions> {
        self.sessions.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_sessions(&self) -> RwLockWriteGuard<'_, Sessions> {
        self.sessions.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether somebody should have had one-time codes by now.
fn is_late(made: Timestamp, now: Timestamp) -> bool {
    made + limits::WITHOUT_CODES <= now
}
