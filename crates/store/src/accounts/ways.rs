//! Ways: how is somebody told outside of the pages, and who of a unit is on duty?
//!
//! A person's mail address is theirs and goes with their account; the address of another system is
//! the unit's. Both lie beside the accounts, where they can be taken away without a trace.

use mission::id::{MemberId, UnitId};
use mission::sentence::Lang;
use mission::time::Timestamp;

use super::{Accounts, open_body};
use crate::audit::Hash;
use crate::error::StoreError;
use crate::record::{self, fields, seal, variants};

/// A way by which somebody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Where it leads.
    pub to: To,
    /// The language in which is told.
    pub lang: Lang,
    /// Whether it is used.
    pub is_on: bool,
    /// Since when there is one.
    pub made: Timestamp,
}

/// Where a way leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// To a person's mail.
    Mail(Mail),
    /// To another system of a unit.
    Hook(Hook),
    /// To a device of a person, by the service that its browser's maker runs.
    Push(Push),
}

/// A device of a person, as its browser said it is to be written to (RFC 8030, RFC 8291).
#[derive(Clone, PartialEq, Eq)]
pub struct Push {
    /// Whose.
    pub who: MemberId,
    /// Where the service takes messages for it.
    pub endpoint: String,
    /// The device's public key: a point of P-256, not compressed.
    pub key: Vec<u8>,
    /// What it and we alone know.
    pub auth: Vec<u8>,
    /// What it says of itself.
    pub device: String,
    /// When they are left in peace.
    pub quiet: Option<Quiet>,
    /// The code that shows that it gets what is sent, until it gave it back.
    pub check: Option<Check>,
}

impl std::fmt::Debug for Push {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Push of {:?}", self.who)
    }
}

impl Way {
    /// Whose it is, if it is a person's.
    pub const fn who(&self) -> Option<MemberId> {
        match &self.to {
            To::Mail(mail) => Some(mail.who),
            To::Push(push) => Some(push.who),
            To::Hook(_) => None,
        }
    }

    /// When whoever it leads to is left in peace.
    pub const fn quiet(&self) -> Option<Quiet> {
        match &self.to {
            To::Mail(Mail { quiet, .. }) | To::Push(Push { quiet, .. }) => *quiet,
            To::Hook(_) => None,
        }
    }

    /// The code that has not come back yet.
    pub const fn check(&self) -> Option<Check> {
        match &self.to {
            To::Mail(Mail { check, .. }) | To::Push(Push { check, .. }) => *check,
            To::Hook(_) => None,
        }
    }

    /// The same with other hours of rest.
    #[must_use]
    pub fn resting(mut self, hours: Option<Quiet>) -> Self {
        match &mut self.to {
            To::Mail(Mail { quiet, .. }) | To::Push(Push { quiet, .. }) => *quiet = hours,
            To::Hook(_) => {}
        }
        self
    }

    /// The same with another code, or none where it came back.
    #[must_use]
    pub fn checked(mut self, code: Option<Check>) -> Self {
        match &mut self.to {
            To::Mail(Mail { check, .. }) | To::Push(Push { check, .. }) => *check = code,
            To::Hook(_) => {}
        }
        self
    }
}

/// A person's mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Whose.
    pub who: MemberId,
    /// The address.
    pub address: String,
    /// When they are left in peace.
    pub quiet: Option<Quiet>,
    /// The code that shows that they read what comes there, until it was given: before, nothing
    /// else is sent.
    pub check: Option<Check>,
}

/// A code that was sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// By what it is known.
    pub code: Hash,
    /// Until when it holds.
    pub until: Timestamp,
    /// How many wrong ones were given.
    pub wrong: u32,
}

/// Hours of rest, each in minutes after midnight where the unit is; they may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// When they begin.
    pub from_min: u32,
    /// When they are over.
    pub until_min: u32,
}

/// An address of another system.
#[derive(Clone, PartialEq, Eq)]
pub struct Hook {
    /// The unit.
    pub unit: UnitId,
    /// The address.
    pub url: String,
    /// By what its owner knows that it is us.
    pub secret: Vec<u8>,
    /// Who set it up.
    pub by: MemberId,
}

