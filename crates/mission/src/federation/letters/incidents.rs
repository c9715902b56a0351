//! Incidents: how does one that rose across a border stand on both sides of it?
//!
//! The branch tells of readings, phase, findings and end; the level above of its holder, its clock and its
//! words. Each takes from the other what that decides, and lets it happen by the same table.

use std::collections::BTreeSet;

use super::super::{Federation, Now, Timer};
use super::read::Unread;
use crate::effect::{News, Thing};
use crate::escalation::{self, Clock, Phase};
use crate::id::{IncidentId, IndicatorId, LinkId, UnitId};
use crate::incident::{End, Happening, Holder, Incident, LogLine, Rise, Strand};
use crate::letter::{Glossary, KnownUnit, Risen};
use crate::link::{ELSEWHERE, Link, Name};

impl Federation {
    /// An incident of the branch, if it reached a level above the border, with nothing of it that only
    /// levels below may read.
    pub(super) fn risen(&self, link: &Link, incident: &Incident, now: &Now) -> Option<Box<Risen>> {
        self.risen_with(link, incident, &news_of(link, incident, now))
    }

    /// The same, with those of these lines that the level above may read.
    pub(super) fn risen_with(
        &self,
        link: &Link,
        incident: &Incident,
        lines: &[LogLine],
    ) -> Option<Box<Risen>> {
        let is_above = |unit: UnitId| !self.registry.is_within(link.unit, unit);
        if is_above(incident.unit) {
            return None;
        }
        let border = incident.chain.iter().position(|holder| is_above(holder.unit))?;
        let reached = |unit: &UnitId| incident.reached_by(*unit).is_some();
        if !incident.chain[border..].iter().any(|holder| reached(&holder.unit)) {
            return None;
        }
        let mut told = incident.clone();
        let is_held_above = incident.level >= border;
        if !is_held_above {
            (told.taken_on, told.shelved) = (None, None);
            told.clock = Clock { running_since: None, ..told.clock };
        }
        if let Some(verdict) = &mut told.verdict {
            verdict.who = None;
        }
        let lines = lines.iter().filter(|line| line.reached > border && is_told(line));
        told.log = lines.cloned().collect();
        let glossary = self.glossary(&told);
        Some(Box::new(Risen {
            name: link.name(Thing::Incident(incident.id)),
            incident: told,
            glossary,
        }))
    }

    /// What the numbers of an incident stand for.
    fn glossary(&self, incident: &Incident) -> Glossary {
        let holders = incident.chain.iter();
        let mut units: BTreeSet<UnitId> =
            holders.flat_map(|it| it.skipped.iter().chain([&it.unit])).copied().collect();
        let named = incident.log.iter().filter_map(|line| line.what.indicator());
        let indicators: BTreeSet<IndicatorId> = incident.indicators().chain(named).collect();
        units.extend(indicators.iter().map(|id| self.registry.indicator(*id).unit));
        let unit = |id: UnitId| {
            let unit = self.registry.unit(id);
            let (path, name) = (unit.path.clone(), unit.name.clone());
            KnownUnit { id, path, name, calendar: unit.calendar.clone() }
        };
        let signals = incident.strands.iter().filter_map(|strand| self.signals.get(&strand.signal));
        Glossary {
            units: units.into_iter().map(unit).collect(),
            indicators: indicators.into_iter().map(|id| self.known(id)).collect(),
            signals: signals.cloned().collect(),
        }
    }

    pub(super) fn hear_incident(
        &mut self,
        now: &mut Now,
        link: LinkId,
        risen: &Risen,
    ) -> Result<(), Unread> {
        let known = self.incident_of(link, risen.name);
        if let (None, Name::Yours(_)) = (known, risen.name) {
            return Err("it speaks of an incident that is not of the branch");
        }
        let dictionary = self.learn(now, link, risen)?;
        let mut incident = dictionary.incident(&risen.incident)?;
        let known = known.or_else(|| self.same_incident(link, &incident));
        let branch = self.links[link.index()].unit;
        if !self.registry.is_within(branch, incident.unit) {
            return Err("it speaks of an incident that is not of the branch");
        }
        // Nobody signs for a unit of another node.
        incident.log.retain(|line| self.registry.is_within(branch, line.unit));
        if known.is_none() {
            self.hang_below(now, branch, &mut incident)?;
        }
        if let Some(id) = known {
            self.hear_more(now, id, incident);
        } else {
            self.put_risen(now, link, incident);
        }
        Ok(())
    }

