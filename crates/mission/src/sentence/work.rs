//! Working time: how is said how much of it is left?
//!
//! Long times are told in working days, as people plan by them; less than one in hours and
//! minutes. Where work never stops, a day is just a day.

use std::time::Duration;

use super::number::{Gender, count, rounded};
use super::{Lang, Voice};

/// What is left of a working time, as a big figure and the words beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// `2`, `8 h 20`.
    pub value: String,
    /// `working days left of 3`, `min left`.
    pub text: String,
}

impl Voice<'_> {
    /// Working time in days or hours: `3 working days`, `1½ working days`, `4 h 30 min`.
    pub fn working(&self, length: Duration) -> String {
        let days = self.in_days(length);
        if days < 1.0 {
            let (hours, minutes) = hours_minutes(length);
            return match (hours, minutes) {
                (0, minutes) => format!("{minutes} min"),
                (hours, 0) => format!("{hours} h"),
                (hours, minutes) => format!("{hours} h {minutes} min"),
            };
        }
        format!("{} {}", halves(self.lang, days), self.day_word(days))
    }

    /// What is left of `total`: `2` and `working days left of 3`.
    pub fn left(&self, left: Duration, total: Duration) -> Left {
        let days = self.in_days(left);
        if days < 1.0 || self.in_days(total) <= 1.0 {
            let (hours, minutes) = hours_minutes(left);
            let value =
                if hours == 0 { minutes.to_string() } else { format!("{hours} h {minutes:02}") };
            return Left { value, text: self.lang.pick("min left", "min restantes").to_owned() };
        }
        let of = halves(self.lang, self.in_days(total));
        let word = self.day_word(days);
        let text = match self.lang {
            Lang::En => format!("{word} left of {of}"),
            Lang::Es => format!("{word} restantes de {of}"),
        };
        Left { value: halves(self.lang, days), text }
    }

    /// `day`, `working days`, as the calendar has it.
    pub fn day_word(&self, days: f64) -> &'static str {
        let is_one = days <= 1.0;
        match (self.hours.is_always(), is_one) {
            (true, true) => self.lang.pick("day", "día"),
            (true, false) => self.lang.pick("days", "días"),
            (false, true) => self.lang.pick("working day", "día laborable"),
            (false, false) => self.lang.pick("working days", "días laborables"),
        }
    }

    /// `three due readings`.
    pub(super) fn readings(&self, number: usize) -> String {
        let word = match (self.lang, number) {
            (Lang::En, 1) => "reading",
            (Lang::En, _) => "readings",
            (Lang::Es, 1) => "lectura",
            (Lang::Es, _) => "lecturas",
        };
        format!("{} {word}", count(self.lang, number, Gender::Feminine))
    }

    fn in_days(&self, length: Duration) -> f64 {
        let day = self.hours.working_day().as_secs_f64();
        if day > 0.0 { length.as_secs_f64() / day } else { 0.0 }
    }
}

/// To the nearest half: `2`, `2½`.
#[expect(clippy::float_cmp, reason = "halves are exact")]
pub(super) fn halves(lang: Lang, days: f64) -> String {
    let rounded_days = (days * 2.0).round() / 2.0;
    let whole = rounded_days.floor();
    let half = if rounded_days == whole { "" } else { "½" };
    match (whole, half) {
        (0.0, "½") => "½".to_owned(),
        _ => format!("{}{half}", rounded(lang, whole, 0)),
    }
}

fn hours_minutes(length: Duration) -> (u64, u64) {
    let minutes = length.as_secs() / 60;
    (minutes / 60, minutes % 60)
}
