//! `cybersyn check`: is everything in a data directory what its log says?

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::json;
use store::{Checked, Checkpoint, Verifier};

use crate::cli::{self, DataArgs, JsonArgs};
use crate::house;

/// Holds a data directory against its log: pages, digests, and all that followed, lived through
/// again.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn check
  cybersyn check --data mill --json
  cybersyn check --checkpoint audit-2026-11-28.txt --key cybersyn-1f0e93aa+…

A checkpoint that somebody else kept also finds what was changed in the log and in all that follows from it alike.
Takes about as long as the log took to be applied. Stop the server of that directory first.")]
pub(crate) struct CheckArgs {
    /// A checkpoint that was kept elsewhere; may be given several times.
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// The key of the node that signed it, as `cybersyn checkpoint --key` printed it; without it, the one
    /// in the data directory.
    #[arg(long)]
    key: Option<Verifier>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let directory = args.data.directory();
    house::must_be_there(directory)?;
    let checkpoints = checkpoints(args)?;
    let checked =
        store::check(directory, house::workers(), &checkpoints).map_err(house::could_not)?;
    answer(&checked, args.json)?;
    Ok(ExitCode::SUCCESS)
}

fn checkpoints(args: &CheckArgs) -> anyhow::Result<Vec<Checkpoint>> {
    if args.checkpoint.is_empty() {
        return Ok(Vec::new());
    }
    let key = match &args.key {
        Some(key) => key.clone(),
        None => store::checkpoint(args.data.directory()).map_err(house::could_not)?.1,
    };
    let read = |path: &PathBuf| {
        let note = fs::read_to_string(path)
            .with_context(|| format!("could not read the checkpoint {}", path.display()))?;
        Checkpoint::read(&note, &key)
            .with_context(|| format!("could not use the checkpoint {}", path.display()))
    };
    args.checkpoint.iter().map(read).collect()
}

/// Prints what was checked.
pub(crate) fn answer(checked: &Checked, json: JsonArgs) -> anyhow::Result<()> {
    let Checked { entries, readings, things, history, notices, audited, taken_over } = checked;
    let for_scripts = || {
        json!({
            "entries": entries,
            "readings": readings,
            "things": things,
            "history": history,
            "notices": notices,
            "audit_records": audited,
            "taken_over": taken_over,
        })
    };
    if !json.print(for_scripts)? {
        cli::print(&format!(
            "all is as the log says: {entries} entries with {readings} readings; {things} things, \
             {history} readings of history, {notices} lines of telex and {audited} audit records \
             are what follows from them"
        ))?;
        if *taken_over > 0 {
            cli::print(&format!(
                "what followed from the first {taken_over} entries an earlier program decided; it is \
                 taken as that left it"
            ))?;
        }
    }
    Ok(())
}
