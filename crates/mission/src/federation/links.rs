//! Links: how is a border drawn with another node, and when does a day cross it?

use super::{Federation, Now, Timer};
use crate::charter::{Charter, FoundingTerm, TermSubject, UnitCharter};
use crate::effect::{AuditRecord, Done, Refusal, Thing};
use crate::id::{LinkId, UnitId};
use crate::index::Contribution;
use crate::limits;
use crate::link::{Level, Link, NewLink, Other};
use crate::time::{Date, Timestamp};

impl Federation {
    /// Every tie with another node, in order of id.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The link, if there is one.
    pub fn link(&self, id: LinkId) -> Option<&Link> {
        self.links.get(id.index())
    }

    /// The link with the node above, if this one has one.
    pub fn link_above(&self) -> Option<&Link> {
        self.links.iter().find(|link| link.other == Other::Above)
    }

    /// The link with the node on which a unit lives, if it is one below.
    pub fn link_below(&self, unit: UnitId) -> Option<&Link> {
        self.links
            .iter()
            .find(|link| link.other == Other::Below && self.registry.is_within(link.unit, unit))
    }

    /// A unit and the levels above it, the root first, as a node of its own needs to know them.
    pub fn levels(&self, unit: UnitId) -> Vec<Level> {
        let mut levels: Vec<UnitId> = self.registry.above(unit).collect();
        levels.reverse();
        levels.push(unit);
        let level = |id: UnitId| {
            let unit = self.registry.unit(id);
            let today = unit.calendar.date_of(self.applied.received);
            Level {
                path: unit.path.clone(),
                name: unit.name.clone(),
                calendar: unit.calendar.clone(),
                membership: unit.membership,
                recovery_days: self.terms.recovery_days(id, None, today),
            }
        };
        levels.into_iter().map(level).collect()
    }

    /// Ties this node to another.
    pub(super) fn tie(&mut self, now: &mut Now, new: &NewLink) {
        let answer = match new.other {
            Other::Below => self.can_let_go(new),
            Other::Above => self.can_live_below(new).map(|()| self.lay_levels(now, new)),
        };
        let answer = answer.map(|unit| self.put_new_link(now, unit, new));
        now.step.audit = Some(AuditRecord {
            at: now.at,
            unit: answer.as_ref().ok().map(|(unit, _)| *unit),
            by: new.by.clone(),
            who: new.who,
            device: None,
            act: "link",
            thing: answer.as_ref().ok().map(|(_, thing)| *thing),
            refused: answer.as_ref().err().cloned(),
        });
        now.step.answer = Some(answer.map(|(_, thing)| Done::Made(thing)));
    }

    /// Whether a unit can live on a node of its own: only before it has done anything here.
    pub fn can_let_go(&self, new: &NewLink) -> Result<UnitId, Refusal> {
        let unit = self.registry.at_path(&new.unit).ok_or(Refusal::Unknown)?;
        if self.links.len() >= limits::LINKS {
            return Err(Refusal::NotNow("this node is linked with as many others as it can be"));
        }
        if !self.registry.lives_here(unit) {
            return Err(Refusal::NotNow("the unit lives on a node of its own already"));
        }
        let is_new = self.registry.indicators_of(unit).is_empty()
            && self.registry.parts(unit).is_empty()
            && self.rolls.get(&unit).is_none_or(|roll| roll.members.is_empty());
        if self.registry.unit(unit).parent.is_none() || !is_new {
            return Err(Refusal::NotNow(
                "a unit moves to a node of its own before it has figures, parts or people here",
            ));
        }
        Ok(unit)
    }

    fn can_live_below(&self, new: &NewLink) -> Result<(), Refusal> {
        if !self.registry.units().is_empty() {
            return Err(Refusal::NotNow("a node is linked before any unit is laid down on it"));
        }
        let is_chain =
            new.levels.windows(2).all(|two| two[1].path.parent().as_ref() == Some(&two[0].path));
        let ends = new.levels.len() > 1
            && new.levels[0].path.parent().is_none()
            && new.levels.last().is_some_and(|last| last.path == new.unit);
        if is_chain && ends {
            return Ok(());
        }
        Err(Refusal::Wrong(
            "levels",
            "the levels from the root to the unit, one below the other".into(),
        ))
    }

    fn lay_levels(&mut self, now: &mut Now, new: &NewLink) -> UnitId {
        let units: Vec<UnitCharter> =
            new.levels.iter().map(|level| Self::founded(now, level)).collect();
        let charter = Charter { by: new.by.clone(), founder: None, units };
        let laid: Vec<UnitId> =
            charter.units.iter().map(|unit| self.lay_unit(now, unit, &charter)).collect();
        for level in &laid {
            self.refresh_delay(now, *level);
        }
        laid[laid.len() - 1]
    }

