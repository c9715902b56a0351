//! Messages: are they read by those they are written to and by nobody else, once, and not after they should?

use serde_json::{Value, json};
use store::MemoryStore;

use crate::events::Stream;
use crate::people::{Browser, comes, founded, id_of};
use crate::world::{Got, MILL, NATION, SECTOR, SHOP, SISTER, STRANGER, World};

const MESSAGES: &str = "/api/v1/messages";
const POSTS: &str = "/api/v1/posts";
const UNITS: [&str; 6] = [MILL, SHOP, SECTOR, NATION, SISTER, STRANGER];

/// A message of a unit, to whom `to` says, numbered `seq` by its device.
fn message(unit: &str, to: &str, seq: u64, words: &str) -> Value {
    json!({"unit": unit, "to": to, "by": "secretary", "words": words,
           "source": "form:1", "epoch": 1, "seq": seq})
}

async fn written(world: &World, body: &Value) -> Value {
    let unit = body["unit"].as_str().expect("a path");
    let got = world.post(unit, MESSAGES, body).await;
    assert_eq!(got.status, 201, "{got:?}");
    got.json()
}

fn view(unit: &str, more: &str) -> String {
    format!("/api/v1/views/telex?unit={unit}&lang=en{more}")
}

async fn telex(world: &World, unit: &str, more: &str) -> Value {
    world.get(unit, &view(unit, more)).await.ok()
}

/// The words of the messages on a page.
fn words(view: &Value) -> Vec<String> {
    let items = view["items"].as_array().expect("items").iter();
    items.filter_map(|item| item["message"]["words"].as_str()).map(str::to_owned).collect()
}

/// The name that a unit has for the latest message that it reads.
async fn latest(world: &World, unit: &str) -> String {
    let view = telex(world, unit, "&filter=messages").await;
    view["items"][0]["message"]["id"].as_str().expect("a message").to_owned()
}

