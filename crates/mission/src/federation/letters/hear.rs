//! Hearing: what does a letter of another node change here?
//!
//! Letters are taken in once each, in the order of their numbers; one that came before changes nothing, and
//! one before which another is missing waits for it. A letter that cannot be read is passed over: what its
//! writer may not speak of, it cannot change.

use super::super::{Federation, Now};
use super::read::{Unread, owed_here, said};
use crate::directive::{Answer as Reply, Directive, Receiver};
use crate::effect::{News, Thing};
use crate::escalation::{self, Clock, Phase};
use crate::id::{DirectiveId, IncidentId, LinkId, ObligationId, UnitId};
use crate::incident::{End, Happening, Incident, Strand};
use crate::index::Contribution;
use crate::letter::{Held, Letter, Opened, Owed, Replied, Risen, Sent, Signed};
use crate::limits;
use crate::link::{Name, Other};
use crate::name::Path;
use crate::obligation::{Obligation, Reason, State};
use crate::report::Reading;
use crate::series::Around;
use crate::time::Date;

impl Federation {
    /// Takes letters in, the first of that number.
    pub(in crate::federation) fn hear_letters(
        &mut self,
        now: &mut Now,
        link: LinkId,
        first: u64,
        letters: &[Letter],
    ) {
        if self.link(link).is_none() {
            return;
        }
        now.passing.from = Some(link);
        for (number, letter) in (first..).zip(letters) {
            let known = &mut self.links[link.index()];
            if number != known.heard + 1 {
                continue;
            }
            (known.heard, known.heard_at) = (number, Some(now.at));
            now.touch(Thing::Link(link));
            // What cannot be read changes nothing: its writer was not to write it.
            let _read: Result<(), Unread> = self.hear_letter(now, link, letter);
        }
        now.passing.from = None;
    }

    fn hear_letter(&mut self, now: &mut Now, link: LinkId, letter: &Letter) -> Result<(), Unread> {
        match (self.links[link.index()].other, letter) {
            (Other::Below, Letter::Incident(risen)) => self.hear_incident(now, link, risen),
            (Other::Below, Letter::Readings(opened)) => self.hear_readings(now, link, opened),
            (Other::Below, Letter::Called(owed)) => self.hear_call(now, link, owed),
            (Other::Below, Letter::HelpCame(signed)) => self.hear_help_came(now, link, signed),
            (Other::Below, Letter::Reply(replied)) => self.hear_reply(now, link, replied),
            (Other::Below, Letter::Day(day, sum)) => self.hear_day(now, link, *day, *sum),
            (Other::Below, Letter::Opening(shown)) => self.hear_opening(now, link, shown),
            (_, Letter::Terms(tabled)) => self.hear_terms(now, link, tabled),
            (Other::Above, Letter::Asked(asked)) => self.hear_request(now, link, asked),
            (Other::Above, Letter::Held(held)) => self.hear_held(now, link, held),
            (Other::Above, Letter::Owed(owed)) => self.hear_owed(now, link, owed),
            (Other::Above, Letter::Directive(sent)) => self.hear_directive(now, link, sent),
            (Other::Below | Other::Above, _) => Err("it goes the wrong way"),
        }
    }

    /// The unit of an address, if it lives on the other node of the link.
    pub(super) fn of_other(&self, link: LinkId, path: &Path) -> Result<UnitId, Unread> {
        let known = &self.links[link.index()];
        let is_theirs = |unit: &UnitId| {
            self.registry.is_within(known.unit, *unit) == (known.other == Other::Below)
        };
        let unit = self.registry.at_path(path).filter(is_theirs);
        unit.ok_or("it speaks for a unit that is not of the other node")
    }

    fn incident_of(&self, link: LinkId, name: Name) -> Option<IncidentId> {
        let known = &self.links[link.index()];
        let Thing::Incident(id) = known.resolve(name)? else { return None };
        let incident = self.incidents.get(&id)?;
        self.registry.is_within(known.unit, incident.unit).then_some(id)
    }

    fn hear_incident(&mut self, now: &mut Now, link: LinkId, risen: &Risen) -> Result<(), Unread> {
        let known = self.incident_of(link, risen.name);
        if let (None, Name::Yours(_)) = (known, risen.name) {
            return Err("it speaks of an incident that is not of the branch");
        }
        let dictionary = self.learn(now, link, risen)?;
        let incident = dictionary.incident(&risen.incident)?;
        let branch = self.links[link.index()].unit;
        if !self.registry.is_within(branch, incident.unit) {
            return Err("it speaks of an incident that is not of the branch");
        }
        match known {
            Some(id) => self.hear_more(now, id, incident),
            None => {
                let theirs = Thing::Incident(risen.incident.id);
                let owed: Vec<ObligationId> =
                    risen.incident.rises.iter().map(|rise| rise.obligation).collect();
                self.put_risen(now, link, (theirs, &owed), incident);
            }
        }
        Ok(())
    }

