//! Signing: who signs at a tablet that all share, what, and what is left of them there?

use std::time::Duration;

use serde_json::{Value, json};
use store::MemoryStore;

use crate::people::{Browser, comes, founded, id_of};
use crate::world::{Got, MILL, NATION, SHOP, World};

const PIN: &str = "204815";

/// The mill with a committee, a worker who has a PIN, and a tablet.
struct Floor {
    world: World,
    committee: Browser,
    weaver: Browser,
    tablet: Browser,
    mill: String,
    /// The weaver by number.
    person: String,
    incident: String,
}

impl Floor {
    async fn new() -> Self {
        let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
        let mut committee =
            comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
        let mut weaver = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
        weaver.post(&world, "/api/v1/pin", &json!({ "pin": PIN })).await.ok();
        let mill = id_of(&world, &committee, MILL).await;
        let mut tablet = device(&world, &mut committee, &mill, "tablet").await;
        let alarm = json!({"unit": MILL, "kind": "unsure", "words": "smoke", "key": "a"});
        let incident = tablet.post(&world, "/api/v1/alarms", &alarm).await.ok()["incident"].clone();
        let incident = incident.as_str().expect("an id").to_owned();
        let signers = tablet.get(&world, &format!("/api/v1/units/{mill}/signers")).await.ok();
        let signers = signers["signers"].as_array().expect("a list").clone();
        assert_eq!(signers.len(), 1, "only who has a PIN: {signers:?}");
        assert_eq!(signers[0]["name"], "Known as weaver");
        let person = signers[0]["person"].as_str().expect("a number").to_owned();
        Self { world, committee, weaver, tablet, mill, person, incident }
    }

    async fn signs(&mut self, pin: &str) -> Got {
        let body = json!({"person": self.person, "pin": pin});
        self.tablet.post(&self.world, "/api/v1/signing", &body).await
    }

    /// A signature for one act.
    async fn signing(&mut self) -> String {
        self.signs(PIN).await.ok()["signing"].as_str().expect("a secret").to_owned()
    }

    /// The tablet sends something with a signature.
    async fn sends(&self, signing: &str, path: &str, body: &Value) -> Got {
        let (name, value) = self.tablet.header().expect("a session");
        let headers =
            [("content-type", "application/json"), (name, &value), ("cybersyn-signing", signing)];
        self.world.send("POST", path, &headers, body.to_string().as_bytes()).await
    }

    async fn acts(&self, signing: &str, body: &Value) -> Got {
        self.sends(signing, &format!("/api/v1/incidents/{}/acts", self.incident), body).await
    }
}

async fn device(world: &World, committee: &mut Browser, unit: &str, role: &str) -> Browser {
    let body = json!({"role": role, "title": "of hall 2"});
    let made = committee.post(world, &format!("/api/v1/units/{unit}/devices"), &body).await.ok();
    let code = made["link"].as_str().and_then(|link| link.split('#').nth(1)).expect("a code");
    let mut device = Browser::default();
    device.post(world, "/api/v1/join", &json!({ "code": code })).await.ok();
    device
}

