//! Obligations: who owes what for an incident or a call, and what follows if it is missed?

use std::collections::BTreeSet;

use super::{Federation, Now, Timer};
use crate::effect::{News, Thing};
use crate::escalation;
use crate::id::{IncidentId, ObligationId, UnitId};
use crate::incident::{Alarm, Cause, End, Happening, Holder, Incident};
use crate::limits;
use crate::obligation::{self, Event, Obligation, Reason, State};

impl Federation {
    /// A level owes for an incident that rose to it. Beyond five rises a working day it is told
    /// of further ones as a group; a safety alarm always comes alone.
    pub(super) fn owe_for_rise(
        &mut self,
        now: &mut Now,
        holder: &Holder,
        creditor: UnitId,
        incident: IncidentId,
    ) -> ObligationId {
        // Another node tells its level of rises in its own way.
        if is_safety(&self.incidents[&incident]) || !self.registry.lives_here(holder.unit) {
            return self.owe(now, holder, creditor, Some(incident), Reason::Rise);
        }
        let today = holder.hours.date_of(now.at);
        let ledger = &mut self.ledgers[holder.unit.index()];
        if ledger.rises_on != Some(today) {
            (ledger.rises_on, ledger.rises, ledger.group) = (Some(today), 0, None);
        }
        ledger.rises += 1;
        now.touch(Thing::Ledger(holder.unit));
        if ledger.rises <= limits::RISES_A_DAY {
            return self.owe(now, holder, creditor, Some(incident), Reason::Rise);
        }
        let is_joined = |owed: &Obligation| owed.awaits_answer() && owed.missed.is_none();
        let open_group = ledger.group.filter(|id| is_joined(&self.obligations[id]));
        if let Some(mut owed) = open_group.and_then(|group| self.obligations.remove(&group)) {
            let group = owed.id;
            owed.incidents.push(incident);
            self.put_obligation(owed);
            now.touch(Thing::Obligation(group));
            return group;
        }
        let group = self.owe(now, holder, creditor, Some(incident), Reason::Group);
        self.ledgers[holder.unit.index()].group = Some(group);
        group
    }

    /// Opens an obligation of `holder` to `creditor`.
    pub(super) fn owe(
        &mut self,
        now: &mut Now,
        holder: &Holder,
        creditor: UnitId,
        incident: Option<IncidentId>,
        reason: Reason,
    ) -> ObligationId {
        let id: ObligationId = now.mint.id();
        let from = holder.hours.next_working(now.at);
        let obligation = Obligation {
            id,
            reason,
            debtor: holder.unit,
            creditor,
            incidents: incident.into_iter().collect(),
            state: State::Owed,
            opened: now.at,
            answer_by: holder.hours.add_working(from, holder.answer),
            owner: None,
            answer: None,
            offer: None,
            help_came: None,
            missed: None,
        };
        self.put_obligation(obligation);
        now.touch(Thing::Obligation(id));
        now.answer_with(Thing::Obligation(id));
        self.tell(now, holder.unit, News::Owes(id));
        self.arm(Timer::Answer(id));
        id
    }

    /// Who owes, who is owed, and the units whose incidents it is owed for.
    pub(super) fn parties(&self, owed: &Obligation) -> BTreeSet<UnitId> {
        let origins = owed.incidents.iter().map(|id| self.incidents[id].unit);
        origins.chain([owed.debtor, owed.creditor]).collect()
    }

    /// Lets something happen to an obligation, as its table says. Whether it did.
    pub(super) fn oblige(&mut self, now: &mut Now, id: ObligationId, event: Event) -> bool {
        let obligation = self.obligations.get_mut(&id).expect("ids come from this state");
        let Some(state) = obligation::rule(obligation.state, event) else { return false };
        obligation.state = state;
        now.touch(Thing::Obligation(id));
        now.answer_with(Thing::Obligation(id));
        if !matches!(state, State::Missed) {
            self.release_missed(now, id);
        }
        true
    }

    /// The answer was due and did not come: that is the debtor's own incident, and what it held
    /// rises from it.
    pub(super) fn answer_was_due(&mut self, now: &mut Now, id: ObligationId) {
        if !self.oblige(now, id, Event::DeadlinePassed) {
            return;
        }
        let obligation = self.obligations.get_mut(&id).expect("obliged above");
        obligation.missed = Some(now.at);
        let debtor = obligation.debtor;
        // A call for words that was missed moves no incident: holder and clock stay as they are.
        let incidents = match obligation.reason {
            Reason::Rise | Reason::Group => obligation.incidents.clone(),
            Reason::Help(_) | Reason::Safety(_) => Vec::new(),
        };
        self.open_incident(now, debtor, Cause::Missed { obligation: id }, Vec::new());
        self.tell_parties_of(now, id, &News::Missed(id));
        for incident in incidents {
            if self.incidents[&incident].holder().unit == debtor {
                self.log(now, incident, Happening::Missed);
                self.happen(now, incident, escalation::Event::Lapsed);
            }
        }
    }

    pub(super) fn tell_parties_of(&mut self, now: &mut Now, id: ObligationId, news: &News) {
        for unit in self.parties(&self.obligations[&id]) {
            self.tell(now, unit, news.clone());
        }
    }

    /// What a level missed is no longer missing once it has answered, or nothing is owed.
    fn release_missed(&mut self, now: &mut Now, id: ObligationId) {
        if self.obligations[&id].missed.is_none() || self.obligations[&id].awaits_answer() {
            return;
        }
        let debtor = self.obligations[&id].debtor;
        let missed = self.reached(debtor).find(|incident| {
            incident.is_open() && incident.cause == Cause::Missed { obligation: id }
        });
        if let Some(incident) = missed.map(|incident| incident.id) {
            self.end(now, incident, End::Done);
        }
    }

    /// An incident ended: what was owed for it, and for nothing else that stands, is released.
    pub(super) fn no_longer_for(&mut self, now: &mut Now, id: ObligationId, ended: IncidentId) {
        let obligation = &self.obligations[&id];
        let others = obligation.incidents.iter().filter(|other| **other != ended);
        if others.into_iter().all(|other| !self.incidents[other].is_open()) {
            self.oblige(now, id, Event::Over);
        }
    }

    /// Calls for help about an incident, and what its alarm called for, end with it.
    pub(super) fn release_calls(&mut self, now: &mut Now, ended: IncidentId) {
        let unit = self.incidents[&ended].unit;
        let calls: Vec<ObligationId> = self
            .obligations_of(unit)
            .filter(|owed| owed.is_open() && owed.incidents == [ended])
            .map(|owed| owed.id)
            .collect();
        for call in calls {
            self.oblige(now, call, Event::Over);
        }
    }
}

const fn is_safety(incident: &Incident) -> bool {
    matches!(incident.cause, Cause::Alarm { kind: Alarm::Safety, .. })
}
