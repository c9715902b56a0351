//! Roll: who belongs to a unit, and in which role?
//!
//! A member is a person, a machine or a display. The roll knows them by number alone: who that is
//! lies in the accounts, outside of the log, where it can be erased. A role is held in one unit and
//! says nothing about the units above or below it.

use crate::id::{InvitationId, MemberId, UnitId};
use crate::limits;
use crate::time::Timestamp;

/// What a member is in a unit. What each may do is a table in [`may`](crate::may).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works there.
    Worker,
    /// Decides for the unit.
    Committee,
    /// Answers for the unit to what is below it, and sends policies down.
    Coordinator,
    /// Reads who did what, and nothing else.
    Auditor,
    /// A machine that reports.
    Source,
    /// A display that everybody there can read.
    Wall,
    /// A shared device on the floor.
    Tablet,
}

impl Role {
    /// Whether whoever has it acts for others, and shows more than a password.
    pub const fn acts_for_others(self) -> bool {
        matches!(self, Self::Committee | Self::Coordinator | Self::Auditor)
    }

    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Worker,
        Self::Committee,
        Self::Coordinator,
        Self::Auditor,
        Self::Source,
        Self::Wall,
        Self::Tablet,
    ];

    /// Whether people hold it, and not machines.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Worker | Self::Committee | Self::Coordinator | Self::Auditor)
    }

    /// Whether it is that of a display or a tablet, which stands somewhere and is set up by hand.
    pub const fn is_device(self) -> bool {
        matches!(self, Self::Wall | Self::Tablet)
    }

    /// Its name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Committee => "committee",
            Self::Coordinator => "coordinator",
            Self::Auditor => "auditor",
            Self::Source => "source",
            Self::Wall => "wall",
            Self::Tablet => "tablet",
        }
    }

    /// The role of that name.
    pub fn parse(given: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == given)
    }
}

/// Everybody of a unit. Plain data, kept by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Roll {
    /// The unit.
    pub unit: UnitId,
    /// Its members, in the order in which they came. Who holds two roles is there twice.
    pub members: Vec<Member>,
    /// Who is invited and has not come yet.
    pub invited: Vec<Invitation>,
}

/// A member in one role.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Who.
    pub who: MemberId,
    /// As what.
    pub role: Role,
    /// What they sign with: a role in the unit's own words, "shift lead".
    pub title: String,
    /// Since when.
    pub since: Timestamp,
}

/// A place that is kept for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Invitation {
    /// Its identity.
    pub id: InvitationId,
    /// As what.
    pub role: Role,
    /// What they will sign with.
    pub title: String,
    /// Until when it holds.
    pub until: Timestamp,
}

impl Roll {
    /// Of a unit without members.
    pub const fn new(unit: UnitId) -> Self {
        Self { unit, members: Vec::new(), invited: Vec::new() }
    }

    /// The roles that somebody has here.
    pub fn roles(&self, who: MemberId) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |member| member.who == who)
    }

    /// Whether somebody has that role here.
    pub fn is(&self, who: MemberId, role: Role) -> bool {
        self.roles(who).any(|member| member.role == role)
    }

    /// Whether somebody works here and decides nothing.
    pub fn is_only_worker(&self, who: MemberId) -> bool {
        self.is(who, Role::Worker) && self.roles(who).all(|member| member.role == Role::Worker)
    }

    /// Whether anybody decides here.
    pub fn has_committee(&self) -> bool {
        self.members.iter().any(|member| member.role == Role::Committee)
    }

    /// Whether those who signed can bind the unit: one of its committee and one who holds only the
    /// worker's role; where there is nobody of the kind, two of its committee; and where that is one
    /// person alone, that one.
    pub fn is_bound_by(&self, signers: &[MemberId]) -> bool {
        let of_committee = |who: &&MemberId| self.is(**who, Role::Committee);
        let Some(first) = signers.iter().find(of_committee) else { return false };
        if self.members.iter().any(|member| self.is_only_worker(member.who)) {
            return signers.iter().any(|who| self.is_only_worker(*who));
        }
        let is_another = |who: MemberId| who != *first && self.is(who, Role::Committee);
        let is_alone = !self.members.iter().any(|member| is_another(member.who));
        is_alone || signers.iter().any(|who| is_another(*who))
    }

    /// An invitation that still holds.
    pub fn invitation(&self, id: InvitationId, now: Timestamp) -> Option<&Invitation> {
        self.invited.iter().find(|invited| invited.id == id && now < invited.until)
    }

    /// Whether there is room for one more.
    pub(crate) fn has_room(&self) -> bool {
        self.members.len() + self.invited.len() < limits::MEMBERS_A_UNIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roll(members: &[(u32, Role)]) -> Roll {
        let member = |(who, role): &(u32, Role)| Member {
            who: MemberId(*who),
            role: *role,
            title: role.name().to_owned(),
            since: Timestamp::ZERO,
        };
        Roll { members: members.iter().map(member).collect(), ..Roll::new(UnitId(0)) }
    }

    fn bound(roll: &Roll, signers: &[u32]) -> bool {
        roll.is_bound_by(&signers.iter().map(|who| MemberId(*who)).collect::<Vec<_>>())
    }

    #[test]
    fn one_of_the_two_who_bind_a_unit_holds_only_the_workers_role() {
        let mill = roll(&[
            (1, Role::Committee),
            (2, Role::Committee),
            (3, Role::Worker),
            (4, Role::Worker),
            (4, Role::Coordinator),
            (2, Role::Worker),
        ]);
        assert!(bound(&mill, &[1, 3]) && bound(&mill, &[3, 2]));
        for too_little in [&[][..], &[1], &[1, 2], &[3], &[3, 4], &[1, 4], &[9], &[9, 3]] {
            assert!(!bound(&mill, too_little), "{too_little:?}");
        }
    }

    #[test]
    fn an_office_of_two_is_bound_by_both_and_of_one_by_that_one() {
        let two = roll(&[(1, Role::Committee), (2, Role::Committee), (3, Role::Coordinator)]);
        assert!(!bound(&two, &[1]) && !bound(&two, &[1, 3]) && bound(&two, &[1, 2]));
        let one = roll(&[(1, Role::Committee), (1, Role::Coordinator), (3, Role::Wall)]);
        assert!(bound(&one, &[1]) && !bound(&one, &[3]));
    }

    #[test]
    fn every_role_has_its_name() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(role));
        }
        assert_eq!(Role::parse("Worker"), None);
    }
}