    /// An incident of the branch is new here.
    fn put_risen(
        &mut self,
        now: &mut Now,
        link: LinkId,
        (theirs, owed): (Thing, &[ObligationId]),
        mut incident: Incident,
    ) {
        let id: IncidentId = now.mint.id();
        incident.id = id;
        let branch = self.links[link.index()].unit;
        let holder = incident.holder().clone();
        let is_held_here = !self.registry.is_within(branch, holder.unit);
        if is_held_here {
            let runs = incident.phase == Phase::Running;
            let earliest = self.third_due(&incident.cause, &incident.strands, now.at);
            let started = Clock::start(holder.recovery, earliest, now.at, &holder.hours);
            incident.clock = if runs { started } else { Clock { running_since: None, ..started } };
        }
        self.links[link.index()].pair(Thing::Incident(id), theirs);
        let rises: Vec<(usize, UnitId)> = incident
            .rises
            .iter()
            .enumerate()
            .filter(|(_, rise)| !self.registry.is_within(branch, rise.to))
            .map(|(place, rise)| (place, rise.to))
            .collect();
        self.lookup.put_incident(&incident);
        for strand in &incident.strands {
            if let Some(signal) = self.signals.get_mut(&strand.signal) {
                signal.incident = Some(id);
            }
        }
        self.incidents.insert(id, incident);
        for (place, to) in rises {
            let chain = &self.incidents[&id].chain;
            let Some(at) = chain.iter().position(|holder| holder.unit == to) else { continue };
            let (holder, from) = (chain[at].clone(), chain[at.saturating_sub(1)].unit);
            let obligation = self.owe_for_rise(now, &holder, from, id);
            self.links[link.index()]
                .pair(Thing::Obligation(obligation), Thing::Obligation(owed[place]));
            if let Some(incident) = self.incidents.get_mut(&id) {
                incident.rises[place].obligation = obligation;
            }
            let because = self.incidents[&id].rises[place].because;
            self.log(now, id, Happening::Rose(to, because));
            self.tell(now, to, News::Rose(id, to));
        }
        for called in self.incidents[&id].called.clone() {
            self.tell(now, called, News::Alarm(id));
        }
        now.touch(Thing::Incident(id));
        now.answer_with(Thing::Incident(id));
        self.arm(super::super::Timer::Recovery(id));
        if !self.incidents[&id].is_open() {
            // It ended before this node heard of it: nothing is owed for it any more.
            for obligation in
                self.incidents[&id].rises.iter().map(|it| it.obligation).collect::<Vec<_>>()
            {
                if let Some(obligation) = owed_here(obligation) {
                    self.no_longer_for(now, obligation, id);
                }
            }
        }
    }

    /// What the branch says further of an incident: its readings, what people there found, its end.
    fn hear_more(&mut self, now: &mut Now, id: IncidentId, told: Incident) {
        let Some(known) = self.incidents.get_mut(&id) else { return };
        for line in told.log {
            known.note(line);
        }
        (known.cause, known.verdict) = (told.cause, told.verdict);
        let ours: Vec<Strand> = std::mem::replace(&mut known.strands, told.strands);
        let gone: Vec<_> = ours
            .iter()
            .map(|strand| strand.indicator)
            .filter(|id| known.strand(*id).is_none())
            .collect();
        for indicator in gone {
            self.lookup.leave(indicator, id);
        }
        self.lookup.put_incident(&self.incidents[&id]);
        now.touch(Thing::Incident(id));
        let how = told.closed.map_or(End::Recovered, |closing| closing.how);
        for event in steps(self.incidents[&id].phase, told.phase) {
            match event {
                escalation::Event::Ended => self.end(now, id, how),
                other => self.happen(now, id, *other),
            }
        }
    }

