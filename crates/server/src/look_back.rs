//! Look back: of which time does somebody ask, and who brings them there?
//!
//! Pages and readings are asked for as of a time in the same way: the time is read and held against what there is,
//! what the asker may see today is asked of the core, and `recall` answers from the state of then. What the core has
//! applied by now is waited for until it is on disk, as readings that left memory are looked for there.

use mission::hindsight::Hindsight;
use mission::reach::Viewer;
use mission::time::Timestamp;
use store::StoreError;

use crate::asked::Asked;
use crate::problem::Problem;
use crate::recall::{Known, Recalled};

/// A time that is looked back at, and what it lies between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Then {
    pub(crate) at: Timestamp,
    /// When the first entry came.
    pub(crate) first: Timestamp,
    pub(crate) now: Timestamp,
}

/// The time that is looked back at, if one is; a display on a wall shows the present.
pub(crate) fn time(asked: &Asked) -> Result<Option<Timestamp>, Problem> {
    let Some(given) = asked.query("at").filter(|_| asked.query("wall") != Some("1")) else {
        return Ok(None);
    };
    // In an address a plus sign is a space.
    let read = given.replace(' ', "+").parse::<jiff::Timestamp>();
    let at = read.map(|at| Timestamp::from_millis(at.as_millisecond()));
    let wrong = |_| Problem::wrong("at", given, "a time such as 2026-05-03T14:00:00-04:00");
    at.map(Some).map_err(wrong)
}

/// The same, if something had come by then and it is no time to come.
pub(crate) async fn within(asked: &Asked, at: Timestamp) -> Result<Then, Problem> {
    let now = asked.shell.now();
    let refused = |expected| Err(Problem::wrong("at", &at.to_string(), expected));
    match asked.shell.first_received().await? {
        None => refused("a time after something has come; nothing has yet".to_owned()),
        Some(first) if at < first || now < at => refused(format!(
            "a time from {first}, when what can be lived through again begins, to {now}, which is now"
        )),
        Some(first) => Ok(Then { at, first, now }),
    }
}

/// Asks what was known then, of which the viewer sees what they might have seen then and may see today.
pub(crate) async fn ask<T: Send + 'static>(
    asked: &Asked,
    viewer: Viewer,
    at: Timestamp,
    question: impl FnOnce(&mut Known<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<Recalled<T>, Problem> {
    let (hindsight, offset) = asked
        .shell
        .ask(move |federation| (Hindsight::of(federation, viewer), federation.applied().offset))
        .await?;
    asked.shell.until_written(offset).await?;
    asked.shell.recall.ask(at, hindsight, question).await
}
