//! Summons: does somebody hear of it outside of the pages, whoever it should be, and nothing more?

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use server::clock::{Clock, SimulatedClock};
use server::{Front, Telling, Trust};
use store::{MemoryStore, Store};

use crate::client::PATIENCE;
use crate::people::{Browser, comes, founded_in, id_of};
use crate::receivers::{Letter, Manner, Post, mail, system, telling};
use crate::world::{DAY, MILL, NATION, SECTOR, World, noon, steady};

/// The mill with a committee of one and a worker, on a server that tells them.
pub struct Mill {
    pub world: World,
    pub founder: Browser,
    pub committee: Browser,
    pub worker: Browser,
    pub unit: String,
}

impl Mill {
    pub async fn telling(telling: Telling) -> Self {
        Self::on(Box::<MemoryStore>::default(), telling).await
    }

    pub async fn on(store: Box<dyn Store>, telling: Telling) -> Self {
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
    pub async fn alarm(&mut self, kind: &str, key: &str) -> Value {
        let body = json!({"unit": MILL, "kind": kind, "words": "unmistakable smoke", "key": key});
        self.worker.post(&self.world, "/api/v1/alarms", &body).await.ok()
    }

    async fn reached(&self) -> Value {
        let path = format!("/api/v1/units/{}/reached", self.unit);
        self.committee.get(&self.world, &path).await.ok()
    }

    /// Waits until that is known of the latest summons.
    pub async fn becomes(&self, outcome: &str) -> Value {
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
    pub async fn tried(&self, attempts: usize) -> Value {
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

    pub async fn hands_duty_to(&mut self, login: &str) {
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
pub async fn is_told(world: &World, who: &mut Browser, post: &Post<Letter>, way: Value) -> String {
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

pub fn address(address: &str) -> Value {
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
    mill.world.advance(Duration::from_mins(10)).await;
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
async fn what_comes_in_a_row_comes_in_one_mail_after_a_while() {
    let post = mail().await;
    let mut mill = Mill::telling(telling(Some(post.address), None)).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    mill.alarm("machine", "first").await;
    mill.becomes("reached").await;
    for key in ["a", "b", "c"] {
        mill.alarm("machine", key).await;
        mill.world.advance(Duration::from_mins(1)).await;
    }
    assert_eq!(post.attempted(), 2);
    mill.world.advance(Duration::from_mins(7)).await;
    assert_eq!(post.came(3).await[2].header("Subject"), "yarur: three things need a look");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_figure_is_told_without_the_figure_its_name_or_the_note_with_it() {
    let post = mail().await;
    let (system, root) = system().await;
    let mut mill = Mill::telling(telling(Some(post.address), Some(root))).await;
    is_told(&mill.world, &mut mill.committee, &post, address("ana@example.org")).await;
    let hooks = format!("/api/v1/units/{}/hooks", mill.unit);
    let url = format!("https://localhost:{}/", system.address.port());
    mill.committee.post(&mill.world, &hooks, &json!({"url": url})).await.ok();

    let mut values = steady(60);
    values.extend([777_712.0, 777_713.0, 777_711.0, 777_712.0]);
    let now = mill.world.clock.wall();
    let readings: Vec<Value> = (0..)
        .zip(values.iter().rev())
        .map(|(ago, value)| {
            let at = now - DAY * (ago + 1);
            json!({"indicator": "scrap", "at": at.to_string(), "value": value})
        })
        .collect();
    let body = json!({"unit": MILL, "readings": readings, "note": "an unmistakable note"});
    mill.committee.post(&mill.world, "/api/v1/reports", &body).await.ok();
    let letter = post.came(2).await.pop().unwrap();
    let text = letter.text();
    assert!(text.starts_with("Something changed there, and an incident is open.\n"), "{text}");
    let told = system.came(1).await.pop().unwrap();
    for kept in ["77771", "777,71", "777.71", "777\u{a0}71", "scrap", "unmistakable"] {
        assert!(!letter.data.contains(kept), "{kept} is in {}", letter.data);
        assert!(!told.body.contains(kept), "{kept} is in {}", told.body);
    }
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

    mill.world.advance(Duration::from_mins(10)).await;
    let terms = json!({"unit": MILL, "kind": "capability", "indicator": "output", "value": 9,
                       "by": "t", "words": "new looms"});
    let made = sector.post_for(&mill.world, Some(SECTOR), "/api/v1/agreements", &terms).await;
    assert_eq!(made.status, 201, "{made:?}");
    let offered = post.came(5).await.pop().unwrap();
    assert_eq!(offered.to, "ana@example.org");
    assert!(offered.text().starts_with("Terms were offered, and wait for an answer.\n"));
    assert!(!offered.data.contains("looms"), "{offered:?}");
}
