//! Events: does a page hear of what it may see, of nothing else, and of all of it?

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::time::timeout;

use crate::client::PATIENCE;
use crate::world::{DAY, MILL, NATION, SECTOR, SISTER, World, steady};

pub struct Stream {
    lines: Lines<BufReader<OwnedReadHalf>>,
    _write: tokio::net::tcp::OwnedWriteHalf,
}

/// One event: its kind, its id and its names.
#[derive(Debug)]
pub struct Event {
    kind: String,
    id: Option<String>,
    pub what: Vec<String>,
}

impl Stream {
    pub async fn open(world: &World, viewer: &str, place: &str, last: Option<&str>) -> Self {
        let stream = TcpStream::connect(world.server.address()).await.unwrap();
        let (read, mut write) = stream.into_split();
        let last = last.map(|id| format!("last-event-id: {id}\r\n")).unwrap_or_default();
        let head = format!(
            "GET /api/v1/events?unit={place} HTTP/1.1\r\nhost: localhost\r\n\
             cookie: cybersyn_as={}\r\n{last}\r\n",
            viewer.replace('/', "%2F")
        );
        write.write_all(head.as_bytes()).await.unwrap();
        let mut stream = Self { lines: BufReader::new(read).lines(), _write: write };
        // The first beat comes at once: from then on nothing is missed.
        assert_eq!(stream.next().await.kind, "beat");
        stream
    }

    async fn next(&mut self) -> Event {
        timeout(PATIENCE, self.read()).await.expect("an event comes")
    }

    async fn read(&mut self) -> Event {
        let mut event = Event { kind: String::new(), id: None, what: Vec::new() };
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if let Some(kind) = line.strip_prefix("event: ") {
                kind.clone_into(&mut event.kind);
            } else if let Some(id) = line.strip_prefix("id: ") {
                event.id = Some(id.to_owned());
            } else if let Some(data) = line.strip_prefix("data: ") {
                let data: Value = serde_json::from_str(data).unwrap();
                let names = data["what"].as_array().into_iter().flatten();
                event.what = names.map(|name| name.as_str().unwrap().to_owned()).collect();
            } else if line.is_empty() && !event.kind.is_empty() {
                return event;
            }
        }
        panic!("the stream ended");
    }

    /// The next event that is no beat.
    pub async fn changed(&mut self) -> Event {
        loop {
            let event = self.next().await;
            if event.kind == "changed" {
                return event;
            }
        }
    }
}

async fn one_reading(world: &World, unit: &str, value: f64) {
    world.report(unit, "output", &[value]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_hears_what_changed_and_a_beat_every_five_seconds() {
    let world = World::new().await;
    let mut stream = Stream::open(&world, MILL, MILL, None).await;
    one_reading(&world, MILL, 100.0).await;
    let event = stream.changed().await;
    for name in ["room", "today", "indicator:output"] {
        assert!(event.what.iter().any(|it| it == name), "{name}: {event:?}");
    }
    let watch = server::clock::Stopwatch::start();
    while stream.next().await.kind != "beat" {}
    assert!(watch.elapsed() <= Duration::from_secs(8), "{:?}", watch.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_breaks_is_taken_up_with_nothing_missed() {
    let world = World::new().await;
    let mut stream = Stream::open(&world, MILL, MILL, None).await;
    one_reading(&world, MILL, 100.0).await;
    let first = stream.changed().await;
    drop(stream);
    world.report(MILL, "scrap", &[7.0]).await;
    world.report(MILL, "absence", &[3.0]).await;
    let mut again = Stream::open(&world, MILL, MILL, first.id.as_deref()).await;
    assert!(again.changed().await.what.contains(&"indicator:scrap".to_owned()));
    assert!(again.changed().await.what.contains(&"indicator:absence".to_owned()));

    let mut stranger = Stream::open(&world, MILL, MILL, Some("0123456789abcdef")).await;
    assert_eq!(stranger.changed().await.what, ["*"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_hears_of_what_they_may_not_see() {
    let world = World::new().await;
    let mut above = Stream::open(&world, SECTOR, MILL, None).await;
    let mut beside = Stream::open(&world, SISTER, MILL, None).await;
    let mut root = Stream::open(&world, NATION, NATION, None).await;
    let id = world.incident().await;
    // What follows is for all to hear, so all that came before would have been heard by now.
    let named = json!({"by": "founders", "units": [{"path": MILL, "name": "Yarur"}]});
    world.post(MILL, "/api/v1/units", &named).await.ok();
    for stream in [&mut above, &mut beside, &mut root] {
        assert_eq!(stream.changed().await.what, ["room", "units"]);
    }
    world.advance(DAY * 4).await;
    let risen = above.changed().await;
    assert!(risen.what.contains(&format!("incident:{id}")), "{risen:?}");
    world.report(SISTER, "output", &steady(1)).await;
    let named = json!({"by": "founders", "units": [{"path": SISTER, "name": "Sumar"}]});
    world.post(SISTER, "/api/v1/units", &named).await.ok();
    let mut heard = Vec::new();
    while heard.last() != Some(&"units".to_owned()) {
        heard = beside.changed().await.what;
        assert!(!heard.iter().any(|name| name.starts_with("indicator")), "{heard:?}");
        assert!(!heard.contains(&format!("incident:{id}")), "{heard:?}");
    }
}
