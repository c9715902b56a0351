//! Standby: when the first machine dies under load, what does the second have, and how soon does it serve?

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, KeyPair};
use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::command::Desk;
use crate::serving::Serving;

const UNITS: &str = r#"
[[units]]
path = "mill"
name = "Mill"
zone = "UTC"
indicators = [
  { key = "yarn", name = "Yarn", measure = "t", cadence = "daily", direction = "more" },
]
"#;

/// How long messages come at least.
const LOAD: Duration = Duration::from_secs(3);
/// What may be lost, on a machine that does much else: what was acknowledged in that time.
const MOMENTS: Duration = Duration::from_secs(5);

#[expect(clippy::disallowed_methods, reason = "two machines of the real world are timed")]
fn now() -> Instant {
    Instant::now()
}

/// A copy that is being kept, until it is dropped.
struct Standby {
    child: Child,
    said: BufReader<std::process::ChildStderr>,
}

impl Standby {
    fn of(desk: &Desk, first: &str) -> Self {
        Self::with(desk, first, "--data second")
    }

    /// With further words on its command line.
    fn with(desk: &Desk, first: &str, more: &str) -> Self {
        let words = format!("standby --from {first} --copy-key-file copy.key {more}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_cybersyn"))
            .args(words.split_whitespace())
            .current_dir(desk.path(""))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be called");
        let said = BufReader::new(child.stderr.take().expect("it is piped"));
        Self { child, said }
    }

    /// Waits until it says these words, and answers what it said up to that line.
    fn says(&mut self, words: &str) -> String {
        let mut all = String::new();
        while !all.contains(words) {
            let read = self.said.read_line(&mut all).expect("it says something");
            assert_ne!(read, 0, "it ended without {words:?}:\n{all}");
        }
        all
    }

    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("units.toml", UNITS).put("copy.key", "0123456789abcdef0123456789abcdef\n");
    fs::set_permissions(desk.path("copy.key"), Permissions::from_mode(0o600)).expect("a mode");
    desk.good("import --units units.toml --data first");
    desk
}

/// What a sender sends as its message of that number.
fn message(sender: usize, seq: u64) -> Value {
    let minute = seq % 60;
    let hour = (seq / 60) % 24;
    let day = 1 + (seq / 1440) % 28;
    let at = format!("2026-0{}-{day:02}T{hour:02}:{minute:02}:00Z", 1 + sender);
    let reading = json!({"unit": "mill", "indicator": "yarn", "at": at, "value": 8});
    json!({"source": format!("plc-{sender}"), "epoch": 1, "seq": seq, "readings": [reading]})
}

fn send(client: &Client, address: &str, sender: usize, seq: u64) -> Option<Value> {
    let request = client.post(format!("{address}/api/v1/reports")).header("Cybersyn-As", "mill");
    let answer = request.json(&message(sender, seq)).send().ok()?;
    answer.status().is_success().then(|| answer.json().ok()).flatten()
}

