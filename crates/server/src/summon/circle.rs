//! Circle: who of a unit is told, when are they at rest, and when is it tried again?
//!
//! Whoever is on duty is told first. Where nobody is, or they were not reached, all are told whom it
//! concerns: the committee, and for what is owed the coordinators as well. A safety alarm goes to
//! all of them at once. Other systems of the unit hear everything, and are nobody's rest.

use std::time::Duration;

use mission::calendar::Calendar;
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use mission::summons::Why;
use mission::time::Timestamp;
use store::{Accounts, Circle, Quiet, StoreError, To, Way};

use crate::limits;
use crate::people::Members;

/// Who is told, by which ways.
pub(super) struct Chosen {
    pub(super) circle: Circle,
    pub(super) ways: Vec<u64>,
}

/// What there is to choose from.
pub(super) struct Choice<'c> {
    pub(super) accounts: &'c Accounts,
    pub(super) members: &'c Members,
    /// Whether mail can be sent at all.
    pub(super) has_mail: bool,
}

impl Choice<'_> {
    /// Who is told of that at first.
    pub(super) fn first(&self, unit: UnitId, why: Why) -> Result<Chosen, StoreError> {
        let mut ways = self.hooks(unit)?;
        let on_duty = self.on_duty(unit)?;
        if !on_duty.is_empty() && !why.is_urgent() {
            ways.extend(on_duty);
            return Ok(Chosen { circle: Circle::OnDuty, ways });
        }
        ways.extend(on_duty);
        ways.extend(self.concerned(unit, why)?);
        ways.sort_unstable();
        ways.dedup();
        Ok(Chosen { circle: Circle::All, ways })
    }

    /// Ways to everybody whom it concerns.
    pub(super) fn concerned(&self, unit: UnitId, why: Why) -> Result<Vec<u64>, StoreError> {
        let deed = why.deed();
        let mut who: Vec<MemberId> = self.members.of(unit).collect();
        who.retain(|who| self.members.in_which(*who, unit, deed).is_some());
        who.sort_unstable();
        let mut ways = Vec::new();
        for who in who {
            ways.extend(self.ways(who)?);
        }
        Ok(ways)
    }

    fn on_duty(&self, unit: UnitId) -> Result<Vec<u64>, StoreError> {
        let Some(duty) = self.accounts.duty(unit)? else { return Ok(Vec::new()) };
        if self.members.in_which(duty.who, unit, Deed::See).is_none() {
            return Ok(Vec::new());
        }
        self.ways(duty.who)
    }

    fn ways(&self, who: MemberId) -> Result<Vec<u64>, StoreError> {
        let ways = self.accounts.ways_of(who)?.into_iter();
        let leads = |way: &Way| self.has_mail || !matches!(way.to, To::Mail(_));
        Ok(ways.filter(|(_, way)| is_open(way) && leads(way)).map(|(id, _)| id).collect())
    }

    fn hooks(&self, unit: UnitId) -> Result<Vec<u64>, StoreError> {
        let hooks = self.accounts.hooks_of(unit)?.into_iter();
        Ok(hooks.filter(|(_, way)| is_open(way)).map(|(id, _)| id).collect())
    }
}

/// Whether anything goes by it: it is on, and its owner has shown that they read it.
pub(crate) fn is_open(way: &Way) -> bool {
    way.is_on
        && match &way.to {
            To::Mail(mail) => mail.check.is_none(),
            // One that takes nothing any more leads nowhere.
            To::Push(push) => push.check.is_none() && !push.endpoint.is_empty(),
            To::Hook(_) => true,
        }
}

/// When the hours of rest are over in which it is `now`, by the unit's clocks.
pub(super) fn rest_until(quiet: Quiet, now: Timestamp, hours: &Calendar) -> Option<Timestamp> {
    const DAY_MIN: u32 = 24 * 60;
    let Quiet { from_min, until_min } = quiet;
    let local = hours.zone().local(now);
    let minute =
        u32::try_from(local.hour()).unwrap_or(0) * 60 + u32::try_from(local.minute()).unwrap_or(0);
    let is_rest = if from_min <= until_min {
        (from_min..until_min).contains(&minute)
    } else {
        minute >= from_min || minute < until_min
    };
    let left_min = (until_min + DAY_MIN - minute) % DAY_MIN;
    let passed = Duration::from_secs(u64::try_from(local.second()).unwrap_or(0))
        + Duration::from_millis(u64::try_from(local.millisecond()).unwrap_or(0));
    is_rest.then(|| now + Duration::from_secs(u64::from(left_min) * 60).saturating_sub(passed))
}

/// When it is tried again that has failed so often, the last time `now`: after a minute, and each
/// time twice that, up to six hours; no more a day after it was to go `first`.
pub(super) fn again(first: Timestamp, attempts: u32, now: Timestamp) -> Option<Timestamp> {
    let doublings = attempts.saturating_sub(1).min(16);
    let wait = (limits::RETRY_FIRST * 2_u32.pow(doublings)).min(limits::RETRY_MOST);
    Some(now + wait).filter(|at| *at <= first + limits::RETRY_FOR)
}

#[cfg(test)]
mod tests {
    use mission::calendar::Zone;

    use super::*;

    #[test]
    fn what_fails_is_tried_from_a_minute_on_ever_less_often_for_a_day() {
        let first = Timestamp::ZERO;
        let (mut now, mut minutes) = (first, Vec::new());
        for attempts in 1.. {
            let Some(at) = again(first, attempts, now) else { break };
            minutes.push(at.since(now).as_secs() / 60);
            now = at;
        }
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
    }

    #[test]
    fn rest_may_go_over_midnight_and_is_over_on_the_minute() {
        let hours = Calendar::always(Zone::parse("America/Santiago").expect("bundled"));
        let night = Quiet { from_min: 22 * 60, until_min: 6 * 60 };
        let midnight = hours.start_of(jiff::civil::date(2026, 10, 16));
        let at = |minutes: u64| midnight + Duration::from_secs(minutes * 60);
        let until = |quiet, minutes| {
            let until = rest_until(quiet, at(minutes) + Duration::from_millis(1_500), &hours);
            until.map(|until| until.since(midnight).as_secs() / 60)
        };
        assert_eq!(until(night, 0), Some(360));
        assert_eq!(until(night, 359), Some(360));
        assert_eq!(until(night, 360), None);
        assert_eq!(until(night, 1319), None);
        assert_eq!(until(night, 1320), Some(1440 + 360));
        let noon = Quiet { from_min: 12 * 60, until_min: 13 * 60 };
        assert_eq!((until(noon, 719), until(noon, 720)), (None, Some(780)));
        assert_eq!(until(Quiet { from_min: 60, until_min: 60 }, 60), None);
    }
}
