//! Agreeing: what crosses a border of terms, openings and requests, and what does hearing it change?
//!
//! What holds is said where the unit lives. The level above puts its offers and names down, as one side
//! does; what came too late for it is answered with how the terms stand.

use super::super::{Federation, Now, Timer};
use super::read::{Unread, said};
use crate::agreement::{self, Agreement, Event, Offer, Side, Signature, State, Subject};
use crate::effect::{News, Thing};
use crate::id::{AgreementId, IndicatorId, LinkId, OpeningId, RequestId, UnitId};
use crate::letter::{Asked, KnownIndicator, Letter, Shown, Tabled};
use crate::limits;
use crate::link::{Link, Name, Other};
use crate::opening::{self, Opening};
use crate::request::{self, Request};

impl Federation {
    /// Terms of the branch's own unit, as the side of this node has them. The unit's says how they stand;
    /// the other is heard once it is bound.
    pub(super) fn tabled(&self, link: &Link, id: AgreementId) -> Option<Letter> {
        let known = &self.agreements[&id];
        let ours = match link.other {
            Other::Above => Side::Unit,
            Other::Below => Side::Above,
        };
        let is_across = known.unit == link.unit && known.above.is_some();
        let is_bound = self.is_bound(known, ours);
        let is_said = ours == Side::Unit || is_bound || known.state == State::Withdrawn;
        if !is_across || !is_said {
            return None;
        }
        let mut agreement = known.clone();
        agreement.signed.retain(|it| it.side != ours || is_bound);
        for signature in &mut agreement.signed {
            signature.who = None;
        }
        Some(Letter::Terms(Box::new(Tabled {
            name: link.name(Thing::Agreement(id)),
            agreement,
            unit: self.registry.unit(known.unit).path.clone(),
            indicator: known.subject.indicator().map(|id| self.known(id)),
        })))
    }

    /// An opening of the branch to a level above, once it was in force, with what it shows.
    pub(super) fn shown(&self, link: &Link, id: OpeningId) -> Vec<Letter> {
        let opening = &self.openings[&id];
        let crosses = self.registry.is_within(link.unit, opening.unit)
            && !self.registry.is_within(link.unit, opening.to);
        if !crosses || !opening.was_in_force() {
            return Vec::new();
        }
        let path = |unit: UnitId| self.registry.unit(unit).path.clone();
        let mut told = opening.clone();
        for signature in &mut told.signed {
            signature.who = None;
        }
        let shown = Letter::Opening(Box::new(Shown {
            name: link.name(Thing::Opening(id)),
            opening: told,
            unit: path(opening.unit),
            to: path(opening.to),
            indicators: opening.indicators.iter().map(|id| self.known(*id)).collect(),
            grants: opening.grants.map(|id| link.name(Thing::Request(id))),
        }));
        let is_open = opening.state == opening::State::InForce;
        let series = opening.indicators.iter().filter(|_| is_open);
        std::iter::once(shown).chain(series.map(|id| self.history(*id, opening.since))).collect()
    }

    /// A request to a unit of the branch.
    pub(super) fn asked(&self, link: &Link, id: RequestId) -> Option<Letter> {
        let request = &self.requests[&id];
        let crosses = self.registry.is_within(link.unit, request.unit)
            && !self.registry.is_within(link.unit, request.from);
        let path = |unit: UnitId| self.registry.unit(unit).path.clone();
        (crosses && request.state == request::State::Asked).then(|| {
            Letter::Asked(Box::new(Asked {
                name: link.name(Thing::Request(id)),
                from: path(request.from),
                unit: path(request.unit),
                words: request.words.clone(),
                by: request.by.clone(),
                until: request.until,
            }))
        })
    }

    /// Terms, as the other side has them.
    pub(super) fn hear_terms(
        &mut self,
        now: &mut Now,
        link: LinkId,
        tabled: &Tabled,
    ) -> Result<(), Unread> {
        let known = &self.links[link.index()];
        let (other, unit) = (known.other, known.unit);
        let above = self.registry.unit(unit).parent;
        if self.registry.at_path(&tabled.unit) != Some(unit) || above.is_none() {
            return Err("they are terms of another unit than the branch's");
        }
        let offers = &tabled.agreement.offers;
        if offers.is_empty() || !offers.iter().all(is_sound) {
            return Err("its terms are none");
        }
        let resolved = known.resolve(tabled.name);
        let subject = self.subject_here(now, link, tabled)?;
        let id = match resolved {
            Some(Thing::Agreement(id)) => Some(id),
            Some(_) => return Err("it speaks of no terms"),
            None => {
                let same = self.same_terms(link, &tabled.agreement, (unit, subject));
                if let Some(id) = same {
                    let theirs = Thing::Agreement(tabled.agreement.id);
                    self.links[link.index()].pair(Thing::Agreement(id), theirs);
                }
                same
            }
        };
        let is_other = |id: &AgreementId| self.agreements.get(id).is_none_or(|it| it.unit != unit);
        if id.as_ref().is_some_and(is_other) {
            return Err("they are terms of another unit than the branch's");
        }
        let theirs = Agreement { unit, above, subject, ..tabled.agreement.clone() };
        match other {
            Other::Below => self.take_over_terms(now, link, id, theirs),
            Other::Above => self.weigh_terms(now, link, id, theirs),
        }
        Ok(())
    }

