//! Hooks: are other systems told so that they know by whom, and is the server led nowhere by them?

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use server::Telling;
use server::clock::Clock;

use crate::receivers::{Manner, Post, system, telling};
use crate::summons::{Mill, address};
use crate::world::MILL;

#[tokio::test(flavor = "multi_thread")]
async fn another_system_is_told_signed_and_again_under_the_same_id_and_is_led_nowhere() {
    let (post, root) = system().await;
    let mut mill = Mill::telling(telling(None, Some(root))).await;
    let hooks = format!("/api/v1/units/{}/hooks", mill.unit);
    let url = format!("https://localhost:{}/in?from=mill", post.address.port());
    let made = mill.committee.post(&mill.world, &hooks, &json!({"url": url})).await;
    assert_eq!(made.status, 201, "{made:?}");
    let secret = made.json()["secret"].as_str().unwrap().to_owned();
    let listed = mill.committee.get(&mill.world, &hooks).await;
    assert!(!listed.text.contains(&secret) && listed.text.contains("/in?from=mill"));

    post.behaves(Manner::SendsAway);
    let incident = mill.alarm("machine", "a").await["incident"].as_str().unwrap().to_owned();
    mill.tried(1).await;
    post.behaves(Manner::PutsOff);
    mill.world.advance(Duration::from_mins(1)).await;
    mill.tried(2).await;
    // An answer that never ends is cut off, and the status counts.
    post.behaves(Manner::KnowsNobody);
    mill.world.advance(Duration::from_mins(2)).await;
    let came = post.came(3).await;
    mill.becomes("reached").await;

    let key = ring::hmac::Key::new(
        ring::hmac::HMAC_SHA256,
        &STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap(),
    );
    for told in &came {
        assert!(told.head.starts_with("POST /in?from=mill HTTP/1.1\r\n"), "{told:?}");
        assert_eq!(told.header("content-type"), "application/cloudevents+json; charset=utf-8");
        let (id, time) = (told.header("webhook-id"), told.header("webhook-timestamp"));
        let signed = format!("{id}.{time}.{}", told.body);
        let tag = told.header("webhook-signature").strip_prefix("v1,").unwrap();
        ring::hmac::verify(&key, signed.as_bytes(), &STANDARD.decode(tag).unwrap()).unwrap();
        assert_eq!(id, came[0].header("webhook-id"));
        assert_eq!(told.body, came[0].body);
    }
    let at = mill.world.clock.wall().as_millis() / 1000;
    assert_eq!(came[2].header("webhook-timestamp"), at.to_string());
    let event: Value = serde_json::from_str(&came[0].body).unwrap();
    assert_eq!(event["specversion"], "1.0");
    assert_eq!(event["id"], came[0].header("webhook-id"));
    assert_eq!(event["type"], "org.cybersyn.summons.alarm");
    assert_eq!(event["subject"], MILL);
    assert_eq!(event["time"], "2026-03-02T12:00:00Z");
    assert_eq!(event["data"]["sentence"], "Somebody raised an alarm.");
    let link = event["data"]["link"].as_str().unwrap();
    assert!(link.ends_with(&format!("/{MILL}/i/{incident}")), "{link}");
    assert!(!came[0].body.contains("unmistakable"), "{event}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_that_says_it_is_gone_or_proves_to_be_another_is_told_nothing() {
    let (post, root) = system().await;
    let (other, _) = system().await;
    let mut mill = Mill::telling(telling(None, Some(root))).await;
    let hooks = format!("/api/v1/units/{}/hooks", mill.unit);
    let at = |post: &Post<_>| format!("https://localhost:{}/", post.address.port());
    let made = mill.committee.post(&mill.world, &hooks, &json!({"url": at(&post)})).await.ok();
    post.behaves(Manner::Refuses);
    mill.alarm("machine", "a").await;
    mill.becomes("nobody").await;

    let path = format!("{hooks}/{}/end", made["id"].as_str().unwrap());
    mill.committee.post(&mill.world, &path, &json!({})).await.ok();
    mill.committee.post(&mill.world, &hooks, &json!({"url": at(&other)})).await.ok();
    mill.alarm("machine", "b").await;
    mill.tried(1).await;
    let waits = mill.becomes("waiting").await;
    assert_eq!(waits["summonses"][0]["ways"], 1);
    assert!(other.came(0).await.is_empty());
    assert_eq!(post.attempted(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_can_name_no_address_inside_and_only_its_committee_names_any() {
    // A server as it is handed out: nothing that tests may do.
    let mut mill = Mill::telling(Telling::default()).await;
    let hooks = format!("/api/v1/units/{}/hooks", mill.unit);
    for (url, why) in [
        ("https://localhost:9/", "none of the public internet"),
        ("https://127.0.0.1/", "this machine's own"),
        ("https://169.254.169.254/latest/meta-data/", "link-local"),
        ("https://[::ffff:10.0.0.1]/", "in disguise"),
        ("http://example.org/", "https://"),
    ] {
        let got = mill.committee.post(&mill.world, &hooks, &json!({"url": url})).await;
        got.is_problem(422, why);
    }
    let good = json!({"url": "https://hooks.example.org/in"});
    mill.worker.post(&mill.world, &hooks, &good).await.is_problem(403, "committee");
    mill.founder.post(&mill.world, &hooks, &good).await.is_problem(404, "");
    mill.world.advance(Duration::from_mins(16)).await;
    mill.committee.post(&mill.world, &hooks, &good).await.is_problem(401, "password again");
    // Without a server for mail nobody is asked to wait for one.
    let got = mill.worker.post(&mill.world, "/api/v1/ways", &address("a@example.org")).await;
    got.is_problem(409, "--mail");
}
