//! Terms: what do a unit and the level above it agree on, and how far are they?

use super::measure::{measure, measured};
use super::number::{figure, rounded};
use super::work::halves;
use super::{Lang, Voice, capital, within};
use crate::agreement::{Side, State, Subject};
use crate::time::Date;

/// An agreement with the names that its sentences need.
#[derive(Clone, Copy, Debug)]
pub struct Deal<'a> {
    /// What it is about.
    pub subject: Subject,
    /// The indicator's name, or the unit's where it is about the whole unit.
    pub about: &'a str,
    /// The indicator's UCUM unit of measure.
    pub measure: &'a str,
    /// The unit whose terms these are.
    pub unit: &'a str,
    /// The unit above it; none for a root.
    pub above: Option<&'a str>,
}

impl Voice<'_> {
    /// `Recovery time: yarn output`.
    pub fn deal(&self, deal: &Deal<'_>) -> String {
        let about = match deal.subject {
            Subject::UnitRecovery => deal.about.to_owned(),
            Subject::Recovery(_)
            | Subject::Capability(_)
            | Subject::Potentiality(_)
            | Subject::Weight(_)
            | Subject::Retirement(_)
            | Subject::NewLevel(_) => within(deal.about),
        };
        format!("{}: {about}", self.subject(deal.subject))
    }

    /// `Recovery time`.
    pub fn subject(&self, subject: Subject) -> &'static str {
        match subject {
            Subject::UnitRecovery | Subject::Recovery(_) => {
                self.lang.pick("Recovery time", "Tiempo de recuperación")
            }
            Subject::Capability(_) => self.lang.pick("Capability", "Capacidad"),
            Subject::Potentiality(_) => self.lang.pick("Potentiality", "Potencialidad"),
            Subject::Weight(_) => self.lang.pick("Weight in the index", "Peso en el índice"),
            Subject::Retirement(_) => self.lang.pick("No longer reported", "Dejar de informar"),
            Subject::NewLevel(_) => self.lang.pick("New level", "Nuevo nivel"),
        }
    }

    /// `Agreement on recovery time: yarn output, Spinning 2`.
    pub fn deal_eyebrow(&self, deal: &Deal<'_>) -> String {
        let on = within(self.subject(deal.subject));
        let about = match deal.subject {
            Subject::UnitRecovery => deal.unit.to_owned(),
            Subject::Recovery(_)
            | Subject::Capability(_)
            | Subject::Potentiality(_)
            | Subject::Weight(_)
            | Subject::Retirement(_)
            | Subject::NewLevel(_) => format!("{}, {}", within(deal.about), deal.unit),
        };
        format!("{} {on}: {about}", self.lang.pick("Agreement on", "Acuerdo sobre"))
    }

    /// The value of a term as a figure and its words: `4` and `working days`.
    pub fn amount(&self, deal: &Deal<'_>, value: f64) -> (String, String) {
        match deal.subject {
            Subject::UnitRecovery | Subject::Recovery(_) => {
                (self.days(value), self.day_word(value).to_owned())
            }
            Subject::Capability(_) | Subject::Potentiality(_) | Subject::NewLevel(_) => {
                (figure(self.lang, value), measure(self.lang, deal.measure))
            }
            Subject::Weight(_) => {
                let unit = measure(self.lang, deal.measure);
                let per = match self.lang {
                    Lang::En => format!("of value for one {unit}"),
                    Lang::Es => format!("de valor por cada {unit}"),
                };
                (figure(self.lang, value), per.trim_end().to_owned())
            }
            Subject::Retirement(_) => (
                "–".to_owned(),
                self.lang.pick("no longer reported", "ya no se informa").to_owned(),
            ),
        }
    }

    /// The unit that a value is asked in; none where there is none to give.
    pub fn deal_unit(&self, deal: &Deal<'_>) -> Option<String> {
        match deal.subject {
            Subject::UnitRecovery | Subject::Recovery(_) => Some(self.day_word(2.0).to_owned()),
            Subject::Capability(_)
            | Subject::Potentiality(_)
            | Subject::NewLevel(_)
            | Subject::Weight(_) => Some(self.amount(deal, 2.0).1),
            Subject::Retirement(_) => None,
        }
    }

    /// `4 working days`, `10.4 t a day`, `that waste is no longer reported`.
    pub fn amount_said(&self, deal: &Deal<'_>, value: f64) -> String {
        match deal.subject {
            Subject::Capability(_) | Subject::Potentiality(_) | Subject::NewLevel(_) => {
                measured(self.lang, &figure(self.lang, value), deal.measure)
            }
            Subject::UnitRecovery | Subject::Recovery(_) | Subject::Weight(_) => {
                let (value, text) = self.amount(deal, value);
                format!("{value} {text}")
            }
            Subject::Retirement(_) => match self.lang {
                Lang::En => format!("to report {} no longer", within(deal.about)),
                Lang::Es => format!("no informar más de {}", within(deal.about)),
            },
        }
    }

    /// `Spinning 2 proposes 5 working days. Textiles offers 4.`
    pub fn deal_stands(
        &self,
        deal: &Deal<'_>,
        state: State,
        (first, last): ((Side, f64), (Side, f64)),
    ) -> String {
        let opened = self.side(deal, first.0);
        let asked = self.amount_said(deal, first.1);
        let answers = self.side(deal, last.0);
        let other = self.amount(deal, last.1).0;
        let held = capital(&self.amount_said(deal, last.1));
        match (self.lang, state) {
            (Lang::En, State::Proposed) => format!("{opened} proposes {asked}."),
            (Lang::Es, State::Proposed) => format!("{opened} propone {asked}."),
            (Lang::En, State::Countered) => {
                format!("{opened} proposes {asked}. {answers} offers {other}.")
            }
            (Lang::Es, State::Countered) => {
                format!("{opened} propone {asked}. {answers} ofrece {other}.")
            }
            (Lang::En, State::InForce) => format!("{held}: agreed."),
            (Lang::Es, State::InForce) => format!("{held}: acordado."),
            (Lang::En, State::Withdrawn) => format!("{opened} took its proposal back: {asked}."),
            (Lang::Es, State::Withdrawn) => format!("{opened} retiró su propuesta: {asked}."),
            (Lang::En, State::Replaced) => format!("{held} held until a later agreement."),
            (Lang::Es, State::Replaced) => format!("{held} valió hasta un acuerdo posterior."),
        }
    }

    /// `Until both consent, 3 working days hold. No incident that is running changes.`
    pub fn deal_until(&self, state: State, holds: &str) -> String {
        match (self.lang, state) {
            (Lang::En, State::Proposed | State::Countered) => {
                format!(
                    "Until both consent, this holds: {holds}. No incident that is running changes."
                )
            }
            (Lang::Es, State::Proposed | State::Countered) => format!(
                "Mientras no consientan ambas partes, vale esto: {holds}. No cambia ningún incidente en curso."
            ),
            (Lang::En, State::InForce) => {
                "It holds until the review, or until a year has passed.".to_owned()
            }
            (Lang::Es, State::InForce) => {
                "Vale hasta la revisión, o hasta que pase un año.".to_owned()
            }
            (Lang::En, State::Withdrawn) => format!("This holds: {holds}."),
            (Lang::Es, State::Withdrawn) => format!("Vale esto: {holds}."),
            (Lang::En, State::Replaced) => format!("Now this holds: {holds}."),
            (Lang::Es, State::Replaced) => format!("Ahora vale esto: {holds}."),
        }
    }

    /// The heading of an offer: `Spinning 2 proposes 5`, `Textiles answers with 4`.
    pub fn offer_heading(&self, deal: &Deal<'_>, side: Side, value: f64, is_first: Turn) -> String {
        let who = self.side(deal, side);
        let value = self.amount(deal, value).0;
        match (self.lang, is_first) {
            (Lang::En, Turn::Opens) => format!("{who} proposes {value}"),
            (Lang::Es, Turn::Opens) => format!("{who} propone {value}"),
            (Lang::En, Turn::Answers) => format!("{who} answers with {value}"),
            (Lang::Es, Turn::Answers) => format!("{who} responde con {value}"),
        }
    }

    /// The name of a side.
    pub fn side<'a>(&self, deal: &Deal<'a>, side: Side) -> &'a str {
        match side {
            Side::Unit => deal.unit,
            Side::Above => deal.above.unwrap_or(deal.unit),
        }
    }

    /// `Review is due on 31 October 2026.`
    pub fn review_due(&self, review: Option<Date>) -> String {
        match (self.lang, review) {
            (Lang::En, Some(date)) => format!("Review is due on {}.", self.full_date(date)),
            (Lang::Es, Some(date)) => format!("Se revisa el {}.", self.full_date(date)),
            (lang, None) => lang.pick("No review is set.", "No hay fecha de revisión.").to_owned(),
        }
    }

    /// `The default; nothing was agreed.`
    pub fn by_default(&self) -> &'static str {
        self.lang
            .pick("The default; nothing was agreed.", "El valor por omisión; no se acordó nada.")
    }

    /// `agreed 14 March 2026, review 31 October 2026`.
    pub fn agreed(&self, on: Option<Date>, review: Option<Date>) -> String {
        let agreed = match on {
            Some(on) => {
                format!("{} {}", self.lang.pick("agreed", "acordado el"), self.full_date(on))
            }
            None => self.lang.pick("agreed", "acordado").to_owned(),
        };
        match review {
            Some(review) => {
                format!(
                    "{agreed}, {} {}",
                    self.lang.pick("review", "revisión el"),
                    self.full_date(review)
                )
            }
            None => agreed,
        }
    }

    fn days(&self, value: f64) -> String {
        let is_halves = ((value * 2.0).round() - value * 2.0).abs() < 1e-9;
        if is_halves { halves(self.lang, value) } else { rounded(self.lang, value, 2) }
    }
}

/// Whether an offer opens a negotiation or answers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is the first.
    Opens,
    /// It answers the one before.
    Answers,
}
