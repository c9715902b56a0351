//! Hindsight: have plan, flow, figures and what was agreed a past, to the letter, and nothing in it that came later or
//! is hidden today?

use std::time::Duration;

use serde_json::{Value, json};
use store::{MemoryStore, SqliteStore, Store};

use crate::past::{at, move_to, now, pass_up, recalled};
use crate::world::{DAY, MILL, NATION, SECTOR, SHOP, SISTER, World, steady};

const HOUR: Duration = Duration::from_hours(1);
/// A value that nothing else has, which comes later than what is looked back at.
const CANARY: f64 = 131.313;

fn figure(unit: &str, key: &str) -> String {
    format!("/api/v1/views/indicator?unit={unit}&indicator={key}")
}

fn plan(unit: &str) -> String {
    format!("/api/v1/views/plan?unit={unit}")
}

fn flow(unit: &str) -> String {
    format!("/api/v1/views/flow?unit={unit}")
}

fn page(kind: &str, id: &Value) -> String {
    format!("/api/v1/views/{kind}?id={}", id.as_str().expect("an id"))
}

/// What can be done, and only in the present, is no part of what was.
fn without_acts(mut view: Value) -> Value {
    let said = view["announced"].as_array().map_or(0, Vec::len);
    for place in 0..said {
        view["announced"][place]["may_call_off"] = json!(false);
    }
    for list in ["acts", "may_announce", "may_propose", "may_direct"] {
        if view[list].is_array() {
            view[list] = json!([]);
        }
    }
    for gone in ["acts_note", "proposed", "write_about"] {
        if view.get(gone).is_some() {
            view[gone] = Value::Null;
        }
    }
    if view["may_draw"].is_boolean() {
        view["may_draw"] = json!(false);
    }
    view
}

