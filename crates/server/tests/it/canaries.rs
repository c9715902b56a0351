//! Canaries: does anything that a unit keeps to itself come out by any way there is?
//!
//! Five hundred units report figures that are each unit's alone to the digit, and notes that nobody
//! else wrote. Then others crawl every route, page, export and stream, and the metrics and the log
//! are read: none of it may be there. That the crawl would find it, the unit's own crawl shows.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use store::MemoryStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{DAY, World, noon};

const SECTORS: usize = 10;
const PLANTS_EACH: usize = 49;
const DAYS: u32 = 40;
/// No id and no time of this world has ten digits that begin like these.
const FIRST: u64 = 8_130_000_000;
/// Between the figures of two plants.
const APART: u64 = 100_000;

fn sector(place: usize) -> String {
    format!("nation/sector-{place}")
}

fn plant(place: usize) -> String {
    format!("{}/plant-{place}", sector(place / PLANTS_EACH))
}

fn note(place: usize) -> String {
    format!("canary-{place:04}")
}

/// The plants whose figures or notes stand in a text.
fn sung(text: &str) -> Vec<usize> {
    let count = SECTORS * PLANTS_EACH;
    let separators = [' ', ',', '.', '\u{a0}', '\u{202f}', '\''];
    let plain: String = text.chars().filter(|letter| !separators.contains(letter)).collect();
    let digits = plain.as_bytes();
    let mut found = Vec::new();
    for start in 0..digits.len().saturating_sub(9) {
        let ten = &digits[start..start + 10];
        if !ten.starts_with(b"81") || !ten.iter().all(u8::is_ascii_digit) {
            continue;
        }
        let number: u64 = std::str::from_utf8(ten).unwrap().parse().unwrap();
        let place = number.checked_sub(FIRST - APART / 2).map(|above| above / APART);
        found.extend(place.and_then(|place| usize::try_from(place).ok()).filter(|it| *it < count));
    }
    let notes = text.match_indices("canary-").filter_map(|(at, _)| text.get(at + 7..at + 11));
    found.extend(notes.filter_map(|place| place.parse::<usize>().ok()));
    found.sort_unstable();
    found.dedup();
    found
}

/// Everything that is logged from here on.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

async fn founded() -> World {
    let world = World::empty(Box::<MemoryStore>::default()).await;
    let indicator = |key: &str, sphere: &str| {
        json!({"key": key, "name": key, "measure": "t", "cadence": "daily",
               "direction": "more", "sphere": sphere, "aggregate": "sum"})
    };
    let mut units = vec![json!({"path": "nation", "zone": "UTC"})];
    units.extend((0..SECTORS).map(|place| json!({"path": sector(place)})));
    units.extend((0..SECTORS * PLANTS_EACH).map(|place| {
        let terms = json!([{"subject": "capability", "indicator": "output", "value": 9e9,
                            "from": "2026-01-01", "reason": "measured"}]);
        json!({"path": plant(place), "agreements": terms,
               "indicators": [indicator("output", "work"), indicator("absence", "about-people")]})
    }));
    let charter = json!({"by": "founders", "units": units});
    let got = world.post_as(None, "/api/v1/units", &charter).await;
    assert_eq!(got.status, 201, "{got:?}");
    world
}

/// A plant's figures of its days; in every tenth they fall in the end.
async fn report(world: &World, place: usize) {
    let usual = FIRST + APART * u64::try_from(place).unwrap();
    let readings: Vec<Value> = (0..DAYS)
        .flat_map(|day| {
            let at = (noon() - DAY * (DAYS - day)).to_string();
            let noise = (u64::from(day) * 7_919) % 97;
            let fall = if place.is_multiple_of(10) && day >= DAYS - 4 { 20_000 } else { 0 };
            let value = usual + noise - fall;
            ["output", "absence"]
                .map(|key| json!({"indicator": key, "at": at.as_str(), "value": value}))
        })
        .collect();
    let body = json!({"source": "s", "unit": plant(place), "note": note(place),
                      "readings": readings});
    world.post(&plant(place), "/api/v1/reports", &body).await.ok();
    // What people of a plant write among themselves is theirs as much.
    let message = json!({"unit": plant(place), "to": "within", "by": "t", "words": note(place),
                         "source": "s", "seq": 1});
    world.post(&plant(place), "/api/v1/messages", &message).await.ok();
}

/// Whatever can be asked about a unit, and about things of the incidents named.
fn addresses(path: &str, id: &str, incidents: &[String]) -> Vec<String> {
    let mut all: Vec<String> = [
        "calendar",
        "indicators",
        "announcements",
        "audit",
        "indicators/output/series",
        "indicators/absence/series",
        "indicators/output/corrections",
        "indicators/output/envelopes",
        "indicators/absence/envelopes",
        "indicators/output/series.csv",
        "indicators/absence/series.csv",
    ]
    .map(|of| format!("/api/v1/units/{id}/{of}"))
    .to_vec();
    for view in ["room", "today", "plan", "indicator", "telex", "board"] {
        all.push(format!("/api/v1/views/{view}?unit={path}&indicator=output&lang=es"));
    }
    for page in ["", "/report", "/plan", "/s/output", "/s/absence", "/telex", "/telex/board"] {
        all.push(format!("/{path}{page}"));
    }
    for incident in incidents {
        all.push(format!("/api/v1/incidents/{incident}"));
        all.push(format!("/api/v1/views/incident?id={incident}"));
        all.push(format!("/{path}/i/{incident}"));
    }
    all
}

