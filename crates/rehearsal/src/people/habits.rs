//! Habits: who does what about which news, how often and how soon?
//!
//! Every number here is a share of the times, or hours of working time. They are made up, so that
//! each way an incident can go is gone: taken on or not, mended in time or claimed too early,
//! passed up, helped, forgotten.

use mission::agreement::{Side, Subject};
use mission::directive::{Answer, Event as Reply};
use mission::event::{Act, Terms};
use mission::id::{AgreementId, DirectiveId, IncidentId, ObligationId, UnitId};
use mission::incident::{Cause, Finding, Incident};
use mission::obligation::Reason;

use super::{People, Told};
use crate::world::faults::{Fault, Kind};

pub(super) const DELEGATE: &str = "shift delegate";
pub(super) const COMMITTEE: &str = "production committee";
const FITTER: &str = "head of repairs";
pub(super) const COORDINATOR: &str = "coordinator";

/// Levels that have looked for a cause in vain before a unit says that this is how it is now, and the
/// readings by which it says what "this" is.
const RISES_TO_GIVE_IN: usize = 3;
const LATELY: usize = 10;
const FEWEST: f64 = 3.0;

impl People {
    /// An incident opened at the unit itself.
    pub(super) fn opened(&mut self, mut told: Told<'_>, id: IncidentId) {
        let Some(incident) = told.federation.incident(id) else { return };
        if told.draw.happens(0.85) {
            let hours = told.draw.between(1.0, 6.0);
            self.intend(&told, hours, DELEGATE, Act::TakeOn(id));
        }
        match &incident.cause {
            Cause::Change => self.changed(told, incident),
            Cause::Alarm { .. } => {
                let hours = told.draw.between(6.0, 40.0);
                let words = "Looked at, tightened, tried out.".to_owned();
                self.intend(&told, hours, FITTER, Act::Claim(id, words));
            }
            Cause::Missed { obligation } => {
                let hours = told.draw.between(3.0, 14.0);
                let words = "We are late with this: it lay unread. Here is our answer.".to_owned();
                // One in ten lies unread for another week.
                let hours = if told.draw.happens(0.9) { hours } else { hours + 40.0 };
                self.intend(&told, hours, COORDINATOR, Act::Answer(*obligation, words));
            }
            Cause::Silence(_) => {}
        }
    }

    /// A series of the unit changed: people know, or think they know, what it was.
    fn changed(&mut self, mut told: Told<'_>, incident: &Incident) {
        let id = incident.id;
        let truth = self.truth(incident);
        let late = told.draw.between(8.0, 20.0);
        let lot = told.draw.share();
        if lot < 0.04 {
            let words = "This is more than we can mend.".to_owned();
            self.intend(&told, late, COMMITTEE, Act::PassUp(id, words));
        } else if lot < 0.14 {
            let words = "We need a second fitter and a seal of 80 mm.".to_owned();
            self.intend(&told, late, COMMITTEE, Act::AskHelp(Some(id), words));
        } else if lot < 0.22 {
            // Said too early: the readings will not bear it out.
            let words = "Mended this morning.".to_owned();
            self.intend(&told, late, FITTER, Act::Claim(id, words));
        } else if lot < 0.4 {
            let words = "Found a worn bearing; the part is ordered.".to_owned();
            self.intend(&told, late / 2.0, FITTER, Act::Note(id, words));
        }
        match truth.map(|fault| (fault.kind, fault)) {
            Some((Kind::Corrected, _)) => {
                let words = "A slip of the pen.".to_owned();
                self.intend(&told, 2.0, DELEGATE, Act::Find(id, Finding::Instrument, words));
                self.intend(&told, 5.0, COMMITTEE, Act::Confirm(id));
            }
            Some((Kind::Step | Kind::Drift, fault)) if !fault.stays() => {
                if told.draw.happens(0.5) {
                    let site = &self.world.places[told.unit.index()];
                    let hours = &self.world.calendars[site.calendar];
                    let mended = hours.start_of(self.world.date(fault.until));
                    let at = hours.next_working(mended);
                    let words = "Mended, and running since the first shift.".to_owned();
                    self.intend_at(&told, at, told.unit, (FITTER, Act::Claim(id, words)));
                }
            }
            Some((Kind::Step | Kind::Drift | Kind::OneOff | Kind::Missing | Kind::Late, _)) => {}
            None => {
                // Nothing is wrong: sometimes two people find so.
                if told.draw.happens(0.4) {
                    let words = "We looked everywhere. There is nothing.".to_owned();
                    self.intend(&told, 6.0, DELEGATE, Act::Find(id, Finding::Nothing, words));
                    self.intend(&told, 10.0, COMMITTEE, Act::Confirm(id));
                }
            }
        }
    }

    /// What is really behind an incident.
    pub(super) fn truth(&self, incident: &Incident) -> Option<Fault> {
        let strand = incident.strands.first()?;
        let (plant, _) = self.world.figure_of(strand.indicator)?;
        let calendar = &self.world.calendars[self.world.plants[plant].calendar];
        let day = self.world.day_of(calendar.date_of(strand.since));
        let near = |fault: &Fault| fault.from <= day + 2 && day - 4 < fault.until;
        let mut faults = self.world.plan.of_series(strand.indicator.index());
        faults.find(|(_, fault)| near(fault)).map(|(_, fault)| *fault)
    }

