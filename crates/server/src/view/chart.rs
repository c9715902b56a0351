//! Charts: which readings does this viewer see, and what stands beside them?
//!
//! A chart holds at most 400 points. Where there are more, each of 190 stretches gives its lowest
//! and its highest reading, and every reading that is not as expected stays.

use mission::calendar::Calendar;
use mission::id::IndicatorId;
use mission::incident::{Incident, Place, Strand};
use mission::reach::{Reach, Resource};
use mission::sentence::{Change, Expectation};
use mission::series::{self, Point as Reading};
use mission::signal::{Kind, Signal, Surprise};
use mission::time::Timestamp;

use super::Eyes;
use crate::wire::views::{Band, Chart, Flag, Mark, MarkKind, Point};

/// Points of a chart at most.
pub(super) const POINTS: usize = 400;
/// Stretches of a chart that holds fewer points than there are readings, two points each.
const STRETCHES: usize = 190;
/// Readings from before a change on the chart of an incident: a month of working days.
const BEFORE: usize = 22;
/// Due readings ahead at most.
const AHEAD: u32 = 10;

impl Eyes<'_> {
    /// The series of an incident, as far as this viewer may see it: at the unit with a month from
    /// before the change, above it from the change on.
    pub(crate) fn incident_chart(&self, incident: &Incident) -> Option<Chart> {
        let strand = incident.strands.first()?;
        let reach = self.reach(Resource::Risen(strand.indicator));
        let tail = &self.federation.series(strand.indicator).tail;
        let first_after = tail.partition_point(|reading| reading.at < strand.since);
        let from = match reach {
            Reach::Nothing => return None,
            Reach::All => first_after.saturating_sub(BEFORE),
            Reach::Window { .. } => 0,
        };
        // The story of an incident ends with it.
        let upto = incident.closed.map(|closing| closing.at);
        let shown: Vec<&Reading> = tail
            .iter()
            .skip(from)
            .filter(|reading| reach.covers(reading.at) && upto.is_none_or(|end| reading.at <= end))
            .collect();
        let points = shown.iter().map(|reading| self.point_of(reading, strand, incident, reach));
        let (level, band) = self.reference(strand);
        let change = self.change(strand);
        let sees_live = incident.is_open();
        Some(Chart {
            heading: self.voice().name_with_measure(change.name, change.measure),
            description: self.voice().changed_chart(&change),
            indicator: self.indicator_ref(strand.indicator),
            cadence_s: change.cadence.typical_seconds(),
            points: thinned(points.collect()),
            reference: Some(drawn(level, band, self.voice().reference_words().to_owned())),
            expected: sees_live.then(|| self.expected_now(strand.indicator, level)).flatten(),
            marks: self.marks(incident, &change),
            due: if sees_live { self.due_before_the_end(incident, strand) } else { Vec::new() },
            sealed: match reach {
                Reach::All | Reach::Nothing => None,
                Reach::Window { .. } => Some(self.voice().sealed(self.name(incident.unit))),
            },
        })
    }

    /// The readings of an indicator that is not looked at through an incident.
    pub(crate) fn plain_chart(
        &self,
        id: IndicatorId,
        history: &[(Timestamp, f64)],
        latest: usize,
    ) -> Chart {
        let indicator = self.indicator(id);
        let reach = self.reach(Resource::Series(id));
        let tail = &self.federation.series(id).tail;
        let first = tail.front().map(|reading| reading.at);
        let older = history.iter().filter(|(at, _)| first.is_none_or(|first| *at < first));
        let mut points: Vec<Point> = older
            .filter(|(at, _)| reach.covers(*at))
            .map(|(at, value)| self.point(*at, *value, Flag::Kept, None))
            .collect();
        let signals: Vec<&Signal> = self.federation.signals_of(id).collect();
        points.extend(tail.iter().filter(|reading| reach.covers(reading.at)).map(|reading| {
            let flag = match reading.band() {
                None => Flag::Kept,
                Some(_) => told_flag(reading.at, &signals),
            };
            let is_corrected = self.federation.series(id).is_corrected(reading.at);
            let is_unremarkable = matches!(flag, Flag::Kept | Flag::AsExpected);
            let flag = if is_corrected && is_unremarkable { Flag::Corrected } else { flag };
            self.point(reading.at, reading.value, flag, band_of(reading))
        }));
        let skipped = points.len().saturating_sub(latest);
        points.drain(..skipped);
        let values: Vec<f64> = points.iter().map(|point| point.value).collect();
        Chart {
            heading: self.voice().name_with_measure(&indicator.name, &indicator.measure),
            description: self.voice().steady_chart(&indicator.name, &indicator.measure, &values),
            indicator: self.indicator_ref(id),
            cadence_s: indicator.cadence.typical_seconds(),
            points: thinned(points),
            reference: None,
            expected: self
                .forecast(id)
                .map(|(level, band)| drawn(level, band, self.voice().expected_words().to_owned())),
            marks: Vec::new(),
            due: Vec::new(),
            sealed: None,
        }
    }

    pub(super) fn point(
        &self,
        at: Timestamp,
        value: f64,
        flag: Flag,
        band: Option<Expectation>,
    ) -> Point {
        let (lower, upper) = (band.map(|band| band.lower), band.map(|band| band.upper));
        Point { at: self.time(at), value, flag, lower, upper }
    }

    /// A reading of an incident's series. From above, the band is the reference for all of them:
    /// two numbers from before the change, and no more.
    fn point_of(
        &self,
        reading: &Reading,
        strand: &Strand,
        incident: &Incident,
        reach: Reach,
    ) -> Point {
        let hours = &self.unit(incident.unit).calendar;
        let moment = series::moment(reading.at, hours);
        let good = self.indicator(strand.indicator).direction;
        let is_back = strand.place(moment, reading.value, good) == Place::Inside;
        let signals: Vec<&Signal> = self.federation.signals_of(strand.indicator).collect();
        let flag = match (reading.at < strand.since, is_back) {
            (true, _) => told_flag(reading.at, &signals),
            (false, true) => Flag::Back,
            (false, false) => Flag::Changed,
        };
        let band = match reach {
            Reach::All => band_of(reading),
            Reach::Window { .. } => Some(self.reference(strand).1),
            Reach::Nothing => None,
        };
        self.point(reading.at, reading.value, flag, band)
    }

    /// What the filter expects of the next due reading; none while it learns.
    pub(crate) fn forecast(&self, id: IndicatorId) -> Option<(f64, Expectation)> {
        let indicator = self.indicator(id);
        let hours: &Calendar = &self.unit(indicator.unit).calendar;
        let next = indicator.cadence.period_of(self.now, hours).start;
        self.forecast_at(id, next)
    }

    /// What the filter expects of a reading at that time.
    pub(crate) fn forecast_at(&self, id: IndicatorId, at: Timestamp) -> Option<(f64, Expectation)> {
        let hours: &Calendar = &self.unit(self.indicator(id).unit).calendar;
        let series = self.federation.series(id);
        let after_last = series.last().map_or(at, |last| at.max(last.at));
        let band = series.filter.forecast(series::moment(after_last, hours))?;
        // What has never been below zero is not expected there: stoppages, cubic metres.
        let is_never_below = series.tail.iter().all(|point| point.value >= 0.0);
        let lower = if is_never_below { band.lower.max(0.0) } else { band.lower };
        Some((band.expected, Expectation { lower, upper: band.upper.max(lower) }))
    }

    fn expected_now(&self, id: IndicatorId, beside: f64) -> Option<Band> {
        let (level, band) = self.forecast(id)?;
        Some(drawn(level, band, self.voice().now_expects(level, beside)))
    }

    fn marks(&self, incident: &Incident, change: &Change<'_>) -> Vec<Mark> {
        let voice = self.voice();
        let since = Mark {
            kind: MarkKind::Since,
            at: self.time(change.since),
            text: voice.change_mark(change.kind, change.direction, change.since),
        };
        let reached = incident.rises.iter().find(|rise| rise.to == self.viewer.0);
        let reached = reached.map(|rise| Mark {
            kind: MarkKind::Reached,
            at: self.time(rise.at),
            text: voice.reached_mark(rise.at),
        });
        let next = incident.next_holder().map(|next| self.name(next.unit));
        let rises = incident.rises_at().zip(next).map(|(at, next)| Mark {
            kind: MarkKind::Rises,
            at: self.time(at),
            text: voice.rises_mark(at, next),
        });
        std::iter::once(since).chain(reached).chain(rises).collect()
    }

    /// Readings that are due before the clock ends; without an end, the next few.
    fn due_before_the_end(&self, incident: &Incident, strand: &Strand) -> Vec<String> {
        let indicator = self.indicator(strand.indicator);
        let hours: &Calendar = &self.unit(indicator.unit).calendar;
        let needed = u32::try_from(mission::limits::READINGS_TO_RECOVER).unwrap_or(1);
        let ends = incident.rises_at();
        (1..=AHEAD)
            .map(|n| (n, indicator.cadence.nth_due_after(self.now, n, hours)))
            .take_while(|(n, due)| ends.map_or(*n <= needed, |ends| *due <= ends))
            .map(|(_, due)| self.time(due))
            .collect()
    }
}

