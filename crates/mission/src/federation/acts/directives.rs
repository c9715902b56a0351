//! Acts on directives: sending, answering, taking back.

use super::super::{Federation, Now};
use super::{Answer, words, words_if_any};
use crate::directive::{self, Answer as Reply, Directive, Event, Receiver};
use crate::effect::{Done, News, Refusal, Thing};
use crate::event::NewDirective;
use crate::id::{DirectiveId, UnitId};
use crate::limits;

impl Federation {
    /// A level sends a policy to its direct parts, with its reason and a date.
    pub(super) fn direct(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        sent: &NewDirective,
    ) -> Answer {
        let parts = self.registry.parts(unit);
        if parts.is_empty() {
            return Err(Refusal::NotNow("there is no part below that it could be sent to"));
        }
        if let Some(other) = sent.to.iter().find(|to| !parts.contains(to)) {
            return Err(Refusal::Wrong("to", format!("direct parts only; {} is none", other.0)));
        }
        let mut to = if sent.to.is_empty() { parts.to_vec() } else { sent.to.clone() };
        to.sort_unstable();
        to.dedup();
        let receiver = |unit| Receiver { unit, answer: Reply::Awaited, replies: Vec::new() };
        let directive = Directive {
            id: now.mint.id(),
            from: unit,
            title: words("title", &sent.title, limits::NAME_LETTERS)?,
            text: words("text", &sent.text, limits::WORDS_LETTERS)?,
            reason: words("reason", &sent.reason, limits::WORDS_LETTERS)?,
            holds_from: sent.holds_from,
            by: by.to_owned(),
            sent: now.at,
            withdrawn: None,
            receivers: to.into_iter().map(receiver).collect(),
        };
        let id = directive.id;
        self.lookup.put_directive(&directive);
        self.directives.insert(id, directive);
        self.tell_of_directive(now, id);
        Ok(Done::Made(Thing::Directive(id)))
    }

    pub(in super::super) fn reply(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        by: &str,
        id: DirectiveId,
        event: Event,
        text: &str,
    ) -> Answer {
        let directive = self.directives.get_mut(&id).ok_or(Refusal::Unknown)?;
        let is_sender = directive.from == unit;
        let withdrawn = directive.withdrawn.is_some();
        let receiver = directive.receivers.iter_mut().find(|receiver| receiver.unit == unit);
        let receiver = receiver.ok_or(if is_sender {
            Refusal::NotYours("those answer it to whom it was sent")
        } else {
            Refusal::Unknown
        })?;
        if withdrawn {
            return Err(Refusal::NotNow("it was taken back"));
        }
        let said = match event {
            Event::Accepted => words_if_any(text)?,
            Event::Countered | Event::Objected => words("words", text, limits::WORDS_LETTERS)?,
        };
        let answer = directive::rule(receiver.answer, event)
            .ok_or(Refusal::NotNow("it has been answered so already"))?;
        receiver.answer = answer;
        let reply = directive::Reply { event, words: said, by: by.to_owned(), at: now.at };
        receiver.replies.push(reply.clone());
        self.pass_reply(now, id, unit, reply);
        self.tell_of_directive(now, id);
        Ok(Done::Changed(Thing::Directive(id)))
    }

    pub(super) fn recall(
        &mut self,
        now: &mut Now,
        unit: UnitId,
        id: DirectiveId,
        reason: &str,
    ) -> Answer {
        let directive = self.directives.get_mut(&id).ok_or(Refusal::Unknown)?;
        if directive.from != unit {
            let is_receiver = directive.receiver(unit).is_some();
            return Err(if is_receiver {
                Refusal::NotYours("only the level that sent it may take it back")
            } else {
                Refusal::Unknown
            });
        }
        words_if_any(reason)?;
        if directive.withdrawn.is_some() {
            return Err(Refusal::NotNow("it was taken back already"));
        }
        directive.withdrawn = Some(now.at);
        self.tell_of_directive(now, id);
        Ok(Done::Changed(Thing::Directive(id)))
    }

    fn tell_of_directive(&mut self, now: &mut Now, id: DirectiveId) {
        let directive = &self.directives[&id];
        let mut units: Vec<UnitId> = directive.receivers.iter().map(|it| it.unit).collect();
        units.push(directive.from);
        now.touch(Thing::Directive(id));
        for unit in units {
            self.tell(now, unit, News::Directive(id));
        }
    }
}
