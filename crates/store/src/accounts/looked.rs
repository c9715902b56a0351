//! Looked: who looked at which figures of another unit, on which days?
//!
//! Kept for the unit that was looked at, beside the log and not in it: looking changes nothing, and a
//! replay need not know of it. Units are counted and not people.

use mission::id::{IndicatorId, UnitId};
use mission::time::Date;

use super::Accounts;
use crate::error::StoreError;

/// A unit that looked at a figure of another on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Look {
    /// The unit whose figure it is.
    pub unit: UnitId,
    /// The unit that looked.
    pub viewer: UnitId,
    /// The figure.
    pub indicator: IndicatorId,
    /// The day, by UTC.
    pub day: Date,
}

impl Accounts {
    /// Counts so many more times of each, and forgets what was before a day.
    pub fn add_looks(&mut self, looks: &[(Look, u64)], kept_from: Date) -> Result<(), StoreError> {
        let change = self.file.transaction().map_err(|error| StoreError::writing(&error))?;
        let written = looks.iter().try_for_each(|(look, times)| {
            let mut add = change.prepare_cached(
                "INSERT INTO looked (unit, viewer, indicator, day, times) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET times = times + excluded.times",
            )?;
            let times = times.cast_signed();
            let Look { unit, viewer, indicator, day } = look;
            add.execute((unit.0, viewer.0, indicator.0, number(*day), times)).map(drop)
        });
        let written = written
            .and_then(|()| change.execute("DELETE FROM looked WHERE day < ?1", [number(kept_from)]))
            .and_then(|_| change.commit());
        written.map_err(|error| StoreError::writing(&error))
    }

    /// Who looked at a unit's figures, and how often, in order.
    pub fn looks_at(&self, unit: UnitId) -> Result<Vec<(Look, u64)>, StoreError> {
        let reading = || StoreError::reading("looked");
        let query = self.file.prepare_cached(
            "SELECT viewer, indicator, day, times FROM looked WHERE unit = ?1
             ORDER BY viewer, indicator, day",
        );
        let mut query = query.map_err(reading())?;
        let mut rows = query.query([unit.0]).map_err(reading())?;
        let mut looks = Vec::new();
        while let Some(row) = rows.next().map_err(reading())? {
            let (viewer, indicator, day, times): (u32, u32, i64, i64) =
                row.try_into().map_err(reading())?;
            let day = date(day).ok_or_else(|| StoreError::corrupt("looked", "it has no day"))?;
            let (viewer, indicator) = (UnitId(viewer), IndicatorId(indicator));
            looks.push((Look { unit, viewer, indicator, day }, times.cast_unsigned()));
        }
        Ok(looks)
    }
}

/// `20261016`: days in order, which people can read in the file.
fn number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

fn date(number: i64) -> Option<Date> {
    let part = |number: i64| i8::try_from(number % 100).ok();
    let year = i16::try_from(number / 10_000).ok()?;
    Date::new(year, part(number / 100)?, part(number)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(viewer: u32, indicator: u32, day: i8) -> Look {
        let day = Date::constant(2026, 10, day);
        Look { unit: UnitId(3), viewer: UnitId(viewer), indicator: IndicatorId(indicator), day }
    }

    #[test]
    fn looks_add_up_by_day_and_are_found_again_after_a_start() {
        let directory = tempfile::tempdir().unwrap();
        let first = Date::constant(2026, 10, 1);
        {
            let mut accounts = Accounts::open(directory.path()).unwrap();
            accounts.add_looks(&[(look(1, 7, 16), 2), (look(1, 7, 17), 1)], first).unwrap();
            accounts.add_looks(&[(look(1, 7, 16), 3), (look(0, 8, 16), 1)], first).unwrap();
            let elsewhere = Look { unit: UnitId(4), ..look(1, 7, 16) };
            accounts.add_looks(&[(elsewhere, 1)], first).unwrap();
        }
        let accounts = Accounts::open(directory.path()).unwrap();
        let expected = [(look(0, 8, 16), 1), (look(1, 7, 16), 5), (look(1, 7, 17), 1)];
        assert_eq!(accounts.looks_at(UnitId(3)).unwrap(), expected);
        accounts.inspect().unwrap();
    }

    #[test]
    fn what_is_long_past_is_forgotten() {
        let mut accounts = Accounts::in_memory().unwrap();
        accounts.add_looks(&[(look(1, 7, 1), 1)], Date::constant(2026, 9, 1)).unwrap();
        accounts.add_looks(&[(look(1, 7, 20), 1)], Date::constant(2026, 10, 2)).unwrap();
        assert_eq!(accounts.looks_at(UnitId(3)).unwrap(), [(look(1, 7, 20), 1)]);
    }
}
