//! Incidents: how do they open, move, rise and end?
//!
//! `escalation` holds the table; this carries out what its cells say: clocks, levels, log, notices
//! and what follows for obligations.

use std::sync::Arc;
use std::time::Duration;

use super::{Federation, Now, Timer};
use crate::effect::{News, Thing};
use crate::escalation::{self, Act, Clock, Event};
use crate::id::{IncidentId, IndicatorId, UnitId};
use crate::incident::{
    Because, Cause, Closing, End, Era, Happening, Holder, Incident, LogLine, Rise, Strand,
};
use crate::limits;
use crate::link;
use crate::obligation::Reason;
use crate::registry::{Membership, Sphere};
use crate::time::Timestamp;

impl Federation {
    /// The open incidents that a series is part of, by change or by silence, in order of id.
    pub(super) fn open_incidents_of(
        &self,
        indicator: IndicatorId,
    ) -> impl DoubleEndedIterator<Item = &Incident> {
        let ids = self.lookup.open_of.get(&indicator).into_iter().flatten();
        ids.filter_map(|id| self.incidents.get(id))
    }

    /// The open incident of that era which a change of this series opened or joined. What is
    /// imported does not touch what is live, nor the other way.
    pub(super) fn open_change_of(&self, indicator: IndicatorId, era: Era) -> Option<IncidentId> {
        let mut open = self.open_incidents_of(indicator);
        open.rfind(|it| it.era == era && it.strand(indicator).is_some()).map(|it| it.id)
    }

    /// Opens an incident at the bottom of its chain, with the times of now frozen into it.
    pub(super) fn open_incident(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        cause: Cause,
        strands: Vec<Strand>,
    ) -> IncidentId {
        let id: IncidentId = now.mint.id();
        let indicator = match &cause {
            Cause::Silence(quiets) => quiets.first().map(|quiet| quiet.indicator),
            Cause::Change => strands.first().map(|strand| strand.indicator),
            Cause::Alarm { .. } | Cause::Missed { .. } => None,
        };
        let chain = self.chain(unit, indicator, now.at);
        let is_silence = matches!(cause, Cause::Silence(_));
        let inherited = self.inherited(now.at, indicator, is_silence, &chain[0]);
        let left = inherited.unwrap_or(chain[0].recovery);
        let earliest = self.third_due(&cause, &strands, now.at);
        let clock = Clock::start(left, earliest, now.at, &chain[0].hours);
        let incident = Incident {
            id,
            unit,
            cause,
            opened: now.at,
            phase: escalation::Phase::Running,
            chain,
            level: 0,
            clock,
            strands,
            rises: Vec::new(),
            called: Vec::new(),
            taken_on: None,
            verdict: None,
            shelved: None,
            closed: None,
            era: now.era,
            log: Vec::new(),
        };
        self.lookup.put_incident(&incident);
        self.incidents.insert(id, incident);
        self.log(now, id, Happening::Opened);
        self.tell(now, unit, News::Opened(id));
        self.arm(Timer::Recovery(id));
        id
    }

    /// The levels an incident can rise through. What is about people never leaves its unit.
    pub(super) fn chain(
        &self,
        unit: UnitId,
        indicator: Option<IndicatorId>,
        at: Timestamp,
    ) -> Vec<Holder> {
        let holder = |unit: UnitId, indicator, skipped| {
            let hours = Arc::clone(&self.registry.unit(unit).calendar);
            let recovery = self.terms.recovery(unit, indicator, hours.date_of(at), &hours);
            let answer = hours.working_day();
            Holder { unit, skipped, hours, recovery, answer }
        };
        let mut chain = vec![holder(unit, indicator, Vec::new())];
        let stays =
            indicator.is_some_and(|id| self.registry.indicator(id).sphere == Sphere::AboutPeople);
        if stays {
            return chain;
        }
        let mut skipped = Vec::new();
        for above in self.registry.above(unit) {
            match self.registry.unit(above).membership {
                Membership::Unpeopled => skipped.push(above),
                Membership::Peopled => {
                    chain.push(holder(above, None, std::mem::take(&mut skipped)));
                }
            }
        }
        chain
    }

