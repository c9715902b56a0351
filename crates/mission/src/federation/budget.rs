//! Budget: how often was a series told of, and how often would it have been by chance?

use std::iter::Sum;
use std::ops::Add;
use std::time::Duration;

use super::{Federation, observe};
use crate::id::IndicatorId;
use crate::limits;
use crate::signal::Kind;
use crate::time::Timestamp;

/// What was told in the last [`FALSE_SIGNAL_DAYS`](limits::FALSE_SIGNAL_DAYS).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    /// Signals whose kind became known, without those that a correction took back.
    pub told: u32,
    /// Signals that as many readings give when nothing happens.
    pub by_chance: f64,
}

impl Add for Budget {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { told: self.told + other.told, by_chance: self.by_chance + other.by_chance }
    }
}

impl Sum for Budget {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl Federation {
    /// The budget of an indicator, as it stands.
    pub fn budget(&self, id: IndicatorId, now: Timestamp) -> Budget {
        let window = Duration::from_secs_f64(limits::FALSE_SIGNAL_DAYS * 86_400.0);
        let from = Timestamp::from_millis(
            now.as_millis().saturating_sub(i64::try_from(window.as_millis()).unwrap_or(i64::MAX)),
        );
        let is_told = |kind| match kind {
            Kind::OneOff | Kind::Step | Kind::Slope => true,
            Kind::Unusual => false,
        };
        let told = self.signals_of(id).filter(|signal| {
            signal.told > from && signal.overturned.is_none() && is_told(signal.kind)
        });
        let series = &self.series[id.index()];
        let kept = series.tail.iter().filter(|point| point.at > from).count();
        let indicator = self.registry.indicator(id);
        // A series faster than its tail is counted by its cadence.
        let is_all = series.tail.front().is_none_or(|first| first.at <= from) || series.sealed == 0;
        let cadence_s = f64::from(indicator.cadence.typical_seconds());
        let readings = if is_all { count(kept) } else { window.as_secs_f64() / cadence_s };
        let by_chance = readings / observe::settings(indicator).run_length;
        Budget { told: u32::try_from(told.count()).unwrap_or(u32::MAX), by_chance }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a tail holds a few hundred readings")]
fn count(readings: usize) -> f64 {
    readings as f64
}
