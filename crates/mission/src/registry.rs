//! Registry: which units and indicators are there, and how do they hang together?
//!
//! A unit is anything viable that reports; a nation and a workshop are the same kind of thing. The
//! registry only grows: a unit that moves keeps its id and leaves a redirect, an indicator that is
//! retired keeps its history.

use std::collections::HashMap;
use std::sync::Arc;

use crate::cadence::Cadence;
use crate::calendar::Calendar;
use crate::id::{IndicatorId, UnitId};
use crate::link::Other;
use crate::name::{Key, Path};
use crate::time::Timestamp;

/// Anything viable that reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its identity, which never changes.
    pub id: UnitId,
    /// The unit above; none at the root.
    pub parent: Option<UnitId>,
    /// Its present address.
    pub path: Path,
    /// Addresses it had before, which lead here.
    pub former_paths: Vec<Path>,
    /// Its name, as people say it.
    pub name: String,
    /// When people work there, and in which zone.
    pub calendar: Arc<Calendar>,
    /// Whether anybody is there to hear of an incident. A level without members is skipped.
    pub membership: Membership,
    /// Levels that a safety alarm goes to besides the unit itself.
    pub alarm_levels: Vec<UnitId>,
    /// Whether an index of fewer than three indicators may be shown one level up.
    pub small_index: SmallIndex,
    /// When the log first named it.
    pub opened: Timestamp,
}

/// Whether a level has people who can hold an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Somebody is there.
    Peopled,
    /// A level on paper only: incidents pass it by, and the ladder says so.
    Unpeopled,
}

/// The unit's word on an index of one or two indicators, which all but tells the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallIndex {
    /// It stays with the unit: the default.
    Kept,
    /// The unit has consented that it goes up.
    GoesUp,
}

/// A series that a unit reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Its identity, which never changes.
    pub id: IndicatorId,
    /// The unit that reports it.
    pub unit: UnitId,
    /// Its name in addresses and reports.
    pub key: Key,
    /// Its name, as people say it.
    pub name: String,
    /// UCUM unit of measure, for example `t/d`, `%`, `kW.h`.
    pub measure: String,
    /// How often it is due.
    pub cadence: Cadence,
    /// Which way is good.
    pub direction: Direction,
    /// How far it may travel and what it counts for.
    pub sphere: Sphere,
    /// How the readings of a day make the day's actuality.
    pub aggregate: Aggregate,
    /// When the log first named it.
    pub opened: Timestamp,
    /// When it was retired by agreement.
    pub retired: Option<Timestamp>,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// More is better: output, yield.
    More,
    /// Less is better: waste, energy per tonne.
    Less,
    /// Near a target is better: temperature, stock. Any change is a bad surprise.
    OnTarget,
}

/// How far an indicator may travel and what it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sphere {
    /// Signals, incidents, and a place in the index once capability is agreed.
    Work,
    /// Zero is best (accidents, stoppages): signals and incidents, no index.
    ZeroIsBest,
    /// About people (absence, mood, accidents): never leaves the unit, never rises by itself.
    AboutPeople,
}

/// How the readings of a day make the day's actuality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// Amounts add up: tonnes, kilowatt-hours.
    Sum,
    /// Rates and levels are averaged over the day: per cent, degrees.
    Mean,
}

/// Every unit and indicator, past and present.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    units: Vec<Unit>,
    children: Vec<Vec<UnitId>>,
    indicators: Vec<Indicator>,
    reported_by: Vec<Vec<IndicatorId>>,
    by_path: HashMap<Path, UnitId>,
    /// Derived from the links: units that live elsewhere with all below them, and units without the
    /// subtree of which everything does.
    borders: Vec<(UnitId, Other)>,
}

impl Registry {
    /// From units and indicators in the order of their ids, as a store kept them.
    #[must_use]
    pub fn restore(units: Vec<Unit>, indicators: Vec<Indicator>) -> Self {
        let mut registry = Self::default();
        // A unit may have moved below one that came after it.
        registry.children.resize(units.len(), Vec::new());
        for unit in units {
            registry.put_unit(unit);
        }
        for indicator in indicators {
            registry.put_indicator(indicator);
        }
        registry
    }