#[test]
fn the_second_has_all_but_the_last_moments_and_serves_within_ten_when_the_first_is_killed_under_load()
 {
    let desk = desk();
    let first = Serving::with(&desk, "--data first --copy-key-file copy.key");
    let address = first.address.clone();
    let mut second = Standby::of(&desk, &address);
    second.says("the copy of");

    // A copy serves nobody, and is not promoted while the first answers.
    let refused = desk.call("serve --open --data second --address 127.0.0.1:0");
    assert!(
        refused.code != 0 && refused.err.contains("it is a copy of what serves at"),
        "{refused:?}"
    );
    let refused = desk.call("serve --open --promote --data second --address 127.0.0.1:0");
    assert!(refused.code != 0 && refused.err.contains("still answers"), "{refused:?}");

    // What is acknowledged is written down with when.
    let ledger: Arc<Mutex<Vec<(usize, u64, Instant)>>> = Arc::default();
    let is_over = Arc::new(AtomicBool::new(false));
    let senders: Vec<_> = (0..3)
        .map(|sender| {
            let (ledger, is_over, address) = (ledger.clone(), is_over.clone(), address.clone());
            thread::spawn(move || {
                let client = Client::new();
                for seq in 1.. {
                    if send(&client, &address, sender, seq).is_none()
                        || is_over.load(Ordering::Relaxed)
                    {
                        return;
                    }
                    ledger.lock().expect("ours").push((sender, seq, now()));
                }
            })
        })
        .collect();
    let begun = now();
    let is_load = || ledger.lock().expect("ours").len() >= 600 && begun.elapsed() > LOAD;
    while !is_load() && begun.elapsed() < Duration::from_mins(1) {
        thread::yield_now();
    }
    let killed = now();
    first.kill();
    is_over.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.join().expect("it ends");
    }
    let acknowledged = ledger.lock().expect("ours").clone();
    assert!(acknowledged.len() >= 300, "{} messages are no load", acknowledged.len());

    second.kill();
    let promoted = now();
    let serving = Serving::with(&desk, "--promote --data second");
    let client = Client::new();
    let health = client.get(format!("{}/healthz", serving.address)).send().expect("it serves");
    assert!(health.status().is_success());
    let took = promoted.elapsed();
    assert!(took < Duration::from_secs(10), "it took {took:?} to serve");

    // Sent again, what is there counts once; what is not was acknowledged within the last moments.
    let (mut lost, mut longest) = (0, Duration::ZERO);
    for (sender, seq, at) in &acknowledged {
        let answer = send(&client, &serving.address, *sender, *seq).expect("it is taken in");
        if answer["duplicates"] != 1 {
            lost += 1;
            longest = longest.max(killed.saturating_duration_since(*at));
        }
    }
    println!(
        "{} acknowledged, {lost} lost, the first of them {longest:?} before; serving after {took:?}",
        acknowledged.len()
    );
    assert!(longest < MOMENTS, "one was acknowledged {longest:?} before");
    assert!(serving.stop());
    let checked = desk.good("check --data second --json");
    let checked: Value = serde_json::from_str(&checked.out).expect("JSON");
    let readings = checked["readings"].as_u64().expect("a number");
    let count = acknowledged.len() as u64;
    // One that was written and not acknowledged any more, of each sender, at most.
    assert!((count..=count + 3).contains(&readings), "{readings} of {count}");
}

#[test]
fn who_has_no_key_gets_no_copy_and_what_served_is_made_none() {
    let desk = desk();
    let first = Serving::with(&desk, "--data first --copy-key-file copy.key");
    let client = Client::new();
    for path in ["/api/v1/copy/log?after=0", "/api/v1/copy/beside"] {
        for key in [None, Some("0123456789abcdef0123456789abcdeg")] {
            let mut request = client.get(format!("{}{path}", first.address));
            request = key.map_or(request.try_clone().expect("no body"), |key| {
                request.header("cybersyn-copy-key", key)
            });
            assert_eq!(request.send().expect("it answers").status().as_u16(), 404, "{path}");
        }
    }
    let from = first.address.clone();
    desk.put("other.key", "another-key-of-thirty-two-letters\n");
    fs::set_permissions(desk.path("other.key"), Permissions::from_mode(0o600)).expect("a mode");
    let words = format!("standby --from {from} --copy-key-file other.key --data third");
    assert!(desk.call(&words).err.contains("knows no such key"));
    fs::set_permissions(desk.path("other.key"), Permissions::from_mode(0o644)).expect("a mode");
    assert!(desk.call(&words).err.contains("chmod 600"));
    let words = format!("standby --from {from} --copy-key-file copy.key --data first");
    assert!(desk.call(&words).err.contains("has served itself"));
    assert!(first.stop());
    let refused = desk.call("serve --open --promote --data first --address 127.0.0.1:0");
    assert!(refused.err.contains("it is no copy"), "{refused:?}");
}

