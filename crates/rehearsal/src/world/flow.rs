//! Flow: how do the people of the rehearsed nation draw what their units do?
//!
//! Every plant draws the way of its goods after figures that it reports; every level draws its
//! parts, and where one supplies another, what goes between them. They do so on the first morning.

use std::time::Duration;

use mission::event::{Act, NewFlow, SignedAct};
use mission::flow::{Drawing, FlowBox, FlowLine, Shows};
use mission::id::UnitId;
use mission::limits;
use mission::name::Key;
use mission::time::Timestamp;

use super::World;
use super::slots::Slot;
use super::trades::SECTORS;

/// When they draw: at nine in the morning.
const NINE: Duration = Duration::from_hours(9);

/// What is drawn on the first morning.
pub(super) fn of_first_day(world: &World) -> Vec<(Timestamp, SignedAct)> {
    let levels = world.places.len() - world.plants.len();
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); levels];
    for (place, site) in world.places.iter().enumerate() {
        if let Some(parent) = site.parent {
            parts[parent.index()].push(place);
        }
    }
    let draws = |unit: UnitId, by: &str, drawing: Drawing| {
        let at = world.calendars[world.places[unit.index()].calendar].start_of(world.first) + NINE;
        let act = Act::Draw(NewFlow { follows: None, drawing });
        (at, SignedAct { unit, by: by.to_owned(), who: None, act })
    };
    let of_levels = parts
        .iter()
        .enumerate()
        .map(|(place, parts)| draws(unit(place), "coordinator", of_level(world, parts)));
    let of_plants = (0..world.plants.len())
        .map(|plant| draws(world.plants[plant].unit, "shift delegate", of_plant(world, plant)));
    of_levels.chain(of_plants).collect()
}

/// Receiving, store, what the plant is there for, inspection, and what is done over.
fn of_plant(world: &World, plant: usize) -> Drawing {
    let kind = world.plants[plant].kind;
    let step = |name: &str, as_named: &str, slot| FlowBox {
        key: key(name),
        name: as_named.to_owned(),
        shows: Some(Shows::Figure(world.indicator(plant, slot))),
    };
    let line = |from: &str, to: &str, what: &str, slot: Option<Slot>| FlowLine {
        from: key(from),
        to: key(to),
        what: what.to_owned(),
        volume: slot.map(|slot| world.indicator(plant, slot)),
    };
    Drawing {
        boxes: vec![
            step("receiving", "Receiving", Slot::Deliveries),
            step("store", "Store", Slot::Stock),
            step("making", kind.name, Slot::Output),
            step("inspection", "Inspection", Slot::Quality),
            step("power", "Power", Slot::Energy),
        ],
        lines: vec![
            line("receiving", "store", "raw material", Some(Slot::Deliveries)),
            line("store", "making", "", None),
            line("making", "inspection", kind.output, Some(Slot::Output)),
            line("inspection", "making", "done over", None),
            line("power", "making", "", None),
        ],
    }
}

/// A box for each part, and a line where the sectors below one supply those below another.
fn of_level(world: &World, parts: &[usize]) -> Drawing {
    let parts = &parts[..parts.len().min(limits::FLOW_BOXES)];
    let name = |place: usize| {
        let path = world.places[place].path.as_str();
        key(path.rsplit('/').next().unwrap_or(path))
    };
    let boxes = parts.iter().map(|place| FlowBox {
        key: name(*place),
        name: world.places[*place].name.clone(),
        shows: Some(Shows::Part(unit(*place))),
    });
    let below: Vec<Vec<usize>> = parts.iter().map(|place| sectors(world, *place)).collect();
    let supplies = |from: usize, to: usize| {
        let suppliers = || below[to].iter().flat_map(|sector| SECTORS[*sector].suppliers);
        from != to && below[from].iter().any(|sector| suppliers().any(|it| it == sector))
    };
    let pairs = (0..parts.len()).flat_map(|from| (0..parts.len()).map(move |to| (from, to)));
    let lines = pairs.filter(|(from, to)| supplies(*from, *to)).map(|(from, to)| FlowLine {
        from: name(parts[from]),
        to: name(parts[to]),
        what: String::new(),
        volume: None,
    });
    Drawing { boxes: boxes.collect(), lines: lines.take(limits::FLOW_LINES).collect() }
}

/// The sectors that a branch has, and a sector itself; none of what is below one.
fn sectors(world: &World, place: usize) -> Vec<usize> {
    let path = world.places[place].path.as_str();
    let mut segments = path.split('/').skip(1);
    let (branch, sector, below) = (segments.next(), segments.next(), segments.next());
    let is_meant = |known: &super::trades::Sector| {
        below.is_none()
            && branch == Some(super::trades::BRANCHES[known.branch].key)
            && sector.is_none_or(|sector| sector == known.key)
    };
    let all = SECTORS.iter().enumerate();
    all.filter(|(_, known)| is_meant(known)).map(|(sector, _)| sector).collect()
}

fn unit(place: usize) -> UnitId {
    UnitId(u32::try_from(place).unwrap_or(u32::MAX))
}

fn key(given: &str) -> Key {
    Key::parse(given).expect("the tables hold keys that are allowed")
}

#[cfg(test)]
mod tests {
    use mission::event::{Entry, Event};
    use mission::federation::Federation;

    use super::*;
    use crate::headless::FIRST_DAY;
    use crate::world::charter;

    #[test]
    fn every_unit_draws_and_sectors_are_joined_by_what_they_supply() {
        let world = World::new(7, 40, FIRST_DAY);
        let start = world.start_of(0);
        let mut federation = Federation::new();
        let founding = Event::Charter(charter::founding(&world));
        federation.step(&Entry { offset: 1, received: start, event: founding });
        let drawn = of_first_day(&world);
        assert_eq!(drawn.len(), world.places.len());
        for (offset, (at, act)) in (2..).zip(drawn) {
            let step = federation.step(&Entry { offset, received: at, event: Event::Act(act) });
            assert!(matches!(step.answer, Some(Ok(_))), "{:?}", step.answer);
        }
        let heavy = world.places.iter().position(|site| site.path.as_str() == "chile/heavy");
        let heavy = unit(heavy.expect("a branch"));
        let drawing = &federation.flows_of(heavy).next_back().expect("it was drawn").drawing;
        let lines: Vec<(&str, &str)> =
            drawing.lines.iter().map(|line| (line.from.as_str(), line.to.as_str())).collect();
        assert_eq!(lines, [("copper", "steel"), ("energy", "copper"), ("energy", "steel")]);
    }
}
