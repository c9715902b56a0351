//! Changes: what happened to a series, in a sentence?
//!
//! The sentence says what happened, when, and what the figure is now; then how sure the filter is.
//! A percentage stands only where zero means nothing of it: a temperature does not fall by a tenth,
//! and a percentage that falls by a tenth could mean two things.

use super::measure::{has_true_zero, measure, measured};
use super::number::{certainty, figure, percent, together};
use super::{Lang, Voice, capital, within};
use crate::cadence::Cadence;
use crate::signal::{Direction, Kind, Surprise};
use crate::time::Timestamp;

/// What changed, and how.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The indicator's name.
    pub name: &'a str,
    /// Its UCUM unit of measure.
    pub measure: &'a str,
    /// How often it is due.
    pub cadence: Cadence,
    /// What it is.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// Whether that is good.
    pub surprise: Surprise,
    /// The reading with which it began.
    pub since: Timestamp,
    /// The level before.
    pub before: f64,
    /// The level after; of a one-off and of what is unusual, the reading.
    pub after: f64,
    /// How sure, 0 to 1.
    pub sure: f64,
    /// What both sides agreed on since: what it is judged by.
    pub agreed: Option<Agreed>,
}

/// A level that was agreed on after a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreed {
    /// That level.
    pub level: f64,
    /// Where the series went from there.
    pub moved_to: Option<f64>,
}

/// A band in which a reading was expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expectation {
    /// Its lower edge.
    pub lower: f64,
    /// Its upper edge.
    pub upper: f64,
}

/// The four stories, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Believed {
    /// The level moved.
    pub step: f64,
    /// It began to drift.
    pub slope: f64,
    /// One reading strayed.
    pub one_off: f64,
    /// Nothing happened.
    pub no_change: f64,
}

