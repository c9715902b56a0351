//! Sift: which cells of a table are readings, and what is wrong with the others?
//!
//! One pass over the rows. Cells become lines of a report and are judged by the same rules as any
//! report ([`mission::report::validate`]), some hundreds at a time; what is accepted goes to be
//! sorted, what is not is a problem with its line and field. Nothing is written.

use std::borrow::Cow;
use std::path::Path;

use csv::ByteRecord;
use indicatif::ProgressBar;
use mission::registry::Registry;
use mission::report::{Draft, DraftTime, DraftValue, Field, Reading, validate};
use mission::time::Timestamp;

use super::input::Table;
use super::mapping::{Bound, Mapping, Measure, Target};
use super::numbers::Numbers;
use super::problems::{Place, Problem, Problems};
use super::sort::{Known, Sorted, Sorter};
use super::template::{Header, Put};
use crate::limits;

/// What a table holds.
pub(crate) struct Sifted {
    /// Its readings.
    pub(crate) sorted: Sorted,
    /// What could not be taken in.
    pub(crate) problems: Problems,
    /// Rows below the header.
    pub(crate) rows: u64,
    /// Cells without a reading.
    pub(crate) empty: u64,
    /// Readings that another line has too; the first line counts.
    pub(crate) repeated: u64,
    /// SHA-256 of the file.
    pub(crate) digest: [u8; 32],
}

/// What a table is held against.
pub(crate) struct Against<'a> {
    pub(crate) mapping: &'a Mapping,
    pub(crate) registry: &'a Registry,
    pub(crate) now: Timestamp,
}

/// Reads a whole table.
pub(crate) fn sift(
    path: &Path,
    against: &Against<'_>,
    problems_to: Option<&Path>,
    progress: &ProgressBar,
) -> anyhow::Result<Sifted> {
    let dialect = &against.mapping.dialect;
    let mut table = Table::open(path, dialect.delimiter, progress)?;
    let name = table.name().to_owned();
    let mut row = ByteRecord::new();
    table.next(&mut row)?;
    let header = Header::of(&row);
    if header.len() > limits::COLUMNS {
        anyhow::bail!("could not read {name}:1: expected at most {} columns", limits::COLUMNS);
    }
    let bound = against.mapping.bind(&header).map_err(|wrong| {
        let lines: Vec<String> = wrong.iter().map(|what| format!("\n{name}:{what}")).collect();
        anyhow::anyhow!("could not find what the mapping names{}", lines.concat())
    })?;
    let mut sieve = Sieve {
        against,
        bound: &bound,
        numbers: Numbers::new(dialect, table.delimiter),
        columns: header.len(),
        drafts: Vec::with_capacity(limits::CELLS_AT_ONCE),
        origins: Vec::with_capacity(limits::CELLS_AT_ONCE),
        sorter: Sorter::new(limits::READINGS_IN_MEMORY),
        problems: Problems::new(&name, problems_to)?,
        rows: 0,
        empty: 0,
    };
    while table.next(&mut row)? {
        sieve.row(&row)?;
    }
    sieve.judge()?;
    let Sieve { sorter, mut problems, rows, empty, .. } = sieve;
    if rows == 0 {
        anyhow::bail!("could not find a reading in {name}:2: there are no rows below the header");
    }
    let mut sorted = sorter.finish();
    let repeated = find_repeated(&mut sorted, &mut problems, against.registry)?;
    problems.finish()?;
    let digest = table.digest().ok_or_else(|| anyhow::anyhow!("could not read all of {name}"))?;
    Ok(Sifted { sorted, problems, rows, empty, repeated, digest })
}

struct Sieve<'a> {
    against: &'a Against<'a>,
    bound: &'a Bound,
    numbers: Numbers,
    columns: usize,
    /// Cells that wait to be judged together.
    drafts: Vec<Draft<'a>>,
    /// Where each of them is from.
    origins: Vec<Origin>,
    sorter: Sorter,
    problems: Problems,
    rows: u64,
    empty: u64,
}

#[derive(Clone, Copy)]
struct Origin {
    line: u64,
    /// Place among the targets.
    target: usize,
}

impl<'a> Sieve<'a> {
    fn row(&mut self, row: &ByteRecord) -> anyhow::Result<()> {
        self.rows += 1;
        let line = row.position().map_or(0, csv::Position::line);
        if row.len() != self.columns {
            let last = row.len().min(self.columns);
            let expected = format!("{} fields, as in the header", self.columns);
            return self.refuse(line, last, "row", format!("{} fields", row.len()), expected);
        }
        let time = self.bound.time;
        let Some(cell) = self.text(row, line, time)? else { return Ok(()) };
        let at = match self.against.mapping.times.read(cell) {
            Ok(at) => at,
            Err(expected) => {
                let given = cell.to_owned();
                return self.refuse(line, time + 1, "time", given, expected);
            }
        };
        for target in 0..self.bound.targets.len() {
            self.cell(row, Origin { line, target }, &at)?;
        }
        Ok(())
    }

