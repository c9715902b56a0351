//! Names: what are things called, and where do they live?
//!
//! A unit's path is its present address, `chile/textiles/yarur/spinning`; the same words make the
//! address of its page, so names of pages cannot be segments. Everything is checked once, here.

use std::fmt;

use crate::limits;

/// Words that are pages or folders of the server, and so no unit's segment.
pub const RESERVED: [&str; 25] = [
    "api", "assembly", "assets", "audit", "first", "flow", "futures", "healthz", "help", "i",
    "join", "login", "logout", "me", "metrics", "people", "plan", "report", "s", "setup",
    "sharing", "sign-in", "static", "telex", "wall",
];

/// Why a name was refused: what is wrong with it, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    /// What was given, cut to a readable length.
    pub given: String,
    /// What would be right.
    pub expected: String,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not allowed here; expected {}", self.given, self.expected)
    }
}

impl std::error::Error for NameError {}

impl NameError {
    fn new(given: &str, expected: impl Into<String>) -> Self {
        Self { given: given.chars().take(80).collect(), expected: expected.into() }
    }
}

/// One segment of an address: `[a-z0-9-]{1,64}`. Also the key of an indicator within its unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// Checks one segment.
    pub fn parse(given: &str) -> Result<Self, NameError> {
        let letters =
            given.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if given.is_empty() || given.len() > limits::SEGMENT_LETTERS || !letters {
            return Err(NameError::new(
                given,
                format!(
                    "1 to {} of the letters a-z, 0-9 and -, for example spinning-2",
                    limits::SEGMENT_LETTERS
                ),
            ));
        }
        Ok(Self(given.to_owned()))
    }

    /// The segment as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A unit's address: up to [`limits::PATH_DEPTH`] segments, the root's first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(String);

impl Path {
    /// Checks an address. Leading and trailing slashes are not part of it.
    pub fn parse(given: &str) -> Result<Self, NameError> {
        let mut depth = 0;
        for segment in given.split('/') {
            Key::parse(segment)
                .map_err(|e| NameError::new(given, format!("segments of {}", e.expected)))?;
            if RESERVED.contains(&segment) {
                return Err(NameError::new(
                    given,
                    format!("another word than {segment:?}, which is the name of a page"),
                ));
            }
            depth += 1;
        }
        if depth > limits::PATH_DEPTH {
            return Err(NameError::new(given, format!("at most {} segments", limits::PATH_DEPTH)));
        }
        Ok(Self(given.to_owned()))
    }

    /// The address as text, `chile/textiles`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address one level up; none for a root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(above, _)| Self(above.to_owned()))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks words that people read or write: not empty, not longer than `most`, no control letters
/// but line breaks and tabs.
pub fn words(given: &str, most: usize) -> Result<String, NameError> {
    let text = given.trim();
    let plain = text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t');
    if text.is_empty() || text.chars().count() > most || !plain {
        return Err(NameError::new(
            given,
            format!("1 to {most} letters without control characters"),
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_knows_the_level_above() {
        let path = Path::parse("chile/textiles/yarur").expect("a good path");
        assert_eq!(path.parent(), Some(Path::parse("chile/textiles").expect("a good path")));
        assert_eq!(Path::parse("chile").expect("a good path").parent(), None);
    }

    #[test]
    fn names_of_pages_big_letters_empty_segments_and_deep_paths_are_refused() {
        let deep = ["a"; 13].join("/");
        for bad in ["", "/", "a//b", "Chile", "chile/plan", "a b", "ñuble", "a/", deep.as_str()] {
            assert!(Path::parse(bad).is_err(), "{bad}");
        }
        assert!(Path::parse(&["a"; 12].join("/")).is_ok());
        assert!(Key::parse(&"x".repeat(65)).is_err());
    }

    #[test]
    fn words_are_trimmed_and_bounded() {
        assert_eq!(words("  boiler 2 \n", 20), Ok("boiler 2".to_owned()));
        assert!(words(" ", 20).is_err());
        assert!(words("a\u{0}b", 20).is_err());
        assert!(words("abc", 2).is_err());
    }
}
