//! Summons: how is somebody asked to look at something, where others may read it too?
//!
//! A mail lies on machines of others and on the screen of a telephone. It names the unit, the kind
//! of thing and the time, and no figure, no name of an indicator and nothing that anybody wrote.

use super::number::{Gender, count};
use super::{Lang, Voice, capital};
use crate::summons::Why;
use crate::time::Timestamp;

impl Voice<'_> {
    /// `Spinning 2: something needs a look`; of several, how many.
    pub fn summons_subject(&self, unit: &str, whys: &[Why]) -> String {
        let many = count(self.lang, whys.len(), Gender::Feminine);
        let safety = whys.iter().any(|why| why.is_urgent());
        let what = match (self.lang, whys.len()) {
            (lang, _) if safety => lang.pick("safety alarm", "alarma de seguridad").to_owned(),
            (lang, 0 | 1) => lang.pick("something needs a look", "hay algo que mirar").to_owned(),
            (Lang::En, _) => format!("{many} things need a look"),
            (Lang::Es, _) => format!("{many} cosas que mirar"),
        };
        format!("{unit}: {what}")
    }

    /// What kind of thing it is, in one sentence.
    pub fn summons(&self, why: Why) -> &'static str {
        match why {
            Why::Safety => self
                .lang
                .pick("Somebody raised a safety alarm.", "Alguien dio una alarma de seguridad."),
            Why::Alarm => self.lang.pick("Somebody raised an alarm.", "Alguien dio una alarma."),
            Why::Change => self.lang.pick(
                "Something changed there, and an incident is open.",
                "Algo cambió allí y hay un incidente abierto.",
            ),
            Why::Silence => self.lang.pick(
                "Reports that were due there did not come.",
                "No llegaron informes que se esperaban allí.",
            ),
            Why::Missed => self.lang.pick(
                "An answer that is owed from there was not given in time.",
                "No se dio a tiempo una respuesta que se debe desde allí.",
            ),
            Why::Rise => self.lang.pick(
                "An incident rose to it, and an answer is owed.",
                "Le subió un incidente y se debe una respuesta.",
            ),
            Why::Owes => self
                .lang
                .pick("An answer is owed to those below.", "Se debe una respuesta a los de abajo."),
            Why::Unanswered => self.lang.pick(
                "An answer that is owed to it did not come in time.",
                "No llegó a tiempo una respuesta que se le debe.",
            ),
            Why::Terms => self.lang.pick(
                "Terms were offered, and wait for an answer.",
                "Se ofreció un acuerdo que espera respuesta.",
            ),
            Why::Directive => self.lang.pick(
                "A policy was sent, and waits for an answer.",
                "Se envió una directiva que espera respuesta.",
            ),
        }
    }

    /// `Look at it by Friday 16 October, 18:00 (America/Santiago).` A mail is read on another day
    /// than it was sent, and somewhere else.
    pub fn summons_until(&self, until: Timestamp) -> String {
        let (day, clock) = (self.weekday_date(self.date_of(until)), self.clock(until));
        let zone = self.hours.zone().name();
        match self.lang {
            Lang::En => format!("Look at it by {day}, {clock} ({zone})."),
            Lang::Es => format!("Hay que verlo antes del {day}, {clock} ({zone})."),
        }
    }

    /// Why somebody gets this, and how it ends.
    pub fn summons_footer(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!(
                "You get this as somebody of {unit} who can be told by mail. Figures are on the \
                 page alone. Change it on your own page, under /me."
            ),
            Lang::Es => format!(
                "Recibe esto como alguien de {unit} a quien se avisa por correo. Las cifras están \
                 solo en la página. Se cambia en su propia página, en /me."
            ),
        }
    }

    /// The mail that shows that an address is read by whoever gave it: subject and words.
    pub fn address_check(&self, code: &str) -> (String, String) {
        let (subject, words) = match self.lang {
            Lang::En => (
                "Your code for being told by mail",
                "Somebody, probably you, wants to be told by mail at this address when something \
                 needs a look. If so, give this code on your own page, under /me",
            ),
            Lang::Es => (
                "Su código para recibir avisos por correo",
                "Alguien, probablemente usted, quiere recibir avisos en esta dirección cuando haya \
                 algo que mirar. Si es así, dé este código en su propia página, en /me",
            ),
        };
        let rest = self.lang.pick(
            "Otherwise do nothing, and nothing more will come.",
            "Si no, no haga nada, y no llegará nada más.",
        );
        (subject.to_owned(), format!("{words}:\n\n    {code}\n\n{}\n", capital(rest)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Zone};

    fn both(say: impl Fn(Voice<'_>) -> String) -> [String; 2] {
        let hours = Calendar::always(Zone::parse("America/Santiago").expect("bundled"));
        let now = Timestamp::from_millis(1_792_157_400_000);
        Lang::ALL.map(|lang| say(Voice { lang, hours: &hours, now }))
    }

    #[test]
    fn a_summons_says_what_kind_where_and_until_when() {
        let subject = |whys: &[Why]| both(|voice| voice.summons_subject("Spinning 2", whys));
        assert_eq!(
            subject(&[Why::Change]),
            ["Spinning 2: something needs a look", "Spinning 2: hay algo que mirar"]
        );
        assert_eq!(
            subject(&[Why::Change, Why::Terms]),
            ["Spinning 2: two things need a look", "Spinning 2: dos cosas que mirar"]
        );
        assert_eq!(
            subject(&[Why::Change, Why::Safety]),
            ["Spinning 2: safety alarm", "Spinning 2: alarma de seguridad"]
        );
        let until = Timestamp::from_millis(1_792_184_400_000);
        assert_eq!(
            both(|voice| voice.summons_until(until)),
            [
                "Look at it by Friday 16 October, 18:00 (America/Santiago).",
                "Hay que verlo antes del viernes 16 de octubre, 18:00 (America/Santiago)."
            ]
        );
    }

    #[test]
    fn every_kind_is_one_sentence_of_its_own_in_both_languages_without_a_figure() {
        let mut said: Vec<&str> = Vec::new();
        let hours = Calendar::always(Zone::utc());
        for lang in Lang::ALL {
            let voice = Voice { lang, hours: &hours, now: Timestamp::ZERO };
            said.extend(Why::ALL.map(|why| voice.summons(why)));
        }
        for words in &said {
            assert!(words.ends_with('.') && words.matches('.').count() == 1, "{words}");
            assert!(!words.contains(|letter: char| letter.is_ascii_digit()), "{words}");
        }
        let count = said.len();
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), count);
    }
}
