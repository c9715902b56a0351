//! Days: what did a unit do on this day, in the figures that count in its index?
//!
//! A day is the unit's local date. Its figures are kept apart from the series, so that a late or
//! corrected reading revises the index at once, and visibly. What follows from them with the terms
//! of that day is worked out when they change, not when they are looked at.

use super::{Federation, Now};
use crate::agreement::Subject;
use crate::effect::Thing;
use crate::id::{IndicatorId, UnitId};
use crate::index::Contribution;
use crate::limits;
use crate::registry::{Aggregate, Sphere};
use crate::report::Reading;
use crate::rollup::{self, Part, RollUp, SameDay};
use crate::series::Arrival;
use crate::time::{Date, Timestamp};

/// The figures of one unit and day that count in its index. Plain data, kept by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Day {
    /// The unit.
    pub unit: UnitId,
    /// Its local date.
    pub date: Date,
    /// A figure for each indicator that reported, in order of id.
    pub figures: Vec<Figure>,
    /// When data that came after the day had closed last changed it.
    pub revised: Option<Timestamp>,
    /// What the figures add to the index, with the terms of that day. Derived.
    pub contribution: Contribution,
}

/// An indicator's readings of a day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The sum of its readings.
    pub sum: f64,
    /// How many there are.
    pub count: u32,
}

impl Figure {
    /// The day's actuality.
    pub fn actuality(&self, aggregate: Aggregate) -> f64 {
        match aggregate {
            Aggregate::Sum => self.sum,
            Aggregate::Mean => self.sum / f64::from(self.count.max(1)),
        }
    }
}

impl Federation {
    /// Counts a reading in its day, if its indicator has a place in the index then.
    pub(super) fn count_in_day(&mut self, now: &mut Now, reading: Reading, arrival: Arrival) {
        let indicator = self.registry.indicator(reading.indicator);
        let unit = indicator.unit;
        if indicator.sphere != Sphere::Work {
            return;
        }
        let hours = &self.registry.unit(unit).calendar;
        let date = hours.date_of(reading.at);
        if self.terms.on(unit, Subject::Capability(reading.indicator), date).is_none() {
            return;
        }
        let is_late = hours.closes(date) <= now.at;
        // What it was before is in no figure where the terms came after it: there is nothing to
        // correct.
        let figures = self.days.get(&(unit, date)).map_or(&[][..], |day| &day.figures);
        let is_counted = figures.iter().any(|figure| figure.indicator == reading.indicator);
        if matches!(arrival, Arrival::Corrected(_)) && !is_counted {
            return;
        }
        if !self.days.contains_key(&(unit, date)) && !self.make_room_for_day(unit, date) {
            return;
        }
        let day = self.days.entry((unit, date)).or_insert_with(|| Day::new(unit, date));
        day.count(reading, arrival);
        if is_late {
            day.revised = Some(now.at);
        }
        self.work_out((unit, date));
        now.touch(Thing::Day(unit, date));
    }

    /// The oldest day of a unit leaves memory for a newer one. Whether there is room for `date`.
    fn make_room_for_day(&mut self, unit: UnitId, date: Date) -> bool {
        let of_unit = (unit, Date::MIN)..=(unit, Date::MAX);
        let count = self.days.range(of_unit.clone()).count();
        if count < limits::INDEX_DAYS {
            return true;
        }
        let oldest = self.days.range(of_unit).next().map(|(key, _)| *key);
        match oldest {
            Some(oldest) if oldest.1 < date => self.days.remove(&oldest).is_some(),
            Some(_) | None => false,
        }
    }

    /// Works out what the figures of a day add to the index, with the terms of that day.
    pub(super) fn work_out(&mut self, key: (UnitId, Date)) {
        let Some(day) = self.days.get(&key) else { return };
        let contribution = self.contribution_of(key.0, key.1, &day.figures);
        if let Some(day) = self.days.get_mut(&key) {
            day.contribution = contribution;
        }
    }

    /// Terms changed: every day in memory that they may concern is worked out again.
    pub(super) fn work_out_days_of(&mut self, unit: UnitId) {
        let of_unit = (unit, Date::MIN)..=(unit, Date::MAX);
        let keys: Vec<_> = self.days.range(of_unit).map(|(key, _)| *key).collect();
        for key in keys {
            self.work_out(key);
        }
    }

