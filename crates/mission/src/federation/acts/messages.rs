//! Acts of writing: to whom a message goes, and when it is gone.

use super::super::{Federation, Now, Timer};
use super::{Answer, words};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::{Addressee, NewMessage};
use crate::id::{MessageId, UnitId};
use crate::limits;
use crate::message::{About, Course, Message};
use crate::reach::{Resource, Viewer, reach};
use crate::time::Timestamp;

const ELSEWHERE: Refusal = Refusal::NotNow(
    "a unit that it would go to lives on a node of its own; between two such units messages do not cross, as \
     they would lie on the machine of the level above",
);

/// Where a message goes, what it answers, and what it is about by that.
struct Addressed {
    course: Course,
    to: Vec<UnitId>,
    answers: Option<MessageId>,
    about: Option<About>,
}

impl Federation {
    pub(super) fn write(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        new: &NewMessage,
    ) -> Answer {
        let Addressed { course, to, answers, about } = self.addressed(unit, &new.to)?;
        let words = words("words", &new.words, limits::MESSAGE_LETTERS)?;
        // What was answered may be about what one of them does not see any more: then the answer is not.
        let about = about.filter(|about| self.may_be_about(unit, &to, *about).is_ok());
        if let (None, Some(about)) = (about, new.about) {
            self.may_be_about(unit, &to, about)?;
        }
        let about = about.or(new.about);
        if !to.iter().all(|to| self.words_reach(unit, *to)) {
            return Err(ELSEWHERE);
        }
        if self.has_written_enough(unit, course, now.at) {
            return Err(Refusal::NotNow(
                "the unit has written as often as can be in 24 hours; wait, or say more in one message",
            ));
        }
        let id: MessageId = now.mint.id();
        let (by, at) = (by.to_owned(), now.at);
        let message =
            Message { id, from: unit, course, to, answers, about, words, by, at, theirs: None };
        let told: Vec<UnitId> = message.parties().collect();
        self.put_message(message);
        now.touch(Thing::Message(id));
        self.arm(Timer::Message(id));
        for unit in told {
            self.tell(now, unit, News::Wrote(id));
        }
        Ok(Done::Made(Thing::Message(id)))
    }

    fn addressed(&self, unit: UnitId, to: &Addressee) -> Result<Addressed, Refusal> {
        let plain = |course, to| Addressed { course, to, answers: None, about: None };
        Ok(match to {
            Addressee::Above => {
                let above = self.registry.unit(unit).parent;
                let above = above.ok_or(Refusal::NotNow("there is no level above this one"))?;
                plain(Course::Up, vec![above])
            }
            Addressee::Parts(named) => {
                let parts = self.registry.parts(unit);
                if parts.is_empty() {
                    return Err(Refusal::NotNow("there is no part below that it could go to"));
                }
                let is_part = |to: &UnitId| parts.contains(to);
                let named = among(named, is_part, "direct parts of the unit")?;
                plain(
                    Course::Down,
                    if named.is_empty() { among(parts, is_part, "")? } else { named },
                )
            }
            Addressee::Sisters(named) => {
                let is_sister = |to: &UnitId| *to != unit && self.are_sisters(unit, *to);
                let named = among(named, is_sister, "sister units: parts of the same level")?;
                if named.is_empty() {
                    let expected = "at least one sister unit".to_owned();
                    return Err(Refusal::Wrong("units", expected));
                }
                plain(Course::Sideways, named)
            }
            Addressee::Within => plain(Course::Within, vec![unit]),
            Addressee::Answer(id) => {
                let answered = self.messages.get(id).filter(|it| it.is_read_by(unit));
                let answered = answered.ok_or(Refusal::Unknown)?;
                if !answered.to.contains(&unit) {
                    return Err(Refusal::NotNow(
                        "your unit wrote it: those answer who received it; write again instead",
                    ));
                }
                let (course, to) = (self.course(unit, answered.from), vec![answered.from]);
                Addressed { course, to, answers: Some(*id), about: answered.about }
            }
            Addressee::Poster(id) => {
                let is_seen = reach(self, Viewer(unit), Resource::Post(*id)).is_any();
                let post = self.posts.get(id).filter(|_| is_seen).ok_or(Refusal::Unknown)?;
                if post.unit == unit {
                    return Err(Refusal::NotNow("your unit posted it: others answer it"));
                }
                let (course, to) = (self.course(unit, post.unit), vec![post.unit]);
                Addressed { course, to, answers: None, about: Some(About::Post(*id)) }
            }
        })
    }

    /// Whether a unit has written as often as can be, of late. Who writes among themselves keeps nobody from
    /// writing to others.
    pub(in crate::federation) fn has_written_enough(
        &self,
        unit: UnitId,
        course: Course,
        now: Timestamp,
    ) -> bool {
        let is_within = |course| course == Course::Within;
        let own = self.messages_of(unit).rev().filter(|it| it.from == unit);
        let recent = own.take_while(|it| now < it.at + limits::MESSAGES_WITHIN);
        let same = recent.filter(|it| is_within(it.course) == is_within(course));
        same.count() >= limits::MESSAGES_A_DAY
    }

    /// Which way it is from one unit to another.
    pub(in crate::federation) fn course(&self, from: UnitId, to: UnitId) -> Course {
        let parent = |unit: UnitId| self.registry.unit(unit).parent;
        if from == to {
            Course::Within
        } else if parent(from) == Some(to) {
            Course::Up
        } else if parent(to) == Some(from) {
            Course::Down
        } else if self.are_sisters(from, to) {
            Course::Sideways
        } else {
            Course::Across
        }
    }

    fn are_sisters(&self, one: UnitId, other: UnitId) -> bool {
        let parent = |unit: UnitId| self.registry.find_unit(unit).and_then(|it| it.parent);
        parent(one).is_some() && parent(one) == parent(other)
    }

    /// Whether all who will read it may see what it is about. To whoever writes, what is hidden is absent.
    pub(in crate::federation) fn may_be_about(
        &self,
        from: UnitId,
        to: &[UnitId],
        about: About,
    ) -> Result<(), Refusal> {
        let thing = match about {
            About::Incident(id) => Resource::Incident(id),
            About::Directive(id) => Resource::Directive(id),
            About::Post(id) => Resource::Post(id),
            About::Indicator(id) => Resource::Series(id),
        };
        let sees = |unit: UnitId| reach(self, Viewer(unit), thing).is_any();
        if !sees(from) {
            return Err(Refusal::Unknown);
        }
        if to.iter().all(|unit| sees(*unit)) {
            return Ok(());
        }
        let expected = "a thing that all who will read the message may see".to_owned();
        Err(Refusal::Wrong("about", expected))
    }

    /// Its time is over: nothing of it is kept.
    pub(in crate::federation) fn message_ran_out(&mut self, now: &mut Now, id: MessageId) {
        if self.take_message(id).is_some() {
            now.step.gone.push(Thing::Message(id));
        }
    }
}

/// Units that are named, each once and in order of id, if all of them may be.
fn among(
    named: &[UnitId],
    may_be: impl Fn(&UnitId) -> bool,
    expected: &str,
) -> Result<Vec<UnitId>, Refusal> {
    if !named.iter().all(may_be) {
        return Err(Refusal::Wrong("units", expected.to_owned()));
    }
    let mut units = named.to_vec();
    units.sort_unstable();
    units.dedup();
    Ok(units)
}
