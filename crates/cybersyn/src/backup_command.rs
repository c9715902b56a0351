//! `cybersyn backup`: how is a copy made that can be trusted?

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::cli::{self, DataArgs, JsonArgs};
use crate::house;

/// Copies the data directory, in use or not, to a place that is free.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn backup backups/monday
  cybersyn backup backups/monday --data mill --json")]
pub(crate) struct BackupArgs {
    /// Where the copy is to be; nothing may be there.
    to: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    house::must_be_there(args.data.directory())?;
    let bytes = store::backup(args.data.directory(), &args.to).map_err(house::could_not)?;
    let to = args.to.display().to_string();
    if !args.json.print(|| json!({ "to": to, "bytes": bytes }))? {
        cli::print(&format!("copied {bytes} bytes to {to}"))?;
    }
    Ok(ExitCode::SUCCESS)
}
