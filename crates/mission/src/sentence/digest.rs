//! Digest: how does a unit's week read, where others may read it too?
//!
//! As a summons does, it says how many things, of which kind and by when, and no figure, no name of an
//! indicator and nothing that anybody wrote.

use super::number::{Gender, count};
use super::{Lang, Voice, capital};
use crate::summons::Week;

impl Voice<'_> {
    /// `The week of Spinning 2`; of several units, of the program.
    pub fn digest_subject(&self, units: &[&str]) -> String {
        match (self.lang, units) {
            (Lang::En, [unit]) => format!("The week of {unit}"),
            (Lang::Es, [unit]) => format!("La semana de {unit}"),
            (Lang::En, _) => "The week of your units".to_owned(),
            (Lang::Es, _) => "La semana de sus unidades".to_owned(),
        }
    }

    /// What the week was and what the next one brings, in sentences; one where there is nothing to say.
    pub fn digest(&self, week: Week) -> Vec<String> {
        let several = |number: usize, gender, one: [&str; 2], many: [&str; 2]| {
            let (en, es) = if number == 1 { (one[0], one[1]) } else { (many[0], many[1]) };
            let number = count(self.lang, number, gender);
            capital(&format!("{number} {}", self.lang.pick(en, es)))
        };
        let all = [
            (
                week.needs,
                Gender::Feminine,
                ["thing needs the unit now.", "cosa necesita ahora a la unidad."],
                ["things need the unit now.", "cosas necesitan ahora a la unidad."],
            ),
            (
                week.due,
                Gender::Feminine,
                [
                    "answer is due from the unit within seven days.",
                    "respuesta de la unidad vence en siete días.",
                ],
                [
                    "answers are due from the unit within seven days.",
                    "respuestas de la unidad vencen en siete días.",
                ],
            ),
            (
                week.recovered,
                Gender::Masculine,
                [
                    "incident of the unit recovered in the last seven days.",
                    "incidente de la unidad se recuperó en los últimos siete días.",
                ],
                [
                    "incidents of the unit recovered in the last seven days.",
                    "incidentes de la unidad se recuperaron en los últimos siete días.",
                ],
            ),
            (
                week.owed,
                Gender::Feminine,
                ["answer is owed to the unit.", "respuesta se le debe a la unidad."],
                ["answers are owed to the unit.", "respuestas se le deben a la unidad."],
            ),
        ];
        let said = all.into_iter().filter(|(number, ..)| *number > 0);
        let said: Vec<String> =
            said.map(|(number, gender, one, many)| several(number, gender, one, many)).collect();
        if said.is_empty() {
            let nothing = "Nothing needs the unit, nothing is due, and nothing is owed to it.";
            let nada = "Nada necesita a la unidad, nada vence y no se le debe nada.";
            return vec![self.lang.pick(nothing, nada).to_owned()];
        }
        said
    }

    /// Why somebody gets this, and how it ends.
    pub fn digest_footer(&self) -> &'static str {
        self.lang.pick(
            "You get this once a week because you asked for it. Figures are on the page alone. End it \
             on your own page, under /me.",
            "Recibe esto una vez por semana porque lo pidió. Las cifras están solo en la página. Se \
             termina en su propia página, en /me.",
        )
    }

    /// What a device shows once it is told: heading and words.
    pub fn device_is_told(&self) -> (&'static str, &'static str) {
        (
            self.lang.pick("This device", "Este dispositivo"),
            self.lang.pick(
                "It is told here from now on when something needs a look.",
                "Desde ahora se avisa aquí cuando hay algo que mirar.",
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, Zone};
    use crate::time::Timestamp;

    #[test]
    fn a_week_is_told_in_sentences_without_a_digit_and_an_empty_one_says_so() {
        let hours = Calendar::always(Zone::utc());
        let say = |lang, week| Voice { lang, hours: &hours, now: Timestamp::ZERO }.digest(week);
        let week = Week { needs: 2, due: 1, recovered: 0, owed: 1 };
        assert_eq!(
            say(Lang::En, week),
            [
                "Two things need the unit now.",
                "One answer is due from the unit within seven days.",
                "One answer is owed to the unit.",
            ]
        );
        assert_eq!(
            say(Lang::Es, Week { recovered: 3, ..Week::default() }),
            ["Tres incidentes de la unidad se recuperaron en los últimos siete días."]
        );
        for lang in Lang::ALL {
            let nothing = say(lang, Week::default());
            assert_eq!(nothing.len(), 1);
            assert!(!nothing.concat().contains(|letter: char| letter.is_ascii_digit()));
        }
    }
}
