//! Outbox: which summonses are on their way to people, and what became of each?
//!
//! The telex is written with what caused it; the outbox is how far it has been read, and for each
//! line that asks for somebody the ways by which it goes. Both move in one transaction, so that
//! after a crash each line is gone on with and none is left out: it is delivered at least once.
//! A row holds no words: what is said is made when it is sent.

use mission::effect::Notice;
use mission::id::UnitId;
use mission::summons::Why;
use mission::time::Timestamp;
use rusqlite::Connection;

use super::{Accounts, open_body};
use crate::audit::Hash;
use crate::error::StoreError;
use crate::record::{self, Calendars, fields, seal, unseal, variants};

/// A telex line that asks for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Summoned {
    /// The line.
    pub notice: Notice,
    /// Why it asks.
    pub why: Why,
    /// When it was read.
    pub at: Timestamp,
    /// Who was asked.
    pub circle: Circle,
    /// What became of it.
    pub outcome: Outcome,
}

/// Who of a unit is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circle {
    /// Who is on duty.
    OnDuty,
    /// All whom it concerns.
    All,
}

/// Whether somebody was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// That is not known yet.
    Waiting,
    /// Somebody was, first at that time.
    Reached(Timestamp),
    /// Nobody was: no way was known, or all failed.
    Nobody(Timestamp),
    /// Nobody was needed any more.
    Past(Timestamp),
}

/// One telex line on one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When it was to go first.
    pub first: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// Where it stands.
    pub state: DeliveryState,
    /// What was in the way the last time, in a few words of ours.
    pub trouble: Option<String>,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is still to go.
    Waiting,
    /// It was taken over.
    Done(Timestamp),
    /// It was given up.
    Failed(Timestamp),
    /// It was not needed any more.
    Past(Timestamp),
}

/// How far the telex has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The last line that was read.
    pub upto: u64,
    /// From what the ids of deliveries are made, so that they tell nobody how many lines there are.
    pub key: Hash,
}

/// A telex line to be delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The line's number.
    pub number: u64,
    /// The line.
    pub summoned: Summoned,
    /// By which ways, each from when.
    pub ways: Vec<(u64, Timestamp)>,
}

fields! {
    Told { upto, key }
    Summoned { notice, why, at, circle, outcome }
    Delivery { first, attempts, state, trouble }
}

variants! {
    Circle { 0 OnDuty, 1 All }
    Outcome { 0 Waiting, 1 Reached(at), 2 Nobody(at), 3 Past(at) }
    Why {
        0 Safety, 1 Alarm, 2 Change, 3 Silence, 4 Missed, 5 Rise, 6 Owes, 7 Unanswered, 8 Terms,
        9 Directive,
    }
    DeliveryState { 0 Waiting, 1 Done(at), 2 Failed(at), 3 Past(at) }
}

/// A delivery, by its line and its way.
pub type Numbered = (u64, u64, Delivery);

impl Accounts {
    /// How far the telex, which ends at `end`, has been read. Where it never was, it is as if all of
    /// it had been, and `key` is kept: nobody is told of what was before. After an older state was
    /// restored, what is numbered beyond its end is forgotten.
    pub fn told(&mut self, end: u64, key: Hash) -> Result<Told, StoreError> {
        let read = self.one("told", "SELECT id, body FROM told WHERE id = ?1", 0_i64)?;
        let told: Told = read.map_or(Told { upto: u64::MAX, key }, |(_, told)| told);
        if told.upto <= end {
            return Ok(told);
        }
        let told = Told { upto: end, ..told };
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        let beyond = end.cast_signed();
        let written = change
            .execute("DELETE FROM delivery WHERE number > ?1", [beyond])
            .and_then(|_| change.execute("DELETE FROM summons WHERE number > ?1", [beyond]))
            .and_then(|_| put_told(&change, &told))
            .and_then(|()| change.commit());
        written.map_err(|error| StoreError::writing(&error))?;
        Ok(told)
    }

    /// The telex has been read up to there, and of it this is to be delivered.
    pub fn plan(&mut self, told: &Told, planned: &[Planned]) -> Result<(), StoreError> {
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        let written = planned
            .iter()
            .try_for_each(|planned| put_planned(&change, planned))
            .and_then(|()| put_told(&change, told))
            .and_then(|()| change.commit());
        written.map_err(|error| StoreError::writing(&error))
    }

    /// A line goes by further ways, or something became of it.
    pub fn put_planned(&mut self, planned: &Planned) -> Result<(), StoreError> {
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        let written = put_planned(&change, planned).and_then(|()| change.commit());
        written.map_err(|error| StoreError::writing(&error))
    }

