//! Supply: whose goods does a plant live on, and what reaches it when they fail?
//!
//! Sectors supply each other as the trades say; a plant has one or two suppliers there. What a
//! supplier loses arrives some working days later, as fewer deliveries, and after the stock has
//! given what it can, as less output. Shares are parts of the plant's own intake, so a chain of
//! them fades, as it does where there is more than one way to get coal.

use super::World;
use super::faults::{Cause, Fault, Kind};
use super::slots::Slot;
use super::trades::{SECTORS, TOWNS};
use crate::draw::{For, Place};
use crate::limits;

/// One supplier of a plant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The plant that is supplied.
    pub customer: usize,
    /// Part of its intake that comes from here.
    pub share: f64,
    /// Working days until what is missing is missed.
    pub lag: i32,
}

/// A strike of those who drive. It begins in a town and spreads along the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strike {
    /// The town where it begins: a place in [`TOWNS`].
    pub town: usize,
    /// The day on which it begins there.
    pub from: i32,
    /// How many days it lasts in each town.
    pub lasts: i32,
}

/// By supplier, who lives on it.
pub(super) fn customers(world: &World) -> Vec<Vec<Link>> {
    let mut by_sector = vec![Vec::new(); SECTORS.len()];
    for (place, plant) in world.plants.iter().enumerate() {
        by_sector[plant.sector].push(place);
    }
    let mut customers = vec![Vec::new(); world.plants.len()];
    let chance = Place::world(world.seed, For::Supply);
    for (customer, plant) in world.plants.iter().enumerate() {
        let mut draw = chance.at(customer as u64).draw();
        for sector in SECTORS[plant.sector].suppliers.iter().take(2) {
            let sellers = &by_sector[*sector];
            if let Some(seller) = sellers.get(draw.one_of(sellers.len())).copied() {
                let link = Link { customer, share: draw.between(0.3, 0.8), lag: draw.whole(1, 4) };
                customers[seller].push(link);
            }
        }
    }
    customers
}

/// What the customers of a plant lose when its output falls: two faults each, some days later.
pub(super) fn echoes(world: &World, fault: &Fault, links: &[Link], number: u32) -> Vec<Fault> {
    let lost = relative(world, fault);
    if fault.slot != Some(Slot::Output) || fault.kind != Kind::Step || lost > -0.05 {
        return Vec::new();
    }
    let cause = match fault.cause {
        Cause::Strike(strike) => Cause::Strike(strike),
        Cause::Own | Cause::Supplier(_) => Cause::Supplier(number),
    };
    let mut found = Vec::new();
    for link in links {
        let late = |day: i32, more: i32| world.roster(link.customer).after(day, link.lag + more);
        let until = |more| if fault.stays() { fault.until } else { late(fault.until, more) };
        let fewer = lost * link.share;
        for (slot, part, wait) in [(Slot::Deliveries, 1.0, 0), (Slot::Output, 0.6, 2)] {
            found.push(Fault {
                kind: Kind::Step,
                plant: link.customer,
                slot: Some(slot),
                from: late(fault.from, wait),
                until: until(wait),
                size_sd: sizes(world, link.customer, slot, fewer * part),
                cause,
                reasoned: false,
            });
        }
    }
    found.retain(|fault| fault.size_sd.abs() >= limits::FAINT_SD / 4.0);
    found
}

/// What a strike does to the plants on its way.
pub(super) fn struck(world: &World, strike: Strike, number: u32) -> Vec<Fault> {
    let chance = Place::world(world.seed, For::Supply).at(1 << 40).at(u64::from(number));
    let mut found = Vec::new();
    for (place, plant) in world.plants.iter().enumerate() {
        let mut draw = chance.at(place as u64).draw();
        let far = plant.town.abs_diff(strike.town);
        if far > TOWNS.len() / 3 || !draw.happens(0.35) {
            continue;
        }
        let way = i32::try_from(far / 3).unwrap_or(0);
        let roster = world.roster(place);
        let from = roster.after(strike.from + way, 0);
        let until = roster.after(strike.from + way + strike.lasts, 0);
        let step = |slot, lost, wait: i32| Fault {
            kind: Kind::Step,
            plant: place,
            slot: Some(slot),
            from: roster.after(from, wait),
            until: roster.after(until, wait),
            size_sd: sizes(world, place, slot, lost),
            cause: Cause::Strike(number),
            reasoned: false,
        };
        let lost = draw.between(-0.9, -0.4);
        let stock_lasts = draw.whole(2, 5);
        found.push(step(Slot::Deliveries, lost, 0));
        found.push(Fault { kind: Kind::Drift, size_sd: -0.6, ..step(Slot::Stock, 0.0, 1) });
        found.push(step(Slot::Output, lost * draw.between(0.3, 0.6), stock_lasts));
    }
    found
}

/// A fault as a part of the level.
fn relative(world: &World, fault: &Fault) -> f64 {
    fault.slot.map_or(0.0, |slot| {
        let shape = &world.plants[fault.plant].shapes[slot.index()];
        fault.size_sd * shape.sd / shape.level
    })
}

/// A part of the level as standard deviations.
fn sizes(world: &World, plant: usize, slot: Slot, part: f64) -> f64 {
    let shape = &world.plants[plant].shapes[slot.index()];
    part * shape.level / shape.sd
}
