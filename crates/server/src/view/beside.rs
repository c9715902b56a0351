//! Beside: what else is known of the time in which a figure was reported?
//!
//! For the unit itself: what it was agreed to be able to, which incidents there were, what was announced,
//! and what the filter told. Whom a rise or an opening lets see readings is shown none of it.

use mission::agreement::Subject;
use mission::announcement::{Announcement, Expected};
use mission::id::IndicatorId;
use mission::incident::Incident;
use mission::reach::{Reach, Resource};
use mission::registry::Sphere;
use mission::signal::Signal;

use super::Eyes;
use super::chart::flag_of;
use crate::limits;
use crate::wire::views::{Beside, Planned, Signalled, Span, SpanKind};

impl Eyes<'_> {
    pub(super) fn beside(&self, id: IndicatorId) -> Beside {
        let incidents = self.federation.incidents_of(id);
        let mut spans: Vec<_> = incidents.filter_map(|it| self.incident_span(id, it)).collect();
        let announced = self.federation.ledger(self.place).announced.iter();
        let of_it = announced.filter(|it| it.indicator.is_none_or(|named| named == id));
        spans.extend(of_it.map(|it| (it.from, self.announced_span(it))));
        spans.sort_by_key(|(from, _)| *from);
        let surplus = spans.len().saturating_sub(limits::CHART_MARKS);
        let told = self.federation.signals_of(id).rev().filter(|it| it.overturned.is_none());
        let mut signals: Vec<_> =
            told.take(limits::CHART_MARKS).map(|it| self.signalled(it)).collect();
        signals.reverse();
        Beside {
            plan: self.planned(id),
            spans: spans.into_iter().skip(surplus).map(|(_, span)| span).collect(),
            signals,
        }
    }

    /// Whether the viewer may see readings of a part's series that are no longer in memory.
    pub(super) fn goes_further_back(&self, id: IndicatorId) -> bool {
        let series = self.federation.series(id);
        let first = series.tail.front().filter(|_| series.sealed > 0);
        match self.reach(Resource::Series(id)) {
            Reach::Window { from, .. } => first.is_some_and(|first| from < first.at),
            Reach::All | Reach::Nothing => false,
        }
    }

    fn planned(&self, id: IndicatorId) -> Vec<Planned> {
        if self.indicator(id).sphere != Sphere::Work {
            return Vec::new();
        }
        let held = self.federation.terms().held(self.place, Subject::Capability(id));
        let from = |date| self.time(self.hours().start_of(date));
        held.into_iter().map(|(date, value)| Planned { from: from(date), value }).collect()
    }

    fn incident_span(
        &self,
        id: IndicatorId,
        incident: &Incident,
    ) -> Option<(mission::time::Timestamp, Span)> {
        let strand = incident.strand(id)?;
        let span = Span {
            kind: SpanKind::Incident,
            from: self.time(strand.since),
            until: incident.closed.map(|closing| self.time(closing.at)),
            text: self.voice().change(&self.change(strand)),
            incident: Some(incident.id.0.to_string()),
        };
        Some((strand.since, span))
    }

    fn announced_span(&self, said: &Announcement) -> Span {
        Span {
            kind: match said.expected {
                Expected::Apart(_) => SpanKind::Apart,
                Expected::Level(_) => SpanKind::Level,
            },
            from: self.time(said.from),
            until: said.until().map(|until| self.time(until)),
            text: said.words.clone(),
            incident: None,
        }
    }

    fn signalled(&self, signal: &Signal) -> Signalled {
        Signalled {
            at: self.time(signal.at),
            flag: flag_of(signal),
            text: self.voice().change(&self.told(signal)),
            incident: Some(signal.incident.map_or(signal.id.0, |id| id.0).to_string()),
        }
    }
}
