//! Escalation: whose incident it is, and until when.
//!
//! An incident opens at the unit whose series moved. That unit has its recovery time, counted in
//! its own working hours; if that runs out first, the incident rises one level, which gets a time
//! of its own, and so on up to the root. The power to act stays as low as it can for as long as
//! that works, and no unit can keep what it cannot mend (Beer, *Brain of the Firm*, 2nd ed., 1981,
//! part four: the algedonic loop).
//!
//! The table is the whole policy: a row for the phase an incident is in, a column for what happens
//! to it, a cell for the phase it enters and the one thing done on the way.
//!
//! | phase    | Inside         | Outside         | Recovered        | Claimed          | Silent          | Expired       | Lapsed        | Settled       | PassedUp      | Ended         |
//! |----------|----------------|-----------------|------------------|------------------|-----------------|---------------|---------------|---------------|---------------|---------------|
//! | Running  | Waiting, Pause | -               | Settling, Settle | Settling, Settle | -               | Running, Rise | Running, Rise | -             | Running, Rise | Closed, Close |
//! | Waiting  | -              | Running, Resume | Settling, Settle | Settling, Settle | Running, Resume | -             | -             | -             | Waiting, Rise | Closed, Close |
//! | Settling | -              | Running, Resume | -                | -                | Running, Resume | -             | -             | Closed, Close | -             | Closed, Close |
//! | Closed   | -              | -               | -                | -                | -               | -             | -             | -             | -             | -             |
//!
//! Three cells carry the intent. A reading back in the band stops the clock but does not end
//! anything (`Waiting`), so a unit at work on it is not robbed of the readings that would show it.
//! A relapse resumes the clock that was running rather than starting a new one, so flapping buys no
//! time. And there is no event for an acknowledgement: saying "we know" is not recovery.
//!
//! Nothing here reads a clock, sends or stores anything.

use std::time::Duration;

use crate::calendar::Calendar;
use crate::time::Timestamp;

/// Where an incident is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// The holder's working time runs.
    Running,
    /// The latest due reading is back in the band: the clock waits.
    Waiting,
    /// Recovered, or claimed to be: we watch that it stays so.
    Settling,
    /// Over. Nothing that happens later reopens it.
    Closed,
}

/// What can happen to an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The latest due reading of every series lies in its reference band.
    Inside,
    /// A due reading lies outside its reference band.
    Outside,
    /// The last three do, and their mean has regained three quarters of the change.
    Recovered,
    /// The holder says that it is mended; the readings decide.
    Claimed,
    /// Two due reports did not come.
    Silent,
    /// The holder's recovery time ran out.
    Expired,
    /// The holder missed what it owed below.
    Lapsed,
    /// It stayed back for as many due readings again.
    Settled,
    /// The holder hands it up now.
    PassedUp,
    /// It turned out to be the instrument, or nothing, or was corrected, retired or history.
    Ended,
}

/// The one thing done on the way into a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Stop the clock and keep what is left.
    Pause,
    /// Let what is left run on.
    Resume,
    /// Stop the clock and count settled readings from none.
    Settle,
    /// Give it to the next level, with a clock of its own; at the root, a new window.
    Rise,
    /// Stop the clock for good and tell all who were told.
    Close,
}

/// The table above.
#[rustfmt::skip]
pub const fn rule(phase: Phase, event: Event) -> Option<(Phase, Act)> {
    use {Act::*, Event::*, Phase::*};
    match (phase, event) {
        (Running,            Inside)               => Some((Waiting,  Pause)),
        (Running | Waiting,  Recovered | Claimed)  => Some((Settling, Settle)),
        (Running, Expired | Lapsed | PassedUp)     => Some((Running,  Rise)),
        (Waiting,            PassedUp)             => Some((Waiting,  Rise)),
        (Waiting | Settling, Outside | Silent)     => Some((Running,  Resume)),
        (Settling, Settled)
        | (Running | Waiting | Settling, Ended)    => Some((Closed,   Close)),

        (Running,  Outside | Silent | Settled)
        | (Waiting,  Inside | Expired | Lapsed | Settled)
        | (Settling, Inside | Recovered | Claimed | Expired | Lapsed | PassedUp)
        | (Closed,   Inside | Outside | Recovered | Claimed | Silent | Expired | Lapsed | Settled
                     | PassedUp | Ended) => None,
    }
}

