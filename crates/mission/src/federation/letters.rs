//! Letters: which of what happened do other nodes hear of, and how is that written?
//!
//! Written at the end of a step from what it changed, so that nothing has to remember to write. What a
//! letter of the other changed is not written back to it.

mod agree;
mod hear;
mod read;

use std::collections::BTreeSet;

use super::{Federation, Now};
use crate::agreement::{Side, State};
use crate::charter::IndicatorCharter;
use crate::directive::Reply;
use crate::effect::Thing;
use crate::escalation::Clock;
use crate::id::{
    AgreementId, DirectiveId, IncidentId, IndicatorId, LinkId, ObligationId, OpeningId, RequestId,
    UnitId,
};
use crate::incident::{Happening, Incident, LogLine, Rise, Strand};
use crate::letter::{
    Asked, Glossary, Held, KnownIndicator, KnownUnit, Letter, Opened, Owed, Replied, Risen, Sent,
    Shown, Signed, Tabled,
};
use crate::link::{Link, Name, Other};
use crate::obligation::{Obligation, Reason};
use crate::opening::{self, Opening};
use crate::request;
use crate::time::Timestamp;

impl Federation {
    /// Writes to every other node what it must hear of this step.
    pub(super) fn write_letters(&mut self, now: &mut Now) {
        for place in 0..self.links.len() {
            let letters = match self.links[place].other {
                Other::Above => self.letters_up(&self.links[place], now),
                Other::Below => self.letters_down(&self.links[place], now),
            };
            let link = &mut self.links[place];
            for letter in letters {
                link.written += 1;
                now.step.letters.push((link.id, link.written, letter));
                now.step.touched.insert(Thing::Link(link.id));
            }
        }
    }

    fn letters_up(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let mut letters = Vec::new();
        let (mut days, branch) = (now.passing.days.clone(), link.unit);
        let touched = touched(link.id, now);
        for thing in &touched {
            match thing {
                Thing::Incident(id) => {
                    letters
                        .extend(self.risen(link, &self.incidents[id], now).map(Letter::Incident));
                }
                Thing::Obligation(id) => letters.extend(self.called(link, *id)),
                Thing::Agreement(id) => letters.extend(self.tabled(link, *id)),
                Thing::Opening(id) => letters.extend(self.shown(link, *id)),
                Thing::Day(unit, day) if self.registry.is_within(branch, *unit) => {
                    if Some(*day) <= link.released {
                        days.insert(*day);
                    }
                }
                _ => {}
            }
        }
        for id in &now.passing.risen {
            letters.extend(self.opened_by(&self.incidents[id]));
        }
        let came = now.passing.readings.iter();
        letters.extend(came.map(|(id, points)| self.readings_letter(*id, points.clone())));
        letters.extend(now.passing.said.iter().cloned());
        let sums = days.into_iter().filter_map(|day| Some((day, self.passing_day(branch, day)?)));
        letters.extend(sums.map(|(day, sum)| Letter::Day(day, sum)));
        letters
    }

    fn letters_down(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let touched = touched(link.id, now);
        let owed = touched.iter().filter_map(|thing| match thing {
            Thing::Obligation(id) => Some(self.owed_below(link, *id)),
            _ => None,
        });
        let held = touched.iter().filter_map(|thing| match thing {
            Thing::Incident(id) => self.held(link, &self.incidents[id], now),
            Thing::Directive(id) => self.sent(link, *id),
            Thing::Agreement(id) => self.tabled(link, *id),
            Thing::Request(id) => self.asked(link, *id),
            _ => None,
        });
        // What is owed first: the rises of incidents name it.
        owed.flatten().chain(held).collect()
    }

