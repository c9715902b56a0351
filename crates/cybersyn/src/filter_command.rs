//! `cybersyn filter`: what does the filter say about a file of readings, row by row?
//!
//! One row out for every row in, in order and as they come, so that it can stand in a pipe. What
//! cannot be read as a reading is a problem on standard error, and its row is still there.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use filter::{Direction, Filter, Kind, Moment, Settings, Slot, Told, Verdict};

use crate::filter_horizon;
use crate::filter_plot::{Plot, Point};

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

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Json,
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
        output,
        format: args.format,
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
    output: W,
    format: Format,
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
        if self.format == Format::Csv {
            writeln!(
                self.output,
                "timestamp,value,expected,lower,upper,p_steady,p_transient,p_step,p_slope,score,\
                 signal,since"
            )?;
        }
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
            match moment(&time) {
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
            return self.silent_row(row);
        };
        let verdict = self.filter.observe(row.at, value);
        let since = verdict.told.map(|told| self.beginning(told.since).to_owned());
        if let Some(plot) = &mut self.plot {
            plot.add(&Point { line: row.line, value, verdict });
        }
        match self.format {
            Format::Csv => self.csv_row(row, value, &verdict, since.as_deref()),
            Format::Json => self.json_row(row, value, &verdict, since.as_deref()),
        }
    }

    /// The time of a beginning, word for word.
    fn beginning(&self, since: i64) -> &str {
        let found = self.beginnings.iter().find(|(seconds, _)| *seconds == since);
        found.map_or("", |(_, text)| text.as_str())
    }

    fn csv_row(
        &mut self,
        row: &Row<'_>,
        value: f64,
        verdict: &Verdict,
        since: Option<&str>,
    ) -> anyhow::Result<()> {
        let Verdict { band, chances, .. } = verdict;
        writeln!(
            self.output,
            "{},{value},{},{},{},{:.4},{:.4},{:.4},{:.4},{:.4},{},{}",
            quoted(row.time),
            Brief(band.expected),
            Brief(band.lower),
            Brief(band.upper),
            chances.steady,
            chances.transient,
            chances.step,
            chances.slope,
            verdict.score,
            verdict.told.as_ref().map_or("", signal),
            quoted(since.unwrap_or("")),
        )?;
        Ok(())
    }

    fn json_row(
        &mut self,
        row: &Row<'_>,
        value: f64,
        verdict: &Verdict,
        since: Option<&str>,
    ) -> anyhow::Result<()> {
        let Verdict { band, chances, .. } = verdict;
        let object = serde_json::json!({
            "timestamp": row.time, "value": value,
            "expected": band.expected, "lower": band.lower, "upper": band.upper,
            "p_steady": chances.steady, "p_transient": chances.transient,
            "p_step": chances.step, "p_slope": chances.slope,
            "score": verdict.score, "signal": verdict.told.as_ref().map(signal), "since": since,
        });
        writeln!(self.output, "{object}")?;
        Ok(())
    }

    /// A row without a reading: what would have been expected, and nothing else.
    fn silent_row(&mut self, row: &Row<'_>) -> anyhow::Result<()> {
        let band = self.filter.forecast(row.at);
        match self.format {
            Format::Csv => {
                let text = band.map_or_else(
                    || ",,".to_owned(),
                    |band| {
                        format!(
                            "{},{},{}",
                            Brief(band.expected),
                            Brief(band.lower),
                            Brief(band.upper)
                        )
                    },
                );
                writeln!(self.output, "{},,{text},,,,,0,,", quoted(row.time))?;
            }
            Format::Json => {
                let object = serde_json::json!({
                    "timestamp": row.time, "value": null,
                    "expected": band.map(|band| band.expected),
                    "lower": band.map(|band| band.lower), "upper": band.map(|band| band.upper),
                    "score": 0.0, "signal": null, "since": null,
                });
                writeln!(self.output, "{object}")?;
            }
        }
        Ok(())
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
        match self.format {
            Format::Csv => writeln!(self.output, "{},{},,,,,,,,0,,", quoted(time), quoted(value))?,
            Format::Json => writeln!(
                self.output,
                "{}",
                serde_json::json!({"timestamp": time, "value": null, "score": 0.0, "signal": null})
            )?,
        }
        Ok(())
    }

    /// Rows that are not there yet, a cadence apart, as far as they can be expected.
    fn ahead(&mut self, rows: u32) -> anyhow::Result<()> {
        let Some((_, last)) = self.beginnings.back().cloned() else { return Ok(()) };
        for ahead in 1..=rows {
            let next = filter_horizon::later(&last, self.filter.cadence_s(), ahead);
            let Some((time, at)) = next else {
                eprintln!("{}: the calendar ends {} rows after the last", self.name, ahead - 1);
                break;
            };
            self.silent_row(&Row { line: 0, time: &time, at, value: None })?;
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

/// The word of a signal in the output.
fn signal(told: &Told) -> &'static str {
    match (told.kind, told.direction) {
        (Kind::Transient | Kind::Record, Direction::Up | Direction::Down) => "transient",
        (Kind::Step, Direction::Up) => "step-up",
        (Kind::Step, Direction::Down) => "step-down",
        (Kind::Slope, Direction::Up) => "slope-up",
        (Kind::Slope, Direction::Down) => "slope-down",
    }
}

/// Prints a number in at most nine digits.
struct Brief(f64);

impl std::fmt::Display for Brief {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.0.abs();
        if size != 0.0 && !(1e-4..1e9).contains(&size) {
            return write!(out, "{:.8e}", self.0);
        }
        write!(out, "{:.6}", self.0)
    }
}

