//! Pages: headings, hints and other small words that a page needs and the domain decides.

use super::number::{Gender, count};
use super::{Lang, Voice, capital};
use crate::time::{Date, Timestamp};

impl Voice<'_> {
    /// `Room: Textiles`.
    pub fn room_title(&self, unit: &str) -> String {
        format!("{}: {unit}", self.lang.pick("Room", "Sala"))
    }

    /// `Plan: Textiles`.
    pub fn plan_title(&self, unit: &str) -> String {
        format!("Plan: {unit}")
    }

    /// `Agreements of Spinning 2 with Textiles, and the policies sent to it.`
    pub fn plan_lede(&self, unit: &str, above: Option<&str>) -> String {
        match (self.lang, above) {
            (Lang::En, Some(above)) => {
                format!("Agreements of {unit} with {above} and with its parts, and policies sent.")
            }
            (Lang::Es, Some(above)) => {
                format!("Acuerdos de {unit} con {above} y con sus partes, y directivas enviadas.")
            }
            (Lang::En, None) => format!("Agreements of {unit} with its parts, and policies sent."),
            (Lang::Es, None) => {
                format!("Acuerdos de {unit} con sus partes, y directivas enviadas.")
            }
        }
    }

    /// `Today at Spinning 2`.
    pub fn today_at(&self, unit: &str) -> String {
        format!("{} {unit}", self.lang.pick("Today at", "Hoy en"))
    }

    /// `Friday 16 October. Six figures are due by 18:00; two are still to come.`
    pub fn today_lede(&self, due: usize, to_come: usize, by: Option<Timestamp>) -> String {
        let date = capital(&self.weekday_date(self.today()));
        let Some(by) = by.filter(|_| due > 0) else {
            return format!(
                "{date}. {}",
                self.lang.pick("Nothing is due today.", "Hoy no vence nada.")
            );
        };
        let number = capital(&count(self.lang, due, Gender::Feminine));
        let by = self.clock(by);
        let due = match (self.lang, due) {
            (Lang::En, 1) => format!("One figure is due by {by}"),
            (Lang::Es, 1) => format!("Una cifra vence a las {by}"),
            (Lang::En, _) => format!("{number} figures are due by {by}"),
            (Lang::Es, _) => format!("{number} cifras vencen a las {by}"),
        };
        let left = count(self.lang, to_come, Gender::Feminine);
        let rest = match (self.lang, to_come) {
            (Lang::En, 0) => "all are in".to_owned(),
            (Lang::Es, 0) => "todas llegaron".to_owned(),
            (Lang::En, 1) => "one is still to come".to_owned(),
            (Lang::Es, 1) => "falta una".to_owned(),
            (Lang::En, _) => format!("{left} are still to come"),
            (Lang::Es, _) => format!("faltan {left}"),
        };
        format!("{date}. {due}; {rest}.")
    }

    /// `Not due today: six weekly figures.`
    pub fn not_due(&self, weekly: usize, monthly: usize) -> Option<String> {
        let said = |number: usize, words: [&str; 2]| {
            let word = if number == 1 { words[0] } else { words[1] };
            (number > 0).then(|| format!("{} {word}", count(self.lang, number, Gender::Feminine)))
        };
        let weekly = match self.lang {
            Lang::En => said(weekly, ["weekly figure", "weekly figures"]),
            Lang::Es => said(weekly, ["cifra semanal", "cifras semanales"]),
        };
        let monthly = match self.lang {
            Lang::En => said(monthly, ["monthly figure", "monthly figures"]),
            Lang::Es => said(monthly, ["cifra mensual", "cifras mensuales"]),
        };
        let parts: Vec<String> = weekly.into_iter().chain(monthly).collect();
        let not_due = self.lang.pick("Not due today", "Hoy no vencen");
        (!parts.is_empty()).then(|| format!("{not_due}: {}.", super::listed(self.lang, &parts)))
    }

    /// `by 18:00`, `by Friday 18:00`.
    pub fn by(&self, at: Timestamp) -> String {
        let is_today = self.date_of(at) == self.today();
        let when = if is_today { self.clock(at) } else { self.moment(at) };
        format!("{} {when}", self.lang.pick("by", "antes de"))
    }

    /// `sent`.
    pub fn is_in(&self) -> &'static str {
        self.lang.pick("sent", "enviada")
    }

    /// Beside a figure that has a reason instead of a value.
    pub fn has_reason(&self) -> &'static str {
        self.lang.pick("the unit said why there is none", "la unidad dijo por qué no hay")
    }

    /// `yesterday`, or the day of the reading before.
    pub fn previously(&self, at: Timestamp) -> String {
        let date = self.date_of(at);
        if self.today().yesterday().ok() == Some(date) {
            return self.lang.pick("yesterday", "ayer").to_owned();
        }
        self.weekday_date_short(date)
    }

    /// To whom an alarm goes.
    pub fn alarm_goes(&self, unit: &str, levels: &[String]) -> String {
        if levels.is_empty() {
            return match self.lang {
                Lang::En => format!("goes to {unit} only"),
                Lang::Es => format!("va solo a {unit}"),
            };
        }
        let all: Vec<String> =
            std::iter::once(unit.to_owned()).chain(levels.iter().cloned()).collect();
        let all = super::listed(self.lang, &all);
        match self.lang {
            Lang::En => format!("goes to {all} at once"),
            Lang::Es => format!("va enseguida a {all}"),
        }
    }

    /// What to do where an alarm cannot be sent.
    pub fn alarm_advice(&self) -> &'static str {
        self.lang.pick(
            "Use the siren or the wall telephone now.",
            "Use ahora la sirena o el teléfono de pared.",
        )
    }

    /// The heading over parts that nothing came from.
    pub fn passed_nothing_up(&self) -> &'static str {
        self.lang.pick("Passed nothing up", "No han pasado nada hacia arriba")
    }

    /// `Our other figures, Tuesday 20 October`.
    pub fn our_figures(&self, is_rest: bool, date: Date) -> String {
        let heading = if is_rest {
            self.lang.pick("Our other figures", "Nuestras otras cifras")
        } else {
            self.lang.pick("Our figures", "Nuestras cifras")
        };
        format!("{heading}, {}", self.weekday_date(date))
    }

    /// Why parts are `as of` an earlier day.
    pub fn why_as_of(&self) -> &'static str {
        self.lang.pick(
            "A unit’s own index reaches us after the time in which it may put a change right, always, \
             whether or not anything happened. So these may be putting something right now; it is \
             theirs to say.",
            "El índice de cada unidad nos llega después del tiempo en que puede arreglar un cambio, \
             siempre, haya pasado algo o no. Quizá ahora mismo estén arreglando algo; les toca decirlo.",
        )
    }

    /// `Textiles as a whole`.
    pub fn as_a_whole(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("{unit} as a whole"),
            Lang::Es => format!("{unit} en conjunto"),
        }
    }

    /// `Our own index. Textiles has it as of Tue 13 Oct.`
    pub fn own_index(&self, above: Option<(&str, Option<Date>)>) -> String {
        let own = self.lang.pick("Our own index.", "Nuestro propio índice.");
        match (self.lang, above) {
            (_, None) => own.to_owned(),
            (Lang::En, Some((above, Some(date)))) => {
                format!("{own} {above} has it {}.", self.as_of(date))
            }
            (Lang::Es, Some((above, Some(date)))) => {
                format!("{own} {above} lo tiene {}.", self.as_of(date))
            }
            (Lang::En, Some((above, None))) => format!("{own} {above} has none of it yet."),
            (Lang::Es, Some((above, None))) => format!("{own} {above} aún no tiene nada."),
        }
    }

    /// `What Textiles sees of us now`.
    pub fn what_sees(&self, above: &str) -> String {
        match self.lang {
            Lang::En => format!("What {above} sees of us now"),
            Lang::Es => format!("Lo que {above} ve de nosotros ahora"),
        }
    }

    /// `1 incident`, `2 incidents`, `none`.
    pub fn incidents(&self, number: usize) -> String {
        match (self.lang, number) {
            (lang, 0) => lang.pick("none", "ninguno").to_owned(),
            (Lang::En, 1) => "1 incident".to_owned(),
            (Lang::Es, 1) => "1 incidente".to_owned(),
            (Lang::En, many) => format!("{many} incidents"),
            (Lang::Es, many) => format!("{many} incidentes"),
        }
    }

    /// `1 series, from Fri 16 Oct on`, `none`.
    pub fn open_series(&self, number: usize, from: Option<Timestamp>) -> String {
        let Some(from) = from.filter(|_| number > 0) else {
            return self.lang.pick("none", "ninguna").to_owned();
        };
        let day = self.weekday_date_short(self.date_of(from));
        match (self.lang, number) {
            (Lang::En, _) => format!("{number} series, from {day} on"),
            (Lang::Es, 1) => format!("1 serie, desde el {day}"),
            (Lang::Es, _) => format!("{number} series, desde el {day}"),
        }
    }

    /// `1, in words`, `none`.
    pub fn calls_open(&self, number: usize) -> String {
        match number {
            0 => self.lang.pick("none", "ninguna").to_owned(),
            number => format!("{number}, {}", self.lang.pick("in words", "en palabras")),
        }
    }

    /// The words before a recovery clock: `Left of 3 working days`.
    pub fn left_of(&self, total: std::time::Duration) -> String {
        format!("{} {}", self.lang.pick("Left of", "Quedan de"), self.working(total))
    }

    /// The heading over a recovery clock.
    pub fn clock_heading(&self, holder: Option<&str>) -> String {
        match (self.lang, holder) {
            (Lang::En, None) => "Time to put it right, with us".to_owned(),
            (Lang::Es, None) => "Tiempo para arreglarlo, con nosotros".to_owned(),
            (Lang::En, Some(holder)) => format!("Time to put it right, with {holder}"),
            (Lang::Es, Some(holder)) => format!("Tiempo para arreglarlo, con {holder}"),
        }
    }

    /// `Yarur keeps its readings. You can ask.`
    pub fn keeps_its_readings(&self, unit: Option<&str>) -> String {
        match (self.lang, unit) {
            (Lang::En, Some(unit)) => format!("{unit} keeps its readings. You can ask."),
            (Lang::Es, Some(unit)) => format!("{unit} guarda sus lecturas. Se puede pedir."),
            (Lang::En, None) => "What happened stays where it happened. You can ask.".to_owned(),
            (Lang::Es, None) => "Lo que pasó queda donde pasó. Se puede pedir.".to_owned(),
        }
    }

    /// That a boundary tells nothing.
    pub fn reads_the_same(&self) -> &'static str {
        self.lang.pick(
            "This page reads the same whether or not there is anything behind it.",
            "Esta página dice lo mismo haya algo detrás o no.",
        )
    }

    /// What stays with a unit.
    pub fn kept(&self) -> [&'static str; 4] {
        [
            self.lang.pick("Readings", "Lecturas"),
            self.lang.pick("Signals, and whether there are any", "Señales, y si las hay"),
            self.lang.pick("What it puts right by itself", "Lo que arregla por sí misma"),
            self.lang.pick("Notes and names", "Notas y nombres"),
        ]
    }

    /// How to ask, and what silence means.
    pub fn how_to_ask(&self) -> &'static str {
        self.lang.pick(
            "Ask them and say what for; their sister units read it too. Two of them open what they will, or \
             nothing. Silence is a no, and a no needs no reason.",
            "Pídaselo y diga para qué; sus unidades hermanas también lo leen. Dos de ellos abren lo que \
             quieran, o nada. El silencio es un no, y un no no necesita motivo.",
        )
    }

    /// `Where would you like to go?`
    pub fn where_to(&self, units: usize) -> &'static str {
        match units {
            0 => self.lang.pick(
                "This installation is empty. It knows nothing about you.",
                "Esta instalación está vacía. No sabe nada de usted.",
            ),
            _ => self.lang.pick("Where would you like to go?", "¿Adónde quiere ir?"),
        }
    }

    /// `16 units report here. Each keeps its readings; you see what reaches you.`
    pub fn units_lede(&self, units: usize) -> String {
        match (self.lang, units) {
            (lang, 0) => lang
                .pick(
                    "Watch a rehearsal, or begin with your own figures. Nothing leaves this machine.",
                    "Mire un ensayo o empiece con sus propias cifras. Nada sale de esta máquina.",
                )
                .to_owned(),
            (Lang::En, 1) => "One unit is here. It keeps its readings; you see what reaches you.".to_owned(),
            (Lang::Es, 1) => "Hay una unidad. Guarda sus lecturas; usted ve lo que le llega.".to_owned(),
            (Lang::En, many) => {
                format!("{many} units are here. Each keeps its readings; you see what reaches you.")
            }
            (Lang::Es, many) => {
                format!("Hay {many} unidades. Cada una guarda sus lecturas; usted ve lo que le llega.")
            }
        }
    }
}
