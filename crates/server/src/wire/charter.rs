//! Charter: how are units, calendars, indicators and founding terms laid down in JSON?
//!
//! Field for field a `mission::draft`, in which everything is checked: a wrong word in it is a
//! problem with its place, not a body that cannot be read.

use mission::draft::{IndicatorDraft, ShiftDraft, TermDraft, UnitDraft};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Units to be created or changed, as a whole or not at all.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// The role that signs it.
    #[serde(default)]
    pub by: String,
    /// The units, in any order.
    pub units: Vec<Unit>,
}

/// One unit. What is left out stays as it is, or is inherited from above when the unit is new.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CharterUnit)]
pub struct Unit {
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: Option<String>,
    /// Its time zone, by its IANA name.
    pub zone: Option<String>,
    /// Its week; an empty one where work never stops.
    pub shifts: Option<Vec<Shift>>,
    /// Dates on which no shift begins.
    pub holidays: Option<Vec<String>>,
    /// Whether anybody is there to hear of an incident.
    pub members: Option<bool>,
    /// Paths of the levels that its safety alarms go to.
    pub alarm_levels: Option<Vec<String>>,
    /// Whether an index of one or two indicators may be shown one level up.
    pub small_index_goes_up: Option<bool>,
    /// The address it had, if it moves.
    pub moved_from: Option<String>,
    /// What it reports.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// Terms that both sides have consented to.
    #[serde(default)]
    pub agreements: Vec<Term>,
}

/// One shift on some days of the week.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CharterShift)]
pub struct Shift {
    /// Days on which it begins: `mon`, `tuesday`, `mon-fri`.
    pub days: Vec<String>,
    /// When it begins, `06:00`.
    pub from: String,
    /// When it ends, `14:00`; before it begins where it passes midnight.
    pub to: String,
}

/// One indicator.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CharterIndicator)]
pub struct Indicator {
    /// Its key within the unit.
    pub key: String,
    /// Its name.
    pub name: Option<String>,
    /// UCUM unit of measure.
    pub measure: Option<String>,
    /// `15 min`, `hourly`, `daily`, `weekly`, `monthly`.
    pub cadence: Option<String>,
    /// `more`, `less` or `on-target`.
    pub direction: Option<String>,
    /// `work`, `zero-is-best` or `about-people`.
    pub sphere: Option<String>,
    /// `sum` or `mean`.
    pub aggregate: Option<String>,
}

/// Founding terms.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CharterTerm)]
pub struct Term {
    /// `recovery`, `capability`, `potentiality` or `weight`.
    pub subject: String,
    /// Key of the indicator; none for a recovery time of the whole unit.
    pub indicator: Option<String>,
    /// Working days, the indicator's measure a day, or value per unit of measure.
    pub value: f64,
    /// First day on which they hold.
    pub from: String,
    /// When both look at them again.
    pub review: Option<String>,
    /// Why.
    pub reason: String,
}

/// A charter that was laid down.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LaidDown {
    /// The units that it names, as they are now.
    pub units: Vec<super::unit::Unit>,
}

/// A charter that was refused as a whole: a problem, with all that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CharterRefused {
    /// The problem.
    #[serde(flatten)]
    pub problem: super::problem::Problem,
    /// What is wrong; the first thousand.
    pub problems: Vec<PlaceProblem>,
}

/// What is wrong at one place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlaceProblem {
    /// Where: `units[3].indicators[0].cadence`.
    pub place: String,
    /// What was given.
    pub value: String,
    /// What would be right.
    pub expected: String,
}

impl From<Unit> for UnitDraft {
    fn from(unit: Unit) -> Self {
        Self {
            path: unit.path,
            name: unit.name,
            zone: unit.zone,
            shifts: unit.shifts.map(|shifts| shifts.into_iter().map(Into::into).collect()),
            holidays: unit.holidays,
            members: unit.members,
            alarm_levels: unit.alarm_levels,
            small_index_goes_up: unit.small_index_goes_up,
            moved_from: unit.moved_from,
            indicators: unit.indicators.into_iter().map(Into::into).collect(),
            agreements: unit.agreements.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Shift> for ShiftDraft {
    fn from(Shift { days, from, to }: Shift) -> Self {
        Self { days, from, to }
    }
}

impl From<Indicator> for IndicatorDraft {
    fn from(indicator: Indicator) -> Self {
        let Indicator { key, name, measure, cadence, direction, sphere, aggregate } = indicator;
        Self { key, name, measure, cadence, direction, sphere, aggregate }
    }
}

impl From<Term> for TermDraft {
    fn from(Term { subject, indicator, value, from, review, reason }: Term) -> Self {
        Self { subject, indicator, value, from, review, reason }
    }
}