fn note(words: &str) -> Value {
    json!({"act": "note", "words": words})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_signs_one_act_under_its_owners_title_and_the_audit_says_at_which_tablet() {
    let mut floor = Floor::new().await;
    let path = format!("/api/v1/incidents/{}/acts", floor.incident);
    let unsigned = floor.tablet.post(&floor.world, &path, &note("seen")).await;
    unsigned.is_problem(403, "those who work");
    let signing = floor.signing().await;
    floor.acts(&signing, &note("the belt is off")).await.ok();
    floor.acts(&signing, &note("again")).await.is_problem(403, "give it again");

    let view = format!("/api/v1/views/incident?id={}", floor.incident);
    let shown = floor.tablet.get(&floor.world, &view).await;
    assert!(shown.text.contains("the belt is off"), "{}", shown.text);
    assert!(shown.text.contains("worker of the day shift"), "{}", shown.text);
    // Nothing of the person stays with the device: it is offered what it was before.
    assert!(!shown.text.contains("Known as weaver"), "{}", shown.text);

    let audit = format!("/api/v1/units/{}/audit", floor.mill);
    let records = floor.committee.get(&floor.world, &audit).await.ok();
    let records = records["records"].as_array().expect("records").clone();
    let noted =
        records.iter().find(|record| record["act"] == "note" && record["refused"].is_null());
    let noted = noted.expect("it was noted");
    assert_eq!(noted["member"], json!(floor.person));
    assert!(noted["device"].is_string(), "{noted}");
    let page = format!("/api/v1/views/audit?unit={MILL}");
    let page = floor.committee.get(&floor.world, &page).await;
    assert!(page.text.contains("at the tablet “of hall 2”"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_good_for_two_minutes_and_where_the_pin_was_typed() {
    let mut floor = Floor::new().await;
    let late = floor.signing().await;
    floor.world.advance(Duration::from_secs(121)).await;
    floor.acts(&late, &note("late")).await.is_problem(403, "give it again");
    let elsewhere = floor.signing().await;
    let mut other = device(&floor.world, &mut floor.committee.clone(), &floor.mill, "tablet").await;
    std::mem::swap(&mut floor.tablet, &mut other);
    floor.acts(&elsewhere, &note("elsewhere")).await.is_problem(403, "give it again");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_pin_nobody_does_what_others_feel_nor_what_is_about_themselves() {
    let mut floor = Floor::new().await;
    let committee = floor.committee.clone();
    floor.committee.post(&floor.world, "/api/v1/pin", &json!({"pin": "900817"})).await.ok();
    let signers = format!("/api/v1/units/{}/signers", floor.mill);
    let signers = floor.tablet.get(&floor.world, &signers).await.ok();
    let of_mill = signers["signers"].as_array().expect("two").iter();
    let mut of_mill = of_mill.filter(|one| one["name"] == "Known as mill");
    let person = of_mill.next().expect("it has a PIN")["person"].clone();
    let as_committee = json!({"person": person, "pin": "900817"});
    let mill = floor.mill.clone();
    for (path, body) in [
        (format!("/api/v1/incidents/{}/acts", floor.incident), json!({"act": "pass_up"})),
        (format!("/api/v1/units/{mill}/invitations"), json!({"role": "worker", "title": "x"})),
        (format!("/api/v1/units/{mill}/keys"), json!({"title": "x"})),
        ("/api/v1/units".to_owned(), json!({"units": []})),
        ("/api/v1/me/erase".to_owned(), json!({})),
        ("/api/v1/pin".to_owned(), json!({"pin": "112358"})),
        ("/api/v1/totp".to_owned(), json!({})),
    ] {
        let signed = floor.tablet.post(&floor.world, "/api/v1/signing", &as_committee).await.ok();
        let signing = signed["signing"].as_str().expect("a secret");
        let got = floor.sends(signing, &path, &body).await;
        assert_eq!(got.status, 403, "{path}: {got:?}");
    }
    drop(committee);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pins_at_a_tablet_never_close_an_incident_as_nothing() {
    let mut floor = Floor::new().await;
    let verdict = json!({"act": "verdict", "real": "nothing"});
    let signing = floor.signing().await;
    floor.acts(&signing, &verdict).await.ok();
    let signing = floor.signing().await;
    let confirm = json!({"act": "confirm_verdict"});
    floor.acts(&signing, &confirm).await.is_problem(403, "a second person");
    floor.committee.post(&floor.world, "/api/v1/pin", &json!({"pin": "900817"})).await.ok();
    let signers = format!("/api/v1/units/{}/signers", floor.mill);
    let signers = floor.tablet.get(&floor.world, &signers).await.ok();
    let other = signers["signers"].as_array().expect("two").iter();
    let other = other.map(|one| one["person"].as_str().expect("a number").to_owned());
    let other = other.into_iter().find(|one| *one != floor.person).expect("the committee");
    floor.person = other;
    let body = json!({"person": floor.person, "pin": "900817"});
    let signed = floor.tablet.post(&floor.world, "/api/v1/signing", &body).await.ok();
    let signing = signed["signing"].as_str().expect("a secret").to_owned();
    floor.acts(&signing, &confirm).await.is_problem(403, "where one has signed in");
    // The committee signs it where it has signed in.
    let path = format!("/api/v1/incidents/{}/acts", floor.incident);
    floor.committee.post(&floor.world, &path, &confirm).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_are_few_and_a_shut_pin_leaves_the_password_as_it_was() {
    let mut floor = Floor::new().await;
    let mut wrong = 0;
    while wrong < 10 {
        let got = floor.signs("000001").await;
        if got.status == 429 {
            floor.world.advance(Duration::from_secs(65)).await;
            continue;
        }
        got.is_problem(403, "not their PIN");
        wrong += 1;
    }
    floor.world.advance(Duration::from_secs(65)).await;
    floor.signs(PIN).await.is_problem(403, "not their PIN");
    Browser::signs_in(&floor.world, "weaver").await;
    // Its owner sets another, and it signs at once.
    floor.weaver = Browser::signs_in(&floor.world, "weaver").await;
    floor.weaver.post(&floor.world, "/api/v1/pin", &json!({ "pin": PIN })).await.ok();
    floor.world.advance(Duration::from_secs(65)).await;
    floor.signs(PIN).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pin_of_who_is_dismissed_and_the_device_that_is_cut_off_are_dead_at_once() {
    let mut floor = Floor::new().await;
    let signing = floor.signing().await;
    let path = format!("/api/v1/units/{}/people/{}/dismiss", floor.mill, floor.person);
    floor.committee.post(&floor.world, &path, &json!({"role": "worker"})).await.ok();
    let got = floor.acts(&signing, &note("still here")).await;
    assert!(matches!(got.status, 403 | 404), "{got:?}");
    floor.signs(PIN).await.is_problem(403, "not their PIN");

    let mut floor = Floor::new().await;
    let signing = floor.signing().await;
    let people = format!("/api/v1/views/people?unit={MILL}");
    let people = floor.committee.get(&floor.world, &people).await.ok();
    let device = people["devices"][0]["person"].as_str().expect("a number").to_owned();
    let path = format!("/api/v1/units/{}/people/{device}/dismiss", floor.mill);
    floor.committee.post(&floor.world, &path, &json!({"role": "tablet"})).await.ok();
    floor.acts(&signing, &note("still here")).await.is_problem(401, "sign in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_opens_nothing_at_a_tablet_of_another_unit() {
    let mut floor = Floor::new().await;
    let mut shop = comes(
        &floor.world,
        &mut floor.committee.clone(),
        (MILL, Some(SHOP)),
        ("shop", "committee"),
    )
    .await;
    let id = id_of(&floor.world, &shop, SHOP).await;
    floor.tablet = device(&floor.world, &mut shop, &id, "tablet").await;
    floor.signs(PIN).await.is_problem(403, "not their PIN");
    let signers = format!("/api/v1/units/{}/signers", floor.mill);
    floor.tablet.get(&floor.world, &signers).await.is_problem(404, "");
    // Nor at any other device of the unit.
    floor.tablet = device(&floor.world, &mut floor.committee.clone(), &floor.mill, "wall").await;
    floor.signs(PIN).await.is_problem(403, "shared tablet");
}
