//! Series: what did this reading mean for its own past?
//!
//! Everything that concerns one series alone: its filter, its last readings, and what late and
//! corrected readings do to both. It knows nothing of units, incidents or time of day, so any
//! number of series can be taken in side by side, and the answer is the same on any number of
//! workers.
//!
//! The filter is kept twice more, as it was before the older and before the newer half of the
//! tail: a late or corrected reading re-runs it from there. What is older than the tail changes
//! the history, not the filter.

use std::collections::VecDeque;

use filter::{Answer, Band, Filter, Kind, Moment, Reference, Settings, Verdict};

use crate::announcement::{Announcement, apart_until, levels_between};
use crate::calendar::Calendar;
use crate::id::IndicatorId;
use crate::limits;
use crate::report::Reading;
use crate::time::Timestamp;

/// One series, with the part of its history that can still change it.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose series it is.
    pub indicator: IndicatorId,
    /// The filter after the last reading.
    pub filter: Filter,
    /// The filter before the first reading of the tail.
    pub before_tail: Filter,
    /// The filter before the second half of the tail, once that has begun.
    pub before_half: Option<Box<Filter>>,
    /// The last readings, in order of time; at most [`limits::TAIL`].
    pub tail: VecDeque<Point>,
    /// Times of readings of the tail whose value replaced another, in order.
    pub corrected: Vec<Timestamp>,
    /// What was told within the tail, in order of telling.
    pub told: Vec<Telling>,
    /// What people answered to it, in order of answering.
    pub heard: Vec<Heard>,
    /// Readings that went before the tail, sealed into chunks.
    pub sealed: u64,
}

/// What a series must know of its unit to take a reading in.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// When people work there.
    pub hours: &'a Calendar,
    /// What was announced about its figures.
    pub announced: &'a [Announcement],
}

/// A reading with what was expected of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When it was true.
    pub at: Timestamp,
    /// In the unit of measure.
    pub value: f64,
    /// The level expected. For pictures, so half the digits do.
    pub expected: f32,
    /// How far the expected band, 95%, reaches down and up from there; below 0 while the filter was
    /// learning.
    pub reach: [Width; 2],
}

/// A width for a picture, in two decimal digits: the upper half of a single-precision number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width(pub u16);

impl Width {
    fn of(width: f32) -> Self {
        // Adding half of what is left out rounds to the nearest.
        Self((width.to_bits().saturating_add(0x8000) >> 16) as u16)
    }

    fn get(self) -> f32 {
        f32::from_bits(u32::from(self.0) << 16)
    }
}

/// That something was told, and on which reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The reading on which it was told.
    pub at: Timestamp,
    /// The reading with which it began.
    pub since: Timestamp,
    /// What.
    pub kind: Kind,
}

/// What people said of something that was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The latest reading when they said it.
    pub after: Timestamp,
    /// The reading with which it began.
    pub since: Timestamp,
    /// What they said.
    pub answer: Answer,
}

/// What a reading did to its series.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// How it came.
    pub arrival: Arrival,
    /// What the filter says of the latest reading, if the filter ran.
    pub news: Option<News>,
    /// What a late or corrected reading brought to light about readings before the latest.
    pub found: Vec<News>,
    /// Beginnings of changes that were told and, with this reading, would not have been.
    pub overturned: Vec<Timestamp>,
    /// Readings to be sealed into a chunk.
    pub sealed: Option<Sealed>,
    /// Readings that change the history beside its chunks: those older than the tail, and those of
    /// the chunk that had been corrected before it was sealed.
    pub amended: Vec<Reading>,
}

/// How a reading came.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrival {
    /// It is the latest.
    New,
    /// A later one came before it.
    Late,
    /// It replaces one with the same time, whose value this was.
    Corrected(f64),
    /// It says again what was known.
    Duplicate,
    /// It is older than the tail: history changes, the filter does not.
    Old,
}

/// What the filter says of one reading.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// The reading.
    pub at: Timestamp,
    /// Its value.
    pub value: f64,
    /// The filter's verdict on it.
    pub verdict: Verdict,
    /// What was expected just before the change that is told, if one is.
    pub reference: Option<Box<Reference>>,
}

/// A full chunk of readings, in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealed {
    /// How many readings of the series went before.
    pub first: u64,
    /// The readings.
    pub points: Vec<(Timestamp, f64)>,
}

fn from_seconds(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds.saturating_mul(1000))
}

