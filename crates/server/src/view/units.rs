//! Units: where can one go?

use mission::federation::Federation;
use mission::id::UnitId;
use mission::reach::Viewer;
use mission::sentence::{Lang, Voice};
use mission::time::Timestamp;

use crate::wire::views::{UnitRow, Units};

use super::{nowhere, unit_ref};

/// The list of units, depth first. Names and addresses are everybody's to see.
pub fn units(federation: &Federation, viewer: Option<Viewer>, lang: Lang, now: Timestamp) -> Units {
    let registry = federation.registry();
    let utc = mission::calendar::Calendar::always(mission::calendar::Zone::utc());
    let hours = viewer.map_or(&utc, |viewer| &registry.unit(viewer.0).calendar);
    let voice = Voice { lang, hours, now };
    let mut rows = Vec::with_capacity(registry.units().len());
    let mut open: Vec<(UnitId, u32)> = registry.roots().map(|root| (root.id, 0)).collect();
    open.reverse();
    while let Some((id, depth)) = open.pop() {
        let parts = registry.parts(id);
        rows.push(UnitRow {
            unit: unit_ref(registry.unit(id)),
            depth,
            parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
            indicators: u32::try_from(registry.indicators_of(id).len()).unwrap_or(u32::MAX),
        });
        open.extend(parts.iter().rev().map(|part| (*part, depth + 1)));
    }
    Units {
        frame: nowhere(federation, viewer, "Cybersyn".to_owned(), lang, now),
        sentence: voice.where_to(rows.len()).to_owned(),
        lede: voice.units_lede(rows.len()),
        units: rows,
    }
}
