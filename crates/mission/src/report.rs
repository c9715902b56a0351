//! Reports: what does a unit say it did, and which of it can be taken in?
//!
//! A bad report is data, not an error: whatever is good in it is kept, and the rest is listed back
//! with the field, the value and what would be right. What is accepted is logged as it will be
//! applied, so that replay never judges again.

use std::borrow::Cow;

use crate::id::{IndicatorId, MemberId, UnitId};
use crate::limits;
use crate::name::{Key, Path};
use crate::registry::{Indicator, Registry};
use crate::time::Timestamp;

/// One value of one indicator at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Which series.
    pub indicator: IndicatorId,
    /// When it was true: the beginning of the period it stands for, or the instant of measuring.
    pub at: Timestamp,
    /// In the indicator's unit of measure; finite, at most [`limits::READING_MAGNITUDE`].
    pub value: f64,
}

/// A period for which a unit says why there is no reading. Defers silence once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoData {
    /// Which series.
    pub indicator: IndicatorId,
    /// The time the reading would have had.
    pub at: Timestamp,
    /// Why there is none.
    pub because: String,
}

/// What was accepted of a batch from one source.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Report {
    /// In the order given.
    pub readings: Vec<Reading>,
    /// In the order given.
    pub no_data: Vec<NoData>,
    /// Words that came with it.
    pub note: Option<String>,
    /// Who entered it, where a person did and says so. What a machine sends has no such thing.
    pub signed: Option<Signature>,
}

/// Who entered figures by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The role that they sign with.
    pub by: String,
    /// Who they are, by number; none where the program takes people's word.
    pub who: Option<MemberId>,
}

/// A figure that was kept, and then was another.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// Which series.
    pub indicator: IndicatorId,
    /// The time that the figure stands for.
    pub at: Timestamp,
    /// What was kept.
    pub was: f64,
    /// What is kept since.
    pub value: f64,
    /// Who entered it, where that is known.
    pub signed: Option<Signature>,
}

/// One line of a report as it came, times and numbers parsed as far as they could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft<'a> {
    /// The unit's path.
    pub unit: Cow<'a, str>,
    /// The indicator's key.
    pub indicator: Cow<'a, str>,
    /// The time, or what was written in its place.
    pub at: DraftTime<'a>,
    /// The value, or what was written in its place.
    pub value: DraftValue<'a>,
    /// The unit of measure, where the sender names one.
    pub measure: Option<Cow<'a, str>>,
}

/// A time as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftTime<'a> {
    /// An instant.
    At(Timestamp),
    /// A time without zone, or a date, in the unit's own zone.
    Local(jiff::civil::DateTime),
    /// Neither.
    Unreadable(Cow<'a, str>),
}

/// A value as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftValue<'a> {
    /// A number, perhaps not a finite one.
    Number(f64),
    /// No reading, and why.
    NoData(Cow<'a, str>),
    /// Not a number.
    Unreadable(Cow<'a, str>),
}

/// What could not be taken in of one line, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which line of the report, from 0.
    pub index: usize,
    /// Which field of it.
    pub field: Field,
    /// What was given, cut to a readable length.
    pub given: String,
    /// What would be right.
    pub expected: String,
}

/// A field of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The unit's path.
    Unit,
    /// The indicator's key.
    Indicator,
    /// The time.
    At,
    /// The value.
    Value,
    /// The unit of measure.
    Measure,
}

impl Field {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Indicator => "indicator",
            Self::At => "at",
            Self::Value => "value",
            Self::Measure => "measure",
        }
    }
}

/// The problems of a report: the first by name, all by number.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Problems {
    /// The first [`limits::PROBLEMS_LISTED`].
    pub listed: Vec<Problem>,
    /// How many there were.
    pub count: usize,
}

impl Problems {
    /// Adds one; past the limit it is only counted.
    pub fn push(&mut self, problem: Problem) {
        self.count += 1;
        if self.listed.len() < limits::PROBLEMS_LISTED {
            self.listed.push(problem);
        }
    }
}

/// Sorts the lines of a report into what is accepted and what is not.
pub fn validate<'a>(
    drafts: impl IntoIterator<Item = Draft<'a>>,
    registry: &Registry,
    now: Timestamp,
) -> (Report, Problems) {
    let mut checker = Checker { registry, now, last_unit: None };
    let mut report = Report::default();
    let mut problems = Problems::default();
    for (index, draft) in drafts.into_iter().enumerate() {
        match checker.check(&draft) {
            Ok(Accepted::Reading(reading)) => report.readings.push(reading),
            Ok(Accepted::NoData(no_data)) => report.no_data.push(no_data),
            Err((field, given, expected)) => {
                let given = given.chars().take(80).collect();
                problems.push(Problem { index, field, given, expected });
            }
        }
    }
    (report, problems)
}

enum Accepted {
    Reading(Reading),
    NoData(NoData),
}

