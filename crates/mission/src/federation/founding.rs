//! Founding: which terms may a charter lay down, without both sides being asked?
//!
//! Those of a unit or an indicator that is new with it: whoever founds agrees. Terms of what is
//! there already are proposed and consented to like any others.

use super::{Federation, Now};
use crate::agreement::{Agreement, Offer, Side, State, Subject};
use crate::charter::{FoundingTerm, TermSubject, UnitCharter};
use crate::effect::Refusal;
use crate::id::UnitId;

impl Federation {
    /// Refuses terms of what is there already, unless they are what holds already.
    pub(super) fn can_found(&self, charter: &UnitCharter) -> Result<(), Refusal> {
        let origin = charter.moved_from.as_ref().unwrap_or(&charter.path);
        let Some(unit) = self.registry.at_path(origin) else { return Ok(()) };
        let is_new = |term: &FoundingTerm| {
            let key = term.indicator.as_ref();
            key.is_some_and(|key| self.registry.keyed(unit, key).is_none())
        };
        let is_allowed = |term: &FoundingTerm| is_new(term) || self.holds_already(unit, term);
        if charter.terms.iter().all(is_allowed) {
            return Ok(());
        }
        let expected = "terms of new units and indicators only; others are proposed, and hold when \
                        both sides have consented";
        Err(Refusal::Wrong("agreements", expected.to_owned()))
    }

    /// Whether a term says what has been agreed: the same charter may be laid down again.
    pub(super) fn holds_already(&self, unit: UnitId, term: &FoundingTerm) -> bool {
        let agreed =
            self.subject(unit, term).and_then(|subject| self.terms.on(unit, subject, term.from));
        agreed.is_some_and(|(value, _)| value.to_bits() == term.value.to_bits())
    }

    fn subject(&self, unit: UnitId, term: &FoundingTerm) -> Option<Subject> {
        let indicator = term.indicator.as_ref().and_then(|key| self.registry.keyed(unit, key));
        match term.subject {
            TermSubject::Recovery => {
                Some(indicator.map_or(Subject::UnitRecovery, Subject::Recovery))
            }
            TermSubject::Capability => indicator.map(Subject::Capability),
            TermSubject::Potentiality => indicator.map(Subject::Potentiality),
            TermSubject::Weight => indicator.map(Subject::Weight),
        }
    }

    /// Keeps a founding term as an agreement like others.
    pub(super) fn lay_term(&mut self, now: &mut Now, unit: UnitId, term: &FoundingTerm, by: &str) {
        let Some(subject) = self.subject(unit, term) else { return };
        let offer = Offer {
            side: Side::Unit,
            value: term.value,
            from: term.from,
            review: term.review,
            reason: term.reason.clone(),
            by: by.to_owned(),
            at: now.at,
        };
        let agreement = Agreement {
            id: now.mint.id(),
            unit,
            above: self.registry.unit(unit).parent,
            subject,
            state: State::InForce,
            offers: vec![offer],
            signed: Vec::new(),
            agreed_at: Some(now.at),
        };
        self.put_in_force(now, agreement);
    }
}