    /// An incident of the branch, if it reached a level above the border, with nothing of it that only
    /// levels below may read.
    fn risen(&self, link: &Link, incident: &Incident, now: &Now) -> Option<Box<Risen>> {
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
        let lines = now.passing.lines.iter().filter(|(from, id, line)| {
            *from != Some(link.id) && *id == incident.id && line.reached > border
        });
        told.log = lines.map(|(_, _, line)| line.clone()).filter(is_told).collect();
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
        let named = incident.log.iter().filter_map(|line| match &line.what {
            Happening::Joined(id, _)
            | Happening::WentFurther(id, _)
            | Happening::FellSilent(id)
            | Happening::ReportsAgain(id)
            | Happening::NoData(id, _) => Some(*id),
            _ => None,
        });
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

    fn known(&self, id: IndicatorId) -> KnownIndicator {
        let known = self.registry.indicator(id).clone();
        let unit = self.registry.unit(known.unit).path.clone();
        let indicator = IndicatorCharter {
            key: known.key,
            name: known.name,
            measure: known.measure,
            cadence: known.cadence,
            direction: known.direction,
            sphere: known.sphere,
            aggregate: known.aggregate,
        };
        KnownIndicator { id, unit, indicator }
    }

    /// Readings that an incident opens as it rises: from the local midnight before the change.
    fn opened_by(&self, incident: &Incident) -> Vec<Letter> {
        let of = |strand: &Strand| {
            let hours = self.hours(strand.indicator);
            self.history(strand.indicator, hours.start_of(hours.date_of(strand.since)))
        };
        incident.strands.iter().map(of).collect()
    }

    /// Readings of a series from a time on, as far as they are at hand.
    fn history(&self, id: IndicatorId, from: Timestamp) -> Letter {
        let tail = self.series[id.index()].tail.iter();
        let points = tail.filter(|point| point.at >= from).map(|point| (point.at, point.value));
        self.readings_letter(id, points.collect())
    }

    fn readings_letter(&self, id: IndicatorId, points: Vec<(Timestamp, f64)>) -> Letter {
        let indicator = self.registry.indicator(id);
        let unit = self.registry.unit(indicator.unit).path.clone();
        Letter::Readings(Opened { unit, key: indicator.key.clone(), points })
    }

    /// Notes a reading that the node above may see, because an incident that is open rose there, or its
    /// unit opened the series to it.
    pub(super) fn pass_reading(&self, now: &mut Now, id: IndicatorId, point: (Timestamp, f64)) {
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

    /// Notes that help came, where whoever owed it lives above.
    pub(super) fn pass_word(&self, now: &mut Now, id: ObligationId, unit: UnitId, by: &str) {
        let Some(link) = self.link_above() else { return };
        if !self.registry.lives_here(self.obligations[&id].debtor) {
            let name = link.name(Thing::Obligation(id));
            now.passing.said.push(Letter::HelpCame(self.signed(name, unit, by)));
        }
    }

    /// Notes an answer to a directive, where whoever sent it lives above.
    pub(super) fn pass_reply(&self, now: &mut Now, id: DirectiveId, unit: UnitId, reply: Reply) {
        let Some(link) = self.link_above() else { return };
        if !self.registry.lives_here(self.directives[&id].from) {
            let signed = self.signed(link.name(Thing::Directive(id)), unit, &reply.by);
            let Reply { event, words, .. } = reply;
            now.passing.said.push(Letter::Reply(Replied { signed, event, words }));
        }
    }

    fn signed(&self, name: Name, unit: UnitId, by: &str) -> Signed {
        Signed { name, unit: self.registry.unit(unit).path.clone(), by: by.to_owned() }
    }

    /// Words that called a level above the border.
    fn called(&self, link: &Link, id: ObligationId) -> Option<Letter> {
        let owed = &self.obligations[&id];
        let is_call = matches!(owed.reason, Reason::Help(_) | Reason::Safety(_));
        let crosses = self.registry.is_within(link.unit, owed.creditor)
            && !self.registry.is_within(link.unit, owed.debtor);
        let told = |incident: &&IncidentId| {
            let is_above = |unit: UnitId| !self.registry.is_within(link.unit, unit);
            let incident = &self.incidents[*incident];
            incident
                .chain
                .iter()
                .any(|it| is_above(it.unit) && incident.reached_by(it.unit).is_some())
        };
        let name = link.name(Thing::Obligation(id));
        (is_call && crosses).then(|| Letter::Called(Box::new(self.owed_as(link, id, name, told))))
    }

    /// How something owed to the branch stands, under each name that it has there.
    fn owed_below(&self, link: &Link, id: ObligationId) -> Vec<Letter> {
        let owed = &self.obligations[&id];
        let is_below = |unit: UnitId| self.registry.is_within(link.unit, unit);
        let of_branch = |incident: &&IncidentId| is_below(self.incidents[*incident].unit);
        let concerns = is_below(owed.creditor) || owed.incidents.iter().any(|it| of_branch(&it));
        if is_below(owed.debtor) || !concerns {
            return Vec::new();
        }
        let names = link.names(Thing::Obligation(id)).into_iter();
        names.map(|name| Letter::Owed(Box::new(self.owed_as(link, id, name, of_branch)))).collect()
    }

    fn owed_as(
        &self,
        link: &Link,
        id: ObligationId,
        name: Name,
        told: impl Fn(&&IncidentId) -> bool,
    ) -> Owed {
        let owed = &self.obligations[&id];
        let incidents = owed.incidents.iter().filter(|it| told(it));
        let incidents = incidents.map(|id| link.name(Thing::Incident(*id))).collect();
        let path = |unit: UnitId| self.registry.unit(unit).path.clone();
        // A group is owed to the first whose incident rose, which may be another's.
        let is_known = self.registry.is_within(link.unit, owed.creditor)
            || self.registry.is_above(owed.creditor, link.unit);
        let creditor = if is_known { owed.creditor } else { link.unit };
        let obligation = Obligation { incidents: Vec::new(), ..owed.clone() };
        Owed { name, obligation, debtor: path(owed.debtor), creditor: path(creditor), incidents }
    }

    /// Terms of the branch's own unit, as the side of this node has them. The unit's says how they stand;
    /// the other is heard once it is bound.
    fn tabled(&self, link: &Link, id: AgreementId) -> Option<Letter> {
        let known = &self.agreements[&id];
        let ours = match link.other {
            Other::Above => Side::Unit,
            Other::Below => Side::Above,
        };
        let is_across = known.unit == link.unit && known.above.is_some();
        let is_bound = self.is_bound(known, ours);
        let is_said = ours == Side::Unit || is_bound || known.state == State::Withdrawn;
        if !is_across || !is_said {
            return None;
        }
        let mut agreement = known.clone();
        agreement.signed.retain(|it| it.side != ours || is_bound);
        for signature in &mut agreement.signed {
            signature.who = None;
        }
        Some(Letter::Terms(Box::new(Tabled {
            name: link.name(Thing::Agreement(id)),
            agreement,
            unit: self.registry.unit(known.unit).path.clone(),
            indicator: known.subject.indicator().map(|id| self.known(id)),
        })))
    }

    /// An opening of the branch to a level above, once it was in force, with what it shows.
    fn shown(&self, link: &Link, id: OpeningId) -> Vec<Letter> {
        let opening = &self.openings[&id];
        let crosses = self.registry.is_within(link.unit, opening.unit)
            && !self.registry.is_within(link.unit, opening.to);
        if !crosses || !opening.was_in_force() {
            return Vec::new();
        }
        let path = |unit: UnitId| self.registry.unit(unit).path.clone();
        let mut told = opening.clone();
        for signature in &mut told.signed {
            signature.who = None;
        }
        let shown = Letter::Opening(Box::new(Shown {
            name: link.name(Thing::Opening(id)),
            opening: told,
            unit: path(opening.unit),
            to: path(opening.to),
            indicators: opening.indicators.iter().map(|id| self.known(*id)).collect(),
            grants: opening.grants.map(|id| link.name(Thing::Request(id))),
        }));
        let is_open = opening.state == opening::State::InForce;
        let series = opening.indicators.iter().filter(|_| is_open);
        std::iter::once(shown).chain(series.map(|id| self.history(*id, opening.since))).collect()
    }

    /// A request to a unit of the branch.
    fn asked(&self, link: &Link, id: RequestId) -> Option<Letter> {
        let request = &self.requests[&id];
        let crosses = self.registry.is_within(link.unit, request.unit)
            && !self.registry.is_within(link.unit, request.from);
        let path = |unit: UnitId| self.registry.unit(unit).path.clone();
        (crosses && request.state == request::State::Asked).then(|| {
            Letter::Asked(Box::new(Asked {
                name: link.name(Thing::Request(id)),
                from: path(request.from),
                unit: path(request.unit),
                words: request.words.clone(),
                by: request.by.clone(),
                until: request.until,
            }))
        })
    }

    /// Where an incident of the branch stands above the border.
    fn held(&self, link: &Link, incident: &Incident, now: &Now) -> Option<Letter> {
        if !self.registry.is_within(link.unit, incident.unit) {
            return None;
        }
        let place = |unit: UnitId| incident.chain.iter().position(|holder| holder.unit == unit);
        let is_above = |unit: UnitId| !self.registry.is_within(link.unit, unit);
        let rises = incident.rises.iter().filter(|rise| is_above(rise.to));
        let rises = rises.filter_map(|rise| {
            // Of a group each rise has a name of its own.
            let names = link.names(Thing::Obligation(rise.obligation));
            Some((place(rise.to)?, rise.clone(), names[0]))
        });
        let lines = now.passing.lines.iter().filter(|(from, id, line)| {
            *from != Some(link.id) && *id == incident.id && is_above(line.unit) && is_told(line)
        });
        let lines = lines.filter_map(|(_, _, line)| Some((place(line.unit)?, line.clone())));
        Some(Letter::Held(Box::new(Held {
            name: link.name(Thing::Incident(incident.id)),
            level: incident.level,
            clock: incident.clock,
            rises: rises.collect(),
            taken_on: incident.taken_on.clone(),
            shelved: incident.shelved.clone(),
            log: lines.collect(),
        })))
    }

    fn sent(&self, link: &Link, id: DirectiveId) -> Option<Letter> {
        let directive = &self.directives[&id];
        directive.receiver(link.unit)?;
        Some(Letter::Directive(Box::new(Sent {
            name: link.name(Thing::Directive(id)),
            from: self.registry.unit(directive.from).path.clone(),
            title: directive.title.clone(),
            text: directive.text.clone(),
            reason: directive.reason.clone(),
            holds_from: directive.holds_from,
            by: directive.by.clone(),
            sent: directive.sent,
            withdrawn: directive.withdrawn,
        })))
    }
}

/// What changed by others than the reader's own letters.
fn touched(reader: LinkId, now: &Now) -> BTreeSet<Thing> {
    let others = now.passing.touched.iter().filter(|(from, _)| *from != Some(reader));
    others.map(|(_, thing)| *thing).collect()
}

/// Both nodes write such lines of themselves: as an incident moves, rises and ends.
fn is_told(line: &LogLine) -> bool {
    !matches!(
        line.what,
        Happening::Opened | Happening::Moved(_) | Happening::Rose(..) | Happening::Closed(_)
    )
}
