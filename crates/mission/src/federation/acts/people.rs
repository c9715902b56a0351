//! Acts about members: inviting, joining, letting machines in, leaving.

use super::super::{Federation, Now};
use super::{Answer, words};
use crate::effect::{Done, Refusal, Thing};
use crate::event::NewInvitation;
use crate::id::{InvitationId, MemberId, UnitId};
use crate::limits;
use crate::roll::{Invitation, Member, Role, Roll};

const FULL: Refusal = Refusal::NotNow("the unit has as many members as there can be");

impl Federation {
    /// A committee invites into its own unit, and the first of a committee into a part that has none
    /// and is next below it: from then on the part decides itself who belongs to it.
    pub(super) fn invite(&mut self, now: &mut Now, unit: UnitId, said: &NewInvitation) -> Answer {
        let NewInvitation { unit: to, role, title } = said;
        let title = words("title", title, limits::ROLE_LETTERS)?;
        if !role.is_for_people() {
            return Err(Refusal::Wrong("role", "a role that people have".to_owned()));
        }
        if *to != unit {
            self.can_begin(unit, *to)?;
            if *role != Role::Committee {
                let expected = "committee: it decides who else belongs to the unit".to_owned();
                return Err(Refusal::Wrong("role", expected));
            }
        }
        let id: InvitationId = now.mint.id();
        let roll = self.roll_of(now, *to);
        roll.invited.retain(|invited| now.at < invited.until);
        if !roll.has_room() {
            return Err(FULL);
        }
        let until = now.at + limits::INVITATION;
        roll.invited.push(Invitation { id, role: *role, title, until });
        Ok(Done::Invited(*to, id))
    }

    /// Whether a unit may give a part below it its first committee: there is none in the part, and
    /// none between.
    pub(super) fn can_begin(&self, unit: UnitId, part: UnitId) -> Result<(), Refusal> {
        self.registry.find_unit(part).ok_or(Refusal::Unknown)?;
        if !self.registry.is_above(unit, part) {
            return Err(Refusal::NotYours("a committee invites into its own unit and below it"));
        }
        let decides = |unit: &UnitId| self.rolls.get(unit).is_some_and(Roll::has_committee);
        let between = self.registry.above(part).take_while(|level| *level != unit);
        if std::iter::once(part).chain(between).any(|level| decides(&level)) {
            return Err(Refusal::NotYours(
                "the unit has a committee, or is below one that has: that decides who belongs to it",
            ));
        }
        Ok(())
    }

    pub(super) fn take_back(&mut self, now: &mut Now, unit: UnitId, id: InvitationId) -> Answer {
        let is_meant = |roll: &&Roll| roll.invitation(id, now.at).is_some();
        let to = self.rolls.values().find(is_meant).ok_or(Refusal::Unknown)?.unit;
        if to != unit {
            self.can_begin(unit, to).map_err(|_| Refusal::Unknown)?;
        }
        self.roll_of(now, to).invited.retain(|invited| invited.id != id);
        Ok(Done::Changed(Thing::Roll(to)))
    }

    pub(super) fn join(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        who: Option<MemberId>,
        id: InvitationId,
    ) -> Answer {
        let who = who.ok_or(Refusal::Unknown)?;
        let known = self.rolls.get(&unit).and_then(|roll| roll.invitation(id, now.at));
        let Invitation { role, title, .. } = known.cloned().ok_or(Refusal::Unknown)?;
        self.roll_of(now, unit).invited.retain(|invited| invited.id != id);
        self.enrol(now, unit, who, role, title);
        Ok(Done::Changed(Thing::Roll(unit)))
    }

    /// Where nobody decides in a root, whoever keeps the program running takes its first places.
    pub(super) fn begin(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        who: Option<MemberId>,
        title: &str,
    ) -> Answer {
        let who = who.ok_or(Refusal::Unknown)?;
        if !self.registry.is_top_here(unit) {
            return Err(Refusal::NotYours("the committee above invites the first of a part"));
        }
        if self.rolls.get(&unit).is_some_and(Roll::has_committee) {
            return Err(Refusal::NotNow(
                "the unit has a committee, which decides who belongs to it",
            ));
        }
        self.found_roll(now, unit, who, title);
        Ok(Done::Changed(Thing::Roll(unit)))
    }

    /// A place that a group of the system brings which people sign in to.
    pub(super) fn enter(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        who: Option<MemberId>,
        role: Role,
        title: &str,
    ) -> Answer {
        let who = who.ok_or(Refusal::Unknown)?;
        let title = words("title", title, limits::ROLE_LETTERS)?;
        if !role.is_for_people() {
            return Err(Refusal::Wrong("role", "a role that people have".to_owned()));
        }
        if !self.roll_of(now, unit).has_room() {
            return Err(FULL);
        }
        self.enrol(now, unit, who, role, title);
        Ok(Done::Changed(Thing::Roll(unit)))
    }

    /// Who founds a root decides in it and answers for it, until others do.
    pub(in super::super) fn found_roll(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        who: MemberId,
        title: &str,
    ) {
        for role in [Role::Committee, Role::Coordinator] {
            self.enrol(now, unit, who, role, title.to_owned());
        }
    }

    pub(super) fn admit(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        who: MemberId,
        role: Role,
        title: &str,
    ) -> Answer {
        let title = words("title", title, limits::ROLE_LETTERS)?;
        if role.is_for_people() {
            return Err(Refusal::Wrong("role", "a machine's or a display's".to_owned()));
        }
        if !self.roll_of(now, unit).has_room() {
            return Err(FULL);
        }
        self.enrol(now, unit, who, role, title);
        Ok(Done::Changed(Thing::Roll(unit)))
    }

    pub(super) fn dismiss(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        who: MemberId,
        role: Role,
    ) -> Answer {
        let roll = self.rolls.get(&unit).ok_or(Refusal::Unknown)?;
        if !roll.is(who, role) {
            return Err(Refusal::Unknown);
        }
        let decides = |member: &&Member| member.role == Role::Committee;
        let is_last = role == Role::Committee && roll.members.iter().filter(decides).count() == 1;
        if is_last && roll.members.len() > 1 {
            return Err(Refusal::NotNow(
                "somebody must decide in the unit: invite another into the committee first",
            ));
        }
        let roll = self.roll_of(now, unit);
        roll.members.retain(|member| (member.who, member.role) != (who, role));
        Ok(Done::Changed(Thing::Roll(unit)))
    }

    fn enrol(&mut self, now: &mut Now, unit: UnitId, who: MemberId, role: Role, title: String) {
        let since = now.at;
        let roll = self.roll_of(now, unit);
        roll.members.retain(|member| (member.who, member.role) != (who, role));
        roll.members.push(Member { who, role, title, since });
    }

    /// The roll of a unit, to be changed.
    fn roll_of(&mut self, now: &mut Now, unit: UnitId) -> &mut Roll {
        now.touch(Thing::Roll(unit));
        self.rolls.entry(unit).or_insert_with(|| Roll::new(unit))
    }
}