    /// A recurrence within two recovery times inherits what was left of the last clock.
    fn inherited(
        &self,
        at: Timestamp,
        indicator: Option<IndicatorId>,
        is_silence: bool,
        holder: &Holder,
    ) -> Option<Duration> {
        let last = self.incidents_of(indicator?).rfind(|last| last.is_silence() == is_silence)?;
        let was_mended = |end| matches!(end, End::Recovered | End::Instrument | End::Nothing);
        let closing = last.closed.filter(|closing| was_mended(closing.how))?;
        let since = holder.hours.working_between(closing.at, at);
        let recurs = since <= holder.recovery * limits::RECURRENCE_WINDOWS;
        recurs.then(|| last.clock.left.min(holder.recovery))
    }

    /// When three readings have fallen due, before which no recovery time ends: of each series that
    /// changed, because each must show that it is back; of the most frequent that is silent, because
    /// what lost the reports of them all is seen to work again with the first.
    pub(super) fn third_due(&self, cause: &Cause, strands: &[Strand], at: Timestamp) -> Timestamp {
        let readings = u32::try_from(limits::READINGS_TO_RECOVER).expect("three");
        let third =
            |id| self.registry.indicator(id).cadence.nth_due_after(at, readings, self.hours(id));
        let earliest = match cause {
            Cause::Silence(quiets) => {
                quiets.iter().filter(|it| !it.is_over()).map(|it| third(it.indicator)).min()
            }
            Cause::Change | Cause::Alarm { .. } | Cause::Missed { .. } => {
                strands.iter().map(|strand| third(strand.indicator)).max()
            }
        };
        earliest.map_or(at, |third| third.max(at))
    }

    /// Lets something happen to an incident, as the table says.
    pub(super) fn happen(&mut self, now: &mut Now, id: IncidentId, event: Event) {
        self.happen_and_end(now, id, event, End::Recovered);
    }

    /// Ends an incident, whatever its readings do.
    pub(super) fn end(&mut self, now: &mut Now, id: IncidentId, how: End) {
        self.happen_and_end(now, id, Event::Ended, how);
    }

    fn happen_and_end(&mut self, now: &mut Now, id: IncidentId, event: Event, how: End) {
        let incident = self.incidents.get_mut(&id).expect("ids of incidents come from this state");
        let Some((phase, act)) = escalation::rule(incident.phase, event) else { return };
        let moved = incident.phase != phase;
        incident.phase = phase;
        let hours = Arc::clone(&incident.holder().hours);
        match act {
            Act::Pause => incident.clock = incident.clock.paused(now.at, &hours),
            Act::Settle => {
                incident.clock = incident.clock.paused(now.at, &hours);
                incident.strands.iter_mut().for_each(|strand| strand.settled = 0);
            }
            Act::Resume => incident.clock = incident.clock.resumed(now.at, &hours),
            Act::Rise => return self.rise(now, id, event),
            Act::Close => return self.close(now, id, how),
        }
        if moved {
            self.log(now, id, Happening::Moved(phase));
            self.tell_reached(now, id, &News::Moved(id));
        }
        self.arm(Timer::Recovery(id));
    }

    /// Gives an incident to the next level. At the top nobody is above: it is told again, and
    /// given another window.
    fn rise(&mut self, now: &mut Now, id: IncidentId, event: Event) {
        let because = match event {
            Event::PassedUp => Because::PassedUp,
            Event::Lapsed => Because::Lapsed,
            Event::Inside
            | Event::Outside
            | Event::Recovered
            | Event::Claimed
            | Event::Silent
            | Event::Expired
            | Event::Settled
            | Event::Ended => Because::Expired,
        };
        let incident = &self.incidents[&id];
        let from = incident.holder().unit;
        let level = (incident.level + 1).min(incident.chain.len() - 1);
        let is_higher = level > incident.level;
        let holder = incident.chain[level].clone();
        let earliest = self.third_due(&incident.cause, &incident.strands, now.at);

        let incident = self.incidents.get_mut(&id).expect("looked up above");
        let started = Clock::start(holder.recovery, earliest, now.at, &holder.hours);
        let runs = incident.phase == escalation::Phase::Running;
        incident.clock = if runs { started } else { Clock { running_since: None, ..started } };
        incident.level = level;
        (incident.taken_on, incident.shelved) = (None, None);
        self.log(now, id, Happening::Rose(holder.unit, because));
        if is_higher {
            let obligation = self.owe_for_rise(now, &holder, from, id);
            let rise = Rise { to: holder.unit, at: now.at, because, obligation };
            let incident = self.incidents.get_mut(&id).expect("looked up above");
            incident.rises.push(rise);
            self.lookup.put_reached(holder.unit, id);
            if self.registry.lives_here(from) && !self.registry.lives_here(holder.unit) {
                now.passing.risen.push(id);
            }
            self.tell_reached(now, id, &News::Rose(id, holder.unit));
        } else {
            self.tell(now, from, News::Rose(id, holder.unit));
        }
        self.arm(Timer::Recovery(id));
    }

