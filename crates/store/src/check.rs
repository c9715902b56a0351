//! Check: is what was kept what the log says?
//!
//! The whole log is lived through again in an empty federation, or from where an earlier program left off, and
//! everything that was kept is held against it, bit for bit: every thing, every series, every line of telex and audit, every
//! reading of the history. What cannot be told from the log, the engine's own pages, is checked
//! by the engine.

use std::collections::BTreeMap;
use std::path::Path;

use mission::effect::{Notice, Step, Thing};
use mission::event::{Entry, Event};
use mission::federation::{Federation, Retaken};
use mission::forgetting::Sweep;
use mission::id::{IndicatorId, LinkId, UnitId};
use mission::letter::Letter;
use mission::report::Reading;
use mission::series::Sealed;
use mission::time::Timestamp;

use crate::audit::{Checkpoint, Hash, Tree};
use crate::contract::{AuditLine, Reader, Store};
use crate::error::StoreError;
use crate::kept;
use crate::limits;
use crate::opening::{Begun, begin, kept_federation};
use crate::record;
use crate::replay::step_all;
use crate::sqlite::SqliteStore;

/// What was held against the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Checked {
    /// Entries of the log.
    pub entries: u64,
    /// Readings in them.
    pub readings: u64,
    /// Units, indicators, signals, incidents and what else is kept by identity; and series.
    pub things: u64,
    /// Readings that have left their series' tail.
    pub history: u64,
    /// Lines of telex.
    pub notices: u64,
    /// Audit records.
    pub audited: u64,
    /// Entries of which an earlier program decided what follows. That is taken as it was kept.
    pub taken_over: u64,
}

/// What followed from the log, lived through again.
#[derive(Default)]
struct Relived {
    federation: Federation,
    history: BTreeMap<IndicatorId, Vec<(Timestamp, f64)>>,
    amendments: BTreeMap<IndicatorId, BTreeMap<Timestamp, f64>>,
    notices: BTreeMap<UnitId, Vec<Notice>>,
    audit: Vec<AuditLine>,
    letters: BTreeMap<(LinkId, u64), Letter>,
    /// What acts asked whose words are gone.
    forgotten: BTreeMap<u64, Hash>,
    checked: Checked,
}

/// Checks a directory that no process has open: its pages, its marks, and everything in it against
/// its log. Takes about as long as living through the log does.
///
/// Its audit must go on from each of the `checkpoints`, which somebody else has kept.
pub fn check(
    directory: &Path,
    workers: usize,
    checkpoints: &[Checkpoint],
) -> Result<Checked, StoreError> {
    if !directory.join(crate::sqlite::CORE).exists() {
        let found = "an empty directory, or none".to_owned();
        return Err(StoreError::Foreign { path: directory.to_owned(), found });
    }
    let mut store = SqliteStore::open(directory)?;
    store.inspect()?;
    store.accounts()?.inspect()?;
    // First, for a checkpoint also finds what was taken from log and audit alike.
    let known = [checkpoints, &[store.checkpoint()]].concat();
    hold_audit(store.reader()?.as_mut(), &known)?;
    let checked = verify(&mut store, workers)?;
    store.settle()?;
    Ok(checked)
}

/// Holds the audit against what others know of it, as [`check`] does first. The first record that is not
/// where it should be is an error.
pub fn hold_audit(reader: &mut dyn Reader, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
    let mut waiting: Vec<&Checkpoint> = checkpoints.iter().collect();
    waiting.sort_by_key(|checkpoint| checkpoint.size);
    let mut waiting = waiting.into_iter().peekable();
    let mut tree = Tree::default();
    loop {
        while let Some(due) = waiting.next_if(|due| due.size == tree.size()) {
            if due.root != tree.root() {
                let why = "they do not lead to the root known of them: some were changed or moved";
                return Err(StoreError::corrupt(first(due.size), why));
            }
        }
        let Some(next) = waiting.peek() else { return Ok(()) };
        let page = usize::try_from(next.size - tree.size()).unwrap_or(usize::MAX);
        let lines = reader.audit(tree.size(), page.min(limits::ENTRIES_A_PAGE))?;
        if lines.is_empty() {
            let why = format!("{} are known, and {} are here", next.size, tree.size());
            return Err(StoreError::corrupt("audit: records are missing at the end", why));
        }
        for (number, line) in lines {
            if number != tree.size() + 1 {
                let missing = format!("audit record {}", tree.size() + 1);
                return Err(StoreError::corrupt(missing, "it is not there"));
            }
            tree.push(&record::pack(&line));
        }
    }
}

