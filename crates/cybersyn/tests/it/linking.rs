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
