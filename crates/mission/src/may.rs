//! May: what may a member of a unit do there?
//!
//! `reach` says what a unit may see, this says what its members may do for it. Everything is done in
//! a unit that one is a member of, and for that unit.
//!
//! | deed     | Worker | Committee | Coordinator | Auditor | Source | Wall | Tablet |
//! |----------|--------|-----------|-------------|---------|--------|------|--------|
//! | See      | yes    | yes       | yes         | -       | -      | yes  | yes    |
//! | Report   | yes    | yes       | -           | -       | yes    | -    | yes    |
//! | Alarm    | yes    | yes       | yes         | -       | -      | -    | yes    |
//! | Ask      | yes    | yes       | yes         | -       | -      | -    | -      |
//! | Work     | yes    | yes       | yes         | -       | -      | -    | -      |
//! | Witness  | yes    | yes       | -           | -       | -      | -    | -      |
//! | Decide   | -      | yes       | -           | -       | -      | -    | -      |
//! | Owe      | -      | yes       | yes         | -       | -      | -    | -      |
//! | Direct   | -      | -         | yes         | -       | -      | -    | -      |
//! | Lead     | -      | yes       | -           | -       | -      | -    | -      |
//! | Audit    | -      | yes       | -           | yes     | -      | -    | -      |
//! | Draw     | yes    | yes       | yes         | -       | -      | -    | -      |
//! | Read     | yes    | yes       | yes         | -       | -      | -    | -      |
//! | Write    | yes    | yes       | yes         | -       | -      | -    | -      |
//! | Speak    | -      | yes       | yes         | -       | -      | -    | -      |
//!
//! Deeds that bind a unit are signed by two: see [`Roll::is_bound_by`](crate::roll::Roll::is_bound_by).

use crate::event::Act;
use crate::incident::Finding;
use crate::roll::Role;

/// What is said to whoever would sign more with a PIN.
pub const NOT_AT_A_DEVICE: &str =
    "this is signed where one has signed in oneself, and not at a shared device";

/// What can be done in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// See what the unit may see.
    See,
    /// Report its figures.
    Report,
    /// Raise an alarm.
    Alarm,
    /// Ask the level above for help.
    Ask,
    /// Take an incident on, and write with it.
    Work,
    /// Say what it was, that help came, and sign as one of two.
    Witness,
    /// Say that it is mended, pass it up, put it aside, announce, propose terms, answer policies, propose
    /// that others may see figures, and close that, post needs and offers.
    Decide,
    /// Answer what the unit owes, and ask others to be let see their figures.
    Owe,
    /// Send a policy down.
    Direct,
    /// Set up the unit, and say who belongs to it.
    Lead,
    /// Read who did what.
    Audit,
    /// Draw how the unit's work flows.
    Draw,
    /// Read the unit's messages. A screen on a wall does not: they are for people.
    Read,
    /// Write among themselves, and answer.
    Write,
    /// Write to other units for this one.
    Speak,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 15] = [
        Self::See,
        Self::Report,
        Self::Alarm,
        Self::Ask,
        Self::Work,
        Self::Witness,
        Self::Decide,
        Self::Owe,
        Self::Direct,
        Self::Lead,
        Self::Audit,
        Self::Draw,
        Self::Read,
        Self::Write,
        Self::Speak,
    ];

    /// Whether a member may do something of the kind with a PIN at a device that all share.
    pub const fn is_for_shared_device(self) -> bool {
        matches!(self, Self::Ask | Self::Work | Self::Witness)
    }

    /// Who may do it, as it is said to those who may not.
    pub const fn whose(self) -> &'static str {
        match self {
            Self::See => "this is for those who work in the unit, its committee and coordinators",
            Self::Report => {
                "reports come from those who work in the unit, its committee and its machines"
            }
            Self::Alarm | Self::Ask | Self::Work | Self::Draw | Self::Read | Self::Write => {
                "this is for those who work in the unit, its committee and its coordinators"
            }
            Self::Witness => "this is for those who work in the unit and its committee",
            Self::Decide | Self::Lead => "this is for the committee of the unit to decide",
            Self::Owe => "this is for the coordinators and the committee of the unit",
            Self::Speak => {
                "the committee and the coordinators write to other units; everybody in the unit may \
                 answer, and write within it"
            }
            Self::Direct => "policies are sent by the coordinators of the unit",
            Self::Audit => "this is for the auditors and the committee of the unit",
        }
    }
}

