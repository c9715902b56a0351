//! Letters: what may one node write to another?
//!
//! What the rules let rise, and what comes down in answer, and nothing else: there is no letter for a
//! reading that no incident opened, nor for a note of a level that the other has no part in. Letters tell
//! how a thing stands, as far as its writer decides that, so one that is told twice changes nothing.
//!
//! | letter    | way  | what                                                                      |
//! |-----------|------|---------------------------------------------------------------------------|
//! | Incident  | up   | an incident that rose or was called up, with what is needed to read it    |
//! | Readings  | up   | of a series that rose, from the midnight before the change, until it ends |
//! | Called    | up   | words that ask for help, or a safety alarm's                              |
//! | HelpCame  | up   | the helped unit's word                                                    |
//! | Reply     | up   | an answer to a directive                                                  |
//! | Day       | up   | what a released day of the branch adds up to                              |
//! | Opening   | up   | figures that two people of the branch let a level above see                 |
//! | Terms     | both | terms between the branch and the level above it                           |
//! | Asked     | down | a request to be let see figures                                           |
//! | Message   | both | a message between the branch and the level above it, or a sister there     |
//! | Sisters   | down | names of sister units that live with the level above                      |
//! | Levels    | both | names, working hours and recovery times of units at and above the border  |
//! | All       | both | that this was all that its writer knows, after the two were linked anew   |
//! | Held      | down | where an incident stands above the border                                 |
//! | Owed      | down | how something owed to the branch stands                                   |
//! | Directive | down | a policy, as it stands                                                    |

use std::sync::Arc;

use crate::agreement::Agreement;
use crate::calendar::Calendar;
use crate::charter::IndicatorCharter;
use crate::directive;
use crate::escalation::Clock;
use crate::id::{IndicatorId, MessageId, UnitId};
use crate::incident::{Incident, LogLine, Rise, Shelving, TakenOn};
use crate::index::Contribution;
use crate::link::{Level, Name};
use crate::name::{Key, Path};
use crate::obligation::Obligation;
use crate::opening::Opening;
use crate::signal::Signal;
use crate::time::{Date, Timestamp};

/// One letter.
#[derive(Clone, Debug, PartialEq)]
pub enum Letter {
    /// An incident of the branch, as its own node sees it.
    Incident(Box<Risen>),
    /// Readings of a series that an incident opened.
    Readings(Opened),
    /// Something is owed to the branch that its own people called for.
    Called(Box<Owed>),
    /// Help that was offered came.
    HelpCame(Signed),
    /// A directive was answered.
    Reply(Replied),
    /// A day of the branch is released.
    Day(Date, Contribution),
    /// An incident of the branch, as the level above sees it.
    Held(Box<Held>),
    /// Something owed to the branch.
    Owed(Box<Owed>),
    /// A directive to the branch.
    Directive(Box<Sent>),
    /// Terms, as the writer's side has them.
    Terms(Box<Tabled>),
    /// Figures that are open to a level above, or were.
    Opening(Box<Shown>),
    /// A level above asks to be let see figures.
    Asked(Box<Asked>),
    /// Units of the writer's that the reader knows, as they are now.
    Levels(Vec<Level>),
    /// Words from the branch to the level above it or to sisters that live there, or from those to the branch.
    Message(Box<Wrote>),
    /// Sister units that live with the level above the branch: all of them.
    Sisters(Vec<Sister>),
    /// All is told that the writer knows, since the two were linked anew.
    All,
}

/// An incident, with what whoever reads it may not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Risen {
    /// Which.
    pub name: Name,
    /// The incident, with the numbers of its writer. Its log holds what is new.
    pub incident: Incident,
    /// What these numbers stand for.
    pub glossary: Glossary,
}

/// What the numbers of a letter stand for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glossary {
    /// Units.
    pub units: Vec<KnownUnit>,
    /// Series.
    pub indicators: Vec<KnownIndicator>,
    /// Signals.
    pub signals: Vec<Signal>,
}

/// A unit that a letter speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownUnit {
    /// Its number at the writer's.
    pub id: UnitId,
    /// Its address.
    pub path: Path,
    /// Its name.
    pub name: String,
    /// Its working hours.
    pub calendar: Arc<Calendar>,
}

