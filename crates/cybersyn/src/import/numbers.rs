//! Numbers: what value does a cell mean?

use mission::limits::READING_MAGNITUDE;

use super::mapping::Dialect;

/// How the numbers of a table are written.
#[derive(Debug)]
pub(crate) struct Numbers {
    decimal: Decimal,
    thousands: Option<char>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decimal {
    Point,
    Comma,
    /// The fields are not separated by commas and the mapping says nothing: a table saved where
    /// decimal commas are used looks so, and so may one that has points.
    Either,
}

impl Numbers {
    /// As the mapping says, or as the delimiter makes likely.
    pub(crate) fn new(dialect: &Dialect, delimiter: u8) -> Self {
        let decimal = match dialect.decimal {
            Some(',') => Decimal::Comma,
            None if delimiter != b',' && dialect.thousands.is_none() => Decimal::Either,
            Some(_) | None => Decimal::Point,
        };
        Self { decimal, thousands: dialect.thousands }
    }

    /// The number in a cell; or what would be one.
    pub(crate) fn read(&self, cell: &str) -> Result<f64, String> {
        let value = match self.plain(cell) {
            Some(plain) => plain.parse::<f64>().ok(),
            None if self.thousands.is_none() => cell.parse::<f64>().ok(),
            None => None,
        };
        match value {
            Some(value) if value.abs() <= READING_MAGNITUDE => Ok(value),
            Some(_) => Err(format!("a finite number of at most {READING_MAGNITUDE:e}")),
            None => Err(self.expected(cell)),
        }
    }

    /// The cell with a decimal point and without marks of thousands; none where it is so already,
    /// or no number.
    fn plain(&self, cell: &str) -> Option<String> {
        let ungrouped = match self.thousands {
            Some(mark) => Some(ungrouped(cell, mark, self.mark())?),
            None => None,
        };
        let cell = ungrouped.as_deref().unwrap_or(cell);
        match self.decimal {
            Decimal::Point => ungrouped,
            Decimal::Comma if cell.contains('.') => Some(String::new()),
            Decimal::Either if cell.contains('.') && cell.contains(',') => Some(String::new()),
            Decimal::Comma | Decimal::Either => {
                if cell.contains(',') {
                    Some(cell.replacen(',', ".", 1))
                } else {
                    ungrouped
                }
            }
        }
    }

    const fn mark(&self) -> char {
        match self.decimal {
            Decimal::Comma => ',',
            Decimal::Point | Decimal::Either => '.',
        }
    }

    fn expected(&self, cell: &str) -> String {
        let looks_other = |mark: char| cell.matches(mark).count() == 1;
        match self.decimal {
            Decimal::Point if looks_other(',') && self.thousands.is_none() => {
                "a number with a decimal point, for example 8.15; if these are decimal commas, say \
                 decimal = \",\" under [file]"
                    .to_owned()
            }
            Decimal::Point => "a number with a decimal point, for example 8.15".to_owned(),
            Decimal::Comma => "a number with a decimal comma, for example 8,15".to_owned(),
            Decimal::Either => {
                "a number such as 8,15 or 8.15; for marks of thousands say decimal and thousands \
                 under [file]"
                    .to_owned()
            }
        }
    }
}

/// A number without its marks of thousands, if each is followed by three digits.
fn ungrouped(cell: &str, mark: char, decimal: char) -> Option<String> {
    let (whole, rest) = match cell.find(decimal) {
        Some(at) => cell.split_at(at),
        None => (cell, ""),
    };
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let mut plain = first.to_owned();
    let has_digit = first.ends_with(|letter: char| letter.is_ascii_digit());
    for group in groups {
        if !has_digit || group.len() != 3 || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        plain.push_str(group);
    }
    plain.push_str(rest);
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(delimiter: u8, decimal: Option<char>, thousands: Option<char>) -> Numbers {
        Numbers::new(&Dialect { decimal, thousands, ..Dialect::default() }, delimiter)
    }

    #[test]
    fn points_are_decimal_where_commas_separate() {
        let plain = numbers(b',', None, None);
        for (cell, value) in [("8.15", 8.15), ("-3", -3.0), ("1e5", 1e5), ("+.5", 0.5)] {
            assert_eq!(plain.read(cell), Ok(value), "{cell}");
        }
        for bad in ["8,15", "1.000,5", "", "twelve", "0x10", "1 000"] {
            assert!(plain.read(bad).is_err(), "{bad}");
        }
        assert!(plain.read("8,15").unwrap_err().contains("decimal = \",\""));
    }

    #[test]
    fn commas_are_decimal_where_it_is_said_or_semicolons_separate() {
        let said = numbers(b',', Some(','), None);
        assert_eq!(said.read("8,15"), Ok(8.15));
        assert_eq!(said.read("8"), Ok(8.0));
        assert!(said.read("8.15").is_err());
        let likely = numbers(b';', None, None);
        assert_eq!(likely.read("8,15"), Ok(8.15));
        assert_eq!(likely.read("8.15"), Ok(8.15));
        for bad in ["1.234,5", "1,234,567"] {
            assert!(likely.read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn marks_of_thousands_stand_before_three_digits() {
        let swiss = numbers(b',', None, Some('\''));
        assert_eq!(swiss.read("1'234'567.5"), Ok(1_234_567.5));
        assert_eq!(swiss.read("-1'000"), Ok(-1000.0));
        let german = numbers(b';', Some(','), Some('.'));
        assert_eq!(german.read("1.234,5"), Ok(1234.5));
        assert_eq!(german.read("12"), Ok(12.0));
        for bad in ["1.23", "1.2345", ".123", "1..234", "1.234.56,7"] {
            assert!(german.read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_too_large_or_no_finite_number_is_refused() {
        let plain = numbers(b',', None, None);
        assert_eq!(plain.read("1e100"), Ok(1e100));
        let long = "9".repeat(400);
        for bad in ["1e101", "-1e101", "inf", "-Infinity", "NaN", long.as_str()] {
            let expected = plain.read(bad).unwrap_err();
            assert_eq!(expected, "a finite number of at most 1e100", "{bad}");
        }
    }
}
