//! Before: what like this was there, and what helped, for the unit's own people?

use mission::incident::{Cause, Incident};
use mission::precedent::{self, Precedent};
use mission::sentence::{Plight, Went};
use mission::signal::Signal;

use crate::view::Eyes;
use crate::wire::views::{self, Before};

impl Eyes<'_> {
    /// What was like an incident; that it is the first of its kind, where nothing was.
    pub(super) fn before(&self, incident: &Incident) -> Option<Before> {
        let known = self.federation.before(self.viewer, incident)?;
        let none = known.precedents.is_empty();
        let first = none.then(|| self.voice().first_of_kind(known.known_since));
        Some(Before { none: first, ..self.told_before(&known) })
    }

    /// What was like a reading whose kind is not known yet. Where nothing was there is nothing to say: what strays
    /// once is no incident.
    pub(super) fn before_signal(&self, signal: &Signal) -> Option<Before> {
        let known = self.federation.before_signal(self.viewer, signal)?;
        (!known.precedents.is_empty()).then(|| self.told_before(&known))
    }

    fn told_before(&self, known: &precedent::Before<'_>) -> Before {
        Before {
            heading: self.voice().before_heading().to_owned(),
            precedents: known.precedents.iter().map(|it| self.precedent(it)).collect(),
            none: None,
        }
    }

    fn precedent(&self, precedent: &Precedent<'_>) -> views::Precedent {
        let incident = precedent.incident;
        let plight = match (&incident.cause, precedent.strand) {
            (Cause::Change, Some(strand)) => {
                Plight::Change { change: self.change(strand), with: Vec::new() }
            }
            (Cause::Change | Cause::Silence(_) | Cause::Alarm { .. } | Cause::Missed { .. }, _) => {
                self.plight(incident)
            }
        };
        let cadence = precedent.strand.map(|it| self.indicator(it.indicator).cadence);
        let went = Went {
            found: precedent.found,
            deed: precedent.deed,
            help: precedent.help.map(|help| (self.name(help.by), help.words, help.came)),
            took: precedent.took,
            end: incident.closed.expect("what is told of is over").how,
            came_back: precedent.came_back.zip(cadence),
        };
        let hours = &incident.chain[0].hours;
        views::Precedent {
            incident: incident.id.0.to_string(),
            sentence: self.voice().was(&plight, incident.opened),
            story: self.voice_in(hours).went(&went),
        }
    }
}
