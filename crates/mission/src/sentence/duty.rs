//! Duties: what does a level owe, until when, and what if it does not?
//!
//! The same obligation reads differently to the one who owes, to the one who is owed and to
//! everybody else: [`Duty`] says whose eyes it is seen with.

use super::{Lang, Voice};
use crate::forgetting::GONE;
use crate::obligation::{Reason, State};
use crate::time::Timestamp;

/// An obligation with the names that its sentences need. A name is none where it is the
/// listener's own: then it is `we` or `us`.
#[derive(Clone, Copy, Debug)]
pub struct Duty<'a> {
    /// Who owes; none is us.
    pub debtor: Option<&'a str>,
    /// Who is owed; none is us.
    pub creditor: Option<&'a str>,
    /// The level above the debtor; none at the root.
    pub above: Option<&'a str>,
    /// Where it stands.
    pub state: State,
    /// When the answer is due.
    pub answer_by: Timestamp,
    /// When the helped unit said that help came.
    pub help_came: Option<Timestamp>,
}

impl Voice<'_> {
    /// `What we owe Spinning 2`.
    pub fn duty(&self, duty: &Duty<'_>) -> String {
        match (self.lang, duty.debtor, duty.creditor) {
            (Lang::En, None, Some(creditor)) => format!("What we owe {creditor}"),
            (Lang::Es, None, Some(creditor)) => format!("Lo que debemos a {creditor}"),
            (Lang::En, Some(debtor), None) => format!("What {debtor} owes us"),
            (Lang::Es, Some(debtor), None) => format!("Lo que {debtor} nos debe"),
            (Lang::En, Some(debtor), Some(creditor)) => format!("What {debtor} owes {creditor}"),
            (Lang::Es, Some(debtor), Some(creditor)) => {
                format!("Lo que {debtor} debe a {creditor}")
            }
            (lang, None, None) => lang.pick("What we owe", "Lo que debemos").to_owned(),
        }
    }

    /// `Answer by today 18:00`.
    pub fn demand(&self, duty: &Duty<'_>) -> String {
        let by = self.moment(duty.answer_by);
        match (self.lang, duty.state) {
            (Lang::En, State::Owed) => format!("Answer by {by}"),
            (Lang::Es, State::Owed) => format!("Responder antes de: {by}"),
            (Lang::En, State::Owned) => format!("An owner is named; answer by {by}"),
            (Lang::Es, State::Owned) => format!("Hay responsable; responder antes de: {by}"),
            (lang, State::Answered) => {
                lang.pick("Answered; help is to follow", "Respondido; falta la ayuda").to_owned()
            }
            (Lang::En, State::Missed) => format!("The answer was due {by}"),
            (Lang::Es, State::Missed) => format!("La respuesta vencía: {by}"),
            (lang, State::Late) => lang
                .pick("Answered late; help is to follow", "Respondido tarde; falta la ayuda")
                .to_owned(),
            (lang, State::Met) => lang.pick("Help came", "La ayuda llegó").to_owned(),
            (lang, State::Released) => {
                lang.pick("Over: nothing more is owed", "Terminado: no se debe nada más").to_owned()
            }
        }
    }

    /// `If we do not, it becomes our own incident and rises to Nation.`
    pub fn consequence(&self, duty: &Duty<'_>) -> String {
        match duty.state {
            State::Owed | State::Owned => self.if_not(duty),
            State::Missed => self.missed(duty),
            State::Answered | State::Late => self.only_the_helped(duty.creditor),
            State::Met | State::Released => String::new(),
        }
    }

    fn if_not(&self, duty: &Duty<'_>) -> String {
        match (self.lang, duty.debtor, duty.above) {
            (Lang::En, None, Some(above)) => {
                format!("If we do not, that is an incident of our own, and this rises to {above}.")
            }
            (Lang::Es, None, Some(above)) => {
                format!("Si no, será un incidente nuestro y esto subirá a {above}.")
            }
            (Lang::En, Some(debtor), Some(above)) => {
                format!("If not, that is an incident of {debtor}, and this rises to {above}.")
            }
            (Lang::Es, Some(debtor), Some(above)) => {
                format!("Si no, será un incidente de {debtor} y esto subirá a {above}.")
            }
            (lang, _, None) => lang
                .pick(
                    "If not, it is shown to everyone below.",
                    "Si no, lo verán todos los de abajo.",
                )
                .to_owned(),
        }
    }

    fn missed(&self, duty: &Duty<'_>) -> String {
        match (self.lang, duty.debtor) {
            (Lang::En, None) => "We missed it. That is an incident of our own now.".to_owned(),
            (Lang::Es, None) => "No cumplimos. Ahora es un incidente nuestro.".to_owned(),
            (Lang::En, Some(debtor)) => format!("{debtor} missed it. An answer is still owed."),
            (Lang::Es, Some(debtor)) => format!("{debtor} no cumplió. Aún debe una respuesta."),
        }
    }

    /// `Only Spinning 2 can say that help has come.`
    pub fn only_the_helped(&self, creditor: Option<&str>) -> String {
        match (self.lang, creditor) {
            (Lang::En, Some(creditor)) => format!("Only {creditor} can say that help has come."),
            (Lang::Es, Some(creditor)) => {
                format!("Solo {creditor} puede decir que llegó la ayuda.")
            }
            (Lang::En, None) => "Only we can say that help has come.".to_owned(),
            (Lang::Es, None) => "Solo nosotros podemos decir que llegó la ayuda.".to_owned(),
        }
    }

    /// `Help came on Friday at 10:15, says Spinning 2.`
    pub fn help_came(&self, at: Timestamp, creditor: &str) -> String {
        let when = self.at_moment(at);
        match self.lang {
            Lang::En => format!("Help came {when}, says {creditor}."),
            Lang::Es => format!("La ayuda llegó {when}, dice {creditor}."),
        }
    }

    /// `No owner yet`, `Owner: maintenance secretary`.
    pub fn owner(&self, owner: Option<&str>) -> String {
        match owner {
            None => self.lang.pick("No owner yet", "Aún sin responsable").to_owned(),
            // Who it was is forgotten with what else was written.
            Some(GONE) => self.lang.pick("An owner was named", "Hubo responsable").to_owned(),
            Some(owner) => {
                format!("{}: {owner}", self.lang.pick("Owner", "Responsable"))
            }
        }
    }

    /// The words before the clock: `We answer by today 18:00`.
    pub fn we_answer_by(&self, answer_by: Timestamp) -> String {
        let by = self.moment(answer_by);
        match self.lang {
            Lang::En => format!("We answer by {by}"),
            Lang::Es => format!("Respondemos antes de: {by}"),
        }
    }

    /// `Asked on Thursday at 15:20. We answered at 16:05.`
    pub fn asked(&self, asked: Timestamp, answered: Option<Timestamp>) -> String {
        let asked = self.at_moment(asked);
        let answered = answered.map(|at| self.at_moment(at));
        match (self.lang, answered) {
            (Lang::En, None) => format!("Asked {asked}. Not answered yet."),
            (Lang::Es, None) => format!("Lo pidió {asked}. Aún sin respuesta."),
            (Lang::En, Some(answered)) => format!("Asked {asked}. Answered {answered}."),
            (Lang::Es, Some(answered)) => format!("Lo pidió {asked}. Se respondió {answered}."),
        }
    }

    /// What a call or a rise is, in a word or two: `Asked for help`.
    pub fn reason(&self, reason: &Reason) -> &'static str {
        match reason {
            Reason::Rise => self.lang.pick("Passed up", "Llegó de abajo"),
            Reason::Group => self.lang.pick("Several at once", "Varios a la vez"),
            Reason::Help(_) => self.lang.pick("Asked for help", "Pide ayuda"),
            Reason::Safety(_) => self.lang.pick("Safety alarm", "Alarma de seguridad"),
        }
    }

    /// `Fiap Dyeing asks for help.`
    pub fn calls(&self, unit: &str, reason: &Reason) -> String {
        let (english, spanish) = match reason {
            Reason::Rise => {
                ("could not put something right in its time", "no pudo arreglar algo en su plazo")
            }
            Reason::Group => {
                ("and others passed several things up", "y otras pasaron varias cosas hacia arriba")
            }
            Reason::Help(_) => ("asks for help", "pide ayuda"),
            Reason::Safety(_) => ("raised a safety alarm", "dio una alarma de seguridad"),
        };
        format!("{unit} {}.", self.lang.pick(english, spanish))
    }

    /// `We owe Yarur an answer by today 18:00.` `Our answer to Yarur was due yesterday 18:00.`
    pub fn we_owe(&self, creditor: &str, answer_by: Timestamp) -> String {
        let by = self.moment(answer_by);
        match (self.lang, answer_by < self.now) {
            (Lang::En, false) => format!("We owe {creditor} an answer by {by}."),
            (Lang::En, true) => format!("Our answer to {creditor} was due {by}."),
            (Lang::Es, false) => format!("Debemos una respuesta a {creditor}; vence: {by}."),
            (Lang::Es, true) => format!("Debemos una respuesta a {creditor}; venció: {by}."),
        }
    }
}
