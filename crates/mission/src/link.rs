//! Links: with which other nodes does this one share a federation, and how far have they written?
//!
//! A branch of the tree may live on a node of its own: its readings and notes stay on the disk of its
//! people. Both nodes know the border, one unit, and write each other numbered letters of what the rules
//! let pass. A thing has a home, the node of the unit that answers for it; the other node keeps a copy,
//! and changes of it only what is its own to decide:
//!
//! | thing      | the node of the branch decides               | the node above decides               |
//! |------------|----------------------------------------------|--------------------------------------|
//! | incident   | readings, phase, verdict, end; level below   | level from the border up, its clock  |
//! | obligation | whether help came                            | owner, answer, offer, missed         |
//! | agreement  | what holds; its own side's offers     | its own side's offers and signatures |
//! | opening    | all                                  | nothing                              |
//! | request    | whether it is put out of sight       | all else                             |
//! | directive  | its answer                                   | words, taking back                   |
//! | day        | all, once released                           | nothing                              |

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::effect::Thing;
use crate::id::{LinkId, MemberId, ObligationId, UnitId};
use crate::index::Contribution;
use crate::limits;
use crate::name::Path;
use crate::registry::Membership;
use crate::time::{Date, Timestamp};

/// A tie with another node.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Its identity.
    pub id: LinkId,
    /// The unit that lives on the lower node, with all that is below it.
    pub unit: UnitId,
    /// Where the other node stands.
    pub other: Other,
    /// The key with which the other node signs (Ed25519).
    pub key: [u8; 32],
    /// Since when.
    pub since: Timestamp,
    /// Letters written to it.
    pub written: u64,
    /// How many of them it has on its disk.
    pub delivered: u64,
    /// When the last of these was known to be there.
    pub delivered_at: Option<Timestamp>,
    /// Letters of the other that were taken in.
    pub heard: u64,
    /// When the last was.
    pub heard_at: Option<Timestamp>,
    /// The last day of the branch that was sent up.
    pub released: Option<Date>,
    /// What was sent up of the branch's days; at most [`limits::INDEX_DAYS`].
    pub days: BTreeMap<Date, Contribution>,
    /// What the other calls the things that both know, the oldest first.
    pub pairs: Vec<Pair>,
    /// How often the two were linked: letters of an earlier time are none of this one.
    pub epoch: u64,
    /// By what the last letter that was heard is known again; nought where that is not known.
    pub mark: u64,
    /// Sister units of the branch that live with the level above it, as they were told: messages cross
    /// between these and the branch. None before they were told.
    pub sisters: Option<Vec<UnitId>>,
    /// That they were linked anew, the last time that they were.
    pub anew: Option<Anew>,
}

/// Two nodes were linked anew, after one of them was put back to an earlier state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anew {
    /// When.
    pub since: Timestamp,
    /// When the other had told all that it knows.
    pub told: Option<Timestamp>,
}

/// Which of two nodes was put back to an earlier state, so that it has forgotten what the other has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutBack {
    /// This one.
    Here,
    /// The other.
    There,
    /// One of the two: they do not know each other any more.
    Either,
}

impl PutBack {
    /// The same, as the other says it.
    #[must_use]
    pub const fn seen_from_there(self) -> Self {
        match self {
            Self::Here => Self::There,
            Self::There => Self::Here,
            Self::Either => Self::Either,
        }
    }
}

/// What two nodes agree on as they are linked anew. Numbers that were used are used no more.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// How often they are linked by now.
    pub epoch: u64,
    /// The key of the other.
    pub key: [u8; 32],
    /// Letters written here, on either of two disks: the next has the next number.
    pub written: u64,
    /// The same of the other.
    pub heard: u64,
    /// Who made it, by role.
    pub by: String,
    /// And by number, where that is known.
    pub who: Option<MemberId>,
}

/// Where the other node of a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// It holds the levels above the branch.
    Above,
    /// It holds the branch.
    Below,
}

/// One thing, as each node calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Here.
    pub ours: Thing,
    /// There.
    pub theirs: Thing,
}

/// A thing in a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// As whoever writes calls it.
    Mine(Thing),
    /// As whoever reads calls it.
    Yours(Thing),
}

/// A link as it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLink {
    /// Address of the unit that lives on the lower node.
    pub unit: Path,
    /// Where the other node stands.
    pub other: Other,
    /// The other's key.
    pub key: [u8; 32],
    /// The branch and the levels above it, the root first; none where they are known here.
    pub levels: Vec<Level>,
    /// Who made it, by role.
    pub by: String,
    /// And by number, where that is known.
    pub who: Option<MemberId>,
}

/// A level above a branch, as the branch needs to know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Its address.
    pub path: Path,
    /// Its name.
    pub name: String,
    /// Its working hours.
    pub calendar: Arc<Calendar>,
    /// Whether anybody is there.
    pub membership: Membership,
    /// Working days agreed for it to recover.
    pub recovery_days: f64,
}

impl Link {
    /// What a thing of ours is called in letters to the other.
    pub fn names(&self, ours: Thing) -> Vec<Name> {
        let known = self.pairs.iter().filter(|pair| pair.ours == ours);
        let known: Vec<Name> = known.map(|pair| Name::Yours(pair.theirs)).collect();
        if known.is_empty() { vec![Name::Mine(ours)] } else { known }
    }

    /// The one name of a thing that is never told of together with others.
    pub fn name(&self, ours: Thing) -> Name {
        self.names(ours)[0]
    }

    /// What a letter of the other calls so, if it is known here. Whether it may speak of that, whoever asks
    /// must see.
    pub fn resolve(&self, name: Name) -> Option<Thing> {
        match name {
            Name::Yours(ours) => Some(ours),
            Name::Mine(theirs) => {
                self.pairs.iter().rfind(|pair| pair.theirs == theirs).map(|pair| pair.ours)
            }
        }
    }

    /// Remembers what the other calls a thing of ours. What is oldest is forgotten.
    pub(crate) fn pair(&mut self, ours: Thing, theirs: Thing) {
        if self.pairs.len() >= limits::LINK_PAIRS {
            self.pairs.remove(0);
        }
        self.pairs.push(Pair { ours, theirs });
    }

    /// Whether the other has yet to tell what it knows, since the two were linked anew.
    pub fn is_awaited(&self) -> bool {
        self.anew.is_some_and(|anew| anew.told.is_none())
    }

    /// Whether a thing was named by the other, or to it, since the two were linked.
    pub(crate) fn is_named(&self, ours: Thing) -> bool {
        self.pairs.iter().any(|pair| pair.ours == ours)
    }

    /// Letters that the other has not said it has.
    pub const fn waiting(&self) -> u64 {
        self.written - self.delivered
    }
}

/// What is owed on another node for a rise that never reached this one.
pub const ELSEWHERE: ObligationId = ObligationId(0);
