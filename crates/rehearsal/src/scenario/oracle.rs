//! Oracle: what must hold in any world, whatever happens in it?
//!
//! Told again from the outside, without the core's own book-keeping: working time is added up from
//! the moments at which a clock was seen to run and to stop, and what may be seen is asked through
//! the one door that every reader passes.

use std::collections::BTreeMap;
use std::time::Duration;

use mission::effect::{News, Step, Thing};
use mission::escalation::Phase;
use mission::federation::Federation;
use mission::id::{IncidentId, IndicatorId, UnitId};
use mission::incident::{Because, Cause, Happening, Incident, Rise};
use mission::limits;
use mission::reach::{Reach, Resource, Viewer, reach};
use mission::registry::Sphere;
use mission::time::Timestamp;

/// What has been seen of a world so far.
#[derive(Clone, Debug, Default)]
pub struct Oracle {
    seen: BTreeMap<IncidentId, Seen>,
}

/// An incident as it was seen last.
#[derive(Clone, Debug)]
struct Seen {
    level: usize,
    phase: Phase,
    rises: usize,
    /// Working time that the holder was given at this level.
    granted: Duration,
    /// Working time that has run at this level.
    ran: Duration,
    /// Since when it runs.
    running_since: Option<Timestamp>,
    /// When the third reading of what it is about fell due: it does not rise before.
    third_due: Option<Timestamp>,
    /// Lines of its log that have been read.
    read: usize,
}

impl Oracle {
    /// Looks at what a step changed.
    pub fn check(&mut self, federation: &Federation, step: &Step) -> Result<(), String> {
        for thing in &step.touched {
            if let Thing::Incident(id) = thing {
                let incident = federation.incident(*id).ok_or("an incident vanished")?;
                self.check_incident(federation, incident)?;
            }
        }
        Self::check_reach(federation, step)
    }

    /// Looks only at who was told and who may see what, which holds after any number of steps.
    pub fn check_reach(federation: &Federation, step: &Step) -> Result<(), String> {
        for thing in &step.touched {
            if let Thing::Incident(id) = thing {
                let incident = federation.incident(*id).ok_or("an incident vanished")?;
                let named = |wrong| format!("incident {}: {wrong}", id.0);
                stays_below(federation, incident).map_err(named)?;
            }
        }
        for notice in &step.notices {
            told_only_whom_it_reached(federation, notice.to, &notice.what)?;
        }
        Ok(())
    }

    fn check_incident(
        &mut self,
        federation: &Federation,
        incident: &Incident,
    ) -> Result<(), String> {
        let name = format!("incident {}", incident.id.0);
        let now = incident.log.last().map_or(incident.opened, |line| line.at);
        let Some(seen) = self.seen.get_mut(&incident.id) else {
            self.seen.insert(incident.id, Seen::first(federation, incident));
            return Ok(());
        };
        if seen.phase == Phase::Closed && incident.phase != Phase::Closed {
            return Err(format!("{name} was over and is not"));
        }
        if incident.level < seen.level || incident.level > seen.level + 1 {
            return Err(format!("{name} went from level {} to {}", seen.level, incident.level));
        }
        if incident.rises.len() != incident.level {
            return Err(format!("{name} is at level {} by other than rises", incident.level));
        }
        if let Some(rise) = incident.rises.get(seen.rises) {
            if rise.because == Because::Expired {
                let due = seen.runs_out(incident).ok_or(format!("{name}: no clock ran"))?;
                if rise.at != due {
                    return Err(format!(
                        "{name} rose at {} and its time ran out at {due}",
                        rise.at
                    ));
                }
            }
            rose_before_its_day_was_released(federation, incident, rise)
                .map_err(|wrong| format!("{name}: {wrong}"))?;
            *seen = Seen::first(federation, incident);
            return Ok(());
        }
        seen.follow(federation, incident, now);
        Ok(())
    }
}

impl Seen {
    fn first(federation: &Federation, incident: &Incident) -> Self {
        Self {
            level: incident.level,
            phase: incident.phase,
            rises: incident.rises.len(),
            granted: incident.clock.left,
            ran: Duration::ZERO,
            running_since: incident.clock.running_since,
            third_due: third_due(federation, incident),
            read: incident.log.len(),
        }
    }

    /// When the holder's time runs out: once all of it has run, and three readings were due.
    fn runs_out(&self, incident: &Incident) -> Option<Timestamp> {
        let hours = &incident.chain[self.level].hours;
        let since = self.running_since?;
        let runs_out = hours.add_working(since, self.granted.saturating_sub(self.ran)).max(since);
        Some(self.third_due.map_or(runs_out, |third| third.max(runs_out)))
    }

