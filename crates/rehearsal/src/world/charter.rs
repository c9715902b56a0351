//! Charter: what does the rehearsed nation lay down before it begins?
//!
//! Units from the nation down, their calendars and figures, and the terms that both sides founded
//! the federation on. Terms lapse after a year, so they are laid down again each year.

use std::sync::Arc;

use mission::cadence::Cadence;
use mission::charter::{Charter, FoundingTerm, IndicatorCharter, TermSubject, UnitCharter};
use mission::name::{Key, Path};
use mission::registry::Direction;
use mission::time::Date;

use super::calendars::Hours;
use super::slots::Slot;
use super::{Plant, Site, World};

/// Days between two foundings of terms: 52 weeks, less than the year after which they lapse.
pub const TERMS_DAYS: i32 = 364;

/// Units, figures and terms.
pub fn founding(world: &World) -> Charter {
    let mut charter = renewal(world, world.first);
    for (unit, site) in charter.units.iter_mut().zip(&world.places) {
        unit.name = Some(site.name.clone());
        unit.calendar = Some(Arc::clone(&world.calendars[site.calendar]));
    }
    let first_plant = world.places.len() - world.plants.len();
    for (unit, plant) in charter.units[first_plant..].iter_mut().zip(&world.plants) {
        unit.indicators = Slot::ALL.iter().map(|slot| indicator(plant, *slot)).collect();
    }
    charter
}

/// The terms again, to hold from that date.
pub fn renewal(world: &World, from: Date) -> Charter {
    let mut units: Vec<_> = world.places.iter().map(|site| same(&site.path)).collect();
    for plant in &world.plants {
        let site = &world.places[plant.unit.index()];
        units[plant.unit.index()].terms = terms(site, plant, from);
    }
    Charter { by: "founding assembly".to_owned(), founder: None, units }
}

fn same(path: &Path) -> UnitCharter {
    UnitCharter {
        path: path.clone(),
        moved_from: None,
        name: None,
        calendar: None,
        membership: None,
        alarm_levels: None,
        small_index: None,
        indicators: Vec::new(),
        terms: Vec::new(),
    }
}

/// How often a plant reports a figure.
pub fn cadence(plant: &Plant, slot: Slot) -> Cadence {
    if plant.kind.hours == Hours::Continuous && slot.is_by_shift() {
        Cadence::minutes(8 * 60).expect("three shifts make a day")
    } else {
        Cadence::Daily
    }
}

fn indicator(plant: &Plant, slot: Slot) -> IndicatorCharter {
    let figure = slot.figure();
    let name = if slot == Slot::Output { plant.kind.output } else { figure.name };
    IndicatorCharter {
        key: key(slot),
        name: name.to_owned(),
        measure: figure.measure.to_owned(),
        cadence: cadence(plant, slot),
        direction: figure.direction,
        sphere: figure.sphere,
        aggregate: figure.aggregate,
    }
}

fn key(slot: Slot) -> Key {
    Key::parse(slot.figure().key).expect("the keys of the slots are tested")
}

fn terms(site: &Site, plant: &Plant, from: Date) -> Vec<FoundingTerm> {
    let term = |subject, slot: Option<Slot>, value, reason: &str| FoundingTerm {
        subject,
        indicator: slot.map(key),
        value,
        from,
        review: Some(from.saturating_add(jiff::Span::new().months(10))),
        reason: reason.to_owned(),
    };
    let spares = "what repairs have taken so far";
    let mut terms = vec![term(TermSubject::Recovery, None, site.recovery_days, spares)];
    for slot in [Slot::Output, Slot::Yield, Slot::Waste, Slot::Energy] {
        let shape = &plant.shapes[slot.index()];
        let (now, later) = match slot.figure().direction {
            Direction::Less => (0.94, 0.78),
            Direction::More | Direction::OnTarget => (1.06, 1.27),
        };
        // A share of a hundred can be developed no further than the whole.
        let most = if slot == Slot::Yield { 99.5 } else { f64::MAX };
        let capability = (shape.level * now).min(most);
        let potentiality = (shape.level * later).min(most);
        let seen = "the best fortnight of last year";
        let planned = "with the investments that are planned";
        terms.push(term(TermSubject::Capability, Some(slot), capability, seen));
        terms.push(term(TermSubject::Potentiality, Some(slot), potentiality, planned));
    }
    let hours = plant.shapes[Slot::Hours.index()].level / plant.shapes[Slot::Output.index()].level;
    let labour = "hours of labour in a tonne";
    terms.push(term(TermSubject::Weight, Some(Slot::Output), hours, labour));
    terms
}
