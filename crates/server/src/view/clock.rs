//! Clocks: how much working time is left, and when does it end?

use std::time::Duration;

use mission::calendar::Calendar;
use mission::escalation::Phase;
use mission::incident::{Incident, Strand};
use mission::obligation::Obligation;
use mission::sentence::Left;
use mission::time::{Date, Timestamp};

use super::{Eyes, matter};
use crate::wire::views::{Back, Clock, ClockState, Segment};

/// Segments of a clock at most: recovery is at most ten working days.
const SEGMENTS: usize = 10;

impl Eyes<'_> {
    /// The holder's time to put it right; none when it is over.
    pub(crate) fn recovery_clock(&self, incident: &Incident) -> Option<Clock> {
        let holder = incident.holder();
        let hours: &Calendar = &holder.hours;
        let left = incident.clock.left_at(self.now, hours);
        let starts = incident.clock.running_since;
        let state = match incident.phase {
            Phase::Closed => return None,
            Phase::Waiting => ClockState::Waiting,
            Phase::Settling => ClockState::Settling,
            Phase::Running if starts.is_some_and(|at| self.now < at) => ClockState::NotStarted,
            Phase::Running if left.is_zero() => ClockState::RanOut,
            Phase::Running => ClockState::Running,
        };
        let voice = self.voice_in(hours);
        let ends = incident.rises_at();
        let next = incident.next_holder().map(|next| self.name(next.unit));
        let own = self.other(holder.unit);
        let sentence = match (state, ends) {
            (ClockState::Waiting, _) => voice.clock_waits().to_owned(),
            (ClockState::Settling, _) => voice.clock_settles().to_owned(),
            (ClockState::NotStarted, Some(ends)) => format!(
                "{} {}",
                starts.map(|at| voice.clock_starts(at)).unwrap_or_default(),
                voice.clock_ends(ends, own, next)
            ),
            (_, Some(ends)) => voice.clock_ends(ends, own, next),
            (_, None) => String::new(),
        };
        let total = holder.recovery.max(left);
        let Left { value, text } = voice.left(left, total);
        Some(Clock {
            state,
            left_s: left.as_secs(),
            total_s: total.as_secs(),
            left_value: value,
            left_text: text,
            segments: self.segments(left, total, hours),
            ends: ends.map(|at| self.when(at, voice.moment(at))),
            sentence: sentence.trim().to_owned(),
        })
    }

    /// The time to answer what is owed; none when it was answered, met or released.
    pub(crate) fn answer_clock(&self, owed: &Obligation) -> Option<Clock> {
        let hours: &Calendar = &self.unit(owed.debtor).calendar;
        let state = match (matter::is_running(owed.state), owed.missed) {
            (true, _) => ClockState::Running,
            (false, Some(_)) if owed.awaits_answer() => ClockState::RanOut,
            (false, _) => return None,
        };
        let voice = self.voice_in(hours);
        let left = hours.working_between(self.now, owed.answer_by);
        let total = hours.working_between(owed.opened, owed.answer_by).max(left);
        let Left { value, text } = voice.left(left, total);
        Some(Clock {
            state,
            left_s: left.as_secs(),
            total_s: total.as_secs(),
            left_value: value,
            left_text: text,
            segments: Vec::new(),
            ends: Some(self.when(owed.answer_by, voice.moment(owed.answer_by))),
            sentence: voice.duty_left(&voice.working(left), &voice.working(total)),
        })
    }

    /// Working days with their names and what is left of each; none where hours are enough. They
    /// are counted back from the day on which the time ends if nothing stops it from now on.
    fn segments(&self, left: Duration, total: Duration, hours: &Calendar) -> Vec<Segment> {
        let day = hours.working_day().as_secs_f64();
        let days = total.as_secs_f64() / day;
        if days <= 1.0 {
            return Vec::new();
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most ten")]
        let number = (days.ceil() as usize).min(SEGMENTS);
        let ends = hours.add_working(hours.next_working(self.now), left);
        let last = hours.date_of(Timestamp::from_millis(ends.as_millis() - 1));
        let voice = self.voice_in(hours);
        let mut remaining = left.as_secs_f64() / day;
        let mut segments: Vec<Segment> = working_days_back(hours, last)
            .take(number)
            .map(|date| {
                let share = remaining.clamp(0.0, 1.0);
                remaining -= share;
                Segment { text: voice.day_mark(date), left: share }
            })
            .collect();
        segments.reverse();
        segments
    }

    /// How far a series is back in its reference band; none where there is no series.
    pub(crate) fn back(&self, incident: &Incident) -> Option<Back> {
        let strand = incident.strands.first()?;
        let (_, band) = self.reference(strand);
        let needed = mission::limits::READINGS_TO_RECOVER;
        // All of them must be back, so the one that is least so counts.
        let least =
            |count: fn(&Strand) -> usize| incident.strands.iter().map(count).min().unwrap_or(0);
        let count = match incident.phase {
            Phase::Running | Phase::Waiting => least(Strand::back),
            Phase::Settling => least(|strand| strand.settled),
            Phase::Closed => needed,
        };
        Some(Back {
            count: u32::try_from(count.min(needed)).unwrap_or(0),
            needed: u32::try_from(needed).unwrap_or(0),
            text: self.voice().recovered_means(band, self.indicator(strand.indicator).direction),
        })
    }
}

/// Working days from a date backwards, that date first whether it is one or not.
pub(crate) fn working_days_back(hours: &Calendar, last: Date) -> impl Iterator<Item = Date> + '_ {
    let earlier = std::iter::successors(last.yesterday().ok(), |date| date.yesterday().ok());
    // A year's standstill and a month is the longest that calendars may go without work.
    let within = earlier.take(4_000).filter(|date| hours.is_working_day(*date));
    std::iter::once(last).chain(within)
}
