//! Trades: what does the rehearsed nation make, where, and from whose goods?
//!
//! Four branches as the development corporation of 1971 had them, twelve sectors, and for each the
//! kinds of plants it has, in places where such plants have stood. Places, trades and figures only:
//! no plant here is a real one.

use super::calendars::Hours;

/// A place of the country, from north to south.
#[derive(Clone, Copy, Debug)]
pub struct Town {
    /// In addresses.
    pub key: &'static str,
    /// As people write it.
    pub name: &'static str,
    /// Its zone.
    pub zone: &'static str,
}

/// A branch of production.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    /// In addresses.
    pub key: &'static str,
    /// As people say it.
    pub name: &'static str,
}

/// A sector: what its plants make, and from whose goods.
#[derive(Clone, Copy, Debug)]
pub struct Sector {
    /// In addresses.
    pub key: &'static str,
    /// As people say it.
    pub name: &'static str,
    /// Place of its branch in [`BRANCHES`].
    pub branch: usize,
    /// Towns of its enterprises: places in [`TOWNS`].
    pub towns: [usize; 5],
    /// What its plants do.
    pub kinds: &'static [Kind],
    /// Sectors that supply it: places in [`SECTORS`].
    pub suppliers: &'static [usize],
}

/// A kind of plant.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// In addresses.
    pub key: &'static str,
    /// As people say it.
    pub name: &'static str,
    /// What its output is called.
    pub output: &'static str,
    /// Tonnes a day of a middling one.
    pub tonnes: f64,
    /// Kilowatt-hours for a tonne.
    pub energy: f64,
    /// Degrees Celsius of its process.
    pub degrees: f64,
    /// When people work there.
    pub hours: Hours,
}

const SANTIAGO: &str = "America/Santiago";

const fn town(key: &'static str, name: &'static str) -> Town {
    Town { key, name, zone: SANTIAGO }
}

/// From north to south.
pub const TOWNS: [Town; 26] = [
    town("arica", "Arica"),
    town("iquique", "Iquique"),
    town("tocopilla", "Tocopilla"),
    town("calama", "Calama"),
    town("antofagasta", "Antofagasta"),
    town("copiapo", "Copiapó"),
    town("huasco", "Huasco"),
    town("coquimbo", "Coquimbo"),
    town("ovalle", "Ovalle"),
    town("la-calera", "La Calera"),
    town("quilpue", "Quilpué"),
    town("vina", "Viña"),
    town("san-antonio", "San Antonio"),
    town("maipu", "Maipú"),
    town("rancagua", "Rancagua"),
    town("curico", "Curicó"),
    town("talca", "Talca"),
    town("chillan", "Chillán"),
    town("tome", "Tomé"),
    town("talcahuano", "Talcahuano"),
    town("lota", "Lota"),
    town("temuco", "Temuco"),
    town("valdivia", "Valdivia"),
    town("osorno", "Osorno"),
    town("puerto-montt", "Puerto Montt"),
    Town { key: "punta-arenas", name: "Punta Arenas", zone: "America/Punta_Arenas" },
];

/// In the order of their ids.
pub const BRANCHES: [Branch; 4] = [
    Branch { key: "heavy", name: "Heavy industry" },
    Branch { key: "light", name: "Light industry" },
    Branch { key: "consumption", name: "Consumption" },
    Branch { key: "building", name: "Building materials" },
];

const fn kind(
    key: &'static str,
    name: &'static str,
    output: &'static str,
    figures: (f64, f64, f64),
    hours: Hours,
) -> Kind {
    let (tonnes, energy, degrees) = figures;
    Kind { key, name, output, tonnes, energy, degrees, hours }
}

use Hours::{Continuous, OneShift, ThreeShifts, TwoShifts};