/// Which plants' canaries somebody finds who asks for everything.
async fn crawl(world: Arc<World>, viewer: String, asked: Vec<String>) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for address in asked {
        let headers = [("cybersyn-as", viewer.as_str()), ("accept", "text/html")];
        let got = world.send("GET", &address, &headers, b"").await;
        assert!(got.status < 500, "{address}: {got:?}");
        found.extend(sung(&got.text).into_iter().map(|place| (address.clone(), place)));
    }
    found
}

/// What is said on a stream, until it is dropped.
async fn listen(world: &World, viewer: &str, place: &str) -> TcpStream {
    let mut stream = TcpStream::connect(world.server.address()).await.unwrap();
    let head = format!(
        "GET /api/v1/events?unit={place} HTTP/1.1\r\nhost: localhost\r\ncybersyn-as: {viewer}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn what_five_hundred_units_keep_comes_out_by_no_way_there_is() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    subscriber.with_writer(log.clone()).init();
    let world = Arc::new(founded().await);
    let watched = plant(10);
    let mut streams = Vec::new();
    for viewer in ["nation", &sector(0), &plant(11)] {
        streams.push(listen(&world, viewer, &watched).await);
    }
    for place in 0..SECTORS * PLANTS_EACH {
        report(&world, place).await;
    }
    world.advance(Duration::ZERO).await;

    let units = world.get("nation", "/api/v1/units").await.ok();
    let units: Vec<(String, String)> = units["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| (unit["path"].as_str().unwrap().into(), unit["id"].as_str().unwrap().into()))
        .collect();
    let mut asked: Vec<String> = ["/", "/metrics", "/api/v1/units", "/api/v1/openapi.json"]
        .iter()
        .chain(&["/api/v1/incidents", "/api/v1/obligations", "/api/v1/agreements"])
        .chain(&["/api/v1/directives", "/api/v1/views/units"])
        .map(|address| (*address).to_owned())
        .collect();
    let mut sealed = 0;
    for (path, id) in &units {
        let open = world.get(path, "/api/v1/incidents").await.ok();
        let incidents: Vec<String> = open["incidents"]
            .as_array()
            .unwrap()
            .iter()
            .map(|incident| incident["id"].as_str().unwrap().to_owned())
            .collect();
        sealed += incidents.len();
        asked.extend(addresses(path, id, &incidents));
    }
    assert!(sealed >= 40, "only {sealed} incidents");

    let viewers = ["nation".to_owned(), sector(0), plant(11), plant(60)];
    let own = |viewer: &str| (0..SECTORS * PLANTS_EACH).find(|place| plant(*place) == viewer);
    let crawls: Vec<_> = viewers
        .iter()
        .map(|viewer| tokio::spawn(crawl(world.clone(), viewer.clone(), asked.clone())))
        .collect();
    for (viewer, crawl) in viewers.iter().zip(crawls) {
        let found = crawl.await.unwrap();
        let own = own(viewer);
        let foreign: Vec<_> = found.iter().filter(|(_, place)| Some(*place) != own).collect();
        assert!(foreign.is_empty(), "{viewer} finds {foreign:?}");
        assert_eq!(own.is_some(), !found.is_empty(), "{viewer}: the crawl would find it");
    }
    for mut stream in streams {
        let mut said = Vec::new();
        // It goes on; what was said so far is enough.
        let _ = timeout(Duration::from_millis(300), stream.read_to_end(&mut said)).await;
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.contains("event: beat") && sung(&said).is_empty(), "{said}");
    }
    let logged = log.0.lock().unwrap().clone();
    let logged = String::from_utf8_lossy(&logged).into_owned();
    assert!(logged.contains("listening"), "something was logged");
    assert_eq!(sung(&logged), [0_usize; 0], "in the log");
}

#[test]
fn a_canary_is_heard_however_it_is_written() {
    let figure = FIRST + 7 * APART + 42;
    for text in [
        format!("output {figure} t"),
        format!("\"value\":{figure}.0"),
        "8.130.700.042".to_owned(),
        "8,130,700,042.5".to_owned(),
        "8\u{202f}130\u{202f}700\u{202f}042".to_owned(),
        "as canary-0007 said".to_owned(),
    ] {
        assert_eq!(sung(&text), [7], "{text}");
    }
    assert_eq!(sung("6291456 8130 2026-03-02 canary"), [0_usize; 0]);
}
