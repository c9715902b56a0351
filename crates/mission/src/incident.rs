//! Incidents: what is wrong, who holds it, until when, and what has been done?
//!
//! An incident is a signal, a silence or a person's alarm that somebody must deal with. What it is
//! judged by is frozen when it opens: the chain of levels, their calendars and times, and the
//! reference that its series must come back to. `escalation` holds the table of its life.

mod log;
mod quiet;
mod strand;

use std::sync::Arc;
use std::time::Duration;

use crate::calendar::Calendar;
use crate::escalation::{Clock, Phase};
use crate::id::{IncidentId, IndicatorId, MemberId, ObligationId, UnitId};
use crate::limits;
use crate::time::Timestamp;

pub use log::{Happening, LogLine};
pub use quiet::Quiet;
pub use strand::{Judged, Place, Strand};

/// Something that somebody must deal with.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Its identity.
    pub id: IncidentId,
    /// The unit where it began.
    pub unit: UnitId,
    /// Why there is an incident.
    pub cause: Cause,
    /// When it opened: the kind was known and the unit could be told.
    pub opened: Timestamp,
    /// Where it is in its life.
    pub phase: Phase,
    /// The levels it can rise through, from where it began to the root, as they were then.
    pub chain: Vec<Holder>,
    /// Who holds it: a place in the chain.
    pub level: usize,
    /// The holder's working time.
    pub clock: Clock,
    /// The series it is about, the one that moved first or most in front: its story is told as the
    /// incident's. Empty for a silence, an alarm and a missed obligation.
    pub strands: Vec<Strand>,
    /// Each rise, the first first.
    pub rises: Vec<Rise>,
    /// Levels that a safety alarm went to at once, beside its own unit.
    pub called: Vec<UnitId>,
    /// Who has taken it on, where it is held now.
    pub taken_on: Option<TakenOn>,
    /// What people say it was.
    pub verdict: Option<Verdict>,
    /// Out of sight, for a reason, until a day.
    pub shelved: Option<Shelving>,
    /// When and how it ended.
    pub closed: Option<Closing>,
    /// Whether it came from an import: such an incident tells nobody and ends with the import.
    pub era: Era,
    /// What happened, the first first; at most [`limits::INCIDENT_LOG`] lines.
    pub log: Vec<LogLine>,
}

/// Why there is an incident.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// A series changed.
    Change,
    /// Reports of these indicators stopped coming: one, or several that fell silent together.
    Silence(Vec<Quiet>),
    /// A person said so.
    Alarm {
        /// What kind of thing.
        kind: Alarm,
        /// In words.
        words: String,
    },
    /// The unit did not do what it owed below.
    Missed {
        /// What it owed.
        obligation: ObligationId,
    },
}

/// What a person's alarm is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Somebody could get hurt: goes at once to every level that the unit's charter names.
    Safety,
    /// A machine or material.
    Machine,
    /// The person is not sure.
    Unsure,
}

/// When an incident belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// Now.
    Live,
    /// An import of the past.
    History,
}

/// A level of the chain, with the times it had when the incident opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// The unit.
    pub unit: UnitId,
    /// Levels without members between this one and the one below, which were passed over.
    pub skipped: Vec<UnitId>,
    /// Its working hours.
    pub hours: Arc<Calendar>,
    /// Working time it has to bring the series back.
    pub recovery: Duration,
    /// Working time it has to answer what it owes.
    pub answer: Duration,
}

/// One rise.
#[derive(Clone, Debug, PartialEq)]
pub struct Rise {
    /// The unit that received it.
    pub to: UnitId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub because: Because,
    /// What it owes since.
    pub obligation: ObligationId,
}

/// Why an incident rose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The holder's recovery time ran out.
    Expired,
    /// The holder missed what it owed.
    Lapsed,
    /// The holder passed it up.
    PassedUp,
}

/// Who took it on.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenOn {
    /// The role that signed.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What people say it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What.
    pub finding: Finding,
    /// In words.
    pub words: String,
    /// Who says so, by role.
    pub by: String,
    /// And by number, where that is known.
    pub who: Option<MemberId>,
    /// When.
    pub at: Timestamp,
    /// The second person, whom "the instrument" and "nothing" need.
    pub confirmed_by: Option<String>,
}

/// What a change turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It was real.
    Real,
    /// The instrument, or the entry, was wrong.
    Instrument,
    /// It was nothing.
    Nothing,
}

