//! Hearing: what does a letter of another node change here?
//!
//! Letters are taken in once each, in the order of their numbers; one that came before changes nothing, and
//! one before which another is missing waits for it. A letter that cannot be read is passed over: what its
//! writer may not speak of, it cannot change.

use super::super::{Federation, Now};
use super::read::{Unread, said};
use crate::effect::Thing;
use crate::event::Came;
use crate::id::{LinkId, UnitId};
use crate::index::Contribution;
use crate::letter::Letter;
use crate::limits;
use crate::link::{Level, Other};
use crate::name::Path;
use crate::time::Date;

impl Federation {
    /// Takes letters in.
    pub(in crate::federation) fn hear_letters(&mut self, now: &mut Now, link: LinkId, came: &Came) {
        if self.link(link).is_none() {
            return;
        }
        now.passing.from = Some(link);
        for (number, letter) in (came.first..).zip(&came.letters) {
            let known = &mut self.links[link.index()];
            if number != known.heard + 1 {
                continue;
            }
            (known.heard, known.heard_at, known.mark) = (number, Some(now.at), came.mark);
            now.touch(Thing::Link(link));
            // What cannot be read changes nothing: its writer was not to write it.
            let _read: Result<(), Unread> = self.hear_letter(now, link, letter);
        }
        now.passing.from = None;
    }

    fn hear_letter(&mut self, now: &mut Now, link: LinkId, letter: &Letter) -> Result<(), Unread> {
        match (self.links[link.index()].other, letter) {
            (Other::Below, Letter::Incident(risen)) => self.hear_incident(now, link, risen),
            (Other::Below, Letter::Readings(opened)) => self.hear_readings(now, link, opened),
            (Other::Below, Letter::Called(owed)) => self.hear_call(now, link, owed),
            (Other::Below, Letter::HelpCame(signed)) => self.hear_help_came(now, link, signed),
            (Other::Below, Letter::Reply(replied)) => self.hear_reply(now, link, replied),
            (Other::Below, Letter::Day(day, sum)) => self.hear_day(now, link, *day, *sum),
            (Other::Below, Letter::Opening(shown)) => self.hear_opening(now, link, shown),
            (_, Letter::Message(wrote)) => self.hear_message(now, link, wrote),
            (_, Letter::Levels(levels)) => self.hear_levels(now, link, levels),
            (_, Letter::All) => {
                self.hear_all(now, link);
                Ok(())
            }
            (_, Letter::Terms(tabled)) => self.hear_terms(now, link, tabled),
            (Other::Above, Letter::Sisters(told)) => self.hear_sisters(now, link, told),
            (Other::Above, Letter::Asked(asked)) => self.hear_request(now, link, asked),
            (Other::Above, Letter::Held(held)) => self.hear_held(now, link, held),
            (Other::Above, Letter::Owed(owed)) => self.hear_owed(now, link, owed),
            (Other::Above, Letter::Directive(sent)) => self.hear_directive(now, link, sent),
            (Other::Below | Other::Above, _) => Err("it goes the wrong way"),
        }
    }

    /// The unit of an address, if it lives on the other node of the link.
    pub(super) fn of_other(&self, link: LinkId, path: &Path) -> Result<UnitId, Unread> {
        let known = &self.links[link.index()];
        let is_theirs = |unit: &UnitId| {
            self.registry.is_within(known.unit, *unit) == (known.other == Other::Below)
        };
        let unit = self.registry.at_path(path).filter(is_theirs);
        unit.ok_or("it speaks for a unit that is not of the other node")
    }

    /// Names, hours and times of units of the other node, as far as they are known here.
    fn hear_levels(&mut self, now: &mut Now, link: LinkId, levels: &[Level]) -> Result<(), Unread> {
        for level in levels {
            let unit = self.of_other(link, &level.path)?;
            let name = said(&level.name, limits::NAME_LETTERS)?;
            let level = Level { name, ..level.clone() };
            self.lay_level(now, unit, &level);
        }
        Ok(())
    }

    fn hear_day(
        &mut self,
        now: &mut Now,
        link: LinkId,
        day: Date,
        sum: Contribution,
    ) -> Result<(), Unread> {
        if !sum.is_sound() {
            return Err("its day is no sum of figures");
        }
        let known = &mut self.links[link.index()];
        known.days.insert(day, sum);
        while known.days.len() > limits::INDEX_DAYS {
            known.days.pop_first();
        }
        let unit = known.unit;
        now.touch(Thing::Link(link));
        now.touch(Thing::Day(unit, day));
        Ok(())
    }
}
