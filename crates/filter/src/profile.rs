//! Profile: what do the hour and the day of the week add to the level?
//!
//! Offsets by half hour, for days of work and days of rest apart, and by day of the week, learnt
//! from the readings' distance to their own running mean. An offset counts only as far as it has
//! foretold: the profile is multiplied by the regression coefficient of what came on what it said
//! beforehand, which is 0 on noise and goes to 1 on a true pattern (the shrinkage that minimises
//! squared error).

use crate::moment::{Moment, Slot};

/// Half hours of a day.
const HALF_HOURS: usize = 48;
/// Offsets of working days, of days of rest, and of days of the week.
pub(crate) const OFFSETS: usize = 2 * HALF_HOURS + 8;
/// Days of the week, and the day on which the unit does not work.
const WEEK: usize = 2 * HALF_HOURS;
/// Series slower than this have no time of day.
const DAILY_S: f32 = 72_000.0;
/// Least gain of an offset a visit, so that it follows a pattern that changes.
const LEAST_GAIN: f32 = 0.06;

/// Which offsets speak for a moment, and by what share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Places {
    /// Time of day: two neighbours and their shares, so that the profile has no jumps.
    hour: Option<([usize; 2], [f32; 2])>,
    /// Day of the week.
    day: Option<usize>,
}

/// How far one of the two tables has foretold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Trust {
    pub(crate) both: f32,
    pub(crate) own: f32,
    /// Readings seen with this table.
    pub(crate) count: f32,
    /// Slow means of what it said and of what came, an eighth of a round long.
    pub(crate) slow: [f32; 2],
}

/// The calendar of one series, in scaled units.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    pub(crate) offsets: [f32; OFFSETS],
    pub(crate) hours: Trust,
    pub(crate) days: Trust,
    /// Readings on days of work and on days of rest.
    pub(crate) visits: [f32; 2],
    /// Running mean of the series without its calendar.
    pub(crate) mean: f32,
    /// Mean square of the distance from it.
    pub(crate) square: f32,
    /// Cadence in seconds.
    pub(crate) cadence_s: f32,
}

impl Trust {
    /// The share of the table's word that is taken, after two full rounds.
    fn share(&self, round: f32) -> f32 {
        if self.count < 2.0 * round || self.own <= 0.0 {
            return 0.0;
        }
        (self.both / self.own).clamp(0.0, 1.0)
    }

    fn learn(&mut self, said: f32, came: f32, round: f32) {
        // Only quick ups and downs count: a level that wanders resembles its own last round.
        let quick = [said - self.slow[0], came - self.slow[1]];
        let follow = (8.0 / round).min(1.0);
        self.slow = [self.slow[0] + follow * quick[0], self.slow[1] + follow * quick[1]];
        let [said, came] = quick;
        self.count += 1.0;
        let gain = 1.0 / (self.count - round).clamp(round, 10.0 * round);
        if self.count > round {
            self.both += (said * came - self.both) * gain;
            self.own += (said * said - self.own) * gain;
        }
    }
}

impl Profile {
    pub(crate) fn new(first: f32, cadence_s: f64) -> Self {
        Self {
            offsets: [0.0; OFFSETS],
            hours: Trust::default(),
            days: Trust::default(),
            visits: [0.0; 2],
            mean: first,
            square: 1.0,
            cadence_s: cadence_s as f32,
        }
    }

    /// Readings a day and a week.
    fn rounds(&self) -> (f32, f32) {
        let day = (86_400.0 / self.cadence_s).max(1.0);
        (day, 7.0 * day)
    }

    /// Whether readings come by the day or more slowly, all at the same hour.
    pub(crate) fn is_daily(&self) -> bool {
        self.cadence_s >= DAILY_S
    }

    /// Which offsets speak for this moment.
    pub(crate) fn places(&self, at: Moment) -> Places {
        let Some(Slot { weekday, minute, working }) = at.slot else {
            return Places::default();
        };
        // A month or longer knows neither.
        if self.cadence_s > 3.0 * 86_400.0 {
            return Places::default();
        }
        let day = if working { usize::from(weekday.min(6)) } else { 7 };
        let hour = (!self.is_daily()).then(|| {
            let row = if working && weekday < 5 { 0 } else { HALF_HOURS };
            let at = f32::from(minute.min(1439)) / 30.0 - 0.5;
            let share = at - at.floor();
            let first = (at.floor() as i32).rem_euclid(HALF_HOURS as i32) as usize;
            ([row + first, row + (first + 1) % HALF_HOURS], [1.0 - share, share])
        });
        Places { hour, day: Some(WEEK + day) }
    }

