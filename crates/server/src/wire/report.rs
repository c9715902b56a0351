//! Report: how are readings written, and how is a report answered?
//!
//! A report is read in one go into borrowed text. Only when something in it cannot be read so is it
//! read again, line by line, so that one bad line does not cost the good ones: a number of 400
//! digits, a lone surrogate, a key that comes twice, a value that is a list 64 deep.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::views::NoDataReason;
use super::{Unreadable, unreadable};
use crate::limits;

/// Readings of one source.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report<'a> {
    /// Who sends it, in a name of its own choice. Needed with `seq`.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub source: Option<Text<'a>>,
    /// The role that signs, where a person entered it and nobody signs in.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub by: Option<Text<'a>>,
    /// Which run of the source's numbers: higher after it lost count. 0 where it is left out.
    #[serde(default)]
    pub epoch: Option<u64>,
    /// The number of the report. Sent twice with the same number, it counts once.
    #[serde(default)]
    pub seq: Option<u64>,
    /// The unit of all readings that name none, by its path.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub unit: Option<Text<'a>>,
    /// Words that go with it.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub note: Option<Text<'a>>,
    /// The readings, in any order.
    #[serde(borrow)]
    pub readings: Vec<Reading<'a>>,
}

/// One value of one indicator at one time, or why there is none.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading<'a> {
    /// The unit's path, if it is not the report's.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub unit: Option<Text<'a>>,
    /// The indicator's key.
    #[schema(value_type = String)]
    #[serde(borrow)]
    pub indicator: Text<'a>,
    /// When it was true: a time with zone (RFC 3339), or a time or date of the unit's own zone.
    #[schema(value_type = String)]
    #[serde(borrow)]
    pub at: Text<'a>,
    /// The value; null, with a reason, where there is none.
    pub value: Option<f64>,
    /// The unit of measure, to be held against the indicator's.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub measure: Option<Text<'a>>,
    /// Why there is no value, in words.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub no_data: Option<Text<'a>>,
    /// Why there is no value: `instrument`, `nobody`, `stood_still` or `other`, then with `words`.
    #[schema(value_type = Option<NoDataReason>)]
    #[serde(borrow, default)]
    pub reason: Option<Text<'a>>,
    /// The words with the reason `other`.
    #[schema(value_type = Option<String>)]
    #[serde(borrow, default)]
    pub words: Option<Text<'a>>,
}

/// A text, borrowed from the body where that holds it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Borrowed;
        impl<'de> Visitor<'de> for Borrowed {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(Borrowed)
    }
}

/// What became of a report. What could not be taken in is listed back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReportAnswer {
    /// Readings, and reasons for none, that are kept.
    pub accepted: usize,
    /// Readings of a report that had come before: kept then.
    pub duplicates: usize,
    /// What could not be taken in; the first thousand.
    pub problems: Vec<LineProblem>,
    /// How many could not.
    pub problem_count: usize,
}

/// What would become of a report. Nothing of it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReportPreview {
    /// Readings, and reasons for none, that would be kept.
    pub acceptable: usize,
    /// What is kept now for the times of these readings, as far as it is recent and may be seen; the first
    /// thousand.
    pub known: Vec<Kept>,
    /// What could not be taken in; the first thousand.
    pub problems: Vec<LineProblem>,
    /// How many could not.
    pub problem_count: usize,
}

/// A reading that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Kept {
    /// The unit's path.
    pub unit: String,
    /// The indicator's key.
    pub indicator: String,
    /// Its time, with the offset of the unit.
    pub at: String,
    /// Its value.
    pub value: f64,
}

/// What could not be taken in of one line, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineProblem {
    /// Which line: its place in `readings`, or under the header of a CSV, from 0.
    pub index: usize,
    /// Which field of it.
    pub field: String,
    /// What was given.
    pub value: String,
    /// What would be right.
    pub expected: String,
    /// All of it in a sentence.
    pub message: String,
}

/// A report none of which could be taken in: a problem, with the same list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportRefused {
    /// The problem.
    #[serde(flatten)]
    pub problem: super::problem::Problem,
    /// What was wrong in each line.
    #[serde(flatten)]
    pub answer: ReportAnswer,
}

