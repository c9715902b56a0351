//! Delays: how long must a level wait for its parts' indices, so that none tells of a dip too soon?
//!
//! A dip shows in the index of its day. The incident about it can rise only once the filter has
//! named the change, which takes some readings more, and the recovery time has run out after that.
//! The delay is the longest of these ways among the parts, the same for all of them and for every
//! day: what it depends on is calendars, cadences and agreed times, never what is reported
//! (decision 0013).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::{Federation, Now};
use crate::agreement::{self, Subject};
use crate::cadence::Cadence;
use crate::calendar::Calendar;
use crate::effect::Thing;
use crate::id::UnitId;
use crate::limits;
use crate::registry::Sphere;
use crate::release::{self, DelayHistory};
use crate::rollup::GROUP_LEAST;
use crate::time::{Date, Timestamp};

/// A unit whose dips can be read from the index of some part of a level.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Teller {
    unit: UnitId,
    /// Working days for which levels between it and the part hold an incident of it.
    held: u32,
}

/// The way from a dip to the rise of its incident, as far as it depends on the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    /// A place among the calendars below the level.
    calendar: Option<usize>,
    cadence: Cadence,
    recovery: Duration,
}

impl Federation {
    /// When the day of a part's own index reaches the level above. Working days are counted by the
    /// calendar, of the level or of one below it, by which they last longest.
    pub fn released(&self, level: UnitId, date: Date) -> Timestamp {
        let delays = &self.ledgers[level.index()].delays;
        let below = self.calendars_below.get(&level).into_iter().flatten().map(AsRef::as_ref);
        let all = below.chain([self.registry.unit(level).calendar.as_ref()]);
        all.map(|hours| release::release(date, delays, hours)).max().unwrap_or(Timestamp::MAX)
    }

    /// The delay of a level, today and on every later day on which the recovery time of a unit
    /// below it begins to hold or lapses. A change applies to days after it.
    pub(super) fn refresh_delay(&mut self, now: &mut Now, level: UnitId) {
        let today = self.registry.unit(level).calendar.date_of(now.at);
        let tellers = self.tellers(level, today);
        if tellers.is_empty() {
            return;
        }
        self.gather_calendars_below(level);
        let units: BTreeSet<UnitId> = tellers.iter().map(|teller| teller.unit).collect();
        let turns = self.terms.recovery_turns(&units, today);
        let mut known = BTreeMap::new();
        let delays: Vec<(Date, u32)> = std::iter::once(today)
            .chain(turns)
            .map(|day| (day, self.longest_way(level, day, today, &mut known)))
            .collect();
        let history = &mut self.ledgers[level.index()].delays;
        history.forget_after(today);
        if history.is_unset() {
            *history = DelayHistory::new(delays[0].1);
        }
        for (day, working_days) in delays {
            history.change(day, working_days);
        }
        now.touch(Thing::Ledger(level));
    }

    /// The same for every level above a unit.
    pub(super) fn refresh_delays_above(&mut self, now: &mut Now, unit: UnitId) {
        for level in self.registry.above(unit).collect::<Vec<_>>() {
            self.refresh_delay(now, level);
        }
    }

    /// Which calendars stand below a level, each once.
    pub(super) fn gather_calendars_below(&mut self, level: UnitId) {
        let mut calendars: Vec<Arc<Calendar>> = Vec::new();
        for Teller { unit, .. } in self.tellers(level, Date::MAX) {
            let hours = &self.registry.unit(unit).calendar;
            if !calendars.iter().any(|known| is_same(known, hours)) {
                calendars.push(Arc::clone(hours));
            }
        }
        self.calendars_below.insert(level, calendars);
    }

