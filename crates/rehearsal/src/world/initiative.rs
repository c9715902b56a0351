//! Initiative: what do people of the rehearsed nation begin of themselves?
//!
//! Alarms, calls for help, new terms and policies: what does not answer anything. What people do
//! about what they are told is in [`crate::people`].

use std::time::Duration;

use mission::agreement::Subject;
use mission::event::{Act, NewDirective, SignedAct, Terms};
use mission::id::UnitId;
use mission::incident::Alarm;
use mission::time::Timestamp;

use super::World;
use crate::draw::{Draw, For, Place};
use crate::limits::BLOCK_DAYS;

/// Alarms, calls for help and offers of terms that a plant makes in a block, on average.
const ALARMS: f64 = 0.06;
const CALLS: f64 = 0.05;
const OFFERS: f64 = 0.08;
/// Policies that a level above the enterprises sends in a block.
const POLICIES: f64 = 0.5;

/// Alarms and their words.
const WORDS: [(Alarm, &str); 4] = [
    (Alarm::Machine, "The main drive is hot and smells; we have slowed it down."),
    (Alarm::Machine, "No bearings of the right size in the whole town."),
    (Alarm::Safety, "The railing of the upper walkway is loose. Nobody is to go up."),
    (Alarm::Unsure, "Something sounds different in the second hall. Please have a look."),
];

/// Titles, texts and reasons of policies.
const POLICIES_SENT: [(&str, &str, &str); 3] = [
    (
        "Spare parts are shared",
        "Say by Friday which spare parts you can lend to other plants.",
        "Two plants waited nine days for what a third had on the shelf.",
    ),
    (
        "Night shift only where it pays",
        "Check which of your lines lose more energy at night than they make goods.",
        "Power is short between six and nine in the evening.",
    ),
    (
        "Stock for ten days",
        "Keep raw material for ten working days.",
        "The roads may be closed for longer than a week.",
    ),
];

/// What people begin on a day, and when they send it.
pub(super) fn of_day(world: &World, day: i32) -> Vec<(Timestamp, SignedAct)> {
    let chance = Place::world(world.seed, For::Initiative).on(day);
    let mut acts = Vec::new();
    for (place, plant) in world.plants.iter().enumerate() {
        if !world.roster(place).is_working(day) {
            continue;
        }
        let mut draw = chance.at(place as u64).draw();
        let lot = draw.share() * f64::from(BLOCK_DAYS);
        if let Some((by, act)) = of_plant(world, place, lot, day, &mut draw) {
            let at = world.calendars[plant.calendar].start_of(world.date(day)) + hours(&mut draw);
            acts.push((at, SignedAct { unit: plant.unit, by: by.to_owned(), who: None, act }));
        }
    }
    let levels = world.places.len() - world.plants.len();
    for (place, site) in world.places[..levels].iter().enumerate() {
        let is_high = site.path.as_str().matches('/').count() < 3;
        let mut draw = chance.at(1 << 40).at(place as u64).draw();
        let sends = draw.happens(POLICIES / f64::from(BLOCK_DAYS));
        if is_high && sends && world.rosters[site.calendar].is_working(day) {
            let unit = UnitId(u32::try_from(place).unwrap_or(0));
            let at = world.start_of(day) + hours(&mut draw);
            let act = Act::Direct(policy(world, day, &mut draw));
            acts.push((at, SignedAct { unit, by: "coordinator".to_owned(), who: None, act }));
        }
    }
    acts
}

fn of_plant(
    world: &World,
    place: usize,
    lot: f64,
    day: i32,
    draw: &mut Draw,
) -> Option<(&'static str, Act)> {
    if lot < ALARMS {
        let (alarm, words) = WORDS[draw.one_of(WORDS.len())];
        Some(("shift delegate", Act::RaiseAlarm(alarm, words.to_owned())))
    } else if lot < ALARMS + CALLS {
        let words = "We need a fitter for two days; ours is away.";
        Some(("shift delegate", Act::AskHelp(None, words.to_owned())))
    } else if lot < ALARMS + CALLS + OFFERS {
        let unit = world.plants[place].unit;
        let terms = Terms {
            value: f64::from(draw.whole(2, 6)),
            from: None,
            review: Some(world.date(day + 180)),
            reason: "Spare parts come from abroad now and take longer.".to_owned(),
        };
        Some(("production committee", Act::Propose(unit, Subject::UnitRecovery, terms)))
    } else {
        None
    }
}

fn policy(world: &World, day: i32, draw: &mut Draw) -> NewDirective {
    let (title, text, reason) = POLICIES_SENT[draw.one_of(POLICIES_SENT.len())];
    NewDirective {
        title: title.to_owned(),
        text: text.to_owned(),
        reason: reason.to_owned(),
        holds_from: world.date(day + 14),
        to: Vec::new(),
    }
}

/// Between nine in the morning and four in the afternoon.
fn hours(draw: &mut Draw) -> Duration {
    Duration::from_secs_f64((draw.between(9.0, 16.0) * 3600.0).round())
}