    /// A line that asks for somebody.
    pub fn summoned(&self, number: u64) -> Result<Option<Summoned>, StoreError> {
        let query = "SELECT number, body FROM summons WHERE number = ?1";
        Ok(self.one("summons", query, number.cast_signed())?.map(|(_, summoned)| summoned))
    }

    /// The lines of a unit that asked for somebody, the latest first, at most `limit`.
    pub fn summoned_of(
        &self,
        unit: UnitId,
        limit: usize,
    ) -> Result<Vec<(u64, Summoned)>, StoreError> {
        let reading = || StoreError::reading("summons");
        let query =
            "SELECT number, body FROM summons WHERE unit = ?1 ORDER BY number DESC LIMIT ?2";
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = query.query((unit.0, limit)).map_err(reading())?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (number, body): (i64, Vec<u8>) = row.try_into().map_err(reading())?;
            lines.push((number.cast_unsigned(), open_body("summons", number, &body)?));
        }
        Ok(lines)
    }

    /// What is to go by `now`, the longest due first, at most `limit`.
    pub fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<Numbered>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.numbered(
            "SELECT number, way, body FROM delivery WHERE due <= ?1 ORDER BY due, number, way LIMIT ?2",
            (now.as_millis(), limit),
        )
    }

    /// When something is to go next.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = "SELECT min(due) FROM delivery WHERE due IS NOT NULL";
        let due = self.file.query_row(query, [], |row| row.get::<_, Option<i64>>(0));
        Ok(due.map_err(StoreError::reading("delivery"))?.map(Timestamp::from_millis))
    }

    /// How many are still to go.
    pub fn waiting(&self) -> Result<usize, StoreError> {
        let query = "SELECT count(*) FROM delivery WHERE due IS NOT NULL";
        let count = self.file.query_row(query, [], |row| row.get::<_, i64>(0));
        let count = count.map_err(StoreError::reading("delivery"))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The deliveries of a line.
    pub fn deliveries(&self, number: u64) -> Result<Vec<Numbered>, StoreError> {
        let query = "SELECT number, way, body FROM delivery WHERE number = ?1 ORDER BY way";
        self.numbered(query, [number.cast_signed()])
    }

    /// Keeps a delivery as it is now; it is to go when it is `due`, if it still is. One whose way was
    /// taken away meanwhile stays away.
    pub fn put_delivery(
        &mut self,
        (number, way, delivery): &Numbered,
        due: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let (number, way) = (number.cast_signed(), way.cast_signed());
        let body = seal(&[number, way], record::pack(delivery));
        let due = due.map(Timestamp::as_millis);
        let put = "UPDATE delivery SET due = ?3, body = ?4 WHERE number = ?1 AND way = ?2";
        self.write(put, (number, way, due, body))
    }

    /// Forgets what was read before that time.
    pub fn forget_summoned(&mut self, before: Timestamp) -> Result<(), StoreError> {
        let before = before.as_millis();
        let of = "DELETE FROM delivery WHERE number IN (SELECT number FROM summons WHERE at < ?1)";
        self.write(of, [before])?;
        self.write("DELETE FROM summons WHERE at < ?1", [before])
    }

    /// Reads every line and every delivery.
    pub(super) fn inspect_outbox(&self) -> Result<(), StoreError> {
        self.numbered("SELECT number, way, body FROM delivery", [])?;
        let reading = || StoreError::reading("summons");
        let mut query = self.file.prepare("SELECT number FROM summons").map_err(reading())?;
        let numbers = query.query_map([], |row| row.get::<_, i64>(0)).map_err(reading())?;
        for number in numbers {
            self.summoned(number.map_err(reading())?.cast_unsigned())?;
        }
        Ok(())
    }

    fn numbered(
        &self,
        query: &str,
        with: impl rusqlite::Params,
    ) -> Result<Vec<Numbered>, StoreError> {
        let reading = || StoreError::reading("delivery");
        let mut query = self.file.prepare_cached(query).map_err(reading())?;
        let mut rows = query.query(with).map_err(reading())?;
        let mut deliveries = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (number, way, body): (i64, i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let delivery = unseal(&[number, way], &body)
                .and_then(|body| record::unpack(body, &mut Calendars::default()))
                .map_err(|why| StoreError::corrupt(format!("delivery {number} by {way}"), why))?;
            deliveries.push((number.cast_unsigned(), way.cast_unsigned(), delivery));
        }
        Ok(deliveries)
    }
}

