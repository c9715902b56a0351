//! Silence: which reports did not come, and what follows?
//!
//! Counting starts with the first live report. Two due reports missing open an incident, which
//! rises with nothing but "silent since"; saying why there is none defers it once. Where the
//! series has an open incident already, silence only takes back that it was settling.

use super::{Federation, Now, Timer};
use crate::cadence::Period;
use crate::effect::Thing;
use crate::escalation;
use crate::id::{IncidentId, IndicatorId};
use crate::incident::{Cause, Era, Incident};
use crate::limits;
use crate::report::NoData;
use crate::time::Timestamp;

impl Federation {
    /// When two due reports of an indicator will be missing.
    pub(super) fn silence_due(&self, id: IndicatorId) -> Option<Timestamp> {
        let watch = &self.watches[id.index()];
        let indicator = self.registry.indicator(id);
        if watch.silent.is_some() {
            return None;
        }
        let (second, hours) = (self.missing_period(id, limits::SILENT_REPORTS)?, self.hours(id));
        let late = indicator.cadence.late_at(&second, hours);
        indicator.retired.is_none_or(|retired| late < retired).then_some(late)
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
        let is_live = |it: &&Incident| it.era == Era::Live;
        let open: Vec<IncidentId> =
            self.open_incidents_of(id).filter(is_live).map(|it| it.id).collect();
        for incident in &open {
            self.happen(now, *incident, escalation::Event::Silent);
        }
        if let Some(incident) = open.last() {
            self.watches[id.index()].silent = Some(*incident);
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

    /// A live report came: silence is over, or on the way there. One that is not for a later time
    /// than those before it says nothing about now, and a due period has one report.
    pub(super) fn broke_silence(&mut self, now: &mut Now, id: IndicatorId, at: Timestamp) {
        let watch = &mut self.watches[id.index()];
        let before = watch.last;
        if before.is_some_and(|last| at <= last) {
            return;
        }
        watch.last = Some(at);
        let was_silent = watch.silent.take().is_some();
        if before.is_none() || was_silent {
            self.arm(Timer::Silence(id));
            now.touch(Thing::Watch(id));
        }
        let Some(incident) = self.open_incidents_of(id).rfind(|it| it.is_silence()) else { return };
        let incident = incident.id;
        let (cadence, hours) = (self.registry.indicator(id).cadence, self.hours(id));
        let period = |at| cadence.period_of(at, hours);
        if was_silent || before.is_none_or(|last| period(last) != period(at)) {
            self.report_came(now, incident);
        }
    }

    /// Silence that an incident stood for is counted from now: it was said to be mended, or ended.
    pub(super) fn count_silence_anew(&mut self, now: &mut Now, id: IncidentId) {
        let unit = self.incidents[&id].unit;
        for indicator in self.registry.indicators_of(unit).to_vec() {
            let watch = &mut self.watches[indicator.index()];
            if watch.silent == Some(id) {
                watch.silent = None;
                watch.excused_until = watch.excused_until.max(Some(now.at));
                now.touch(Thing::Watch(indicator));
                self.arm(Timer::Silence(indicator));
            }
        }
    }

    fn report_came(&mut self, now: &mut Now, id: IncidentId) {
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
