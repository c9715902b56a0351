//! Acting: what does an act show to whom, said before it is done?

use super::{Lang, Voice};
use crate::incident::Finding;
use crate::time::Timestamp;

impl Voice<'_> {
    /// `now`, `no`.
    pub fn opens(&self, opens: bool) -> &'static str {
        if opens { self.lang.pick("now", "ahora") } else { self.lang.pick("no", "no") }
    }

    /// Who reads a note: `stays in Spinning 2`, `Spinning 2 and Textiles read it`.
    pub fn note_hint(&self, readers: &[String]) -> String {
        match (self.lang, readers) {
            (Lang::En, [only]) => format!("stays in {only}"),
            (Lang::Es, [only]) => format!("queda en {only}"),
            (Lang::En, several) => format!("{} read it", super::listed(self.lang, several)),
            (Lang::Es, several) => format!("lo leen {}", super::listed(self.lang, several)),
        }
    }

    /// Whose words an incident's notes are: `these words stay in Spinning 2`.
    pub fn words_scope(&self, readers: &[String], is_origin: bool, origin: &str) -> String {
        match (self.lang, readers, is_origin) {
            (Lang::En, [only], _) => format!("these words stay in {only}"),
            (Lang::Es, [only], _) => format!("estas palabras quedan en {only}"),
            (Lang::En, _, true) => "words from after the rise are read above too".to_owned(),
            (Lang::Es, _, true) => {
                "las palabras posteriores a la subida también se leen arriba".to_owned()
            }
            (Lang::En, _, false) => format!("from here on; earlier notes stay with {origin}"),
            (Lang::Es, _, false) => format!("desde aquí; las notas de antes quedan en {origin}"),
        }
    }

    /// `nobody yet`, or who took it on.
    pub fn taken_on_hint(&self, by: Option<&str>) -> String {
        let nobody = self.lang.pick("nobody yet", "nadie todavía");
        by.map_or(nobody, |by| self.written(by)).to_owned()
    }

    /// What a claim is.
    pub fn claim_hint(&self) -> &'static str {
        self.lang.pick(
            "a claim: three readings back in the band close it",
            "una afirmación: la cierran tres lecturas de vuelta en la banda",
        )
    }

    /// What ends an alarm.
    pub fn dealt_with_hint(&self) -> &'static str {
        self.lang.pick("says that it is dealt with", "dice que está atendido")
    }

    /// What asking for help does not do.
    pub fn help_hint(&self) -> &'static str {
        self.lang.pick("words only; the clock goes on", "solo palabras; el reloj sigue")
    }

    /// What passing up does first.
    pub fn pass_up_hint(&self) -> &'static str {
        self.lang.pick("shows first what opens to whom", "muestra antes qué se abre a quién")
    }

    /// What an answer holds.
    pub fn answer_hint(&self) -> &'static str {
        self.lang.pick("what we will do, and by when", "qué haremos y para cuándo")
    }

    /// What help can be.
    pub fn offer_hint(&self) -> &'static str {
        self.lang.pick("people, parts, plan, money", "gente, repuestos, plan, dinero")
    }

    /// What a verdict can be.
    pub fn verdict_hint(&self) -> &'static str {
        self.lang.pick("yes, the instrument, or nothing", "sí, el instrumento, o nada")
    }

    /// What shelving needs.
    pub fn shelve_hint(&self) -> &'static str {
        self.lang.pick("with a reason and an end", "con motivo y plazo")
    }

    /// `the day shift says: it was the instrument`.
    pub fn confirm_hint(&self, by: &str, finding: Finding) -> String {
        let finding = self.finding(finding);
        match self.lang {
            Lang::En => format!("{by} says: {finding}"),
            Lang::Es => format!("{by} dice: {finding}"),
        }
    }

    /// What goes up when help is asked for, and what does not: words and whether it opens.
    pub fn help_shows(&self, unit: &str) -> Vec<(String, bool)> {
        let asks = match self.lang {
            Lang::En => format!("That {unit} asks"),
            Lang::Es => format!("Que {unit} pide ayuda"),
        };
        vec![
            (self.lang.pick("These words", "Estas palabras").to_owned(), true),
            (asks, true),
            (self.lang.pick("Readings and chart", "Lecturas y gráfico").to_owned(), false),
            (self.lang.pick("What the filter says", "Lo que dice el filtro").to_owned(), false),
            (self.lang.pick("Who wrote it", "Quién lo escribió").to_owned(), false),
        ]
    }

    /// What opens when an incident is passed up. `since` is none where there is no series.
    pub fn rise_shows(
        &self,
        next: &str,
        unit: &str,
        since: Option<Timestamp>,
        series: usize,
    ) -> Vec<(String, bool)> {
        let first = since.map(|since| {
            let day = self.weekday_date_short(self.date_of(since));
            match (self.lang, series) {
                (Lang::En, 1) => format!("{next} sees this series from {day} on"),
                (Lang::Es, 1) => format!("{next} ve esta serie desde el {day}"),
                (Lang::En, _) => format!("{next} sees these {series} series from {day} on"),
                (Lang::Es, _) => format!("{next} ve estas {series} series desde el {day}"),
            }
        });
        let told = match self.lang {
            Lang::En => format!("{next} sees what it is, and since when"),
            Lang::Es => format!("{next} ve qué es y desde cuándo"),
        };
        let before =
            self.lang.pick("Level and band from before", "Nivel y banda de antes").to_owned();
        let rest = match self.lang {
            Lang::En => format!("Anything else of {unit}"),
            Lang::Es => format!("Cualquier otra cosa de {unit}"),
        };
        let notes = self.lang.pick("Notes up to now", "Notas hasta ahora").to_owned();
        let has_series = first.is_some();
        let mut shown = vec![(first.unwrap_or(told), true)];
        if has_series {
            shown.push((before, true));
        }
        shown.extend([(notes, false), (rest, false)]);
        shown
    }

    /// Under the acts of the unit where it began.
    pub fn acts_note(&self) -> &'static str {
        self.lang.pick(
            "Taking it on stops no clock. Asking for help never counts against you.",
            "Hacerse cargo no detiene el reloj. Pedir ayuda nunca cuenta en contra.",
        )
    }

    /// Under the acts of a level that helps.
    pub fn acts_note_above(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!(
                "Only {unit} can say that help has arrived, or claim that this is over. The claim is \
                 checked against the band."
            ),
            Lang::Es => format!(
                "Solo {unit} puede decir que llegó la ayuda o que esto terminó. Lo que diga se comprueba \
                 con la banda."
            ),
        }
    }

    /// Under the acts of a negotiation.
    pub fn reasons_are_read(&self) -> &'static str {
        self.lang.pick(
            "Each act asks for a reason, which both sides read.",
            "Cada acto pide un motivo, que leen ambas partes.",
        )
    }

    /// Under the answers to a directive.
    pub fn answers_are_shown(&self) -> &'static str {
        self.lang.pick(
            "The answers are shown to everyone who received it.",
            "Las respuestas se muestran a todos los que la recibieron.",
        )
    }

    /// What one would do instead, why not.
    pub fn say_instead(&self) -> &'static str {
        self.lang.pick("say what you would do instead", "diga qué haría en su lugar")
    }

    /// Why one objects.
    pub fn say_why_not(&self) -> &'static str {
        self.lang.pick("say why not", "diga por qué no")
    }

    /// `3 working days stays`.
    pub fn stays(&self, holds: &str) -> String {
        match self.lang {
            Lang::En => format!("this stays: {holds}"),
            Lang::Es => format!("queda esto: {holds}"),
        }
    }
}
