//! Summons: which news asks for somebody, where is the thing, and until when?
//!
//! The telex is read by those who look at it. Some of its lines must reach a person who does not:
//! something is open at the unit, or rose to it, somebody raised an alarm, an answer is owed or was
//! missed. A summons says what kind of thing it is and never what the figures are. It is asked for
//! anew each time before somebody is told, so that nobody is called to what is over, or to what
//! somebody has taken on.
//!
//! | news                    | asks for somebody while                         | until              |
//! |-------------------------|-------------------------------------------------|--------------------|
//! | an incident opened      | the unit holds it and nobody has taken it on    | it rises           |
//! | one rose to the unit    | the unit holds it and nobody has taken it on    | the answer is due  |
//! | an alarm                | it is open; a safety alarm whoever took it on   | it rises, or the answer is due |
//! | the unit owes           | no owner is named and no answer given           | the answer is due  |
//! | an answer was missed    | the unit was to have it, and it did not come    | -                  |
//! | terms                   | the offer on the table is the other side's      | -                  |
//! | a directive             | the unit has not answered it                    | it is to hold      |
//!
//! All other news can wait until somebody looks. One event is one summons: an alarm opens an
//! incident and is told as an alarm, a rise brings an obligation and is told as a rise; of what
//! rises as a group the group is told.

use std::time::Duration;

use crate::agreement::{Side, State};
use crate::directive::Answer;
use crate::effect::{News, Notice};
use crate::federation::Federation;
use crate::id::{AgreementId, DirectiveId, IncidentId, ObligationId, UnitId};
use crate::incident::{Alarm, Cause, Closing, End, Incident};
use crate::may::Deed;
use crate::obligation::{self, Obligation, Reason};
use crate::time::Timestamp;

/// Somebody of a unit is asked to look at something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summons {
    /// The unit whose people are asked.
    pub to: UnitId,
    /// Why.
    pub why: Why,
    /// What they are to look at.
    pub about: About,
    /// When it is too late: the unit loses it to the level above, or misses what it owes.
    pub until: Option<Timestamp>,
}

/// What kind of thing asks for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Somebody could get hurt.
    Safety,
    /// Somebody raised another alarm.
    Alarm,
    /// A figure changed, and an incident is open.
    Change,
    /// Reports stopped coming, and an incident is open.
    Silence,
    /// The unit did not answer in time, which is its own incident.
    Missed,
    /// An incident rose to the unit.
    Rise,
    /// The unit owes an answer.
    Owes,
    /// An answer that is owed to the unit did not come in time.
    Unanswered,
    /// Terms wait for the unit.
    Terms,
    /// A policy waits for the unit.
    Directive,
}

/// The thing that is to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An incident.
    Incident(IncidentId),
    /// An obligation.
    Obligation(ObligationId),
    /// Terms.
    Agreement(AgreementId),
    /// A policy.
    Directive(DirectiveId),
}

impl Why {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Safety,
        Self::Alarm,
        Self::Change,
        Self::Silence,
        Self::Missed,
        Self::Rise,
        Self::Owes,
        Self::Unanswered,
        Self::Terms,
        Self::Directive,
    ];

    /// Its name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safety => "safety",
            Self::Alarm => "alarm",
            Self::Change => "change",
            Self::Silence => "silence",
            Self::Missed => "missed",
            Self::Rise => "rise",
            Self::Owes => "owes",
            Self::Unanswered => "unanswered",
            Self::Terms => "terms",
            Self::Directive => "directive",
        }
    }

    /// Whether it waits for nobody's rest.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Safety)
    }

    /// What those may do in the unit who are told where nobody is on duty: the committee, and for
    /// what is owed below the coordinators as well.
    pub const fn deed(self) -> Deed {
        match self {
            Self::Safety | Self::Missed | Self::Rise | Self::Owes => Deed::Owe,
            Self::Alarm
            | Self::Change
            | Self::Silence
            | Self::Unanswered
            | Self::Terms
            | Self::Directive => Deed::Decide,
        }
    }
}

/// What became of a unit in a week, and what the next brings: how many of each, and never which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Week {
    /// Incidents that it holds, and terms and policies that wait for it.
    pub needs: usize,
    /// Answers that it owes within seven days, or owed before.
    pub due: usize,
    /// Its own incidents that recovered in the last seven days.
    pub recovered: usize,
    /// Answers that are owed to it.
    pub owed: usize,
}

const WEEK: Duration = Duration::from_hours(7 * 24);

impl Federation {
    /// A unit's week, of what its own people may see.
    pub fn week(&self, unit: UnitId, now: Timestamp) -> Week {
        let held = self.reached(unit).filter(|incident| {
            let is_shelved = incident.shelved.as_ref().is_some_and(|it| now < it.until);
            incident.is_open() && incident.holder().unit == unit && !is_shelved
        });
        let terms = self.agreements_of(unit).filter(|it| self.offered(unit, it.id).is_some());
        let policies = self.directives_of(unit).filter(|it| self.awaited(unit, it.id).is_some());
        let recovered = self.reached(unit).filter(|incident| {
            let is_back = |it: Closing| it.how == End::Recovered && now <= it.at + WEEK;
            incident.unit == unit && incident.closed.is_some_and(is_back)
        });
        let awaited = || self.obligations_of(unit).filter(|owed| owed.awaits_answer());
        let due = awaited().filter(|it| it.debtor == unit && it.answer_by <= now + WEEK);
        let owed = awaited().filter(|it| it.creditor == unit && it.debtor != unit);
        Week {
            needs: held.count() + terms.count() + policies.count(),
            due: due.count(),
            recovered: recovered.count(),
            owed: owed.count(),
        }
    }

