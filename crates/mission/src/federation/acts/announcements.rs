//! Acts of announcing: what a unit says beforehand of its own figures, and calls off.

use std::time::Duration;

use super::super::{Federation, Now, Timer};
use super::{Answer, words, words_if_any};
use crate::announcement::{Announcement, Expected, apart_until};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::NewAnnouncement;
use crate::id::{AnnouncementId, IndicatorId, UnitId};
use crate::limits;
use crate::time::Timestamp;

impl Federation {
    pub(super) fn announce(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        said: &NewAnnouncement,
    ) -> Answer {
        let NewAnnouncement { indicator, from, expected, words: text } = said;
        if indicator.is_some_and(|id| !self.registry.indicators_of(unit).contains(&id)) {
            return Err(Refusal::Wrong("indicator", "one of the unit's own".to_owned()));
        }
        let earliest = self.unreported_since(now.at, unit, *indicator);
        let from = from.unwrap_or(earliest);
        let latest = now.at + limits::ANNOUNCED_AHEAD;
        if from < earliest || from > latest {
            let expected = format!("a time that is not past, and not after {latest}");
            return Err(Refusal::Wrong("from", expected));
        }
        check(*expected, from, now.at)?;
        let id: AnnouncementId = now.mint.id();
        let announcement = Announcement {
            id,
            indicator: *indicator,
            from,
            expected: *expected,
            words: words("words", text, limits::WORDS_LETTERS)?,
            by: by.to_owned(),
            at: now.at,
        };
        let announced = &mut self.ledgers[unit.index()].announced;
        if announced.len() >= limits::ANNOUNCEMENTS {
            let is_past = |it: &Announcement| it.until().unwrap_or(it.from) < now.at;
            let Some(past) = announced.iter().position(is_past) else {
                return Err(Refusal::NotNow("as much is announced as can be; call something off"));
            };
            announced.remove(past);
        }
        announced.push(announcement);
        self.announced(now, unit, id);
        Ok(Done::Made(Thing::Ledger(unit)))
    }

    /// Since when nothing was reported, at most since today began: a day's figure bears the time at which
    /// the day began, and what has been reported is not announced any more.
    fn unreported_since(&self, now: Timestamp, unit: UnitId, of: Option<IndicatorId>) -> Timestamp {
        let hours = &self.registry.unit(unit).calendar;
        let concerned = self.registry.indicators_of(unit).iter();
        let concerned = concerned.filter(|id| of.is_none_or(|of| of == **id));
        let last = concerned.filter_map(|id| self.watches[id.index()].last).max();
        let after_last = last.map(|at| at + Duration::from_millis(1));
        after_last.max(Some(hours.start_of(hours.date_of(now)))).unwrap_or(now)
    }

    /// What has not begun is forgotten, and what has begun ends now. A level that is there stays.
    pub(super) fn call_off(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        id: AnnouncementId,
        text: &str,
    ) -> Answer {
        words_if_any(text)?;
        let announced = &mut self.ledgers[unit.index()].announced;
        let place = announced.iter().position(|it| it.id == id).ok_or(Refusal::Unknown)?;
        let known = &mut announced[place];
        let has_begun = known.from <= now.at;
        match &mut known.expected {
            Expected::Apart(until) if has_begun && *until <= now.at => {
                return Err(Refusal::NotNow("it is over already"));
            }
            Expected::Apart(until) if has_begun => *until = now.at,
            Expected::Level(_) if has_begun => {
                return Err(Refusal::NotNow("it has begun: what came since is learnt already"));
            }
            Expected::Apart(_) | Expected::Level(_) => {
                announced.remove(place);
            }
        }
        self.announced(now, unit, id);
        Ok(Done::Changed(Thing::Ledger(unit)))
    }

    /// What readings mean may have changed, and when one is missing: series are kept anew, for none
    /// can be brought up to date across this by taking readings in again.
    fn announced(&mut self, now: &mut Now, unit: UnitId, id: AnnouncementId) {
        for indicator in self.registry.indicators_of(unit).to_vec() {
            self.arm(Timer::Silence(indicator));
            now.touch(Thing::Indicator(indicator));
        }
        self.tell(now, unit, News::Announced(id));
    }
}

impl Federation {
    /// Until when the figures of a series are to be left apart, if they are at that time.
    pub(in super::super) fn apart_until(
        &self,
        id: IndicatorId,
        at: Timestamp,
    ) -> Option<Timestamp> {
        apart_until(&self.ledgers[self.registry.indicator(id).unit.index()].announced, id, at)
    }
}

fn check(expected: Expected, from: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    match expected {
        Expected::Apart(until) => {
            let longest = from + limits::APART;
            if until <= from.max(now) || until > longest {
                let expected =
                    format!("a time after the beginning and after now, and not after {longest}");
                return Err(Refusal::Wrong("until", expected));
            }
        }
        Expected::Level(Some(by)) if !by.is_finite() || by.abs() > limits::READING_MAGNITUDE => {
            let expected = "a number of a size that readings have".to_owned();
            return Err(Refusal::Wrong("by", expected));
        }
        Expected::Level(_) => {}
    }
    Ok(())
}
