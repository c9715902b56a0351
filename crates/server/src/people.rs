//! People: who asks, and by what do they show it?
//!
//! Accounts and sessions are the store's to keep; here is what a running server does with them.
//! Every session is held in memory by its digest, so that telling who asks costs a look into a
//! table. Which units somebody is a member of, and in which role, is the mission's to say: the core
//! publishes it here as it changes, so that a role that was taken away is gone with the next request
//! and the next beat of a stream.

mod acquaintance;
mod codes;
mod guess;
mod looks;
mod members;
mod passwords;
mod patience;
mod secret;
mod sessions;
mod signings;
mod tries;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use mission::id::{IndicatorId, MemberId, UnitId};
use mission::roll::Roll;
use mission::time::Timestamp;
use store::{Accounts, Codes, Door, Leads, Look, Session, SessionKind, StoreError};
use tokio::sync::watch;

use crate::limits;
use crate::problem::{Kind, Problem};

pub(crate) use self::acquaintance::Acquaintance;
pub(crate) use self::codes::{Enrolment, is_code};
pub(crate) use self::members::Members;
pub(crate) use self::passwords::{Line, Passwords, check as check_password, is_outdated};
pub(crate) use self::patience::Patience;
pub(crate) use self::secret::{Digest, Secret, is_to_type, random, typed};

/// Whose word is taken for who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Everybody's: whoever reaches the server may speak for any unit. For rehearsals.
    Everybody,
    /// Nobody's: people sign in, and machines have keys.
    Members,
}

/// What somebody lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Their password.
    Password,
    /// Also the telephone that shows their one-time codes, and the spare ones.
    PasswordAndCodes,
}

/// The page on which whoever has that login chooses another password, once and within a day; none where
/// nobody has it.
pub fn password_link(
    accounts: &mut Accounts,
    login: &str,
    lost: Lost,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let Some((who, _)) = accounts.account_of(&login.trim().to_lowercase())? else {
        return Ok(None);
    };
    let secret = Secret::new();
    let leads = match lost {
        Lost::Password => Leads::NewPassword(who),
        Lost::PasswordAndCodes => Leads::NewStart(who),
    };
    let door = Door { leads, until: now + limits::FIRST_DOOR };
    accounts.open_door(&secret.digest(), &door, now)?;
    Ok(Some(format!("/join#{}", secret.as_str())))
}

/// The people of a running server.
pub(crate) struct People {
    pub(crate) trust: Trust,
    /// Whether browsers reach the server by HTTPS alone.
    pub(crate) is_secure: bool,
    pub(crate) passwords: Passwords,
    pub(crate) patience: Patience,
    pub(crate) tries: tries::Tries,
    pub(crate) acquaintance: Acquaintance,
    /// One-time codes that somebody begins with, until a first one was given.
    pub(crate) begun: Mutex<HashMap<MemberId, Codes>>,
    signings: signings::Signings,
    members: RwLock<Members>,
    accounts: Mutex<Accounts>,
    sessions: RwLock<Sessions>,
    looks: looks::Looks,
    /// People whose password alone lets them in, and since when they have an account.
    without_codes: RwLock<HashMap<MemberId, Timestamp>>,
    /// Counts what was taken away, so that open streams look again.
    changed: watch::Sender<u64>,
}

/// The sessions that last.
#[derive(Default)]
struct Sessions {
    by_id: HashMap<u64, Session>,
    /// The number of the session with that digest.
    ids: HashMap<Digest, u64>,
}

/// Who asks, shown by a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SignedIn {
    /// The number of the session.
    pub(crate) session: u64,
    pub(crate) who: MemberId,
    /// By what they showed who they are.
    pub(crate) kind: SessionKind,
    /// Whether the password was given a short while ago; a key is its own proof.
    pub(crate) is_proved: bool,
    /// Whether they should have had one-time codes for some time: until then they do what a worker does.
    pub(crate) is_weak: bool,
}

impl SignedIn {
    /// Whether it is a machine or a display, which has a key and no password.
    pub(crate) fn is_machine(self) -> bool {
        !self.kind.is_browser()
    }

    /// Whether another system signed them in, and they show there again that it is them.
    pub(crate) fn is_abroad(self) -> bool {
        matches!(self.kind, SessionKind::Provider | SessionKind::ProviderTwice)
    }
}

