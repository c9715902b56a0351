//! Acts of asking to be let see figures: asking, and putting a request out of sight.

use super::super::{Federation, Now, Timer};
use super::{Answer, Signer, words};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::NewRequest;
use crate::id::{RequestId, UnitId};
use crate::limits;
use crate::opening::Signature;
use crate::reach::{Resource, Viewer, reach};
use crate::request::{Request, State};
use crate::time::Timestamp;

impl Federation {
    /// What it is refused for says nothing of what became of earlier requests.
    pub(super) fn request(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        new: &NewRequest,
    ) -> Answer {
        let NewRequest { unit: asked, words: text } = new;
        self.registry.find_unit(*asked).ok_or(Refusal::Unknown)?;
        if *asked == unit {
            return Err(Refusal::Wrong("unit", "another unit than your own".to_owned()));
        }
        if !self.registry.lives_here(*asked) && self.link_below(*asked).is_none() {
            return Err(Refusal::NotNow(
                "the unit lives on the node above, which cannot be asked from here yet",
            ));
        }
        let words = words("words", text, limits::WORDS_LETTERS)?;
        let own = || self.requests_of(unit).filter(|it| it.from == unit);
        if own().any(|it| it.unit == *asked && it.state == State::Asked) {
            return Err(Refusal::NotNow("you have asked this unit, and that has not run out yet"));
        }
        let today = own().filter(|it| now.at < it.at + limits::REQUESTS_WITHIN).count();
        if today >= limits::REQUESTS_A_DAY {
            return Err(Refusal::NotNow("you have asked as often as can be in a day"));
        }
        let id: RequestId = now.mint.id();
        self.put_request(Request {
            id,
            unit: *asked,
            from: unit,
            words,
            by: by.to_owned(),
            at: now.at,
            until: now.at + limits::REQUEST,
            declined: None,
            state: State::Asked,
        });
        now.touch(Thing::Request(id));
        self.arm(Timer::Request(id));
        for told in self.sisters(*asked).filter(|told| *told != unit).collect::<Vec<_>>() {
            self.tell(now, told, News::Asked(id));
        }
        Ok(Done::Made(Thing::Request(id)))
    }

    /// A unit and its sisters: all parts of the one above it.
    pub(in crate::federation) fn sisters(&self, unit: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        let parent = self.registry.unit(unit).parent;
        let sisters = parent.into_iter().flat_map(|parent| self.registry.parts(parent));
        let others = sisters.copied().filter(move |sister| *sister != unit);
        std::iter::once(unit).chain(others)
    }

    /// Whether a unit is told of a request: who asks, who is asked, and the sisters of that.
    pub(crate) fn hears_of_request(&self, unit: UnitId, request: &Request) -> bool {
        let parent = self.registry.unit(request.unit).parent;
        let is_sister =
            parent.is_some() && self.registry.find_unit(unit).is_some_and(|it| it.parent == parent);
        unit == request.unit || unit == request.from || is_sister
    }

    /// Out of sight at the unit, and nothing more: whoever asked is not told.
    pub(super) fn decline(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        (by, who): Signer<'_>,
        id: RequestId,
    ) -> Answer {
        if !reach(self, Viewer(unit), Resource::Request(id)).is_any() {
            return Err(Refusal::Unknown);
        }
        let request = self.requests.get_mut(&id).ok_or(Refusal::Unknown)?;
        if request.unit != unit {
            return Err(Refusal::NotYours("the unit that is asked decides"));
        }
        if !request.waits() {
            return Err(Refusal::NotNow("it does not wait any more"));
        }
        request.declined = Some(Signature { by: by.to_owned(), who, at: now.at });
        now.touch(Thing::Request(id));
        Ok(Done::Changed(Thing::Request(id)))
    }

    /// Its time is over.
    pub(in crate::federation) fn request_ran_out(&mut self, now: &mut Now, id: RequestId) {
        if let Some(request) = self.requests.get_mut(&id) {
            request.state = State::Over;
            now.touch(Thing::Request(id));
        }
    }

    /// When a request is over, while it is asked.
    pub(in crate::federation) fn request_due(&self, id: RequestId) -> Option<Timestamp> {
        self.requests.get(&id).filter(|it| it.state == State::Asked).map(|it| it.until)
    }
}