type Refusal = (Field, String, String);

struct Checker<'r> {
    registry: &'r Registry,
    now: Timestamp,
    /// Neighbouring lines are mostly of one unit: its path is parsed and looked up once.
    last_unit: Option<(String, UnitId)>,
}

impl Checker<'_> {
    fn check(&mut self, draft: &Draft<'_>) -> Result<Accepted, Refusal> {
        let unit = self.unit(&draft.unit)?;
        let indicator = self.indicator(unit, &draft.indicator)?;
        let at = self.time(unit, &draft.at)?;
        if let Some(measure) = &draft.measure
            && **measure != *indicator.measure
        {
            let expected = format!("{}, in which {} is kept", indicator.measure, indicator.key);
            return Err((Field::Measure, measure.to_string(), expected));
        }
        match &draft.value {
            DraftValue::Number(value) if value.abs() <= limits::READING_MAGNITUDE => {
                Ok(Accepted::Reading(Reading { indicator: indicator.id, at, value: *value }))
            }
            DraftValue::Number(value) => Err((
                Field::Value,
                format!("{value:?}"),
                format!("a finite number of at most {:e}", limits::READING_MAGNITUDE),
            )),
            DraftValue::NoData(because) => {
                let because = crate::name::words(because, limits::WORDS_LETTERS)
                    .map_err(|e| (Field::Value, e.given, e.expected))?;
                Ok(Accepted::NoData(NoData { indicator: indicator.id, at, because }))
            }
            DraftValue::Unreadable(given) => Err((
                Field::Value,
                given.to_string(),
                "a number with a decimal point, for example 8.15".to_owned(),
            )),
        }
    }

    fn unit(&mut self, given: &str) -> Result<UnitId, Refusal> {
        if let Some((path, unit)) = &self.last_unit
            && path == given
        {
            return Ok(*unit);
        }
        let path = Path::parse(given).map_err(|e| (Field::Unit, e.given, e.expected))?;
        let unit = self.registry.at_path(&path).ok_or_else(|| {
            let expected = "the path of a unit that exists, for example chile/textiles/yarur";
            (Field::Unit, given.to_owned(), expected.to_owned())
        })?;
        if !self.registry.lives_here(unit) {
            let expected = "a unit that lives on this node; it reports on its own";
            return Err((Field::Unit, given.to_owned(), expected.to_owned()));
        }
        self.last_unit = Some((given.to_owned(), unit));
        Ok(unit)
    }

    fn indicator(&self, unit: UnitId, given: &str) -> Result<&Indicator, Refusal> {
        let of_unit = self.registry.indicators_of(unit);
        let found = of_unit
            .iter()
            .map(|id| self.registry.indicator(*id))
            .find(|indicator| indicator.key.as_str() == given);
        match found {
            Some(indicator) if indicator.retired.is_some_and(|at| at <= self.now) => Err((
                Field::Indicator,
                given.to_owned(),
                "an indicator that has not been retired".to_owned(),
            )),
            Some(indicator) => Ok(indicator),
            None => Err((Field::Indicator, given.to_owned(), self.known(of_unit))),
        }
    }

    fn known(&self, of_unit: &[IndicatorId]) -> String {
        let keys: Vec<&str> =
            of_unit.iter().take(12).map(|id| self.registry.indicator(*id).key.as_str()).collect();
        match keys.as_slice() {
            [] => "an indicator of this unit; it has none yet".to_owned(),
            keys => format!("an indicator of this unit, such as {}", keys.join(", ")),
        }
    }

    fn time(&self, unit: UnitId, given: &DraftTime<'_>) -> Result<Timestamp, Refusal> {
        let at = match given {
            DraftTime::At(at) => *at,
            DraftTime::Local(civil) => self
                .registry
                .unit(unit)
                .calendar
                .zone()
                .resolve(*civil, None)
                .map_err(|problem| (Field::At, civil.to_string(), problem.to_string()))?,
            DraftTime::Unreadable(given) => {
                let expected =
                    "a time such as 2026-10-16T17:41:00-03:00, or a date in the unit's zone";
                return Err((Field::At, given.to_string(), expected.to_owned()));
            }
        };
        let latest = self.now.as_millis() + limits::AHEAD_MS;
        if at <= Timestamp::MIN {
            let expected = format!("a time after {}", Timestamp::MIN);
            return Err((Field::At, at.to_string(), expected));
        }
        if at.as_millis() > latest {
            let expected = format!("a time that is not in the future; it is {} now", self.now);
            return Err((Field::At, at.to_string(), expected));
        }
        Ok(at)
    }
}

/// Parses a key that a caller gave, for look-ups outside reports.
pub fn find_indicator(registry: &Registry, unit: UnitId, given: &str) -> Option<IndicatorId> {
    registry.keyed(unit, &Key::parse(given).ok()?)
}