    /// What the terms are about, with the number that the series has here.
    fn subject_here(
        &mut self,
        now: &mut Now,
        link: LinkId,
        tabled: &Tabled,
    ) -> Result<Subject, Unread> {
        let subject = tabled.agreement.subject;
        let Some(indicator) = &tabled.indicator else {
            let is_whole = subject.indicator().is_none();
            return is_whole
                .then_some(subject)
                .ok_or("its terms are about a series it does not name");
        };
        let id = self.series_here(now, link, indicator)?;
        Ok(match subject {
            Subject::UnitRecovery => Subject::UnitRecovery,
            Subject::Recovery(_) => Subject::Recovery(id),
            Subject::Capability(_) => Subject::Capability(id),
            Subject::Potentiality(_) => Subject::Potentiality(id),
            Subject::Weight(_) => Subject::Weight(id),
            Subject::Retirement(_) => Subject::Retirement(id),
            Subject::NewLevel(_) => Subject::NewLevel(id),
        })
    }

    /// A series of the branch: on the node above it may be learnt, on its own it is there.
    fn series_here(
        &mut self,
        now: &mut Now,
        link: LinkId,
        known: &KnownIndicator,
    ) -> Result<IndicatorId, Unread> {
        if self.links[link.index()].other == Other::Below {
            return self.learn_indicator(now, link, known);
        }
        let unit = self.registry.at_path(&known.unit);
        let unit =
            unit.filter(|unit| self.registry.is_within(self.links[link.index()].unit, *unit));
        let id = unit.and_then(|unit| self.registry.keyed(unit, &known.indicator.key));
        id.ok_or("it speaks of a series that is not there")
    }

    /// On the node above: they stand as the unit's node says. Names of this side under the same offer stay.
    fn take_over_terms(
        &mut self,
        now: &mut Now,
        link: LinkId,
        id: Option<AgreementId>,
        theirs: Agreement,
    ) {
        let named = theirs.id;
        let id = id.unwrap_or_else(|| {
            let id: AgreementId = now.mint.id();
            self.links[link.index()].pair(Thing::Agreement(id), Thing::Agreement(named));
            id
        });
        let ours = self.agreements.get(&id);
        let is_same_offer = ours.is_some_and(|ours| ours.offers == theirs.offers);
        let own = ours.filter(|_| is_same_offer).into_iter().flat_map(|ours| ours.signed.iter());
        let own: Vec<Signature> = own.filter(|it| it.side == Side::Above).cloned().collect();
        let mut signed = theirs.signed.clone();
        if !own.is_empty() {
            signed.retain(|it| it.side == Side::Unit);
            signed.extend(own);
        }
        let before = ours.map(|ours| ours.state);
        let agreement = Agreement { id, signed, ..theirs };
        if ours == Some(&agreement) {
            return;
        }
        let (unit, subject) = (agreement.unit, agreement.subject);
        let holds = agreement.state == State::InForce && before != Some(State::InForce);
        if holds {
            self.terms.put(&agreement);
        }
        self.lookup.put_agreement(&agreement);
        self.agreements.insert(id, agreement);
        now.touch(Thing::Agreement(id));
        if holds && matches!(subject, Subject::UnitRecovery | Subject::Recovery(_)) {
            self.refresh_delays_above(now, unit);
        }
        // What was laid down with a unit or a series is told to nobody, here as on one node.
        if before.is_some() || !holds {
            self.tell_parties(now, id);
        }
    }

    /// On the unit's node: the level above offers, signs or takes back, if it still can.
    fn weigh_terms(
        &mut self,
        now: &mut Now,
        link: LinkId,
        id: Option<AgreementId>,
        theirs: Agreement,
    ) {
        let signed = theirs.signed.iter().filter(|it| it.side == Side::Above);
        let signed: Vec<Signature> =
            signed.cloned().map(|it| Signature { who: None, ..it }).collect();
        let is_theirs = theirs.offer().side == Side::Above;
        let Some(id) = id else {
            if theirs.offers.len() == 1 && is_theirs && !signed.is_empty() {
                let id: AgreementId = now.mint.id();
                self.links[link.index()].pair(Thing::Agreement(id), Thing::Agreement(theirs.id));
                let state = State::Proposed;
                let agreement = Agreement { id, signed, state, agreed_at: None, ..theirs };
                self.lookup.put_agreement(&agreement);
                self.agreements.insert(id, agreement);
                now.touch(Thing::Agreement(id));
                self.tell_parties(now, id);
            }
            return;
        };
        let mut ours = self.agreements[&id].clone();
        let can = |event| agreement::rule(ours.state, event);
        let is_next = theirs.offers.len() == ours.offers.len() + 1
            && theirs.offers[..ours.offers.len()] == ours.offers[..];
        let is_same = theirs.offers == ours.offers;
        let has_signed = ours.signed.iter().any(|it| it.side == Side::Above);
        let was_theirs = ours.offers[0].side == Side::Above;
        // Whatever becomes of it, the level above hears how the terms stand.
        now.answer_with(Thing::Agreement(id));
        match (can(Event::Countered), can(Event::Consented), can(Event::Withdrawn)) {
            (_, _, Some(state)) if theirs.state == State::Withdrawn && was_theirs => {
                ours.state = state;
            }
            (Some(state), _, _) if is_next && is_theirs && !signed.is_empty() => {
                ours.offers.push(theirs.offer().clone());
                (ours.state, ours.signed) = (state, signed);
            }
            (_, Some(state), _) if is_same && !has_signed && !signed.is_empty() => {
                ours.signed.extend(signed);
                if self.is_agreed(&ours) {
                    (ours.state, ours.agreed_at) = (state, Some(now.at));
                    self.agree(now, ours);
                    return self.tell_parties(now, id);
                }
            }
            _ => return,
        }
        self.agreements.insert(id, ours);
        now.touch(Thing::Agreement(id));
        self.tell_parties(now, id);
    }

