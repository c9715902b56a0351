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

use super::sort::Sorted;
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
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("import:{hex}")
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
    for known in sorted.iter()? {
        let known = known?;
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
    match event {
        Event::Report(report) | Event::History(report, _) => report.readings.len(),
        Event::Charter(_) | Event::HistoryEnds | Event::Act(_) | Event::Clock => 0,
    }
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
                | Thing::Watch(_) => {}
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
