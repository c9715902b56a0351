//! Precedents: does the page of an incident tell its unit's people what helped before, and nobody else?

use serde_json::{Value, json};

use crate::world::{DAY, MILL, NATION, SECTOR, World, steady};

fn page(id: &str) -> String {
    format!("/api/v1/views/incident?id={id}&lang=en")
}

async fn acts(world: &World, id: &str, act: &str, words: &str) {
    let act = json!({"act": act, "by": "foreman", "words": words});
    world.post(MILL, &format!("/api/v1/incidents/{id}/acts"), &act).await.ok();
}

/// Reports a day's output each day.
async fn days(world: &World, values: &[f64]) {
    for value in values {
        world.advance(DAY).await;
        world.report(MILL, "output", &[*value]).await;
    }
}

async fn open(world: &World) -> String {
    let open = world.get(MILL, "/api/v1/incidents?open=true").await.ok();
    open["incidents"][0]["id"].as_str().expect("one is open").to_owned()
}

/// An incident that was mended, and another like it a month later.
async fn again() -> (World, String, String, String) {
    let world = World::new().await;
    let first = world.incident().await;
    acts(&world, &first, "claim_mended", "secret-belt of frame 3").await;
    days(&world, &steady(40)).await;
    let between = server::clock::Clock::wall(world.clock.as_ref()).to_string();
    days(&world, &[70.0, 71.0, 69.5, 70.5]).await;
    let second = open(&world).await;
    assert_ne!(first, second);
    (world, first, second, between)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_what_helped_before_with_a_way_to_it_with_and_without_scripts() {
    let (world, first, second, _) = again().await;
    let seen = world.get(MILL, &page(&second)).await.ok()["before"].clone();
    assert_eq!(seen["precedents"][0]["incident"], json!(first), "{seen}");
    let story = seen["precedents"][0]["story"].as_str().unwrap();
    assert!(story.starts_with("Mended: “secret-belt of frame 3”; back "), "{story}");
    assert_eq!(seen["none"], Value::Null);
    let headers = [("cybersyn-as", MILL), ("accept", "text/html")];
    let html = world.send("GET", &format!("/{MILL}/i/{second}"), &headers, b"").await.text;
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap();
    assert!(main.contains(&format!("<a href=\"/{MILL}/i/{first}\">")), "{main}");
    let of_first = world.get(MILL, &page(&first)).await.ok()["before"].clone();
    assert_eq!(of_first["precedents"], json!([]));
    assert!(of_first["none"].as_str().unwrap().starts_with("The first of its kind here since "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_received_it_sees_nothing_of_what_was_before() {
    let (world, _, second, _) = again().await;
    acts(&world, &second, "pass_up", "").await;
    for level in [SECTOR, NATION] {
        let got = world.get(level, &page(&second)).await;
        assert_eq!(got.status, 200);
        assert!(!got.text.contains("secret-belt"), "{level}: {}", got.text);
    }
    let above = world.get(SECTOR, &page(&second)).await.ok();
    assert_eq!((&above["view"], &above["before"]), (&json!("incident"), &Value::Null));
    assert!(world.get(MILL, &page(&second)).await.text.contains("secret-belt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn looked_back_at_it_is_told_as_it_was_known_then() {
    let (world, first, second, between) = again().await;
    let at = |id: &str, time: &str| format!("{}&at={}", page(id), time.replace('+', "%2B"));
    let recalled = async |address: String| loop {
        let got = world.get(MILL, &address).await;
        if got.json()["share"].is_null() {
            break got.ok();
        }
    };
    let now = server::clock::Clock::wall(world.clock.as_ref()).to_string();
    world.advance(DAY).await;
    acts(&world, &second, "note", "came-later").await;
    let then = recalled(at(&second, &now)).await["shown"]["before"].clone();
    assert_eq!(then["precedents"][0]["incident"], json!(first));
    let earlier = recalled(at(&first, &between)).await["shown"]["before"].clone();
    assert_eq!(earlier["precedents"], json!([]));
}
