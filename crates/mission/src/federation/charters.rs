//! Charters: what changes when units, indicators and founding terms are laid down?

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Federation, Ledger, Now, Timer, Watch, observe};
use crate::calendar::{Calendar, Zone};
use crate::charter::{Charter, IndicatorCharter, UnitCharter};
use crate::effect::{AuditRecord, Done, Refusal, Thing};
use crate::id::UnitId;
use crate::name::Path;
use crate::registry::{Indicator, Membership, SmallIndex, Unit};
use crate::release::DelayHistory;
use crate::series::Series;

impl Federation {
    /// Applies a charter as a whole, or refuses it as a whole.
    pub(super) fn lay_down(&mut self, now: &mut Now, charter: &Charter) {
        let answer = self.can_lay_down(charter).and_then(|()| {
            let moving = charter.units.iter().filter_map(|unit| unit.moved_from.as_ref());
            let left = moving.filter_map(|from| {
                let unit = self.registry.at_path(from)?;
                self.registry.unit(unit).parent
            });
            let mut levels: BTreeSet<UnitId> = left.collect();
            let units: Vec<UnitId> =
                charter.units.iter().map(|unit| self.lay_unit(now, unit, charter)).collect();
            levels.extend(units.iter().flat_map(|unit| self.registry.above(*unit)));
            levels.extend(units.iter().copied());
            for level in levels {
                self.refresh_delay(now, level);
            }
            units.first().copied().ok_or(Refusal::NotNow("a charter names at least one unit"))
        });
        let first = answer.as_ref().ok().copied();
        now.step.audit = Some(AuditRecord {
            at: now.at,
            unit: first,
            by: charter.by.clone(),
            who: charter.founder,
            device: None,
            act: "charter",
            thing: first.map(Thing::Unit),
            refused: answer.as_ref().err().cloned(),
        });
        now.step.answer = Some(answer.map(|unit| Done::Made(Thing::Unit(unit))));
    }

    /// Between checking and applying, another charter may have come: what this one builds on must
    /// still be there.
    fn can_lay_down(&self, charter: &Charter) -> Result<(), Refusal> {
        let named = |path: &Path| charter.units.iter().any(|unit| unit.path == *path);
        // A former address only leads to where a unit is now.
        let present = |path: &Path| {
            let unit = self.registry.at_path(path)?;
            (self.registry.unit(unit).path == *path).then_some(unit)
        };
        for unit in &charter.units {
            if let Some(origin) = &unit.moved_from {
                let moving = present(origin);
                if moving.is_none() {
                    let expected = "the present path of a unit that exists";
                    return Err(Refusal::Wrong("moved_from", expected.into()));
                }
                let above = std::iter::successors(unit.path.parent(), Path::parent);
                let is_below_itself = above.into_iter().any(|above| above == *origin);
                let is_taken = present(&unit.path).is_some_and(|other| Some(other) != moving);
                if is_below_itself || is_taken {
                    let expected = format!("a path not below {origin}, which no other unit has");
                    return Err(Refusal::Wrong("path", expected));
                }
            } else if self.registry.at_path(&unit.path).is_some() && present(&unit.path).is_none() {
                return Err(Refusal::Wrong("path", "the unit's present path".into()));
            }
            if let Some(parent) = unit.path.parent()
                && present(&parent).is_none()
                && !named(&parent)
            {
                return Err(Refusal::Wrong("path", "a path below a unit that exists".into()));
            }
            self.can_found(unit)?;
            self.is_of_this_node(unit)?;
        }
        Ok(())
    }

    /// What lives on another node is laid down there.
    fn is_of_this_node(&self, charter: &UnitCharter) -> Result<(), Refusal> {
        let origin = charter.moved_from.as_ref().unwrap_or(&charter.path);
        let unit = self.registry.at_path(origin);
        let parent = charter.path.parent().and_then(|path| self.registry.at_path(&path));
        let lives_here =
            |unit: Option<UnitId>| unit.is_none_or(|unit| self.registry.lives_here(unit));
        // The border itself stays where it is, and so do roots.
        let is_border = |unit| self.links().iter().any(|link| link.unit == unit);
        let is_moved = charter.moved_from.is_some() && unit.is_some_and(is_border);
        let is_foreign_root = parent.is_none() && unit.is_none() && self.link_above().is_some();
        let named_here = unit.is_some() || lives_here(parent);
        if lives_here(unit) && named_here && !is_moved && !is_foreign_root {
            return Ok(());
        }
        Err(Refusal::Wrong("path", "a unit that lives on this node".into()))
    }

