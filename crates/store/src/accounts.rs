//! Accounts: who is behind the numbers of the log, and by what do they show that it is them?
//!
//! A file of its own beside the log. The log is never changed and names members by number alone;
//! here lie their names, logins, digests of passwords, sessions and invitations, and all of it can be
//! taken away: the row of an erased person is overwritten, and no log remembers it. Nothing here opens
//! a door by itself: sessions, keys and codes are kept as their SHA-256.

mod abroad;
mod digest;
mod looked;
mod outbox;
mod pins;
mod spares;
mod ways;

use std::path::Path;

use mission::id::{InvitationId, MemberId, UnitId};
use mission::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::audit::Hash;
use crate::error::StoreError;
use crate::record::{self, Calendars, Record, fields, seal, unseal, variants};
use crate::sqlite::open_accounts;

pub use self::abroad::{Abroad, Brought, Standing};
pub use self::digest::Digest;
pub use self::looked::Look;
pub use self::outbox::{
    Circle, Delivery, DeliveryState, Numbered, Outcome, Planned, Summoned, Told,
};
pub use self::pins::Pin;
pub use self::ways::{Check, Duty, Hook, Mail, Push, Quiet, To, Way};

/// The accounts of a node. One owner.
#[derive(Debug)]
pub struct Accounts {
    file: Connection,
    /// What the engine said of other processes' writing at the last look.
    version: Option<i64>,
}

/// Somebody, or a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name to sign in with, in small letters; none for machines and displays.
    pub login: Option<String>,
    /// The name that others in the unit see.
    pub name: String,
    /// The password's digest, with its salt and cost.
    pub password: Option<String>,
    /// What one-time codes are made from, once that is set up.
    pub codes: Option<Codes>,
    /// Whether they keep the program running.
    pub is_operator: bool,
    /// Since when.
    pub made: Timestamp,
}

/// What one-time codes (RFC 6238) are made from.
#[derive(Clone, PartialEq, Eq)]
pub struct Codes {
    /// The secret.
    pub secret: Vec<u8>,
    /// The last time step whose code was given; none counts twice.
    pub last_step: u64,
}

impl std::fmt::Debug for Codes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Codes")
    }
}

/// What somebody may come back with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub who: MemberId,
    /// Whether it is a key, which lasts until it is taken away.
    pub kind: SessionKind,
    /// What it says of where it began: a browser's words of itself, or a key's name.
    pub words: String,
    /// When it began.
    pub began: Timestamp,
    /// When it was last seen, to some minutes.
    pub last: Timestamp,
    /// When the password was last given.
    pub proved: Timestamp,
}

/// How long a session lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser's: while it is used, and for some time after.
    Browser,
    /// A key of a machine, or a display's: until it is taken away.
    Key,
    /// A browser's, in which somebody was signed in by another system.
    Provider,
    /// The same, where that system says that more than a password was shown.
    ProviderTwice,
}

impl SessionKind {
    /// Whether it is a browser's.
    #[must_use]
    pub const fn is_browser(self) -> bool {
        !matches!(self, Self::Key)
    }
}

/// A code that lets somebody in once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// Where it leads.
    pub leads: Leads,
    /// Until when.
    pub until: Timestamp,
}

/// Where a code leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To the first account of a node.
    First,
    /// To a place in a unit.
    Invitation(UnitId, InvitationId),
    /// To the session of a display.
    Device(MemberId),
    /// To another password, for whoever forgot theirs.
    NewPassword(MemberId),
    /// To another password, and to one-time codes from the beginning, for whoever lost those as well.
    NewStart(MemberId),
    /// To a node of its own for a unit; who made it.
    Node(UnitId, Option<MemberId>),
}

fields! {
    Account { login, name, password, codes, is_operator, made }
    Codes { secret, last_step }
    Session { who, kind, words, began, last, proved }
    Door { leads, until }
}

variants! {
    SessionKind { 0 Browser, 1 Key, 2 Provider, 3 ProviderTwice }
    Leads { 0 First, 1 Invitation(unit, invitation), 2 Device(member), 3 NewPassword(member), 4 Node(unit, member), 5 NewStart(member) }
}

impl Accounts {
    /// Those of a directory, which a server may have open.
    pub fn open(directory: &Path) -> Result<Self, StoreError> {
        Ok(Self { file: open_accounts(Some(directory))?, version: None })
    }