fn drawn(level: f64, band: Expectation, text: String) -> Band {
    Band { level, lower: band.lower, upper: band.upper, text }
}

fn band_of(reading: &Reading) -> Option<Expectation> {
    let (lower, upper) = reading.band()?;
    Some(Expectation { lower: f64::from(lower), upper: f64::from(upper) })
}

/// What was told of the reading of that time.
fn told_flag(at: Timestamp, signals: &[&Signal]) -> Flag {
    let of_reading = signals.iter().rev().filter(|signal| signal.overturned.is_none());
    let mut of_reading = of_reading.filter(|signal| match signal.kind {
        Kind::OneOff => signal.since == at,
        Kind::Unusual | Kind::Step | Kind::Slope => signal.at == at,
    });
    of_reading.next().map_or(Flag::AsExpected, |signal| flag_of(signal))
}

/// How the reading is marked of which that was told.
pub(super) fn flag_of(signal: &Signal) -> Flag {
    match (signal.kind, signal.surprise) {
        (Kind::OneOff, Surprise::Good | Surprise::Bad) => Flag::OneOff,
        (Kind::Unusual, Surprise::Good | Surprise::Bad) => Flag::Unusual,
        (Kind::Step | Kind::Slope, Surprise::Good) => Flag::Better,
        (Kind::Step | Kind::Slope, Surprise::Bad) => Flag::Changed,
    }
}