    /// The parts of a level; and where a part's index rests on fewer than three parts of its own,
    /// those too, because their sum hides none of them.
    fn tellers(&self, level: UnitId, day: Date) -> Vec<Teller> {
        // On the node of a branch, its sisters' times are not known: their days come elsewhere.
        let is_counted =
            |part: &&UnitId| self.registry.lives_here(level) || self.registry.lives_here(**part);
        let first = self.registry.parts(level).iter().filter(is_counted);
        let mut tellers: Vec<Teller> = first.map(|unit| Teller { unit: *unit, held: 0 }).collect();
        let mut next = 0;
        while let Some(Teller { unit, held }) = tellers.get(next).copied() {
            let parts = self.registry.parts(unit);
            if parts.len() < GROUP_LEAST {
                let held = held + whole_days(self.terms.recovery_days(unit, None, day));
                tellers.extend(parts.iter().map(|part| Teller { unit: *part, held }));
            }
            next += 1;
        }
        tellers
    }

    /// Working days of the longest way among the tellers of a level, with the times agreed for
    /// `day`. `known` holds what other days had in common with it.
    fn longest_way(
        &self,
        level: UnitId,
        day: Date,
        today: Date,
        known: &mut BTreeMap<Way, u32>,
    ) -> u32 {
        let calendars = &self.calendars_below[&level];
        let mut longest = 0;
        for Teller { unit, held } in self.tellers(level, day) {
            let hours = &self.registry.unit(unit).calendar;
            let calendar = calendars.iter().position(|known| is_same(known, hours));
            let in_index = self.registry.indicators_of(unit).iter().filter(|id| {
                let is_work = self.registry.indicator(**id).sphere == Sphere::Work;
                is_work && self.terms.ever(unit, Subject::Capability(**id))
            });
            let own = in_index.map(|id| (Some(*id), self.registry.indicator(*id).cadence));
            for (indicator, cadence) in own.chain([(None, Cadence::Daily)]) {
                let recovery = self.terms.recovery_days(unit, indicator, day);
                let recovery = agreement::working_days(recovery, hours);
                let way = Way { calendar, cadence, recovery };
                let days = known.entry(way).or_insert_with(|| days_of(way, hours, today));
                longest = longest.max(held + *days);
            }
        }
        longest
    }
}

