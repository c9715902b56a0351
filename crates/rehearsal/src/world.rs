//! World: which units are there in the rehearsed nation, and what is each plant like?
//!
//! A nation of four branches, twelve sectors, enterprises and plants, made from a seed and a
//! number of plants. It is the truth that the filter is judged by: what goes wrong, where and
//! since when is laid down in [`faults`] before any figure is drawn.

pub mod calendars;
pub mod charter;
pub mod faults;
pub mod feed;
mod flow;
mod initiative;
mod report;
pub mod roster;
pub mod series;
pub mod slots;
pub mod supply;
pub mod trades;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Span;
use mission::calendar::Calendar;
use mission::id::{IndicatorId, UnitId};
use mission::name::Path;
use mission::time::{Date, Timestamp};

use self::calendars::{CalendarKey, Hours, Summer, calendar};
use self::faults::Plan;
use self::roster::Roster;
use self::series::Shape;
use self::slots::{Noise, Slot};
use self::trades::{BRANCHES, Branch, Kind, SECTORS, TOWNS};
use crate::draw::{Draw, For, Place};
use crate::limits;

/// A rehearsed nation.
#[derive(Clone, Debug)]
pub struct World {
    /// What all its chance follows from.
    pub seed: u64,
    /// Local midnight of this date begins day 0.
    pub first: Date,
    /// Every unit in the order of its id: the nation, branches, sectors, enterprises, plants.
    pub places: Vec<Site>,
    /// Every plant.
    pub plants: Vec<Plant>,
    /// The calendars in use.
    pub calendars: Vec<Arc<Calendar>>,
    /// The working days of each of them.
    pub rosters: Vec<Roster>,
    /// What goes wrong.
    pub plan: Plan,
}

/// A unit of the world.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its address.
    pub path: Path,
    /// As people say it.
    pub name: String,
    /// The unit above.
    pub parent: Option<UnitId>,
    /// Place of its calendar in [`World::calendars`].
    pub calendar: usize,
    /// Working days it has agreed to have for recovery.
    pub recovery_days: f64,
}

/// A plant.
#[derive(Clone, Debug)]
pub struct Plant {
    /// Its unit.
    pub unit: UnitId,
    /// Its first indicator; the others follow in the order of [`Slot::ALL`].
    pub first_indicator: IndicatorId,
    /// Place of its calendar in [`World::calendars`].
    pub calendar: usize,
    /// Place of its sector in [`SECTORS`].
    pub sector: usize,
    /// Place of its town in [`TOWNS`], from north to south.
    pub town: usize,
    /// What it does.
    pub kind: &'static Kind,
    /// Its twelve figures.
    pub shapes: Vec<Shape>,
}

impl World {
    /// A nation with so many plants, whose day 0 is `first`.
    #[must_use]
    pub fn new(seed: u64, plants: usize, first: Date) -> Self {
        let mut builder = Builder::new(seed, first);
        builder.lay_out(plants.clamp(1, limits::PLANTS));
        let Builder { mut world, .. } = builder;
        let rosters = world.calendars.iter().map(|hours| Roster::new(hours, |day| world.date(day)));
        world.rosters = rosters.collect();
        world.plan = Plan::new(&world);
        world
    }

    /// The date of a day.
    pub fn date(&self, day: i32) -> Date {
        self.first.saturating_add(Span::new().days(day))
    }

    /// The day of a date.
    pub fn day_of(&self, date: Date) -> i32 {
        self.first.until(date).map_or(0, |span| span.get_days())
    }

    /// When a day begins at the nation's own midnight.
    pub fn start_of(&self, day: i32) -> Timestamp {
        self.calendars[0].start_of(self.date(day))
    }

    /// The indicator of a plant's figure.
    pub fn indicator(&self, plant: usize, slot: Slot) -> IndicatorId {
        let first = self.plants[plant].first_indicator.0;
        IndicatorId(first + u32::try_from(slot.index()).unwrap_or(0))
    }

    /// The plant and figure of an indicator.
    pub fn figure_of(&self, indicator: IndicatorId) -> Option<(usize, Slot)> {
        let plant = indicator.index() / Slot::ALL.len();
        let slot = Slot::ALL[indicator.index() % Slot::ALL.len()];
        (plant < self.plants.len()).then_some((plant, slot))
    }

    /// The plant that is that unit.
    pub fn plant_of(&self, unit: UnitId) -> Option<usize> {
        self.plants.binary_search_by_key(&unit, |plant| plant.unit).ok()
    }

    /// The working days of a plant.
    pub fn roster(&self, plant: usize) -> &Roster {
        &self.rosters[self.plants[plant].calendar]
    }

