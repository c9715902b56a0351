//! Post: what does a unit need, and what does it offer?
//!
//! A need or an offer in words, for all units of the same root to read until a date. It is public by intent: whoever
//! could help may be anywhere, and only the unit itself decides what it says of itself here. Others answer
//! with a message to the unit that posted it. It ends by that unit, or by itself at its date, and is
//! forgotten a while later.
//!
//! | state     | Met | Withdrawn | Expired |
//! |-----------|-----|-----------|---------|
//! | Standing  | Met | Withdrawn | Expired |
//! | Met       | -   | -         | -       |
//! | Withdrawn | -   | -         | -       |
//! | Expired   | -   | -         | -       |

use crate::id::{PostId, UnitId};
use crate::limits;
use crate::time::Timestamp;

/// A need or an offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Its identity.
    pub id: PostId,
    /// The unit that posted it.
    pub unit: UnitId,
    /// Which of the two.
    pub kind: Kind,
    /// What is needed or offered.
    pub words: String,
    /// How much of it, in words; may be empty.
    pub amount: String,
    /// When it is over by itself.
    pub until: Timestamp,
    /// The role that signed.
    pub by: String,
    /// When it was posted.
    pub at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// Since when it stands so, once it has ended.
    pub ended: Option<Timestamp>,
}

/// A need or an offer?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something is needed.
    Need,
    /// Something is offered.
    Offer,
}

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands.
    Standing,
    /// What was needed came, or what was offered was taken.
    Met,
    /// It was taken back.
    Withdrawn,
    /// Its date is over.
    Expired,
}

/// How a post ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The unit says that it is met.
    Met,
    /// The unit takes it back.
    Withdrawn,
    /// Its date is over.
    Expired,
}

/// The table above.
pub const fn rule(state: State, ending: Ending) -> Option<State> {
    match (state, ending) {
        (State::Standing, Ending::Met) => Some(State::Met),
        (State::Standing, Ending::Withdrawn) => Some(State::Withdrawn),
        (State::Standing, Ending::Expired) => Some(State::Expired),
        (
            State::Met | State::Withdrawn | State::Expired,
            Ending::Met | Ending::Withdrawn | Ending::Expired,
        ) => None,
    }
}

impl Post {
    /// When it is forgotten, once it has ended.
    pub fn forgotten(&self) -> Option<Timestamp> {
        self.ended.map(|ended| ended + limits::POST_REMEMBERED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        let states = [State::Standing, State::Met, State::Withdrawn, State::Expired];
        let endings = [Ending::Met, Ending::Withdrawn, Ending::Expired];
        crate::table::assert_matches(include_str!("post.rs"), &states, &endings, |s, e| {
            rule(s, e).map_or("-".to_owned(), |next| format!("{next:?}"))
        });
    }
}
