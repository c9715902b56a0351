//! Rehearse: how does a rehearsal let time pass?

use std::time::Duration;

use axum::http::StatusCode;

use crate::asked::{Answer, Asked, answer};
use crate::problem::Problem;
use crate::wire::event::{Advance, Advanced};

/// Longest step at once: ten years.
const MOST_S: u64 = 10 * 366 * 86_400;

/// `POST /api/v1/rehearsal/clock`, mounted only where the clock is a simulated one.
pub(crate) async fn clock(asked: Asked) -> Answer {
    let Advance { advance_s } = asked.json()?;
    if advance_s > MOST_S {
        let expected = format!("at most {MOST_S} s");
        return Err(Problem::wrong("advance_s", &advance_s.to_string(), expected));
    }
    let clock = asked.shell.simulated.as_ref().ok_or_else(Problem::unknown)?;
    clock.advance(Duration::from_secs(advance_s));
    // What fell due has happened when this is answered.
    asked.shell.settle().await?;
    Ok(answer(StatusCode::OK, &Advanced { now: asked.shell.now().to_string() }))
}
