//! Digest: who hears once a week how their units stand, on which day and hour?

use mission::time::Timestamp;

use super::{Accounts, open_body};
use crate::error::StoreError;
use crate::record::{self, fields, seal};

/// The weekly letter that goes by a way. Off where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    /// On which day: 0 is Monday.
    pub weekday: u32,
    /// At which hour, by the clocks of the person's unit.
    pub hour: u32,
    /// When it goes next.
    pub next: Timestamp,
    /// How often that was tried in vain.
    pub attempts: u32,
}

fields! {
    Digest { weekday, hour, next, attempts }
}

impl Accounts {
    /// The weekly letter of a way.
    pub fn digest(&self, way: u64) -> Result<Option<Digest>, StoreError> {
        let query = "SELECT way, body FROM digest WHERE way = ?1";
        Ok(self.one("digest", query, way.cast_signed())?.map(|(_, digest)| digest))
    }

    /// Keeps it as it is now; none ends it.
    pub fn put_digest(&mut self, way: u64, digest: Option<&Digest>) -> Result<(), StoreError> {
        let key = way.cast_signed();
        let Some(digest) = digest else {
            return self.write("DELETE FROM digest WHERE way = ?1", [key]);
        };
        let body = seal(&[key], record::pack(digest));
        // One whose way was taken away meanwhile stays away.
        let put = "INSERT OR REPLACE INTO digest (way, next, body)
                   SELECT id, ?2, ?3 FROM way WHERE id = ?1";
        self.write(put, (key, digest.next.as_millis(), body))
    }

    /// Those that are to go by `now`, each with its way, the longest due first.
    pub fn digests_due(&self, now: Timestamp) -> Result<Vec<(u64, Digest)>, StoreError> {
        let reading = || StoreError::reading("digest");
        let query = "SELECT way, body FROM digest WHERE next <= ?1 ORDER BY next, way";
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query([now.as_millis()]).map_err(reading())?;
        let mut due = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (way, body): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            due.push((way.cast_unsigned(), open_body("digest", way, &body)?));
        }
        Ok(due)
    }

    /// When one is to go next.
    pub fn next_digest(&self) -> Result<Option<Timestamp>, StoreError> {
        let next = self
            .file
            .query_row("SELECT min(next) FROM digest", [], |row| row.get::<_, Option<i64>>(0));
        Ok(next.map_err(StoreError::reading("digest"))?.map(Timestamp::from_millis))
    }
}

#[cfg(test)]
mod tests {
    use mission::id::MemberId;
    use mission::sentence::Lang;

    use super::*;
    use crate::{Push, To, Way};

    #[test]
    fn a_weekly_letter_goes_with_its_way_and_with_whose_that_is() {
        let mut accounts = Accounts::in_memory().unwrap();
        let push = |who| {
            let (endpoint, device) = ("https://example.org/a".to_owned(), "a phone".to_owned());
            let (key, auth) = (vec![4; 65], vec![7; 16]);
            let to = Push { who, endpoint, key, auth, device, quiet: None, check: None };
            Way { to: To::Push(to), lang: Lang::Es, is_on: true, made: Timestamp::ZERO }
        };
        let digest =
            |next| Digest { weekday: 4, hour: 7, next: Timestamp::from_millis(next), attempts: 0 };
        let [first, second, third] =
            [1, 1, 2].map(|who| accounts.add_way(&push(MemberId(who))).unwrap());
        for (way, next) in [(first, 30), (second, 20), (third, 10)] {
            accounts.put_digest(way, Some(&digest(next))).unwrap();
        }
        assert_eq!(accounts.way(first).unwrap(), Some(push(MemberId(1))));
        assert_eq!(accounts.next_digest().unwrap(), Some(Timestamp::from_millis(10)));
        let due = accounts.digests_due(Timestamp::from_millis(20)).unwrap();
        assert_eq!(due, [(third, digest(10)), (second, digest(20))]);
        accounts.end_way(second).unwrap();
        accounts.put_digest(second, Some(&digest(5))).unwrap();
        assert_eq!(accounts.digest(second).unwrap(), None);
        accounts.erase(MemberId(2)).unwrap();
        accounts.put_digest(first, None).unwrap();
        assert_eq!(accounts.next_digest().unwrap(), None);
    }
}
