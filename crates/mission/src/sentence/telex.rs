//! Telex: how are messages, needs and offers said?

use super::number::{Gender, count};
use super::{Lang, Voice, capital, listed};
use crate::limits;
use crate::post;

/// A message as it is said: who wrote to whom, seen from one of them.
#[derive(Clone, Copy, Debug)]
pub struct Letterhead<'a> {
    /// The unit that wrote; none where that is the reader's own.
    pub from: Option<&'a str>,
    /// The role that signed.
    pub by: &'a str,
    /// The units that it went to but the reader's own.
    pub to: &'a [String],
    /// Whether it went to the reader's own unit.
    pub to_us: bool,
}

impl Voice<'_> {
    /// `Telex: Spinning 2`.
    pub fn telex_title(&self, unit: &str) -> String {
        format!("{}: {unit}", self.lang.pick("Telex", "Télex"))
    }

    /// What waits.
    pub fn telex(&self, waiting: usize) -> String {
        match (self.lang, waiting) {
            (Lang::En, 0) => "No message waits for an answer of ours.".to_owned(),
            (Lang::Es, 0) => "Ningún mensaje espera respuesta nuestra.".to_owned(),
            (Lang::En, 1) => "One message waits for an answer of ours.".to_owned(),
            (Lang::Es, 1) => "Un mensaje espera respuesta nuestra.".to_owned(),
            (Lang::En, many) => {
                let many = count(self.lang, many, Gender::Masculine);
                format!("{} messages wait for an answer of ours.", capital(&many))
            }
            (Lang::Es, many) => {
                let many = count(self.lang, many, Gender::Masculine);
                format!("{} mensajes esperan respuesta nuestra.", capital(&many))
            }
        }
    }

    /// Who reads messages, and how long.
    pub fn telex_lede(&self) -> String {
        let days = limits::MESSAGE_KEPT.as_secs() / 86_400;
        match self.lang {
            Lang::En => format!(
                "A message is read in the units that it names and nowhere else, and is gone after {days} days."
            ),
            Lang::Es => format!(
                "Un mensaje se lee en las unidades que nombra y en ninguna otra parte, y desaparece a los \
                 {days} días."
            ),
        }
    }

    /// `Textiles, coordinator, to us`; `We, shift lead, to Fiap and Yarur`; `Among ourselves, shift lead`.
    pub fn letterhead(&self, head: &Letterhead<'_>) -> String {
        let Letterhead { from, by, to, to_us } = *head;
        if from.is_none() && to.is_empty() {
            return format!("{}, {by}", self.lang.pick("Among ourselves", "Entre nosotros"));
        }
        let us = to_us.then(|| self.lang.pick("us", "nosotros").to_owned());
        let to: Vec<String> = us.into_iter().chain(to.iter().cloned()).collect();
        let from = from.unwrap_or(self.lang.pick("We", "Nosotros"));
        format!("{from}, {by}, {} {}", self.lang.pick("to", "a"), listed(self.lang, &to))
    }

    /// A message in a line that does not show its words: `from Textiles`.
    pub fn message_came(&self, from: Option<&str>, to: &[String]) -> String {
        match (self.lang, from) {
            (Lang::En, Some(from)) => format!("from {from}; it is in the telex"),
            (Lang::Es, Some(from)) => format!("de {from}; está en el télex"),
            (Lang::En, None) if to.is_empty() => "among ourselves; it is in the telex".to_owned(),
            (Lang::Es, None) if to.is_empty() => "entre nosotros; está en el télex".to_owned(),
            (Lang::En, None) => format!("of ours to {}", listed(self.lang, to)),
            (Lang::Es, None) => format!("nuestro a {}", listed(self.lang, to)),
        }
    }

    /// `answered by Fiap`.
    pub fn answered_by(&self, names: &[String]) -> String {
        let by = self.lang.pick("answered by", "respondido por");
        format!("{by} {}", listed(self.lang, names))
    }

    /// The reader's own unit among others.
    pub fn us(&self) -> &'static str {
        self.lang.pick("us", "nosotros")
    }

    /// What is known of the board at once.
    pub fn board(&self, needs: usize, offers: usize) -> String {
        let number = |many| count(self.lang, many, Gender::Feminine);
        match (self.lang, needs, offers) {
            (Lang::En, 0, 0) => "Nobody needs or offers anything here now.".to_owned(),
            (Lang::Es, 0, 0) => "Nadie necesita ni ofrece nada aquí ahora.".to_owned(),
            (Lang::En, _, _) => {
                let number = |many| if many == 0 { "no".to_owned() } else { number(many) };
                let plural = |many, word| format!("{} {word}{}", number(many), s(many));
                let said = format!("{} and {}.", plural(needs, "need"), plural(offers, "offer"));
                capital(&said)
            }
            (Lang::Es, _, _) => {
                let need = if needs < 2 { "necesidad" } else { "necesidades" };
                let offer = if offers < 2 { "oferta" } else { "ofertas" };
                capital(&format!("{} {need} y {} {offer}.", number(needs), number(offers)))
            }
        }
    }

    /// Who reads what is posted, said before it is.
    pub fn board_lede(&self, root: &str, units: usize) -> String {
        match self.lang {
            Lang::En => format!(
                "What units of {root} need and offer. Everybody in its {units} units reads what is posted here."
            ),
            Lang::Es => format!(
                "Lo que unidades de {root} necesitan y ofrecen. Lo que se publica aquí lo lee toda la gente de \
                 sus {units} unidades."
            ),
        }
    }

    /// A post in a line of the telex: `we need: 40 spindles`.
    pub fn posted(&self, post: &post::Post, state: post::State) -> String {
        let (english, spanish) = match (state, post.kind) {
            (post::State::Standing, post::Kind::Need) => ("we need", "necesitamos"),
            (post::State::Standing, post::Kind::Offer) => ("we offer", "ofrecemos"),
            (post::State::Met, _) => ("met", "cumplido"),
            (post::State::Withdrawn, _) => ("taken back", "retirado"),
            (post::State::Expired, _) => ("its date is over", "venció su fecha"),
        };
        format!("{}: {}", self.lang.pick(english, spanish), post.words)
    }

    /// `Hilandería, head of works, on Thursday at 09:12; until Friday 20 November`.
    pub fn post_standing(&self, post: &post::Post, unit: &str) -> String {
        let at = self.at_moment(post.at);
        let last = self.date_of(post.until + std::time::Duration::ZERO);
        let last = self.weekday_date(last.yesterday().unwrap_or(last));
        let by = &post.by;
        match (self.lang, post.state) {
            (Lang::En, post::State::Standing) => format!("{unit}, {by}, {at}; until {last}"),
            (Lang::Es, post::State::Standing) => format!("{unit}, {by}, {at}; hasta el {last}"),
            (Lang::En, post::State::Met) => format!("{unit}, {by}, {at}; met"),
            (Lang::Es, post::State::Met) => format!("{unit}, {by}, {at}; cumplido"),
            (Lang::En, post::State::Withdrawn) => format!("{unit}, {by}, {at}; taken back"),
            (Lang::Es, post::State::Withdrawn) => format!("{unit}, {by}, {at}; retirado"),
            (Lang::En, post::State::Expired) => format!("{unit}, {by}, {at}; over since its date"),
            (Lang::Es, post::State::Expired) => format!("{unit}, {by}, {at}; venció en su fecha"),
        }
    }
}

const fn s(many: usize) -> &'static str {
    if many == 1 { "" } else { "s" }
}