/// The table above.
#[rustfmt::skip]
pub const fn may(role: Role, deed: Deed) -> bool {
    use Deed as D;
    use Role as R;
    match role {
        R::Worker => matches!(deed,
            D::See | D::Report | D::Alarm | D::Ask | D::Work | D::Witness | D::Draw
            | D::Read | D::Write),
        R::Committee => matches!(deed,
            D::See | D::Report | D::Alarm | D::Ask | D::Work | D::Witness
            | D::Decide | D::Owe | D::Lead | D::Audit | D::Draw
            | D::Read | D::Write | D::Speak),
        R::Coordinator => matches!(deed,
            D::See | D::Alarm | D::Ask | D::Work | D::Owe | D::Direct | D::Draw
            | D::Read | D::Write | D::Speak),
        R::Auditor => matches!(deed, D::Audit),
        R::Source  => matches!(deed, D::Report),
        R::Wall    => matches!(deed, D::See),
        R::Tablet  => matches!(deed, D::See | D::Report | D::Alarm),
    }
}

impl Act {
    /// What doing it counts as; none for what is open to whoever holds an invitation.
    pub const fn deed(&self) -> Option<Deed> {
        Some(match self {
            Self::RaiseAlarm(..) => Deed::Alarm,
            Self::AskHelp(..) => Deed::Ask,
            Self::TakeOn(_) | Self::Note(..) => Deed::Work,
            Self::Find(..)
            | Self::Confirm(_)
            | Self::HelpCame(_)
            | Self::Consent(..)
            | Self::SignOpening(_) => Deed::Witness,
            Self::Claim(..)
            | Self::PassUp(..)
            | Self::Shelve(..)
            | Self::Announce(_)
            | Self::CallOff(..)
            | Self::Propose(..)
            | Self::Counter(..)
            | Self::Withdraw(..)
            | Self::Reply(..)
            | Self::Open(_)
            | Self::CloseOpening(_)
            | Self::Decline(_)
            | Self::Post(_)
            | Self::EndPost(..) => Deed::Decide,
            Self::NameOwner(..) | Self::Answer(..) | Self::OfferHelp(..) | Self::Request(_) => {
                Deed::Owe
            }
            Self::Direct(_) | Self::Recall(..) => Deed::Direct,
            Self::Draw(_) => Deed::Draw,
            Self::Invite(_)
            | Self::TakeBack(_)
            | Self::Admit(..)
            | Self::Dismiss(..)
            | Self::BringPast(_)
            | Self::StrikeOut(_) => Deed::Lead,
            Self::Write(new) => new.to.deed(),
            Self::Join(_) | Self::Begin | Self::Enter(..) | Self::Leave(_) => return None,
        })
    }

    /// Whether a member signs it with a PIN at a device that all share: what whoever works there does, and
    /// neither others feel nor binds the unit by itself.
    pub const fn is_for_shared_device(&self) -> bool {
        matches!(
            self,
            Self::TakeOn(_)
                | Self::Note(..)
                | Self::AskHelp(..)
                | Self::Find(..)
                | Self::Confirm(_)
                | Self::HelpCame(_)
        )
    }

    /// Whether it counts as one of two signatures.
    pub const fn is_one_of_two(&self) -> bool {
        matches!(
            self,
            Self::Find(_, Finding::Instrument | Finding::Nothing, _)
                | Self::Confirm(_)
                | Self::Consent(..)
                | Self::SignOpening(_)
        )
    }

    /// Whether others feel it at once, so that who acts is asked once more who they are.
    pub const fn is_felt_by_others(&self) -> bool {
        matches!(
            self,
            Self::PassUp(..)
                | Self::Direct(_)
                | Self::Open(_)
                | Self::SignOpening(_)
                | Self::Invite(_)
                | Self::Admit(..)
                | Self::Dismiss(..)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_docs_is_the_table_in_the_code() {
        crate::table::assert_matches(
            include_str!("may.rs"),
            &Deed::ALL,
            &Role::ALL,
            |deed, role| if may(role, deed) { "yes" } else { "-" }.to_owned(),
        );
    }

    #[test]
    fn machines_do_nothing_that_binds() {
        for role in Role::ALL.into_iter().filter(|role| !role.is_for_people()) {
            for deed in
                [Deed::Witness, Deed::Decide, Deed::Owe, Deed::Direct, Deed::Lead, Deed::Draw]
                    .into_iter()
                    .chain([Deed::Read, Deed::Write, Deed::Speak])
            {
                assert!(!may(role, deed), "{role:?} {deed:?}");
            }
        }
    }
}