/// A field that may hold a comma or a quote, as CSV writes it.
fn quoted(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}

/// The beginning of a text that may be 400 digits long.
fn brief(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).chain(['…']).collect()
}

fn column(
    header: &csv::ByteRecord,
    wanted: &str,
    option: &str,
    name: &str,
) -> anyhow::Result<usize> {
    let found: Vec<usize> =
        (0..header.len()).filter(|&i| header.get(i) == Some(wanted.as_bytes())).collect();
    match found[..] {
        [at] => Ok(at),
        [] => {
            let there: Vec<String> =
                header.iter().map(|field| brief(&String::from_utf8_lossy(field))).collect();
            bail!(
                "could not find column `{wanted}` in {name}:1: there are {}; name one with {option}",
                there.join(", ")
            )
        }
        [..] => bail!(
            "could not choose column `{wanted}` in {name}:1: it is there {} times",
            found.len()
        ),
    }
}

/// How the file separates fields and writes numbers.
#[derive(Clone, Copy)]
struct Dialect {
    delimiter: u8,
    decimal_comma: bool,
}

impl Dialect {
    /// Looks at the header, and steps over a byte-order mark.
    fn sniff<R: Read>(input: &mut BufReader<R>, name: &str) -> anyhow::Result<Self> {
        let start = input.fill_buf().with_context(|| format!("could not read {name}"))?;
        if start.is_empty() {
            bail!("could not find a header in {name}: it is empty");
        }
        if start.starts_with(&[0x1f, 0x8b]) {
            bail!(
                "could not read {name}: it is compressed; unpack it first, as in `gzip -dc {name} | cybersyn filter -`"
            );
        }
        let mark = if start.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        let header = start.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let delimiter =
            [b';', b'\t', b','].into_iter().find(|byte| header.contains(byte)).unwrap_or(b',');
        input.consume(mark);
        Ok(Self { delimiter, decimal_comma: delimiter != b',' })
    }
}

/// Reads a time: an integer, or a date with or without time and zone. Without a zone it is taken as
/// it stands; with one, the calendar follows the local time written.
pub(crate) fn moment(text: &str) -> Option<Moment> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(Moment::at(seconds));
    }
    let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
    let time = pieces.time().unwrap_or(jiff::civil::Time::midnight());
    let local = pieces.date().to_datetime(time);
    let offset = pieces.to_numeric_offset().unwrap_or(jiff::tz::Offset::UTC);
    let seconds = offset.to_timestamp(local).ok()?.as_second();
    let weekday = u8::try_from(local.weekday().to_monday_zero_offset()).ok()?;
    let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
    Some(Moment { seconds, slot: Some(Slot { weekday, minute, working: true }) })
}
