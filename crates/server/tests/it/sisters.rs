//! Sisters: the mill lives on a node of its own and writes to its sister on the other: what crosses with that?

use serde_json::{Value, json};
use store::SqliteStore;

use crate::links::{Nodes, bytes_in, holds};
use crate::world::{Got, MILL, SECTOR, SISTER, World};

async fn writes(world: &World, unit: &str, to: Value, seq: u64, words: &str) -> Got {
    let mut message = json!({"unit": unit, "by": "secretary", "words": words,
        "source": "form:1", "epoch": 1, "seq": seq});
    for (key, value) in to.as_object().expect("an address") {
        message[key] = value.clone();
    }
    world.post(unit, "/api/v1/messages", &message).await
}

async fn telex(world: &World, unit: &str) -> Value {
    let path = format!("/api/v1/views/telex?unit={unit}&lang=en&filter=messages");
    world.get(unit, &path).await.ok()
}

fn words(view: &Value) -> Vec<String> {
    let items = view["items"].as_array().expect("items").iter();
    items.filter_map(|item| item["message"]["words"].as_str()).map(str::to_owned).collect()
}

/// The paths of units that a page offers to write to.
fn offered(view: &Value) -> Vec<String> {
    let addresses = view["may_write"].as_array().expect("addresses").iter();
    let units = addresses.flat_map(|it| it["units"].as_array().expect("units").iter());
    units.map(|unit| unit["path"].as_str().expect("a path").to_owned()).collect()
}

fn disk(nodes: &tempfile::TempDir) -> (Vec<u8>, String) {
    let mut kept = SqliteStore::open(nodes.path()).unwrap();
    let loaded = format!("{:?}", store::Store::load(&mut kept).unwrap().parts);
    let entries = store::Store::reader(&kept).unwrap().entries(1, usize::MAX).unwrap();
    store::Store::close(Box::new(kept)).unwrap();
    (bytes_in(nodes.path()), loaded + &format!("{entries:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_sisters_write_across_the_border_is_on_both_disks_and_nothing_else_of_either_is() {
    let (upper, lower) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let open =
        |directory: &tempfile::TempDir| Box::new(SqliteStore::open(directory.path()).unwrap());
    let nodes = Nodes::on(open(&upper), open(&lower)).await;
    nodes.agree().await;
    let Nodes { above, below, .. } = &nodes;
    assert!(offered(&telex(below, MILL).await).contains(&SISTER.to_owned()));
    assert!(offered(&telex(above, SISTER).await).contains(&MILL.to_owned()));

    let to_sister = json!({"to": "sisters", "units": [SISTER]});
    writes(below, MILL, to_sister, 1, "canary-who-has-thread").await.ok();
    writes(below, MILL, json!({"to": "within"}), 2, "canary-within-the-mill").await.ok();
    nodes.agree().await;
    let came = telex(above, SISTER).await;
    assert_eq!(words(&came), ["canary-who-has-thread"]);
    assert!(words(&telex(above, SECTOR).await).is_empty());
    let id = came["items"][0]["message"]["id"].as_str().expect("a name").to_owned();
    let answer = json!({"to": "answer", "of": id});
    writes(above, SISTER, answer, 1, "canary-two-tonnes").await.ok();
    for (seq, to) in [(2, "within"), (3, "above")] {
        writes(above, SISTER, json!({"to": to}), seq, "canary-of-the-sister").await.ok();
    }
    let report = json!({"source": "n", "unit": SISTER, "note": "canary-note-of-the-sister",
        "readings": [{"indicator": "output", "at": "2026-03-02T00:00:00Z", "value": 71.234_567_891}]});
    above.post(SISTER, "/api/v1/reports", &report).await.ok();
    nodes.agree().await;
    assert_eq!(words(&telex(below, MILL).await)[0], "canary-two-tonnes");

    let wire = nodes.heard();
    let Nodes { above, below, .. } = nodes;
    above.server.stop().await.unwrap();
    below.server.stop().await.unwrap();
    let (above, below) = (disk(&upper), disk(&lower));
    let is_on = |(bytes, read): &(Vec<u8>, String), what: &str| {
        holds(bytes, what.as_bytes()) || read.contains(what)
    };
    for crossed in ["canary-who-has-thread", "canary-two-tonnes"] {
        assert!(is_on(&above, crossed) && is_on(&below, crossed), "{crossed}");
    }
    assert!(is_on(&below, "canary-within-the-mill") && !is_on(&above, "canary-within-the-mill"));
    for stays in ["canary-of-the-sister", "canary-note-of-the-sister", "71.234567891"] {
        assert!(is_on(&above, stays) && !is_on(&below, stays), "{stays}");
        assert!(!holds(&wire, stays.as_bytes()), "{stays}");
    }
    assert!(!holds(&wire, b"canary-within-the-mill"));
    store::check(upper.path(), 1, &[]).expect("what is kept above is what its log says");
    store::check(lower.path(), 1, &[]).expect("what is kept below is what its log says");
}