    /// How many indicators there are.
    pub fn indicators(&self) -> usize {
        self.plants.len() * Slot::ALL.len()
    }
}

struct Builder {
    world: World,
    known: BTreeMap<CalendarKey, usize>,
}

impl Builder {
    fn new(seed: u64, first: Date) -> Self {
        let world = World {
            seed,
            first,
            places: Vec::new(),
            plants: Vec::new(),
            calendars: Vec::new(),
            rosters: Vec::new(),
            plan: Plan::default(),
        };
        Self { world, known: BTreeMap::new() }
    }

    fn lay_out(&mut self, plants: usize) {
        let office = self.office();
        let nation = self.site("chile", "Chile", None, office);
        // About eight plants an enterprise, five enterprises a sector at most.
        let enterprises = plants.div_ceil(8 * SECTORS.len()).clamp(1, 5);
        let home = |plant: usize| {
            let sector = plant % SECTORS.len();
            (sector, plant / SECTORS.len() % enterprises)
        };
        let mut crews: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for plant in 0..plants {
            let (sector, enterprise) = home(plant);
            *crews.entry((SECTORS[sector].branch, sector, enterprise)).or_default() += 1;
        }
        let (mut branch, mut sector) = (None, None);
        let mut homes = Vec::new();
        for (&(in_branch, in_sector, enterprise), &crew) in &crews {
            if branch.map(|(place, _)| place) != Some(in_branch) {
                let Branch { key, name } = BRANCHES[in_branch];
                branch = Some((in_branch, self.site(key, name, Some(nation), office)));
            }
            if sector.map(|(place, _)| place) != Some(in_sector) {
                let found = SECTORS[in_sector];
                let above = branch.map(|(_, unit)| unit);
                sector = Some((in_sector, self.site(found.key, found.name, above, office)));
            }
            let town = TOWNS[SECTORS[in_sector].towns[enterprise]];
            let name = format!("{} {}", town.name, SECTORS[in_sector].name);
            let above = sector.map(|(_, unit)| unit);
            homes.push((self.site(town.key, &name, above, office), in_sector, enterprise, crew));
        }
        // Plants last, so that their ids are one stretch.
        for (unit, sector, enterprise, crew) in homes {
            for number in 0..crew {
                self.plant(unit, sector, enterprise, number);
            }
        }
    }

    fn office(&mut self) -> usize {
        let zone = TOWNS[0].zone;
        self.calendar(CalendarKey { zone, hours: Hours::Office, summer: Summer::Works })
    }

    fn calendar(&mut self, key: CalendarKey) -> usize {
        if let Some(&place) = self.known.get(&key) {
            return place;
        }
        let place = self.world.calendars.len();
        self.world.calendars.push(calendar(key));
        self.known.insert(key, place);
        place
    }

    fn site(&mut self, key: &str, name: &str, parent: Option<UnitId>, calendar: usize) -> UnitId {
        let id = next_id(self.world.places.len());
        let above = parent.map(|unit| self.world.places[unit.index()].path.as_str());
        let path = above.map_or(key.to_owned(), |above| format!("{above}/{key}"));
        let path = Path::parse(&path).expect("the tables hold keys that are allowed");
        let recovery_days = 3.0;
        self.world.places.push(Site {
            path,
            name: name.to_owned(),
            parent,
            calendar,
            recovery_days,
        });
        id
    }

    fn plant(&mut self, above: UnitId, sector: usize, enterprise: usize, number: usize) {
        let (kinds, town_place) = (SECTORS[sector].kinds, SECTORS[sector].towns[enterprise]);
        let kind = &kinds[number % kinds.len()];
        let (town, round) = (TOWNS[town_place], number / kinds.len() + 1);
        let plant = self.world.plants.len();
        let mut draw = Place::world(self.world.seed, For::Making).at(plant as u64).draw();

        let summer = match draw.one_of(6) {
            0 => Summer::OffEarly,
            1 => Summer::OffLate,
            _ => Summer::Works,
        };
        let summer = if kind.hours == Hours::Continuous { Summer::Works } else { summer };
        let calendar = self.calendar(CalendarKey { zone: town.zone, hours: kind.hours, summer });
        let key = format!("{}-{round}", kind.key);
        let name = format!("{} {} {round}", town.name, kind.name);
        let unit = self.site(&key, &name, Some(above), calendar);
        let agreed = [2.0, 3.0, 3.0, 3.0, 4.0, 5.0];
        self.world.places[unit.index()].recovery_days = agreed[draw.one_of(agreed.len())];

        let first_indicator = next_id(plant * Slot::ALL.len()).0;
        let shapes = shapes(self.world.seed, plant, kind, &mut draw);
        self.world.plants.push(Plant {
            unit,
            first_indicator: IndicatorId(first_indicator),
            calendar,
            sector,
            town: town_place,
            kind,
            shapes,
        });
    }
}

