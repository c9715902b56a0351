//! Silence: which reports did not come, and what follows?
//!
//! Counting starts with the first live report. Two due reports missing open an incident, which
//! rises with nothing but "silent since"; saying why there is none defers it once. Indicators of
//! one unit that fall silent together are one incident, which is over for each as that reports
//! again. Where the series has an open incident already, silence only takes back that it was
//! settling.

use super::{Excuse, Federation, Now, Timer};
use crate::cadence::Period;
use crate::effect::Thing;
use crate::escalation;
use crate::id::{IncidentId, IndicatorId};
use crate::incident::{Cause, End, Era, Happening, Incident, Quiet};
use crate::limits;
use crate::registry::Sphere;
use crate::report::NoData;
use crate::time::Timestamp;

impl Federation {
    /// When an indicator that is not silent will be.
    pub(super) fn silence_due(&self, id: IndicatorId) -> Option<Timestamp> {
        if self.watches[id.index()].silent.is_some() {
            return None;
        }
        self.missing_at(id)
    }

    /// When two due reports of an indicator are missing after the last that came.
    fn missing_at(&self, id: IndicatorId) -> Option<Timestamp> {
        let indicator = self.registry.indicator(id);
        let (second, hours) = (self.missing_period(id, limits::SILENT_REPORTS)?, self.hours(id));
        let late = indicator.cadence.late_at(&second, hours);
        indicator.retired.is_none_or(|retired| late < retired).then_some(late)
    }

    /// The `n`-th due period after the last report, or after the one that was excused.
    fn missing_period(&self, id: IndicatorId, n: u32) -> Option<Period> {
        let watch = &self.watches[id.index()];
        let (cadence, hours) = (self.registry.indicator(id).cadence, self.hours(id));
        let from = watch.last.max(watch.excused_until)?;
        let next = |period: Period| {
            let next = cadence.next_due_period(&period, hours);
            // No report is missed in a time that was announced to be unlike others.
            match self.apart_until(id, next.start) {
                Some(until) => cadence.next_due_period(&cadence.period_of(until, hours), hours),
                None => next,
            }
        };
        Some((0..n).fold(cadence.period_of(from, hours), |period, _| next(period)))
    }

    pub(super) fn fell_silent(&mut self, now: &mut Now, id: IndicatorId) {
        let is_live = |it: &&Incident| it.era == Era::Live;
        let open: Vec<IncidentId> =
            self.open_incidents_of(id).filter(is_live).map(|it| it.id).collect();
        for incident in &open {
            let known = self.incidents.get_mut(incident).expect("it is open");
            if let Some(quiet) = known.quiet_mut(id) {
                quiet.came = 0;
                now.touch(Thing::Incident(*incident));
            }
            self.happen(now, *incident, escalation::Event::Silent);
        }
        let incident = open.last().copied().unwrap_or_else(|| self.open_or_join_silence(now, id));
        self.watches[id.index()].silent = Some(incident);
        now.touch(Thing::Watch(id));
    }

    /// Indicators of one unit that fell silent together are one silence, as long as it is the
    /// unit's own: one lost report or wire is one thing to put right.
    fn open_or_join_silence(&mut self, now: &mut Now, id: IndicatorId) -> IncidentId {
        let indicator = self.registry.indicator(id);
        let (unit, cadence, hours) = (indicator.unit, indicator.cadence, self.hours(id));
        let since = match self.missing_period(id, 1) {
            Some(first) => cadence.due_at(&first, hours),
            None => now.at,
        };
        // When the last report that did come was due.
        let last = self.watches[id.index()].last.map(|at| cadence.period_of(at, hours));
        let spoke = last.map(|period| cadence.due_at(&period, hours));
        let stays = |id| self.registry.indicator(id).sphere == Sphere::AboutPeople;
        let is_one_with = |other: &Quiet| {
            !other.is_back() && spoke < Some(other.since) && stays(other.indicator) == stays(id)
        };
        let same = self.reached(unit).find(|incident| {
            let is_own = incident.unit == unit && incident.level == 0;
            is_own && incident.is_open() && incident.quiets().iter().any(is_one_with)
        });
        let quiet = Quiet::new(id, since);
        let Some(same) = same.map(|incident| incident.id) else {
            return self.open_incident(now, unit, Cause::Silence(vec![quiet]), Vec::new());
        };
        let incident = self.incidents.get_mut(&same).expect("found above");
        if let Cause::Silence(quiets) = &mut incident.cause {
            quiets.push(quiet);
        }
        self.lookup.put_incident(incident);
        self.log(now, same, Happening::FellSilent(id));
        same
    }