    /// The levels from the border up are as this node has them, and not as the branch would: their hours,
    /// their times, and that none is passed over.
    fn hang_below(&self, now: &Now, branch: UnitId, incident: &mut Incident) -> Result<(), Unread> {
        let is_below = |unit: UnitId| self.registry.is_within(branch, unit);
        let holder = incident.holder().unit;
        let own = self.chain(incident.unit, None, now.at);
        let above: Vec<Holder> = own.into_iter().filter(|it| !is_below(it.unit)).collect();
        let first = above.first().map(|it| it.unit).ok_or("there is nobody above to rise to")?;
        // Whoever the branch meant, it has come to the next level: that may have had nobody when it opened.
        let mut has_risen = false;
        incident.rises.retain_mut(|rise| {
            let is_kept = is_below(rise.to) || !has_risen;
            if !is_below(rise.to) {
                (rise.to, has_risen) = (first, true);
            }
            is_kept
        });
        incident.called.retain(|unit| above.iter().any(|it| it.unit == *unit));
        incident.chain.retain(|it| is_below(it.unit));
        incident.chain.extend(above);
        let holder = if is_below(holder) { holder } else { first };
        if !has_risen && holder == first {
            return Err("its incident did not rise to the next level");
        }
        let level = incident.chain.iter().position(|it| it.unit == holder);
        incident.level = level.ok_or("its incident has no holder")?;
        Ok(())
    }

    /// An incident of the branch is new here.
    fn put_risen(&mut self, now: &mut Now, link: LinkId, mut incident: Incident) {
        let branch = self.links[link.index()].unit;
        let ended = self.same_ended(link, &incident);
        if let Some(ended) = ended.and_then(|id| self.incidents.get(&id)) {
            let lines = ended.log.iter().filter(|it| !self.registry.is_within(branch, it.unit));
            incident.log.extend(lines.cloned());
            incident.log.sort_by_key(|line| line.at);
        }
        let id: IncidentId = ended.unwrap_or_else(|| now.mint.id());
        let theirs = Thing::Incident(std::mem::replace(&mut incident.id, id));
        let holder = incident.holder().clone();
        let is_held_here = !self.registry.is_within(branch, holder.unit);
        if is_held_here {
            let runs = incident.phase == Phase::Running;
            let earliest = self.third_due(&incident.cause, &incident.strands, now.at);
            let started = Clock::start(holder.recovery, earliest, now.at, &holder.hours);
            incident.clock = if runs { started } else { Clock { running_since: None, ..started } };
        }
        self.links[link.index()].pair(Thing::Incident(id), theirs);
        // What is owed for a rise below never comes here.
        let mut came = None;
        for (place, rise) in incident.rises.iter_mut().enumerate() {
            let owed = std::mem::replace(&mut rise.obligation, ELSEWHERE);
            if !self.registry.is_within(branch, rise.to) {
                came = Some((place, rise.clone(), Thing::Obligation(owed)));
            }
        }
        self.lookup.put_incident(&incident);
        for strand in &incident.strands {
            if let Some(signal) = self.signals.get_mut(&strand.signal) {
                signal.incident = Some(id);
            }
        }
        self.incidents.insert(id, incident);
        if let Some((place, Rise { to, because, .. }, owed)) = came {
            let chain = &self.incidents[&id].chain;
            let border = chain.iter().take_while(|it| self.registry.is_within(branch, it.unit));
            let from = border.last().map_or(branch, |it| it.unit);
            let obligation = self.owe_for_rise(now, &holder, from, id);
            self.links[link.index()].pair(Thing::Obligation(obligation), owed);
            if let Some(incident) = self.incidents.get_mut(&id) {
                incident.rises[place].obligation = obligation;
            }
            self.log(now, id, Happening::Rose(to, because));
            self.tell(now, to, News::Rose(id, to));
        }
        for called in self.incidents[&id].called.clone() {
            self.tell(now, called, News::Alarm(id));
        }
        now.touch(Thing::Incident(id));
        now.answer_with(Thing::Incident(id));
        self.arm(Timer::Recovery(id));
        if !self.incidents[&id].is_open() {
            // It ended before this node heard of it: nothing is owed for it any more.
            let owed = self.incidents[&id].rises.iter().map(|rise| rise.obligation);
            for obligation in owed.filter(|owed| *owed != ELSEWHERE).collect::<Vec<_>>() {
                self.no_longer_for(now, obligation, id);
            }
        }
    }