/// At most [`POINTS`] of them.
pub(super) fn thinned(points: Vec<Point>) -> Vec<Point> {
    if points.len() <= POINTS {
        return points;
    }
    let length = points.len().div_ceil(STRETCHES);
    let mut kept = Vec::with_capacity(POINTS);
    for stretch in points.chunks(length) {
        let value = |place: &usize| stretch[*place].value;
        let ordinary = |place: &usize| {
            matches!(stretch[*place].flag, Flag::AsExpected | Flag::Kept | Flag::Changed)
        };
        let order = |a: &usize, b: &usize| value(a).total_cmp(&value(b));
        let lowest = (0..stretch.len()).min_by(order);
        let highest = (0..stretch.len()).max_by(order);
        let told = (0..stretch.len()).find(|place| !ordinary(place));
        let mut places: Vec<usize> = [lowest, told.or(highest)].into_iter().flatten().collect();
        places.sort_unstable();
        places.dedup();
        kept.extend(places.into_iter().map(|place| stretch[place].clone()));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(value: f64, flag: Flag) -> Point {
        Point { at: String::new(), value, flag, lower: None, upper: None }
    }

    #[test]
    fn a_long_series_keeps_its_peaks_and_what_was_told() {
        let mut points: Vec<Point> =
            (0..20_000).map(|place| point(f64::from(place % 7), Flag::AsExpected)).collect();
        points[777].value = 99.0;
        points[12_345].flag = Flag::OneOff;

        let kept = thinned(points);

        assert!(kept.len() <= POINTS);
        assert!(kept.iter().any(|point| point.value > 98.0));
        assert!(kept.iter().any(|point| point.flag == Flag::OneOff));
    }

    #[test]
    fn a_short_series_is_shown_whole() {
        let points = vec![point(1.0, Flag::AsExpected); POINTS];
        assert_eq!(thinned(points.clone()), points);
    }
}
