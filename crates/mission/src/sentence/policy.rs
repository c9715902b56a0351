//! Policies: how do a directive and its answers read?

use super::number::{Gender, count};
use super::{Lang, Voice, capital};
use crate::directive::Answer;
use crate::time::{Date, Timestamp};

impl Voice<'_> {
    /// `Yarn output: a new level`, `All figures: left apart`.
    pub fn announced(&self, about: Option<&str>, is_level: bool) -> String {
        let about = about
            .map_or_else(|| self.lang.pick("All figures", "Todas las cifras").to_owned(), capital);
        let what = if is_level {
            self.lang.pick("a new level", "un nuevo nivel")
        } else {
            self.lang.pick("left apart", "aparte")
        };
        format!("{about}: {what}")
    }

    /// `from Fri 6 Nov to Thu 12 Nov`. The end is the first moment after it.
    pub fn announced_for(&self, from: Timestamp, until: Option<Timestamp>) -> String {
        let from = self.weekday_date_short(self.date_of(from));
        let last = until.map(|until| {
            let last = Timestamp::from_millis(until.as_millis().saturating_sub(1));
            self.weekday_date_short(self.date_of(last))
        });
        match (self.lang, last) {
            (Lang::En, None) => format!("from {from} on"),
            (Lang::Es, None) => format!("desde el {from}"),
            (Lang::En, Some(last)) => format!("from {from} to {last}"),
            (Lang::Es, Some(last)) => format!("del {from} al {last}"),
        }
    }

    /// `Directive from Textiles, sent 20 October`.
    pub fn directive_from(&self, sender: &str, sent: Date) -> String {
        let sent = self.date(sent);
        match self.lang {
            Lang::En => format!("Directive from {sender}, sent {sent}"),
            Lang::Es => format!("Directiva de {sender}, enviada el {sent}"),
        }
    }

    /// `Two of three have answered. To hold from 1 November 2026.`
    pub fn directive_stands(&self, answered: usize, of: usize, from: Date) -> String {
        let answers = capital(&self.answered_of(answered, of));
        let from = self.full_date(from);
        match self.lang {
            Lang::En => format!("{answers}. To hold from {from}."),
            Lang::Es => format!("{answers}. Valdría desde el {from}."),
        }
    }

    /// `two of three have answered`.
    pub fn answered_of(&self, answered: usize, of: usize) -> String {
        let (some, all) =
            (count(self.lang, answered, Gender::Feminine), count(self.lang, of, Gender::Feminine));
        match (self.lang, answered) {
            (Lang::En, 1) => format!("{some} of {all} has answered"),
            (Lang::En, _) => format!("{some} of {all} have answered"),
            (Lang::Es, 0 | 1) => format!("{some} de {all} ha respondido"),
            (Lang::Es, _) => format!("{some} de {all} han respondido"),
        }
    }

    /// What a receiver answers.
    pub fn answer(&self, answer: Answer) -> &'static str {
        match answer {
            Answer::Awaited => self.lang.pick("not answered yet", "aún sin respuesta"),
            Answer::Accepted => self.lang.pick("accepts", "acepta"),
            Answer::Countered => self.lang.pick("proposes something else", "propone otra cosa"),
            Answer::Objected => self.lang.pick("objects", "objeta"),
        }
    }

    /// `From Textiles`.
    pub fn from_unit(&self, sender: &str) -> String {
        format!("{} {sender}", self.lang.pick("From", "De"))
    }

    /// `To three units`.
    pub fn to_units(&self, receivers: usize) -> String {
        let number = count(self.lang, receivers, Gender::Feminine);
        match (self.lang, receivers) {
            (Lang::En, 1) => "To one unit".to_owned(),
            (Lang::Es, 1) => "A una unidad".to_owned(),
            (Lang::En, _) => format!("To {number} units"),
            (Lang::Es, _) => format!("A {number} unidades"),
        }
    }

    /// `sent 20 Oct`.
    pub fn sent(&self, date: Date) -> String {
        format!("{} {}", self.lang.pick("sent", "enviada el"), self.date_short(date))
    }

    /// The lines of a plan that wait: `One agreement and two directives wait for us.`
    pub fn waits_for_us(&self, agreements: usize, directives: usize) -> String {
        let mut parts = Vec::new();
        if agreements > 0 {
            let number = count(self.lang, agreements, Gender::Masculine);
            let word = match agreements {
                1 => self.lang.pick("agreement", "acuerdo"),
                _ => self.lang.pick("agreements", "acuerdos"),
            };
            parts.push(format!("{number} {word}"));
        }
        if directives > 0 {
            let number = count(self.lang, directives, Gender::Feminine);
            let word = match directives {
                1 => self.lang.pick("directive", "directiva"),
                _ => self.lang.pick("directives", "directivas"),
            };
            parts.push(format!("{number} {word}"));
        }
        let what = capital(&super::listed(self.lang, &parts));
        match (self.lang, agreements + directives) {
            (lang, 0) => lang.pick("Nothing waits for us.", "Nada espera por nosotros.").to_owned(),
            (Lang::En, 1) => format!("{what} waits for us."),
            (Lang::Es, 1) => format!("{what} espera nuestra respuesta."),
            (Lang::En, _) => format!("{what} wait for us."),
            (Lang::Es, _) => format!("{what} esperan nuestra respuesta."),
        }
    }
}
