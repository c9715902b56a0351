//! `cybersyn import`: how do units and a table of their past come into a data directory?
//!
//! All of it is read and held against the units before anything is written. With a problem, nothing
//! is; or, where that is asked for, the good part.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use server::clock::{Clock, SystemClock};

use crate::cli::{self, DataArgs, JsonArgs};
use crate::founding::Founding;
use crate::house::House;
use crate::import::mapping::Mapping;
use crate::import::settings::Settings;
use crate::import::sift::{Against, Sifted, sift};
use crate::import::units::Drafts;
use crate::import::write::{self, Written};

/// Brings in units from a TOML file, and readings of the past from a CSV file.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn import --units mill-units.toml
  cybersyn import output.csv --mapping output.toml --dry-run
  cybersyn import output.csv.gz --mapping output.toml --units mill-units.toml --data mill
  cybersyn import output.csv --mapping output.toml --keep-good --problems problems.csv

Nothing is written while there is a problem. Run again, the same file changes nothing; an import that
was cut off goes on where it stopped. Stop the server of that directory first. The manual describes
files of units and mappings: docs/manual/import.md")]
pub(crate) struct ImportArgs {
    /// The table: CSV with a header, perhaps compressed with gzip; `-` reads standard input.
    #[arg(requires = "mapping")]
    file: Option<PathBuf>,
    /// Which cell of the table is which reading of whom.
    #[arg(long, value_name = "FILE.toml", requires = "file")]
    mapping: Option<PathBuf>,
    /// Units, calendars, indicators and agreements to lay down first.
    #[arg(long, value_name = "FILE.toml", required_unless_present = "file")]
    units: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
    /// Check everything and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the readings that are right although others are not.
    #[arg(long)]
    keep_good: bool,
    /// List all problems in this file.
    #[arg(long, value_name = "FILE.csv", requires = "file")]
    problems: Option<PathBuf>,
    #[command(flatten)]
    json: JsonArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let now = SystemClock::new().wall();
    let units = args.units.as_deref().map(Settings::read).transpose()?;
    let mapping_file = args.mapping.as_deref().map(Settings::read).transpose()?;
    let mapping = mapping_file.as_ref().map(Mapping::read).transpose()?;
    let drafts = units.as_ref().map(Drafts::read).transpose()?;

    let mut house = if args.dry_run && !args.data.directory().exists() {
        House::of_cards()?
    } else {
        House::open(args.data.directory())?
    };
    let mut founding = Founding::on(house.federation());
    if let (Some(settings), Some(drafts)) = (&units, &drafts) {
        founding.add(drafts, settings, now)?;
    }
    if let (Some(settings), Some(mapping)) = (&mapping_file, &mapping)
        && let Some(drafts) = &mapping.units
    {
        founding.add(drafts, settings, now)?;
    }
    let mut summary = Summary {
        new_units: founding.new_units(),
        new_indicators: founding.new_indicators(),
        founds: !founding.is_empty(),
        sifted: None,
        written: None,
    };

