//! Units: what does a file of units lay down?
//!
//! The tables of the file become drafts of a charter, which `mission::draft` checks. One table may
//! stand for several units that are alike: `path = "mill/loom-{1..12}"`, in whose name `{}` is the
//! number.

use mission::charter::Charter;
use mission::draft::{self, IndicatorDraft, ShiftDraft, TermDraft, UnitDraft};
use mission::registry::Registry;
use serde::Deserialize;

use super::settings::Settings;
use crate::limits;

/// A file of units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitsFile {
    /// The role that signs.
    by: Option<String>,
    /// The units.
    units: Vec<UnitTable>,
}

/// A `[[units]]` of a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitTable {
    path: String,
    name: Option<String>,
    zone: Option<String>,
    shifts: Option<Vec<ShiftTable>>,
    holidays: Option<Vec<Day>>,
    members: Option<bool>,
    alarm_levels: Option<Vec<String>>,
    small_index_goes_up: Option<bool>,
    moved_from: Option<String>,
    #[serde(default)]
    indicators: Vec<IndicatorTable>,
    #[serde(default)]
    agreements: Vec<AgreementTable>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftTable {
    days: Words,
    from: String,
    to: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorTable {
    key: String,
    name: Option<String>,
    measure: Option<String>,
    cadence: Option<String>,
    direction: Option<String>,
    sphere: Option<String>,
    aggregate: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreementTable {
    subject: String,
    indicator: Option<String>,
    value: Number,
    from: Day,
    review: Option<Day>,
    reason: String,
}

/// A date, with or without quotes.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Day {
    Date(toml::value::Datetime),
    Text(String),
}

/// One word, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Several(Vec<String>),
}

/// A number, with or without a fraction.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
enum Number {
    Whole(i32),
    Fraction(f64),
}

/// The role that signs where a file names none.
const OPERATOR: &str = "operator";

/// Drafts of units, with the table that each was made from.
#[derive(Debug)]
pub(crate) struct Drafts {
    by: String,
    units: Vec<UnitDraft>,
    tables: Vec<usize>,
}

impl Drafts {
    /// Reads a file of units.
    pub(crate) fn read(settings: &Settings) -> anyhow::Result<Self> {
        let file: UnitsFile = settings.parse()?;
        Self::of(file.by, &file.units, settings)
    }

    /// Makes drafts of tables.
    pub(crate) fn of(
        by: Option<String>,
        tables: &[UnitTable],
        settings: &Settings,
    ) -> anyhow::Result<Self> {
        let mut made =
            Self { by: by.unwrap_or_else(|| OPERATOR.to_owned()), units: vec![], tables: vec![] };
        let mut wrong = Vec::new();
        for (at, table) in tables.iter().enumerate() {
            match alike(&table.path) {
                Ok(numbers) => {
                    for number in numbers {
                        made.units.push(draft(table, number.as_ref()));
                        made.tables.push(at);
                    }
                }
                Err(expected) => wrong.push((
                    format!("units[{at}].path"),
                    format!("{:?} is not right here; expected {expected}", table.path),
                )),
            }
        }
        if wrong.is_empty() { Ok(made) } else { Err(settings.refuse(&wrong)) }
    }

    /// The charter that they are, or all that is wrong with them.
    pub(crate) fn check(
        &self,
        registry: &Registry,
        settings: &Settings,
    ) -> anyhow::Result<Charter> {
        draft::check(&self.units, &self.by, registry).map_err(|problems| {
            let wrong: Vec<(String, String)> = problems
                .into_iter()
                .map(|problem| {
                    let field = problem.place.rsplit(']').next().unwrap_or_default();
                    let field = field.trim_start_matches('.');
                    let words = if problem.given.is_empty() {
                        format!("{field} is missing or not right; expected {}", problem.expected)
                    } else {
                        let given = &problem.given;
                        format!("{field} {given:?} is not right; expected {}", problem.expected)
                    };
                    (self.place(&problem.place), words.trim_start().to_owned())
                })
                .collect();
            let mut once: Vec<(String, String)> = Vec::with_capacity(wrong.len());
            for problem in wrong {
                // Units that are alike share their mistakes.
                if !once.contains(&problem) {
                    once.push(problem);
                }
            }
            settings.refuse(&once)
        })
    }

