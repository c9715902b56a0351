//! Sights: where in a rehearsed nation is there something to see just now?
//!
//! For whoever opens the demonstration: one plant that knows of something alone, one thing that
//! has risen, one thing that was owed and missed.

use mission::escalation::Phase;
use mission::federation::Federation;
use mission::id::UnitId;
use mission::incident::{Cause, Incident};

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
