//! Acts on incidents: taking on, claiming, passing up, noting, judging, shelving, alarms.

use super::super::{Federation, Now};
use super::{Answer, Signer, words, words_if_any};
use crate::effect::{Done, News, Refusal, Thing};
use crate::escalation::{Event, Phase};
use crate::id::{IncidentId, UnitId};
use crate::incident::{
    Alarm, Cause, End, Finding, Happening, Incident, Shelving, TakenOn, Verdict,
};
use crate::limits;
use crate::time::Timestamp;

/// Who may do what with an incident.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The unit where it began.
    Origin,
    /// The unit that holds it now.
    Holder,
    /// Any unit that it has reached.
    Reached,
}

impl Federation {
    /// The incident, if the unit has it and may do this with it, and it is not over.
    fn open_for(&self, unit: UnitId, id: IncidentId, role: Role) -> Result<&Incident, Refusal> {
        let incident = self.incidents.get(&id).filter(|it| it.reached_by(unit).is_some());
        let incident = incident.ok_or(Refusal::Unknown)?;
        if role == Role::Origin && incident.unit != unit {
            return Err(Refusal::NotYours("only the unit where it began may say this"));
        }
        if role == Role::Holder && incident.holder().unit != unit {
            return Err(Refusal::NotYours("only the unit that holds it now may do this"));
        }
        if !incident.is_open() {
            return Err(Refusal::NotNow("it is over; a new signal would be a new incident"));
        }
        Ok(incident)
    }

    fn open_mut(&mut self, id: IncidentId) -> &mut Incident {
        self.incidents.get_mut(&id).expect("it was looked up by the caller")
    }

    pub(super) fn take_on(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: IncidentId,
    ) -> Answer {
        self.open_for(unit, id, Role::Holder)?;
        self.open_mut(id).taken_on = Some(TakenOn { by: by.to_owned(), at: now.at });
        self.log_signed(now, id, unit, Some(by), Happening::TakenOn);
        self.tell_reached(now, id, &News::Moved(id));
        Ok(Done::Changed(Thing::Incident(id)))
    }

    /// A claim enters settling, and the readings decide. Where there are none to decide, as with a
    /// person's alarm, the word of the unit ends it.
    pub(super) fn claim(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: IncidentId,
        text: &str,
    ) -> Answer {
        let incident = self.open_for(unit, id, Role::Origin)?;
        let said = words_if_any(text)?;
        match &incident.cause {
            Cause::Missed { .. } => {
                return Err(Refusal::NotNow("what was missed is made good by answering it"));
            }
            Cause::Alarm { .. } => {
                self.log_signed(now, id, unit, Some(by), Happening::Claimed(said));
                self.end(now, id, End::Done);
            }
            Cause::Change | Cause::Silence(_) if incident.phase == Phase::Settling => {
                return Err(Refusal::NotNow("it is settling already: the readings decide"));
            }
            // Each claim holds the clock until the readings have decided: one a level, or a unit
            // that claims every day would never rise.
            Cause::Change | Cause::Silence(_) if was_claimed_here(incident) => {
                return Err(Refusal::NotNow(
                    "it was claimed once at this level, and the readings said otherwise",
                ));
            }
            Cause::Change | Cause::Silence(_) => {
                self.log_signed(now, id, unit, Some(by), Happening::Claimed(said));
                self.happen(now, id, Event::Claimed);
                self.count_silence_anew(now, id);
            }
        }
        Ok(Done::Changed(Thing::Incident(id)))
    }

    pub(super) fn pass_up(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: IncidentId,
        text: &str,
    ) -> Answer {
        let incident = self.open_for(unit, id, Role::Holder)?;
        if incident.next_holder().is_none() {
            return Err(Refusal::NotNow("there is no level above that it could be passed to"));
        }
        if incident.phase == Phase::Settling {
            return Err(Refusal::NotNow("it is settling; it can be passed up if it relapses"));
        }
        let said = words_if_any(text)?;
        self.happen(now, id, Event::PassedUp);
        if !said.is_empty() {
            self.log_signed(now, id, unit, Some(by), Happening::Note(said));
        }
        Ok(Done::Changed(Thing::Incident(id)))
    }

    pub(super) fn note(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: IncidentId,
        text: &str,
    ) -> Answer {
        self.open_for(unit, id, Role::Reached)?;
        let said = words("words", text, limits::WORDS_LETTERS)?;
        self.log_signed(now, id, unit, Some(by), Happening::Note(said));
        self.tell_reached(now, id, &News::Noted(id));
        Ok(Done::Changed(Thing::Incident(id)))
    }

