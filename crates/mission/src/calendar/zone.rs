//! Zone: what does the clock on the wall show at an instant, and when does it show a time?
//!
//! A zone is a name of the IANA database, as bundled with this program; the machine's own copy is
//! never read, so that a replay gives the same answer everywhere. All changes of its clocks from
//! 1900 to 2200 are worked out once and shared, so that a question costs one search in a short
//! list instead of an interpretation of the rules.
//!
//! Where clocks go back, a local time comes twice, and a clock that is set back over midnight shows
//! yesterday again. Working hours and days follow the clock that *never runs back*: it stands still
//! until the repeated hour is over. So a day that has begun stays begun, and
//! [`Zone::first_showing`] and [`Zone::wall`] are two readings of one rising curve.

use std::fmt;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone, TimeZoneDatabase};

use super::day::{DAY_MS, Day};
use super::problem::{CalendarError, LocalTimeProblem};
use crate::time::Timestamp;

/// A time zone of the bundled IANA database. Cheap to clone.
#[derive(Clone)]
pub struct Zone(Arc<Table>);

/// A lap is 2^33 ms, 99 days: rarely more than one change of clocks.
const LAP_BITS: u32 = 33;

struct Table {
    name: String,
    rules: TimeZone,
    /// Never empty, in order of time, no two neighbours with the same offset.
    segments: Vec<Segment>,
    /// For each lap of time since 1900, the segment in which it begins: a search starts there
    /// and has a step or two to go.
    begins: Vec<u16>,
    /// Dates that the clocks jumped over.
    vanished: Vec<Day>,
}

/// A time during which the offset does not change.
#[derive(Clone, Copy)]
struct Segment {
    /// First instant.
    from: Timestamp,
    /// Wall time less universal time.
    offset_ms: i64,
    /// The wall time that no clock had shown before this segment began.
    unshown_ms: i64,
}

/// Wall time at an instant, told by two clocks.
pub(super) struct Walls {
    /// By those on the wall.
    pub(super) shown_ms: i64,
    /// By the one that never runs back: the latest that was ever shown.
    pub(super) reached_ms: i64,
}

/// A time in which clocks are not changed, as others see it.
pub(crate) struct Steady {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
    /// Wall time less universal time.
    pub(crate) offset_ms: i64,
}

impl Segment {
    fn jumps_to_ms(&self) -> i64 {
        self.from.as_millis() + self.offset_ms
    }
}

impl Zone {
    /// Finds a zone by its IANA name, in any case of letters.
    pub fn parse(given: &str) -> Result<Self, CalendarError> {
        let bundled = TimeZoneDatabase::bundled();
        let found = bundled.get(given).ok().filter(|rules| !rules.is_unknown());
        let Some((rules, name)) =
            found.and_then(|rules| rules.iana_name().map(str::to_owned).map(|name| (rules, name)))
        else {
            let meant = meant_by(given, &bundled);
            let given = given.chars().take(80).collect();
            return Err(CalendarError::UnknownZone { given, meant });
        };
        Ok(Self(Arc::new(Table::new(name, rules))))
    }

    /// Universal time, the zone of those who name none.
    pub fn utc() -> Self {
        Self(Arc::new(Table::new("UTC".to_owned(), TimeZone::UTC)))
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What clocks show at that instant, to the millisecond.
    pub fn local(&self, at: Timestamp) -> DateTime {
        let instant = jiff::Timestamp::from_millisecond(at.as_millis());
        let instant = instant.expect("timestamps lie between 1900 and 2200");
        self.offset(at).to_datetime(instant)
    }

    /// Wall time less universal time at that instant.
    pub fn offset(&self, at: Timestamp) -> Offset {
        let seconds = self.segment_at(at).offset_ms / 1000;
        let offset = i32::try_from(seconds).ok().and_then(|s| Offset::from_seconds(s).ok());
        offset.expect("the table was made from offsets")
    }

    /// The instant that a local time without offset means.
    ///
    /// A time that clocks jumped over is a problem. Of a time that comes twice the first is meant,
    /// unless `offset` says which; an offset that the zone does not have then is a problem.
    pub fn resolve(
        &self,
        local: DateTime,
        offset: Option<Offset>,
    ) -> Result<Timestamp, LocalTimeProblem> {
        let (first, second) = match self.0.rules.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => (offset, offset),
            AmbiguousOffset::Fold { before, after } => (before, after),
            AmbiguousOffset::Gap { .. } => return Err(self.skipped(local)),
        };
        let meant = offset.unwrap_or(first);
        if meant != first && meant != second {
            return Err(LocalTimeProblem::WrongOffset {
                local,
                zone: self.name().to_owned(),
                given: meant,
                first,
                second,
            });
        }
        let instant = meant.to_timestamp(local).ok().map(jiff::Timestamp::as_millisecond);
        let bounds = Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis();
        match instant {
            Some(millis) if bounds.contains(&millis) => Ok(Timestamp::from_millis(millis)),
            Some(_) | None => Err(LocalTimeProblem::OutOfRange { local }),
        }
    }

    fn skipped(&self, local: DateTime) -> LocalTimeProblem {
        let to = self.first_showing(wall_of(local));
        let segment = self.segment_at(to);
        LocalTimeProblem::Skipped {
            local,
            zone: self.name().to_owned(),
            from: date_time(segment.unshown_ms),
            to: date_time(segment.jumps_to_ms()),
        }
    }

    /// What the clock shows that never runs back.
    pub(super) fn wall(&self, at: Timestamp) -> i64 {
        self.walls(at).reached_ms
    }

