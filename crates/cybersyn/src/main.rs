//! The binary and its command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod filter_command;
mod filter_plot;

/// A nervous system for federated production.
#[derive(Parser, Debug)]
#[command(name = "cybersyn", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Filter(filter_command::FilterArgs),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Filter(args) => filter_command::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("cybersyn: {error:#}");
        ExitCode::from(2)
    })
}