/// A moment as the filter needs it.
pub fn moment(at: Timestamp, hours: &Calendar) -> Moment {
    Moment { seconds: at.as_seconds(), slot: Some(hours.slot(at)) }
}

impl Series {
    /// A series without readings.
    #[must_use]
    pub fn new(indicator: IndicatorId, settings: Settings) -> Self {
        let filter = Filter::new(settings);
        Self {
            indicator,
            before_tail: filter.clone(),
            before_half: None,
            filter,
            tail: VecDeque::new(),
            corrected: Vec::new(),
            told: Vec::new(),
            heard: Vec::new(),
            sealed: 0,
        }
    }

    /// The latest reading.
    pub fn last(&self) -> Option<&Point> {
        self.tail.back()
    }

    /// Takes in one reading. The unit's hours give its local time to the filter's calendar, and what
    /// it announced is not judged.
    pub fn take(&mut self, reading: Reading, around: Around<'_>) -> Taken {
        if let Some(same) = self.tail.iter_mut().rev().find(|point| point.at <= reading.at)
            && same.at == reading.at
        {
            let was = std::mem::replace(&mut same.value, reading.value);
            if was.to_bits() == reading.value.to_bits() {
                return Taken::quietly(Arrival::Duplicate);
            }
            if let Err(place) = self.corrected.binary_search(&reading.at) {
                self.corrected.insert(place, reading.at);
            }
            return self.rerun(reading.at, Arrival::Corrected(was), around);
        }
        let (sealed, mut amended) = self.make_room().unzip();
        let is_old =
            self.sealed > 0 && self.tail.front().is_some_and(|first| reading.at < first.at);
        let is_latest = self.last().is_none_or(|last| last.at < reading.at);
        let taken = if is_old {
            amended.get_or_insert_default().push(reading);
            Taken::quietly(Arrival::Old)
        } else if is_latest {
            self.append(reading, around)
        } else {
            let place = self.tail.partition_point(|point| point.at < reading.at);
            self.tail.insert(place, Point::unjudged(reading));
            self.rerun(reading.at, Arrival::Late, around)
        };
        Taken { sealed, amended: amended.unwrap_or_default(), ..taken }
    }

    fn append(&mut self, reading: Reading, around: Around<'_>) -> Taken {
        if self.tail.len() == limits::CHUNK {
            self.before_half = Some(Box::new(self.filter.clone()));
        }
        self.tail.push_back(Point::unjudged(reading));
        let news = self.observe(self.tail.len() - 1, around);
        Taken { news, ..Taken::quietly(Arrival::New) }
    }

    /// Hands the older half of a full tail over, to be sealed, with those that had been corrected.
    fn make_room(&mut self) -> Option<(Sealed, Vec<Reading>)> {
        if self.tail.len() < limits::TAIL {
            return None;
        }
        let first = self.sealed;
        let points: Vec<_> =
            self.tail.drain(..limits::CHUNK).map(|point| (point.at, point.value)).collect();
        self.sealed += points.len() as u64;
        self.before_tail = *self.before_half.take().expect("a full tail has a second half");
        let oldest = self.tail[0].at;
        self.told.retain(|telling| telling.at >= oldest);
        self.heard.retain(|heard| heard.after >= oldest);
        let kept = self.corrected.partition_point(|at| *at < oldest);
        let left: Vec<Timestamp> = self.corrected.drain(..kept).collect();
        let was_corrected = |(at, _): &&(Timestamp, f64)| left.binary_search(at).is_ok();
        let amended = points.iter().filter(was_corrected);
        let amended = amended.map(|(at, value)| self.reading(*at, *value)).collect();
        Some((Sealed { first, points }, amended))
    }

    fn reading(&self, at: Timestamp, value: f64) -> Reading {
        Reading { indicator: self.indicator, at, value }
    }

    /// Whether the value of that reading of the tail replaced another.
    pub fn is_corrected(&self, at: Timestamp) -> bool {
        self.corrected.binary_search(&at).is_ok()
    }

    /// Lets the filter observe the reading at `place` of the tail, and keeps what it says there.
    /// Nothing where the unit had announced that the reading would not be a usual one.
    fn observe(&mut self, place: usize, around: Around<'_>) -> Option<News> {
        let Point { at, value, .. } = self.tail[place];
        if apart_until(around.announced, self.indicator, at).is_some() {
            self.tail[place] = Point::unjudged(self.reading(at, value));
            return None;
        }
        if let Some(before) = self.filter.last().map(from_seconds) {
            for by in levels_between(around.announced, self.indicator, before, at) {
                self.filter.expect(by);
            }
        }
        let verdict = self.filter.observe(moment(at, around.hours), value);
        self.tail[place].judge(&verdict);
        let reference = verdict.told.as_ref().and_then(|told| {
            let since = from_seconds(told.since);
            self.told.push(Telling { at, since, kind: told.kind });
            self.filter.reference(told.since).map(Box::new)
        });
        for heard in self.heard.iter().filter(|heard| heard.after == at) {
            self.filter.hear(heard.since.as_seconds(), heard.answer);
        }
        Some(News { at, value, verdict, reference })
    }

