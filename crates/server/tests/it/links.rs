//! Links: two real servers, the mill on one and the rest on the other: what crosses, and what does not?

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use server::clock::{Clock, SimulatedClock, SystemClock};
use server::{Parent, ServeError, Trust};
use store::{MemoryStore, SqliteStore, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::client::PATIENCE;
use crate::people::{Browser, PASSWORD, comes};
use crate::world::{DAY, MILL, NATION, SECTOR, SHOP, World, charter, noon};

/// A wire between two nodes, which can be cut, and remembers every byte.
struct Tap {
    address: SocketAddr,
    whole: watch::Sender<bool>,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Tap {
    async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has one");
        let (whole, is_whole) = watch::channel(true);
        let heard = Arc::new(Mutex::new(Vec::new()));
        let tape = heard.clone();
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                let (tape, is_whole) = (tape.clone(), is_whole.clone());
                tokio::spawn(async move {
                    if *is_whole.borrow()
                        && let Ok(called) = TcpStream::connect(server).await
                    {
                        relay(caller, called, &tape, is_whole.clone()).await;
                    }
                });
            }
        });
        Self { address, whole, heard }
    }

    fn place(&self) -> server::Place {
        format!("http://{}", self.address).parse().expect("an address")
    }

    fn cut(&self) {
        self.whole.send_replace(false);
    }

    fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn relay(
    caller: TcpStream,
    called: TcpStream,
    tape: &Mutex<Vec<u8>>,
    mut is_whole: watch::Receiver<bool>,
) {
    let (mut from, mut to_caller) = caller.into_split();
    let (mut from_called, mut to) = called.into_split();
    let copy = async |from: &mut tokio::net::tcp::OwnedReadHalf,
                      to: &mut tokio::net::tcp::OwnedWriteHalf| {
        let mut bytes = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = from.read(&mut bytes).await {
            tape.lock().unwrap().extend_from_slice(&bytes[..count]);
            if to.write_all(&bytes[..count]).await.is_err() {
                break;
            }
        }
        let _gone = to.shutdown().await;
    };
    let both =
        async { tokio::join!(copy(&mut from, &mut to), copy(&mut from_called, &mut to_caller)) };
    tokio::select! {
        _ = both => {}
        _ = is_whole.wait_for(|whole| !whole) => {}
    }
}

/// The levels and the sister on one node, with the mill named and nothing else.
fn above() -> Value {
    let mut charter = charter();
    let units = charter["units"].as_array_mut().expect("units");
    units.retain(|unit| unit["path"] != SHOP);
    for unit in units.iter_mut().filter(|unit| unit["path"] == MILL) {
        unit["indicators"] = json!([]);
    }
    charter
}

/// The mill and its shop, as its own people lay them down.
fn below() -> Value {
    let mut charter = charter();
    let is_own = |unit: &Value| [MILL, SHOP].iter().any(|own| unit["path"] == *own);
    charter["units"].as_array_mut().expect("units").retain(is_own);
    charter
}

pub(crate) struct Nodes {
    pub(crate) above: World,
    pub(crate) below: World,
    tap: Tap,
}

impl Nodes {
    async fn new() -> Self {
        Self::on(Box::<MemoryStore>::default(), Box::<MemoryStore>::default()).await
    }

    pub(crate) async fn on(upper: Box<dyn Store>, lower: Box<dyn Store>) -> Self {
        let above = World::empty(upper).await;
        above.post_as(None, "/api/v1/units", &self::above()).await.ok();
        let code = code(&above).await;
        let tap = Tap::to(above.server.address()).await;
        let below = joined(&tap, lower, Some(code)).await.expect("it has a place");
        below.post(MILL, "/api/v1/units", &self::below()).await.ok();
        Self { above, below, tap }
    }

    /// Time passes on both.
    async fn advance(&self, by: Duration) {
        self.above.advance(by).await;
        self.below.advance(by).await;
    }

    /// The mill's incidents that the sector knows of.
    async fn risen(&self) -> Vec<Value> {
        let known = self.above.get(SECTOR, "/api/v1/incidents").await.ok();
        known["incidents"].as_array().expect("a list").clone()
    }

