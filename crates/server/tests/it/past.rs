//! Past: is the room as it was what it was, and does it show no more than might be seen then and may be seen today?

use std::time::Duration;

use mission::draft::UnitDraft;
use mission::event::Event;
use mission::federation::Federation;
use serde_json::{Value, json};
use server::clock::Clock;
use store::MemoryStore;

use crate::people::{comes, founded};
use crate::world::{DAY, Got, MILL, NATION, SECTOR, SHOP, SISTER, World, steady};

const HOUR: Duration = Duration::from_hours(1);

pub fn now(world: &World) -> String {
    Clock::wall(world.clock.as_ref()).to_string()
}

fn room(unit: &str) -> String {
    format!("/api/v1/views/room?unit={unit}")
}

pub fn at(path: &str, time: &str) -> String {
    format!("{path}&at={}", time.replace('+', "%2B"))
}

/// Asks until the past has come.
pub async fn recalled(world: &World, viewer: &str, path: &str) -> Got {
    loop {
        let got = world.get(viewer, path).await;
        if got.json()["share"].is_null() {
            return got;
        }
    }
}

/// The room of a unit as it was.
async fn as_it_was(world: &World, unit: &str, time: &str) -> Value {
    recalled(world, unit, &at(&room(unit), time)).await.ok()["shown"].clone()
}

/// What can be done, and only in the present, is no part of what was.
fn without_acts(mut view: Value) -> Value {
    view["due"] = Value::Null;
    view["to_answer"] = json!([]);
    view
}

