//! Hours: which calendar do a zone, shifts and holidays make, as people wrote them?

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::{Findings, ShiftDraft, UnitDraft};
use crate::calendar::{Calendar, CalendarError, Shift, Zone, parse_weekday};

/// Zones by the words that named them: a thousand units of one country share one table.
#[derive(Default)]
pub(super) struct Zones(HashMap<String, Zone>);

impl Zones {
    fn get(&mut self, given: &str) -> Result<Zone, CalendarError> {
        if let Some(zone) = self.0.get(given) {
            return Ok(zone.clone());
        }
        let zone = Zone::parse(given)?;
        self.0.insert(given.to_owned(), zone.clone());
        Ok(zone)
    }
}

/// The unit's calendar; none where the draft says nothing of it. What it says only in part is
/// completed from `base`.
pub(super) fn calendar(
    draft: &UnitDraft,
    place: &str,
    base: Option<Arc<Calendar>>,
    zones: &mut Zones,
    findings: &mut Findings,
) -> Option<Arc<Calendar>> {
    if draft.zone.is_none() && draft.shifts.is_none() && draft.holidays.is_none() {
        return None;
    }
    let before = findings.0.len();
    let zone = match &draft.zone {
        Some(given) => zones
            .get(given)
            .map_err(|error| findings.add(&format!("{place}.zone"), given, wanted(&error)))
            .ok(),
        None => Some(base.as_ref().map_or_else(Zone::utc, |base| base.zone().clone())),
    };
    let week = match &draft.shifts {
        Some(shifts) => week(shifts, place, findings),
        None => base.iter().flat_map(|base| base.shifts()).collect(),
    };
    let dates = match &draft.holidays {
        Some(given) => holidays(given, place, findings),
        None => base.map(|base| base.holidays().to_vec()).unwrap_or_default(),
    };
    if findings.0.len() > before {
        return None;
    }
    let calendar = if week.is_empty() {
        if draft.holidays.as_ref().is_some_and(|given| !given.is_empty()) {
            let expected = "no holidays, or shifts that do not hold on them";
            findings.add(&format!("{place}.holidays"), "", expected);
        }
        Ok(Calendar::always(zone?))
    } else {
        Calendar::new(zone?, week, dates)
    };
    match calendar {
        Ok(calendar) => Some(Arc::new(calendar)),
        Err(error) => {
            let field = match &error {
                CalendarError::TooManyHolidays
                | CalendarError::FarHoliday { .. }
                | CalendarError::NoWork { .. } => "holidays",
                CalendarError::UnknownZone { .. }
                | CalendarError::NotAShift { .. }
                | CalendarError::NotAWeekday { .. }
                | CalendarError::NoLength { .. }
                | CalendarError::Overlap { .. }
                | CalendarError::EmptyWeek
                | CalendarError::TooManyShifts { .. } => "shifts",
            };
            findings.add(&format!("{place}.{field}"), "", error.to_string());
            None
        }
    }
}

fn week(shifts: &[ShiftDraft], place: &str, findings: &mut Findings) -> Vec<(Weekday, Shift)> {
    let mut week = Vec::new();
    for (at, draft) in shifts.iter().enumerate() {
        let place = format!("{place}.shifts[{at}]");
        let hours = format!("{}-{}", draft.from, draft.to);
        let shift = match Shift::parse(&hours) {
            Ok(shift) => Some(shift),
            Err(error) => {
                findings.add(&place, &hours, wanted(&error));
                None
            }
        };
        if draft.days.is_empty() {
            findings.add(&format!("{place}.days"), "", "at least one day of the week");
        }
        for (day, given) in draft.days.iter().enumerate() {
            match days(given) {
                Ok(days) => week.extend(days.into_iter().zip(shift.into_iter().cycle())),
                Err(error) => findings.add(&format!("{place}.days[{day}]"), given, wanted(&error)),
            }
        }
    }
    week
}

/// One day, or those from one to another.
fn days(given: &str) -> Result<Vec<Weekday>, CalendarError> {
    let Some((first, last)) = given.split_once(['-', '–']) else {
        return Ok(vec![parse_weekday(given)?]);
    };
    let (first, last) = (parse_weekday(first)?, parse_weekday(last)?);
    let between = first.cycle_forward().take_while(|day| *day != last);
    // The days before the last one; a week at most, as each day comes again after seven.
    Ok(between.take(6).chain([last]).collect())
}

fn holidays(given: &[String], place: &str, findings: &mut Findings) -> Vec<Date> {
    let mut dates = Vec::with_capacity(given.len());
    for (at, given) in given.iter().enumerate() {
        match given.trim().parse::<Date>() {
            Ok(date) => dates.push(date),
            Err(_) => {
                findings.add(
                    &format!("{place}.holidays[{at}]"),
                    given,
                    "a date such as 2026-05-01",
                );
            }
        }
    }
    dates
}

/// What would be right, in words that complete "expected …".
fn wanted(error: &CalendarError) -> String {
    match error {
        CalendarError::UnknownZone { meant: Some(meant), .. } => meant.clone(),
        CalendarError::UnknownZone { meant: None, .. }
        | CalendarError::NotAShift { .. }
        | CalendarError::NotAWeekday { .. }
        | CalendarError::NoLength { .. }
        | CalendarError::Overlap { .. }
        | CalendarError::EmptyWeek
        | CalendarError::TooManyShifts { .. }
        | CalendarError::TooManyHolidays
        | CalendarError::FarHoliday { .. }
        | CalendarError::NoWork { .. } => {
            let words = error.to_string();
            let right = words.split_once("expected ").or_else(|| words.split_once("; "));
            right.map_or(words.clone(), |(_, right)| right.to_owned())
        }
    }
}
