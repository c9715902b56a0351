//! Owed: what is told across a border of what one owes the other, and what does hearing it change?
//!
//! What is owed lives with who owes it; whether help came is the word of who was helped.

use super::super::{Federation, Now};
use super::read::{Unread, said};
use crate::effect::{News, Thing};
use crate::id::{IncidentId, LinkId, ObligationId, UnitId};
use crate::letter::{Letter, Owed, Signed};
use crate::limits;
use crate::link::{Link, Name};
use crate::obligation::{Obligation, Reason, State};

impl Federation {
    /// Words that called a level above the border.
    pub(super) fn called(&self, link: &Link, id: ObligationId) -> Option<Letter> {
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
    pub(super) fn owed_below(&self, link: &Link, id: ObligationId) -> Vec<Letter> {
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

    /// Notes that help came, where whoever owed it lives above.
    pub(in crate::federation) fn pass_word(
        &self,
        now: &mut Now,
        id: ObligationId,
        unit: UnitId,
        by: &str,
    ) {
        let Some(link) = self.link_above() else { return };
        if !self.registry.lives_here(self.obligations[&id].debtor) {
            let name = link.name(Thing::Obligation(id));
            now.passing.said.push(Letter::HelpCame(self.signed(name, unit, by)));
        }
    }

    pub(super) fn hear_call(
        &mut self,
        now: &mut Now,
        link: LinkId,
        owed: &Owed,
    ) -> Result<(), Unread> {
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
        let theirs = Thing::Obligation(owed.obligation.id);
        if let Some(same) = self.same_owed(link, owed, (debtor, creditor)) {
            self.links[link.index()].pair(Thing::Obligation(same), theirs);
            return Ok(());
        }
        let incident = owed.incidents.first().and_then(|name| self.incident_of(link, *name));
        let holder = self.level_as_holder(debtor);
        let id = self.owe(now, &holder, creditor, incident, reason);
        self.links[link.index()].pair(Thing::Obligation(id), theirs);
        Ok(())
    }

    pub(super) fn hear_help_came(
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

    pub(super) fn hear_owed(
        &mut self,
        now: &mut Now,
        link: LinkId,
        told: &Owed,
    ) -> Result<(), Unread> {
        let debtor = self.of_other(link, &told.debtor)?;
        let creditor = self.registry.at_path(&told.creditor).ok_or("it is owed to nobody here")?;
        let same = || self.same_owed(link, told, (debtor, creditor)).map(Thing::Obligation);
        let known = self.links[link.index()].resolve(told.name).or_else(same);
        let is_awaited = self.links[link.index()].is_awaited();
        if let Some(known) = known.filter(|_| is_awaited) {
            let theirs = Thing::Obligation(told.obligation.id);
            self.links[link.index()].pair(known, theirs);
        }
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
        let is_ended = matches!(before.state, State::Met | State::Released);
        if !is_ended || (is_awaited && before.state == State::Met) {
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
}
