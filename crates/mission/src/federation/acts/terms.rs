//! Acts on agreements: proposing, countering, consenting, withdrawing, and coming into force.

use super::super::{Federation, Now};
use super::{Answer, Signer, words, words_if_any};
use crate::agreement::{self, Agreement, Event, Offer, Side, Signature, State, Subject};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::Terms;
use crate::id::{AgreementId, UnitId};
use crate::incident::{End, Era, Happening, Strand};
use crate::limits;

impl Federation {
    /// Either side proposes. What a root proposes holds: there is nobody above to consent.
    pub(super) fn propose(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        signer: Signer<'_>,
        of: UnitId,
        subject: Subject,
        terms: &Terms,
    ) -> Answer {
        let above = self.registry.find_unit(of).ok_or(Refusal::Unknown)?.parent;
        let side = match unit {
            unit if unit == of => Side::Unit,
            unit if Some(unit) == above => Side::Above,
            _ => return Err(Refusal::Unknown),
        };
        if let Some(indicator) = subject.indicator() {
            let known = self.registry.find_indicator(indicator);
            known.filter(|known| known.unit == of).ok_or(Refusal::Unknown)?;
        }
        let offer = self.offer(now, of, side, signer.0, subject, terms)?;
        let agreement = Agreement {
            id: now.mint.id(),
            unit: of,
            above,
            subject,
            state: State::Proposed,
            offers: vec![offer],
            signed: vec![signature(now, side, signer)],
            agreed_at: None,
        };
        let id = agreement.id;
        self.lookup.put_agreement(&agreement);
        if self.is_agreed(&agreement) {
            let agreed = Agreement { state: State::InForce, agreed_at: Some(now.at), ..agreement };
            self.agree(now, agreed);
        } else {
            self.agreements.insert(id, agreement);
            now.touch(Thing::Agreement(id));
        }
        self.tell_parties(now, id);
        Ok(Done::Made(Thing::Agreement(id)))
    }

    fn offer(
        &self,
        now: &Now,
        of: UnitId,
        side: Side,
        by: &str,
        subject: Subject,
        terms: &Terms,
    ) -> Result<Offer, Refusal> {
        subject.check(terms.value).map_err(|expected| Refusal::Wrong("value", expected))?;
        let reason = words("reason", &terms.reason, limits::WORDS_LETTERS)?;
        let hours = &self.registry.unit(of).calendar;
        let tomorrow = hours.next_working_day(hours.date_of(now.at));
        let from = terms.from.unwrap_or(tomorrow);
        if terms.review.is_some_and(|review| review < from) {
            let expected = format!("a day not before {from}, from when the terms are to hold");
            return Err(Refusal::Wrong("review", expected));
        }
        let (value, by, at) = (terms.value, by.to_owned(), now.at);
        Ok(Offer { side, value, from, review: terms.review, reason, by, at })
    }

    /// The agreement and the side that the unit is on.
    fn party(&self, unit: UnitId, id: AgreementId) -> Result<(&Agreement, Side), Refusal> {
        let agreement = self.agreements.get(&id).ok_or(Refusal::Unknown)?;
        match unit {
            unit if unit == agreement.unit => Ok((agreement, Side::Unit)),
            unit if Some(unit) == agreement.above => Ok((agreement, Side::Above)),
            _ => Err(Refusal::Unknown),
        }
    }

    /// The side that did not make the offer on the table.
    fn answering_side(&self, unit: UnitId, id: AgreementId) -> Result<Side, Refusal> {
        let (agreement, side) = self.party(unit, id)?;
        if agreement.offer().side == side {
            return Err(Refusal::NotYours("the other side answers the offer on the table"));
        }
        Ok(side)
    }

    fn next_state(&self, id: AgreementId, event: Event) -> Result<State, Refusal> {
        let state = self.agreements[&id].state;
        agreement::rule(state, event).ok_or(Refusal::NotNow("it is not on the table any more"))
    }

    pub(super) fn counter(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        signer: Signer<'_>,
        id: AgreementId,
        terms: &Terms,
    ) -> Answer {
        let side = self.answering_side(unit, id)?;
        let state = self.next_state(id, Event::Countered)?;
        let (of, subject) = (self.agreements[&id].unit, self.agreements[&id].subject);
        let offer = self.offer(now, of, side, signer.0, subject, terms)?;
        let agreement = self.agreements.get_mut(&id).expect("looked up above");
        agreement.offers.push(offer);
        agreement.state = state;
        agreement.signed = vec![signature(now, side, signer)];
        now.touch(Thing::Agreement(id));
        self.tell_parties(now, id);
        Ok(Done::Changed(Thing::Agreement(id)))
    }

    /// Signs the offer on the table: for the other side, or as the second of those who made it. It holds
    /// once both sides are bound.
    pub(super) fn consent(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        signer: Signer<'_>,
        id: AgreementId,
        reason: &str,
    ) -> Answer {
        let (agreement, side) = self.party(unit, id)?;
        words_if_any(reason)?;
        let state = self.next_state(id, Event::Consented)?;
        let is_own = agreement.offer().side == side;
        if is_own && self.is_bound(agreement, side) {
            return Err(Refusal::NotYours("the other side answers the offer on the table"));
        }
        let mut signed = agreement.signed.iter().filter(|it| it.side == side);
        if signer.1.is_some() && signed.any(|it| it.who == signer.1) {
            return Err(Refusal::NotNow(
                "you have signed it: now another signs for your unit, so that one of the committee \
                 and one who is not in it have",
            ));
        }
        let mut signed = agreement.clone();
        signed.signed.push(signature(now, side, signer));
        if self.is_agreed(&signed) {
            signed.state = state;
            signed.agreed_at = Some(now.at);
            self.agree(now, signed);
        } else {
            self.agreements.insert(id, signed);
            now.touch(Thing::Agreement(id));
        }
        self.tell_parties(now, id);
        Ok(Done::Changed(Thing::Agreement(id)))
    }

