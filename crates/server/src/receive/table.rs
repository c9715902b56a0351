//! Table: what does a report in CSV say?
//!
//! A header names the columns; fields are separated by commas, semicolons or tabs, whichever the
//! header has most of. Between semicolons or tabs a comma in a number is a decimal one, as the
//! spreadsheets of half the world write it; between commas it could be either, and is refused.

use std::borrow::Cow;

use csv::{ByteRecord, ReaderBuilder};
use mission::report::{Draft, DraftTime, DraftValue};

use super::lines::{Bad, Line, time};
use super::{Sent, unit_of_address};
use crate::asked::Asked;
use crate::limits;
use crate::problem::Problem;

const COLUMNS: [&str; 6] = ["unit", "indicator", "at", "value", "measure", "no_data"];

/// Where each column stands.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    /// By the order of [`COLUMNS`].
    places: [Option<usize>; COLUMNS.len()],
    count: usize,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decimal {
    /// With a point alone.
    Point,
    /// With a point or a comma.
    Either,
}

/// Reads a report in CSV. What JSON says beside the readings stands in the address.
pub(super) fn read<'a>(asked: &Asked, body: &'a [u8]) -> Result<Sent<'a>, Problem> {
    let unit = unit_of_address(asked)?;
    let own = |name| asked.query(name).map(|given| Cow::Owned(given.to_owned()));
    Ok(Sent {
        source: own("source"),
        by: own("by"),
        epoch: asked.number("epoch")?,
        seq: asked.number("seq")?,
        note: own("note"),
        lines: lines(body, unit.as_deref())?,
    })
}

fn lines(body: &[u8], unit: Option<&str>) -> Result<Vec<Line<'static>>, Problem> {
    let delimiter = delimiter(body);
    let decimal = if delimiter == b',' { Decimal::Point } else { Decimal::Either };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(body);
    let header = reader.byte_headers().cloned().unwrap_or_default();
    let columns = columns(&header, unit)?;
    let mut lines = Vec::new();
    let mut record = ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => lines.push(line(&record, columns, unit, decimal)),
            Ok(false) => return Ok(lines),
            Err(error) => return Err(Problem::wrong("body", "", error)),
        }
    }
}

/// The sign that the header has most of.
fn delimiter(body: &[u8]) -> u8 {
    let header = body.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let parts = |sign: u8| header.split(|byte| *byte == sign).count();
    let others = [b';', b'\t'].into_iter().filter(|sign| parts(*sign) > parts(b','));
    others.max_by_key(|sign| parts(*sign)).unwrap_or(b',')
}

fn columns(header: &ByteRecord, unit: Option<&str>) -> Result<Columns, Problem> {
    if header.iter().all(<[u8]>::is_empty) {
        let expected = "a first line that names the columns: unit,indicator,at,value";
        return Err(Problem::missing("header", expected));
    }
    if header.len() > limits::CSV_COLUMNS {
        let expected = format!("at most {} columns", limits::CSV_COLUMNS);
        return Err(Problem::wrong("header", &format!("{} columns", header.len()), expected));
    }
    let mut columns = Columns { count: header.len(), ..Columns::default() };
    for (place, name) in header.iter().enumerate() {
        let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
        let Some(known) = COLUMNS.iter().position(|column| *column == name) else {
            return Err(Problem::wrong("header", &name, format!("of {}", COLUMNS.join(", "))));
        };
        if columns.places[known].replace(place).is_some() {
            return Err(Problem::wrong("header", &name, "each column once"));
        }
    }
    for (name, place) in COLUMNS.iter().zip(columns.places) {
        let expected = match *name {
            "measure" | "no_data" => continue,
            "unit" if unit.is_some() => continue,
            "unit" => "a column unit, or unit=PATH in the address".to_owned(),
            other => format!("a column {other}"),
        };
        if place.is_none() {
            return Err(Problem::missing("header", expected));
        }
    }
    Ok(columns)
}

fn line(
    record: &ByteRecord,
    columns: Columns,
    unit: Option<&str>,
    decimal: Decimal,
) -> Line<'static> {
    if record.len() != columns.count {
        let whole: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
        let expected = format!("{} fields, as the header has", columns.count);
        return Line::Bad(Bad::new("line", &whole.join(" | "), expected));
    }
    match draft(record, columns, unit, decimal) {
        Ok(draft) => Line::Draft(draft),
        Err(bad) => Line::Bad(bad),
    }
}

