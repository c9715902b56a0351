//! Agreements: which terms do a unit and the one above it hold each other to?
//!
//! Either side proposes, the other consents or counters; what is on the table is the latest offer,
//! and it holds once both have consented to that same offer. Nothing is decided over anybody's
//! head, and nothing lasts for ever: an agreement older than a year gives way to the default.
//!
//! | state     | Countered | Consented | Withdrawn | Replaced | Forgotten |
//! |-----------|-----------|-----------|-----------|----------|-----------|
//! | Proposed  | Countered | InForce   | Withdrawn | -        | Withdrawn |
//! | Countered | Countered | InForce   | Withdrawn | -        | Withdrawn |
//! | InForce   | -         | -         | -         | Replaced | Withdrawn |
//! | Withdrawn | -         | -         | -         | -        | -         |
//! | Replaced  | -         | -         | -         | -        | -         |
//!
//! Only the side that did not make the offer on the table may counter or consent; only the side
//! that opened may withdraw. An agreement of a root, which has nobody above, holds when proposed.
//! Where members are known, a side has consented, or stands behind its offer, when those who signed
//! for it can bind it: [`Roll::is_bound_by`](crate::roll::Roll::is_bound_by).

use crate::calendar::Calendar;
use crate::id::{AgreementId, IndicatorId, MemberId, UnitId};
use crate::limits;
use crate::time::{Date, Timestamp};

/// Terms between a unit and the one above it, with all that was offered on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Its identity.
    pub id: AgreementId,
    /// The unit whose terms these are.
    pub unit: UnitId,
    /// The unit above it when this was proposed; none for a root.
    pub above: Option<UnitId>,
    /// What is agreed about.
    pub subject: Subject,
    /// Where it stands.
    pub state: State,
    /// Every offer, the first first. Never empty.
    pub offers: Vec<Offer>,
    /// Who has signed the offer on the table, of either side.
    pub signed: Vec<Signature>,
    /// When both had consented.
    pub agreed_at: Option<Timestamp>,
}

/// A name under an offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// For which side.
    pub side: Side,
    /// By which role.
    pub by: String,
    /// Who, where that is known.
    pub who: Option<MemberId>,
    /// When.
    pub at: Timestamp,
}

/// What terms can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Working days the unit has to recover, for all its indicators that have none of their own.
    UnitRecovery,
    /// Working days to recover one indicator.
    Recovery(IndicatorId),
    /// What could be done now with what there is, in the indicator's unit of measure a day.
    Capability(IndicatorId),
    /// What could be done by developing what is feasible, in the same.
    Potentiality(IndicatorId),
    /// Value per unit of measure in the index.
    Weight(IndicatorId),
    /// That the indicator is no longer reported.
    Retirement(IndicatorId),
    /// The level that a changed series is to be judged against from now on.
    NewLevel(IndicatorId),
}

/// What one side put on the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The side: the unit, or the one above it.
    pub side: Side,
    /// The value, in what [`Subject`] says. One for a retirement.
    pub value: f64,
    /// First day on which it is to hold.
    pub from: Date,
    /// When both look at it again.
    pub review: Option<Date>,
    /// Why.
    pub reason: String,
    /// Who signed for the side.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// One of the two that agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The unit whose terms these are.
    Unit,
    /// The unit above it.
    Above,
}

/// Where an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The first offer is on the table.
    Proposed,
    /// A later offer is on the table.
    Countered,
    /// Both consented to the last offer. It holds from its date until replaced, or for a year.
    InForce,
    /// The side that opened it took it back.
    Withdrawn,
    /// A later agreement on the same subject took its place.
    Replaced,
}

/// What can happen to an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The other side puts another offer on the table.
    Countered,
    /// The other side consents to the offer on the table.
    Consented,
    /// The side that opened takes it back.
    Withdrawn,
    /// A later agreement on the same subject came into force.
    Replaced,
    /// The unit's node, which says what holds, was put back to a state in which it is not there.
    Forgotten,
}

