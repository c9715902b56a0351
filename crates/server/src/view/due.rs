//! Due: which figures are asked for today, and which of them are in?

use mission::cadence::{Cadence, Period};
use mission::calendar::Calendar;
use mission::id::IndicatorId;
use mission::time::Timestamp;

use super::Eyes;

/// A figure that is asked for now or later today.
pub(crate) struct Due {
    pub(crate) indicator: IndicatorId,
    /// The time that it stands for.
    pub(crate) period: Period,
    pub(crate) by: Timestamp,
    /// What was reported for that time.
    pub(crate) value: Option<f64>,
    /// Why there is none, if the unit said so.
    pub(crate) excuse: Option<String>,
}

impl Due {
    /// Whether nothing came for it yet.
    pub(crate) fn is_to_come(&self) -> bool {
        self.value.is_none() && self.excuse.is_none()
    }
}

impl Eyes<'_> {
    /// What the place reports, the retired left out, in order of id.
    pub(crate) fn live_indicators(&self) -> impl Iterator<Item = IndicatorId> + '_ {
        let ids = self.federation.registry().indicators_of(self.place).iter().copied();
        ids.filter(|id| self.indicator(*id).retired.is_none_or(|at| self.now < at))
    }

    /// The figures of the place that are due by the end of today, and those of before that are
    /// still missing and not yet late. The earliest due comes first.
    pub(crate) fn due_today(&self) -> Vec<Due> {
        let mut due: Vec<Due> = self.live_indicators().filter_map(|id| self.due(id)).collect();
        due.sort_by_key(|due| (due.by, due.indicator));
        due
    }

    fn due(&self, id: IndicatorId) -> Option<Due> {
        let (cadence, hours) = (self.indicator(id).cadence, self.hours());
        let current = cadence.period_of(self.now, hours);
        let before = Timestamp::from_millis(current.start.as_millis() - 1);
        let previous = cadence.period_of(before, hours);
        let missed = self
            .as_due(id, previous)
            .filter(|due| due.is_to_come() && self.now < cadence.late_at(&previous, hours));
        // A new series owes nothing for the time before its first reading.
        let is_begun = self.federation.series(id).last().is_some();
        let now = self.as_due(id, current).filter(|due| {
            matches!(cadence, Cadence::Minutes(_) | Cadence::Daily) || is_today(due.by, self)
        });
        missed.filter(|_| is_begun).or(now)
    }

    fn as_due(&self, id: IndicatorId, period: Period) -> Option<Due> {
        let (cadence, hours): (_, &Calendar) = (self.indicator(id).cadence, self.hours());
        if !cadence.is_due(&period, hours) {
            return None;
        }
        let tail = &self.federation.series(id).tail;
        let within = |at: Timestamp| period.start <= at && at < period.end;
        let value = tail.iter().rev().find(|reading| within(reading.at));
        let watch = self.federation.watch(id);
        let words = watch.excuse.as_ref().filter(|excuse| within(excuse.at));
        let excuse = words.map(|excuse| excuse.because.clone()).or_else(|| {
            let is_excused = watch.excused_until.is_some_and(within);
            is_excused.then(|| self.voice().has_reason().to_owned())
        });
        Some(Due {
            indicator: id,
            period,
            by: cadence.due_at(&period, hours),
            value: value.map(|reading| reading.value),
            excuse,
        })
    }
}

fn is_today(at: Timestamp, eyes: &Eyes<'_>) -> bool {
    eyes.voice().date_of(at) == eyes.voice().today()
}
