//! Score: how much of what went wrong was told, how soon, and how much was told that was not so?
//!
//! **The rule.** A signal is laid to a fault of its own series if the reading on which it was told
//! lies between the first reading of the fault and [`limits::RETURN_READINGS`] working days after
//! its last, because the return to normal is a change too. A fault that stays is answered for by
//! signals of its first [`limits::FINDING_READINGS`] working days. A signal that is laid to no
//! fault is false. Signals within three working days of each other on one series are one telling.
//!
//! A one-off, step, drift or slip of the pen is *found* if anything was told of it within
//! [`limits::FINDING_READINGS`] working days of its beginning, the day itself counting as 0, and
//! while it lasted or returned; it is *named* if its kind was told. Missing reports are found if
//! the silence became an incident, and count if two of them were late without a reason. What is
//! smaller than [`limits::FAINT_SD`] is not counted as missed. Only what began in the measured
//! days counts.

mod incidents;

use std::collections::{BTreeMap, BTreeSet};

use mission::effect::{News, Thing};
use mission::id::{IndicatorId, SignalId};
use mission::incident::Incident;
use mission::signal::{self, Surprise};

use crate::limits;
use crate::run::{Passed, Run};
use crate::world::World;
use crate::world::faults::{Fault, Kind};

pub use incidents::{Fates, fates};

/// A signal, as it was told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// The series.
    pub indicator: IndicatorId,
    /// What it said.
    pub kind: signal::Kind,
    /// Whether that was good or bad.
    pub surprise: Surprise,
    /// The working day of the reading on which it was told.
    pub day: i32,
}

/// What was told in the measured days.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Signals, in the order in which they were told.
    pub heard: Vec<Heard>,
    /// Silences that became incidents: series and day of the first missing report.
    pub silent: BTreeSet<(IndicatorId, i32)>,
    /// Readings taken in.
    pub readings: u64,
    seen: BTreeSet<SignalId>,
}

/// How faults of one kind fared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Laid down, and large enough to be expected.
    pub expected: u32,
    /// Something was told of them.
    pub found: u32,
    /// Their kind was told.
    pub named: u32,
    /// Working days from the beginning to the first telling, in order.
    pub delays: Vec<i32>,
    /// Working days from the beginning to the naming, in order.
    pub naming_delays: Vec<i32>,
}

/// What came of it all.
#[derive(Clone, Debug, Default)]
pub struct Score {
    /// By kind of fault.
    pub found: BTreeMap<Kind, Found>,
    /// Signals by kind.
    pub signals: BTreeMap<signal::Kind, u32>,
    /// Good surprises among them.
    pub good: u32,
    /// Tellings laid to no fault.
    pub false_tellings: u32,
    /// Among them those that named a one-off, a step or a slope.
    pub false_named: u32,
    /// False tellings by place of the figure among the twelve.
    pub false_by_slot: [u32; 12],
    /// Plants with more than one false telling: more than their budget.
    pub plants_over_budget: u32,
    /// Tellings that were laid to a fault too small to be expected, or to a return.
    pub false_per_plant: f64,
}

impl Tally {
    /// Takes down what an hour brought.
    pub fn take(&mut self, run: &Run, passed: &Passed) {
        let (world, federation) = (run.world(), run.federation());
        for step in &passed.steps {
            for thing in &step.touched {
                let Thing::Incident(id) = thing else { continue };
                let quiets = federation.incident(*id).into_iter().flat_map(Incident::quiets);
                let since = quiets.map(|it| (it.indicator, day(world, it.indicator, it.since)));
                self.silent.extend(since);
            }
            for notice in &step.notices {
                if let News::Signal(id) = &notice.what {
                    self.hear(run, *id);
                }
            }
        }
        let readings = passed.entries.iter().map(crate::run::readings_of).sum::<usize>();
        self.readings += readings as u64;
    }

    fn hear(&mut self, run: &Run, id: SignalId) {
        let Some(signal) = run.federation().signal_by_id(id) else { return };
        // A signal is told again when a correction overturns it.
        if self.seen.insert(id) {
            let (indicator, kind, surprise) = (signal.indicator, signal.kind, signal.surprise);
            let day = day(run.world(), indicator, signal.at);
            self.heard.push(Heard { indicator, kind, surprise, day });
        }
    }

    /// Holds what was told against the truth, for the days from `from` up to and without `until`.
    #[must_use]
    pub fn score(&self, world: &World, from: i32, until: i32) -> Score {
        let mut score = Score::default();
        let mut by_series: BTreeMap<IndicatorId, Vec<Heard>> = BTreeMap::new();
        for heard in self.heard.iter().filter(|heard| (from..until).contains(&heard.day)) {
            *score.signals.entry(heard.kind).or_default() += 1;
            score.good += u32::from(heard.surprise == Surprise::Good);
            by_series.entry(heard.indicator).or_default().push(*heard);
        }
        score.count_false(world, &by_series, until - from);
        for fault in &world.plan.faults {
            // A fault of the last days has had no time to be told.
            let latest = world.roster(fault.plant).after(fault.from, 3);
            if from <= fault.from && latest < until {
                self.seek(world, fault, &by_series, &mut score);
            }
        }
        for found in score.found.values_mut() {
            found.delays.sort_unstable();
            found.naming_delays.sort_unstable();
        }
        score
    }