/// The table above.
#[rustfmt::skip]
pub const fn rule(state: State, event: Event) -> Option<State> {
    use State as S;
    match (state, event) {
        (S::Proposed | S::Countered, Event::Countered) => Some(S::Countered),
        (S::Proposed | S::Countered, Event::Consented) => Some(S::InForce),
        (S::InForce,                 Event::Replaced)  => Some(S::Replaced),
        (S::Proposed | S::Countered, Event::Withdrawn)
        | (S::Proposed | S::Countered | S::InForce, Event::Forgotten) => Some(S::Withdrawn),

        (S::Proposed | S::Countered, Event::Replaced)
        | (S::InForce, Event::Countered | Event::Consented | Event::Withdrawn)
        | (S::Withdrawn | S::Replaced,
           Event::Countered | Event::Consented | Event::Withdrawn | Event::Replaced
           | Event::Forgotten) => None,
    }
}

impl Agreement {
    /// The offer on the table, or the one that holds.
    pub fn offer(&self) -> &Offer {
        self.offers.last().expect("an agreement is opened with an offer")
    }

    /// Whether both sides have yet to consent to the same offer.
    pub const fn is_open(&self) -> bool {
        match self.state {
            State::Proposed | State::Countered => true,
            State::InForce | State::Withdrawn | State::Replaced => false,
        }
    }

    /// Whether its terms hold on `day`, which is a date in the unit's zone.
    pub fn holds_on(&self, day: Date) -> bool {
        let from = self.offer().from;
        let lapses = lapses_on(from);
        matches!(self.state, State::InForce | State::Replaced) && from <= day && day < lapses
    }
}

/// The first day on which an agreement that held from `from` no longer does.
pub fn lapses_on(from: Date) -> Date {
    from.saturating_add(jiff::Span::new().days(limits::AGREEMENT_DAYS))
}

impl Subject {
    /// The indicator it is about, if it is about one.
    pub const fn indicator(self) -> Option<IndicatorId> {
        match self {
            Self::UnitRecovery => None,
            Self::Recovery(id)
            | Self::Capability(id)
            | Self::Potentiality(id)
            | Self::Weight(id)
            | Self::Retirement(id)
            | Self::NewLevel(id) => Some(id),
        }
    }

    /// What is wrong with `value` for this subject, in words that complete "expected …".
    pub fn check(self, value: f64) -> Result<(), String> {
        let within = |low: f64, high: f64| value.is_finite() && low <= value && value <= high;
        match self {
            Self::UnitRecovery | Self::Recovery(_) => {
                let (low, high) = (limits::RECOVERY_DAYS_FLOOR, limits::RECOVERY_DAYS_CEILING);
                within(low, high)
                    .then_some(())
                    .ok_or_else(|| format!("{low} to {high} working days"))
            }
            Self::Capability(_) | Self::Potentiality(_) | Self::Weight(_) => {
                let good = value > 0.0 && within(0.0, limits::READING_MAGNITUDE);
                good.then_some(()).ok_or_else(|| "a number above zero".to_owned())
            }
            Self::NewLevel(_) => {
                let most = limits::READING_MAGNITUDE;
                within(-most, most).then_some(()).ok_or_else(|| "a finite number".to_owned())
            }
            Self::Retirement(_) => Ok(()),
        }
    }
}

/// Recovery time where nothing, or something older than a year, is agreed.
pub fn default_recovery(calendar: &Calendar) -> std::time::Duration {
    working_days(limits::RECOVERY_DAYS, calendar)
}

/// Working days as working time of a calendar.
pub fn working_days(days: f64, calendar: &Calendar) -> std::time::Duration {
    let bounded = days.clamp(limits::RECOVERY_DAYS_FLOOR, limits::RECOVERY_DAYS_CEILING);
    calendar.working_day().mul_f64(bounded)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 5] =
        [State::Proposed, State::Countered, State::InForce, State::Withdrawn, State::Replaced];
    const EVENTS: [Event; 5] =
        [Event::Countered, Event::Consented, Event::Withdrawn, Event::Replaced, Event::Forgotten];

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        crate::table::assert_matches(include_str!("agreement.rs"), &STATES, &EVENTS, |s, e| {
            rule(s, e).map_or("-".to_owned(), |next| format!("{next:?}"))
        });
    }

    #[test]
    fn recovery_beyond_ten_working_days_cannot_be_agreed() {
        assert!(Subject::UnitRecovery.check(10.0).is_ok());
        for bad in [10.01, 0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Subject::UnitRecovery.check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_agreement_lapses_after_a_year() {
        let from = jiff::civil::date(2026, 3, 14);
        assert_eq!(lapses_on(from), jiff::civil::date(2027, 3, 14));
    }
}