    /// What clocks show, and what the one shows that never runs back.
    pub(super) fn walls(&self, at: Timestamp) -> Walls {
        let segment = self.segment_at(at);
        let shown_ms = at.as_millis() + segment.offset_ms;
        Walls { shown_ms, reached_ms: shown_ms.max(segment.unshown_ms.saturating_sub(1)) }
    }

    /// The first instant at which clocks show that wall time or a later one.
    pub(super) fn first_showing(&self, wall_ms: i64) -> Timestamp {
        // No clock is set by more than a day, and none is a day from universal time.
        let long_before = lap(wall_ms - 2 * DAY_MS);
        let found = self.0.last_from(long_before, |segment| segment.unshown_ms <= wall_ms);
        let Segment { from, offset_ms, .. } = self.0.segments[found];
        Timestamp::from_millis(wall_ms - offset_ms).max(from)
    }

    /// The time around `at` in which clocks are not changed.
    pub(crate) fn steady_around(&self, at: Timestamp) -> Steady {
        let position = self.position_at(at);
        let Segment { from, offset_ms, .. } = self.0.segments[position];
        let next = self.0.segments.get(position + 1);
        Steady { from, until: next.map_or(Timestamp::MAX, |next| next.from), offset_ms }
    }

    /// Dates that clocks jumped over: Samoa had no 30 December 2011.
    pub(super) fn vanished(&self) -> &[Day] {
        &self.0.vanished
    }

    fn segment_at(&self, at: Timestamp) -> &Segment {
        &self.0.segments[self.position_at(at)]
    }

    fn position_at(&self, at: Timestamp) -> usize {
        self.0.last_from(lap(at.as_millis()), |segment| segment.from <= at)
    }
}

impl Table {
    fn new(name: String, rules: TimeZone) -> Self {
        let segments = segments(&rules);
        let laps = 0..=lap(Timestamp::MAX.as_millis());
        let begins = laps.map(|lap| {
            let begin = Timestamp::from_millis(Timestamp::MIN.as_millis() + (lap << LAP_BITS));
            let before = segments[1..].partition_point(|segment| segment.from <= begin);
            u16::try_from(before).expect("clocks change a few times a year, for three centuries")
        });
        let (begins, vanished) = (begins.collect(), vanished(&segments));
        Self { name, rules, segments, begins, vanished }
    }

    /// The last segment of those that come first and of which `is_before` holds, looked for from
    /// the lap on. It must hold of the segment in which the lap begins.
    fn last_from(&self, lap: i64, is_before: impl Fn(&Segment) -> bool) -> usize {
        let lap = usize::try_from(lap).unwrap_or(0).min(self.begins.len() - 1);
        let begin = usize::from(self.begins[lap]);
        begin + self.segments[begin + 1..].iter().take_while(|segment| is_before(segment)).count()
    }
}

/// The lap in which an instant lies; below zero before 1900.
const fn lap(millis: i64) -> i64 {
    (millis - Timestamp::MIN.as_millis()) >> LAP_BITS
}

/// A zone is its name: the database is one and the same for the whole program.
impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn segments(rules: &TimeZone) -> Vec<Segment> {
    let begin = jiff::Timestamp::from_millisecond(Timestamp::MIN.as_millis());
    let begin = begin.expect("1900 is within every calendar");
    let offset_ms = |offset: Offset| i64::from(offset.seconds()) * 1000;
    let mut last = Segment {
        from: Timestamp::MIN,
        offset_ms: offset_ms(rules.to_offset(begin)),
        unshown_ms: i64::MIN,
    };
    let mut segments = vec![last];

    for change in rules.following(begin) {
        let from = Timestamp::from_millis(change.timestamp().as_millisecond());
        if from == Timestamp::MAX {
            break;
        }
        let offset_ms = offset_ms(change.offset());
        // A new name or a new reason for the same offset changes no clock.
        if offset_ms != last.offset_ms {
            let unshown_ms = last.unshown_ms.max(from.as_millis() + last.offset_ms);
            last = Segment { from, offset_ms, unshown_ms };
            segments.push(last);
        }
    }
    segments
}

fn vanished(segments: &[Segment]) -> Vec<Day> {
    let jumps = segments[1..].iter().filter(|jump| jump.jumps_to_ms() - jump.unshown_ms >= DAY_MS);
    let days = jumps.flat_map(|jump| {
        let first_whole = Day::of_wall(jump.unshown_ms + DAY_MS - 1);
        first_whole.to(Day::of_wall(jump.jumps_to_ms()).previous())
    });
    days.collect()
}

/// The zone whose city was written without its continent, for example `santiago`.
fn meant_by(given: &str, bundled: &TimeZoneDatabase) -> Option<String> {
    let asked = given.trim().replace(' ', "_");
    let matches = |name: &str| {
        let city = name.rsplit('/').next().unwrap_or(name);
        name.eq_ignore_ascii_case(&asked) || city.eq_ignore_ascii_case(&asked)
    };
    bundled.available().map(|name| name.as_str().to_owned()).find(|name| matches(name))
}

fn wall_of(local: DateTime) -> i64 {
    let midnight = Day::of(local.date()).wall();
    let time = local.time();
    let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
    let second = minute * 60 + i64::from(time.second());
    midnight + second * 1000 + i64::from(time.millisecond())
}

fn date_time(wall_ms: i64) -> DateTime {
    let shown = jiff::Timestamp::from_millisecond(wall_ms);
    shown.map_or(Date::ZERO.at(0, 0, 0, 0), |shown| Offset::UTC.to_datetime(shown))
}