impl std::fmt::Debug for Hook {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Hook of {:?}", self.unit)
    }
}

/// Who of a unit is told first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Who.
    pub who: MemberId,
    /// Since when.
    pub since: Timestamp,
    /// Who handed it over.
    pub by: MemberId,
}

fields! {
    Way { to, lang, is_on, made }
    Mail { who, address, quiet, check }
    Check { code, until, wrong }
    Quiet { from_min, until_min }
    Hook { unit, url, secret, by }
    Push { who, endpoint, key, auth, device, quiet, check }
    Duty { who, since, by }
}

variants! {
    To { 0 Mail(mail), 1 Hook(hook), 2 Push(push) }
    Lang { 0 En, 1 Es }
}

impl Accounts {
    /// Keeps a new way, and answers with its number.
    pub fn add_way(&mut self, way: &Way) -> Result<u64, StoreError> {
        let (who, unit) = match &way.to {
            To::Mail(mail) => (Some(mail.who.0), None),
            To::Push(push) => (Some(push.who.0), None),
            To::Hook(hook) => (None, Some(hook.unit.0)),
        };
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        // The body is sealed with its number, which the row has only now.
        let added = change
            .execute("INSERT INTO way (who, unit, body) VALUES (?1, ?2, x'')", (who, unit))
            .map(|_| change.last_insert_rowid());
        let id = added.map_err(|error| StoreError::writing(&error))?;
        let body = seal(&[id], record::pack(way));
        let written = change
            .execute("UPDATE way SET body = ?2 WHERE id = ?1", (id, body))
            .and_then(|_| change.commit());
        written.map_err(|error| StoreError::writing(&error))?;
        Ok(id.cast_unsigned())
    }

    /// A way.
    pub fn way(&self, id: u64) -> Result<Option<Way>, StoreError> {
        let query = "SELECT id, body FROM way WHERE id = ?1";
        Ok(self.one("way", query, id.cast_signed())?.map(|(_, way)| way))
    }

    /// Keeps a way as it is now. Whose it is stays.
    pub fn put_way(&mut self, id: u64, way: &Way) -> Result<(), StoreError> {
        let key = id.cast_signed();
        let body = seal(&[key], record::pack(way));
        self.write("UPDATE way SET body = ?2 WHERE id = ?1", (key, body))
    }

    /// Takes a way away. What was to go by it is due at once, so that it is seen that it cannot.
    pub fn end_way(&mut self, id: u64) -> Result<(), StoreError> {
        let key = id.cast_signed();
        self.write("UPDATE delivery SET due = 0 WHERE way = ?1 AND due IS NOT NULL", [key])?;
        self.write("DELETE FROM digest WHERE way = ?1", [key])?;
        self.write("DELETE FROM way WHERE id = ?1", [key])
    }

    /// The ways of a person.
    pub fn ways_of(&self, who: MemberId) -> Result<Vec<(u64, Way)>, StoreError> {
        self.ways("SELECT id, body FROM way WHERE who = ?1 ORDER BY id", who.0)
    }

    /// The devices of people that are written to at an address.
    pub fn pushes_to(&self, endpoint: &str) -> Result<Vec<(u64, Way)>, StoreError> {
        let mut ways = self.ways("SELECT id, body FROM way WHERE who >= ?1", 0)?;
        ways.retain(|(_, way)| matches!(&way.to, To::Push(push) if push.endpoint == endpoint));
        Ok(ways)
    }

    /// The ways of a unit to other systems.
    pub fn hooks_of(&self, unit: UnitId) -> Result<Vec<(u64, Way)>, StoreError> {
        self.ways("SELECT id, body FROM way WHERE unit = ?1 ORDER BY id", unit.0)
    }

    /// Reads every way and every duty.
    pub(super) fn inspect_ways(&self) -> Result<(), StoreError> {
        self.ways("SELECT id, body FROM way WHERE id >= ?1", 0)?;
        let reading = || StoreError::reading("duty");
        let mut query = self.file.prepare("SELECT unit FROM duty").map_err(reading())?;
        let units = query.query_map([], |row| row.get(0)).map_err(reading())?;
        for unit in units {
            self.duty(UnitId(unit.map_err(reading())?))?;
        }
        Ok(())
    }

