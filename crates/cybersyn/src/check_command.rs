//! `cybersyn check`: is everything in a data directory what its log says?

use std::process::ExitCode;

use clap::Args;
use serde_json::json;
use store::Checked;

use crate::cli::{self, DataArgs, JsonArgs};
use crate::house;

/// Holds a data directory against its log: pages, digests, and all that followed, lived through
/// again.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn check
  cybersyn check --data mill --json

Takes about as long as the log took to be applied. Stop the server of that directory first.")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    house::must_be_there(args.data.directory())?;
    let checked =
        store::check(args.data.directory(), house::workers()).map_err(house::could_not)?;
    answer(&checked, args.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints what was checked.
pub(crate) fn answer(checked: &Checked, json: JsonArgs) -> anyhow::Result<()> {
    let Checked { entries, readings, things, history, notices, audited } = checked;
    let for_scripts = || {
        json!({
            "entries": entries,
            "readings": readings,
            "things": things,
            "history": history,
            "notices": notices,
            "audit_records": audited,
        })
    };
    if !json.print(for_scripts)? {
        cli::print(&format!(
            "all is as the log says: {entries} entries with {readings} readings; {things} things, \
             {history} readings of history, {notices} lines of telex and {audited} audit records \
             are what follows from them"
        ))?;
    }
    Ok(())
}
