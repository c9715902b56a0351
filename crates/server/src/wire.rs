//! Wire: what shapes does the server speak and hear?
//!
//! One module for each kind of thing. Only here is anything made into JSON, so that what leaves the
//! server can be read in one place; `docs/formats` describes it.

pub mod act;
pub mod agreement;
pub mod announcement;
pub mod audit;
pub mod charter;
pub mod correction;
pub mod directive;
pub mod event;
pub mod flow;
pub mod history;
pub mod incident;
pub mod message;
pub mod minute;
pub mod node;
pub mod opening;
pub mod people;
pub mod problem;
pub mod report;
pub mod series;
pub mod summons;
pub mod unit;
pub mod views;

use serde::Serialize;

use crate::limits;
use crate::problem::{Kind, Problem};

/// Why a body cannot be read.
pub(crate) type Unreadable = Problem;

/// A shape as JSON.
pub(crate) fn json<T: Serialize>(shape: &T) -> Vec<u8> {
    serde_json::to_vec(shape).expect("shapes have string keys and finite numbers")
}

/// A body that is no JSON, or JSON of another shape: where, and why.
pub(crate) fn unreadable(error: &serde_json::Error) -> Unreadable {
    use serde_json::error::Category;
    match error.classify() {
        Category::Data => Problem::new(Kind::Wrong, error.to_string()),
        Category::Io | Category::Syntax | Category::Eof => Problem::new(
            Kind::Unreadable,
            format!("the body is no JSON: {error}; numbers such as NaN and Infinity are none"),
        ),
    }
}

/// Refuses JSON in which objects and lists lie too deep inside each other.
pub(crate) fn depth(body: &[u8]) -> Result<(), Unreadable> {
    let (mut deep, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => deep += 1,
            b'}' | b']' if !in_text => deep = deep.saturating_sub(1),
            _ => {}
        }
        if deep > limits::JSON_DEPTH {
            let most = limits::JSON_DEPTH;
            let detail = format!("objects and lists lie deeper than {most} inside each other");
            return Err(Problem::new(Kind::Unreadable, detail));
        }
    }
    Ok(())
}
