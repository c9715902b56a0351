//! Agreement: what is on the table, what holds until then, and how did it come so far?

use mission::agreement::{self as model, Offer, Side, State, Subject};
use mission::federation::Federation;
use mission::id::AgreementId;
use mission::reach::{Resource, Viewer};
use mission::sentence::{Deal, Lang, Turn, capital};
use mission::time::Timestamp;

use super::plan::kind;
use super::{Eyes, Hidden};
use crate::wire::views::{Act, Agreement, AgreementAct, AgreementStatus, Amount, Consent, Move};

/// The page of an agreement, for its two sides.
pub fn agreement(
    federation: &Federation,
    viewer: Viewer,
    id: AgreementId,
    lang: Lang,
    now: Timestamp,
) -> Result<Agreement, Hidden> {
    let known = federation.agreement(id).ok_or(Hidden)?;
    let eyes = Eyes { federation, viewer, place: known.unit, lang, now };
    if !eyes.sees(Resource::Agreement(id)) {
        return Err(Hidden);
    }
    Ok(eyes.agreement(known))
}

impl Eyes<'_> {
    fn agreement(&self, agreement: &model::Agreement) -> Agreement {
        let voice = self.voice();
        let deal = self.deal(agreement);
        let (holds, holds_note) = self.holds(agreement, &deal);
        let held = format!("{} {}", holds.value, holds.text);
        let is_on_table = is_on_table(agreement.state);
        let offer = agreement.offer();
        let acts = self.agreement_acts(agreement, &held);
        Agreement {
            frame: self.frame(voice.deal(&deal)),
            id: agreement.id.0.to_string(),
            kind: kind(agreement.subject),
            status: self.agreement_status(agreement),
            eyebrow: voice.deal_eyebrow(&deal),
            sentence: self.stands(agreement),
            lede: voice.deal_until(agreement.state, held.trim()),
            holds,
            holds_note,
            on_table: is_on_table.then(|| amount(self, &deal, offer.value)),
            on_table_value: is_on_table.then_some(offer.value),
            value_unit: voice.deal_unit(&deal),
            consents: self.consents(agreement),
            in_force: self.in_force(agreement),
            review: offer
                .review
                .map_or_else(|| voice.review_due(None), |review| voice.full_date(review)),
            history: self.history(agreement, &deal),
            acts_note: (!acts.is_empty()).then(|| voice.reasons_are_read().to_owned()),
            acts,
        }
    }

    fn agreement_status(&self, agreement: &model::Agreement) -> AgreementStatus {
        let today = self.hours().date_of(self.now);
        match agreement.state {
            State::Proposed | State::Countered => AgreementStatus::Proposed,
            State::Withdrawn => AgreementStatus::Withdrawn,
            State::InForce if today >= model::lapses_on(agreement.offer().from) => {
                AgreementStatus::Lapsed
            }
            State::InForce => AgreementStatus::Agreed,
            State::Replaced => AgreementStatus::Lapsed,
        }
    }

    /// What holds today, agreed or by default.
    fn holds(&self, agreement: &model::Agreement, deal: &Deal<'_>) -> (Amount, String) {
        let voice = self.voice();
        let today = self.hours().date_of(self.now);
        let terms = self.federation.terms();
        let own = terms.on(agreement.unit, agreement.subject, today);
        let held = match agreement.subject {
            Subject::Recovery(_) => {
                own.or_else(|| terms.on(agreement.unit, Subject::UnitRecovery, today))
            }
            Subject::UnitRecovery
            | Subject::Capability(_)
            | Subject::Potentiality(_)
            | Subject::Weight(_)
            | Subject::Retirement(_)
            | Subject::NewLevel(_) => own,
        };
        let by_default = match agreement.subject {
            Subject::UnitRecovery | Subject::Recovery(_) => Some(mission::limits::RECOVERY_DAYS),
            Subject::Capability(_)
            | Subject::Potentiality(_)
            | Subject::Weight(_)
            | Subject::Retirement(_)
            | Subject::NewLevel(_) => None,
        };
        let value = held.map(|(value, _)| value).or(by_default);
        let agreed = held.and_then(|(_, id)| self.federation.agreement(id));
        let note = agreed.map_or_else(
            || voice.by_default().to_owned(),
            |agreed| voice.review_due(agreed.offer().review),
        );
        let nothing = Amount { value: "–".to_owned(), text: String::new() };
        (value.map_or(nothing, |value| amount(self, deal, value)), note)
    }

    fn consents(&self, agreement: &model::Agreement) -> Vec<Consent> {
        let voice = self.voice();
        let above = agreement.above.map(|above| (above, Side::Above));
        let sides = [Some((agreement.unit, Side::Unit)), above];
        let agreed = agreement.agreed_at;
        let consent = |(unit, side): (mission::id::UnitId, Side)| {
            let signed = agreement.signed.iter().rev().find(|signature| signature.side == side);
            let signed = signed.map(|signature| signature.at).or(agreed);
            let consented = agreed.is_some() || self.federation.is_bound(agreement, side);
            let text = match signed {
                Some(at) if consented => {
                    let date = voice.date_short(voice.date_of(at));
                    format!("{}, {date}", self.lang.pick("consents", "consiente"))
                }
                Some(_) => voice.second_is_missing().to_owned(),
                None => self.lang.pick("not yet", "todavía no").to_owned(),
            };
            Consent { unit: self.unit_ref(unit), consented, text }
        };
        sides.into_iter().flatten().map(consent).collect()
    }

    fn in_force(&self, agreement: &model::Agreement) -> String {
        let voice = self.voice();
        let date = voice.full_date(agreement.offer().from);
        match (agreement.state, self.lang) {
            (State::InForce | State::Replaced, Lang::En) => format!("since {date}"),
            (State::InForce | State::Replaced, Lang::Es) => format!("desde el {date}"),
            (State::Proposed | State::Countered, Lang::En) => {
                format!("{date}, once both have consented")
            }
            (State::Proposed | State::Countered, Lang::Es) => {
                format!("{date}, cuando ambas partes consientan")
            }
            (State::Withdrawn, lang) => lang.pick("never", "nunca").to_owned(),
        }
    }

    fn history(&self, agreement: &model::Agreement, deal: &Deal<'_>) -> Vec<Move> {
        let voice = self.voice();
        let offers = agreement.offers.iter().enumerate();
        let told = |(place, offer): (usize, &Offer)| {
            let turn = if place == 0 { Turn::Opens } else { Turn::Answers };
            let date = voice.date(voice.date_of(offer.at));
            let who = voice.side(deal, offer.side);
            Move {
                amount: amount(self, deal, offer.value),
                heading: voice.offer_heading(deal, offer.side, offer.value, turn),
                words: offer.reason.clone(),
                by: format!("{}, {who}, {date}", capital(&offer.by)),
            }
        };
        offers.map(told).collect()
    }

    fn agreement_acts(&self, agreement: &model::Agreement, held: &str) -> Vec<Act<AgreementAct>> {
        let act = |act, hint| Act { act, hint, consequences: Vec::new() };
        let mut acts = Vec::new();
        if self.awaits(agreement) {
            acts.push(act(AgreementAct::Consent, None));
            acts.push(act(AgreementAct::Counter, None));
        } else if is_on_table(agreement.state)
            && self.side(agreement).is_some_and(|side| !self.federation.is_bound(agreement, side))
        {
            // Whoever made the offer was one of two who can.
            acts.push(act(AgreementAct::Consent, None));
        }
        let opened = agreement.offers.first().map(|offer| offer.side);
        if is_on_table(agreement.state) && opened.is_some() && opened == self.side(agreement) {
            let stays = self.voice().stays(held.trim());
            acts.push(act(AgreementAct::Withdraw, Some(stays)));
        }
        acts
    }
}

const fn is_on_table(state: State) -> bool {
    match state {
        State::Proposed | State::Countered => true,
        State::InForce | State::Withdrawn | State::Replaced => false,
    }
}

fn amount(eyes: &Eyes<'_>, deal: &Deal<'_>, value: f64) -> Amount {
    let (value, text) = eyes.voice().amount(deal, value);
    Amount { value, text }
}
