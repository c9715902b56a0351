//! Charter: what is laid down of units, their calendars, indicators and founding terms?
//!
//! A charter is checked as a whole against the registry (`draft`) and then applied as a whole:
//! nothing half done. It creates what is new and changes what is named again; it removes nothing.

use std::sync::Arc;

use crate::cadence::Cadence;
use crate::calendar::Calendar;
use crate::id::{MemberId, UnitId};
use crate::name::{Key, Path};
use crate::registry::{Aggregate, Direction, Membership, Registry, SmallIndex, Sphere};
use crate::time::Date;

/// Units with what belongs to them, parents before their parts.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Charter {
    /// The role that signs it.
    pub by: String,
    /// Who lays it down, where that is known: of a new root they take the first places.
    pub founder: Option<MemberId>,
    /// The units it creates or changes.
    pub units: Vec<UnitCharter>,
}

impl Charter {
    /// The first unit that is not `viewer`'s to lay down: a unit is changed by itself alone, and
    /// founded by one above it. Whoever likes may found a new root.
    pub fn first_foreign(&self, registry: &Registry, viewer: UnitId) -> Option<&Path> {
        let is_foreign = |charter: &&UnitCharter| {
            let origin = charter.moved_from.as_ref().unwrap_or(&charter.path);
            let parent = charter.path.parent().and_then(|path| registry.at_path(&path));
            match (registry.at_path(origin), parent) {
                (Some(unit), _) => unit != viewer,
                (None, Some(parent)) => parent != viewer && !registry.is_above(viewer, parent),
                (None, None) => false,
            }
        };
        self.units.iter().find(is_foreign).map(|unit| &unit.path)
    }
}

/// One unit. Whatever is `None` stays as it is, or is inherited from above when the unit is new.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitCharter {
    /// Its address.
    pub path: Path,
    /// The address it had, if it moves.
    pub moved_from: Option<Path>,
    /// Its name.
    pub name: Option<String>,
    /// Its zone and working hours.
    pub calendar: Option<Arc<Calendar>>,
    /// Whether it has people.
    pub membership: Option<Membership>,
    /// Levels that its safety alarms go to. A new unit's go to the level above.
    pub alarm_levels: Option<Vec<Path>>,
    /// Whether an index of one or two indicators may go up.
    pub small_index: Option<SmallIndex>,
    /// Indicators it creates or changes.
    pub indicators: Vec<IndicatorCharter>,
    /// Terms that both sides have consented to when they founded the federation.
    pub terms: Vec<FoundingTerm>,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorCharter {
    /// Its key within the unit.
    pub key: Key,
    /// Its name.
    pub name: String,
    /// UCUM unit of measure. It cannot change once there are readings.
    pub measure: String,
    /// How often it is due.
    pub cadence: Cadence,
    /// Which way is good.
    pub direction: Direction,
    /// How far it may travel.
    pub sphere: Sphere,
    /// How the readings of a day make the day's actuality.
    pub aggregate: Aggregate,
}

/// Terms agreed at the founding.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundingTerm {
    /// What they are about.
    pub subject: TermSubject,
    /// The indicator, but for a recovery time of the whole unit.
    pub indicator: Option<Key>,
    /// The value.
    pub value: f64,
    /// First day on which they hold.
    pub from: Date,
    /// When both look at them again.
    pub review: Option<Date>,
    /// Why.
    pub reason: String,
}

/// What founding terms can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermSubject {
    /// Working days to recover.
    Recovery,
    /// What could be done now.
    Capability,
    /// What could be done by developing what is feasible.
    Potentiality,
    /// Value per unit of measure in the index.
    Weight,
}
