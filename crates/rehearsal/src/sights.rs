//! Sights: where in a rehearsed nation is there something to see just now?
//!
//! For whoever opens the demonstration: one plant that knows of something alone, one thing that
//! has risen, one thing that was owed and missed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use mission::escalation::Phase;
use mission::federation::Federation;
use mission::id::UnitId;
use mission::incident::{Cause, Incident};
use mission::time::Timestamp;

use crate::world::supply::Strike;
use crate::world::{World, faults};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// What it is.
    pub kind: Kind,
    /// The address of the page.
    pub path: String,
    /// The name of the unit.
    pub name: String,
    /// What it is about: the name of an indicator, or of another unit.
    pub about: String,
}

/// What there is to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plant was told of a change, and nobody else.
    ToldAlone,
    /// A change was left alone and has risen here.
    Risen,
    /// This level did not do what it owed.
    Missed,
    /// The whole.
    Whole,
}

/// One sight of each kind that there is, the whole last.
#[must_use]
pub fn sights(federation: &Federation) -> Vec<Sight> {
    let open = || federation.incidents().rev().filter(|incident| incident.is_open());
    let changed = || open().filter(|incident| incident.cause == Cause::Change);
    let alone = changed().find(|it| it.level == 0 && it.phase == Phase::Running);
    let risen = changed().find(|it| !it.rises.is_empty() && it.phase == Phase::Running);
    let missed = open().find(|it| matches!(it.cause, Cause::Missed { .. }));
    let sight = |kind, unit, about| sight(federation, kind, unit, about);
    let mut sights: Vec<Sight> = Vec::new();
    sights.extend(alone.map(|it| sight(Kind::ToldAlone, it.unit, series(federation, it))));
    sights.extend(risen.map(|it| {
        let from = federation.registry().unit(it.unit).name.clone();
        sight(Kind::Risen, it.holder().unit, from)
    }));
    sights.extend(missed.map(|it| sight(Kind::Missed, it.unit, String::new())));
    let root = federation.registry().roots().next();
    sights.extend(root.map(|root| sight(Kind::Whole, root.id, String::new())));
    sights
}

/// A strike of the drivers that is past, to be looked back at as a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Film {
    /// The address of the level that lost most.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The evening before the strike begins.
    pub from: Timestamp,
}

/// The last strike of the drivers before a time, seen from the sector in which it reached most plants.
#[must_use]
pub fn strike(world: &World, until: Timestamp) -> Option<Film> {
    let is_past = |strike: &&Strike| world.start_of(strike.from + strike.lasts) <= until;
    let (number, strike) =
        world.plan.strikes.iter().enumerate().rfind(|(_, strike)| is_past(strike))?;
    let number = u32::try_from(number).ok()?;
    let struck = world.plan.faults.iter().filter(|it| it.cause == faults::Cause::Strike(number));
    let plants: BTreeSet<usize> = struck.map(|fault| fault.plant).collect();
    let mut reached: BTreeMap<UnitId, usize> = BTreeMap::new();
    for plant in plants {
        let enterprise = world.places[world.plants[plant].unit.index()].parent?;
        *reached.entry(world.places[enterprise.index()].parent?).or_default() += 1;
    }
    let (sector, _) =
        reached.into_iter().max_by_key(|(sector, plants)| (*plants, Reverse(*sector)))?;
    let site = &world.places[sector.index()];
    let from = world.start_of(strike.from) - Duration::from_hours(6);
    Some(Film { path: site.path.to_string(), name: site.name.clone(), from })
}

fn sight(federation: &Federation, kind: Kind, unit: UnitId, about: String) -> Sight {
    let unit = federation.registry().unit(unit);
    Sight { kind, path: unit.path.to_string(), name: unit.name.clone(), about }
}

fn series(federation: &Federation, incident: &Incident) -> String {
    let strand = incident.strands.first();
    strand.map_or_else(String::new, |strand| {
        federation.registry().indicator(strand.indicator).name.clone()
    })
}
