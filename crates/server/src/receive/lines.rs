//! Lines: what does each reading of a report say, as far as it can be read?

use std::borrow::Cow;

use jiff::civil;
use mission::report::{Draft, DraftTime, DraftValue};
use mission::time::Timestamp;

use super::Sent;
use crate::problem::{Kind, Problem};
use crate::wire::report::{BadLine, Lines, Reading, Text};

/// One line of a report.
pub(super) enum Line<'a> {
    /// It says what it should, right or not.
    Draft(Draft<'a>),
    /// It cannot be read.
    Bad(Bad),
}

/// What is wrong with a line, and what would be right.
#[derive(Debug)]
pub(super) struct Bad {
    pub(super) field: &'static str,
    pub(super) given: String,
    pub(super) expected: String,
}

impl Bad {
    pub(super) fn new(field: &'static str, given: &str, expected: impl Into<String>) -> Self {
        Self { field, given: given.chars().take(80).collect(), expected: expected.into() }
    }
}

/// Reads a report in JSON.
pub(super) fn read(body: &[u8]) -> Result<Sent<'_>, Problem> {
    let text = std::str::from_utf8(body).map_err(|error| {
        let detail = format!("the body is not UTF-8 from byte {} on", error.valid_up_to());
        Problem::new(Kind::Unreadable, detail)
    })?;
    let Lines { source, by, epoch, seq, unit, note, readings } = Lines::read(text)?;
    let unit = unit.map(|Text(unit)| unit);
    let lines = readings.into_iter().map(|line| match line {
        Ok(reading) => self::line(reading, unit.as_ref()),
        Err(BadLine { field, given, expected }) => Line::Bad(Bad::new(field, given, expected)),
    });
    Ok(Sent {
        lines: lines.collect(),
        source: source.map(|Text(source)| source),
        by: by.map(|Text(by)| by),
        epoch,
        seq,
        note: note.map(|Text(note)| note),
    })
}

fn line<'a>(reading: Reading<'a>, unit_of_all: Option<&Cow<'a, str>>) -> Line<'a> {
    let unit = reading.unit.map(|Text(unit)| unit).or_else(|| unit_of_all.cloned());
    let Some(unit) = unit else {
        let expected = "the path of a unit, here or once for the whole report";
        return Line::Bad(Bad::new("unit", "", expected));
    };
    let Text(indicator) = reading.indicator;
    let Text(at) = reading.at;
    let because = match (reading.no_data, reading.reason) {
        (Some(Text(because)), _) => Some(because),
        (None, Some(Text(reason))) => match reason.as_ref() {
            "instrument" | "nobody" | "stood_still" => Some(reason),
            "other" => Some(reading.words.map(|Text(words)| words).unwrap_or_default()),
            other => {
                let expected = "instrument, nobody, stood_still, or other with words";
                return Line::Bad(Bad::new("reason", other, expected));
            }
        },
        (None, None) => None,
    };
    let value = match (reading.value, because) {
        (Some(value), None) => DraftValue::Number(value),
        (None, Some(because)) => DraftValue::NoData(because),
        (Some(value), Some(_)) => {
            let expected = "a value or a reason why there is none, not both";
            return Line::Bad(Bad::new("value", &value.to_string(), expected));
        }
        (None, None) => {
            let expected = "a number, for example 8.15, or null with a reason";
            return Line::Bad(Bad::new("value", "null", expected));
        }
    };
    let measure = reading.measure.map(|Text(measure)| measure);
    Line::Draft(Draft { unit, indicator, at: time(at), value, measure })
}

/// Reads a time with its zone, or one of the unit's own zone.
pub(super) fn time(given: Cow<'_, str>) -> DraftTime<'_> {
    let text = given.trim();
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return DraftTime::At(Timestamp::from_millis(instant.as_millisecond()));
    }
    // A date-time that names a zone did not fit above: its parts must not be dropped here.
    let names_zone =
        text.contains(['Z', 'z', '[', '+']) || text.rfind('-').is_some_and(|at| at > 7);
    if !names_zone && let Ok(local) = text.parse::<civil::DateTime>() {
        return DraftTime::Local(local);
    }
    match text.parse::<civil::Date>() {
        Ok(date) if text.len() == 10 => DraftTime::Local(date.at(0, 0, 0, 0)),
        Ok(_) | Err(_) => DraftTime::Unreadable(given),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_zone_are_told_apart() {
        for (given, millis) in [
            ("2026-10-16T17:41:00-03:00", 1_792_183_260_000),
            ("2026-10-16T20:41:00Z", 1_792_183_260_000),
            (" 2026-10-16 20:41:00.250Z ", 1_792_183_260_250),
        ] {
            assert_eq!(
                time(given.into()),
                DraftTime::At(Timestamp::from_millis(millis)),
                "{given}"
            );
        }
        for given in ["2026-10-16T17:41", "2026-10-16 17:41:00", "2026-10-16"] {
            assert!(matches!(time(given.into()), DraftTime::Local(_)), "{given}");
        }
        for given in ["", "16.10.2026", "10/16/2026", "2026-13-01", "2026-02-30", "yesterday"] {
            assert!(matches!(time(given.into()), DraftTime::Unreadable(_)), "{given}");
        }
    }
}