/// What a record of the audit says, by its bytes.
pub fn read_record(bytes: &[u8]) -> Result<AuditLine, StoreError> {
    let read = record::unpack(bytes, &mut record::Calendars::default());
    read.map_err(|why| StoreError::corrupt("the record of a proof", why))
}

fn first(records: u64) -> String {
    match records {
        1 => "the first audit record".to_owned(),
        _ => format!("the first {records} audit records"),
    }
}

/// Holds everything that a store keeps against its log. The first difference is an error.
pub fn verify(store: &mut dyn Store, workers: usize) -> Result<Checked, StoreError> {
    let (mut kept, _) = kept_federation(store)?;
    let mut reader = store.reader()?;
    let mut relived = Relived::of_log(reader.as_mut(), kept.applied().offset, workers)?;
    // What is too old goes when its day is over, here and there alike.
    kept.forget_words();
    relived.federation.forget_words();
    let differs = |thing: String| StoreError::corrupt(thing, "it is not what the log says");

    let mut checked = relived.checked;
    if kept.applied() != relived.federation.applied() {
        return Err(differs("how far the log was applied".to_owned()));
    }
    let things = kept::everything(&kept);
    let missing = kept::everything(&relived.federation);
    if let Some(thing) = things.symmetric_difference(&missing).next() {
        return Err(differs(format!("{thing:?}")));
    }
    for thing in &things {
        if !is_same(&kept, &relived.federation, *thing) {
            return Err(differs(format!("{thing:?}")));
        }
    }
    checked.things = things.len() as u64;
    for indicator in kept.registry().indicators() {
        let series = |federation| kept::pack_series(federation, indicator.id);
        if series(&kept) != series(&relived.federation) {
            return Err(differs(format!("series of {:?}", indicator.id)));
        }
        checked.things += 1;
    }
    checked.history = relived.hold_history(reader.as_mut())?;
    checked.notices = relived.notices.values().map(|lines| lines.len() as u64).sum();
    checked.audited = relived.audit.len() as u64;
    relived.hold_lines(reader.as_mut())?;
    Ok(checked)
}

fn is_same(one: &Federation, other: &Federation, thing: Thing) -> bool {
    if let Thing::Day(unit, date) = thing
        && one.day(unit, date) != other.day(unit, date)
    {
        return false;
    }
    kept::pack_thing(one, thing) == kept::pack_thing(other, thing)
}

impl Relived {
    /// Lives through the log up to the entry at `last`, and reads what follows it.
    fn of_log(reader: &mut dyn Reader, last: u64, workers: usize) -> Result<Self, StoreError> {
        let mut relived = Self { forgotten: reader.forgotten()?, ..Self::default() };
        relived.begin(reader)?;
        let begun = relived.checked.taken_over;
        loop {
            let next = relived.checked.entries + 1;
            let mut entries = reader.entries(next, limits::ENTRIES_A_STEP)?;
            if entries.is_empty() {
                break;
            }
            relived.checked.entries += entries.len() as u64;
            relived.checked.readings += entries.iter().map(readings).sum::<u64>();
            entries.retain(|entry| entry.offset > begun && entry.offset <= last);
            let steps = step_all(&mut relived.federation, &entries, workers);
            for (step, entry) in steps.into_iter().zip(&entries) {
                relived.take(step, entry);
            }
        }
        Ok(relived)
    }

    /// Begins where an earlier program left off, if one did, with what it told and wrote down.
    fn begin(&mut self, reader: &mut dyn Reader) -> Result<(), StoreError> {
        let mut left = Vec::new();
        let Begun { federation, notices, audited } = begin(reader, |retaken| left.push(retaken))?;
        for Retaken { sealed, amended } in left {
            self.leave(sealed, amended);
        }
        self.checked.taken_over = federation.applied().offset;
        self.federation = federation;
        let mut after = 0;
        while after < notices {
            let page = reader.telex(after, limits::ENTRIES_A_PAGE)?;
            let Some(last) = page.last() else {
                return Err(StoreError::corrupt("telex", format!("line {} is missing", after + 1)));
            };
            after = last.number;
            for line in page.into_iter().filter(|line| line.number <= notices) {
                self.notices.entry(line.notice.to).or_default().push(line.notice);
            }
        }
        let audited = usize::try_from(audited).unwrap_or(usize::MAX);
        self.audit.extend(reader.audit(0, audited)?.into_iter().map(|(_, line)| line));
        Ok(())
    }

