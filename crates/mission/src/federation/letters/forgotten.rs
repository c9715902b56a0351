//! Forgotten: what becomes of a thing that its home, another node, does not know any more?
//!
//! It is over. Nothing here could carry it on: its readings, its people and its word are there. Whoever it
//! reached is told, and what is still wrong comes again as it would come for the first time.

use super::super::{Federation, Now};
use crate::agreement::{self, Agreement, Side, State};
use crate::effect::{News, Thing};
use crate::id::{AgreementId, DirectiveId, IncidentId, LinkId, ObligationId, OpeningId, UnitId};
use crate::incident::End;
use crate::obligation::{Event, Reason};
use crate::opening::{self, Opening};
use crate::request;

impl Federation {
    /// Things of the branch that it told nothing of.
    pub(super) fn forget_below(&mut self, now: &mut Now, link: LinkId) {
        let known = self.links[link.index()].clone();
        let is_below = |unit: UnitId| self.registry.is_within(known.unit, unit);
        let incidents: Vec<IncidentId> = self
            .incidents
            .values()
            .filter(|it| is_below(it.unit) && it.is_open())
            .map(|it| it.id)
            .filter(|id| !known.is_named(Thing::Incident(*id)))
            .collect();
        let calls: Vec<ObligationId> = self
            .obligations
            .values()
            .filter(|it| is_below(it.creditor) && !is_below(it.debtor) && it.is_open())
            .filter(|it| matches!(it.reason, Reason::Help(_) | Reason::Safety(_)))
            .map(|it| it.id)
            .filter(|id| !known.is_named(Thing::Obligation(*id)))
            .collect();
        let openings: Vec<OpeningId> = self
            .openings
            .values()
            .filter(|it| is_below(it.unit) && it.stands())
            .map(|it| it.id)
            .filter(|id| !known.is_named(Thing::Opening(*id)))
            .collect();
        let terms: Vec<AgreementId> = self
            .agreements_of(known.unit)
            .filter(|it| it.unit == known.unit && !is_offered_above(it))
            .map(|it| it.id)
            .filter(|id| !known.is_named(Thing::Agreement(*id)))
            .collect();
        for id in incidents {
            self.end(now, id, End::Forgotten);
        }
        for id in calls {
            self.oblige(now, id, Event::Over);
            self.tell_parties_of(now, id, &News::Answered(id));
        }
        for id in openings {
            let ours = self.openings[&id].clone();
            if let Some(state) = opening::rule(ours.state, opening::Event::Closed) {
                self.put_opening(Opening { state, ended: Some(now.at), ..ours });
                self.tell_of_opening(now, id);
            }
        }
        for id in terms {
            self.forget_terms(now, id);
        }
    }

    fn forget_terms(&mut self, now: &mut Now, id: AgreementId) {
        let Some(ours) = self.agreements.get_mut(&id) else { return };
        let Some(state) = agreement::rule(ours.state, agreement::Event::Forgotten) else { return };
        ours.state = state;
        let unit = ours.unit;
        self.terms.take(&self.agreements[&id]);
        now.touch(Thing::Agreement(id));
        self.refresh_delays_above(now, unit);
        self.tell_parties(now, id);
    }

    /// Things of the levels above that these told nothing of.
    pub(super) fn forget_above(&mut self, now: &mut Now, link: LinkId) {
        let known = self.links[link.index()].clone();
        let is_below = |unit: UnitId| self.registry.is_within(known.unit, unit);
        let owed: Vec<ObligationId> = self
            .obligations
            .values()
            .filter(|it| !is_below(it.debtor) && it.is_open())
            .map(|it| it.id)
            .filter(|id| !known.is_named(Thing::Obligation(*id)))
            .collect();
        let directives: Vec<DirectiveId> = self
            .directives
            .values()
            .filter(|it| !is_below(it.from) && it.withdrawn.is_none())
            .map(|it| it.id)
            .filter(|id| !known.is_named(Thing::Directive(*id)))
            .collect();
        let requests = self
            .requests
            .values_mut()
            .filter(|it| !self.registry.is_within(known.unit, it.from))
            .filter(|it| it.state == request::State::Asked)
            .filter(|it| !known.is_named(Thing::Request(it.id)));
        for asked in requests {
            asked.state = request::State::Over;
            now.touch(Thing::Request(asked.id));
        }
        for id in owed {
            self.oblige(now, id, Event::Over);
            self.tell_parties_of(now, id, &News::Answered(id));
        }
        for id in directives {
            let Some(ours) = self.directives.get_mut(&id) else { continue };
            ours.withdrawn = Some(now.at);
            now.touch(Thing::Directive(id));
            self.tell(now, known.unit, News::Directive(id));
        }
    }
}

/// What the level above put on the table first is its own, until the unit has answered: it is told again.
fn is_offered_above(terms: &Agreement) -> bool {
    terms.state == State::Proposed && terms.offer().side == Side::Above
}
