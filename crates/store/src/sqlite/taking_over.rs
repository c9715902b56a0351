//! Taking over: how does what a program of format 1, 2 or 3 wrote become what is written today?
//!
//! Each row is read in the shape that it has, and written in today's under the same key. Things stay as
//! they stood, with their ids and all that was told: today's rules are not asked. Only what nobody was ever shown is made
//! anew: filters have other insides now, so each series begins without readings, and the start after this
//! takes in those of the log, as it does after any snapshot. Chunks are read as they lie here and in the files of
//! their months, which stay as they are.

use std::collections::BTreeMap;

use mission::agreement::{Agreement, Signature, State as Standing};
use mission::directive::Directive;
use mission::effect::Notice;
use mission::event::Event;
use mission::federation::{Day, Ledger};
use mission::id::{IndicatorId, SignalId};
use mission::incident::{Happening, Incident};
use mission::obligation::Obligation;
use mission::registry::{Indicator, Unit};
use mission::signal::Signal;
use rusqlite::{Connection, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::commit::State;
use super::speakers::Speakers;
use super::{commit, earlier, schema};
use crate::audit::{Hash, Tree};
use crate::contract::AuditLine;
use crate::error::StoreError;
use crate::kept::{self, KeptWatch, Kind};
use crate::limits;
use crate::marks::Mark;
use crate::record::{
    self, Calendars, Record, Sender, Shape, UNSAID, seal, unpack_logged_as, unseal,
};

/// Takes over all that is there, or nothing, after the tables that are `missing` were made.
///
/// Programs of one format wrote different shapes: the shape is the one in which everything can be read. If there is none,
/// the error is about the row at which the best of them ended.
pub(super) fn take_over(
    core: &mut Connection,
    format: i64,
    missing: &str,
) -> Result<(), StoreError> {
    let writing = |error: rusqlite::Error| StoreError::writing(&error);
    let mut furthest: Option<(u64, StoreError)> = None;
    for shape in Shape::of_format(format) {
        // A transaction each: to go back to a savepoint within one, the engine would hold all pages in memory.
        let change = core.transaction_with_behavior(TransactionBehavior::Immediate);
        let change = change.map_err(writing)?;
        change.execute_batch(missing).map_err(writing)?;
        let mut taking = Taking { to: &change, shape, calendars: Calendars::default(), rows: 0 };
        let taken = taking.all(format);
        let rows = taking.rows;
        match taken {
            Ok(()) => {
                change.pragma_update(None, "user_version", schema::VERSION).map_err(writing)?;
                return change.commit().map_err(writing);
            }
            Err(error @ StoreError::Corrupt { .. }) => {
                if furthest.as_ref().is_none_or(|(most, _)| *most < rows) {
                    furthest = Some((rows, error));
                }
            }
            Err(error) => return Err(error),
        }
    }
    let unknown = || StoreError::corrupt(format!("format {format}"), "no program wrote it");
    Err(furthest.map_or_else(unknown, |(_, error)| error))
}

struct Taking<'c> {
    to: &'c Connection,
    shape: Shape,
    calendars: Calendars,
    /// Rows that could be read.
    rows: u64,
}

/// A row with a key of one number, and the number beside it that the check sum covers, if there is one.
type Row = (i64, Option<i64>, Vec<u8>);