/// In the order of their ids within each branch.
#[rustfmt::skip]
pub const SECTORS: [Sector; 12] = [
    Sector { key: "copper", name: "Copper", branch: 0, towns: [3, 4, 5, 14, 2], suppliers: &[2], kinds: &[
        kind("concentrator", "Concentrator", "Concentrate", (900.0, 28.0, 22.0), Continuous),
        kind("smelter", "Smelter", "Anode copper", (310.0, 420.0, 1190.0), Continuous),
        kind("refinery", "Refinery", "Cathode copper", (240.0, 330.0, 62.0), Continuous),
    ] },
    Sector { key: "steel", name: "Steel", branch: 0, towns: [19, 6, 14, 13, 7], suppliers: &[2, 0], kinds: &[
        kind("blast-furnace", "Blast Furnace", "Pig iron", (1400.0, 160.0, 1480.0), Continuous),
        kind("rolling", "Rolling Mill", "Rolled steel", (620.0, 210.0, 1080.0), ThreeShifts),
        kind("wire", "Wire Works", "Wire", (85.0, 190.0, 640.0), TwoShifts),
    ] },
    Sector { key: "energy", name: "Energy", branch: 0, towns: [20, 2, 6, 12, 25], suppliers: &[], kinds: &[
        kind("mine", "Coal Mine", "Coal", (760.0, 19.0, 24.0), ThreeShifts),
        kind("washery", "Coal Washery", "Washed coal", (540.0, 7.5, 16.0), TwoShifts),
        kind("coking", "Coking Plant", "Coke", (230.0, 46.0, 1060.0), Continuous),
    ] },
    Sector { key: "textiles", name: "Textiles", branch: 1, towns: [18, 11, 13, 17, 10], suppliers: &[2], kinds: &[
        kind("spinning", "Spinning", "Yarn", (9.8, 3200.0, 24.0), ThreeShifts),
        kind("weaving", "Weaving", "Cloth", (7.4, 2700.0, 23.0), ThreeShifts),
        kind("dyeing", "Dyeing", "Dyed cloth", (8.6, 1900.0, 98.0), TwoShifts),
    ] },
    Sector { key: "shoes", name: "Leather and shoes", branch: 1, towns: [16, 21, 22, 13, 17], suppliers: &[3], kinds: &[
        kind("tannery", "Tannery", "Leather", (4.2, 1450.0, 36.0), TwoShifts),
        kind("shoes", "Shoe Works", "Shoes", (2.6, 820.0, 21.0), OneShift),
    ] },
    Sector { key: "paper", name: "Paper and print", branch: 1, towns: [20, 22, 13, 15, 19], suppliers: &[10, 2], kinds: &[
        kind("pulp", "Pulp Mill", "Pulp", (280.0, 640.0, 168.0), Continuous),
        kind("paper", "Paper Mill", "Paper", (145.0, 980.0, 112.0), Continuous),
        kind("board", "Board Works", "Board", (52.0, 710.0, 94.0), TwoShifts),
    ] },
    Sector { key: "food", name: "Food", branch: 2, towns: [15, 23, 13, 17, 9], suppliers: &[7, 5, 11], kinds: &[
        kind("mill", "Flour Mill", "Flour", (118.0, 74.0, 19.0), TwoShifts),
        kind("dairy", "Dairy", "Milk", (64.0, 92.0, 74.0), Continuous),
        kind("cannery", "Cannery", "Preserves", (27.0, 310.0, 118.0), TwoShifts),
        kind("bakery", "Bakery", "Bread", (12.0, 420.0, 228.0), ThreeShifts),
    ] },
    Sector { key: "fishing", name: "Fishing", branch: 2, towns: [1, 19, 12, 24, 0], suppliers: &[], kinds: &[
        kind("landing", "Landing Quay", "Landed fish", (190.0, 14.0, 3.0), TwoShifts),
        kind("freezing", "Freezing Works", "Frozen fish", (58.0, 260.0, -22.0), Continuous),
    ] },
    Sector { key: "pharmacy", name: "Pharmacy", branch: 2, towns: [13, 11, 14, 17, 22], suppliers: &[11, 5], kinds: &[
        kind("serum", "Serum Works", "Serum", (1.1, 5200.0, 37.0), OneShift),
        kind("tablets", "Tablet Works", "Tablets", (0.9, 3100.0, 22.0), TwoShifts),
    ] },
    Sector { key: "cement", name: "Cement", branch: 3, towns: [9, 4, 19, 24, 7], suppliers: &[2], kinds: &[
        kind("kiln", "Kiln", "Clinker", (820.0, 62.0, 1450.0), Continuous),
        kind("grinding", "Grinding Mill", "Cement", (700.0, 44.0, 88.0), ThreeShifts),
    ] },
    Sector { key: "timber", name: "Timber", branch: 3, towns: [21, 22, 17, 23, 24], suppliers: &[], kinds: &[
        kind("sawmill", "Sawmill", "Sawn timber", (74.0, 52.0, 14.0), OneShift),
        kind("panels", "Panel Works", "Panels", (46.0, 240.0, 176.0), TwoShifts),
    ] },
    Sector { key: "glass", name: "Glass and ceramics", branch: 3, towns: [14, 10, 18, 20, 8], suppliers: &[2, 9], kinds: &[
        kind("glass", "Glass Works", "Glass", (96.0, 530.0, 1420.0), Continuous),
        kind("ceramics", "Ceramics", "Tiles and ware", (31.0, 460.0, 1180.0), ThreeShifts),
    ] },
];
