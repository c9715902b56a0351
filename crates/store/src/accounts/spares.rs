//! Spares: with what does somebody show who they are when their telephone with the one-time codes is lost?
//!
//! Codes that were written down when one-time codes were switched on. Each is kept as its SHA-256, counts
//! once, and all of them go when others are made.

use mission::id::MemberId;

use super::Accounts;
use crate::audit::Hash;
use crate::error::StoreError;

impl Accounts {
    /// Keeps these in place of all before.
    pub fn put_spares(&mut self, who: MemberId, spares: &[Hash]) -> Result<(), StoreError> {
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        let written = change
            .execute("DELETE FROM spare WHERE who = ?1", [who.0])
            .and_then(|_| {
                spares.iter().try_for_each(|spare| {
                    let add = "INSERT INTO spare (key, who) VALUES (?1, ?2)";
                    change.execute(add, (spare, who.0)).map(drop)
                })
            })
            .and_then(|()| change.commit());
        written.map_err(|error| StoreError::writing(&error))
    }

    /// How many are left.
    pub fn spares(&self, who: MemberId) -> Result<u32, StoreError> {
        let query = "SELECT count(*) FROM spare WHERE who = ?1";
        self.file.query_row(query, [who.0], |row| row.get(0)).map_err(StoreError::reading("spare"))
    }

    /// Uses one up. Whether it was theirs.
    pub fn use_spare(&mut self, who: MemberId, spare: &Hash) -> Result<bool, StoreError> {
        let used =
            self.file.execute("DELETE FROM spare WHERE key = ?1 AND who = ?2", (spare, who.0));
        used.map(|rows| rows == 1).map_err(|error| StoreError::writing(&error))
    }

    /// Takes all of them away.
    pub fn end_spares(&mut self, who: MemberId) -> Result<(), StoreError> {
        self.put_spares(who, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spare_code_counts_once_for_its_owner_until_there_are_others() {
        let mut accounts = Accounts::in_memory().unwrap();
        let (one, other) = (MemberId(1), MemberId(2));
        accounts.put_spares(one, &[[1; 32], [2; 32]]).unwrap();
        assert!(!accounts.use_spare(other, &[1; 32]).unwrap());
        assert!(accounts.use_spare(one, &[1; 32]).unwrap());
        assert!(!accounts.use_spare(one, &[1; 32]).unwrap());
        assert_eq!(accounts.spares(one).unwrap(), 1);
        accounts.put_spares(one, &[[3; 32]]).unwrap();
        assert!(!accounts.use_spare(one, &[2; 32]).unwrap());
        accounts.erase(one).unwrap();
        assert_eq!(accounts.spares(one).unwrap(), 0);
    }
}
