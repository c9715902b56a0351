//! People: what do they do about what they are told, and when?
//!
//! They are told by notices and answer by acts, after a delay in their own working time and never
//! within the hour. Most do what they owe, some forget; some say that it is mended when it is, some
//! say so before. What they do is drawn from the seed and the thing it is about, so that a resumed
//! world has the same people.

mod board;
mod habits;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mission::effect::{News, Notice};
use mission::event::{Act, SignedAct};
use mission::federation::Federation;
use mission::id::UnitId;
use mission::time::Timestamp;

use crate::draw::{Draw, For, Place};
use crate::limits;
use crate::world::World;

/// The people of a rehearsed nation, and what they mean to do.
#[derive(Clone, Debug)]
pub struct People {
    world: Arc<World>,
    mind: BTreeMap<(Timestamp, u64), SignedAct>,
    number: u64,
}

/// Somebody who was told something: who, when, and with what chance.
struct Told<'a> {
    federation: &'a Federation,
    unit: UnitId,
    at: Timestamp,
    draw: Draw,
}

impl People {
    /// People with nothing in mind yet.
    #[must_use]
    pub fn new(world: Arc<World>) -> Self {
        Self { world, mind: BTreeMap::new(), number: 0 }
    }

    /// Reminds people of what stands open, after a restart.
    pub fn remember(&mut self, federation: &Federation, at: Timestamp) {
        let open: Vec<Notice> = federation
            .incidents()
            .filter(|incident| incident.is_open())
            .map(|incident| Notice {
                to: incident.unit,
                at: at.max(incident.opened),
                what: News::Opened(incident.id),
            })
            .collect();
        let owed: Vec<Notice> = federation
            .obligations()
            .filter(|obligation| obligation.awaits_answer())
            .map(|obligation| Notice { to: obligation.debtor, at, what: News::Owes(obligation.id) })
            .collect();
        for notice in open.iter().chain(&owed) {
            self.hear(federation, notice);
        }
    }

    /// When somebody does something next.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.mind.keys().next().map(|(at, _)| *at)
    }

    /// What somebody does next, if it is before that time.
    pub fn next_before(&mut self, until: Timestamp) -> Option<(Timestamp, SignedAct)> {
        let next = self.next_at().filter(|at| *at < until)?;
        let (_, act) = self.mind.pop_first()?;
        Some((next, act))
    }

    /// Tells people something; they may mean to do something about it.
    pub fn hear(&mut self, federation: &Federation, notice: &Notice) {
        let (tag, thing) = match &notice.what {
            News::Opened(id) => (1, id.0),
            News::Rose(id, _) => (2, id.0),
            News::Owes(id) => (3, id.0),
            News::Answered(id) => (4, id.0),
            News::Missed(id) => (5, id.0),
            News::Terms(id) => (6, id.0),
            News::Directive(id) => (7, id.0),
            News::Wrote(id) => (8, id.0),
            News::Signal(_)
            | News::Moved(_)
            | News::Closed(_)
            | News::Alarm(_)
            | News::Noted(_)
            | News::Announced(_)
            | News::Shared(..)
            | News::Asked(_)
            | News::Corrected(_)
            | News::Posted(..)
            | News::Note(_) => return,
        };
        let place = Place::world(self.world.seed, For::People).at(tag).at(thing);
        let draw = place.at(u64::from(notice.to.0)).draw();
        let told = Told { federation, unit: notice.to, at: notice.at, draw };
        match &notice.what {
            News::Opened(id) => self.opened(told, *id),
            News::Rose(id, to) => self.rose(told, *id, *to),
            News::Owes(id) => self.owes(told, *id),
            News::Answered(id) => self.answered(told, *id),
            News::Missed(id) => self.missed(told, *id),
            News::Terms(id) => self.terms(told, *id),
            News::Directive(id) => self.directive(told, *id),
            News::Wrote(id) => self.wrote(told, *id),
            News::Signal(_)
            | News::Moved(_)
            | News::Closed(_)
            | News::Alarm(_)
            | News::Noted(_)
            | News::Announced(_)
            | News::Shared(..)
            | News::Asked(_)
            | News::Corrected(_)
            | News::Posted(..)
            | News::Note(_) => {}
        }
    }

    /// Means to do something after so many working hours of that unit.
    fn intend(&mut self, told: &Told<'_>, hours: f64, by: &str, act: Act) {
        let calendar = &told.federation.registry().unit(told.unit).calendar;
        let length = Duration::from_secs_f64((hours * 3600.0).round());
        let at = calendar.add_working(calendar.next_working(told.at), length);
        self.intend_at(told, at, told.unit, (by, act));
    }

    /// Means to do something at a time, but not within the hour.
    fn intend_at(&mut self, told: &Told<'_>, at: Timestamp, unit: UnitId, what: (&str, Act)) {
        if self.mind.len() >= limits::ACTS_IN_MIND {
            return;
        }
        let soonest = told.at + Duration::from_secs(3600 * limits::PEOPLE_HOURS);
        self.number += 1;
        let act = SignedAct { unit, by: what.0.to_owned(), who: None, act: what.1 };
        self.mind.insert((at.max(soonest), self.number), act);
    }
}
