//! Headless: what comes of so many days of a rehearsed nation, as fast as it can go?
//!
//! Some time to learn first ([`WARM_UP_DAYS`]), then the measured days. No server, no store, no
//! clock: the caller measures time, and is told of each day.

use std::sync::Arc;

use jiff::civil::date;
use mission::time::Date;

use crate::limits;
use crate::run::{Passed, Run};
use crate::score::{Fates, Score, Tally, fates};
use crate::world::World;
use crate::world::faults::Cause;

/// Days before the measured ones: two blocks, in which a daily filter learns its noise and week.
pub const WARM_UP_DAYS: i32 = 2 * limits::BLOCK_DAYS;

/// A rehearsal to be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headless {
    /// What all its chance follows from.
    pub seed: u64,
    /// Plants.
    pub plants: usize,
    /// Measured days.
    pub days: i32,
    /// Threads that observe.
    pub workers: usize,
}

/// Which part of a rehearsal a day belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The filters learn.
    WarmUp,
    /// What happens is counted.
    Measured,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Units of the nation.
    pub units: usize,
    /// Indicators.
    pub indicators: usize,
    /// Readings of the warm-up.
    pub warm_up_readings: u64,
    /// Readings of the measured days.
    pub readings: u64,
    /// Log entries of all days.
    pub entries: u64,
    /// Acts of people that were refused, of all days.
    pub refused: u64,
    /// Acts of people, of all days.
    pub acts: u64,
    /// What was told, against the truth.
    pub score: Score,
    /// What became of incidents.
    pub fates: Fates,
    /// Plants that a strike reached in the measured days.
    pub struck_plants: usize,
}

/// The first day of every rehearsed nation: a Monday. Two years later it is October, as when the
/// drivers' strike of 1972 began.
pub const FIRST_DAY: Date = date(2024, 10, 7);

impl Headless {
    /// Runs it. `each_day` is told the part and the number of days that have passed of it.
    #[must_use]
    pub fn run(self, mut each_day: impl FnMut(Part, i32)) -> Outcome {
        let world = Arc::new(World::new(self.seed, self.plants, FIRST_DAY));
        let (mut run, first) = Run::begin(Arc::clone(&world), self.workers);
        let mut counts = Counts::default();
        counts.take(&first);
        let mut learning = Tally::default();
        for day in 0..WARM_UP_DAYS {
            pass_day(&mut run, day, &mut learning, &mut counts);
            each_day(Part::WarmUp, day + 1);
        }
        let (mut tally, end) = (Tally::default(), WARM_UP_DAYS + self.days);
        for day in WARM_UP_DAYS..end {
            pass_day(&mut run, day, &mut tally, &mut counts);
            each_day(Part::Measured, day + 1 - WARM_UP_DAYS);
        }
        Outcome {
            units: world.places.len(),
            indicators: world.indicators(),
            warm_up_readings: learning.readings,
            readings: tally.readings,
            entries: counts.entries,
            refused: counts.refused,
            acts: counts.acts,
            score: tally.score(&world, WARM_UP_DAYS, end),
            fates: fates(run.federation(), world.start_of(WARM_UP_DAYS)),
            struck_plants: struck(&world, WARM_UP_DAYS..end),
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    entries: u64,
    acts: u64,
    refused: u64,
}

impl Counts {
    fn take(&mut self, passed: &Passed) {
        self.entries += passed.entries.len() as u64;
        for step in &passed.steps {
            self.acts += u64::from(step.answer.is_some());
            self.refused += u64::from(matches!(step.answer, Some(Err(_))));
        }
    }
}

fn pass_day(run: &mut Run, day: i32, tally: &mut Tally, counts: &mut Counts) {
    let until = run.world().start_of(day + 1);
    while run.now() < until {
        let passed = run.pass(until);
        tally.take(run, &passed);
        counts.take(&passed);
    }
}

fn struck(world: &World, days: std::ops::Range<i32>) -> usize {
    let plants: std::collections::BTreeSet<usize> = world
        .plan
        .faults
        .iter()
        .filter(|fault| matches!(fault.cause, Cause::Strike(_)) && days.contains(&fault.from))
        .map(|fault| fault.plant)
        .collect();
    plants.len()
}
