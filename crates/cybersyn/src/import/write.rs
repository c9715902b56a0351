//! Write: how does a history come into the log?
//!
//! In the order in which its readings would have come to be known, as entries that are received at
//! that time, a few thousand committed at once. Each entry is numbered under the digest of the
//! files, so an import that was cut off goes on where it stopped when it is run again, and one that
//! is run twice changes nothing.

use std::collections::BTreeSet;
use std::time::Duration;

use indicatif::ProgressBar;
use mission::effect::{Step, Thing};
use mission::event::Event;
use mission::federation::Federation;
use mission::id::{IncidentId, SignalId};
use mission::incident::End;
use mission::report::{Reading, Report};
use mission::signal::Kind;
use mission::time::Timestamp;
use sha2::{Digest, Sha256};
use store::{Incoming, SourceMark};

use super::sort::{Known, Sorted};
use crate::house::House;
use crate::limits;

/// What an import brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    /// Readings put into the log.
    pub(crate) readings: u64,
    /// Readings that an earlier run had put there.
    pub(crate) repeated: u64,
    /// What the filter said of them.
    pub(crate) signals: Signals,
    /// Incidents that opened.
    pub(crate) incidents: u64,
    /// Those of them that recovered.
    pub(crate) recovered: u64,
    /// Those that stood at the end of the history.
    pub(crate) standing: u64,
}

/// Signals by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signals {
    pub(crate) unusual: u64,
    pub(crate) one_offs: u64,
    pub(crate) steps: u64,
    pub(crate) slopes: u64,
}

/// Under which name the entries of an import are numbered.
pub(crate) fn source(table: &[u8; 32], mapping: &[u8], good_only: bool) -> String {
    let mut both = Sha256::new();
    both.update(table);
    both.update(mapping);
    both.update([u8::from(good_only)]);
    let digest = both.finalize();
    let mut name = "import:".to_owned();
    for byte in digest.iter().take(16) {
        name.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        name.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
    }
    name
}

/// Puts a history into the log, and ends it.
pub(crate) fn write(
    house: &mut House,
    sorted: &mut Sorted,
    source: &str,
    now: Timestamp,
    progress: &ProgressBar,
) -> anyhow::Result<Written> {
    let mut writer = Writer {
        house,
        source,
        now,
        seq: 0,
        group: Vec::new(),
        in_group: 0,
        tally: Tally::default(),
        written: Written::default(),
        progress,
    };
    // The last period may not be over yet. How far it may reach is said by the table, not by the
    // clock, so that a later run numbers the same entries.
    let end = sorted.latest() + Duration::from_hours(24);
    let (mut readings, mut received) = (Vec::new(), Timestamp::MIN);
    let mut last: Option<Known> = None;
    for known in sorted.in_order()? {
        let known = known?;
        if last.replace(known).is_some_and(|last| last.is_same(&known)) {
            continue;
        }
        let is_full = readings.len() >= limits::READINGS_AN_ENTRY;
        if !readings.is_empty() && (known.received.min(end) != received || is_full) {
            writer.entry(std::mem::take(&mut readings), received)?;
        }
        received = known.received.min(end);
        readings.push(Reading { indicator: known.indicator, at: known.at, value: known.value });
    }
    if !readings.is_empty() {
        writer.entry(readings, received)?;
    }
    writer.event(Event::HistoryEnds, now);
    writer.commit()?;
    let Writer { tally, mut written, house, .. } = writer;
    tally.into(&mut written, house.federation());
    Ok(written)
}

struct Writer<'a> {
    house: &'a mut House,
    source: &'a str,
    now: Timestamp,
    seq: u64,
    group: Vec<Incoming>,
    in_group: usize,
    tally: Tally,
    written: Written,
    progress: &'a ProgressBar,
}

impl Writer<'_> {
    fn entry(&mut self, readings: Vec<Reading>, received: Timestamp) -> anyhow::Result<()> {
        self.in_group += readings.len();
        let report = Report { readings, ..Report::default() };
        self.event(Event::History(report, received), received.min(self.now));
        let is_full = self.in_group >= limits::READINGS_A_COMMIT
            || self.group.len() >= limits::ENTRIES_A_COMMIT;
        if is_full { self.commit() } else { Ok(()) }
    }

    fn event(&mut self, event: Event, received: Timestamp) {
        self.seq += 1;
        let digest = digest(&event);
        let source = self.source.to_owned();
        let mark = Some(SourceMark { source, epoch: 1, seq: self.seq, digest });
        self.group.push(Incoming { mark, received, event });
    }

    fn commit(&mut self) -> anyhow::Result<()> {
        let group = std::mem::take(&mut self.group);
        let sizes: Vec<usize> = group.iter().map(|incoming| size(&incoming.event)).collect();
        let put = self.house.put(group)?;
        // What came before was numbered before: the repeated ones are the first of the group.
        let (repeated, new) = sizes.split_at(put.repeated);
        self.written.repeated += repeated.iter().sum::<usize>() as u64;
        self.written.readings += new.iter().sum::<usize>() as u64;
        self.tally.add(&put.steps, self.house.federation());
        self.progress.inc(self.in_group as u64);
        self.in_group = 0;
        Ok(())
    }
}

