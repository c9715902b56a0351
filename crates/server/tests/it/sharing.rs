//! Sharing: does another unit see what was opened to it, that alone, and only as long as it is open?

use std::time::Duration;

use serde_json::{Value, json};
use store::{MemoryStore, SqliteStore};

use crate::events::Stream;
use crate::people::{Browser, comes, founded, id_of};
use crate::world::{DAY, MILL, NATION, SECTOR, SISTER, STRANGER, World, steady};

/// Noon of 2 March 2026 is now; output and scrap have been reported for sixty days.
async fn reported() -> World {
    let world = World::new().await;
    world.report(MILL, "output", &steady(60)).await;
    world.report(MILL, "scrap", &steady(60)).await;
    world
}

fn opening(to: &str) -> Value {
    json!({"unit": MILL, "to": to, "indicators": ["output"], "since": "2026-02-20",
           "until": "2026-03-15", "by": "committee", "words": "for the yarn plan"})
}

/// The mill opens output to another unit, from 20 February to 15 March; answers the id.
async fn opened(world: &World, to: &str) -> String {
    let made = world.post(MILL, "/api/v1/openings", &opening(to)).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(made["state"], "proposed");
    let id = made["id"].as_str().unwrap().to_owned();
    let signed = world.post(MILL, &format!("/api/v1/openings/{id}/sign"), &by("weaver")).await.ok();
    assert_eq!(signed["state"], "in_force");
    id
}

fn by(title: &str) -> Value {
    json!({ "by": title })
}

async fn close(world: &World, id: &str) {
    world.post(MILL, &format!("/api/v1/openings/{id}/close"), &by("committee")).await.ok();
}

async fn series_of(world: &World, key: &str) -> String {
    let unit = world.unit_id(MILL).await;
    format!("/api/v1/units/{unit}/indicators/{key}/series")
}

