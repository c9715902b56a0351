//! Silence: which reports did not come, and what follows?
//!
//! Counting starts with the first live report. Two due reports missing open an incident, which
//! rises with nothing but "silent since"; saying why there is none defers it once. Where the
//! series has an open incident already, silence only takes back that it was settling.

use super::{Federation, Now, Timer};
use crate::cadence::Period;
use crate::effect::Thing;
use crate::escalation;
use crate::id::IndicatorId;
use crate::incident::Cause;
use crate::limits;
use crate::report::NoData;
use crate::time::Timestamp;

impl Federation {
    /// When two due reports of an indicator will be missing.
    pub(super) fn silence_due(&self, id: IndicatorId) -> Option<Timestamp> {
        let watch = &self.watches[id.index()];
        let indicator = self.registry.indicator(id);
        let has_ended = indicator.retired.is_some_and(|at| at <= self.applied.received);
        if watch.silent.is_some() || has_ended {
            return None;
        }
        let (second, hours) = (self.missing_period(id, limits::SILENT_REPORTS)?, self.hours(id));
        Some(indicator.cadence.late_at(&second, hours))
    }

    /// The `n`-th due period after the last report, or after the one that was excused.
    fn missing_period(&self, id: IndicatorId, n: u32) -> Option<Period> {
        let watch = &self.watches[id.index()];
        let (cadence, hours) = (self.registry.indicator(id).cadence, self.hours(id));
        let from = watch.last.max(watch.excused_until)?;
        let last = cadence.period_of(from, hours);
        Some((0..n).fold(last, |period, _| cadence.next_due_period(&period, hours)))
    }

    pub(super) fn fell_silent(&mut self, now: &mut Now, id: IndicatorId) {
        let open = self.open_incident_of(id);
        if let Some(incident) = open {
            self.happen(now, incident, escalation::Event::Silent);
            self.watches[id.index()].silent = Some(incident);
        } else {
            let since = match self.missing_period(id, 1) {
                Some(first) => self.registry.indicator(id).cadence.due_at(&first, self.hours(id)),
                None => now.at,
            };
            let cause = Cause::Silence { indicator: id, since, came: 0 };
            let unit = self.registry.indicator(id).unit;
            let incident = self.open_incident(now, unit, cause, Vec::new());
            self.watches[id.index()].silent = Some(incident);
        }
        now.touch(Thing::Watch(id));
    }

    /// A live report came: silence is over, or on the way there.
    pub(super) fn broke_silence(&mut self, now: &mut Now, id: IndicatorId, at: Timestamp) {
        let watch = &mut self.watches[id.index()];
        let is_first = watch.last.is_none();
        watch.last = watch.last.max(Some(at));
        let silent = watch.silent.take();
        if is_first || silent.is_some() {
            self.arm(Timer::Silence(id));
            now.touch(Thing::Watch(id));
        }
        let open = silent.or_else(|| self.settling_silence_of(id));
        if let Some(incident) = open {
            self.report_came(now, incident);
        }
    }

    /// The silence incident of an indicator that is settling.
    fn settling_silence_of(&self, id: IndicatorId) -> Option<crate::id::IncidentId> {
        let incidents = self.lookup.incidents_of.get(&id)?;
        let latest = self.incidents.get(incidents.last()?)?;
        let is_silence = matches!(latest.cause, Cause::Silence { .. });
        (latest.is_open() && is_silence).then_some(latest.id)
    }

    fn report_came(&mut self, now: &mut Now, id: crate::id::IncidentId) {
        let Some(incident) = self.incidents.get_mut(&id) else { return };
        let Cause::Silence { came, .. } = &mut incident.cause else { return };
        *came += 1;
        let has_settled = *came > limits::READINGS_TO_RECOVER;
        now.touch(Thing::Incident(id));
        if has_settled {
            self.happen(now, id, escalation::Event::Settled);
        } else {
            self.happen(now, id, escalation::Event::Recovered);
        }
    }

    /// The unit says why there is no reading: silence is counted from there, once.
    pub(super) fn excuse(&mut self, now: &mut Now, no_data: &NoData) {
        let watch = &mut self.watches[no_data.indicator.index()];
        let is_excused = watch.excused_until > watch.last;
        if watch.last.is_some_and(|last| last < no_data.at) && !is_excused {
            watch.excused_until = Some(no_data.at);
            now.touch(Thing::Watch(no_data.indicator));
        }
    }
}
