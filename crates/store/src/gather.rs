//! Gathering: what is to be written of what followed?
//!
//! Runs where the federation lives, and turns what changed into bytes, so that the writer has
//! nothing to do but write. A thing that was touched many times is written once, as it is in the
//! end.

use std::collections::BTreeSet;

use mission::effect::{Step, Thing};
use mission::event::Entry;
use mission::federation::Federation;
use mission::id::IndicatorId;
use mission::series::Sealed;

use crate::contract::{Applied, AuditLine, Chunk};
use crate::kept;
use crate::record::pack_points;
use crate::snapshots::SnapshotPlan;

/// What is to be written after `entries` were applied with these `steps`. The federation stands
/// just after the last of them.
#[must_use]
pub fn gather(
    federation: &Federation,
    entries: &[Entry],
    steps: Vec<Step>,
    plan: &mut SnapshotPlan,
) -> Applied {
    let mut applied = Applied { upto: federation.applied(), ..Applied::default() };
    let mut touched = BTreeSet::new();
    for (step, entry) in steps.into_iter().zip(entries) {
        touched.extend(step.touched);
        applied.notices.extend(step.notices);
        applied.audit.extend(step.audit.map(|record| AuditLine::of(&record, entry)));
        applied.chunks.extend(step.sealed.iter().filter_map(pack_chunk));
        applied.amendments.extend(step.amended);
        applied.letters.extend(step.letters);
        applied.delivered.extend(step.delivered);
        applied.gone.extend(step.gone);
    }
    for entry in entries {
        plan.note(entry, |_| true);
    }
    let moved = touched.iter().flat_map(|thing| measured_anew(federation, *thing)).collect();
    let taken = plan.take(moved);
    applied.snapshots = snapshots(federation, taken);
    applied.replay_from = plan.replay_from(applied.upto.offset);
    applied.objects = things(federation, touched);
    applied
}

/// Things as they are now, by their bytes.
pub(crate) fn things(federation: &Federation, things: BTreeSet<Thing>) -> Vec<(Thing, Vec<u8>)> {
    let kept = |thing| Some((thing, kept::pack_thing(federation, thing)?));
    things.into_iter().filter_map(kept).collect()
}

/// What is left to be written before the store is closed: every series that has changed.
#[must_use]
pub fn gather_all(federation: &Federation, plan: &mut SnapshotPlan) -> Applied {
    let upto = federation.applied();
    let snapshots = snapshots(federation, plan.take_all());
    Applied { upto, replay_from: plan.replay_from(upto.offset), snapshots, ..Applied::default() }
}

/// Series that cannot be brought up to date by taking readings in again, because what they are
/// measured by has changed: a new series, one whose indicator changed, or whose unit's calendar
/// may have.
fn measured_anew(federation: &Federation, thing: Thing) -> Vec<IndicatorId> {
    match thing {
        Thing::Indicator(id) => vec![id],
        Thing::Unit(unit) => federation.registry().indicators_of(unit).to_vec(),
        Thing::Signal(_)
        | Thing::Incident(_)
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
        | Thing::Post(_) => Vec::new(),
    }
}

fn pack_chunk((indicator, sealed): &(IndicatorId, Sealed)) -> Option<(IndicatorId, Chunk)> {
    let Sealed { first, points } = sealed;
    let (start, end) = (points.first()?.0, points.last()?.0);
    Some((*indicator, Chunk { first: *first, start, end, bytes: pack_points(points) }))
}

fn snapshots(federation: &Federation, of: BTreeSet<IndicatorId>) -> Vec<(IndicatorId, Vec<u8>)> {
    of.into_iter().map(|id| (id, kept::pack_series(federation, id))).collect()
}
