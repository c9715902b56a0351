//! Load: how many readings a second does the server take in, and how long does a sender wait?
//!
//! ```text
//! cargo run --release -p server --example load -- [batches|singles] [SECONDS [READINGS_A_SECOND]]
//! ```
//!
//! Starts the real server on a store in a scratch directory and sends from the same process over
//! sockets, so that server and sender share the machine's cores. `batches`: 8 connections with
//! reports of 1,000 readings in JSON, each sender waiting for its receipt. `singles`: 256
//! connections with one reading a report. Without a rate each sends as soon as it was answered; with
//! one a report has its time, and its wait begins then, whether or not it could be sent.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use server::clock::Stopwatch;
use server::{Config, Front, Telling, Time, Trust};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const UNITS: usize = 500;
const INDICATORS: usize = 12;
/// Reports that one sender sends at most.
const MOST_REPORTS: usize = 200_000;
/// Until the units are written, which takes half a second: they are not what is measured.
const SETTLE: Duration = Duration::from_secs(2);

#[derive(Clone, Copy)]
struct Shape {
    connections: usize,
    readings: usize,
    /// Between two reports of a sender, where there is a rate.
    interval: Option<Duration>,
}

/// What all senders have seen.
#[derive(Default)]
struct Seen {
    readings: AtomicU64,
    refused: AtomicU64,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let (connections, readings) = match arguments.next().as_deref() {
        None | Some("batches") => (8, 1_000),
        Some("singles") => (256, 1),
        Some(_) => return Err("expected batches or singles".into()),
    };
    let seconds = arguments.next().map_or(Ok(10), |given| given.parse())?;
    let rate: Option<u32> = arguments.next().map(|given| given.parse()).transpose()?;
    let a_round = Duration::from_secs(u64::try_from(connections * readings)?);
    let shape = Shape { connections, readings, interval: rate.map(|rate| a_round / rate) };
    let scratch = tempfile::tempdir()?;
    let store = store::open(&format!("sqlite:{}", scratch.path().display()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(run(shape, Duration::from_secs(seconds), store))
}

#[expect(clippy::print_stdout, reason = "it is what this program is for")]
#[expect(clippy::disallowed_methods, reason = "a load has its own pace")]
async fn run(shape: Shape, length: Duration, store: Box<dyn store::Store>) -> Result<(), Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = server::start(
        Config {
            address,
            time: Time::Real,
            trust: Trust::Everybody,
            front: Front::default(),
            telling: Telling::default(),
            parent: None,
        },
        store,
    )
    .await?;
    let to = server.address();
    found(to).await?;
    tokio::time::sleep(SETTLE).await;

    let seen = Arc::new(Seen::default());
    let watch = Stopwatch::start();
    let senders: Vec<_> = (0..shape.connections)
        .map(|sender| tokio::spawn(send(to, shape, sender, length, watch, seen.clone())))
        .collect();
    let mut waits = Vec::new();
    for sender in senders {
        waits.extend(sender.await??);
    }
    let took = watch.elapsed();
    waits.sort_unstable();
    report(shape, &seen, took, &waits);
    let watch = Stopwatch::start();
    server.stop().await?;
    println!("all of it was filtered and written {:.2} s later", watch.elapsed().as_secs_f64());
    Ok(())
}

#[expect(clippy::print_stdout, reason = "it is what this program is for")]
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn report(shape: Shape, seen: &Seen, took: Duration, waits: &[Duration]) {
    let at = |share: usize| waits.get((waits.len() * share / 1000).min(waits.len() - 1));
    let wait = |share| at(share).map_or(0.0, |wait| wait.as_secs_f64() * 1e3);
    let readings = seen.readings.load(Relaxed);
    println!(
        "{} connections, {} readings a report: {:.0} readings/s, {:.0} reports/s in {:.1} s; \
         acknowledged after p50 {:.1} ms, p99 {:.1} ms, at most {:.1} ms; {} turned away",
        shape.connections,
        shape.readings,
        readings as f64 / took.as_secs_f64(),
        waits.len() as f64 / took.as_secs_f64(),
        took.as_secs_f64(),
        wait(500),
        wait(990),
        wait(1000),
        seen.refused.load(Relaxed),
    );
}

/// Lays down the units, in parts that fit a body.
async fn found(to: SocketAddr) -> Result<(), Failure> {
    let indicator = |key: usize| {
        format!(r#"{{"key":"i{key}","measure":"t","cadence":"15 min","direction":"more"}}"#)
    };
    let indicators: Vec<String> = (0..INDICATORS).map(indicator).collect();
    let indicators = indicators.join(",");
    let unit = |unit: usize| format!(r#"{{"path":"n/u{unit}","indicators":[{indicators}]}}"#);
    let root = r#"{"path":"n","zone":"UTC"}"#.to_owned();
    let mut first = vec![root];
    for part in (0..UNITS).collect::<Vec<_>>().chunks(250) {
        first.extend(part.iter().copied().map(unit));
        let body = format!(r#"{{"by":"load","units":[{}]}}"#, first.join(","));
        let mut stream = TcpStream::connect(to).await?;
        let (status, answer) = post(&mut stream, "/api/v1/units", body.as_bytes()).await?;
        if status != 201 {
            return Err(format!("the units were refused with {status}: {answer}").into());
        }
        first.clear();
    }
    Ok(())
}

/// One sender: a report after the other on one connection, each with readings of its own units.
#[expect(clippy::disallowed_methods, reason = "a load has its own pace")]
async fn send(
    to: SocketAddr,
    shape: Shape,
    sender: usize,
    length: Duration,
    watch: Stopwatch,
    seen: Arc<Seen>,
) -> Result<Vec<Duration>, Failure> {
    let mut stream = TcpStream::connect(to).await?;
    stream.set_nodelay(true)?;
    let mut waits = Vec::new();
    for seq in 0..MOST_REPORTS {
        if watch.elapsed() > length {
            break;
        }
        let body = body(shape, sender, seq);
        let sent = match shape.interval {
            None => watch.elapsed(),
            Some(interval) => {
                let turn = interval * u32::try_from(sender)? / u32::try_from(shape.connections)?;
                let due = interval * u32::try_from(seq)? + turn;
                tokio::time::sleep(due.saturating_sub(watch.elapsed())).await;
                due
            }
        };
        match post(&mut stream, "/api/v1/reports", &body).await? {
            (200, _) => {
                waits.push(watch.elapsed().saturating_sub(sent));
                seen.readings.fetch_add(shape.readings as u64, Relaxed);
            }
            (429, _) => {
                seen.refused.fetch_add(1, Relaxed);
            }
            (status, answer) => return Err(format!("answered {status}: {answer}").into()),
        }
    }
    Ok(waits)
}

/// Readings of a quarter of an hour after the other, of all indicators of some units.
fn body(shape: Shape, sender: usize, seq: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut body = Vec::with_capacity(shape.readings * 96 + 128);
    let own = UNITS / shape.connections.min(UNITS);
    write!(body, r#"{{"source":"load-{sender}","epoch":1,"seq":{seq},"readings":["#)
        .expect("writing to memory does not fail");
    for place in 0..shape.readings {
        let number = seq * shape.readings + place;
        let series = number % (own * INDICATORS);
        let quarter = number / (own * INDICATORS);
        let (day, minute) = (quarter / 96, quarter % 96 * 15);
        let unit = (sender * own + series / INDICATORS) % UNITS;
        let noise = noise(sender, number);
        let comma = if place == 0 { "" } else { "," };
        write!(
            body,
            r#"{comma}{{"unit":"n/u{unit}","indicator":"i{}","at":"{}-{:02}-{:02}T{:02}:{:02}:00Z","value":{}.{:03}}}"#,
            series % INDICATORS,
            2000 + day / 336,
            day / 28 % 12 + 1,
            day % 28 + 1,
            minute / 60,
            minute % 60,
            100 + noise / 1_000 % 7,
            noise % 1_000,
        )
        .expect("writing to memory does not fail");
    }
    body.extend(b"]}");
    body
}

/// A number that looks like any other, the same for the same reading (Steele, Lea and Flood,
/// *Fast Splittable Pseudorandom Number Generators*, 2014, figure 17).
fn noise(sender: usize, number: usize) -> u64 {
    let seed = (sender as u64) << 48 | number as u64;
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// Posts on an open connection, and reads the answer's status and body.
async fn post(stream: &mut TcpStream, path: &str, body: &[u8]) -> Result<(u16, String), Failure> {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncybersyn-as: n\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    if path.ends_with("/units") && body.windows(11).any(|part| part == br#""path":"n","#) {
        request = String::from_utf8(request)?.replace("cybersyn-as: n\r\n", "").into_bytes();
    }
    request.extend_from_slice(body);
    stream.write_all(&request).await?;
    let mut answer = Vec::with_capacity(1024);
    loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("the server hung up".into());
        }
        let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&answer[..end])?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.ok_or("an answer says how long it is")?.parse()?;
        if answer.len() >= end + 4 + length {
            let status = head.split(' ').nth(1).ok_or("an answer has a status")?.parse()?;
            return Ok((status, String::from_utf8_lossy(&answer[end + 4..]).into_owned()));
        }
    }
}