    fn ways(&self, query: &str, of: u32) -> Result<Vec<(u64, Way)>, StoreError> {
        let reading = || StoreError::reading("way");
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query([of]).map_err(reading())?;
        let mut ways = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (id, body): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            ways.push((id.cast_unsigned(), open_body("way", id, &body)?));
        }
        Ok(ways)
    }

    /// Who of a unit is on duty.
    pub fn duty(&self, unit: UnitId) -> Result<Option<Duty>, StoreError> {
        let query = "SELECT unit, body FROM duty WHERE unit = ?1";
        Ok(self.one("duty", query, i64::from(unit.0))?.map(|(_, duty)| duty))
    }

    /// Hands the duty of a unit over; to nobody with none.
    pub fn put_duty(&mut self, unit: UnitId, duty: Option<&Duty>) -> Result<(), StoreError> {
        let key = i64::from(unit.0);
        let Some(duty) = duty else {
            return self.write("DELETE FROM duty WHERE unit = ?1", [key]);
        };
        let body = seal(&[key], record::pack(duty));
        let put = "INSERT OR REPLACE INTO duty (unit, who, body) VALUES (?1, ?2, ?3)";
        self.write(put, (key, duty.who.0, body))
    }

    /// Takes away by what somebody was told, and their duties.
    pub(super) fn erase_ways(&mut self, who: MemberId) -> Result<(), StoreError> {
        let key = i64::from(who.0);
        self.write(
            "UPDATE delivery SET due = 0
             WHERE due IS NOT NULL AND way IN (SELECT id FROM way WHERE who = ?1)",
            [key],
        )?;
        self.write("DELETE FROM digest WHERE way IN (SELECT id FROM way WHERE who = ?1)", [key])?;
        self.write("DELETE FROM way WHERE who = ?1", [key])?;
        self.write("DELETE FROM duty WHERE who = ?1", [key])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: MemberId = MemberId(7);

    fn mail(address: &str) -> Way {
        let to = To::Mail(Mail {
            who: WHO,
            address: address.to_owned(),
            quiet: Some(Quiet { from_min: 22 * 60, until_min: 6 * 60 }),
            check: None,
        });
        Way { to, lang: Lang::Es, is_on: true, made: Timestamp::from_millis(1) }
    }

    #[test]
    fn ways_are_found_by_whose_they_are_and_numbers_are_never_given_twice() {
        let mut accounts = Accounts::in_memory().unwrap();
        let hook = Way {
            to: To::Hook(Hook {
                unit: UnitId(3),
                url: "https://example.org/in".to_owned(),
                secret: vec![1, 2],
                by: WHO,
            }),
            ..mail("")
        };
        let (first, second) =
            (accounts.add_way(&mail("a@b.org")).unwrap(), accounts.add_way(&hook).unwrap());
        assert_eq!(accounts.ways_of(WHO).unwrap(), [(first, mail("a@b.org"))]);
        assert_eq!(accounts.hooks_of(UnitId(3)).unwrap(), [(second, hook)]);
        assert_eq!(accounts.hooks_of(UnitId(7)).unwrap(), []);
        accounts.end_way(second).unwrap();
        assert!(accounts.add_way(&mail("c@d.org")).unwrap() > second);
    }

    #[test]
    fn who_is_erased_is_told_by_no_way_any_more_and_on_no_duty() {
        let directory = tempfile::tempdir().unwrap();
        let mut accounts = Accounts::open(directory.path()).unwrap();
        let way = accounts.add_way(&mail("unmistakable@example.org")).unwrap();
        let duty = Duty { who: WHO, since: Timestamp::ZERO, by: WHO };
        accounts.put_duty(UnitId(3), Some(&duty)).unwrap();
        assert_eq!(accounts.duty(UnitId(3)).unwrap(), Some(duty));
        accounts.erase(WHO).unwrap();
        assert_eq!(accounts.way(way).unwrap(), None);
        assert_eq!(accounts.duty(UnitId(3)).unwrap(), None);
        let bytes = std::fs::read(directory.path().join("people.sqlite")).unwrap();
        assert!(!bytes.windows(12).any(|part| part == b"unmistakable"));
    }
}
