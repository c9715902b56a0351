//! Small worlds: does what must hold in any world hold in a thousand of them?

use std::thread;

use mission::federation::Federation;
use rehearsal::run::observe;
use rehearsal::scenario::small;
use rehearsal::scenario::{World, day};

/// How many worlds; `PROPTEST_CASES`, where a long run sets it, is for other tests.
const WORLDS: u64 = 1000;

#[test]
fn in_a_thousand_small_worlds_nothing_rises_early_or_is_seen_before_it_rose() {
    // The oracle of the kit looks at every step of each.
    thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                for seed in (half..WORLDS).step_by(2) {
                    small::world(seed).run_until(day(small::DAYS));
                }
            });
        }
    });
}

#[test]
fn a_replay_of_the_log_in_batches_on_three_workers_gives_the_same() {
    for seed in 0..40 {
        let mut world = small::world(seed);
        world.run_until(day(small::DAYS));
        replays_alike(&world);
    }
}

fn replays_alike(world: &World) {
    let (entries, steps) = world.log();
    let mut replayed = Federation::new();
    let mut rest = entries;
    let mut place = 0;
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(Federation::batch(rest).min(37));
        let observed = observe(&mut replayed, batch, 3);
        for (entry, observed) in batch.iter().zip(observed) {
            assert_eq!(replayed.step_observed(entry, observed), steps[place], "{}", world.story());
            place += 1;
        }
        rest = later;
    }
    let lived = world.federation();
    assert!(lived.incidents().eq(replayed.incidents()));
    assert!(lived.obligations().eq(replayed.obligations()));
    for indicator in lived.registry().indicators() {
        assert_eq!(lived.series(indicator.id), replayed.series(indicator.id));
    }
}
