//! Memory: a store that is gone with the process, for tests and for simulated worlds.
//!
//! It keeps the same bytes under the same keys as the one on disk, so that the suite of tests says
//! the same of both.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mission::effect::Notice;
use mission::event::{Entry, Event};
use mission::federation;
use mission::forgetting::{Sweep, horizon};
use mission::id::{IndicatorId, LinkId, UnitId};
use mission::letter::Letter;
use mission::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::accounts::Accounts;
use crate::audit::{self, Checkpoint, Hash, NodeKey, Tree, Verifier};
use crate::contract::{
    Applied, AuditLine, Incoming, Loaded, Reader, Receipt, SourceMark, Store, TelexLine,
};
use crate::error::StoreError;
use crate::kept::{self, Kind, Pieces};
use crate::marks::{self, Judgement, Mark};
use crate::record::{self, RecordError};
use crate::sqlite::{Beside, Shipped};

/// A store in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Debug, Default)]
struct Shelf {
    log: Vec<Entry>,
    marks: BTreeMap<(String, u64), Mark>,
    objects: BTreeMap<(Kind, i64), Vec<u8>>,
    series: BTreeMap<IndicatorId, (u64, Vec<u8>)>,
    /// Readings as they were sealed, by how many of the series went before the chunk.
    chunks: BTreeMap<(IndicatorId, u64), Vec<(Timestamp, f64)>>,
    amended: BTreeMap<(IndicatorId, Timestamp), f64>,
    notices: Vec<Notice>,
    audit: Vec<AuditLine>,
    letters: BTreeMap<(LinkId, u64), Letter>,
    /// What acts asked before their words went.
    forgotten: BTreeMap<u64, Hash>,
    applied: federation::Applied,
    replay_from: u64,
}

impl MemoryStore {
    /// What was kept stays whole when a thread that looked at it panicked.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for MemoryStore {
    fn load(&mut self) -> Result<Loaded, StoreError> {
        let shelf = self.shelf();
        let mut pieces = Pieces::default();
        for ((kind, key), bytes) in &shelf.objects {
            pieces.put(*kind, *key, bytes)?;
        }
        for (offset, bytes) in shelf.series.values() {
            pieces.put_series(*offset, bytes)?;
        }
        pieces.finish(shelf.applied, shelf.replay_from)
    }

    fn commit(
        &mut self,
        incoming: &[Incoming],
        applied: Option<&Applied>,
    ) -> Result<Vec<Receipt>, StoreError> {
        let mut shelf = self.shelf();
        let receipts = incoming.iter().map(|incoming| shelf.receive(incoming)).collect();
        if let Some(applied) = applied {
            let damaged = |why| StoreError::corrupt("chunk", why);
            shelf.apply(applied).map_err(damaged)?;
        }
        Ok(receipts)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        Ok(Box::new(self.clone()))
    }

    /// What is gone with the process signs with a key that everybody knows.
    fn node_key(&self) -> Result<NodeKey, StoreError> {
        Ok(NodeKey::of(*b"a store in memory keeps nothing!"))
    }

    fn push_key(&self) -> Result<Vec<u8>, StoreError> {
        audit::new_push_key()
    }

    fn accounts(&self) -> Result<Accounts, StoreError> {
        Accounts::in_memory()
    }

