//! Log: what happened with an incident, and who may read of it?

use super::{Because, End, Finding};
use crate::escalation::Phase;
use crate::id::{IndicatorId, SignalId, UnitId};
use crate::time::Timestamp;

/// One line of an incident's log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// When.
    pub at: Timestamp,
    /// The unit that acted; the holder where nobody did.
    pub unit: UnitId,
    /// Who signed; none where it was the readings or the clock.
    pub by: Option<String>,
    /// Levels of the chain that may read it, counted from the bottom: those reached by then.
    pub reached: usize,
    /// What happened.
    pub what: Happening,
}

impl Happening {
    /// The series that it is about, if it is about one.
    pub const fn indicator(&self) -> Option<IndicatorId> {
        match self {
            Self::Joined(id, _)
            | Self::WentFurther(id, _)
            | Self::FellSilent(id)
            | Self::ReportsAgain(id)
            | Self::NoData(id, _) => Some(*id),
            Self::Opened
            | Self::Moved(_)
            | Self::Rose(..)
            | Self::TakenOn
            | Self::Claimed(_)
            | Self::AskedForHelp(_)
            | Self::Found(..)
            | Self::Confirmed(_)
            | Self::OwnerNamed(_)
            | Self::Answered(_)
            | Self::HelpOffered(_)
            | Self::HelpCame
            | Self::Missed
            | Self::Shelved(_)
            | Self::NewLevel(_)
            | Self::Note(_)
            | Self::Closed(_) => None,
        }
    }
}

/// What can be written in an incident's log.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// It opened.
    Opened,
    /// Another series joined it.
    Joined(IndicatorId, SignalId),
    /// One of its series changed further.
    WentFurther(IndicatorId, SignalId),
    /// That indicator fell silent too.
    FellSilent(IndicatorId),
    /// Of several silent indicators that one reports again.
    ReportsAgain(IndicatorId),
    /// The unit said why that indicator has no reading.
    NoData(IndicatorId, String),
    /// It moved to another phase.
    Moved(Phase),
    /// It rose.
    Rose(UnitId, Because),
    /// Somebody took it on.
    TakenOn,
    /// Somebody said that it is mended.
    Claimed(String),
    /// Somebody asked for help.
    AskedForHelp(String),
    /// Somebody said what it was.
    Found(Finding, String),
    /// A second person said so too.
    Confirmed(Finding),
    /// An owner was named.
    OwnerNamed(String),
    /// The level above answered.
    Answered(String),
    /// The level above offered help.
    HelpOffered(String),
    /// The unit said that help came.
    HelpCame,
    /// What was owed was missed.
    Missed,
    /// It was shelved.
    Shelved(String),
    /// Another level was agreed to judge by.
    NewLevel(f64),
    /// A note.
    Note(String),
    /// It ended.
    Closed(End),
}
