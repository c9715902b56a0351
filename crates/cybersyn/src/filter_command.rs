//! `cybersyn filter`: what does the filter say about a file of readings, row by row?
//!
//! One row out for every row in, in order and as they come, so that it can stand in a pipe. What
//! cannot be read as a reading is a problem on standard error, and its row is still there.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use filter::{Filter, Moment, Settings};

use input::{Dialect, brief, column};
use output::{Format, Output};
use plot::{Plot, Point};

mod input;
mod output;
mod plot;
mod times;

/// Rows back in which the beginning of a change is looked up.
const BEGINNINGS: usize = 1024;

/// Largest magnitude of a value.
const LARGEST: f64 = 1e100;

/// Bytes within which the header must end.
const HEADER_BYTES: usize = 8192;

/// Problems printed before the rest is only counted.
const PROBLEMS_SHOWN: u64 = 20;

/// Says of every reading in a CSV file what was expected, whether it is news, and of what kind.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  cybersyn filter output.csv
  cybersyn filter output.csv --time date --value tonnes --plot output.svg
  tail -f readings.csv | cybersyn filter - --run-length 1080
  cybersyn filter output.csv --horizon 14

The columns printed: timestamp, value, expected, lower, upper (95%), p_steady, p_transient, p_step,
p_slope, score, signal (transient, step-up, step-down, slope-up, slope-down, or empty), since.")]
pub(crate) struct FilterArgs {
    /// The file, with a header; `-` reads standard input.
    file: PathBuf,
    /// Column of the time: a date, a date and time, or an integer.
    #[arg(long, default_value = "timestamp", value_name = "COLUMN")]
    time: String,
    /// Column of the value; an empty one is no reading.
    #[arg(long, default_value = "value", value_name = "COLUMN")]
    value: String,
    /// Readings between two false signals when nothing happens.
    #[arg(long, default_value_t = 10_000.0, value_name = "N", value_parser = run_length)]
    run_length: f64,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Rows to add after the last one: what is expected then, with a 95% band.
    #[arg(long, default_value_t = 0, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(..=10_000))]
    horizon: u32,
    /// Draw the series, its band and its signals into this SVG file.
    #[arg(long, value_name = "FILE.svg")]
    plot: Option<PathBuf>,
}

fn run_length(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(n) if (10.0..=1e9).contains(&n) => Ok(n),
        Ok(_) | Err(_) => Err("a number of readings from 10 to 1000000000 is needed".to_owned()),
    }
}

/// Runs the command.
pub(crate) fn run(args: &FilterArgs) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let input: Box<dyn Read> = if name == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(&args.file).with_context(|| format!("could not open {name}"))?)
    };
    let plot = args.plot.as_ref().map(|_| Plot::new());
    let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut table = Table {
        name,
        filter: Filter::new(Settings { run_length: args.run_length, cadence_s: 0.0 }),
        output: Output::new(output, args.format),
        beginnings: VecDeque::with_capacity(BEGINNINGS),
        plot,
        problems: 0,
        unread: 0,
    };
    let end = table.read(input, args).and_then(|()| table.ahead(args.horizon));
    let written = table.finish(args);
    match end.and(written) {
        Err(error) if is_closed_pipe(&error) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error),
        Ok(()) => {}
    }
    Ok(if table.unread == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// Whoever read our output has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
            || cause.downcast_ref::<csv::Error>().is_some_and(|csv| {
                matches!(csv.kind(), csv::ErrorKind::Io(io) if io.kind() == io::ErrorKind::BrokenPipe)
            })
    })
}

/// A table on its way through the filter.
struct Table<W: Write> {
    name: String,
    filter: Filter,
    output: Output<W>,
    /// Times of the last rows as they were written in the input.
    beginnings: VecDeque<(i64, String)>,
    plot: Option<Plot>,
    problems: u64,
    /// Rows whose time or value could not be read.
    unread: u64,
}

/// A row that is read.
struct Row<'a> {
    line: u64,
    time: &'a str,
    at: Moment,
    value: Option<f64>,
}

impl<W: Write> Table<W> {
    fn read(&mut self, input: impl Read, args: &FilterArgs) -> anyhow::Result<()> {
        let mut input = BufReader::with_capacity(HEADER_BYTES.max(1 << 16), input);
        let dialect = Dialect::sniff(&mut input, &self.name)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(input);
        let header =
            reader.byte_headers().with_context(|| format!("could not read {}", self.name))?;
        let time_at = column(header, &args.time, "--time", &self.name)?;
        let value_at = column(header, &args.value, "--value", &self.name)?;
        self.output.header()?;
        let mut record = csv::ByteRecord::new();
        let mut last: Option<Moment> = None;
        while reader
            .read_byte_record(&mut record)
            .with_context(|| format!("could not read {}", self.name))?
        {
            let line = record.position().map_or(0, csv::Position::line);
            let time = String::from_utf8_lossy(record.get(time_at).unwrap_or_default());
            let text = String::from_utf8_lossy(record.get(value_at).unwrap_or_default());
            let value = self.value(&text, dialect, line, value_at + 1);
            match times::moment(&time) {
                Some(at) => {
                    self.check_order(last, at, line, time_at + 1, &time);
                    last = Some(at);
                    self.row(&Row { line, time: &time, at, value })?;
                }
                None => self.row_without_time(line, time_at + 1, &time, &text)?,
            }
            if reader_is_idle(&reader) {
                self.output.flush()?;
            }
        }
        if last.is_none() {
            bail!("could not find a reading in {}: there are no rows below the header", self.name);
        }
        Ok(())
    }

