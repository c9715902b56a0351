//! Sentences: how is it said, in English and in Spanish?
//!
//! Everything that people read about a signal, an incident, an obligation, an agreement or a
//! directive is put into words here, once for all pages, mails and command lines. A sentence comes
//! first and figures stand in it with their unit of measure; both languages stand side by side, so
//! that neither can lack what the other has. Dates are those of the listener's own zone.
//!
//! What is said is decided elsewhere: nothing here knows who may hear it.

mod acting;
mod audit;
mod change;
mod digest;
mod door;
mod duty;
mod figure;
mod flow;
mod happening;
mod incident;
mod keeping;
mod measure;
mod news;
mod number;
mod page;
mod people;
mod policy;
mod precedent;
mod room;
mod sharing;
mod summons;
mod telex;
mod terms;
mod when;
mod work;

#[cfg(test)]
mod tests;

use crate::calendar::Calendar;
use crate::time::Timestamp;

pub use self::change::{Agreed, Believed, Change, Expectation};
pub use self::door::Turned;
pub use self::duty::Duty;
pub use self::figure::Standing;
pub use self::flow::{Load, Shortfall};
pub use self::incident::Plight;
pub use self::keeping::{Called, Kept};
pub use self::measure::measure;
pub use self::number::{Gender, count, decimals, figure, percent, rounded, together};
pub use self::precedent::Went;
pub use self::room::{Need, Others};
pub use self::sharing::Shared;
pub use self::telex::Letterhead;
pub use self::terms::{Deal, Turn};
pub use self::work::Left;

/// A language that everything is said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

/// To whom it is said: in which language, by which calendar, and when.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    /// The language.
    pub lang: Lang,
    /// The calendar, with its zone, by which days and working time are told.
    pub hours: &'a Calendar,
    /// The time at which it is said.
    pub now: Timestamp,
}

impl Lang {
    /// Both, English first.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// Its code, as in `lang="es"`.
    pub const fn code(self) -> &'static str {
        self.pick("en", "es")
    }

    /// The language of that code, in any case, with or without a region: `es-CL`.
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }

    /// The one of two words that is in this language.
    pub const fn pick<'w>(self, english: &'w str, spanish: &'w str) -> &'w str {
        match self {
            Self::En => english,
            Self::Es => spanish,
        }
    }
}

/// With a capital at its beginning, as a sentence starts.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// As it stands within a sentence: `Yarn output` becomes `yarn output`, `CO2` stays as it is.
pub fn within(name: &str) -> String {
    let mut letters = name.chars();
    let Some(first) = letters.next() else { return String::new() };
    let rest = letters.as_str();
    let is_plain_word = rest.chars().next().is_some_and(char::is_lowercase);
    if is_plain_word { first.to_lowercase().chain(rest.chars()).collect() } else { name.to_owned() }
}

/// The first words of a text, in a line.
pub fn shortened(words: &str, most: usize) -> String {
    let line: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    format!("{}…", cut.trim_end())
}

/// `a`, `a and b`, `a, b and c`.
pub fn listed(lang: Lang, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => {
            // Spanish says `e` before a word that sounds like `i`.
            let sounds_i = last.to_lowercase().starts_with(['i', 'í'])
                || (last.to_lowercase().starts_with("hi")
                    && !last.to_lowercase().starts_with("hie"));
            let and = lang.pick("and", if sounds_i { "e" } else { "y" });
            format!("{} {and} {last}", first.join(", "))
        }
    }
}
