//! `cybersyn backup`: how is a copy made that can be trusted?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use clap::Args;
use serde_json::json;

use crate::cli::{self, DataArgs, JsonArgs};
use crate::house;

/// Copies the data directory, in use or not, to a place that is free.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn backup backups/monday
  cybersyn backup backups/monday --data mill --json
  cybersyn backup backups/monday --verify --metric /var/lib/node_exporter/cybersyn.prom

A backup that was never restored is a hope: --verify restores it beside itself, lives through all of it, and takes
that away again.")]
pub(crate) struct BackupArgs {
    /// Where the copy is to be; nothing may be there.
    to: PathBuf,
    /// Prove that it restores.
    #[arg(long)]
    verify: bool,
    /// With --verify: write when that succeeded last to this file, for a collector of metrics. It changes
    /// then and only then.
    #[arg(long, value_name = "FILE", requires = "verify")]
    metric: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    house::must_be_there(args.data.directory())?;
    let bytes = store::backup(args.data.directory(), &args.to).map_err(house::could_not)?;
    let proved = args.verify.then(|| store::prove(&args.to, house::workers()));
    let proved = proved.transpose().map_err(house::could_not)?;
    if let Some(metric) = &args.metric {
        write_metric(metric)?;
    }
    let to = args.to.display().to_string();
    let entries = proved.map(|proved| proved.entries);
    if !args.json.print(|| json!({ "to": to, "bytes": bytes, "verified_entries": entries }))? {
        let proved = entries.map_or(String::new(), |entries| {
            format!("; it restores, with {entries} entries of the log")
        });
        cli::print(&format!("copied {bytes} bytes to {to}{proved}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The time of now, in the text format that collectors read, whole or not at all.
#[expect(clippy::disallowed_methods, reason = "a backup is made at a time of the real world")]
fn write_metric(path: &Path) -> anyhow::Result<()> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let name = "cybersyn_backup_verified_timestamp_seconds";
    let text = format!(
        "# HELP {name} When a backup was last restored and found to be what its log says.\n\
         # TYPE {name} gauge\n{name} {since}\n"
    );
    let beside = path.with_extension("partial");
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.with_context(|| format!("could not write the metric {}", path.display()))
}
