//! Reading: what do the numbers in a letter stand for here?
//!
//! Units are known by their address, series by their unit and key. What is new of the branch is put into
//! the registry, so that the level above can read of it; nothing else is.

use std::collections::HashMap;

use super::super::{Federation, Now};
use crate::charter::{Charter, UnitCharter};
use crate::effect::Thing;
use crate::id::{IndicatorId, LinkId, SignalId, UnitId};
use crate::incident::{Cause, Happening, Incident, LogLine, Strand};
use crate::letter::{Glossary, KnownIndicator, KnownUnit, Risen};
use crate::limits;
use crate::link::ELSEWHERE;
use crate::name;

/// What the writer's numbers are here.
#[derive(Default)]
pub(super) struct Dictionary {
    units: HashMap<UnitId, UnitId>,
    indicators: HashMap<IndicatorId, IndicatorId>,
    signals: HashMap<SignalId, SignalId>,
}

/// Why a letter cannot be read.
pub(super) type Unread = &'static str;

impl Federation {
    /// Learns what the numbers of a letter from below stand for.
    pub(super) fn learn(
        &mut self,
        now: &mut Now,
        link: LinkId,
        risen: &Risen,
    ) -> Result<Dictionary, Unread> {
        let Glossary { units, indicators, signals } = &risen.glossary;
        let mut known = Dictionary::default();
        // Parents before their parts.
        let mut units: Vec<&KnownUnit> = units.iter().collect();
        units.sort_by_key(|unit| unit.path.to_string().len());
        for unit in units {
            let id = match self.registry.at_path(&unit.path) {
                Some(id) => id,
                None => self.learn_unit(now, link, unit)?,
            };
            known.units.insert(unit.id, id);
        }
        for indicator in indicators {
            known.indicators.insert(indicator.id, self.learn_indicator(now, link, indicator)?);
        }
        for signal in signals {
            let indicator = known.indicator(signal.indicator)?;
            let same = self.signals_of(indicator).find(|it| it.since == signal.since);
            let id = same.map_or_else(|| now.mint.id(), |same| same.id);
            known.signals.insert(signal.id, id);
            let signal = crate::signal::Signal { id, indicator, incident: None, ..signal.clone() };
            if self.signals.insert(id, signal.clone()).is_none() {
                self.keep_signal(signal);
            }
            now.touch(Thing::Signal(id));
        }
        Ok(known)
    }

    fn learn_unit(
        &mut self,
        now: &mut Now,
        link: LinkId,
        unit: &KnownUnit,
    ) -> Result<UnitId, Unread> {
        let parent = unit.path.parent().and_then(|path| self.registry.at_path(&path));
        let branch = self.links[link.index()].unit;
        parent
            .filter(|parent| self.registry.is_within(branch, *parent))
            .ok_or("it speaks of a unit that is not of the branch")?;
        let charter = UnitCharter {
            path: unit.path.clone(),
            moved_from: None,
            name: Some(said(&unit.name, limits::NAME_LETTERS)?),
            calendar: Some(unit.calendar.clone()),
            membership: None,
            alarm_levels: None,
            small_index: None,
            indicators: Vec::new(),
            terms: Vec::new(),
        };
        let whole = Charter::default();
        Ok(self.lay_unit(now, &charter, &whole))
    }

    pub(super) fn learn_indicator(
        &mut self,
        now: &mut Now,
        link: LinkId,
        known: &KnownIndicator,
    ) -> Result<IndicatorId, Unread> {
        let unit = self.registry.at_path(&known.unit);
        let branch = self.links[link.index()].unit;
        let unit = unit
            .filter(|unit| self.registry.is_within(branch, *unit))
            .ok_or("it speaks of a series that is not of the branch")?;
        let indicator = &known.indicator;
        said(&indicator.name, limits::NAME_LETTERS)?;
        said(&indicator.measure, limits::MEASURE_LETTERS)?;
        let present = self.registry.keyed(unit, &indicator.key);
        if present.is_none() && self.registry.indicators_of(unit).len() >= limits::INDICATORS_A_UNIT
        {
            return Err("it speaks of more series than a unit can have");
        }
        self.lay_indicator(now, unit, indicator);
        self.registry.keyed(unit, &indicator.key).ok_or("its series could not be laid down")
    }
}

impl Dictionary {
    pub(super) fn unit(&self, id: UnitId) -> Result<UnitId, Unread> {
        self.units.get(&id).copied().ok_or("it speaks of a unit that it does not name")
    }

    fn indicator(&self, id: IndicatorId) -> Result<IndicatorId, Unread> {
        self.indicators.get(&id).copied().ok_or("it speaks of a series that it does not name")
    }

    fn signal(&self, id: SignalId) -> SignalId {
        self.signals.get(&id).copied().unwrap_or(SignalId(0))
    }

    /// The incident with the numbers of here. What is owed for its rises is still called as its writer does.
    pub(super) fn incident(&self, theirs: &Incident) -> Result<Incident, Unread> {
        let mut incident = theirs.clone();
        incident.unit = self.unit(theirs.unit)?;
        for holder in &mut incident.chain {
            holder.unit = self.unit(holder.unit)?;
            for skipped in &mut holder.skipped {
                *skipped = self.unit(*skipped)?;
            }
        }
        let is_whole = incident.chain.first().is_some_and(|first| first.unit == incident.unit)
            && incident.level < incident.chain.len();
        if !is_whole {
            return Err("its incident has no holder");
        }
        if let Cause::Silence(quiets) = &mut incident.cause {
            for quiet in quiets {
                quiet.indicator = self.indicator(quiet.indicator)?;
            }
        }
        if let Cause::Missed { obligation } = &mut incident.cause {
            *obligation = ELSEWHERE;
        }
        for strand in &mut incident.strands {
            self.strand(strand)?;
        }
        if matches!(incident.cause, Cause::Change) && incident.strands.is_empty() {
            return Err("its incident is about no series");
        }
        for rise in &mut incident.rises {
            rise.to = self.unit(rise.to)?;
        }
        for called in &mut incident.called {
            *called = self.unit(*called)?;
        }
        incident.log = theirs.log.iter().map(|line| self.line(line)).collect::<Result<_, _>>()?;
        Ok(incident)
    }

    fn strand(&self, strand: &mut Strand) -> Result<(), Unread> {
        strand.indicator = self.indicator(strand.indicator)?;
        strand.signal = self.signal(strand.signal);
        strand.judged.truncate(limits::READINGS_TO_RECOVER);
        Ok(())
    }

    fn line(&self, line: &LogLine) -> Result<LogLine, Unread> {
        let mut what = line.what.clone();
        if let Happening::Joined(id, signal) | Happening::WentFurther(id, signal) = &mut what {
            (*id, *signal) = (self.indicator(*id)?, self.signal(*signal));
        } else if let Happening::FellSilent(id)
        | Happening::ReportsAgain(id)
        | Happening::NoData(id, _) = &mut what
        {
            *id = self.indicator(*id)?;
        } else if let Happening::Rose(unit, _) = &mut what {
            *unit = self.unit(*unit)?;
        }
        Ok(LogLine { unit: self.unit(line.unit)?, what, ..line.clone() })
    }
}

/// A name or words of another node, held to what they may be here.
pub(super) fn said(given: &str, most: usize) -> Result<String, Unread> {
    name::words(given, most).map_err(|_| "its words are longer than words can be, or none")
}
