//! Pins: with what does somebody sign at a device that all share?
//!
//! A few digits, kept apart from the password: who guesses them opens no account, and who uses them up
//! locks nobody out of theirs.

use mission::id::MemberId;

use super::{Accounts, open_body};
use crate::error::StoreError;
use crate::record::{self, fields, seal};

/// Somebody's PIN.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin {
    /// Its digest, with its salt and cost.
    pub digest: String,
    /// How many wrong ones were given since the last right one.
    pub wrong: u32,
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Pin, {} wrong", self.wrong)
    }
}

fields! {
    Pin { digest, wrong }
}

impl Accounts {
    /// Somebody's PIN, if they have one.
    pub fn pin(&self, who: MemberId) -> Result<Option<Pin>, StoreError> {
        let query = "SELECT who, body FROM pin WHERE who = ?1";
        Ok(self.one("pin", query, i64::from(who.0))?.map(|(_, pin)| pin))
    }

    /// Keeps a PIN in place of the one before.
    pub fn put_pin(&mut self, who: MemberId, pin: &Pin) -> Result<(), StoreError> {
        let key = i64::from(who.0);
        let body = seal(&[key], record::pack(pin));
        self.write("INSERT OR REPLACE INTO pin (who, body) VALUES (?1, ?2)", (key, body))
    }

    /// Takes a PIN away.
    pub fn end_pin(&mut self, who: MemberId) -> Result<(), StoreError> {
        self.write("DELETE FROM pin WHERE who = ?1", [i64::from(who.0)])
    }

    /// Reads every PIN.
    pub(super) fn inspect_pins(&self) -> Result<(), StoreError> {
        let reading = || StoreError::reading("pin");
        let mut query = self.file.prepare("SELECT who, body FROM pin").map_err(reading())?;
        let mut rows = query.query([]).map_err(reading())?;
        while let Some(row) = rows.next().map_err(reading())? {
            let (who, body): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            open_body::<Pin>("pin", who, &body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_its_owners_alone_and_goes_with_them() {
        let mut accounts = Accounts::in_memory().unwrap();
        let (one, other) = (MemberId(1), MemberId(2));
        let pin = Pin { digest: "digest-of-digits".to_owned(), wrong: 0 };
        accounts.put_pin(one, &pin).unwrap();
        assert_eq!(accounts.pin(other).unwrap(), None);
        let guessed = Pin { wrong: 3, ..pin };
        accounts.put_pin(one, &guessed).unwrap();
        assert_eq!(accounts.pin(one).unwrap(), Some(guessed));
        accounts.inspect_pins().unwrap();
        let swap = "INSERT INTO pin (who, body) SELECT 2, body FROM pin WHERE who = 1";
        accounts.file.execute(swap, []).unwrap();
        assert!(accounts.pin(other).is_err() && accounts.inspect_pins().is_err());
        accounts.erase(one).unwrap();
        assert_eq!(accounts.pin(one).unwrap(), None);
    }
}
