//! Message: how are messages, and needs and offers, written?

use mission::message::{About, Course, Message};
use mission::post::{Ending, Kind, Post, State};

use super::shape::{fields, variants};

fields! {
    Message { id, from, course, to, answers, about, words, by, at, theirs }
    Post { id, unit, kind, words, amount, until, by, at, state, ended }
}

variants! {
    Course { 0 Up, 1 Down, 2 Sideways, 3 Within, 4 Across }
    About { 0 Incident(incident), 1 Directive(directive), 2 Post(post), 3 Indicator(indicator) }
    Kind { 0 Need, 1 Offer }
    State { 0 Standing, 1 Met, 2 Withdrawn, 3 Expired }
    Ending { 0 Met, 1 Withdrawn, 2 Expired }
}
