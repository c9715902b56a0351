//! Story: what was it, what was done, did help come, how long did it take, and did it come back?

use std::time::Duration;

use super::{Likeness, Shape};
use crate::escalation::Phase;
use crate::federation::Federation;
use crate::forgetting;
use crate::id::{IncidentId, UnitId};
use crate::incident::{End, Finding, Happening, Incident, LogLine, Strand};
use crate::limits;
use crate::time::Timestamp;

/// One thing like it that was there before.
#[derive(Clone, Copy, Debug)]
pub struct Precedent<'a> {
    /// How much it is like what is there now.
    pub likeness: Likeness,
    /// It.
    pub incident: &'a Incident,
    /// The series in which it is like that, where it is about series that moved.
    pub strand: Option<&'a Strand>,
    /// What people found it to be, and their words for that, where there are any left.
    pub found: Option<(Finding, Option<&'a str>)>,
    /// What they did, in their words: with which they said that it is mended, else what they wrote last.
    pub deed: Option<Deed<'a>>,
    /// What help there was.
    pub help: Option<Help<'a>>,
    /// Working time of the unit until it was back.
    pub took: Option<Duration>,
    /// Whether it was soon there again.
    pub came_back: Option<Return>,
}

/// Words that say what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed<'a> {
    /// With these it was said to be mended.
    Mended(&'a str),
    /// These were written with it last.
    Noted(&'a str),
}

/// Help of another level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help<'a> {
    /// Who offered it last.
    pub by: UnitId,
    /// What was offered, where the words are left.
    pub words: Option<&'a str>,
    /// Whether the unit said that it came.
    pub came: bool,
}

/// That it was there again within the time in which a clock goes on where it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Return {
    /// From that reading on.
    Since(Timestamp),
    /// It is what is there now.
    Now,
}

/// Words that are there to be read.
pub(super) fn is_said(words: &str) -> bool {
    !words.trim().is_empty() && words != forgetting::GONE
}

fn said(words: &str) -> Option<&str> {
    is_said(words).then_some(words)
}

impl Federation {
    /// What there is to be told of it.
    pub(super) fn story<'a>(
        &'a self,
        sought: &Shape,
        (likeness, incident): (Likeness, &'a Incident),
        present: IncidentId,
    ) -> Precedent<'a> {
        let strand = sought.indicators().into_iter().find_map(|id| incident.strand(id));
        let strand = strand.or_else(|| incident.strands.first());
        Precedent {
            likeness,
            incident,
            strand,
            found: incident.verdict.as_ref().map(|it| (it.finding, said(&it.words))),
            deed: deed(incident),
            help: help(incident),
            took: took(incident),
            came_back: strand.and_then(|strand| self.came_back(incident, strand, present)),
        }
    }

    fn came_back(
        &self,
        incident: &Incident,
        strand: &Strand,
        present: IncidentId,
    ) -> Option<Return> {
        let closing = incident.closed?;
        let home = incident.chain.first()?;
        let within = home.recovery * limits::RECURRENCE_WINDOWS;
        let later = self.incidents_of(strand.indicator).rev().take_while(|it| it.id > incident.id);
        let again = later.filter(|it| {
            let is_same =
                it.strand(strand.indicator).is_some_and(|it| it.direction == strand.direction);
            is_same && home.hours.working_between(closing.at, it.opened) <= within
        });
        let next = again.last()?;
        let since = next.strand(strand.indicator)?.since;
        Some(if next.id == present { Return::Now } else { Return::Since(since) })
    }
}

/// What the unit's people did, in words that are left of it.
pub(super) fn deed(incident: &Incident) -> Option<Deed<'_>> {
    let own =
        || incident.log.iter().rev().filter(|line| line.unit == incident.unit && line.by.is_some());
    own().find_map(mended).or_else(|| own().find_map(noted))
}

fn mended(line: &LogLine) -> Option<Deed<'_>> {
    let Happening::Claimed(words) = &line.what else { return None };
    said(words).map(Deed::Mended)
}

fn noted(line: &LogLine) -> Option<Deed<'_>> {
    let Happening::Note(words) = &line.what else { return None };
    said(words).map(Deed::Noted)
}

/// The help that was offered last; of help that came without an offer in words nobody is known.
pub(super) fn help(incident: &Incident) -> Option<Help<'_>> {
    let came = incident.log.iter().any(|line| line.what == Happening::HelpCame);
    incident.log.iter().rev().find_map(|line| {
        let Happening::HelpOffered(words) = &line.what else { return None };
        Some(Help { by: line.unit, words: said(words), came })
    })
}

/// From when it was told until the readings were back, or a person's alarm was dealt with.
fn took(incident: &Incident) -> Option<Duration> {
    let closing = incident.closed?;
    let settled = |line: &&LogLine| line.what == Happening::Moved(Phase::Settling);
    let until = match closing.how {
        End::Recovered => incident.log.iter().rfind(settled).map_or(closing.at, |line| line.at),
        End::Done => closing.at,
        End::Instrument
        | End::Nothing
        | End::History
        | End::Corrected
        | End::Retired
        | End::Forgotten => {
            return None;
        }
    };
    let home = incident.chain.first()?;
    Some(home.hours.working_between(incident.opened, until))
}
