//! Upgrading: does the program that serves today go on with what the first one wrote?

use std::fs;
use std::path::Path;

use reqwest::blocking::{Client, RequestBuilder};
use serde_json::{Value, json};

use crate::command::Desk;
use crate::serving::Serving;
use crate::telling::Browser;

/// The last report that the old program took in, byte for byte.
const LAST_SENT: &str = r#"{"source": "scales", "epoch": 1, "seq": 58, "unit": "mill/spinning", "readings": [{"indicator": "energy", "at": "2027-01-15", "value": 3310}]}"#;

/// When that was, on the clock of the story.
const THEN: &str = "2027-01-15T17:00:00Z";

/// The directory that a program of 22 November 2026 left when it was killed; `store/tests/it/taking_over.rs`.
fn desk() -> Desk {
    let desk = Desk::new();
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/tests/data/format-1");
    fs::create_dir(desk.path("old")).expect("a folder");
    for name in ["core.sqlite", "core.sqlite-wal"] {
        let packed = fs::File::open(made.join(format!("{name}.zst"))).expect("a fixture");
        let mut file = fs::File::create(desk.path("old").join(name)).expect("a file");
        zstd::stream::copy_decode(packed, &mut file).expect("it unpacks");
    }
    desk
}

fn answer(request: RequestBuilder, unit: &str) -> (u16, Value) {
    let answer = request.header("Cybersyn-As", unit).send().expect("it answers");
    (answer.status().as_u16(), answer.json().unwrap_or_default())
}

#[test]
fn what_the_first_program_told_is_there_and_goes_on_and_what_it_took_in_counts_once() {
    let desk = desk();
    let serving = Serving::with(&desk, &format!("--data old --simulated-clock {THEN}"));
    let (at, client) = (&serving.address, Client::new());
    let get = |path: &str, unit: &str| answer(client.get(format!("{at}{path}")), unit);
    let post = |path: &str, unit: &str, body: String| {
        let request = client.post(format!("{at}{path}")).header("Content-Type", "application/json");
        answer(request.body(body), unit)
    };

    let again = post("/api/v1/reports", "mill/spinning", LAST_SENT.to_owned());
    assert_eq!(
        (again.0, &again.1["duplicates"], &again.1["accepted"]),
        (200, &1.into(), &0.into())
    );
    let next = LAST_SENT.replace("\"seq\": 58", "\"seq\": 59").replace("energy", "yarn");
    let next = post("/api/v1/reports", "mill/spinning", next);
    assert_eq!((next.0, &next.1["duplicates"]), (200, &0.into()), "{next:?}");

    let (_, told) = get("/api/v1/incidents", "mill/spinning");
    let told = told["incidents"].as_array().expect("a list").clone();
    let open = told.iter().find(|it| it["phase"] != "closed" && it["cause"] == "change");
    let open = open.expect("what the old program opened")["id"].as_str().expect("text").to_owned();
    let body = json!({"act": "note", "by": "shift lead", "words": "after the upgrade"});
    let noted = post(&format!("/api/v1/incidents/{open}/acts"), "mill/spinning", body.to_string());
    assert_eq!(noted.0, 200, "{noted:?}");
    let (_, page) = get(&format!("/api/v1/views/incident?id={open}&lang=en"), "mill/spinning");
    let page = page.to_string();
    assert!(page.contains("after the upgrade") && page.contains("a-note-of-the-fixture"), "{page}");

    // The offer that was on the table is answered by the other side, as it was to be.
    let (_, terms) = get("/api/v1/agreements", "mill");
    let terms = terms["agreements"].as_array().expect("a list").clone();
    let offered = terms.iter().find(|it| it["state"] == "proposed").expect("one on the table");
    let acts = format!("/api/v1/agreements/{}/acts", offered["id"].as_str().expect("text"));
    let body = json!({"act": "consent", "by": "coordinator", "words": "agreed"}).to_string();
    assert_eq!(post(&acts, "mill", body).0, 200);
    let (_, terms) = get("/api/v1/agreements", "mill");
    let terms = terms["agreements"].as_array().expect("a list").clone();
    let agreed = terms.iter().find(|it| it["id"] == offered["id"]).expect("it is there");
    assert_eq!(agreed["state"], "in_force", "{agreed}");

    // What was shown before cannot be lived through again, and is not made up.
    let room = |time: &str| {
        get(&format!("/api/v1/views/room?unit=mill/spinning&lang=en&at={time}"), "mill/spinning")
    };
    let (status, why) = room("2026-12-20T12:00:00Z");
    assert!(status == 422 && why.to_string().contains(THEN), "{why}");
    let mut seen = room(THEN);
    while seen.0 == 200 && !seen.1["past"]["share"].is_null() {
        seen = room(THEN);
    }
    assert_eq!(seen.0, 200, "{seen:?}");
    // A figure corrected long after is known as it was corrected.
    let series = format!("/api/v1/units/1/indicators/yarn/series?points=9999&at={THEN}");
    let (_, then) = get(&series, "mill/spinning");
    assert!(then.to_string().contains("7.77"), "{then}");
    assert!(serving.stop());

    let checked = desk.good("check --data old --json");
    let checked: Value = serde_json::from_str(&checked.out).expect("JSON");
    let (entries, taken_over) = (checked["entries"].as_u64(), checked["taken_over"].as_u64());
    assert!(taken_over > Some(300) && taken_over < entries, "{checked}");
    assert!(desk.good("check --data old").out.contains("an earlier program decided"));
    desk.good("backup copy --data old --verify");
    desk.good("restore copy --data new");
    assert_eq!(desk.good("check --data new --json").out, desk.good("check --data old --json").out);
}

#[test]
fn the_first_account_of_what_was_taken_over_belongs_to_its_root() {
    let desk = desk();
    let mut serving = Serving::to_members(&desk, &format!("--data old --simulated-clock {THEN}"));
    let code = serving.first_code(&desk);
    let mut founder = Browser::at(&serving);
    let password = "two looms without thread";
    let first = json!({"code": code, "login": "ana", "name": "Ana", "password": password});
    founder.post("/api/v1/first", &first);
    let page = founder.get("/api/v1/views/room?unit=mill&lang=en");
    assert!(page.to_string().contains("Cotton mill"), "{page}");
    assert!(serving.stop());
    desk.good("check --data old");
}

#[test]
fn a_command_that_only_reads_says_what_brings_the_directory_up() {
    let desk = desk();
    let refused = desk.call("checkpoint --data old");
    assert!(refused.code != 0 && refused.err.contains("`cybersyn check`"), "{refused:?}");
    desk.good("check --data old");
    desk.good("checkpoint --data old");
    let exported = desk.good("export mill --below --data old");
    assert_eq!(exported.out.lines().count(), 726);
}
