//! Acts on obligations: asking for help, naming an owner, answering, offering, saying it came.

use super::super::{Federation, Now};
use super::{Answer, words};
use crate::effect::{Done, News, Refusal, Thing};
use crate::id::{IncidentId, ObligationId, UnitId};
use crate::incident::{Happening, Holder};
use crate::limits;
use crate::obligation::{Event, Obligation, Reason, Said, State};
use crate::registry::Membership;

impl Federation {
    /// Asking for help sends words one level up, and opens an obligation there. Holder and clock of
    /// an incident stay as they are, and nothing of it opens but the words.
    pub(super) fn ask_help(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        about: Option<IncidentId>,
        text: &str,
    ) -> Answer {
        if let Some(id) = about {
            let incident = self.incidents.get(&id).filter(|it| it.reached_by(unit).is_some());
            if !incident.ok_or(Refusal::Unknown)?.is_open() {
                return Err(Refusal::NotNow("it is over; ask for help without naming it"));
            }
        }
        let said = words("words", text, limits::WORDS_LETTERS)?;
        let above = self
            .level_above(unit)
            .ok_or(Refusal::NotNow("there is no level above that could be asked"))?;
        let id = self.owe(now, &above, unit, about, Reason::Help(said.clone()));
        if let Some(incident) = about {
            self.log_signed(now, incident, unit, Some(by), Happening::AskedForHelp(said));
        }
        Ok(Done::Made(Thing::Obligation(id)))
    }

    /// The nearest level above that has members.
    fn level_above(&self, unit: UnitId) -> Option<Holder> {
        let peopled = |id: &UnitId| self.registry.unit(*id).membership == Membership::Peopled;
        self.registry.above(unit).find(peopled).map(|level| self.level_as_holder(level))
    }

    /// A level, as it holds what comes to it now.
    pub(in super::super) fn level_as_holder(&self, level: UnitId) -> Holder {
        let hours = self.registry.unit(level).calendar.clone();
        let recovery =
            self.terms.recovery(level, None, hours.date_of(self.applied.received), &hours);
        let answer = hours.working_day();
        Holder { unit: level, skipped: Vec::new(), hours, recovery, answer }
    }

    /// The obligation, if it is this unit's to see.
    fn owed_with(&self, unit: UnitId, id: ObligationId) -> Result<&Obligation, Refusal> {
        let owed = self.obligations.get(&id).filter(|owed| self.is_party(unit, owed));
        owed.ok_or(Refusal::Unknown)
    }

    /// Whether a unit owes, or is owed, or an incident of its own is what it is owed for.
    pub(crate) fn is_party(&self, unit: UnitId, owed: &Obligation) -> bool {
        self.parties(owed).contains(&unit)
    }

    fn debtor_of(&self, unit: UnitId, id: ObligationId) -> Result<(), Refusal> {
        if self.owed_with(unit, id)?.debtor != unit {
            return Err(Refusal::NotYours("only the level that owes it may do this"));
        }
        Ok(())
    }

    pub(super) fn name_owner(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: ObligationId,
        owner: &str,
    ) -> Answer {
        self.debtor_of(unit, id)?;
        let owner = words("owner", owner, limits::ROLE_LETTERS)?;
        self.owed_step(now, id, Event::OwnerNamed)?;
        self.owed_mut(id).owner = Some(owner.clone());
        self.say_answered(now, unit, by, id, &Happening::OwnerNamed(owner));
        Ok(Done::Changed(Thing::Obligation(id)))
    }

    pub(super) fn answer(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: ObligationId,
        text: &str,
    ) -> Answer {
        self.debtor_of(unit, id)?;
        let said = words("words", text, limits::WORDS_LETTERS)?;
        self.owed_step(now, id, Event::Answered)?;
        let answer = Said { words: said.clone(), by: by.to_owned(), at: now.at };
        let owed = self.owed_mut(id);
        owed.answer = Some(answer);
        owed.owner.get_or_insert_with(|| by.to_owned());
        self.say_answered(now, unit, by, id, &Happening::Answered(said));
        Ok(Done::Changed(Thing::Obligation(id)))
    }

    pub(super) fn offer_help(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: ObligationId,
        text: &str,
    ) -> Answer {
        self.debtor_of(unit, id)?;
        let said = words("words", text, limits::WORDS_LETTERS)?;
        self.owed_step(now, id, Event::HelpOffered)?;
        let offer = Said { words: said.clone(), by: by.to_owned(), at: now.at };
        self.owed_mut(id).offer = Some(offer);
        self.say_answered(now, unit, by, id, &Happening::HelpOffered(said));
        Ok(Done::Changed(Thing::Obligation(id)))
    }

    /// Only the helped unit can say that help came.
    pub(in super::super) fn help_came(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: ObligationId,
    ) -> Answer {
        let owed = self.owed_with(unit, id)?;
        if owed.debtor == unit {
            return Err(Refusal::NotYours("only the helped unit may say that help came"));
        }
        if matches!(owed.state, State::Owed | State::Owned | State::Missed) {
            return Err(Refusal::NotNow("it has not been answered yet"));
        }
        self.owed_step(now, id, Event::HelpCame)?;
        self.owed_mut(id).help_came = Some(now.at);
        self.pass_word(now, id, unit, by);
        self.say_answered(now, unit, by, id, &Happening::HelpCame);
        Ok(Done::Changed(Thing::Obligation(id)))
    }

    fn owed_step(&mut self, now: &mut Now, id: ObligationId, event: Event) -> Result<(), Refusal> {
        let stands = self.oblige(now, id, event);
        stands.then_some(()).ok_or(Refusal::NotNow("nothing is owed any more"))
    }

    fn owed_mut(&mut self, id: ObligationId) -> &mut Obligation {
        self.obligations.get_mut(&id).expect("it was looked up by the caller")
    }

    /// Tells all parties, and writes it with the incidents that it is about.
    fn say_answered(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: ObligationId,
        what: &Happening,
    ) {
        let incidents = self.obligations[&id].incidents.clone();
        for incident in incidents {
            self.log_signed(now, incident, unit, Some(by), what.clone());
        }
        self.tell_parties_of(now, id, &News::Answered(id));
    }
}
