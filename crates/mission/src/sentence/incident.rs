//! Incidents: what is wrong, how does it stand, and who hears of it when?

use super::change::{Change, Expectation};
use super::number::{Gender, count};
use super::{Lang, Voice, capital, within};
use crate::cadence::Cadence;
use crate::incident::{Alarm, Because};
use crate::limits;
use crate::registry::Direction;
use crate::time::Timestamp;

/// What is wrong, with the names that its sentences need.
#[derive(Clone, Debug)]
pub enum Plight<'a> {
    /// A series changed, and perhaps others with it.
    Change {
        /// The one that moved first or most.
        change: Change<'a>,
        /// The names of the others.
        with: Vec<&'a str>,
    },
    /// Reports of these indicators stopped coming.
    Silence {
        /// The indicators' names, at least one.
        names: Vec<&'a str>,
        /// The due time of the first report that did not come.
        since: Timestamp,
        /// How often it is due.
        cadence: Cadence,
    },
    /// A person said so.
    Alarm(Alarm),
    /// A unit did not answer in time what it owed below.
    Missed {
        /// Who owed; none is us.
        debtor: Option<&'a str>,
        /// Who was owed.
        creditor: &'a str,
    },
}

/// Silent figures that a heading names; its sentence names them all.
const HEADED_BY: usize = 2;

