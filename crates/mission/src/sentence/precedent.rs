//! Precedents: how is told what like this was there before, and what was done?
//!
//! Two sentences of each: what it was and when; then what it was found to be, what was done, whether help came,
//! how long it took and whether it came back, as far as that is known.

use std::time::Duration;

use super::change::{Change, relative};
use super::number::percent;
use super::{Lang, Plight, Voice, capital, shortened};
use crate::cadence::Cadence;
use crate::incident::{End, Finding};
use crate::precedent::{Deed, Return};
use crate::signal::Kind;
use crate::time::Timestamp;

/// Letters of somebody's words that are repeated: the incident's own page has them all.
const REPEATED: usize = 80;

/// What is known of how it went.
#[derive(Clone, Copy, Debug)]
pub struct Went<'a> {
    /// What people found, and their words for it.
    pub found: Option<(Finding, Option<&'a str>)>,
    /// What they did.
    pub deed: Option<Deed<'a>>,
    /// By what level help was offered, in which words, and whether it came.
    pub help: Option<(&'a str, Option<&'a str>, bool)>,
    /// Working time until it was back.
    pub took: Option<Duration>,
    /// How it ended.
    pub end: End,
    /// Whether it came back, told by how often that series is due.
    pub came_back: Option<(Return, Cadence)>,
}

