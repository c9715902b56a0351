//! Template: which words do the cells of a row make?
//!
//! `mill/{department}` is a path with a cell put in. Cells lose the blanks around them, may be
//! renamed, and become segments of addresses where they are to be ones.

use std::borrow::Cow;
use std::collections::BTreeMap;

use csv::ByteRecord;

/// Other words for some cells, by column and cell.
pub(crate) type Renames = BTreeMap<String, BTreeMap<String, String>>;

/// Words with cells of the row put in.
#[derive(Debug)]
pub(crate) struct Template {
    pieces: Vec<Piece>,
}

/// How a cell is put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// As it stands.
    Plain,
    /// As a segment of an address: `Team 1` becomes `team-1`.
    Segment,
}

#[derive(Debug)]
enum Piece {
    Words(String),
    Cell { at: usize, renames: BTreeMap<String, String> },
}

impl Template {
    /// Reads a template and finds its columns; what is wrong with it goes to `wrong`.
    pub(crate) fn parse(
        text: &str,
        header: &Header,
        renames: &Renames,
        wrong: &mut Vec<String>,
    ) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                push_once(wrong, format!("1: {text:?} opens a {{ that it does not close"));
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::cell(name, header, renames, wrong)?);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Some(Self { pieces })
    }

    /// The cell of one column alone.
    pub(crate) fn of_column(
        name: &str,
        header: &Header,
        renames: &Renames,
        wrong: &mut Vec<String>,
    ) -> Option<Self> {
        Some(Self { pieces: vec![Piece::cell(name, header, renames, wrong)?] })
    }

    /// The words with what the row says put in; or the field that is not UTF-8.
    pub(crate) fn fill(&self, row: &ByteRecord, put: Put) -> Result<Cow<'_, str>, usize> {
        if let [Piece::Words(words)] = self.pieces.as_slice() {
            return Ok(Cow::Borrowed(words));
        }
        let mut filled = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => filled.push_str(words),
                Piece::Cell { at, renames } => {
                    let cell = row.get(*at).unwrap_or_default();
                    let cell = std::str::from_utf8(cell).map_err(|_| *at)?.trim();
                    match renames.get(cell) {
                        Some(name) => filled.push_str(name),
                        None if put == Put::Segment => push_segment(&mut filled, cell),
                        None => filled.push_str(cell),
                    }
                }
            }
        }
        Ok(Cow::Owned(filled))
    }

    /// The first field that it takes something from.
    pub(crate) fn field(&self) -> Option<usize> {
        self.pieces.iter().find_map(|piece| match piece {
            Piece::Words(_) => None,
            Piece::Cell { at, .. } => Some(*at),
        })
    }
}

impl Piece {
    fn cell(
        name: &str,
        header: &Header,
        renames: &Renames,
        wrong: &mut Vec<String>,
    ) -> Option<Self> {
        let at = header.find(name, wrong)?;
        Some(Self::Cell { at, renames: renames.get(name).cloned().unwrap_or_default() })
    }
}

fn push_segment(to: &mut String, cell: &str) {
    for letter in cell.chars() {
        match letter {
            ' ' | '_' | '.' => to.push('-'),
            letter => to.extend(letter.to_lowercase()),
        }
    }
}

/// The columns of a table by name.
#[derive(Debug)]
pub(crate) struct Header {
    /// The names, without blanks around them.
    names: Vec<String>,
}

impl Header {
    /// Of the first row.
    pub(crate) fn of(row: &ByteRecord) -> Self {
        let name = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
        Self { names: row.iter().map(name).collect() }
    }

    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The field of a column; that there is none, or two, goes to `wrong` with its place.
    pub(crate) fn find(&self, name: &str, wrong: &mut Vec<String>) -> Option<usize> {
        let named = |(_, other): &(usize, &String)| other.as_str() == name.trim();
        let mut found = self.names.iter().enumerate().filter(named).map(|(at, _)| at);
        let Some(first) = found.next() else {
            let there: Vec<&str> = self.names.iter().take(40).map(String::as_str).collect();
            let there = there.join(", ");
            push_once(wrong, format!("1: no column is called {name:?}; there are {there}"));
            return None;
        };
        if let Some(second) = found.next() {
            let (first, second) = (first + 1, second + 1);
            push_once(
                wrong,
                format!(
                    "1:{second}: column {name:?} is there twice, as field {first} and {second}; \
                     rename one of them"
                ),
            );
            return None;
        }
        Some(first)
    }
}

fn push_once(wrong: &mut Vec<String>, what: String) {
    if !wrong.contains(&what) {
        wrong.push(what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header::of(&ByteRecord::from(vec!["date", " team ", "x", "x"]))
    }

    fn renames() -> Renames {
        let cells = BTreeMap::from([("nine".to_owned(), "9".to_owned())]);
        BTreeMap::from([("team".to_owned(), cells)])
    }

    fn filled(cell: &str, put: Put) -> String {
        let mut wrong = Vec::new();
        let template = Template::parse("mill/{team}/a", &header(), &renames(), &mut wrong);
        let row = ByteRecord::from(vec!["2026-01-01", cell, "1", "2"]);
        template.unwrap().fill(&row, put).unwrap().into_owned()
    }

    #[test]
    fn a_cell_becomes_a_segment_of_an_address() {
        assert_eq!(filled(" Team 1 ", Put::Segment), "mill/team-1/a");
        assert_eq!(filled("Line_2.B", Put::Segment), "mill/line-2-b/a");
        assert_eq!(filled("nine", Put::Segment), "mill/9/a");
        assert_eq!(filled("kW.h", Put::Plain), "mill/kW.h/a");
    }

    #[test]
    fn a_cell_that_is_not_utf_8_is_named_by_its_field() {
        let template = Template::parse("{team}", &header(), &renames(), &mut Vec::new()).unwrap();
        let row = ByteRecord::from(vec![&b"2026"[..], &b"\xff"[..], &b"1"[..], &b"2"[..]]);
        assert_eq!(template.fill(&row, Put::Plain), Err(1));
        assert_eq!(template.field(), Some(1));
    }

    #[test]
    fn what_a_template_names_must_be_there_once() {
        let wrong = |text: &str| {
            let mut wrong = Vec::new();
            assert!(Template::parse(text, &header(), &renames(), &mut wrong).is_none());
            wrong.concat()
        };
        assert!(
            wrong("mill/{unit}").contains("no column is called \"unit\"; there are date, team")
        );
        assert!(wrong("mill/{x}").contains("1:4: column \"x\" is there twice, as field 3 and 4"));
        assert!(wrong("mill/{team").contains("does not close"));
    }
}