#[test]
fn a_copy_that_was_killed_goes_on_where_it_was_and_one_can_begin_with_a_backup() {
    let desk = desk();
    let first = Serving::with(&desk, "--data first --copy-key-file copy.key");
    let (address, client) = (first.address.clone(), Client::new());
    for seq in 1..=20 {
        assert!(send(&client, &address, 0, seq).is_some());
    }
    desk.good("backup backup --data first");
    desk.good("restore backup --data second");
    let mut second = Standby::of(&desk, &address);
    second.says("the copy of");
    second.kill();
    for seq in 21..=40 {
        assert!(send(&client, &address, 0, seq).is_some());
    }
    let mut second = Standby::of(&desk, &address);
    second.says("the copy of");
    second.kill();
    assert!(first.stop());
    let read = |of: &str| desk.good(&format!("check --data {of} --json")).out;
    assert_eq!(read("second"), read("first"));
    let root = |of: &str| desk.good(&format!("checkpoint --data {of}")).out;
    assert_eq!(root("second"), root("first"), "the audit, signed by the key of the same node");
}

/// An authority of one's own, with its key.
struct House {
    authority: Certificate,
    key: KeyPair,
}

impl House {
    fn new() -> Self {
        let mut house = CertificateParams::new(Vec::new()).expect("no names");
        house.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self { authority: house.self_signed(&key).expect("a certificate"), key }
    }

    /// A certificate for that name, as `NAME.pem` with `NAME.key`.
    fn vouch(&self, desk: &Desk, name: &str) {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        let made = params.signed_by(&key, &self.authority, &self.key).expect("a certificate");
        let file = format!("{name}.key");
        desk.put(&format!("{name}.pem"), made.pem()).put(&file, key.serialize_pem());
        fs::set_permissions(desk.path(&file), Permissions::from_mode(0o600)).expect("a mode");
    }
}

#[test]
fn a_copy_comes_encrypted_from_whom_the_authority_vouches_for_by_that_name_and_from_nobody_else() {
    let (desk, house) = (desk(), House::new());
    desk.put("house.pem", house.authority.pem()).put("other.pem", House::new().authority.pem());
    house.vouch(&desk, "localhost");
    house.vouch(&desk, "elsewhere.example");
    let served = |name: &str| {
        let words = format!("--cert {name}.pem --key {name}.key --host localhost --host {name}");
        let first = format!("--data first --copy-key-file copy.key {words}");
        let first = Serving::with(&desk, &first);
        let address = first.address.replace("127.0.0.1", "localhost");
        assert!(address.starts_with("https://"), "{address}");
        (first, address)
    };

    let (first, address) = served("localhost");
    let authority = reqwest::Certificate::from_pem(house.authority.pem().as_bytes());
    let client = Client::builder().add_root_certificate(authority.expect("PEM")).build();
    let client = client.expect("a client");
    for seq in 1..=20 {
        assert!(send(&client, &address, 0, seq).is_some());
    }
    for more in ["", "--authority other.pem"] {
        let mut nobody = Standby::with(&desk, &address, &format!("--data third {more}"));
        let said = nobody.says("it is tried again");
        assert!(said.contains("certificate") && !said.contains("whole"), "{more:?}: {said}");
        nobody.kill();
    }
    let mut second = Standby::with(&desk, &address, "--data second --authority house.pem");
    second.says("the copy of");
    second.kill();
    let refused = desk.call("serve --open --promote --data second --address 127.0.0.1:0");
    assert!(refused.code != 0 && refused.err.contains("still answers"), "{refused:?}");
    assert!(first.stop());
    let read = |of: &str| desk.good(&format!("check --data {of} --json")).out;
    assert_eq!(read("second"), read("first"));

    // The authority vouches for this one too, but by another name than it is called by.
    let (first, address) = served("elsewhere.example");
    let mut nobody = Standby::with(&desk, &address, "--data fourth --authority house.pem");
    let said = nobody.says("it is tried again");
    assert!(said.contains("certificate") && !said.contains("whole"), "{said}");
    nobody.kill();
    assert!(first.stop());
    let empty = desk.call("check --data fourth --json");
    assert!(!empty.out.contains("\"readings\":20"), "{empty:?}");
}
