//! Bench: how calm, how quick and how fast is the filter, on series whose truth is known?
//!
//! Seeded generators, so that every run prints the same tables (but the speed).
//! `cargo run --release -p filter --example bench [SECTION [quick]]`, where a section is `calm`, `delay`,
//! `class`, `daily`, `troubles`, `speed` or `textbook` (the charts of the textbooks beside it).

#![allow(clippy::print_stdout, reason = "a bench prints its tables")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of a bench are small"
)]
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock to measure speed")]

mod charts;
mod daily;
mod series;
mod textbook;
mod told;

use filter::Settings;

/// A quick look takes a fifth of the runs.
pub(crate) fn runs(full: u64) -> u64 {
    if std::env::args().nth(2).is_some_and(|arg| arg == "quick") { full / 5 } else { full }
}

pub(crate) fn settings(run_length: f64) -> Settings {
    Settings { run_length, cadence_s: 86_400.0 }
}

fn main() {
    let section = std::env::args().nth(1).unwrap_or_default();
    let sections: [(&str, fn()); 7] = [
        ("speed", daily::speed),
        ("calm", told::calm_table),
        ("delay", told::delay_table),
        ("class", told::class_table),
        ("daily", daily::daily_table),
        ("troubles", told::trouble_table),
        ("textbook", textbook::tables),
    ];
    for (name, run) in sections {
        if section.is_empty() || section == "all" || section == name {
            run();
        }
    }
}