    /// None, and none that outlive the process.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        Ok(Self { file: open_accounts(None)?, version: None })
    }

    /// Whether nobody has an account.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        let query = "SELECT NOT EXISTS (SELECT 1 FROM account)";
        self.file.query_row(query, [], |row| row.get(0)).map_err(StoreError::reading("account"))
    }

    /// Adds an account, if nobody has that login.
    pub fn add(&mut self, account: &Account) -> Result<Option<MemberId>, StoreError> {
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        // The body is sealed with its number, which the row has only now.
        let added = change.execute(
            "INSERT OR IGNORE INTO account (login, body) VALUES (?1, x'')",
            [&account.login],
        );
        if added.map_err(|error| StoreError::writing(&error))? == 0 {
            return Ok(None);
        }
        let id = change.last_insert_rowid();
        let body = seal(&[id], record::pack(account));
        let written = change
            .execute("UPDATE account SET body = ?2 WHERE id = ?1", (id, body))
            .and_then(|_| change.commit());
        written.map_err(|error| StoreError::writing(&error))?;
        let id = u32::try_from(id).map_err(|_| StoreError::corrupt("account", "too many"))?;
        Ok(Some(MemberId(id)))
    }

    /// An account.
    pub fn account(&self, id: MemberId) -> Result<Option<Account>, StoreError> {
        let query = "SELECT id, body FROM account WHERE id = ?1";
        Ok(self.one("account", query, i64::from(id.0))?.map(|(_, account)| account))
    }

    /// The account of a login.
    pub fn account_of(&self, login: &str) -> Result<Option<(MemberId, Account)>, StoreError> {
        let query = "SELECT id, body FROM account WHERE login = ?1";
        let found = self.one("account", query, login)?;
        Ok(found.map(|(id, account)| (MemberId(u32::try_from(id).unwrap_or(u32::MAX)), account)))
    }

    /// Keeps an account as it is now. Its login stays.
    pub fn put(&mut self, id: MemberId, account: &Account) -> Result<(), StoreError> {
        let key = i64::from(id.0);
        let body = seal(&[key], record::pack(account));
        self.write("UPDATE account SET body = ?2 WHERE id = ?1", (key, body))
    }

    /// Takes away all that is known of somebody. The number is given to nobody else.
    pub fn erase(&mut self, id: MemberId) -> Result<(), StoreError> {
        let key = i64::from(id.0);
        self.erase_ways(id)?;
        self.end_pin(id)?;
        self.end_spares(id)?;
        self.erase_abroad(id)?;
        let of_theirs = "DELETE FROM session_abroad WHERE session IN
                         (SELECT id FROM session WHERE who = ?1)";
        self.write(of_theirs, [key])?;
        self.write("DELETE FROM session WHERE who = ?1", [key])?;
        self.write("DELETE FROM account WHERE id = ?1", [key])
    }

    /// Every session, with its number and the digest it is found by.
    pub fn sessions(&self) -> Result<Vec<(u64, Hash, Session)>, StoreError> {
        let reading = || StoreError::reading("session");
        let query = self.file.prepare("SELECT id, key, body FROM session ORDER BY id");
        let mut query = query.map_err(reading())?;
        let mut rows = query.query([]).map_err(reading())?;
        let mut sessions = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (id, key, body): (i64, Hash, Vec<u8>) = row.try_into().map_err(reading())?;
            let session = open_body("session", id, &body)?;
            sessions.push((id.cast_unsigned(), key, session));
        }
        Ok(sessions)
    }

    /// Keeps a new session, and answers with its number.
    pub fn begin_session(&mut self, key: &Hash, session: &Session) -> Result<u64, StoreError> {
        let who = i64::from(session.who.0);
        self.write("INSERT INTO session (key, who, body) VALUES (?1, ?2, x'')", (key, who))?;
        let id = self.file.last_insert_rowid().cast_unsigned();
        self.put_session(id, session)?;
        Ok(id)
    }

    /// Keeps a session as it is now.
    pub fn put_session(&mut self, id: u64, session: &Session) -> Result<(), StoreError> {
        let key = id.cast_signed();
        let body = seal(&[key], record::pack(session));
        self.write("UPDATE session SET body = ?2 WHERE id = ?1", (key, body))
    }

    /// Has a session be found by another digest from now on, and no more by the one before.
    pub fn renew_session(&mut self, id: u64, key: &Hash) -> Result<(), StoreError> {
        self.write("UPDATE session SET key = ?2 WHERE id = ?1", (id.cast_signed(), key))
    }

    /// Ends a session.
    pub fn end_session(&mut self, id: u64) -> Result<(), StoreError> {
        self.write("DELETE FROM session_abroad WHERE session = ?1", [id.cast_signed()])?;
        self.write("DELETE FROM session WHERE id = ?1", [id.cast_signed()])
    }

    /// Whether another process has written since the last look, or this was the first.
    pub fn has_changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        let version = self.file.query_row("PRAGMA data_version", [], |row| row.get(0));
        let version: i64 = version.map_err(StoreError::reading("accounts"))?;
        let before = self.version.replace(version);
        Ok(before != Some(version))
    }

    /// Keeps a code, and forgets those whose time is over.
    pub fn open_door(&mut self, key: &Hash, door: &Door, now: Timestamp) -> Result<(), StoreError> {
        self.write("DELETE FROM door WHERE until <= ?1", [now.as_millis()])?;
        let body = seal(&[0], record::pack(door));
        let until = door.until.as_millis();
        self.write("INSERT INTO door (key, until, body) VALUES (?1, ?2, ?3)", (key, until, body))
    }

    /// Where a code leads.
    pub fn door(&self, key: &Hash) -> Result<Option<Door>, StoreError> {
        let query = "SELECT 0, body FROM door WHERE key = ?1";
        Ok(self.one("door", query, key)?.map(|(_, door)| door))
    }

    /// A code is used. Whether it was there: of two that come with it at once, one is told so.
    pub fn close_door(&mut self, key: &Hash) -> Result<bool, StoreError> {
        let closed = self.file.execute("DELETE FROM door WHERE key = ?1", [key]);
        closed.map(|rows| rows == 1).map_err(|error| StoreError::writing(&error))
    }

    /// People whose password alone lets them in, and since when they have an account.
    pub fn without_codes(&self) -> Result<Vec<(MemberId, Timestamp)>, StoreError> {
        let reading = || StoreError::reading("account");
        let query = "SELECT id, body FROM account WHERE login IS NOT NULL
                     OR id IN (SELECT who FROM abroad)";
        let mut query = self.file.prepare(query).map_err(reading())?;
        let rows = query.query_map([], |row| row.try_into()).map_err(reading())?;
        let rows: Vec<(i64, Vec<u8>)> = rows.collect::<Result<_, _>>().map_err(reading())?;
        let mut without = Vec::new();
        for (id, body) in rows {
            let account: Account = open_body("account", id, &body)?;
            if account.codes.is_none() {
                without.push((MemberId(u32::try_from(id).unwrap_or(u32::MAX)), account.made));
            }
        }
        Ok(without)
    }

    /// The codes that lead to a unit's invitation are worth nothing any more.
    pub fn close_doors(&mut self, gone: impl Fn(&Leads) -> bool) -> Result<(), StoreError> {
        let reading = || StoreError::reading("door");
        let doors: Vec<(Hash, Vec<u8>)> = {
            let mut query = self.file.prepare("SELECT key, body FROM door").map_err(reading())?;
            let rows = query.query_map([], |row| row.try_into()).map_err(reading())?;
            rows.collect::<Result<_, _>>().map_err(reading())?
        };
        for (key, body) in doors {
            let door: Door = open_body("door", 0, &body)?;
            if gone(&door.leads) {
                self.close_door(&key)?;
            }
        }
        Ok(())
    }

    /// Reads everything, and has the engine look at its pages.
    pub(crate) fn inspect(&self) -> Result<(), StoreError> {
        let reading = || StoreError::reading("accounts");
        let found = self.file.query_row("PRAGMA integrity_check", [], |row| row.get(0));
        let found: String = found.map_err(reading())?;
        if found != "ok" {
            return Err(StoreError::corrupt("accounts", found));
        }
        let mut query = self.file.prepare("SELECT id, body FROM account").map_err(reading())?;
        let mut rows = query.query([]).map_err(reading())?;
        while let Some(row) = rows.next().map_err(reading())? {
            let (id, body): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            open_body::<Account>("account", id, &body)?;
        }
        self.inspect_ways()?;
        self.digests_due(Timestamp::MAX)?;
        self.inspect_outbox()?;
        self.inspect_pins()?;
        self.inspect_abroad()?;
        self.sessions().map(drop)
    }

    fn one<R: Record>(
        &self,
        what: &'static str,
        query: &str,
        by: impl rusqlite::ToSql,
    ) -> Result<Option<(i64, R)>, StoreError> {
        let read = self.file.prepare_cached(query).and_then(|mut query| {
            query.query_row([by], |row| <(i64, Vec<u8>)>::try_from(row)).optional()
        });
        let Some((id, body)) = read.map_err(StoreError::reading(what))? else { return Ok(None) };
        Ok(Some((id, open_body(what, id, &body)?)))
    }

    fn write(&self, change: &str, with: impl rusqlite::Params) -> Result<(), StoreError> {
        let written = self.file.prepare_cached(change).and_then(|mut change| change.execute(with));
        written.map(drop).map_err(|error| StoreError::writing(&error))
    }
}

