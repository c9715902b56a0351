//! Problems: what of a table could not be taken in, where, and what would be right?
//!
//! The first are printed, all are counted, and a file lists them all where one is asked for, so
//! that a table with a million mistakes takes no more memory than one with twenty.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use anyhow::Context;

use crate::limits;

/// One thing that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Where.
    pub(crate) at: Place,
    /// Which field, in words.
    pub(crate) field: &'static str,
    /// What was given.
    pub(crate) given: String,
    /// What would be right.
    pub(crate) expected: String,
}

/// A place in a table: the line of the file, and the field of the row, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

/// All problems of one table.
pub(crate) struct Problems {
    /// The table's name, as it was given.
    name: String,
    shown: Vec<Problem>,
    count: u64,
    last: Option<Place>,
    list: Option<csv::Writer<BufWriter<File>>>,
}

impl Problems {
    /// None so far, for the table of that name; all go into the file `list` if one is given.
    pub(crate) fn new(name: &str, list: Option<&Path>) -> anyhow::Result<Self> {
        let list = match list {
            Some(path) => {
                let file = File::create(path)
                    .with_context(|| format!("could not write {}", path.display()))?;
                let mut list = csv::Writer::from_writer(BufWriter::new(file));
                list.write_record(["line", "column", "field", "given", "expected"])?;
                Some(list)
            }
            None => None,
        };
        Ok(Self { name: name.to_owned(), shown: Vec::new(), count: 0, last: None, list })
    }

    /// Adds one. A cell that is shared by many readings, as the time of a row is, is named once.
    pub(crate) fn add(&mut self, problem: Problem) -> anyhow::Result<()> {
        if self.last == Some(problem.at) {
            return Ok(());
        }
        self.last = Some(problem.at);
        self.count += 1;
        let given: String = problem.given.chars().take(limits::GIVEN_LETTERS).collect();
        let problem = Problem { given, ..problem };
        if let Some(list) = &mut self.list {
            let (line, column) = (problem.at.line.to_string(), problem.at.column.to_string());
            let record = [&line, &column, problem.field, &problem.given, &problem.expected]
                .map(str::to_owned);
            list.write_record(&record).context("could not write the list of problems")?;
        }
        if self.shown.len() < limits::PROBLEMS_SHOWN {
            self.shown.push(problem);
        }
        Ok(())
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Ends the list.
    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        match &mut self.list {
            Some(list) => list.flush().context("could not write the list of problems"),
            None => Ok(()),
        }
    }

    /// The first ones in lines to be printed, and how many more there are.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> =
            self.shown.iter().map(|problem| format!("{}:{problem}", self.name)).collect();
        let more = self.count - self.shown.len() as u64;
        if more > 0 {
            lines.push(format!("{}: {more} more problems", self.name));
        }
        lines
    }

    /// The first ones, for a script.
    pub(crate) fn json(&self) -> serde_json::Value {
        let one = |problem: &Problem| {
            serde_json::json!({
                "line": problem.at.line,
                "column": problem.at.column,
                "field": problem.field,
                "given": problem.given,
                "expected": problem.expected,
            })
        };
        self.shown.iter().map(one).collect()
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { at, field, given, expected } = self;
        write!(f, "{}:{}: {field} {given:?} is not right; expected {expected}", at.line, at.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: u64, column: u64) -> Problem {
        Problem {
            at: Place { line, column },
            field: "value",
            given: "12,5".to_owned(),
            expected: "a number".to_owned(),
        }
    }

    #[test]
    fn the_first_are_shown_and_the_rest_counted() {
        let mut problems = Problems::new("looms.csv", None).unwrap();
        for line in 2..52 {
            problems.add(problem(line, 3)).unwrap();
        }
        let lines = problems.lines();
        assert_eq!(lines.len(), limits::PROBLEMS_SHOWN + 1);
        assert_eq!(lines[0], "looms.csv:2:3: value \"12,5\" is not right; expected a number");
        assert_eq!(lines[limits::PROBLEMS_SHOWN], "looms.csv: 30 more problems");
    }

    #[test]
    fn a_cell_is_named_once() {
        let mut problems = Problems::new("looms.csv", None).unwrap();
        for (line, column) in [(2, 1), (2, 1), (2, 1), (2, 4), (3, 1)] {
            problems.add(problem(line, column)).unwrap();
        }
        assert_eq!(problems.count(), 3);
    }

    #[test]
    fn a_file_lists_them_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("problems.csv");
        let mut problems = Problems::new("looms.csv", Some(&path)).unwrap();
        for line in 2..102 {
            problems.add(problem(line, 3)).unwrap();
        }
        problems.finish().unwrap();
        let listed = std::fs::read_to_string(path).unwrap();
        assert_eq!(listed.lines().count(), 101);
        assert!(listed.contains("\n51,3,value,\"12,5\",a number\n"), "{listed}");
    }
}