/// A holder's working time: what is left of it, and when it runs out if nothing stops it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Working time left when it last started or stopped.
    pub left: Duration,
    /// When it last started; none while it waits.
    pub running_since: Option<Timestamp>,
    /// Never before this: three due readings must have had the chance to come.
    pub not_before: Timestamp,
}

impl Clock {
    /// A clock that starts at the holder's next working moment.
    pub fn start(left: Duration, not_before: Timestamp, now: Timestamp, hours: &Calendar) -> Self {
        Self { left, running_since: Some(hours.next_working(now)), not_before }
    }

    /// Working time left at `now`.
    pub fn left_at(&self, now: Timestamp, hours: &Calendar) -> Duration {
        match self.running_since {
            None => self.left,
            Some(since) => self.left.saturating_sub(hours.working_between(since, now)),
        }
    }

    /// When it runs out if nothing stops it.
    pub fn expires(&self, hours: &Calendar) -> Option<Timestamp> {
        let runs_out = hours.add_working(self.running_since?, self.left);
        Some(runs_out.max(self.not_before))
    }

    /// Stops it.
    #[must_use]
    pub fn paused(self, now: Timestamp, hours: &Calendar) -> Self {
        Self { left: self.left_at(now, hours), running_since: None, ..self }
    }

    /// Lets it run on.
    #[must_use]
    pub fn resumed(self, now: Timestamp, hours: &Calendar) -> Self {
        Self { running_since: Some(hours.next_working(now)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHASES: [Phase; 4] = [Phase::Running, Phase::Waiting, Phase::Settling, Phase::Closed];
    const EVENTS: [Event; 10] = [
        Event::Inside,
        Event::Outside,
        Event::Recovered,
        Event::Claimed,
        Event::Silent,
        Event::Expired,
        Event::Lapsed,
        Event::Settled,
        Event::PassedUp,
        Event::Ended,
    ];

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        crate::table::assert_matches(include_str!("escalation.rs"), &PHASES, &EVENTS, |p, e| {
            rule(p, e).map_or("-".to_owned(), |(next, act)| format!("{next:?}, {act:?}"))
        });
    }

    #[test]
    fn only_a_running_clock_can_run_out_and_nothing_leaves_closed() {
        for phase in PHASES {
            let expires = rule(phase, Event::Expired).is_some();
            assert_eq!(expires, phase == Phase::Running);
        }
        assert!(EVENTS.iter().all(|event| rule(Phase::Closed, *event).is_none()));
    }

    /// Every run of five events: 10^5 of them, so there is no need to draw any at random.
    #[test]
    fn in_every_run_a_rise_comes_only_from_time_a_missed_duty_or_the_holder() {
        for run in 0..EVENTS.len().pow(5) {
            let mut phase = Phase::Running;
            for position in 0..5_u32 {
                let event = EVENTS[run / EVENTS.len().pow(position) % EVENTS.len()];
                let Some((next, act)) = rule(phase, event) else { continue };
                if act == Act::Rise {
                    let allowed = [Event::Expired, Event::Lapsed, Event::PassedUp];
                    assert!(allowed.contains(&event), "{phase:?} under {event:?}");
                }
                phase = next;
            }
        }
    }

    #[test]
    fn flapping_buys_no_time() {
        let hours = Calendar::always(crate::calendar::Zone::utc());
        let day = Duration::from_hours(24);
        let start = Timestamp::from_millis(1_000_000_000_000);
        let clock = Clock::start(3 * day, start, start, &hours);
        let flapped = clock.paused(start + day, &hours).resumed(start + day * 2, &hours);
        assert_eq!(flapped.left, 2 * day);
        assert_eq!(flapped.expires(&hours), Some(start + day * 4));
    }

    #[test]
    fn a_clock_never_runs_out_before_three_due_readings_could_have_come() {
        let hours = Calendar::always(crate::calendar::Zone::utc());
        let start = Timestamp::from_millis(1_000_000_000_000);
        let third = start + Duration::from_hours(72);
        let clock = Clock::start(Duration::from_mins(1), third, start, &hours);
        assert_eq!(clock.expires(&hours), Some(third));
    }
}