/// A series that a letter speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownIndicator {
    /// Its number at the writer's.
    pub id: IndicatorId,
    /// The address of its unit.
    pub unit: Path,
    /// The series.
    pub indicator: IndicatorCharter,
}

/// Readings of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The address of its unit.
    pub unit: Path,
    /// Its key there.
    pub key: Key,
    /// The readings, in order of time.
    pub points: Vec<(Timestamp, f64)>,
}

/// Something owed.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// Which.
    pub name: Name,
    /// It, with the numbers of its writer, but for what follows.
    pub obligation: Obligation,
    /// The address of who owes.
    pub debtor: Path,
    /// The address of who is owed.
    pub creditor: Path,
    /// The incidents that it is owed for, as far as the reader knows them.
    pub incidents: Vec<Name>,
}

/// Somebody's word on something of the reader's.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// On what.
    pub name: Name,
    /// The address of the unit that they act for.
    pub unit: Path,
    /// Their role.
    pub by: String,
}

/// An answer to a directive.
#[derive(Clone, Debug, PartialEq)]
pub struct Replied {
    /// Whose, to which.
    pub signed: Signed,
    /// What is answered.
    pub event: directive::Event,
    /// In words.
    pub words: String,
}

/// Terms between the two nodes' units.
#[derive(Clone, Debug, PartialEq)]
pub struct Tabled {
    /// Which.
    pub name: Name,
    /// They, with the numbers of their writer. Signed by the writer's side if that is bound, and else by
    /// nobody of it.
    pub agreement: Agreement,
    /// The address of the unit whose terms they are.
    pub unit: Path,
    /// The series that they are about.
    pub indicator: Option<KnownIndicator>,
}

/// An opening that two have signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Which.
    pub name: Name,
    /// It, with the numbers of its writer.
    pub opening: Opening,
    /// The address of the unit whose figures they are.
    pub unit: Path,
    /// The address of the unit that may see them.
    pub to: Path,
    /// The series.
    pub indicators: Vec<KnownIndicator>,
    /// The request that it grants.
    pub grants: Option<Name>,
}

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Which.
    pub name: Name,
    /// The address of who asks.
    pub from: Path,
    /// The address of who is asked.
    pub unit: Path,
    /// Why.
    pub words: String,
    /// Who signed.
    pub by: String,
    /// Until when it waits.
    pub until: Timestamp,
}

/// A sister unit, as others know it: by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sister {
    /// Its address.
    pub path: Path,
    /// Its name.
    pub name: String,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrote {
    /// What its writer calls it.
    pub id: MessageId,
    /// The address of the unit that sent it.
    pub from: Path,
    /// The addresses of the reader's units that it goes to; none in letters that are older than these, which
    /// went to the branch or to the level above it.
    pub to: Vec<Path>,
    /// What the reader calls the message that it answers.
    pub answers: Option<MessageId>,
    /// What it is about.
    pub about: Option<Name>,
    /// What was written.
    pub words: String,
    /// Who signed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Where an incident stands above the border.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Which.
    pub name: Name,
    /// The address of its holder.
    pub holder: Path,
    /// The holder's clock.
    pub clock: Clock,
    /// Rises above the border: the address of the level that received each, and what is owed for it.
    pub rises: Vec<(Path, Rise, Name)>,
    /// Who has taken it on.
    pub taken_on: Option<TakenOn>,
    /// Whether it is out of sight.
    pub shelved: Option<Shelving>,
    /// Lines that are new, each with the address of its unit.
    pub log: Vec<(Path, LogLine)>,
}

/// A directive.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Which.
    pub name: Name,
    /// The address of who sends it.
    pub from: Path,
    /// What it is about, in a line.
    pub title: String,
    /// What is asked, in full.
    pub text: String,
    /// Why.
    pub reason: String,
    /// From when it is to hold.
    pub holds_from: Date,
    /// Who signed it.
    pub by: String,
    /// When it was sent.
    pub sent: Timestamp,
    /// When it was taken back.
    pub withdrawn: Option<Timestamp>,
}