    pub(in crate::federation) fn is_agreed(&self, agreement: &Agreement) -> bool {
        let is_above_bound = agreement.above.is_none() || self.is_bound(agreement, Side::Above);
        // What holds is said where the unit lives.
        let is_here = self.registry.lives_here(agreement.unit);
        is_here && is_above_bound && self.is_bound(agreement, Side::Unit)
    }

    /// Whether those who signed for a side bind it. Where they are not known, one signature does.
    pub fn is_bound(&self, agreement: &Agreement, side: Side) -> bool {
        let signed = agreement.signed.iter().filter(|signature| signature.side == side);
        let Some(signed) = signed.map(|it| it.who).collect::<Option<Vec<_>>>() else { return true };
        let unit = match side {
            Side::Unit => Some(agreement.unit),
            Side::Above => agreement.above,
        };
        let roll = unit.and_then(|unit| self.rolls.get(&unit));
        roll.is_some_and(|roll| roll.is_bound_by(&signed))
    }

    pub(super) fn withdraw(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        id: AgreementId,
        reason: &str,
    ) -> Answer {
        let (agreement, side) = self.party(unit, id)?;
        if agreement.offers[0].side != side {
            return Err(Refusal::NotYours("only the side that proposed it may take it back"));
        }
        words_if_any(reason)?;
        let state = self.next_state(id, Event::Withdrawn)?;
        self.agreements.get_mut(&id).expect("looked up above").state = state;
        now.touch(Thing::Agreement(id));
        self.tell_parties(now, id);
        Ok(Done::Changed(Thing::Agreement(id)))
    }

    pub(in crate::federation) fn tell_parties(&mut self, now: &mut Now, id: AgreementId) {
        let parties = [Some(self.agreements[&id].unit), self.agreements[&id].above];
        for unit in parties.into_iter().flatten() {
            self.tell(now, unit, News::Terms(id));
        }
    }

    /// Puts an agreement in force, for the levels above to wait by.
    pub(in crate::federation) fn agree(&mut self, now: &mut Now, agreement: Agreement) {
        let (unit, subject) = (agreement.unit, agreement.subject);
        self.put_in_force(now, agreement);
        if matches!(subject, Subject::UnitRecovery | Subject::Recovery(_) | Subject::Capability(_))
        {
            self.refresh_delays_above(now, unit);
        }
    }

    /// Keeps an agreement that both have consented to, in place of the one before it, and lets
    /// follow what follows. Incidents that are open keep the times they opened with.
    pub(in crate::federation) fn put_in_force(&mut self, now: &mut Now, agreement: Agreement) {
        let (id, unit, subject) = (agreement.id, agreement.unit, agreement.subject);
        let replaced: Vec<AgreementId> = self
            .agreements_of(unit)
            .filter(|other| other.unit == unit && other.subject == subject && other.id != id)
            .filter(|other| agreement::rule(other.state, Event::Replaced).is_some())
            .map(|other| other.id)
            .collect();
        for other in replaced {
            self.agreements.get_mut(&other).expect("listed above").state = State::Replaced;
            now.touch(Thing::Agreement(other));
            now.answer_with(Thing::Agreement(other));
        }
        self.terms.put(&agreement);
        self.lookup.put_agreement(&agreement);
        let value = agreement.offer().value;
        let from = agreement.offer().from;
        self.agreements.insert(id, agreement);
        now.touch(Thing::Agreement(id));
        match subject {
            // What levels above wait for is worked out by whoever laid the terms.
            Subject::UnitRecovery | Subject::Recovery(_) => {}
            Subject::Capability(_) | Subject::Potentiality(_) | Subject::Weight(_) => {
                self.work_out_days_of(unit);
            }
            Subject::Retirement(indicator) => {
                let mut retired = self.registry.indicator(indicator).clone();
                retired.retired =
                    Some(self.registry.unit(unit).calendar.start_of(from).max(now.at));
                self.registry.put_indicator(retired);
                now.touch(Thing::Indicator(indicator));
                let open: Vec<_> = self.open_incidents_of(indicator).map(|it| it.id).collect();
                for incident in open {
                    if self.incidents[&incident].is_silence() {
                        self.drop_quiet(now, incident, indicator);
                    } else {
                        let is_its = |it: &Strand| it.indicator == indicator;
                        self.drop_strands(now, incident, End::Retired, is_its);
                    }
                }
            }
            Subject::NewLevel(indicator) => {
                if let Some(incident) = self.open_change_of(indicator, Era::Live) {
                    self.judge_by(now, incident, indicator, value);
                }
            }
        }
    }

    /// What will stay becomes a new level: it replaces the reference.
    fn judge_by(
        &mut self,
        now: &mut Now,
        id: crate::id::IncidentId,
        indicator: crate::id::IndicatorId,
        level: f64,
    ) {
        let incident = self.incidents.get_mut(&id).expect("it is open");
        for strand in incident.strands.iter_mut().filter(|it| it.indicator == indicator) {
            strand.reference = strand.reference.with_level(level);
            strand.judged.clear();
            strand.change = 0.0;
            strand.settled = 0;
        }
        self.log(now, id, Happening::NewLevel(level));
    }
}

fn signature(now: &Now, side: Side, (by, who): Signer<'_>) -> Signature {
    Signature { side, by: by.to_owned(), who, at: now.at }
}
