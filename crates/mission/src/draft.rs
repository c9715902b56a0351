//! Draft: is a charter right as people wrote it, and if not, where, and what would be?
//!
//! A draft is words, as they stand in a file or a form. [`check`] holds all of it against the
//! registry and answers with a charter to be applied as a whole, or with every problem that it
//! found. Nothing here changes anything.
//!
//! What a draft leaves out stays as it is; of a new unit it is inherited from the level above. The
//! parts of a unit that moves move with it. The measure of an indicator never changes: its readings
//! are numbers in that measure, so another measure is another indicator.

mod address;
mod hours;
mod indicator;
mod term;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::charter::{Charter, UnitCharter};
use crate::limits;
use crate::name::{self, NameError, Path};
use crate::registry::{Membership, Registry, SmallIndex};

use self::address::Address;
use self::hours::Zones;

/// A unit as people write it down.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UnitDraft {
    /// Its address, `chile/textiles`.
    pub path: String,
    /// Its name, as people say it.
    pub name: Option<String>,
    /// IANA name of its time zone; universal time for a root that names none.
    pub zone: Option<String>,
    /// Its week; with none in it work never stops.
    pub shifts: Option<Vec<ShiftDraft>>,
    /// Dates on which its shifts do not hold, `2026-05-01`.
    pub holidays: Option<Vec<String>>,
    /// Whether anybody is there to hear of an incident.
    pub members: Option<bool>,
    /// Paths of the levels that its safety alarms go to.
    pub alarm_levels: Option<Vec<String>>,
    /// Whether an index of one or two indicators may be shown one level up.
    pub small_index_goes_up: Option<bool>,
    /// The address it had, if it moves.
    pub moved_from: Option<String>,
    /// What it reports.
    pub indicators: Vec<IndicatorDraft>,
    /// Terms that both sides have consented to.
    pub agreements: Vec<TermDraft>,
}

/// One shift on some days of the week.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShiftDraft {
    /// Days on which it begins: `mon`, `tuesday`, or from one to another, `mon-fri`.
    pub days: Vec<String>,
    /// When it begins, `06:00`.
    pub from: String,
    /// When it ends, `14:00`; before it begins where it passes midnight.
    pub to: String,
}

/// An indicator as people write it down. What is left out of one that exists stays as it is.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct IndicatorDraft {
    /// Its key within the unit.
    pub key: String,
    /// Its name; the key where none is given.
    pub name: Option<String>,
    /// UCUM unit of measure.
    pub measure: Option<String>,
    /// `15 min`, `hourly`, `daily`, `weekly`, `monthly`.
    pub cadence: Option<String>,
    /// `more`, `less` or `on-target`.
    pub direction: Option<String>,
    /// `work`, the default, `zero-is-best` or `about-people`.
    pub sphere: Option<String>,
    /// `sum` or `mean`; by its measure where none is given, see [`aggregate_of`].
    pub aggregate: Option<String>,
}

/// Terms as people write them down.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TermDraft {
    /// `recovery`, `capability`, `potentiality` or `weight`.
    pub subject: String,
    /// Key of the indicator; none for a recovery time of the whole unit.
    pub indicator: Option<String>,
    /// Working days, the indicator's measure a day, or value per unit of measure.
    pub value: f64,
    /// First day on which they hold, `2026-01-01`.
    pub from: String,
    /// When both look at them again.
    pub review: Option<String>,
    /// Why.
    pub reason: String,
}

/// What cannot stand in a draft, and what could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftProblem {
    /// Where, `units[3].indicators[0].cadence`.
    pub place: String,
    /// What was given, cut to a readable length; empty where something is missing.
    pub given: String,
    /// What would be right.
    pub expected: String,
}

pub use self::indicator::aggregate_of;

/// Makes a charter of drafts, signed by the role `by`, or says all that is wrong with them.
pub fn check(
    drafts: &[UnitDraft],
    by: &str,
    registry: &Registry,
) -> Result<Charter, Vec<DraftProblem>> {
    let mut findings = Findings::default();
    let by = findings.keep("by", name::words(by, limits::ROLE_LETTERS)).unwrap_or_default();
    if drafts.is_empty() {
        findings.add("units", "", "at least one unit");
    }
    if drafts.len() > limits::CHARTER_UNITS {
        let most = format!("at most {} units at once", limits::CHARTER_UNITS);
        findings.add("units", &drafts.len().to_string(), most);
        return Err(findings.0);
    }
    let addresses = address::of_all(drafts, registry, &mut findings);
    let mut maker = Maker { registry, zones: Zones::default(), calendars: HashMap::new() };
    let mut units = Vec::with_capacity(drafts.len());
    for address in &addresses {
        units.push(match address.draft {
            Some(at) => maker.unit(&drafts[at], at, address, &mut findings),
            None => bare(address),
        });
    }
    if findings.0.is_empty() { Ok(Charter { by, founder: None, units }) } else { Err(findings.0) }
}