    fn seek(
        &self,
        world: &World,
        fault: &Fault,
        by_series: &BTreeMap<IndicatorId, Vec<Heard>>,
        score: &mut Score,
    ) {
        let roster = world.roster(fault.plant);
        let worked = |day| roster.between(fault.from, day);
        let first_told = |named: bool| {
            let slot = fault.slot?;
            let heard = by_series.get(&world.indicator(fault.plant, slot))?;
            let is_it = |heard: &&Heard| {
                is_laid_to(world, heard.day, fault)
                    && worked(heard.day) <= i32::try_from(limits::FINDING_READINGS).unwrap_or(0)
                    && (!named || is_right(heard.kind, fault.kind))
            };
            heard.iter().find(is_it).map(|heard| worked(heard.day))
        };
        let (told, named) = match fault.kind {
            Kind::Late => return,
            Kind::Missing => {
                if fault.reasoned || worked(fault.until) < 3 {
                    return;
                }
                let is_it = |(indicator, day): &&(IndicatorId, i32)| {
                    let of = world.figure_of(*indicator).filter(|(plant, _)| *plant == fault.plant);
                    let same = of.is_some_and(|(_, slot)| fault.slot.is_none_or(|its| its == slot));
                    same && fault.from <= *day && *day <= fault.until
                };
                let silent = self.silent.iter().find(is_it).map(|(_, day)| worked(*day));
                (silent, silent)
            }
            Kind::OneOff | Kind::Step | Kind::Drift | Kind::Corrected => {
                if reach_sd(fault, worked(fault.until)) < limits::FAINT_SD {
                    return;
                }
                (first_told(false), first_told(true))
            }
        };
        let found = score.found.entry(fault.kind).or_default();
        found.expected += 1;
        found.found += u32::from(told.is_some());
        found.named += u32::from(named.is_some());
        found.delays.extend(told);
        found.naming_delays.extend(named);
    }
}

impl Score {
    fn count_false(
        &mut self,
        world: &World,
        by_series: &BTreeMap<IndicatorId, Vec<Heard>>,
        days: i32,
    ) {
        let mut by_plant: BTreeMap<usize, u32> = BTreeMap::new();
        for (indicator, heard) in by_series {
            let Some((plant, slot)) = world.figure_of(*indicator) else { continue };
            let is_false = |heard: &&Heard| {
                let mut faults = world.plan.of_series(indicator.index());
                !faults.any(|(_, fault)| is_laid_to(world, heard.day, fault))
            };
            let mut last = i32::MIN;
            let mut last_named = i32::MIN;
            for one in heard.iter().filter(is_false) {
                let apart =
                    |last: i32| last == i32::MIN || world.roster(plant).between(last, one.day) > 3;
                if apart(last) {
                    self.false_tellings += 1;
                    self.false_by_slot[slot.index()] += 1;
                    *by_plant.entry(plant).or_default() += 1;
                }
                if one.kind != signal::Kind::Unusual {
                    self.false_named += u32::from(apart(last_named));
                    last_named = one.day;
                }
                last = one.day;
            }
        }
        let budget = f64::from(days) / f64::from(limits::BLOCK_DAYS);
        let over = by_plant.values().filter(|count| f64::from(**count) > budget).count();
        self.plants_over_budget = u32::try_from(over).unwrap_or(u32::MAX);
        #[expect(clippy::cast_precision_loss, reason = "plants are counted in thousands")]
        let plants = world.plants.len() as f64;
        self.false_per_plant = f64::from(self.false_tellings) / plants / budget;
    }
}

/// Whether a signal told on that day is laid to the fault.
fn is_laid_to(world: &World, day: i32, fault: &Fault) -> bool {
    let roster = world.roster(fault.plant);
    let until = if fault.stays() {
        roster.after(fault.from, i32::try_from(limits::FINDING_READINGS).unwrap_or(0))
    } else {
        roster.after(fault.until, i32::try_from(limits::RETURN_READINGS).unwrap_or(0))
    };
    fault.from <= day && day < until
}

/// Whether that kind of signal names that kind of fault. A drift of many small steps is named by
/// either.
fn is_right(told: signal::Kind, fault: Kind) -> bool {
    match fault {
        Kind::OneOff | Kind::Corrected => told == signal::Kind::OneOff,
        Kind::Step => told == signal::Kind::Step,
        Kind::Drift => matches!(told, signal::Kind::Slope | signal::Kind::Step),
        Kind::Missing | Kind::Late => false,
    }
}

/// How far a fault goes at most, in standard deviations.
fn reach_sd(fault: &Fault, working_days: i32) -> f64 {
    match fault.kind {
        Kind::Drift => fault.size_sd.abs() * f64::from(working_days.min(20)),
        Kind::OneOff | Kind::Step => fault.size_sd.abs(),
        // A slip of the decimal point is far beyond any noise.
        Kind::Corrected => f64::INFINITY,
        Kind::Missing | Kind::Late => 0.0,
    }
}

fn day(world: &World, indicator: IndicatorId, at: mission::time::Timestamp) -> i32 {
    let Some((plant, _)) = world.figure_of(indicator) else { return 0 };
    world.day_of(world.calendars[world.plants[plant].calendar].date_of(at))
}

/// The value that a share of an ordered list does not exceed; none of an empty one.
pub fn quantile(ordered: &[i32], share: f64) -> Option<i32> {
    let last = ordered.len().checked_sub(1)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a list of thousands"
    )]
    let place = (share * ordered.len() as f64).ceil() as usize;
    Some(ordered[place.saturating_sub(1).min(last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_of_the_list() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3], 0.9), Some(3));
        assert_eq!(quantile(&[1, 2, 3, 4], 0.5), Some(2));
        assert_eq!(quantile(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9), Some(9));
    }
}