    /// A clock that was seen to run and does not any more has run in between.
    fn follow(&mut self, federation: &Federation, incident: &Incident, now: Timestamp) {
        for line in incident.log.get(self.read..).unwrap_or_default() {
            if let Happening::Joined(indicator, _) = line.what {
                let third = third_of(federation, indicator, line.at);
                self.third_due = self.third_due.max(Some(third));
            }
        }
        self.read = incident.log.len();
        let runs = incident.phase == Phase::Running;
        match (self.running_since, runs) {
            (Some(since), false) => {
                let hours = &incident.chain[self.level].hours;
                self.ran += hours.working_between(since, now);
                self.running_since = None;
            }
            (None, true) => self.running_since = incident.clock.running_since,
            (Some(_), true) | (None, false) => {}
        }
        self.phase = incident.phase;
    }
}

/// No index tells of a dip before the incident about it could have risen: where nothing stopped the
/// clock and the change was named in the readings that are foreseen, it has.
fn rose_before_its_day_was_released(
    federation: &Federation,
    incident: &Incident,
    rise: &Rise,
) -> Result<(), String> {
    let was_stopped = incident.log.iter().any(|line| matches!(line.what, Happening::Moved(_)));
    if was_stopped {
        return Ok(());
    }
    let hours = &incident.chain[0].hours;
    for strand in &incident.strands {
        let cadence = federation.registry().indicator(strand.indicator).cadence;
        let first = cadence.period_of(strand.since, hours);
        let named = (0..limits::READINGS_TO_NAME)
            .fold(first, |period, _| cadence.next_due_period(&period, hours));
        let day = hours.date_of(strand.since);
        let released = federation.released(rise.to, day);
        if incident.opened <= cadence.late_at(&named, hours) && released < rise.at {
            return Err(format!("{day} is released at {released}, and it rose at {}", rise.at));
        }
    }
    Ok(())
}

/// A unit above sees nothing of an incident, and nothing of its series, before it has risen there.
fn stays_below(federation: &Federation, incident: &Incident) -> Result<(), String> {
    for above in federation.registry().above(incident.unit) {
        let rose = incident.rises.iter().any(|rise| rise.to == above);
        let called = incident.called.contains(&above);
        let viewer = Viewer(above);
        if !rose && !called && reach(federation, viewer, Resource::Incident(incident.id)).is_any() {
            return Err(format!("unit {} sees it before it rose there", above.0));
        }
        for strand in &incident.strands {
            let series = Resource::Series(strand.indicator);
            let any_rose = federation
                .incidents_of(strand.indicator)
                .any(|other| other.rises.iter().any(|rise| rise.to == above));
            if !any_rose && reach(federation, viewer, series) != Reach::Nothing {
                return Err(format!("unit {} sees its series before a rise", above.0));
            }
        }
    }
    let about_people = incident.strands.iter().any(|strand| {
        federation.registry().indicator(strand.indicator).sphere == Sphere::AboutPeople
    });
    if about_people && !incident.rises.is_empty() {
        return Err("what is about people rose".to_owned());
    }
    Ok(())
}

/// Nobody is told of an incident or a signal that has not reached them.
fn told_only_whom_it_reached(
    federation: &Federation,
    to: UnitId,
    news: &News,
) -> Result<(), String> {
    let reached = |id: &IncidentId| {
        let incident = federation.incident(*id);
        incident.is_some_and(|it| it.reached_by(to).is_some() || it.called.contains(&to))
    };
    let may = match news {
        News::Wrote(id) => federation.message(*id).is_none_or(|message| message.is_read_by(to)),
        News::Signal(id) => federation
            .signal_by_id(*id)
            .is_none_or(|signal| federation.registry().indicator(signal.indicator).unit == to),
        News::Opened(id)
        | News::Moved(id)
        | News::Rose(id, _)
        | News::Closed(id)
        | News::Alarm(id)
        | News::Noted(id) => reached(id),
        News::Owes(_)
        | News::Answered(_)
        | News::Missed(_)
        | News::Note(_)
        | News::Announced(_)
        | News::Shared(..)
        | News::Asked(_)
        | News::Corrected(_)
        | News::Posted(..)
        | News::Terms(_)
        | News::Directive(_) => true,
    };
    may.then_some(())
        .ok_or_else(|| format!("unit {} was told {news:?}, which never reached it", to.0))
}

/// When the third reading after opening, or after the last rise, falls due.
fn third_due(federation: &Federation, incident: &Incident) -> Option<Timestamp> {
    let begun = incident.rises.last().map_or(incident.opened, |rise| rise.at);
    let third = |indicator| third_of(federation, indicator, begun);
    let quiets = incident.quiets().iter().filter(|quiet| !quiet.is_over());
    match &incident.cause {
        Cause::Silence(_) => quiets.map(|quiet| third(quiet.indicator)).min(),
        Cause::Change => incident.strands.iter().map(|strand| third(strand.indicator)).max(),
        Cause::Alarm { .. } | Cause::Missed { .. } => None,
    }
}

fn third_of(federation: &Federation, indicator: IndicatorId, after: Timestamp) -> Timestamp {
    let registry = federation.registry();
    let known = registry.indicator(indicator);
    known.cadence.nth_due_after(after, 3, &registry.unit(known.unit).calendar)
}
