//! Timers: does an incident rise when it must, never before, and after a restart too?

use std::time::Duration;

use mission::time::Timestamp;
use serde_json::Value;
use server::clock::{Clock, Stopwatch};
use store::MemoryStore;
use tokio::time::{interval, timeout};

use crate::world::{DAY, MILL, SECTOR, World};

fn instant(value: &Value) -> Timestamp {
    let instant: jiff::Timestamp = value.as_str().expect("a time").parse().expect("a time");
    Timestamp::from_millis(instant.as_millisecond())
}

async fn rises_at(world: &World, id: &str) -> Timestamp {
    let seen = world.get(MILL, &format!("/api/v1/incidents/{id}")).await.ok();
    instant(&seen["rises_at"])
}

/// Waits until the incident is the sector's, and answers when it rose.
async fn risen(world: &World, id: &str) -> Timestamp {
    let mut looks = interval(Duration::from_millis(20));
    loop {
        looks.tick().await;
        let got = world.get(SECTOR, &format!("/api/v1/incidents/{id}")).await;
        if got.status == 200 {
            return instant(&got.ok()["rises"][0]["at"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_rises_at_its_time_and_not_a_second_before() {
    let world = World::new().await;
    let id = world.incident().await;
    let due = rises_at(&world, &id).await;
    let left = due.since(world.clock.wall());
    world.advance(left.saturating_sub(Duration::from_secs(1))).await;
    world.get(SECTOR, &format!("/api/v1/incidents/{id}")).await.is_problem(404, "");
    // Nothing asks the server to look: it knows by itself.
    world.clock.advance(Duration::from_secs(1));
    let at =
        timeout(Duration::from_secs(5), risen(&world, &id)).await.expect("within five seconds");
    assert_eq!(at, due);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fell_due_while_the_server_was_down_happens_when_it_is_back() {
    let store = MemoryStore::default();
    let world = World::empty(Box::new(store.clone())).await;
    world.found().await;
    let id = world.incident().await;
    let due = rises_at(&world, &id).await;
    let World { server, clock } = world;
    server.stop().await.expect("all is written");
    clock.advance(DAY * 30);

    let back = World::started(Box::new(store), clock).await;
    let at = timeout(Duration::from_secs(10), risen(&back, &id)).await.expect("within ten seconds");
    assert_eq!(at, due, "it counts as risen when it was due");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_clock_runs_an_incident_rises_within_five_seconds_of_its_time() {
    let world = World::new().await;
    let id = world.incident().await;
    let due = rises_at(&world, &id).await;
    world.clock.set_speed(due.since(world.clock.wall()).as_secs_f64() / 2.0);
    let watch = Stopwatch::start();
    timeout(Duration::from_secs(2 + 5), risen(&world, &id)).await.expect("in time");
    assert!(watch.elapsed() >= Duration::from_millis(1_950), "early: {:?}", watch.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_holds_all_recovery_clocks_and_says_so() {
    let world = World::new().await;
    let id = world.incident().await;
    world.clock.set_wall(world.clock.wall() + DAY * 365);
    let health = world.get(MILL, "/healthz").await;
    assert!(health.text.starts_with("held"), "{health:?}");
    assert!(world.get(MILL, "/metrics").await.text.contains("cybersyn_clock_held 1\n"));
    // Reports are taken in all the while, with the times that their senders' clocks show.
    assert_eq!(world.report(MILL, "scrap", &[7.0]).await["accepted"], 1);
    world.get(SECTOR, &format!("/api/v1/incidents/{id}")).await.is_problem(404, "");
}
