//! Real data: what does the filter say of three series of the world?
//!
//! The files are public and not part of the repository; where they are not, these tests say that
//! they were skipped.

use std::path::{Path, PathBuf};

use mission::federation::Federation;
use mission::id::IndicatorId;
use mission::incident::Incident;
use mission::name::Path as UnitPath;
use mission::signal::{Direction, Kind, Signal};

use crate::command::Desk;

/// The folder with the files, if it is there.
#[expect(clippy::disallowed_methods, reason = "a test asks where its optional data are")]
fn data(file: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("CYBERSYN_DATA")
        .map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let path = folder.join(file);
    if path.exists() {
        return Some(path.canonicalize().expect("it exists"));
    }
    eprintln!("skipped: {} is not there; name its folder with CYBERSYN_DATA", path.display());
    None
}

/// Imports a real file with its example mapping.
fn import(name: &str) -> Option<(Desk, Federation, String)> {
    let file = data(&format!("{name}.csv"))?;
    let desk = Desk::new().with_examples();
    let file = file.display();
    let ended =
        desk.good(&format!("import {file} --mapping {name}.toml --units {name}-units.toml"));
    let federation = desk.federation("cybersyn-data");
    Some((desk, federation, ended.out))
}

fn signals<'f>(federation: &'f Federation, unit: &str, key: &str) -> Vec<&'f Signal> {
    federation.signals_of(indicator(federation, unit, key)).collect()
}

fn incidents<'f>(
    federation: &'f Federation,
    unit: &str,
    key: &str,
) -> impl Iterator<Item = &'f Incident> {
    federation.incidents_of(indicator(federation, unit, key))
}

fn indicator(federation: &Federation, unit: &str, key: &str) -> IndicatorId {
    let registry = federation.registry();
    let unit = registry.at_path(&UnitPath::parse(unit).expect("a path")).expect("the unit");
    let mut of_unit = registry.indicators_of(unit).iter().copied();
    of_unit.find(|id| registry.indicator(*id).key.as_str() == key).expect("it")
}

/// Whether a fall that began in that year was told, and whether its kind was named.
fn fell_in(signals: &[&Signal], year: &str) -> (bool, bool) {
    let fell = |signal: &&&Signal| {
        signal.direction == Direction::Down && signal.since.to_string().starts_with(year)
    };
    let named = |signal: &&Signal| matches!(signal.kind, Kind::Step | Kind::Slope);
    (signals.iter().any(|signal| fell(&signal)), signals.iter().filter(fell).any(named))
}

#[test]
fn industrial_production_fell_in_2008_and_in_2020() {
    let Some((_desk, federation, out)) = import("industrial-production") else { return };
    assert!(out.contains("787 rows, 11018 readings, 0 empty cells"), "{out}");
    for year in ["2008", "2020"] {
        let total = signals(&federation, "industry", "total");
        assert!(fell_in(&total, year).0, "the total fell in {year}: {total:#?}");
        let output = signals(&federation, "industry/manufacturing", "output");
        assert_eq!(fell_in(&output, year), (true, true), "manufacturing in {year}: {output:#?}");
    }
    let total = signals(&federation, "industry", "total");
    assert!(fell_in(&total, "2020").1, "{total:#?}");
    let began: Vec<String> = incidents(&federation, "industry/manufacturing", "output")
        .flat_map(|incident| incident.strands.iter().map(|strand| strand.since.to_string()))
        .collect();
    for year in ["2008", "2020"] {
        let is_own = began.iter().filter(|since| since.starts_with(year)).count();
        assert!(is_own > 0, "an incident of its own in {year}: {began:?}");
    }
    let is_over = federation.incidents().all(|incident| !incident.is_open());
    assert!(is_over, "the past is past");
}

#[test]
fn a_garment_factory_comes_in_with_all_its_flaws() {
    let Some((_desk, federation, out)) = import("garments") else { return };
    assert!(out.contains("1197 rows"), "{out}");
    assert_eq!(federation.registry().units().len(), 27);
    let told: usize = federation
        .registry()
        .indicators()
        .iter()
        .map(|indicator| federation.signals_of(indicator.id).count())
        .sum();
    assert!(told > 0);
}

#[test]
fn every_quarter_of_an_hour_of_a_steel_plant_falls_on_its_own_day() {
    let Some((desk, federation, out)) = import("steel") else { return };
    assert!(out.contains("35040 rows, 105120 readings, 0 empty cells"), "{out}");
    assert!(!signals(&federation, "steel", "energy").is_empty());
    let day = desk.good("export steel --indicator energy --from 2018-01-01 --to 2018-01-02");
    assert_eq!(day.out.lines().count(), 97, "a header and 96 quarters of an hour");
    let year = desk.good("export steel --indicator energy --to 2019-01-01");
    assert_eq!(year.out.lines().count(), 35_041);
}
