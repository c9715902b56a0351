//! Weeks: does a letter about the week come when it was asked for, and say what its reader may know?

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::PATIENCE;
use crate::people::PASSWORD;
use crate::receivers::{Manner, mail, telling};
use crate::summons::{Mill, address, is_told};
use crate::world::{MILL, SECTOR};

const HOUR: Duration = Duration::from_hours(1);

fn on(day: &str, hour: u32) -> Value {
    json!({"digest": {"day": day, "hour": hour}})
}

// The world begins on a Monday, 2 March 2026, at noon.

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_about_the_week_comes_once_on_its_day_and_holds_no_figure_and_no_other_unit() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let world = &mill.world;
    let id = is_told(world, &mut mill.worker, &post, address("weaver@example.org")).await;
    let path = format!("/api/v1/ways/{id}/digest");
    let before = mill.worker.get(world, "/api/v1/ways").await.ok();
    assert_eq!(before["ways"][0]["digest"], Value::Null, "off until somebody asks for it");
    mill.worker.post(world, &path, &on("friday", 7)).await.ok();
    let after = mill.worker.get(world, "/api/v1/ways").await.ok();
    assert_eq!(after["ways"][0]["digest"], json!({"day": "friday", "hour": 7}));
    mill.world.advance(HOUR * 24 * 3).await;
    assert_eq!(post.came(1).await.len(), 1, "it is Thursday");
    mill.alarm("unsure", "a").await;

    mill.world.advance(HOUR * 24).await;
    let letter = post.came(2).await.pop().unwrap();
    assert_eq!(letter.to, "weaver@example.org");
    assert_eq!(letter.header("Subject"), "The week of yarur");
    let text = letter.text();
    assert!(text.contains("One thing needs the unit now.\n"), "{text}");
    let words = text.replace(&format!("/{MILL}"), "");
    let place = words.lines().filter(|line| !line.starts_with("http")).collect::<String>();
    assert!(!place.contains(|letter: char| letter.is_ascii_digit()), "{place}");
    assert!(!text.contains("steam") && !text.contains(&format!("/{SECTOR}\n")), "{text}");

    mill.world.advance(HOUR * 24 * 6).await;
    assert_eq!(post.came(2).await.len(), 2, "once a week");
    mill.worker.post(&mill.world, &path, &json!({"digest": null})).await.ok();
    mill.world.advance(HOUR * 24 * 14).await;
    assert_eq!(post.came(2).await.len(), 2, "and never where it was ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_week_says_so_in_the_language_of_whoever_reads_it() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let way = json!({"address": "ana@example.org", "lang": "es"});
    let id = is_told(&mill.world, &mut mill.committee, &post, way).await;
    let path = format!("/api/v1/ways/{id}/digest");
    mill.committee.post(&mill.world, &path, &on("tuesday", 0)).await.ok();
    mill.world.advance(HOUR * 24).await;
    let letter = post.came(2).await.pop().unwrap();
    assert_eq!(letter.header("Subject"), "La semana de yarur");
    assert!(letter.text().contains("Nada necesita a la unidad"), "{}", letter.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_not_taken_over_is_tried_again_and_who_left_gets_none() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let id = is_told(&mill.world, &mut mill.worker, &post, address("weaver@example.org")).await;
    let path = format!("/api/v1/ways/{id}/digest");
    mill.worker.post(&mill.world, &path, &on("tuesday", 0)).await.ok();
    post.behaves(Manner::PutsOff);
    let attempts = post.attempted();
    mill.world.advance(HOUR * 24).await;
    post.attempts(attempts + 1).await;
    post.behaves(Manner::Takes);
    // When it is tried again counts from when the last attempt was written down.
    let again = async {
        while post.came(0).await.len() < 2 {
            mill.world.advance(Duration::from_mins(1)).await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("it is tried again");
    assert_eq!(post.came(2).await[1].header("Subject"), "The week of yarur");

    let proof = json!({"password": PASSWORD});
    mill.committee.post(&mill.world, "/api/v1/session/prove", &proof).await.ok();
    let person = mill.number_of("weaver").await;
    let dismiss = format!("/api/v1/units/{}/people/{person}/dismiss", mill.unit);
    mill.committee.post(&mill.world, &dismiss, &json!({"role": "worker"})).await.ok();
    mill.world.advance(HOUR * 24 * 8).await;
    assert_eq!(post.came(2).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_none_is_refused_and_the_way_of_another_is_not_theirs() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let id = is_told(&mill.world, &mut mill.worker, &post, address("weaver@example.org")).await;
    let path = format!("/api/v1/ways/{id}/digest");
    mill.worker.post(&mill.world, &path, &on("someday", 7)).await.is_problem(422, "monday");
    mill.worker.post(&mill.world, &path, &on("friday", 24)).await.is_problem(422, "23");
    mill.committee.post(&mill.world, &path, &on("friday", 7)).await.is_problem(404, "");
}
