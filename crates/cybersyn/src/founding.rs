//! Founding: which units would files of units lay down, and what would be there then?
//!
//! Tried out on a copy first, so that a table can be held against units that do not exist yet, and
//! nothing is written before all of it is known to be right.

use anyhow::bail;
use mission::agreement::{State, Subject};
use mission::charter::{Charter, FoundingTerm, TermSubject};
use mission::event::{Entry, Event};
use mission::federation::Federation;
use mission::id::UnitId;
use mission::registry::Registry;
use mission::time::Timestamp;
use store::Incoming;

use crate::house::House;
use crate::import::settings::Settings;
use crate::import::units::Drafts;

/// What is to be laid down.
pub(crate) struct Founding {
    /// How it will be then.
    after: Federation,
    charters: Vec<Charter>,
    units_before: usize,
    indicators_before: usize,
}

impl Founding {
    /// Nothing yet, on top of what is there.
    pub(crate) fn on(federation: &Federation) -> Self {
        Self {
            after: federation.clone(),
            charters: Vec::new(),
            units_before: federation.registry().units().len(),
            indicators_before: federation.registry().indicators().len(),
        }
    }

    /// Adds what drafts say, unless all of it is so already.
    pub(crate) fn add(
        &mut self,
        drafts: &Drafts,
        settings: &Settings,
        now: Timestamp,
    ) -> anyhow::Result<()> {
        let mut charter = drafts.check(self.after.registry(), settings)?;
        self.drop_known_terms(&mut charter);
        let brings_terms = charter.units.iter().any(|unit| !unit.terms.is_empty());
        let mut after = self.after.clone();
        let applied = after.applied();
        let received = now.max(applied.received);
        let event = Event::Charter(charter.clone());
        let step = after.step(&Entry { offset: applied.offset + 1, received, event });
        if let Some(Err(refusal)) = step.answer {
            bail!("could not lay down {}: {refusal:?}", settings.name());
        }
        let registry = after.registry();
        let is_new = registry.units() != self.after.registry().units()
            || registry.indicators() != self.after.registry().indicators();
        if is_new || brings_terms {
            self.charters.push(charter);
            self.after = after;
        }
        Ok(())
    }

    /// Units and indicators as they will be.
    pub(crate) fn registry(&self) -> &Registry {
        self.after.registry()
    }

    /// Units that are new.
    pub(crate) fn new_units(&self) -> usize {
        self.registry().units().len() - self.units_before
    }

    /// Indicators that are new.
    pub(crate) fn new_indicators(&self) -> usize {
        self.registry().indicators().len() - self.indicators_before
    }

    /// Whether nothing is to be laid down.
    pub(crate) fn is_empty(&self) -> bool {
        self.charters.is_empty()
    }

    /// Lays it down.
    pub(crate) fn lay_down(self, house: &mut House, now: Timestamp) -> anyhow::Result<()> {
        for charter in self.charters {
            let event = Event::Charter(charter);
            let put = house.put(vec![Incoming { mark: None, received: now, event }])?;
            let refused = put.steps.into_iter().find_map(|step| step.answer?.err());
            if let Some(refusal) = refused {
                bail!("could not lay down the units: {refusal:?}");
            }
        }
        Ok(())
    }

    /// Terms that are in force as they are written again would only fill the log.
    fn drop_known_terms(&self, charter: &mut Charter) {
        for unit in &mut charter.units {
            let address = unit.moved_from.as_ref().unwrap_or(&unit.path);
            let Some(id) = self.after.registry().at_path(address) else { continue };
            unit.terms.retain(|term| !self.is_in_force(id, term));
        }
    }

    fn is_in_force(&self, unit: UnitId, term: &FoundingTerm) -> bool {
        let key = term.indicator.as_ref();
        let indicator = key.and_then(|key| self.after.registry().keyed(unit, key));
        let subject = match (term.subject, indicator) {
            (TermSubject::Recovery, None) if key.is_none() => Subject::UnitRecovery,
            (TermSubject::Recovery, Some(id)) => Subject::Recovery(id),
            (TermSubject::Capability, Some(id)) => Subject::Capability(id),
            (TermSubject::Potentiality, Some(id)) => Subject::Potentiality(id),
            (TermSubject::Weight, Some(id)) => Subject::Weight(id),
            (
                TermSubject::Recovery
                | TermSubject::Capability
                | TermSubject::Potentiality
                | TermSubject::Weight,
                None,
            ) => return false,
        };
        self.after.agreements_of(unit).any(|agreement| {
            let offer = agreement.offer();
            agreement.unit == unit
                && agreement.subject == subject
                && matches!(agreement.state, State::InForce | State::Replaced)
                && offer.from == term.from
                && offer.value.to_bits() == term.value.to_bits()
        })
    }
}
