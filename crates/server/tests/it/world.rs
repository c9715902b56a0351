//! World: which federation do these tests ask, and how?
//!
//! A real server on a free port of this machine, with a store in memory and a clock that moves only
//! by hand. Yarur is a mill with two parts, a sister and levels above:
//!
//! ```text
//! chile ─┬─ chile/textiles ─┬─ chile/textiles/yarur ─── chile/textiles/yarur/spinning
//!        │                  └─ chile/textiles/sumar
//!        └─ chile/mining
//! ```

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use mission::time::Timestamp;
use serde_json::{Value, json};
use server::clock::SimulatedClock;
use server::{Config, Front, Parent, Running, ServeError, Telling, Time, Trust};
use store::{MemoryStore, Store};

use crate::client;

pub const NATION: &str = "chile";
pub const SECTOR: &str = "chile/textiles";
pub const MILL: &str = "chile/textiles/yarur";
pub const SHOP: &str = "chile/textiles/yarur/spinning";
pub const SISTER: &str = "chile/textiles/sumar";
pub const STRANGER: &str = "chile/mining";

pub const DAY: Duration = Duration::from_hours(24);

/// Monday 2 March 2026, noon.
pub fn noon() -> Timestamp {
    Timestamp::from_millis(1_772_452_800_000)
}

pub struct World {
    pub server: Running,
    pub clock: Arc<SimulatedClock>,
}

/// An answer, read.
#[derive(Debug, Default)]
pub struct Got {
    pub status: u16,
    pub media: String,
    pub retry_after: Option<String>,
    pub head: String,
    pub cookies: Vec<String>,
    pub text: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// A problem, as RFC 9457 has it, with that status and those words in its detail.
    #[track_caller]
    pub fn is_problem(&self, status: u16, words: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert!(self.media.starts_with("application/problem+json"), "{self:?}");
        let detail = self.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.contains(words), "{words:?} is not in {detail:?}");
    }

    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{self:?}");
        self.json()
    }
}

impl World {
    /// The federation above.
    pub async fn new() -> Self {
        let world = Self::empty(Box::<MemoryStore>::default()).await;
        world.found().await;
        world
    }

    pub async fn empty(store: Box<dyn Store>) -> Self {
        let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
        Self::started(store, clock).await
    }

    /// Nobody there yet, and nobody's word taken.
    pub async fn of_members(store: Box<dyn Store>) -> Self {
        let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
        Self::trusting(Trust::Members, store, clock).await
    }

    pub async fn started(store: Box<dyn Store>, clock: Arc<SimulatedClock>) -> Self {
        Self::trusting(Trust::Everybody, store, clock).await
    }

    /// An empty one that is reached in this way.
    pub async fn behind(front: Front) -> Self {
        let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
        let telling = Telling::default();
        Self::of(Trust::Everybody, Box::<MemoryStore>::default(), clock, (front, telling)).await
    }

    pub async fn trusting(trust: Trust, store: Box<dyn Store>, clock: Arc<SimulatedClock>) -> Self {
        Self::of(trust, store, clock, (Front::default(), Telling::default())).await
    }

    pub async fn of(
        trust: Trust,
        store: Box<dyn Store>,
        clock: Arc<SimulatedClock>,
        (front, telling): (Front, Telling),
    ) -> Self {
        let config = config(trust, &clock, (front, telling));
        let server = server::start(config, store).await.expect("the server starts");
        Self { server, clock }
    }

    /// A branch on a node of its own, or why it is none.
    pub async fn below(
        trust: Trust,
        store: Box<dyn Store>,
        clock: Arc<SimulatedClock>,
        parent: Parent,
    ) -> Result<Self, ServeError> {
        let config = config(trust, &clock, (Front::default(), Telling::default()));
        let config = Config { parent: Some(parent), ..config };
        Ok(Self { server: server::start(config, store).await?, clock })
    }

    pub async fn found(&self) {
        // The first charter comes when there is no unit yet that anybody could speak for.
        let got = self.post_as(None, "/api/v1/units", &charter()).await;
        assert_eq!(got.status, 201, "{got:?}");
    }

    pub async fn get(&self, viewer: &str, path: &str) -> Got {
        self.send("GET", path, &[("cybersyn-as", viewer)], b"").await
    }

