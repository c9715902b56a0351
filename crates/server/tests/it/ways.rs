//! Ways: who says by what they are told, is it theirs to say, and is it known after a restart?

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use server::clock::SimulatedClock;
use server::{Front, MailAccount, Trust};
use store::{SqliteStore, Store};

use crate::people::{Browser, PASSWORD, id_of};
use crate::receivers::{Manner, mail, telling};
use crate::summons::{Mill, address, is_told};
use crate::world::{NATION, World, noon};

/// A store whose process may end at any time.
fn sqlite(directory: &Path) -> Box<dyn Store> {
    Box::new(SqliteStore::open(directory).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_told_nothing_before_its_code_was_given_and_a_code_is_not_guessed() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let world = &mill.world;
    let made = mill.committee.post(world, "/api/v1/ways", &address("stranger@example.org")).await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    // Nobody's mail is filled from here.
    let again = mill.committee.post(world, "/api/v1/ways", &address("other@example.org")).await;
    again.is_problem(429, "just sent");
    let path = format!("/api/v1/ways/{id}/confirm");
    let text = post.came(1).await[0].text();
    let code = text.lines().find(|line| line.starts_with("    ")).unwrap().trim().to_owned();
    // It is theirs alone.
    mill.worker.post(world, &path, &json!({"code": code})).await.is_problem(404, "");
    for _ in 0..5 {
        let wrong = json!({"code": "0000-0000-0000"});
        mill.committee.post(world, &path, &wrong).await.is_problem(422, "code");
    }
    mill.committee.post(world, &path, &json!({"code": code})).await.is_problem(409, "no more");
    mill.alarm("machine", "a").await;
    let reached = mill.becomes("nobody").await;
    assert_eq!((&reached["has_way"], post.attempted()), (&json!(false), 1));
    let ways = mill.committee.get(&mill.world, "/api/v1/ways").await.ok();
    assert_eq!(ways["ways"][0]["confirmed"], false);
    for bad in ["", "root@localhost", "a@b.org\r\nRCPT TO:<c@d.org>", "a@[10.0.0.1]"] {
        let got = mill.worker.post(&mill.world, "/api/v1/ways", &address(bad)).await;
        got.is_problem(422, "address");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_duty_is_handed_over_by_whoever_has_it_or_the_committee() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let path = format!("/api/v1/units/{}/duty", mill.unit);
    let nobody = json!({"person": null});
    mill.worker.post(&mill.world, &path, &nobody).await.is_problem(403, "by whoever has it");
    mill.hands_duty_to("weaver").await;
    let duty = mill.committee.get(&mill.world, &path).await.ok();
    assert_eq!(duty["name"], "Known as weaver");
    mill.worker.post(&mill.world, &path, &json!({"person": "999"})).await.is_problem(422, "person");
    mill.worker.post(&mill.world, &path, &nobody).await.ok();
    assert_eq!(mill.worker.get(&mill.world, &path).await.ok()["person"], Value::Null);
    mill.founder.get(&mill.world, &path).await.is_problem(404, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_it_goes_on_where_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let post = mail().await;
    let told = || telling(Some(post.address), None);
    let mut mill = Mill::on(sqlite(directory.path()), told()).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    post.behaves(Manner::PutsOff);
    mill.alarm("machine", "a").await;
    mill.tried(1).await;
    let clock = mill.world.clock.clone();
    mill.world.server.stop().await.unwrap();

    post.behaves(Manner::Takes);
    clock.advance(Duration::from_mins(1));
    let front = (Front::default(), told());
    let world = World::of(Trust::Members, sqlite(directory.path()), clock.clone(), front).await;
    assert_eq!(post.came(2).await[1].header("Subject"), "yarur: something needs a look");
    world.server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_before_people_were_told_is_told_to_nobody() {
    let directory = tempfile::tempdir().unwrap();
    let post = mail().await;
    let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
    let world = World::started(sqlite(directory.path()), clock.clone()).await;
    world.found().await;
    let alarm =
        |key: &str| json!({"unit": NATION, "kind": "unsure", "by": "w", "words": "", "key": key});
    world.post(NATION, "/api/v1/alarms", &alarm("before")).await.ok();
    world.server.stop().await.unwrap();

    let front = (Front::default(), telling(Some(post.address), None));
    let world = World::of(Trust::Members, sqlite(directory.path()), clock, front).await;
    let mut founder = Browser::default();
    let door = world.server.first_page().unwrap().expect("nobody has an account");
    let code = door.split('#').nth(1).unwrap();
    let first = json!({"code": code, "login": "founder", "name": "F", "password": PASSWORD});
    assert_eq!(founder.post(&world, "/api/v1/first", &first).await.status, 201);
    is_told(&world, &mut founder, &post, address("founder@example.org")).await;
    let made = founder.post(&world, "/api/v1/alarms", &alarm("after")).await.ok();
    let text = post.came(2).await[1].text();
    assert!(text.contains(&format!("/i/{}", made["incident"].as_str().unwrap())), "{text}");
    let id = id_of(&world, &founder, NATION).await;
    let reached = founder.get(&world, &format!("/api/v1/units/{id}/reached")).await.ok();
    assert_eq!(reached["summonses"].as_array().unwrap().len(), 1, "{reached}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_for_mail_is_given_to_its_server_and_a_wrong_one_is_tried_again() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("password");
    std::fs::write(&file, "two looms\n").unwrap();
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&file, permissions).unwrap();
    let post = mail().await;
    let mut told = telling(Some(post.address), None);
    let account = MailAccount::read("cybersyn".to_owned(), &file).unwrap();
    told.mail.as_mut().unwrap().account = Some(account);
    let mut mill = Mill::telling(told).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    let auth = post.came(1).await[0].auth.clone().unwrap();
    let said = STANDARD.decode(auth.strip_prefix("AUTH PLAIN ").unwrap()).unwrap();
    assert_eq!(said, b"\0cybersyn\0two looms");
    post.behaves(Manner::KnowsNobody);
    mill.alarm("machine", "a").await;
    mill.tried(1).await;
    post.behaves(Manner::Takes);
    mill.world.advance(Duration::from_mins(1)).await;
    mill.becomes("reached").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_much_is_delivered_is_counted_without_a_name() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    mill.alarm("machine", "a").await;
    mill.becomes("reached").await;
    let text = mill.committee.get(&mill.world, "/metrics").await.text;
    for line in
        ["deliveries_done_total 1\n", "deliveries_failed_total 0\n", "deliveries_waiting 0\n"]
    {
        assert!(text.contains(&format!("cybersyn_{line}")), "{text}");
    }
    assert!(!text.contains("example.org") && !text.contains("yarur"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_the_unit_meanwhile_is_told_no_more() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    is_told(&mill.world, &mut mill.worker, &post, address("weaver@example.org")).await;
    mill.hands_duty_to("weaver").await;
    post.behaves(Manner::PutsOff);
    mill.alarm("machine", "a").await;
    mill.tried(1).await;
    let weaver = mill.number_of("weaver").await;
    let path = format!("/api/v1/units/{}/people/{weaver}/dismiss", mill.unit);
    mill.committee.post(&mill.world, &path, &json!({"role": "worker"})).await.ok();
    post.behaves(Manner::Takes);
    mill.world.advance(Duration::from_mins(1)).await;
    assert_eq!(post.came(3).await[2].to, "ana@example.org");
    mill.becomes("reached").await;
}
