//! Anew: what do two nodes tell each other when one of them was put back to an earlier state?
//!
//! Whoever was put back has forgotten things, and numbers that were used for them. So nothing counts on
//! numbers: the lower node tells all that has crossed and still matters, by its own numbers; the upper one
//! finds what it knows of that by what it is ([`same`](super::same)), ends what it was not told of
//! ([`forgotten`](super::forgotten)), and tells in its turn. A thing stands as the node has it that is its
//! home: what its home has forgotten is over, and what the other has forgotten is told again.

use super::super::{Federation, Now};
use crate::effect::{AuditRecord, Done, Refusal, Thing};
use crate::id::{DirectiveId, IncidentId, LinkId, ObligationId};
use crate::incident::{Incident, LogLine};
use crate::letter::Letter;
use crate::limits;
use crate::link::{Anew, Link, Other, Tie};
use crate::obligation::{Obligation, Reason};
use crate::opening::Opening;
use crate::request;
use crate::time::Timestamp;

impl Federation {
    /// Begins a new time of a link. The lower node tells first.
    pub(in crate::federation) fn tie_anew(&mut self, now: &mut Now, id: LinkId, tie: &Tie) {
        let answer = self.can_tie_anew(id, tie).map(|()| self.begin_anew(now, id, tie));
        now.step.audit = Some(AuditRecord {
            at: now.at,
            unit: self.link(id).map(|link| link.unit),
            by: tie.by.clone(),
            who: tie.who,
            device: None,
            act: "link_anew",
            thing: answer.is_ok().then_some(Thing::Link(id)),
            refused: answer.as_ref().err().cloned(),
        });
        now.step.answer = Some(answer.map(|()| Done::Changed(Thing::Link(id))));
    }

    fn can_tie_anew(&self, id: LinkId, tie: &Tie) -> Result<(), Refusal> {
        let link = self.link(id).ok_or(Refusal::Unknown)?;
        let is_later = tie.epoch > link.epoch;
        if is_later && tie.written >= link.written && tie.heard >= link.heard {
            return Ok(());
        }
        Err(Refusal::NotNow("letters were written meanwhile: link the two nodes once more"))
    }

    fn begin_anew(&mut self, now: &mut Now, id: LinkId, tie: &Tie) {
        let link = &mut self.links[id.index()];
        (link.epoch, link.key) = (tie.epoch, tie.key);
        (link.written, link.delivered) = (tie.written, tie.written);
        (link.heard, link.mark) = (tie.heard, 0);
        link.pairs.clear();
        link.anew = Some(Anew { since: now.at, told: None });
        let (other, border) = (link.other, link.unit);
        // What waited is told again, as it stands now.
        now.step.delivered.push((id, tie.written));
        now.touch(Thing::Link(id));
        let is_theirs = |unit| self.registry.is_within(border, unit) == (other == Other::Below);
        for message in self.messages.values_mut() {
            if message.theirs.is_some() && is_theirs(message.from) {
                message.theirs = None;
                now.touch(Thing::Message(message.id));
            }
        }
        if other == Other::Above {
            now.passing.tells = Some(id);
        }
    }

    /// The other has told all that it knows. Whoever has not told yet does so now.
    pub(super) fn hear_all(&mut self, now: &mut Now, link: LinkId) {
        let known = &mut self.links[link.index()];
        let Some(anew) = known.anew.as_mut().filter(|anew| anew.told.is_none()) else { return };
        anew.told = Some(now.at);
        let (other, border) = (known.other, known.unit);
        now.touch(Thing::Link(link));
        match other {
            Other::Below => {
                self.forget_below(now, link);
                now.passing.tells = Some(link);
            }
            Other::Above => {
                self.forget_above(now, link);
                self.answer_again(now, link, border);
            }
        }
    }

    /// What a policy was answered with last: its sender may have forgotten it.
    fn answer_again(&self, now: &mut Now, link: LinkId, unit: crate::id::UnitId) {
        let named = self.directives_of(unit).filter(|directive| {
            directive.withdrawn.is_none()
                && self.links[link.index()].is_named(Thing::Directive(directive.id))
        });
        let last = |id: DirectiveId| {
            let replies = self.directives[&id].receiver(unit).map(|it| it.replies.last().cloned());
            replies.flatten().map(|reply| (id, reply))
        };
        let said: Vec<_> = named.filter_map(|directive| last(directive.id)).collect();
        for (id, reply) in said {
            self.pass_reply(now, id, unit, reply);
        }
    }

    /// All that has crossed, and that the other must know to go on.
    pub(super) fn all_told(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let mut letters = match link.other {
            Other::Above => self.all_told_up(link, now),
            Other::Below => self.all_told_down(link, now),
        };
        let of_interest = |at: Timestamp| now.at < at + limits::MESSAGE_KEPT;
        let messages = self.messages.values().filter(|message| of_interest(message.at));
        letters.extend(messages.filter_map(|message| self.wrote(link, message.id)));
        letters.push(Letter::All);
        letters
    }