fn view(key: &str) -> String {
    format!("/api/v1/views/indicator?unit={MILL}&indicator={key}")
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_from_the_first_day_on_are_there_and_nothing_before_or_beside_them() {
    let world = reported().await;
    let (output, scrap) = (series_of(&world, "output").await, series_of(&world, "scrap").await);
    world.get(SISTER, &output).await.is_problem(404, "");
    opened(&world, SISTER).await;

    // 20 February, midnight in the mill's zone.
    let first: i64 = 1_771_545_600_000;
    let shown = world.get(SISTER, &output).await.ok();
    assert_eq!(shown["visible_from"], "2026-02-20T00:00:00Z");
    assert_eq!(shown["visible_until"], Value::Null);
    let points = shown["points"].as_array().unwrap();
    assert_eq!(points.len(), 10, "{shown}");
    assert!(points.iter().all(|point| point["at_ms"].as_i64().unwrap() >= first));
    // Asking for what lies before changes nothing.
    let asked = world.get(SISTER, &format!("{output}?from=2020-01-01T00:00:00Z")).await.ok();
    assert_eq!(asked["points"], shown["points"]);

    let csv = world.get(SISTER, &format!("{output}.csv")).await;
    assert_eq!((csv.status, csv.text.lines().count()), (200, 11), "{csv:?}");
    for hidden in [scrap.clone(), format!("{scrap}.csv")] {
        world.get(SISTER, &hidden).await.is_problem(404, "");
    }
    for other in [SECTOR, NATION, STRANGER] {
        world.get(other, &output).await.is_problem(404, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_figure_shows_readings_and_nothing_that_is_said_of_them() {
    let world = World::new().await;
    world.incident().await;
    opened(&world, SISTER).await;
    let page = world.get(SISTER, &view("output")).await.ok();
    assert_eq!((&page["view"], &page["state"]), (&json!("indicator"), &json!("shared")), "{page}");
    let chart = &page["chart"];
    assert_eq!(chart["points"].as_array().unwrap().len(), 10);
    for point in chart["points"].as_array().unwrap() {
        assert!(point["at"].as_str().unwrap() >= "2026-02-20", "{point}");
        let said = [&point["flag"], &point["lower"], &point["upper"]];
        assert_eq!(said, [&json!("kept"), &Value::Null, &Value::Null]);
    }
    for said in ["expected", "reference"] {
        assert_eq!(chart[said], Value::Null, "{said}");
    }
    for said in ["told", "terms", "chances"] {
        assert_eq!(page[said], json!([]), "{said}");
    }
    assert_eq!(chart["marks"], json!([]));
    let sentence = page["sentence"].as_str().unwrap();
    assert!(sentence.contains("lets us see output from Friday 20 February"), "{sentence}");
    assert_eq!(world.get(SISTER, &view("scrap")).await.ok()["view"], "boundary");
    let room = format!("/api/v1/views/room?unit={MILL}");
    let boundary = world.get(SISTER, &room).await.ok();
    assert_eq!(boundary["view"], "boundary");
    let said = boundary["sees"][0]["text"].as_str().unwrap();
    assert!(said.starts_with("yarur opens output to us"), "{said}");
    assert_eq!(world.get(STRANGER, &room).await.ok()["sees"], json!([]));
    assert_eq!(world.get(SISTER, "/api/v1/incidents").await.ok()["incidents"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_closed_is_gone_with_the_next_request_and_what_runs_out_by_itself() {
    let world = reported().await;
    let output = series_of(&world, "output").await;
    let sees = async || {
        let page = world.get(SISTER, &view("output")).await.ok()["view"] == "indicator";
        let [series, csv] = [output.clone(), format!("{output}.csv")];
        let statuses =
            [world.get(SISTER, &series).await.status, world.get(SISTER, &csv).await.status];
        assert_eq!(statuses, if page { [200, 200] } else { [404, 404] });
        page
    };
    let id = opened(&world, SISTER).await;
    assert!(sees().await);
    close(&world, &id).await;
    assert!(!sees().await);
    opened(&world, SISTER).await;
    // It is over when 16 March begins: 13 days and a half from now.
    world.advance(DAY * 13).await;
    world.advance(Duration::from_secs(12 * 60 * 60 - 1)).await;
    assert!(sees().await);
    world.advance(Duration::from_secs(1)).await;
    assert!(!sees().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_stream_hears_that_it_opened_what_came_and_that_it_closed_and_no_more() {
    let world = reported().await;
    let mut stream = Stream::open(&world, SISTER, MILL, None).await;
    let id = opened(&world, SISTER).await;
    assert_eq!(stream.changed().await.what, ["indicator:output"]);
    world.advance(DAY).await;
    world.report(MILL, "scrap", &[100.0]).await;
    world.report(MILL, "output", &[100.0]).await;
    let heard = stream.changed().await.what;
    assert!(heard.contains(&"indicator:output".to_owned()), "{heard:?}");
    assert!(!heard.contains(&"indicator:scrap".to_owned()), "{heard:?}");
    close(&world, &id).await;
    assert_eq!(stream.changed().await.what, ["indicator:output"]);
    world.advance(DAY).await;
    world.report(MILL, "output", &[70.0]).await;
    // What follows is for all to hear, so all that came before would have been heard by now.
    let named = json!({"by": "founders", "units": [{"path": MILL, "name": "Yarur"}]});
    world.post(MILL, "/api/v1/units", &named).await.ok();
    assert_eq!(stream.changed().await.what, ["room", "units"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_about_an_incident_is_not_heard_through_an_opening() {
    let world = World::new().await;
    let id = world.incident().await;
    opened(&world, SISTER).await;
    let mut stream = Stream::open(&world, SISTER, MILL, None).await;
    let path = format!("/api/v1/incidents/{id}/acts");
    for act in [
        json!({"act": "take_on", "by": "a fitter"}),
        json!({"act": "verdict", "real": "nothing", "by": "a fitter"}),
        json!({"act": "confirm_verdict", "by": "the committee"}),
    ] {
        world.post(MILL, &path, &act).await.ok();
    }
    let named = json!({"by": "founders", "units": [{"path": MILL, "name": "Yarur"}]});
    world.post(MILL, "/api/v1/units", &named).await.ok();
    assert_eq!(stream.changed().await.what, ["room", "units"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_opened_is_refused_field_by_field() {
    let world = reported().await;
    let with = |field: &str, value: Value| {
        let mut body = opening(SISTER);
        body[field] = value;
        body
    };
    for (field, value, words) in [
        ("indicators", json!(["absence"]), "about people"),
        ("indicators", json!([]), "at least one"),
        ("indicators", json!(["nothing"]), "own indicators"),
        ("to", json!(MILL), "another unit"),
        ("until", json!("2026-04-02"), "not after"),
        ("until", json!("soon"), "a date"),
        ("since", json!("2026-03-03"), "not after"),
        ("request", json!("7"), "a request of the unit"),
        ("words", json!(""), ""),
    ] {
        let got = world.post(MILL, "/api/v1/openings", &with(field, value)).await;
        got.is_problem(422, words);
    }
    world.post(MILL, "/api/v1/openings", &with("to", json!("chile/no"))).await.is_problem(404, "");
    // The last day of thirty.
    let longest = with("until", json!("2026-03-31"));
    assert_eq!(world.post(MILL, "/api/v1/openings", &longest).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_people_sign_in_one_of_the_committee_and_a_worker_open() {
    let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
    let mut committee =
        comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
    let mut worker = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
    let unit = id_of(&world, &committee, MILL).await;
    let path = "/api/v1/openings";
    worker.post(&world, path, &opening(NATION)).await.is_problem(403, "the committee");
    let made = committee.post(&world, path, &opening(NATION)).await.ok();
    let id = made["id"].as_str().unwrap();
    let sign = format!("{path}/{id}/sign");
    committee.post(&world, &sign, &json!({})).await.is_problem(409, "another person");
    founder.post(&world, &sign, &json!({})).await.is_problem(404, "");
    let series = format!("/api/v1/units/{unit}/indicators/output/series");
    founder.get(&world, &series).await.is_problem(404, "");
    let signed = worker.post(&world, &sign, &json!({})).await.ok();
    assert_eq!(signed["state"], "in_force");
    assert_eq!(signed["signed"][1]["by"], "worker of the day shift", "as they are known there");
    founder.get(&world, &series).await.ok();

    // What others will feel needs the password again after a while; closing does not.
    world.advance(Duration::from_mins(16)).await;
    committee.post(&world, path, &opening(SECTOR)).await.is_problem(401, "password again");
    worker.post(&world, &format!("{path}/{id}/close"), &json!({})).await.is_problem(403, "");
    committee.post(&world, &format!("{path}/{id}/close"), &json!({})).await.ok();
    founder.get(&world, &series).await.is_problem(404, "");
    let shown = sharing_of(&world, &worker, MILL).await;
    assert_eq!(shown["may_open"], json!([]), "a worker proposes nothing");
}

async fn sharing_of(world: &World, browser: &Browser, unit: &str) -> Value {
    browser.get(world, &format!("/api/v1/views/sharing?unit={unit}")).await.ok()
}

fn request() -> Value {
    json!({"unit": MILL, "by": "secretary", "words": "we plan the yarn of the winter"})
}

/// All that the sector is answered about its request, in the hours after it: lists, pages, its room and
/// what another request is answered.
async fn what_the_asker_sees(answered: impl AsyncFn(&World, &str)) -> Vec<String> {
    let world = World::new().await;
    let mut stream = Stream::open(&world, SECTOR, SECTOR, None).await;
    let made = world.post(SECTOR, "/api/v1/requests", &request()).await.ok();
    let mut seen = vec![made.to_string(), format!("{:?}", stream.changed().await.what)];
    let id = made["id"].as_str().unwrap().to_owned();
    world.advance(DAY).await;
    answered(&world, &id).await;
    for _ in 0..15 {
        for path in [
            "/api/v1/requests".to_owned(),
            format!("/api/v1/views/sharing?unit={SECTOR}"),
            format!("/api/v1/views/room?unit={SECTOR}"),
            format!("/{SECTOR}/sharing"),
            format!("/api/v1/views/indicator?unit={MILL}&indicator=output"),
        ] {
            seen.push(world.get(SECTOR, &path).await.text);
        }
        world.advance(DAY).await;
    }
    // It hears when the fortnight is over, and nothing before: what follows is for all to hear.
    let named = json!({"by": "founders", "units": [{"path": MILL, "name": "Yarur"}]});
    world.post(MILL, "/api/v1/units", &named).await.ok();
    let mut heard = Vec::new();
    while heard.last() != Some(&"units".to_owned()) {
        heard = stream.changed().await.what;
        seen.push(format!("heard {heard:?}"));
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_sees_the_same_bytes_whether_it_was_declined_or_ignored() {
    let ignored = what_the_asker_sees(async |_, _| {}).await;
    let declined = what_the_asker_sees(async |world, id| {
        let path = format!("/api/v1/requests/{id}/decline");
        world.post(SECTOR, &path, &by("secretary")).await.is_problem(403, "that is asked");
        world.post(MILL, &path, &by("committee")).await.ok();
        world.post(SECTOR, &path, &by("secretary")).await.is_problem(403, "that is asked");
        let again = world.post(SECTOR, "/api/v1/requests", &request()).await;
        again.is_problem(409, "has not run out");
    })
    .await;
    assert_eq!(ignored, declined);
    assert!(ignored.iter().any(|seen| seen.contains("\"over\"")), "its time ran out in between");
    let heard = ignored.iter().filter(|seen| seen.starts_with("heard"));
    assert_eq!(heard.count(), 2, "that it is over, and the name of a unit: {ignored:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_waits_at_the_unit_until_it_is_declined_and_its_sisters_read_the_reason() {
    let world = World::new().await;
    let made = world.post(SECTOR, "/api/v1/requests", &request()).await.ok();
    let id = made["id"].as_str().unwrap().to_owned();
    let waits = async || world.get(MILL, "/api/v1/requests").await.ok()["of_us"].clone();
    assert_eq!(waits().await[0]["words"], "we plan the yarn of the winter");
    let page = format!("/api/v1/views/sharing?unit={MILL}");
    let shown = world.get(MILL, &page).await.ok();
    assert_eq!(shown["asked_of_us"][0]["sentence"], "textiles asks to see figures of ours");
    assert_eq!(shown["asked_of_us"][0]["acts"][0]["act"], "decline");
    for (unit, reads) in [(SISTER, true), (MILL, true), (STRANGER, false), (NATION, false)] {
        let room = world.get(unit, &format!("/api/v1/views/room?unit={unit}")).await;
        assert_eq!(room.text.contains("the yarn of the winter"), reads, "{unit}");
    }
    let sister = world.get(SISTER, "/api/v1/requests").await.ok();
    assert_eq!(sister, json!({"of_us": [], "by_us": []}), "its own are none");
    world.post(MILL, &format!("/api/v1/requests/{id}/decline"), &by("committee")).await.ok();
    assert_eq!(waits().await, json!([]));
    assert_eq!(world.get(MILL, &page).await.ok()["asked_of_us"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_is_open_to_whom_before_it_is_and_as_plain_text_too() {
    let world = reported().await;
    let page = format!("/api/v1/views/sharing?unit={MILL}");
    let empty = world.get(MILL, &page).await.ok();
    assert_eq!(empty["sentence"], "Nothing of ours is open to others.");
    let may: Vec<&Value> =
        empty["may_open"].as_array().unwrap().iter().map(|it| &it["key"]).collect();
    assert_eq!(may, ["output", "scrap"], "nothing about people");
    let opens = |act: &Value| {
        let said = act["consequences"].as_array().unwrap().iter();
        said.map(|it| it["opens"].as_bool().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(empty["acts"][0]["act"], "open");
    assert_eq!(opens(&empty["acts"][0]), [true, false, false, false]);

    let made = world.post(MILL, "/api/v1/openings", &opening(SISTER)).await.ok();
    let proposed = world.get(MILL, &page).await.ok();
    let row = &proposed["given"][0];
    assert_eq!((&row["state"], &row["acts"][0]["act"]), (&json!("proposed"), &json!("sign")));
    assert_eq!(opens(&row["acts"][0]), [true, false, false, false]);
    let theirs = format!("/api/v1/views/sharing?unit={SISTER}");
    assert_eq!(world.get(SISTER, &theirs).await.ok()["received"], json!([]));

    let sign = format!("/api/v1/openings/{}/sign", made["id"].as_str().unwrap());
    world.post(MILL, &sign, &by("weaver")).await.ok();
    let row = world.get(SISTER, &theirs).await.ok()["received"][0].clone();
    let said = "yarur opens output to us, until Sunday 15 March";
    assert_eq!((&row["sentence"], &row["signed"]), (&json!(said), &json!([])), "{row}");
    let html = world.get(SISTER, &format!("/{SISTER}/sharing")).await.text;
    assert!(html.contains(&format!("<h3>{said}</h3>")), "{html}");
    let spanish = world.get(SISTER, &format!("{theirs}&lang=es")).await.ok();
    let row = &spanish["received"][0]["sentence"];
    assert_eq!(row, "yarur nos abre output hasta el domingo 15 de marzo");
    let room = world.get(SISTER, &format!("/api/v1/views/room?unit={SISTER}")).await;
    assert!(room.text.contains(said), "it is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_unit_sees_who_looked_on_how_many_days_and_nobody_else_does() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::empty(Box::new(SqliteStore::open(directory.path()).unwrap())).await;
    world.found().await;
    world.report(MILL, "output", &steady(60)).await;
    opened(&world, SISTER).await;
    let output = series_of(&world, "output").await;
    let looks = async |world: &World| {
        let page = format!("/api/v1/views/sharing?unit={MILL}");
        world.get(MILL, &page).await.ok()["looked"].clone()
    };
    // Looking in vain, and at oneself, is no look.
    world.get(SECTOR, &output).await.is_problem(404, "");
    world.get(MILL, &output).await.ok();
    world.get(SECTOR, &view("output")).await.ok();
    assert_eq!(looks(&world).await, json!([]));
    for path in [output.clone(), format!("{output}.csv"), view("output")] {
        for _ in 0..2 {
            world.get(SISTER, &path).await;
        }
    }
    assert_eq!(looks(&world).await[0]["days"], 1);
    world.advance(DAY).await;
    world.get(SISTER, &view("output")).await.ok();
    world.get(SISTER, &output).await.ok();
    let said = "sumar looked at output on 2 days, last on Tuesday 3 March.";
    assert_eq!(looks(&world).await[0]["text"], said);
    let theirs = format!("/api/v1/views/sharing?unit={SISTER}");
    assert_eq!(world.get(SISTER, &theirs).await.ok()["looked"], json!([]));

    let clock = world.clock.clone();
    world.server.stop().await.unwrap();
    let store = Box::new(SqliteStore::open(directory.path()).unwrap());
    let world = World::started(store, clock).await;
    assert_eq!(looks(&world).await[0]["text"], said);
    // What was open is open still, and ends when it was to.
    world.get(SISTER, &output).await.ok();
    world.advance(DAY * 13).await;
    world.get(SISTER, &output).await.is_problem(404, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_an_incident_rose_to_is_counted_too() {
    let world = World::new().await;
    let id = world.incident().await;
    world.advance(DAY * 4).await;
    world.get(SECTOR, &format!("/api/v1/views/incident?id={id}")).await.ok();
    let page = world.get(MILL, &format!("/api/v1/views/sharing?unit={MILL}")).await.ok();
    assert_eq!(page["looked"][0]["unit"]["path"], SECTOR, "{page}");
    // An opening shows readings from before the change, and the page of the incident does not.
    let before = world.get(SECTOR, &format!("/api/v1/views/incident?id={id}")).await.ok();
    opened(&world, SECTOR).await;
    let after = world.get(SECTOR, &format!("/api/v1/views/incident?id={id}")).await.ok();
    assert_eq!(before["chart"]["points"], after["chart"]["points"]);
}