/// Everything that a viewer can ask of a unit's telex, as they are answered.
async fn everything(world: &World, viewer: &str, of: &str) -> String {
    let mut all = String::new();
    for filter in ["all", "messages", "happened", "ours", "unanswered"] {
        let path = format!("/api/v1/views/telex?unit={of}&filter={filter}&search=secre");
        all += &world.get(viewer, &path).await.text;
        all += &world
            .get(viewer, &format!("/api/v1/views/telex?unit={of}&filter={filter}"))
            .await
            .text;
    }
    for path in [format!("/api/v1/views/board?unit={of}"), format!("/api/v1/views/room?unit={of}")]
    {
        all += &world.get(viewer, &path).await.text;
    }
    for page in ["", "/telex", "/telex/board", "/audit"] {
        let headers = [("cybersyn-as", viewer), ("accept", "text/html")];
        all += &world.send("GET", &format!("/{of}{page}"), &headers, b"").await.text;
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_comes_out_where_it_is_to_and_nowhere_else() {
    let world = World::new().await;
    let to = |to: &str, units: &[&str], seq, words: &str| {
        let mut body = message(MILL, to, seq, words);
        body["units"] = json!(units);
        body
    };
    for (body, readers) in [
        (to("within", &[], 1, "secret-within"), vec![MILL]),
        (to("above", &[], 2, "secret-above"), vec![MILL, SECTOR]),
        (to("sisters", &[SISTER], 3, "secret-sisters"), vec![MILL, SISTER]),
        (to("parts", &[], 4, "secret-parts"), vec![MILL, SHOP]),
        (to("parts", &[SHOP], 5, "secret-shop"), vec![MILL, SHOP]),
    ] {
        let sent = written(&world, &body).await;
        let words = body["words"].as_str().expect("words").to_owned();
        for viewer in UNITS {
            let mut found = false;
            for of in UNITS {
                let shows = everything(&world, viewer, of).await.contains(&words);
                assert!(!shows || viewer == of, "{viewer} reads {words} at {of}");
                found |= shows;
            }
            assert_eq!(found, readers.contains(&viewer), "{viewer}: {words}");
        }
        assert_eq!(sent["read_by"].as_array().map(Vec::len), Some(1), "{sent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sent_twice_it_is_one_message_and_other_words_under_its_number_are_refused() {
    let world = World::new().await;
    let body = message(MILL, "above", 7, "the port is shut");
    let first = written(&world, &body).await;
    let again = written(&world, &body).await;
    assert_eq!(first, again);
    assert_eq!(words(&telex(&world, SECTOR, "").await), ["the port is shut"]);
    let other = message(MILL, "above", 7, "the port is open");
    let got = world.post(MILL, MESSAGES, &other).await;
    assert_eq!(got.json()["type"], "/problems/sequence");
    got.is_problem(409, "number it anew");
    // Another unit's device of the same name numbers for itself.
    written(&world, &message(SECTOR, "within", 7, "ours")).await;
    // What was refused and comes again is not taken for sent.
    let refused = message(NATION, "above", 9, "to whom?");
    world.post(NATION, MESSAGES, &refused).await.is_problem(409, "no level above");
    world.post(NATION, MESSAGES, &refused).await.is_problem(409, "was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_goes_back_and_what_is_hidden_is_answered_like_what_is_absent() {
    let world = World::new().await;
    let mut down = message(SECTOR, "parts", 1, "how much yarn?");
    down["units"] = json!([MILL, SISTER]);
    written(&world, &down).await;
    let waiting = telex(&world, MILL, "&filter=unanswered").await;
    assert_eq!((waiting["waiting"].clone(), words(&waiting).len()), (json!(1), 1));
    assert_eq!(waiting["sentence"], "One message waits for an answer of ours.");
    let name = latest(&world, MILL).await;
    let mut answer = message(MILL, "answer", 2, "nine tonnes");
    answer["of"] = json!(name);
    written(&world, &answer).await;
    let above = telex(&world, SECTOR, "").await;
    assert_eq!(above["items"][0]["message"]["words"], "nine tonnes");
    assert_eq!(above["items"][0]["message"]["answers"]["text"], "how much yarn?");
    assert_eq!(above["items"][1]["message"]["answered"], "answered by yarur");
    assert_eq!(telex(&world, MILL, "").await["waiting"], 0);
    assert!(words(&telex(&world, SISTER, "").await).iter().all(|words| words != "nine tonnes"));
    let sister = telex(&world, SISTER, "").await;
    assert_eq!(
        sister["items"][0]["message"]["answered"],
        Value::Null,
        "nobody else's answer shows"
    );

    // A name is its viewer's own: to another it is of nothing, as one that was made up.
    let mut seq = 10;
    let mut unknown = Vec::new();
    for (unit, of) in
        [(STRANGER, name.as_str()), (SHOP, &name), (SECTOR, "0123456789abcdef"), (MILL, "?")]
    {
        seq += 1;
        let mut body = message(unit, "answer", seq, "what?");
        body["of"] = json!(of);
        let got = world.post(unit, MESSAGES, &body).await;
        got.is_problem(404, "check the address");
        unknown.push(got.text);
    }
    assert!(unknown.windows(2).all(|two| two[0] == two[1]), "{unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_found_without_its_accents_and_page_by_page() {
    let world = World::new().await;
    for seq in 0..45 {
        let words = format!("Panadería de Ñuñoa pide harina {seq:02}");
        written(&world, &message(MILL, "within", seq, &words)).await;
    }
    written(&world, &message(MILL, "within", 99, "nothing of that")).await;
    for filter in ["all", "messages", "ours"] {
        let more = format!("&filter={filter}&search=PANADERIA%20nunoa");
        let first = telex(&world, MILL, &more).await;
        let older = first["older"].as_str().expect("there are older ones").to_owned();
        assert!(older.len() == 16 && older.bytes().all(|byte| byte.is_ascii_hexdigit()), "{older}");
        let second = telex(&world, MILL, &format!("{more}&before={older}")).await;
        assert_eq!((&second["older"], &second["is_latest"]), (&Value::Null, &json!(false)));
        let mut all = words(&first);
        all.extend(words(&second));
        let expected: Vec<String> =
            (0..45).rev().map(|seq| format!("Panadería de Ñuñoa pide harina {seq:02}")).collect();
        assert_eq!(all, expected, "{filter}");
        // Where others go on is nowhere for us.
        let made_up = telex_of(&world, SISTER, &format!("{more}&before={older}")).await;
        assert!(made_up.status == 200 && words(&made_up.json()).is_empty(), "{made_up:?}");
    }
    assert!(words(&telex(&world, MILL, "&search=panaderias").await).is_empty());
    assert_eq!(words(&telex(&world, MILL, "&search=harina%2007").await).len(), 1);
    let long = "x".repeat(81);
    telex_of(&world, MILL, &format!("&search={long}")).await.is_problem(422, "at most 80 letters");
    telex_of(&world, MILL, "&filter=theirs").await.is_problem(422, "unanswered");
    telex_of(&world, MILL, "&before=7").await.is_problem(422, "older");
}

async fn telex_of(world: &World, unit: &str, more: &str) -> Got {
    world.get(unit, &view(unit, more)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_people_write_stays_words() {
    let world = World::new().await;
    let hostile = [
        "</script><script>alert(1)</script><!--view-->",
        "<img src=x onerror=alert(1)>\n\"'&amp;",
        "مرحبا بالعالم \u{202e}abc\u{202c}",
        "👩🏽‍🏭 😀 e\u{301}",
        &"w".repeat(200),
        "=1+1",
    ];
    for (seq, words) in (0..).zip(hostile) {
        written(&world, &message(MILL, "above", seq, words)).await;
    }
    let view = telex(&world, SECTOR, "&filter=messages").await;
    let expected: Vec<&str> = hostile.iter().rev().copied().collect();
    assert_eq!(words(&view), expected);
    let headers = [("cybersyn-as", SECTOR), ("accept", "text/html")];
    let page = world.send("GET", &format!("/{SECTOR}/telex"), &headers, b"").await;
    assert_eq!(page.status, 200);
    for element in ["<script>alert", "<img src=x"] {
        assert!(!page.text.contains(element), "{element} stands in the page");
    }
    assert!(page.text.contains("&lt;img src=x onerror=alert(1)&gt;"));
    for (seq, (field, bad)) in (90..).zip([
        ("words", json!("a\u{0}b")),
        ("words", json!("")),
        ("words", json!("x".repeat(2_001))),
        ("source", json!("")),
        ("units", json!([SISTER])),
        ("of", json!("0123456789abcdef")),
        ("to", json!("everybody")),
        ("seq", json!(-1)),
        ("about", json!({"kind": "figure", "id": "1"})),
    ]) {
        let mut body = message(MILL, "above", seq, "words");
        body[field] = bad;
        let got = world.post(MILL, MESSAGES, &body).await;
        assert_eq!(got.status, 422, "{field}: {got:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_a_message_hears_of_it_at_once_and_others_hear_nothing() {
    let world = World::new().await;
    let mut above = Stream::open(&world, SECTOR, SECTOR, None).await;
    let mut sister = Stream::open(&world, SISTER, SISTER, None).await;
    let mut elsewhere = Stream::open(&world, SECTOR, MILL, None).await;
    written(&world, &message(MILL, "above", 1, "the port is shut")).await;
    assert!(above.changed().await.what.contains(&"telex".to_owned()));
    // What these hear first is about something later.
    let names = written(&world, &message(SISTER, "within", 1, "ours")).await;
    assert_eq!(names["read_by"], json!(["sumar"]));
    assert!(sister.changed().await.what.contains(&"telex".to_owned()));
    world
        .post(SECTOR, "/api/v1/help", &json!({"unit": SECTOR, "by": "t", "words": "?"}))
        .await
        .ok();
    let heard = elsewhere.changed().await;
    assert!(!heard.what.contains(&"telex".to_owned()), "{heard:?}");
}

async fn members() -> (World, Browser, Browser) {
    let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
    let mut committee =
        comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
    let worker = comes(&world, &mut committee, (MILL, None), ("weaver", "worker")).await;
    (world, committee, worker)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dismissed_member_reads_no_message() {
    let (world, mut committee, mut worker) = members().await;
    let mut body = message(MILL, "within", 1, "secret of the day shift");
    worker.post(&world, MESSAGES, &body).await.ok();
    let page = view(MILL, "");
    assert_eq!(words(&worker.get(&world, &page).await.ok()), ["secret of the day shift"]);
    let people = format!("/api/v1/views/people?unit={MILL}");
    let people = committee.get(&world, &people).await.ok();
    let listed = people["members"].as_array().expect("members");
    let weaver = listed.iter().find(|it| it["name"] == "Known as weaver").expect("them");
    let id = id_of(&world, &committee, MILL).await;
    let path =
        format!("/api/v1/units/{id}/people/{}/dismiss", weaver["person"].as_str().expect("id"));
    committee.post(&world, &path, &json!({"role": "worker"})).await.ok();
    let after = worker.get(&world, &page).await;
    assert!(!after.text.contains("secret of the day shift"), "{after:?}");
    body["seq"] = json!(2);
    worker.post(&world, MESSAGES, &body).await.is_problem(403, "no member of any unit");
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_and_machines_show_no_message_and_a_worker_answers_but_speaks_for_nobody() {
    let (world, mut committee, mut worker) = members().await;
    committee.post(&world, MESSAGES, &message(MILL, "within", 1, "secret")).await.ok();
    let id = id_of(&world, &committee, MILL).await;
    for role in ["wall", "tablet"] {
        let body = json!({"role": role, "title": "of the hall"});
        let path = format!("/api/v1/units/{id}/devices");
        let link = committee.post(&world, &path, &body).await.ok()["link"].clone();
        let code = link.as_str().and_then(|link| link.split('#').nth(1)).expect("a code");
        let mut device = Browser::default();
        device.post(&world, "/api/v1/join", &json!({ "code": code })).await.ok();
        for path in [
            view(MILL, ""),
            view(MILL, "&filter=messages"),
            view(MILL, "&search=secre"),
            format!("/api/v1/views/room?unit={MILL}"),
            format!("/{MILL}/telex"),
            format!("/{MILL}"),
        ] {
            let got = device.get(&world, &path).await;
            assert!(got.status == 200 && !got.text.contains("secret"), "{role} {path}: {got:?}");
        }
        let shown = device.get(&world, &view(MILL, "")).await.ok();
        assert_eq!((&shown["may_write"], &shown["waiting"]), (&json!([]), &json!(0)));
        assert!(words(&shown).is_empty());
    }
    worker.post(&world, MESSAGES, &message(MILL, "within", 3, "we too")).await.ok();
    let refused = worker.post(&world, MESSAGES, &message(MILL, "above", 4, "me alone")).await;
    refused.is_problem(403, "the committee and the coordinators write to other units");
    let may = worker.get(&world, &view(MILL, "")).await.ok()["may_write"].clone();
    assert_eq!(may.as_array().map(Vec::len), Some(1), "{may}");
    let may = committee.get(&world, &view(MILL, "")).await.ok()["may_write"].clone();
    assert_eq!(may.as_array().map(Vec::len), Some(4), "{may}");
}

fn need(unit: &str, words: &str) -> Value {
    json!({"unit": unit, "kind": "need", "by": "secretary", "words": words, "amount": "40",
           "until": "2026-03-20"})
}

async fn board(world: &World, unit: &str, more: &str) -> Value {
    world.get(unit, &format!("/api/v1/views/board?unit={unit}&lang=en{more}")).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_unit_needs_is_read_by_all_and_answered_to_it_alone() {
    let world = World::new().await;
    let made = world.post(MILL, POSTS, &need(MILL, "Húsos para la hilandería")).await;
    assert_eq!(made.status, 201, "{made:?}");
    let own = made.json()["id"].clone();
    let mut names = vec![own.clone()];
    for unit in [SHOP, SECTOR, NATION, SISTER, STRANGER] {
        let shown = board(&world, unit, "&kind=need&search=husos").await;
        let post = &shown["posts"][0];
        assert_eq!(post["words"], "Húsos para la hilandería", "{unit}");
        assert_eq!((&post["may_answer"], &post["may_end"]), (&json!(true), &json!(false)));
        assert_eq!(shown["sentence"], "One need and no offers.");
        names.push(post["id"].clone());
    }
    let mut different = names.iter().filter_map(Value::as_str).collect::<Vec<_>>();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 6, "each has a name of their own for it: {names:?}");
    assert!(board(&world, SISTER, "&kind=offer").await["posts"].as_array().unwrap().is_empty());

    let mut answer = message(STRANGER, "poster", 1, "we have thirty");
    answer["of"] = names[5].clone();
    written(&world, &answer).await;
    assert_eq!(words(&telex(&world, MILL, "").await), ["we have thirty"]);
    for unit in [SECTOR, NATION, SISTER, SHOP] {
        assert!(words(&telex(&world, unit, "").await).is_empty(), "{unit}");
    }
    let end = |name: &Value| format!("{POSTS}/{}/end", name.as_str().unwrap_or_default());
    let met = json!({"ending": "met", "by": "secretary"});
    world.post(SISTER, &end(&names[4]), &met).await.is_problem(403, "only the unit");
    world.post(SISTER, &end(&own), &met).await.is_problem(404, "check the address");
    world.post(MILL, &end(&own), &met).await.ok();
    world.post(MILL, &end(&own), &met).await.is_problem(409, "ended already");
    assert_eq!(board(&world, SISTER, "").await["posts"][0]["state"], "met");
    let mut late = need(MILL, "x");
    late["until"] = json!("2030-01-01");
    world.post(MILL, POSTS, &late).await.is_problem(422, "60 days");
    late["until"] = json!("soon");
    world.post(MILL, POSTS, &late).await.is_problem(422, "2026");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_half_a_year_no_page_has_the_words() {
    let world = World::new().await;
    written(&world, &message(MILL, "above", 1, "hushed")).await;
    assert!(everything(&world, SECTOR, SECTOR).await.contains("hushed"));
    world.advance(crate::world::DAY * 181).await;
    for unit in [MILL, SECTOR] {
        assert!(!everything(&world, unit, unit).await.contains("hushed"), "{unit}");
    }
}

/// The pages write about what they show: to whoever may see it with a way there, and nothing of it to others.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_message_is_about_is_shown_with_a_way_to_it_to_whoever_may_see_it() {
    let world = World::new().await;
    let id = world.incident().await;
    let figure = format!("indicator:{MILL}/output");
    for (about, text, address) in [
        (format!("incident:{id}"), "Output", format!("/{MILL}/i/{id}")),
        (figure.clone(), "output", format!("/{MILL}/s/output")),
    ] {
        let seen = telex(&world, MILL, &format!("&about={about}")).await["about"].clone();
        assert_eq!(seen["thing"], json!({"text": text, "address": address}), "{about}");
        let own = world.unit_id(MILL).await;
        assert_eq!(seen["seen_by"], json!([own]), "of those it could go to nobody else sees it");
        let sister = telex(&world, SISTER, &format!("&about={about}")).await;
        assert_eq!(sister["about"], Value::Null, "what is hidden is not there");
    }
    for wrong in ["output", "unit:3"] {
        let path = view(MILL, &format!("&about={wrong}"));
        world
            .get(MILL, &path)
            .await
            .is_problem(422, "incident:ID, directive:ID or indicator:PATH/KEY");
    }
    let about = |to: &str, seq, kind: &str, id: &str| {
        let mut body = message(MILL, to, seq, "look at this");
        body["about"] = json!({"kind": kind, "id": id});
        body
    };
    let output = format!("{MILL}/output");
    written(&world, &about("within", 1, "indicator", &output)).await;
    let shown = telex(&world, MILL, "").await["items"][0]["message"]["about"].clone();
    assert_eq!(shown, json!({"text": "output", "address": format!("/{MILL}/s/output")}));
    let refused = world.post(MILL, MESSAGES, &about("above", 2, "indicator", &output)).await;
    refused.is_problem(422, "a thing that all who will read the message may see");
    for absent in [format!("{MILL}/nothing"), "output".to_owned(), format!("{SISTER}/output")] {
        let got = world.post(MILL, MESSAGES, &about("within", 3, "indicator", &absent)).await;
        assert_eq!(got.status, 404, "{absent}: {got:?}");
    }
    let act = json!({"act": "pass_up", "by": "committee"});
    world.post(MILL, &format!("/api/v1/incidents/{id}/acts"), &act).await.ok();
    written(&world, &about("above", 4, "incident", &id)).await;
    let shown = telex(&world, SECTOR, "").await["items"][0]["message"]["about"].clone();
    assert_eq!(shown, json!({"text": "yarur: output", "address": format!("/{SECTOR}/i/{id}")}));
}
