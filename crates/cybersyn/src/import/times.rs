//! Times: what instant does a cell mean?
//!
//! With a format, what it says; without, ISO 8601 in its usual forms. A time without zone is one of
//! the mapping's zone, or of the unit's own. Some tables write the midnight at the end of a day as
//! 0:00 of that same day, and some name periods by their end; both are said in the mapping.

use std::borrow::Cow;

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::fmt::temporal::Pieces;
use jiff::tz::Offset;
use mission::cadence::Cadence;
use mission::calendar::{Calendar, Zone};
use mission::report::DraftTime;
use mission::time::Timestamp;

/// How the times of a table are read.
#[derive(Debug)]
pub(crate) struct Times {
    format: Format,
    zone: Option<Zone>,
    midnight: Midnight,
    stands_for: StandsFor,
}

#[derive(Debug)]
enum Format {
    Iso,
    Seconds,
    Millis,
    Pattern { pattern: String, sample: String },
}

/// Which day a 0:00 belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Midnight {
    /// The one that it begins.
    BeginsTheDay,
    /// The one that it ends, and whose date is written with it.
    EndsTheDay,
}

impl From<bool> for Midnight {
    fn from(ends_the_day: bool) -> Self {
        if ends_the_day { Self::EndsTheDay } else { Self::BeginsTheDay }
    }
}

/// Which end of a period its time names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StandsFor {
    /// Its beginning, as everywhere in this program.
    Beginning,
    /// Its end.
    End,
}

impl From<bool> for StandsFor {
    fn from(is_end: bool) -> Self {
        if is_end { Self::End } else { Self::Beginning }
    }
}

impl Times {
    /// A reader of times; or what would be a format.
    pub(crate) fn new(
        format: Option<&str>,
        zone: Option<Zone>,
        midnight: Midnight,
        stands_for: StandsFor,
    ) -> Result<Self, String> {
        let format = match format {
            None | Some("iso") => Format::Iso,
            Some("unix") => Format::Seconds,
            Some("unix-ms") => Format::Millis,
            Some(pattern) => {
                let sample = sample(pattern).ok_or_else(|| {
                    format!(
                        "{pattern:?} is no format of times; expected iso, unix, unix-ms, or year, \
                         month and day as in %d/%m/%Y %H:%M"
                    )
                })?;
                Format::Pattern { pattern: pattern.to_owned(), sample }
            }
        };
        Ok(Self { format, zone, midnight, stands_for })
    }

    /// The time in a cell; or what would be one.
    pub(crate) fn read(&self, cell: &str) -> Result<DraftTime<'static>, String> {
        let (local, offset) = match &self.format {
            Format::Seconds | Format::Millis => return self.count(cell),
            Format::Iso => iso(cell).ok_or_else(|| {
                "a time such as 2026-10-16T17:41, 2026-10-16T17:41:00-03:00 or 2026-10-16; for \
                 another form give the mapping a format"
                    .to_owned()
            })?,
            Format::Pattern { pattern, sample } => patterned(pattern, cell)
                .ok_or_else(|| format!("a time in the form {pattern}, such as {sample}"))?,
        };
        let local = match self.midnight {
            Midnight::EndsTheDay if local.time() == jiff::civil::Time::midnight() => {
                local.tomorrow().map_err(|_| "a time from 1900 to 2199".to_owned())?
            }
            Midnight::EndsTheDay | Midnight::BeginsTheDay => local,
        };
        match (offset, &self.zone) {
            (Some(offset), _) => {
                let instant = offset.to_timestamp(local);
                let instant = instant.map_err(|_| "a time from 1900 to 2199".to_owned())?;
                Ok(DraftTime::At(Timestamp::from_millis(instant.as_millisecond())))
            }
            (None, Some(zone)) => {
                let instant = zone.resolve(local, None);
                instant.map(DraftTime::At).map_err(|problem| {
                    let words = problem.to_string();
                    words.split_once("expected ").map_or(words.clone(), |(why, right)| {
                        format!("{right} ({})", why.trim_end_matches("; "))
                    })
                })
            }
            (None, None) => Ok(DraftTime::Local(local)),
        }
    }

    fn count(&self, cell: &str) -> Result<DraftTime<'static>, String> {
        let (a_second, unit) = match &self.format {
            Format::Millis => (1, "milliseconds"),
            Format::Seconds | Format::Iso | Format::Pattern { .. } => (1000, "seconds"),
        };
        let millis = cell.parse::<i64>().ok().and_then(|count| count.checked_mul(a_second));
        let millis = millis.ok_or_else(|| format!("whole {unit} since 1970"))?;
        Ok(DraftTime::At(Timestamp::from_millis(millis)))
    }

    /// The beginning of the period that a reading of `at` is for.
    pub(crate) fn beginning(&self, at: Timestamp, cadence: Cadence, hours: &Calendar) -> Timestamp {
        match self.stands_for {
            StandsFor::Beginning => at,
            StandsFor::End => {
                let just_before = Timestamp::from_millis(at.as_millis() - 1);
                cadence.period_of(just_before, hours).start
            }
        }
    }
}

