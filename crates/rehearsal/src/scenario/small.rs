//! Small worlds: a thousand of them, each by its number, in which anything may happen.

use mission::event::Act;
use mission::federation::Federation;
use mission::incident::{Alarm, Finding};

use super::{World, day};
use crate::draw::{Draw, For, Place};

/// Days that a small world lives.
pub const DAYS: i32 = 64;
/// Days in which its filters learn.
const LEARNING_DAYS: i32 = 40;

const SERIES: [&str; 6] = [
    "mill-1/output",
    "mill-1/waste",
    "mill-2/output",
    "mill-2/absence",
    "mine/output",
    "mine/waste",
];

/// A small world: two mills and a mine under two sectors, each with two figures, to whom a few
/// things happen that follow from the seed.
#[must_use]
pub fn world(seed: u64) -> World {
    let mut draw = Place::world(seed, For::Faults).draw();
    let mut world = World::seeded(seed)
        .with("root > textiles > mill-1")
        .with("root > textiles > mill-2")
        .with("root > copper > mine");
    hours(&mut world, &mut draw);
    world.series("mill-1", "output", "t/d").steady_at(120.0).noise_sd(2.0).gaussian();
    world.series("mill-1", "waste", "%").steady_at(4.0).noise_sd(0.3).less_is_better();
    world.series("mill-2", "output", "t/d").steady_at(80.0).noise_sd(2.0);
    world
        .series("mill-2", "absence", "%")
        .steady_at(6.0)
        .noise_sd(0.8)
        .less_is_better()
        .about_people();
    world.series("mine", "output", "t/d").steady_at(900.0).noise_sd(30.0).gaussian();
    world.series("mine", "waste", "%").steady_at(4.0).noise_sd(0.3).less_is_better().gaussian();
    for _ in 0..draw.whole(2, 6) {
        trouble(&mut world, &mut draw);
    }
    for _ in 0..draw.whole(0, 6) {
        somebody_acts(&mut world, &mut draw);
    }
    world
}

fn hours(world: &mut World, draw: &mut Draw) {
    let zones = ["UTC", "America/Santiago", "Europe/Berlin", "Asia/Kathmandu"];
    let zone = zones[draw.one_of(zones.len())];
    for unit in ["root", "textiles", "copper", "mill-1", "mill-2", "mine"] {
        let script = world.unit(unit).zone(zone);
        match draw.one_of(4) {
            0 => {}
            1 => drop(script.works("mon-fri 08:00-16:00")),
            2 => drop(script.works("mon-sat 06:00-14:00").works("mon-sat 14:00-22:00")),
            _ => drop(script.works("mon-sun 22:00-06:00").recovery_days(2.0)),
        }
    }
    if draw.happens(0.15) {
        world.unit("textiles").unpeopled();
    }
}

fn trouble(world: &mut World, draw: &mut Draw) {
    let series = SERIES[draw.one_of(SERIES.len())];
    let sd = world.series.iter().find(|known| known.name == series).map_or(1.0, |known| known.sd);
    let from = draw.whole(LEARNING_DAYS, DAYS - 4);
    let size = sd * draw.between(4.0, 12.0) * if draw.happens(0.7) { -1.0 } else { 1.0 };
    let lasts = draw.whole(2, 12);
    match draw.one_of(8) {
        0 => drop(world.on(day(from)).one_off(series, size)),
        1 => drop(world.on(day(from)).missing(series, lasts)),
        2 => drop(world.on(day(from)).late(series, draw.whole(1, 3))),
        3 => drop(world.on(day(from)).slip(series, size, draw.whole(1, 3))),
        4 => drop(world.on(day(from)).drift(series, size / 6.0)),
        5 => drop(world.on(day(from)).no_data(series, "the scales are broken")),
        _ => drop(world.on(day(from)).step(series, size)),
    }
    if draw.happens(0.6) {
        world.on(day(from + lasts)).back(series);
        if draw.happens(0.3) {
            world.on(day(from + lasts + 2)).step(series, size);
        }
    }
}

fn somebody_acts(world: &mut World, draw: &mut Draw) {
    let on = draw.whole(LEARNING_DAYS, DAYS - 1);
    let time = format!("{:02}:{:02}", draw.whole(0, 23), draw.whole(0, 59));
    let units = ["mill-1", "mill-2", "mine", "textiles", "copper", "root"];
    let unit = units[draw.one_of(units.len())];
    let id = world.id(unit);
    let which = draw.one_of(7);
    let words = || "as it is".to_owned();
    let act = move |federation: &Federation| {
        let newest = federation.reached(id).rfind(|incident| incident.is_open());
        let incident = newest.map(|incident| incident.id);
        let owed = federation.obligations_of(id).rfind(|owed| owed.debtor == id && owed.is_open());
        match (which, incident, owed.map(|owed| owed.id)) {
            (0, Some(id), _) => Act::TakeOn(id),
            (1, Some(id), _) => Act::Claim(id, words()),
            (2, Some(id), _) => Act::PassUp(id, words()),
            (3, about, _) => Act::AskHelp(about, words()),
            (4, Some(id), _) => Act::Find(id, Finding::Nothing, words()),
            (5, _, Some(owed)) => Act::Answer(owed, words()),
            _ => Act::RaiseAlarm(Alarm::Safety, words()),
        }
    };
    world.on(day(on)).at(&time).act(unit, "delegate", act);
}
