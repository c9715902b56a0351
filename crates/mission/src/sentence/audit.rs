//! Audit: how is said what somebody did, to which thing, and why it was refused?
//!
//! The audit holds roles and numbers, and the words of an act lie with its thing: what is said here
//! names the kind of thing that was done and nothing else.

use super::{Lang, Voice, capital};
use crate::effect::Thing;

impl Voice<'_> {
    /// `What was done for Spinning 2`.
    pub fn audit_title(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("What was done for {unit}"),
            Lang::Es => format!("Lo que se hizo por {unit}"),
        }
    }

    /// What the page shows, and what not.
    pub fn audit_lede(&self) -> &'static str {
        self.lang.pick(
            "Who did what, by role and number; what was refused stands here too. The words of an act stay with \
             its thing.",
            "Quién hizo qué, por papel y número; también lo que se rechazó. Las palabras de un acto quedan con \
             su cosa.",
        )
    }

    /// At which shared device it was signed: `at the tablet “Hall 2”`.
    pub fn at_device(&self, name: Option<&str>, number: u32) -> String {
        match (self.lang, name) {
            (Lang::En, Some(name)) => format!("at the tablet “{name}”"),
            (Lang::Es, Some(name)) => format!("en la tableta «{name}»"),
            (Lang::En, None) => format!("at a tablet that is gone, number {number}"),
            (Lang::Es, None) => format!("en una tableta que ya no está, número {number}"),
        }
    }

    /// What was done, by its name in the API and the audit: `took an incident on`. The name itself where
    /// that is of a newer version.
    #[rustfmt::skip]
    pub fn done(&self, act: &str) -> String {
        let (english, spanish) = match act {
            "take_on" => ("took an incident on", "asumió un incidente"),
            "claim_mended" => ("said that it is mended", "dijo que está arreglado"),
            "pass_up" => ("passed an incident up", "subió un incidente"),
            "note" => ("wrote with an incident", "escribió en un incidente"),
            "verdict" => ("said what it was", "dijo qué fue"),
            "confirm_verdict" => ("confirmed what it was", "confirmó qué fue"),
            "shelve" => ("put an incident aside", "apartó un incidente"),
            "alarm" => ("raised an alarm", "dio una alarma"),
            "ask_help" => ("asked for help", "pidió ayuda"),
            "name_owner" => ("named an owner", "nombró a un responsable"),
            "answer" => ("gave an answer", "dio una respuesta"),
            "offer_help" => ("offered help", "ofreció ayuda"),
            "help_came" => ("said that help came", "dijo que llegó la ayuda"),
            "propose" => ("proposed terms", "propuso un acuerdo"),
            "counter" => ("offered other terms", "ofreció otras condiciones"),
            "consent" => ("consented to terms", "consintió un acuerdo"),
            "withdraw" => ("took terms back", "retiró un acuerdo"),
            "direct" => ("sent a policy", "envió una directiva"),
            "reply" => ("answered a policy", "respondió una directiva"),
            "recall" => ("took a policy back", "retiró una directiva"),
            "announce" => ("announced a change of figures", "anunció un cambio de cifras"),
            "call_off" => ("called an announcement off", "retiró un anuncio"),
            "invite" => ("invited somebody", "invitó a alguien"),
            "take_back_invitation" => ("took an invitation back", "retiró una invitación"),
            "join" => ("came by an invitation", "llegó con una invitación"),
            "enter" => ("came by a group of the sign-in", "llegó por un grupo del acceso"),
            "begin" => ("began as the first", "empezó como primera persona"),
            "admit" => ("gave a machine or a screen its key", "dio su clave a una máquina o pantalla"),
            "dismiss" => ("took a role from somebody", "quitó un papel a alguien"),
            "leave" => ("gave a role up", "dejó un papel"),
            "open" => ("proposed to open figures", "propuso abrir cifras"),
            "sign_opening" => ("signed an opening", "firmó una apertura"),
            "close_opening" => ("closed an opening", "cerró una apertura"),
            "request" => ("asked to see figures", "pidió ver cifras"),
            "decline_request" => ("declined a request", "declinó una petición"),
            "charter" => ("laid down units and figures", "fundó unidades y cifras"),
            "draw_flow" => ("drew how the work flows", "dibujó cómo fluye el trabajo"),
            "bring_past" => ("brought in the past", "trajo el pasado"),
            "strike_out" => ("took back a figure without readings", "retiró una cifra sin lecturas"),
            "write" => ("wrote a message", "escribió un mensaje"),
            "post" => ("posted a need or an offer", "publicó una necesidad u oferta"),
            "end_post" => ("ended a need or an offer", "cerró una necesidad u oferta"),
            "link" => ("tied the unit to another node", "unió la unidad a otro nodo"),
            "link_anew" => (
                "linked the two nodes anew, after one was put back",
                "unió de nuevo los dos nodos, tras reponerse uno",
            ),
            other => return other.to_owned(),
        };
        self.lang.pick(english, spanish).to_owned()
    }

    /// `Incident 41`. None for what is kept of a unit beside itself, which has no name.
    pub fn thing(&self, thing: Thing) -> Option<String> {
        let (english, spanish, number) = match thing {
            Thing::Incident(id) => ("incident", "incidente", id.0),
            Thing::Obligation(id) => ("obligation", "obligación", id.0),
            Thing::Agreement(id) => ("agreement", "acuerdo", id.0),
            Thing::Directive(id) => ("policy", "directiva", id.0),
            Thing::Opening(id) => ("opening", "apertura", id.0),
            Thing::Request(id) => ("request", "petición", id.0),
            Thing::Flow(id) => ("drawing of the flow", "dibujo del flujo", id.0),
            Thing::Message(_) => return Some(self.lang.pick("Message", "Mensaje").to_owned()),
            Thing::Post(_) => {
                return Some(self.lang.pick("Need or offer", "Necesidad u oferta").to_owned());
            }
            Thing::Link(id) => ("tie with a node", "unión con un nodo", u64::from(id.0)),
            Thing::Roll(_) => return Some(self.lang.pick("People", "Personas").to_owned()),
            Thing::Unit(_) => return Some(self.lang.pick("The unit", "La unidad").to_owned()),
            Thing::Indicator(_)
            | Thing::Signal(_)
            | Thing::Day(..)
            | Thing::Ledger(_)
            | Thing::Watch(_) => return None,
        };
        Some(format!("{} {number}", capital(self.lang.pick(english, spanish))))
    }

    /// Why something was refused, by its name in the API.
    pub fn refused(&self, why: &str) -> &'static str {
        match (self.lang, why) {
            (Lang::En, "unknown") => "refused: there is no such thing for them",
            (Lang::Es, "unknown") => "rechazado: no hay tal cosa para quien lo pidió",
            (Lang::En, "not-yours") => "refused: not theirs to do",
            (Lang::Es, "not-yours") => "rechazado: no le toca",
            (Lang::En, "not-now") => "refused: not as things stood",
            (Lang::Es, "not-now") => "rechazado: no como estaban las cosas",
            (Lang::En, _) => "refused: something in it was wrong",
            (Lang::Es, _) => "rechazado: algo en ello estaba mal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Zone};
    use crate::time::Timestamp;

    #[test]
    fn every_act_that_the_audit_can_hold_is_said_in_both_languages() {
        let hours = Calendar::always(Zone::utc());
        let source = include_str!("../federation/acts.rs");
        let names = source.lines().filter_map(|line| {
            let (variant, name) = line.trim().split_once(" => \"")?;
            variant.starts_with("Self::").then(|| name.trim_end_matches("\","))
        });
        let names: Vec<&str> = names.chain(["charter", "link"]).collect();
        assert!(names.len() > 30, "{names:?}");
        for name in names {
            let said = Lang::ALL
                .map(|lang| Voice { lang, hours: &hours, now: Timestamp::ZERO }.done(name));
            assert!(said[0] != said[1] && said[0] != name, "{name}: {said:?}");
        }
    }
}
