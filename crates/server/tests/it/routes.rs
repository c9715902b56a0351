//! Routes: who may do what, for every route and every relation?
//!
//! The table below is written by hand and knows nothing of the server's own; a route that is
//! described by the server and missing here fails the test, and the other way round. The thing
//! asked for is always the mill's.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{MILL, NATION, SECTOR, SHOP, SISTER, STRANGER, World};

/// The mill itself, its part, the level above, the root, its sister, a stranger.
const VIEWERS: [&str; 6] = [MILL, SHOP, SECTOR, NATION, SISTER, STRANGER];

const ALL: [u16; 6] = [200; 6];
const NONE: [u16; 6] = [404; 6];
const OWN: [u16; 6] = [200, 404, 404, 404, 404, 404];
const PARTIES: [u16; 6] = [200, 404, 200, 404, 404, 404];

/// What is asked, with which body, and what each viewer is answered.
#[rustfmt::skip]
const EXPECTED: &[(&str, &str, &str, [u16; 6])] = &[
    ("GET",  "/healthz",                                      "",        ALL),
    ("GET",  "/metrics",                                      "",        ALL),
    ("GET",  "/api/v1/openapi.json",                          "",        ALL),
    ("GET",  "/api/v1/checkpoint",                            "",        ALL),
    ("GET",  "/api/v1/copy/log",                              "",        NONE),
    ("GET",  "/api/v1/copy/beside",                           "",        NONE),
    ("POST", "/api/v1/reports",                               "report",  [200, 422, 200, 200, 422, 422]),
    ("POST", "/api/v1/reports/preview",                       "report",  [200; 6]),
    ("GET",  "/api/v1/units",                                 "",        ALL),
    ("POST", "/api/v1/units",                                 "nothing", [422; 6]),
    ("GET",  "/api/v1/units/{id}",                            "",        ALL),
    ("GET",  "/api/v1/units/{id}/calendar",                   "",        OWN),
    ("GET",  "/api/v1/units/{id}/audit",                      "",        OWN),
    ("GET",  "/api/v1/units/{id}/duty",                       "",        OWN),
    ("GET",  "/api/v1/units/{id}/reached",                    "",        OWN),
    ("GET",  "/api/v1/units/{id}/nodes",                      "",        OWN),
    ("POST", "/api/v1/units/{id}/nodes",                      "node",    [409, 404, 404, 404, 404, 404]),
    ("POST", "/api/v1/node/join",                             "",        [422; 6]),
    ("POST", "/api/v1/node/letters",                          "",        [401; 6]),
    // Nobody is known to decide in the mill where everybody's word is taken.
    ("POST", "/api/v1/units/{id}/history",                    "history", [200, 404, 200, 200, 404, 404]),
    ("POST", "/api/v1/units/{id}/indicators/{key}/take-back", "second",  [409, 404, 404, 404, 404, 404]),
    ("GET",  "/api/v1/units/{id}/indicators",                 "",        OWN),
    ("GET",  "/api/v1/units/{id}/indicators/{key}/series",    "",        OWN),
    ("GET",  "/api/v1/units/{id}/indicators/{key}/envelopes", "",        OWN),
    ("GET",  "/api/v1/units/{id}/indicators/{key}/corrections", "",      OWN),
    ("GET",  "/api/v1/units/{id}/indicators/{key}/series.csv","",        OWN),
    ("GET",  "/api/v1/incidents",                             "",        ALL),
    ("GET",  "/api/v1/incidents/{id}",                        "",        OWN),
    ("POST", "/api/v1/incidents/{id}/acts",                   "note",    OWN),
    ("POST", "/api/v1/alarms",                                "alarm",   [201, 403, 403, 403, 403, 403]),
    ("POST", "/api/v1/help",                                  "help",    [201, 403, 403, 403, 403, 403]),
    ("GET",  "/api/v1/obligations",                           "",        ALL),
    ("POST", "/api/v1/obligations/{id}/acts",                 "offer",   [403, 404, 200, 404, 404, 404]),
    ("GET",  "/api/v1/agreements",                            "",        ALL),
    ("POST", "/api/v1/agreements",                            "terms",   [201, 404, 201, 404, 404, 404]),
    ("GET",  "/api/v1/agreements/{id}",                       "",        PARTIES),
    ("POST", "/api/v1/agreements/{id}/acts",                  "consent", [403, 404, 200, 404, 404, 404]),
    ("GET",  "/api/v1/units/{id}/announcements",              "",        OWN),
    ("POST", "/api/v1/announcements",                         "announce",[201, 403, 403, 403, 403, 403]),
    ("POST", "/api/v1/announcements/{id}/call-off",           "call off",OWN),
    ("GET",  "/api/v1/units/{id}/openings",                   "",        OWN),
    ("POST", "/api/v1/openings",                              "open",    [201, 403, 403, 403, 403, 403]),
    ("POST", "/api/v1/openings/{id}/sign",                    "second",  OWN),
    ("POST", "/api/v1/openings/{id}/close",                   "second",  [200, 404, 404, 404, 403, 404]),
    ("GET",  "/api/v1/requests",                              "",        ALL),
    ("POST", "/api/v1/requests",                              "request", [201, 201, 201, 201, 201, 422]),
    ("POST", "/api/v1/requests/{id}/decline",                 "second",  [200, 404, 403, 404, 403, 404]),
    ("GET",  "/api/v1/units/{id}/flows",                      "",        OWN),
    ("POST", "/api/v1/flows",                                 "flow",    [201, 403, 403, 403, 403, 403]),
    ("POST", "/api/v1/messages",                              "message", [201, 403, 403, 403, 403, 403]),
    ("POST", "/api/v1/posts",                                 "post",    [201, 403, 403, 403, 403, 403]),
    ("POST", "/api/v1/posts/{id}/end",                        "end",     OWN),
    ("GET",  "/api/v1/directives",                            "",        ALL),
    ("POST", "/api/v1/directives",                            "policy",  [403, 403, 201, 403, 403, 403]),
    ("GET",  "/api/v1/directives/{id}",                       "",        PARTIES),
    ("POST", "/api/v1/directives/{id}/acts",                  "accept",  [200, 404, 403, 404, 404, 404]),
    ("GET",  "/api/v1/events",                                "stream",  ALL),
    ("GET",  "/api/v1/views/door",                            "",        NONE),
    ("GET",  "/api/v1/views/me",                              "",        NONE),
    ("GET",  "/api/v1/views/people",                          "",        NONE),
    ("GET",  "/api/v1/views/units",                           "",        ALL),
    ("GET",  "/api/v1/views/room",                            "",        ALL),
    ("GET",  "/api/v1/views/incident",                        "",        ALL),
    ("GET",  "/api/v1/views/indicator",                       "",        ALL),
    ("GET",  "/api/v1/views/today",                           "",        ALL),
    ("GET",  "/api/v1/views/plan",                            "",        ALL),
    ("GET",  "/api/v1/views/sharing",                         "",        ALL),
    ("GET",  "/api/v1/views/flow",                            "",        ALL),
    ("GET",  "/api/v1/views/telex",                           "",        ALL),
    ("GET",  "/api/v1/views/board",                           "",        ALL),
    ("GET",  "/api/v1/views/setup",                           "",        ALL),
    ("GET",  "/api/v1/views/audit",                           "",        ALL),
    ("GET",  "/api/v1/views/agreement",                       "",        ALL),
    ("GET",  "/api/v1/views/directive",                       "",        ALL),
];

