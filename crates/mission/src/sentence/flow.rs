//! Flow: how is a unit's flowchart said, with what its boxes show?

use super::measure::measured;
use super::number::{Gender, count, figure, together};
use super::{Lang, Voice, capital, listed};
use crate::cadence::Cadence;
use crate::registry::Direction;
use crate::time::Timestamp;

/// What a box shows, with what is agreed of it.
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    /// UCUM unit of measure.
    pub measure: &'a str,
    /// Which way is good.
    pub direction: Direction,
    /// The latest reading.
    pub actuality: f64,
    /// When that was, and how often it comes.
    pub at: (Timestamp, Cadence),
    /// What is agreed that could be done now.
    pub capability: Option<f64>,
    /// Whether what it falls short by is news.
    pub is_pressing: bool,
}

/// By how much less is done than could be; more, of what is better when there is less of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortfall<'a> {
    /// How much; more than nothing.
    pub by: f64,
    /// UCUM unit of measure.
    pub measure: &'a str,
    /// Which way is good.
    pub direction: Direction,
    /// Whether it is news.
    pub is_pressing: bool,
}

impl<'a> Load<'a> {
    /// What is missing, if anything is.
    pub fn shortfall(&self) -> Option<Shortfall<'a>> {
        let capability = self.capability?;
        let by = match self.direction {
            Direction::More => capability - self.actuality,
            Direction::Less => self.actuality - capability,
            Direction::OnTarget => return None,
        };
        let Self { measure, direction, is_pressing, .. } = *self;
        (by > 0.0).then_some(Shortfall { by, measure, direction, is_pressing })
    }
}

