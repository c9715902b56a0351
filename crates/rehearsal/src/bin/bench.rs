//! Bench: do the figures in `docs/benchmarks.md` hold on this machine?
//!
//! ```text
//! cargo run --release -p rehearsal --bin bench             every figure, in under ten minutes
//! cargo run --release -p rehearsal --bin bench -- filter   the filter alone
//! ```
//!
//! Each figure is measured several times and given as median, least and most. Server and sender
//! share the machine's cores. Prints a table in Markdown.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::{env, fs, io};

use rehearsal::headless::{FIRST_DAY, Headless, Part, WARM_UP_DAYS};
use rehearsal::prepare::prepare;
use rehearsal::world::World;
use server::clock::{SimulatedClock, Stopwatch};
use server::{Config, Front, Telling, Time, Trust};

type Failure = Box<dyn std::error::Error>;

const PLANTS: usize = 500;
const PAST_DAYS: i32 = 728;
const SEED: u64 = 1;
const LOAD_SECONDS: &str = "10";
/// Readings a second that are asked of a server on two cores.
const ASKED: &str = "100000";
/// Seconds after which a server that nobody asks anything is idle.
const SETTLE: std::time::Duration = std::time::Duration::from_secs(2);

/// One row of the table.
struct Row {
    what: &'static str,
    unit: &'static str,
    values: Vec<f64>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        [] => every_figure(),
        ["filter"] => filter_alone(),
        ["idle", directory] => idle(Path::new(directory)),
        _ => Err("expected nothing, or `filter`".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn every_figure() -> Result<(), Failure> {
    let mut rows = Vec::new();
    for (words, unit, names) in [
        (
            &["batches", LOAD_SECONDS, ASKED][..],
            "readings/s",
            ["batches of 1,000 JSON at the rate asked for", "  acknowledged, p99"],
        ),
        (
            &["batches", LOAD_SECONDS],
            "readings/s",
            ["ingest, batches of 1,000 JSON", "  acknowledged, p99"],
        ),
        (
            &["singles", LOAD_SECONDS],
            "requests/s",
            ["single readings, 256 connections", "  acknowledged, p99"],
        ),
    ] {
        let runs: Vec<[f64; 2]> = three(|| load(words))?;
        let value = |place: usize| runs.iter().map(|run| run[place]).collect();
        rows.push(Row { what: names[0], unit, values: value(0) });
        rows.push(Row { what: names[1], unit: "ms", values: value(1) });
    }
    let rehearsals = three(|| Ok(headless()))?;
    rows.push(Row {
        what: "demo --headless --days 90, after its warm-up",
        unit: "s",
        values: rehearsals.iter().map(|(seconds, _)| *seconds).collect(),
    });
    rows.push(Row {
        what: "  readings of it",
        unit: "readings",
        values: rehearsals.iter().map(|(_, readings)| *readings).collect(),
    });
    let scratch = tempfile::tempdir()?;
    rows.extend(two_years(scratch.path())?);
    let starts: Vec<[f64; 2]> = (0..5).map(|_| start(scratch.path())).collect::<Result<_, _>>()?;
    let value = |place: usize| starts.iter().map(|run| run[place]).collect();
    rows.push(Row {
        what: "start with two years of 6,000 indicators",
        unit: "s",
        values: value(0),
    });
    rows.push(Row { what: "  idle memory", unit: "MB", values: value(1) });
    print(&rows);
    Ok(())
}

fn three<T>(run: impl Fn() -> Result<T, Failure>) -> Result<Vec<T>, Failure> {
    (0..3).map(|_| run()).collect()
}

/// Readings a second, and the p99 of the wait for an acknowledgement.
fn load(words: &[&str]) -> Result<[f64; 2], Failure> {
    let output = cargo(&[&["-p", "server", "--example", "load", "--"], words].concat())?;
    let before = |word: &str| {
        let said = output.split(word).next().unwrap_or_default();
        said.rsplit(' ').find_map(|number| number.parse::<f64>().ok())
    };
    let p99 = output.split("p99 ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
    match (before(" readings/s"), p99) {
        (Some(rate), Some(p99)) => Ok([rate, p99]),
        _ => Err(format!("the load client said {output:?}").into()),
    }
}

fn filter_alone() -> Result<(), Failure> {
    let output = cargo(&["-p", "filter", "--example", "bench"])?;
    say(&output);
    Ok(())
}

fn cargo(arguments: &[&str]) -> Result<String, Failure> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--release", "--quiet", "--locked"]).args(arguments);
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Seconds for the measured days, and their readings.
fn headless() -> (f64, f64) {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let rehearsal = Headless { seed: SEED, plants: PLANTS, days: 90, workers };
    let watch = Stopwatch::start();
    let mut warm_up = 0.0;
    let outcome = rehearsal.run(|part, day| {
        if part == Part::WarmUp && day == WARM_UP_DAYS {
            warm_up = watch.elapsed().as_secs_f64();
        }
    });
    (watch.elapsed().as_secs_f64() - warm_up, float(outcome.readings))
}

/// Two years on a store: how long that takes, and how much room.
fn two_years(directory: &Path) -> Result<Vec<Row>, Failure> {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let world = Arc::new(World::new(SEED, PLANTS, FIRST_DAY));
    let mut store = store::open(&format!("sqlite:{}", directory.display()))?;
    let watch = Stopwatch::start();
    let prepared = prepare(&world, store.as_mut(), PAST_DAYS, workers, |_| {})?;
    let seconds = watch.elapsed().as_secs_f64();
    store.close()?;
    let snapshots = float(prepared.snapshot_bytes);
    let all = float(bytes_in(directory)?);
    let readings = float(prepared.readings);
    let row = |what, unit, value| Row { what, unit, values: vec![value] };
    Ok(vec![
        row("two years of 500 plants prepared", "s", seconds),
        row("  readings of them", "readings", readings),
        row("on disk, snapshots apart", "bytes/reading", (all - snapshots) / readings),
        row("  snapshots of 6,000 series", "MB", snapshots / 1e6),
    ])
}

fn bytes_in(directory: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        bytes += if kind.is_dir() { bytes_in(&entry.path())? } else { kind.len() };
    }
    Ok(bytes)
}

/// A server started on a prepared directory by a process of its own: seconds, and MB at rest.
fn start(directory: &Path) -> Result<[f64; 2], Failure> {
    let output = Command::new(env::current_exe()?).arg("idle").arg(directory).output()?;
    let said = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [seconds, megabytes] => Ok([seconds, megabytes]),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
    }
}

/// Starts a server, waits until it rests, says how long the start took and what memory it holds.
fn idle(directory: &Path) -> Result<(), Failure> {
    let watch = Stopwatch::start();
    let store = store::open(&format!("sqlite:{}", directory.display()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let clock = Arc::new(SimulatedClock::new(mission::time::Timestamp::ZERO, 0.0));
        let address = "127.0.0.1:0".parse()?;
        let running = server::start(
            Config {
                address,
                time: Time::Rehearsed(clock),
                trust: Trust::Everybody,
                front: Front::default(),
                telling: Telling::default(),
                parent: None,
            },
            store,
        )
        .await?;
        let stage = running.stage();
        stage.ask(mission::federation::Federation::applied).await?;
        let started = watch.elapsed().as_secs_f64();
        // Nothing ends it before: what is awaited is the time to settle.
        let _ = tokio::time::timeout(SETTLE, running.ended()).await;
        say(&format!("{started} {}", resident_mb()?));
        running.stop().await?;
        Ok(())
    })
}

fn resident_mb() -> Result<f64, Failure> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kilobytes.ok_or("this system does not say how much memory a process holds")? / 1e3)
}

#[expect(clippy::disallowed_methods, reason = "a table of measurements has a date")]
fn print(rows: &[Row]) {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    say(&format!(
        "{date}, {cores} cores of {}\n",
        model.trim_start_matches(['\t', ' ', ':']).trim()
    ));
    say("| what | median | least | most | runs |\n|---|---:|---:|---:|---:|");
    for row in rows {
        let mut values = row.values.clone();
        values.sort_by(f64::total_cmp);
        let shown =
            |value: f64| if value < 100.0 { format!("{value:.2}") } else { format!("{value:.0}") };
        let [least, median, most] =
            [0, values.len() / 2, values.len() - 1].map(|at| shown(values[at]));
        let (what, unit, runs) = (row.what, row.unit, values.len());
        say(&format!("| {what} | {median} {unit} | {least} | {most} | {runs} |"));
    }
}

#[expect(clippy::print_stdout, reason = "it is what this program is for")]
fn say(words: &str) {
    println!("{words}");
}

#[expect(clippy::cast_precision_loss, reason = "figures for people")]
fn float(count: u64) -> f64 {
    count as f64
}