    /// What a notice asks of the people of its unit, as things stand now; nothing where it is news
    /// that can wait, or somebody looks already, or it is over.
    pub fn summons(&self, notice: &Notice) -> Option<Summons> {
        let to = notice.to;
        match &notice.what {
            News::Opened(id) => self.opened(to, self.incident(*id)?),
            News::Rose(id, at) if *at == to => self.rose(to, self.incident(*id)?),
            News::Alarm(id) => self.alarm(to, self.incident(*id)?),
            News::Owes(id) => owes(to, self.obligation(*id)?),
            News::Missed(id) => unanswered(to, self.obligation(*id)?),
            News::Terms(id) => self.offered(to, *id),
            News::Directive(id) => self.awaited(to, *id),
            News::Rose(..)
            | News::Signal(_)
            | News::Moved(_)
            | News::Answered(_)
            | News::Closed(_)
            | News::Noted(_)
            | News::Note(_)
            | News::Announced(_)
            | News::Shared(..)
            | News::Asked(_)
            | News::Corrected(_)
            | News::Wrote(_)
            | News::Posted(..) => None,
        }
    }

    fn opened(&self, to: UnitId, incident: &Incident) -> Option<Summons> {
        let why = match incident.cause {
            Cause::Change => Why::Change,
            Cause::Silence(_) => Why::Silence,
            Cause::Missed { obligation } => {
                self.obligation(obligation).filter(|owed| owed.awaits_answer())?;
                Why::Missed
            }
            Cause::Alarm { .. } => return None,
        };
        held(to, incident)?;
        Some(Summons { to, why, about: About::Incident(incident.id), until: incident.rises_at() })
    }

    fn rose(&self, to: UnitId, incident: &Incident) -> Option<Summons> {
        held(to, incident)?;
        let rise = incident.rises.iter().rev().find(|rise| rise.to == to);
        let owed = rise.and_then(|rise| self.obligation(rise.obligation));
        if owed.is_some_and(|owed| matches!(owed.reason, Reason::Group)) {
            return None;
        }
        let answer_by = owed.filter(|owed| owed.awaits_answer()).map(|owed| owed.answer_by);
        let until = answer_by.into_iter().chain(incident.rises_at()).min();
        Some(Summons { to, why: Why::Rise, about: About::Incident(incident.id), until })
    }

    fn alarm(&self, to: UnitId, incident: &Incident) -> Option<Summons> {
        let Cause::Alarm { kind, .. } = incident.cause else { return None };
        let why = match kind {
            Alarm::Safety => Why::Safety,
            Alarm::Machine | Alarm::Unsure => Why::Alarm,
        };
        let is_free = why.is_urgent() || incident.taken_on.is_none();
        if !incident.is_open() || incident.reached_by(to).is_none() || !is_free {
            return None;
        }
        let rises_at = incident.rises_at().filter(|_| incident.holder().unit == to);
        let owed = self.obligations_of(to).find(|owed| {
            owed.debtor == to && owed.awaits_answer() && owed.incidents == [incident.id]
        });
        let until = owed.map(|owed| owed.answer_by).into_iter().chain(rises_at).min();
        Some(Summons { to, why, about: About::Incident(incident.id), until })
    }

    fn offered(&self, to: UnitId, id: AgreementId) -> Option<Summons> {
        let terms = self.agreement(id)?;
        let is_open = matches!(terms.state, State::Proposed | State::Countered);
        let is_theirs = match terms.offer().side {
            Side::Unit => terms.above == Some(to),
            Side::Above => terms.unit == to,
        };
        let about = About::Agreement(id);
        (is_open && is_theirs).then_some(Summons { to, why: Why::Terms, about, until: None })
    }

    fn awaited(&self, to: UnitId, id: DirectiveId) -> Option<Summons> {
        let policy = self.directive(id).filter(|policy| policy.withdrawn.is_none())?;
        policy.receiver(to).filter(|receiver| receiver.answer == Answer::Awaited)?;
        let holds_from = self.registry().unit(to).calendar.start_of(policy.holds_from);
        let until = Some(holds_from).filter(|from| *from > policy.sent);
        Some(Summons { to, why: Why::Directive, about: About::Directive(id), until })
    }
}

/// Whether the unit holds it, and nobody there has taken it on.
fn held(to: UnitId, incident: &Incident) -> Option<()> {
    let is_held = incident.is_open() && incident.holder().unit == to;
    (is_held && incident.taken_on.is_none()).then_some(())
}

fn owes(to: UnitId, owed: &Obligation) -> Option<Summons> {
    // A rise and a safety alarm say so themselves.
    match owed.reason {
        Reason::Rise | Reason::Safety(_) => return None,
        Reason::Group | Reason::Help(_) => {}
    }
    let is_free = owed.awaits_answer() && owed.owner.is_none();
    let (about, until) = (About::Obligation(owed.id), Some(owed.answer_by));
    (owed.debtor == to && is_free).then_some(Summons { to, why: Why::Owes, about, until })
}

fn unanswered(to: UnitId, owed: &Obligation) -> Option<Summons> {
    let is_missed = owed.state == obligation::State::Missed && owed.debtor != to;
    let about = About::Obligation(owed.id);
    is_missed.then_some(Summons { to, why: Why::Unanswered, about, until: None })
}
