//! `cybersyn serve`: how is the control room opened?

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use mission::time::Timestamp;
use server::clock::SimulatedClock;
use server::{Config, Time, Trust};
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::{self, DataArgs};

/// Serves the control room and the API of a data directory.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn serve
  cybersyn serve --open
  cybersyn serve --data mill --address 127.0.0.1:1973

Where nobody has an account yet, it says at which address the first is made. Ends at Ctrl-C: open requests are answered and everything is written first.")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Where to listen: an address of this machine.
    #[arg(long, default_value = "127.0.0.1:1972")]
    address: SocketAddr,
    /// Take everybody's word for the unit that they speak for, and ask nobody to sign in: to try things out.
    #[arg(long)]
    open: bool,
    /// Go by a clock that stands at this time until it is moved on over the API: for rehearsals.
    #[arg(long, hide = true, value_name = "TIME", value_parser = instant)]
    simulated_clock: Option<Timestamp>,
}

fn instant(given: &str) -> Result<Timestamp, String> {
    let wrong = |_| "expected a time with its offset, such as 2026-01-05T08:00:00-03:00".to_owned();
    let at: jiff::Timestamp = given.parse().map_err(wrong)?;
    Ok(Timestamp::from_millis(at.as_millisecond()))
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("could not start the runtime")?;
    runtime.block_on(async {
        let store = store::open(&format!("sqlite:{}", args.data.directory().display()))
            .map_err(crate::house::could_not)?;
        let rehearsed = |start| Time::Rehearsed(Arc::new(SimulatedClock::new(start, 0.0)));
        let time = args.simulated_clock.map_or(Time::Real, rehearsed);
        let trust = if args.open { Trust::Everybody } else { Trust::Members };
        let config = Config { address: args.address, time, trust };
        let mut terminated = signal(SignalKind::terminate()).context("could not hear signals")?;
        let stop = async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        };
        let started = |address, first: Option<String>| {
            cli::say(&format!("the control room is open at http://{address}/"));
            if let Some(first) = first {
                cli::say(&format!(
                    "nobody has an account yet; the first is made within a day at\n  {first}"
                ));
            }
        };
        server::serve(config, store, started, stop).await.context("could not serve")
    })?;
    Ok(ExitCode::SUCCESS)
}
