//! Plot: which readings of a series are shown, and how few of them still show its shape?
//!
//! Readings come from the series' tail in memory and from sealed chunks on disk; each passes
//! `mission::reach`. Where there are more than asked for, they are thinned out by the largest
//! triangle three buckets (Steinarsson, *Downsampling Time Series for Visual Representation*,
//! 2013, section 4.2): peaks and troughs stay, which means of buckets would hide.

use std::collections::BTreeSet;
use std::ops::Range;

use axum::http::StatusCode;
use mission::federation::Federation;
use mission::id::{IndicatorId, UnitId};
use mission::reach::{Reach, Resource, Viewer, reach};
use mission::report::find_indicator;
use mission::time::Timestamp;

use crate::asked::{Answer, Asked, answer};
use crate::problem::{Kind, Problem};
use crate::recall::{Known, Recalled};
use crate::wire::series::{Point, Series};
use crate::{limits, look_back};

type Readings = Vec<(Timestamp, f64)>;

/// `GET /api/v1/units/{id}/indicators/{key}/series`
pub(crate) async fn series(asked: Asked) -> Answer {
    let seen = look(&asked).await?;
    let most = asked
        .number("points")?
        .map_or(limits::SERIES_POINTS_DEFAULT, |most| usize::try_from(most).unwrap_or(usize::MAX));
    if !(3..=limits::SERIES_POINTS).contains(&most) {
        let expected = format!("from 3 to {}", limits::SERIES_POINTS);
        return Err(Problem::wrong("points", &most.to_string(), expected));
    }
    let (visible_from, visible_until) = match seen.reach {
        Reach::Window { from, until } => (Some(from.to_string()), until.map(|at| at.to_string())),
        Reach::All | Reach::Nothing => (None, None),
    };
    let points = thinned(&seen.readings, most).into_iter().map(|(at, value)| Point {
        at_ms: at.as_millis(),
        value,
        corrected: seen.corrected.contains(&at),
    });
    let registry = asked.shell.registry();
    let indicator = registry.indicator(seen.indicator);
    Ok(answer(
        StatusCode::OK,
        &Series {
            unit: registry.unit(indicator.unit).path.to_string(),
            indicator: indicator.key.to_string(),
            measure: indicator.measure.clone(),
            visible_from,
            visible_until,
            of: seen.readings.len(),
            points: points.collect(),
        },
    ))
}

/// What a viewer sees of a series.
pub(crate) struct Seen {
    pub(crate) indicator: IndicatorId,
    reach: Reach,
    /// Of the stretch that was asked for, in order of time.
    pub(crate) readings: Readings,
    /// Times of those that replaced another value, or came when their time was long past.
    pub(crate) corrected: BTreeSet<Timestamp>,
}

/// The readings that are asked for, as far as whoever asks may see them; as they were known at `at`, where
/// that is asked for.
pub(crate) async fn look(asked: &Asked) -> Result<Seen, Problem> {
    let (viewer, unit) = (asked.viewer()?, asked.unit()?);
    let from = instant(asked, "from")?.unwrap_or(Timestamp::MIN);
    let within = from..instant(asked, "to")?.unwrap_or(Timestamp::MAX);
    let key = asked.param("key").to_owned();
    let seen = match look_back::time(asked)? {
        None => now(asked, viewer, (unit, &key), within).await?,
        Some(at) => then(asked, viewer, (unit, key), within, at).await?,
    };
    asked.shell.count_look(viewer, seen.indicator);
    Ok(seen)
}

async fn now(
    asked: &Asked,
    viewer: Viewer,
    (unit, key): (UnitId, &str),
    within: Range<Timestamp>,
) -> Result<Seen, Problem> {
    let found = find_indicator(&asked.shell.registry(), unit, key);
    let indicator = found.ok_or_else(Problem::unknown)?;
    let view = asked.shell.ask(move |federation| in_memory(federation, viewer, indicator)).await?;
    let recent = view.ok_or_else(Problem::unknown)?;
    let Range { start, end } = recent.before_memory(&within);
    let sealed = |reader: &mut dyn store::Reader| {
        let amended = reader.amended(indicator, start, end)?;
        Ok((reader.chunks(indicator, start, end)?, amended))
    };
    let old = asked.shell.old_readings(recent.offset, sealed).await?;
    Ok(recent.seen(old, &within))
}

async fn then(
    asked: &Asked,
    viewer: Viewer,
    (unit, key): (UnitId, String),
    within: Range<Timestamp>,
    at: Timestamp,
) -> Result<Seen, Problem> {
    let at = look_back::within(asked, at).await?.at;
    let question = move |known: &mut Known<'_>| {
        let found = find_indicator(known.federation.registry(), unit, &key);
        let recent = found.and_then(|indicator| in_memory(known.federation, viewer, indicator));
        let Some(recent) = recent else { return Ok(None) };
        let sealed = recent.before_memory(&within);
        let amended = known.amended(recent.indicator, sealed.clone());
        let old = known.old_readings(recent.indicator, sealed)?;
        Ok(Some(recent.seen((old, amended), &within)))
    };
    match look_back::ask(asked, viewer, at, question).await? {
        Recalled::Ready(seen) => seen.ok_or_else(Problem::unknown),
        Recalled::Coming(_) => Err(Problem {
            retry_after_s: Some(1),
            ..Problem::new(Kind::Busy, "the log is still being lived through up to then; ask again")
        }),
    }
}

