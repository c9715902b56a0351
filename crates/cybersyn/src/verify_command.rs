//! `cybersyn verify`: is it true that somebody did this?

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde_json::json;
use store::{AuditLine, Proof, Verifier, read_record};

use crate::cli::{self, JsonArgs};
use crate::house;

/// Says what a proof proves, which `cybersyn prove` made, perhaps on another machine.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn verify proof.txt --key cybersyn-1f0e93aa+…
  cybersyn verify proof.txt --key cybersyn-1f0e93aa+… --json

Units and members are told by their numbers: who they are, the proof does not say.")]
pub(crate) struct VerifyArgs {
    /// The proof.
    proof: PathBuf,
    /// The key of the node that signed it, as `cybersyn checkpoint --key` printed it there.
    #[arg(long)]
    key: Verifier,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<ExitCode> {
    let name = args.proof.display();
    let text = fs::read_to_string(&args.proof).with_context(|| format!("could not read {name}"))?;
    let (proof, checkpoint) =
        Proof::read(&text, &args.key).with_context(|| format!("could not believe {name}"))?;
    let said = read_record(&proof.record).map_err(house::could_not)?;
    let AuditLine { at, unit, by, who, device, act, refused, .. } = &said;
    let unit = unit.map(|unit| unit.0);
    let who = who.map(|who| who.0);
    let device = device.map(|device| device.0);
    let for_scripts = || {
        json!({
            "record": proof.number, "of": checkpoint.size, "at": at.to_string(), "act": act,
            "unit": unit, "by": by, "member": who, "device": device, "refused": refused.is_some(),
        })
    };
    if !args.json.print(for_scripts)? {
        let of = |what: &str, number: Option<u32>| {
            number.map(|number| format!(", {what} {number}")).unwrap_or_default()
        };
        let (unit, who, device) = (of("unit", unit), of("member", who), of("device", device));
        let refused = if refused.is_some() { ", refused" } else { "" };
        cli::print(&format!(
            "record {} of {}: {act} by {by:?}{who}{device}{unit}, {at}{refused}",
            proof.number, checkpoint.size
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