/// A report read line by line, after it could not be read in one go.
#[derive(Debug)]
pub struct Lines<'a> {
    pub(crate) source: Option<Text<'a>>,
    pub(crate) by: Option<Text<'a>>,
    pub(crate) epoch: Option<u64>,
    pub(crate) seq: Option<u64>,
    pub(crate) unit: Option<Text<'a>>,
    pub(crate) note: Option<Text<'a>>,
    pub(crate) readings: Vec<Result<Reading<'a>, BadLine<'a>>>,
}

/// A line that is not a reading.
#[derive(Debug, PartialEq, Eq)]
pub struct BadLine<'a> {
    pub(crate) field: &'static str,
    pub(crate) given: &'a str,
    pub(crate) expected: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    source: Option<&'a RawValue>,
    #[serde(borrow, default)]
    by: Option<&'a RawValue>,
    #[serde(borrow, default)]
    epoch: Option<&'a RawValue>,
    #[serde(borrow, default)]
    seq: Option<&'a RawValue>,
    #[serde(borrow, default)]
    unit: Option<&'a RawValue>,
    #[serde(borrow, default)]
    note: Option<&'a RawValue>,
    #[serde(borrow)]
    readings: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReading<'a> {
    #[serde(borrow, default)]
    unit: Option<Text<'a>>,
    #[serde(borrow)]
    indicator: Text<'a>,
    #[serde(borrow)]
    at: Text<'a>,
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    measure: Option<Text<'a>>,
    #[serde(borrow, default)]
    no_data: Option<Text<'a>>,
    #[serde(borrow, default)]
    reason: Option<Text<'a>>,
    #[serde(borrow, default)]
    words: Option<Text<'a>>,
}

impl<'a> Lines<'a> {
    /// Reads a body. What is wrong with a line is said of that line; what is wrong with the whole,
    /// of the whole.
    pub(crate) fn read(body: &'a str) -> Result<Self, Unreadable> {
        if let Ok(report) = serde_json::from_str::<Report<'a>>(body) {
            return Self::numbered(report);
        }
        let envelope: Envelope<'a> =
            serde_json::from_str(body).map_err(|error| unreadable(&error))?;
        Ok(Self {
            source: field("source", "a text", envelope.source)?,
            by: field("by", "a text", envelope.by)?,
            epoch: number("epoch", envelope.epoch)?,
            seq: number("seq", envelope.seq)?,
            unit: field("unit", "a text: the path of a unit", envelope.unit)?,
            note: field("note", "a text", envelope.note)?,
            readings: envelope.readings.into_iter().map(line).collect(),
        })
    }

    fn numbered(report: Report<'a>) -> Result<Self, Unreadable> {
        let bounded = |name: &'static str, given: Option<u64>| match given {
            Some(number) if number > limits::WHOLE_NUMBER => {
                Err(Unreadable::wrong(name, &number.to_string(), whole_number()))
            }
            Some(_) | None => Ok(given),
        };
        Ok(Self {
            epoch: bounded("epoch", report.epoch)?,
            seq: bounded("seq", report.seq)?,
            source: report.source,
            by: report.by,
            unit: report.unit,
            note: report.note,
            readings: report.readings.into_iter().map(Ok).collect(),
        })
    }
}

fn field<'a>(
    name: &'static str,
    expected: &'static str,
    given: Option<&'a RawValue>,
) -> Result<Option<Text<'a>>, Unreadable> {
    let Some(raw) = given else { return Ok(None) };
    serde_json::from_str(raw.get()).map_err(|_| Unreadable::wrong(name, raw.get(), expected))
}

fn number(name: &'static str, given: Option<&RawValue>) -> Result<Option<u64>, Unreadable> {
    let Some(raw) = given else { return Ok(None) };
    match serde_json::from_str::<Option<u64>>(raw.get()) {
        Ok(number) if number.is_none_or(|number| number <= limits::WHOLE_NUMBER) => Ok(number),
        Ok(_) | Err(_) => Err(Unreadable::wrong(name, raw.get(), whole_number())),
    }
}

fn whole_number() -> String {
    format!("a whole number from 0 to {}", limits::WHOLE_NUMBER)
}

