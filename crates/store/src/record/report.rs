//! Report: how are the readings of a report written in few bytes?
//!
//! By columns, because neighbours are alike: indicators as differences; times as differences in
//! steps of their common divisor, which is mostly a cadence; values as whole numbers of their last
//! decimal place where all of them have one, which figures that people and machines report mostly
//! do. Otherwise values are written as their bits. Either way the bits come back as they were.

use mission::id::IndicatorId;
use mission::report::Reading;
use mission::time::Timestamp;

use super::{Decoder, Encoder, Record, RecordError};
use crate::limits;

/// Values follow as their bits.
const RAW: u8 = 0xff;

/// Whole numbers below this have an exact `f64`, and so does every step towards them.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes the readings of a report, in the order given.
pub(super) fn write_readings(readings: &[Reading], to: &mut Encoder) {
    to.whole(readings.len() as u64);
    let mut previous = 0;
    for reading in readings {
        to.signed(i64::from(reading.indicator.0) - previous);
        previous = i64::from(reading.indicator.0);
    }
    write_times(readings, to);
    write_values(readings, to);
}

/// Reads them back.
pub(super) fn read_readings(from: &mut Decoder<'_>) -> Result<Vec<Reading>, RecordError> {
    let count = from.count()?;
    let mut previous = 0_i64;
    let mut indicators = Vec::new();
    for _ in 0..count {
        let next = previous.checked_add(from.signed()?).and_then(|id| u32::try_from(id).ok());
        let id = next.ok_or(RecordError::Impossible("indicator"))?;
        previous = i64::from(id);
        indicators.push(IndicatorId(id));
    }
    let times = read_times(count, from)?;
    let values = read_values(count, from)?;
    let columns = indicators.into_iter().zip(times).zip(values);
    Ok(columns.map(|((indicator, at), value)| Reading { indicator, at, value }).collect())
}

fn write_times(readings: &[Reading], to: &mut Encoder) {
    let Some(first) = readings.first() else { return };
    first.at.write(to);
    // Times lie between 1900 and 2200: their differences are far from the ends of 64 bits.
    let steps = readings.windows(2).map(|pair| pair[1].at.as_millis() - pair[0].at.as_millis());
    let divisor = steps.clone().fold(0, |divisor, step| gcd(divisor, step.unsigned_abs()));
    to.whole(divisor);
    if divisor > 0 {
        steps.for_each(|step| to.signed(step / divisor.cast_signed()));
    }
}

fn read_times(count: usize, from: &mut Decoder<'_>) -> Result<Vec<Timestamp>, RecordError> {
    if count == 0 {
        return Ok(Vec::new());
    }
    let mut at = Timestamp::read(from)?;
    let divisor = i64::try_from(from.whole()?).map_err(|_| RecordError::Impossible("step"))?;
    let mut times = vec![at];
    for _ in 1..count {
        if divisor > 0 {
            let step = from.signed()?.checked_mul(divisor);
            let millis = step.and_then(|step| step.checked_add(at.as_millis()));
            let millis = millis.ok_or(RecordError::Impossible("step"))?;
            at = Timestamp::from_millis(millis);
            if at.as_millis() != millis {
                return Err(RecordError::Impossible("time"));
            }
        }
        times.push(at);
    }
    Ok(times)
}

fn write_values(readings: &[Reading], to: &mut Encoder) {
    let decimals = (0..=limits::DECIMALS)
        .find(|decimals| readings.iter().all(|reading| scaled(reading.value, *decimals).is_some()));
    to.byte(decimals.unwrap_or(RAW));
    for Reading { value, .. } in readings {
        match decimals.and_then(|decimals| scaled(*value, decimals)) {
            Some(whole) => to.signed(whole),
            None => value.write(to),
        }
    }
}

fn read_values(count: usize, from: &mut Decoder<'_>) -> Result<Vec<f64>, RecordError> {
    match from.byte()? {
        RAW => (0..count).map(|_| f64::read(from)).collect(),
        decimals if decimals <= limits::DECIMALS => {
            (0..count).map(|_| from.signed().map(|whole| unscaled(whole, decimals))).collect()
        }
        tag => Err(RecordError::Variant("values", tag)),
    }
}

/// The value as a whole number of its last decimal place, if that gives its very bits again.
#[expect(clippy::cast_possible_truncation, reason = "held below 2^53 just before")]
fn scaled(value: f64, decimals: u8) -> Option<i64> {
    let whole = (value * power(decimals)).round();
    if whole.abs() >= EXACT || whole.is_nan() {
        return None;
    }
    let whole = whole as i64;
    (unscaled(whole, decimals).to_bits() == value.to_bits()).then_some(whole)
}

#[expect(clippy::cast_precision_loss, reason = "the writer keeps it below 2^53")]
fn unscaled(whole: i64, decimals: u8) -> f64 {
    // One correctly rounded division, as reading the decimal itself is.
    whole as f64 / power(decimals)
}

fn power(decimals: u8) -> f64 {
    f64::from(10_u32.pow(u32::from(decimals)))
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