    /// Waits until the node above knows of so many incidents of the mill.
    async fn rises(&self, count: usize) -> (Duration, Vec<Value>) {
        let clock = SystemClock::new();
        let began = clock.steady();
        let more = async {
            loop {
                let risen = self.risen().await;
                if risen.len() >= count {
                    return risen;
                }
                tokio::task::yield_now().await;
            }
        };
        let risen = timeout(PATIENCE, more).await.expect("it comes");
        (clock.steady().saturating_sub(began), risen)
    }

    /// All that has gone over the wire.
    pub(crate) fn heard(&self) -> Vec<u8> {
        self.tap.heard.lock().unwrap().clone()
    }

    /// Waits until no letter waits on either node.
    pub(crate) async fn agree(&self) {
        let waits = async |world: &World, unit: &str| {
            let id = world.unit_id(unit).await;
            let nodes = world.get(unit, &format!("/api/v1/units/{id}/nodes")).await.ok();
            let node = &nodes["nodes"][0];
            (node["written"].clone(), node["delivered"].clone(), node["heard"].clone())
        };
        let quiet = async {
            loop {
                let (up, down) = (waits(&self.below, MILL).await, waits(&self.above, SECTOR).await);
                if (&up.0, &down.0) == (&up.1, &down.1) && (&up.0, &down.0) == (&down.2, &up.2) {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, quiet).await.expect("they agree");
    }
}

async fn joined(
    tap: &Tap,
    store: Box<dyn Store>,
    code: Option<String>,
) -> Result<World, ServeError> {
    let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
    let parent = Parent { place: tap.place(), code, authority: None };
    World::below(Trust::Everybody, store, clock, parent).await
}

async fn code(above: &World) -> String {
    let id = above.unit_id(SECTOR).await;
    let made =
        above.post(SECTOR, &format!("/api/v1/units/{id}/nodes"), &json!({"for": MILL})).await;
    made.ok()["code"].as_str().expect("a code").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_that_rises_is_on_the_node_above_within_two_seconds_and_answered_from_there() {
    let nodes = Nodes::new().await;
    let id = nodes.below.incident().await;
    assert_eq!(nodes.risen().await.len(), 0, "told first, and alone");
    let pass = json!({"act": "pass_up", "by": "committee"});
    nodes.below.post(MILL, &format!("/api/v1/incidents/{id}/acts"), &pass).await.ok();
    let (took, risen) = nodes.rises(1).await;
    println!("an incident was on the node above after {took:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    let risen = risen[0]["id"].as_str().expect("an id").to_owned();
    // The page of the level above shows it with the series that it opened.
    let html = nodes.above.get(SECTOR, &format!("/{SECTOR}/i/{risen}")).await;
    assert_eq!(html.status, 200, "{}", html.head);
    assert!(html.text.contains("output fell"), "{}", html.text);

    let owed = nodes.above.get(SECTOR, "/api/v1/obligations").await.ok();
    let owed = owed["obligations"][0]["id"].as_str().expect("something is owed").to_owned();
    let answer = json!({"act": "answer", "by": "coordinator", "words": "two fitters on Monday"});
    nodes.above.post(SECTOR, &format!("/api/v1/obligations/{owed}/acts"), &answer).await.ok();
    nodes.agree().await;
    let read = nodes.below.get(MILL, &format!("/{MILL}/i/{id}")).await;
    assert!(read.text.contains("two fitters on Monday"), "{}", read.text);
    let room = nodes.below.get(MILL, &format!("/{MILL}")).await;
    assert_eq!(room.status, 200, "{}", room.head);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_leads_one_node_to_its_place_once_and_others_are_told_why_not() {
    let above = World::empty(Box::<MemoryStore>::default()).await;
    above.post_as(None, "/api/v1/units", &self::above()).await.ok();
    let tap = Tap::to(above.server.address()).await;
    let said = |refused: Result<World, ServeError>| match refused {
        Ok(_) => panic!("it was let in"),
        Err(error) => error.to_string(),
    };
    let none = said(joined(&tap, Box::<MemoryStore>::default(), None).await);
    assert!(none.contains("ask its committee for a code"), "{none}");
    let wrong = joined(&tap, Box::<MemoryStore>::default(), Some("K7QF-2M9D-X4TA".into())).await;
    let wrong = said(wrong);
    assert!(wrong.contains("the code is not known"), "{wrong}");
    let id = above.unit_id(SECTOR).await;
    let nodes = format!("/api/v1/units/{id}/nodes");
    above
        .post(SECTOR, &nodes, &json!({"for": NATION}))
        .await
        .is_problem(422, "a part of your unit");
    above
        .post(SECTOR, &nodes, &json!({"for": "chile/textiles/sumar"}))
        .await
        .is_problem(409, "before it has figures");
    above.post(MILL, &nodes, &json!({"for": MILL})).await.is_problem(404, "");

    let code = code(&above).await;
    let directory = tempfile::tempdir().unwrap();
    let lower = || Box::new(SqliteStore::open(directory.path()).unwrap());
    let below = joined(&tap, lower(), Some(code.to_lowercase())).await.expect("it has a place");
    below.server.stop().await.unwrap();
    // It needs the code no more; and another has no use of it.
    let below = joined(&tap, lower(), None).await.expect("it has a place");
    let other = said(joined(&tap, Box::<MemoryStore>::default(), Some(code)).await);
    assert!(other.contains("the code is not known"), "{other}");
    // For the same part there may be another, with which its node is linked anew, and no other unit is.
    let again = above.post(SECTOR, &nodes, &json!({"for": MILL})).await.ok();
    assert_ne!(again["code"], Value::Null);
    // What lives there is reported and laid down there.
    let report = json!({"source": "x", "unit": MILL, "readings": [
        {"indicator": "output", "at": "2026-03-01T00:00:00Z", "value": 1.0}]});
    let refused = above.post(SECTOR, "/api/v1/reports", &report).await;
    assert!(refused.text.contains("lives on this node"), "{}", refused.text);
    below.server.stop().await.unwrap();
    // A directory in which people have laid something down does not move below another.
    let taken = Box::<MemoryStore>::default();
    let alone = World::empty(taken.clone()).await;
    alone.found().await;
    alone.server.stop().await.unwrap();
    let refused = said(joined(&tap, taken, Some("K7QF-2M9D-X4TA".into())).await);
    assert!(refused.contains("begin with an empty directory"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_get_nothing_of_letters_and_leave_nothing() {
    let nodes = Nodes::new().await;
    let key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let seal = "A".repeat(86) + "==";
    for headers in [
        vec![],
        vec![("cybersyn-node", key)],
        vec![("cybersyn-node", key), ("cybersyn-seal", seal.as_str())],
        vec![("cybersyn-node", "no base 64"), ("cybersyn-seal", "none")],
    ] {
        let got = nodes.above.send("POST", "/api/v1/node/letters", &headers, b"letters").await;
        got.is_problem(401, "a node that is linked seals what it sends");
    }
    let join = json!({"code": "K7QF-2M9D-X4TA", "key": key, "seal": seal});
    nodes.above.post_as(None, "/api/v1/node/join", &join).await.is_problem(422, "seal");
    let join = json!({"code": "K7QF-2M9D-X4TA", "key": "short", "seal": seal});
    nodes.above.post_as(None, "/api/v1/node/join", &join).await.is_problem(422, "32 bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_wire_is_cut_clocks_run_on_and_all_comes_when_it_is_mended() {
    let nodes = Nodes::new().await;
    nodes.agree().await;
    nodes.tap.cut();
    let id = nodes.below.incident().await;
    for _ in 0..8 {
        nodes.advance(DAY).await;
        nodes.below.report(MILL, "output", &[70.0]).await;
    }
    let known = nodes.below.get(MILL, &format!("/api/v1/incidents/{id}")).await.ok();
    assert_eq!(known["holder"], SECTOR, "its clock ran out: {known}");
    assert_eq!(nodes.risen().await.len(), 0);
    let mill = nodes.below.unit_id(MILL).await;
    let trouble = nodes.below.get(MILL, &format!("/api/v1/units/{mill}/nodes")).await.ok();
    assert!(trouble["nodes"][0]["trouble"].is_string(), "{trouble}");
    let below = nodes.below.get(MILL, &format!("/api/v1/views/setup?unit={MILL}")).await.ok();
    let above = nodes.above.get(SECTOR, &format!("/api/v1/views/setup?unit={SECTOR}")).await.ok();
    assert_eq!(below["nodes"][0]["is_cut"], true, "{below}");
    let read_out = |here: &Value, there: &Value| {
        assert_eq!(here["nodes"][0]["fingerprint"], there["fingerprint"], "{here} {there}");
    };
    read_out(&below, &above);
    read_out(&above, &below);
    nodes.tap.mend();
    let (_, risen) = nodes.rises(1).await;
    assert_eq!(risen[0]["holder"], SECTOR);
    nodes.agree().await;
    // Whatever is in the way is said no longer than it is there.
    let calm = nodes.below.get(MILL, &format!("/api/v1/units/{mill}/nodes")).await.ok();
    assert!(calm["nodes"][0]["trouble"].is_null(), "{calm}");
}

/// Figures that are the mill's alone to the digit: of output, which rises, and of scrap, which does not.
fn canary(series: u32, place: u32) -> f64 {
    70.135_791 + f64::from(series) + f64::from(place * 7_919 % 97) / 97.0 + f64::from(place) * 1e-7
}

/// The bytes of all files in a directory.
pub(crate) fn bytes_in(directory: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                bytes.extend(std::fs::read(path).unwrap_or_default());
            }
        }
    }
    bytes
}

pub(crate) fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_reading_or_note_of_the_mill_that_no_rule_lets_rise_is_on_the_wire_or_the_disk_above() {
    let (upper, lower) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let open =
        |directory: &tempfile::TempDir| Box::new(SqliteStore::open(directory.path()).unwrap());
    let nodes = Nodes::on(open(&upper), open(&lower)).await;
    let mut output: Vec<f64> = (0..60).map(|place| canary(30, place)).collect();
    output.extend((60..64).map(|place| canary(0, place)));
    let scrap: Vec<f64> = (0..64).map(|place| canary(50, place)).collect();
    for (key, values) in [("output", &output), ("scrap", &scrap), ("absence", &scrap)] {
        nodes.below.report(MILL, key, values).await;
    }
    let open_ones = nodes.below.get(MILL, "/api/v1/incidents?open=true").await.ok();
    let id = open_ones["incidents"][0]["id"].as_str().expect("it is told below").to_owned();
    let acts = format!("/api/v1/incidents/{id}/acts");
    let note = json!({"act": "note", "by": "spinner", "words": "canary-note-of-the-mill"});
    nodes.below.post(MILL, &acts, &note).await.ok();
    let report =
        json!({"source": "n", "unit": MILL, "note": "canary-note-of-a-report", "readings": []});
    nodes.below.post(MILL, "/api/v1/reports", &report).await;
    let help = json!({"unit": MILL, "by": "shift lead", "words": "words-that-may-rise"});
    nodes.below.post(MILL, "/api/v1/help", &help).await.ok();
    nodes.advance(DAY).await;
    nodes.agree().await;
    nodes.below.post(MILL, &acts, &json!({"act": "pass_up", "by": "committee"})).await.ok();
    nodes.rises(1).await;
    nodes.agree().await;
    nodes.advance(DAY * 12).await;
    nodes.agree().await;

    let wire = nodes.tap.heard.lock().unwrap().clone();
    let Nodes { above, below, .. } = nodes;
    let backup = tempfile::tempdir().unwrap();
    store::backup(upper.path(), &backup.path().join("copy"))
        .expect("it can be copied while it runs");
    let mut disk = bytes_in(upper.path());
    disk.extend(bytes_in(backup.path()));
    above.server.stop().await.unwrap();
    below.server.stop().await.unwrap();
    disk.extend(bytes_in(upper.path()));
    // What is compressed on the disk is read as its program reads it.
    let mut kept = SqliteStore::open(upper.path()).unwrap();
    let loaded = format!("{:?}", kept.load().unwrap().parts);
    let entries = format!("{:?}", kept.reader().unwrap().entries(1, usize::MAX).unwrap());

    Box::new(kept).close().unwrap();

    let since = output.len() - 4;
    let is_known = |value: f64| {
        let text = format!("{value:?}");
        (holds(&wire, &value.to_le_bytes()), loaded.contains(&text), entries.contains(&text))
    };
    // That the search would find it, what rose shows.
    assert_eq!(is_known(output[since + 1]), (true, true, true));
    for sealed in output[..since].iter().chain(&scrap) {
        assert_eq!(is_known(*sealed), (false, false, false), "{sealed}");
        assert!(!holds(&disk, &sealed.to_le_bytes()), "{sealed}");
    }
    assert!(holds(&wire, b"words-that-may-rise") && entries.contains("words-that-may-rise"));
    for words in ["canary-note-of-the-mill", "canary-note-of-a-report"] {
        assert!(!holds(&wire, words.as_bytes()) && !holds(&disk, words.as_bytes()));
        assert!(!loaded.contains(words) && !entries.contains(words));
    }
    store::check(upper.path(), 1, &[]).expect("what is kept above is what its log says");
    store::check(lower.path(), 1, &[]).expect("what is kept below is what its log says");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_account_on_the_mills_node_decides_in_the_mill_and_nobody_above_does() {
    let above = World::of_members(Box::<MemoryStore>::default()).await;
    let mut founder = founded_above(&above).await;
    let mut committee =
        comes(&above, &mut founder, (NATION, Some(SECTOR)), ("sector", "committee")).await;
    let id = {
        let got = founder.get(&above, &format!("/api/v1/units?path={SECTOR}")).await.ok();
        got["units"][0]["id"].as_str().expect("an id").to_owned()
    };
    let path = format!("/api/v1/units/{id}/nodes");
    let code = committee.post_for(&above, Some(SECTOR), &path, &json!({"for": MILL})).await;
    let code = code.ok()["code"].as_str().expect("a code").to_owned();
    let tap = Tap::to(above.server.address()).await;
    let parent = Parent { place: tap.place(), code: Some(code), authority: None };
    let clock = Arc::new(SimulatedClock::new(noon(), 0.0));
    let store = Box::<MemoryStore>::default();
    let below = World::below(Trust::Members, store, clock, parent).await.expect("a place");

    let mut first = Browser::default();
    let page = below.server.first_page().unwrap().expect("nobody has an account");
    let code = page.split('#').nth(1).expect("it has a code").to_owned();
    let account =
        json!({"code": code, "login": "mill", "name": "Of the mill", "password": PASSWORD});
    assert_eq!(first.post(&below, "/api/v1/first", &account).await.status, 201);
    let laid = first.post_for(&below, Some(MILL), "/api/v1/units", &self::below()).await;
    assert_eq!(laid.status, 201, "{laid:?}");
    let me = first.get(&below, "/api/v1/views/me").await.ok();
    let own: Vec<&str> = me["memberships"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| it["unit"]["path"].as_str().expect("a path"))
        .collect();
    assert!(own.iter().all(|path| *path == MILL) && !own.is_empty(), "{me}");
}

async fn founded_above(world: &World) -> Browser {
    let mut founder = Browser::default();
    let address = world.server.first_page().unwrap().expect("nobody has an account");
    let code = address.split('#').nth(1).expect("it has a code").to_owned();
    let first =
        json!({"code": code, "login": "founder", "name": "Of the assembly", "password": PASSWORD});
    assert_eq!(founder.post(world, "/api/v1/first", &first).await.status, 201);
    assert_eq!(founder.post(world, "/api/v1/units", &above()).await.status, 201);
    founder
}
