//! Spares: with what does somebody show who they are when their telephone with the one-time codes is lost?
//!
//! Codes that were written down when one-time codes were switched on. Of each a slow digest is kept, which
//! begins with the salt that it was made with; it counts once, and all of them go when others are made.

use mission::id::MemberId;

use super::Accounts;
use crate::error::StoreError;

impl Accounts {
    /// Keeps these in place of all before.
    pub fn put_spares(&mut self, who: MemberId, spares: &[Vec<u8>]) -> Result<(), StoreError> {
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

    /// Those that are left.
    pub fn spares(&self, who: MemberId) -> Result<Vec<Vec<u8>>, StoreError> {
        let reading = || StoreError::reading("spare");
        let query = "SELECT key FROM spare WHERE who = ?1";
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let rows = query.query_map([who.0], |row| row.get(0)).map_err(reading())?;
        rows.collect::<Result<_, _>>().map_err(reading())
    }

    /// Uses one up. Whether it was theirs.
    pub fn use_spare(&mut self, who: MemberId, spare: &[u8]) -> Result<bool, StoreError> {
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
        accounts.put_spares(one, &[vec![1; 48], vec![2; 48]]).unwrap();
        assert!(!accounts.use_spare(other, &[1; 48]).unwrap());
        assert!(accounts.use_spare(one, &[1; 48]).unwrap());
        assert!(!accounts.use_spare(one, &[1; 48]).unwrap());
        assert_eq!(accounts.spares(one).unwrap(), [vec![2; 48]]);
        accounts.put_spares(one, &[vec![3; 48]]).unwrap();
        assert!(!accounts.use_spare(one, &[2; 32]).unwrap());
        accounts.erase(one).unwrap();
        assert!(accounts.spares(one).unwrap().is_empty());
    }
}
