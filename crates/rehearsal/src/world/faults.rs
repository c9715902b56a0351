//! Faults: what goes wrong in the rehearsed nation, where, since when and until when?
//!
//! Laid down before any figure is drawn, so that every signal can be held against the truth. Some
//! faults are mended in time, some too late, some never; a strike and a failing supplier reach
//! others after a while. Sizes are standard deviations of the figure's own noise.

use super::World;
use super::slots::{Noise, Slot};
use super::supply::{self, Strike};
use super::trades::TOWNS;
use crate::draw::{Draw, For, Place};
use crate::limits::{BLOCK_DAYS, BLOCKS, CALM_DAYS, HORIZON_DAYS};

/// One thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    /// What kind of thing.
    pub kind: Kind,
    /// The plant: its place in [`World::plants`].
    pub plant: usize,
    /// The figure; none where the whole report is concerned.
    pub slot: Option<Slot>,
    /// The first day.
    pub from: i32,
    /// The first day on which it is over; [`HORIZON_DAYS`] where it stays.
    pub until: i32,
    /// How far: of a drift for each working day.
    pub size_sd: f64,
    /// Where it came from.
    pub cause: Cause,
    /// Whether the plant says why, of what is missing.
    pub reasoned: bool,
}

/// What kinds of things go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One figure is off.
    OneOff,
    /// The level moves.
    Step,
    /// The level drifts.
    Drift,
    /// No report comes.
    Missing,
    /// The report comes days later.
    Late,
    /// A slip of the pen, corrected a day or two later.
    Corrected,
}

/// Where a fault came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The plant itself.
    Own,
    /// Another fault, by its number: a supplier's.
    Supplier(u32),
    /// A strike, by its number.
    Strike(u32),
}

/// Everything that goes wrong.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// By number.
    pub faults: Vec<Fault>,
    /// The strikes.
    pub strikes: Vec<Strike>,
    /// By indicator, the numbers of its faults.
    by_series: Vec<Vec<u32>>,
    /// By plant, the numbers of the faults of its whole report.
    by_plant: Vec<Vec<u32>>,
}

/// Faults that a plant has in a block of ninety days, on average.
const RATES: [(Kind, f64); 6] = [
    (Kind::OneOff, 0.5),
    (Kind::Step, 0.4),
    (Kind::Drift, 0.15),
    (Kind::Missing, 0.15),
    (Kind::Late, 0.4),
    (Kind::Corrected, 0.2),
];

impl Fault {
    /// Whether it is never mended.
    pub fn stays(&self) -> bool {
        self.until >= HORIZON_DAYS
    }

    /// Whether it goes on on that day.
    pub fn is_on(&self, day: i32) -> bool {
        self.from <= day && day < self.until
    }
}

impl Plan {
    pub(super) fn new(world: &World) -> Self {
        let mut plan = Self {
            by_series: vec![Vec::new(); world.indicators()],
            by_plant: vec![Vec::new(); world.plants.len()],
            ..Self::default()
        };
        let customers = supply::customers(world);
        for block in 0..BLOCKS {
            if let Some(strike) = strike(world, block) {
                let number = u32::try_from(plan.strikes.len()).unwrap_or(0);
                plan.strikes.push(strike);
                for fault in supply::struck(world, strike, number) {
                    plan.put(world, fault);
                }
            }
            for plant in 0..world.plants.len() {
                for fault in own(world, block, plant) {
                    plan.put(world, fault);
                }
            }
        }
        // What is appended here is looked at too: a chain of suppliers passes its lack on.
        let mut number = 0;
        while let Some(fault) = plan.faults.get(number).copied() {
            let id = u32::try_from(number).unwrap_or(u32::MAX);
            for echo in supply::echoes(world, &fault, &customers[fault.plant], id) {
                plan.put(world, echo);
            }
            number += 1;
        }
        plan
    }

    /// Lays a fault down, unless its series has not been calm for long enough.
    fn put(&mut self, world: &World, fault: Fault) {
        let number = u32::try_from(self.faults.len()).expect("faults are counted in thousands");
        let near = |other: &u32| {
            let other = &self.faults[*other as usize];
            fault.from < other.until.saturating_add(CALM_DAYS)
                && other.from < fault.until.saturating_add(CALM_DAYS)
        };
        let list = match fault.slot {
            Some(slot) => &mut self.by_series[world.indicator(fault.plant, slot).index()],
            None => &mut self.by_plant[fault.plant],
        };
        let is_calm = fault.slot.is_none() || !list.iter().any(near);
        if is_calm && fault.from < fault.until {
            list.push(number);
            self.faults.push(fault);
        }
    }

    /// The faults of a figure, with their numbers.
    pub fn of_series(&self, series: usize) -> impl Iterator<Item = (u32, &Fault)> {
        self.by_series[series].iter().map(|number| (*number, &self.faults[*number as usize]))
    }

    /// The faults of a plant's whole reports.
    pub fn of_plant(&self, plant: usize) -> impl Iterator<Item = &Fault> {
        self.by_plant[plant].iter().map(|number| &self.faults[*number as usize])
    }
}

