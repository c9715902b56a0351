//! Acts on the board: posting a need or an offer, and how it ends.

use super::super::{Federation, Now, Timer};
use super::{Answer, words};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::NewPost;
use crate::id::{PostId, UnitId};
use crate::limits;
use crate::post::{Ending, Post, State, rule};

impl Federation {
    pub(super) fn post_up(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        new: &NewPost,
    ) -> Answer {
        let text = words("words", &new.words, limits::POST_LETTERS)?;
        let amount = match new.amount.trim() {
            "" => String::new(),
            amount => words("amount", amount, limits::AMOUNT_LETTERS)?,
        };
        if new.until <= now.at || now.at + limits::POST_FOR < new.until {
            let days = limits::POST_FOR.as_secs() / 86_400;
            let expected = format!("a day from today on, and at most {days} days ahead");
            return Err(Refusal::Wrong("until", expected));
        }
        let own = || self.posts.values().filter(|it| it.unit == unit);
        if own().filter(|it| it.state == State::Standing).count() >= limits::POSTS_STANDING {
            return Err(Refusal::NotNow(
                "as many needs and offers of the unit stand as can; end one of them first",
            ));
        }
        let today = own().filter(|it| now.at < it.at + limits::MESSAGES_WITHIN).count();
        if today >= limits::POSTS_A_DAY {
            return Err(Refusal::NotNow("the unit has posted as often as can be in 24 hours"));
        }
        let id: PostId = now.mint.id();
        self.posts.insert(
            id,
            Post {
                id,
                unit,
                kind: new.kind,
                words: text,
                amount,
                until: new.until,
                by: by.to_owned(),
                at: now.at,
                state: State::Standing,
                ended: None,
            },
        );
        now.touch(Thing::Post(id));
        self.arm(Timer::Post(id));
        self.tell(now, unit, News::Posted(id, State::Standing));
        Ok(Done::Made(Thing::Post(id)))
    }

    pub(super) fn end_post(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        id: PostId,
        ending: Ending,
    ) -> Answer {
        let post = self.posts.get(&id).ok_or(Refusal::Unknown)?;
        if post.unit != unit {
            return Err(if self.is_of_one_root(unit, post.unit) {
                Refusal::NotYours("only the unit that posted it may end it")
            } else {
                Refusal::Unknown
            });
        }
        self.post_ends(now, id, ending).ok_or(Refusal::NotNow("it has ended already"))?;
        Ok(Done::Changed(Thing::Post(id)))
    }

    /// It is over at its date, and forgotten a while after it has ended.
    pub(in crate::federation) fn post_ran_out(&mut self, now: &mut Now, id: PostId) {
        if self.post_ends(now, id, Ending::Expired).is_none() && self.posts.remove(&id).is_some() {
            now.step.gone.push(Thing::Post(id));
        }
    }

    fn post_ends(&mut self, now: &mut Now, id: PostId, ending: Ending) -> Option<()> {
        let post = self.posts.get_mut(&id)?;
        let (unit, state) = (post.unit, rule(post.state, ending)?);
        (post.state, post.ended) = (state, Some(now.at));
        now.touch(Thing::Post(id));
        self.arm(Timer::Post(id));
        self.tell(now, unit, News::Posted(id, state));
        Some(())
    }
}