    fn contribution_of(&self, unit: UnitId, date: Date, figures: &[Figure]) -> Contribution {
        let mut sum = Contribution::default();
        for id in self.registry.indicators_of(unit) {
            let Some(terms) = self.terms.in_index(&self.registry, *id, date) else { continue };
            let aggregate = self.registry.indicator(*id).aggregate;
            let figure = figures.iter().find(|figure| figure.indicator == *id);
            let (contribution, _) =
                terms.contribution(figure.map(|figure| figure.actuality(aggregate)));
            sum += contribution;
        }
        sum
    }

    /// What a unit's own indicators add up to on a day, reported or not.
    pub fn own_contribution(&self, unit: UnitId, date: Date) -> Contribution {
        if let Some(sent) = self.sent_up(unit, date) {
            return sent;
        }
        match self.days.get(&(unit, date)) {
            Some(day) => day.contribution,
            None => self.contribution_of(unit, date, &[]),
        }
    }

    /// What a unit and everything below it add up to on a day.
    pub fn contribution(&self, unit: UnitId, date: Date) -> Contribution {
        let own = self.own_contribution(unit, date);
        let parts = self.registry.parts(unit).iter();
        parts.fold(own, |sum, part| sum + self.contribution(*part, date))
    }

    /// The roll-up of a unit's direct parts on a day.
    pub fn roll_up(&self, unit: UnitId, date: Date) -> RollUp<UnitId> {
        rollup::roll_up(&self.contributions(self.registry.parts(unit), date))
    }

    /// What a level sees of its parts on the day itself. Those that opened later are in no group
    /// of that day: a group that changed could be taken apart by what it was before. What comes
    /// from before the level's first part opened is history that all of them brought along.
    pub fn same_day(&self, level: UnitId, date: Date) -> SameDay {
        let hours = &self.registry.unit(level).calendar;
        let opened = |part: &UnitId| hours.date_of(self.registry.unit(*part).opened);
        let parts = self.registry.parts(level);
        let day = parts.iter().map(opened).min().map_or(date, |first| first.max(date));
        // Of what lives on another node nothing of the day crosses.
        let is_there = |part: &UnitId| opened(part) <= day && self.registry.lives_here(*part);
        let there: Vec<UnitId> = parts.iter().copied().filter(is_there).collect();
        rollup::same_day(&self.contributions(&there, date))
    }

    fn contributions(&self, parts: &[UnitId], date: Date) -> Vec<Part<UnitId>> {
        let part = |id: &UnitId| Part { id: *id, contribution: self.contribution(*id, date) };
        parts.iter().map(part).collect()
    }

    /// How many indicators of a unit and below count in its index on a day.
    ///
    /// Of a branch on another node it is not known: it has sent what is no small index, or agreed.
    pub fn indicators_in_index(&self, unit: UnitId, date: Date) -> usize {
        if let Some(sent) = self.sent_up(unit, date) {
            return if sent.is_expected() { limits::SMALL_INDEX } else { 0 };
        }
        let own = self.registry.indicators_of(unit).iter();
        let own =
            own.filter(|id| self.terms.in_index(&self.registry, **id, date).is_some()).count();
        let parts = self.registry.parts(unit).iter();
        own + parts.map(|part| self.indicators_in_index(*part, date)).sum::<usize>()
    }
}

impl Day {
    fn new(unit: UnitId, date: Date) -> Self {
        Self {
            unit,
            date,
            figures: Vec::new(),
            revised: None,
            contribution: Contribution::default(),
        }
    }

    fn count(&mut self, reading: Reading, arrival: Arrival) {
        let place = self.figures.partition_point(|figure| figure.indicator < reading.indicator);
        let is_there =
            self.figures.get(place).is_some_and(|figure| figure.indicator == reading.indicator);
        if !is_there {
            let empty = Figure { indicator: reading.indicator, sum: 0.0, count: 0 };
            self.figures.insert(place, empty);
        }
        let figure = &mut self.figures[place];
        match arrival {
            Arrival::New | Arrival::Late => {
                figure.sum += reading.value;
                figure.count += 1;
            }
            Arrival::Corrected(was) => figure.sum += reading.value - was,
            Arrival::Duplicate | Arrival::Old => {}
        }
    }
}
