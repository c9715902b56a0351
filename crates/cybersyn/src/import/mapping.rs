//! Mapping: which cell of a table is which reading of whom?
//!
//! A mapping is read once and bound to the header of one table. Both shapes of tables become the
//! same thing, a list of [`Target`]s: a wide table has one for each column with readings, a long
//! one has a single target whose indicator stands in the row.

use mission::calendar::Zone;
use serde::Deserialize;

use super::settings::Settings;
use super::template::{Header, Renames, Template};
use super::times::Times;
use super::units::{Drafts, UnitTable};
use crate::limits;

/// A mapping as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    by: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    file: FileTable,
    time: TimeTable,
    #[serde(default)]
    rename: Renames,
    #[serde(default)]
    columns: Vec<ColumnTable>,
    rows: Option<RowsTable>,
    #[serde(default)]
    units: Vec<UnitTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTable {
    delimiter: Option<String>,
    decimal: Option<String>,
    thousands: Option<String>,
    #[serde(default)]
    missing: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeTable {
    column: String,
    format: Option<String>,
    zone: Option<String>,
    midnight: Option<String>,
    stands_for: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnTable {
    name: String,
    indicator: String,
    unit: Option<String>,
    measure: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowsTable {
    indicator: String,
    value: String,
    measure: Option<String>,
}

/// A mapping that makes sense in itself.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// Units that it lays down, if it does.
    pub(crate) units: Option<Drafts>,
    /// How the table is written.
    pub(crate) dialect: Dialect,
    /// How its times are read.
    pub(crate) times: Times,
    time_column: String,
    targets: Vec<Unbound>,
    rename: Renames,
}

/// How a table is written, as far as the mapping says it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dialect {
    pub(crate) delimiter: Option<u8>,
    pub(crate) decimal: Option<char>,
    pub(crate) thousands: Option<char>,
    /// Words that mean that there is no reading, beside an empty cell.
    pub(crate) missing: Vec<String>,
}

#[derive(Debug)]
struct Unbound {
    unit: String,
    indicator: String,
    value: String,
    measure: UnboundMeasure,
}

#[derive(Debug)]
enum UnboundMeasure {
    Unchecked,
    Named(String),
    Column(String),
}

/// A mapping bound to the header of a table.
#[derive(Debug)]
pub(crate) struct Bound {
    /// The field with the time.
    pub(crate) time: usize,
    /// What is read of each row.
    pub(crate) targets: Vec<Target>,
}

/// One reading of a row.
#[derive(Debug)]
pub(crate) struct Target {
    /// The path of its unit.
    pub(crate) unit: Template,
    /// The key of its indicator.
    pub(crate) indicator: Template,
    /// The field with its value.
    pub(crate) value: usize,
    /// Its unit of measure.
    pub(crate) measure: Measure,
}

/// What is known of the unit of measure of a target.
#[derive(Debug)]
pub(crate) enum Measure {
    /// Nothing: it is taken for the indicator's.
    Unchecked,
    /// The mapping names it.
    Named(String),
    /// It stands in the row.
    Row(Template),
}

impl Mapping {
    /// Reads a mapping, or says all that is wrong with it.
    pub(crate) fn read(settings: &Settings) -> anyhow::Result<Self> {
        let file: MappingFile = settings.parse()?;
        let mut wrong: Vec<(String, String)> = Vec::new();
        let dialect = dialect(&file.file, &mut wrong);
        let times = times(&file.time, &mut wrong);
        let targets = targets(&file, &mut wrong);
        let Some(times) = times.filter(|_| wrong.is_empty()) else {
            return Err(settings.refuse(&wrong));
        };
        let units = match file.units.as_slice() {
            [] => None,
            tables => Some(Drafts::of(file.by, tables, settings)?),
        };
        Ok(Self {
            units,
            dialect,
            times,
            time_column: file.time.column,
            targets,
            rename: file.rename,
        })
    }

    /// Finds its columns in a header, or says all that cannot be found.
    pub(crate) fn bind(&self, header: &Header) -> Result<Bound, Vec<String>> {
        let mut wrong = Vec::new();
        for column in self.rename.keys() {
            header.find(column, &mut wrong);
        }
        let time = header.find(&self.time_column, &mut wrong);
        let mut targets = Vec::with_capacity(self.targets.len());
        for target in &self.targets {
            let measure = match &target.measure {
                UnboundMeasure::Unchecked => Some(Measure::Unchecked),
                UnboundMeasure::Named(measure) => Some(Measure::Named(measure.clone())),
                UnboundMeasure::Column(name) => {
                    Template::of_column(name, header, &self.rename, &mut wrong).map(Measure::Row)
                }
            };
            let unit = Template::parse(&target.unit, header, &self.rename, &mut wrong);
            let indicator = Template::parse(&target.indicator, header, &self.rename, &mut wrong);
            let value = header.find(&target.value, &mut wrong);
            if let (Some(unit), Some(indicator), Some(value), Some(measure)) =
                (unit, indicator, value, measure)
            {
                targets.push(Target { unit, indicator, value, measure });
            }
        }
        match time {
            Some(time) if wrong.is_empty() => Ok(Bound { time, targets }),
            Some(_) | None => Err(wrong),
        }
    }
}

fn targets(file: &MappingFile, wrong: &mut Vec<(String, String)>) -> Vec<Unbound> {
    let mut missing = |place: &str, expected: &str| {
        wrong.push((place.to_owned(), format!("expected {expected}")));
    };
    let mut targets = Vec::new();
    for (at, column) in file.columns.iter().enumerate() {
        let Some(unit) = column.unit.as_ref().or(file.unit.as_ref()) else {
            missing(
                &format!("columns[{at}]"),
                "unit = \"…\", here or at the top: the path of the unit that reports this column",
            );
            continue;
        };
        targets.push(Unbound {
            unit: unit.clone(),
            indicator: column.indicator.clone(),
            value: column.name.clone(),
            measure: match &column.measure {
                Some(measure) => UnboundMeasure::Named(measure.clone()),
                None => UnboundMeasure::Unchecked,
            },
        });
    }
    if let Some(rows) = &file.rows {
        if !file.columns.is_empty() {
            missing("rows", "[[columns]] for a wide table or [rows] for a long one, not both");
        }
        match &file.unit {
            Some(unit) => targets.push(Unbound {
                unit: unit.clone(),
                indicator: rows.indicator.clone(),
                value: rows.value.clone(),
                measure: match &rows.measure {
                    Some(column) => UnboundMeasure::Column(column.clone()),
                    None => UnboundMeasure::Unchecked,
                },
            }),
            None => missing("rows", "unit = \"…\" at the top: the path of the unit that reports"),
        }
    }
    if targets.is_empty() && file.columns.is_empty() && file.rows.is_none() {
        missing("time", "[[columns]] for a wide table, or [rows] for a long one");
    }
    if targets.len() > limits::COLUMNS {
        missing("columns", &format!("at most {} columns", limits::COLUMNS));
    }
    targets
}

fn dialect(table: &FileTable, wrong: &mut Vec<(String, String)>) -> Dialect {
    let mut letter = |field: &str, given: &Option<String>, allowed: &[char]| -> Option<char> {
        let given = given.as_ref()?;
        let mut letters = given.chars();
        let first = letters.next().filter(|letter| allowed.contains(letter));
        if first.is_none() || letters.next().is_some() {
            let words = format!("{given:?} is not right; expected one of {allowed:?}");
            wrong.push((format!("file.{field}"), words));
        }
        first
    };
    let delimiter = letter("delimiter", &table.delimiter, &[',', ';', '\t', '|']);
    let decimal = letter("decimal", &table.decimal, &['.', ',']);
    let thousands = letter("thousands", &table.thousands, &['.', ',', ' ', '\'', '\u{a0}']);
    if thousands.is_some() && thousands == Some(decimal.unwrap_or('.')) {
        let words = "the mark of thousands is that of decimals; expected two different ones";
        wrong.push(("file.thousands".to_owned(), words.to_owned()));
    }
    Dialect {
        delimiter: delimiter.and_then(|letter| u8::try_from(letter).ok()),
        decimal,
        thousands,
        missing: table.missing.iter().map(|word| word.trim().to_owned()).collect(),
    }
}

fn times(table: &TimeTable, wrong: &mut Vec<(String, String)>) -> Option<Times> {
    let mut one_of = |field: &str, given: &Option<String>, words: [&str; 2]| {
        let given = given.as_deref().unwrap_or(words[0]);
        if !words.contains(&given) {
            let expected = format!("{given:?} is not right; expected {} or {}", words[0], words[1]);
            wrong.push((format!("time.{field}"), expected));
        }
        given == words[1]
    };
    let ends_the_day = one_of("midnight", &table.midnight, ["begins-the-day", "ends-the-day"]);
    let is_end = one_of("stands_for", &table.stands_for, ["beginning", "end"]);
    let zone = match &table.zone {
        None => None,
        Some(given) => match Zone::parse(given) {
            Ok(zone) => Some(zone),
            Err(error) => {
                wrong.push(("time.zone".to_owned(), error.to_string()));
                None
            }
        },
    };
    match Times::new(table.format.as_deref(), zone, ends_the_day.into(), is_end.into()) {
        Ok(times) => Some(times),
        Err(expected) => {
            wrong.push(("time.format".to_owned(), expected));
            None
        }
    }
}