fn put_told(to: &Connection, told: &Told) -> rusqlite::Result<()> {
    let body = seal(&[0], record::pack(told));
    to.execute("INSERT OR REPLACE INTO told (id, body) VALUES (0, ?1)", [body]).map(drop)
}

fn put_planned(to: &Connection, planned: &Planned) -> rusqlite::Result<()> {
    let Planned { number, summoned, ways } = planned;
    let number = number.cast_signed();
    let body = seal(&[number], record::pack(summoned));
    let (unit, at) = (summoned.notice.to.0, summoned.at.as_millis());
    to.prepare_cached(
        "INSERT OR REPLACE INTO summons (number, unit, at, body) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((number, unit, at, body))?;
    for (way, due) in ways {
        let way = way.cast_signed();
        let delivery =
            Delivery { first: *due, attempts: 0, state: DeliveryState::Waiting, trouble: None };
        let body = seal(&[number, way], record::pack(&delivery));
        to.prepare_cached(
            "INSERT OR IGNORE INTO delivery (number, way, due, body) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((number, way, due.as_millis(), body))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use mission::effect::News;
    use mission::id::IncidentId;

    use super::*;

    const UNIT: UnitId = UnitId(3);

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn planned(number: u64, ways: &[u64]) -> Planned {
        let notice = Notice { to: UNIT, at: at(1), what: News::Opened(IncidentId(9)) };
        let (circle, outcome) = (Circle::All, Outcome::Waiting);
        let summoned = Summoned { notice, why: Why::Change, at: at(5), circle, outcome };
        Planned { number, summoned, ways: ways.iter().map(|way| (*way, at(10))).collect() }
    }

    fn upto(upto: u64) -> Told {
        Told { upto, key: [7; 32] }
    }

    #[test]
    fn nobody_is_told_of_what_was_before_the_first_start() {
        let mut accounts = Accounts::in_memory().unwrap();
        assert_eq!(accounts.told(40, [7; 32]).unwrap(), upto(40));
        accounts.plan(&upto(44), &[planned(43, &[1])]).unwrap();
        assert_eq!(accounts.told(50, [8; 32]).unwrap(), upto(44));
    }

    #[test]
    fn a_restored_telex_that_ends_earlier_is_read_from_its_end() {
        let mut accounts = Accounts::in_memory().unwrap();
        accounts.told(0, [7; 32]).unwrap();
        accounts.plan(&upto(44), &[planned(30, &[1]), planned(43, &[1])]).unwrap();
        assert_eq!(accounts.told(35, [8; 32]).unwrap(), upto(35));
        assert!(accounts.summoned(30).unwrap().is_some());
        assert_eq!((accounts.summoned(43).unwrap(), accounts.waiting().unwrap()), (None, 1));
    }

    #[test]
    fn what_is_due_goes_in_order_and_what_was_tried_waits_for_its_time() {
        let mut accounts = Accounts::in_memory().unwrap();
        accounts.plan(&upto(2), &[planned(1, &[7, 8]), planned(2, &[7])]).unwrap();
        assert_eq!(accounts.due(at(9), 10).unwrap(), []);
        let due = accounts.due(at(10), 10).unwrap();
        let order: Vec<_> = due.iter().map(|(number, way, _)| (*number, *way)).collect();
        assert_eq!(order, [(1, 7), (1, 8), (2, 7)]);

        let (number, way, first) = due[0].clone();
        let again = Delivery { attempts: 1, trouble: Some("it was slow".to_owned()), ..first };
        accounts.put_delivery(&(number, way, again.clone()), Some(at(70))).unwrap();
        let done = Delivery { state: DeliveryState::Done(at(11)), ..again.clone() };
        accounts.put_delivery(&(1, 8, done), None).unwrap();
        // The same line planned anew leaves what was tried as it is.
        accounts.put_planned(&planned(1, &[7, 9])).unwrap();
        assert_eq!(accounts.deliveries(1).unwrap()[0], (1, 7, again));
        assert_eq!(accounts.next_due().unwrap(), Some(at(10)));
        assert_eq!(accounts.waiting().unwrap(), 3);
        // What was to go by a way that is there no more is due at once.
        accounts.end_way(7).unwrap();
        let due: Vec<_> = accounts.due(at(0), 10).unwrap();
        assert_eq!(due.iter().map(|(number, ..)| *number).collect::<Vec<_>>(), [1, 2]);
        accounts.forget_summoned(at(6)).unwrap();
        assert_eq!(
            (accounts.waiting().unwrap(), accounts.summoned_of(UNIT, 9).unwrap()),
            (0, vec![])
        );
    }
}