pub async fn pass_up(world: &World, id: &str) {
    let act = json!({"act": "pass_up", "by": "committee"});
    world.post(MILL, &format!("/api/v1/incidents/{id}/acts"), &act).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_as_it_was_is_to_the_letter_what_was_shown_then() {
    let world = World::new().await;
    world.report(SISTER, "output", &steady(60)).await;
    world.advance(HOUR).await;
    let mut shown = Vec::new();
    let id = world.incident().await;
    for turn in 0..4_u32 {
        for unit in [NATION, SECTOR, MILL, SISTER] {
            let view = without_acts(world.get(unit, &room(unit)).await.ok());
            shown.push((unit, now(&world), view));
        }
        world.advance(HOUR * 20).await;
        match turn {
            0 => pass_up(&world, &id).await,
            1 => drop(world.report(MILL, "output", &[70.0 + f64::from(turn)]).await),
            _ => {
                let note = json!({"act": "note", "by": "weaver", "words": "came-later"});
                world.post(MILL, &format!("/api/v1/incidents/{id}/acts"), &note).await.ok();
            }
        }
        world.advance(HOUR).await;
    }
    // Forward, and then backward: each is made anew or from where the last one stood.
    for (unit, time, view) in shown.iter().chain(shown.iter().rev()) {
        assert_eq!(as_it_was(&world, unit, time).await, *view, "{unit} at {time}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_had_not_risen_then_is_not_there_and_its_page_is_that_of_nothing() {
    let world = World::new().await;
    let id = world.incident().await;
    world.advance(HOUR).await;
    let before = now(&world);
    world.advance(HOUR).await;
    pass_up(&world, &id).await;
    world.advance(HOUR).await;
    let after = now(&world);
    assert_eq!(as_it_was(&world, SECTOR, &before).await["passed_up"], json!([]));
    assert_eq!(as_it_was(&world, SECTOR, &after).await["passed_up"][0]["incident"], json!(id));
    let page = |id: &str, time: &str| at(&format!("/api/v1/views/incident?id={id}"), time);
    let hidden = recalled(&world, SECTOR, &page(&id, &before)).await;
    let absent = recalled(&world, SECTOR, &page("4503599627370496", &before)).await;
    assert_eq!((hidden.status, &hidden.text), (200, &absent.text));
    assert_eq!(hidden.json()["view"], "boundary");
    let seen = recalled(&world, SECTOR, &page(&id, &after)).await.ok();
    assert_eq!(seen["shown"]["view"], "incident", "{seen}");
    assert_eq!((&seen["shown"]["acts"], &seen["keys"]), (&json!([]), &json!(["room", "plan"])));
    // Another's room is a boundary at any time, and the same as today.
    for other in [MILL, SHOP] {
        let then = world.get(SISTER, &at(&room(other), &before)).await;
        assert_eq!(then.text, world.get(SISTER, &room(other)).await.text);
    }
}

/// A unit moves, as whoever runs the node has agreed with all of its levels.
pub async fn move_to(world: &World, from: &'static str, to: &'static str) {
    let stage = world.server.stage();
    let moved = move |federation: &Federation| {
        let draft = UnitDraft {
            path: to.to_owned(),
            moved_from: Some(from.to_owned()),
            ..UnitDraft::default()
        };
        mission::draft::check(&[draft], "founders", federation.registry()).expect("it can move")
    };
    let charter = stage.ask(moved).await.expect("the server runs");
    stage.come(Event::Charter(charter)).await.expect("it is laid down");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_has_moved_away_since_shows_nothing_of_its_past() {
    let world = World::new().await;
    let id = world.incident().await;
    pass_up(&world, &id).await;
    world.advance(HOUR).await;
    let then = now(&world);
    assert_eq!(as_it_was(&world, SECTOR, &then).await["passed_up"][0]["incident"], json!(id));
    world.advance(HOUR).await;
    move_to(&world, MILL, "chile/mining/yarur").await;
    let room = as_it_was(&world, SECTOR, &then).await;
    assert_eq!(room["passed_up"], json!([]), "{room}");
    let tiles = room["groups"][0]["tiles"].as_array().cloned().unwrap_or_default();
    let gone = tiles.iter().find(|tile| tile["name"] == "yarur").expect("its name is no secret");
    assert_eq!((&gone["state"], &gone["line"]), (&json!("locked"), &Value::Null), "{gone}");
    let page = at(&format!("/api/v1/views/incident?id={id}"), &then);
    assert_eq!(recalled(&world, SECTOR, &page).await.ok()["view"], "boundary");
    // Its own people find their past where they are now.
    let own = recalled(&world, "chile/mining/yarur", &page).await.ok();
    assert_eq!(own["shown"]["view"], "incident", "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_member_sees_nothing_of_the_time_in_which_they_belonged() {
    let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
    let mut committee =
        comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
    let weaver = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
    world.clock.advance(HOUR / 30);
    let then = at(&room(MILL), &now(&world));
    world.clock.advance(HOUR / 30);
    let view = async |path: &str| loop {
        let got = weaver.get(&world, path).await;
        if got.json()["share"].is_null() {
            return got;
        }
    };
    assert_eq!(view(&then).await.ok()["shown"]["view"], "room");
    let people = committee.get(&world, &format!("/api/v1/views/people?unit={MILL}")).await.ok();
    let members = people["members"].as_array().expect("a list");
    let them = members.iter().find(|member| member["name"] == "Known as weaver").expect("a member");
    let unit = crate::people::id_of(&world, &committee, MILL).await;
    let them = them["person"].as_str().expect("a number");
    let path = format!("/api/v1/units/{unit}/people/{them}/dismiss");
    committee.post(&world, &path, &json!({"role": "worker"})).await.ok();
    let after = view(&then).await;
    assert!(after.json()["view"] != "past", "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn times_that_cannot_be_looked_back_at_are_refused_in_words() {
    let world = World::new().await;
    world.advance(DAY).await;
    let then = now(&world);
    world.advance(DAY).await;
    let ask = async |time: &str| world.get(MILL, &at(&room(MILL), time)).await;
    ask("yesterday").await.is_problem(422, "a time such as 2026-05-03T14:00:00-04:00");
    ask("2031-01-01T00:00:00Z").await.is_problem(422, "which is now");
    ask("1999-01-01T00:00:00Z")
        .await
        .is_problem(422, "when what can be lived through again begins");
    // A display on a wall shows the present, whatever its address says.
    let wall = world.get(MILL, &format!("{}&wall=1", at(&room(MILL), &then))).await.ok();
    assert_eq!(wall["view"], "room");
    // A unit that came later says so to its own people, and to nobody else.
    let unit = json!({"path": "chile/new", "name": "new", "zone": "UTC"});
    world.post(NATION, "/api/v1/units", &json!({"by": "founders", "units": [unit]})).await.ok();
    let early = at(&room("chile/new"), &then);
    recalled(&world, "chile/new", &early).await.is_problem(404, "was not there yet");
    let other = world.get(SISTER, &early).await;
    assert_eq!(other.json()["view"], "boundary");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_came_later_stands_in_an_earlier_page_and_readers_are_told_the_steps() {
    let world = World::new().await;
    let id = world.incident().await;
    world.advance(DAY).await;
    let then = now(&world);
    world.advance(DAY).await;
    let act = json!({"act": "note", "by": "weaver", "words": "canary-of-later"});
    world.post(MILL, &format!("/api/v1/incidents/{id}/acts"), &act).await.ok();
    world.report(MILL, "scrap", &[424.242]).await;
    pass_up(&world, &id).await;
    for path in [room(MILL), format!("/api/v1/views/incident?id={id}")] {
        let got = recalled(&world, MILL, &at(&path, &then)).await;
        assert!(!got.text.contains("canary-of-later") && !got.text.contains("424.242"), "{got:?}");
        let past = got.ok();
        assert!(past["sentence"].as_str().unwrap().contains("as known then"), "{past}");
        assert!(past["event_back"].is_string() && past["event_forth"].is_string(), "{past}");
        assert_eq!(past["day_back"], "2026-03-02T12:00:00+00:00");
        assert_eq!(past["day_forth"], "2026-03-04T12:00:00+00:00");
    }
    let html = world.get(MILL, &format!("/{MILL}?at={then}")).await;
    assert!(html.text.contains("as known then"), "{}", html.text);
}
