//! `cybersyn serve`: how is the control room opened?

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use server::{Config, Time};
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::{self, DataArgs};

/// Serves the control room and the API of a data directory.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn serve
  cybersyn serve --data mill --address 127.0.0.1:1973

Ends at Ctrl-C: open requests are answered and everything is written first.")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Where to listen: an address of this machine alone, until people can log in.
    #[arg(long, default_value = "127.0.0.1:1972")]
    address: SocketAddr,
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new().context("could not start the runtime")?;
    runtime.block_on(async {
        let store = store::open(&format!("sqlite:{}", args.data.directory().display()))
            .map_err(crate::house::could_not)?;
        let config = Config { address: args.address, time: Time::Real };
        let mut terminated = signal(SignalKind::terminate()).context("could not hear signals")?;
        let stop = async move {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        };
        let started = |address| {
            cli::say(&format!("the control room is open at http://{address}/"));
        };
        server::serve(config, store, started, stop).await.context("could not serve")
    })?;
    Ok(ExitCode::SUCCESS)
}
