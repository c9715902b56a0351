//! Restart: is what was acknowledged still there after the process was killed?

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use mission::event::Event;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client;

const KILLS: u64 = 20;
const SENDERS: u64 = 4;

/// A server in a process of its own.
struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start(directory: &Path) -> Self {
        let mut child = Command::new(program())
            .arg(directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the example was built with the tests");
        let mut line = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("it says where it listens");
        Self { address: line.trim().parse().expect("an address"), child }
    }

    fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

/// `examples/serve`, which lies beside the tests.
fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("a test is a program");
    let profile = tests.ancestors().nth(2).expect("it lies in target/PROFILE/deps");
    profile.join("examples").join("serve")
}

fn report(sender: u64, seq: u64) -> Vec<u8> {
    let at = format!("2026-01-{:02}T{:02}:{:02}:00Z", seq / 1440 + 1, seq / 60 % 24, seq % 60);
    let reading =
        json!({"unit": "mill", "indicator": format!("i{sender}"), "at": at, "value": seq});
    json!({"source": format!("s{sender}"), "epoch": 0, "seq": seq, "readings": [reading]})
        .to_string()
        .into_bytes()
}

/// Sends on one connection until the server is gone; writes down what was acknowledged.
async fn send(to: SocketAddr, sender: u64, from: u64, ledger: Arc<Mutex<BTreeSet<(u64, u64)>>>) {
    let Ok(mut stream) = TcpStream::connect(to).await else { return };
    for seq in from..from + 10_000 {
        let body = report(sender, seq);
        let head = format!(
            "POST /api/v1/reports HTTP/1.1\r\nhost: localhost\r\ncybersyn-as: mill\r\n\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), &body].concat();
        let mut answer = [0; 4096];
        let read = async {
            stream.write_all(&request).await.ok()?;
            stream.read(&mut answer).await.ok().filter(|read| *read > 0)
        };
        let Some(read) = read.await else { return };
        let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        ledger.lock().unwrap().insert((sender, seq));
    }
}

async fn post(to: SocketAddr, path: &str, body: &[u8]) -> Value {
    let headers: &[(&str, &str)] =
        if path.ends_with("units") { &[] } else { &[("cybersyn-as", "mill")] };
    let reply = client::send(to, "POST", path, headers, body).await;
    assert!(reply.status < 300, "{}: {}", reply.status, String::from_utf8_lossy(&reply.body));
    serde_json::from_slice(&reply.body).expect("answers are JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_twenty_times_under_load_it_loses_nothing_and_doubles_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    let ledger = Arc::new(Mutex::new(BTreeSet::new()));
    let mut process = Process::start(scratch.path());
    let indicators: Vec<Value> = (0..SENDERS)
        .map(|key| {
            json!({"key": format!("i{key}"), "measure": "t", "cadence": "15 min",
                          "direction": "more"})
        })
        .collect();
    let charter = json!({"by": "founders", "units": [
        {"path": "mill", "zone": "UTC", "indicators": indicators}]});
    post(process.address, "/api/v1/units", charter.to_string().as_bytes()).await;

    for kill in 0..KILLS {
        let next: Vec<u64> = (0..SENDERS).map(|sender| newest(&ledger, sender) + 1).collect();
        let senders: Vec<_> = (0..SENDERS)
            .zip(next)
            .map(|(sender, from)| tokio::spawn(send(process.address, sender, from, ledger.clone())))
            .collect();
        // Somewhere between the first acknowledgement and some dozens.
        let enough = ledger.lock().unwrap().len() + 1 + usize::try_from(kill * 7 % 40).unwrap();
        while ledger.lock().unwrap().len() < enough {
            tokio::task::yield_now().await;
        }
        process.kill();
        for sender in senders {
            sender.await.unwrap();
        }
        process = Process::start(scratch.path());
    }

    let acknowledged = ledger.lock().unwrap().clone();
    for (sender, seq) in &acknowledged {
        let again = post(process.address, "/api/v1/reports", &report(*sender, *seq)).await;
        assert_eq!(again["duplicates"], 1, "report {seq} of sender {sender} was lost: {again}");
    }
    process.kill();
    let logged = logged(scratch.path());
    let distinct: BTreeSet<_> = logged.iter().copied().collect();
    assert_eq!(logged.len(), distinct.len(), "a report is in the log twice");
    assert!(acknowledged.is_subset(&distinct));
}

/// The highest number that the sender has been told is kept.
fn newest(ledger: &Mutex<BTreeSet<(u64, u64)>>, sender: u64) -> u64 {
    let ledger = ledger.lock().unwrap();
    let of_sender = ledger.range((sender, 0)..=(sender, u64::MAX));
    // What was sent and not acknowledged may be there: it is sent again, and counts once.
    of_sender.last().map_or(0, |(_, seq)| *seq)
}

/// Sender and number of each report in the log: its indicator, and its reading's value.
fn logged(directory: &Path) -> Vec<(u64, u64)> {
    let mut store = store::open(&format!("sqlite:{}", directory.display())).unwrap();
    store.load().unwrap();
    let mut reader = store.reader().unwrap();
    let mut logged = Vec::new();
    let mut from = 1;
    loop {
        let entries = reader.entries(from, 1_000).unwrap();
        let Some(last) = entries.last() else { return logged };
        from = last.offset + 1;
        for entry in entries {
            if let Event::Report(report) = entry.event {
                let reading = report.readings[0];
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "small"
                )]
                logged.push((u64::from(reading.indicator.0), reading.value as u64));
            }
        }
    }
}
