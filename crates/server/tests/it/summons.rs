//! Summons: does somebody hear of it outside of the pages, whoever it should be, and nothing more?

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use server::clock::{Clock, SimulatedClock};
use server::{Front, MailAccount, Telling, Trust};
use store::{MemoryStore, SqliteStore, Store};

use crate::client::PATIENCE;
use crate::people::{Browser, PASSWORD, comes, founded_in, id_of};
use crate::receivers::{Letter, Manner, Post, mail, system, telling};
use crate::world::{MILL, NATION, SECTOR, World, noon};

/// The mill with a committee of one and a worker, on a server that tells them.
struct Mill {
    world: World,
    founder: Browser,
    committee: Browser,
    worker: Browser,
    unit: String,
}

impl Mill {
    async fn telling(telling: Telling) -> Self {
        Self::on(Box::<MemoryStore>::default(), telling).await
    }

    async fn on(store: Box<dyn Store>, telling: Telling) -> Self {
        let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
        let world = World::of(Trust::Members, store, clock, (Front::default(), telling)).await;
        let mut founder = founded_in(&world).await;
        let mut committee =
            comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
        let worker = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
        let unit = id_of(&world, &committee, MILL).await;
        Self { world, founder, committee, worker, unit }
    }

    /// Somebody says something of some kind at the mill.
    async fn alarm(&mut self, kind: &str, key: &str) -> Value {
        let body = json!({"unit": MILL, "kind": kind, "words": "unmistakable smoke", "key": key});
        self.worker.post(&self.world, "/api/v1/alarms", &body).await.ok()
    }

    async fn reached(&self) -> Value {
        let path = format!("/api/v1/units/{}/reached", self.unit);
        self.committee.get(&self.world, &path).await.ok()
    }

