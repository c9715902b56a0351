//! Daily: does a plant of a dozen daily series stay within its budget of false signals, and how
//! fast is the filter?

use std::thread;
use std::time::Instant;

use filter::{Filter, Moment};

use crate::series::{Noise, Source};
use crate::{runs, settings};

/// Plants of a dozen series each: share of them with more false signals than their budget.
pub(crate) fn daily_table() {
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

pub(crate) fn speed() {
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
    for workers in [1, 2] {
        let per_second = side_by_side(6_000, 200, workers);
        println!("speed: {per_second:.0} readings/s of 6000 series in turn, on {workers} cores");
    }
}

/// Readings a second of many series, each due in turn as reports bring them, shared out among
/// workers as `Federation::observe` shares them.
fn side_by_side(series: u64, rounds: usize, workers: usize) -> f64 {
    let mut all: Vec<(Source, Filter)> = (0..series)
        .map(|seed| (Source::new(Noise::Weekly, seed), Filter::new(settings(1_080.0))))
        .collect();
    let mut took = 0.0;
    for _ in 0..rounds {
        let readings: Vec<(Moment, f64)> = all.iter_mut().map(|(it, _)| it.next()).collect();
        let share = all.len().div_ceil(workers);
        let start = Instant::now();
        thread::scope(|scope| {
            for (part, due) in all.chunks_mut(share).zip(readings.chunks(share)) {
                scope.spawn(move || {
                    for ((_, filter), &(at, y)) in part.iter_mut().zip(due) {
                        std::hint::black_box(filter.observe(at, y));
                    }
                });
            }
        });
        took += start.elapsed().as_secs_f64();
    }
    series as f64 * rounds as f64 / took
}
