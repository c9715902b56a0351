//! Live: how does a rehearsed nation go on beside a server, at the speed of its clock?
//!
//! What comes from the nation is sent when the clock says so. Its people read their units' telex
//! and answer; whoever sits at the screen acts among them, and is answered by them.

use std::sync::Arc;
use std::time::Duration;

use mission::effect::Notice;
use mission::event::Event;
use mission::federation::Federation;
use mission::time::Timestamp;
use server::{Stage, Unreachable};

use crate::limits;
use crate::people::People;
use crate::world::World;
use crate::world::feed::Feed;

/// How often people look at their telex, in their own time.
const LOOK: Duration = Duration::from_mins(15);

/// Lets the nation go on until the server stops.
pub async fn go_on(world: Arc<World>, stage: Stage) -> Result<(), Unreachable> {
    let start = stage.ask(|federation| federation.applied().received).await?;
    let today = world.day_of(world.calendars[0].date_of(start));
    let mut feed = Feed::from_day(Arc::clone(&world), today);
    while feed.next_at().is_some_and(|at| at <= start) {
        feed.next();
    }
    let mut people = People::new(world);
    people = stage
        .ask(move |federation| {
            people.remember(federation, start);
            people.begin_to_write(federation, start);
            people
        })
        .await?;
    let mut heard = start;
    loop {
        let now = stage.now();
        people = stage
            .ask(move |federation| {
                for notice in since(federation, heard) {
                    people.hear(federation, &notice);
                }
                people
            })
            .await?;
        heard = now;
        send(&stage, &mut feed, now).await?;
        while let Some((_, act)) = people.next_before(now) {
            stage.come(Event::Act(act)).await?;
        }
        let next = [feed.next_at(), people.next_at()].into_iter().flatten().min();
        stage.wait_until(next.map_or(now + LOOK, |next| next.min(now + LOOK))).await?;
    }
}

/// Sends what is due, many at a time: each is answered only when it is written.
async fn send(stage: &Stage, feed: &mut Feed, now: Timestamp) -> Result<(), Unreachable> {
    let mut sending = tokio::task::JoinSet::new();
    while let Some(sent) = feed.next_before(now) {
        if sending.len() >= limits::SENT_AT_ONCE
            && let Some(done) = sending.join_next().await
        {
            done.unwrap_or(Err(Unreachable))?;
        }
        let stage = stage.clone();
        sending.spawn(async move { stage.come(sent.event).await });
    }
    while let Some(done) = sending.join_next().await {
        done.unwrap_or(Err(Unreachable))?;
    }
    Ok(())
}

/// What units were told after that time.
fn since(federation: &Federation, time: Timestamp) -> Vec<Notice> {
    let units = federation.registry().units().iter();
    let told = units.flat_map(|unit| {
        let lines = federation.ledger(unit.id).notices.iter().rev();
        lines.take_while(move |notice| notice.at > time).cloned()
    });
    told.collect()
}
