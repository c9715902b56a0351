//! Told: how calm is the filter, how quick, and does it name what it tells rightly?

use filter::{Filter, Kind, Verdict};

use crate::series::{KINDS, Noise, Source};
use crate::{runs, settings};

/// Mean readings between told signals when nothing happens, after a warm-up.
pub(crate) fn calm(
    kind: Noise,
    run_length: f64,
    warm: usize,
    length: usize,
    runs: u64,
) -> [f64; 3] {
    let (mut changes, mut transients, mut unusual, mut readings) = (0.0f64, 0.0f64, 0.0f64, 0.0);
    for seed in 0..runs {
        let mut source = Source::new(kind, seed);
        let mut filter = Filter::new(settings(run_length));
        for i in 0..warm + length {
            let (at, y) = source.next();
            let verdict = filter.observe(at, y);
            if i >= warm {
                readings += 1.0;
                unusual += f64::from(u8::from(verdict.unusual));
                match verdict.told.map(|told| told.kind) {
                    Some(Kind::Step | Kind::Slope) => changes += 1.0,
                    Some(Kind::Transient | Kind::Record) => transients += 1.0,
                    None => {}
                }
            }
        }
    }
    [
        readings / (changes + transients).max(0.5),
        changes / (changes + transients).max(0.5),
        readings / unusual.max(0.5),
    ]
}

pub(crate) fn calm_table() {
    println!(
        "in control: readings between told signals (share of changes among them), between unusual"
    );
    println!(
        "{:14} {:>22} {:>22} {:>22}",
        "", "N = 10000", "N = 1080, first 250", "N = 1080, from 400"
    );
    for kind in KINDS {
        let cell = |[told, share, unusual]: [f64; 3]| {
            format!("{told:8.0} ({:3.0}%) {unusual:7.0}", 100.0 * share)
        };
        println!(
            "{:14} {:>22} {:>22} {:>22}",
            format!("{kind:?}"),
            cell(calm(kind, 10_000.0, 400, 20_000, runs(50))),
            cell(calm(kind, 1_080.0, 0, 250, runs(2_000))),
            cell(calm(kind, 1_080.0, 400, 5_000, runs(40))),
        );
    }
}

/// Mean delay of a step of that size; 1 is told with its first reading, a miss counts 1,000.
pub(crate) fn delay(kind: Noise, run_length: f64, warm: usize, size: f64, runs: u64) -> f64 {
    let (mut sum, mut counted) = (0.0, 0.0);
    for seed in 0..runs {
        let mut source = Source::new(kind, seed + 1_000_000);
        let mut filter = Filter::new(settings(run_length));
        let mut quiet = 0;
        for _ in 0..warm {
            let (at, y) = source.next();
            quiet = if filter.observe(at, y).told.is_some() { 0 } else { quiet + 1 };
        }
        // The delay of a change that does not follow on the heels of a false signal.
        if quiet < 32 {
            continue;
        }
        let sign = if seed % 2 == 0 { size } else { -size };
        let found = (1..=1000).find(|_| {
            let (at, y) = source.next();
            let told = filter.observe(at, y + sign).told;
            told.is_some_and(|told| told.kind.is_change())
        });
        sum += f64::from(found.unwrap_or(1000));
        counted += 1.0;
    }
    sum / counted
}

pub(crate) fn delay_table() {
    println!("mean delay of steps of 1, 2, 3, 4 sigma");
    for (kind, n, warm) in [
        (Noise::Gaussian, 10_000.0, 400),
        (Noise::Gaussian, 1_080.0, 250),
        (Noise::Weekly, 1_080.0, 250),
        (Noise::Gaussian, 1_080.0, 100),
        (Noise::Gaussian, 1_080.0, 50),
        (Noise::Student3, 10_000.0, 400),
        (Noise::Ar(0.5), 10_000.0, 400),
    ] {
        let cells: Vec<String> = [1.0, 2.0, 3.0, 4.0]
            .iter()
            .map(|&size| format!("{:7.2}", delay(kind, n, warm, size, runs(1000))))
            .collect();
        println!("{:14} N = {n:6} after {warm:3}: {}", format!("{kind:?}"), cells.join(" "));
    }
}

/// The class that stood out most in the last three rows.
fn named(rows: &[Verdict]) -> Kind {
    let most = |chance: fn(&Verdict) -> f64| rows.iter().map(chance).fold(0.0, f64::max);
    let transient = most(|row| row.chances.transient);
    let step = most(|row| row.chances.step);
    let slope = most(|row| row.chances.slope);
    if transient >= step && transient >= slope {
        Kind::Transient
    } else if step >= slope {
        Kind::Step
    } else {
        Kind::Slope
    }
}

fn right_class(kind: Kind, size: f64, after: usize, runs: u64) -> [f64; 3] {
    let mut named_as = [0.0; 3];
    for seed in 0..runs {
        let mut source = Source::new(Noise::Gaussian, seed + 2_000_000);
        let mut filter = Filter::new(settings(10_000.0));
        for _ in 0..400 {
            let (at, y) = source.next();
            filter.observe(at, y);
        }
        let rows: Vec<Verdict> = (0..after)
            .map(|i| {
                let (at, y) = source.next();
                let moved = match kind {
                    Kind::Step => size,
                    Kind::Slope => size * (i + 1) as f64,
                    Kind::Transient | Kind::Record => size * f64::from(u8::from(i == 0)),
                };
                filter.observe(at, y + moved)
            })
            .collect();
        named_as[named(&rows[after.saturating_sub(3)..]) as usize] += 100.0 / runs as f64;
    }
    named_as
}

pub(crate) fn class_table() {
    println!("named as one-off, step, slope, %");
    for (kind, size, after) in [
        (Kind::Step, 4.0, 3),
        (Kind::Step, 6.0, 3),
        (Kind::Transient, 6.0, 3),
        (Kind::Slope, 1.0, 6),
        (Kind::Slope, 0.5, 10),
    ] {
        let [transient, step, slope] = right_class(kind, size, after, runs(2000));
        println!("  {kind:?} {size} at reading {after}: {transient:.1} {step:.1} {slope:.1}");
    }
}

/// Share of troubles told within ten readings, %, after so many that were put right. Each is a step
/// of three sigma that lasts ten readings.
fn heard(run_length: f64, every: usize, after: usize, runs: u64) -> f64 {
    let mut told = 0.0;
    for seed in 0..runs {
        let mut source = Source::new(Noise::Gaussian, seed + 5_000_000);
        let mut filter = Filter::new(settings(run_length));
        let begins = 200 + after * every;
        for i in 0..begins + 10 {
            let in_trouble = i >= 200 && (i - 200) % every < 10;
            let (at, y) = source.next();
            let verdict = filter.observe(at, if in_trouble { y - 3.0 } else { y });
            if i >= begins && verdict.told.is_some_and(|told| told.kind.is_change()) {
                told += 1.0;
                break;
            }
        }
    }
    100.0 * told / runs as f64
}

pub(crate) fn trouble_table() {
    println!("troubles of 3 sigma told within their ten readings, %, after 0, 2, 5, 8 put right");
    for (run_length, every) in [(1_080.0, 120), (1_080.0, 60), (10_000.0, 120), (10_000.0, 60)] {
        let cells = [0, 2, 5, 8]
            .map(|after| format!("{:5.1}", heard(run_length, every, after, runs(1000))))
            .join(" ");
        println!("  N = {run_length:6}, one every {every:3} readings: {cells}");
    }
}