/// Makes the units of one charter, parents before their parts.
struct Maker<'r> {
    registry: &'r Registry,
    zones: Zones,
    /// Calendars that this charter lays down, for parts to inherit from.
    calendars: HashMap<Path, Arc<Calendar>>,
}

impl Maker<'_> {
    fn unit(
        &mut self,
        draft: &UnitDraft,
        at: usize,
        address: &Address,
        findings: &mut Findings,
    ) -> UnitCharter {
        let place = format!("units[{at}]");
        let name = draft.name.as_deref().and_then(|name| {
            findings.keep(&format!("{place}.name"), name::words(name, limits::NAME_LETTERS))
        });
        let calendar = {
            let inherited = self.calendar_above(address);
            hours::calendar(draft, &place, inherited, &mut self.zones, findings)
        };
        if let Some(calendar) = &calendar {
            self.calendars.insert(address.path.clone(), Arc::clone(calendar));
        }
        let present = address.unit.map(|unit| (unit, self.registry));
        let indicators = indicator::of_unit(&draft.indicators, &place, present, findings);
        let terms = term::of_unit(
            &draft.agreements,
            &place,
            |key| {
                let known = present.and_then(|(unit, registry)| registry.keyed(unit, key));
                known.is_some() || indicators.iter().any(|indicator| indicator.key == *key)
            },
            findings,
        );
        UnitCharter {
            name,
            calendar,
            membership: draft.members.map(membership),
            alarm_levels: alarm_levels(draft, &place, address, findings),
            small_index: draft.small_index_goes_up.map(small_index),
            indicators,
            terms,
            ..bare(address)
        }
    }

    /// The calendar that stays where a draft changes only a part of it: the unit's own, or, of a
    /// new unit, the one of the level above.
    fn calendar_above(&self, address: &Address) -> Option<Arc<Calendar>> {
        if let Some(unit) = address.unit {
            return Some(Arc::clone(&self.registry.unit(unit).calendar));
        }
        let above = address.path.parent()?;
        let drafted = self.calendars.get(&above).map(Arc::clone);
        drafted.or_else(|| {
            let unit = self.registry.at_path(&above)?;
            Some(Arc::clone(&self.registry.unit(unit).calendar))
        })
    }
}

/// A unit of which nothing changes but perhaps its address.
fn bare(address: &Address) -> UnitCharter {
    UnitCharter {
        path: address.path.clone(),
        moved_from: address.moved_from.clone(),
        name: None,
        calendar: None,
        membership: None,
        alarm_levels: None,
        small_index: None,
        indicators: Vec::new(),
        terms: Vec::new(),
    }
}

fn alarm_levels(
    draft: &UnitDraft,
    place: &str,
    address: &Address,
    findings: &mut Findings,
) -> Option<Vec<Path>> {
    let levels = draft.alarm_levels.as_ref()?;
    let mut kept: Vec<Path> = Vec::with_capacity(levels.len());
    for (at, given) in levels.iter().enumerate() {
        let place = format!("{place}.alarm_levels[{at}]");
        let Some(level) = findings.keep(&place, Path::parse(given)) else { continue };
        if !address::is_below(&address.path, &level) {
            findings.add(&place, given, levels_above(&address.path));
        } else if kept.contains(&level) {
            findings.add(&place, given, "each level once");
        } else {
            kept.push(level);
        }
    }
    Some(kept)
}

fn levels_above(path: &Path) -> String {
    let above: Vec<String> =
        std::iter::successors(path.parent(), Path::parent).map(|level| level.to_string()).collect();
    match above.as_slice() {
        [] => "no level, as a root has none above it".to_owned(),
        above => format!("a level above the unit: {}", above.join(", ")),
    }
}

const fn membership(has_members: bool) -> Membership {
    if has_members { Membership::Peopled } else { Membership::Unpeopled }
}

const fn small_index(goes_up: bool) -> SmallIndex {
    if goes_up { SmallIndex::GoesUp } else { SmallIndex::Kept }
}

/// The problems found so far; those past [`limits::PROBLEMS_LISTED`] are not kept.
#[derive(Default)]
struct Findings(Vec<DraftProblem>);

impl Findings {
    fn add(&mut self, place: &str, given: &str, expected: impl Into<String>) {
        if self.0.len() < limits::PROBLEMS_LISTED {
            self.0.push(DraftProblem {
                place: place.to_owned(),
                given: given.chars().take(limits::GIVEN_LETTERS).collect(),
                expected: expected.into(),
            });
        }
    }

    /// The value, if it is one.
    fn keep<T>(&mut self, place: &str, parsed: Result<T, NameError>) -> Option<T> {
        parsed.map_err(|error| self.add(place, &error.given, error.expected)).ok()
    }
}
