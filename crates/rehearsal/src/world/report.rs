//! Report: what does a plant send for one day?
//!
//! One report with the day's figures and, now and then, a word. Plants that never stop send the
//! figures of each shift after it. Slips of the pen, missing and late reports are made here, as
//! the plan says.

use mission::id::IndicatorId;
use mission::report::{NoData, Reading, Report};
use mission::time::Timestamp;

use super::World;
use super::faults::{Cause, Fault, Kind};
use super::series::When;
use super::slots::Slot;

/// What a day is like under one calendar.
#[derive(Clone, Debug)]
pub(super) struct DayFacts {
    pub(super) day: i32,
    pub(super) weekday: usize,
    /// Local midnight.
    pub(super) start: Timestamp,
    /// When the last shift ends.
    pub(super) over: Timestamp,
    /// Beginnings of the three eight-hour periods, and the end of the last.
    pub(super) thirds: [Timestamp; 4],
}

/// The figures of the day, with those that were slips and what they should have been.
#[derive(Clone, Debug, Default)]
pub(super) struct DayReport {
    pub(super) report: Report,
    pub(super) slips: Vec<Reading>,
    /// Days until it comes.
    pub(super) late_days: i32,
}

impl World {
    /// The report of a plant for a day on which it works. `by_shift` figures go with their shift.
    pub(super) fn day_report(&self, plant: usize, facts: &DayFacts) -> DayReport {
        let mut made = DayReport::default();
        let plan = &self.plan;
        let (mut gone, mut why) = (false, false);
        for fault in plan.of_plant(plant).filter(|fault| fault.is_on(facts.day)) {
            match fault.kind {
                Kind::Missing => (gone, why) = (true, fault.reasoned),
                Kind::Late => made.late_days = 1 + fault.from % 3,
                Kind::OneOff | Kind::Step | Kind::Drift | Kind::Corrected => {}
            }
        }
        made.report.readings.reserve_exact(Slot::ALL.len());
        for slot in Slot::ALL.into_iter().filter(|slot| !self.is_by_shift(plant, *slot)) {
            let indicator = self.indicator(plant, slot);
            let when = When { day: facts.day, weekday: facts.weekday, shift: 0, shifts: 1 };
            if gone {
                if why {
                    made.report.no_data.push(no_data(indicator, facts.start));
                }
                continue;
            }
            self.take_down(plant, slot, when, facts.start, &mut made);
        }
        made
    }

    /// The figures of one shift.
    pub(super) fn shift_report(&self, plant: usize, facts: &DayFacts, shift: usize) -> DayReport {
        let mut made = DayReport::default();
        let gone = |fault: &Fault| fault.kind == Kind::Missing && fault.is_on(facts.day);
        if self.plan.of_plant(plant).any(gone) {
            return made;
        }
        let place = i32::try_from(shift).unwrap_or(0);
        let when = When { day: facts.day, weekday: facts.weekday, shift: place, shifts: 3 };
        for slot in Slot::ALL.into_iter().filter(|slot| self.is_by_shift(plant, *slot)) {
            self.take_down(plant, slot, when, facts.thirds[shift], &mut made);
        }
        made
    }

    /// Whether a plant reports that figure for every shift.
    pub fn is_by_shift(&self, plant: usize, slot: Slot) -> bool {
        let never_stops = super::calendars::Hours::Continuous;
        slot.is_by_shift() && self.plants[plant].kind.hours == never_stops
    }

    fn take_down(&self, plant: usize, slot: Slot, when: When, at: Timestamp, made: &mut DayReport) {
        let indicator = self.indicator(plant, slot);
        let (mut shift_sd, mut slip) = (0.0, None);
        for (_, fault) in self.plan.of_series(indicator.index()) {
            if !fault.is_on(when.day) {
                continue;
            }
            match fault.kind {
                Kind::Step => shift_sd += fault.size_sd,
                Kind::Drift => shift_sd += self.drifted(plant, fault, when.day),
                Kind::OneOff if when.shift == 0 => shift_sd += fault.size_sd,
                Kind::Corrected if when.shift == 0 => slip = Some(fault.size_sd),
                Kind::Missing => {
                    if fault.reasoned {
                        made.report.no_data.push(no_data(indicator, at));
                    }
                    return;
                }
                Kind::OneOff | Kind::Corrected | Kind::Late => {}
            }
            made.say(fault, when.day);
        }
        let value = self.plants[plant].shapes[slot.index()].value(when, shift_sd);
        let reading = Reading { indicator, at, value };
        if let Some(way) = slip {
            made.slips.push(reading);
            let slipped = if way > 0.0 { value * 10.0 } else { value / 10.0 };
            made.report.readings.push(Reading { value: slipped, ..reading });
        } else {
            made.report.readings.push(reading);
        }
    }

    /// How far a drift has come: it goes on on working days, and stops at twelve deviations.
    fn drifted(&self, plant: usize, fault: &Fault, day: i32) -> f64 {
        let worked = self.roster(plant).between(fault.from, day + 1);
        (f64::from(worked) * fault.size_sd).clamp(-12.0, 12.0)
    }
}

impl DayReport {
    /// A word with the report, on the first day of what everybody can see.
    fn say(&mut self, fault: &Fault, day: i32) {
        if fault.from != day || self.report.note.is_some() {
            return;
        }
        let words = match (fault.kind, fault.cause) {
            (_, Cause::Strike(_)) => "No lorries today: the drivers are on strike.",
            (_, Cause::Supplier(_)) => "Less came from our supplier than was agreed.",
            (Kind::OneOff, Cause::Own) if fault.reasoned => "An odd day; we have looked, it works.",
            (Kind::Step, Cause::Own) if fault.reasoned => {
                "Something is different since this morning."
            }
            (
                Kind::OneOff
                | Kind::Step
                | Kind::Drift
                | Kind::Missing
                | Kind::Late
                | Kind::Corrected,
                Cause::Own,
            ) => return,
        };
        self.report.note = Some(words.to_owned());
    }
}

fn no_data(indicator: IndicatorId, at: Timestamp) -> NoData {
    NoData { indicator, at, because: "the meter is being repaired".to_owned() }
}
