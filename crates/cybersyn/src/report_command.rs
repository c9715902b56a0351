//! `cybersyn report`: how does a unit tell a server what it did?

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::{Value, json};
use server::clock::{Clock, SystemClock};

use crate::cli::{self, JsonArgs};
use crate::limits;

/// Sends one figure, or a CSV file of them, to a running server.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn report mill/spinning output 8.15
  cybersyn report mill/spinning output 8.15 --at 2026-10-16 --note \"half a shift without power\"
  cybersyn report mill/spinning --csv today.csv

A CSV file has the columns indicator, at and value, and perhaps unit and measure. A time without zone
is one of the unit's zone; without --at the figure is of now. For the past there is `cybersyn import`.")]
pub(crate) struct ReportArgs {
    /// The unit that reports, by its path.
    unit: String,
    /// The indicator, by its key.
    #[arg(required_unless_present = "csv", requires = "value")]
    indicator: Option<String>,
    /// The figure, in the indicator's unit of measure.
    #[arg(allow_hyphen_values = true)]
    value: Option<f64>,
    /// When it was true, for example 2026-10-16 or 2026-10-16T17:41.
    #[arg(long, value_name = "TIME", conflicts_with = "csv")]
    at: Option<String>,
    /// Words that go with it.
    #[arg(long)]
    note: Option<String>,
    /// A file of figures; `-` reads standard input.
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["indicator", "value"])]
    csv: Option<PathBuf>,
    /// Who sends it, where reports are numbered: sent twice, a number counts once.
    #[arg(long, requires = "seq")]
    source: Option<String>,
    /// The report's number.
    #[arg(long, requires = "source")]
    seq: Option<u64>,
    /// The key of the machine that reports, as its unit's committee made it.
    #[arg(long, env = "CYBERSYN_KEY", hide_env_values = true)]
    key: Option<String>,
    /// The server.
    #[arg(long, default_value = "http://127.0.0.1:1972", value_name = "URL")]
    server: String,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    let client = Client::builder()
        .timeout(Duration::from_secs(limits::ANSWER_SECONDS))
        .build()
        .context("could not prepare a request")?;
    let address = format!("{}/api/v1/reports", args.server.trim_end_matches('/'));
    let request = client.post(&address).header("Cybersyn-As", &args.unit);
    let request = match &args.key {
        Some(key) => request.bearer_auth(key),
        None => request,
    };
    let request = match (&args.csv, &args.indicator, args.value) {
        (Some(file), _, _) => of_file(request, args, file)?,
        (None, Some(indicator), Some(value)) => of_figure(request, args, indicator, value),
        (None, _, _) => bail!("could not report: expected an indicator and its value, or --csv"),
    };
    let answer = request.send().with_context(|| {
        format!("could not reach {}; is `cybersyn serve` running there?", args.server)
    })?;
    let status = answer.status();
    let body = answer.text().context("could not read the server's answer")?;
    let said: Value = serde_json::from_str(&body)
        .with_context(|| format!("could not read the server's answer ({status})"))?;
    let problems = said["problem_count"].as_u64().unwrap_or(0);
    if !args.json.print(|| said.clone())? {
        tell(args, &said, status.is_success())?;
    }
    let is_good = status.is_success() && problems == 0;
    Ok(ExitCode::from(if is_good {
        0
    } else if status.is_server_error() {
        1
    } else {
        2
    }))
}

fn of_figure(
    request: RequestBuilder,
    args: &ReportArgs,
    indicator: &str,
    value: f64,
) -> RequestBuilder {
    let now = || SystemClock::new().wall().to_string();
    let at = args.at.clone().unwrap_or_else(now);
    // JSON has no word for what is not finite; the server says what is wrong with the text.
    let value = if value.is_finite() { json!(value) } else { json!(value.to_string()) };
    request.json(&json!({
        "source": args.source,
        "seq": args.seq,
        "unit": args.unit,
        "note": args.note,
        "readings": [{ "indicator": indicator, "at": at, "value": value }],
    }))
}

fn of_file(
    request: RequestBuilder,
    args: &ReportArgs,
    file: &Path,
) -> anyhow::Result<RequestBuilder> {
    let name = file.display();
    let input: Box<dyn Read> = if file.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file).with_context(|| format!("could not open {name}"))?)
    };
    let mut body = Vec::new();
    let most = limits::REPORT_BYTES;
    input
        .take(most as u64 + 1)
        .read_to_end(&mut body)
        .with_context(|| format!("could not read {name}"))?;
    if body.len() > most {
        bail!(
            "could not report {name}: expected at most {} MiB; for a long past there is \
             `cybersyn import`",
            most >> 20
        );
    }
    let mut query = vec![("unit", args.unit.clone())];
    query.extend(args.note.iter().map(|note| ("note", note.clone())));
    query.extend(args.source.iter().map(|source| ("source", source.clone())));
    query.extend(args.seq.iter().map(|seq| ("seq", seq.to_string())));
    Ok(request.query(&query).header("Content-Type", "text/csv").body(body))
}

/// Says in words what the server answered.
fn tell(args: &ReportArgs, said: &Value, is_success: bool) -> anyhow::Result<()> {
    let number = |field: &str| said[field].as_u64().unwrap_or(0);
    if is_success {
        let before = match number("duplicates") {
            0 => String::new(),
            duplicates => format!(", {duplicates} had come before"),
        };
        cli::print(&format!("{} taken in{before}", number("accepted")))?;
    } else {
        let words = said["detail"].as_str().or(said["title"].as_str()).unwrap_or("it was refused");
        cli::say(&format!("cybersyn: could not report: {words}"));
    }
    let problems = said["problems"].as_array().map(Vec::as_slice).unwrap_or_default();
    for problem in problems.iter().take(limits::PROBLEMS_SHOWN) {
        let message = problem["message"].as_str().unwrap_or_default();
        match (&args.csv, problem["index"].as_u64()) {
            // The first line below the header is the second of the file.
            (Some(file), Some(index)) => {
                cli::say(&format!("{}:{}: {message}", file.display(), index + 2));
            }
            (_, _) => cli::say(message),
        }
    }
    let more =
        number("problem_count").saturating_sub(problems.len().min(limits::PROBLEMS_SHOWN) as u64);
    if more > 0 {
        cli::say(&format!("{more} more problems"));
    }
    Ok(())
}
