//! Matrix: may every role at every place do what the promises say on every route, and nothing else?
//!
//! The expectations lie in `expectations.csv`, which was written from the promises and not from the
//! code. The thing asked for is always the mill's. Whatever an act uses up is made anew for each cell.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use store::MemoryStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::people::{Browser, comes, founded, id_of};
use crate::world::{Got, MILL, NATION, SECTOR, SHOP, SISTER, STRANGER, World};

const EXPECTATIONS: &str = include_str!("expectations.csv");

/// A federation with somebody of every kind, and a thing of every kind at the mill.
struct Everybody {
    world: World,
    actors: BTreeMap<String, Browser>,
    unit: String,
    incident: String,
    session: String,
}

impl Everybody {
    async fn new() -> Self {
        let (world, mut founder) = founded(Box::<MemoryStore>::default()).await;
        let mut actors = BTreeMap::from([("nobody".to_owned(), Browser::default())]);
        let mut committee =
            comes(&world, &mut founder, (NATION, Some(MILL)), ("mill", "committee")).await;
        let mut sector =
            comes(&world, &mut founder, (NATION, Some(SECTOR)), ("sector", "committee")).await;
        for role in ["worker", "coordinator", "auditor"] {
            let browser = comes(&world, &mut committee, (MILL, None), (role, role)).await;
            actors.insert(role.to_owned(), browser);
        }
        let shop = comes(&world, &mut committee, (MILL, Some(SHOP)), ("shop", "committee")).await;
        let sister = comes(&world, &mut sector, (SECTOR, Some(SISTER)), ("sister", "committee"));
        actors.insert("sister_committee".to_owned(), sister.await);
        let coordinator = ("sector-2", "coordinator");
        let coordinator = comes(&world, &mut sector, (SECTOR, None), coordinator).await;
        actors.insert("sector_coordinator".to_owned(), coordinator);
        let nation = ("nation-2", "coordinator");
        let nation = comes(&world, &mut founder, (NATION, None), nation).await;
        actors.insert("nation_coordinator".to_owned(), nation);

        let unit = id_of(&world, &committee, MILL).await;
        let path = format!("/api/v1/units/{unit}/keys");
        let made = committee.post(&world, &path, &json!({"title": "a scale"})).await.ok();
        let key = made["key"].as_str().expect("a key").to_owned();
        actors.insert("source".to_owned(), Browser::with_key(&key));
        for role in ["wall", "tablet"] {
            let path = format!("/api/v1/units/{unit}/devices");
            let body = json!({"role": role, "title": "of the hall"});
            let link = committee.post(&world, &path, &body).await.ok()["link"].clone();
            let code = link.as_str().and_then(|link| link.split('#').nth(1)).expect("a code");
            let mut device = Browser::default();
            device.post(&world, "/api/v1/join", &json!({ "code": code })).await.ok();
            actors.insert(role.to_owned(), device);
        }
        let (operator, session) = resigned(&world, founder).await;
        actors.insert("operator".to_owned(), operator);
        actors.insert("committee".to_owned(), committee);
        actors.insert("sector_committee".to_owned(), sector);
        actors.insert("shop_committee".to_owned(), shop);
        let incident = incident(&world, &mut actors).await;
        Self { world, actors, unit, incident, session }
    }

    /// Asks what a row says, as an actor.
    async fn ask(&mut self, method: &str, path: &str, name: &str, actor: &str) -> Got {
        let address = self.fill(path, actor).await;
        let mut body = body(name, path);
        // A unit asks another once while that stands.
        if name == "request" && actor.ends_with("coordinator") {
            body["unit"] = json!(if actor.starts_with("nation") { STRANGER } else { SHOP });
        }
        if name == "answer" {
            body["of"] = json!(self.question().await);
            body["unit"] = json!(unit_of(actor));
        }
        if name == "flow" {
            body["follows"] = self.latest_flow().await;
        }
        let browser = self.actors.get_mut(actor).expect("an actor");
        if path == "/api/v1/events" {
            return stream(&self.world, browser).await;
        }
        // Whoever signs in anew is somebody else afterwards, and who signs out does so elsewhere.
        let mut browser = match login_of(actor).filter(|_| path == "/api/v1/session/end") {
            Some(login) => Browser::signs_in(&self.world, login).await,
            None => browser.clone(),
        };
        match method {
            "POST" => browser.post(&self.world, &address, &body).await,
            _ => browser.get(&self.world, &address).await,
        }
    }

