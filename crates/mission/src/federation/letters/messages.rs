//! Messages: how do words cross a border, between the branch and the level above it or its sisters there?
//!
//! Of sisters a branch is told the names, which are public in a federation, and nothing else. No other
//! message crosses: what is written within is at home.

use super::super::{Federation, Now, Timer};
use super::read::{Unread, said};
use crate::charter::{Charter, UnitCharter};
use crate::effect::{News, Thing};
use crate::id::{LinkId, MessageId, UnitId};
use crate::letter::{Letter, Sister, Wrote};
use crate::limits;
use crate::link::{Link, Other};
use crate::message::{About, Message};
use crate::name::Path;

impl Federation {
    /// Whether words of one unit come to the other, which lives here or beyond a border that messages cross.
    pub fn words_reach(&self, from: UnitId, to: UnitId) -> bool {
        let is_here = self.registry.lives_here(to);
        is_here || self.links.iter().any(|link| self.crosses(link, from, to))
    }

    /// Whether two units on either side of a border write to each other: the branch, and the level above it
    /// or a sister that lives there. Between two branches nothing crosses: it would lie on the disk of the
    /// level above, which is not to know what its parts write to each other.
    fn crosses(&self, link: &Link, one: UnitId, other: UnitId) -> bool {
        let (far, near) = if one == link.unit { (other, one) } else { (one, other) };
        near == link.unit && self.writes_with_branch(link, far)
    }

    /// Whether a unit is one of the sisters that live with the level above this node's branch.
    pub(in crate::federation) fn is_known_sister(&self, unit: UnitId) -> bool {
        let told = self.link_above().and_then(|link| link.sisters.as_ref());
        told.is_some_and(|told| told.contains(&unit))
    }

    fn writes_with_branch(&self, link: &Link, far: UnitId) -> bool {
        let parent = self.registry.unit(link.unit).parent;
        let is_sister = match link.other {
            Other::Above => self.is_known_sister(far),
            Other::Below => self.sisters_there(link).any(|sister| sister == far),
        };
        Some(far) == parent || is_sister
    }

    /// Sister units of a branch that live on this node.
    fn sisters_there(&self, link: &Link) -> impl Iterator<Item = UnitId> + '_ {
        let branch = link.unit;
        let sisters = self.sisters(branch).filter(move |sister| *sister != branch);
        sisters.filter(|sister| self.registry.lives_here(*sister))
    }

    /// The names of the sisters of a branch, where it has not been told these.
    pub(super) fn names_of_sisters(&self, link: &Link) -> Letter {
        let sister = |id: UnitId| {
            let unit = self.registry.unit(id);
            Sister { path: unit.path.clone(), name: unit.name.clone() }
        };
        Letter::Sisters(self.sisters_there(link).take(limits::SISTERS).map(sister).collect())
    }

    pub(super) fn hear_sisters(
        &mut self,
        now: &mut Now,
        link: LinkId,
        told: &[Sister],
    ) -> Result<(), Unread> {
        let branch = self.links[link.index()].unit;
        let level = self.registry.unit(branch).parent.ok_or("a root has no sisters")?;
        let mut sisters = Vec::new();
        for Sister { path, name } in told.iter().take(limits::SISTERS) {
            let is_sister = path.parent().as_ref() == Some(&self.registry.unit(level).path);
            let known = self.registry.at_path(path);
            if !is_sister || known.is_some_and(|known| self.registry.lives_here(known)) {
                return Err("it names a sister that is none");
            }
            let name = said(name, limits::NAME_LETTERS)?;
            let is_same = |known: &UnitId| self.registry.unit(*known).name == name;
            sisters.push(match known.filter(is_same) {
                Some(known) => known,
                None => self.lay_sister(now, level, path, name),
            });
        }
        sisters.sort_unstable();
        self.links[link.index()].sisters = Some(sisters);
        Ok(())
    }

    /// Of a sister its name is known, and nothing of its hours.
    fn lay_sister(&mut self, now: &mut Now, level: UnitId, path: &Path, name: String) -> UnitId {
        let charter = UnitCharter {
            path: path.clone(),
            moved_from: None,
            name: Some(name),
            calendar: Some(self.registry.unit(level).calendar.clone()),
            membership: None,
            alarm_levels: None,
            small_index: None,
            indicators: Vec::new(),
            terms: Vec::new(),
        };
        self.lay_unit(now, &charter, &Charter { by: "node".to_owned(), ..Charter::default() })
    }

    pub(super) fn wrote(&self, link: &Link, id: MessageId) -> Option<Letter> {
        let message = self.messages.get(&id)?;
        let crosses = |to: &&UnitId| {
            !self.registry.lives_here(**to) && self.crosses(link, message.from, **to)
        };
        let to: Vec<Path> = message
            .to
            .iter()
            .filter(crosses)
            .map(|to| self.registry.unit(*to).path.clone())
            .collect();
        if to.is_empty() || !self.registry.lives_here(message.from) {
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
            from: self.registry.unit(message.from).path.clone(),
            to,
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
        let to = self.readers(link, from, &wrote.to)?;
        if self.same_message(now, link, wrote, (from, &to)).is_some() {
            return Ok(());
        }
        let known = &self.links[link.index()];
        let about = match wrote.about.and_then(|name| known.resolve(name)) {
            Some(Thing::Incident(id)) => Some(About::Incident(id)),
            Some(Thing::Directive(id)) => Some(About::Directive(id)),
            Some(_) | None => None,
        };
        let about = about.filter(|about| self.may_be_about(from, &to, *about).is_ok());
        let answered = wrote.answers.and_then(|id| self.messages.get(&id));
        let is_theirs = |it: &&Message| to.contains(&it.from) && it.to.contains(&from);
        let answers = answered.filter(is_theirs).map(|it| it.id);
        let course = self.course(from, to[0]);
        if self.has_written_enough(from, course, now.at) {
            return Err("it is one of more than a unit writes in a day");
        }
        let message = Message {
            id: now.mint.id(),
            from,
            course,
            to: to.clone(),
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
        for unit in to {
            self.tell(now, unit, News::Wrote(id));
        }
        Ok(())
    }

    /// The units of this node that a message of another goes to, in order of id.
    fn readers(&self, link: LinkId, from: UnitId, named: &[Path]) -> Result<Vec<UnitId>, Unread> {
        let known = &self.links[link.index()];
        let end = match known.other {
            Other::Above => Some(known.unit),
            Other::Below => self.registry.unit(known.unit).parent,
        };
        let mut to: Vec<UnitId> = if named.is_empty() {
            end.into_iter().collect()
        } else {
            named.iter().filter_map(|path| self.registry.at_path(path)).collect()
        };
        to.retain(|to| self.registry.lives_here(*to) && self.crosses(known, from, *to));
        to.sort_unstable();
        to.dedup();
        if to.is_empty() {
            Err("it is between units that do not write across the border")
        } else {
            Ok(to)
        }
    }
}