fn is_same(a: &Arc<Calendar>, b: &Arc<Calendar>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

/// Working days after its close at which a day may be released: by then an incident about a dip on
/// it could have risen. The longest of a week, because days of a week differ; and of one without
/// holidays, because weeks that have some hold fewer working days. Where a holiday can leave a short
/// day in place of a long one, one day more.
fn days_of(way: Way, hours: &Calendar, today: Date) -> u32 {
    let hours = &hours.without_holidays();
    let week = std::iter::successors(Some(today), |date| date.tomorrow().ok()).take(7);
    let days = week.map(|dip| {
        let rises = could_have_risen(way, hours, dip);
        let mut closed = dip;
        (0..limits::DELAY_DAYS)
            .find(|_| {
                let is_after = hours.closes(closed) >= rises;
                closed = hours.next_working_day(closed);
                is_after
            })
            .unwrap_or(limits::DELAY_DAYS)
    });
    let spare = u32::from(!hours.has_equal_days());
    days.max().map_or(limits::DELAY_DAYS, |days| days + spare)
}

/// When an incident about a dip on that day rises if nothing stops its clock, and every report that
/// tells of it comes at the last moment that it may.
fn could_have_risen(way: Way, hours: &Calendar, dip: Date) -> Timestamp {
    let Way { cadence, recovery, .. } = way;
    let first = cadence.period_of(hours.start_of(dip), hours);
    let last = (0..limits::READINGS_TO_NAME)
        .fold(first, |period, _| cadence.next_due_period(&period, hours));
    let told = cadence.late_at(&last, hours);
    let readings = u32::try_from(limits::READINGS_TO_RECOVER).expect("three");
    let third = cadence.nth_due_after(told, readings, hours);
    hours.add_working(hours.next_working(told), recovery).max(third)
}

/// Working days for which a level holds an incident: its recovery time, and no less than three
/// daily readings.
fn whole_days(recovery: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most ten days")]
    let days = recovery.ceil() as u32;
    days.max(u32::try_from(limits::READINGS_TO_RECOVER).expect("three"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{Shift, Zone};

    fn works(days: usize, shifts: &[&str], short_saturday: &[&str], holidays: &[i8]) -> Calendar {
        let week = Weekday::Monday.cycle_forward().take(days);
        let on = |weekday, shifts: &[&str]| -> Vec<(Weekday, Shift)> {
            shifts.iter().map(|shift| (weekday, Shift::parse(shift).unwrap())).collect()
        };
        let week = week.flat_map(|weekday| on(weekday, shifts));
        let week: Vec<_> = week.chain(on(Weekday::Saturday, short_saturday)).collect();
        let zone = Zone::parse("America/Santiago").unwrap();
        Calendar::new(zone, week, holidays.iter().map(|day| date(2026, 9, *day))).unwrap()
    }

    fn calendars() -> Vec<Calendar> {
        vec![
            works(5, &["08:00-17:00"], &[], &[18, 19]),
            works(5, &["08:00-17:00"], &["08:00-11:00"], &[18]),
            works(3, &["06:00-14:00"], &[], &[]),
            works(7, &["06:00-14:00", "14:00-22:00", "22:00-06:00"], &[], &[]),
            works(5, &["20:00-08:00"], &[], &[15, 16, 17, 18]),
            Calendar::always(Zone::utc()),
        ]
    }

    #[test]
    fn a_daily_figure_takes_its_recovery_time_and_the_readings_that_name_a_change() {
        let office = &calendars()[0];
        for (recovery, days) in [(0.125, 6), (3.0, 6), (3.5, 7), (5.0, 8), (10.0, 13)] {
            let recovery = agreement::working_days(recovery, office);
            let way = Way { calendar: None, cadence: Cadence::Daily, recovery };
            assert_eq!(days_of(way, office, date(2026, 9, 1)), days);
        }
        let recovery = agreement::working_days(3.0, office);
        let weekly = Way { calendar: None, cadence: Cadence::Weekly, recovery };
        assert_eq!(days_of(weekly, office, date(2026, 9, 1)), 34);
        let monthly = Way { cadence: Cadence::Monthly, ..weekly };
        assert_eq!(days_of(monthly, office, date(2026, 9, 1)), limits::DELAY_DAYS);
    }

    /// Clocks go forward on 6 September, in the last hours of a recovery time that a plant with
    /// three shifts had, and the day was released before they were over.
    #[test]
    fn an_hour_that_clocks_jump_over_lets_nothing_out_early() {
        let hours = &calendars()[3];
        let recovery = Duration::from_mins(191 * 60 + 30);
        let way = Way { calendar: None, cadence: Cadence::Daily, recovery };
        let delay = DelayHistory::new(days_of(way, hours, date(2026, 3, 2)));
        let dip = date(2026, 8, 25);
        let closed = hours.closes_after(dip, delay.latest());
        let rises = could_have_risen(way, hours, dip);
        assert!(closed < rises && rises <= release::release(dip, &delay, hours));
    }

    proptest! {
        /// One week is looked at; holidays and changes of clocks come in others.
        #[test]
        fn on_every_day_of_a_year_an_incident_could_have_risen_before_the_release(
            which in 0_usize..6,
            cadence in prop::sample::select(vec!["15 min", "2 h", "daily", "weekly"]),
            recovery in 0.125_f64..10.0,
            dip in 0_i32..365,
        ) {
            let hours = &calendars()[which];
            let recovery = agreement::working_days(recovery, hours);
            let cadence = Cadence::parse(cadence).unwrap();
            let way = Way { calendar: None, cadence, recovery };
            let days = days_of(way, hours, date(2026, 9, 14));
            prop_assume!(days < limits::DELAY_DAYS);
            let dip = date(2026, 3, 2).checked_add(jiff::Span::new().days(dip)).unwrap();
            let released = release::release(dip, &DelayHistory::new(days), hours);
            prop_assert!(could_have_risen(way, hours, dip) <= released, "{dip}");
        }
    }
}
