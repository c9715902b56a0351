//! Figures: how does one figure stand against its own past?

use super::change::{Change, Expectation};
use super::measure::measured;
use super::number::{figure, rounded, together};
use super::{Lang, Voice, capital, within};
use crate::cadence::Cadence;
use crate::federation::Budget;
use crate::limits;
use crate::registry::{Direction, Sphere};
use crate::signal;
use crate::time::{Date, Timestamp};

/// How a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In its band.
    AsExpected,
    /// A good surprise.
    Better,
    /// Outside, kind not yet known.
    Unusual,
    /// An incident is open about it.
    Incident,
    /// The filter is learning it.
    Learning,
    /// A report is late.
    Stale,
    /// The unit said why there is none.
    NoData,
    /// Two due reports did not come.
    Silent,
    /// It is kept by its unit.
    Locked,
    /// It was opened to the viewer for a while.
    Shared,
    /// Its incident is out of sight for a while.
    Shelved,
    /// A later report replaced it.
    Corrected,
}

impl Voice<'_> {
    /// The word beside a figure; none where it is as expected.
    pub fn standing(&self, standing: Standing) -> Option<&'static str> {
        Some(match standing {
            Standing::AsExpected => return None,
            Standing::Better => self.lang.pick("better", "mejor"),
            Standing::Unusual => self.lang.pick("unusual", "inusual"),
            Standing::Incident => self.lang.pick("to be put right", "por arreglar"),
            Standing::Learning => self.lang.pick("learning", "aprendiendo"),
            Standing::Stale => self.lang.pick("late", "atrasado"),
            Standing::NoData => self.lang.pick("no data", "sin datos"),
            Standing::Silent => self.lang.pick("silent", "sin noticias"),
            Standing::Locked => self.lang.pick("kept", "reservado"),
            Standing::Shared => self.lang.pick("shared", "compartido"),
            Standing::Shelved => self.lang.pick("shelved", "apartado"),
            Standing::Corrected => self.lang.pick("corrected", "corregido"),
        })
    }

    /// `actuality 91, capability 104, potentiality 128 t a day`, as far as they are known.
    pub fn bar_words(&self, values: [Option<f64>; 3], ucum: &str) -> String {
        let names = [
            self.lang.pick("actuality", "actualidad"),
            self.lang.pick("capability", "capacidad"),
            self.lang.pick("potentiality", "potencialidad"),
        ];
        let last = values.iter().rposition(Option::is_some);
        let said = names.into_iter().zip(values).enumerate().map(|(place, (name, value))| {
            let value = value.map_or_else(
                || self.lang.pick("unknown", "desconocida").to_owned(),
                |value| {
                    let number = figure(self.lang, value);
                    let is_last = last == Some(place);
                    if is_last { measured(self.lang, &number, ucum) } else { number }
                },
            );
            format!("{name} {value}")
        });
        said.collect::<Vec<_>>().join(", ")
    }

    /// A chart in a sentence: `Yarn output: near 9.9 t a day until Friday 16 October, near 8.1 since.`
    pub fn changed_chart(&self, change: &Change<'_>) -> String {
        let name = capital(change.name);
        let texts = together(self.lang, &[change.before, change.after]);
        let before = measured(self.lang, &texts[0], change.measure);
        let (after, day) = (&texts[1], self.weekday_date(self.date_of(change.since)));
        match self.lang {
            Lang::En => format!("{name}: near {before} until {day}, near {after} since."),
            Lang::Es => format!(
                "{name}: cerca de {before} hasta el {day}, cerca de {after} desde entonces."
            ),
        }
    }

    /// A chart in a sentence: `Waste, 42 readings between 2.8 and 3.6%, the last 3.1.`
    pub fn steady_chart(&self, name: &str, ucum: &str, values: &[f64]) -> String {
        let name = capital(name);
        let Some(last) = values.last() else {
            return match self.lang {
                Lang::En => format!("{name}: no readings yet."),
                Lang::Es => format!("{name}: aún sin lecturas."),
            };
        };
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let texts = together(self.lang, &[low, high, *last]);
        let (low, high) = (&texts[0], measured(self.lang, &texts[1], ucum));
        let (number, last) = (rounded(self.lang, as_f64(values.len()), 0), &texts[2]);
        match self.lang {
            Lang::En => {
                let word = if values.len() == 1 { "reading" } else { "readings" };
                format!("{name}: {number} {word} between {low} and {high}, the last {last}.")
            }
            Lang::Es => {
                let word = if values.len() == 1 { "lectura" } else { "lecturas" };
                format!("{name}: {number} {word} entre {low} y {high}, la última {last}.")
            }
        }
    }

    /// `Yarn output is 8.21 t a day, lower than expected.`
    pub fn figure_is(
        &self,
        (name, ucum): (&str, &str),
        value: f64,
        expected: Option<Expectation>,
    ) -> String {
        let (name, value_text) =
            (capital(name), measured(self.lang, &figure(self.lang, value), ucum));
        let against = match expected {
            None => "",
            Some(band) if value < band.lower => {
                self.lang.pick(", lower than expected", ", menos de lo esperado")
            }
            Some(band) if value > band.upper => {
                self.lang.pick(", higher than expected", ", más de lo esperado")
            }
            Some(_) => self.lang.pick(", as expected", ", como se esperaba"),
        };
        match self.lang {
            Lang::En => format!("{name} is {value_text}{against}."),
            Lang::Es => format!("{name}: {value_text}{against}."),
        }
    }

    /// `Hours lost is being learnt: it shows, but does not judge.`
    pub fn being_learnt(&self, name: &str, readings: u64) -> String {
        let name = capital(name);
        let so_far = self.so_far(readings);
        match self.lang {
            Lang::En => format!("{name}: {so_far}. It shows, but does not judge."),
            Lang::Es => format!("{name}: {so_far}. Se muestra, pero no se juzga."),
        }
    }

    /// `9 readings so far`.
    pub fn so_far(&self, readings: u64) -> String {
        let number = rounded(self.lang, as_f64(usize::try_from(readings).unwrap_or(usize::MAX)), 0);
        match (self.lang, readings) {
            (Lang::En, 1) => "1 reading so far".to_owned(),
            (Lang::Es, 1) => "1 lectura hasta ahora".to_owned(),
            (Lang::En, _) => format!("{number} readings so far"),
            (Lang::Es, _) => format!("{number} lecturas hasta ahora"),
        }
    }

    /// `Nothing was reported yet.`
    pub fn nothing_yet(&self, name: &str) -> String {
        match self.lang {
            Lang::En => format!("No readings of {} yet.", within(name)),
            Lang::Es => format!("Aún no hay lecturas de {}.", within(name)),
        }
    }

    /// `Daily, more is better, 482 readings so far. The band is what the filter expects, 95%.`
    pub fn figure_lede(
        &self,
        cadence: Cadence,
        good: Direction,
        sphere: Sphere,
        readings: u64,
    ) -> String {
        let about = match sphere {
            Sphere::Work | Sphere::ZeroIsBest => "",
            Sphere::AboutPeople => self.lang.pick(
                " It is about people: it never leaves the unit.",
                " Es sobre personas: nunca sale de la unidad.",
            ),
        };
        let band = self.lang.pick(
            "The band is what the filter expects, 95%.",
            "La banda es lo que el filtro espera, 95\u{a0}%.",
        );
        format!(
            "{}, {}, {}. {band}{about}",
            capital(&self.cadence(cadence)),
            self.good(good, sphere),
            self.so_far(readings)
        )
    }

    /// `In 90 days: 3 changes told, where about 0.9 would come by chance.`
    pub fn budget(&self, budget: Budget) -> String {
        let Budget { told, by_chance } = budget;
        let days = rounded(self.lang, limits::FALSE_SIGNAL_DAYS, 0);
        let chance = rounded(self.lang, by_chance, 1);
        let told = match (self.lang, told) {
            (Lang::En, 0) => "nothing told".to_owned(),
            (Lang::Es, 0) => "nada que avisar".to_owned(),
            (Lang::En, 1) => "1 change told".to_owned(),
            (Lang::Es, 1) => "1 cambio avisado".to_owned(),
            (Lang::En, _) => format!("{told} changes told"),
            (Lang::Es, _) => format!("{told} cambios avisados"),
        };
        match self.lang {
            Lang::En => format!("In {days} days: {told}; {chance} would come by chance."),
            Lang::Es => format!("En {days} días: {told}; {chance} vendrían por azar."),
        }
    }

    /// `If this goes on, capability (9.5 t a day) is crossed on Friday 6 November.`
    pub fn crossing(&self, name: &str, value: f64, ucum: &str, at: Date) -> String {
        let (name, day) = (within(name), self.weekday_date(at));
        let value = measured(self.lang, &figure(self.lang, value), ucum);
        match self.lang {
            Lang::En => format!("If this goes on, {name} ({value}) is crossed on {day}."),
            Lang::Es => format!("Si sigue así, se cruza la {name} ({value}) el {day}."),
        }
    }

    /// `daily`, `every 15 min`.
    pub fn cadence(&self, cadence: Cadence) -> String {
        match cadence {
            Cadence::Minutes(_) => {
                format!("{} {}", self.lang.pick("every", "cada"), minutes(cadence))
            }
            Cadence::Daily => self.lang.pick("daily", "diaria").to_owned(),
            Cadence::Weekly => self.lang.pick("weekly", "semanal").to_owned(),
            Cadence::Monthly => self.lang.pick("monthly", "mensual").to_owned(),
        }
    }

    fn good(&self, good: Direction, sphere: Sphere) -> &'static str {
        match (sphere, good) {
            (Sphere::ZeroIsBest, Direction::More | Direction::Less | Direction::OnTarget) => {
                self.lang.pick("zero is best", "cero es lo mejor")
            }
            (Sphere::Work | Sphere::AboutPeople, Direction::More) => {
                self.lang.pick("more is better", "más es mejor")
            }
            (Sphere::Work | Sphere::AboutPeople, Direction::Less) => {
                self.lang.pick("less is better", "menos es mejor")
            }
            (Sphere::Work | Sphere::AboutPeople, Direction::OnTarget) => {
                self.lang.pick("on target is best", "lo mejor es dar en la meta")
            }
        }
    }

    /// `since Mon 19`, under a figure that nothing comes from.
    pub fn no_data_since(&self, since: Timestamp) -> String {
        let day = self.day_mark(self.date_of(since));
        format!("{} {day}", self.lang.pick("since", "desde el"))
    }

    /// `two due reports missed`.
    pub fn two_missed(&self) -> &'static str {
        self.lang.pick("two due reports missed", "faltan dos informes debidos")
    }

    /// `until Mon 26 Oct`, of what is shelved.
    pub fn until(&self, until: Timestamp) -> String {
        let day = self.weekday_date_short(self.date_of(until));
        format!("{} {day}", self.lang.pick("until", "hasta el"))
    }

    /// A line about what was told, with a note where a correction took its ground away.
    pub fn overturned(&self, told: &str) -> String {
        let since = self.lang.pick(
            "Corrected since; it would not have been news.",
            "Corregido después; no habría sido noticia.",
        );
        format!("{told} {since}")
    }

    /// The band of a reference: `the band before the change: recovered means back in here`.
    pub fn reference_words(&self) -> &'static str {
        self.lang.pick(
            "the band before the change: recovered means back in here",
            "la banda de antes del cambio: recuperado es volver aquí",
        )
    }

    /// `expected, 95%`.
    pub fn expected_words(&self) -> &'static str {
        self.lang.pick("expected, 95%", "lo esperado, 95\u{a0}%")
    }

    /// Over the part of a chart that stays with its unit.
    pub fn sealed(&self, unit: &str) -> String {
        match self.lang {
            Lang::En => format!("earlier: stays with {unit}"),
            Lang::Es => format!("antes: queda en {unit}"),
        }
    }

    /// Which way a series moved, for a state beside a figure: `step down`.
    pub fn moved_tag(&self, kind: signal::Kind, direction: signal::Direction) -> String {
        within(&self.tag(kind, direction))
    }
}

fn minutes(cadence: Cadence) -> String {
    let minutes = cadence.typical_seconds() / 60;
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (_, _) => format!("{minutes} min"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody has more than 2^52 readings")]
fn as_f64(number: usize) -> f64 {
    number as f64
}
