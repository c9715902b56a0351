//! Terms: what is agreed for this unit on this day?
//!
//! Derived from the agreements: for each subject the values with the days on which they began to
//! hold. What is older than a year gives way to the default.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::agreement::{self, Agreement, State, Subject};
use crate::calendar::Calendar;
use crate::id::{AgreementId, IndicatorId, UnitId};
use crate::limits;
use crate::registry::{Registry, Sphere};
use crate::time::{Date, Timestamp};

/// Which agreement holds for what, and since when.
#[derive(Clone, Debug, Default)]
pub struct Terms(BTreeMap<(UnitId, Subject), Vec<Term>>);

#[derive(Clone, Copy, Debug)]
struct Term {
    from: Date,
    value: f64,
    agreed_at: Option<Timestamp>,
    agreement: AgreementId,
}

impl Terms {
    /// The value agreed for a subject that holds on `day`, and where it was agreed.
    pub fn on(&self, unit: UnitId, subject: Subject, day: Date) -> Option<(f64, AgreementId)> {
        let begun = self.0.get(&(unit, subject))?;
        let latest = begun[..begun.partition_point(|term| term.from <= day)].last()?;
        (day < agreement::lapses_on(latest.from)).then_some((latest.value, latest.agreement))
    }

    /// The values agreed for a subject one after the other, each from a day on; none from the day on which
    /// one lapsed without another.
    pub fn held(&self, unit: UnitId, subject: Subject) -> Vec<(Date, Option<f64>)> {
        let begun = self.0.get(&(unit, subject)).map_or(&[][..], Vec::as_slice);
        let mut held: Vec<(Date, Option<f64>)> = Vec::new();
        for (place, term) in begun.iter().enumerate() {
            let next = begun.get(place + 1).map(|next| next.from);
            if next != Some(term.from) {
                held.push((term.from, Some(term.value)));
                let lapses = agreement::lapses_on(term.from);
                held.extend(next.is_none_or(|next| lapses < next).then_some((lapses, None)));
            }
        }
        held
    }

    /// Notes that an agreement holds from its date on. Of two from the same day the one that was
    /// agreed later holds.
    pub(super) fn put(&mut self, agreement: &Agreement) {
        if !matches!(agreement.state, State::InForce | State::Replaced) {
            return;
        }
        let (offer, id) = (agreement.offer(), agreement.id);
        let terms = self.0.entry((agreement.unit, agreement.subject)).or_default();
        let agreed_at = agreement.agreed_at;
        terms.retain(|term| term.agreement != id);
        terms.push(Term { from: offer.from, value: offer.value, agreed_at, agreement: id });
        terms.sort_by_key(|term| (term.from, term.agreed_at, term.agreement));
    }

    /// Notes that an agreement does not hold, and never did.
    pub(super) fn take(&mut self, agreement: &Agreement) {
        if let Some(terms) = self.0.get_mut(&(agreement.unit, agreement.subject)) {
            terms.retain(|term| term.agreement != agreement.id);
        }
    }

    /// Working days that a unit has to recover, for one indicator or in general.
    pub fn recovery_days(&self, unit: UnitId, of: Option<IndicatorId>, day: Date) -> f64 {
        of.and_then(|indicator| self.on(unit, Subject::Recovery(indicator), day))
            .or_else(|| self.on(unit, Subject::UnitRecovery, day))
            .map_or(limits::RECOVERY_DAYS, |(days, _)| days)
    }

    /// The same as working time of the unit.
    pub fn recovery(
        &self,
        unit: UnitId,
        of: Option<IndicatorId>,
        day: Date,
        hours: &Calendar,
    ) -> Duration {
        agreement::working_days(self.recovery_days(unit, of, day), hours)
    }

    /// What the index needs of an indicator on a day; none where it is not in the index.
    pub fn in_index(
        &self,
        registry: &Registry,
        of: IndicatorId,
        day: Date,
    ) -> Option<crate::index::Terms> {
        let indicator = registry.indicator(of);
        if indicator.sphere != Sphere::Work {
            return None;
        }
        let agreed = |subject| self.on(indicator.unit, subject, day).map(|(value, _)| value);
        let capability = agreed(Subject::Capability(of))?;
        Some(crate::index::Terms {
            direction: indicator.direction,
            capability,
            potentiality: agreed(Subject::Potentiality(of)).unwrap_or(capability),
            weight: agreed(Subject::Weight(of)),
        })
    }

    /// Whether a subject has ever been agreed, for whichever days.
    pub(super) fn ever(&self, unit: UnitId, subject: Subject) -> bool {
        self.0.contains_key(&(unit, subject))
    }

    /// The days after `today` on which a recovery time of one of these units begins or lapses.
    pub(super) fn recovery_turns(&self, units: &BTreeSet<UnitId>, today: Date) -> BTreeSet<Date> {
        let of_unit = |unit: &UnitId| {
            // Recovery times stand before capabilities in the order of subjects.
            let first_other = Subject::Capability(IndicatorId(0));
            self.0.range((*unit, Subject::UnitRecovery)..(*unit, first_other))
        };
        let starts = units
            .iter()
            .flat_map(of_unit)
            .flat_map(|(_, terms)| terms.iter().map(|term| term.from));
        starts
            .flat_map(|from| [from, agreement::lapses_on(from)])
            .filter(|day| *day > today)
            .collect()
    }
}
