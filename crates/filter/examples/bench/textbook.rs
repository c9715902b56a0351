//! Textbook: how do CUSUM, EWMA and Shewhart charts fare beside the filter, at the same run length?
//!
//! A chart needs the mean and standard deviation of its series. It gets the true ones, or those of the
//! readings the filter warms up on. Either way its limit is searched for so that Gaussian noise
//! gives a signal every N readings, counted as for the filter: readings through signals.

use crate::charts::{Chart, RULES, Rule};
use crate::runs;
use crate::series::{KINDS, Noise, Source};
use crate::told::{calm, delay};

/// Run length, readings to warm up on, readings a run.
const SETTINGS: [(f64, usize, usize); 2] = [(1_080.0, 250, 5_000), (10_000.0, 400, 20_000)];

/// What a chart is told of mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Parameters {
    Known,
    Estimated,
}

impl Parameters {
    fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Estimated => "estimated",
        }
    }
}

/// A series in standard deviations from its mean, and the warm-up in the same units.
struct Run {
    source: Source,
    first: Vec<f64>,
    mean: f64,
    deviation: f64,
}

impl Run {
    fn new(kind: Noise, seed: u64, parameters: Parameters, warm: usize) -> Self {
        let mut source = Source::new(kind, seed);
        let first: Vec<f64> = (0..warm).map(|_| source.next().1).collect();
        let mean = first.iter().sum::<f64>() / warm as f64;
        let squares = first.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>();
        let (mean, deviation) = match parameters {
            Parameters::Known => (0.0, 1.0),
            Parameters::Estimated => (mean, (squares / (warm - 1) as f64).sqrt()),
        };
        Self { source, first, mean, deviation }
    }

    fn next(&mut self, moved: f64) -> f64 {
        (self.source.next().1 + moved - self.mean) / self.deviation
    }

    /// Readings without a signal up to the end of the warm-up, which the chart takes in.
    fn quiet(&self, chart: &mut Chart) -> usize {
        self.first.iter().fold(0, |quiet, y| {
            if chart.signals((y - self.mean) / self.deviation) { 0 } else { quiet + 1 }
        })
    }
}

/// The limit at which Gaussian noise gives a signal every `run_length` readings, by bisection.
fn matched(rule: Rule, noise: &[Vec<f32>], run_length: f64) -> f64 {
    let (mut low, mut high) = (-1.0, 30.0);
    for _ in 0..18 {
        let limit = (low + high) / 2.0;
        let mut signals = 0;
        for run in noise {
            let mut chart = Chart::new(rule, limit);
            signals += run.iter().filter(|z| chart.signals(f64::from(**z))).count();
        }
        let readings = noise.iter().map(Vec::len).sum::<usize>();
        if readings as f64 / (signals as f64).max(0.5) < run_length {
            low = limit;
        } else {
            high = limit;
        }
    }
    (low + high) / 2.0
}

fn matched_all(
    parameters: Parameters,
    (run_length, warm, length): (f64, usize, usize),
) -> Vec<f64> {
    let noise: Vec<Vec<f32>> = (0..runs(500).max(100))
        .map(|seed| {
            let mut run = Run::new(Noise::Gaussian, 5_000_000 + seed, parameters, warm);
            (0..length).map(|_| run.next(0.0) as f32).collect()
        })
        .collect();
    RULES.iter().map(|&rule| matched(rule, &noise, run_length)).collect()
}

/// Mean delay of a step, by the rule of the filter's table: the chart has run over the warm-up
/// and been quiet for 32 readings; a miss counts 1,000.
fn chart_delay(chart: &Chart, kind: Noise, parameters: Parameters, warm: usize, size: f64) -> f64 {
    let (mut sum, mut counted) = (0.0, 0.0);
    for seed in 0..runs(1000) {
        let mut run = Run::new(kind, seed + 1_000_000, parameters, warm);
        let mut chart = chart.clone();
        if run.quiet(&mut chart) < 32 {
            continue;
        }
        let step = if seed % 2 == 0 { size } else { -size };
        let found = (1..=1000).find(|_| chart.signals(run.next(step)));
        sum += f64::from(found.unwrap_or(1000));
        counted += 1.0;
    }
    sum / counted
}