fn open_body<R: Record>(what: &str, id: i64, body: &[u8]) -> Result<R, StoreError> {
    let opened =
        unseal(&[id], body).and_then(|body| record::unpack(body, &mut Calendars::default()));
    opened.map_err(|why| StoreError::corrupt(format!("{what} {id}"), why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(login: &str) -> Account {
        Account {
            login: Some(login.to_owned()),
            name: "Of the night shift".to_owned(),
            password: Some("digest-of-a-password".to_owned()),
            codes: None,
            is_operator: false,
            made: Timestamp::from_millis(1),
        }
    }

    fn session(who: MemberId) -> Session {
        let at = Timestamp::from_millis(5);
        let words = "a phone".to_owned();
        Session { who, kind: SessionKind::Browser, words, began: at, last: at, proved: at }
    }

    #[test]
    fn a_login_is_one_persons_alone_and_machines_need_none() {
        let mut accounts = Accounts::in_memory().unwrap();
        assert!(accounts.is_empty().unwrap());
        let first = accounts.add(&account("mill-2")).unwrap().unwrap();
        assert_eq!(accounts.add(&account("mill-2")).unwrap(), None);
        let machine = Account { login: None, ..account("") };
        let scale = accounts.add(&machine).unwrap().unwrap();
        assert_ne!(accounts.add(&machine).unwrap(), Some(scale));
        assert_eq!(accounts.account_of("mill-2").unwrap(), Some((first, account("mill-2"))));
        assert_eq!(accounts.account(scale).unwrap(), Some(machine));
    }

    #[test]
    fn who_is_erased_leaves_nothing_in_the_file_and_their_number_to_nobody() {
        let directory = tempfile::tempdir().unwrap();
        let mut accounts = Accounts::open(directory.path()).unwrap();
        let who = accounts.add(&account("unmistakable-login")).unwrap().unwrap();
        accounts.begin_session(&[7; 32], &session(who)).unwrap();
        let holds = |words: &str| {
            let files = std::fs::read_dir(directory.path()).unwrap();
            let mut read = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
            read.any(|bytes| bytes.windows(words.len()).any(|part| part == words.as_bytes()))
        };
        assert!(holds("unmistakable-login") && holds("Of the night shift"));
        accounts.erase(who).unwrap();
        for words in ["unmistakable-login", "Of the night shift", "digest-of-a-password"] {
            assert!(!holds(words), "{words}");
        }
        assert_eq!(accounts.account(who).unwrap(), None);
        assert_eq!(accounts.sessions().unwrap(), []);
        assert_ne!(accounts.add(&account("another")).unwrap(), Some(who));
    }

    #[test]
    fn sessions_and_codes_are_found_again_after_a_start() {
        let directory = tempfile::tempdir().unwrap();
        let door = Door { leads: Leads::First, until: Timestamp::from_millis(90) };
        let now = Timestamp::from_millis(10);
        let (who, id) = {
            let mut accounts = Accounts::open(directory.path()).unwrap();
            let who = accounts.add(&account("mill-2")).unwrap().unwrap();
            let id = accounts.begin_session(&[7; 32], &session(who)).unwrap();
            accounts.open_door(&[9; 32], &door, now).unwrap();
            (who, id)
        };
        let mut accounts = Accounts::open(directory.path()).unwrap();
        accounts.inspect().unwrap();
        assert_eq!(accounts.sessions().unwrap(), [(id, [7; 32], session(who))]);
        assert_eq!(accounts.door(&[9; 32]).unwrap(), Some(door));
        assert_eq!(accounts.door(&[8; 32]).unwrap(), None);
        // A later code sweeps away those whose time is over.
        accounts.open_door(&[1; 32], &door, Timestamp::from_millis(90)).unwrap();
        assert_eq!(accounts.door(&[9; 32]).unwrap(), None);
        accounts.close_doors(|leads| *leads == Leads::First).unwrap();
        assert_eq!(accounts.door(&[1; 32]).unwrap(), None);
        accounts.open_door(&[2; 32], &door, now).unwrap();
        assert!(accounts.close_door(&[2; 32]).unwrap());
        assert!(!accounts.close_door(&[2; 32]).unwrap());
        accounts.end_session(id).unwrap();
        assert_eq!(accounts.sessions().unwrap(), []);
    }

    #[test]
    fn a_row_that_was_changed_is_found() {
        let mut accounts = Accounts::in_memory().unwrap();
        let who = accounts.add(&account("mill-2")).unwrap().unwrap();
        let other = accounts.add(&account("mill-3")).unwrap().unwrap();
        // An account put in another's place would sign in with that one's number.
        let swap =
            "UPDATE account SET body = (SELECT body FROM account WHERE id = ?2) WHERE id = ?1";
        accounts.file.execute(swap, (who.0, other.0)).unwrap();
        assert!(accounts.account(who).is_err());
        assert!(accounts.inspect().is_err());
    }
}