    fn said_by_hour(&self, places: Places) -> f32 {
        places.hour.map_or(0.0, |(at, share)| {
            share[0] * self.offsets[at[0]] + share[1] * self.offsets[at[1]]
        })
    }

    /// Whether the calendar speaks from now on.
    pub(crate) fn begins(&self) -> bool {
        let (day, week) = self.rounds();
        let begins = |trust: &Trust, round: f32| {
            trust.count >= 2.0 * round && trust.count < 2.0 * round + 1.0
        };
        begins(&self.hours, day) || begins(&self.days, week)
    }

    /// What the calendar adds to the level, in scaled units.
    pub(crate) fn offset(&self, places: Places) -> f32 {
        let (day, week) = self.rounds();
        let hour = self.said_by_hour(places) * self.hours.share(day);
        let day = places.day.map_or(0.0, |at| self.offsets[at] * self.days.share(week));
        hour + day
    }

    /// What the offsets add when all of them count in full.
    pub(crate) fn frozen_offset(&self, places: Places) -> f32 {
        self.said_by_hour(places) + places.day.map_or(0.0, |at| self.offsets[at])
    }

    /// Learns from a reading in scaled units, calendar still in it.
    pub(crate) fn learn(&mut self, places: Places, y: f32) {
        let Some(day_at) = places.day else {
            return;
        };
        let (day, week) = self.rounds();
        let without = y - self.offset(places) - self.mean;
        let clip = 4.0 * self.square.sqrt();
        let count = self.days.count.max(1.0);
        let round = if places.hour.is_some() { day } else { week };
        self.mean += without.clamp(-clip, clip) / count.min(2.0 * round);
        self.square +=
            ((without * without).min(clip * clip) - self.square) / count.clamp(5.0, 400.0);
        let mut left = (y - self.mean).clamp(-4.0 * clip, 4.0 * clip);
        if let Some((at, share)) = places.hour {
            let said = self.said_by_hour(places);
            self.hours.learn(said, left, day);
            let row = at[0] / HALF_HOURS;
            let visits = self.visits[row] / day;
            self.visits[row] += 1.0;
            let is_first = self.visits[1 - row] == 0.0;
            let readings = (1_800.0 / self.cadence_s).max(1.0);
            let gain = 1.5 * (1.0 / (visits + 1.0)).max(LEAST_GAIN) / readings;
            let miss = (left - said).clamp(-clip, clip);
            for j in 0..2 {
                self.offsets[at[j]] += gain.min(1.0) * share[j] * miss;
                if is_first {
                    // Until days of rest are known they are expected to be as days of work.
                    self.offsets[(at[j] + HALF_HOURS) % WEEK] = self.offsets[at[j]];
                }
            }
            left -= said * self.hours.share(day);
        }
        let said = self.offsets[day_at];
        self.days.learn(said, left, week);
        let visits = self.days.count / week;
        let gain = (1.0 / (visits + 1.5)).max(LEAST_GAIN) / (week / 7.0);
        self.offsets[day_at] += gain.min(1.0) * (left - said).clamp(-clip, clip);
    }

    /// The level moved by that much, as was told. A calendar still to be learnt does not believe
    /// it, nor does one of hours: what looks like two steps a day may be the working day.
    pub(crate) fn step(&mut self, by: f32) {
        let (_, week) = self.rounds();
        if self.is_daily() && self.days.count > 4.0 * week {
            self.moves(by);
        }
    }

    /// The level moves by that much, as was announced.
    pub(crate) fn moves(&mut self, by: f32) {
        self.mean += by;
    }

    /// The level is written otherwise from now on.
    pub(crate) fn relevel(&mut self, written: &impl Fn(f32) -> f32) {
        self.mean = written(self.mean);
    }

    /// The offsets as they count now, in scaled units.
    pub(crate) fn frozen(&self) -> [f32; OFFSETS] {
        let (day, week) = self.rounds();
        let (hours, days) = (self.hours.share(day), self.days.share(week));
        let mut offsets = self.offsets;
        for (i, offset) in offsets.iter_mut().enumerate() {
            *offset *= if i < WEEK { hours } else { days };
        }
        offsets
    }
}
