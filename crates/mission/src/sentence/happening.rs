//! Happenings: how does a line of an incident's log read?

use super::{Lang, Voice, within};
use crate::escalation::Phase;
use crate::forgetting;
use crate::id::{IndicatorId, UnitId};
use crate::incident::{Because, End, Finding, Happening, LogLine};

impl Voice<'_> {
    /// A line of an incident's log. `name` says what a unit is called, `figure` what a figure is.
    pub fn happening<'n>(
        &self,
        line: &LogLine,
        name: impl Fn(UnitId) -> &'n str,
        figure: impl Fn(IndicatorId) -> &'n str,
    ) -> String {
        let who = match &line.by {
            Some(by) => format!("{by}, {}", name(line.unit)),
            None => name(line.unit).to_owned(),
        };
        match &line.what {
            Happening::Opened => match self.lang {
                Lang::En => format!("opened; {who} was told"),
                Lang::Es => format!("se abrió; se avisó a {who}"),
            },
            Happening::Joined(id, _)
            | Happening::WentFurther(id, _)
            | Happening::FellSilent(id)
            | Happening::ReportsAgain(id)
            | Happening::NoData(id, _) => self.of_figure(&line.what, &within(figure(*id))),
            Happening::Moved(phase) => self.moved_to(*phase).to_owned(),
            Happening::Rose(to, because) => self.rose(name(*to), *because),
            Happening::NewLevel(_) => self
                .pick("another level was agreed to judge by", "se acordó otro nivel de referencia"),
            Happening::Missed => match self.lang {
                Lang::En => format!("{who} did not answer in time"),
                Lang::Es => format!("{who} no respondió a tiempo"),
            },
            Happening::Closed(end) => self.end(*end).to_owned(),
            Happening::TakenOn
            | Happening::Claimed(_)
            | Happening::AskedForHelp(_)
            | Happening::Found(..)
            | Happening::Confirmed(_)
            | Happening::OwnerNamed(_)
            | Happening::Answered(_)
            | Happening::HelpOffered(_)
            | Happening::HelpCame
            | Happening::Shelved(_)
            | Happening::Note(_) => self.deed(&line.what, &who),
        }
    }

    /// What became of one figure of several.
    fn of_figure(&self, what: &Happening, figure: &str) -> String {
        match (self.lang, what) {
            (Lang::En, Happening::WentFurther(..)) => format!("{figure} changed further"),
            (Lang::Es, Happening::WentFurther(..)) => format!("{figure}: otro cambio más"),
            (Lang::En, Happening::FellSilent(_)) => format!("{figure} is silent too"),
            (Lang::Es, Happening::FellSilent(_)) => format!("{figure}: tampoco hay noticias"),
            (Lang::En, Happening::ReportsAgain(_)) => format!("{figure} is reported again"),
            (Lang::Es, Happening::ReportsAgain(_)) => format!("{figure}: de nuevo hay noticias"),
            (Lang::En, Happening::NoData(_, words)) => {
                format!("{figure}: no data because {}", self.written(words))
            }
            (Lang::Es, Happening::NoData(_, words)) => {
                format!("{figure}: sin datos porque {}", self.written(words))
            }
            (Lang::En, _) => format!("{figure} changed with it"),
            (Lang::Es, _) => format!("{figure} cambió también"),
        }
    }

    /// What a person did.
    fn deed(&self, what: &Happening, who: &str) -> String {
        let (english, spanish, words) = match what {
            Happening::TakenOn => ("took it on", "se hizo cargo", None),
            Happening::Claimed(words) => {
                ("says that it is mended", "dice que está resuelto", Some(words))
            }
            Happening::AskedForHelp(words) => ("asked for help", "pidió ayuda", Some(words)),
            Happening::Found(finding, words) => {
                let (english, spanish) = says(*finding);
                (english, spanish, Some(words))
            }
            Happening::Confirmed(finding) => {
                let (english, spanish) = confirms(*finding);
                (english, spanish, None)
            }
            Happening::OwnerNamed(owner) => {
                ("named an owner", "nombró a un responsable", Some(owner))
            }
            Happening::Answered(words) => ("answered", "respondió", Some(words)),
            Happening::HelpOffered(words) => ("offered help", "ofreció ayuda", Some(words)),
            Happening::HelpCame => ("says that help came", "dice que llegó la ayuda", None),
            Happening::Shelved(words) => ("shelved it", "lo apartó por un tiempo", Some(words)),
            Happening::Note(words) => ("wrote", "escribió", Some(words)),
            Happening::Opened
            | Happening::Joined(..)
            | Happening::WentFurther(..)
            | Happening::FellSilent(_)
            | Happening::ReportsAgain(_)
            | Happening::NoData(..)
            | Happening::Moved(_)
            | Happening::Rose(..)
            | Happening::Missed
            | Happening::NewLevel(_)
            | Happening::Closed(_) => ("acted", "actuó", None),
        };
        let deed = self.lang.pick(english, spanish);
        match words.filter(|words| !words.is_empty()) {
            Some(words) => format!("{who} {deed}: {}", self.written(words)),
            None => format!("{who} {deed}"),
        }
    }

    /// What a person wrote, or that its words are gone.
    pub fn written<'w>(&self, words: &'w str) -> &'w str {
        if words != forgetting::GONE {
            return words;
        }
        self.lang.pick(
            "(the words are gone: they are kept for 180 days)",
            "(ya no hay texto: se guarda 180 días)",
        )
    }

    fn moved_to(&self, phase: Phase) -> &'static str {
        match phase {
            Phase::Running => self.lang.pick("the clock runs on", "el reloj sigue"),
            Phase::Waiting => self.lang.pick(
                "back in the band: the clock waits",
                "de vuelta en la banda: el reloj espera",
            ),
            Phase::Settling => {
                self.lang.pick("settling: the readings decide", "asentándose: deciden las lecturas")
            }
            Phase::Closed => self.lang.pick("closed", "cerrado"),
        }
    }

    fn rose(&self, to: &str, because: Because) -> String {
        match (self.lang, because) {
            (Lang::En, Because::Expired) => format!("the time ran out; rose to {to}"),
            (Lang::Es, Because::Expired) => format!("se acabó el plazo; subió a {to}"),
            (Lang::En, Because::Lapsed) => format!("no answer in time; rose to {to}"),
            (Lang::Es, Because::Lapsed) => format!("sin respuesta a tiempo; subió a {to}"),
            (Lang::En, Because::PassedUp) => format!("passed up to {to}"),
            (Lang::Es, Because::PassedUp) => format!("se pasó hacia arriba, a {to}"),
        }
    }

    /// How an incident ended.
    pub fn end(&self, end: End) -> &'static str {
        match end {
            End::Recovered => self.lang.pick(
                "recovered: the readings came back and stayed",
                "recuperado: las lecturas volvieron y se quedaron",
            ),
            End::Instrument => self.lang.pick(
                "two people found that it was the instrument",
                "dos personas dicen que fue el instrumento",
            ),
            End::Nothing => self
                .lang
                .pick("two people found that it was nothing", "dos personas dicen que no era nada"),
            End::Corrected => self.lang.pick(
                "corrected; it would not have been news",
                "corregido; no habría sido noticia",
            ),
            End::Retired => self
                .lang
                .pick("the figure was retired by agreement", "la cifra se retiró por acuerdo"),
            End::History => self
                .lang
                .pick("it stood when the past was imported", "venía con la historia importada"),
            End::Done => self.lang.pick("dealt with", "atendido"),
            End::Forgotten => self.lang.pick(
                "over: the unit's node was put back to before it",
                "terminado: el nodo de la unidad volvió a un estado anterior",
            ),
        }
    }

    /// What somebody says it was: `the instrument`.
    pub fn finding(&self, finding: Finding) -> &'static str {
        match finding {
            Finding::Real => self.lang.pick("it was real", "fue real"),
            Finding::Instrument => self.lang.pick("it was the instrument", "fue el instrumento"),
            Finding::Nothing => self.lang.pick("it was nothing", "no era nada"),
        }
    }

    fn pick(&self, english: &str, spanish: &str) -> String {
        self.lang.pick(english, spanish).to_owned()
    }
}

const fn says(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::Real => ("says that it is real", "dice que es real"),
        Finding::Instrument => ("says that it is the instrument", "dice que es el instrumento"),
        Finding::Nothing => ("says that it is nothing", "dice que no es nada"),
    }
}

const fn confirms(finding: Finding) -> (&'static str, &'static str) {
    match finding {
        Finding::Real => ("confirms that it was real", "confirma que fue real"),
        Finding::Instrument => {
            ("confirms that it was the instrument", "confirma que fue el instrumento")
        }
        Finding::Nothing => ("confirms that it was nothing", "confirma que no era nada"),
    }
}