fn size(event: &Event) -> usize {
    event.report().map_or(0, |report| report.readings.len())
}

/// What an entry says, whoever numbers it.
fn digest(event: &Event) -> [u8; 32] {
    let mut hash = Sha256::new();
    if let Event::History(report, at) = event {
        hash.update(at.as_millis().to_le_bytes());
        for Reading { indicator, at, value } in &report.readings {
            hash.update(indicator.0.to_le_bytes());
            hash.update(at.as_millis().to_le_bytes());
            hash.update(value.to_le_bytes());
        }
    }
    hash.finalize().into()
}

/// Counts what followed. Signals leave memory, so they are counted as they come.
#[derive(Default)]
struct Tally {
    seen: BTreeSet<SignalId>,
    signals: Signals,
    incidents: BTreeSet<IncidentId>,
}

impl Tally {
    fn add(&mut self, steps: &[Step], federation: &Federation) {
        for thing in steps.iter().flat_map(|step| &step.touched) {
            match thing {
                Thing::Signal(id) => {
                    let Some(signal) = federation.signal_by_id(*id) else { continue };
                    if self.seen.insert(*id) {
                        *self.signals.of(signal.kind) += 1;
                    }
                }
                Thing::Incident(id) => {
                    self.incidents.insert(*id);
                }
                Thing::Unit(_)
                | Thing::Indicator(_)
                | Thing::Obligation(_)
                | Thing::Agreement(_)
                | Thing::Directive(_)
                | Thing::Day(..)
                | Thing::Ledger(_)
                | Thing::Watch(_)
                | Thing::Roll(_)
                | Thing::Opening(_)
                | Thing::Request(_)
                | Thing::Link(_)
                | Thing::Flow(_)
                | Thing::Message(_)
                | Thing::Post(_) => {}
            }
        }
    }

    fn into(self, written: &mut Written, federation: &Federation) {
        written.signals = self.signals;
        written.incidents = self.incidents.len() as u64;
        for id in self.incidents {
            let closing = federation.incident(id).and_then(|incident| incident.closed);
            match closing.map(|closing| closing.how) {
                Some(End::Recovered) => written.recovered += 1,
                Some(End::History) => written.standing += 1,
                Some(_) | None => {}
            }
        }
    }
}

