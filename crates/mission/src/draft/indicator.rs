//! Indicator: what does a unit report, as people wrote it?

use super::{Findings, IndicatorDraft};
use crate::cadence::Cadence;
use crate::charter::IndicatorCharter;
use crate::id::UnitId;
use crate::limits;
use crate::name::{self, Key};
use crate::registry::{Aggregate, Direction, Indicator, Registry, Sphere};

const DIRECTIONS: [(&str, Direction); 3] =
    [("more", Direction::More), ("less", Direction::Less), ("on-target", Direction::OnTarget)];
const SPHERES: [(&str, Sphere); 3] = [
    ("work", Sphere::Work),
    ("zero-is-best", Sphere::ZeroIsBest),
    ("about-people", Sphere::AboutPeople),
];
const AGGREGATES: [(&str, Aggregate); 2] = [("sum", Aggregate::Sum), ("mean", Aggregate::Mean)];

/// Units of measure of levels and rates: readings of a day are averaged, as adding them up would
/// mean nothing. UCUM writes them so, with or without a metric prefix in front.
const LEVELS: [&str; 19] = [
    "%", "1", "[pH]", "[ppm]", "[ppb]", "[ppth]", "Cel", "[degF]", "K", "bar", "Pa", "[psi]", "W",
    "V", "A", "Hz", "var", "dB", "lx",
];
const PREFIXES: [&str; 7] = ["", "k", "M", "G", "h", "m", "u"];

/// The indicators of a draft, completed by those that the unit has.
pub(super) fn of_unit(
    drafts: &[IndicatorDraft],
    place: &str,
    present: Option<(UnitId, &Registry)>,
    findings: &mut Findings,
) -> Vec<IndicatorCharter> {
    let there = present.map_or(0, |(unit, registry)| registry.indicators_of(unit).len());
    let mut made: Vec<IndicatorCharter> = Vec::with_capacity(drafts.len());
    let mut new = 0;
    for (at, draft) in drafts.iter().enumerate() {
        let place = format!("{place}.indicators[{at}]");
        let Some(key) = findings.keep(&format!("{place}.key"), Key::parse(&draft.key)) else {
            continue;
        };
        if made.iter().any(|other| other.key == key) {
            findings.add(&format!("{place}.key"), key.as_str(), "each indicator of a unit once");
            continue;
        }
        let known = present.and_then(|(unit, registry)| {
            registry.keyed(unit, &key).map(|id| registry.indicator(id))
        });
        new += usize::from(known.is_none());
        made.extend(one(draft, &place, key, known, findings));
    }
    if new > 0 && there + new > limits::INDICATORS_A_UNIT {
        let most = format!("at most {} in a unit", limits::INDICATORS_A_UNIT);
        findings.add(&format!("{place}.indicators"), &(there + new).to_string(), most);
    }
    made
}

fn one(
    draft: &IndicatorDraft,
    place: &str,
    key: Key,
    known: Option<&Indicator>,
    findings: &mut Findings,
) -> Option<IndicatorCharter> {
    let at = |field: &str| format!("{place}.{field}");
    let before = findings.0.len();
    let name = match (&draft.name, known) {
        (Some(name), _) => {
            findings.keep(&at("name"), name::words(name, limits::NAME_LETTERS)).unwrap_or_default()
        }
        (None, Some(known)) => known.name.clone(),
        (None, None) => key.to_string(),
    };
    let measure = measure(draft, &at("measure"), known, findings);
    let cadence = match (&draft.cadence, known) {
        (Some(given), _) => {
            Cadence::parse(given).map_err(|_| findings.add(&at("cadence"), given, CADENCES)).ok()
        }
        (None, Some(known)) => Some(known.cadence),
        (None, None) => {
            findings.add(&at("cadence"), "", CADENCES);
            None
        }
    };
    let direction = match (&draft.direction, known) {
        (Some(given), _) => one_of(given, &DIRECTIONS, &at("direction"), findings),
        (None, Some(known)) => Some(known.direction),
        (None, None) => {
            findings.add(&at("direction"), "", words_of(&DIRECTIONS));
            None
        }
    };
    let sphere = match (&draft.sphere, known) {
        (Some(given), _) => one_of(given, &SPHERES, &at("sphere"), findings),
        (None, Some(known)) => Some(known.sphere),
        (None, None) => Some(Sphere::Work),
    };
    let aggregate = match (&draft.aggregate, known) {
        (Some(given), _) => one_of(given, &AGGREGATES, &at("aggregate"), findings),
        (None, Some(known)) => Some(known.aggregate),
        (None, None) => measure.as_deref().map(aggregate_of),
    };
    if findings.0.len() > before {
        return None;
    }
    Some(IndicatorCharter {
        key,
        name,
        measure: measure?,
        cadence: cadence?,
        direction: direction?,
        sphere: sphere?,
        aggregate: aggregate?,
    })
}

const CADENCES: &str = "minutes or hours that divide a day, for example 15 min or 2 h, or hourly, \
                        daily, weekly or monthly";

fn measure(
    draft: &IndicatorDraft,
    place: &str,
    known: Option<&Indicator>,
    findings: &mut Findings,
) -> Option<String> {
    const RIGHT: &str = "a UCUM unit of measure of at most 32 letters, for example t/d, kW.h, %, \
                         Cel, {pieces}, or 1 for a plain number";
    let Some(given) = &draft.measure else {
        if known.is_none() {
            findings.add(place, "", RIGHT);
        }
        return known.map(|known| known.measure.clone());
    };
    // UCUM is written in visible ASCII letters, without blanks.
    let is_ucum = given.bytes().all(|letter| letter.is_ascii_graphic());
    if given.is_empty() || given.len() > limits::MEASURE_LETTERS || !is_ucum {
        findings.add(place, given, RIGHT);
        return None;
    }
    match known {
        Some(known) if known.measure != *given => {
            let expected = format!(
                "{}, in which {} is kept; for another measure begin an indicator with another key",
                known.measure, known.key
            );
            findings.add(place, given, expected);
            None
        }
        Some(_) | None => Some(given.clone()),
    }
}

/// How readings of a measure make a day's figure where nobody says: amounts add up; levels and
/// whatever is per something are averaged.
pub fn aggregate_of(measure: &str) -> Aggregate {
    let is_level = |level: &&str| {
        measure.strip_suffix(*level).is_some_and(|prefix| PREFIXES.contains(&prefix))
    };
    if measure.contains('/') || LEVELS.iter().any(is_level) {
        Aggregate::Mean
    } else {
        Aggregate::Sum
    }
}

fn one_of<T: Copy>(
    given: &str,
    words: &[(&str, T)],
    place: &str,
    findings: &mut Findings,
) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value);
    if found.is_none() {
        findings.add(place, given, words_of(words));
    }
    found
}

fn words_of<T>(words: &[(&str, T)]) -> String {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