    fn founded(now: &Now, level: &Level) -> UnitCharter {
        let Level { path, name, calendar, membership, recovery_days } = level.clone();
        let from = calendar.date_of(now.at);
        let term = FoundingTerm {
            subject: TermSubject::Recovery,
            indicator: None,
            value: recovery_days,
            from,
            review: None,
            reason: "as agreed on the node above".to_owned(),
        };
        UnitCharter {
            path,
            moved_from: None,
            name: Some(name),
            calendar: Some(calendar),
            membership: Some(membership),
            alarm_levels: None,
            small_index: None,
            indicators: Vec::new(),
            terms: vec![term],
        }
    }

    /// A unit of the other node is otherwise than it was known. What hangs on its hours is worked out anew.
    pub(super) fn lay_level(&mut self, now: &mut Now, unit: UnitId, level: &Level) {
        let charter = Self::founded(now, level);
        // Its recovery time is agreed above it, which is not here where it is the branch.
        let is_above = self.link_above().is_some();
        let terms = if is_above { charter.terms } else { Vec::new() };
        let charter = UnitCharter { terms, ..charter };
        self.lay_unit(now, &charter, &Charter { by: "node".to_owned(), ..Charter::default() });
        self.refresh_delay(now, unit);
        self.refresh_delays_above(now, unit);
    }

    fn put_new_link(&mut self, now: &mut Now, unit: UnitId, new: &NewLink) -> (UnitId, Thing) {
        let id = u32::try_from(self.links.len()).expect("there are a thousand at most");
        let link = Link {
            id: LinkId(id),
            unit,
            other: new.other,
            key: new.key,
            since: now.at,
            written: 0,
            delivered: 0,
            delivered_at: None,
            heard: 0,
            heard_at: None,
            released: self.last_released(unit, now.at),
            days: std::collections::BTreeMap::new(),
            pairs: Vec::new(),
            epoch: 1,
            mark: 0,
            sisters: None,
            anew: None,
        };
        let id = link.id;
        self.put_link(link);
        now.touch(Thing::Link(id));
        // What the registry says of where it lives has changed.
        now.touch(Thing::Unit(unit));
        self.arm(Timer::Release(id));
        (unit, Thing::Link(id))
    }

    /// The last day of a unit that the level above it may have by now.
    fn last_released(&self, unit: UnitId, now: Timestamp) -> Option<Date> {
        let level = self.registry.unit(unit).parent?;
        let today = self.registry.unit(unit).calendar.date_of(now);
        let days = std::iter::successors(Some(today), |day| day.yesterday().ok());
        days.take(limits::INDEX_DAYS).find(|day| self.released(level, *day) <= now)
    }

    /// Puts a link, as a store kept it or as it is new.
    pub(super) fn put_link(&mut self, link: Link) {
        self.registry.put_border(link.unit, link.other);
        self.links.push(link);
    }

    /// The other node has letters on its disk: they need not be kept here.
    pub(super) fn delivered(&mut self, now: &mut Now, id: LinkId, upto: u64) {
        let Some(link) = self.links.get_mut(id.index()) else { return };
        if upto > link.written || upto <= link.delivered {
            return;
        }
        (link.delivered, link.delivered_at) = (upto, Some(now.at));
        now.step.delivered.push((id, upto));
        now.touch(Thing::Link(id));
    }

    /// When the next day of the branch is to be sent up: as on one node, a dip must not tell what its unit
    /// may still put right alone.
    pub(super) fn release_due(&self, id: LinkId) -> Option<Timestamp> {
        let link = self.link(id).filter(|link| link.other == Other::Above)?;
        let level = self.registry.unit(link.unit).parent?;
        Some(self.released(level, link.released?.tomorrow().ok()?))
    }

    pub(super) fn release_day(&mut self, now: &mut Now, id: LinkId) {
        let link = &mut self.links[id.index()];
        let Some(day) = link.released.and_then(|day| day.tomorrow().ok()) else { return };
        link.released = Some(day);
        now.passing.days.insert(day);
        now.touch(Thing::Link(id));
        self.arm(Timer::Release(id));
    }

    /// What a day of the branch adds up to for the level above; none that the branch keeps to itself.
    pub(super) fn passing_day(&self, unit: UnitId, day: Date) -> Option<Contribution> {
        let kept = self.registry.unit(unit).small_index == crate::registry::SmallIndex::Kept;
        if kept && self.indicators_in_index(unit, day) < limits::SMALL_INDEX {
            return None;
        }
        Some(self.contribution(unit, day)).filter(Contribution::is_expected)
    }

    /// What was sent up of a day of a branch, if the unit is one that lives elsewhere.
    pub(super) fn sent_up(&self, unit: UnitId, day: Date) -> Option<Contribution> {
        let link = self.links.iter().find(|it| it.other == Other::Below && it.unit == unit)?;
        Some(link.days.get(&day).copied().unwrap_or_default())
    }
}
