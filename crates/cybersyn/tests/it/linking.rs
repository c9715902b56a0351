//! Linking: do two programs agree, however the wire between them is cut and they are killed?

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::command::Desk;
use crate::serving::Serving;

/// A wire that leads somewhere, or nowhere.
#[derive(Clone, Default)]
struct Wire(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    to: Option<SocketAddr>,
    carried: Vec<TcpStream>,
}

impl Wire {
    fn laid(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let wire = self.clone();
        thread::spawn(move || {
            for caller in listener.incoming().map_while(Result::ok) {
                let to = wire.0.lock().expect("no test panicked").to;
                let Some(called) = to.and_then(|to| TcpStream::connect(to).ok()) else { continue };
                wire.carry(&caller, &called);
                wire.carry(&called, &caller);
            }
        });
        address
    }

    fn carry(&self, from: &TcpStream, to: &TcpStream) {
        let (mut from, mut to) = (from.try_clone().expect("ours"), to.try_clone().expect("ours"));
        let mut inside = self.0.lock().expect("no test panicked");
        inside.carried.push(from.try_clone().expect("ours"));
        thread::spawn(move || {
            let mut bytes = [0; 16 * 1024];
            while let Ok(count @ 1..) = from.read(&mut bytes) {
                if to.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            // Whoever is gone already needs no word of it.
            let _gone = to.shutdown(Shutdown::Both);
        });
    }

    fn leads_to(&self, serving: &Serving) {
        let address = serving.address.trim_start_matches("http://").parse().expect("an address");
        self.0.lock().expect("no test panicked").to = Some(address);
    }

    fn cut(&self) {
        let mut inside = self.0.lock().expect("no test panicked");
        inside.to = None;
        for stream in inside.carried.drain(..) {
            let _gone = stream.shutdown(Shutdown::Both);
        }
    }
}

fn post(serving: &Serving, unit: &str, path: &str, body: &Value) -> Value {
    let request = Client::new().post(format!("{}{path}", serving.address)).json(body);
    let request = if unit.is_empty() { request } else { request.header("cybersyn-as", unit) };
    read(request.send().expect("it answers"))
}

fn get(serving: &Serving, unit: &str, path: &str) -> Value {
    let request = Client::new().get(format!("{}{path}", serving.address));
    read(request.header("cybersyn-as", unit).send().expect("it answers"))
}

fn read(answer: reqwest::blocking::Response) -> Value {
    let (status, text) = (answer.status(), answer.text().expect("it is read"));
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

/// How often each text stands under a field of a list.
fn count(list: &Value, field: &str, begins: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in list.as_array().expect("a list") {
        let text = item[field].as_str().unwrap_or_default();
        if text.starts_with(begins) {
            *counts.entry(text.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_hundred_cuts_and_kills_lose_nothing_and_double_nothing() {
    const ROUNDS: usize = 100;
    let (upper, lower) = (Desk::new(), Desk::new());
    let wire = Wire::default();
    let parent = wire.laid();
    let mut above = Serving::of(&upper);
    wire.leads_to(&above);
    let units = json!({"by": "founders", "units": [
        {"path": "sector", "zone": "UTC"}, {"path": "sector/mill", "zone": "UTC"}]});
    post(&above, "", "/api/v1/units", &units);
    let found = get(&above, "sector", "/api/v1/units?path=sector");
    let id = found["units"][0]["id"].as_str().expect("an id");
    let nodes = format!("/api/v1/units/{id}/nodes");
    let code = post(&above, "sector", &nodes, &json!({"for": "sector/mill"}));
    let code = code["code"].as_str().expect("a code");
    let words = format!("--parent http://{parent}");
    let mut below = Serving::with(&lower, &format!("{words} --code {code}"));
    for round in 0..ROUNDS {
        match round % 4 {
            0 => wire.cut(),
            1 => {
                wire.cut();
                wire.leads_to(&above);
            }
            _ => {}
        }
        let help =
            json!({"unit": "sector/mill", "by": "shift lead", "words": format!("help {round}")});
        post(&below, "sector/mill", "/api/v1/help", &help);
        let policy = json!({"unit": "sector", "to": ["sector/mill"], "by": "coordinator",
            "policy": format!("policy {round}"), "words": "why", "from": "2026-04-01"});
        post(&above, "sector", "/api/v1/directives", &policy);
        match round % 4 {
            0 => wire.leads_to(&above),
            2 => {
                below.kill();
                below = Serving::with(&lower, &words);
            }
            3 => {
                wire.cut();
                above.kill();
                above = Serving::of(&upper);
                wire.leads_to(&above);
            }
            _ => {}
        }
    }
    loop {
        let owed = get(&above, "sector", "/api/v1/obligations");
        let sent = get(&below, "sector/mill", "/api/v1/directives");
        let helped = owed["obligations"].as_array().expect("a list").len();
        let told = count(&sent["directives"], "policy", "policy ");
        assert!(helped <= ROUNDS && told.values().all(|count| *count == 1), "{helped} {told:?}");
        if helped == ROUNDS && told.len() == ROUNDS {
            break;
        }
        thread::yield_now();
    }
    assert!(below.stop() && above.stop());
    upper.good("check");
    lower.good("check");
}

/// Looks at two nodes before it is said that something does not come: minutes of them.
const TRIES: u32 = 10_000;

/// Two programs, a part of one on the other.
struct Two {
    upper: Desk,
    lower: Desk,
    above: Serving,
    below: Serving,
    wire: Wire,
    parent: SocketAddr,
    nodes: String,
}

impl Two {
    fn new() -> Self {
        let (upper, lower, wire) = (Desk::new(), Desk::new(), Wire::default());
        let parent = wire.laid();
        let above = Serving::of(&upper);
        wire.leads_to(&above);
        let units = json!({"by": "founders", "units": [
            {"path": "sector", "zone": "UTC"}, {"path": "sector/mill", "zone": "UTC"}]});
        post(&above, "", "/api/v1/units", &units);
        let found = get(&above, "sector", "/api/v1/units?path=sector");
        let nodes =
            format!("/api/v1/units/{}/nodes", found["units"][0]["id"].as_str().expect("it"));
        let code = post(&above, "sector", &nodes, &json!({"for": "sector/mill"}));
        let code = code["code"].as_str().expect("a code");
        let below = Serving::with(&lower, &format!("--parent http://{parent} --code {code}"));
        Self { upper, lower, above, below, wire, parent, nodes }
    }

    fn asks(&self, words: &str) {
        let help = json!({"unit": "sector/mill", "by": "shift lead", "words": words});
        post(&self.below, "sector/mill", "/api/v1/help", &help);
    }

    fn directs(&self, policy: &str) {
        let policy = json!({"unit": "sector", "to": ["sector/mill"], "by": "coordinator",
            "policy": policy, "words": "why", "from": "2026-04-01"});
        post(&self.above, "sector", "/api/v1/directives", &policy);
    }

    fn node(&self) -> Value {
        get(&self.above, "sector", &self.nodes)["nodes"][0].clone()
    }

    fn node_below(&self) -> Value {
        let found = get(&self.below, "sector/mill", "/api/v1/units?path=sector/mill");
        let id = found["units"][0]["id"].as_str().expect("an id");
        let nodes = get(&self.below, "sector/mill", &format!("/api/v1/units/{id}/nodes"));
        nodes["nodes"][0].clone()
    }

    /// What stands: how often help is owed above, and which policies there are below.
    fn stands(&self) -> (usize, Vec<String>) {
        let owed = get(&self.above, "sector", "/api/v1/obligations");
        let sent = get(&self.below, "sector/mill", "/api/v1/directives");
        let listed = owed["obligations"].as_array().expect("a list");
        let owed = listed.iter().filter(|it| it["state"] == "owed").count();
        let sent = sent["directives"].as_array().expect("a list").iter();
        let stands = sent.filter(|it| it["withdrawn"].is_null());
        let mut policies: Vec<String> =
            stands.map(|it| it["policy"].as_str().unwrap_or_default().to_owned()).collect();
        policies.sort();
        (owed, policies)
    }

    fn waits_until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        for _ in 0..TRIES {
            if is_so(self) {
                return;
            }
            thread::yield_now();
        }
        panic!("not so: {what}: {} {} {:?}", self.node(), self.node_below(), self.stands());
    }

    fn are_settled(&self) -> bool {
        let (above, below) = (self.node(), self.node_below());
        above["written"] == below["heard"] && below["written"] == above["heard"]
    }
}

/// Takes a backup, and puts a directory in its place that was made of it, as an operator would.
fn put_back(desk: &Desk, data: &str) {
    std::fs::rename(desk.path(data), desk.path("gone")).expect("it is there");
    desk.good("restore backup");
}

#[test]
fn a_lower_node_that_is_restored_from_its_backup_is_linked_anew_by_a_code() {
    let two = Two::new();
    two.asks("help before");
    two.directs("policy before");
    two.waits_until("both are told", |two| two.stands().1.len() == 1 && two.are_settled());
    two.lower.good("backup backup");
    two.asks("help after");
    two.directs("policy after");
    two.waits_until("both are told", |two| two.stands().1.len() == 2 && two.are_settled());
    assert_eq!(two.stands().0, 2);
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    below.kill();
    put_back(&lower, "cybersyn-data");
    let plain = format!("--parent http://{parent}");
    let mut below = Serving::with(&lower, &plain);
    let said = below.says("do not know each other's keys any more");
    assert!(said.contains("start this one with it once (--code)"), "{said}");
    let two = Two { upper, lower, above, below, wire, parent, nodes };
    assert_eq!(two.node_below()["put_back"], "either");
    let code = post(&two.above, "sector", &two.nodes, &json!({"for": "sector/mill"}));
    let code = code["code"].as_str().expect("a code");
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    assert!(below.stop());
    let mut below = Serving::with(&lower, &format!("{plain} --code {code}"));
    below.says("linked anew: all is told");
    let two = Two { upper, lower, above, below, wire, parent, nodes };
    two.waits_until("they agree", Two::are_settled);
    let policies = vec!["policy after".to_owned(), "policy before".to_owned()];
    assert_eq!(two.stands(), (1, policies), "what it forgot is over, what it was told is told");
    assert_eq!(two.node()["epoch"], 2);
    // The same code once more, as it stands in a file that starts the program: nothing happens.
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    assert!(below.stop());
    let below = Serving::with(&lower, &format!("{plain} --code {code}"));
    let two = Two { upper, lower, above, below, wire, parent, nodes };
    two.asks("help later");
    two.waits_until("letters pass", |two| two.stands().0 == 2);
    assert_eq!(two.node()["epoch"], 2);
    assert!(two.below.stop() && two.above.stop());
    two.upper.good("check");
    two.lower.good("check");
}

#[test]
fn an_upper_node_that_is_restored_is_told_again_what_it_was_told() {
    let two = Two::new();
    two.asks("help before");
    two.waits_until("it is told", |two| two.stands().0 == 1 && two.are_settled());
    two.upper.good("backup backup");
    two.asks("help after");
    two.directs("policy after");
    two.waits_until("both are told", |two| {
        two.stands().1.len() == 1 && two.stands().0 == 2 && two.are_settled()
    });
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    wire.cut();
    above.kill();
    // A copy of the whole directory has the key too: nothing but the numbers shows that it is older.
    let key = std::fs::read(upper.path("cybersyn-data/node.key")).expect("it has a key");
    put_back(&upper, "cybersyn-data");
    upper.put("cybersyn-data/node.key", key);
    let mut above = Serving::of(&upper);
    wire.leads_to(&above);
    above.says("make a code on the page of how the unit is kept");
    let code = post(&above, "sector", &nodes, &json!({"for": "sector/mill"}));
    let code = code["code"].as_str().expect("a code");
    assert!(below.stop());
    let below = Serving::with(&lower, &format!("--parent http://{parent} --code {code}"));
    above.says("linked anew: all is told");
    let two = Two { upper, lower, above, below, wire, parent, nodes };
    two.waits_until("they agree", |two| two.stands().1.is_empty() && two.are_settled());
    assert_eq!(two.stands().0, 2, "what it had forgotten it is told again");
    assert!(two.below.stop() && two.above.stop());
    two.upper.good("check");
    two.lower.good("check");
}

/// It has the same key, and by the time it is heard again it has written more than the other had seen of it: by
/// numbers alone nobody could tell, and what it wrote first would be lost.
#[test]
fn a_node_that_was_put_back_and_wrote_on_past_its_old_numbers_is_found_out() {
    let two = Two::new();
    two.lower.good("backup backup");
    for after in ["after one", "after two"] {
        two.asks(after);
    }
    two.waits_until("both are told", |two| two.stands().0 == 2 && two.are_settled());
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    below.kill();
    wire.cut();
    let key = std::fs::read(lower.path("cybersyn-data/node.key")).expect("it has a key");
    put_back(&lower, "cybersyn-data");
    lower.put("cybersyn-data/node.key", key);
    let plain = format!("--parent http://{parent}");
    let two =
        Two { below: Serving::with(&lower, &plain), upper, lower, above, wire, parent, nodes };
    for again in ["again one", "again two", "again three", "again four"] {
        two.asks(again);
    }
    // It starts once more, so that it remembers nothing of how it stood.
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    below.kill();
    let below = Serving::with(&lower, &plain);
    wire.leads_to(&above);
    let two = Two { upper, lower, above, below, wire, parent, nodes };
    two.waits_until("both know of it", |two| {
        two.node_below()["put_back"] == "here" && two.node()["put_back"] == "there"
    });
    assert_eq!(two.stands().0, 2, "nothing was taken in");
    let code = post(&two.above, "sector", &two.nodes, &json!({"for": "sector/mill"}));
    let code = code["code"].as_str().expect("a code");
    let Two { upper, lower, above, below, wire, parent, nodes } = two;
    assert!(below.stop());
    let below = Serving::with(&lower, &format!("{plain} --code {code}"));
    let two = Two { upper, lower, above, below, wire, parent, nodes };
    two.waits_until("they agree", |two| two.stands().0 == 4 && two.are_settled());
    assert_eq!(two.node()["put_back"], Value::Null);
    assert!(two.below.stop() && two.above.stop());
    two.upper.good("check");
    two.lower.good("check");
}

#[test]
fn a_node_says_what_it_lacks_to_live_below_another() {
    let desk = Desk::new();
    desk.bad("serve --parent sector.example.org", "expected https://NAME");
    desk.bad("serve --parent http://sector.example.org", "http:// only to 127.0.0.1");
    desk.bad("serve --code K7QF-2M9D-X4TA", "--parent <ADDRESS>");
    desk.bad(
        "serve --parent http://127.0.0.1:1 --address 127.0.0.1:0",
        "ask its committee for a code",
    );
    let unreached = "serve --parent http://127.0.0.1:1 --code K7QF-2M9D-X4TA --address 127.0.0.1:0";
    desk.bad(unreached, "cannot be reached");
    desk.bad(
        "serve --parent https://sector.example.org --parent-authority nowhere",
        "read nowhere",
    );
}
