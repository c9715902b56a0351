//! Messages: how do words cross a border, between the branch and the level above it?
//!
//! No other message crosses: sisters are not known to a branch, and what is written within is at home.

use super::super::{Federation, Now, Timer};
use super::read::{Unread, said};
use crate::effect::{News, Thing};
use crate::id::{LinkId, MessageId, UnitId};
use crate::letter::{Letter, Wrote};
use crate::limits;
use crate::link::{Link, Other};
use crate::message::{About, Message};

impl Federation {
    /// Whether a message from one unit to the other crosses a border that messages cross.
    pub(in crate::federation) fn writes_across(&self, from: UnitId, to: UnitId) -> bool {
        self.links.iter().any(|link| self.ends(link) == Some((from, to)))
    }

    /// The unit on this side of a border, and the one on the other, that write to each other.
    fn ends(&self, link: &Link) -> Option<(UnitId, UnitId)> {
        let (branch, above) = (link.unit, self.registry.unit(link.unit).parent?);
        let (ours, theirs) = match link.other {
            Other::Above => (branch, above),
            Other::Below => (above, branch),
        };
        self.registry.lives_here(ours).then_some((ours, theirs))
    }

    pub(super) fn wrote(&self, link: &Link, id: MessageId) -> Option<Letter> {
        let message = self.messages.get(&id)?;
        let (ours, theirs) = self.ends(link)?;
        if message.from != ours || !message.to.contains(&theirs) {
            return None;
        }
        let answered = message.answers.and_then(|answered| self.messages.get(&answered));
        let about = message.about.and_then(|about| match about {
            About::Incident(id) => Some(Thing::Incident(id)),
            About::Directive(id) => Some(Thing::Directive(id)),
            About::Post(_) | About::Indicator(_) => None,
        });
        Some(Letter::Message(Box::new(Wrote {
            id,
            from: self.registry.unit(ours).path.clone(),
            answers: answered.and_then(|answered| answered.theirs),
            about: about.map(|thing| link.name(thing)),
            words: message.words.clone(),
            by: message.by.clone(),
            at: message.at,
        })))
    }

    pub(super) fn hear_message(
        &mut self,
        now: &mut Now,
        link: LinkId,
        wrote: &Wrote,
    ) -> Result<(), Unread> {
        let from = self.of_other(link, &wrote.from)?;
        let known = &self.links[link.index()];
        let ends = self.ends(known).filter(|(_, theirs)| *theirs == from);
        let (to, _) = ends.ok_or("it is from a unit that does not write across the border")?;
        let about = match wrote.about.and_then(|name| known.resolve(name)) {
            Some(Thing::Incident(id)) => Some(About::Incident(id)),
            Some(Thing::Directive(id)) => Some(About::Directive(id)),
            Some(_) | None => None,
        };
        let about = about.filter(|about| self.may_be_about(from, &[to], *about).is_ok());
        let answered = wrote.answers.and_then(|id| self.messages.get(&id));
        let answers = answered.filter(|it| it.from == to && it.to.contains(&from)).map(|it| it.id);
        let course = self.course(from, to);
        if self.has_written_enough(from, course, now.at) {
            return Err("it is one of more than a unit writes in a day");
        }
        let message = Message {
            id: now.mint.id(),
            from,
            course,
            to: vec![to],
            answers,
            about,
            words: said(&wrote.words, limits::MESSAGE_LETTERS)?,
            by: said(&wrote.by, limits::ROLE_LETTERS)?,
            at: wrote.at.min(now.at),
            theirs: Some(wrote.id),
        };
        if !message.is_kept(now.at) {
            return Err("it was on its way for longer than messages are kept");
        }
        let id = message.id;
        self.put_message(message);
        now.touch(Thing::Message(id));
        self.arm(Timer::Message(id));
        self.tell(now, to, News::Wrote(id));
        Ok(())
    }
}
