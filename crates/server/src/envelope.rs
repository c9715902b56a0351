//! Envelope: what does a picture of a hundred thousand readings show?
//!
//! As many envelopes as the picture has columns of points: the lowest, the highest and the last reading
//! of equal shares of the time. Nothing that was high or low is lost, which means would hide, and what is
//! sent grows with the picture and not with the past (Jugel and others, *M4: A Visualization-Oriented Time
//! Series Data Aggregation*, 2014, section 4; the first reading of a share is left out, as the line runs
//! from last to last). Whoever looks closer asks for a shorter stretch, until each reading is its own.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use mission::time::Timestamp;

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::plot::look;
use crate::problem::Problem;
use crate::wire::series::{Envelope, Envelopes};

/// `GET /api/v1/units/{id}/indicators/{key}/envelopes`
pub(crate) async fn envelopes(asked: Asked) -> Answer {
    let most = asked
        .number("most")?
        .map_or(limits::ENVELOPES_DEFAULT, |most| usize::try_from(most).unwrap_or(usize::MAX));
    if !(1..=limits::SERIES_POINTS).contains(&most) {
        let expected = format!("from 1 to {}", limits::SERIES_POINTS);
        return Err(Problem::wrong("most", &most.to_string(), expected));
    }
    let seen = look(&asked).await?;
    let registry = asked.shell.registry();
    let indicator = registry.indicator(seen.indicator);
    let unit = registry.unit(indicator.unit);
    Ok(answer(
        StatusCode::OK,
        &Envelopes {
            unit: unit.path.to_string(),
            zone: unit.calendar.zone().name().to_owned(),
            indicator: indicator.key.to_string(),
            measure: indicator.measure.clone(),
            of: seen.readings.len(),
            envelopes: enveloped(&seen.readings, &seen.corrected, most),
        },
    ))
}

/// At most `most` envelopes of readings that are in order of time.
fn enveloped(
    readings: &[(Timestamp, f64)],
    corrected: &BTreeSet<Timestamp>,
    most: usize,
) -> Vec<Envelope> {
    let envelope = |share: &[(Timestamp, f64)]| {
        let (since, at) = (share.first()?.0, share.last()?.0);
        let values = || share.iter().map(|(_, value)| *value);
        Some(Envelope {
            since_ms: since.as_millis(),
            at_ms: at.as_millis(),
            low: values().fold(f64::INFINITY, f64::min),
            high: values().fold(f64::NEG_INFINITY, f64::max),
            last: share.last()?.1,
            readings: share.len(),
            corrected: corrected.range(since..=at).next().is_some(),
        })
    };
    let (Some((first, _)), Some((last, _))) = (readings.first(), readings.last()) else {
        return Vec::new();
    };
    if readings.len() <= most {
        return readings.chunks(1).filter_map(envelope).collect();
    }
    // In whole numbers, so that every reading has one share: products of a time of three centuries in
    // milliseconds and ten thousand need 57 bits.
    let length = i128::from(last.as_millis() - first.as_millis()) + 1;
    let shares = i128::try_from(most).unwrap_or(i128::MAX);
    let share_of = |at: Timestamp| i128::from(at.as_millis() - first.as_millis()) * shares / length;
    let parts = readings.chunk_by(|(a, _), (b, _)| share_of(*a) == share_of(*b));
    parts.filter_map(envelope).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(count: i64) -> Vec<(Timestamp, f64)> {
        let value = |at: i64| f64::from(u32::try_from(at % 7).expect("below seven"));
        (0..count).map(|at| (Timestamp::from_millis(at * 900_000), value(at))).collect()
    }

    #[test]
    fn of_a_hundred_thousand_readings_no_peak_and_no_correction_is_lost() {
        let mut readings = readings(100_000);
        readings[44_444].1 = 99.0;
        readings[77_777].1 = -5.0;
        let corrected = BTreeSet::from([readings[10].0]);

        let drawn = enveloped(&readings, &corrected, 1_200);

        assert!(drawn.len() <= 1_200 && drawn.len() > 1_100, "{}", drawn.len());
        assert_eq!(drawn.iter().map(|it| it.readings).sum::<usize>(), readings.len());
        assert!(drawn.iter().any(|it| it.high > 98.0) && drawn.iter().any(|it| it.low < -4.0));
        assert_eq!(drawn.iter().filter(|it| it.corrected).count(), 1);
        assert!(drawn.windows(2).all(|two| two[0].at_ms < two[1].since_ms));
        assert_eq!(drawn.last().map(|it| it.last), readings.last().map(|(_, value)| *value));
    }

    #[test]
    fn each_of_a_few_readings_is_its_own_envelope() {
        let drawn = enveloped(&readings(9), &BTreeSet::new(), 9);
        assert_eq!(drawn.len(), 9);
        assert!(drawn.iter().all(|it| it.readings == 1
            && it.low.to_bits() == it.high.to_bits()
            && it.at_ms == it.since_ms));
        assert_eq!(enveloped(&[], &BTreeSet::new(), 9), Vec::new());
    }

    #[test]
    fn a_long_gap_is_left_empty() {
        let mut readings = readings(50);
        readings.extend([(Timestamp::from_millis(900_000_000_000), 3.0)]);
        let drawn = enveloped(&readings, &BTreeSet::new(), 10);
        assert_eq!(drawn.iter().map(|it| it.readings).collect::<Vec<_>>(), [50, 1]);
    }
}
