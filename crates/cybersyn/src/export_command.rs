//! `cybersyn export`: which readings are kept of a unit?
//!
//! One line a reading, in the columns that reports and imports know, so that what was exported can
//! be brought in again.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use mission::federation::Federation;
use mission::id::{IndicatorId, UnitId};
use mission::name::Path as UnitPath;
use mission::registry::Registry;
use mission::time::{Date, Timestamp};
use store::Reader;

use crate::cli::DataArgs;
use crate::house;

/// Prints the readings of a unit as CSV: unit, indicator, at, value, measure.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn export mill/spinning
  cybersyn export mill --below --from 2026-01-01 --output mill-2026.csv
  cybersyn export mill/spinning --indicator output --to 2026-07-01

Stop the server of that directory first.")]
pub(crate) struct ExportArgs {
    /// The unit's path.
    unit: String,
    /// Its parts at every level too.
    #[arg(long)]
    below: bool,
    /// This indicator alone; may be given several times.
    #[arg(long, value_name = "KEY")]
    indicator: Vec<String>,
    /// First day, in the unit's zone.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// First day that is left out.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Write to this file, which is replaced.
    #[arg(long, value_name = "FILE.csv")]
    output: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

/// Runs the command.
pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let house = house::existing(args.data.directory())?;
    let registry = house.federation().registry();
    let unit = find_unit(registry, &args.unit)?;
    let units: Vec<UnitId> = registry
        .units()
        .iter()
        .map(|other| other.id)
        .filter(|id| *id == unit || (args.below && registry.is_above(unit, *id)))
        .collect();
    let of = |unit: &UnitId| registry.indicators_of(*unit).to_vec();
    let is_wanted = |id: &IndicatorId| {
        args.indicator.is_empty()
            || args.indicator.iter().any(|key| key == registry.indicator(*id).key.as_str())
    };
    let indicators: Vec<IndicatorId> = units.iter().flat_map(of).filter(is_wanted).collect();
    for key in &args.indicator {
        if !indicators.iter().any(|id| registry.indicator(*id).key.as_str() == key) {
            bail!("could not find an indicator {key:?} in {}", args.unit);
        }
    }
    let mut reader = house.reader()?;
    let written = match &args.output {
        Some(path) => {
            let file = File::create(path)
                .with_context(|| format!("could not write {}", path.display()))?;
            write(file, args, house.federation(), reader.as_mut(), &indicators)
        }
        None => write(io::stdout().lock(), args, house.federation(), reader.as_mut(), &indicators),
    };
    drop(reader);
    house.close()?;
    match written {
        Err(error) if is_closed_pipe(&error) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error),
        Ok(()) => Ok(ExitCode::SUCCESS),
    }
}

fn find_unit(registry: &Registry, given: &str) -> anyhow::Result<UnitId> {
    let path = UnitPath::parse(given.trim_matches('/'))
        .with_context(|| format!("could not find the unit {given:?}"))?;
    registry.at_path(&path).with_context(|| {
        let roots: Vec<&str> = registry.roots().take(10).map(|unit| unit.path.as_str()).collect();
        format!(
            "could not find the unit {given:?}; expected a path such as those below {}",
            if roots.is_empty() {
                "a root, and there is none yet".to_owned()
            } else {
                roots.join(", ")
            }
        )
    })
}

fn write(
    to: impl Write,
    args: &ExportArgs,
    federation: &Federation,
    reader: &mut dyn Reader,
    indicators: &[IndicatorId],
) -> anyhow::Result<()> {
    let mut to = csv::Writer::from_writer(BufWriter::with_capacity(1 << 16, to));
    to.write_record(["unit", "indicator", "at", "value", "measure"])?;
    let registry = federation.registry();
    for id in indicators {
        let indicator = registry.indicator(*id);
        let unit = registry.unit(indicator.unit);
        let from = args.from.map_or(Timestamp::MIN, |from| unit.calendar.start_of(from));
        let until = args.to.map_or(Timestamp::MAX, |to| unit.calendar.start_of(to));
        let kept = reader.chunks(*id, from, until).map_err(house::could_not)?;
        let tail = federation.series(*id).tail.iter().map(|point| (point.at, point.value));
        let tail = tail.filter(|(at, _)| (from..until).contains(at));
        for (at, value) in kept.into_iter().chain(tail) {
            to.write_record([
                unit.path.as_str(),
                indicator.key.as_str(),
                &at.to_string(),
                &value.to_string(),
                &indicator.measure,
            ])?;
        }
    }
    to.flush().context("could not write the readings")
}

/// Whoever read our output has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
            || cause.downcast_ref::<csv::Error>().is_some_and(
                |csv| matches!(csv.kind(), csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::BrokenPipe),
            )
    })
}
