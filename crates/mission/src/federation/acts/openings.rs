//! Acts of opening: letting another unit see some figures, signing as the second, and closing.

use std::collections::BTreeSet;

use super::super::{Federation, Now, Timer};
use super::{Answer, Signer, words};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::NewOpening;
use crate::id::{IndicatorId, MemberId, OpeningId, UnitId};
use crate::limits;
use crate::may::{Deed, may};
use crate::opening::{Event, Opening, Signature, State, rule};
use crate::reach::{Resource, Viewer, reach};
use crate::registry::Sphere;
use crate::time::Timestamp;

impl Federation {
    /// One of the committee proposes; it opens nothing until another person has signed.
    pub(super) fn open(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        signer: Signer<'_>,
        new: &NewOpening,
    ) -> Answer {
        let NewOpening { to, indicators, since, until, words: text, grants } = new;
        self.registry.find_unit(*to).ok_or(Refusal::Unknown)?;
        if *to == unit {
            return Err(Refusal::Wrong("to", "another unit than your own".to_owned()));
        }
        if self.link_below(*to).is_some() {
            return Err(Refusal::NotNow(
                "the unit lives on a node below, to which nothing can be opened yet",
            ));
        }
        let is_above = self.registry.is_above(*to, unit);
        if !is_above && !self.registry.lives_here(*to) && !self.is_known_sister(*to) {
            return Err(Refusal::NotNow(
                "the unit lives on a node of its own, to which nothing can be opened yet",
            ));
        }
        let indicators = self.may_be_opened(unit, indicators)?;
        let hours = &self.registry.unit(unit).calendar;
        let today = hours.date_of(now.at);
        let since = since.unwrap_or(today);
        if since > today {
            return Err(Refusal::Wrong("since", format!("a day not after {today}")));
        }
        let since = hours.start_of(since);
        let latest = now.at + limits::OPEN_FOR;
        if *until <= now.at || *until > latest {
            let expected = format!("a time after now, and not after {latest}");
            return Err(Refusal::Wrong("until", expected));
        }
        let granted = grants.map(|id| self.requests.get(&id));
        if granted.is_some_and(|it| it.is_none_or(|it| (it.unit, it.from) != (unit, *to))) {
            let expected = "a request of the unit that you open to".to_owned();
            return Err(Refusal::Wrong("request", expected));
        }
        let words = words("words", text, limits::WORDS_LETTERS)?;
        let standing = self.openings_of(unit).filter(|it| it.unit == unit && it.stands()).count();
        if standing >= limits::OPENINGS_STANDING {
            return Err(Refusal::NotNow("as much is open as can be; close something"));
        }
        let opening = Opening {
            id: now.mint.id(),
            unit,
            to: *to,
            indicators,
            since,
            until: *until,
            words,
            grants: *grants,
            signed: vec![signature(now, signer)],
            at: now.at,
            opened: None,
            ended: None,
            state: State::Proposed,
        };
        let id = opening.id;
        self.put_opening(opening);
        self.arm(Timer::Opening(id));
        self.tell_of_opening(now, id);
        Ok(Done::Made(Thing::Opening(id)))
    }

