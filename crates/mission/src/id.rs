//! Identity: which thing is meant?
//!
//! Units and indicators are numbered in the order in which the log named them, so that their state
//! lies in plain vectors. Everything else takes its id from the log entry that caused it and its
//! ordinal there, so that a replay, on any number of workers, gives the same ids.

use crate::limits;

macro_rules! dense_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Its place in a vector of all of them.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

macro_rules! minted_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl From<Minted> for $name {
            fn from(minted: Minted) -> Self {
                Self(minted.0)
            }
        }
    };
}

dense_id!(
    /// A unit, for ever: its path may change, this does not.
    UnitId
);
dense_id!(
    /// An indicator of one unit, for ever.
    IndicatorId
);
minted_id!(
    /// A signal that was told.
    SignalId
);
minted_id!(
    /// An incident.
    IncidentId
);
minted_id!(
    /// What a level owes for an incident, or for a call for help, that it received.
    ObligationId
);
minted_id!(
    /// Terms between a unit and the one above it.
    AgreementId
);
minted_id!(
    /// What a unit announced about its own figures.
    AnnouncementId
);
minted_id!(
    /// A policy sent down.
    DirectiveId
);
minted_id!(
    /// Figures of a unit that another may see.
    OpeningId
);
minted_id!(
    /// What a unit asks another to be let see.
    RequestId
);
minted_id!(
    /// A chart of a unit's flow, as it was drawn once.
    FlowId
);
minted_id!(
    /// Words from a unit to others, or to itself.
    MessageId
);
minted_id!(
    /// A need or an offer.
    PostId
);
minted_id!(
    /// A place in a unit that is kept for somebody.
    InvitationId
);
dense_id!(
    /// A person, a machine or a display, by the number of their account.
    MemberId
);
dense_id!(
    /// A tie with another node.
    LinkId
);

/// A number that no other thing of this log has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minted(u64);

/// Hands out ids for what one log entry causes.
#[derive(Clone, Copy, Debug)]
pub struct Mint {
    offset: u64,
    ordinal: u64,
}

impl Mint {
    /// Ids for the entry at `offset` of the log.
    pub const fn at(offset: u64) -> Self {
        Self { offset, ordinal: 0 }
    }

    /// The next id, of whichever kind the caller wants it.
    pub fn id<Id: From<Minted>>(&mut self) -> Id {
        let minted = Minted((self.offset << limits::ORDINAL_BITS) | self.ordinal);
        self.ordinal += 1;
        Id::from(minted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_with_the_log_and_within_an_entry() {
        let (mut early, mut late) = (Mint::at(6), Mint::at(7));
        let first: IncidentId = early.id();
        let second: IncidentId = early.id();
        let third: IncidentId = late.id();
        assert!(first < second && second < third);
    }
}
