//! `cybersyn demo`: what does a federation look like when five hundred plants report to it?
//!
//! A rehearsed nation on a store of its own, prepared once and then live at a chosen speed; or,
//! headless, so many days of it as fast as they go, held against what was made to go wrong.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rehearsal::headless::{FIRST_DAY, Headless, Part, WARM_UP_DAYS};
use rehearsal::prepare::prepare;
use rehearsal::story::Story;
use rehearsal::world::World;
use rehearsal::{live, sights};
use server::clock::{SimulatedClock, Stopwatch};
use server::{Config, Front, Telling, Time, Trust};
use store::Store;

use crate::{cli, demo_report, house};

/// Days of the past that a demonstration begins with: two years of whole weeks.
const PAST_DAYS: i32 = 728;

/// Runs a rehearsed nation: none of it is real, and nothing of it mixes with your data.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn demo
  cybersyn demo --story
  cybersyn demo --plants 60 --past 200 --data small-demo --speed 7200
  cybersyn demo --headless --days 90 --seed 1
  cybersyn demo --headless --days 90 --seed 1 --json | jq .false_tellings")]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(crate) struct DemoArgs {
    /// Plants in the nation.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=20_000))]
    plants: u32,
    /// All chance follows from it: the same seed gives the same nation, day by day.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where the nation is kept; prepared once, and gone on with when it is there.
    #[arg(long, value_name = "DIR", default_value = "cybersyn-demo", conflicts_with = "headless")]
    data: PathBuf,
    /// Days of the past to prepare.
    #[arg(long, value_name = "DAYS", default_value_t = PAST_DAYS, conflicts_with = "headless",
          value_parser = clap::value_parser!(i32).range(30..=2_000))]
    past: i32,
    /// Seconds of the nation in a second here: at 1440 a day takes a minute.
    #[arg(long, default_value_t = 1440.0, conflicts_with = "headless", value_parser = speed)]
    speed: f64,
    /// Where to listen: an address of this machine alone.
    #[arg(long, default_value = "127.0.0.1:1972", conflicts_with = "headless")]
    address: SocketAddr,
    /// Prepare the nation, and do not serve it.
    #[arg(long, conflicts_with = "headless")]
    prepare_only: bool,
    /// The first minute alone, without the nation: a story of two small nodes, and nothing is kept of it.
    #[arg(long, conflicts_with_all = ["headless", "prepare_only", "data", "plants", "past", "speed", "seed"])]
    story: bool,
    /// Without server and store, as fast as it goes; prints what came of it.
    #[arg(long)]
    headless: bool,
    /// Days that are measured, after half a year in which the filters learn.
    #[arg(long, default_value_t = 90, requires = "headless",
          value_parser = clap::value_parser!(i32).range(1..=2_000))]
    days: i32,
    /// Print JSON.
    #[arg(long, requires = "headless")]
    json: bool,
}

/// Runs the demonstration.
pub(crate) fn run(args: &DemoArgs) -> anyhow::Result<ExitCode> {
    if args.headless {
        headless(args)?;
    } else if args.story {
        story(args.address)?;
    } else {
        live(args)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn headless(args: &DemoArgs) -> anyhow::Result<()> {
    let (seed, plants, days) = (args.seed, args.plants as usize, args.days);
    let rehearsal = Headless { seed, plants, days, workers: house::workers() };
    let watch = Stopwatch::start();
    let bar = bar(days + WARM_UP_DAYS, "days rehearsed");
    let mut warm_up = Duration::ZERO;
    let outcome = rehearsal.run(|part, day| {
        bar.inc(1);
        if part == Part::WarmUp && day == WARM_UP_DAYS {
            warm_up = watch.elapsed();
        }
    });
    bar.finish_and_clear();
    let timing = demo_report::Timing { warm_up, measured: watch.elapsed().saturating_sub(warm_up) };
    if args.json {
        cli::print(&format!("{:#}", demo_report::json(&rehearsal, &outcome, timing)))
    } else {
        cli::print(demo_report::text(&rehearsal, &outcome, timing).trim_end())
    }
}

fn live(args: &DemoArgs) -> anyhow::Result<()> {
    let world = Arc::new(World::new(args.seed, args.plants as usize, FIRST_DAY));
    let address = format!("sqlite:{}", args.data.display());
    let mut store = store::open(&address).map_err(house::could_not)?;
    let until = prepared(args, &world, store.as_mut())?;
    if args.prepare_only {
        return store.close().map_err(house::could_not);
    }
    let config = config(args.address, SimulatedClock::new(until, args.speed));
    let runtime = tokio::runtime::Runtime::new().context("could not start the runtime")?;
    runtime.block_on(async {
        let running = server::start(config, store).await.context("could not serve")?;
        let stage = running.stage();
        let seen = stage.ask(sights::sights).await.context("could not look around")?;
        let whole = seen.last().map(|sight| format!("/{path}?as={path}", path = sight.path));
        let story = Story::begin(whole).await.context("could not begin the story")?;
        stage.guide(story.clone());
        let film = sights::strike(&world, until);
        welcome(args, running.address(), &seen, film.as_ref());
        let mut nation = tokio::spawn(live::go_on(world, stage));
        tokio::select! {
            () = running.ended() => {}
            _ = tokio::signal::ctrl_c() => {}
            ended = &mut nation => match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "the nation went no further"),
                Err(error) => tracing::error!(%error, "the nation stopped"),
            }
        }
        nation.abort();
        story.end().await.context("could not end the story")?;
        running.stop().await.context("could not end")
    })
}

