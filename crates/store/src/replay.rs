//! Replay: what does the log say, lived through?

use std::thread;

use mission::effect::Step;
use mission::event::Entry;
use mission::federation::{Federation, Observed};

/// Applies entries in order, observing their readings on `workers` threads. The answer is the same
/// for any number of them.
pub fn step_all(federation: &mut Federation, entries: &[Entry], workers: usize) -> Vec<Step> {
    let mut steps = Vec::with_capacity(entries.len());
    let mut rest = entries;
    while !rest.is_empty() {
        let (batch, later) = rest.split_at(Federation::batch(rest).clamp(1, rest.len()));
        let jobs = federation.observe(batch, workers);
        let answers: Vec<_> = if workers > 1 {
            thread::scope(|scope| {
                let threads: Vec<_> =
                    jobs.into_iter().map(|job| scope.spawn(move || job.run())).collect();
                let join = |thread: thread::ScopedJoinHandle<'_, _>| {
                    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                };
                threads.into_iter().map(join).collect()
            })
        } else {
            jobs.into_iter().map(mission::federation::Observing::run).collect()
        };
        let observed = Observed::collect(batch, answers);
        let both = batch.iter().zip(observed);
        steps.extend(both.map(|(entry, observed)| federation.step_observed(entry, observed)));
        rest = later;
    }
    steps
}
