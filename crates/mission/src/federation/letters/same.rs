//! Same: which thing is it that the other node tells of, where its number says nothing?
//!
//! After two nodes were linked anew, what both know is found by what it is: whose, of when, about what.
//! Each thing is found once. What ended here and stands there is another: the other has begun it again.

use super::super::{Federation, Now};
use crate::agreement::{Agreement, Subject};
use crate::directive::Directive;
use crate::effect::Thing;
use crate::id::{AgreementId, DirectiveId, IncidentId, LinkId, MessageId, ObligationId};
use crate::id::{OpeningId, RequestId, UnitId};
use crate::incident::Incident;
use crate::letter::{Asked, Owed, Sent, Wrote};
use crate::limits;
use crate::link::Link;
use crate::message::Message;
use crate::obligation::{Obligation, Reason};
use crate::opening::Opening;
use crate::request::Request;
use crate::time::Timestamp;

impl Federation {
    /// The link, as long as the other tells what it knows.
    fn telling(&self, link: LinkId) -> Option<&Link> {
        Some(&self.links[link.index()]).filter(|link| link.is_awaited())
    }

    /// An incident of the branch. What is owed for its rises is known again with it.
    pub(super) fn same_incident(&mut self, link: LinkId, told: &Incident) -> Option<IncidentId> {
        let mut same = self.told_alike(link, told);
        let id = same.find(|ours| ours.is_open() || !told.is_open())?.id;
        drop(same);
        self.links[link.index()].pair(Thing::Incident(id), Thing::Incident(told.id));
        self.name_rises(link, id, told);
        Some(id)
    }

    /// An incident of the branch that ended here, and stands there: it begins again.
    pub(super) fn same_ended(&self, link: LinkId, told: &Incident) -> Option<IncidentId> {
        self.told_alike(link, told).next().map(|ours| ours.id)
    }

    fn told_alike<'f>(
        &'f self,
        link: LinkId,
        told: &'f Incident,
    ) -> impl Iterator<Item = &'f Incident> + 'f {
        let is_about = |ours: &Incident| {
            let is_named = ours.indicators().any(|id| told.indicators().any(|it| it == id));
            is_named || ours.indicators().next().is_none() || told.indicators().next().is_none()
        };
        let known = self.telling(link);
        let ours = self.incidents.values().filter(move |ours| {
            (ours.unit, ours.opened) == (told.unit, told.opened)
                && std::mem::discriminant(&ours.cause) == std::mem::discriminant(&told.cause)
                && known.is_some_and(|known| !known.is_named(Thing::Incident(ours.id)))
        });
        ours.filter(move |ours| is_about(ours))
    }

    fn name_rises(&mut self, link: LinkId, id: IncidentId, told: &Incident) {
        let branch = self.links[link.index()].unit;
        for rise in told.rises.iter().filter(|rise| !self.registry.is_within(branch, rise.to)) {
            let ours = self.incidents[&id].rises.iter().find(|it| it.to == rise.to);
            if let Some(owed) = ours.map(|ours| ours.obligation) {
                let theirs = Thing::Obligation(rise.obligation);
                self.links[link.index()].pair(Thing::Obligation(owed), theirs);
            }
        }
    }

    /// Something that a level above owes the branch.
    pub(super) fn same_owed(
        &self,
        link: LinkId,
        told: &Owed,
        (debtor, creditor): (UnitId, UnitId),
    ) -> Option<ObligationId> {
        let known = self.telling(link)?;
        let is_call = matches!(told.obligation.reason, Reason::Help(_) | Reason::Safety(_));
        let is_same = |ours: &&Obligation| {
            // Of what was called for, each node notes when it heard of it.
            let is_of_then = ours.opened == told.obligation.opened;
            (ours.debtor, ours.creditor) == (debtor, creditor)
                && ours.reason == told.obligation.reason
                && (is_call || is_of_then)
                && !known.is_named(Thing::Obligation(ours.id))
        };
        self.obligations.values().find(is_same).map(|it| it.id)
    }

    /// Terms of the branch's unit.
    pub(super) fn same_terms(
        &self,
        link: LinkId,
        told: &Agreement,
        (unit, subject): (UnitId, Subject),
    ) -> Option<AgreementId> {
        let known = self.telling(link)?;
        let is_same = |ours: &&Agreement| {
            ours.unit == unit
                && ours.subject == subject
                && ours.offers.first() == told.offers.first()
                && !known.is_named(Thing::Agreement(ours.id))
        };
        self.agreements_of(unit).find(is_same).map(|it| it.id)
    }

    /// An opening of the branch.
    pub(super) fn same_opening(
        &self,
        link: LinkId,
        told: &Opening,
        (unit, to): (UnitId, UnitId),
    ) -> Option<OpeningId> {
        let known = self.telling(link)?;
        let is_same = |ours: &&Opening| {
            (ours.unit, ours.to, ours.at) == (unit, to, told.at)
                && (ours.stands() || !told.stands())
                && !known.is_named(Thing::Opening(ours.id))
        };
        self.openings.values().find(is_same).map(|it| it.id)
    }

    /// A request to the branch.
    pub(super) fn same_request(
        &self,
        link: LinkId,
        told: &Asked,
        (unit, from): (UnitId, UnitId),
    ) -> Option<RequestId> {
        let known = self.telling(link)?;
        let is_same = |ours: &&Request| {
            (ours.unit, ours.from, &ours.words) == (unit, from, &told.words)
                && ours.until <= told.until
                && !known.is_named(Thing::Request(ours.id))
        };
        self.requests.values().find(is_same).map(|it| it.id)
    }

    /// A policy that was sent to the branch.
    pub(super) fn same_directive(
        &self,
        link: LinkId,
        told: &Sent,
        from: UnitId,
    ) -> Option<DirectiveId> {
        let known = self.telling(link)?;
        let is_same = |ours: &&Directive| {
            (ours.from, ours.sent, &ours.title) == (from, told.sent, &told.title)
                && !known.is_named(Thing::Directive(ours.id))
        };
        self.directives.values().find(is_same).map(|it| it.id)
    }

    /// A message that came from there. What the other calls it is known again.
    pub(super) fn same_message(
        &mut self,
        now: &mut Now,
        link: LinkId,
        told: &Wrote,
        (from, to): (UnitId, &[UnitId]),
    ) -> Option<MessageId> {
        self.telling(link)?;
        // Where the two clocks differ, one came at a time that was still ahead.
        let is_of_then = |at: Timestamp| {
            at <= told.at && told.at.as_millis() - at.as_millis() <= limits::AHEAD_MS
        };
        let is_same = |ours: &&mut Message| {
            ours.from == from
                && ours.theirs.is_none()
                && ours.to == to
                && is_of_then(ours.at)
                && ours.words == told.words
        };
        let ours = self.messages.values_mut().find(is_same)?;
        ours.theirs = Some(told.id);
        now.touch(Thing::Message(ours.id));
        Some(ours.id)
    }
}