/// The first minute alone: a server of nothing but its page, with the two nodes of the story beside it.
fn story(address: SocketAddr) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("could not start the runtime")?;
    runtime.block_on(async {
        let story = Story::begin(None).await.context("could not begin the story")?;
        let clock = SimulatedClock::new(mission::time::Timestamp::ZERO, 0.0);
        let running = server::start(config(address, clock), Box::<store::MemoryStore>::default());
        let running = running.await.context("could not serve")?;
        running.stage().guide(story.clone());
        cli::print(&format!("http://{}/demo", running.address()))?;
        cli::say(
            "A rehearsal in four stops; none of it is real, and nothing is kept. Ctrl-C ends it.",
        );
        tokio::select! {
            () = running.ended() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        story.end().await.context("could not end the story")?;
        running.stop().await.context("could not end")
    })
}

/// A server of a rehearsal.
fn config(address: SocketAddr, clock: SimulatedClock) -> Config {
    Config {
        address,
        time: Time::Rehearsed(Arc::new(clock)),
        trust: Trust::Everybody,
        front: Front::default(),
        telling: Telling::default(),
        parent: None,
    }
}

/// Prepares the nation where it is not there yet.
fn prepared(
    args: &DemoArgs,
    world: &Arc<World>,
    store: &mut dyn Store,
) -> anyhow::Result<mission::time::Timestamp> {
    let watch = Stopwatch::start();
    let bar = bar(args.past, "days of the past");
    let prepared = prepare(world, store, args.past, house::workers(), |day| {
        bar.set_position(u64::from(day.unsigned_abs()));
    });
    bar.finish_and_clear();
    let prepared = prepared.with_context(|| {
        format!("could not prepare a nation in {}; name another directory", args.data.display())
    })?;
    if prepared.readings > 0 {
        let seconds = watch.elapsed().as_secs_f64();
        let readings = prepared.readings;
        cli::say(&format!("prepared {readings} readings of the past in {seconds:.0} s"));
    }
    Ok(prepared.until)
}

/// Says where to look, and at what.
fn welcome(
    args: &DemoArgs,
    address: SocketAddr,
    seen: &[sights::Sight],
    film: Option<&sights::Film>,
) {
    cli::say(&format!("\nA rehearsed nation of {} plants: http://{address}/", args.plants));
    cli::say(&format!("Begin here, it takes a minute: http://{address}/demo"));
    cli::say("None of it is real. Look at it through the eyes of one of its units:");
    for sight in seen {
        let what = match sight.kind {
            sights::Kind::ToldAlone => {
                format!("{} was told of a change of {}, and nobody else", sight.name, sight.about)
            }
            sights::Kind::Risen => {
                format!("{}: what {} left alone has risen here", sight.name, sight.about)
            }
            sights::Kind::Missed => format!("{} owed an answer and missed it", sight.name),
            sights::Kind::Whole => {
                format!("{}, the whole: what reaches it, and what does not", sight.name)
            }
        };
        cli::say(&format!("  http://{address}/{path}?as={path}\n      {what}", path = sight.path));
    }
    if let Some(sights::Film { path, name, from }) = film {
        cli::say(&format!("  http://{address}/{path}?as={path}&at={from}&film=1"));
        cli::say(&format!(
            "      {name}, day by day through the last strike of the drivers: a film"
        ));
    }
    let pace = match args.speed {
        0.0 => "Time stands still here.".to_owned(),
        speed => format!("A day takes {:.1} minutes here.", 1_440.0 / speed),
    };
    cli::say(&format!("{pace} Ctrl-C ends it; it is kept in {}.", args.data.display()));
}

/// A bar on standard error; nothing where that is no terminal, no colour with `NO_COLOR`.
fn bar(length: i32, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left")
        .expect("the template is a constant that parses");
    ProgressBar::new(u64::from(length.unsigned_abs())).with_style(style).with_message(what)
}

/// Simulated seconds a second.
fn speed(given: &str) -> anyhow::Result<f64> {
    match given.parse::<f64>() {
        Ok(speed) if (0.0..=1_000_000.0).contains(&speed) => Ok(speed),
        Ok(_) | Err(_) => bail!("expected a number from 0, at which time stands still, to 1000000"),
    }
}
