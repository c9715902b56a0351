//! Replay: the same log gives the same, however it is dealt out.

use mission::event::Act;
use mission::federation::{Federation, Observed, Observing};

use crate::world::{MILL, SECTOR, World};

fn eventful() -> World {
    let (mut world, id) = World::with_a_step_at_the_mill();
    world.act(MILL, "shift leader", Act::TakeOn(id)).expect("it may");
    for day in 0..14 {
        world.day_off(if day % 5 == 0 { 0.0 } else { -10.0 });
    }
    world.act(SECTOR, "committee", Act::Note(id, "a word".into())).expect("it reached them");
    world
}

/// Everything that can be seen of a federation, as text.
pub(crate) fn all_of(federation: &Federation) -> String {
    let incidents: Vec<_> = federation.incidents().collect();
    let obligations: Vec<_> = federation.obligations().collect();
    let of_series: Vec<_> = federation
        .registry()
        .indicators()
        .iter()
        .map(|it| (federation.series(it.id), federation.watch(it.id)))
        .collect();
    let of_units: Vec<_> = federation
        .registry()
        .units()
        .iter()
        .map(|it| (federation.ledger(it.id), federation.days_of(it.id).collect::<Vec<_>>()))
        .collect();
    let openings: Vec<_> = federation.openings().collect();
    let requests: Vec<_> = federation.requests().collect();
    let flows: Vec<_> = federation.flows().collect();
    let shared = format!("{openings:?} {requests:?} {flows:?}");
    format!("{incidents:?} {obligations:?} {of_series:?} {of_units:?} {shared}")
}

#[test]
fn batches_and_workers_change_nothing() {
    let world = eventful();
    for (batch, workers) in [(1, 1), (7, 2), (1000, 5)] {
        let mut federation = Federation::new();
        let mut steps = Vec::new();
        let mut rest = world.log.as_slice();
        while !rest.is_empty() {
            let length = Federation::batch(&rest[..rest.len().min(batch)]);
            let (entries, after) = rest.split_at(length);
            let jobs = federation.observe(entries, workers);
            let answers: Vec<_> = jobs.into_iter().rev().map(Observing::run).collect();
            for (entry, observed) in entries.iter().zip(Observed::collect(entries, answers)) {
                steps.push(federation.step_observed(entry, observed));
            }
            rest = after;
        }
        assert_eq!(steps, world.steps, "in batches of {batch} on {workers}");
        assert_eq!(all_of(&federation), all_of(&world.federation));
    }
}