    fn leave(&mut self, sealed: Vec<(IndicatorId, Sealed)>, amended: Vec<Reading>) {
        for (indicator, sealed) in sealed {
            self.history.entry(indicator).or_default().extend(sealed.points);
        }
        for reading in amended {
            let of_series = self.amendments.entry(reading.indicator).or_default();
            of_series.insert(reading.at, reading.value);
        }
    }

    fn take(&mut self, step: Step, entry: &Entry) {
        self.leave(step.sealed, step.amended);
        for notice in step.notices {
            self.notices.entry(notice.to).or_default().push(notice);
        }
        let written = step.letters.into_iter();
        self.letters.extend(written.map(|(link, number, letter)| ((link, number), letter)));
        for (link, upto) in step.delivered {
            self.letters.retain(|(of, number), _| *of != link || *number > upto);
        }
        self.audit.extend(step.audit.map(|record| {
            let line = AuditLine::of(&record, entry);
            let asked = self.forgotten.get(&entry.offset).copied().unwrap_or(line.asked);
            AuditLine { asked, ..line }
        }));
    }

    /// Holds the readings that left their series' tail against those kept.
    fn hold_history(&self, reader: &mut dyn Reader) -> Result<u64, StoreError> {
        let mut count = 0;
        for indicator in self.federation.registry().indicators() {
            let id = indicator.id;
            let sealed = self.history.get(&id).into_iter().flatten().copied();
            let amended = self.amendments.get(&id).into_iter().flatten();
            let said: BTreeMap<Timestamp, u64> = sealed
                .chain(amended.map(|(at, value)| (*at, *value)))
                .map(|(at, value)| (at, value.to_bits()))
                .collect();
            let kept = reader.chunks(id, Timestamp::MIN, Timestamp::MAX)?;
            let kept = kept.into_iter().map(|(at, value)| (at, value.to_bits()));
            if !said.iter().map(|(at, bits)| (*at, *bits)).eq(kept) {
                let what = format!("history of {id:?}");
                return Err(StoreError::corrupt(what, "it is not what the log says"));
            }
            count += said.len() as u64;
        }
        Ok(count)
    }

    /// Holds telex and audit against those kept.
    fn hold_lines(&mut self, reader: &mut dyn Reader) -> Result<(), StoreError> {
        let differs = |what: String| StoreError::corrupt(what, "it is not what the log says");
        let mut sweep = Sweep::new(self.federation.words_gone_before());
        for unit in self.federation.registry().units() {
            let kept = reader.notices(unit.id, None, usize::MAX)?;
            let mut kept: Vec<Notice> = kept.into_iter().rev().map(|line| line.notice).collect();
            let mut said = self.notices.remove(&unit.id).unwrap_or_default();
            said.iter_mut().chain(&mut kept).for_each(|notice| sweep.notice(notice));
            if said != kept {
                return Err(differs(format!("telex of {:?}", unit.id)));
            }
        }
        for link in self.federation.links() {
            let mut kept = reader.letters(link.id, 0, usize::MAX)?;
            let waiting = self.letters.values_mut();
            waiting.chain(kept.iter_mut().map(|(_, it)| it)).for_each(|it| sweep.letter(it));
            let said = self.letters.iter().filter(|((of, _), _)| *of == link.id);
            if !said
                .map(|((_, number), letter)| (*number, letter))
                .eq(kept.iter().map(|(n, l)| (*n, l)))
            {
                return Err(differs(format!("letters of {:?}", link.id)));
            }
        }
        let kept = reader.audit(0, usize::MAX)?;
        let numbered = (1_u64..).zip(&self.audit);
        let same = numbered.zip(&kept).take_while(|((number, said), (kept_number, kept))| {
            number == kept_number && *said == kept
        });
        let same = same.count();
        if same < self.audit.len() || same < kept.len() {
            return Err(differs(format!("audit record {}", same + 1)));
        }
        Ok(())
    }
}

fn readings(entry: &Entry) -> u64 {
    if let Event::Letters(_, came) = &entry.event {
        return came.letters.iter().map(opened).sum();
    }
    entry.event.report().map_or(0, |report| report.readings.len() as u64)
}

fn opened(letter: &Letter) -> u64 {
    if let Letter::Readings(opened) = letter { opened.points.len() as u64 } else { 0 }
}
