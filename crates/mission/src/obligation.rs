//! Obligations: what does a level owe for what it received, and has it done so?
//!
//! Escalation is an obligation downward. The level that receives an incident, or a call for help,
//! names an owner, answers by a deadline and offers help; only the helped unit can say that help
//! came. What is missed becomes the receiver's own incident.
//!
//! | state    | OwnerNamed | Answered | HelpOffered | HelpCame | DeadlinePassed | Over     |
//! |----------|------------|----------|-------------|----------|----------------|----------|
//! | Owed     | Owned      | Answered | Owed        | -        | Missed         | Released |
//! | Owned    | Owned      | Answered | Owned       | -        | Missed         | Released |
//! | Answered | Answered   | Answered | Answered    | Met      | -              | Released |
//! | Missed   | Missed     | Late     | Missed      | -        | -              | Released |
//! | Late     | Late       | Late     | Late        | Met      | -              | Released |
//! | Met      | -          | -        | -           | -        | -              | -        |
//! | Released | -          | -        | -           | -        | -              | -        |
//!
//! Answering names the answerer as owner where nobody was named. An answer after the deadline is
//! still an answer (`Late`), and ends the receiver's own incident; that it was missed stays known.

use crate::id::{IncidentId, ObligationId, UnitId};
use crate::time::Timestamp;

/// What a level owes to one below it.
#[derive(Clone, Debug, PartialEq)]
pub struct Obligation {
    /// Its identity.
    pub id: ObligationId,
    /// Why it owes.
    pub reason: Reason,
    /// The level that owes.
    pub debtor: UnitId,
    /// The unit it owes to; for a group of rises, the first of them.
    pub creditor: UnitId,
    /// The incidents it is owed for: one, several of a group, or none for a call for help.
    pub incidents: Vec<IncidentId>,
    /// Where it stands.
    pub state: State,
    /// When it began.
    pub opened: Timestamp,
    /// When the answer is due.
    pub answer_by: Timestamp,
    /// Who owns it at the debtor.
    pub owner: Option<String>,
    /// What was answered.
    pub answer: Option<Said>,
    /// What help was offered.
    pub offer: Option<Said>,
    /// When the helped unit said that help came.
    pub help_came: Option<Timestamp>,
    /// When it was missed.
    pub missed: Option<Timestamp>,
}

/// Why a level owes.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// An incident rose to it.
    Rise,
    /// More incidents rose than it can be told one by one in a day.
    Group,
    /// A unit below asked for help, in these words.
    Help(String),
    /// A safety alarm went to it, in these words.
    Safety(String),
}

/// Words with who signed them and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The words.
    pub words: String,
    /// The role that signed.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Where an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing done yet.
    Owed,
    /// An owner is named.
    Owned,
    /// Answered in time.
    Answered,
    /// The deadline passed without an answer.
    Missed,
    /// Answered after the deadline.
    Late,
    /// The helped unit said that help came.
    Met,
    /// The incident ended first.
    Released,
}

/// What can happen to an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The debtor names an owner.
    OwnerNamed,
    /// The debtor answers.
    Answered,
    /// The debtor offers help.
    HelpOffered,
    /// The creditor says that help came.
    HelpCame,
    /// The answer was due.
    DeadlinePassed,
    /// What it was owed for is over.
    Over,
}

/// The table above.
#[rustfmt::skip]
pub const fn rule(state: State, event: Event) -> Option<State> {
    use {Event as E, State as S};
    match (state, event) {
        (S::Owed | S::Owned, E::OwnerNamed) => Some(S::Owned),
        (S::Owed | S::Owned | S::Answered, E::Answered) => Some(S::Answered),
        (S::Missed | S::Late, E::Answered) => Some(S::Late),
        (S::Answered | S::Missed | S::Late, E::OwnerNamed)
        | (S::Owed | S::Owned | S::Answered | S::Missed | S::Late, E::HelpOffered) => Some(state),
        (S::Answered | S::Late, E::HelpCame) => Some(S::Met),
        (S::Owed | S::Owned, E::DeadlinePassed) => Some(S::Missed),
        (S::Owed | S::Owned | S::Answered | S::Missed | S::Late, E::Over) => Some(S::Released),

        (S::Owed | S::Owned | S::Missed, E::HelpCame)
        | (S::Answered | S::Missed | S::Late, E::DeadlinePassed)
        | (S::Met | S::Released, E::OwnerNamed | E::Answered | E::HelpOffered | E::HelpCame
                                 | E::DeadlinePassed | E::Over) => None,
    }
}

impl Obligation {
    /// Whether anything is still owed.
    pub const fn is_open(&self) -> bool {
        match self.state {
            State::Owed | State::Owned | State::Answered | State::Missed | State::Late => true,
            State::Met | State::Released => false,
        }
    }

    /// Whether the answer is still to come.
    pub const fn awaits_answer(&self) -> bool {
        match self.state {
            State::Owed | State::Owned | State::Missed => true,
            State::Answered | State::Late | State::Met | State::Released => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 7] = [
        State::Owed,
        State::Owned,
        State::Answered,
        State::Missed,
        State::Late,
        State::Met,
        State::Released,
    ];
    const EVENTS: [Event; 6] = [
        Event::OwnerNamed,
        Event::Answered,
        Event::HelpOffered,
        Event::HelpCame,
        Event::DeadlinePassed,
        Event::Over,
    ];

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        crate::table::assert_matches(include_str!("obligation.rs"), &STATES, &EVENTS, |s, e| {
            rule(s, e).map_or("-".to_owned(), |next| format!("{next:?}"))
        });
    }

    #[test]
    fn only_the_helped_can_end_it_while_the_incident_stands() {
        for state in STATES {
            for event in EVENTS {
                if rule(state, event) == Some(State::Met) {
                    assert_eq!(event, Event::HelpCame);
                }
            }
        }
    }
}
