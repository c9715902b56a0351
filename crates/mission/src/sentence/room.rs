//! Room: one sentence that says what needs us.
//!
//! What a level does not know it does not say: parts that passed nothing up have *passed nothing
//! up*; whether they are well is theirs to know.

use super::incident::Plight;
use super::number::{Gender, count};
use super::{Lang, Voice, capital};
use crate::rollup::SameDay;
use crate::time::{Date, Timestamp};

/// What needs us.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// Parts that something reached us from which asks for something of us.
    pub parts_calling: usize,
    /// Parts that nothing reached us from. The rest was answered, and has yet to say that help came.
    pub parts_quiet: usize,
    /// All parts.
    pub parts: usize,
    /// What is ours to put right.
    pub ours: &'a [Plight<'a>],
}

/// Our figures that nothing is the matter with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Others {
    /// Figures in all.
    pub figures: usize,
    /// Figures that are as expected.
    pub as_expected: usize,
    /// Figures that are better than expected.
    pub better: usize,
    /// Figures from which nothing came.
    pub no_data: usize,
    /// Figures that are still being learnt.
    pub learning: usize,
}

impl Voice<'_> {
    /// `Two units need us. Ten have passed nothing up.`
    pub fn room(&self, need: &Need<'_>, others: Others) -> String {
        let mut sentences: Vec<String> = Vec::new();
        if need.parts > 0 {
            sentences.extend(self.calling(need));
        }
        match need.ours {
            [] => {}
            [first, second] => {
                sentences.extend([self.plight_still(first), self.plight_still(second)]);
            }
            [only] => sentences.push(self.plight_still(only)),
            several => sentences.push(self.things_ours(several.len())),
        }
        sentences.extend(self.as_expected(others, need.ours.is_empty()));
        if sentences.is_empty() {
            return self
                .lang
                .pick(
                    "No figures yet. Three are enough to start.",
                    "Aún no hay cifras. Con tres basta para empezar.",
                )
                .to_owned();
        }
        sentences.join(" ")
    }

    fn calling(&self, need: &Need<'_>) -> Vec<String> {
        let Need { parts, parts_calling: calling, parts_quiet: quiet, .. } = *need;
        let word = |number| capital(&count(self.lang, number, Gender::Feminine));
        let mut said = Vec::new();
        match (self.lang, calling) {
            (_, 0) if quiet == parts => {}
            (Lang::En, 0) => said.push("Nothing waits for us.".to_owned()),
            (Lang::Es, 0) => said.push("Nada nos espera.".to_owned()),
            (Lang::En, 1) => said.push("One unit needs us.".to_owned()),
            (Lang::Es, 1) => said.push("Una unidad nos necesita.".to_owned()),
            (Lang::En, many) => said.push(format!("{} units need us.", word(many))),
            (Lang::Es, many) => said.push(format!("{} unidades nos necesitan.", word(many))),
        }
        match (self.lang, quiet, quiet == parts) {
            (_, 0, _) => {}
            (Lang::En, 1, true) => said.push("Our one unit has passed nothing up.".to_owned()),
            (Lang::Es, 1, true) => said.push("Nuestra única unidad no ha pasado nada.".to_owned()),
            (Lang::En, 1, false) => said.push("One has passed nothing up.".to_owned()),
            (Lang::Es, 1, false) => said.push("Una no ha pasado nada hacia arriba.".to_owned()),
            (Lang::En, many, true) => said.push(format!(
                "All {} units have passed nothing up.",
                count(self.lang, many, Gender::Feminine)
            )),
            (Lang::Es, many, true) => {
                let many = count(self.lang, many, Gender::Feminine);
                said.push(format!("Ninguna de las {many} unidades ha pasado nada hacia arriba."));
            }
            (Lang::En, many, false) => said.push(format!("{} have passed nothing up.", word(many))),
            (Lang::Es, many, false) => {
                said.push(format!("{} no han pasado nada hacia arriba.", word(many)));
            }
        }
        said
    }

    fn things_ours(&self, number: usize) -> String {
        let number = capital(&count(self.lang, number, Gender::Feminine));
        match self.lang {
            Lang::En => format!("{number} things are ours to put right."),
            Lang::Es => format!("{number} cosas nos toca arreglar."),
        }
    }

    fn as_expected(&self, others: Others, is_calm: bool) -> Option<String> {
        let number = count(self.lang, others.as_expected, Gender::Feminine);
        let is_all = is_calm && others.as_expected == others.figures;
        Some(match (self.lang, others.as_expected, is_all) {
            (_, 0, _) => return self.learning_only(others),
            (Lang::En, 1, true) => "Our one figure is as expected.".to_owned(),
            (Lang::Es, 1, true) => "Nuestra única cifra está como se esperaba.".to_owned(),
            (Lang::En, _, true) => format!("All {number} figures are as expected."),
            (Lang::Es, _, true) => format!("Las {number} cifras están como se esperaba."),
            (Lang::En, 1, false) => "One figure is as expected.".to_owned(),
            (Lang::Es, 1, false) => "Una cifra está como se esperaba.".to_owned(),
            (Lang::En, _, false) => format!("{} figures are as expected.", capital(&number)),
            (Lang::Es, _, false) => format!("{} cifras están como se esperaba.", capital(&number)),
        })
    }

    fn learning_only(&self, others: Others) -> Option<String> {
        let number = capital(&count(self.lang, others.learning, Gender::Feminine));
        Some(match (self.lang, others.learning) {
            (_, 0) => return None,
            (Lang::En, 1) => "One figure is being learnt.".to_owned(),
            (Lang::Es, 1) => "Se está aprendiendo una cifra.".to_owned(),
            (Lang::En, _) => format!("{number} figures are being learnt."),
            (Lang::Es, _) => format!("Se están aprendiendo {} cifras.", number.to_lowercase()),
        })
    }

    /// Who we are: `Textiles, 12 units.`, `Spinning 2, 12 figures.`
    pub fn place(&self, name: &str, parts: usize, figures: usize) -> String {
        let units = match (self.lang, parts) {
            (Lang::En, 1) => "1 unit".to_owned(),
            (Lang::Es, 1) => "1 unidad".to_owned(),
            (Lang::En, many) => format!("{many} units"),
            (Lang::Es, many) => format!("{many} unidades"),
        };
        let numbers = match (self.lang, figures) {
            (Lang::En, 1) => "1 figure".to_owned(),
            (Lang::Es, 1) => "1 cifra".to_owned(),
            (Lang::En, many) => format!("{many} figures"),
            (Lang::Es, many) => format!("{many} cifras"),
        };
        match (parts, figures) {
            (0, 0) => format!("{name}."),
            (_, 0) => format!("{name}, {units}."),
            (0, _) => format!("{name}, {numbers}."),
            (_, _) => format!("{name}, {units}, {numbers}."),
        }
    }

    /// `Waste is better, electricity has no data.` Empty where there is nothing to say.
    pub fn remarks(&self, better: &[String], no_data: &[String]) -> String {
        let mut said = Vec::new();
        if !better.is_empty() {
            let names = super::listed(self.lang, better);
            said.push(match (self.lang, better.len()) {
                (Lang::En, 1) => format!("{names} is better"),
                (Lang::En, _) => format!("{names} are better"),
                (Lang::Es, 1) => format!("{names} va mejor"),
                (Lang::Es, _) => format!("{names} van mejor"),
            });
        }
        if !no_data.is_empty() {
            let names = super::listed(self.lang, no_data);
            said.push(match (self.lang, no_data.len()) {
                (Lang::En, 1) => format!("{names} has no data"),
                (Lang::En, _) => format!("{names} have no data"),
                (Lang::Es, 1) => format!("{names} no tiene datos"),
                (Lang::Es, _) => format!("{names} no tienen datos"),
            });
        }
        match said.as_slice() {
            [] => String::new(),
            said => format!("{}.", capital(&said.join("; "))),
        }
    }

    /// `Six figures, by 18:00.`
    pub fn due(&self, figures: usize, by: Timestamp) -> String {
        let number = capital(&count(self.lang, figures, Gender::Feminine));
        let by = self.moment(by);
        match (self.lang, figures) {
            (Lang::En, 1) => format!("One figure, by {by}."),
            (Lang::Es, 1) => format!("Una cifra; vence: {by}."),
            (Lang::En, _) => format!("{number} figures, by {by}."),
            (Lang::Es, _) => format!("{number} cifras; vencen: {by}."),
        }
    }

    /// `A roll-up of twelve, in four groups. 11 of 12 reported. One group is left out: …`
    pub fn roll_up(&self, rolled: &SameDay) -> String {
        let SameDay { groups, reported, of, .. } = *rolled;
        let number = count(self.lang, of, Gender::Feminine);
        let in_groups = count(self.lang, groups, Gender::Masculine);
        let said = match (self.lang, groups) {
            (Lang::En, 1) => format!("A roll-up of {number}. {reported} of {of} reported."),
            (Lang::Es, 1) => format!("Suma de {number}. {reported} de {of} informaron."),
            (Lang::En, _) => {
                format!(
                    "A roll-up of {number}, in {in_groups} groups. {reported} of {of} reported."
                )
            }
            (Lang::Es, _) => {
                format!("Suma de {number}, en {in_groups} grupos. {reported} de {of} informaron.")
            }
        };
        let left_out = groups - rolled.seen;
        let many = capital(&count(self.lang, left_out, Gender::Masculine));
        match (self.lang, left_out) {
            (_, 0) => said,
            (Lang::En, 1) => format!("{said} One group is left out until three of it have."),
            (Lang::Es, 1) => {
                format!("{said} Falta un grupo, hasta que informen tres de sus unidades.")
            }
            (Lang::En, _) => format!("{said} {many} groups are left out until three of each have."),
            (Lang::Es, _) => {
                format!("{said} {many} grupos faltan, hasta que informen tres de cada uno.")
            }
        }
    }

    /// `Fewer than three have reported, so nothing is shown.`
    pub fn too_few(&self, rolled: &SameDay) -> String {
        let SameDay { reported, of: parts, .. } = rolled;
        match self.lang {
            Lang::En => format!(
                "{reported} of {parts} reported. A sum of fewer than three would tell on one of them, \
                 so nothing is shown."
            ),
            Lang::Es => format!(
                "{reported} de {parts} informaron. Una suma de menos de tres delataría a una, así que no \
                 se muestra nada."
            ),
        }
    }

    /// `As of Mon 19 Oct the lowest is Textil Viña, with 61.`
    pub fn worst(&self, name: &str, performance: &str, date: Date) -> String {
        let as_of = capital(&self.as_of(date));
        match self.lang {
            Lang::En => format!("{as_of} the lowest is {name}, with {performance}."),
            Lang::Es => format!("{as_of}, la más baja es {name}, con {performance}."),
        }
    }
}
