//! Precedent: what like this was there before in this unit, and what was done about it?
//!
//! Whoever stands before something that is wrong wants to know whether it was so before, what it was then, what
//! was done, whether help came, and how long it took. That is for the unit's own people alone: a level that an
//! incident reached hears nothing of others.
//!
//! Likeness is a sum of points, so that everybody can follow why one stands before another; of equal ones the
//! later stands first. The first line or the second must hold, else it is not alike at all. That it was the same
//! series weighs more than all that another series can have.
//!
//! | what is alike                                                     | points |
//! |-------------------------------------------------------------------|--------|
//! | the same series, the same way (or silent; an alarm of that kind)  | 16     |
//! | another series of the unit, the same kind of change, the same way | 0      |
//! | the same kind of change                                           | 4      |
//! | as far, within half and twice, by its own band                    | 2      |
//! | each further series that it shares, three at most                 | 1      |
//! | people said what it was, or what they did                         | 3      |
//! | help was offered, or came                                         | 1      |
//!
//! Of other series only those count that are about people as it is, or are not as it is not.
//! What was "the instrument" or "nothing" is told of the same series, where it may be that again, and not of
//! another, of which it says nothing here. What a correction ended, or a retirement, was never dealt with.

mod likeness;
mod story;

use crate::federation::Federation;
use crate::id::{IncidentId, IndicatorId, UnitId};
use crate::incident::{Cause, End, Incident};
use crate::limits;
use crate::reach::{Resource, Viewer, reach};
use crate::registry::Sphere;
use crate::signal::{Direction, Signal};
use crate::time::Timestamp;

pub use likeness::{Likeness, Moved, Shape, likeness};
pub use story::{Deed, Help, Precedent, Return};

/// What there was before.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    /// The most alike first; at most [`limits::PRECEDENTS`].
    pub precedents: Vec<Precedent<'a>>,
    /// Since when anything is known here.
    pub known_since: Timestamp,
}

impl Federation {
    /// What like this incident was there before it; none where the viewer is of another unit, and of what
    /// nothing can be alike.
    pub fn before(&self, viewer: Viewer, incident: &Incident) -> Option<Before<'_>> {
        let shape = Shape::of(incident)?;
        self.alike(viewer, incident.unit, &shape, incident.id)
    }

    /// The same of what a signal told that is no incident, or none yet.
    pub fn before_signal(&self, viewer: Viewer, signal: &Signal) -> Option<Before<'_>> {
        let unit = self.registry().indicator(signal.indicator).unit;
        let shape = Shape::Changed(vec![Moved::told(signal)]);
        self.alike(viewer, unit, &shape, IncidentId(signal.id.0))
    }

    fn alike(
        &self,
        viewer: Viewer,
        unit: UnitId,
        shape: &Shape,
        upto: IncidentId,
    ) -> Option<Before<'_>> {
        if !reach(self, viewer, Resource::Unit(unit)).is_any() {
            return None;
        }
        let sees = |it: &&Incident| reach(self, viewer, Resource::Incident(it.id)).is_any();
        let mut known: Vec<(Likeness, &Incident)> = self
            .candidates(unit, shape)
            .into_iter()
            .filter(|it| it.unit == unit && it.id < upto && was_dealt_with(it))
            .filter(sees)
            .filter_map(|it| Some((likeness(shape, &Shape::of(it)?)?.with_deeds_of(it), it)))
            .filter(|(likeness, it)| likeness.is_same() || !was_nothing(it))
            .collect();
        known.sort_by_key(|(likeness, it)| std::cmp::Reverse((*likeness, it.id)));
        known.dedup_by_key(|(_, it)| it.id);
        known.truncate(limits::PRECEDENTS);
        let precedents = known
            .into_iter()
            .map(|(likeness, it)| self.story(shape, (likeness, it), upto))
            .collect();
        Some(Before { precedents, known_since: self.known_since(unit, shape) })
    }

    /// The latest incidents in which something alike may be found. Not all of all years are looked at: a page is
    /// painted often.
    fn candidates(&self, unit: UnitId, shape: &Shape) -> Vec<&Incident> {
        let of = |id: IndicatorId, most: usize| self.incidents_of(id).rev().take(most);
        match shape {
            Shape::Alarm(_) => {
                let latest = self.reached(unit).rev().take(limits::PRECEDENT_ALARMS);
                latest.filter(|it| matches!(it.cause, Cause::Alarm { .. })).collect()
            }
            Shape::Changed(_) | Shape::Silent(_) => {
                let own = shape.indicators();
                // What is about people and what is about the work say nothing of each other.
                let is_of_people =
                    |id: &IndicatorId| self.registry().indicator(*id).sphere == Sphere::AboutPeople;
                let of_people = own.first().is_some_and(is_of_people);
                let others = self.registry().indicators_of(unit).iter().copied();
                let others = others.filter(|id| !own.contains(id) && is_of_people(id) == of_people);
                let same = own.iter().flat_map(|id| of(*id, limits::PRECEDENTS_OF_SERIES));
                same.chain(others.flat_map(|id| of(id, limits::PRECEDENTS_OF_OTHERS))).collect()
            }
        }
    }

    /// Since when what is looked at is known of: readings may be older than what they were laid down by.
    fn known_since(&self, unit: UnitId, shape: &Shape) -> Timestamp {
        let of_unit = self.registry().unit(unit).opened;
        let known = shape.indicators().into_iter().map(|id| {
            let first = self.series(id).tail.front().map(|point| point.at);
            let first_incident = self.incidents_of(id).next().map(|it| it.opened);
            let opened = self.registry().indicator(id).opened;
            [first, first_incident].into_iter().flatten().fold(opened, Timestamp::min)
        });
        known.min().unwrap_or(of_unit)
    }
}

/// Whether it is over, and was something to be dealt with.
fn was_dealt_with(incident: &Incident) -> bool {
    incident.closed.is_some_and(|closing| match closing.how {
        End::Recovered | End::Instrument | End::Nothing | End::History | End::Done => true,
        End::Corrected | End::Retired | End::Forgotten => false,
    })
}

/// Whether two people found that it was the instrument, or nothing.
fn was_nothing(incident: &Incident) -> bool {
    incident.closed.is_some_and(|closing| match closing.how {
        End::Instrument | End::Nothing => true,
        End::Recovered
        | End::History
        | End::Done
        | End::Corrected
        | End::Retired
        | End::Forgotten => false,
    })
}

impl Moved {
    /// What a signal told: of what is unusual the kind is not known.
    fn told(signal: &Signal) -> Self {
        let half = (signal.upper - signal.lower) / 2.0;
        let size = (signal.value - signal.before).abs() / half;
        let (indicator, direction): (IndicatorId, Direction) = (signal.indicator, signal.direction);
        Self { indicator, kind: signal.kind, direction, size }
    }
}
