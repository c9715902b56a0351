//! Bench: how calm, how quick and how fast is the filter, on series whose truth is known?
//!
//! Seeded generators, so that every run prints the same tables (but the speed).
//! `cargo run --release -p filter --example bench [SECTION [quick]]`, where a section is `calm`, `delay`,
//! `class`, `daily` or `speed`.

#![allow(clippy::print_stdout, reason = "a bench prints its tables")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of a bench are small"
)]
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock to measure speed")]

use std::time::Instant;

use filter::{Filter, Kind, Moment, Settings, Slot, Verdict};

const DAY: i64 = 86_400;

/// A small seeded generator (`SplitMix64`), enough for a bench.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn gauss(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    fn poisson(&mut self, mean: f64) -> f64 {
        let limit = libm::exp(-mean);
        let (mut count, mut product) = (0.0, self.uniform());
        while product > limit {
            count += 1.0;
            product *= self.uniform();
        }
        count
    }
}

/// Kinds of noise, each with standard deviation 1.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Noise {
    Gaussian,
    Student3,
    Ar(f64),
    Weekly,
    Walk,
    Intermittent,
    Counts,
    Ratios,
    Skewed,
}

const KINDS: [Noise; 9] = [
    Noise::Gaussian,
    Noise::Student3,
    Noise::Ar(0.5),
    Noise::Weekly,
    Noise::Walk,
    Noise::Intermittent,
    Noise::Counts,
    Noise::Ratios,
    Noise::Skewed,
];

struct Source {
    dice: Dice,
    kind: Noise,
    last: f64,
    day: i64,
}

impl Source {
    fn new(kind: Noise, seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5851_f42d_4c95_7f2d);
        let last = match kind {
            Noise::Ar(_) => dice.gauss(),
            Noise::Gaussian
            | Noise::Student3
            | Noise::Weekly
            | Noise::Walk
            | Noise::Intermittent
            | Noise::Counts
            | Noise::Ratios
            | Noise::Skewed => 0.0,
        };
        Self { dice, kind, last, day: 0 }
    }

    fn next(&mut self) -> (Moment, f64) {
        let day = self.day;
        self.day += 1;
        let weekday = (day % 7) as u8;
        let slot = Slot { weekday, minute: 480, working: true };
        let at = Moment { seconds: day * DAY + 28_800, slot: Some(slot) };
        let g = self.dice.gauss();
        let y = match self.kind {
            Noise::Gaussian => g,
            Noise::Student3 => {
                let chi = (0..3).map(|_| self.dice.gauss()).map(|z| z * z).sum::<f64>();
                g / (chi / 3.0).sqrt() / 3f64.sqrt()
            }
            Noise::Ar(rho) => {
                self.last = rho * self.last + (1.0 - rho * rho).sqrt() * g;
                self.last
            }
            Noise::Weekly => [0.0, 1.0, 1.5, 1.0, 0.5, -3.0, -4.0][usize::from(weekday)] + g,
            Noise::Walk => {
                self.last += g;
                self.last
            }
            Noise::Intermittent => {
                if self.dice.uniform() < 0.2 {
                    3.0 + self.dice.poisson(2.0)
                } else {
                    0.0
                }
            }
            Noise::Counts => self.dice.poisson(4.0) / 2.0,
            Noise::Ratios => {
                let x = 2.5 + 0.8 * g;
                10.0 / (1.0 + libm::exp(-x))
            }
            Noise::Skewed => libm::exp(0.6 * g),
        };
        (at, y)
    }
}

/// A quick look takes a fifth of the runs.
fn runs(full: u64) -> u64 {
    if std::env::args().nth(2).is_some_and(|arg| arg == "quick") { full / 5 } else { full }
}

fn settings(run_length: f64) -> Settings {
    Settings { run_length, cadence_s: 86_400.0 }
}

/// Mean readings between told signals when nothing happens, after a warm-up.
fn calm(kind: Noise, run_length: f64, warm: usize, length: usize, runs: u64) -> [f64; 3] {
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
                    Some(Kind::Transient) => transients += 1.0,
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

fn calm_table() {
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
fn delay(kind: Noise, run_length: f64, warm: usize, size: f64, runs: u64) -> f64 {
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
            told.is_some_and(|told| told.kind != Kind::Transient)
        });
        sum += f64::from(found.unwrap_or(1000));
        counted += 1.0;
    }
    sum / counted
}

fn delay_table() {
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
                    Kind::Transient => size * f64::from(u8::from(i == 0)),
                };
                filter.observe(at, y + moved)
            })
            .collect();
        named_as[named(&rows[after.saturating_sub(3)..]) as usize] += 100.0 / runs as f64;
    }
    named_as
}

fn class_table() {
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

/// Plants of a dozen series each: share of them with more false signals than their budget.
fn daily_table() {
    println!("plants of 12 daily series, N = 1080: share over budget, and false signals a plant");
    let kinds = [
        Noise::Gaussian,
        Noise::Weekly,
        Noise::Weekly,
        Noise::Ar(0.3),
        Noise::Student3,
        Noise::Counts,
        Noise::Weekly,
        Noise::Ratios,
        Noise::Skewed,
        Noise::Weekly,
        Noise::Gaussian,
        Noise::Ar(0.5),
    ];
    for length in [60, 120, 250, 500] {
        let (mut over, mut false_signals) = (0.0, 0.0);
        let plants = runs(400);
        let budget = f64::from(12 * length) / 1080.0;
        for plant in 0..plants {
            let mut count = 0.0;
            for (i, &kind) in kinds.iter().enumerate() {
                let mut source = Source::new(kind, 3_000_000 + plant * 12 + i as u64);
                let mut filter = Filter::new(settings(1_080.0));
                for _ in 0..length {
                    let (at, y) = source.next();
                    count += f64::from(u8::from(filter.observe(at, y).told.is_some()));
                }
            }
            false_signals += count;
            over += f64::from(u8::from(count > budget));
        }
        println!(
            "  {length:4} readings: {:5.1}% over {budget:.2}, {:.2} each",
            100.0 * over / plants as f64,
            false_signals / plants as f64
        );
    }
}

fn speed() {
    let mut source = Source::new(Noise::Weekly, 7);
    let readings: Vec<(Moment, f64)> = (0..1_000_000).map(|_| source.next()).collect();
    let mut filter = Filter::new(settings(10_000.0));
    let mut told = 0;
    // The fastest quarter of short batches, so that other work on the machine does not count.
    let mut took: Vec<f64> = readings
        .chunks(1000)
        .map(|batch| {
            let start = Instant::now();
            for &(at, y) in batch {
                told += u32::from(filter.observe(at, y).told.is_some());
            }
            start.elapsed().as_secs_f64()
        })
        .collect();
    took.sort_unstable_by(f64::total_cmp);
    let quarter = &took[..took.len() / 4];
    let per_second = 1000.0 * quarter.len() as f64 / quarter.iter().sum::<f64>();
    let mut bytes = Vec::new();
    filter.encode(&mut bytes);
    println!(
        "speed: {:.0} readings/s on one core ({told} told); state {} bytes in memory, {} encoded",
        per_second,
        size_of::<Filter>(),
        bytes.len()
    );
}

fn main() {
    let section = std::env::args().nth(1).unwrap_or_default();
    let sections: [(&str, fn()); 5] = [
        ("speed", speed),
        ("calm", calm_table),
        ("delay", delay_table),
        ("class", class_table),
        ("daily", daily_table),
    ];
    for (name, run) in sections {
        if section.is_empty() || section == "all" || section == name {
            run();
        }
    }
}