impl Signals {
    fn of(&mut self, kind: Kind) -> &mut u64 {
        match kind {
            Kind::Unusual => &mut self.unusual,
            Kind::OneOff => &mut self.one_offs,
            Kind::Step => &mut self.steps,
            Kind::Slope => &mut self.slopes,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use mission::draft::{IndicatorDraft, UnitDraft, check};
    use mission::event::Entry;
    use mission::id::IndicatorId;
    use store::{Applied, Loaded, MemoryStore, Reader, Receipt, Store, StoreError};

    use super::super::sort::Sorter;
    use super::*;

    /// A store that outlives its owner, as a directory does, and can break after some commits.
    #[derive(Clone)]
    struct Kept {
        inside: Arc<Mutex<MemoryStore>>,
        commits_left: usize,
    }

    impl Kept {
        fn new() -> Self {
            Self { inside: Arc::default(), commits_left: usize::MAX }
        }

        fn breaking_after(&self, commits: usize) -> Self {
            Self { commits_left: commits, ..self.clone() }
        }

        fn house(&self) -> House {
            House::of(Box::new(self.clone())).expect("a store in memory opens")
        }

        fn log(&self) -> Vec<Entry> {
            self.reader().unwrap().entries(1, 1_000_000).unwrap()
        }
    }

    impl Store for Kept {
        fn load(&mut self) -> Result<Loaded, StoreError> {
            self.inside.lock().unwrap().load()
        }

        fn commit(
            &mut self,
            incoming: &[Incoming],
            applied: Option<&Applied>,
        ) -> Result<Vec<Receipt>, StoreError> {
            if self.commits_left == 0 {
                return Err(StoreError::Fatal { why: "the power failed".to_owned() });
            }
            self.commits_left -= 1;
            self.inside.lock().unwrap().commit(incoming, applied)
        }

        fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
            self.inside.lock().unwrap().reader()
        }

        fn node_key(&self) -> Result<store::NodeKey, StoreError> {
            self.inside.lock().unwrap().node_key()
        }

        fn push_key(&self) -> Result<Vec<u8>, StoreError> {
            self.inside.lock().unwrap().push_key()
        }

        fn accounts(&self) -> Result<store::Accounts, StoreError> {
            self.inside.lock().unwrap().accounts()
        }

        fn close(self: Box<Self>) -> Result<(), StoreError> {
            Ok(())
        }
    }

    const DAY_MS: i64 = 86_400_000;
    const NOW: Timestamp = Timestamp::from_millis(20_000 * DAY_MS);

    /// Three thousand days of two indicators, with a step at two thousand.
    fn history() -> Sorted {
        let mut sorter = Sorter::new(1_000);
        for day in (0..3_000_i64).rev() {
            let at = Timestamp::from_millis(day * DAY_MS);
            let received = Timestamp::from_millis((day + 1) * DAY_MS);
            for (id, level) in [(0, 100.0), (1, 50.0)] {
                // Quadratic residues of a prime look like chance.
                let residue = (day * day + i64::from(id) * 31) * 1_618 % 1009;
                let noise = f64::from(u32::try_from(residue).unwrap()) / 80.0;
                let step = if day >= 2_000 { 40.0 } else { 0.0 };
                let value = level + noise + step;
                let line = u64::try_from(day).unwrap() + 2;
                sorter
                    .push(Known { received, at, indicator: IndicatorId(id), line, value })
                    .unwrap();
            }
        }
        sorter.finish()
    }

    fn founded() -> Kept {
        let kept = Kept::new();
        let mut house = kept.house();
        let indicator = |key: &str| IndicatorDraft {
            key: key.to_owned(),
            measure: Some("t".to_owned()),
            cadence: Some("daily".to_owned()),
            direction: Some("more".to_owned()),
            ..IndicatorDraft::default()
        };
        let draft = UnitDraft {
            path: "mill".to_owned(),
            indicators: vec![indicator("yarn"), indicator("cloth")],
            ..UnitDraft::default()
        };
        let charter = check(&[draft], "committee", house.federation().registry()).unwrap();
        let event = Event::Charter(charter);
        house.put(vec![Incoming { mark: None, received: NOW, event }]).unwrap();
        house.close().unwrap();
        kept
    }

    fn import(house: &mut House) -> anyhow::Result<Written> {
        let progress = ProgressBar::hidden();
        write(house, &mut history(), "import:test", NOW, &progress)
    }

    #[test]
    fn an_import_that_is_cut_off_anywhere_goes_on_where_it_stopped() {
        let whole = founded();
        let mut house = whole.house();
        let written = import(&mut house).unwrap();
        assert_eq!((written.readings, written.repeated), (6_000, 0));
        assert!(written.signals.steps >= 2, "{written:?}");
        house.close().unwrap();

        // Two commits of entries there are, and one or two at the end.
        for commits in 0..4 {
            let kept = founded();
            let mut broken = kept.breaking_after(commits).house();
            let cut = import(&mut broken).and_then(|_| broken.close());
            assert!(cut.is_err(), "{commits} commits");

            let mut house = kept.house();
            let rest = import(&mut house).unwrap();
            house.close().unwrap();
            assert_eq!(rest.readings + rest.repeated, 6_000, "{commits} commits");
            assert_eq!(kept.log(), whole.log(), "{commits} commits");
            assert_eq!(
                format!("{:?}", kept.house().federation().incidents().collect::<Vec<_>>()),
                format!("{:?}", whole.house().federation().incidents().collect::<Vec<_>>()),
            );
        }
    }

    #[test]
    fn an_import_that_is_run_again_changes_nothing() {
        let kept = founded();
        let mut house = kept.house();
        import(&mut house).unwrap();
        house.close().unwrap();
        let before = kept.log();
        let mut house = kept.house();
        let again = import(&mut house).unwrap();
        house.close().unwrap();
        assert_eq!((again.readings, again.repeated), (0, 6_000));
        assert_eq!(kept.log(), before);
    }

    #[test]
    fn each_entry_is_received_when_its_period_was_over() {
        let kept = founded();
        let mut house = kept.house();
        import(&mut house).unwrap();
        let log = kept.log();
        assert_eq!(log.len(), 1 + 3_000 + 1);
        let Event::History(report, at) = &log[1].event else { panic!("{:?}", log[1]) };
        assert_eq!(*at, Timestamp::from_millis(DAY_MS));
        assert_eq!(report.readings.len(), 2);
        assert_eq!(log.last().unwrap().event, Event::HistoryEnds);
    }

    #[test]
    fn another_table_or_mapping_is_another_source() {
        let source = |table: u8, mapping: &[u8], good| source(&[table; 32], mapping, good);
        let all = [
            source(1, b"a", false),
            source(2, b"a", false),
            source(1, b"b", false),
            source(1, b"a", true),
        ];
        assert!(all.iter().all(|name| name.len() <= mission::limits::SOURCE_LETTERS));
        let once: BTreeSet<&String> = all.iter().collect();
        assert_eq!(once.len(), all.len());
    }
}