/// Where everybody's word is taken, nobody signs in and nobody is let in: these are not there. Where
/// people sign in, `matrix` has them.
const OF_MEMBERS: &[&str] = &[
    "/api/v1/first",
    "/api/v1/join",
    "/api/v1/me/erase",
    "/api/v1/password",
    "/api/v1/pin",
    "/api/v1/pin/end",
    "/api/v1/session",
    "/api/v1/session/end",
    "/api/v1/session/prove",
    "/api/v1/session/provider",
    "/api/v1/session/provider/end",
    "/api/v1/session/provider/over",
    "/api/v1/sessions/{id}/end",
    "/api/v1/signing",
    "/api/v1/totp",
    "/api/v1/totp/confirm",
    "/api/v1/totp/end",
    "/api/v1/units/{id}/devices",
    "/api/v1/units/{id}/duty",
    "/api/v1/units/{id}/hooks",
    "/api/v1/units/{id}/hooks/{hook}/end",
    "/api/v1/units/{id}/invitations",
    "/api/v1/units/{id}/invitations/{invitation}/withdraw",
    "/api/v1/units/{id}/keys",
    "/api/v1/units/{id}/people/{person}/dismiss",
    "/api/v1/views/door",
    "/api/v1/ways",
    "/api/v1/ways/{id}/change",
    "/api/v1/ways/{id}/confirm",
    "/api/v1/ways/{id}/digest",
    "/api/v1/ways/{id}/end",
    "/api/v1/ways/push",
];