    /// Waits until that is known of the latest summons.
    async fn becomes(&self, outcome: &str) -> Value {
        let until = async {
            loop {
                let reached = self.reached().await;
                if reached["summonses"][0]["outcome"] == outcome {
                    return reached;
                }
                tokio::task::yield_now().await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, until).await;
        let Ok(found) = found else {
            panic!("it does not become {outcome}: {}", self.reached().await)
        };
        found
    }

    /// Waits until the latest summons has been tried so often, and that is written down.
    async fn tried(&self, attempts: usize) -> Value {
        let until = async {
            loop {
                let latest = self.reached().await["summonses"][0].clone();
                if latest["attempts"] == attempts {
                    return latest;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, until).await.expect("it is tried")
    }

    async fn hands_duty_to(&mut self, login: &str) {
        let view = format!("/api/v1/views/people?unit={MILL}");
        let people = self.committee.get(&self.world, &view).await.ok();
        let members = people["members"].as_array().unwrap();
        let name = format!("Known as {login}");
        let member = members.iter().find(|member| member["name"] == name.as_str()).unwrap();
        let path = format!("/api/v1/units/{}/duty", self.unit);
        let body = json!({"person": member["person"]});
        self.committee.post(&self.world, &path, &body).await.ok();
    }
}

/// Somebody is told by mail from now on.
async fn is_told(world: &World, who: &mut Browser, post: &Post<Letter>, way: Value) -> String {
    let before = post.came(0).await.len();
    let made = who.post(world, "/api/v1/ways", &way).await;
    assert_eq!(made.status, 201, "{made:?}");
    let letter = post.came(before + 1).await.pop().unwrap();
    let text = letter.text();
    let code = text.lines().find(|line| line.starts_with("    ")).expect("a code").trim();
    let id = made.json()["id"].as_str().unwrap().to_owned();
    who.post(world, &format!("/api/v1/ways/{id}/confirm"), &json!({"code": code})).await.ok();
    world.advance(Duration::from_mins(1)).await;
    id
}

fn address(address: &str) -> Value {
    json!({"address": address, "lang": "en"})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_committee_is_mailed_what_kind_of_thing_it_is_and_where_and_no_word_of_it() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let world = &mill.world;
    is_told(world, &mut mill.committee, &post, address("ana@example.org")).await;
    is_told(world, &mut mill.worker, &post, address("weaver@example.org")).await;
    let made = mill.alarm("unsure", "a").await;

    let letter = post.came(3).await.pop().unwrap();
    assert_eq!(
        (letter.from.as_str(), letter.to.as_str()),
        ("cybersyn@example.org", "ana@example.org")
    );
    assert_eq!(letter.header("Subject"), "yarur: something needs a look");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    assert_eq!(letter.header("Date"), "Mon, 02 Mar 2026 12:02:00 +0000");
    let link = format!(
        "http://{}/{MILL}/i/{}",
        mill.world.server.address(),
        made["incident"].as_str().unwrap()
    );
    let text = letter.text();
    assert!(text.starts_with("Somebody raised an alarm.\nLook at it by "), "{text}");
    assert!(text.contains(&link), "{text}");
    assert!(!letter.data.contains("unmistakable"), "{letter:?}");
    let reached = mill.becomes("reached").await;
    assert_eq!((&reached["nobody"], &reached["has_way"]), (&json!(0), &json!(true)));
    // Whoever works there and has no duty is not called.
    assert_eq!(post.attempted(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_on_duty_is_told_first_in_their_language_and_a_safety_alarm_tells_all() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    let way = json!({"address": "tejedor@example.org", "lang": "es"});
    is_told(&mill.world, &mut mill.worker, &post, way).await;
    mill.hands_duty_to("weaver").await;

    mill.alarm("machine", "a").await;
    let letter = post.came(3).await.pop().unwrap();
    assert_eq!(letter.to, "tejedor@example.org");
    assert_eq!(letter.header("Subject"), "yarur: hay algo que mirar");
    assert!(letter.text().starts_with("Alguien dio una alarma.\nHay que verlo antes del "));
    mill.becomes("reached").await;

    mill.alarm("safety", "b").await;
    let mut to: Vec<_> = post.came(5).await.split_off(3);
    to.sort_by(|one, other| one.to.cmp(&other.to));
    let to: Vec<_> =
        to.iter().map(|letter| (letter.to.as_str(), letter.header("Subject"))).collect();
    assert_eq!(to[0], ("ana@example.org", "yarur: safety alarm"));
    assert_eq!(to[1], ("tejedor@example.org", "yarur: alarma de seguridad"));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_hours_of_rest_nothing_comes_but_a_safety_alarm_and_the_rest_when_they_are_over() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    // It is noon.
    let way = json!({"address": "ana@example.org", "quiet": {"from": "11:30", "until": "13:15"}});
    is_told(&mill.world, &mut mill.committee, &post, way).await;
    mill.alarm("machine", "a").await;
    mill.alarm("unsure", "b").await;
    mill.alarm("safety", "c").await;
    let urgent = post.came(2).await.pop().unwrap();
    assert_eq!(urgent.header("Subject"), "yarur: safety alarm");
    mill.becomes("reached").await;
    mill.world.advance(Duration::from_mins(73)).await;
    assert_eq!(post.attempted(), 2);
    mill.world.advance(Duration::from_mins(1)).await;
    // What has gathered comes as one mail.
    let rest = post.came(3).await.pop().unwrap();
    assert_eq!(rest.header("Subject"), "yarur: two things need a look");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_off_is_tried_again_ever_later_and_what_is_refused_is_not() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    post.behaves(Manner::PutsOff);
    mill.alarm("machine", "a").await;
    for (tried, minutes) in [(1, 1), (2, 2), (3, 4)] {
        let waits = mill.tried(tried).await;
        assert_eq!(waits["trouble"], "the server for mail puts it off");
        mill.world.advance(Duration::from_mins(minutes)).await;
    }
    mill.tried(4).await;
    post.behaves(Manner::Takes);
    mill.world.advance(Duration::from_mins(8)).await;
    assert_eq!(post.came(2).await[1].header("Subject"), "yarur: something needs a look");
    let reached = mill.becomes("reached").await;
    assert_eq!((&reached["summonses"][0]["attempts"], &reached["nobody"]), (&json!(5), &json!(0)));

    post.behaves(Manner::Refuses);
    mill.alarm("machine", "b").await;
    let nobody = mill.becomes("nobody").await;
    assert_eq!(nobody["nobody"], 1);
    let trouble = nobody["summonses"][0]["trouble"].as_str().unwrap();
    assert_eq!(trouble, "the server for mail refused it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_for_mail_that_is_away_is_tried_for_a_day_and_then_nobody_was_reached() {
    let mut post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    post.leaves().await;
    mill.alarm("safety", "a").await;
    for (tried, minutes) in [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360].into_iter().enumerate() {
        let waits = mill.tried(tried + 1).await;
        assert_eq!(waits["trouble"], "the server for mail was not reached");
        mill.world.advance(Duration::from_mins(minutes)).await;
    }
    mill.tried(12).await;
    mill.becomes("nobody").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_for_mail_that_says_nothing_is_not_waited_for() {
    let post = mail().await;
    let mut told = telling(Some(post.address), None);
    told.trial.patience = Some(Duration::from_secs(3));
    let mut mill = Mill::telling(told).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    post.behaves(Manner::IsSilent);
    mill.alarm("machine", "a").await;
    let waits = mill.tried(1).await;
    assert_eq!(
        (&waits["trouble"], &waits["outcome"]),
        (&json!("it took too long"), &json!("waiting"))
    );
    post.behaves(Manner::Takes);
    mill.world.advance(Duration::from_mins(1)).await;
    mill.becomes("reached").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_on_duty_and_not_reached_is_followed_by_the_committee() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    let way = is_told(&mill.world, &mut mill.worker, &post, address("weaver@example.org")).await;
    mill.hands_duty_to("weaver").await;
    post.behaves(Manner::PutsOff);
    mill.alarm("machine", "a").await;
    mill.tried(1).await;
    post.behaves(Manner::Takes);
    // They are told by mail no more, and what was on its way to them goes to others.
    let path = format!("/api/v1/ways/{way}/end");
    mill.worker.post(&mill.world, &path, &json!({})).await.ok();
    assert_eq!(post.came(3).await[2].to, "ana@example.org");
    mill.becomes("reached").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_to_what_somebody_has_taken_on_or_from_where_they_do_not_belong() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    post.behaves(Manner::PutsOff);
    let made = mill.alarm("machine", "a").await;
    mill.tried(1).await;
    let id = made["incident"].as_str().unwrap();
    let act = json!({"act": "take_on", "by": "w"});
    let path = format!("/api/v1/incidents/{id}/acts");
    mill.worker.post(&mill.world, &path, &act).await.ok();
    post.behaves(Manner::Takes);
    mill.world.advance(Duration::from_mins(1)).await;
    mill.becomes("past").await;

    // The nation's founder has a way and does not belong to the mill.
    is_told(&mill.world, &mut mill.founder, &post, address("founder@example.org")).await;
    mill.alarm("unsure", "b").await;
    mill.becomes("reached").await;
    let to: Vec<_> = post.came(3).await.into_iter().map(|letter| letter.to).collect();
    assert_eq!(to, ["ana@example.org", "founder@example.org", "ana@example.org"]);
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

/// A store whose process may end at any time.
fn sqlite(directory: &Path) -> Box<dyn Store> {
    Box::new(SqliteStore::open(directory).unwrap())
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
    let code = door.split("code=").nth(1).unwrap();
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
async fn what_rises_or_is_offered_reaches_those_who_answer_for_it() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    let mut sector =
        comes(&mill.world, &mut mill.founder, (NATION, Some(SECTOR)), ("sector", "committee"))
            .await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    is_told(&mill.world, &mut sector, &post, address("sector@example.org")).await;
    let incident = mill.alarm("machine", "a").await["incident"].as_str().unwrap().to_owned();
    post.came(3).await;
    let up = json!({"act": "pass_up", "by": "c", "words": "a fitter is needed"});
    let path = format!("/api/v1/incidents/{incident}/acts");
    mill.committee.post(&mill.world, &path, &up).await.ok();
    let rose = post.came(4).await.pop().unwrap();
    assert_eq!(
        (rose.to.as_str(), rose.header("Subject")),
        ("sector@example.org", "textiles: something needs a look")
    );
    assert!(
        rose.text().starts_with("An incident rose to it, and an answer is owed.\n"),
        "{rose:?}"
    );
    assert!(rose.text().contains(&format!("/{MILL}/i/{incident}")), "{rose:?}");
    assert!(!rose.data.contains("fitter"), "{rose:?}");

    let terms = json!({"unit": MILL, "kind": "capability", "indicator": "output", "value": 9,
                       "by": "t", "words": "new looms"});
    let made = sector.post_for(&mill.world, Some(SECTOR), "/api/v1/agreements", &terms).await;
    assert_eq!(made.status, 201, "{made:?}");
    let offered = post.came(5).await.pop().unwrap();
    assert_eq!(offered.to, "ana@example.org");
    assert!(offered.text().starts_with("Terms were offered, and wait for an answer.\n"));
    assert!(!offered.data.contains("looms"), "{offered:?}");
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
