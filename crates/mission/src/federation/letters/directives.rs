//! Directives: how does a policy come down across a border, and its answer go up?

use super::super::{Federation, Now};
use super::read::{Unread, said};
use crate::directive::{Answer, Directive, Receiver, Reply};
use crate::effect::{News, Thing};
use crate::id::{DirectiveId, LinkId, UnitId};
use crate::letter::{Letter, Replied, Sent, Signed};
use crate::limits;
use crate::link::{Link, Name};

impl Federation {
    pub(super) fn sent(&self, link: &Link, id: DirectiveId) -> Option<Letter> {
        let directive = &self.directives[&id];
        directive.receiver(link.unit)?;
        Some(Letter::Directive(Box::new(Sent {
            name: link.name(Thing::Directive(id)),
            from: self.registry.unit(directive.from).path.clone(),
            title: directive.title.clone(),
            text: directive.text.clone(),
            reason: directive.reason.clone(),
            holds_from: directive.holds_from,
            by: directive.by.clone(),
            sent: directive.sent,
            withdrawn: directive.withdrawn,
        })))
    }

    /// Notes an answer to a directive, where whoever sent it lives above.
    pub(in crate::federation) fn pass_reply(
        &self,
        now: &mut Now,
        id: DirectiveId,
        unit: UnitId,
        reply: Reply,
    ) {
        let Some(link) = self.link_above() else { return };
        if !self.registry.lives_here(self.directives[&id].from) {
            let signed = self.signed(link.name(Thing::Directive(id)), unit, &reply.by);
            let Reply { event, words, .. } = reply;
            now.passing.said.push(Letter::Reply(Replied { signed, event, words }));
        }
    }

    pub(super) fn hear_reply(
        &mut self,
        now: &mut Now,
        link: LinkId,
        replied: &Replied,
    ) -> Result<(), Unread> {
        let Signed { name, unit, by } = &replied.signed;
        let unit = self.of_other(link, unit)?;
        let Some(Thing::Directive(id)) = self.links[link.index()].resolve(*name) else {
            return Err("it answers no directive");
        };
        let by = said(by, limits::ROLE_LETTERS)?;
        let last = self.directives.get(&id).and_then(|it| it.receiver(unit)?.replies.last());
        let is_same = |last: &Reply| {
            (last.event, &last.words, &last.by) == (replied.event, &replied.words, &by)
        };
        if last.is_some_and(is_same) {
            return Ok(());
        }
        self.reply(now, unit, &by, id, replied.event, &replied.words)
            .map_err(|_| "it answers what cannot be answered so")?;
        Ok(())
    }

    pub(super) fn hear_directive(
        &mut self,
        now: &mut Now,
        link: LinkId,
        sent: &Sent,
    ) -> Result<(), Unread> {
        let from = self.of_other(link, &sent.from)?;
        let unit = self.links[link.index()].unit;
        let known = self.links[link.index()].resolve(sent.name);
        let id = match known {
            Some(Thing::Directive(id)) => id,
            Some(_) => return Err("it speaks of no directive"),
            None => {
                let Name::Mine(theirs) = sent.name else { return Err("it speaks of no directive") };
                let same = self.same_directive(link, sent, from);
                let id: DirectiveId = same.unwrap_or_else(|| now.mint.id());
                self.links[link.index()].pair(Thing::Directive(id), theirs);
                id
            }
        };
        let receivers = match self.directives.get(&id) {
            Some(known) if known.from == from => known.receivers.clone(),
            Some(_) => return Err("it speaks of what another sent"),
            None => vec![Receiver { unit, answer: Answer::Awaited, replies: Vec::new() }],
        };
        let directive = Directive {
            id,
            from,
            title: said(&sent.title, limits::NAME_LETTERS)?,
            text: said(&sent.text, limits::WORDS_LETTERS)?,
            reason: said(&sent.reason, limits::WORDS_LETTERS)?,
            holds_from: sent.holds_from,
            by: said(&sent.by, limits::ROLE_LETTERS)?,
            sent: sent.sent,
            withdrawn: sent.withdrawn,
            receivers,
        };
        if self.directives.get(&id) == Some(&directive) {
            return Ok(());
        }
        self.lookup.put_directive(&directive);
        self.directives.insert(id, directive);
        now.touch(Thing::Directive(id));
        self.tell(now, unit, News::Directive(id));
        Ok(())
    }
}
