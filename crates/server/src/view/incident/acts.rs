//! Acts: what may this viewer do with an incident now, and what would that show to whom?
//!
//! The rules stand in `mission::federation`, which refuses what is not allowed; a page offers only
//! what would be accepted. The main act comes first.

use mission::escalation::Phase;
use mission::incident::{Cause, Finding, Incident};
use mission::obligation::{Obligation, State};
use mission::reach::Resource;

use crate::view::Eyes;
use crate::wire::views::{Act, Consequence, IncidentAct};

impl Eyes<'_> {
    pub(super) fn acts(&self, incident: &Incident) -> Vec<Act<IncidentAct>> {
        if !incident.is_open() {
            return Vec::new();
        }
        let is_origin = incident.unit == self.viewer.0;
        let is_holder = incident.holder().unit == self.viewer.0;
        let owed = self.federation.obligations_of(incident.unit).filter(|owed| {
            owed.incidents.contains(&incident.id) && self.sees(Resource::Obligation(owed.id))
        });
        let owed: Vec<&Obligation> = owed.collect();
        let mut acts = Vec::new();
        for duty in owed.iter().filter(|duty| duty.debtor == self.viewer.0) {
            self.acts_of_debtor(duty, &mut acts);
        }
        if owed.iter().any(|duty| duty.debtor != self.viewer.0 && is_answered(duty.state)) {
            acts.push(plain(IncidentAct::HelpCame, None));
        }
        let voice = self.voice();
        let readers = self.readers(incident);
        acts.push(plain(IncidentAct::Note, Some(voice.note_hint(&readers))));
        if is_holder {
            let by = incident.taken_on.as_ref().map(|taken| taken.by.as_str());
            acts.push(plain(IncidentAct::TakeOn, Some(voice.taken_on_hint(by))));
        }
        if is_origin {
            self.acts_of_origin(incident, &mut acts);
        }
        if is_holder {
            self.acts_of_holder(incident, &mut acts);
        }
        acts.dedup_by(|second, first| second.act == first.act);
        acts
    }

    /// What the level that owes may do: name an owner, answer, offer help.
    pub(super) fn acts_of_debtor(&self, duty: &Obligation, acts: &mut Vec<Act<IncidentAct>>) {
        if !duty.is_open() {
            return;
        }
        let voice = self.voice();
        let has = |acts: &[Act<IncidentAct>], act| acts.iter().any(|known| known.act == act);
        if duty.awaits_answer() && !has(acts, IncidentAct::NameOwner) {
            let hint = voice.taken_on_hint(duty.owner.as_deref());
            acts.push(plain(IncidentAct::NameOwner, Some(hint)));
            acts.push(plain(IncidentAct::Answer, Some(voice.answer_hint().to_owned())));
        }
        if !has(acts, IncidentAct::OfferHelp) {
            acts.push(plain(IncidentAct::OfferHelp, Some(voice.offer_hint().to_owned())));
        }
    }

    /// What only the unit where it began may do.
    fn acts_of_origin(&self, incident: &Incident, acts: &mut Vec<Act<IncidentAct>>) {
        let voice = self.voice();
        match &incident.cause {
            Cause::Alarm { .. } => {
                let hint = voice.dealt_with_hint().to_owned();
                acts.push(plain(IncidentAct::ClaimMended, Some(hint)));
            }
            Cause::Change | Cause::Silence(_) if incident.phase != Phase::Settling => {
                acts.push(plain(IncidentAct::ClaimMended, Some(voice.claim_hint().to_owned())));
            }
            Cause::Change | Cause::Silence(_) | Cause::Missed { .. } => {}
        }
        if self.unit(self.viewer.0).parent.is_some() {
            acts.push(Act {
                act: IncidentAct::AskHelp,
                hint: Some(voice.help_hint().to_owned()),
                consequences: self.said(voice.help_shows(self.name(incident.unit))),
            });
        }
        match incident.verdict.as_ref().filter(|verdict| verdict.confirmed_by.is_none()) {
            Some(verdict) if verdict.finding != Finding::Real => {
                let hint = voice.confirm_hint(&verdict.by, verdict.finding);
                acts.push(plain(IncidentAct::ConfirmVerdict, Some(hint)));
            }
            Some(_) | None => {
                acts.push(plain(IncidentAct::Verdict, Some(voice.verdict_hint().to_owned())));
            }
        }
    }

    /// What the unit that holds it may do.
    fn acts_of_holder(&self, incident: &Incident, acts: &mut Vec<Act<IncidentAct>>) {
        let voice = self.voice();
        if let Some(next) = incident.next_holder().filter(|_| incident.phase != Phase::Settling) {
            let since = incident.strands.first().map(|strand| strand.since);
            let (next, unit) = (self.name(next.unit), self.name(incident.unit));
            let shows = voice.rise_shows(next, unit, since, incident.strands.len());
            acts.push(Act {
                act: IncidentAct::PassUp,
                hint: Some(voice.pass_up_hint().to_owned()),
                consequences: self.said(shows),
            });
        }
        acts.push(plain(IncidentAct::Shelve, Some(voice.shelve_hint().to_owned())));
    }

    fn said(&self, shows: Vec<(String, bool)>) -> Vec<Consequence> {
        let standing = |opens| self.voice().opens(opens).to_owned();
        let shows = shows.into_iter();
        shows.map(|(text, opens)| Consequence { text, standing: standing(opens), opens }).collect()
    }
}

pub(super) const fn plain(act: IncidentAct, hint: Option<String>) -> Act<IncidentAct> {
    Act { act, hint, consequences: Vec::new() }
}

pub(super) const fn is_answered(state: State) -> bool {
    match state {
        State::Answered | State::Late => true,
        State::Owed | State::Owned | State::Missed | State::Met | State::Released => false,
    }
}
