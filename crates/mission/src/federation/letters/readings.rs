//! Readings: which of them cross a border, and what becomes of them there?

use super::super::{Federation, Now};
use super::read::Unread;
use crate::effect::Thing;
use crate::id::{IndicatorId, LinkId};
use crate::incident::{Incident, Rise, Strand};
use crate::letter::{Letter, Opened};
use crate::limits;
use crate::opening::Opening;
use crate::report::Reading;
use crate::series::Around;
use crate::time::Timestamp;

impl Federation {
    /// Readings that an incident opens as it rises: from the local midnight before the change.
    pub(super) fn opened_by(&self, incident: &Incident) -> Vec<Letter> {
        let of = |strand: &Strand| {
            let hours = self.hours(strand.indicator);
            self.history(strand.indicator, hours.start_of(hours.date_of(strand.since)))
        };
        incident.strands.iter().map(of).collect()
    }

    /// Readings of a series from a time on, as far as they are at hand.
    pub(super) fn history(&self, id: IndicatorId, from: Timestamp) -> Letter {
        let tail = self.series[id.index()].tail.iter();
        let points = tail.filter(|point| point.at >= from).map(|point| (point.at, point.value));
        self.readings_letter(id, points.collect())
    }

    pub(super) fn readings_letter(&self, id: IndicatorId, points: Vec<(Timestamp, f64)>) -> Letter {
        let indicator = self.registry.indicator(id);
        let unit = self.registry.unit(indicator.unit).path.clone();
        Letter::Readings(Opened { unit, key: indicator.key.clone(), points })
    }

    /// Notes a reading that the node above may see, because an incident that is open rose there, or its
    /// unit opened the series to it.
    pub(in crate::federation) fn pass_reading(
        &self,
        now: &mut Now,
        id: IndicatorId,
        point: (Timestamp, f64),
    ) {
        let is_open = |incident: &Incident| {
            let rose = |rise: &Rise| !self.registry.lives_here(rise.to);
            let since = incident.strand(id).map(|strand| strand.since);
            let hours = self.hours(id);
            let covers = since.is_some_and(|since| hours.start_of(hours.date_of(since)) <= point.0);
            covers && incident.rises.iter().any(rose)
        };
        let is_shown =
            |opening: &Opening| opening.since <= point.0 && !self.registry.lives_here(opening.to);
        let may_pass =
            || self.open_incidents_of(id).any(is_open) || self.openings_in_force(id).any(is_shown);
        if self.link_above().is_some() && may_pass() {
            now.passing.readings.entry(id).or_default().push(point);
        }
    }

    pub(super) fn hear_readings(
        &mut self,
        now: &mut Now,
        link: LinkId,
        opened: &Opened,
    ) -> Result<(), Unread> {
        let unit = self.of_other(link, &opened.unit)?;
        let id =
            self.registry.keyed(unit, &opened.key).ok_or("its series rose with no incident")?;
        for (at, value) in opened.points.iter().copied() {
            if !value.is_finite() || value.abs() > limits::READING_MAGNITUDE {
                continue;
            }
            let around = Around {
                hours: &self.registry.unit(unit).calendar,
                announced: &self.ledgers[unit.index()].announced,
            };
            let taken = self.series[id.index()].take(Reading { indicator: id, at, value }, around);
            now.step.sealed.extend(taken.sealed.map(|sealed| (id, sealed)));
            now.step.amended.extend(taken.amended);
        }
        now.touch(Thing::Indicator(id));
        // Whoever looks at the incident sees the new reading.
        for incident in self.open_incidents_of(id).map(|it| it.id).collect::<Vec<_>>() {
            now.touch(Thing::Incident(incident));
        }
        Ok(())
    }
}
