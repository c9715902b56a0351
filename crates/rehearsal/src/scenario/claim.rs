//! Claims: what can a scenario say must, or must never, be so?

use std::fmt;

use mission::escalation::Phase;
use mission::federation::Federation;
use mission::incident::Cause;
use mission::obligation::State;
use mission::signal::{Kind, Surprise};
use mission::time::Timestamp;

use super::World;

/// Something that is so or not at a moment.
#[derive(Clone, Debug)]
pub enum Claim {
    /// A signal is told at this moment.
    Signal(SignalClaim),
    /// There is such an incident.
    Incident(IncidentClaim),
    /// There is such an obligation.
    Obligation(ObligationClaim),
}

/// A signal of a series.
#[derive(Clone, Debug)]
pub struct SignalClaim {
    series: String,
    kind: Option<Kind>,
    surprise: Option<Surprise>,
}

/// An incident of a series or of a unit.
#[derive(Clone, Debug)]
pub struct IncidentClaim {
    about: String,
    holder: Option<String>,
    phase: Option<Phase>,
    silent: bool,
    missed: bool,
}

/// Something a unit owes.
#[derive(Clone, Debug)]
pub struct ObligationClaim {
    debtor: String,
    state: Option<State>,
}

/// A signal of that series, `mill-4/output`.
pub fn signal(series: &str) -> SignalClaim {
    SignalClaim { series: series.to_owned(), kind: None, surprise: None }
}

/// An incident of that series, or one of that unit's own.
pub fn incident(about: &str) -> IncidentClaim {
    let about = about.to_owned();
    IncidentClaim { about, holder: None, phase: None, silent: false, missed: false }
}

/// Something that unit owes.
pub fn obligation(debtor: &str) -> ObligationClaim {
    ObligationClaim { debtor: debtor.to_owned(), state: None }
}

impl SignalClaim {
    /// Of that kind.
    #[must_use]
    pub fn kind(self, kind: Kind) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// A good surprise.
    #[must_use]
    pub fn good(self) -> Self {
        Self { surprise: Some(Surprise::Good), ..self }
    }
}

impl IncidentClaim {
    /// Held by that unit, and not over.
    #[must_use]
    pub fn held_by(self, unit: &str) -> Self {
        Self { holder: Some(unit.to_owned()), ..self }
    }

    /// In that phase.
    #[must_use]
    pub fn in_phase(self, phase: Phase) -> Self {
        Self { phase: Some(phase), ..self }
    }

    /// Because reports stopped coming.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }

    /// Because the unit did not do what it owed.
    #[must_use]
    pub fn for_what_was_missed(self) -> Self {
        Self { missed: true, ..self }
    }
}

impl ObligationClaim {
    /// In that state.
    #[must_use]
    pub fn in_state(self, state: State) -> Self {
        Self { state: Some(state), ..self }
    }
}

impl Claim {
    /// Whether it is so at that moment.
    pub(super) fn holds(&self, world: &World, federation: &Federation, now: Timestamp) -> bool {
        match self {
            Self::Signal(claim) => claim.holds(world, federation, now),
            Self::Incident(claim) => claim.holds(world, federation),
            Self::Obligation(claim) => {
                let debtor = world.id(&claim.debtor);
                federation.obligations_of(debtor).any(|owed| {
                    owed.debtor == debtor && claim.state.is_none_or(|state| owed.state == state)
                })
            }
        }
    }
}

impl SignalClaim {
    fn holds(&self, world: &World, federation: &Federation, now: Timestamp) -> bool {
        let mut told = federation.signals_of(world.indicator(&self.series));
        told.any(|signal| {
            signal.told == now
                && self.kind.is_none_or(|kind| signal.kind == kind)
                && self.surprise.is_none_or(|surprise| signal.surprise == surprise)
        })
    }
}

impl IncidentClaim {
    fn holds(&self, world: &World, federation: &Federation) -> bool {
        let found: Vec<_> = if self.about.contains('/') {
            federation.incidents_of(world.indicator(&self.about)).collect()
        } else {
            let unit = world.id(&self.about);
            federation.reached(unit).filter(|incident| incident.unit == unit).collect()
        };
        found.into_iter().any(|incident| {
            let holder = self.holder.as_ref().map(|unit| world.id(unit));
            holder.is_none_or(|unit| incident.is_open() && incident.holder().unit == unit)
                && self.phase.is_none_or(|phase| incident.phase == phase)
                && (!self.silent || matches!(incident.cause, Cause::Silence(_)))
                && (!self.missed || matches!(incident.cause, Cause::Missed { .. }))
        })
    }
}

impl From<SignalClaim> for Claim {
    fn from(claim: SignalClaim) -> Self {
        Self::Signal(claim)
    }
}

impl From<IncidentClaim> for Claim {
    fn from(claim: IncidentClaim) -> Self {
        Self::Incident(claim)
    }
}

impl From<ObligationClaim> for Claim {
    fn from(claim: ObligationClaim) -> Self {
        Self::Obligation(claim)
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal(claim) => {
                write!(f, "a signal of {}", claim.series)?;
                claim.kind.map_or(Ok(()), |kind| write!(f, " that says {kind:?}"))?;
                claim.surprise.map_or(Ok(()), |surprise| write!(f, ", {surprise:?}"))
            }
            Self::Incident(claim) => {
                write!(f, "an incident of {}", claim.about)?;
                let holder = claim.holder.as_ref();
                holder.map_or(Ok(()), |holder| write!(f, " held by {holder}"))?;
                claim.phase.map_or(Ok(()), |phase| write!(f, ", {phase:?}"))?;
                if claim.silent {
                    write!(f, ", for silence")?;
                }
                if claim.missed {
                    write!(f, ", for what was missed")?;
                }
                Ok(())
            }
            Self::Obligation(claim) => {
                write!(f, "an obligation of {}", claim.debtor)?;
                claim.state.map_or(Ok(()), |state| write!(f, ", {state:?}"))
            }
        }
    }
}
