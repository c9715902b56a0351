//! Naming: how many readings does it take until the kind of a change is known?
//!
//! A level waits so long for its parts' indices (`limits::READINGS_TO_NAME`).

use filter::{Filter, Moment, Settings};
use mission::limits;

const SERIES: usize = 500;
const DAY_S: i64 = 86_400;

/// Noise of unit variance, near enough to normal: the sum of twelve uniform draws, less its mean.
struct Noise(u64);

impl Noise {
    fn draw(&mut self) -> f64 {
        let mut uniform = || {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            f64::from(u32::try_from(self.0 >> 32).expect("32 bits")) / f64::from(u32::MAX)
        };
        (0..12).map(|_| uniform()).sum::<f64>() - 6.0
    }
}

/// Readings after the first of a step until its kind is told, of daily series two months old.
fn readings_to_name(size_sd: f64) -> Vec<u32> {
    let mut noise = Noise(88_172_645_463_325_252);
    let settings = Settings { run_length: 1_080.0, cadence_s: 86_400.0 };
    let run = |_| {
        let (mut filter, mut seconds) = (Filter::new(settings), 0);
        let mut observe = |value| {
            seconds += DAY_S;
            filter.observe(Moment { seconds, slot: None }, value)
        };
        for _ in 0..60 {
            observe(100.0 + noise.draw());
        }
        let is_named =
            |verdict: filter::Verdict| verdict.told.is_some_and(|told| told.kind.is_change());
        let mut values = (0_u32..40).map(|place| (place, 100.0 - size_sd + noise.draw()));
        values.find(|(_, value)| is_named(observe(*value))).map_or(40, |(place, _)| place)
    };
    let mut taken: Vec<u32> = (0..SERIES).map(run).collect();
    taken.sort_unstable();
    taken
}

#[test]
fn a_change_that_an_index_would_show_is_named_within_the_readings_that_a_level_waits() {
    let of_four = readings_to_name(4.0);
    assert!(of_four[SERIES * 95 / 100] <= limits::READINGS_TO_NAME, "{of_four:?}");
    let of_six = readings_to_name(6.0);
    assert!(of_six[SERIES * 99 / 100] <= limits::READINGS_TO_NAME, "{of_six:?}");
}
