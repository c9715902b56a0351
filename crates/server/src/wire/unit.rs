//! Unit: how are units, their calendars and their indicators written?

use mission::calendar::{Calendar as Hours, weekday_word};
use mission::registry::{self, Aggregate, Direction, Registry, Sphere};
use serde::Serialize;
use utoipa::ToSchema;

/// Units, in the order of their ids: a parent comes before its parts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Units {
    /// The units.
    pub units: Vec<Unit>,
}

/// A unit by its name and address, which are for all to see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Unit {
    /// Its identity, which never changes.
    pub id: String,
    /// Its present address.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The address of the unit above; null at a root.
    pub parent: Option<String>,
    /// How many parts it has.
    pub parts: usize,
}

/// When people work in a unit.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Calendar {
    /// Its time zone, by its IANA name.
    pub zone: String,
    /// Its week; empty where work never stops.
    pub shifts: Vec<Shift>,
    /// Dates on which no shift begins.
    pub holidays: Vec<String>,
    /// Working time of a typical working day, in seconds.
    pub working_day_s: u64,
}

/// A time in which people work.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Shift {
    /// The day on which it begins: `mon` to `sun`.
    pub day: String,
    /// From when to when: `06:00-14:00`.
    pub hours: String,
}

/// What a unit reports.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Indicators {
    /// The indicators, in the order in which they were laid down.
    pub indicators: Vec<Indicator>,
}

/// Which way of an indicator is good.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IndicatorDirection {
    /// More is better.
    More,
    /// Less is better.
    Less,
    /// As close to its target as can be.
    OnTarget,
}

/// What an indicator is about.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IndicatorSphere {
    /// The work: it counts in the index.
    Work,
    /// What should not happen at all: it has signals and no index.
    ZeroIsBest,
    /// People: it never leaves its unit.
    AboutPeople,
}

/// A series that a unit reports.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Indicator {
    /// Its name in addresses and reports.
    pub key: String,
    /// Its name.
    pub name: String,
    /// UCUM unit of measure.
    pub measure: String,
    /// How often it is due.
    pub cadence: String,
    /// Which way is good.
    pub direction: IndicatorDirection,
    /// What it is about.
    pub sphere: IndicatorSphere,
    /// How the readings of a day make the day's figure: `sum` or `mean`.
    pub aggregate: String,
    /// When it was retired; null while it is reported.
    pub retired: Option<String>,
    /// Whether anything was ever reported of it: until then it can be taken back.
    pub has_readings: bool,
}

impl Unit {
    pub(crate) fn of(registry: &Registry, unit: &registry::Unit) -> Self {
        Self {
            id: unit.id.0.to_string(),
            path: unit.path.to_string(),
            name: unit.name.clone(),
            parent: unit.parent.map(|parent| registry.unit(parent).path.to_string()),
            parts: registry.parts(unit.id).len(),
        }
    }
}

impl Calendar {
    pub(crate) fn of(hours: &Hours) -> Self {
        let shift = |(day, shift): (_, mission::calendar::Shift)| Shift {
            day: weekday_word(day).to_owned(),
            hours: shift.to_string(),
        };
        Self {
            zone: hours.zone().to_string(),
            shifts: hours.shifts().map(shift).collect(),
            holidays: hours.holidays().iter().map(ToString::to_string).collect(),
            working_day_s: hours.working_day().as_secs(),
        }
    }
}

impl Indicator {
    pub(crate) fn of(indicator: &registry::Indicator, has_readings: bool) -> Self {
        Self {
            key: indicator.key.to_string(),
            name: indicator.name.clone(),
            measure: indicator.measure.clone(),
            cadence: indicator.cadence.to_string(),
            direction: match indicator.direction {
                Direction::More => IndicatorDirection::More,
                Direction::Less => IndicatorDirection::Less,
                Direction::OnTarget => IndicatorDirection::OnTarget,
            },
            sphere: match indicator.sphere {
                Sphere::Work => IndicatorSphere::Work,
                Sphere::ZeroIsBest => IndicatorSphere::ZeroIsBest,
                Sphere::AboutPeople => IndicatorSphere::AboutPeople,
            },
            aggregate: match indicator.aggregate {
                Aggregate::Sum => "sum",
                Aggregate::Mean => "mean",
            }
            .to_owned(),
            retired: indicator.retired.map(|at| at.to_string()),
            has_readings,
        }
    }
}
