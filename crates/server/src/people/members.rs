//! Members: which roles has who asks, and where?
//!
//! The rolls of all units as the core last said them. A request looks up one person and one unit.

use std::collections::{BTreeSet, HashMap};

use mission::id::{MemberId, UnitId};
use mission::may::{Deed, may};
use mission::roll::{Member, Roll};

/// Who belongs where.
#[derive(Debug, Default)]
pub(crate) struct Members {
    of_unit: HashMap<UnitId, HashMap<MemberId, Vec<Member>>>,
    units_of: HashMap<MemberId, BTreeSet<UnitId>>,
}

impl Members {
    /// Takes a roll over as it is now.
    pub(crate) fn put(&mut self, roll: &Roll) {
        let mut now: HashMap<MemberId, Vec<Member>> = HashMap::new();
        for member in &roll.members {
            now.entry(member.who).or_default().push(member.clone());
            self.units_of.entry(member.who).or_default().insert(roll.unit);
        }
        let before = self.of_unit.insert(roll.unit, now).unwrap_or_default();
        let now = &self.of_unit[&roll.unit];
        for who in before.into_keys().filter(|who| !now.contains_key(who)) {
            if let Some(units) = self.units_of.get_mut(&who) {
                units.remove(&roll.unit);
            }
        }
    }

    /// The units that somebody is a member of, in order of id.
    pub(crate) fn units(&self, who: MemberId) -> impl Iterator<Item = UnitId> + '_ {
        self.units_of.get(&who).into_iter().flatten().copied()
    }

    /// The roles of somebody in a unit.
    pub(crate) fn roles(&self, who: MemberId, unit: UnitId) -> &[Member] {
        let of_unit = self.of_unit.get(&unit).and_then(|of_unit| of_unit.get(&who));
        of_unit.map_or(&[], Vec::as_slice)
    }

    /// The role in which somebody may do that in a unit.
    pub(crate) fn in_which(&self, who: MemberId, unit: UnitId, deed: Deed) -> Option<&Member> {
        self.roles(who, unit).iter().find(|member| may(member.role, deed))
    }

    /// Everybody of a unit, in any order.
    pub(crate) fn of(&self, unit: UnitId) -> impl Iterator<Item = MemberId> + '_ {
        self.of_unit.get(&unit).into_iter().flat_map(|members| members.keys().copied())
    }
}

#[cfg(test)]
mod tests {
    use mission::roll::Role;
    use mission::time::Timestamp;

    use super::*;

    fn roll(unit: u32, members: &[(u32, Role)]) -> Roll {
        let member = |(who, role): &(u32, Role)| Member {
            who: MemberId(*who),
            role: *role,
            title: role.name().to_owned(),
            since: Timestamp::ZERO,
        };
        let members = members.iter().map(member).collect();
        Roll { members, ..Roll::new(UnitId(unit)) }
    }

    #[test]
    fn who_leaves_one_role_keeps_the_other_and_who_leaves_both_is_gone() {
        let mut members = Members::default();
        let who = MemberId(7);
        members.put(&roll(1, &[(7, Role::Worker), (7, Role::Committee), (8, Role::Worker)]));
        members.put(&roll(2, &[(7, Role::Auditor)]));
        assert_eq!(members.units(who).collect::<Vec<_>>(), [UnitId(1), UnitId(2)]);
        assert!(members.in_which(who, UnitId(1), Deed::Lead).is_some());
        assert!(members.in_which(who, UnitId(2), Deed::See).is_none());

        members.put(&roll(1, &[(7, Role::Worker), (8, Role::Worker)]));
        assert!(members.in_which(who, UnitId(1), Deed::Lead).is_none());
        assert!(members.in_which(who, UnitId(1), Deed::See).is_some());

        members.put(&roll(1, &[(8, Role::Worker)]));
        assert_eq!(members.units(who).collect::<Vec<_>>(), [UnitId(2)]);
        assert_eq!(members.roles(who, UnitId(1)), []);
    }
}