    pub async fn post(&self, viewer: &str, path: &str, body: &Value) -> Got {
        self.post_as(Some(viewer), path, body).await
    }

    pub async fn post_as(&self, viewer: Option<&str>, path: &str, body: &Value) -> Got {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(viewer.map(|viewer| ("cybersyn-as", viewer)));
        self.send("POST", path, &headers, body.to_string().as_bytes()).await
    }

    /// Posts a body of any kind with these headers.
    pub async fn post_raw(
        &self,
        viewer: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Got {
        let headers: Vec<_> = headers.iter().copied().chain([("cybersyn-as", viewer)]).collect();
        self.send("POST", path, &headers, &body).await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Got {
        let reply = client::send(self.server.address(), method, path, headers, body).await;
        Got {
            status: reply.status,
            media: reply.header("content-type").unwrap_or_default().to_owned(),
            retry_after: reply.header("retry-after").map(str::to_owned),
            text: String::from_utf8_lossy(&reply.body).into_owned(),
            head: reply.head,
            cookies: reply.cookies,
        }
    }

    /// Lets time pass, and all happen that falls due by then.
    pub async fn advance(&self, by: Duration) {
        let body = json!({"advance_s": by.as_secs()});
        self.post_as(None, "/api/v1/rehearsal/clock", &body).await.ok();
    }

    pub async fn unit_id(&self, path: &str) -> String {
        let found = self.get(path, &format!("/api/v1/units?path={path}")).await.ok();
        found["units"][0]["id"].as_str().expect("units have ids").to_owned()
    }

    /// Daily readings of a unit, the last of them for the day before now.
    pub async fn report(&self, unit: &str, indicator: &str, values: &[f64]) -> Value {
        let now = server::clock::Clock::wall(self.clock.as_ref());
        let count = u32::try_from(values.len()).expect("few values");
        let readings: Vec<Value> = values
            .iter()
            .zip(0..)
            .map(|(value, place)| {
                let at = now - DAY * (count - place);
                json!({"indicator": indicator, "at": at.to_string(), "value": value})
            })
            .collect();
        let body = json!({"source": "test", "unit": unit, "readings": readings});
        let answer = self.post(unit, "/api/v1/reports", &body).await.ok();
        // A report is acknowledged when it is durable; what follows from it a moment later.
        self.advance(Duration::ZERO).await;
        answer
    }

    /// Lets a series of the mill change, so that an incident is open there, and answers its id.
    pub async fn incident(&self) -> String {
        let mut values = steady(60);
        values.extend([70.0, 71.0, 69.5, 70.5]);
        self.report(MILL, "output", &values).await;
        let open = self.get(MILL, "/api/v1/incidents?open=true").await.ok();
        let incidents = open["incidents"].as_array().expect("a list");
        assert_eq!(incidents.len(), 1, "{open}");
        incidents[0]["id"].as_str().expect("incidents have ids").to_owned()
    }
}

fn config(trust: Trust, clock: &Arc<SimulatedClock>, (front, telling): (Front, Telling)) -> Config {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let time = Time::Rehearsed(clock.clone());
    Config { address, time, trust, front, telling, parent: None }
}

/// Readings around a hundred that are as noisy as they always were.
pub fn steady(count: u32) -> Vec<f64> {
    let noise = |place: u32| f64::from((place * 7_919) % 97) / 97.0 - 0.5;
    (0..count).map(|place| 100.0 + 4.0 * noise(place)).collect()
}

/// The federation above, as it is laid down.
pub fn charter() -> Value {
    let daily = |key: &str, direction: &str, sphere: &str| {
        json!({"key": key, "name": key, "measure": "t", "cadence": "daily",
               "direction": direction, "sphere": sphere, "aggregate": "sum"})
    };
    let usual = || {
        json!([
            daily("output", "more", "work"),
            daily("scrap", "less", "work"),
            daily("absence", "less", "about-people")
        ])
    };
    let unit = |path: &str, indicators: Value| {
        let name = path.rsplit('/').next().expect("a path has a last part");
        json!({"path": path, "name": name, "zone": "UTC", "indicators": indicators})
    };
    json!({"by": "founders", "units": [
        unit(NATION, json!([])),
        unit(SECTOR, json!([])),
        unit(STRANGER, usual()),
        unit(MILL, usual()),
        unit(SISTER, usual()),
        unit(SHOP, usual()),
    ]})
}