    /// The place in the file that a place among the drafts came from.
    fn place(&self, place: &str) -> String {
        let table = place.strip_prefix("units[").and_then(|rest| {
            let (draft, field) = rest.split_once(']')?;
            let table = self.tables.get(draft.parse::<usize>().ok()?)?;
            Some(format!("units[{table}]{field}"))
        });
        table.unwrap_or_else(|| place.to_owned())
    }
}

/// A number of units that are alike, with the path that it makes.
struct Alike {
    path: String,
    number: u32,
}

/// The units that a path stands for: none by number, or those from one number to another.
fn alike(path: &str) -> Result<Vec<Option<Alike>>, String> {
    let Some((before, rest)) = path.split_once('{') else { return Ok(vec![None]) };
    let wrong =
        || format!("at most one range such as {{1..12}}, of at most {} units", limits::ALIKE_UNITS);
    let (range, after) = rest.split_once('}').ok_or_else(wrong)?;
    let (first, last) = range.split_once("..").ok_or_else(wrong)?;
    let (first, last): (u32, u32) =
        first.trim().parse().ok().zip(last.trim().parse().ok()).ok_or_else(wrong)?;
    if after.contains('{') || last < first || last - first >= limits::ALIKE_UNITS {
        return Err(wrong());
    }
    let one = |number| Some(Alike { path: format!("{before}{number}{after}"), number });
    Ok((first..=last).map(one).collect())
}

fn draft(table: &UnitTable, alike: Option<&Alike>) -> UnitDraft {
    let path = alike.map_or(&table.path, |alike| &alike.path).clone();
    let name = table.name.as_ref().map(|name| match alike {
        Some(alike) => name.replace("{}", &alike.number.to_string()),
        None => name.clone(),
    });
    UnitDraft {
        path,
        name,
        zone: table.zone.clone(),
        shifts: table.shifts.as_ref().map(|shifts| shifts.iter().map(ShiftTable::draft).collect()),
        holidays: table.holidays.as_ref().map(|days| days.iter().map(Day::text).collect()),
        members: table.members,
        alarm_levels: table.alarm_levels.clone(),
        small_index_goes_up: table.small_index_goes_up,
        moved_from: table.moved_from.clone(),
        indicators: table.indicators.iter().map(IndicatorTable::draft).collect(),
        agreements: table.agreements.iter().map(AgreementTable::draft).collect(),
    }
}

impl ShiftTable {
    fn draft(&self) -> ShiftDraft {
        let days = match &self.days {
            Words::One(day) => day.split(',').map(|day| day.trim().to_owned()).collect(),
            Words::Several(days) => days.clone(),
        };
        ShiftDraft { days, from: self.from.clone(), to: self.to.clone() }
    }
}

impl IndicatorTable {
    fn draft(&self) -> IndicatorDraft {
        IndicatorDraft {
            key: self.key.clone(),
            name: self.name.clone(),
            measure: self.measure.clone(),
            cadence: self.cadence.clone(),
            direction: self.direction.clone(),
            sphere: self.sphere.clone(),
            aggregate: self.aggregate.clone(),
        }
    }
}

impl AgreementTable {
    fn draft(&self) -> TermDraft {
        TermDraft {
            subject: self.subject.clone(),
            indicator: self.indicator.clone(),
            value: match self.value {
                Number::Whole(value) => f64::from(value),
                Number::Fraction(value) => value,
            },
            from: self.from.text(),
            review: self.review.as_ref().map(Day::text),
            reason: self.reason.clone(),
        }
    }
}

impl Day {
    fn text(&self) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}
