//! What does a federation do with what its units report?
//!
//! Report, signal, recovery, escalation, roll-up, directive: the rules, and nothing else. There is
//! no clock here, no file, no socket, no randomness; time and identity are arguments.
//! [`federation::Federation::step`] is the way in; [`reach::reach`] says who may see what came of
//! it.

pub mod agreement;
pub mod announcement;
pub mod cadence;
pub mod calendar;
pub mod charter;
pub mod directive;
pub mod draft;
pub mod effect;
pub mod escalation;
pub mod event;
pub mod federation;
pub mod flow;
pub mod forgetting;
pub mod hindsight;
pub mod id;
pub mod incident;
pub mod index;
pub mod letter;
pub mod limits;
pub mod link;
pub mod may;
pub mod message;
pub mod name;
pub mod obligation;
pub mod opening;
pub mod post;
pub mod precedent;
pub mod reach;
pub mod registry;
pub mod release;
pub mod report;
pub mod request;
pub mod roll;
pub mod rollup;
pub mod sentence;
pub mod series;
pub mod signal;
pub mod summons;
pub mod time;

#[cfg(test)]
mod table;