    /// The series in order, each once: the unit's own, and none about people.
    fn may_be_opened(
        &self,
        unit: UnitId,
        named: &[IndicatorId],
    ) -> Result<Vec<IndicatorId>, Refusal> {
        let own = self.registry.indicators_of(unit);
        if named.is_empty() || named.iter().any(|id| !own.contains(id)) {
            let expected = "at least one figure, and only the unit's own".to_owned();
            return Err(Refusal::Wrong("indicators", expected));
        }
        let is_about_people =
            |id: &IndicatorId| self.registry.indicator(*id).sphere == Sphere::AboutPeople;
        if named.iter().any(is_about_people) {
            let expected = "none about people: those never leave the unit".to_owned();
            return Err(Refusal::Wrong("indicators", expected));
        }
        Ok(named.iter().copied().collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// Another person signs. It opens once those who signed bind the unit.
    pub(super) fn sign_opening(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        signer: Signer<'_>,
        id: OpeningId,
    ) -> Answer {
        let mut opening = self.own_opening(unit, id)?.clone();
        let next = rule(opening.state, Event::Bound);
        let next = next.ok_or(Refusal::NotNow("it does not wait for a signature any more"))?;
        let signature = signature(now, signer);
        if opening.signed.iter().any(|it| is_same(it, &signature)) {
            return Err(Refusal::NotNow("you have signed it: now another person does"));
        }
        opening.signed.push(signature);
        let is_bound = self.is_bound_to_open(&opening);
        if is_bound {
            (opening.state, opening.opened) = (next, Some(now.at));
        }
        self.put_opening(opening);
        now.touch(Thing::Opening(id));
        if is_bound {
            self.tell_of_opening(now, id);
        }
        Ok(Done::Changed(Thing::Opening(id)))
    }

    /// Whether two people of the unit have signed who bind it. Whoever has left since does not
    /// count, and those who are known are not made up for by those who are not.
    fn is_bound_to_open(&self, opening: &Opening) -> bool {
        let known: BTreeSet<MemberId> = opening.signed.iter().filter_map(|it| it.who).collect();
        if known.is_empty() {
            let titles: BTreeSet<String> = opening.signed.iter().map(title).collect();
            return titles.len() >= 2;
        }
        let Some(roll) = self.rolls.get(&opening.unit) else { return false };
        let is_here =
            |who: &MemberId| roll.roles(*who).any(|member| may(member.role, Deed::Witness));
        let here: Vec<MemberId> = known.into_iter().filter(is_here).collect();
        here.len() >= 2 && roll.is_bound_by(&here)
    }

    /// The committee closes at once, alone, what two have opened, and takes back what was proposed.
    pub(super) fn close_opening(&mut self, now: &mut Now, unit: UnitId, id: OpeningId) -> Answer {
        let opening = self.own_opening(unit, id)?.clone();
        let closed = rule(opening.state, Event::Closed);
        let state = closed.ok_or(Refusal::NotNow("it is over already"))?;
        self.end_opening(now, Opening { state, ..opening });
        Ok(Done::Changed(Thing::Opening(id)))
    }

    /// Its time is over.
    pub(in crate::federation) fn opening_ran_out(&mut self, now: &mut Now, id: OpeningId) {
        let opening = self.openings[&id].clone();
        if let Some(state) = rule(opening.state, Event::RanOut) {
            self.end_opening(now, Opening { state, ..opening });
        }
    }

    fn end_opening(&mut self, now: &mut Now, ended: Opening) {
        let id = ended.id;
        self.put_opening(Opening { ended: Some(now.at), ..ended });
        self.tell_of_opening(now, id);
    }

    /// The unit's own; whoever has been let see something by it hears that it is not theirs.
    fn own_opening(&self, unit: UnitId, id: OpeningId) -> Result<&Opening, Refusal> {
        let opening = self.openings.get(&id).ok_or(Refusal::Unknown)?;
        if opening.unit == unit {
            return Ok(opening);
        }
        if reach(self, Viewer(unit), Resource::Opening(id)).is_any() {
            return Err(Refusal::NotYours("the unit whose figures these are decides on them"));
        }
        Err(Refusal::Unknown)
    }

    /// The unit hears how it stands, and so does the other once it has been let see anything.
    pub(in crate::federation) fn tell_of_opening(&mut self, now: &mut Now, id: OpeningId) {
        let Opening { unit, to, state, .. } = self.openings[&id];
        let is_known = self.openings[&id].was_in_force();
        now.touch(Thing::Opening(id));
        self.tell(now, unit, News::Shared(id, state));
        if is_known {
            self.tell(now, to, News::Shared(id, state));
        }
    }

    /// When an opening is over, while it stands.
    pub(in crate::federation) fn opening_due(&self, id: OpeningId) -> Option<Timestamp> {
        self.openings.get(&id).filter(|it| it.stands()).map(|it| it.until)
    }
}

fn signature(now: &Now, (by, who): Signer<'_>) -> Signature {
    Signature { by: by.to_owned(), who, at: now.at }
}

fn title(signature: &Signature) -> String {
    signature.by.trim().to_lowercase()
}

/// Whether two signatures are of one person, as far as that can be known.
fn is_same(one: &Signature, other: &Signature) -> bool {
    match (one.who, other.who) {
        (Some(one), Some(other)) => one == other,
        (None, None) => title(one) == title(other),
        (Some(_), None) | (None, Some(_)) => false,
    }
}