    fn close(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

impl Shelf {
    fn receive(&mut self, incoming: &Incoming) -> Receipt {
        let key = |mark: &SourceMark| (mark.source.clone(), marks::slot(mark));
        if let Some(mark) = &incoming.mark {
            let held = self.marks.get(&key(mark));
            match marks::judge(held, mark) {
                Judgement::Append => {}
                Judgement::Answer(receipt) => return receipt,
                Judgement::TooOld => {
                    let of_source = (mark.source.clone(), 0)..=(mark.source.clone(), u64::MAX);
                    let newest =
                        self.marks.range(of_source).map(|(_, held)| (held.epoch, held.seq));
                    return Receipt::TooOld { newest_seq: newest.max().map_or(0, |(_, seq)| seq) };
                }
            }
        }
        let offset = self.log.len() as u64 + 1;
        let last = self.log.last().map_or(Timestamp::MIN, |entry| entry.received);
        let received = incoming.received.max(last);
        if let Some(mark) = &incoming.mark {
            let SourceMark { source: _, epoch, seq, digest } = *mark;
            self.marks.insert(key(mark), Mark { epoch, seq, offset, digest });
        }
        self.log.push(Entry { offset, received, event: Event::clone(&incoming.event) });
        Receipt::Appended { offset, received }
    }

    fn apply(&mut self, applied: &Applied) -> Result<(), RecordError> {
        let objects = applied.objects.iter();
        self.objects.extend(objects.map(|(thing, bytes)| (kept::place(*thing), bytes.clone())));
        for thing in &applied.gone {
            self.objects.remove(&kept::place(*thing));
        }
        for (indicator, bytes) in &applied.snapshots {
            self.series.insert(*indicator, (applied.upto.offset, bytes.clone()));
        }
        for (indicator, chunk) in &applied.chunks {
            let points = record::unpack_points(&chunk.bytes)?;
            self.chunks.insert((*indicator, chunk.first), points);
        }
        let amended = applied.amendments.iter();
        self.amended.extend(amended.map(|it| ((it.indicator, it.at), it.value)));
        self.notices.extend(applied.notices.iter().cloned());
        self.audit.extend(applied.audit.iter().cloned());
        let written = applied.letters.iter().cloned();
        self.letters.extend(written.map(|(link, number, letter)| ((link, number), letter)));
        for (link, upto) in &applied.delivered {
            self.letters.retain(|(of, number), _| of != link || number > upto);
        }
        let before = horizon(self.applied.received);
        (self.applied, self.replay_from) = (applied.upto, applied.replay_from);
        if horizon(self.applied.received) > before {
            self.forget();
        }
        Ok(())
    }

    /// Readings beside the chunks of a series, in order of time.
    fn amendments(
        &self,
        indicator: IndicatorId,
        within: &Range<Timestamp>,
    ) -> impl Iterator<Item = (Timestamp, f64)> {
        let of_series =
            self.amended.range((indicator, Timestamp::MIN)..=(indicator, Timestamp::MAX));
        let points = of_series.map(|((_, at), value)| (*at, *value));
        points.filter(|(at, _)| within.contains(at))
    }

    /// Words that are too old go.
    fn forget(&mut self) {
        let mut sweep = Sweep::new(horizon(self.applied.received));
        for entry in &mut self.log {
            if entry.received >= sweep.before {
                break;
            }
            let asked = Sha256::digest(record::pack(&entry.event)).into();
            sweep.took = false;
            entry.event.forget(entry.received, &mut sweep);
            if sweep.took {
                self.forgotten.entry(entry.offset).or_insert(asked);
            }
        }
        self.notices.iter_mut().for_each(|notice| sweep.notice(notice));
        self.letters.values_mut().for_each(|letter| sweep.letter(letter));
    }
}

fn not_kept() -> StoreError {
    StoreError::corrupt("memory", "a store in memory is copied to no other machine")
}

impl Reader for MemoryStore {
    fn chunks(
        &mut self,
        indicator: IndicatorId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        let sealed = self.sealed(indicator, u64::MAX, from..to)?;
        let mut points: BTreeMap<Timestamp, f64> = sealed.into_iter().collect();
        points.extend(self.shelf().amendments(indicator, &(from..to)));
        Ok(points.into_iter().collect())
    }

    fn sealed(
        &mut self,
        indicator: IndicatorId,
        sealed: u64,
        within: Range<Timestamp>,
    ) -> Result<Vec<(Timestamp, f64)>, StoreError> {
        let shelf = self.shelf();
        let chunks = shelf.chunks.range((indicator, 0)..(indicator, sealed));
        let points = chunks.flat_map(|(_, points)| points).copied();
        Ok(points.filter(|(at, _)| within.contains(at)).collect())
    }

    fn amended(
        &mut self,
        indicator: IndicatorId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let shelf = self.shelf();
        Ok(shelf.amendments(indicator, &(from..to)).map(|(at, _)| at).collect())
    }

    fn notices(
        &mut self,
        unit: UnitId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<TelexLine>, StoreError> {
        let shelf = self.shelf();
        let lines = (1_u64..).zip(&shelf.notices).filter(|(number, notice)| {
            notice.to == unit && before.is_none_or(|before| *number < before)
        });
        let mut lines: Vec<TelexLine> =
            lines.map(|(number, notice)| TelexLine { number, notice: notice.clone() }).collect();
        lines.reverse();
        lines.truncate(limit);
        Ok(lines)
    }

    fn telex(&mut self, after: u64, limit: usize) -> Result<Vec<TelexLine>, StoreError> {
        let shelf = self.shelf();
        let after = usize::try_from(after).unwrap_or(usize::MAX);
        let lines = (1_u64..).zip(&shelf.notices).skip(after).take(limit);
        Ok(lines.map(|(number, notice)| TelexLine { number, notice: notice.clone() }).collect())
    }

    fn telex_end(&mut self) -> Result<u64, StoreError> {
        Ok(self.shelf().notices.len() as u64)
    }

    fn audit(&mut self, after: u64, limit: usize) -> Result<Vec<(u64, AuditLine)>, StoreError> {
        let shelf = self.shelf();
        let lines = (1_u64..).zip(shelf.audit.iter().cloned());
        Ok(lines.filter(|(number, _)| *number > after).take(limit).collect())
    }

    fn audit_of(
        &mut self,
        unit: UnitId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, AuditLine)>, StoreError> {
        let mut lines = self.audit(0, usize::MAX)?;
        lines.retain(|(number, line)| {
            line.unit == Some(unit) && before.is_none_or(|before| *number < before)
        });
        lines.reverse();
        lines.truncate(limit);
        Ok(lines)
    }

    fn checkpoint(&mut self) -> Result<(String, Verifier), StoreError> {
        let mut tree = Tree::default();
        for line in &self.shelf().audit {
            tree.push(&record::pack(line));
        }
        let key = self.node_key()?;
        Ok((Checkpoint::of(&tree).signed(&key), key.verifier()))
    }

    fn letters(
        &mut self,
        link: LinkId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Letter)>, StoreError> {
        let shelf = self.shelf();
        let waiting =
            shelf.letters.iter().filter(|((of, number), _)| *of == link && *number > after);
        Ok(waiting.take(limit).map(|((_, number), letter)| (*number, letter.clone())).collect())
    }

    fn shipped(&mut self, _after: u64, _sources: u64) -> Result<Shipped, StoreError> {
        Err(not_kept())
    }

    fn beside(&mut self) -> Result<Beside, StoreError> {
        Err(not_kept())
    }

    fn forgotten(&mut self) -> Result<BTreeMap<u64, Hash>, StoreError> {
        Ok(self.shelf().forgotten.clone())
    }

    fn entries(&mut self, from: u64, limit: usize) -> Result<Vec<Entry>, StoreError> {
        let shelf = self.shelf();
        let from = usize::try_from(from.max(1) - 1).unwrap_or(usize::MAX);
        Ok(shelf.log.iter().skip(from).take(limit).cloned().collect())
    }
}