fn strike(world: &World, block: i32) -> Option<Strike> {
    if block % 3 != 2 {
        return None;
    }
    let place = Place::world(world.seed, For::Faults).at(1 << 40).on(block);
    let mut draw = place.draw();
    let from = block * BLOCK_DAYS + draw.whole(14, 22);
    Some(Strike { town: draw.one_of(TOWNS.len()), from, lasts: draw.whole(9, 14) })
}

/// What goes wrong in a plant by itself in a block.
fn own(world: &World, block: i32, plant: usize) -> Vec<Fault> {
    let place = Place::world(world.seed, For::Faults).on(block).at(plant as u64);
    let mut draw = place.draw();
    let mut faults = Vec::new();
    for (kind, rate) in RATES {
        let mut left = draw.count(rate);
        while left >= 1.0 {
            faults.push(one(world, block, plant, kind, &mut draw));
            left -= 1.0;
        }
    }
    faults
}

fn one(world: &World, block: i32, plant: usize, kind: Kind, draw: &mut Draw) -> Fault {
    let roster = world.roster(plant);
    let day = block * BLOCK_DAYS + draw.whole(0, BLOCK_DAYS - 1);
    let from = roster.after(day, 0);
    let slot = Slot::ALL[draw.one_of(Slot::ALL.len())];
    let bad = bad_way(world, plant, slot, draw);
    let (slot, size_sd, lasts) = match kind {
        Kind::OneOff => (Some(slot), bad * draw.between(4.5, 10.0), 1),
        Kind::Step => (Some(slot), bad * draw.between(2.0, 7.0), step_lasts(world, plant, draw)),
        Kind::Drift => {
            let lasts = if draw.happens(0.4) { draw.whole(5, 9) } else { draw.whole(10, 20) };
            (Some(slot), bad * draw.between(0.25, 0.8), lasts)
        }
        Kind::Missing => (draw.happens(0.5).then_some(slot), 0.0, draw.whole(1, 5)),
        Kind::Late => (None, 0.0, 1),
        Kind::Corrected => (Some(slip_of(slot)), bad, 1),
    };
    let until = if lasts == i32::MAX { HORIZON_DAYS } else { roster.after(from, lasts) };
    let reasoned = draw.happens(0.5);
    Fault { kind, plant, slot, from, until, size_sd, cause: Cause::Own, reasoned }
}

/// Working days until a step is mended: in time, too late, or never.
fn step_lasts(world: &World, plant: usize, draw: &mut Draw) -> i32 {
    let site = &world.places[world.plants[plant].unit.index()];
    #[expect(clippy::cast_possible_truncation, reason = "an agreed time is a few days")]
    let agreed = site.recovery_days as i32;
    match draw.share() {
        lot if lot < 0.45 => draw.whole(2, agreed.max(2)),
        lot if lot < 0.9 => draw.whole(agreed + 4, agreed + 14),
        _ => i32::MAX,
    }
}

/// Three in four faults go the bad way. Where the good way has no room, all do.
fn bad_way(world: &World, plant: usize, slot: Slot, draw: &mut Draw) -> f64 {
    use mission::registry::Direction;
    let has_room = match world.plants[plant].shapes[slot.index()].noise {
        Noise::Gaussian | Noise::Heavy | Noise::Persistent(_) => true,
        Noise::Counts | Noise::ShareOf(_) | Noise::Skewed => false,
    };
    let good = has_room && draw.happens(0.25);
    match (slot.figure().direction, good) {
        (Direction::More, false) | (Direction::Less, true) => -1.0,
        (Direction::More, true) | (Direction::Less, false) => 1.0,
        (Direction::OnTarget, good) => {
            if good {
                1.0
            } else {
                -1.0
            }
        }
    }
}

/// A slip of the decimal point needs a figure with digits to slip in.
fn slip_of(slot: Slot) -> Slot {
    match slot {
        Slot::Stoppages | Slot::Temperature => Slot::Output,
        Slot::Output
        | Slot::Yield
        | Slot::Waste
        | Slot::Energy
        | Slot::Hours
        | Slot::Stock
        | Slot::Deliveries
        | Slot::Absence
        | Slot::Quality
        | Slot::Water => slot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn world() -> World {
        World::new(1, 200, date(2024, 10, 7))
    }

    #[test]
    fn every_kind_of_fault_is_there_and_a_strike_reaches_beyond_its_own_plants() {
        let world = world();
        for (kind, _) in RATES {
            assert!(world.plan.faults.iter().any(|fault| fault.kind == kind), "{kind:?}");
        }
        let struck: std::collections::BTreeSet<usize> = world
            .plan
            .faults
            .iter()
            .filter(|fault| matches!(fault.cause, Cause::Strike(0)))
            .map(|fault| world.plants[fault.plant].sector)
            .collect();
        assert!(struck.len() > 3, "a strike does not stop at a sector");
    }

    #[test]
    fn two_faults_of_one_series_keep_their_distance() {
        let world = world();
        for series in 0..world.indicators() {
            let mut spans: Vec<_> =
                world.plan.of_series(series).map(|(_, fault)| (fault.from, fault.until)).collect();
            spans.sort_unstable();
            assert!(spans.windows(2).all(|two| two[1].0 >= two[0].1 + CALM_DAYS));
        }
    }
}
