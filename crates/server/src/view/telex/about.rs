//! About: what is a message about, as its reader may see it, and to whom can one write about it?

use mission::id::{IndicatorId, UnitId};
use mission::message::About;
use mission::reach::{Resource, Viewer, reach};

use super::quoted;
use crate::view::Eyes;
use crate::wire::views::{AboutKind, TelexAbout, ThingRef};

impl Eyes<'_> {
    /// What a message is about, as far as it is still there to be seen: to whoever may not, nothing of it.
    pub(super) fn about_thing(&self, about: About) -> Option<ThingRef> {
        if !self.sees(resource(about)) {
            return None;
        }
        let (voice, path) = (self.voice(), &self.unit(self.place).path);
        let (text, address) = match about {
            About::Incident(id) => {
                let incident = self.federation.incident(id)?;
                let text = voice.plight_name(&self.plight(incident));
                let is_ours = incident.unit == self.viewer.0;
                let whole = voice.of_unit(self.name(incident.unit), &text);
                (if is_ours { text } else { whole }, format!("/{path}/i/{}", id.0))
            }
            About::Directive(id) => {
                let text = self.federation.directive(id)?.title.clone();
                (text, format!("/{path}/plan/d/{}", id.0))
            }
            About::Post(id) => {
                let post = self.federation.post(id)?;
                (quoted(&post.words), format!("/{path}/telex/board"))
            }
            About::Indicator(id) => {
                let known = self.indicator(id);
                let is_ours = known.unit == self.viewer.0;
                let whole = voice.of_unit(self.name(known.unit), &known.name);
                let text = if is_ours { known.name.clone() } else { whole };
                (text, format!("/{}/s/{}", self.unit(known.unit).path, known.key))
            }
        };
        Some(ThingRef { text, address: Some(address) })
    }

    /// What is to be written about, and who of those that can be written to sees it.
    pub(super) fn telex_about(&self, about: About) -> Option<TelexAbout> {
        let thing = self.about_thing(about)?;
        let (kind, id) = match about {
            About::Incident(id) => (AboutKind::Incident, id.0.to_string()),
            About::Directive(id) => (AboutKind::Directive, id.0.to_string()),
            About::Indicator(id) => (AboutKind::Indicator, self.address_of(id)),
            About::Post(_) => return None,
        };
        let readers = self.addresses().into_iter().flat_map(|address| address.units);
        let sees = |id: &str| {
            let unit = id.parse().map(UnitId);
            unit.is_ok_and(|unit| reach(self.federation, Viewer(unit), resource(about)).is_any())
        };
        let seen_by = readers.map(|unit| unit.id).filter(|id| sees(id)).collect();
        Some(TelexAbout { kind, id, thing, seen_by })
    }

    /// Where the viewer writes about a thing that they see.
    pub(crate) fn write_about(&self, about: About) -> Option<String> {
        let telex = format!("/{}/telex?about=", self.unit(self.viewer.0).path);
        match about {
            About::Incident(id) => Some(format!("{telex}incident:{}", id.0)),
            About::Directive(id) => Some(format!("{telex}directive:{}", id.0)),
            About::Indicator(id) => Some(format!("{telex}indicator:{}", self.address_of(id))),
            About::Post(_) => None,
        }
    }

    /// `chile/textiles/yarur/output`
    fn address_of(&self, id: IndicatorId) -> String {
        let known = self.indicator(id);
        format!("{}/{}", self.unit(known.unit).path, known.key)
    }
}

fn resource(about: About) -> Resource {
    match about {
        About::Incident(id) => Resource::Incident(id),
        About::Directive(id) => Resource::Directive(id),
        About::Post(id) => Resource::Post(id),
        About::Indicator(id) => Resource::Series(id),
    }
}
