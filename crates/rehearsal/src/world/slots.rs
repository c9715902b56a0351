//! Slots: which twelve figures does every rehearsed plant report?
//!
//! A dozen, as the plants of 1972 had them: what came out, what went in, how well, and how the
//! people are. Each behaves in a way of its own, so that a filter that knows only Gaussian noise is
//! found out.

use mission::registry::{Aggregate, Direction, Sphere};

/// One of a plant's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Slot {
    /// What came out.
    Output,
    /// Share of the material that became product.
    Yield,
    /// Share of the product thrown away.
    Waste,
    /// Energy for a tonne.
    Energy,
    /// Hours worked by all.
    Hours,
    /// Raw material in stock.
    Stock,
    /// Raw material that came.
    Deliveries,
    /// How often the plant stood still.
    Stoppages,
    /// Share of the people who were absent.
    Absence,
    /// Temperature of the process.
    Temperature,
    /// Share of the product that was first quality.
    Quality,
    /// Water used.
    Water,
}

/// How a figure strays from what it should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Noise {
    /// Gaussian.
    Gaussian,
    /// Student's t with three degrees of freedom: mostly calm, now and then far off.
    Heavy,
    /// Autoregressive of first order with this coefficient: today is like yesterday.
    Persistent(f64),
    /// Poisson counts.
    Counts,
    /// A share between 0 and 1 of what is written here: Gaussian on the log-odds.
    ShareOf(f64),
    /// Gamma: never below zero, with a tail above.
    Skewed,
}

/// What a slot is called and how it behaves.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its key in reports.
    pub key: &'static str,
    /// As people say it; the output is named by the trade.
    pub name: &'static str,
    /// UCUM unit of measure.
    pub measure: &'static str,
    /// Which way is good.
    pub direction: Direction,
    /// How far it may travel.
    pub sphere: Sphere,
    /// How a day's readings make the day's figure.
    pub aggregate: Aggregate,
    /// How it strays.
    pub noise: Noise,
    /// Standard deviation as a part of the level, for the calmest plant and the wildest.
    pub spread: (f64, f64),
    /// Whether it follows the week.
    pub weekly: f64,
    /// Whether it follows the year.
    pub yearly: f64,
    /// Digits after the point that people write down, for a level of 100.
    pub decimals: i32,
}

impl Slot {
    /// All twelve, in the order of their ids within a plant.
    pub const ALL: [Self; 12] = [
        Self::Output,
        Self::Yield,
        Self::Waste,
        Self::Energy,
        Self::Hours,
        Self::Stock,
        Self::Deliveries,
        Self::Stoppages,
        Self::Absence,
        Self::Temperature,
        Self::Quality,
        Self::Water,
    ];

    /// Its place among the twelve.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Whether plants that never stop report it for every shift, and not for the day.
    pub const fn is_by_shift(self) -> bool {
        matches!(self, Self::Temperature | Self::Quality)
    }

    /// Its name and behaviour.
    pub const fn figure(self) -> &'static Figure {
        &FIGURES[self as usize]
    }
}

const fn figure(key: &'static str, name: &'static str, measure: &'static str) -> Figure {
    Figure {
        key,
        name,
        measure,
        direction: Direction::More,
        sphere: Sphere::Work,
        aggregate: Aggregate::Mean,
        noise: Noise::Gaussian,
        spread: (0.015, 0.05),
        weekly: 0.0,
        yearly: 0.0,
        decimals: 1,
    }
}

const FIGURES: [Figure; 12] = [
    Figure { aggregate: Aggregate::Sum, weekly: 0.05, ..figure("output", "Output", "t/d") },
    Figure {
        noise: Noise::ShareOf(100.0),
        spread: (0.004, 0.012),
        decimals: 2,
        ..figure("yield", "Yield", "%")
    },
    Figure {
        direction: Direction::Less,
        noise: Noise::Skewed,
        spread: (0.12, 0.35),
        decimals: 2,
        ..figure("waste", "Waste", "%")
    },
    Figure {
        direction: Direction::Less,
        noise: Noise::Heavy,
        spread: (0.015, 0.04),
        yearly: 0.02,
        ..figure("energy", "Energy for a tonne", "kW.h/t")
    },
    Figure {
        direction: Direction::OnTarget,
        aggregate: Aggregate::Sum,
        noise: Noise::Persistent(0.5),
        weekly: 0.04,
        ..figure("hours", "Hours worked", "h")
    },
    Figure {
        direction: Direction::OnTarget,
        noise: Noise::Persistent(0.8),
        spread: (0.04, 0.1),
        ..figure("stock", "Raw material in stock", "t")
    },
    Figure {
        aggregate: Aggregate::Sum,
        spread: (0.04, 0.1),
        weekly: 0.2,
        ..figure("deliveries", "Raw material delivered", "t/d")
    },
    Figure {
        direction: Direction::Less,
        sphere: Sphere::ZeroIsBest,
        aggregate: Aggregate::Sum,
        noise: Noise::Counts,
        decimals: 0,
        ..figure("stoppages", "Stoppages", "{stoppages}")
    },
    Figure {
        direction: Direction::Less,
        sphere: Sphere::AboutPeople,
        noise: Noise::Skewed,
        spread: (0.15, 0.3),
        weekly: 0.08,
        yearly: 0.12,
        decimals: 2,
        ..figure("absence", "Absence", "%")
    },
    Figure {
        direction: Direction::OnTarget,
        noise: Noise::Persistent(0.3),
        spread: (0.004, 0.012),
        decimals: 2,
        ..figure("temperature", "Temperature of the process", "Cel")
    },
    Figure {
        noise: Noise::ShareOf(1.0),
        spread: (0.004, 0.015),
        decimals: 4,
        ..figure("quality", "First quality", "1")
    },
    Figure {
        direction: Direction::Less,
        aggregate: Aggregate::Sum,
        noise: Noise::Heavy,
        spread: (0.03, 0.08),
        weekly: 0.05,
        yearly: 0.05,
        ..figure("water", "Water used", "m3")
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_stands_at_its_own_place_and_has_a_key_that_is_allowed() {
        for (place, slot) in Slot::ALL.into_iter().enumerate() {
            assert_eq!(slot.index(), place);
            assert!(mission::name::Key::parse(slot.figure().key).is_ok());
        }
    }

    #[test]
    fn one_figure_is_about_people_and_one_is_best_at_zero() {
        let of = |sphere| Slot::ALL.iter().filter(|slot| slot.figure().sphere == sphere).count();
        assert_eq!((of(Sphere::AboutPeople), of(Sphere::ZeroIsBest)), (1, 1));
    }
}