    fn close(&mut self, now: &mut Now, id: IncidentId, how: End) {
        let incident = self.incidents.get_mut(&id).expect("looked up by the caller");
        let hours = Arc::clone(&incident.holder().hours);
        incident.clock = incident.clock.paused(now.at, &hours);
        incident.closed = Some(Closing { at: now.at, how });
        self.lookup.put_incident(incident);
        let owed: Vec<_> = incident.rises.iter().map(|rise| rise.obligation).collect();
        self.log(now, id, Happening::Closed(how));
        self.tell_reached(now, id, &News::Closed(id));
        for obligation in owed.into_iter().filter(|owed| *owed != link::ELSEWHERE) {
            self.no_longer_for(now, obligation, id);
        }
        self.release_calls(now, id);
        self.count_silence_anew(now, id);
    }

    pub(super) fn recovery_ran_out(&mut self, now: &mut Now, id: IncidentId) {
        self.happen(now, id, Event::Expired);
    }

    /// A line in an incident's log that nobody signed.
    pub(super) fn log(&mut self, now: &mut Now, id: IncidentId, what: Happening) {
        let unit = self.incidents[&id].holder().unit;
        self.log_signed(now, id, unit, None, what);
    }

    /// A line in an incident's log for the unit where it began, wherever it is held by now.
    pub(super) fn log_at_home(&mut self, now: &mut Now, id: IncidentId, what: Happening) {
        let incident = self.incidents.get_mut(&id).expect("ids of incidents come from this state");
        incident.note(LogLine { at: now.at, unit: incident.unit, by: None, reached: 1, what });
        now.touch(Thing::Incident(id));
    }

    /// A line in an incident's log. Those may read it whom the incident has reached by now.
    pub(super) fn log_signed(
        &mut self,
        now: &mut Now,
        id: IncidentId,
        unit: UnitId,
        by: Option<&str>,
        what: Happening,
    ) {
        let incident = self.incidents.get_mut(&id).expect("ids of incidents come from this state");
        let reached = incident.levels_reached();
        let by = by.map(str::to_owned);
        let line = LogLine { at: now.at, unit, by, reached, what };
        now.pass_line(id, &line);
        incident.note(line);
        now.touch(Thing::Incident(id));
    }

    /// Tells every level that an incident has reached.
    pub(super) fn tell_reached(&mut self, now: &mut Now, id: IncidentId, news: &News) {
        let incident = &self.incidents[&id];
        let reached: Vec<UnitId> = incident
            .chain
            .iter()
            .map(|holder| holder.unit)
            .filter(|unit| incident.reached_by(*unit).is_some())
            .collect();
        for unit in reached {
            self.tell(now, unit, news.clone());
        }
    }

    /// A safety alarm goes at once to every level that the unit's charter names, each of which
    /// owes an answer. It is never grouped and never delayed.
    pub(super) fn call_levels(&mut self, now: &mut Now, id: IncidentId, words: &str) {
        let unit = self.incidents[&id].unit;
        let levels = self.registry.unit(unit).alarm_levels.clone();
        for level in levels {
            let incident = self.incidents.get_mut(&id).expect("looked up by the caller");
            // Where a level has no members, the next one above it that has some hears the alarm.
            let hears = |at: &&Holder| at.unit == level || at.skipped.contains(&level);
            let Some(holder) = incident.chain.iter().skip(1).find(hears).cloned() else {
                continue;
            };
            if incident.called.contains(&holder.unit) {
                continue;
            }
            incident.called.push(holder.unit);
            self.lookup.put_reached(holder.unit, id);
            self.owe(now, &holder, unit, Some(id), Reason::Safety(words.to_owned()));
            self.tell(now, holder.unit, News::Alarm(id));
        }
    }
}
