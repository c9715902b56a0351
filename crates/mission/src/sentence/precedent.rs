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
            End::Instrument | End::Nothing | End::Corrected | End::Retired => return None,
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
