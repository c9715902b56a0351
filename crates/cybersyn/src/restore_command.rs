//! `cybersyn restore`: how does a copy come back to life?

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::check_command;
use crate::cli::{DataArgs, JsonArgs};
use crate::house;

/// Makes a data directory of a backup, once every digest fits and all in it is what its log says.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn restore backups/monday --data mill
  cybersyn restore backups/monday --data mill --json")]
pub(crate) struct RestoreArgs {
    /// The backup.
    from: PathBuf,
    /// The data directory to make; it must not be there.
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    house::must_be_there(&args.from)?;
    let checked = store::restore(&args.from, args.data.directory(), house::workers())
        .map_err(house::could_not)?;
    check_command::answer(&checked, args.json)?;
    Ok(ExitCode::SUCCESS)
}
