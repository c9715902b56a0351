//! Acts: does what people do arrive, once, and in words that they can act upon?

use serde_json::{Value, json};

use crate::world::{DAY, MILL, NATION, SECTOR, World};

fn act(name: &str) -> Value {
    json!({"act": name, "by": "shift lead"})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_rises_when_its_time_is_over_and_the_level_above_must_answer() {
    let world = World::new().await;
    let id = world.incident().await;
    let acts = format!("/api/v1/incidents/{id}/acts");
    assert_eq!(world.post(MILL, &acts, &act("take_on")).await.ok(), json!({}));
    world.post(SECTOR, &acts, &act("take_on")).await.is_problem(404, "check the address");

    world.advance(DAY * 3).await;

    let seen = world.get(SECTOR, &format!("/api/v1/incidents/{id}")).await.ok();
    assert_eq!([&seen["holder"], &seen["rises"][0]["because"]], [SECTOR, "expired"], "{seen}");
    let owner = json!({"act": "name_owner", "by": "secretary", "owner": "supply secretary"});
    world.post(SECTOR, &acts, &owner).await.ok();
    let said = json!({"act": "answer", "by": "secretary", "words": "a fitter comes", "until": "2026-03-09"});
    world.post(SECTOR, &acts, &said).await.ok();
    let owed = world.get(SECTOR, "/api/v1/obligations").await.ok();
    let of_incident = owed["obligations"].as_array().unwrap().iter();
    let owed = of_incident.into_iter().find(|it| it["incidents"] == json!([id])).unwrap();
    assert_eq!(owed["owner"], "supply secretary");
    assert_eq!(owed["answer"], "a fitter comes (2026-03-09)");
    world.post(MILL, &acts, &act("help_came")).await.ok();
    world.get(NATION, &format!("/api/v1/incidents/{id}")).await.is_problem(404, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_sent_twice_is_one_alarm() {
    let world = World::new().await;
    let alarm =
        json!({"unit": MILL, "kind": "safety", "by": "weaver", "words": "gas", "key": "k1"});
    let first = world.post(MILL, "/api/v1/alarms", &alarm).await;
    assert_eq!(first.status, 201, "{first:?}");
    let first = first.ok();
    assert_eq!(first["heard_by"], "yarur, textiles");
    assert_eq!(world.post(MILL, "/api/v1/alarms", &alarm).await.ok(), first);
    let other = json!({"unit": MILL, "kind": "unsure", "by": "weaver", "words": "?", "key": "k1"});
    world.post(MILL, "/api/v1/alarms", &other).await.is_problem(409, "a new key");
    let open = world.get(MILL, "/api/v1/incidents").await.ok();
    assert_eq!(open["incidents"].as_array().unwrap().len(), 1);
    world
        .post(SECTOR, "/api/v1/alarms", &alarm)
        .await
        .is_problem(403, "you speak for chile/textiles");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_ask_for_help_reach_the_level_above_and_can_be_answered_there() {
    let world = World::new().await;
    let asked = json!({"unit": MILL, "by": "committee", "words": "we need cotton"});
    let id = world.post(MILL, "/api/v1/help", &asked).await.ok();
    let id = id["incident"].as_str().unwrap();
    let acts = format!("/api/v1/incidents/{id}/acts");
    let offer = json!({"act": "offer_help", "by": "secretary", "words": "ten bales"});
    world.post(SECTOR, &acts, &offer).await.ok();
    let owed = world.get(MILL, "/api/v1/obligations").await.ok();
    assert_eq!(owed["obligations"][0]["offer"], "ten bales", "{owed}");
    let root = json!({"unit": NATION, "by": "committee", "words": "help"});
    world.post(NATION, "/api/v1/help", &root).await.is_problem(409, "no level above");
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_proposed_countered_and_consented_to_by_both_sides() {
    let world = World::new().await;
    let proposal = json!({"unit": MILL, "kind": "recovery_time", "indicator": "output", "value": 5,
                          "review": "2026-10-31", "by": "committee", "words": "an old boiler"});
    let id = world.post(MILL, "/api/v1/agreements", &proposal).await.ok()["id"].clone();
    let at = format!("/api/v1/agreements/{}", id.as_str().unwrap());
    let counter = json!({"act": "counter", "by": "secretary", "words": "less", "value": 4});
    world.post(SECTOR, &format!("{at}/acts"), &counter).await.ok();
    let consent = json!({"act": "consent", "by": "committee"});
    world.post(SECTOR, &format!("{at}/acts"), &consent).await.is_problem(403, "the other side");
    world.post(MILL, &format!("{at}/acts"), &consent).await.ok();
    let held = world.get(MILL, &at).await.ok();
    assert_eq!([&held["state"], &held["offers"][1]["value"]], [&json!("in_force"), &json!(4.0)]);
    world.get(NATION, &at).await.is_problem(404, "");

    let too_long = json!({"unit": MILL, "kind": "recovery_time", "value": 11, "by": "committee",
                          "words": "more"});
    world.post(MILL, "/api/v1/agreements", &too_long).await.is_problem(422, "working days");
    let nothing = json!({"unit": MILL, "kind": "capability", "value": 1, "by": "c", "words": "w"});
    world.post(MILL, "/api/v1/agreements", &nothing).await.is_problem(422, "indicator is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directive_is_answered_by_its_receivers_and_taken_back_by_its_sender() {
    let world = World::new().await;
    let policy = json!({"unit": SECTOR, "to": [MILL], "policy": "Save water.\nA tenth less.",
                        "words": "the river is low", "from": "2026-04-01", "by": "secretary"});
    let id = world.post(SECTOR, "/api/v1/directives", &policy).await.ok()["id"].clone();
    let at = format!("/api/v1/directives/{}", id.as_str().unwrap());
    let object = json!({"act": "object", "by": "committee", "words": "we have no meter"});
    world.post(MILL, &format!("{at}/acts"), &object).await.ok();
    let seen = world.get(SECTOR, &at).await.ok();
    assert_eq!([&seen["title"], &seen["answers"][0]["answer"]], ["Save water.", "object"]);
    world.get("chile/textiles/sumar", &at).await.is_problem(404, "");
    world.post(SECTOR, &format!("{at}/acts"), &json!({"act": "withdraw", "by": "s"})).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charter_is_laid_down_as_a_whole_or_not_at_all() {
    let world = World::new().await;
    let charter = json!({"by": "founders", "units": [
        {"path": "chile/fishing", "zone": "America/Santiago"},
        {"path": "Chile/Port", "zone": "Mars/Olympus", "indicators": [{"key": "x", "cadence": "9 min"}]},
    ]});
    let got = world.post(MILL, "/api/v1/units", &charter).await;
    got.is_problem(422, "expected");
    let places: Vec<String> = got.json()["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["place"].to_string())
        .collect();
    assert!(places.iter().any(|place| place.contains("units[1].path")), "{places:?}");
    world.get(MILL, "/api/v1/units?path=chile/fishing").await.is_problem(404, "no unit at");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_does_not_show_above_who_raised_it() {
    let world = World::new().await;
    let alarm = json!({"unit": MILL, "kind": "safety", "by": "night weaver", "words": "gas in hall two", "key": "k1"});
    let id = world.post(MILL, "/api/v1/alarms", &alarm).await.ok()["incident"].clone();
    let id = id.as_str().unwrap();
    let at_home = world.get(MILL, &format!("/api/v1/views/incident?id={id}")).await;
    assert!(at_home.text.contains("night weaver"), "{}", at_home.text);
    for path in [
        format!("/api/v1/incidents/{id}"),
        format!("/api/v1/views/incident?id={id}"),
        "/api/v1/views/room?unit=chile/textiles".to_owned(),
        "/api/v1/obligations".to_owned(),
    ] {
        let above = world.get(SECTOR, &path).await;
        assert_eq!(above.status, 200, "{path}");
        assert!(above.text.contains("gas in hall two") || !path.contains("views"), "{path}");
        assert!(!above.text.contains("weaver"), "{path}: {}", above.text);
    }
}