    /// People say what it was that was told with that beginning. They know what they know after the
    /// last reading, and a later re-run hears them there again.
    pub fn hear(&mut self, since: Timestamp, answer: Answer) {
        let Some(after) = self.last().map(|last| last.at) else { return };
        self.heard.retain(|heard| (heard.after, heard.since) != (after, since));
        self.heard.push(Heard { after, since, answer });
        self.filter.hear(since.as_seconds(), answer);
    }

    /// Runs the filter again after the reading at `changed` came late or changed its value.
    fn rerun(&mut self, changed: Timestamp, arrival: Arrival, around: Around<'_>) -> Taken {
        let place = self.tail.partition_point(|point| point.at < changed);
        let start = match &self.before_half {
            Some(half) if place >= limits::CHUNK => {
                self.filter.clone_from(half);
                limits::CHUNK
            }
            Some(_) | None => {
                self.filter = self.before_tail.clone();
                0
            }
        };
        let start_at = self.tail[start].at;
        let kept = self.told.partition_point(|telling| telling.at < start_at);
        let told_before = self.told.split_off(kept);

        let (mut latest, mut found): (Option<(News, bool)>, _) = (None, Vec::new());
        for place in start..self.tail.len() {
            if place == limits::CHUNK {
                self.before_half = Some(Box::new(self.filter.clone()));
            }
            let Some(news) = self.observe(place, around) else {
                found.extend(latest.take().filter(|(_, is_new)| *is_new).map(|(news, _)| news));
                continue;
            };
            let is_new = news.verdict.told.is_some()
                && self.told.last().is_some_and(|now| !told_before.iter().any(|was| was.is(now)));
            if let Some(earlier) = latest.replace((news, is_new))
                && earlier.1
            {
                found.push(earlier.0);
            }
        }
        let told_now = &self.told[kept..];
        let overturned = told_before
            .iter()
            .filter(|was| !told_now.iter().any(|now| was.is(now)))
            .map(|was| was.since)
            .collect();
        let is_latest = place + 1 == self.tail.len();
        let news = latest.map(|(news, is_new)| news.told_only_if(is_new, is_latest));
        Taken { news, found, overturned, ..Taken::quietly(arrival) }
    }
}

impl Telling {
    /// Whether `other`, from another run over the same readings, tells of the same change.
    fn is(&self, other: &Self) -> bool {
        self.since == other.since
            || (self.kind == other.kind && self.since <= other.at && other.since <= self.at)
    }
}

impl News {
    /// After a re-run, the latest reading may tell again what had been told: that is no news. Nor
    /// is it unusual anew unless it is itself what was corrected.
    fn told_only_if(mut self, is_new: bool, was_corrected: bool) -> Self {
        self.verdict.unusual &= was_corrected;
        if !is_new {
            self.verdict.told = None;
            self.reference = None;
        }
        self
    }
}

impl Point {
    fn unjudged(reading: Reading) -> Self {
        Self { at: reading.at, value: reading.value, expected: 0.0, reach: [Width::of(-1.0); 2] }
    }

    #[expect(clippy::cast_possible_truncation, reason = "for pictures, half the digits do")]
    fn judge(&mut self, verdict: &Verdict) {
        self.expected = verdict.band.expected as f32;
        let Band { expected, lower, upper } = verdict.band;
        self.reach = match verdict.learning {
            Some(_) => [Width::of(-1.0); 2],
            None => [expected - lower, upper - expected].map(|width| Width::of(width as f32)),
        };
    }

    /// The band expected, 95%; none while the filter was learning.
    pub fn band(&self) -> Option<(f32, f32)> {
        let [below, above] = self.reach.map(Width::get);
        (below >= 0.0).then_some((self.expected - below, self.expected + above))
    }
}

impl Taken {
    const fn quietly(arrival: Arrival) -> Self {
        Self {
            arrival,
            news: None,
            found: Vec::new(),
            overturned: Vec::new(),
            sealed: None,
            amended: Vec::new(),
        }
    }
}
