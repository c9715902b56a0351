//! Output: how is what the filter says printed, one line a row?

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::io::{self, Write};

use clap::ValueEnum;
use filter::{Band, Direction, Kind, Told, Verdict};

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Json,
}

/// The lines, as they are made.
pub(super) struct Output<W: Write> {
    to: W,
    format: Format,
}

impl<W: Write> Output<W> {
    pub(super) fn new(to: W, format: Format) -> Self {
        Self { to, format }
    }

    /// The names of the columns, where the format has some.
    pub(super) fn header(&mut self) -> io::Result<()> {
        match self.format {
            Format::Csv => writeln!(
                self.to,
                "timestamp,value,expected,lower,upper,p_steady,p_transient,p_step,p_slope,score,\
                 signal,since"
            ),
            Format::Json => Ok(()),
        }
    }

    /// A row with a reading.
    pub(super) fn reading(
        &mut self,
        time: &str,
        value: f64,
        verdict: &Verdict,
        since: Option<&str>,
    ) -> io::Result<()> {
        let Verdict { band, chances, score, told, .. } = verdict;
        let signal = told.as_ref().map(signal);
        match self.format {
            Format::Csv => writeln!(
                self.to,
                "{},{value},{},{:.4},{:.4},{:.4},{:.4},{score:.4},{},{}",
                quoted(time),
                Bounds(*band),
                chances.steady,
                chances.transient,
                chances.step,
                chances.slope,
                signal.unwrap_or(""),
                quoted(since.unwrap_or("")),
            ),
            Format::Json => self.object(&serde_json::json!({
                "timestamp": time, "value": value,
                "expected": band.expected, "lower": band.lower, "upper": band.upper,
                "p_steady": chances.steady, "p_transient": chances.transient,
                "p_step": chances.step, "p_slope": chances.slope,
                "score": score, "signal": signal, "since": since,
            })),
        }
    }

    /// A row without a reading: what would have been expected, and nothing else.
    pub(super) fn silence(&mut self, time: &str, band: Option<Band>) -> io::Result<()> {
        match self.format {
            Format::Csv => {
                let band = band.map_or_else(|| ",,".to_owned(), |band| Bounds(band).to_string());
                writeln!(self.to, "{},,{band},,,,,0,,", quoted(time))
            }
            Format::Json => self.object(&serde_json::json!({
                "timestamp": time, "value": null,
                "expected": band.map(|band| band.expected),
                "lower": band.map(|band| band.lower), "upper": band.map(|band| band.upper),
                "score": 0.0, "signal": null, "since": null,
            })),
        }
    }

    /// A row that has no place in time.
    pub(super) fn timeless(&mut self, time: &str, value: &str) -> io::Result<()> {
        match self.format {
            Format::Csv => writeln!(self.to, "{},{},,,,,,,,0,,", quoted(time), quoted(value)),
            Format::Json => self.object(&serde_json::json!({
                "timestamp": time, "value": null, "score": 0.0, "signal": null,
            })),
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    fn object(&mut self, object: &serde_json::Value) -> io::Result<()> {
        writeln!(self.to, "{object}")
    }
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

/// Prints what is expected, and the band around it, as three fields.
struct Bounds(Band);

impl Display for Bounds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Band { expected, lower, upper } = self.0;
        write!(out, "{},{},{}", Brief(expected), Brief(lower), Brief(upper))
    }
}

/// Prints a number in at most nine digits.
struct Brief(f64);

impl Display for Brief {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.abs();
        if size != 0.0 && !(1e-4..1e9).contains(&size) {
            return write!(out, "{:.8e}", self.0);
        }
        write!(out, "{:.6}", self.0)
    }
}

/// A field that may hold a comma or a quote, as CSV writes it.
fn quoted(text: &str) -> Cow<'_, str> {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}
