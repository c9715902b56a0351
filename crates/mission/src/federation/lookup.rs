//! Lookup: where is what concerns this series, or this unit?
//!
//! Derived from the things themselves and never kept. Ids stand in order, however they came to be,
//! so that whoever walks them gets the same answer after a restart.

use std::collections::{HashMap, VecDeque};

use super::Federation;
use crate::agreement::Agreement;
use crate::directive::Directive;
use crate::flow::Flow;
use crate::id::{
    AgreementId, DirectiveId, FlowId, IncidentId, IndicatorId, MessageId, ObligationId, OpeningId,
    RequestId, SignalId, UnitId,
};
use crate::incident::Incident;
use crate::limits;
use crate::message::Message;
use crate::obligation::Obligation;
use crate::opening::{Opening, State};
use crate::request::Request;
use crate::signal::Signal;

/// Where to find things by what they concern.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    /// Incidents of a series. All of these are in order of id, however they came to be.
    pub(super) incidents_of: HashMap<IndicatorId, Vec<IncidentId>>,
    /// Those of them that are not over.
    pub(super) open_of: HashMap<IndicatorId, Vec<IncidentId>>,
    /// Incidents that reached a unit, its own included.
    pub(super) reached: HashMap<UnitId, Vec<IncidentId>>,
    /// Signals of a series.
    pub(super) signals_of: HashMap<IndicatorId, VecDeque<SignalId>>,
    /// Obligations of a unit that is a party to them.
    pub(super) obligations_of: HashMap<UnitId, Vec<ObligationId>>,
    /// Agreements of a unit, as either side.
    pub(super) agreements_of: HashMap<UnitId, Vec<AgreementId>>,
    /// Directives of a unit, as sender or receiver.
    pub(super) directives_of: HashMap<UnitId, Vec<DirectiveId>>,
    /// Openings of a unit, as either side.
    pub(super) openings_of: HashMap<UnitId, Vec<OpeningId>>,
    /// Openings of a series that are in force.
    pub(super) in_force_of: HashMap<IndicatorId, Vec<OpeningId>>,
    /// Requests of a unit, as who asks or is asked.
    pub(super) requests_of: HashMap<UnitId, Vec<RequestId>>,
    /// Drawings of a unit's flow.
    pub(super) flows_of: HashMap<UnitId, VecDeque<FlowId>>,
    /// Messages of a unit, as who sent or received them.
    pub(super) messages_of: HashMap<UnitId, Vec<MessageId>>,
    /// Answers to a message.
    pub(super) answers_to: HashMap<MessageId, Vec<MessageId>>,
}

impl Federation {
    pub(super) fn keep_signal(&mut self, signal: Signal) {
        let kept = self.lookup.signals_of.entry(signal.indicator).or_default();
        kept.push_back(signal.id);
        if kept.len() > limits::SIGNALS
            && let Some(oldest) = kept.pop_front()
        {
            self.signals.remove(&oldest);
        }
        self.signals.insert(signal.id, signal);
    }

    pub(super) fn keep_flow(&mut self, flow: Flow) {
        let kept = self.lookup.flows_of.entry(flow.unit).or_default();
        kept.push_back(flow.id);
        if kept.len() > limits::FLOWS
            && let Some(oldest) = kept.pop_front()
        {
            self.flows.remove(&oldest);
        }
        self.flows.insert(flow.id, flow);
    }

    pub(super) fn put_obligation(&mut self, obligation: Obligation) {
        for party in self.parties(&obligation) {
            put(self.lookup.obligations_of.entry(party).or_default(), obligation.id);
        }
        self.obligations.insert(obligation.id, obligation);
    }

    /// Puts an opening where it is looked for, as it is now.
    pub(super) fn put_opening(&mut self, opening: Opening) {
        for unit in [opening.unit, opening.to] {
            put(self.lookup.openings_of.entry(unit).or_default(), opening.id);
        }
        for indicator in &opening.indicators {
            let in_force = self.lookup.in_force_of.entry(*indicator).or_default();
            if opening.state == State::InForce {
                put(in_force, opening.id);
            } else {
                in_force.retain(|id| *id != opening.id);
            }
        }
        self.openings.insert(opening.id, opening);
    }

    pub(super) fn put_request(&mut self, request: Request) {
        for unit in [request.unit, request.from] {
            put(self.lookup.requests_of.entry(unit).or_default(), request.id);
        }
        self.requests.insert(request.id, request);
    }

    pub(super) fn put_message(&mut self, message: Message) {
        for unit in message.parties() {
            put(self.lookup.messages_of.entry(unit).or_default(), message.id);
        }
        if let Some(answered) = message.answers {
            put(self.lookup.answers_to.entry(answered).or_default(), message.id);
        }
        self.messages.insert(message.id, message);
    }

    pub(super) fn take_message(&mut self, id: MessageId) -> Option<Message> {
        let message = self.messages.remove(&id)?;
        for unit in message.parties() {
            if let Some(ids) = self.lookup.messages_of.get_mut(&unit) {
                ids.retain(|known| *known != id);
            }
        }
        self.lookup.answers_to.remove(&id);
        Some(message)
    }
}

impl Lookup {
    /// Puts an incident where it is looked for, as it is now.
    pub(super) fn put_incident(&mut self, incident: &Incident) {
        for indicator in incident.indicators() {
            put(self.incidents_of.entry(indicator).or_default(), incident.id);
            let open = self.open_of.entry(indicator).or_default();
            if incident.concerns(indicator) {
                put(open, incident.id);
            } else {
                open.retain(|id| *id != incident.id);
            }
        }
        for holder in &incident.chain {
            if incident.reached_by(holder.unit).is_some() {
                self.put_reached(holder.unit, incident.id);
            }
        }
    }

    pub(super) fn put_reached(&mut self, unit: UnitId, incident: IncidentId) {
        put(self.reached.entry(unit).or_default(), incident);
    }

    /// An incident did not reach that unit, as it turns out.
    pub(super) fn leave_unit(&mut self, unit: UnitId, incident: IncidentId) {
        if let Some(ids) = self.reached.get_mut(&unit) {
            ids.retain(|id| *id != incident);
        }
    }

    /// A series is no longer part of an incident.
    pub(super) fn leave(&mut self, indicator: IndicatorId, incident: IncidentId) {
        for of in [&mut self.incidents_of, &mut self.open_of] {
            if let Some(ids) = of.get_mut(&indicator) {
                ids.retain(|id| *id != incident);
            }
        }
    }

    pub(super) fn put_agreement(&mut self, agreement: &Agreement) {
        for unit in [Some(agreement.unit), agreement.above].into_iter().flatten() {
            put(self.agreements_of.entry(unit).or_default(), agreement.id);
        }
    }

    pub(super) fn put_directive(&mut self, directive: &Directive) {
        let receivers = directive.receivers.iter().map(|receiver| receiver.unit);
        for unit in receivers.chain([directive.from]) {
            put(self.directives_of.entry(unit).or_default(), directive.id);
        }
    }
}

/// Puts an id in its place, once.
fn put<Id: Ord>(ids: &mut Vec<Id>, id: Id) {
    if let Err(place) = ids.binary_search(&id) {
        ids.insert(place, id);
    }
}
