//! Address: which unit does each draft mean, and where is it to be?

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Findings, UnitDraft};
use crate::id::UnitId;
use crate::name::Path;
use crate::registry::Registry;

/// Where a unit is to be.
#[derive(Debug)]
pub(super) struct Address {
    pub(super) path: Path,
    /// The unit, if it exists.
    pub(super) unit: Option<UnitId>,
    /// Where it is now, if that changes.
    pub(super) moved_from: Option<Path>,
    /// Place of its draft; none for a part that moves with its unit.
    pub(super) draft: Option<usize>,
}

/// Whether `lower` lies below `upper`.
pub(super) fn is_below(lower: &Path, upper: &Path) -> bool {
    rest_below(lower, upper).is_some()
}

fn rest_below<'p>(lower: &'p Path, upper: &Path) -> Option<&'p str> {
    lower.as_str().strip_prefix(upper.as_str())?.strip_prefix('/')
}

/// The addresses of all drafts and of what moves with them, parents before their parts.
pub(super) fn of_all(
    drafts: &[UnitDraft],
    registry: &Registry,
    findings: &mut Findings,
) -> Vec<Address> {
    let paths: Vec<Option<Path>> = drafts
        .iter()
        .enumerate()
        .map(|(at, draft)| findings.keep(&format!("units[{at}].path"), Path::parse(&draft.path)))
        .collect();
    refuse_duplicates(&paths, findings);
    let moves = moves(drafts, &paths, registry, findings);

    let mut addresses: Vec<Address> = Vec::with_capacity(drafts.len());
    let mut drafted = HashSet::new();
    for (at, path) in paths.into_iter().enumerate() {
        let Some(path) = path else { continue };
        drafted.insert(path.clone());
        addresses.extend(moves.address(path, at, registry, findings));
    }
    for (path, (unit, from)) in &moves.along {
        if !drafted.contains(path) {
            addresses.push(Address {
                path: path.clone(),
                unit: Some(*unit),
                moved_from: Some(from.clone()),
                draft: None,
            });
        }
    }
    refuse_orphans(&addresses, registry, findings);
    addresses.sort_by_key(|address| address.path.as_str().split('/').count());
    addresses
}

fn refuse_duplicates(paths: &[Option<Path>], findings: &mut Findings) {
    let mut first: HashMap<&Path, usize> = HashMap::new();
    for (at, path) in paths.iter().enumerate() {
        let Some(path) = path else { continue };
        let earlier = *first.entry(path).or_insert(at);
        if earlier != at {
            let expected = format!("each unit once; units[{earlier}] is the same");
            findings.add(&format!("units[{at}].path"), path.as_str(), expected);
        }
    }
}

/// Which units move.
#[derive(Default)]
struct Moves {
    /// Places of the drafts that move a unit, with the unit and where it is now.
    named: BTreeMap<usize, (UnitId, Path)>,
    /// Where their parts are to be, with the part and where it is now.
    along: BTreeMap<Path, (UnitId, Path)>,
}

fn moves(
    drafts: &[UnitDraft],
    paths: &[Option<Path>],
    registry: &Registry,
    findings: &mut Findings,
) -> Moves {
    let mut moves = Moves::default();
    let mut to_be: Vec<(Path, Path)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        let (Some(given), Some(path)) = (&draft.moved_from, &paths[at]) else { continue };
        let place = format!("units[{at}].moved_from");
        let Some(from) = findings.keep(&place, Path::parse(given)) else { continue };
        let Some(unit) = registry.at_path(&from) else {
            findings.add(&place, given, "the path of a unit that exists");
            continue;
        };
        let present = &registry.unit(unit).path;
        if present == path {
            continue; // It has moved already: saying so again changes nothing.
        }
        if *present != from {
            findings.add(&place, given, format!("its present address, {present}"));
        } else if is_below(path, present) {
            let expected = format!("an address that is not below {present}, where the unit is now");
            findings.add(&format!("units[{at}].path"), path.as_str(), expected);
        } else if moves.named.values().any(|(moved, _)| *moved == unit) {
            findings.add(&place, given, "each unit moved once");
        } else {
            moves.named.insert(at, (unit, from.clone()));
            to_be.push((from, path.clone()));
        }
    }
    for (from, path) in &to_be {
        for unit in registry.units() {
            if let Some(rest) = rest_below(&unit.path, from)
                && !moves.named.values().any(|(moved, _)| *moved == unit.id)
                && let Some(to) = findings.keep("units", Path::parse(&format!("{path}/{rest}")))
            {
                moves.along.insert(to, (unit.id, unit.path.clone()));
            }
        }
    }
    moves
}

impl Moves {
    /// The unit that the draft at `at` means.
    fn address(
        &self,
        path: Path,
        at: usize,
        registry: &Registry,
        findings: &mut Findings,
    ) -> Option<Address> {
        let place = format!("units[{at}].path");
        let found = registry.at_path(&path);
        let moving = self.named.get(&at).or_else(|| self.along.get(&path));
        if let Some((unit, from)) = moving {
            if let Some(other) = found
                && other != *unit
                && registry.unit(other).path == path
            {
                findings.add(&place, path.as_str(), "an address that no other unit has");
                return None;
            }
            return Some(Address {
                path,
                unit: Some(*unit),
                moved_from: Some(from.clone()),
                draft: Some(at),
            });
        }
        if let Some(unit) = found {
            let present = &registry.unit(unit).path;
            if *present != path {
                findings.add(&place, path.as_str(), format!("its present address, {present}"));
                return None;
            }
            if let Some((to, _)) = self.along.iter().find(|(_, (moved, _))| *moved == unit) {
                let expected = format!("{to}, as the unit above it moves there");
                findings.add(&place, path.as_str(), expected);
                return None;
            }
        }
        Some(Address { path, unit: found, moved_from: None, draft: Some(at) })
    }
}

fn refuse_orphans(addresses: &[Address], registry: &Registry, findings: &mut Findings) {
    let drafted: HashSet<&Path> = addresses.iter().map(|address| &address.path).collect();
    let moving = addresses.iter().filter(|address| address.moved_from.is_some());
    let moving: HashSet<UnitId> = moving.filter_map(|address| address.unit).collect();
    for address in addresses {
        let (Some(at), Some(above)) = (address.draft, address.path.parent()) else { continue };
        if drafted.contains(&above) {
            continue;
        }
        let place = format!("units[{at}].path");
        let expected = match registry.at_path(&above) {
            None => format!("a path below a unit that exists; there is no {above}"),
            Some(unit) if registry.unit(unit).path != above || moving.contains(&unit) => {
                format!("a path below a unit's present address; {above} has moved")
            }
            Some(_) => continue,
        };
        findings.add(&place, address.path.as_str(), expected);
    }
}
