//! Filter plot: how does a series look beside what was expected of it?
//!
//! One SVG with the readings, the 95% band and the signals. Long series are drawn by columns, each
//! from its smallest to its largest value, so that no one-off is lost between two pixels.

use std::fmt::Write;

use filter::{Direction, Kind, Verdict};

/// Size of the picture and of its margins, in pixels.
const WIDTH: f64 = 1200.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 70.0;
const EDGE: f64 = 24.0;

/// Columns at most.
const COLUMNS: usize = 2000;

/// Signals drawn at most.
const SIGNALS: usize = 500;

/// One reading with what was said of it.
pub(super) struct Point {
    /// Line of the file.
    pub(super) line: u64,
    /// The value.
    pub(super) value: f64,
    /// What the filter said.
    pub(super) verdict: Verdict,
}

/// A run of neighbouring readings that share a column.
#[derive(Clone, Copy)]
struct Column {
    low: f64,
    high: f64,
    lower: f64,
    upper: f64,
}

/// A signal to be marked.
struct Mark {
    reading: usize,
    line: u64,
    value: f64,
    kind: Kind,
    direction: Direction,
}

/// A picture in the making.
pub(super) struct Plot {
    columns: Vec<Column>,
    /// Readings in a column, and in the last one so far.
    each: usize,
    filled: usize,
    readings: usize,
    marks: Vec<Mark>,
}

impl Column {
    fn join(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            lower: self.lower.min(other.lower),
            upper: self.upper.max(other.upper),
        }
    }
}

impl Plot {
    pub(super) fn new() -> Self {
        Self { columns: Vec::new(), each: 1, filled: 0, readings: 0, marks: Vec::new() }
    }

    /// Adds a reading. Memory stays bounded: when the columns are full, neighbours are joined.
    pub(super) fn add(&mut self, point: &Point) {
        let Point { line, value, verdict } = *point;
        let (lower, upper) = (verdict.band.lower, verdict.band.upper);
        let one = Column { low: value, high: value, lower, upper };
        match self.columns.last_mut() {
            Some(last) if self.filled < self.each => {
                *last = last.join(one);
                self.filled += 1;
            }
            Some(_) | None => {
                if self.columns.len() == COLUMNS {
                    let pairs = self.columns.chunks(2);
                    self.columns = pairs.map(|pair| pair[0].join(pair[pair.len() - 1])).collect();
                    self.each *= 2;
                }
                self.columns.push(one);
                self.filled = 1;
            }
        }
        if let Some(told) = verdict.told
            && self.marks.len() < SIGNALS
        {
            let (kind, direction) = (told.kind, told.direction);
            self.marks.push(Mark { reading: self.readings, line, value, kind, direction });
        }
        self.readings += 1;
    }

    /// The picture.
    pub(super) fn svg(&self, title: &str) -> String {
        let low = self.columns.iter().map(|column| column.low).fold(f64::INFINITY, f64::min);
        let high = self.columns.iter().map(|column| column.high).fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
        let room = if high > low { 0.05 * (high - low) } else { 1.0 };
        let (low, high) = (low - room, high + room);
        let per_reading = (WIDTH - LEFT - EDGE) / pixels(self.readings.max(1));
        let x = |reading: f64| LEFT + (reading + 0.5) * per_reading;
        let y = |value: f64| {
            let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
            HEIGHT - EDGE - share * (HEIGHT - 2.0 * EDGE)
        };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             font-family=\"sans-serif\" font-size=\"12\">\n<title>{}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n",
            escaped(title)
        );
        let (mut top, mut bottom, mut line) = (String::new(), String::new(), String::new());
        for (i, column) in self.columns.iter().enumerate() {
            let at =
                x((pixels(i * self.each) + 0.5 * pixels(self.each - 1)).min(pixels(self.readings)));
            let _ = write!(top, "{at:.1},{:.1} ", y(column.upper));
            bottom.insert_str(0, &format!("{at:.1},{:.1} ", y(column.lower)));
            let _ = write!(line, "{at:.1},{:.1} ", y(column.high));
            if column.low < column.high {
                let _ = write!(line, "{at:.1},{:.1} ", y(column.low));
            }
        }
        let _ = writeln!(svg, "<polygon points=\"{top}{bottom}\" fill=\"#cfe3ea\"/>");
        let _ = writeln!(
            svg,
            "<polyline points=\"{line}\" fill=\"none\" stroke=\"#234\" stroke-width=\"1\"/>"
        );
        for mark in &self.marks {
            let (at, height) = (x(pixels(mark.reading)), y(mark.value));
            let (colour, words) = named(mark);
            let _ = writeln!(
                svg,
                "<g stroke=\"{colour}\" fill=\"{colour}\"><title>line {}: {words}</title>\
                 <path d=\"M{at:.1} {EDGE}V{:.1}\" stroke-dasharray=\"3 3\"/>\
                 <circle cx=\"{at:.1}\" cy=\"{height:.1}\" r=\"3\"/></g>",
                mark.line,
                HEIGHT - EDGE,
            );
        }
        for value in [low + room, high - room] {
            let height = y(value) + 4.0;
            let _ = writeln!(
                svg,
                "<text x=\"{:.0}\" y=\"{height:.1}\" text-anchor=\"end\">{value:.4}</text>",
                LEFT - 6.0
            );
        }
        let _ = writeln!(
            svg,
            "<text x=\"{LEFT}\" y=\"16\">{} · band: 95% forecast · red: step, orange: slope, \
             violet: one-off or beyond all before</text>\n</svg>",
            escaped(title)
        );
        svg
    }
}

/// Colour and words of a signal.
fn named(mark: &Mark) -> (&'static str, &'static str) {
    match (mark.kind, mark.direction) {
        (Kind::Transient, Direction::Up) => ("#7a3fa0", "one-off up"),
        (Kind::Transient, Direction::Down) => ("#7a3fa0", "one-off down"),
        (Kind::Step, Direction::Up) => ("#c0392b", "step up"),
        (Kind::Step, Direction::Down) => ("#c0392b", "step down"),
        (Kind::Slope, Direction::Up) => ("#c77700", "slope up"),
        (Kind::Slope, Direction::Down) => ("#c77700", "slope down"),
        (Kind::Record, Direction::Up) => ("#7a3fa0", "beyond all before, up"),
        (Kind::Record, Direction::Down) => ("#7a3fa0", "beyond all before, down"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A count as a place on the picture, where nothing is exact beyond a tenth of a pixel.
#[expect(clippy::cast_precision_loss, reason = "a picture is a few thousand pixels wide")]
fn pixels(count: usize) -> f64 {
    count as f64
}