    pub(super) fn lay_unit(
        &mut self,
        now: &mut Now,
        charter: &UnitCharter,
        whole: &Charter,
    ) -> UnitId {
        let origin = charter.moved_from.as_ref().unwrap_or(&charter.path);
        let present = self.registry.at_path(origin).map(|id| self.registry.unit(id).clone());
        let is_new = present.is_none();
        let mut unit = present.unwrap_or_else(|| self.new_unit(now, charter));
        let id = unit.id;
        if unit.path != charter.path {
            self.take_address(now, id, &charter.path);
            unit.former_paths.retain(|path| *path != charter.path);
            unit.former_paths.push(std::mem::replace(&mut unit.path, charter.path.clone()));
        }
        let parent = charter.path.parent().and_then(|path| self.registry.at_path(&path));
        unit.parent = parent;
        let above: Vec<UnitId> = parent
            .into_iter()
            .flat_map(|parent| std::iter::once(parent).chain(self.registry.above(parent)))
            .collect();
        if let Some(name) = &charter.name {
            unit.name.clone_from(name);
        }
        if let Some(calendar) = &charter.calendar {
            unit.calendar = Arc::clone(calendar);
        }
        unit.membership = charter.membership.unwrap_or(unit.membership);
        unit.small_index = charter.small_index.unwrap_or(unit.small_index);
        if let Some(levels) = &charter.alarm_levels {
            unit.alarm_levels =
                levels.iter().filter_map(|path| self.registry.at_path(path)).collect();
        } else if is_new {
            unit.alarm_levels = parent.into_iter().collect();
        }
        // A level that it moved away from hears nothing of it any more.
        let named = unit.alarm_levels.len();
        unit.alarm_levels.retain(|level| above.contains(level));
        if unit.alarm_levels.is_empty() && named > 0 {
            unit.alarm_levels.extend(parent);
        }
        self.registry.put_unit(unit);
        if is_new {
            self.ledgers.push(Ledger::new(id, DelayHistory::unset()));
            now.touch(Thing::Ledger(id));
            if let (Some(founder), None) = (whole.founder, parent) {
                self.found_roll(now, id, founder, &whole.by);
            }
        }
        now.touch(Thing::Unit(id));
        for indicator in &charter.indicators {
            self.lay_indicator(now, id, indicator);
        }
        // Its hours and cadences may be others now, and with them when a report is missing.
        for indicator in self.registry.indicators_of(id).to_vec() {
            self.arm(Timer::Silence(indicator));
        }
        for term in &charter.terms {
            if !self.holds_already(id, term) {
                self.lay_term(now, id, term, &whole.by);
            }
        }
        id
    }

    /// An address that a unit takes leads no more to one that had it before.
    fn take_address(&mut self, now: &mut Now, unit: UnitId, path: &Path) {
        let Some(other) = self.registry.at_path(path).filter(|other| *other != unit) else {
            return;
        };
        let mut other = self.registry.unit(other).clone();
        other.former_paths.retain(|former| former != path);
        now.touch(Thing::Unit(other.id));
        self.registry.put_unit(other);
    }

    fn new_unit(&self, now: &Now, charter: &UnitCharter) -> Unit {
        let parent = charter.path.parent().and_then(|path| self.registry.at_path(&path));
        let inherited = parent.map(|parent| Arc::clone(&self.registry.unit(parent).calendar));
        Unit {
            id: self.registry.next_unit(),
            parent,
            path: charter.path.clone(),
            former_paths: Vec::new(),
            name: charter.path.to_string(),
            calendar: inherited.unwrap_or_else(|| Arc::new(Calendar::always(Zone::utc()))),
            membership: Membership::Peopled,
            alarm_levels: Vec::new(),
            small_index: SmallIndex::Kept,
            opened: now.at,
        }
    }

    pub(super) fn lay_indicator(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        charter: &IndicatorCharter,
    ) {
        let present = self.registry.keyed(unit, &charter.key);
        let (id, opened, retired) = match present {
            Some(id) => {
                let indicator = self.registry.indicator(id);
                // What was taken back before it had readings comes back.
                (id, indicator.opened, indicator.retired.filter(|_| self.has_readings(id)))
            }
            None => (self.registry.next_indicator(), now.at, None),
        };
        let indicator = Indicator {
            id,
            unit,
            key: charter.key.clone(),
            name: charter.name.clone(),
            measure: charter.measure.clone(),
            cadence: charter.cadence,
            direction: charter.direction,
            sphere: charter.sphere,
            aggregate: charter.aggregate,
            opened,
            retired,
        };
        if present.is_none() {
            self.series.push(Series::new(id, observe::settings(&indicator)));
            self.watches.push(Watch::new(id));
            now.touch(Thing::Watch(id));
        }
        self.registry.put_indicator(indicator);
        now.touch(Thing::Indicator(id));
    }
}
