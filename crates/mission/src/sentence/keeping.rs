//! Keeping: how is said how a unit is kept: who is told first, who was reached, and which wires hold?

use super::number::{Gender, count};
use super::{Lang, Voice, capital};
use crate::link::{Anew, Other, PutBack};
use crate::time::Timestamp;

/// What the page of how a unit is kept begins with: the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<'a> {
    /// No letters pass to a node, by the name of the unit there: one of the two was put back.
    PutBack(&'a str),
    /// The wire to the node above, by the name of the level there, is cut since then.
    Cut(&'a str, Timestamp),
    /// Nobody was reached the last time something asked for somebody.
    NobodyReached(Timestamp),
    /// There is no way to tell anybody outside of the pages.
    NoWay,
    /// Nobody is told first.
    NobodyOnDuty,
    /// Somebody is told first, by name.
    OnDuty(&'a str),
    /// Nobody signs in here, so nobody can be told.
    Open,
}

/// What became of something that asked for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// It is on its way.
    Waiting,
    /// Another machine took it over for somebody.
    Reached(Timestamp),
    /// By no way could anybody be told.
    Nobody(Timestamp),
    /// It was over before anybody had to be told.
    Past(Timestamp),
}

impl Voice<'_> {
    /// `How Spinning 2 is kept`.
    pub fn setup_title(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("How {unit} is kept"),
            Lang::Es => format!("Cómo se mantiene {unit}"),
        }
    }

    /// The sentence that the page begins with.
    pub fn how_kept(&self, kept: Kept<'_>) -> String {
        match (self.lang, kept) {
            (Lang::En, Kept::PutBack(across)) => {
                format!("No letters pass to {across} until the two nodes are linked anew.")
            }
            (Lang::Es, Kept::PutBack(across)) => {
                format!("No pasan cartas a {across} hasta que los dos nodos se unan de nuevo.")
            }
            (Lang::En, Kept::Cut(above, since)) => {
                format!("The wire to {above} is cut {}.", self.since_moment(since))
            }
            (Lang::Es, Kept::Cut(above, since)) => {
                format!("La línea con {above} está cortada {}.", self.since_moment(since))
            }
            (Lang::En, Kept::NobodyReached(at)) => {
                format!(
                    "Something asked for somebody {}, and nobody was reached.",
                    self.at_moment(at)
                )
            }
            (Lang::Es, Kept::NobodyReached(at)) => {
                format!("Algo pidió a alguien {}, y no se llegó a nadie.", self.at_moment(at))
            }
            (Lang::En, Kept::NoWay) => "Nobody can be told outside of these pages yet.".to_owned(),
            (Lang::Es, Kept::NoWay) => {
                "Todavía no se puede avisar a nadie fuera de estas páginas.".to_owned()
            }
            (Lang::En, Kept::NobodyOnDuty) => "Nobody is on duty.".to_owned(),
            (Lang::Es, Kept::NobodyOnDuty) => "Nadie está de turno.".to_owned(),
            (Lang::En, Kept::OnDuty(name)) => format!("{name} is told first."),
            (Lang::Es, Kept::OnDuty(name)) => format!("A {name} se avisa primero."),
            (Lang::En, Kept::Open) => "Nobody signs in here, and nobody is told.".to_owned(),
            (Lang::Es, Kept::Open) => {
                "Aquí nadie entra con su nombre, y a nadie se avisa.".to_owned()
            }
        }
    }

    /// What the page is for.
    pub fn setup_lede(&self) -> &'static str {
        self.lang.pick(
            "Who is told when something needs the unit, whether that worked, and which other systems and nodes \
             it is tied to. What is told outside of these pages holds no figures.",
            "A quién se avisa cuando algo necesita a la unidad, si el aviso llegó, y con qué otros sistemas y \
             nodos está unida. Lo que se avisa fuera de estas páginas no lleva cifras.",
        )
    }

    /// How the duty stands.
    pub fn duty_stands(&self, since: Option<Timestamp>) -> String {
        match (self.lang, since) {
            (Lang::En, Some(since)) => format!("on duty {}", self.since_moment(since)),
            (Lang::Es, Some(since)) => format!("de turno {}", self.since_moment(since)),
            (Lang::En, None) => {
                "Nobody is on duty. Whoever it concerns is told at once, all together.".to_owned()
            }
            (Lang::Es, None) => {
                "Nadie está de turno. Se avisa enseguida, y a la vez, a quienes concierne."
                    .to_owned()
            }
        }
    }

    /// Whether anybody can be told, and how often that failed of what is listed.
    pub fn whether_reached(&self, has_way: bool, nobody: usize, of: usize) -> String {
        let times = count(self.lang, nobody, Gender::Feminine);
        match (self.lang, has_way, of, nobody) {
            (Lang::En, false, ..) => "No member has a confirmed address, and no other system is told: \
                                      nobody can be reached. Everybody adds an address on their own page."
                .to_owned(),
            (Lang::Es, false, ..) => "Ningún miembro tiene una dirección confirmada y no se avisa a otro \
                                      sistema: no se puede llegar a nadie. Cada cual pone la suya en su página."
                .to_owned(),
            (Lang::En, true, 0, _) => "Nothing asked for anybody in the last month.".to_owned(),
            (Lang::Es, true, 0, _) => "Nada pidió a nadie en el último mes.".to_owned(),
            (Lang::En, true, _, 0) => "Whenever something asked for somebody, it arrived.".to_owned(),
            (Lang::Es, true, _, 0) => "Cada vez que algo pidió a alguien, el aviso llegó.".to_owned(),
            (Lang::En, true, _, 1) => "Once nobody was reached. That is not the unit's failure: \
                                       somebody has to look after the way."
                .to_owned(),
            (Lang::Es, true, _, 1) => "Una vez no se llegó a nadie. No es falta de la unidad: hay que \
                                       arreglar la vía."
                .to_owned(),
            (Lang::En, true, ..) => format!(
                "{} times nobody was reached. That is not the unit's failure: somebody has to look after \
                 the ways.",
                capital(&times)
            ),
            (Lang::Es, true, ..) => format!(
                "{} veces no se llegó a nadie. No es falta de la unidad: hay que arreglar las vías.",
                capital(&times)
            ),
        }
    }

    /// `reached on Thursday at 14:31`.
    pub fn called(&self, called: Called) -> String {
        match (self.lang, called) {
            (Lang::En, Called::Waiting) => "on its way".to_owned(),
            (Lang::Es, Called::Waiting) => "en camino".to_owned(),
            (Lang::En, Called::Reached(at)) => format!("it arrived {}", self.at_moment(at)),
            (Lang::Es, Called::Reached(at)) => format!("llegó {}", self.at_moment(at)),
            (Lang::En, Called::Nobody(_)) => {
                "nobody was reached; that is not the unit's failure".to_owned()
            }
            (Lang::Es, Called::Nobody(_)) => {
                "no se llegó a nadie; no es falta de la unidad".to_owned()
            }
            (Lang::En, Called::Past(at)) => format!("no longer needed {}", self.since_moment(at)),
            (Lang::Es, Called::Past(at)) => format!("ya no hace falta {}", self.since_moment(at)),
        }
    }

    /// How the wire to the node above is, by the name of the level there.
    pub fn wire_above(&self, above: &str, cut: Option<Timestamp>, waiting: u64) -> String {
        let letters = self.letters(waiting);
        match (self.lang, cut) {
            (Lang::En, None) => format!("The wire to {above} is whole."),
            (Lang::Es, None) => format!("La línea con {above} está entera."),
            (Lang::En, Some(since)) => {
                let since = self.since_moment(since);
                format!("The wire to {above} is cut {since}; {letters} here; your clocks run on.")
            }
            (Lang::Es, Some(since)) => {
                let since = self.since_moment(since);
                format!(
                    "La línea con {above} está cortada {since}; {letters} aquí; sus relojes siguen."
                )
            }
        }
    }

    /// A part that lives on a node of its own.
    pub fn wire_below(&self, part: &str, since: Timestamp) -> String {
        let day = self.date(self.date_of(since));
        match self.lang {
            Lang::En => format!("{part} has lived on a node of its own since {day}."),
            Lang::Es => format!("{part} vive en un nodo propio desde el {day}."),
        }
    }

    /// Which of two nodes was put back to an earlier state.
    pub fn put_back(&self, found: PutBack, across: &str) -> String {
        match (self.lang, found) {
            (Lang::En, PutBack::Here) => {
                format!(
                    "This node was put back to an earlier state, and no letters pass to {across}."
                )
            }
            (Lang::Es, PutBack::Here) => {
                format!("Este nodo volvió a un estado anterior, y no pasan cartas a {across}.")
            }
            (Lang::En, PutBack::There) => {
                format!(
                    "The node of {across} was put back to an earlier state, and no letters pass."
                )
            }
            (Lang::Es, PutBack::There) => {
                format!("El nodo de {across} volvió a un estado anterior, y no pasan cartas.")
            }
            (Lang::En, PutBack::Either) => format!(
                "This node and that of {across} do not know each other's keys any more: one of them \
                 was put back from a backup, and no letters pass."
            ),
            (Lang::Es, PutBack::Either) => format!(
                "Este nodo y el de {across} ya no conocen sus claves: uno de los dos se repuso de una \
                 copia, y no pasan cartas."
            ),
        }
    }

    /// What is to be done then.
    pub fn link_anew(&self, other: Other, across: &str) -> String {
        match (self.lang, other) {
            (Lang::En, Other::Above) => format!(
                "Have the committee of {across} make a code to link this node anew, and start the \
                 program here once with it. Nothing is lost meanwhile: letters wait, and your clocks run on."
            ),
            (Lang::Es, Other::Above) => format!(
                "Que el comité de {across} haga un código para unir este nodo de nuevo, y ponga en marcha \
                 el programa aquí una vez con él. Nada se pierde: las cartas esperan y sus relojes siguen."
            ),
            (Lang::En, Other::Below) => format!(
                "Make a code here, and read it out to those who run the node of {across}: they start the \
                 program there once with it."
            ),
            (Lang::Es, Other::Below) => format!(
                "Haga un código aquí y léalo a quienes manejan el nodo de {across}: ponen en marcha el \
                 programa allí una vez con él."
            ),
        }
    }

    /// How far two nodes are that were linked anew.
    pub fn linked_anew(&self, anew: Anew, across: &str) -> String {
        match (self.lang, anew.told) {
            (Lang::En, None) => format!(
                "Linked anew {}; {across} has yet to tell what it knows.",
                self.since_moment(anew.since)
            ),
            (Lang::Es, None) => format!(
                "Unidos de nuevo {}; {across} todavía tiene que decir lo que sabe.",
                self.since_moment(anew.since)
            ),
            (Lang::En, Some(told)) => {
                format!("Linked anew; each had told what it knows {}.", self.at_moment(told))
            }
            (Lang::Es, Some(told)) => {
                format!(
                    "Unidos de nuevo; cada uno había dicho lo que sabe {}.",
                    self.at_moment(told)
                )
            }
        }
    }

    /// `last heard today at 14:31`.
    pub fn last_heard(&self, heard: Option<Timestamp>) -> String {
        match (self.lang, heard) {
            (Lang::En, Some(at)) => format!("last heard {}", self.at_moment(at)),
            (Lang::Es, Some(at)) => format!("se supo de ese nodo {}", self.at_moment(at)),
            (Lang::En, None) => "not heard yet".to_owned(),
            (Lang::Es, None) => "todavía no se supo de ese nodo".to_owned(),
        }
    }

    /// When the other node was last heard, and what waits for it here.
    pub fn letters_stand(&self, heard: Option<Timestamp>, waiting: u64) -> String {
        let here = self.lang.pick("for it here", "aquí para él");
        format!("{}; {} {here}", self.last_heard(heard), self.letters(waiting))
    }

    fn letters(&self, waiting: u64) -> String {
        let number =
            count(self.lang, usize::try_from(waiting).unwrap_or(usize::MAX), Gender::Feminine);
        match (self.lang, waiting) {
            (Lang::En, 0) => "no letter waits".to_owned(),
            (Lang::Es, 0) => "no espera ninguna carta".to_owned(),
            (Lang::En, 1) => "one letter waits".to_owned(),
            (Lang::Es, 1) => "espera una carta".to_owned(),
            (Lang::En, _) => format!("{number} letters wait"),
            (Lang::Es, _) => format!("esperan {number} cartas"),
        }
    }

    /// `since 14:31`, `since Thursday 14:31`; in Spanish `desde las 14:31`, `desde el jueves 14:31`.
    fn since_moment(&self, at: Timestamp) -> String {
        let is_today = self.date_of(at) == self.date_of(self.now);
        match self.lang {
            Lang::En if is_today => format!("since {}", self.clock(at)),
            Lang::En => format!("since {}", self.moment(at)),
            Lang::Es if is_today => format!("desde las {}", self.clock(at)),
            Lang::Es => format!("desde el {}", self.moment(at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::calendar::{Calendar, Zone};

    #[test]
    fn a_cut_wire_says_since_when_and_that_nothing_is_lost() {
        let hours = Calendar::always(Zone::parse("America/Santiago").expect("bundled"));
        let now = Timestamp::from_millis(1_792_157_400_000);
        let voice = |lang| Voice { lang, hours: &hours, now };
        let cut = Some(now - Duration::from_mins(9));
        assert_eq!(
            voice(Lang::En).wire_above("Textiles", cut, 3),
            "The wire to Textiles is cut since 10:21; three letters wait here; your clocks run on."
        );
        assert_eq!(
            voice(Lang::Es).wire_above("Textiles", cut, 1),
            "La línea con Textiles está cortada desde las 10:21; espera una carta aquí; sus relojes siguen."
        );
        assert_eq!(
            voice(Lang::En).wire_above("Textiles", None, 0),
            "The wire to Textiles is whole."
        );
    }

    #[test]
    fn that_nobody_was_reached_is_nobodys_failure_in_the_unit() {
        let hours = Calendar::always(Zone::utc());
        for lang in Lang::ALL {
            let voice = Voice { lang, hours: &hours, now: Timestamp::ZERO };
            let blameless = lang.pick("not the unit's failure", "no es falta de la unidad");
            assert!(voice.called(Called::Nobody(Timestamp::ZERO)).contains(blameless));
            for nobody in [1, 2] {
                assert!(voice.whether_reached(true, nobody, 3).to_lowercase().contains(blameless));
            }
        }
    }
}