impl Voice<'_> {
    /// `Step down`, `Unusual`.
    pub fn tag(&self, kind: Kind, direction: Direction) -> String {
        let word = match (kind, direction) {
            (Kind::Unusual, Direction::Up | Direction::Down) => {
                self.lang.pick("Unusual", "Inusual")
            }
            (Kind::OneOff, Direction::Up | Direction::Down) => {
                self.lang.pick("One-off", "Caso aislado")
            }
            (Kind::Step, Direction::Up) => self.lang.pick("Step up", "Escalón hacia arriba"),
            (Kind::Step, Direction::Down) => self.lang.pick("Step down", "Escalón hacia abajo"),
            (Kind::Slope, Direction::Up) => self.lang.pick("Slope up", "Pendiente hacia arriba"),
            (Kind::Slope, Direction::Down) => self.lang.pick("Slope down", "Pendiente hacia abajo"),
        };
        word.to_owned()
    }

    /// `Yarn output fell 18% on Friday 16 October, to 8.1 t a day. 99% sure.`
    pub fn change(&self, change: &Change<'_>) -> String {
        self.told(change, &format!("{} ", capital(change.name)))
    }

    /// The same below a heading that names the indicator: `Fell 18% on …`.
    pub fn change_below_name(&self, change: &Change<'_>) -> String {
        capital(&self.told(change, ""))
    }

    fn told(&self, change: &Change<'_>, subject: &str) -> String {
        let what = self.what_happened(change);
        let sure = match change.kind {
            Kind::Step | Kind::Slope => format!(" {}", self.sure(change.sure)),
            Kind::OneOff | Kind::Unusual => String::new(),
        };
        let better = match (change.surprise, change.kind) {
            (Surprise::Good, Kind::Step | Kind::Slope) => {
                self.lang.pick(" That is better.", " Eso es mejor.")
            }
            (Surprise::Good, Kind::OneOff | Kind::Unusual) | (Surprise::Bad, _) => "",
        };
        let agreed = change.agreed.map(|agreed| self.new_level(agreed, change)).unwrap_or_default();
        format!("{subject}{what}.{better}{sure}{agreed}")
    }

    /// ` 8.1 t a day was agreed on since.`, ` 8.1 t a day was agreed on since; it is at 7.4 now.`
    fn new_level(&self, agreed: Agreed, change: &Change<'_>) -> String {
        let moved_to = agreed.moved_to.unwrap_or(agreed.level);
        let mut texts = together(self.lang, &[agreed.level, moved_to]).into_iter();
        let level = measured(self.lang, &texts.next().unwrap_or_default(), change.measure);
        let now = texts.next().filter(|_| agreed.moved_to.is_some());
        match (self.lang, now) {
            (Lang::En, None) => format!(" {level} was agreed on since."),
            (Lang::Es, None) => format!(" Desde entonces se acordó {level}."),
            (Lang::En, Some(now)) => format!(" {level} was agreed on since; it is at {now} now."),
            (Lang::Es, Some(now)) => {
                format!(" Desde entonces se acordó {level}; ahora está en {now}.")
            }
        }
    }

    pub(super) fn what_happened(&self, change: &Change<'_>) -> String {
        let after = self.with_measure(change.after, change);
        let when = self.on_day(change.since, change.cadence);
        let since = self.since_day(change.since, change.cadence);
        let share = relative(change).map(|share| percent(self.lang, share));
        let levels = self.from_to(change);
        match (self.lang, change.kind, share) {
            (Lang::En, Kind::Step, Some(share)) => {
                format!("{} {share} {when}, to {after}", self.moved(change.direction))
            }
            (Lang::Es, Kind::Step, Some(share)) => {
                format!("{} un {share} {when}, hasta {after}", self.moved(change.direction))
            }
            (Lang::En | Lang::Es, Kind::Step, None) => {
                format!("{} {levels} {when}", self.moved(change.direction))
            }
            (Lang::En, Kind::Slope, Some(share)) => {
                format!("{} {since}, {share} so far, to {after}", self.drifts(change.direction))
            }
            (Lang::Es, Kind::Slope, Some(share)) => {
                let drifts = self.drifts(change.direction);
                format!("{drifts} {since}, un {share} hasta ahora, hasta {after}")
            }
            (Lang::En | Lang::Es, Kind::Slope, None) => {
                format!("{} {since}, {levels}", self.drifts(change.direction))
            }
            (Lang::En, Kind::OneOff, _) => {
                format!("was {} once, {when}: {after}. A one-off", self.off(change.direction))
            }
            (Lang::Es, Kind::OneOff, _) => {
                format!(
                    "estuvo {} una vez, {when}: {after}. Un caso aislado",
                    self.off(change.direction)
                )
            }
            (Lang::En, Kind::Unusual, _) => {
                format!("{} unusual {when}: {after}", self.is_or_was(change.since))
            }
            (Lang::Es, Kind::Unusual, _) => {
                format!("{} fuera de lo habitual {when}: {after}", self.is_or_was(change.since))
            }
        }
    }

    /// `is` of today, `was` of a day before.
    fn is_or_was(&self, at: Timestamp) -> &'static str {
        if self.date_of(at) == self.today() {
            self.lang.pick("is", "está")
        } else {
            self.lang.pick("was", "estuvo")
        }
    }

    /// `fell`, `rose`.
    pub(super) fn moved(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Up => self.lang.pick("rose", "subió"),
            Direction::Down => self.lang.pick("fell", "bajó"),
        }
    }

    /// `has been falling`.
    fn drifts(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Up => self.lang.pick("has been rising", "viene subiendo"),
            Direction::Down => self.lang.pick("has been falling", "viene bajando"),
        }
    }

    /// `high`, `low`.
    fn off(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Up => self.lang.pick("high", "por encima"),
            Direction::Down => self.lang.pick("low", "por debajo"),
        }
    }

    /// `from 9.9 to 8.1 t a day`.
    pub fn from_to(&self, change: &Change<'_>) -> String {
        let texts = together(self.lang, &[change.before, change.after]);
        let (before, after) = (texts[0].as_str(), measured(self.lang, &texts[1], change.measure));
        match self.lang {
            Lang::En => format!("from {before} to {after}"),
            Lang::Es => format!("de {before} a {after}"),
        }
    }

    pub(super) fn with_measure(&self, value: f64, change: &Change<'_>) -> String {
        let number = match change.kind {
            Kind::Step | Kind::Slope => together(self.lang, &[change.before, value]).swap_remove(1),
            Kind::OneOff | Kind::Unusual => figure(self.lang, value),
        };
        measured(self.lang, &number, change.measure)
    }

    /// `99% sure.`
    pub fn sure(&self, sure: f64) -> String {
        let share = certainty(self.lang, sure);
        match self.lang {
            Lang::En => format!("{share} sure."),
            Lang::Es => format!("Certeza: {share}."),
        }
    }

    /// `It is a step, 98% sure.`
    pub fn kind_and_sure(&self, kind: Kind, sure: f64) -> String {
        let share = certainty(self.lang, sure);
        let kind = self.a_kind(kind);
        match self.lang {
            Lang::En => format!("It is {kind}, {share} sure."),
            Lang::Es => format!("Es {kind}, con una certeza del {share}."),
        }
    }

    fn a_kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Unusual => self.lang.pick("not yet known", "algo aún sin conocer"),
            Kind::OneOff => self.lang.pick("a one-off", "un caso aislado"),
            Kind::Step => self.lang.pick("a step", "un escalón"),
            Kind::Slope => self.lang.pick("a slope", "una pendiente"),
        }
    }

    /// `Yarn output has been down since Friday 16 October.`
    pub fn still(&self, change: &Change<'_>) -> String {
        let name = capital(change.name);
        let since = self.since_day(change.since, change.cadence);
        match (self.lang, change.kind, change.direction) {
            (Lang::En, Kind::Step, Direction::Up) => format!("{name} has been up {since}."),
            (Lang::En, Kind::Step, Direction::Down) => format!("{name} has been down {since}."),
            (Lang::Es, Kind::Step, Direction::Up) => {
                format!("{name}: por encima de lo esperado {since}.")
            }
            (Lang::Es, Kind::Step, Direction::Down) => {
                format!("{name}: por debajo de lo esperado {since}.")
            }
            (Lang::En | Lang::Es, Kind::Slope, Direction::Up | Direction::Down) => {
                format!("{name} {} {since}.", self.drifts(change.direction))
            }
            (Lang::En, Kind::Unusual | Kind::OneOff, Direction::Up | Direction::Down) => {
                let (is, when) =
                    (self.is_or_was(change.since), self.on_day(change.since, change.cadence));
                format!("{name} {is} unusual {when}.")
            }
            (Lang::Es, Kind::Unusual | Kind::OneOff, Direction::Up | Direction::Down) => {
                let when = self.on_day(change.since, change.cadence);
                format!("{name}: fuera de lo habitual {when}.")
            }
        }
    }

    /// `8.15 t a day; 9.4 to 10.4 was expected.`
    pub fn against(&self, change: &Change<'_>, band: Expectation) -> String {
        let value = measured(self.lang, &figure(self.lang, change.after), change.measure);
        let band = self.band(band);
        match self.lang {
            Lang::En => format!("{value}; {band} was expected."),
            Lang::Es => format!("{value}; se esperaba de {band}."),
        }
    }

    /// `Kind not known yet; nobody else has been told.`
    pub fn kind_unknown(&self) -> &'static str {
        self.lang.pick(
            "Kind not known yet; nobody else has been told.",
            "Aún no se sabe qué es; nadie más lo sabe.",
        )
    }

    /// `One reading cannot say whether it will last; the next, on Monday at 17:30, will.`
    pub fn next_will_tell(&self, next: Timestamp) -> String {
        let when = self.at_moment(next);
        match self.lang {
            Lang::En => {
                format!("One reading cannot say whether it will last; the next, due {when}, will.")
            }
            Lang::Es => {
                format!("Una sola lectura no dice si va a durar; la próxima, {when}, lo dirá.")
            }
        }
    }

    /// `9.4 to 10.4`, `9,4 a 10,4`.
    pub fn band(&self, band: Expectation) -> String {
        let texts = together(self.lang, &[band.lower, band.upper]);
        format!("{} {} {}", texts[0], self.lang.pick("to", "a"), texts[1])
    }

    /// `expected 28 to 36`.
    pub fn expected(&self, band: Expectation) -> String {
        format!("{} {}", self.lang.pick("expected", "se espera"), self.band(band))
    }

    /// `the filter now expects 8.1`.
    pub fn now_expects(&self, level: f64, beside: f64) -> String {
        let level = together(self.lang, &[level, beside]).swap_remove(0);
        format!("{} {level}", self.lang.pick("the filter now expects", "el filtro espera ahora"))
    }

    /// `step down, Fri 16`, at the line in a chart where a change began.
    pub fn change_mark(&self, kind: Kind, direction: Direction, since: Timestamp) -> String {
        let day = self.day_mark(self.date_of(since));
        format!("{}, {day}", within(&self.tag(kind, direction)))
    }

    /// `8.15 t a day`.
    pub fn value(&self, value: f64, ucum: &str) -> String {
        measured(self.lang, &figure(self.lang, value), ucum)
    }

    /// `Yarn output, t a day`.
    pub fn name_with_measure(&self, name: &str, ucum: &str) -> String {
        match measure(self.lang, ucum).as_str() {
            "" => capital(name),
            measure => format!("{}, {measure}", capital(name)),
        }
    }

    /// The chances in words: `Almost certainly a step.`
    pub fn belief(&self, chances: &Believed) -> String {
        let mut told = [
            (chances.step, self.a_kind(Kind::Step)),
            (chances.slope, self.a_kind(Kind::Slope)),
            (chances.one_off, self.a_kind(Kind::OneOff)),
            (chances.no_change, self.lang.pick("no change", "ningún cambio")),
        ];
        told.sort_by(|a, b| b.0.total_cmp(&a.0));
        let [(first, likeliest), (_, next), ..] = told;
        match (self.lang, first) {
            (Lang::En, 0.95..) => format!("Almost certainly {likeliest}."),
            (Lang::Es, 0.95..) => format!("Casi con seguridad, {likeliest}."),
            (Lang::En, 0.8..) => format!("Very likely {likeliest}; hardly {next}."),
            (Lang::Es, 0.8..) => format!("Muy probablemente, {likeliest}; difícilmente {next}."),
            (Lang::En, 0.6..) => format!("Probably {likeliest}; perhaps {next}."),
            (Lang::Es, 0.6..) => format!("Probablemente, {likeliest}; quizá {next}."),
            (Lang::En, _) => {
                format!("{} or {next}; the readings so far cannot tell.", capital(likeliest))
            }
            (Lang::Es, _) => {
                format!("{} o {next}; las lecturas no lo dicen todavía.", capital(likeliest))
            }
        }
    }
}

/// How far it moved, as a share of what was before, where that means something.
pub(super) fn relative(change: &Change<'_>) -> Option<f64> {
    let share = (change.after - change.before) / change.before;
    // More than threefold is better said by the two figures.
    let is_readable = share.is_finite() && share.abs() >= 0.001 && share <= 2.0;
    (change.before > 0.0 && change.after >= 0.0 && has_true_zero(change.measure) && is_readable)
        .then_some(share)
}