    /// What the branch says further of an incident: its readings, what people there found, its end.
    fn hear_more(&mut self, now: &mut Now, id: IncidentId, told: Incident) {
        self.hear_lines(now, id, told.log);
        let Some(known) = self.incidents.get_mut(&id) else { return };
        (known.cause, known.verdict) = (told.cause, told.verdict);
        let ours: Vec<Strand> = std::mem::replace(&mut known.strands, told.strands);
        let gone: Vec<_> = ours
            .iter()
            .map(|strand| strand.indicator)
            .filter(|id| known.strand(*id).is_none())
            .collect();
        for indicator in gone {
            self.lookup.leave(indicator, id);
        }
        self.lookup.put_incident(&self.incidents[&id]);
        now.touch(Thing::Incident(id));
        let how = told.closed.map_or(End::Recovered, |closing| closing.how);
        for event in steps(self.incidents[&id].phase, told.phase) {
            if *event == escalation::Event::Ended {
                self.end(now, id, how);
            } else {
                self.happen(now, id, *event);
            }
        }
    }

    /// Writes lines of another node down where they are not there. Whether there were any.
    pub(super) fn hear_lines(
        &mut self,
        now: &mut Now,
        id: IncidentId,
        lines: Vec<LogLine>,
    ) -> bool {
        let Some(incident) = self.incidents.get_mut(&id) else { return false };
        let is_new = |line: &LogLine| !incident.log.contains(line);
        let lines: Vec<LogLine> = lines.into_iter().filter(is_new).collect();
        let is_any = !lines.is_empty();
        for line in lines {
            now.pass_line(id, &line);
            incident.note(line);
        }
        is_any
    }

    pub(super) fn incident_of(&self, link: LinkId, name: Name) -> Option<IncidentId> {
        let known = &self.links[link.index()];
        let Thing::Incident(id) = known.resolve(name)? else { return None };
        let incident = self.incidents.get(&id)?;
        self.registry.is_within(known.unit, incident.unit).then_some(id)
    }
}

/// Lines that were written in an incident's log, by others than whoever is to read them.
pub(super) fn news_of(link: &Link, incident: &Incident, now: &Now) -> Vec<LogLine> {
    let lines = now.passing.lines.iter();
    let news = lines.filter(|(from, id, _)| *from != Some(link.id) && *id == incident.id);
    news.map(|(_, _, line)| line.clone()).collect()
}

/// Both nodes write such lines of themselves: as an incident moves, rises and ends.
pub(super) fn is_told(line: &LogLine) -> bool {
    !matches!(
        line.what,
        Happening::Opened | Happening::Moved(_) | Happening::Rose(..) | Happening::Closed(_)
    )
}

/// What must happen to an incident for it to come from one phase to another, as the table of escalation
/// has it. Several things may have happened between two letters.
fn steps(from: Phase, to: Phase) -> &'static [escalation::Event] {
    use escalation::Event::{Ended, Inside, Outside, Recovered};
    match (from, to) {
        (Phase::Closed, _)
        | (Phase::Running, Phase::Running)
        | (Phase::Waiting, Phase::Waiting)
        | (Phase::Settling, Phase::Settling) => &[],
        (_, Phase::Closed) => &[Ended],
        (Phase::Running, Phase::Waiting) => &[Inside],
        (Phase::Settling, Phase::Waiting) => &[Outside, Inside],
        (Phase::Waiting | Phase::Settling, Phase::Running) => &[Outside],
        (Phase::Running | Phase::Waiting, Phase::Settling) => &[Recovered],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_is_reached_from_every_open_one_by_steps_that_the_table_has() {
        let phases = [Phase::Running, Phase::Waiting, Phase::Settling, Phase::Closed];
        for from in phases {
            for to in phases {
                let end = steps(from, to).iter().fold(from, |phase, event| {
                    let (next, _) = escalation::rule(phase, *event).expect("the table has it");
                    next
                });
                let stays = from == Phase::Closed;
                assert_eq!(end, if stays { from } else { to }, "{from:?} to {to:?}");
            }
        }
    }
}
