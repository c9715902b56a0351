//! Boundary: what does somebody see who may not see?
//!
//! The page reads the same whether or not there is anything behind it. What the viewer sees
//! without asking, it would also have found elsewhere.

use mission::federation::Federation;
use mission::id::UnitId;
use mission::opening::State;
use mission::reach::{Resource, Viewer};
use mission::sentence::{Lang, Voice};
use mission::time::Timestamp;

use super::{Eyes, code, rfc3339, unit_ref};
use crate::wire::views::{Boundary, Frame, Sees, When};

/// The boundary of a unit, or of what is at no unit that the viewer knows of.
pub fn boundary(
    federation: &Federation,
    viewer: Option<Viewer>,
    unit: Option<UnitId>,
    lang: Lang,
    now: Timestamp,
) -> Boundary {
    let registry = federation.registry();
    let utc = mission::calendar::Calendar::always(mission::calendar::Zone::utc());
    let near = unit.or(viewer.map(|viewer| viewer.0));
    let hours = near.map_or(&utc, |unit| &registry.unit(unit).calendar);
    let voice = Voice { lang, hours, now };
    let name = unit.map(|unit| registry.unit(unit).name.as_str());
    let eyes =
        viewer.zip(unit).map(|(viewer, place)| Eyes { federation, viewer, place, lang, now });
    let sentence = voice.keeps_its_readings(name);
    let title = name.map_or_else(|| sentence.clone(), str::to_owned);
    let chain = unit.into_iter().flat_map(|unit| {
        let mut chain: Vec<UnitId> = registry.above(unit).collect();
        chain.reverse();
        chain.push(unit);
        chain
    });
    let frame = Frame {
        lang: code(lang),
        title,
        now: When { at: rfc3339(now, hours), text: voice.clock(now) },
        viewer: viewer.map(|viewer| unit_ref(registry.unit(viewer.0))),
        place: unit.map(|unit| unit_ref(registry.unit(unit))),
        crumbs: chain.map(|unit| unit_ref(registry.unit(unit))).collect(),
        keys: eyes.as_ref().map(Eyes::keys).unwrap_or_default(),
        me: None,
    };
    Boundary {
        frame,
        sentence,
        lede: voice.reads_the_same().to_owned(),
        sees: eyes.map(|eyes| eyes.sees_without_asking()).unwrap_or_default(),
        keeps: voice.kept().map(str::to_owned).to_vec(),
        how_to_ask: voice.how_to_ask().to_owned(),
    }
}

impl Eyes<'_> {
    fn sees_without_asking(&self) -> Vec<Sees> {
        let voice = self.voice();
        let mut sees = Vec::new();
        let index = self.index_of(self.place);
        if let Some(shown) = index {
            let text = self.lang.pick("Daily index", "Índice diario").to_owned();
            sees.push(Sees { text, standing: voice.as_of(shown.date), incident: None });
        }
        // From below it too: a unit's incidents that reached the viewer.
        let reached: Vec<_> = self
            .federation
            .reached(self.viewer.0)
            .filter(|incident| incident.is_open() && incident.unit == self.place)
            .filter(|incident| self.sees(Resource::Incident(incident.id)))
            .collect();
        if let Some(latest) = reached.last() {
            let text = match self.lang {
                Lang::En => format!("Passed up to {}", self.name(self.viewer.0)),
                Lang::Es => format!("Llegó a {}", self.name(self.viewer.0)),
            };
            let standing = voice.incidents(reached.len());
            sees.push(Sees { text, standing, incident: Some(latest.id.0.to_string()) });
        }
        let opened = self.federation.openings_of(self.viewer.0).filter(|opening| {
            opening.unit == self.place
                && opening.to == self.viewer.0
                && opening.state == State::InForce
        });
        sees.extend(opened.map(|opening| Sees {
            text: self.shared(opening, opening.state),
            standing: voice.shared_for(opening.since, opening.until),
            incident: None,
        }));
        let agreements = self
            .federation
            .agreements_of(self.place)
            .filter(|agreement| agreement.unit == self.place)
            .filter(|agreement| self.sees(Resource::Agreement(agreement.id)))
            .count();
        if agreements > 0 {
            let text = self.lang.pick("Agreements", "Acuerdos").to_owned();
            sees.push(Sees { text, standing: agreements.to_string(), incident: None });
        }
        sees
    }
}