    /// The address, with things of the mill that nobody has used yet.
    async fn fill(&mut self, path: &str, actor: &str) -> String {
        if let Some(view) = path.strip_prefix("/api/v1/views/") {
            return match view {
                "units" | "me" => path.to_owned(),
                "door" => format!("{path}?kind=join"),
                "incident" => format!("{path}?id={}", self.incident),
                "agreement" => format!("{path}?id={}", self.agreement(actor).await),
                "directive" => format!("{path}?id={}", self.directive().await),
                _ => format!("{path}?unit={MILL}&indicator=output"),
            };
        }
        let id = match path.split('/').nth(3).unwrap_or_default() {
            "incidents" => self.incident.clone(),
            "obligations" => self.made("worker", "/api/v1/help", "help", "incident").await,
            "agreements" if path.contains("{id}") => self.agreement(actor).await,
            "directives" if path.contains("{id}") => self.directive().await,
            "announcements" if path.contains("{id}") => self.announcement().await,
            "openings" if path.contains("{id}") => {
                self.made("committee", "/api/v1/openings", "open", "id").await
            }
            "requests" if path.contains("{id}") => self.request().await,
            "posts" if path.contains("{id}") => {
                self.made("committee", "/api/v1/posts", "need", "id").await
            }
            "sessions" => self.session.clone(),
            _ => self.unit.clone(),
        };
        let path = path.replace("{id}", &id).replace("{key}", "output");
        let path = path.replace("{invitation}", "1").replace("{person}", "4000");
        path.replace("{hook}", "4000")
    }

    async fn made(&mut self, actor: &str, path: &str, body: &str, key: &str) -> String {
        let browser = self.actors.get_mut(actor).expect("an actor");
        let made = browser.post(&self.world, path, &self::body(body, path)).await.ok();
        made[key].as_str().expect("it has an id").to_owned()
    }

    /// Terms that the other side than the actor's put on the table.
    async fn agreement(&mut self, actor: &str) -> String {
        let proposer = if actor.starts_with("sector") { "committee" } else { "sector_committee" };
        self.made(proposer, "/api/v1/agreements", "terms", "id").await
    }

    async fn directive(&mut self) -> String {
        self.made("sector_coordinator", "/api/v1/directives", "policy", "id").await
    }

    /// A request of the sister's, which waits at the mill.
    async fn request(&mut self) -> String {
        let mill = self.actors.get_mut("sister_committee").expect("an actor");
        let listed = mill.get(&self.world, "/api/v1/requests").await.ok();
        let by_us = listed["by_us"].as_array().expect("a list");
        if let Some(known) = by_us.iter().find(|request| request["unit"] == MILL) {
            return known["id"].as_str().expect("it has an id").to_owned();
        }
        let of_mill = json!({"unit": MILL, "words": "why"});
        let made = mill.post(&self.world, "/api/v1/requests", &of_mill).await.ok();
        made["id"].as_str().expect("it has an id").to_owned()
    }

    /// A message of the sector's to the mill, by the name that the mill has for it.
    async fn question(&mut self) -> String {
        let sector = self.actors.get_mut("sector_coordinator").expect("an actor");
        let mut question = self::body("within", "");
        question["unit"] = json!(SECTOR);
        question["to"] = json!("parts");
        question["units"] = json!([MILL]);
        sector.post(&self.world, "/api/v1/messages", &question).await.ok();
        let worker = self.actors.get_mut("worker").expect("an actor");
        let path = format!("/api/v1/views/telex?unit={MILL}&filter=unanswered");
        let shown = worker.get(&self.world, &path).await.ok();
        let id = shown["items"][0]["message"]["id"].as_str();
        id.expect("it waits for an answer").to_owned()
    }

    /// The mill's drawing that the next one goes on from.
    async fn latest_flow(&mut self) -> Value {
        let path = format!("/api/v1/units/{}/flows", self.unit);
        let worker = self.actors.get_mut("worker").expect("an actor");
        worker.get(&self.world, &path).await.ok()["flows"][0]["id"].clone()
    }

    async fn announcement(&mut self) -> String {
        let browser = self.actors.get_mut("committee").expect("an actor");
        let path = "/api/v1/announcements";
        let said = browser.post(&self.world, path, &body("announce", path)).await.ok();
        said["announcements"][0]["id"].as_str().expect("it has an id").to_owned()
    }
}

/// The unit that a person of these belongs to.
fn unit_of(actor: &str) -> &'static str {
    match actor.split('_').next() {
        Some("sector") => SECTOR,
        Some("nation") => NATION,
        Some("shop") => SHOP,
        Some("sister") => SISTER,
        _ => MILL,
    }
}