impl Voice<'_> {
    /// `Flow: Spinning 2`.
    pub fn flow_title(&self, unit: &str) -> String {
        format!("{}: {unit}", self.lang.pick("Flow", "Flujo"))
    }

    /// `Four steps. Yarn falls short of what it could do.`
    pub fn flow(&self, boxes: usize, short: &[String]) -> String {
        if boxes == 0 {
            let none = "Nobody has drawn yet how the work flows here.";
            return self.lang.pick(none, "Nadie ha dibujado aún cómo fluye el trabajo.").to_owned();
        }
        let number = capital(&count(self.lang, boxes, Gender::Masculine));
        let steps = match (self.lang, boxes) {
            (Lang::En, 1) => format!("{number} step"),
            (Lang::En, _) => format!("{number} steps"),
            (Lang::Es, 1) => format!("{number} paso"),
            (Lang::Es, _) => format!("{number} pasos"),
        };
        let names = capital(&listed(self.lang, short));
        let told = match (self.lang, short.len()) {
            (Lang::En, 0) if boxes == 1 => {
                "It does not fall short in a way that is news".to_owned()
            }
            (Lang::Es, 0) if boxes == 1 => "No queda corto de un modo que sea noticia".to_owned(),
            (Lang::En, 0) => "None falls short in a way that is news".to_owned(),
            (Lang::Es, 0) => "Ninguno queda corto de un modo que sea noticia".to_owned(),
            (Lang::En, 1) => format!("{names} falls short of what it could do"),
            (Lang::En, _) => format!("{names} fall short of what they could do"),
            (Lang::Es, 1) => format!("{names} queda por debajo de su capacidad"),
            (Lang::Es, _) => format!("{names} quedan por debajo de su capacidad"),
        };
        format!("{steps}. {told}.")
    }

    /// Where a chart stands that nobody has drawn yet.
    pub fn flow_begins(&self) -> &'static str {
        self.lang.pick(
            "Boxes for what is done, lines for what goes from one to the next. Each box can show one \
             of our figures: so it is seen where the work waits. Only our own people see it.",
            "Cajas para lo que se hace, líneas para lo que pasa de una a otra. Cada caja puede mostrar \
             una de nuestras cifras: así se ve dónde espera el trabajo. Solo lo ve nuestra gente.",
        )
    }

    /// `Drawn by shift lead on Friday 16 October at 14:05.`
    pub fn drawn(&self, by: &str, at: Timestamp) -> String {
        let when = self.at_moment(at);
        match self.lang {
            Lang::En => format!("Drawn by {by} {when}."),
            Lang::Es => format!("Lo dibujó {by} {when}."),
        }
    }

    /// Of an earlier drawing: what on the page is of then, and what of now.
    pub fn drawn_before(&self) -> &'static str {
        self.lang.pick(
            "This is an earlier drawing. Its figures are those of now.",
            "Este es un dibujo anterior. Sus cifras son las de ahora.",
        )
    }

    /// `Yarn: 8.1 t a day on Friday 16 October, of 10.4 that could be done: short by 2.3.`
    pub fn load(&self, name: &str, load: &Load<'_>) -> String {
        let name = capital(name);
        let day = self.on_day(load.at.0, load.at.1);
        let Some(capability) = load.capability else {
            let now = measured(self.lang, &figure(self.lang, load.actuality), load.measure);
            return match self.lang {
                Lang::En => format!("{name}: {now} {day}; what could be done is not agreed."),
                Lang::Es => format!("{name}: {now} {day}; la capacidad no está acordada."),
            };
        };
        let numbers = together(self.lang, &[load.actuality, capability]);
        let now = measured(self.lang, &numbers[0], load.measure);
        let could = &numbers[1];
        let told = match self.lang {
            Lang::En => format!("{name}: {now} {day}, of {could} that could be done"),
            Lang::Es => format!("{name}: {now} {day}, de {could} que se podría hacer"),
        };
        match load.shortfall() {
            Some(short) => format!("{told}: {}.", self.short_by(&short)),
            None => format!("{told}."),
        }
    }

    /// `short by 2.3 t a day`, and where that is no news `2.3 t a day less than it could do`.
    pub fn short_by(&self, short: &Shortfall<'_>) -> String {
        let amount = measured(self.lang, &figure(self.lang, short.by), short.measure);
        match (self.lang, short.direction, short.is_pressing) {
            (Lang::En, Direction::Less, true) => format!("over by {amount}"),
            (Lang::Es, Direction::Less, true) => format!("se pasa en {amount}"),
            (Lang::En, Direction::Less, false) => format!("{amount} more than need be"),
            (Lang::Es, Direction::Less, false) => format!("{amount} más de lo necesario"),
            (Lang::En, Direction::More | Direction::OnTarget, true) => format!("short by {amount}"),
            (Lang::Es, Direction::More | Direction::OnTarget, true) => format!("faltan {amount}"),
            (Lang::En, Direction::More | Direction::OnTarget, false) => {
                format!("{amount} less than it could do")
            }
            (Lang::Es, Direction::More | Direction::OnTarget, false) => {
                format!("{amount} menos de lo que podría")
            }
        }
    }

    /// `Spinning: its index is kept there`, or how it stood on its newest released day.
    pub fn part_load(&self, name: &str, bar: Option<&str>, as_of: &str) -> String {
        match bar {
            Some(bar) => format!("{name}: {bar}, {as_of}."),
            None => format!("{name}: {as_of}."),
        }
    }

    /// `Yarn: nothing reported yet.`
    pub fn no_load(&self, name: &str) -> String {
        format!(
            "{}: {}.",
            capital(name),
            self.lang.pick("nothing reported yet", "aún sin informes")
        )
    }

    /// What drawing does, said before it is done.
    pub fn draw_hint(&self) -> &'static str {
        self.lang.pick(
            "The earlier drawing stays readable. Only our own people see either.",
            "El dibujo anterior sigue legible. Ambos los ve solo nuestra gente.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, both, plant};
    use super::*;

    fn yarn(actuality: f64, is_pressing: bool) -> Load<'static> {
        Load {
            measure: "t/d",
            direction: Direction::More,
            actuality,
            at: (at(&plant(), 16, 0, 0), Cadence::Daily),
            capability: Some(10.4),
            is_pressing,
        }
    }

    #[test]
    fn a_box_says_what_is_done_of_what_could_be_and_what_is_missing() {
        let told = both(|voice| voice.load("Yarn", &yarn(8.1, true)));
        assert_eq!(
            told,
            [
                "Yarn: 8.1 t a day on Friday 16 October, of 10.4 that could be done: short by 2.3 t a day.",
                "Yarn: 8,1 t al día el viernes 16 de octubre, de 10,4 que se podría hacer: faltan 2,3 t al día.",
            ]
        );
        let told = both(|voice| voice.load("Yarn", &yarn(10.0, false)));
        assert!(told[0].ends_with("0.4 t a day less than it could do."), "{told:?}");
        let told = both(|voice| voice.load("Yarn", &yarn(10.9, false)));
        assert!(told[0].ends_with("of 10.4 that could be done."), "{told:?}");
    }

    #[test]
    fn of_what_is_better_when_there_is_less_too_much_is_missing() {
        let waste = Load { direction: Direction::Less, ..yarn(12.0, true) };
        assert!(waste.shortfall().is_some_and(|short| (short.by - 1.6).abs() < 1e-9));
        let told = both(|voice| voice.load("Waste", &waste));
        assert!(told[0].ends_with("over by 1.6 t a day."), "{told:?}");
        assert_eq!(Load { direction: Direction::OnTarget, ..waste }.shortfall(), None);
        let unagreed = both(|voice| voice.load("Yarn", &Load { capability: None, ..waste }));
        assert!(unagreed[1].ends_with("la capacidad no está acordada."), "{unagreed:?}");
    }

    #[test]
    fn a_chart_says_which_of_its_steps_fall_short() {
        let told = |boxes, short: &[&str]| {
            let short: Vec<String> = short.iter().map(|name| (*name).to_owned()).collect();
            both(|voice| voice.flow(boxes, &short))
        };
        assert_eq!(
            told(4, &["yarn"]),
            [
                "Four steps. Yarn falls short of what it could do.",
                "Cuatro pasos. Yarn queda por debajo de su capacidad.",
            ]
        );
        assert!(told(2, &["yarn", "cloth"])[0].contains("Yarn and cloth fall short"));
        assert!(told(1, &[])[1].starts_with("Un paso. No queda corto"));
        assert!(told(0, &[])[0].starts_with("Nobody has drawn"));
        let drawn = both(|voice| voice.drawn("shift lead", at(voice.hours, 16, 14, 5)));
        assert_eq!(drawn[0], "Drawn by shift lead on Friday at 14:05.");
    }
}