/// Of these there is a list as well.
const LISTS_OF_MEMBERS: &[&str] = &[
    "/api/v1/session/provider/back",
    "/api/v1/units/{id}/hooks",
    "/api/v1/units/{id}/signers",
    "/api/v1/ways",
];

/// Which view each viewer is shown. Who may not see is shown the boundary, with status 200.
#[rustfmt::skip]
const VIEWS: &[(&str, [&str; 6])] = &[
    ("units",     ["units"; 6]),
    ("room",      ["room",      "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("incident",  ["incident",  "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("indicator", ["indicator", "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("today",     ["today",     "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("plan",      ["plan",      "boundary", "plan",      "boundary", "boundary", "boundary"]),
    ("sharing",   ["sharing",   "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("flow",      ["flow",      "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("telex",     ["telex",     "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("board",     ["board",     "boundary", "boundary",  "boundary", "boundary", "boundary"]),
    ("agreement", ["agreement", "boundary", "agreement", "boundary", "boundary", "boundary"]),
    ("directive", ["directive", "boundary", "directive", "boundary", "boundary", "boundary"]),
];

/// Things of the mill, by their ids.
struct Things {
    unit: String,
    incident: String,
    obligation: String,
    agreement: String,
    announcement: String,
    directive: String,
    opening: String,
    request: String,
    post: String,
}

impl Things {
    async fn of(world: &World) -> Self {
        let made = |value: Value, key: &str| value[key].as_str().expect("an id").to_owned();
        let incident = world.incident().await;
        let help = body("help");
        let terms = body("terms");
        let policy = body("policy");
        let said = world.post(MILL, "/api/v1/announcements", &body("announce")).await.ok();
        Self {
            unit: world.unit_id(MILL).await,
            incident,
            obligation: made(world.post(MILL, "/api/v1/help", &help).await.ok(), "incident"),
            agreement: made(world.post(MILL, "/api/v1/agreements", &terms).await.ok(), "id"),
            announcement: made(said["announcements"][0].clone(), "id"),
            opening: made(world.post(MILL, "/api/v1/openings", &body("open")).await.ok(), "id"),
            request: {
                let of_mill = json!({"unit": MILL, "by": "t", "words": "why"});
                made(world.post(SECTOR, "/api/v1/requests", &of_mill).await.ok(), "id")
            },
            post: made(world.post(MILL, "/api/v1/posts", &body("post")).await.ok(), "id"),
            directive: made(world.post(SECTOR, "/api/v1/directives", &policy).await.ok(), "id"),
        }
    }

    /// The address with the ids that its places stand for.
    fn fill(&self, path: &str) -> String {
        let view = path.strip_prefix("/api/v1/views/");
        if let Some(view) = view {
            return match view {
                "units" | "me" => path.to_owned(),
                "door" => format!("{path}?kind=sign_in"),
                "incident" => format!("{path}?id={}", self.incident),
                "agreement" => format!("{path}?id={}", self.agreement),
                "directive" => format!("{path}?id={}", self.directive),
                _ => format!("{path}?unit={MILL}&indicator=output"),
            };
        }
        let id = match path.split('/').nth(3).unwrap_or_default() {
            "incidents" => &self.incident,
            "obligations" => &self.obligation,
            "agreements" => &self.agreement,
            "directives" => &self.directive,
            "announcements" => &self.announcement,
            "openings" => &self.opening,
            "requests" => &self.request,
            "posts" => &self.post,
            _ => &self.unit,
        };
        path.replace("{id}", id).replace("{key}", "output")
    }
}

fn body(name: &str) -> Value {
    match name {
        "report" => json!({"readings": [
            {"unit": MILL, "indicator": "scrap", "at": "2026-03-01", "value": 1}]}),
        "history" => json!({"by": "t", "indicators": ["scrap"],
                            "rows": [{"at": "2026-02-01", "values": [2.5]}]}),
        "note" => json!({"act": "note", "by": "t", "words": "seen"}),
        "alarm" => json!({"unit": MILL, "kind": "unsure", "by": "t", "words": "?", "key": "a"}),
        "help" => json!({"unit": MILL, "by": "t", "words": "help"}),
        // The shop reports here already.
        "node" => json!({"for": SHOP}),
        "offer" => json!({"act": "offer_help", "by": "t", "words": "a fitter"}),
        "terms" => json!({"unit": MILL, "kind": "capability", "indicator": "output", "value": 9,
                          "by": "t", "words": "new looms"}),
        "consent" => json!({"act": "consent", "by": "t"}),
        "policy" => json!({"unit": SECTOR, "to": [MILL], "policy": "save", "words": "why",
                           "from": "2026-04-01", "by": "t"}),
        "announce" => json!({"unit": MILL, "kind": "apart", "until": "2026-03-20", "by": "t",
                             "words": "overhaul"}),
        "open" => json!({"unit": MILL, "to": SISTER, "indicators": ["output"],
                         "until": "2026-03-20", "by": "t", "words": "yarn"}),
        "second" => json!({"by": "second"}),
        "request" => json!({"unit": STRANGER, "by": "t", "words": "why"}),
        "call off" => json!({"by": "t"}),
        "flow" => json!({"unit": MILL, "by": "t",
                         "boxes": [{"key": "spinning", "name": "Spinning"}]}),
        "accept" => json!({"act": "accept", "by": "t"}),
        "message" => json!({"unit": MILL, "to": "within", "by": "t", "words": "words",
                            "source": "form:1", "seq": 1}),
        "post" => json!({"unit": MILL, "kind": "need", "by": "t", "words": "yarn",
                         "until": "2026-03-20"}),
        "end" => json!({"ending": "met", "by": "t"}),
        _ => json!({}),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_relation_as_it_should() {
    let world = World::new().await;
    let things = Things::of(&world).await;
    // Who may do it comes last, so that what is done does not answer for the others.
    let last = |viewer: &&str| [MILL, SECTOR].contains(viewer);
    let mut order: Vec<(usize, &str)> = VIEWERS.into_iter().enumerate().collect();
    order.sort_by_key(|(_, viewer)| last(viewer));
    let mut wrong = Vec::new();
    for (method, path, name, expected) in EXPECTED {
        for (place, viewer) in &order {
            if *name == "stream" {
                continue;
            }
            let path = things.fill(path);
            let got = match *method {
                "POST" => world.post(viewer, &path, &body(name)).await,
                _ => world.get(viewer, &path).await,
            };
            if got.status != expected[*place] {
                let (status, expected) = (got.status, expected[*place]);
                wrong.push(format!(
                    "{method} {path} as {viewer}: {status}, not {expected}: {}",
                    got.text
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_is_the_boundary_for_whom_it_is_not() {
    let world = World::new().await;
    let things = Things::of(&world).await;
    for (view, expected) in VIEWS {
        let path = things.fill(&format!("/api/v1/views/{view}"));
        for (viewer, expected) in VIEWERS.into_iter().zip(expected) {
            let shown = world.get(viewer, &path).await.ok();
            assert_eq!(shown["view"], *expected, "{path} as {viewer}");
        }
    }
    // What is hidden and what does not exist are shown alike.
    let hidden = world.get(SISTER, &things.fill("/api/v1/views/incident")).await.ok();
    let absent = world.get(SISTER, "/api/v1/views/incident?id=1").await.ok();
    assert_eq!(hidden, absent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_describes_is_what_is_expected_here() {
    let world = World::new().await;
    let described = world.get(MILL, "/api/v1/openapi.json").await.ok();
    assert_eq!(described["openapi"].as_str().map(|it| it.starts_with("3.1")), Some(true));
    let mut routes = Vec::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            routes.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    routes.sort();
    let here = EXPECTED.iter().map(|(method, path, ..)| format!("{method} {path}"));
    let of_members = OF_MEMBERS.iter().map(|path| format!("POST {path}"));
    let lists = LISTS_OF_MEMBERS.iter().map(|path| format!("GET {path}"));
    let mut expected: Vec<String> = here.chain(of_members).chain(lists).collect();
    expected.sort();
    assert_eq!(routes, expected);
    references_lead_somewhere(&described);
}

/// The pages' types are made from the kept description, so that a shape that changes without them is told.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_described_is_what_the_pages_types_are_made_from() {
    let world = World::new().await;
    let described = world.get(MILL, "/api/v1/openapi.json").await.ok();
    let kept: Value = serde_json::from_str(include_str!("../../../../docs/formats/openapi.json"))
        .expect("the kept description is JSON");
    assert!(described == kept, "run `make types`, and commit what it writes");
    let card = &described["components"]["schemas"]["Card"];
    let keys = |of: &Value| of.as_object().map(serde_json::Map::len);
    assert_eq!(card["required"].as_array().map(Vec::len), keys(&card["properties"]));
}

fn references_lead_somewhere(described: &Value) {
    fn walk<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|field| walk(field, found));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    walk(described, &mut found);
    assert!(found.len() > 30, "the description names shapes");
    for reference in found {
        let target = reference.strip_prefix('#').and_then(|path| described.pointer(path));
        assert!(target.is_some(), "{reference} leads nowhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_viewer_the_answer_says_how_to_name_one() {
    let world = World::new().await;
    for (method, path, name, _) in EXPECTED {
        let path = path.replace("{id}", "1").replace("{key}", "output");
        let got = world.send(method, &path, &[], body(name).to_string().as_bytes()).await;
        if ["/healthz", "/metrics", "/api/v1/openapi.json"].contains(&path.as_str()) {
            assert_eq!(got.status, 200, "{path}");
        } else if !["/api/v1/views/", "/api/v1/node/", "/api/v1/copy/"]
            .iter()
            .any(|it| path.starts_with(it))
        {
            got.is_problem(401, "Cybersyn-As: chile/textiles/yarur");
        }
    }
    world.get("chile/nowhere", "/api/v1/units").await.is_problem(401, "no unit at chile/nowhere");
    world.get("Chile", "/api/v1/units").await.is_problem(401, "a-z");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_everybodys_word_is_taken_nobody_is_let_in() {
    let world = World::new().await;
    for path in OF_MEMBERS {
        let path = path.replace("{id}", "1").replace("{invitation}", "1").replace("{person}", "1");
        let got = world.post(MILL, &path, &json!({})).await;
        assert!(matches!(got.status, 404 | 405), "{path}: {got:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_root_may_not_be_founded_by_nobody_once_there_is_a_unit() {
    let world = World::new().await;
    let charter = json!({"by": "nobody", "units": [{"path": "elsewhere"}]});
    world.post_as(None, "/api/v1/units", &charter).await.is_problem(401, "Cybersyn-As");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_keeps_browsers_from_what_nobody_meant() {
    let world = World::new().await;
    for path in ["/", "/healthz", "/api/v1/units", "/nowhere", "/api/v1/nothing"] {
        let got = world.get(MILL, path).await;
        for header in [
            "content-security-policy: default-src 'none';",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(got.head.contains(header), "{path}: {header} is not in {}", got.head);
        }
    }
    world.send("DELETE", "/api/v1/units", &[], b"").await.is_problem(405, "openapi.json");
    let got = world.send("POST", "/api/v1/units", &[("content-type", "text/plain")], b"{}").await;
    assert_eq!(got.status, 401, "{got:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_made_for_browsers_and_say_what_is_wrong_on_a_page() {
    let world = World::new().await;
    let get = async |path: &str| {
        let headers = [("cookie", "cybersyn_as=chile%2Ftextiles%2Fyarur"), ("accept", "text/html")];
        world.send("GET", path, &headers, b"").await
    };
    let room = get(&format!("/{MILL}")).await;
    assert_eq!((room.status, room.media.as_str()), (200, "text/html; charset=utf-8"), "{room:?}");
    assert!(room.text.contains("\"view\":\"room\""), "{}", room.text);
    let spanish = get(&format!("/{MILL}?lang=es")).await;
    assert!(spanish.text.contains("lang=\"es\""), "{}", spanish.text);
    let remembered = [
        ("cookie", "__Host-cybersyn_as=chile%2Ftextiles%2Fyarur; __Host-cybersyn_lang=es"),
        ("accept", "text/html"),
        ("accept-language", "en"),
    ];
    let remembered = world.send("GET", &format!("/{MILL}"), &remembered, b"").await;
    assert!(remembered.text.contains("lang=\"es\""), "{}", remembered.text);
    let absent = get("/chile/nowhere").await;
    assert_eq!((absent.status, absent.media.as_str()), (404, "text/html; charset=utf-8"));
    assert!(absent.text.contains("\"view\":\"problem\""), "{}", absent.text);
}

/// What is asked in turn about something hidden and about nothing takes as long, as far as a clock can tell. What
/// differs by itself differs each time; what the machine does beside does not.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_takes_as_long_as_what_is_not_there() {
    let world = World::new().await;
    let things = Things::of(&world).await;
    let absent = "7";
    for (hidden, nothing) in [
        (format!("/api/v1/incidents/{}", things.incident), format!("/api/v1/incidents/{absent}")),
        (
            format!("/api/v1/views/incident?id={}", things.incident),
            format!("/api/v1/views/incident?id={absent}"),
        ),
        (
            format!("/api/v1/agreements/{}", things.agreement),
            format!("/api/v1/agreements/{absent}"),
        ),
        (
            format!("/api/v1/views/indicator?unit={MILL}&indicator=output"),
            format!("/api/v1/views/indicator?unit={MILL}&indicator=nothing"),
        ),
    ] {
        let mut told = Vec::new();
        let is_same = loop {
            let (hidden_takes, nothing_takes) = median_times(&world, &hidden, &nothing).await;
            let (less, more) = (hidden_takes.min(nothing_takes), hidden_takes.max(nothing_takes));
            told.push((hidden_takes, nothing_takes));
            // What one reading more or less costs would be a multiple of this.
            let noise = less / 5 + Duration::from_micros(50);
            if more <= less + noise || told.len() == 5 {
                break more <= less + noise;
            }
        };
        assert!(is_same, "{hidden}, hidden and absent: {told:?}");
    }
}

/// How long it takes, in the median, to be told of each of two addresses, asked in turn.
async fn median_times(world: &World, one: &str, other: &str) -> (Duration, Duration) {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..200 {
        for (path, times) in [one, other].into_iter().zip(&mut times) {
            let watch = server::clock::Stopwatch::start();
            world.get(SISTER, path).await;
            times.push(watch.elapsed());
        }
    }
    let [one, other] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    (one, other)
}
