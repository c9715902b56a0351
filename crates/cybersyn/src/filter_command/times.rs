//! Times: which moment does a row name, and which come after the last one, written as that one is?

use filter::{Moment, Slot};
use jiff::civil::Time;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use jiff::{SignedDuration, Span, ToSpan};

/// Seconds between which a cadence is taken for a calendar month.
const MONTH_S: std::ops::Range<f64> = 27.5 * 86_400.0..31.5 * 86_400.0;

/// Reads a time: an integer, or a date with or without time and zone. Without a zone it is taken as
/// it stands; with one, the calendar follows the local time written.
pub(super) fn moment(text: &str) -> Option<Moment> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(Moment::at(seconds));
    }
    let pieces = Pieces::parse(text).ok()?;
    let time = pieces.time().unwrap_or(Time::midnight());
    let local = pieces.date().to_datetime(time);
    let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
    let seconds = offset.to_timestamp(local).ok()?.as_second();
    let weekday = u8::try_from(local.weekday().to_monday_zero_offset()).ok()?;
    let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).ok()?;
    Some(Moment { seconds, slot: Some(Slot { weekday, minute, working: true }) })
}

/// The time that many cadences after `last`; `None` where the calendar ends.
pub(super) fn later(last: &str, cadence_s: f64, ahead: u32) -> Option<(String, Moment)> {
    let gap = (cadence_s.max(1.0) * f64::from(ahead)).round();
    let seconds = SignedDuration::try_from_secs_f64(gap).ok()?.as_secs();
    let text = match last.parse::<i64>() {
        Ok(at) => at.checked_add(seconds)?.to_string(),
        Err(_) => later_date(last, later_by(cadence_s, seconds, ahead)?)?,
    };
    let at = moment(&text)?;
    Some((text, at))
}

fn later_by(cadence_s: f64, seconds: i64, ahead: u32) -> Option<Span> {
    if MONTH_S.contains(&cadence_s) {
        return Some(i64::from(ahead).months());
    }
    Span::new().try_seconds(seconds).ok()
}

/// A date stays a date while it can; a time of day and a zone are written when there was one.
fn later_date(last: &str, by: Span) -> Option<String> {
    let pieces = Pieces::parse(last).ok()?;
    let before = pieces.date().to_datetime(pieces.time().unwrap_or(Time::midnight()));
    let after = before.checked_add(by).ok()?;
    if pieces.time().is_none() && after.time() == Time::midnight() {
        return Some(after.date().to_string());
    }
    let separator = if last.contains('T') { 'T' } else { ' ' };
    let zone = match pieces.to_numeric_offset() {
        Some(Offset::UTC) => "Z".to_owned(),
        Some(offset) => offset.to_string(),
        None => String::new(),
    };
    Some(format!("{}{separator}{}{zone}", after.date(), after.strftime("%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_S: f64 = 86_400.0;

    fn written(last: &str, cadence_s: f64, ahead: u32) -> Option<String> {
        later(last, cadence_s, ahead).map(|(text, _)| text)
    }

    #[test]
    fn a_later_time_is_written_as_the_last_one_was() {
        let cases = [
            ("41", 1.0, 2, "43"),
            ("2026-02-27", DAY_S, 2, "2026-03-01"),
            ("2026-02-27", 43_200.0, 1, "2026-02-27 12:00:00"),
            ("2026-02-27 23:55:00", 300.0, 1, "2026-02-28 00:00:00"),
            ("2026-02-27T23:55:00Z", 300.0, 2, "2026-02-28T00:05:00Z"),
            ("2026-02-27T23:55:00+02:00", 300.0, 1, "2026-02-28T00:00:00+02"),
        ];
        for (last, cadence_s, ahead, expected) in cases {
            assert_eq!(written(last, cadence_s, ahead).as_deref(), Some(expected), "{last}");
        }
    }

    #[test]
    fn months_follow_each_other_by_the_calendar() {
        assert_eq!(written("2026-01-31", 31.0 * DAY_S, 1).as_deref(), Some("2026-02-28"));
        assert_eq!(written("2026-01-01", 30.0 * DAY_S, 12).as_deref(), Some("2027-01-01"));
    }

    #[test]
    fn past_the_end_of_the_calendar_there_is_no_time() {
        assert_eq!(written("9999-12-31", DAY_S, 1), None);
        assert_eq!(written(&i64::MAX.to_string(), 1.0, 1), None);
    }
}