fn next_id(place: usize) -> UnitId {
    UnitId(u32::try_from(place).expect("limits::PLANTS keeps ids far below 32 bits"))
}

/// The twelve figures of a plant of that kind.
fn shapes(seed: u64, plant: usize, kind: &Kind, draw: &mut Draw) -> Vec<Shape> {
    let size = draw.between(0.6, 1.6);
    let tonnes = kind.tonnes * size;
    let place = Place::world(seed, For::Noise).at(plant as u64);
    let shape = |slot: Slot| {
        let figure = slot.figure();
        let level = match slot {
            Slot::Output => tonnes,
            Slot::Yield => draw.between(86.0, 97.0),
            Slot::Waste => draw.between(1.5, 6.0),
            Slot::Energy => kind.energy * draw.between(0.85, 1.2),
            Slot::Hours => 120.0 * size * draw.between(0.8, 1.3) * crews(kind.hours),
            Slot::Stock => tonnes * draw.between(6.0, 20.0),
            Slot::Deliveries => tonnes * draw.between(1.05, 1.25),
            Slot::Stoppages => draw.between(0.2, 2.5),
            Slot::Absence => draw.between(3.0, 9.0),
            Slot::Temperature => kind.degrees,
            Slot::Quality => draw.between(0.90, 0.975),
            Slot::Water => 18.0 * tonnes.sqrt() * draw.between(0.7, 1.5),
        };
        let spread = draw.between(figure.spread.0, figure.spread.1);
        let sd = match slot {
            Slot::Stoppages => level.sqrt(),
            // Near freezing a part of the level would be no spread at all.
            Slot::Temperature => (level.abs() * spread).max(0.3),
            Slot::Output
            | Slot::Yield
            | Slot::Waste
            | Slot::Energy
            | Slot::Hours
            | Slot::Stock
            | Slot::Deliveries
            | Slot::Absence
            | Slot::Quality
            | Slot::Water => level * spread,
        };
        let mut week = [1.0; 7];
        if figure.weekly > 0.0 {
            for day in &mut week {
                *day += figure.weekly * draw.between(-1.0, 1.0);
            }
            // On a short Saturday there is one shift of two.
            if kind.hours == Hours::TwoShifts
                && figure.aggregate == mission::registry::Aggregate::Sum
            {
                week[5] *= 0.55;
            }
        }
        // Two digits of the spread are what people bother to write down.
        let decimals = match figure.noise {
            Noise::Counts => 0,
            Noise::Gaussian
            | Noise::Heavy
            | Noise::Persistent(_)
            | Noise::ShareOf(_)
            | Noise::Skewed => digits(sd),
        };
        Shape {
            level,
            sd,
            noise: figure.noise,
            week,
            yearly: figure.yearly * draw.between(0.3, 1.0),
            highest_on: draw.between(0.0, 365.0),
            decimals,
            place: place.at(slot.index() as u64),
        }
    };
    let mut shape = shape;
    Slot::ALL.into_iter().map(&mut shape).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a spread is a small number")]
fn digits(sd: f64) -> i32 {
    (1.0 - libm::floor(libm::log10(sd))).clamp(0.0, 6.0) as i32
}

const fn crews(hours: Hours) -> f64 {
    match hours {
        Hours::Office | Hours::OneShift => 1.0,
        Hours::TwoShifts => 2.0,
        Hours::ThreeShifts | Hours::Continuous => 3.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_nation_has_the_units_it_is_said_to_have() {
        let world = World::new(1, 500, date(2024, 10, 7));
        assert_eq!(world.plants.len(), 500);
        assert_eq!(world.places.len(), 1 + 4 + 12 + 60 + 500);
        assert_eq!(world.indicators(), 6000);
        let plant = &world.plants[0];
        assert_eq!(world.places[plant.unit.index()].path.as_str().matches('/').count(), 4);
        assert_eq!(world.plant_of(plant.unit), Some(0));
    }

    #[test]
    fn a_small_nation_has_only_the_levels_it_needs() {
        let world = World::new(1, 3, date(2024, 10, 7));
        assert_eq!(world.plants.len(), 3);
        assert!(
            world
                .places
                .iter()
                .all(|site| { site.parent.is_none_or(|above| above.index() < world.places.len()) })
        );
    }

    #[test]
    fn the_same_seed_makes_the_same_world_and_another_another() {
        let level = |seed| World::new(seed, 5, date(2024, 10, 7)).plants[2].shapes[0].level;
        assert_eq!(level(1).to_bits(), level(1).to_bits());
        assert_ne!(level(1).to_bits(), level(2).to_bits());
    }
}
