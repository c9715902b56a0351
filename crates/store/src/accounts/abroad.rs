//! Abroad: who is known by another system that people sign in to, and which places came from there?
//!
//! An account is bound to the issuer and the number that it gives (`iss` and `sub`), never to an
//! address of mail: those are given to others. Places that a group of the provider's brought are marked, so
//! that they go with the group, and those that a committee gave stay.

use std::collections::HashMap;

use mission::id::{MemberId, UnitId};
use mission::roll::Role;
use sha2::{Digest, Sha256};

use super::{Account, Accounts, open_body};
use crate::audit::Hash;
use crate::error::StoreError;
use crate::record::{self, fields, seal};

/// By what another system knows somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abroad {
    /// The system.
    pub issuer: String,
    /// The number that it gave them.
    pub subject: String,
}

/// A place that a group brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brought {
    /// Whose.
    pub who: MemberId,
    /// In which unit.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
}

/// How such a place stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The group holds it.
    Held,
    /// The unit took it away, and that stands as long as the group is theirs.
    TakenAway,
}

fields! {
    Abroad { issuer, subject }
}

impl Abroad {
    /// By which it is found.
    #[must_use]
    pub fn key(&self) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(self.issuer.len().to_le_bytes());
        hasher.update(&self.issuer);
        hasher.update(&self.subject);
        hasher.finalize().into()
    }
}

impl Accounts {
    /// Who that is here.
    pub fn known_abroad(&self, abroad: &Abroad) -> Result<Option<MemberId>, StoreError> {
        let query = "SELECT who, body FROM abroad WHERE key = ?1";
        let found = self.one::<Abroad>("abroad", query, abroad.key())?;
        let found = found.filter(|(_, known)| known == abroad);
        Ok(found.map(|(who, _)| MemberId(u32::try_from(who).unwrap_or(u32::MAX))))
    }

    /// By what somebody is known abroad.
    pub fn abroad(&self, who: MemberId) -> Result<Option<Abroad>, StoreError> {
        let query = "SELECT who, body FROM abroad WHERE who = ?1";
        Ok(self.one("abroad", query, i64::from(who.0))?.map(|(_, abroad)| abroad))
    }

    /// Adds an account for somebody who is known abroad.
    pub fn add_abroad(
        &mut self,
        account: &Account,
        abroad: &Abroad,
    ) -> Result<Option<MemberId>, StoreError> {
        let Some(who) = self.add(account)? else { return Ok(None) };
        let id = i64::from(who.0);
        let body = seal(&[id], record::pack(abroad));
        let bound = self.write(
            "INSERT INTO abroad (key, who, body) VALUES (?1, ?2, ?3)",
            (abroad.key(), id, body),
        );
        if let Err(error) = bound {
            // Another browser of theirs may have come first: that account is theirs.
            self.erase(who)?;
            return if self.known_abroad(abroad)?.is_some() { Ok(None) } else { Err(error) };
        }
        Ok(Some(who))
    }

    /// Binds an account that is there to somebody who is known abroad. Whether it could be: each is bound to
    /// one, and one to each.
    pub fn bind_abroad(&mut self, who: MemberId, abroad: &Abroad) -> Result<bool, StoreError> {
        let id = i64::from(who.0);
        let body = seal(&[id], record::pack(abroad));
        let bound = self.file.execute(
            "INSERT OR IGNORE INTO abroad (key, who, body) VALUES (?1, ?2, ?3)",
            (abroad.key(), id, body),
        );
        bound.map(|rows| rows == 1).map_err(|error| StoreError::writing(&error))
    }

    /// An account is bound to nobody abroad any more.
    pub fn unbind_abroad(&mut self, who: MemberId) -> Result<(), StoreError> {
        self.erase_abroad(who)
    }

    /// A session began by the word of another system, under that number of a session there.
    pub fn began_by(&mut self, session: u64, there: &Abroad) -> Result<(), StoreError> {
        self.write(
            "INSERT OR REPLACE INTO session_abroad (session, key) VALUES (?1, ?2)",
            (session.cast_signed(), there.key()),
        )
    }

    /// The sessions that began so, each with the digest of its number there.
    pub fn sessions_abroad(&self) -> Result<HashMap<u64, Hash>, StoreError> {
        let reading = || StoreError::reading("session_abroad");
        let query = "SELECT session, key FROM session_abroad";
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let rows = query.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
        let rows = rows.map_err(reading())?;
        rows.map(|row| row.map(|(id, key)| (id.cast_unsigned(), key)))
            .collect::<Result<_, _>>()
            .map_err(reading())
    }

    /// The places that groups brought to somebody, and how each stands.
    pub fn brought_to(&self, who: MemberId) -> Result<Vec<(Brought, Standing)>, StoreError> {
        self.brought("SELECT who, unit, role, taken FROM brought WHERE who = ?1", who.0)
    }