    fn all_told_up(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let mut letters = Vec::new();
        letters.extend(self.levels(link.unit).pop().map(|own| Letter::Levels(vec![own])));
        let terms = self.agreements_of(link.unit).map(|it| it.id);
        letters.extend(terms.filter_map(|id| self.tabled(link, id)));
        let matters = |incident: &&Incident| {
            incident.closed.is_none_or(|closing| now.at < closing.at + limits::WORDS_KEPT)
        };
        // What stands comes last, so that it is what is remembered.
        let (open, over): (Vec<&Incident>, Vec<&Incident>) =
            self.incidents.values().filter(matters).partition(|incident| incident.is_open());
        for incident in over.into_iter().chain(open) {
            letters.extend(self.risen_again(link, incident));
        }
        for owed in self.obligations.values().filter(|owed| owed.is_open()) {
            letters.extend(self.called(link, owed.id));
        }
        for owed in self.obligations.values().filter(|owed| owed.help_came.is_some()) {
            letters.extend(self.help_came_again(link, owed));
        }
        let matters = |opening: &&Opening| {
            opening.ended.is_none_or(|ended| now.at < ended + limits::WORDS_KEPT)
        };
        let openings = self.openings.values().filter(matters).map(|it| it.id);
        letters.extend(openings.flat_map(|id| self.shown(link, id)));
        // A day of which the branch knows nothing any more stays as it was told.
        let days = link.released.into_iter().flat_map(|last| {
            std::iter::successors(Some(last), |day| day.yesterday().ok()).take(limits::INDEX_DAYS)
        });
        let sums = days.filter_map(|day| Some((day, self.passing_day(link.unit, day)?)));
        let sums: Vec<Letter> = sums
            .filter(|(_, sum)| sum.is_reported())
            .map(|(day, sum)| Letter::Day(day, sum))
            .collect();
        letters.extend(sums.into_iter().rev());
        letters
    }

    /// An incident that rose, with all that the level above may read, and the readings it opens.
    fn risen_again(&self, link: &Link, incident: &Incident) -> Vec<Letter> {
        let lines: Vec<LogLine> = incident.log.clone();
        let Some(risen) = self.risen_with(link, incident, &lines) else { return Vec::new() };
        let is_above = |unit| !self.registry.is_within(link.unit, unit);
        let is_opened = incident.is_open() && incident.rises.iter().any(|it| is_above(it.to));
        let readings = if is_opened { self.opened_by(incident) } else { Vec::new() };
        std::iter::once(Letter::Incident(risen)).chain(readings).collect()
    }

    fn help_came_again(&self, link: &Link, owed: &Obligation) -> Option<Letter> {
        let crosses = self.registry.is_within(link.unit, owed.creditor)
            && !self.registry.is_within(link.unit, owed.debtor);
        let is_open = |id: &IncidentId| self.incidents[id].is_open();
        (crosses && owed.incidents.iter().any(is_open)).then(|| {
            let name = link.name(Thing::Obligation(owed.id));
            Letter::HelpCame(self.signed(name, owed.creditor, "committee"))
        })
    }

    fn all_told_down(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let mut levels = self.levels(link.unit);
        levels.pop();
        let mut letters = vec![Letter::Levels(levels), self.names_of_sisters(link)];
        let concerns = |owed: &&Obligation| {
            let is_named = link.is_named(Thing::Obligation(owed.id));
            is_named || (owed.is_open() && owed.reason == Reason::Rise)
        };
        let owed: Vec<ObligationId> =
            self.obligations.values().filter(concerns).map(|it| it.id).collect();
        letters.extend(owed.into_iter().flat_map(|id| self.owed_below(link, id)));
        for incident in self.incidents.values() {
            if link.is_named(Thing::Incident(incident.id)) {
                letters.extend(self.held_with(link, incident, &incident.log));
            }
        }
        let matters = |withdrawn: Option<Timestamp>| {
            withdrawn.is_none_or(|at| now.at < at + limits::WORDS_KEPT)
        };
        let directives = self.directives_of(link.unit).filter(|it| matters(it.withdrawn));
        letters.extend(directives.filter_map(|directive| self.sent(link, directive.id)));
        let terms = self.agreements_of(link.unit).filter(|it| it.is_open()).map(|it| it.id);
        letters.extend(terms.filter_map(|id| self.tabled(link, id)));
        let requests = self.requests.values().filter(|it| it.state == request::State::Asked);
        letters.extend(requests.filter_map(|request| self.asked(link, request.id)));
        letters
    }
}
