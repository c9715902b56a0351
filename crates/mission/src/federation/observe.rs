//! Observing: what did each reading mean for its own series?
//!
//! The half of taking in readings that needs no order between series. A batch is dealt out as jobs
//! that share nothing, so the shell may run them side by side; what they answer is put back in the
//! order of the log.

use filter::Settings;

use super::{Federation, Ledger, Timer};
use crate::event::{Act, Entry, Event};
use crate::id::IndicatorId;
use crate::limits;
use crate::registry::{Indicator, Registry};
use crate::report::Reading;
use crate::series::{Around, Arrival, Sealed, Series, Taken};

/// Readings of some series, to be taken in by one worker.
#[derive(Debug)]
pub struct Observing<'f> {
    registry: &'f Registry,
    ledgers: &'f [Ledger],
    /// The indicator that the first of `series` belongs to.
    first: usize,
    series: &'f mut [Series],
    work: Vec<Work>,
}

#[derive(Clone, Copy, Debug)]
struct Work {
    place: Place,
    reading: Reading,
}

/// Where a reading stood in its batch.
#[derive(Clone, Copy, Debug)]
struct Place {
    entry: usize,
    reading: usize,
}

/// What one worker answers.
#[derive(Debug)]
pub struct Answers(Vec<(Place, Taken)>);

/// What observing answers for one entry, a [`Taken`] for each of its readings.
#[derive(Clone, Debug, Default)]
pub struct Observed(Vec<Option<Taken>>);

/// What leaves the tails of series when readings are taken in again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retaken {
    /// Chunks that are full.
    pub sealed: Vec<(IndicatorId, Sealed)>,
    /// Readings that change the history beside the chunks.
    pub amended: Vec<Reading>,
}

impl Observing<'_> {
    /// Takes the readings in. The answers are the same whichever thread runs this, and when.
    #[must_use]
    pub fn run(self) -> Answers {
        let Self { registry, ledgers, first, series, work } = self;
        let answer = |Work { place, reading }: Work| {
            let around = around(registry, ledgers, reading.indicator);
            (place, series[reading.indicator.index() - first].take(reading, around))
        };
        Answers(work.into_iter().map(answer).collect())
    }
}

impl Observed {
    /// The answers of all workers for a batch, an item for each entry.
    #[must_use]
    pub fn collect(entries: &[Entry], answers: impl IntoIterator<Item = Answers>) -> Vec<Self> {
        let mut observed: Vec<Self> = entries
            .iter()
            .map(|entry| {
                Self(vec![None; entry.event.report().map_or(0, |report| report.readings.len())])
            })
            .collect();
        for (place, taken) in answers.into_iter().flat_map(|answers| answers.0) {
            observed[place.entry].0[place.reading] = Some(taken);
        }
        observed
    }

    pub(super) fn into_taken(self) -> impl Iterator<Item = Taken> {
        self.0.into_iter().map(|taken| taken.expect("every reading of a batch was dealt out"))
    }
}

impl Federation {
    /// How many of the first entries can be observed together: a charter makes new series, and what
    /// is announced or answered changes what readings mean, so nothing after it can be observed
    /// before it is applied.
    pub fn batch(entries: &[Entry]) -> usize {
        let is_alone = |entry: &Entry| match &entry.event {
            Event::Charter(_) | Event::Link(_) | Event::Letters(..) => true,
            Event::Act(signed) | Event::ActAt(_, signed) => matches!(
                signed.act,
                Act::Find(..) | Act::Confirm(_) | Act::Announce(_) | Act::CallOff(..)
            ),
            Event::Report(_)
            | Event::History(..)
            | Event::HistoryEnds
            | Event::HistoryEndsOf(_)
            | Event::Clock
            | Event::Delivered(..)
            | Event::Anew(..) => false,
        };
        entries.iter().position(is_alone).map_or(entries.len(), |place| place.max(1))
    }

    /// Deals the readings of a batch out to `workers` jobs.
    #[must_use]
    pub fn observe(&mut self, entries: &[Entry], workers: usize) -> Vec<Observing<'_>> {
        let share = self.series.len().div_ceil(workers.max(1)).max(1);
        let (registry, ledgers) = (&self.registry, &*self.ledgers);
        let mut jobs: Vec<Observing<'_>> = self
            .series
            .chunks_mut(share)
            .enumerate()
            .map(|(job, series)| Observing {
                registry,
                ledgers,
                first: job * share,
                series,
                work: Vec::new(),
            })
            .collect();
        for (entry, report) in entries.iter().map(|entry| entry.event.report()).enumerate() {
            let readings = report.map_or(&[][..], |report| &report.readings);
            for (reading, taken) in readings.iter().enumerate() {
                let place = Place { entry, reading };
                let work = Work { place, reading: *taken };
                jobs[taken.indicator.index() / share].work.push(work);
            }
        }
        jobs
    }

    /// Takes the readings of an entry that had been applied in again, for the series that `wants`
    /// names: a store that kept a series as it was some entries ago brings it up to date so.
    ///
    /// The watch's last reading goes with the series: it changes as often.
    pub fn retake(&mut self, entry: &Entry, wants: impl Fn(IndicatorId) -> bool) -> Retaken {
        let mut retaken = Retaken::default();
        let Some(report) = entry.event.report() else { return retaken };
        let is_live = matches!(entry.event, Event::Report(_));
        for reading in report.readings.iter().filter(|reading| wants(reading.indicator)) {
            let place = reading.indicator.index();
            let around = around(&self.registry, &self.ledgers, reading.indicator);
            let taken = self.series[place].take(*reading, around);
            if is_live && taken.arrival != Arrival::Duplicate {
                let watch = &mut self.watches[place];
                let is_first = watch.last.is_none();
                watch.last = watch.last.max(Some(reading.at));
                if is_first {
                    self.arm(Timer::Silence(reading.indicator));
                }
            }
            retaken.sealed.extend(taken.sealed.map(|sealed| (reading.indicator, sealed)));
            retaken.amended.extend(taken.amended);
        }
        retaken
    }
}

fn around<'f>(registry: &'f Registry, ledgers: &'f [Ledger], of: IndicatorId) -> Around<'f> {
    let unit = registry.indicator(of).unit;
    Around { hours: &registry.unit(unit).calendar, announced: &ledgers[unit.index()].announced }
}

/// How calm the filter of an indicator is: a unit with a dozen of them is to be told something
/// false once in about ninety days.
pub fn settings(indicator: &Indicator) -> Settings {
    let cadence_s = f64::from(indicator.cadence.typical_seconds());
    let budget_s = limits::FALSE_SIGNAL_DAYS * limits::BUDGET_INDICATORS * 86_400.0;
    let run_length = (budget_s / cadence_s).max(limits::LEAST_RUN_LENGTH);
    Settings { run_length, cadence_s }
}
