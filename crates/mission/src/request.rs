//! Request: who asks to be let see a unit's figures, and why?
//!
//! A request is answered by an [opening](crate::opening), or by nothing. Whoever asked sees it as
//! asked for a fortnight and then as over, whether it was declined, granted or never read: a unit
//! that says no is not told from one that says nothing. It is published with its reason to the sister
//! units of the one that is asked, so that nobody is pressed alone.

use crate::id::{RequestId, UnitId};
use crate::opening::Signature;
use crate::time::Timestamp;

/// A request to be let see a unit's figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Its identity.
    pub id: RequestId,
    /// The unit that is asked.
    pub unit: UnitId,
    /// The unit that asks.
    pub from: UnitId,
    /// Why, in words.
    pub words: String,
    /// The role that signed for those who ask.
    pub by: String,
    /// When it was asked.
    pub at: Timestamp,
    /// When it is over.
    pub until: Timestamp,
    /// Who put it out of sight at the unit that is asked. Nobody else is told.
    pub declined: Option<Signature>,
    /// Where it stands.
    pub state: State,
}

/// Where a request stands, for all who see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is asked.
    Asked,
    /// Its time is over.
    Over,
}

impl Request {
    /// Whether the unit that is asked still has it before it.
    pub fn waits(&self) -> bool {
        self.state == State::Asked && self.declined.is_none()
    }
}