impl Taking<'_> {
    fn all(&mut self, format: i64) -> Result<(), StoreError> {
        let mut state = State::default();
        self.each("state", "SELECT id, NULL, body", |taking, key, body| {
            state = taking.read("state", key, body)?;
            Ok(())
        })?;
        let digests = self.marks()?;
        let mut speakers = self.things()?;
        self.names(&mut speakers)?;
        self.telex()?;
        let asked = self.log(state.applied, &digests, &mut speakers)?;
        state.audited = self.audit(&asked)?;
        self.series()?;
        state.replay_from = 0;
        let written = self.to.execute(
            "REPLACE INTO state (id, body) VALUES (0, ?1)",
            [seal(&[0], record::pack(&state))],
        );
        written.map_err(|error| StoreError::writing(&error))?;
        if state.applied > 0 {
            earlier::keep(self.to, format.cast_unsigned(), &state)
                .map_err(|error| StoreError::writing(&error))?;
        }
        Ok(())
    }

    /// Goes over the rows of a table in order, a page at a time, so that they can be written meanwhile.
    fn each(
        &mut self,
        table: &'static str,
        select: &str,
        mut each: impl FnMut(&mut Self, &[i64], &[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let reading = || StoreError::reading(table);
        let id = select.split([' ', ',']).nth(1).unwrap_or("id");
        let query = format!("{select} FROM {table} WHERE {id} > ?1 ORDER BY {id} LIMIT ?2");
        let mut query = self.to.prepare(&query).map_err(reading())?;
        let mut after = i64::MIN;
        loop {
            let rows = query.query_map((after, limits::ENTRIES_A_STEP), |row| row.try_into());
            let page: Vec<Row> = rows.and_then(Iterator::collect).map_err(reading())?;
            let Some((last, ..)) = page.last() else { return Ok(()) };
            after = *last;
            for (key, beside, stored) in page {
                let key: Vec<i64> = [Some(key), beside].into_iter().flatten().collect();
                let what = || named(table, key[0]);
                let body = unseal(&key, &stored).map_err(|why| StoreError::corrupt(what(), why))?;
                each(self, &key, body)?;
                self.rows += 1;
            }
        }
    }

    fn read<R: Record>(&mut self, table: &str, key: &[i64], body: &[u8]) -> Result<R, StoreError> {
        record::unpack_as(self.shape, body, &mut self.calendars)
            .map_err(|why| StoreError::corrupt(named(table, key[0]), why))
    }

    fn write(&self, update: &str, key: &[i64], body: Vec<u8>) -> Result<(), StoreError> {
        let body = seal(key, body);
        let written = self.to.prepare_cached(update).and_then(|mut it| it.execute((key[0], body)));
        written.map(drop).map_err(|error| StoreError::writing(&error))
    }

    /// A table of which nothing but the shape has changed.
    fn same<R: Record>(&mut self, table: &'static str) -> Result<(), StoreError> {
        self.mended::<R>(table, |_| ())
    }

    fn mended<R: Record>(
        &mut self,
        table: &'static str,
        mut mend: impl FnMut(&mut R),
    ) -> Result<(), StoreError> {
        let update = format!("UPDATE {table} SET body = ?2 WHERE id = ?1");
        self.each(table, "SELECT id, NULL, body", |taking, key, body| {
            let mut thing: R = taking.read(table, key, body)?;
            mend(&mut thing);
            taking.write(&update, key, record::pack(&thing))
        })
    }

    /// Digests of messages that are remembered, by their entry. The log gives each its place again.
    fn marks(&mut self) -> Result<BTreeMap<u64, Hash>, StoreError> {
        let reading = || StoreError::reading("mark");
        let mut query = self.to.prepare("SELECT source, slot, body FROM mark").map_err(reading())?;
        let mut rows = query.query([]).map_err(reading())?;
        let mut digests = BTreeMap::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (source, slot, stored): (i64, i64, Vec<u8>) = row.try_into().map_err(reading())?;
            let mark: Mark = unseal(&[source, slot], &stored)
                .and_then(|body| record::unpack_as(self.shape, body, &mut self.calendars))
                .map_err(|why| StoreError::corrupt(format!("mark {source} {slot}"), why))?;
            digests.insert(mark.offset, mark.digest);
            self.rows += 1;
        }
        self.to.execute_batch("DELETE FROM mark").map_err(|error| StoreError::writing(&error))?;
        Ok(digests)
    }

    fn things(&mut self) -> Result<Speakers, StoreError> {
        let (mut units, mut indicators) = (Vec::new(), Vec::new());
        let mut told: BTreeMap<SignalId, IndicatorId> = BTreeMap::new();
        for kind in Kind::ALL {
            let table = kind.name();
            match kind {
                Kind::Unit => self.mended(table, |unit: &mut Unit| units.push(unit.clone()))?,
                Kind::Indicator => {
                    self.mended(table, |it: &mut Indicator| indicators.push(it.clone()))?;
                }
                Kind::Signal => self.mended(table, |signal: &mut Signal| {
                    told.insert(signal.id, signal.indicator);
                })?,
                Kind::Incident => {
                    let mut are_named = true;
                    self.mended(table, |it: &mut Incident| are_named &= name_joined(it, &told))?;
                    if !are_named {
                        let why = "one joined by a signal that is missing";
                        return Err(StoreError::corrupt(table, why));
                    }
                }
                Kind::Obligation => self.same::<Obligation>(table)?,
                Kind::Agreement => self.mended(table, sign_offer)?,
                Kind::Directive => self.same::<Directive>(table)?,
                Kind::Day => self.same::<Day>(table)?,
                Kind::Ledger => self.same::<Ledger>(table)?,
                Kind::Watch => self.same::<KeptWatch>(table)?,
                // Of these there were none.
                Kind::Roll
                | Kind::Opening
                | Kind::Request
                | Kind::Link
                | Kind::Flow
                | Kind::Message
                | Kind::Post => {}
            }
        }
        let missing = || StoreError::corrupt("unit", "one that others name is missing");
        Speakers::among(units, indicators).ok_or_else(missing)
    }

    fn telex(&mut self) -> Result<(), StoreError> {
        self.each("telex", "SELECT number, unit, body", |taking, key, body| {
            let notice: Notice = taking.read("telex", key, body)?;
            let update = "UPDATE telex SET body = ?2 WHERE number = ?1";
            taking.write(update, key, record::pack(&notice))
        })
    }

    /// The log with the marks of its senders, and the digest of what was asked by each entry that was applied and left an audit record.
    fn log(
        &mut self,
        applied: u64,
        digests: &BTreeMap<u64, Hash>,
        speakers: &mut Speakers,
    ) -> Result<Vec<Hash>, StoreError> {
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        let mut asked = Vec::new();
        let mut last = 0;
        self.each("log", "SELECT offset, received, body", |taking, key, body| {
            let damaged =
                |why: &dyn std::fmt::Display| StoreError::corrupt(named("log", key[0]), why);
            last += 1;
            if key[0] != last {
                return Err(damaged(&format!("entry {last} is missing")));
            }
            let logged = unpack_logged_as(taking.shape, body, &mut taking.calendars)
                .map_err(|why| damaged(&why))?;
            let leaves_record = matches!(logged.event, Event::Charter(_) | Event::Act(_));
            if leaves_record && key[0].cast_unsigned() <= applied {
                asked.push(Sha256::digest(record::pack(&logged.event)).into());
            }
            let sender = speakers.sender(&logged);
            if sender.is_some() != logged.sender.is_some() {
                return Err(damaged(&"the source that sent it is missing"));
            }
            if let Some(Sender { source, epoch, seq }) = sender {
                // What a later message had pushed out is known by no digest any more.
                let offset = key[0].cast_unsigned();
                let digest = digests.get(&offset).copied().unwrap_or_default();
                let mark = Mark { epoch, seq, offset, digest };
                commit::put_mark(taking.to, source, &mark).map_err(writing)?;
            }
            let body = record::pack_logged(sender, &logged.event);
            taking.write("UPDATE log SET body = ?2 WHERE offset = ?1", key, body)
        })?;
        for (number, name) in speakers.names() {
            commit::put_source(self.to, number, name).map_err(writing)?;
        }
        Ok(asked)
    }

    /// The names of sources as they were.
    fn names(&mut self, speakers: &mut Speakers) -> Result<(), StoreError> {
        self.each("source", "SELECT id, NULL, body", |taking, key, body| {
            speakers.name(key[0].cast_unsigned(), taking.read("source", key, body)?);
            Ok(())
        })?;
        self.to.execute_batch("DELETE FROM source").map_err(|error| StoreError::writing(&error))
    }

    /// The audit, in a table that knows the unit of a record, and the tree over it.
    fn audit(&mut self, asked: &[Hash]) -> Result<Tree, StoreError> {
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        let anew = format!("ALTER TABLE audit RENAME TO audited; {}", schema::AUDIT_TABLE);
        self.to.execute_batch(&anew).map_err(writing)?;
        let mut tree = Tree::default();
        self.each("audited", "SELECT number, NULL, body", |taking, key, body| {
            let mut line: AuditLine = taking.read("audited", key, body)?;
            let place = usize::try_from(key[0]).unwrap_or_default().checked_sub(1);
            let asked = place.and_then(|place| asked.get(place)).ok_or_else(|| {
                let why = "the log has no entry that left it";
                StoreError::corrupt(named("audited", key[0]), why)
            })?;
            line.asked = *asked;
            let body = record::pack(&line);
            tree.push(&body);
            let put = "INSERT INTO audit (number, unit, body) VALUES (?1, ?2, ?3)";
            let put = taking.to.prepare_cached(put).and_then(|mut put| {
                put.execute((key[0], line.unit.map(|unit| unit.0), seal(key, body)))
            });
            put.map(drop).map_err(writing)
        })?;
        if tree.size() != asked.len() as u64 {
            let why = format!("{} are here, and the log left {}", tree.size(), asked.len());
            return Err(StoreError::corrupt("audit", why));
        }
        self.to.execute_batch("DROP TABLE audited").map_err(writing)?;
        Ok(tree)
    }

    /// Series without readings, for each indicator.
    fn series(&mut self) -> Result<(), StoreError> {
        let writing = |error: rusqlite::Error| StoreError::writing(&error);
        self.to.execute_batch("DELETE FROM series").map_err(writing)?;
        // They were written anew just before.
        self.shape = Shape::TODAY;
        self.each("indicator", "SELECT id, NULL, body", |taking, key, body| {
            let indicator: Indicator = taking.read("indicator", key, body)?;
            let body = seal(&[key[0], 0], kept::pack_new_series(&indicator));
            let put = "INSERT INTO series (id, upto, body) VALUES (?1, 0, ?2)";
            let put = taking.to.prepare_cached(put).and_then(|mut put| put.execute((key[0], body)));
            put.map(drop).map_err(writing)
        })
    }
}

/// What a row is called where it cannot be read.
fn named(table: &str, key: i64) -> String {
    match table {
        "log" => format!("entry {key} of the log"),
        "telex" => format!("line {key} of the telex"),
        "audited" => format!("audit record {key}"),
        _ => format!("{table} {key}"),
    }
}

/// Who made an offer has signed it: that was not said apart. Their number is not known, so that it binds.
fn sign_offer(agreement: &mut Agreement) {
    let is_on_table = matches!(agreement.state, Standing::Proposed | Standing::Countered);
    if is_on_table && agreement.signed.is_empty() {
        let offer = agreement.offer();
        let (side, by, at) = (offer.side, offer.by.clone(), offer.at);
        agreement.signed = vec![Signature { side, by, who: None, at }];
    }
}

/// A line about a series that joined named its signal alone at first. Whether each signal is known.
fn name_joined(incident: &mut Incident, told: &BTreeMap<SignalId, IndicatorId>) -> bool {
    incident.log.iter_mut().all(|line| {
        let Happening::Joined(indicator, signal) = &mut line.what else { return true };
        if *indicator != UNSAID {
            return true;
        }
        told.get(signal).map(|named| *indicator = *named).is_some()
    })
}
