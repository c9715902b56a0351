//! Held: where does an incident of the branch stand above the border, and what does hearing that change?

use super::super::{Federation, Now};
use super::incidents::{is_told, news_of};
use super::read::Unread;
use crate::effect::{News, Thing};
use crate::id::{IncidentId, LinkId, UnitId};
use crate::incident::{Happening, Incident, LogLine, Rise};
use crate::letter::{Held, Letter};
use crate::link::Link;
use crate::name::Path;

impl Federation {
    /// Where an incident of the branch stands above the border.
    pub(super) fn held(&self, link: &Link, incident: &Incident, now: &Now) -> Option<Letter> {
        self.held_with(link, incident, &news_of(link, incident, now))
    }

    /// The same, with those of these lines that levels above wrote.
    pub(super) fn held_with(
        &self,
        link: &Link,
        incident: &Incident,
        lines: &[LogLine],
    ) -> Option<Letter> {
        if !self.registry.is_within(link.unit, incident.unit) {
            return None;
        }
        let path = |unit: UnitId| self.registry.unit(unit).path.clone();
        let is_above = |unit: UnitId| !self.registry.is_within(link.unit, unit);
        let rises = incident.rises.iter().filter(|rise| is_above(rise.to));
        let rises = rises.map(|rise| {
            // Of a group each rise has a name of its own.
            let names = link.names(Thing::Obligation(rise.obligation));
            (path(rise.to), rise.clone(), names[0])
        });
        let lines = lines.iter().filter(|line| is_above(line.unit) && is_told(line));
        let lines = lines.map(|line| (path(line.unit), line.clone()));
        Some(Letter::Held(Box::new(Held {
            name: link.name(Thing::Incident(incident.id)),
            holder: path(incident.holder().unit),
            clock: incident.clock,
            rises: rises.collect(),
            taken_on: incident.taken_on.clone(),
            shelved: incident.shelved.clone(),
            log: lines.collect(),
        })))
    }

    /// The level above forgot rises that it told of: they have not been.
    fn take_back_rises(&mut self, link: LinkId, id: IncidentId, told: &[UnitId]) {
        let branch = self.links[link.index()].unit;
        let Some(incident) = self.incidents.get_mut(&id) else { return };
        let is_below = |unit: UnitId| self.registry.is_within(branch, unit);
        let first = incident.rises.iter().find(|rise| !is_below(rise.to)).map(|rise| rise.to);
        let stays = |to: UnitId| is_below(to) || Some(to) == first || told.contains(&to);
        let gone: Vec<UnitId> =
            incident.rises.iter().map(|rise| rise.to).filter(|to| !stays(*to)).collect();
        incident.rises.retain(|rise| stays(rise.to));
        for unit in gone {
            self.lookup.leave_unit(unit, id);
        }
    }

    pub(super) fn hear_held(
        &mut self,
        now: &mut Now,
        link: LinkId,
        held: &Held,
    ) -> Result<(), Unread> {
        let id =
            self.incident_of(link, held.name).ok_or("it speaks of no incident of the branch")?;
        let chain: Vec<UnitId> = self.incidents[&id].chain.iter().map(|it| it.unit).collect();
        let place = |federation: &Self, path: &Path| -> Result<(usize, UnitId), Unread> {
            let unit = federation.of_other(link, path)?;
            let at = chain.iter().position(|holder| *holder == unit);
            Ok((at.ok_or("its level is none that the incident can rise to")?, unit))
        };
        let told: Vec<UnitId> =
            held.rises.iter().filter_map(|(path, ..)| self.of_other(link, path).ok()).collect();
        self.take_back_rises(link, id, &told);
        for (path, rise, name) in &held.rises {
            // A level that had nobody when it opened here is not among those it knows.
            let Ok((at, to)) = place(self, path) else { continue };
            if self.incidents[&id].rises.iter().any(|known| known.to == to) {
                continue;
            }
            let known = self.links[link.index()].resolve(*name);
            let Some(Thing::Obligation(obligation)) = known else { continue };
            let risen = Rise { to, obligation, ..rise.clone() };
            let because = risen.because;
            let Some(incident) = self.incidents.get_mut(&id) else { continue };
            incident.rises.push(risen);
            incident.level = at;
            self.lookup.put_reached(to, id);
            self.log(now, id, Happening::Rose(to, because));
            self.tell_reached(now, id, &News::Rose(id, to));
        }
        let lines: Vec<LogLine> = held
            .log
            .iter()
            .filter_map(|(path, line)| Some((place(self, path).ok()?.1, line)))
            .map(|(unit, line)| LogLine { unit, ..line.clone() })
            .collect();
        let holder = place(self, &held.holder).ok().map(|(at, _)| at);
        if let Some(incident) = self.incidents.get_mut(&id) {
            // Whoever holds it decides of its clock; where it ended meanwhile, it stays ended.
            if let Some(level) = holder.filter(|_| incident.is_open()) {
                incident.level = level;
                incident.taken_on.clone_from(&held.taken_on);
                incident.shelved.clone_from(&held.shelved);
                incident.clock = held.clock;
            }
        }
        now.touch(Thing::Incident(id));
        if self.hear_lines(now, id, lines) {
            self.tell_reached(now, id, &News::Noted(id));
        }
        Ok(())
    }
}