/// Out of sight for a while (ISA-18.2: shelve). The clock runs on.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelving {
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: String,
    /// Who signed.
    pub by: String,
}

/// The end of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// How.
    pub how: End,
}

/// How an incident ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The readings came back and stayed.
    Recovered,
    /// Two people found that it was the instrument.
    Instrument,
    /// Two people found that it was nothing.
    Nothing,
    /// A corrected reading showed that it would not have been news.
    Corrected,
    /// The indicator was retired by agreement.
    Retired,
    /// It is of the past: its time ran out there, or it stood when the import of it ended.
    History,
    /// The person's alarm was dealt with, or what was owed was done.
    Done,
    /// The node where it began was put back to a state in which it is not there, or has not risen.
    Forgotten,
}

impl Incident {
    /// Who holds it.
    pub fn holder(&self) -> &Holder {
        &self.chain[self.level]
    }

    /// The level above the holder, if there is one.
    pub fn next_holder(&self) -> Option<&Holder> {
        self.chain.get(self.level + 1)
    }

    /// Whether it is not over.
    pub fn is_open(&self) -> bool {
        self.phase != Phase::Closed
    }

    /// A unit's place in the chain, if the incident has reached it.
    pub fn reached_by(&self, unit: UnitId) -> Option<usize> {
        let place = self.chain.iter().position(|holder| holder.unit == unit)?;
        let reached = place == 0
            || self.called.contains(&unit)
            || self.rises.iter().any(|rise| rise.to == unit);
        reached.then_some(place)
    }

    /// The strand of that indicator.
    pub fn strand(&self, indicator: IndicatorId) -> Option<&Strand> {
        self.strands.iter().find(|strand| strand.indicator == indicator)
    }

    /// The series it is about, by change or by silence.
    pub fn indicators(&self) -> impl Iterator<Item = IndicatorId> + '_ {
        let silent = self.quiets().iter().map(|quiet| quiet.indicator);
        self.strands.iter().map(|strand| strand.indicator).chain(silent)
    }

    /// Whether it is not over for that series of it.
    pub fn concerns(&self, indicator: IndicatorId) -> bool {
        let is_quiet = self.quiet(indicator).is_some_and(|quiet| !quiet.is_over());
        self.is_open() && (is_quiet || self.strand(indicator).is_some())
    }

    /// The indicators whose silence it is about; none where it is about something else.
    pub fn quiets(&self) -> &[Quiet] {
        match &self.cause {
            Cause::Silence(quiets) => quiets,
            Cause::Change | Cause::Alarm { .. } | Cause::Missed { .. } => &[],
        }
    }

    /// What it knows of the silence of that indicator.
    pub fn quiet(&self, indicator: IndicatorId) -> Option<&Quiet> {
        self.quiets().iter().find(|quiet| quiet.indicator == indicator)
    }

    /// Takes in a further series of the same event. It leads if it moved before the one that does,
    /// or with it and further; no other is moved, so that a story keeps its name.
    pub(crate) fn join(&mut self, strand: Strand) {
        let leads = self.strands.first().is_none_or(|first| {
            let is_further = strand.size() > first.size();
            strand.since < first.since || (strand.since == first.since && is_further)
        });
        let place = if leads { 0 } else { self.strands.len() };
        self.strands.insert(place, strand);
    }

    pub(crate) fn quiet_mut(&mut self, indicator: IndicatorId) -> Option<&mut Quiet> {
        let Cause::Silence(quiets) = &mut self.cause else { return None };
        quiets.iter_mut().find(|quiet| quiet.indicator == indicator)
    }

    /// Whether it is about reports that do not come.
    pub const fn is_silence(&self) -> bool {
        matches!(self.cause, Cause::Silence(_))
    }

    /// Levels of the chain from the bottom to the highest that it has reached.
    pub fn levels_reached(&self) -> usize {
        let called = self.chain.iter().rposition(|holder| self.called.contains(&holder.unit));
        called.map_or(self.level, |called| called.max(self.level)) + 1
    }

    /// When the holder's time runs out, if its clock runs.
    pub fn rises_at(&self) -> Option<Timestamp> {
        (self.phase == Phase::Running).then(|| self.clock.expires(&self.holder().hours))?
    }

    /// Writes a line into the log. A full log keeps its beginning, and drops what is oldest after.
    pub fn note(&mut self, line: LogLine) {
        if self.log.len() >= limits::INCIDENT_LOG {
            self.log.remove(limits::INCIDENT_LOG / 2);
        }
        self.log.push(line);
    }
}