fn iso(cell: &str) -> Option<(DateTime, Option<Offset>)> {
    let cell = with_padded_hour(cell);
    let pieces = Pieces::parse(cell.as_ref()).ok()?;
    let time = pieces.time().unwrap_or(jiff::civil::Time::midnight());
    Some((pieces.date().to_datetime(time), pieces.to_numeric_offset()))
}

/// `2026-10-16 7:41` is ISO 8601 but for the missing zero, and spreadsheets write it.
fn with_padded_hour(cell: &str) -> Cow<'_, str> {
    match cell.as_bytes() {
        [.., b' ' | b'T', hour, b':', _, _] if hour.is_ascii_digit() => {
            let (before, after) = cell.split_at(cell.len() - 4);
            Cow::Owned(format!("{before}0{after}"))
        }
        _ => Cow::Borrowed(cell),
    }
}

fn patterned(pattern: &str, cell: &str) -> Option<(DateTime, Option<Offset>)> {
    let mut parsed = strtime::parse(pattern, cell).ok()?;
    if parsed.day().is_none() && parsed.month().is_some() {
        parsed.set_day(Some(1)).ok()?;
    }
    Some((parsed.to_datetime().ok()?, parsed.offset()))
}

/// A time as a pattern writes it, if it can read that again.
fn sample(pattern: &str) -> Option<String> {
    let noon = jiff::civil::date(2026, 10, 16).at(17, 41, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    let sample = strtime::format(pattern, &noon.ok()?).ok()?;
    let (read, _) = patterned(pattern, &sample)?;
    (read.year() == 2026 && read.month() == 10).then_some(sample)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(format: Option<&str>) -> Times {
        Times::new(format, None, Midnight::BeginsTheDay, StandsFor::Beginning).unwrap()
    }

    fn local(text: &str) -> DraftTime<'static> {
        DraftTime::Local(text.parse().unwrap())
    }

    fn at(text: &str) -> DraftTime<'static> {
        let instant: jiff::Timestamp = text.parse().unwrap();
        DraftTime::At(Timestamp::from_millis(instant.as_millisecond()))
    }

    #[test]
    fn iso_times_are_read_with_and_without_zone() {
        let iso = times(None);
        assert_eq!(iso.read("2026-10-16"), Ok(local("2026-10-16T00:00")));
        assert_eq!(iso.read("2026-10-16 17:41"), Ok(local("2026-10-16T17:41")));
        assert_eq!(iso.read("2026-10-16 7:41"), Ok(local("2026-10-16T07:41")));
        assert_eq!(iso.read("2026-10-16T17:41:00-03:00"), Ok(at("2026-10-16T20:41:00Z")));
        assert_eq!(iso.read("2026-10-16T17:41:00Z"), Ok(at("2026-10-16T17:41:00Z")));
        for bad in ["", "yesterday", "16.10.2026", "2026-13-01", "2026-10-16T25:00", "17:41"] {
            assert!(iso.read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_format_reads_what_spreadsheets_write() {
        let steel = times(Some("%d/%m/%Y %H:%M"));
        assert_eq!(steel.read("1/1/2018 0:15"), Ok(local("2018-01-01T00:15")));
        assert_eq!(steel.read("31/12/2018 23:45"), Ok(local("2018-12-31T23:45")));
        assert_eq!(times(Some("%m/%d/%Y")).read("3/11/2015"), Ok(local("2015-03-11T00:00")));
        assert_eq!(times(Some("%Y-%m")).read("2015-03"), Ok(local("2015-03-01T00:00")));
        assert_eq!(
            times(Some("%Y-%m-%d %H:%M %z")).read("2015-03-11 06:00 +0600"),
            Ok(at("2015-03-11T00:00:00Z"))
        );
        assert_eq!(times(Some("unix")).read("1500000000"), Ok(at("2017-07-14T02:40:00Z")));
        assert_eq!(times(Some("unix-ms")).read("1500000000000"), Ok(at("2017-07-14T02:40:00Z")));
        let expected = steel.read("2018-01-01").unwrap_err();
        assert_eq!(expected, "a time in the form %d/%m/%Y %H:%M, such as 16/10/2026 17:41");
        assert!(times(Some("unix")).read("1.5").is_err());
    }

    #[test]
    fn a_format_must_name_a_date() {
        for bad in ["", "%H:%M", "%J", "year", "%Y"] {
            let made = Times::new(Some(bad), None, Midnight::BeginsTheDay, StandsFor::Beginning);
            assert!(made.is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_that_clocks_jumped_over_is_refused_and_one_that_comes_twice_is_the_first() {
        let zone = Some(Zone::parse("America/Santiago").unwrap());
        let times = Times::new(None, zone, Midnight::BeginsTheDay, StandsFor::Beginning).unwrap();
        let expected = times.read("2026-09-06 00:30").unwrap_err();
        assert!(expected.contains("clocks went from 2026-09-06T00:00:00 to"), "{expected}");
        assert_eq!(times.read("2026-04-04 23:30"), Ok(at("2026-04-05T02:30:00Z")));
    }

    #[test]
    fn the_midnight_that_ends_a_day_is_that_of_the_next() {
        let times =
            |midnight| Times::new(Some("%d/%m/%Y %H:%M"), None, midnight, StandsFor::End).unwrap();
        let ends = times(Midnight::EndsTheDay);
        assert_eq!(ends.read("31/12/2018 0:00"), Ok(local("2019-01-01T00:00")));
        assert_eq!(ends.read("31/12/2018 0:15"), Ok(local("2018-12-31T00:15")));
        let begins = times(Midnight::BeginsTheDay);
        assert_eq!(begins.read("31/12/2018 0:00"), Ok(local("2018-12-31T00:00")));
    }

    #[test]
    fn a_period_named_by_its_end_is_known_by_its_beginning() {
        let zone = Zone::utc();
        let hours = Calendar::always(zone);
        let times = Times::new(None, None, Midnight::BeginsTheDay, StandsFor::End).unwrap();
        let beginning = |end: &str, cadence: &str| {
            let end: jiff::Timestamp = end.parse().unwrap();
            let end = Timestamp::from_millis(end.as_millisecond());
            times.beginning(end, Cadence::parse(cadence).unwrap(), &hours).to_string()
        };
        assert_eq!(beginning("2018-01-01T00:15:00Z", "15 min"), "2018-01-01T00:00:00Z");
        assert_eq!(beginning("2018-01-02T00:00:00Z", "15 min"), "2018-01-01T23:45:00Z");
        assert_eq!(beginning("2018-02-01T00:00:00Z", "monthly"), "2018-01-01T00:00:00Z");
        assert_eq!(beginning("2018-01-31T00:00:00Z", "monthly"), "2018-01-01T00:00:00Z");
    }
}