fn draft(
    record: &ByteRecord,
    columns: Columns,
    unit_of_all: Option<&str>,
    decimal: Decimal,
) -> Result<Draft<'static>, Bad> {
    let field = |column: usize| -> Result<Option<String>, Bad> {
        let Some(bytes) = columns.places[column].and_then(|place| record.get(place)) else {
            return Ok(None);
        };
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Bad::new(COLUMNS[column], &String::from_utf8_lossy(bytes), "UTF-8"))?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    };
    let unit = field(0)?.or_else(|| unit_of_all.map(str::to_owned)).unwrap_or_default();
    let at = match field(2)? {
        Some(at) => time(at.into()),
        None => DraftTime::Unreadable(Cow::Borrowed("")),
    };
    let value = match (field(3)?, field(5)?) {
        (Some(value), None) => number(value, decimal),
        (None, Some(because)) => DraftValue::NoData(because.into()),
        (None, None) => DraftValue::Unreadable(Cow::Borrowed("")),
        (Some(value), Some(_)) => {
            let expected = "a value or the reason why there is none, not both";
            return Err(Bad::new("value", &value, expected));
        }
    };
    Ok(Draft {
        unit: unit.into(),
        indicator: field(1)?.unwrap_or_default().into(),
        at,
        value,
        measure: field(4)?.map(Cow::Owned),
    })
}

/// Reads `8.15`, and `8,15` where that can only be a decimal comma. NaN and infinities are numbers
/// here, and refused as readings by name.
fn number(given: String, decimal: Decimal) -> DraftValue<'static> {
    let read = match decimal {
        Decimal::Either if !given.contains('.') && given.matches(',').count() == 1 => {
            given.replace(',', ".").parse()
        }
        Decimal::Either | Decimal::Point => given.parse(),
    };
    match read {
        Ok(number) => DraftValue::Number(number),
        Err(_) => DraftValue::Unreadable(given.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(body: &str) -> Vec<String> {
        let lines = lines(body.as_bytes(), Some("mill")).expect("a good header");
        let show = |line: &Line<'_>| match line {
            Line::Draft(draft) => match &draft.value {
                DraftValue::Number(number) => number.to_string(),
                DraftValue::NoData(because) => format!("none: {because}"),
                DraftValue::Unreadable(given) => format!("unreadable {given}"),
            },
            Line::Bad(bad) => format!("bad {}", bad.field),
        };
        lines.iter().map(show).collect()
    }

    #[test]
    fn decimal_commas_are_understood_where_they_can_only_be_that() {
        let semicolons = "indicator;at;value\r\na;2026-10-16;8,15\r\na;2026-10-17;1.234,5\r\n";
        assert_eq!(values(semicolons), ["8.15", "unreadable 1.234,5"]);
        let commas = "indicator,at,value\na,2026-10-16,\"8,15\"\na,2026-10-17,8.15\n";
        assert_eq!(values(commas), ["unreadable 8,15", "8.15"]);
        assert_eq!(values("indicator\tat\tvalue\na\t2026-10-16\t-0,5\n"), ["-0.5"]);
    }

    #[test]
    fn a_bad_line_does_not_cost_the_good_ones() {
        let body = "indicator,at,value,no_data\na,2026-10-16,1,\na,2026-10-16\na,b,,broken\n\
                    a,b,NaN,\na,b,1e101,\na,b,,\na,b,2,why\n";
        assert_eq!(
            values(body),
            [
                "1",
                "bad line",
                "none: broken",
                "NaN",
                &format!("{}", 1e101),
                "unreadable ",
                "bad value"
            ]
        );
        let mut latin = b"indicator,at,value\n".to_vec();
        latin.extend(b"a\xF1o,2026-10-16,1\nb,2026-10-16,1\n");
        let lines = lines(&latin, Some("mill")).expect("a good header");
        assert!(matches!(&lines[0], Line::Bad(Bad { field: "indicator", .. })));
        assert!(matches!(&lines[1], Line::Draft(_)));
    }

    #[test]
    fn a_header_that_cannot_be_right_is_refused_by_name() {
        for (header, said) in [
            ("", "header is missing"),
            ("\n", "header is missing"),
            ("indicator,at,value,value", "each column once"),
            ("indicator,at,vaule", "vaule"),
            ("indicator,at", "a column value"),
            ("1,2,3", "\"1\""),
        ] {
            let refused = lines(header.as_bytes(), Some("mill")).err().expect(header);
            assert!(refused.detail.contains(said), "{header:?}: {}", refused.detail);
        }
        let refused = lines(b"indicator,at,value", None).err().expect("no unit");
        assert!(refused.detail.contains("unit=PATH"), "{}", refused.detail);
    }
}