    /// The places that groups brought in a unit, and how each stands.
    pub fn brought_in(&self, unit: UnitId) -> Result<Vec<(Brought, Standing)>, StoreError> {
        self.brought("SELECT who, unit, role, taken FROM brought WHERE unit = ?1", unit.0)
    }

    /// Marks a place that a group brought.
    pub fn put_brought(&mut self, place: Brought, standing: Standing) -> Result<(), StoreError> {
        let is_taken = standing == Standing::TakenAway;
        self.write(
            "INSERT OR REPLACE INTO brought (who, unit, role, taken) VALUES (?1, ?2, ?3, ?4)",
            (place.who.0, place.unit.0, place.role.name(), is_taken),
        )
    }

    /// The place is as any other, or is none any more.
    pub fn end_brought(&mut self, place: Brought) -> Result<(), StoreError> {
        self.write(
            "DELETE FROM brought WHERE who = ?1 AND unit = ?2 AND role = ?3",
            (place.who.0, place.unit.0, place.role.name()),
        )
    }

    /// Takes away all of it.
    pub(super) fn erase_abroad(&mut self, who: MemberId) -> Result<(), StoreError> {
        self.write("DELETE FROM brought WHERE who = ?1", [who.0])?;
        self.write("DELETE FROM abroad WHERE who = ?1", [who.0])
    }

    /// Reads everybody who is known abroad.
    pub(super) fn inspect_abroad(&self) -> Result<(), StoreError> {
        let reading = || StoreError::reading("abroad");
        let mut query = self.file.prepare("SELECT who, body FROM abroad").map_err(reading())?;
        let mut rows = query.query([]).map_err(reading())?;
        while let Some(row) = rows.next().map_err(reading())? {
            let (who, body): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            open_body::<Abroad>("abroad", who, &body)?;
        }
        Ok(())
    }

    fn brought(&self, query: &str, by: u32) -> Result<Vec<(Brought, Standing)>, StoreError> {
        let reading = || StoreError::reading("brought");
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query([by]).map_err(reading())?;
        let mut all = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (who, unit, role, taken): (u32, u32, String, bool) =
                row.try_into().map_err(reading())?;
            let role = Role::parse(&role);
            let role = role.ok_or_else(|| StoreError::corrupt("brought", "it has no role"))?;
            let standing = if taken { Standing::TakenAway } else { Standing::Held };
            all.push((Brought { who: MemberId(who), unit: UnitId(unit), role }, standing));
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use mission::time::Timestamp;

    use super::*;

    #[test]
    fn an_account_is_bound_to_issuer_and_number_and_to_both() {
        let mut accounts = Accounts::in_memory().unwrap();
        let account = Account {
            login: None,
            name: "Of the night shift".to_owned(),
            password: None,
            codes: None,
            is_operator: false,
            made: Timestamp::from_millis(1),
        };
        let abroad = |issuer: &str, subject: &str| Abroad {
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
        };
        let known = abroad("https://id.example.org", "7");
        let who = accounts.add_abroad(&account, &known).unwrap().unwrap();
        assert_eq!(accounts.add_abroad(&account, &known).unwrap(), None);
        assert_eq!(accounts.known_abroad(&known).unwrap(), Some(who));
        for other in [("https://id.example.org", "8"), ("https://id.example.com", "7")] {
            assert_eq!(accounts.known_abroad(&abroad(other.0, other.1)).unwrap(), None);
        }
        let place = Brought { who, unit: UnitId(3), role: Role::Committee };
        accounts.put_brought(place, Standing::Held).unwrap();
        accounts.put_brought(place, Standing::TakenAway).unwrap();
        assert_eq!(accounts.brought_to(who).unwrap(), [(place, Standing::TakenAway)]);
        assert_eq!(accounts.brought_in(UnitId(3)).unwrap().len(), 1);
        accounts.inspect_abroad().unwrap();
        assert!(!accounts.bind_abroad(who, &abroad("https://id.example.org", "9")).unwrap());
        let other = accounts.add(&account).unwrap().unwrap();
        assert!(!accounts.bind_abroad(other, &known).unwrap(), "it is somebody's");
        accounts.unbind_abroad(who).unwrap();
        assert!(accounts.bind_abroad(other, &known).unwrap());
        assert_eq!(accounts.known_abroad(&known).unwrap(), Some(other));
        accounts.unbind_abroad(other).unwrap();
        assert!(accounts.bind_abroad(who, &known).unwrap());
        accounts.erase(who).unwrap();
        assert_eq!(accounts.known_abroad(&known).unwrap(), None);
        assert_eq!(accounts.brought_in(UnitId(3)).unwrap(), []);
    }
}