impl Voice<'_> {
    /// Above them.
    pub fn before_heading(&self) -> &'static str {
        self.lang.pick("What helped before", "Qué ayudó antes")
    }

    /// `The first of its kind here since 12 March 2026.`
    pub fn first_of_kind(&self, since: Timestamp) -> String {
        let since = self.full_date(self.date_of(since));
        match self.lang {
            Lang::En => format!("The first of its kind here since {since}."),
            Lang::Es => format!("Lo primero de su clase aquí desde el {since}."),
        }
    }

    /// `Yarn output fell 18% on Friday 16 October, to 8.1 t a day.`
    pub fn was(&self, plight: &Plight<'_>, opened: Timestamp) -> String {
        match plight {
            Plight::Change { change, .. } => self.changed_then(change),
            Plight::Silence { since, .. } => {
                let (name, date) =
                    (self.plight_name(plight), self.weekday_date(self.date_of(*since)));
                match self.lang {
                    Lang::En => format!("{name} fell silent on {date}."),
                    Lang::Es => format!("{name}: sin noticias desde el {date}."),
                }
            }
            Plight::Alarm(_) | Plight::Missed { .. } => {
                format!("{} {}.", self.plight_name(plight), self.at_moment(opened))
            }
        }
    }

    fn changed_then(&self, change: &Change<'_>) -> String {
        let name = capital(change.name);
        if change.kind != Kind::Slope {
            return format!("{name} {}.", self.what_happened(change));
        }
        let (moved, after) =
            (self.moved(change.direction), self.with_measure(change.after, change));
        let date = self.weekday_date(self.date_of(change.since));
        match (self.lang, relative(change).map(|share| percent(self.lang, share))) {
            (Lang::En, Some(share)) => {
                format!("{name} {moved} slowly from {date} on, {share} in all, to {after}.")
            }
            (Lang::Es, Some(share)) => {
                format!(
                    "{name} {moved} poco a poco desde el {date}, un {share} en total, hasta {after}."
                )
            }
            (Lang::En, None) => {
                format!("{name} {moved} slowly from {date} on, {}.", self.from_to(change))
            }
            (Lang::Es, None) => {
                format!("{name} {moved} poco a poco desde el {date}, {}.", self.from_to(change))
            }
        }
    }

    /// `It was real: “the belt slipped”; mended: “new belt”; help came from Textiles; back after 1½ working days.`
    pub fn went(&self, went: &Went<'_>) -> String {
        let found = went.found.map(|(finding, words)| self.quoting(self.finding(finding), words));
        let deed = went.deed.map(|deed| match deed {
            Deed::Mended(words) => self.quoting(self.lang.pick("mended", "arreglado"), Some(words)),
            Deed::Noted(words) => {
                self.quoting(self.lang.pick("written then", "se anotó"), Some(words))
            }
        });
        let help = went.help.map(|(by, words, came)| {
            let said = match (self.lang, came) {
                (Lang::En, true) => format!("help came from {by}"),
                (Lang::Es, true) => format!("llegó ayuda de {by}"),
                (Lang::En, false) => format!("{by} offered help"),
                (Lang::Es, false) => format!("{by} ofreció ayuda"),
            };
            self.quoting(&said, words)
        });
        let came_back = went.came_back.map(|(back, cadence)| match (self.lang, back) {
            (Lang::En, Return::Since(at)) => format!("it came back {}", self.on_day(at, cadence)),
            (Lang::Es, Return::Since(at)) => format!("volvió a pasar {}", self.on_day(at, cadence)),
            (Lang::En, Return::Now) => "this may be the same again".to_owned(),
            (Lang::Es, Return::Now) => "esto puede ser lo mismo otra vez".to_owned(),
        });
        let said = [found, deed, help, self.back_after(went), came_back];
        let said: Vec<String> = said.into_iter().flatten().collect();
        if said.is_empty() { String::new() } else { format!("{}.", capital(&said.join("; "))) }
    }

    /// `back after 1½ working days`, `back after 4 h of working time`.
    fn back_after(&self, went: &Went<'_>) -> Option<String> {
        match went.end {
            End::History => {
                let unknown = ("when it was back is not known", "no se sabe cuándo volvió");
                return Some(self.lang.pick(unknown.0, unknown.1).to_owned());
            }
            End::Recovered | End::Done => {}
            End::Instrument | End::Nothing | End::Corrected | End::Retired | End::Forgotten => {
                return None;
            }
        }
        let took = went.took?;
        let is_alarm = went.end == End::Done;
        let (english, spanish) =
            if is_alarm { ("dealt with", "resuelto") } else { ("back", "de vuelta") };
        let what = self.lang.pick(english, spanish);
        if took < Duration::from_mins(1) {
            return Some(format!("{what} {}", self.lang.pick("at once", "enseguida")));
        }
        let is_short = took < self.hours.working_day() && !self.hours.is_always();
        let of_work = self.lang.pick(" of working time", " de trabajo");
        let of_work = if is_short { of_work } else { "" };
        Some(format!("{what} {} {}{of_work}", self.lang.pick("after", "en"), self.working(took)))
    }

    fn quoting(&self, said: &str, words: Option<&str>) -> String {
        let Some(words) = words else { return said.to_owned() };
        let words = shortened(words, REPEATED);
        let words = words.trim_end_matches('.');
        match self.lang {
            Lang::En => format!("{said}: “{words}”"),
            Lang::Es => format!("{said}: «{words}»"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::tests::{at, both};
    use crate::signal::{Direction, Surprise};

    fn fell(voice: Voice<'_>, kind: Kind, measure: &'static str) -> Change<'static> {
        Change {
            name: "Yarn output",
            measure,
            cadence: Cadence::Daily,
            kind,
            direction: Direction::Down,
            surprise: Surprise::Bad,
            since: at(voice.hours, 5, 0, 0),
            before: 9.9,
            after: 8.1,
            sure: 0.99,
            agreed: None,
        }
    }

    fn was(kind: Kind, measure: &'static str) -> [String; 2] {
        both(|voice| {
            let plight = Plight::Change { change: fell(voice, kind, measure), with: Vec::new() };
            voice.was(&plight, voice.now)
        })
    }

    #[test]
    fn what_was_is_told_as_over_and_with_its_day() {
        let cases = [
            (
                was(Kind::Step, "t/d"),
                "Yarn output fell 18% on Monday 5 October, to 8.1 t a day.",
                "Yarn output bajó un 18 % el lunes 5 de octubre, hasta 8,1 t al día.",
            ),
            (
                was(Kind::Slope, "t/d"),
                "Yarn output fell slowly from Monday 5 October on, 18% in all, to 8.1 t a day.",
                "Yarn output bajó poco a poco desde el lunes 5 de octubre, un 18 % en total, hasta 8,1 t al día.",
            ),
            (
                was(Kind::Slope, "Cel"),
                "Yarn output fell slowly from Monday 5 October on, from 9.9 to 8.1 °C.",
                "Yarn output bajó poco a poco desde el lunes 5 de octubre, de 9,9 a 8,1 °C.",
            ),
        ];
        for (told, english, spanish) in cases {
            assert_eq!(told.map(|said| said.replace('\u{202f}', " ")), [english, spanish]);
        }
    }

    fn nothing_known(end: End) -> Went<'static> {
        Went { found: None, deed: None, help: None, took: None, end, came_back: None }
    }

    #[test]
    fn all_that_is_known_of_how_it_went_stands_in_one_sentence() {
        let told = both(|voice| {
            voice.went(&Went {
                found: Some((Finding::Real, Some("the belt slipped."))),
                deed: Some(Deed::Mended("new belt,\ntension set again")),
                help: Some(("Textiles", Some("a fitter at noon"), true)),
                took: Some(Duration::from_hours(15)),
                came_back: Some((Return::Since(at(voice.hours, 9, 0, 0)), Cadence::Daily)),
                ..nothing_known(End::Recovered)
            })
        });
        assert_eq!(
            told,
            [
                "It was real: “the belt slipped”; mended: “new belt, tension set again”; help came from \
                 Textiles: “a fitter at noon”; back after 1½ working days; it came back on Friday 9 October.",
                "Fue real: «the belt slipped»; arreglado: «new belt, tension set again»; llegó ayuda de \
                 Textiles: «a fitter at noon»; de vuelta en 1½ días laborables; volvió a pasar el viernes 9 \
                 de octubre.",
            ]
        );
    }

    /// Every end, with and without a time that it took.
    #[test]
    fn how_long_it_took_is_said_as_far_as_it_is_known() {
        let hours = |hours| Some(Duration::from_hours(hours));
        let cases = [
            (End::Recovered, hours(4), "Back after 4 h of working time."),
            (End::Recovered, Some(Duration::from_secs(20)), "Back at once."),
            (End::Recovered, hours(20), "Back after 2 working days."),
            (End::Recovered, None, ""),
            (End::Done, hours(2), "Dealt with after 2 h of working time."),
            (End::Done, None, ""),
            (End::History, hours(4), "When it was back is not known."),
            (End::History, None, "When it was back is not known."),
            (End::Instrument, hours(4), ""),
            (End::Nothing, hours(4), ""),
            (End::Corrected, hours(4), ""),
            (End::Retired, hours(4), ""),
        ];
        for (end, took, expected) in cases {
            let told = both(|voice| voice.went(&Went { took, ..nothing_known(end) }));
            assert_eq!(told[0], expected, "{end:?}");
            assert_eq!(told[1].is_empty(), expected.is_empty(), "{end:?}");
        }
    }

    #[test]
    fn the_first_of_its_kind_names_the_day_from_which_anything_is_known() {
        let told = both(|voice| voice.first_of_kind(at(voice.hours, 5, 0, 0)));
        assert_eq!(
            told,
            [
                "The first of its kind here since 5 October 2026.",
                "Lo primero de su clase aquí desde el 5 de octubre de 2026.",
            ]
        );
    }
}