fn chart_calm(rule: Rule, limit: f64, kind: Noise, warm: usize, length: usize) -> f64 {
    let (mut readings, mut signals) = (0.0, 0.0);
    for seed in 0..runs(200) {
        let mut run = Run::new(kind, seed, Parameters::Estimated, warm);
        let mut chart = Chart::new(rule, limit);
        for _ in 0..length {
            readings += 1.0;
            signals += f64::from(u8::from(chart.signals(run.next(0.0))));
        }
    }
    readings / signals
}

fn row(name: &str, cells: &[f64], digits: usize) {
    let shown = |cell: &f64| {
        if cell.is_finite() { format!("{cell:.digits$}") } else { "none".to_owned() }
    };
    let cells: Vec<String> = cells.iter().map(shown).collect();
    println!("| {name} | {} |", cells.join(" | "));
}

fn head(first: &str, columns: &[String]) {
    println!("\n| {first} | {} |\n|---|{}", columns.join(" | "), "---:|".repeat(columns.len()));
}

/// Figures that stand in the books, made again by this code.
fn checks() {
    let noise: Vec<Vec<f32>> = (0..200)
        .map(|seed| {
            let mut run = Run::new(Noise::Gaussian, 6_000_000 + seed, Parameters::Known, 2);
            (0..20_000).map(|_| run.next(0.0) as f32).collect()
        })
        .collect();
    head("run length by the book", &["book".to_owned(), "here".to_owned()]);
    for (name, rule, limit, book) in [
        ("CUSUM, k = .5, h = 5 (Montgomery table 9.4)", Rule::Cusum, 5.0, 465.0),
        ("Shewhart, 3 sigma", Rule::Shewhart, 3.0, 370.4),
        ("Western Electric (Champ & Woodall 1987)", Rule::WesternElectric, 0.0, 91.75),
    ] {
        let mut signals = 0;
        for run in &noise {
            let mut chart = Chart::new(rule, limit);
            signals += run.iter().filter(|z| chart.signals(f64::from(**z))).count();
        }
        row(name, &[book, 4_000_000.0 / f64::from(u32::try_from(signals).unwrap_or(1))], 1);
    }
}

/// All tables of this module, in Markdown.
pub(crate) fn tables() {
    checks();
    for setting in SETTINGS {
        let (run_length, warm, _) = setting;
        let limits = [Parameters::Known, Parameters::Estimated]
            .map(|parameters| (parameters, matched_all(parameters, setting)));
        let columns = ["limit", "1σ", "2σ", "3σ", "4σ"].map(str::to_owned);
        head(&format!("delay, N = {run_length}, after {warm}"), &columns);
        delay_rows(Noise::Gaussian, setting, &limits);
        head(&format!("the same, on a week's pattern, N = {run_length}"), &columns);
        delay_rows(Noise::Weekly, setting, &limits[1..]);
        calm_beside(&limits[1].1, setting);
    }
}

fn delay_rows(
    kind: Noise,
    (run_length, warm, _): (f64, usize, usize),
    limits: &[(Parameters, Vec<f64>)],
) {
    let sizes = [1.0, 2.0, 3.0, 4.0];
    let filter =
        sizes.map(|size| format!("{:.2}", delay(kind, run_length, warm, size, runs(1000))));
    println!("| the filter | | {} |", filter.join(" | "));
    for (parameters, limits) in limits {
        for (&rule, &limit) in RULES.iter().zip(limits) {
            let chart = Chart::new(rule, limit);
            let mut cells = vec![limit];
            cells.extend(sizes.map(|size| chart_delay(&chart, kind, *parameters, warm, size)));
            row(&format!("{}, {}", rule.name(), parameters.name()), &cells, 2);
        }
    }
}

/// Run lengths of the charts, their limits matched on Gaussian noise, on series of other kinds.
fn calm_beside(limits: &[f64], (run_length, warm, length): (f64, usize, usize)) {
    let mut columns = vec!["the filter".to_owned()];
    columns.extend(RULES.iter().map(|rule| rule.name().to_owned()));
    head(&format!("readings between signals when nothing happens, N = {run_length}"), &columns);
    for kind in KINDS {
        let [told, ..] = calm(kind, run_length, warm, length, runs(50));
        let mut cells = vec![told];
        cells.extend(
            RULES
                .iter()
                .zip(limits)
                .map(|(&rule, &limit)| chart_calm(rule, limit, kind, warm, length)),
        );
        row(&format!("{kind:?}"), &cells, 0);
    }
}