    if let (Some(file), Some(mapping)) = (&args.file, &mapping) {
        let progress = bar("reading", Unit::Bytes);
        let against = Against { mapping, registry: founding.registry(), now };
        let sifted = sift(file, &against, args.problems.as_deref(), &progress)?;
        progress.finish_and_clear();
        summary.sifted = Some(sifted);
    }
    if let Some(sifted) = &summary.sifted {
        for line in sifted.problems.lines() {
            cli::say(&line);
        }
        if sifted.sorted.len() == 0 && sifted.problems.count() == 0 {
            bail!("could not find a reading: every cell that the mapping names is empty");
        }
        if sifted.problems.count() > 0 && !args.keep_good {
            args.json.print(|| summary.json(args))?;
            if !args.dry_run {
                cli::say(
                    "nothing was written; mend the file or the mapping, or keep the good part with \
                     --keep-good",
                );
            }
            return Ok(ExitCode::from(2));
        }
    }
    if !args.dry_run {
        founding.lay_down(&mut house, now)?;
        if let (Some(sifted), Some(settings)) = (&mut summary.sifted, &mapping_file) {
            let progress = bar("writing", Unit::Readings);
            progress.set_length(sifted.sorted.len());
            let source = write::source(&sifted.digest, settings.bytes(), args.keep_good);
            let sorted = &mut sifted.sorted;
            let written = write::write(&mut house, sorted, &source, now, &progress)?;
            progress.finish_and_clear();
            summary.written = Some(written);
        }
        house.close()?;
    }
    if !args.json.print(|| summary.json(args))? {
        for line in summary.lines(args) {
            cli::print(&line)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

struct Summary {
    new_units: usize,
    new_indicators: usize,
    founds: bool,
    sifted: Option<Sifted>,
    written: Option<Written>,
}

impl Summary {
    fn lines(&self, args: &ImportArgs) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = |head: &str, text: String| lines.push(format!("{head:<11}{text}"));
        let would = if args.dry_run { "would be " } else { "" };
        if self.founds {
            let (units, indicators) = (self.new_units, self.new_indicators);
            line(
                "units",
                format!("{units} new units and {indicators} new indicators {would}laid down"),
            );
        } else if args.units.is_some() {
            line("units", "all of them are as the file says".to_owned());
        }
        if let Some(sifted) = &self.sifted {
            let (rows, readings) = (sifted.rows, sifted.sorted.len() - sifted.repeated);
            line(
                "table",
                format!("{rows} rows, {readings} readings, {} empty cells", sifted.empty),
            );
            if sifted.problems.count() > 0 {
                line("problems", format!("{} listed and left out", sifted.problems.count()));
            }
        }
        if let Some(written) = &self.written {
            let Written { readings, repeated, signals, incidents, recovered, standing } = written;
            let before = match repeated {
                0 => String::new(),
                repeated => format!("; {repeated} had come before"),
            };
            line("written", format!("{readings} readings{before}"));
            line(
                "signals",
                format!(
                    "{} steps, {} slopes, {} one-offs, {} unusual",
                    signals.steps, signals.slopes, signals.one_offs, signals.unusual
                ),
            );
            line(
                "incidents",
                format!("{incidents} opened, {recovered} recovered, {standing} closed as history"),
            );
        }
        if args.dry_run {
            line("dry run", "nothing was written".to_owned());
        } else {
            line(
                "see them",
                format!("cybersyn serve --open --data {}", args.data.directory().display()),
            );
        }
        lines
    }

    fn json(&self, args: &ImportArgs) -> serde_json::Value {
        let table = self.sifted.as_ref().map(|sifted| {
            json!({
                "rows": sifted.rows,
                "readings": sifted.sorted.len() - sifted.repeated,
                "repeated": sifted.repeated,
                "empty_cells": sifted.empty,
                "problem_count": sifted.problems.count(),
                "problems": sifted.problems.json(),
            })
        });
        let written = self.written.as_ref().map(|written| {
            json!({
                "readings": written.readings,
                "repeated": written.repeated,
                "signals": {
                    "step": written.signals.steps,
                    "slope": written.signals.slopes,
                    "one_off": written.signals.one_offs,
                    "unusual": written.signals.unusual,
                },
                "incidents": {
                    "opened": written.incidents,
                    "recovered": written.recovered,
                    "history": written.standing,
                },
            })
        });
        json!({
            "dry_run": args.dry_run,
            "new_units": self.new_units,
            "new_indicators": self.new_indicators,
            "table": table,
            "written": written,
        })
    }
}

/// What a progress bar counts.
#[derive(Clone, Copy)]
enum Unit {
    Bytes,
    Readings,
}

/// A progress bar; it shows itself only on a terminal.
fn bar(what: &'static str, unit: Unit) -> ProgressBar {
    let template = match unit {
        Unit::Bytes => "{msg} {wide_bar} {bytes}/{total_bytes}, {eta} left",
        Unit::Readings => "{msg} {wide_bar} {human_pos}/{human_len} readings, {eta} left",
    };
    let bar = ProgressBar::new(0).with_message(what);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
