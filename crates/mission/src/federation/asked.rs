//! Asked: what is so, for whoever may see it? `reach` decides that.

use std::sync::Arc;

use super::{Applied, Day, Federation, Ledger, Terms, Watch};
use crate::agreement::Agreement;
use crate::directive::Directive;
use crate::flow::Flow;
use crate::hindsight::Hindsight;
use crate::id::{
    AgreementId, DirectiveId, FlowId, IncidentId, IndicatorId, MessageId, ObligationId, OpeningId,
    PostId, RequestId, SignalId, UnitId,
};
use crate::incident::Incident;
use crate::message::Message;
use crate::obligation::Obligation;
use crate::opening::Opening;
use crate::post::Post;
use crate::registry::Registry;
use crate::request::Request;
use crate::roll::Roll;
use crate::series::Series;
use crate::signal::Signal;
use crate::time::Date;

impl Federation {
    /// What may be seen of it by whoever looks back at it; none of the present state.
    pub(crate) fn hindsight(&self) -> Option<&Hindsight> {
        self.hindsight.as_deref()
    }

    /// As long as it is looked back at, no more is shown of it than that allows.
    pub fn look_back(&mut self, hindsight: Option<Hindsight>) {
        self.hindsight = hindsight.map(Arc::new);
    }

    /// Units and indicators.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The series of an indicator.
    pub fn series(&self, indicator: IndicatorId) -> &Series {
        &self.series[indicator.index()]
    }

    /// What is remembered of an indicator's silence.
    pub fn watch(&self, indicator: IndicatorId) -> &Watch {
        &self.watches[indicator.index()]
    }

    /// What is remembered of a unit.
    pub fn ledger(&self, unit: UnitId) -> &Ledger {
        &self.ledgers[unit.index()]
    }

    /// Who belongs to a unit; none where nobody ever did.
    pub fn roll(&self, unit: UnitId) -> Option<&Roll> {
        self.rolls.get(&unit)
    }

    /// The rolls of all units that have or had members.
    pub fn rolls(&self) -> impl Iterator<Item = &Roll> {
        self.rolls.values()
    }

    /// Which agreement holds for what.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How far the log has been applied.
    pub fn applied(&self) -> Applied {
        self.applied
    }

    /// A signal, while it is kept in memory.
    pub fn signal_by_id(&self, id: SignalId) -> Option<&Signal> {
        self.signals.get(&id)
    }

    /// The last signals of a series, the latest last.
    pub fn signals_of(&self, indicator: IndicatorId) -> impl DoubleEndedIterator<Item = &Signal> {
        let ids = self.lookup.signals_of.get(&indicator).into_iter().flatten();
        ids.filter_map(|id| self.signals.get(id))
    }