    pub(super) fn find(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        (by, who): Signer<'_>,
        id: IncidentId,
        finding: Finding,
        text: &str,
    ) -> Answer {
        self.open_for(unit, id, Role::Origin)?;
        let said = words_if_any(text)?;
        let verdict = Verdict {
            finding,
            words: said.clone(),
            by: by.to_owned(),
            who,
            at: now.at,
            confirmed_by: None,
        };
        self.open_mut(id).verdict = Some(verdict);
        if finding == Finding::Real {
            self.teach(now, id, filter::Answer::Real);
        }
        self.log_signed(now, id, unit, Some(by), Happening::Found(finding, said));
        Ok(Done::Changed(Thing::Incident(id)))
    }

    /// "The instrument" and "nothing" need a second person, and then end it.
    pub(super) fn confirm(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        (by, who): Signer<'_>,
        id: IncidentId,
    ) -> Answer {
        let incident = self.open_for(unit, id, Role::Origin)?;
        let Some(verdict) = &incident.verdict else {
            return Err(Refusal::NotNow("nobody has said yet what it was"));
        };
        self.is_second(verdict, (by, who), incident.unit)?;
        let (finding, end, answer) = match verdict.finding {
            Finding::Real => return Err(Refusal::NotNow("what was real needs no second person")),
            Finding::Instrument => {
                (Finding::Instrument, End::Instrument, filter::Answer::Instrument)
            }
            Finding::Nothing => (Finding::Nothing, End::Nothing, filter::Answer::Nothing),
        };
        if let Some(verdict) = &mut self.open_mut(id).verdict {
            verdict.confirmed_by = Some(by.to_owned());
        }
        self.log_signed(now, id, unit, Some(by), Happening::Confirmed(finding));
        self.teach(now, id, answer);
        self.end(now, id, end);
        Ok(Done::Changed(Thing::Incident(id)))
    }

    /// Whether whoever confirms is another than who said so, and both can bind the unit. Where members are
    /// not known, another role is another person.
    fn is_second(
        &self,
        verdict: &Verdict,
        (by, who): Signer<'_>,
        unit: UnitId,
    ) -> Result<(), Refusal> {
        let (Some(first), Some(second)) = (verdict.who, who) else {
            let is_another = verdict.by != by;
            return is_another
                .then_some(())
                .ok_or(Refusal::NotYours("a second person must confirm it"));
        };
        if first == second {
            return Err(Refusal::NotYours("a second person must confirm it"));
        }
        let is_bound = self.rolls.get(&unit).is_some_and(|roll| roll.is_bound_by(&[first, second]));
        is_bound.then_some(()).ok_or(Refusal::NotYours(
            "two must say so: one of the committee, and one who works here and is not in it",
        ))
    }

    /// The filters of an incident's series hear what people say it was.
    fn teach(&mut self, now: &mut Now, id: IncidentId, answer: filter::Answer) {
        for strand in &self.incidents[&id].strands {
            self.series[strand.indicator.index()].hear(strand.since, answer);
            now.touch(Thing::Indicator(strand.indicator));
        }
    }

    /// Shelving hides; it stops no clock.
    pub(super) fn shelve(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: IncidentId,
        until: Timestamp,
        reason: &str,
    ) -> Answer {
        self.open_for(unit, id, Role::Holder)?;
        let reason = words("words", reason, limits::WORDS_LETTERS)?;
        let longest = now.at + limits::SHELVING;
        if until <= now.at || until > longest {
            let expected = format!("a time after now and not after {longest}");
            return Err(Refusal::Wrong("until", expected));
        }
        let shelving = Shelving { until, reason: reason.clone(), by: by.to_owned() };
        self.open_mut(id).shelved = Some(shelving);
        self.log_signed(now, id, unit, Some(by), Happening::Shelved(reason));
        Ok(Done::Changed(Thing::Incident(id)))
    }

    pub(super) fn raise_alarm(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        kind: Alarm,
        text: &str,
    ) -> Answer {
        let said = words_if_any(text)?;
        let cause = Cause::Alarm { kind, words: said.clone() };
        let id = self.open_incident(now, unit, cause, Vec::new());
        // Before anybody above is called: who raised it stays with the unit.
        self.log_signed(now, id, unit, Some(by), Happening::Note(said.clone()));
        if kind == Alarm::Safety {
            self.call_levels(now, id, &said);
        }
        self.tell(now, unit, News::Alarm(id));
        Ok(Done::Made(Thing::Incident(id)))
    }
}

/// Whether it was said to be mended since it came to the level that holds it.
fn was_claimed_here(incident: &Incident) -> bool {
    let here = incident.log.iter().rev();
    here.take_while(|line| !matches!(line.what, Happening::Rose(..)))
        .any(|line| matches!(line.what, Happening::Claimed(_)))
}
