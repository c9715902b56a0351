//! Opening: which of its figures does a unit let another see, since when and until when?
//!
//! Readings of series that are named, and nothing else: not what the filter says of them, no notes,
//! incidents or index. Two people of the unit open, one of its committee closes, and it is over by
//! itself after a month at most. A series about people is never opened.
//!
//! | state    | Bound   | Closed | RanOut |
//! |----------|---------|--------|--------|
//! | Proposed | InForce | Closed | Over   |
//! | InForce  | -       | Closed | Over   |
//! | Closed   | -       | -      | -      |
//! | Over     | -       | -      | -      |
//!
//! Where members are known, those who signed must be able to bind the unit
//! ([`Roll::is_bound_by`](crate::roll::Roll::is_bound_by)), and be two people even where one could do
//! that alone; where they are not, two titles.

use crate::id::{IndicatorId, MemberId, OpeningId, RequestId, UnitId};
use crate::time::Timestamp;

/// What a unit lets another see, or is about to.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Its identity.
    pub id: OpeningId,
    /// The unit whose figures these are.
    pub unit: UnitId,
    /// The unit that may see them.
    pub to: UnitId,
    /// Which series, in order of id. Never empty.
    pub indicators: Vec<IndicatorId>,
    /// The first reading that is shown: the local midnight of a day of the unit.
    pub since: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// Why, in words.
    pub words: String,
    /// The request that it grants.
    pub grants: Option<RequestId>,
    /// Who has signed, the first first. Never empty.
    pub signed: Vec<Signature>,
    /// When it was proposed.
    pub at: Timestamp,
    /// When two had signed; none before, and where that never was.
    pub opened: Option<Timestamp>,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Where it stands.
    pub state: State,
}

/// A name under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// By which role.
    pub by: String,
    /// Who, where that is known.
    pub who: Option<MemberId>,
    /// When.
    pub at: Timestamp,
}

/// Where an opening stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It waits for a second person.
    Proposed,
    /// The other unit sees what is named.
    InForce,
    /// The committee closed it, or took the proposal back.
    Closed,
    /// Its time is over.
    Over,
}

/// What can happen to an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Those who signed bind the unit.
    Bound,
    /// The committee closes it.
    Closed,
    /// Its time is over.
    RanOut,
}

/// The table above.
#[rustfmt::skip]
pub const fn rule(state: State, event: Event) -> Option<State> {
    use State as S;
    match (state, event) {
        (S::Proposed,              Event::Bound)  => Some(S::InForce),
        (S::Proposed | S::InForce, Event::Closed) => Some(S::Closed),
        (S::Proposed | S::InForce, Event::RanOut) => Some(S::Over),

        (S::InForce, Event::Bound)
        | (S::Closed | S::Over, Event::Bound | Event::Closed | Event::RanOut) => None,
    }
}

impl Opening {
    /// Whether it has not ended.
    pub fn stands(&self) -> bool {
        matches!(self.state, State::Proposed | State::InForce)
    }

    /// Whether the unit that it is for has been let see anything by it. Before, that unit knows
    /// nothing of it.
    pub fn was_in_force(&self) -> bool {
        self.opened.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        let states = [State::Proposed, State::InForce, State::Closed, State::Over];
        let events = [Event::Bound, Event::Closed, Event::RanOut];
        crate::table::assert_matches(include_str!("opening.rs"), &states, &events, |s, e| {
            rule(s, e).map_or("-".to_owned(), |next| format!("{next:?}"))
        });
    }
}