/// The pages that a unit asked for, when, and what they were.
type Shown = Vec<(&'static str, String, String, Value)>;

async fn show(world: &World, shown: &mut Shown, pages: &[(&'static str, String)]) {
    for (unit, path) in pages {
        let view = without_acts(world.get(unit, path).await.ok());
        shown.push((unit, path.clone(), now(world), view));
    }
}

/// Each is made again, forward and backward in time, and is to the letter what it was.
async fn all_come_back(world: &World, shown: &Shown) {
    for (unit, path, time, view) in shown.iter().chain(shown.iter().rev()) {
        let past = recalled(world, unit, &at(path, time)).await.ok();
        assert_eq!(past["shown"], *view, "{unit} {path} at {time}: {past}");
    }
}

fn drawing(follows: &Value, name: &str) -> Value {
    json!({"unit": MILL, "by": "shift lead", "follows": follows, "lines": [],
           "boxes": [{"key": "one", "name": name, "figure": "output"},
                     {"key": "shop", "name": "The shop", "part": SHOP}]})
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_agreed_asked_announced_and_drawn_comes_back_to_the_letter() {
    let world = World::new().await;
    world.incident().await;
    let mut shown = Shown::new();
    let mut pages = vec![
        (MILL, plan(MILL)),
        (SECTOR, plan(MILL)),
        (SECTOR, plan(SECTOR)),
        (MILL, flow(MILL)),
        (MILL, figure(MILL, "output")),
    ];
    show(&world, &mut shown, &pages).await;
    world.advance(HOUR).await;

    let proposal = json!({"unit": MILL, "kind": "recovery_time", "indicator": "output", "value": 5,
                          "review": "2026-10-31", "by": "committee", "words": "an old boiler"});
    let agreed = world.post(MILL, "/api/v1/agreements", &proposal).await.ok()["id"].clone();
    let policy = json!({"unit": SECTOR, "to": [MILL, SISTER], "policy": "Save water.",
                        "words": "the river is low", "from": "2026-04-01", "by": "secretary"});
    let asked = world.post(SECTOR, "/api/v1/directives", &policy).await.ok()["id"].clone();
    let announced = json!({"unit": MILL, "indicator": "output", "from": "2026-03-09", "until": "2026-03-10",
                           "kind": "apart", "words": "the boiler is mended", "by": "committee"});
    world.post(MILL, "/api/v1/announcements", &announced).await.ok();
    let first = world.post(MILL, "/api/v1/flows", &drawing(&Value::Null, "Carding")).await.ok();
    for unit in [MILL, SECTOR] {
        pages.push((unit, page("agreement", &agreed)));
        pages.push((unit, page("directive", &asked)));
    }
    pages.push((SISTER, page("directive", &asked)));
    show(&world, &mut shown, &pages).await;
    world.advance(HOUR * 20).await;

    let acts = format!("/api/v1/agreements/{}/acts", agreed.as_str().unwrap());
    let counter = json!({"act": "counter", "by": "secretary", "words": "too long", "value": 4});
    world.post(SECTOR, &acts, &counter).await.ok();
    let object = json!({"act": "object", "by": "committee", "words": "we have no meter"});
    let answers = format!("/api/v1/directives/{}/acts", asked.as_str().unwrap());
    world.post(MILL, &answers, &object).await.ok();
    world.post(MILL, "/api/v1/flows", &drawing(&first["id"], "Spinning")).await.ok();
    let drawn = format!("{}&drawing={}", flow(MILL), first["id"].as_str().unwrap());
    pages.push((MILL, drawn));
    show(&world, &mut shown, &pages).await;
    world.advance(HOUR * 20).await;

    world.post(MILL, &acts, &json!({"act": "consent", "by": "committee"})).await.ok();
    world.report(MILL, "output", &[70.5, 99.0]).await;
    show(&world, &mut shown, &pages).await;
    world.advance(DAY).await;
    all_come_back(&world, &shown).await;

    // Before anything of it there is nothing, and nobody else finds it at any time.
    let (early, late) = (shown[0].2.clone(), now(&world));
    for (kind, id) in [("agreement", &agreed), ("directive", &asked)] {
        let absent = world.get(MILL, &page(kind, &json!("4503599627370496"))).await;
        let before = recalled(&world, MILL, &at(&page(kind, id), &early)).await;
        assert_eq!(before.text, absent.text);
        let other = recalled(&world, SHOP, &at(&page(kind, id), &late)).await;
        assert_eq!(other.json()["view"], "boundary", "{other:?}");
    }
    for (other, path) in [(SISTER, plan(MILL)), (NATION, plan(MILL)), (SECTOR, flow(MILL))] {
        let then = recalled(&world, other, &at(&path, &late)).await;
        assert_eq!(then.json()["view"], "boundary", "{other} {path}");
    }
}

/// Four hundred days of a figure: most of its readings have left memory.
async fn long(store: Box<dyn Store>) -> World {
    let world = World::empty(store).await;
    world.found().await;
    world.report(MILL, "output", &steady(420)).await;
    world.advance(HOUR).await;
    world
}

async fn a_figure_has_its_past(store: Box<dyn Store>) {
    let world = long(store).await;
    let unit = world.unit_id(MILL).await;
    let readings = format!("/api/v1/units/{unit}/indicators/output");
    let asked = [
        format!("{readings}/series?points=9999"),
        format!("{readings}/envelopes?most=9999"),
        format!("{readings}/envelopes?most=9999&from=2025-03-01T00:00:00Z&to=2025-07-01T00:00:00Z"),
        format!("{readings}/series.csv?to=2026-03-02T00:00:00Z"),
    ];
    let mut shown = Vec::new();
    // Long past and not to be changed but in history; within memory; and once more, so that each turn differs.
    let turns: [(u32, f64); 6] =
        [(0, 0.0), (390, 1.25), (12, 2.25), (391, 3.25), (70, 4.25), (390, 5.25)];
    for ((days_ago, canary), passed) in turns.into_iter().zip(0_u32..) {
        if days_ago > 0 {
            // At the same time of the day as they were reported.
            let hours = passed * 2 + 1;
            let at =
                server::clock::Clock::wall(world.clock.as_ref()) - HOUR * hours - DAY * days_ago;
            let value = CANARY + canary;
            let body = json!({"source": "later", "unit": MILL,
                "readings": [{"indicator": "output", "at": at.to_string(), "value": value}]});
            world.post(MILL, "/api/v1/reports", &body).await.ok();
            world.advance(Duration::ZERO).await;
        }
        let page = without_acts(world.get(MILL, &figure(MILL, "output")).await.ok());
        let mut texts = vec![page.to_string()];
        for path in &asked {
            texts.push(world.get(MILL, path).await.text);
        }
        shown.push((now(&world), texts));
        world.advance(HOUR * 2).await;
    }
    // What leaves memory later is still told as it was known.
    world.report(MILL, "output", &steady(1)).await;
    for (turn, (time, texts)) in shown.iter().enumerate().chain(shown.iter().enumerate().rev()) {
        let past = recalled(&world, MILL, &at(&figure(MILL, "output"), time)).await.ok();
        assert_eq!(past["shown"].to_string(), texts[0], "at {time}");
        for (path, text) in asked.iter().zip(&texts[1..]) {
            let then = world.get(MILL, &at(path, time)).await;
            assert_eq!(then.text, *text, "{path} at {time}");
            let mut later = turns[turn + 1..].iter().map(|(_, more)| (CANARY + more).to_string());
            assert!(!later.any(|value| then.text.contains(&value)), "{path} at {time}");
        }
    }
    let last = (CANARY + turns[5].1).to_string();
    assert!(shown[5].1[1].contains(&last), "the canaries sing: {shown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_comes_back_as_it_was_known_without_what_was_corrected_since() {
    a_figure_has_its_past(Box::<MemoryStore>::default()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_so_from_a_store_on_disk() {
    let directory = tempfile::tempdir().unwrap();
    a_figure_has_its_past(Box::new(SqliteStore::open(directory.path()).unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_late_before_all_others_is_not_there_before_it_came() {
    let world = World::new().await;
    world.report(MILL, "output", &steady(200)).await;
    world.advance(HOUR).await;
    let then = now(&world);
    let envelopes = format!(
        "/api/v1/units/{}/indicators/output/envelopes?most=9999",
        world.unit_id(MILL).await
    );
    let asked = [envelopes, figure(MILL, "output")];
    let page = without_acts(world.get(MILL, &asked[1]).await.ok());
    let shown = [world.get(MILL, &asked[0]).await.ok(), page];
    world.advance(HOUR).await;
    let late = json!({"source": "later", "unit": MILL, "readings":
        [{"indicator": "output", "at": "2025-05-01T12:00:00Z", "value": CANARY}]});
    world.post(MILL, "/api/v1/reports", &late).await.ok();
    // It leaves memory with the readings that follow.
    for _ in 0..100 {
        world.advance(DAY).await;
        world.report(MILL, "output", &steady(1)).await;
    }
    assert!(world.get(MILL, &asked[0]).await.text.contains("131.313"));
    let back = [
        recalled(&world, MILL, &at(&asked[0], &then)).await.ok(),
        recalled(&world, MILL, &at(&asked[1], &then)).await.ok()["shown"].clone(),
    ];
    assert_eq!(back, shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_that_are_closed_today_are_closed_in_the_past() {
    let world = long(Box::<MemoryStore>::default()).await;
    let unit = world.unit_id(MILL).await;
    let envelopes = format!("/api/v1/units/{unit}/indicators/output/envelopes?most=9999");
    let opening = json!({"unit": MILL, "to": SISTER, "indicators": ["output"], "since": "2026-02-20",
                         "until": "2026-03-15", "by": "committee", "words": "for the yarn plan"});
    let id = world.post(MILL, "/api/v1/openings", &opening).await.ok()["id"].clone();
    let id = id.as_str().unwrap();
    let sign = json!({"by": "weaver"});
    world.post(MILL, &format!("/api/v1/openings/{id}/sign"), &sign).await.ok();
    let open = now(&world);
    world.advance(HOUR).await;
    let shown = world.get(SISTER, &envelopes).await.ok();
    assert_eq!(recalled(&world, SISTER, &at(&envelopes, &open)).await.ok(), shown);
    let seen = recalled(&world, SISTER, &at(&figure(MILL, "output"), &open)).await.ok();
    assert_eq!(seen["shown"]["view"], "indicator", "{seen}");
    let close = format!("/api/v1/openings/{id}/close");
    world.post(MILL, &close, &json!({"by": "committee"})).await.ok();
    let absent = world.get(SISTER, &envelopes).await;
    let then = recalled(&world, SISTER, &at(&envelopes, &open)).await;
    assert_eq!((then.status, &then.text), (404, &absent.text));
    let seen = recalled(&world, SISTER, &at(&figure(MILL, "output"), &open)).await;
    assert_eq!(seen.text, world.get(SISTER, &figure(MILL, "output")).await.text);
    // About people, and of nobody: the same.
    for key in ["absence", "nothing"] {
        let of = envelopes.replace("output", key);
        assert_eq!(world.get(SISTER, &at(&of, &open)).await.text, absent.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_part_that_has_moved_away_neither_plan_nor_figure_is_shown_of_before() {
    let world = World::new().await;
    let id = world.incident().await;
    pass_up(&world, &id).await;
    world.advance(HOUR).await;
    let then = now(&world);
    for path in [plan(MILL), figure(MILL, "output")] {
        let seen = recalled(&world, SECTOR, &at(&path, &then)).await.ok();
        assert_eq!(seen["view"], "past", "{path}: {seen}");
    }
    world.advance(HOUR).await;
    move_to(&world, MILL, "chile/mining/yarur").await;
    for path in [plan(MILL), figure(MILL, "output")] {
        let seen = recalled(&world, SECTOR, &at(&path, &then)).await;
        assert_eq!(seen.json()["view"], "boundary", "{path}: {seen:?}");
    }
    // Its new level was not its level then.
    let seen = recalled(&world, "chile/mining", &at(&plan(MILL), &then)).await;
    assert_eq!(seen.json()["view"], "boundary", "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_without_a_past_say_why_to_programs_and_on_a_page() {
    let world = World::new().await;
    world.advance(DAY).await;
    let then = now(&world);
    let pages = [
        ("telex", "the telex is in order of time itself"),
        ("board", "needed and offered now"),
        ("today", "stands on each figure's own page"),
        ("people", "somebody can be forgotten"),
        ("sharing", "as it is now"),
        ("setup", "the audit tells what changed"),
        ("audit", "in order of time itself"),
    ];
    for (page, why) in pages {
        let path = at(&format!("/api/v1/views/{page}?unit={MILL}"), &then);
        world.get(MILL, &path).await.is_problem(422, why);
    }
    let read = [("cybersyn-as", MILL), ("accept", "text/html")];
    let html = world.send("GET", &format!("/{MILL}/telex?at={then}"), &read, b"").await;
    assert_eq!((html.status, html.media.as_str()), (422, "text/html; charset=utf-8"));
    assert!(html.text.contains("the telex is in order of time itself"), "{}", html.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_the_steps_and_the_lines_lead_to_the_same_time() {
    let world = World::new().await;
    let proposal = json!({"unit": MILL, "kind": "recovery_time", "indicator": "output", "value": 5,
                          "by": "committee", "words": "an old boiler"});
    let id = world.post(MILL, "/api/v1/agreements", &proposal).await.ok()["id"].clone();
    world.advance(DAY * 2).await;
    let then = now(&world);
    world.advance(DAY * 2).await;
    recalled(&world, MILL, &at(&plan(MILL), &then)).await.ok();
    let html = world.get(MILL, &format!("/{MILL}/plan?at={then}")).await.text;
    let href =
        format!("href=\"/{MILL}/plan/a/{}?at=2026-03-04T12:00:00%2B00:00\"", id.as_str().unwrap());
    for part in [&*href, "href=\"?at=2026-03-05T12:00:00%2B00:00\"", "href=\"?\"", "as known then"]
    {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}