    fn cell(
        &mut self,
        row: &ByteRecord,
        origin: Origin,
        at: &DraftTime<'static>,
    ) -> anyhow::Result<()> {
        let bound: &'a Bound = self.bound;
        let target = &bound.targets[origin.target];
        let Some(cell) = self.text(row, origin.line, target.value)? else { return Ok(()) };
        if cell.is_empty() || self.against.mapping.dialect.missing.iter().any(|word| word == cell) {
            self.empty += 1;
            return Ok(());
        }
        let value = match self.numbers.read(cell) {
            Ok(value) => value,
            Err(expected) => {
                let given = cell.to_owned();
                return self.refuse(origin.line, target.value + 1, "value", given, expected);
            }
        };
        let measure = match &target.measure {
            Measure::Unchecked => None,
            Measure::Named(measure) => Some(Cow::Borrowed(measure.as_str())),
            Measure::Row(template) => match template.fill(row, Put::Plain) {
                Ok(measure) => Some(measure),
                Err(field) => return self.not_text(row, origin.line, field),
            },
        };
        let filled =
            (target.unit.fill(row, Put::Segment), target.indicator.fill(row, Put::Segment));
        let (unit, indicator) = match filled {
            (Ok(unit), Ok(indicator)) => (unit, indicator),
            (Err(field), _) | (_, Err(field)) => return self.not_text(row, origin.line, field),
        };
        let value = DraftValue::Number(value);
        self.drafts.push(Draft { unit, indicator, at: at.clone(), value, measure });
        self.origins.push(origin);
        if self.drafts.len() == limits::CELLS_AT_ONCE { self.judge() } else { Ok(()) }
    }

    /// A cell as text without blanks around it; a problem if it is none.
    fn text<'r>(
        &mut self,
        row: &'r ByteRecord,
        line: u64,
        field: usize,
    ) -> anyhow::Result<Option<&'r str>> {
        let Ok(text) = std::str::from_utf8(row.get(field).unwrap_or_default()) else {
            self.not_text(row, line, field)?;
            return Ok(None);
        };
        Ok(Some(text.trim()))
    }

    fn not_text(&mut self, row: &ByteRecord, line: u64, field: usize) -> anyhow::Result<()> {
        let given = String::from_utf8_lossy(row.get(field).unwrap_or_default()).into_owned();
        let expected = "text in UTF-8; save the table as UTF-8".to_owned();
        self.refuse(line, field + 1, "text", given, expected)
    }

    fn refuse(
        &mut self,
        line: u64,
        column: usize,
        field: &'static str,
        given: String,
        expected: String,
    ) -> anyhow::Result<()> {
        // Cells that wait come before this one in the table.
        self.judge()?;
        let at = Place { line, column: column as u64 };
        self.problems.add(Problem { at, field, given, expected })
    }

    /// Judges the cells that wait.
    fn judge(&mut self) -> anyhow::Result<()> {
        let Against { registry, now, mapping } = *self.against;
        let (report, problems) = validate(self.drafts.drain(..), registry, now);
        let mut refused = problems.listed.into_iter().peekable();
        let mut accepted = report.readings.into_iter();
        for (index, origin) in self.origins.drain(..).enumerate() {
            if let Some(problem) = refused.next_if(|problem| problem.index == index) {
                let column = column(&self.bound.targets[origin.target], self.bound, problem.field);
                let at = Place { line: origin.line, column: column as u64 };
                let (field, given, expected) =
                    (words(problem.field), problem.given, problem.expected);
                self.problems.add(Problem { at, field, given, expected })?;
            } else if let Some(Reading { indicator, at, value }) = accepted.next() {
                let about = registry.indicator(indicator);
                let hours = &registry.unit(about.unit).calendar;
                let at = mapping.times.beginning(at, about.cadence, hours);
                let received = about.cadence.period_of(at, hours).end;
                let line = origin.line;
                self.sorter.push(Known { received, at, indicator, line, value })?;
            }
        }
        Ok(())
    }
}

/// The field, from 1, that a problem of a cell is about.
fn column(target: &Target, bound: &Bound, field: Field) -> usize {
    let at = match field {
        Field::Unit => target.unit.field(),
        Field::Indicator => target.indicator.field(),
        Field::At => Some(bound.time),
        Field::Value => None,
        Field::Measure => match &target.measure {
            Measure::Row(template) => template.field(),
            Measure::Unchecked | Measure::Named(_) => None,
        },
    };
    at.unwrap_or(target.value) + 1
}

const fn words(field: Field) -> &'static str {
    match field {
        Field::Unit => "unit",
        Field::Indicator => "indicator",
        Field::At => "time",
        Field::Value => "value",
        Field::Measure => "unit of measure",
    }
}

/// Counts readings that came before for the same indicator and time. Two values cannot both be
/// right: that is a problem of the later line.
fn find_repeated(
    sorted: &mut Sorted,
    problems: &mut Problems,
    registry: &Registry,
) -> anyhow::Result<u64> {
    let mut repeated = 0;
    let mut earlier: Option<Known> = None;
    for known in sorted.in_order()? {
        let known = known?;
        let Some(first) = earlier.filter(|first| first.is_same(&known)) else {
            earlier = Some(known);
            continue;
        };
        repeated += 1;
        if first.value.to_bits() != known.value.to_bits() {
            let indicator = registry.indicator(known.indicator);
            let unit = &registry.unit(indicator.unit).path;
            let (key, at) = (&indicator.key, known.at);
            problems.add(Problem {
                at: Place { line: known.line, column: 1 },
                field: "value",
                given: known.value.to_string(),
                expected: format!(
                    "one value of {unit} {key} at {at}; line {} has {}",
                    first.line, first.value
                ),
            })?;
        }
    }
    Ok(repeated)
}
