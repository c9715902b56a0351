//! `cybersyn checkpoint`: what can others keep, to prove later that the audit was not changed?

use std::process::ExitCode;

use clap::Args;

use crate::cli::{self, DataArgs};
use crate::house;

/// Prints what the audit of a data directory has come to, signed, for others to keep.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn checkpoint > audit-2026-11-28.txt
  cybersyn checkpoint --key
  cybersyn check --checkpoint audit-2026-11-28.txt --key cybersyn-…

Give it to somebody outside: the level above, the parts, an auditor. With it, and the key written down once,
they can tell later whether any record up to then was changed, moved, left out or cut off.
The server may be running.")]
pub(crate) struct CheckpointArgs {
    /// Print the key instead, with which checkpoints of this node are checked.
    #[arg(long)]
    key: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub(crate) fn run(args: &CheckpointArgs) -> anyhow::Result<ExitCode> {
    house::must_be_there(args.data.directory())?;
    let (note, verifier) = store::checkpoint(args.data.directory()).map_err(house::could_not)?;
    if args.key {
        cli::print(&verifier.to_string())?;
    } else {
        cli::print(note.trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}
