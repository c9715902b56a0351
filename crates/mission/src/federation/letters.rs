//! Letters: which of what happened do other nodes hear of, and how is that written?
//!
//! Written at the end of a step from what it changed, so that nothing has to remember to write. What a
//! letter of the other changed is not written back to it.

mod agree;
mod anew;
mod directives;
mod forgotten;
mod hear;
mod held;
mod incidents;
mod messages;
mod owed;
mod read;
mod readings;
mod same;

use std::collections::BTreeSet;

use super::{Federation, Now};
use crate::charter::IndicatorCharter;
use crate::effect::Thing;
use crate::id::{IndicatorId, LinkId, UnitId};
use crate::letter::{KnownIndicator, Letter, Signed};
use crate::link::{Link, Name, Other};

impl Federation {
    /// Writes to every other node what it must hear of this step.
    pub(super) fn write_letters(&mut self, now: &mut Now) {
        for place in 0..self.links.len() {
            let known = &self.links[place];
            let letters = match known.other {
                Other::Above | Other::Below if now.passing.tells == Some(known.id) => {
                    self.all_told(known, now)
                }
                Other::Above => self.letters_up(known, now),
                // Until the branch has told what it knows, nothing of it has a name.
                Other::Below if known.is_awaited() => Vec::new(),
                Other::Below => self.letters_down(known, now),
            };
            let link = &mut self.links[place];
            for letter in letters {
                link.written += 1;
                if let Letter::Sisters(_) = &letter {
                    link.sisters = Some(Vec::new());
                }
                now.step.letters.push((link.id, link.written, letter));
                now.step.touched.insert(Thing::Link(link.id));
            }
        }
    }

    fn letters_up(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let mut letters = Vec::new();
        let (mut days, branch) = (now.passing.days.clone(), link.unit);
        let touched = touched(link.id, now);
        for thing in &touched {
            if let Thing::Incident(id) = thing {
                letters.extend(self.risen(link, &self.incidents[id], now).map(Letter::Incident));
            } else if let Thing::Obligation(id) = thing {
                letters.extend(self.called(link, *id));
            } else if let Thing::Agreement(id) = thing {
                letters.extend(self.tabled(link, *id));
            } else if let Thing::Opening(id) = thing {
                letters.extend(self.shown(link, *id));
            } else if let Thing::Message(id) = thing {
                letters.extend(self.wrote(link, *id));
            } else if *thing == Thing::Unit(branch) {
                letters.extend(self.levels(branch).pop().map(|own| Letter::Levels(vec![own])));
            } else if let Thing::Day(unit, day) = thing
                && self.registry.is_within(branch, *unit)
                && Some(*day) <= link.released
            {
                days.insert(*day);
            }
        }
        for id in &now.passing.risen {
            letters.extend(self.opened_by(&self.incidents[id]));
        }
        let came = now.passing.readings.iter();
        letters.extend(came.map(|(id, points)| self.readings_letter(*id, points.clone())));
        letters.extend(now.passing.said.iter().cloned());
        let sums = days.into_iter().filter_map(|day| Some((day, self.passing_day(branch, day)?)));
        letters.extend(sums.map(|(day, sum)| Letter::Day(day, sum)));
        letters
    }

    fn letters_down(&self, link: &Link, now: &Now) -> Vec<Letter> {
        let is_above = |unit: UnitId| self.registry.is_above(unit, link.unit);
        let (mut levels, mut owed, mut letters) = (false, Vec::new(), Vec::new());
        // A sister is named before it writes, and the first time before anything else.
        let parent = self.registry.unit(link.unit).parent;
        let is_sister = |unit: UnitId| {
            unit == link.unit || (parent.is_some() && self.registry.unit(unit).parent == parent)
        };
        let mut sisters = link.sisters.is_none();
        for thing in touched(link.id, now) {
            if let Thing::Obligation(id) = thing {
                owed.extend(self.owed_below(link, id));
            } else if let Thing::Incident(id) = thing {
                letters.extend(self.held(link, &self.incidents[&id], now));
            } else if let Thing::Directive(id) = thing {
                letters.extend(self.sent(link, id));
            } else if let Thing::Agreement(id) = thing {
                levels |= is_above(self.agreements[&id].unit);
                letters.extend(self.tabled(link, id));
            } else if let Thing::Request(id) = thing {
                letters.extend(self.asked(link, id));
            } else if let Thing::Message(id) = thing {
                letters.extend(self.wrote(link, id));
            } else if let Thing::Unit(unit) = thing {
                levels |= is_above(unit);
                sisters |= is_sister(unit);
            }
        }
        let levels = levels.then(|| {
            let mut levels = self.levels(link.unit);
            levels.pop();
            Letter::Levels(levels)
        });
        // What is owed before what names it.
        let sisters = sisters.then(|| self.names_of_sisters(link));
        levels.into_iter().chain(sisters).chain(owed).chain(letters).collect()
    }

    pub(super) fn known(&self, id: IndicatorId) -> KnownIndicator {
        let known = self.registry.indicator(id).clone();
        let unit = self.registry.unit(known.unit).path.clone();
        let indicator = IndicatorCharter {
            key: known.key,
            name: known.name,
            measure: known.measure,
            cadence: known.cadence,
            direction: known.direction,
            sphere: known.sphere,
            aggregate: known.aggregate,
        };
        KnownIndicator { id, unit, indicator }
    }

    pub(super) fn signed(&self, name: Name, unit: UnitId, by: &str) -> Signed {
        Signed { name, unit: self.registry.unit(unit).path.clone(), by: by.to_owned() }
    }
}

/// What changed by others than the reader's own letters.
fn touched(reader: LinkId, now: &Now) -> BTreeSet<Thing> {
    let others = now.passing.touched.iter().filter(|(from, _)| *from != Some(reader));
    others.map(|(_, thing)| *thing).collect()
}