    /// Every unit, in order of id. A parent comes before its parts, but for those that moved.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Every indicator, in order of id.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The unit. Ids come from this registry, so it is there.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.index()]
    }

    /// The indicator. Ids come from this registry, so it is there.
    pub fn indicator(&self, id: IndicatorId) -> &Indicator {
        &self.indicators[id.index()]
    }

    /// The unit with that id, if there is one.
    pub fn find_unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.get(id.index())
    }

    /// The indicator with that id, if there is one.
    pub fn find_indicator(&self, id: IndicatorId) -> Option<&Indicator> {
        self.indicators.get(id.index())
    }

    /// The unit at an address, present or former.
    pub fn at_path(&self, path: &Path) -> Option<UnitId> {
        self.by_path.get(path).copied()
    }

    /// The indicator of that name in a unit.
    pub fn keyed(&self, unit: UnitId, key: &Key) -> Option<IndicatorId> {
        // A unit has about a dozen indicators: walking them beats hashing their names.
        let of_unit = self.reported_by.get(unit.index())?;
        of_unit.iter().copied().find(|id| self.indicator(*id).key == *key)
    }

    /// The parts one level below, in order of id.
    pub fn parts(&self, unit: UnitId) -> &[UnitId] {
        &self.children[unit.index()]
    }

    /// What the unit reports, retired ones included.
    pub fn indicators_of(&self, unit: UnitId) -> &[IndicatorId] {
        &self.reported_by[unit.index()]
    }

    /// Units without a level above.
    pub fn roots(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.parent.is_none())
    }

    /// The levels above a unit, the nearest first.
    pub fn above(&self, unit: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        std::iter::successors(self.unit(unit).parent, |id| self.unit(*id).parent)
    }

    /// Whether `upper` is a level above `lower`.
    pub fn is_above(&self, upper: UnitId, lower: UnitId) -> bool {
        self.above(lower).any(|id| id == upper)
    }

    /// Whether the unit lives on this node, and not on one that this is linked with.
    pub fn lives_here(&self, unit: UnitId) -> bool {
        self.borders.iter().all(|(border, other)| {
            let is_within = self.is_within(*border, unit);
            match other {
                Other::Above => is_within,
                Other::Below => !is_within,
            }
        })
    }

    /// Whether a unit is `upper` or below it.
    pub fn is_within(&self, upper: UnitId, unit: UnitId) -> bool {
        upper == unit || self.is_above(upper, unit)
    }

    /// Whether the level above a unit that lives here does not.
    pub fn is_top_here(&self, unit: UnitId) -> bool {
        self.unit(unit).parent.is_none_or(|parent| !self.lives_here(parent))
    }

    /// Draws a border with another node.
    pub(crate) fn put_border(&mut self, unit: UnitId, other: Other) {
        self.borders.push((unit, other));
    }

    /// Puts a new unit, or an existing one in a new form. Ids are given out in order.
    pub(crate) fn put_unit(&mut self, unit: Unit) {
        let id = unit.id;
        for path in unit.former_paths.iter().chain([&unit.path]) {
            self.by_path.insert(path.clone(), id);
        }
        let parent = unit.parent;
        if id.index() == self.units.len() {
            self.children.resize(self.children.len().max(id.index() + 1), Vec::new());
            self.reported_by.push(Vec::new());
            self.units.push(unit);
        } else {
            let before = std::mem::replace(&mut self.units[id.index()], unit);
            if let Some(old) = before.parent {
                self.children[old.index()].retain(|part| *part != id);
            }
        }
        if let Some(parent) = parent {
            let parts = &mut self.children[parent.index()];
            let place = parts.partition_point(|part| *part < id);
            parts.insert(place, id);
        }
    }

    /// Puts a new indicator, or an existing one in a new form. Ids are given out in order.
    pub(crate) fn put_indicator(&mut self, indicator: Indicator) {
        let (id, unit) = (indicator.id, indicator.unit);
        if id.index() == self.indicators.len() {
            self.reported_by[unit.index()].push(id);
            self.indicators.push(indicator);
        } else {
            self.indicators[id.index()] = indicator;
        }
    }

    /// The id that the next new unit gets.
    pub(crate) fn next_unit(&self) -> UnitId {
        UnitId(
            u32::try_from(self.units.len()).expect("ids are 32 bits; memory ends before they do"),
        )
    }

    /// The id that the next new indicator gets.
    pub(crate) fn next_indicator(&self) -> IndicatorId {
        let next = u32::try_from(self.indicators.len());
        IndicatorId(next.expect("ids are 32 bits; memory ends before they do"))
    }
}