/// By which name a person of these signs in.
fn login_of(actor: &str) -> Option<&str> {
    Some(match actor {
        "nobody" | "source" | "wall" | "tablet" => return None,
        "committee" => "mill",
        "sector_committee" => "sector",
        "sector_coordinator" => "sector-2",
        "nation_coordinator" => "nation-2",
        "shop_committee" => "shop",
        "sister_committee" => "sister",
        "operator" => "founder",
        same => same,
    })
}

/// Who founded the federation gives their places up, and only keeps the program running. Also the
/// session of who comes after them.
async fn resigned(world: &World, mut founder: Browser) -> (Browser, String) {
    let nation = id_of(world, &founder, NATION).await;
    let mut another = comes(world, &mut founder, (NATION, None), ("nation", "committee")).await;
    let view = format!("/api/v1/views/people?unit={NATION}");
    let people = another.get(world, &view).await.ok();
    let members = people["members"].as_array().expect("members");
    let own = members.iter().find(|member| member["name"] == "Of the assembly").expect("them");
    let path =
        format!("/api/v1/units/{nation}/people/{}/dismiss", own["person"].as_str().expect("an id"));
    for role in ["committee", "coordinator"] {
        another.post(world, &path, &json!({ "role": role })).await.ok();
    }
    let session = another.get(world, "/api/v1/views/me").await.ok()["sessions"][0]["id"].clone();
    (founder, session.as_str().expect("a session").to_owned())
}

/// The mill's output changes, and the incident is open there.
async fn incident(world: &World, actors: &mut BTreeMap<String, Browser>) -> String {
    let mut values = crate::world::steady(60);
    values.extend([70.0, 71.0, 69.5, 70.5]);
    let now = server::clock::Clock::wall(world.clock.as_ref());
    let readings: Vec<Value> = values
        .iter()
        .zip((1..=64_u32).rev())
        .map(|(value, days)| {
            let at = (now - crate::world::DAY * days).to_string();
            json!({"unit": MILL, "indicator": "output", "at": at, "value": value})
        })
        .collect();
    let source = actors.get_mut("source").expect("a machine");
    source.post(world, "/api/v1/reports", &json!({ "readings": readings })).await.ok();
    world.advance(std::time::Duration::ZERO).await;
    let worker = actors.get_mut("worker").expect("a worker");
    let open = worker.get(world, "/api/v1/incidents?open=true").await.ok();
    open["incidents"][0]["id"].as_str().expect("it is open").to_owned()
}

