//! Message: who writes what to whom, in words?
//!
//! A message carries words that a person wrote and nothing else: no figure, no state of anything. It is read in
//! the unit that sent it and in those that it was sent to, and nowhere else; a level above hears
//! nothing of what its parts write to each other or among themselves. After
//! [`MESSAGE_KEPT`](crate::limits::MESSAGE_KEPT) it is gone, words and all: notes about people do not
//! grow old. From the log they go by [`forgetting`](crate::forgetting).

use crate::event::Addressee;
use crate::id::{DirectiveId, IncidentId, IndicatorId, MessageId, PostId, UnitId};
use crate::limits;
use crate::may::Deed;
use crate::time::Timestamp;

/// Words from one unit to others, or to itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its identity.
    pub id: MessageId,
    /// The unit that sent it.
    pub from: UnitId,
    /// Which way it went.
    pub course: Course,
    /// The units that it went to, in order of id.
    pub to: Vec<UnitId>,
    /// The message that it answers.
    pub answers: Option<MessageId>,
    /// What it is about, which all who read it may see.
    pub about: Option<About>,
    /// What was written.
    pub words: String,
    /// The role that signed.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What the node calls it that it came from, if it came from another.
    pub theirs: Option<MessageId>,
}

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// To the level above.
    Up,
    /// To parts.
    Down,
    /// To sister units.
    Sideways,
    /// To nobody else.
    Within,
    /// To a unit elsewhere in the federation: about what it posted, or in answer to that.
    Across,
}

/// What a message may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An incident that reached all of them.
    Incident(IncidentId),
    /// A directive that all of them sent or received.
    Directive(DirectiveId),
    /// A need or an offer.
    Post(PostId),
    /// A figure that all of them see, though not all as much of it.
    Indicator(IndicatorId),
}

impl Message {
    /// When it is gone.
    pub fn until(&self) -> Timestamp {
        self.at + limits::MESSAGE_KEPT
    }

    /// Whether it is there to be read.
    pub fn is_kept(&self, now: Timestamp) -> bool {
        now < self.until()
    }

    /// Whether that unit reads it.
    pub fn is_read_by(&self, unit: UnitId) -> bool {
        self.from == unit || self.to.contains(&unit)
    }

    /// The units that read it, the one that sent it first.
    pub fn parties(&self) -> impl Iterator<Item = UnitId> + '_ {
        let others = self.to.iter().copied().filter(|unit| *unit != self.from);
        std::iter::once(self.from).chain(others)
    }

    /// Whether it came to that unit from another.
    pub fn came_to(&self, unit: UnitId) -> bool {
        self.from != unit && self.to.contains(&unit)
    }
}

impl Addressee {
    /// What writing to them counts as: whoever writes to others first speaks for the unit.
    pub(crate) const fn deed(&self) -> Deed {
        match self {
            Self::Within | Self::Answer(_) => Deed::Write,
            Self::Above | Self::Parts(_) | Self::Sisters(_) | Self::Poster(_) => Deed::Speak,
        }
    }
}