    fn value(&mut self, text: &str, dialect: Dialect, line: u64, column: usize) -> Option<f64> {
        if text.is_empty() {
            return None;
        }
        let number = if dialect.decimal_comma { text.replace(',', ".") } else { text.to_owned() };
        match number.parse::<f64>() {
            Ok(value) if value.is_finite() && value.abs() <= LARGEST => Some(value),
            Ok(_) | Err(_) => {
                self.unread += 1;
                let wanted = "a finite number of at most 1e100 is needed, or nothing";
                self.problem(line, column, &format!("`{}` is not a value: {wanted}", brief(text)));
                None
            }
        }
    }

    fn check_order(
        &mut self,
        last: Option<Moment>,
        at: Moment,
        line: u64,
        column: usize,
        time: &str,
    ) {
        let Some(last) = last else { return };
        if at.seconds == last.seconds {
            self.problem(line, column, &format!("time {time} is the same as in the row before"));
        } else if at.seconds < last.seconds {
            self.problem(line, column, &format!("time {time} is before that of the row before"));
        }
    }

    fn problem(&mut self, line: u64, column: usize, what: &str) {
        self.problems += 1;
        if self.problems <= PROBLEMS_SHOWN {
            eprintln!("{}:{line}:{column}: {what}", self.name);
        }
    }

    fn row(&mut self, row: &Row<'_>) -> anyhow::Result<()> {
        if self.beginnings.len() == BEGINNINGS {
            self.beginnings.pop_front();
        }
        self.beginnings.push_back((row.at.seconds, row.time.to_owned()));
        let Some(value) = row.value else {
            self.filter.miss(row.at);
            return Ok(self.output.silence(row.time, self.filter.forecast(row.at))?);
        };
        let verdict = self.filter.observe(row.at, value);
        let since = verdict.told.map(|told| self.beginning(told.since).to_owned());
        if let Some(plot) = &mut self.plot {
            plot.add(&Point { line: row.line, value, verdict });
        }
        Ok(self.output.reading(row.time, value, &verdict, since.as_deref())?)
    }

    /// The time of a beginning, word for word.
    fn beginning(&self, since: i64) -> &str {
        let found = self.beginnings.iter().find(|(seconds, _)| *seconds == since);
        found.map_or("", |(_, text)| text.as_str())
    }

    fn row_without_time(
        &mut self,
        line: u64,
        column: usize,
        time: &str,
        value: &str,
    ) -> anyhow::Result<()> {
        self.unread += 1;
        let wanted =
            "2026-03-29, 2026-03-29 14:30:00, 2026-03-29T14:30:00Z or an integer is needed";
        self.problem(line, column, &format!("`{}` is not a time: {wanted}", brief(time)));
        Ok(self.output.timeless(time, value)?)
    }

    /// Rows that are not there yet, a cadence apart, as far as they can be expected.
    fn ahead(&mut self, rows: u32) -> anyhow::Result<()> {
        let Some((_, last)) = self.beginnings.back().cloned() else { return Ok(()) };
        for ahead in 1..=rows {
            let next = times::later(&last, self.filter.cadence_s(), ahead);
            let Some((time, at)) = next else {
                eprintln!("{}: the calendar ends {} rows after the last", self.name, ahead - 1);
                break;
            };
            self.output.silence(&time, self.filter.forecast(at))?;
        }
        Ok(())
    }

    fn finish(&mut self, args: &FilterArgs) -> anyhow::Result<()> {
        self.output.flush()?;
        if self.problems > PROBLEMS_SHOWN {
            let more = self.problems - PROBLEMS_SHOWN;
            eprintln!("{}: {more} more problems of this kind", self.name);
        }
        if let (Some(plot), Some(path)) = (&self.plot, &args.plot) {
            let svg = plot.svg(&self.name);
            std::fs::write(path, svg)
                .with_context(|| format!("could not write {}", path.display()))?;
        }
        Ok(())
    }
}

/// Nothing more has arrived yet, so what was printed should be seen.
fn reader_is_idle<R: Read>(reader: &csv::Reader<BufReader<R>>) -> bool {
    reader.get_ref().buffer().is_empty()
}