/// A stream is answered and goes on: only its head is read.
async fn stream(world: &World, browser: &Browser) -> Got {
    let mut stream = TcpStream::connect(world.server.address()).await.unwrap();
    let (name, value) = browser.header().unwrap_or(("x-nothing", String::new()));
    let head = format!("GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\n{name}: {value}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut head = vec![0; 12];
    stream.read_exact(&mut head).await.unwrap();
    let status = std::str::from_utf8(&head[9..12]).unwrap().parse().unwrap();
    Got { status, ..Got::default() }
}

/// What must not be the same twice.
static NUMBER: AtomicU32 = AtomicU32::new(0);

fn body(name: &str, path: &str) -> Value {
    match name {
        "report" => json!({"readings": [
            {"unit": MILL, "indicator": "scrap", "at": "2026-03-01", "value": 1}]}),
        "history" => json!({"indicators": ["scrap"],
                            "rows": [{"at": "2026-02-01", "values": [2.5]}]}),
        "nothing" => json!({"units": []}),
        "note" => json!({"act": "note", "words": "seen"}),
        "take_on" => json!({"act": "take_on"}),
        "pass_up" => json!({"act": "pass_up"}),
        "alarm" => {
            let key = NUMBER.fetch_add(1, Ordering::Relaxed).to_string();
            json!({"unit": MILL, "kind": "unsure", "words": "?", "key": key})
        }
        "help" => json!({"unit": MILL, "words": "two looms"}),
        "offer" => json!({"act": "offer_help", "words": "a fitter"}),
        "terms" => json!({"unit": MILL, "kind": "capability", "indicator": "output", "value": 9,
                          "words": "new looms"}),
        "consent" => json!({"act": "consent"}),
        "policy" => json!({"unit": SECTOR, "to": [MILL], "policy": "save", "words": "why",
                           "from": "2026-04-01"}),
        "announce" => json!({"unit": MILL, "kind": "apart", "until": "2026-03-20",
                             "words": "overhaul"}),
        "open" => json!({"unit": MILL, "to": SECTOR, "indicators": ["output"],
                         "until": "2026-03-20", "words": "yarn"}),
        "request" => json!({"unit": STRANGER, "words": "why"}),
        "flow" => json!({"unit": MILL, "boxes": [{"key": "spinning", "name": "Spinning"}]}),
        "accept" => json!({"act": "accept"}),
        "within" | "above" | "answer" => {
            let seq = NUMBER.fetch_add(1, Ordering::Relaxed);
            json!({"unit": MILL, "to": name, "words": "words", "source": "form:1", "seq": seq})
        }
        "need" => json!({"unit": MILL, "kind": "need", "words": "yarn", "until": "2026-03-20"}),
        "end" => json!({"ending": "withdrawn"}),
        "wrong_login" => {
            let login = format!("somebody-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
            json!({"login": login, "password": "wrong"})
        }
        "unknown_code" if path.ends_with("join") || path.ends_with("door") => {
            json!({"code": "K7QF-2M9D-X4TA"})
        }
        "unknown_code" => json!({"code": "K7QF-2M9D-X4TA", "login": "thief", "name": "x",
                                 "password": "two looms without thread"}),
        "wrong_password" if path.ends_with("prove") => json!({"password": "wrong"}),
        "wrong_password" => {
            json!({"password": "wrong", "new_password": "three looms with thread"})
        }
        "pin" => json!({"pin": "204815"}),
        "wrong_pin" => json!({"person": "4000", "pin": "204815"}),
        "wrong_code" => json!({"code": "000000"}),
        "invite" => json!({"role": "worker", "title": "spinner"}),
        "dismiss" => json!({"role": "worker"}),
        "key" => json!({"title": "another scale"}),
        // There is no server for mail.
        "way" => json!({"address": "ana@example.org"}),
        // A service inside of a network.
        "push" => json!({"endpoint": "https://10.0.0.1/a", "key": "", "auth": "", "device": "a"}),
        "digest" => json!({"digest": null}),
        "change_way" => json!({"on": false, "lang": "es"}),
        "hook" => json!({"url": "https://hooks.example.org/in"}),
        // The shop reports here already.
        "node" => json!({"for": SHOP}),
        "nobody" => json!({"person": null}),
        "device" => json!({"role": "wall", "title": "another hall"}),
        _ => json!({}),
    }
}

/// A row: what is asked, with which body, and what each actor is answered.
struct Row<'a> {
    method: &'a str,
    path: &'a str,
    body: &'a str,
    expected: Vec<(&'a str, u16)>,
}

fn rows() -> Vec<Row<'static>> {
    let mut lines = EXPECTATIONS.lines();
    let actors: Vec<&str> = lines.next().expect("a head").split(',').skip(3).collect();
    let row = |line: &'static str| {
        let mut cells = line.split(',');
        let mut next = || cells.next().expect("a cell");
        let (method, path, body) = (next(), next(), next());
        let status = |cell: &str| cell.parse().expect("a status");
        let expected = actors.iter().copied().zip(cells.map(status)).collect();
        Row { method, path, body, expected }
    };
    let mut rows: Vec<Row> = lines.map(row).collect();
    // Once it has risen, the level above sees it; and who is erased is nobody.
    rows.sort_by_key(|row| (row.path == "/api/v1/me/erase", row.body == "pass_up"));
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_at_every_place_may_do_what_was_promised_and_nothing_else() {
    let mut everybody = Everybody::new().await;
    let mut wrong = Vec::new();
    let mut cells = 0;
    for Row { method, path, body, mut expected } in rows() {
        // Who may do it comes last, so that what is done does not answer for the others.
        expected.sort_by_key(|(_, status)| std::cmp::Reverse(*status));
        for (actor, expected) in expected {
            cells += 1;
            let got = everybody.ask(method, path, body, actor).await;
            if got.status != expected {
                let status = got.status;
                let said = got.json()["detail"].as_str().unwrap_or_default().to_owned();
                wrong.push(format!(
                    "{method} {path} [{body}] as {actor}: {status}, not {expected}: {said}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {cells} cells\n{}", wrong.len(), wrong.join("\n"));
    assert!(cells > 750, "only {cells} cells");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_the_server_describes_is_in_the_matrix() {
    let world = World::new().await;
    let described = world.get(MILL, "/api/v1/openapi.json").await.ok();
    let rows = rows();
    let mut missing = Vec::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            if !rows.iter().any(|row| row.method == method && row.path == path) {
                missing.push(format!("{method} {path}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    for row in &rows {
        let methods = &described["paths"][row.path];
        assert!(methods[row.method.to_lowercase()].is_object(), "{} {}", row.method, row.path);
    }
}