impl People {
    pub(crate) fn new<'r>(
        (trust, is_secure): (Trust, bool),
        accounts: Accounts,
        rolls: impl Iterator<Item = &'r Roll>,
    ) -> Result<Self, StoreError> {
        let mut members = Members::default();
        rolls.for_each(|roll| members.put(roll));
        let mut sessions = Sessions::default();
        for (id, digest, session) in accounts.sessions()? {
            sessions.ids.insert(digest, id);
            sessions.by_id.insert(id, session);
        }
        let without_codes = accounts.without_codes()?.into_iter().collect();
        Ok(Self {
            trust,
            is_secure,
            passwords: Passwords::default(),
            patience: Patience::default(),
            tries: tries::Tries::default(),
            acquaintance: Acquaintance::default(),
            begun: Mutex::default(),
            signings: signings::Signings::default(),
            members: RwLock::new(members),
            accounts: Mutex::new(accounts),
            sessions: RwLock::new(sessions),
            looks: looks::Looks::default(),
            without_codes: RwLock::new(without_codes),
            changed: watch::Sender::new(0),
        })
    }

    /// Whether who asks must have signed in.
    pub(crate) fn are_known(&self) -> bool {
        self.trust == Trust::Members
    }

    /// The accounts, for something short.
    pub(crate) fn accounts<T>(
        &self,
        with: impl FnOnce(&mut Accounts) -> Result<T, StoreError>,
    ) -> Result<T, Problem> {
        with(&mut self.lock()).map_err(|error| {
            tracing::error!(%error, "accounts could not be read or written");
            Problem::new(Kind::Mistake, "accounts could not be kept; the operator has been told")
        })
    }

    /// A way in for the first account, where there is none. An earlier one leads nowhere any more.
    pub(crate) fn first_door(&self, now: Timestamp) -> Result<Option<Secret>, StoreError> {
        let mut accounts = self.lock();
        if !accounts.is_empty()? {
            return Ok(None);
        }
        let secret = Secret::new();
        accounts.close_doors(|leads| *leads == Leads::First)?;
        let door = Door { leads: Leads::First, until: now + limits::FIRST_DOOR };
        accounts.open_door(&secret.digest(), &door, now)?;
        Ok(Some(secret))
    }

    /// Looks at an account again, which was made, taken away, or has codes now or none.
    pub(crate) fn look_at_codes(&self, who: MemberId) -> Result<(), Problem> {
        let (account, is_abroad) = self
            .accounts(|accounts| Ok((accounts.account(who)?, accounts.abroad(who)?.is_some())))?;
        let is_person = |it: &store::Account| it.login.is_some() || is_abroad;
        let weak = account.filter(|it| is_person(it) && it.codes.is_none());
        let mut without = self.without_codes.write().unwrap_or_else(PoisonError::into_inner);
        match weak {
            Some(account) => without.insert(who, account.made),
            None => without.remove(&who),
        };
        Ok(())
    }

    /// Counts that a unit, the second, was shown a figure of another, the first.
    pub(crate) fn count_look(
        &self,
        (unit, viewer): (UnitId, UnitId),
        indicator: IndicatorId,
        now: Timestamp,
    ) {
        let day = looks::days(now).0;
        let due = self.looks.count(Look { unit, viewer, indicator, day }, now);
        self.write_looks(&due, now);
    }

    /// Writes what was counted and is not written yet.
    pub(crate) fn write_all_looks(&self, now: Timestamp) {
        self.write_looks(&self.looks.take(), now);
    }

    /// That it could not be written is logged, and keeps nobody from their page.
    fn write_looks(&self, looks: &[(Look, u64)], now: Timestamp) {
        if !looks.is_empty() {
            let kept_from = looks::days(now).1;
            drop(self.accounts(|accounts| accounts.add_looks(looks, kept_from)));
        }
    }

    /// Who looked at a unit's figures; the same look may stand there twice.
    pub(crate) fn looks_at(&self, unit: UnitId) -> Result<Vec<(Look, u64)>, Problem> {
        let mut looks = self.accounts(|accounts| accounts.looks_at(unit))?;
        looks.extend(self.looks.pending(unit));
        Ok(looks)
    }

    /// Open streams look again whether they may go on.
    pub(crate) fn look_again(&self) {
        self.changed.send_modify(|count| *count += 1);
    }

    /// Hears when something was taken away.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Takes over who belongs to a unit now.
    pub(crate) fn publish(&self, roll: &Roll) {
        self.members.write().unwrap_or_else(PoisonError::into_inner).put(roll);
        self.look_again();
    }

    pub(crate) fn members(&self) -> RwLockReadGuard<'_, Members> {
        self.members.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How long until something may be tried again, as it is said.
pub(crate) fn in_seconds(wait: Duration) -> String {
    match wait.as_secs().max(1) {
        1 => "in a second".to_owned(),
        seconds => format!("in {seconds} seconds"),
    }
}

#[cfg(test)]
mod tests {
    use mission::id::UnitId;
    use mission::may::Deed;
    use mission::roll::{Member, Role};
    use store::{MemoryStore, Store};

    use super::*;
    use crate::clock::Stopwatch;

    const UNITS: u32 = 100_000;
    const MEMBERS_EACH: u32 = 10;
    const SESSIONS: u32 = 2_000;

    /// Release builds take a hundredth of what is allowed here; see docs/benchmarks.md.
    #[test]
    fn telling_who_asks_and_what_they_may_takes_microseconds_among_a_million_memberships() {
        let accounts = MemoryStore::default().accounts().expect("a store in memory opens");
        let people = People::new((Trust::Members, false), accounts, std::iter::empty())
            .expect("nobody is there yet");
        for unit in 0..UNITS {
            let member = |place: u32| Member {
                // Everybody belongs to ten units, near and far.
                who: MemberId((unit + place * 10_007) % UNITS),
                role: Role::ALL[(place % 4) as usize],
                title: String::new(),
                since: Timestamp::ZERO,
            };
            let members = (0..MEMBERS_EACH).map(member).collect();
            people.publish(&Roll { members, ..Roll::new(UnitId(unit)) });
        }
        let now = Timestamp::from_millis(1);
        let begin = |number: u32| {
            let who = MemberId(number * (UNITS / SESSIONS));
            let kind = SessionKind::Browser;
            let session =
                Session { who, kind, words: String::new(), began: now, last: now, proved: now };
            people.begin(session).expect("it is kept")
        };
        let secrets: Vec<Secret> = (0..SESSIONS).map(begin).collect();
        let mut allowed = 0;
        let watch = Stopwatch::start();
        for secret in &secrets {
            let who = people.signed_in(secret.as_str(), now).expect("it lasts").who;
            let members = people.members();
            let unit = members.units(who).next().expect("they belong somewhere");
            allowed += u32::from(members.in_which(who, unit, Deed::See).is_some());
        }
        let each = watch.elapsed() / SESSIONS;
        assert!(allowed > 0 && allowed < SESSIONS, "{allowed}");
        println!("{each:?} for a request");
        assert!(each < Duration::from_micros(20), "{each:?} for a request");
    }
}
