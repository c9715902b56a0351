//! Directives: what does a level ask of its parts, and what do they answer?
//!
//! A policy goes down with its reason and a date, and each receiver answers for itself. An answer
//! can be changed until the directive is withdrawn; every answer is kept, and shown.
//!
//! | answer    | Accepted | Countered | Objected |
//! |-----------|----------|-----------|----------|
//! | Awaited   | Accepted | Countered | Objected |
//! | Accepted  | -        | Countered | Objected |
//! | Countered | Accepted | Countered | Objected |
//! | Objected  | Accepted | Countered | Objected |

use crate::id::{DirectiveId, UnitId};
use crate::time::{Date, Timestamp};

/// A policy sent down, with what its receivers answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Directive {
    /// Its identity.
    pub id: DirectiveId,
    /// The unit that sends it.
    pub from: UnitId,
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
    /// When its sender took it back.
    pub withdrawn: Option<Timestamp>,
    /// Each receiver, in order of id, with its answers, the first first.
    pub receivers: Vec<Receiver>,
}

/// A unit that a directive was sent to.
#[derive(Clone, Debug, PartialEq)]
pub struct Receiver {
    /// The unit.
    pub unit: UnitId,
    /// What it answers now.
    pub answer: Answer,
    /// All it answered.
    pub replies: Vec<Reply>,
}

/// One answer as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// What was answered.
    pub event: Event,
    /// The counter-proposal, the objection, or a word with the acceptance.
    pub words: String,
    /// Who signed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What a receiver answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Awaited,
    /// It will do so.
    Accepted,
    /// It proposes something else.
    Countered,
    /// It will not, and says why.
    Objected,
}

/// What a receiver can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Accept.
    Accepted,
    /// Propose something else.
    Countered,
    /// Object.
    Objected,
}

/// The table above.
pub const fn rule(answer: Answer, event: Event) -> Option<Answer> {
    match (answer, event) {
        (Answer::Accepted, Event::Accepted) => None,
        (Answer::Awaited | Answer::Countered | Answer::Objected, Event::Accepted) => {
            Some(Answer::Accepted)
        }
        (
            Answer::Awaited | Answer::Accepted | Answer::Countered | Answer::Objected,
            Event::Countered,
        ) => Some(Answer::Countered),
        (
            Answer::Awaited | Answer::Accepted | Answer::Countered | Answer::Objected,
            Event::Objected,
        ) => Some(Answer::Objected),
    }
}

impl Directive {
    /// The receiver, if the directive went to that unit.
    pub fn receiver(&self, unit: UnitId) -> Option<&Receiver> {
        self.receivers.iter().find(|receiver| receiver.unit == unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        let answers = [Answer::Awaited, Answer::Accepted, Answer::Countered, Answer::Objected];
        let events = [Event::Accepted, Event::Countered, Event::Objected];
        crate::table::assert_matches(include_str!("directive.rs"), &answers, &events, |a, e| {
            rule(a, e).map_or("-".to_owned(), |next| format!("{next:?}"))
        });
    }
}