    /// Figures of the branch are open to a level here, or no longer.
    pub(super) fn hear_opening(
        &mut self,
        now: &mut Now,
        link: LinkId,
        shown: &Shown,
    ) -> Result<(), Unread> {
        let unit = self.of_other(link, &shown.unit)?;
        let to = self.registry.at_path(&shown.to).filter(|to| self.registry.lives_here(*to));
        let to = to.ok_or("it is open to nobody here")?;
        let mut indicators = Vec::new();
        for indicator in &shown.indicators {
            let id = self.learn_indicator(now, link, indicator)?;
            if self.registry.indicator(id).unit != unit {
                return Err("it opens a series of another unit");
            }
            indicators.push(id);
        }
        indicators.sort_unstable();
        let known = &self.links[link.index()];
        let grants = shown.grants.and_then(|name| match known.resolve(name) {
            Some(Thing::Request(id)) => Some(id),
            Some(_) | None => None,
        });
        let id = match known.resolve(shown.name) {
            Some(Thing::Opening(id)) => id,
            Some(_) => return Err("it speaks of no opening"),
            None => {
                let same = self.same_opening(link, &shown.opening, (unit, to));
                let id: OpeningId = same.unwrap_or_else(|| now.mint.id());
                self.links[link.index()].pair(Thing::Opening(id), Thing::Opening(shown.opening.id));
                id
            }
        };
        let before = self.openings.get(&id).map(|known| (known.unit, known.state));
        if before.is_some_and(|(known, _)| known != unit) {
            return Err("it speaks of an opening of another unit");
        }
        let opening = &shown.opening;
        let words = said(&opening.words, limits::WORDS_LETTERS)?;
        let opening = Opening { id, unit, to, indicators, words, grants, ..opening.clone() };
        let is_new = before.map(|(_, state)| state) != Some(opening.state);
        self.put_opening(opening);
        self.arm(Timer::Opening(id));
        now.touch(Thing::Opening(id));
        if is_new {
            self.tell_of_opening(now, id);
        }
        Ok(())
    }

    /// A level above asks a unit of the branch to be let see its figures.
    pub(super) fn hear_request(
        &mut self,
        now: &mut Now,
        link: LinkId,
        asked: &Asked,
    ) -> Result<(), Unread> {
        let from = self.of_other(link, &asked.from)?;
        let unit = self.registry.at_path(&asked.unit);
        let unit: UnitId = unit
            .filter(|unit| self.registry.lives_here(*unit))
            .ok_or("it asks a unit that is not of this node")?;
        let known = &self.links[link.index()];
        let (Name::Mine(theirs), None) = (asked.name, known.resolve(asked.name)) else {
            return Ok(());
        };
        if let Some(same) = self.same_request(link, asked, (unit, from)) {
            self.links[link.index()].pair(Thing::Request(same), theirs);
            return Ok(());
        }
        let id: RequestId = now.mint.id();
        self.links[link.index()].pair(Thing::Request(id), theirs);
        self.put_request(Request {
            id,
            unit,
            from,
            words: said(&asked.words, limits::WORDS_LETTERS)?,
            by: said(&asked.by, limits::ROLE_LETTERS)?,
            at: now.at,
            until: asked.until.min(now.at + limits::REQUEST),
            declined: None,
            state: request::State::Asked,
        });
        now.touch(Thing::Request(id));
        self.arm(Timer::Request(id));
        for told in self.sisters(unit).collect::<Vec<_>>() {
            self.tell(now, told, News::Asked(id));
        }
        Ok(())
    }
}

fn is_sound(offer: &Offer) -> bool {
    offer.value.is_finite()
        && said(&offer.reason, limits::WORDS_LETTERS).is_ok()
        && said(&offer.by, limits::ROLE_LETTERS).is_ok()
}