    fn hear_readings(
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

    fn hear_call(&mut self, now: &mut Now, link: LinkId, owed: &Owed) -> Result<(), Unread> {
        let known = &self.links[link.index()];
        if known.resolve(owed.name).is_some() {
            return Ok(());
        }
        let creditor = self.of_other(link, &owed.creditor)?;
        let debtor =
            self.registry.at_path(&owed.debtor).ok_or("it calls a level that is not there")?;
        if !self.registry.is_above(debtor, creditor) || !self.registry.lives_here(debtor) {
            return Err("it calls a level that is not of this node");
        }
        let reason = match &owed.obligation.reason {
            Reason::Help(words) => Reason::Help(said(words, limits::WORDS_LETTERS)?),
            // A safety alarm may come without words.
            Reason::Safety(words) if words.is_empty() => Reason::Safety(String::new()),
            Reason::Safety(words) => Reason::Safety(said(words, limits::WORDS_LETTERS)?),
            Reason::Rise | Reason::Group => {
                return Err("it is owed for a rise, which comes by itself");
            }
        };
        let incident = owed.incidents.first().and_then(|name| self.incident_of(link, *name));
        let holder = self.level_as_holder(debtor);
        let id = self.owe(now, &holder, creditor, incident, reason);
        self.links[link.index()].pair(Thing::Obligation(id), Thing::Obligation(owed.obligation.id));
        Ok(())
    }

    fn hear_help_came(
        &mut self,
        now: &mut Now,
        link: LinkId,
        signed: &Signed,
    ) -> Result<(), Unread> {
        let unit = self.of_other(link, &signed.unit)?;
        let Some(Thing::Obligation(id)) = self.links[link.index()].resolve(signed.name) else {
            return Err("it speaks of nothing that is owed");
        };
        let by = said(&signed.by, limits::ROLE_LETTERS)?;
        self.help_came(now, unit, &by, id).map_err(|_| "help cannot have come there")?;
        Ok(())
    }

    fn hear_reply(&mut self, now: &mut Now, link: LinkId, replied: &Replied) -> Result<(), Unread> {
        let Signed { name, unit, by } = &replied.signed;
        let unit = self.of_other(link, unit)?;
        let Some(Thing::Directive(id)) = self.links[link.index()].resolve(*name) else {
            return Err("it answers no directive");
        };
        let by = said(by, limits::ROLE_LETTERS)?;
        self.reply(now, unit, &by, id, replied.event, &replied.words)
            .map_err(|_| "it answers what cannot be answered so")?;
        Ok(())
    }

    fn hear_day(
        &mut self,
        now: &mut Now,
        link: LinkId,
        day: Date,
        sum: Contribution,
    ) -> Result<(), Unread> {
        if !sum.is_sound() {
            return Err("its day is no sum of figures");
        }
        let known = &mut self.links[link.index()];
        known.days.insert(day, sum);
        while known.days.len() > limits::INDEX_DAYS {
            known.days.pop_first();
        }
        let unit = known.unit;
        now.touch(Thing::Link(link));
        now.touch(Thing::Day(unit, day));
        Ok(())
    }

    fn hear_held(&mut self, now: &mut Now, link: LinkId, held: &Held) -> Result<(), Unread> {
        let id =
            self.incident_of(link, held.name).ok_or("it speaks of no incident of the branch")?;
        let chain = self.incidents[&id].chain.clone();
        let place =
            |at: usize| chain.get(at).map(|holder| holder.unit).ok_or("its level is not there");
        place(held.level)?;
        for (at, rise, name) in &held.rises {
            let to = place(*at)?;
            if self.incidents[&id].rises.iter().any(|known| known.to == to) {
                continue;
            }
            let known = self.links[link.index()].resolve(*name);
            let Some(Thing::Obligation(obligation)) = known else { continue };
            let risen = crate::incident::Rise { to, obligation, ..rise.clone() };
            let because = risen.because;
            let Some(incident) = self.incidents.get_mut(&id) else { continue };
            incident.rises.push(risen);
            incident.level = *at;
            self.lookup.put_reached(to, id);
            self.log(now, id, Happening::Rose(to, because));
            self.tell_reached(now, id, &News::Rose(id, to));
        }
        let is_closed = !self.incidents[&id].is_open();
        if let Some(incident) = self.incidents.get_mut(&id) {
            // Whoever holds it decides of its clock; where it ended meanwhile, it stays ended.
            if held.level >= incident.level && !is_closed {
                incident.level = held.level;
                incident.taken_on.clone_from(&held.taken_on);
                incident.shelved.clone_from(&held.shelved);
                incident.clock = held.clock;
            }
            for (at, line) in &held.log {
                let unit = place(*at)?;
                incident.note(crate::incident::LogLine { unit, ..line.clone() });
            }
        }
        now.touch(Thing::Incident(id));
        if !held.log.is_empty() {
            self.tell_reached(now, id, &News::Noted(id));
        }
        Ok(())
    }

    fn hear_owed(&mut self, now: &mut Now, link: LinkId, told: &Owed) -> Result<(), Unread> {
        let debtor = self.of_other(link, &told.debtor)?;
        let creditor = self.registry.at_path(&told.creditor).ok_or("it is owed to nobody here")?;
        let known = self.links[link.index()].resolve(told.name);
        let incidents: Vec<IncidentId> =
            told.incidents.iter().filter_map(|name| self.incident_of(link, *name)).collect();
        let Some(known) = known else {
            let id: ObligationId = now.mint.id();
            let obligation =
                Obligation { id, debtor, creditor, incidents, ..told.obligation.clone() };
            self.links[link.index()]
                .pair(Thing::Obligation(id), Thing::Obligation(told.obligation.id));
            self.put_obligation(obligation);
            now.touch(Thing::Obligation(id));
            return Ok(());
        };
        let Thing::Obligation(id) = known else { return Err("it speaks of nothing that is owed") };
        let Some(ours) = self.obligations.get_mut(&id).filter(|it| it.debtor == debtor) else {
            return Err("it speaks of what another owes");
        };
        let before = ours.clone();
        let Obligation { state, answer_by, owner, answer, offer, help_came, missed, .. } =
            told.obligation.clone();
        // What the branch has ended stays ended, however late the answer to that comes.
        if !matches!(before.state, State::Met | State::Released) {
            ours.state = state;
        }
        (ours.answer_by, ours.owner, ours.answer) = (answer_by, owner, answer);
        (ours.offer, ours.missed) = (offer, missed);
        ours.help_came = ours.help_came.or(help_came);
        now.touch(Thing::Obligation(id));
        let is_missed = ours.missed.is_some() && before.missed.is_none();
        let is_said = (&before.owner, &before.answer, &before.offer, before.help_came)
            != (&ours.owner, &ours.answer, &ours.offer, ours.help_came);
        if is_missed {
            self.tell_parties_of(now, id, &News::Missed(id));
        } else if is_said {
            self.tell_parties_of(now, id, &News::Answered(id));
        }
        Ok(())
    }

    fn hear_directive(&mut self, now: &mut Now, link: LinkId, sent: &Sent) -> Result<(), Unread> {
        let from = self.of_other(link, &sent.from)?;
        let unit = self.links[link.index()].unit;
        let known = self.links[link.index()].resolve(sent.name);
        let id = match known {
            Some(Thing::Directive(id)) => id,
            Some(_) => return Err("it speaks of no directive"),
            None => {
                let id: DirectiveId = now.mint.id();
                let Name::Mine(theirs) = sent.name else { return Err("it speaks of no directive") };
                self.links[link.index()].pair(Thing::Directive(id), theirs);
                id
            }
        };
        let receivers = match self.directives.get(&id) {
            Some(known) if known.from == from => known.receivers.clone(),
            Some(_) => return Err("it speaks of what another sent"),
            None => vec![Receiver { unit, answer: Reply::Awaited, replies: Vec::new() }],
        };
        let directive = Directive {
            id,
            from,
            title: said(&sent.title, limits::NAME_LETTERS)?,
            text: said(&sent.text, limits::WORDS_LETTERS)?,
            reason: said(&sent.reason, limits::WORDS_LETTERS)?,
            holds_from: sent.holds_from,
            by: said(&sent.by, limits::ROLE_LETTERS)?,
            sent: sent.sent,
            withdrawn: sent.withdrawn,
            receivers,
        };
        self.lookup.put_directive(&directive);
        self.directives.insert(id, directive);
        now.touch(Thing::Directive(id));
        self.tell(now, unit, News::Directive(id));
        Ok(())
    }
}

/// What must happen to an incident for it to come from one phase to another, as the table of escalation
/// has it. Several things may have happened between two letters.
fn steps(from: Phase, to: Phase) -> &'static [escalation::Event] {
    use escalation::Event::{Ended, Inside, Outside, Recovered};
    match (from, to) {
        (Phase::Closed, _)
        | (Phase::Running, Phase::Running)
        | (Phase::Waiting, Phase::Waiting)
        | (Phase::Settling, Phase::Settling) => &[],
        (_, Phase::Closed) => &[Ended],
        (Phase::Running, Phase::Waiting) => &[Inside],
        (Phase::Settling, Phase::Waiting) => &[Outside, Inside],
        (Phase::Waiting | Phase::Settling, Phase::Running) => &[Outside],
        (Phase::Running | Phase::Waiting, Phase::Settling) => &[Recovered],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phase_is_reached_from_every_open_one_by_steps_that_the_table_has() {
        let phases = [Phase::Running, Phase::Waiting, Phase::Settling, Phase::Closed];
        for from in phases {
            for to in phases {
                let end = steps(from, to).iter().fold(from, |phase, event| {
                    let (next, _) = escalation::rule(phase, *event).expect("the table has it");
                    next
                });
                let stays = from == Phase::Closed;
                assert_eq!(end, if stays { from } else { to }, "{from:?} to {to:?}");
            }
        }
    }
}