/// What is in memory of a series.
struct Recent {
    indicator: IndicatorId,
    reach: Reach,
    tail: Readings,
    corrected: Vec<Timestamp>,
    /// The entry by which it is so.
    offset: u64,
}

impl Recent {
    /// The stretch of it that has left memory.
    fn before_memory(&self, within: &Range<Timestamp>) -> Range<Timestamp> {
        let end = self.tail.first().map_or(within.end, |(first, _)| within.end.min(*first));
        within.start..end
    }

    /// With what has left memory, and which of that was amended.
    fn seen(self, (old, amended): (Readings, Vec<Timestamp>), within: &Range<Timestamp>) -> Seen {
        let Self { indicator, reach, tail, corrected, offset: _ } = self;
        let mut readings = old;
        readings.extend(tail);
        readings.retain(|(at, _)| within.contains(at) && reach.covers(*at));
        let corrected = amended.into_iter().chain(corrected).collect();
        Seen { indicator, reach, readings, corrected }
    }
}

/// The tail of a series, if any of it may be seen.
fn in_memory(federation: &Federation, viewer: Viewer, indicator: IndicatorId) -> Option<Recent> {
    let reach = reach(federation, viewer, Resource::Series(indicator));
    if !reach.is_any() {
        return None;
    }
    let series = federation.series(indicator);
    Some(Recent {
        indicator,
        reach,
        tail: series.tail.iter().map(|point| (point.at, point.value)).collect(),
        corrected: series.corrected.clone(),
        offset: federation.applied().offset,
    })
}

fn instant(asked: &Asked, field: &str) -> Result<Option<Timestamp>, Problem> {
    let read = |given: &str| {
        let instant = given.parse::<jiff::Timestamp>();
        let instant = instant.map(|at| Timestamp::from_millis(at.as_millisecond()));
        instant.map_err(|_| Problem::wrong(field, given, "a time such as 2026-10-16T20:41:00Z"))
    };
    asked.query(field).map(read).transpose()
}

/// At most `most` of the readings: the first, the last, and of each bucket between them the one
/// that makes the largest triangle with the one chosen before and the mean of the next bucket.
#[expect(clippy::cast_precision_loss, reason = "times within a window of three centuries")]
fn thinned(readings: &[(Timestamp, f64)], most: usize) -> Readings {
    if readings.len() <= most {
        return readings.to_vec();
    }
    let (buckets, inner) = (most - 2, readings.len() - 2);
    let bounds = |bucket: usize| 1 + bucket * inner / buckets;
    let place = |(at, value): (Timestamp, f64)| (at.as_millis() as f64, value);

    let mut chosen = Vec::with_capacity(most);
    let mut last = readings[0];
    chosen.push(last);
    for bucket in 0..buckets {
        let here = &readings[bounds(bucket)..bounds(bucket + 1)];
        let next = if bucket + 1 == buckets {
            &readings[readings.len() - 1..]
        } else {
            &readings[bounds(bucket + 1)..bounds(bucket + 2)]
        };
        let of_next = next.len() as f64;
        let (sum_at, sum) = next.iter().fold((0.0, 0.0), |(at, sum), reading| {
            let (x, y) = place(*reading);
            (at + x / of_next, sum + y / of_next)
        });
        let (last_at, last_value) = place(last);
        let area = |reading: &(Timestamp, f64)| {
            let (x, y) = place(*reading);
            ((last_at - sum_at) * (y - last_value) - (last_at - x) * (sum - last_value)).abs()
        };
        let largest = here.iter().max_by(|a, b| area(a).total_cmp(&area(b)));
        if let Some(largest) = largest {
            last = *largest;
            chosen.push(last);
        }
    }
    chosen.push(readings[readings.len() - 1]);
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_peak_among_thousands_is_kept() {
        let mut readings: Readings =
            (0..5_000).map(|at| (Timestamp::from_millis(at * 60_000), 1.0)).collect();
        readings[3_333].1 = 9.0;
        let thin = thinned(&readings, 100);
        assert_eq!(thin.len(), 100);
        assert!(thin.contains(&readings[3_333]));
        assert_eq!([thin[0], thin[99]], [readings[0], readings[4_999]]);
        assert!(thin.is_sorted_by_key(|(at, _)| *at));
    }

    #[test]
    fn few_readings_are_all_kept() {
        let readings: Readings = (0..7).map(|at| (Timestamp::from_millis(at), 2.0)).collect();
        assert_eq!(thinned(&readings, 7), readings);
        assert_eq!(thinned(&readings, 3).len(), 3);
    }
}
