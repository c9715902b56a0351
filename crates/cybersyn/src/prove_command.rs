//! `cybersyn prove`: how is one thing that somebody did shown to have been done?

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use crate::cli::{self, DataArgs};
use crate::house;

/// Prints a proof that a record is in the audit, which shows no other record.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn prove 117 > proof.txt
  cybersyn verify proof.txt --key cybersyn-1f0e93aa+…

It holds the record, some hashes and a signed checkpoint of now. Whoever has the key of this node, as
`cybersyn checkpoint --key` prints it, can verify it anywhere. The server may be running.")]
pub(crate) struct ProveArgs {
    /// The number of the record.
    number: u64,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ProveArgs) -> anyhow::Result<ExitCode> {
    let directory = args.data.directory();
    house::must_be_there(directory)?;
    let proof = store::prove_record(directory, args.number).map_err(house::could_not)?;
    let Some(proof) = proof else {
        bail!(
            "could not prove record {}: expected the number of a record of the audit",
            args.number
        );
    };
    cli::print(proof.trim_end())?;
    Ok(ExitCode::SUCCESS)
}