    /// An incident.
    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.incidents.get(&id)
    }

    /// All incidents, in order of id.
    pub fn incidents(&self) -> impl DoubleEndedIterator<Item = &Incident> {
        self.incidents.values()
    }

    /// The incidents that a series is or was part of, in order of id.
    pub fn incidents_of(
        &self,
        indicator: IndicatorId,
    ) -> impl DoubleEndedIterator<Item = &Incident> {
        let ids = self.lookup.incidents_of.get(&indicator).into_iter().flatten();
        ids.filter_map(|id| self.incidents.get(id))
    }

    /// The incidents that reached a unit, its own included, in order of id.
    pub fn reached(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Incident> {
        let ids = self.lookup.reached.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.incidents.get(id))
    }

    /// An obligation.
    pub fn obligation(&self, id: ObligationId) -> Option<&Obligation> {
        self.obligations.get(&id)
    }

    /// What a unit owes and is owed, in order of id.
    pub fn obligations_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Obligation> {
        let ids = self.lookup.obligations_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.obligations.get(id))
    }

    /// All obligations, in order of id.
    pub fn obligations(&self) -> impl DoubleEndedIterator<Item = &Obligation> {
        self.obligations.values()
    }

    /// An agreement.
    pub fn agreement(&self, id: AgreementId) -> Option<&Agreement> {
        self.agreements.get(&id)
    }

    /// The agreements of a unit, as either side, in order of id.
    pub fn agreements_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Agreement> {
        let ids = self.lookup.agreements_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.agreements.get(id))
    }

    /// A directive.
    pub fn directive(&self, id: DirectiveId) -> Option<&Directive> {
        self.directives.get(&id)
    }

    /// The directives that a unit sent or received, in order of id.
    pub fn directives_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Directive> {
        let ids = self.lookup.directives_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.directives.get(id))
    }

    /// An opening.
    pub fn opening(&self, id: OpeningId) -> Option<&Opening> {
        self.openings.get(&id)
    }

    /// All openings, in order of id.
    pub fn openings(&self) -> impl DoubleEndedIterator<Item = &Opening> {
        self.openings.values()
    }

    /// The openings of a unit, as the one that opens or that may see, in order of id.
    pub fn openings_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Opening> {
        let ids = self.lookup.openings_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.openings.get(id))
    }

    /// The openings of a series that are in force, in order of id.
    pub fn openings_in_force(
        &self,
        indicator: IndicatorId,
    ) -> impl DoubleEndedIterator<Item = &Opening> {
        let ids = self.lookup.in_force_of.get(&indicator).into_iter().flatten();
        ids.filter_map(|id| self.openings.get(id))
    }

    /// A request.
    pub fn request_by_id(&self, id: RequestId) -> Option<&Request> {
        self.requests.get(&id)
    }

    /// All requests, in order of id.
    pub fn requests(&self) -> impl DoubleEndedIterator<Item = &Request> {
        self.requests.values()
    }

    /// The requests of a unit, as the one that asks or is asked, in order of id.
    pub fn requests_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Request> {
        let ids = self.lookup.requests_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.requests.get(id))
    }

    /// A drawing of a unit's flow, while it is kept in memory.
    pub fn flow(&self, id: FlowId) -> Option<&Flow> {
        self.flows.get(&id)
    }

    /// All drawings in memory, in order of id.
    pub fn flows(&self) -> impl DoubleEndedIterator<Item = &Flow> {
        self.flows.values()
    }

    /// The last drawings of a unit's flow, the latest last.
    pub fn flows_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Flow> {
        let ids = self.lookup.flows_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.flows.get(id))
    }

    /// A message, while it is kept.
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.messages.get(&id)
    }

    /// All messages, in order of id.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.messages.values()
    }

    /// The messages that a unit sent or received, in order of id.
    pub fn messages_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Message> {
        let ids = self.lookup.messages_of.get(&unit).into_iter().flatten();
        ids.filter_map(|id| self.messages.get(id))
    }

    /// The answers to a message, in order of id.
    pub fn answers_to(&self, id: MessageId) -> impl DoubleEndedIterator<Item = &Message> {
        let ids = self.lookup.answers_to.get(&id).into_iter().flatten();
        ids.filter_map(|id| self.messages.get(id))
    }

    /// Whether a message waits for an answer of that unit: it came from another, answers nothing itself, and the
    /// unit has not answered it.
    pub fn waits_for_answer(&self, unit: UnitId, message: &Message) -> bool {
        let is_asked = message.came_to(unit) && message.answers.is_none();
        is_asked && !self.answers_to(message.id).any(|answer| answer.from == unit)
    }

    /// A need or an offer, while it is remembered.
    pub fn post(&self, id: PostId) -> Option<&Post> {
        self.posts.get(&id)
    }

    /// All needs and offers, in order of id.
    pub fn posts(&self) -> impl DoubleEndedIterator<Item = &Post> {
        self.posts.values()
    }

    /// Whether two units are of the same root.
    pub fn is_of_one_root(&self, one: UnitId, other: UnitId) -> bool {
        let root = |unit: UnitId| self.registry.above(unit).last().unwrap_or(unit);
        let are_known = [one, other].iter().all(|unit| self.registry.find_unit(*unit).is_some());
        are_known && root(one) == root(other)
    }

    /// A unit's figures of a day, while they are kept in memory.
    pub fn day(&self, unit: UnitId, date: Date) -> Option<&Day> {
        self.days.get(&(unit, date))
    }

    /// A unit's days in memory, in order.
    pub fn days_of(&self, unit: UnitId) -> impl DoubleEndedIterator<Item = &Day> {
        self.days.range((unit, Date::MIN)..=(unit, Date::MAX)).map(|(_, day)| day)
    }
}