    /// A live report came: silence is over, or on the way there. One that is not for a later time
    /// than those before it says nothing about now, and a due period has one report. Nor does a
    /// backlog end a silence before it has reached the present: of now, nothing is known yet.
    pub(super) fn broke_silence(&mut self, now: &mut Now, id: IndicatorId, at: Timestamp) {
        let watch = &mut self.watches[id.index()];
        let before = watch.last;
        if before.is_some_and(|last| at <= last) {
            return;
        }
        watch.last = Some(at);
        let was_silent = watch.silent.is_some();
        if was_silent && self.missing_at(id).is_some_and(|missing| missing <= now.at) {
            return;
        }
        self.watches[id.index()].silent = None;
        if before.is_none() || was_silent {
            self.arm(Timer::Silence(id));
            now.touch(Thing::Watch(id));
        }
        let Some(incident) = self.open_incidents_of(id).rfind(|it| it.is_silence()) else { return };
        let incident = incident.id;
        let (cadence, hours) = (self.registry.indicator(id).cadence, self.hours(id));
        let period = |at| cadence.period_of(at, hours);
        if was_silent || before.is_none_or(|last| period(last) != period(at)) {
            self.report_came(now, incident, id);
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

    fn report_came(&mut self, now: &mut Now, id: IncidentId, of: IndicatorId) {
        let incident = self.incidents.get_mut(&id).expect("it is open");
        let is_one_of_several = incident.quiets().len() > 1;
        let Some(quiet) = incident.quiet_mut(of) else { return };
        let was_back = quiet.is_back();
        quiet.came += 1;
        self.lookup.put_incident(incident);
        now.touch(Thing::Incident(id));
        if is_one_of_several && !was_back {
            self.log(now, id, Happening::ReportsAgain(of));
        }
        self.weigh_silence(now, id);
    }

    /// Silence is over for an indicator once it has reported long enough, and ends with the last.
    fn weigh_silence(&mut self, now: &mut Now, id: IncidentId) {
        let quiets = self.incidents[&id].quiets();
        if quiets.iter().all(Quiet::is_over) {
            self.happen(now, id, escalation::Event::Settled);
        } else if quiets.iter().all(Quiet::is_back) {
            self.happen(now, id, escalation::Event::Recovered);
        }
    }

    /// Takes an indicator that was retired out of a silence; without the last one it ends.
    pub(super) fn drop_quiet(&mut self, now: &mut Now, id: IncidentId, retired: IndicatorId) {
        let incident = self.incidents.get_mut(&id).expect("it is open");
        let Cause::Silence(quiets) = &mut incident.cause else { return };
        if quiets.iter().all(|quiet| quiet.indicator == retired || quiet.is_over()) {
            return self.end(now, id, End::Retired);
        }
        quiets.retain(|quiet| quiet.indicator != retired);
        self.lookup.leave(retired, id);
        self.watches[retired.index()].silent = None;
        now.touch(Thing::Watch(retired));
        now.touch(Thing::Incident(id));
        self.weigh_silence(now, id);
    }

    /// The unit says why there is no reading. Silence is counted from there, once; the words are
    /// kept, for the unit itself.
    pub(super) fn excuse(&mut self, now: &mut Now, no_data: &NoData) {
        let NoData { indicator, at, because } = no_data;
        let watch = &mut self.watches[indicator.index()];
        if watch.last.is_some_and(|last| *at <= last) {
            return;
        }
        watch.excuse = Some(Excuse { at: *at, because: because.clone() });
        let is_excused = watch.excused_until > watch.last;
        if watch.last.is_some() && !is_excused {
            watch.excused_until = Some(*at);
        }
        now.touch(Thing::Watch(*indicator));
        let silence = self.open_incidents_of(*indicator).rfind(|it| it.is_silence());
        if let Some(incident) = silence.map(|incident| incident.id) {
            self.log_at_home(now, incident, Happening::NoData(*indicator, because.clone()));
        }
    }
}
