//! Indices: what did a unit do of what it could, and over the last weeks?
//!
//! The band of a line is the median of the days shown, and twice as far to either side as half of
//! them lie (2 × 1.4826 × the median absolute deviation, which is two standard deviations where
//! the days are normal), but a point at least: a day that stands out does not widen the band that
//! it is to stand out from. Under eight days no band is shown.

use mission::agreement::Subject;
use mission::calendar::Calendar;
use mission::id::UnitId;
use mission::index::{Addends, Index};
use mission::reach::Resource;
use mission::rollup::SameDay;
use mission::time::Date;

use super::{Eyes, clock};
use crate::wire::views::{Bar, Line, Ratios};

/// Days of a line.
const DAYS: usize = 42;
/// Days that a band needs.
const BAND_DAYS: usize = 8;
/// From the median absolute deviation to two standard deviations of normal days.
const SPREAD: f64 = 2.0 * 1.4826;
/// Half a band is no narrower than this, in percent.
const NARROWEST: f64 = 1.0;

/// The newest day of a unit that may be seen, with its figures.
pub(crate) struct Shown {
    pub(crate) date: Date,
    pub(crate) addends: Addends,
    pub(crate) line: Line,
    /// Of a level, what it saw of its parts on that day.
    pub(crate) parts: Option<SameDay>,
}

impl Eyes<'_> {
    /// A unit's own index, or what a level may see of a part: the newest day that reach allows.
    /// The days of a unit from inside end with the last that has closed.
    pub(crate) fn index_of(&self, unit: UnitId) -> Option<Shown> {
        let hours: &Calendar = &self.unit(unit).calendar;
        let days: Vec<Date> = self.closed_days(hours);
        let seen: Vec<Option<Addends>> = days
            .iter()
            .map(|date| {
                let resource = Resource::Index(unit, *date, self.now);
                self.sees(resource).then(|| self.federation.contribution(unit, *date).addends)
            })
            .collect();
        let newest = seen.iter().rposition(Option::is_some)?;
        let values = seen.iter().map(|addends| addends.as_ref().and_then(performance));
        Some(Shown {
            date: days[newest],
            addends: seen[newest].unwrap_or_default(),
            line: line(values.collect(), days.len() - 1 - newest),
            parts: None,
        })
    }

    /// What the parts of the viewer's own level come to on the last closed day, by groups: fewer
    /// than three that have reported are not shown, because their sum would tell on one of them.
    pub(crate) fn roll_up(&self) -> Option<Shown> {
        let level = self.viewer.0;
        let days = self.closed_days(self.hours());
        let date = *days.last()?;
        let rolled: Vec<SameDay> =
            days.iter().map(|date| self.federation.same_day(level, *date)).collect();
        let values = rolled.iter().map(|rolled| performance(&rolled.sum.addends));
        let line = line(values.collect(), 0);
        let last = *rolled.last()?;
        Some(Shown { date, addends: last.sum.addends, line, parts: Some(last) })
    }

    /// The last working days that have closed, the oldest first.
    fn closed_days(&self, hours: &Calendar) -> Vec<Date> {
        let today = hours.date_of(self.now);
        let mut days: Vec<Date> = clock::working_days_back(hours, today)
            .filter(|date| hours.is_working_day(*date) && hours.closes(*date) <= self.now)
            .take(DAYS)
            .collect();
        days.reverse();
        days
    }

    /// Whether any potentiality is agreed in a unit or below it: else latency would be a guess.
    fn has_potentiality(&self, unit: UnitId, date: Date) -> bool {
        let (registry, terms) = (self.federation.registry(), self.federation.terms());
        let agreed = |id| terms.on(unit, Subject::Potentiality(id), date).is_some();
        registry.indicators_of(unit).iter().copied().any(agreed)
            || registry.parts(unit).iter().any(|part| self.has_potentiality(*part, date))
    }

    /// The three ratios in percent, and the bar on which potentiality is the whole.
    pub(crate) fn ratios_and_bar(&self, unit: UnitId, shown: &Shown) -> (Ratios, Bar) {
        let index = shown.addends.index();
        let is_agreed = self.has_potentiality(unit, shown.date);
        let share = |pick: fn(&Index) -> f64| index.as_ref().map(pick);
        let productivity = share(|index| index.productivity);
        let latency = share(|index| index.latency).filter(|_| is_agreed);
        let performance = share(|index| index.performance).filter(|_| is_agreed);
        let ratios = Ratios {
            productivity: productivity.map(whole_percent),
            latency: latency.map(whole_percent),
            performance: performance.map(whole_percent),
        };
        // Without potentiality, capability is the whole.
        let (actuality, capability, potentiality) = if is_agreed {
            (performance, latency, index.map(|_| 1.0))
        } else {
            (productivity, index.map(|_| 1.0), None)
        };
        let percent = |share: Option<f64>| share.map(whole_percent);
        let bar = self.bar([percent(actuality), percent(capability), percent(potentiality)], "%");
        (ratios, bar)
    }

    /// The iconic bar with its text equivalent.
    pub(crate) fn bar(
        &self,
        [actuality, capability, potentiality]: [Option<f64>; 3],
        measure: &str,
    ) -> Bar {
        let text = self.voice().bar_words([actuality, capability, potentiality], measure);
        Bar { actuality, capability, potentiality, text }
    }
}

/// The performance of a day in percent, to a tenth.
fn performance(addends: &Addends) -> Option<f64> {
    addends.index().map(|index| (index.performance * 1000.0).round() / 10.0)
}

fn whole_percent(share: f64) -> f64 {
    (share * 100.0).round()
}

/// A line with its band.
pub(crate) fn line(values: Vec<Option<f64>>, unreleased: usize) -> Line {
    let (lower, upper) = match robust_band(&values) {
        Some((lower, upper)) => (Some(lower), Some(upper)),
        None => (None, None),
    };
    Line { values, lower, upper, unreleased: u32::try_from(unreleased).unwrap_or(0) }
}

fn robust_band(values: &[Option<f64>]) -> Option<(f64, f64)> {
    let mut known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < BAND_DAYS {
        return None;
    }
    let centre = median(&mut known);
    let mut distances: Vec<f64> = known.iter().map(|value| (value - centre).abs()).collect();
    let half = (SPREAD * median(&mut distances)).max(NARROWEST);
    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    Some((tenth(centre - half), tenth(centre + half)))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_day_does_not_widen_the_band_it_stands_out_from() {
        let steady: Vec<Option<f64>> = (0..42).map(|day| Some(70.0 + f64::from(day % 3))).collect();
        let mut with_a_dip = steady.clone();
        with_a_dip[41] = Some(20.0);
        assert_eq!(robust_band(&steady), robust_band(&with_a_dip));
    }

    #[test]
    fn a_week_makes_no_band_and_a_constant_makes_a_narrow_one() {
        assert_eq!(robust_band(&[Some(70.0); 7]), None);
        assert_eq!(robust_band(&[Some(70.0); 8]), Some((69.0, 71.0)));
        assert_eq!(robust_band(&[None; 42]), None);
    }
}