    /// An incident rose to `to`: what never comes back, or what several levels found nothing behind,
    /// is agreed to be the new level. While something is being mended nobody gives in.
    pub(super) fn rose(&mut self, mut told: Told<'_>, id: IncidentId, to: UnitId) {
        let Some(incident) = told.federation.incident(id) else { return };
        if told.unit == to {
            if told.draw.happens(0.8) {
                let hours = told.draw.between(1.0, 5.0);
                self.intend(&told, hours, COORDINATOR, Act::TakeOn(id));
            }
            return;
        }
        let Some(strand) = incident.strands.first().filter(|_| told.unit == incident.unit) else {
            return;
        };
        let truth = self.truth(incident);
        let mended = truth.filter(|fault| !fault.stays());
        let mended = mended.map(|fault| self.world.start_of(fault.until));
        let reason = if truth.is_some_and(|fault| fault.stays() && fault.kind == Kind::Step) {
            "The old machine is gone; this is what the new one does."
        } else if incident.rises.len() >= RISES_TO_GIVE_IN {
            "We looked everywhere, and so did you. This is how it is now."
        } else {
            return;
        };
        let lately = told.federation.series(strand.indicator).tail.iter().rev();
        let from = mended.map_or(strand.since, |mended| mended.max(strand.since));
        let lately = lately.take_while(|point| point.at >= from).take(LATELY);
        let (count, sum) =
            lately.fold((0.0, 0.0), |(count, sum), point| (count + 1.0, sum + point.value));
        if count < FEWEST {
            return;
        }
        let value = sum / count;
        let terms = Terms { value, from: None, review: None, reason: reason.to_owned() };
        let act = Act::Propose(told.unit, Subject::NewLevel(strand.indicator), terms);
        self.intend(&told, 8.0, COMMITTEE, act);
    }

    /// A level owes something: six in seven do it in time.
    pub(super) fn owes(&mut self, mut told: Told<'_>, id: ObligationId) {
        let Some(owed) = told.federation.obligation(id) else { return };
        if told.draw.happens(0.15) && !matches!(owed.reason, Reason::Safety(_)) {
            return;
        }
        let named = told.draw.between(1.0, 2.5);
        let answered = told.draw.between(2.6, 6.5);
        self.intend(&told, named, COORDINATOR, Act::NameOwner(id, FITTER.to_owned()));
        let words = "We have read it. Somebody will call before noon.".to_owned();
        self.intend(&told, answered, FITTER, Act::Answer(id, words));
        if told.draw.happens(0.6) {
            let words = "Two fitters can come on Thursday with the spare drive.".to_owned();
            self.intend(&told, answered + 0.5, FITTER, Act::OfferHelp(id, words));
        }
    }

    /// Help was answered or offered: the helped unit says when it came, and now and then forgets to.
    pub(super) fn answered(&mut self, mut told: Told<'_>, id: ObligationId) {
        let Some(owed) = told.federation.obligation(id) else { return };
        let is_helped = owed.creditor == told.unit && owed.debtor != told.unit;
        if is_helped && owed.help_came.is_none() {
            let (likely, least) = if owed.offer.is_some() { (0.95, 6.0) } else { (0.6, 30.0) };
            if told.draw.happens(likely) {
                let hours = told.draw.between(least, least + 24.0);
                self.intend(&told, hours, COMMITTEE, Act::HelpCame(id));
            }
        }
    }

    /// The level above missed what it owed: sometimes the unit asks again.
    pub(super) fn missed(&mut self, mut told: Told<'_>, id: ObligationId) {
        let Some(owed) = told.federation.obligation(id) else { return };
        if owed.creditor == told.unit && told.draw.happens(0.2) {
            let words = "Nobody has answered us. We still need the part.".to_owned();
            let about = owed.incidents.first().copied();
            self.intend(&told, 4.0, COMMITTEE, Act::AskHelp(about, words));
        }
    }

    /// Terms lie on the table: whoever did not put them there answers.
    pub(super) fn terms(&mut self, mut told: Told<'_>, id: AgreementId) {
        use mission::agreement::State;
        let Some(agreement) = told.federation.agreement(id) else { return };
        let is_open = matches!(agreement.state, State::Proposed | State::Countered);
        let side = if agreement.unit == told.unit { Side::Unit } else { Side::Above };
        if !is_open || agreement.offer().side == side {
            return;
        }
        let hours = told.draw.between(6.0, 30.0);
        let is_time = agreement.subject == Subject::UnitRecovery;
        if is_time && agreement.offers.len() < 3 && told.draw.happens(0.3) {
            let offer = agreement.offer();
            let terms = Terms {
                value: (offer.value - 1.0).max(2.0),
                from: None,
                review: None,
                reason: "Half a week is what the others need.".to_owned(),
            };
            self.intend(&told, hours, COORDINATOR, Act::Counter(id, terms));
        } else if told.draw.happens(0.85) {
            let words = "Agreed; let us look at it again in half a year.".to_owned();
            self.intend(&told, hours, COORDINATOR, Act::Consent(id, words));
        }
    }

    /// A policy came: accepted, countered or objected to.
    pub(super) fn directive(&mut self, mut told: Told<'_>, id: DirectiveId) {
        let Some(directive) = told.federation.directive(id) else { return };
        let awaits = directive.receiver(told.unit).is_some_and(|it| it.answer == Answer::Awaited);
        if !awaits {
            return;
        }
        let hours = told.draw.between(4.0, 60.0);
        let lot = told.draw.share();
        let (event, words) = if lot < 0.65 {
            (Reply::Accepted, "We will.")
        } else if lot < 0.8 {
            (Reply::Countered, "Seven days: our yard holds no more.")
        } else if lot < 0.9 {
            (Reply::Objected, "Not without another shift.")
        } else {
            return;
        };
        self.intend(&told, hours, COMMITTEE, Act::Reply(id, event, words.to_owned()));
    }
}
