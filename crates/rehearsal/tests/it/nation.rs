//! The nation: does the rehearsed nation live through its first months as it should?

use std::sync::Arc;

use rehearsal::headless::{FIRST_DAY, Headless};
use rehearsal::run::Run;
use rehearsal::scenario::oracle::Oracle;
use rehearsal::world::World;

#[test]
fn two_runs_of_one_seed_end_alike_on_any_number_of_workers() {
    let outcome = |workers| {
        let rehearsal = Headless { seed: 3, plants: 24, days: 30, workers };
        let outcome = rehearsal.run(|_, _| {});
        (outcome.entries, outcome.readings, outcome.fates, outcome.score.signals)
    };
    assert_eq!(outcome(1), outcome(3));
}

#[test]
fn what_must_hold_in_any_world_holds_in_a_nation_with_its_people() {
    let world = Arc::new(World::new(2, 36, FIRST_DAY));
    let (mut run, first) = Run::begin(Arc::clone(&world), 1);
    assert!(first.steps.iter().all(|step| matches!(step.answer, Some(Ok(_)))));
    let end = world.start_of(120);
    let mut opened = 0;
    while run.now() < end {
        let passed = run.pass(end);
        for step in &passed.steps {
            Oracle::check_reach(run.federation(), step).expect("nothing is seen before it rose");
        }
        opened = run.federation().incidents().count();
    }
    assert!(opened > 10, "{opened} incidents in four months of 36 plants");
}
