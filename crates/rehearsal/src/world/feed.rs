//! Feed: what comes in from the rehearsed nation, in the order in which it comes?
//!
//! For each working day of each plant a report, some time after its last shift; what people begin
//! of themselves ([`super::initiative`]); and the terms anew each year. A day is made when the
//! one before it is used up, so the feed can start on any day and never ends before the horizon.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mission::cadence::Cadence;
use mission::event::Event;
use mission::report::Report;
use mission::time::Timestamp;

use super::World;
use super::charter;
use super::report::{DayFacts, DayReport};
use super::slots::Slot;
use crate::draw::{Draw, For, Place};
use crate::limits;

/// What comes, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// When it is received.
    pub received: Timestamp,
    /// What.
    pub event: Event,
}

/// Everything that comes from a day on.
#[derive(Clone, Debug)]
pub struct Feed {
    world: Arc<World>,
    /// The next day to be made.
    day: i32,
    /// Nothing from that day on comes before this.
    made_until: Timestamp,
    waiting: BTreeMap<(Timestamp, u32), Event>,
    number: u32,
}

/// Days that a report, or its correction, can come after its day.
const LATEST_DAYS: i32 = 6;

impl Feed {
    /// All that is received from the beginning of a day on, what is late from days before included.
    #[must_use]
    pub fn from_day(world: Arc<World>, day: i32) -> Self {
        let first = (day - LATEST_DAYS).max(0);
        let start = world.start_of(day);
        let mut feed = Self {
            made_until: world.start_of(first),
            world,
            day: first,
            waiting: BTreeMap::new(),
            number: 0,
        };
        while feed.day < day {
            feed.make_day();
        }
        if day > 0 {
            feed.waiting.retain(|(received, _), _| *received >= start);
        }
        feed
    }

    /// When the next thing comes.
    pub fn next_at(&mut self) -> Option<Timestamp> {
        loop {
            let first = self.waiting.keys().next().map(|(received, _)| *received);
            match first {
                Some(received) if received < self.made_until => return Some(received),
                _ if self.day >= limits::HORIZON_DAYS => return first,
                _ => self.make_day(),
            }
        }
    }

    /// What comes next, if it comes before that time.
    pub fn next_before(&mut self, until: Timestamp) -> Option<Sent> {
        let next = self.next_at()?;
        (next < until).then(|| self.next()).flatten()
    }

    fn make_day(&mut self) {
        let (world, day) = (Arc::clone(&self.world), self.day);
        let facts: Vec<DayFacts> =
            (0..world.calendars.len()).map(|calendar| facts(&world, calendar, day)).collect();
        if day % charter::TERMS_DAYS == 0 && day > 0 {
            let renewal = charter::renewal(&world, world.date(day));
            self.send(facts[0].start, Event::Charter(renewal));
        }
        for place in 0..world.plants.len() {
            let calendar = world.plants[place].calendar;
            if world.rosters[calendar].is_working(day) {
                self.plant_day(&world, place, &facts[calendar]);
            }
        }
        let drawn = (day == 0).then(|| super::flow::of_first_day(&world)).into_iter().flatten();
        for (received, act) in super::initiative::of_day(&world, day).into_iter().chain(drawn) {
            self.send(received, Event::Act(act));
        }
        self.day += 1;
        // Zones differ by hours: no report of the next day comes before its earliest midnight.
        let next = |calendar: usize| world.calendars[calendar].start_of(world.date(self.day));
        self.made_until = (0..world.calendars.len()).map(next).min().unwrap_or(Timestamp::MAX);
    }

    fn plant_day(&mut self, world: &World, place: usize, facts: &DayFacts) {
        let mut draw =
            Place::world(world.seed, For::Delivery).on(facts.day).at(place as u64).draw();
        let daily = world.day_report(place, facts);
        let at = facts.over + minutes(&mut draw, 8.0, 95.0) + days(daily.late_days);
        self.deliver(at, daily, &mut draw);
        if world.is_by_shift(place, Slot::Temperature) {
            for shift in 0..3 {
                let made = world.shift_report(place, facts, shift);
                let at = facts.thirds[shift + 1] + minutes(&mut draw, 3.0, 25.0);
                self.deliver(at, made, &mut draw);
            }
        }
    }

    fn deliver(&mut self, at: Timestamp, made: DayReport, draw: &mut Draw) {
        let DayReport { report, slips, .. } = made;
        if !report.readings.is_empty() || !report.no_data.is_empty() {
            self.send(at, Event::Report(report));
        }
        if !slips.is_empty() {
            let later = at + days(draw.whole(1, 2)) + minutes(draw, 0.0, 45.0);
            let note = Some("Corrected: a slip of the pen.".to_owned());
            self.send(later, Event::Report(Report { readings: slips, note, ..Report::default() }));
        }
    }

    fn send(&mut self, received: Timestamp, event: Event) {
        self.number = self.number.wrapping_add(1);
        self.waiting.insert((received, self.number), event);
    }
}

impl Iterator for Feed {
    type Item = Sent;

    fn next(&mut self) -> Option<Sent> {
        self.next_at()?;
        let ((received, _), event) = self.waiting.pop_first()?;
        Some(Sent { received, event })
    }
}

fn facts(world: &World, calendar: usize, day: i32) -> DayFacts {
    let (hours, date) = (&world.calendars[calendar], world.date(day));
    let start = hours.start_of(date);
    let third = Cadence::minutes(8 * 60).expect("three shifts make a day");
    let mut thirds = [start; 4];
    for place in 1..4 {
        thirds[place] = third.period_of(thirds[place - 1], hours).end;
    }
    let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    DayFacts { day, weekday, start, over: hours.end_of_shift(date), thirds }
}

/// A length of time, to the second.
pub(crate) fn minutes(draw: &mut Draw, low: f64, high: f64) -> Duration {
    Duration::from_secs_f64((draw.between(low, high) * 60.0).round())
}

fn days(count: i32) -> Duration {
    Duration::from_secs(86_400 * u64::from(count.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn world() -> Arc<World> {
        Arc::new(World::new(4, 40, date(2024, 10, 7)))
    }

    #[test]
    fn everything_comes_in_the_order_of_time() {
        let received: Vec<_> =
            Feed::from_day(world(), 0).take(3000).map(|sent| sent.received).collect();
        assert!(received.is_sorted());
    }

    #[test]
    fn a_feed_that_starts_later_sends_what_the_first_would_have_sent_from_there() {
        let world = world();
        let start = world.start_of(40);
        let whole: Vec<_> = Feed::from_day(Arc::clone(&world), 0)
            .skip_while(|sent| sent.received < start)
            .take(500)
            .collect();
        let later: Vec<_> = Feed::from_day(world, 40).take(500).collect();
        assert!(whole == later);
    }

    #[test]
    fn no_report_comes_before_its_readings_are_true() {
        for sent in Feed::from_day(world(), 170).take(3000) {
            if let Event::Report(report) = &sent.event {
                assert!(report.readings.iter().all(|reading| reading.at < sent.received));
            }
        }
    }
}
