//! Speakers: for which unit did a source speak, when sources had names in common to all?
//!
//! A report that is sent again counts once because its source and number are known. Until the afternoon of 28
//! November 2026 a source was known by its name alone, and since then within the unit that its sender speaks for.
//! That unit is not in the log, but all that a report holds is the unit's own or its parts': it is taken to be the
//! lowest such unit. Where it was a higher one, a report that is sent again gets an entry once more; its readings
//! say what is known and count once all the same.

use std::collections::BTreeMap;

use mission::event::Event;
use mission::id::UnitId;
use mission::registry::{Indicator, Registry, Unit};
use mission::report::Report;

use crate::record::{Logged, Sender};

/// How a name begins that holds the unit.
const WITHIN: &str = "report:";

/// Sources, numbered anew in the order in which the log names them.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    registry: Registry,
    /// By the numbers that the log had.
    earlier: BTreeMap<u64, String>,
    numbers: BTreeMap<String, u64>,
}

impl Speakers {
    /// None where one of them names a unit that is missing.
    pub(super) fn among(units: Vec<Unit>, indicators: Vec<Indicator>) -> Option<Self> {
        let are_whole = units.iter().enumerate().all(|(place, unit)| unit.id.index() == place)
            && indicators.iter().enumerate().all(|(place, it)| it.id.index() == place);
        let mut named =
            units.iter().filter_map(|it| it.parent).chain(indicators.iter().map(|it| it.unit));
        let are_there = named.all(|unit| unit.index() < units.len());
        (are_whole && are_there)
            .then(|| Self { registry: Registry::restore(units, indicators), ..Self::default() })
    }

    /// The name of a source, as it was.
    pub(super) fn name(&mut self, number: u64, name: String) {
        self.earlier.insert(number, name);
    }

    /// Who sent an entry, by the numbers of now; none where there is no source of that number.
    pub(super) fn sender(&mut self, logged: &Logged) -> Option<Sender> {
        let sender = logged.sender?;
        let name = self.earlier.get(&sender.source)?;
        let spoken = if let Event::Report(report) = &logged.event
            && !name.starts_with(WITHIN)
        {
            self.speaker(report)
        } else {
            None
        };
        let name = spoken.map_or_else(|| name.clone(), |unit| format!("{WITHIN}{}:{name}", unit.0));
        let next = self.numbers.len() as u64 + 1;
        Some(Sender { source: *self.numbers.entry(name).or_insert(next), ..sender })
    }

    /// The lowest unit with all of a report at or below it.
    fn speaker(&self, report: &Report) -> Option<UnitId> {
        let mut units = report.readings.iter().map(|reading| reading.indicator);
        let mut said = report.no_data.iter().map(|none| none.indicator);
        let unit = |id| self.registry.find_indicator(id).map(|indicator| indicator.unit);
        let first = units.next().or_else(|| said.next()).and_then(unit)?;
        units.chain(said).filter_map(unit).try_fold(first, |one, other| {
            let mut levels = std::iter::once(one).chain(self.registry.above(one));
            levels.find(|level| self.registry.is_within(*level, other))
        })
    }

    /// All names, with their numbers.
    pub(super) fn names(&self) -> impl Iterator<Item = (u64, &String)> {
        self.numbers.iter().map(|(name, number)| (*number, name))
    }
}