fn line(raw: &RawValue) -> Result<Reading<'_>, BadLine<'_>> {
    let given = raw.get();
    if !given.starts_with('{') {
        let expected = "an object with indicator, at and value".to_owned();
        return Err(BadLine { field: "reading", given, expected });
    }
    let read: RawReading<'_> = serde_json::from_str(given).map_err(|error| {
        // The place is one within this line, which is more than the sender needs.
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default().to_owned();
        BadLine { field: "reading", given, expected: format!("a reading that can be read: {said}") }
    })?;
    Ok(Reading {
        value: value(read.value)?,
        unit: read.unit,
        indicator: read.indicator,
        at: read.at,
        measure: read.measure,
        no_data: read.no_data,
        reason: read.reason,
        words: read.words,
    })
}

/// A number of any length; past the reach of `f64` it is infinite, which the checks of readings
/// then refuse by name.
fn value(raw: Option<&RawValue>) -> Result<Option<f64>, BadLine<'_>> {
    let Some(raw) = raw else { return Ok(None) };
    let given = raw.get();
    if given == "null" {
        return Ok(None);
    }
    let is_number = given.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let read = is_number.then(|| given.parse().ok()).flatten();
    read.map(Some).ok_or_else(|| BadLine {
        field: "value",
        given,
        expected: "a number, for example 8.15, or null with a reason".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(readings: &str) -> String {
        format!(r#"{{"source":"test","readings":[{readings}]}}"#)
    }

    fn read(readings: &str) -> Vec<String> {
        let body = report(readings);
        let lines = Lines::read(&body).expect("the whole can be read");
        let show = |line: Result<Reading<'_>, BadLine<'_>>| match line {
            Ok(reading) => format!("{:?}", reading.value),
            Err(bad) => format!("{}: {}", bad.field, bad.expected),
        };
        lines.readings.into_iter().map(show).collect()
    }

    #[test]
    fn one_bad_line_does_not_cost_the_good_ones() {
        let digits = "9".repeat(400);
        let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
        let good = r#"{"indicator":"a","at":"2026-10-16","value":8.15}"#;
        for (bad, said) in [
            (format!(r#"{{"indicator":"a","at":"2026-10-16","value":{digits}}}"#), "Some(inf)"),
            (format!(r#"{{"indicator":"a","at":"2026-10-16","value":{deep}}}"#), "value: a number"),
            (r#"{"indicator":"\ud800","at":"2026-10-16","value":1}"#.into(), "hex escape"),
            (r#"{"indicator":"a","at":"b","value":1,"value":2}"#.into(), "duplicate field `value`"),
            (r#"{"indicator":"a","at":"b","vaule":1}"#.into(), "unknown field `vaule`"),
            (r#"{"indicator":"a","at":"b","value":"1,5"}"#.into(), "value: a number"),
            (r#"{"at":"b","value":1}"#.into(), "missing field `indicator`"),
            ("7".into(), "an object"),
        ] {
            let lines = read(&format!("{good},{bad},{good}"));
            assert_eq!([&lines[0], &lines[2]], ["Some(8.15)", "Some(8.15)"], "{bad}");
            assert!(lines[1].contains(said), "{bad}: {}", lines[1]);
        }
    }

    #[test]
    fn a_number_that_is_no_number_of_a_report_is_refused_by_name() {
        for bad in ["-1", "1.5", "\"7\"", "9007199254740993", "99999999999999999999999"] {
            let body = format!(r#"{{"source":"a","seq":{bad},"readings":[]}}"#);
            let refused = Lines::read(&body).expect_err(bad).to_string();
            assert!(refused.contains("seq") && refused.contains("whole number"), "{refused}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for bad in ["", "{", r#"{"readings":[{"value":NaN}]}"#, "[]", r#"{"readings":3}"#] {
            let refused = Lines::read(bad).expect_err(bad).to_string();
            assert!(refused.contains("line "), "{bad}: {refused}");
        }
    }

    #[test]
    fn texts_are_borrowed_where_they_can_be() {
        let body = report(r#"{"unit":"a/b","indicator":"a","at":"n\u0041","value":1}"#);
        let lines = Lines::read(&body).expect("a good report");
        let reading = lines.readings[0].as_ref().expect("a good line");
        assert!(matches!(reading.unit, Some(Text(Cow::Borrowed("a/b")))));
        assert_eq!(reading.at, Text(Cow::Owned("nA".to_owned())));
    }
}
