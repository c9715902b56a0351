//! Settings: what does a TOML file say, and where in it is what is wrong?
//!
//! Files of units and mappings are read as they are written by hand, so every mistake is answered
//! with its line and column.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::limits;

/// A TOML file as text.
#[derive(Debug)]
pub(crate) struct Settings {
    name: String,
    text: String,
}

impl Settings {
    /// Reads the file.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("could not open {name}"))?;
        let mut bytes = Vec::new();
        file.take(limits::SETTINGS_BYTES + 1)
            .read_to_end(&mut bytes)
            .with_context(|| format!("could not read {name}"))?;
        if bytes.len() as u64 > limits::SETTINGS_BYTES {
            bail!("could not read {name}: expected at most {} MiB", limits::SETTINGS_BYTES >> 20);
        }
        Self::of(name, bytes)
    }

    fn of(name: String, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let (line, column) = place_of(&String::from_utf8_lossy(good), good.len());
                bail!("could not read {name}:{line}:{column}: expected text in UTF-8");
            }
        };
        let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
        Ok(Self { name, text })
    }

    /// What it says.
    pub(crate) fn parse<T: DeserializeOwned>(&self) -> anyhow::Result<T> {
        toml::from_str(&self.text).map_err(|error| {
            let (line, column) =
                error.span().map_or((1, 1), |span| place_of(&self.text, span.start));
            anyhow::anyhow!("could not read {}:{line}:{column}: {}", self.name, error.message())
        })
    }

    /// Where something stands that is called `units[3].indicators[0].cadence`, or what it would
    /// stand in, as `file:line:column`.
    pub(crate) fn find(&self, place: &str) -> String {
        let mut at = 0;
        if let Ok(root) = DeTable::parse(&self.text) {
            let mut value: Option<&Spanned<DeValue<'_>>> = None;
            for step in place.split(['.', '[']) {
                let step = step.trim_end_matches(']');
                let next = match value {
                    None => root.get_ref().get(step),
                    Some(value) => match value.get_ref() {
                        DeValue::Table(table) => table.get(step),
                        DeValue::Array(items) => {
                            step.parse::<usize>().ok().and_then(|index| items.get(index))
                        }
                        DeValue::String(_)
                        | DeValue::Integer(_)
                        | DeValue::Float(_)
                        | DeValue::Boolean(_)
                        | DeValue::Datetime(_) => None,
                    },
                };
                let Some(next) = next else { break };
                at = next.span().start;
                value = Some(next);
            }
        }
        let (line, column) = place_of(&self.text, at);
        format!("{}:{line}:{column}", self.name)
    }

    /// An error of several lines, one for each of what is wrong: its place, and the words.
    pub(crate) fn refuse(&self, wrong: &[(String, String)]) -> anyhow::Error {
        let mut text = format!("could not take in {}", self.name);
        for (place, words) in wrong.iter().take(limits::PROBLEMS_SHOWN) {
            let _ = write!(text, "\n{}: {words}", self.find(place));
        }
        if wrong.len() > limits::PROBLEMS_SHOWN {
            let _ = write!(text, "\n{} more problems", wrong.len() - limits::PROBLEMS_SHOWN);
        }
        anyhow::anyhow!(text)
    }

    /// Its name, as it was given.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Its bytes, for a digest.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

/// Line and column of a byte of a text, both from 1, the column in letters.
fn place_of(text: &str, byte: usize) -> (usize, usize) {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        Settings::of("looms.toml".to_owned(), text.as_bytes().to_vec()).unwrap()
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Words {
        #[expect(dead_code, reason = "only whether it can be read matters here")]
        path: String,
    }

    #[test]
    fn what_is_no_toml_or_has_an_unknown_word_is_named_with_its_place() {
        let error = settings("path = \"a\"\npaht = 3\n").parse::<Words>().unwrap_err().to_string();
        assert!(
            error.starts_with("could not read looms.toml:2:1: unknown field `paht`"),
            "{error}"
        );
        let error = settings("path = \"a\n").parse::<Words>().unwrap_err().to_string();
        assert!(error.starts_with("could not read looms.toml:1:"), "{error}");
    }

    #[test]
    fn a_place_is_found_as_deep_as_it_is_there() {
        let text = "by = \"x\"\n[[units]]\npath = \"a\"\n\n[[units]]\npath = \"é\"; "
            .replace("; ", "\n")
            + "indicators = [{ key = \"output\", cadence = \"often\" }]\n";
        let settings = settings(&text);
        assert_eq!(settings.find("units[1].path"), "looms.toml:6:8");
        assert_eq!(settings.find("units[1].indicators[0].cadence"), "looms.toml:7:43");
        assert_eq!(settings.find("units[1].indicators[0].measure"), "looms.toml:7:15");
        assert_eq!(settings.find("units[7].path"), settings.find("units"));
        assert_eq!(settings.find("by"), "looms.toml:1:6");
    }

    #[test]
    fn what_is_not_utf_8_is_named_with_its_place() {
        let bytes = b"path = \"a\"\nname = \"caf\xe9\"\n".to_vec();
        let error = Settings::of("looms.toml".to_owned(), bytes).unwrap_err().to_string();
        assert_eq!(error, "could not read looms.toml:2:12: expected text in UTF-8");
    }
}