impl Voice<'_> {
    /// `Step down`, `Silent`, `Safety alarm`.
    pub fn plight_tag(&self, plight: &Plight<'_>) -> String {
        match plight {
            Plight::Change { change, .. } => self.tag(change.kind, change.direction),
            Plight::Silence { .. } => self.lang.pick("Silent", "Sin noticias").to_owned(),
            Plight::Alarm(alarm) => self.alarm(*alarm).to_owned(),
            Plight::Missed { .. } => self.lang.pick("Missed", "Incumplido").to_owned(),
        }
    }

    /// What kind of alarm.
    pub fn alarm(&self, alarm: Alarm) -> &'static str {
        match alarm {
            Alarm::Safety => self.lang.pick("Safety alarm", "Alarma de seguridad"),
            Alarm::Machine => self.lang.pick("Machine or material", "Máquina o material"),
            Alarm::Unsure => self.lang.pick("Something is wrong", "Algo anda mal"),
        }
    }

    /// What it is about: `Yarn output`, `Safety alarm`.
    pub fn plight_name(&self, plight: &Plight<'_>) -> String {
        match plight {
            Plight::Change { change, .. } => capital(change.name),
            Plight::Silence { names, .. } => capital(&self.names(names, HEADED_BY)),
            Plight::Alarm(alarm) => self.alarm(*alarm).to_owned(),
            Plight::Missed { debtor, creditor } => match (self.lang, debtor) {
                (Lang::En, None) => format!("Our answer to {creditor}"),
                (Lang::Es, None) => format!("Nuestra respuesta a {creditor}"),
                // What became of the call is between those two.
                (lang, Some(_)) => lang.pick("A missed answer", "Una respuesta debida").to_owned(),
            },
        }
    }

    /// `Yarur Spinning 2: yarn output`.
    pub fn of_unit(&self, unit: &str, what: &str) -> String {
        format!("{unit}: {}", within(what))
    }

    /// The story in a sentence: `Yarn output fell 18% on Friday 16 October, to 8.1 t a day.`
    pub fn plight(&self, plight: &Plight<'_>) -> String {
        match plight {
            Plight::Change { change, with } => self.with_others(self.change(change), with),
            Plight::Silence { names, since, cadence } => self.silent(names, *since, *cadence),
            Plight::Alarm(alarm) => self.alarm_said(*alarm).to_owned(),
            Plight::Missed { debtor, creditor } => match (self.lang, debtor) {
                (Lang::En, None) => format!("We did not answer {creditor} in time."),
                (Lang::Es, None) => format!("No respondimos a {creditor} a tiempo."),
                (Lang::En, Some(debtor)) => format!("{debtor} did not answer below in time."),
                (Lang::Es, Some(debtor)) => format!("{debtor} no respondió abajo a tiempo."),
            },
        }
    }

    /// The same on a card, whose heading names the indicator.
    pub fn plight_below_name(&self, plight: &Plight<'_>) -> String {
        match plight {
            Plight::Change { change, with } => {
                self.with_others(self.change_below_name(change), with)
            }
            Plight::Silence { since, cadence, .. } => {
                let since = self.since_day(*since, *cadence);
                format!("{} {since}.", self.lang.pick("Silent", "Sin noticias"))
            }
            Plight::Alarm(_) | Plight::Missed { .. } => self.plight(plight),
        }
    }

    /// `… Electricity and water changed with it.`
    fn with_others(&self, told: String, with: &[&str]) -> String {
        let names = self.names(with, with.len());
        match (self.lang, with) {
            (_, []) => told,
            (Lang::En, _) => format!("{told} {} changed with it.", capital(&names)),
            (Lang::Es, [_]) => format!("{told} También cambió {names}."),
            (Lang::Es, _) => format!("{told} También cambiaron {names}."),
        }
    }

    /// `Electricity has been silent since Monday 19 October.`
    fn silent(&self, names: &[&str], since: Timestamp, cadence: Cadence) -> String {
        let all = capital(&self.names(names, names.len()));
        let since = self.since_day(since, cadence);
        match (self.lang, names.len()) {
            (Lang::En, 1) => format!("{all} has been silent {since}."),
            (Lang::En, _) => format!("{all} have been silent {since}."),
            (Lang::Es, _) => format!("{all}: sin noticias {since}."),
        }
    }

    /// The first `most` names, and how many more there are.
    fn names(&self, names: &[&str], most: usize) -> String {
        // "And one more" is no shorter than its name.
        let shown = if names.len() <= most + 1 { names.len() } else { most };
        let mut said: Vec<String> = names[..shown].iter().map(|name| within(name)).collect();
        if shown < names.len() {
            let more = count(self.lang, names.len() - shown, Gender::Feminine);
            said.push(format!("{more} {}", self.lang.pick("more", "más")));
        }
        super::listed(self.lang, &said)
    }

    fn alarm_said(&self, alarm: Alarm) -> &'static str {
        match alarm {
            Alarm::Safety => {
                self.lang.pick("Somebody could get hurt.", "Alguien podría salir herido.")
            }
            Alarm::Machine => self
                .lang
                .pick("A machine or material is wrong.", "Una máquina o un material anda mal."),
            Alarm::Unsure => self
                .lang
                .pick("Somebody says that something is wrong.", "Alguien dice que algo anda mal."),
        }
    }

    /// What needs the unit itself: `Yarn output has been down since Friday 16 October.`
    pub fn plight_still(&self, plight: &Plight<'_>) -> String {
        match plight {
            Plight::Change { change, with } => self.with_others(self.still(change), with),
            Plight::Silence { .. } | Plight::Alarm(_) | Plight::Missed { .. } => {
                self.plight(plight)
            }
        }
    }

    /// `Yarn output is back. Three more readings decide.`
    pub fn settling(&self, name: &str, more: usize) -> String {
        let name = capital(name);
        let readings = capital(&self.readings(more));
        match (self.lang, more) {
            (Lang::En, 1) => format!("{name} is back. One more reading decides."),
            (Lang::Es, 1) => format!("{name}: de vuelta. Falta una lectura para decidir."),
            (Lang::En, _) => {
                let many = capital(&count(self.lang, more, Gender::Feminine));
                format!("{name} is back. {many} more readings decide.")
            }
            (Lang::Es, _) => format!("{name}: de vuelta. {readings} más lo deciden."),
        }
    }

    /// `A relapse resumes the old clock.`
    pub fn relapse(&self) -> &'static str {
        self.lang.pick("A relapse resumes the old clock.", "Una recaída reanuda el reloj de antes.")
    }

    /// `Recovered = three due readings back inside 9.4 to 10.4, or better`.
    pub fn recovered_means(&self, band: Expectation, good: Direction) -> String {
        let readings = count(self.lang, limits::READINGS_TO_RECOVER, Gender::Feminine);
        let band = self.band(band);
        let better = match good {
            Direction::More | Direction::Less => self.lang.pick(", or better", ", o mejor"),
            Direction::OnTarget => "",
        };
        match self.lang {
            Lang::En => format!("Recovered = {readings} due readings back inside {band}{better}"),
            Lang::Es => {
                format!("Recuperado = {readings} lecturas debidas de vuelta en {band}{better}")
            }
        }
    }

    /// `It had 3 working days and is not back. Now Textiles must help.`
    pub fn not_back(&self, had: &str, helper: Option<&str>) -> String {
        match (self.lang, helper) {
            (Lang::En, Some(helper)) => {
                format!("It had {had} and is not back. Now {helper} must help.")
            }
            (Lang::Es, Some(helper)) => {
                format!("Tuvo {had} y no se recuperó. Ahora {helper} debe ayudar.")
            }
            (Lang::En, None) => format!("It had {had} and is not back. Now we must help."),
            (Lang::Es, None) => format!("Tuvo {had} y no se recuperó. Ahora debemos ayudar."),
        }
    }

    /// How it came up: `The time ran out on Thursday at 18:00.`
    pub fn came_up(&self, because: Because, at: Timestamp) -> String {
        let when = self.at_moment(at);
        match (self.lang, because) {
            (Lang::En, Because::Expired) => format!("The time ran out {when}."),
            (Lang::Es, Because::Expired) => format!("El plazo se acabó {when}."),
            (Lang::En, Because::Lapsed) => {
                format!("The level below did not answer in time; it came {when}.")
            }
            (Lang::Es, Because::Lapsed) => {
                format!("El nivel de abajo no respondió a tiempo; llegó {when}.")
            }
            (Lang::En, Because::PassedUp) => format!("It was passed up {when}."),
            (Lang::Es, Because::PassedUp) => format!("Se pasó hacia arriba {when}."),
        }
    }

    /// `Nobody else has been told.`, `Textiles knows.`
    pub fn told_above(&self, above: &[String]) -> String {
        match (self.lang, above) {
            (lang, []) => {
                lang.pick("Nobody above has been told.", "Nadie más arriba lo sabe.").to_owned()
            }
            (Lang::En, [only]) => format!("{only} has been told."),
            (Lang::Es, [only]) => format!("{only} ya lo sabe."),
            (Lang::En, several) => format!("{} have been told.", super::listed(self.lang, several)),
            (Lang::Es, several) => format!("{} ya lo saben.", super::listed(self.lang, several)),
        }
    }

    /// The rung of a level that passed it on: `time ran out Thu 18:00`.
    pub fn rung_passed(&self, because: Because, at: Timestamp) -> String {
        let when = self.moment_short(at);
        let (english, spanish) = match because {
            Because::Expired => ("time ran out", "se acabó el plazo"),
            Because::Lapsed => ("no answer in time", "sin respuesta a tiempo"),
            Because::PassedUp => ("passed it up", "lo pasó arriba"),
        };
        format!("{} {when}", self.lang.pick(english, spanish))
    }

    /// The rung of the level that holds it, or knows of it: `here since Thu 18:00`.
    pub fn rung_here(&self, at: Timestamp) -> String {
        format!("{} {}", self.lang.pick("here since", "aquí desde"), self.moment_short(at))
    }

    /// The rung of where it began: `knows since Fri 17:41`.
    pub fn rung_knows(&self, at: Timestamp) -> String {
        format!("{} {}", self.lang.pick("knows since", "lo sabe desde"), self.moment_short(at))
    }

    /// The rung of the next level: `hears Thu 18:00, if not back`.
    pub fn rung_hears(&self, at: Option<Timestamp>) -> String {
        match (self.lang, at.map(|at| self.moment_short(at))) {
            (Lang::En, Some(when)) => format!("hears {when}, if not back"),
            (Lang::Es, Some(when)) => format!("lo oye {when}, si no vuelve"),
            (lang, None) => lang.pick("sees nothing yet", "no ve nada todavía").to_owned(),
        }
    }

    /// The rung of a level without members.
    pub fn rung_skipped(&self) -> &'static str {
        self.lang.pick("no members: skipped", "sin miembros: se salta")
    }

    /// Under a running clock: `Ends Thursday 18:00, our calendar. Then Textiles hears and must help.`
    pub fn clock_ends(&self, ends: Timestamp, holder: Option<&str>, next: Option<&str>) -> String {
        let when = self.moment(ends);
        let ends = match (self.lang, holder) {
            (Lang::En, None) => format!("Ends {when}, our calendar."),
            (Lang::Es, None) => format!("Termina: {when}, en nuestro calendario."),
            (Lang::En, Some(holder)) => format!("Ends {when}, {holder} calendar."),
            (Lang::Es, Some(holder)) => format!("Termina: {when}, en el calendario de {holder}."),
        };
        let then = match (self.lang, next) {
            (Lang::En, Some(next)) => format!(" Then {next} hears and must help."),
            (Lang::Es, Some(next)) => format!(" Entonces {next} lo oye y debe ayudar."),
            (_, None) => String::new(),
        };
        format!("{ends}{then}")
    }

    /// Under a clock that stands: `The clock waits while the readings are back.`
    pub fn clock_waits(&self) -> &'static str {
        self.lang.pick(
            "The clock waits while readings are back in the band.",
            "El reloj espera mientras las lecturas están de vuelta en la banda.",
        )
    }

    /// Under a clock that stands while an incident settles.
    pub fn clock_settles(&self) -> &'static str {
        self.lang.pick(
            "The clock stands while it settles; it goes on if a reading falls out again.",
            "El reloj está quieto mientras se asienta; sigue si una lectura vuelve a salirse.",
        )
    }

    /// `The clock starts on Tuesday at 06:00.`
    pub fn clock_starts(&self, at: Timestamp) -> String {
        let when = self.at_moment(at);
        match self.lang {
            Lang::En => format!("The clock starts {when}."),
            Lang::Es => format!("El reloj empieza {when}."),
        }
    }

    /// Under the clock of what is owed: `8 h 20 min left of 10 h of working time.`
    pub fn duty_left(&self, left: &str, total: &str) -> String {
        match self.lang {
            Lang::En => format!("{left} left of {total} of working time."),
            Lang::Es => format!("Quedan {left} de {total} de trabajo."),
        }
    }

    /// `reached us Thu 22, 18:00`, at the line in a chart.
    pub fn reached_mark(&self, at: Timestamp) -> String {
        let (day, clock) = (self.day_mark(self.date_of(at)), self.clock(at));
        format!("{} {day}, {clock}", self.lang.pick("reached us", "llegó a nosotros"))
    }

    /// `rises to Nation Wed 28, 18:00`, at the line in a chart.
    pub fn rises_mark(&self, at: Timestamp, next: &str) -> String {
        let (day, clock) = (self.day_mark(self.date_of(at)), self.clock(at));
        format!("{} {next} {day}, {clock}", self.lang.pick("rises to", "sube a"))
    }

    /// What a level sees of a part's series: `We see this one series from …`.
    pub fn sees_from(&self, from: Timestamp, level: &str, band: Expectation, unit: &str) -> String {
        let date = self.weekday_date(self.date_of(from));
        let band = self.band(band);
        match self.lang {
            Lang::En => format!(
                "We see this one series from {date} on, and two numbers from before: level {level}, \
                 band {band}. Nothing else of {unit}."
            ),
            Lang::Es => format!(
                "Vemos solo esta serie desde el {date}, y dos números de antes: nivel {level}, banda \
                 {band}. Nada más de {unit}."
            ),
        }
    }

    /// The same of several series of one event: `We see these series from …`.
    pub fn sees_several_from(&self, from: Timestamp, names: &[&str], unit: &str) -> String {
        let date = self.weekday_date(self.date_of(from));
        let names = self.names(names, names.len());
        match self.lang {
            Lang::En => format!(
                "We see these series from {date} on: {names}; and of each its level and band from \
                 before. Nothing else of {unit}."
            ),
            Lang::Es => format!(
                "Vemos estas series desde el {date}: {names}; y de cada una el nivel y la banda de \
                 antes. Nada más de {unit}."
            ),
        }
    }

    /// What a level sees of what was said in words.
    pub fn words_only(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("Words only. {unit} has not opened its readings."),
            Lang::Es => format!("Solo palabras. {unit} no ha abierto sus lecturas."),
        }
    }

    /// `It rose to us on Thursday at 18:00`, after the tag.
    pub fn reached(&self, unit: &str, at: Timestamp) -> String {
        let when = self.at_moment(at);
        match self.lang {
            Lang::En => format!("Reached {unit} {when}"),
            Lang::Es => format!("Llegó a {unit} {when}"),
        }
    }
}
