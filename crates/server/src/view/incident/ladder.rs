//! Ladder: which levels know, which do not, and when will they?

use mission::incident::{Cause, Incident};
use mission::time::Timestamp;

use crate::view::Eyes;
use crate::wire::views::{Rung, RungStanding};

impl Eyes<'_> {
    /// The levels from where it began to the root, with what each knows.
    pub(super) fn ladder(&self, incident: &Incident) -> Vec<Rung> {
        let mut rungs = Vec::new();
        for (place, holder) in incident.chain.iter().enumerate() {
            let voice = self.voice();
            rungs.extend(holder.skipped.iter().map(|unit| Rung {
                unit: self.unit_ref(*unit),
                standing: RungStanding::Skipped,
                text: voice.rung_skipped().to_owned(),
            }));
            let (standing, text) = self.rung(incident, place);
            rungs.push(Rung { unit: self.unit_ref(holder.unit), standing, text });
        }
        rungs
    }

    fn rung(&self, incident: &Incident, place: usize) -> (RungStanding, String) {
        let voice = self.voice();
        let left = incident.rises.iter().find(|rise| {
            let to = incident.chain.iter().position(|holder| holder.unit == rise.to);
            to.is_some_and(|to| to == place + 1)
        });
        let here_since = self.here_since(incident, place);
        match (left, here_since) {
            (Some(rise), _) => (RungStanding::Passed, voice.rung_passed(rise.because, rise.at)),
            (None, Some(since)) if place == 0 => (RungStanding::Here, voice.rung_knows(since)),
            (None, Some(since)) => (RungStanding::Here, voice.rung_here(since)),
            (None, None) => {
                let is_next = place == incident.level + 1;
                let hears = incident.rises_at().filter(|_| is_next);
                (RungStanding::NotYet, voice.rung_hears(hears))
            }
        }
    }

    /// When a level was reached; the unit itself when the change was told to it.
    fn here_since(&self, incident: &Incident, place: usize) -> Option<Timestamp> {
        let unit = incident.chain.get(place)?.unit;
        if place == 0 {
            let first_told = incident.strands.iter().filter_map(|strand| {
                let signals = self.federation.signals_of(strand.indicator);
                let of_change = signals.filter(|signal| signal.since == strand.since);
                of_change.map(|signal| signal.told).min()
            });
            return Some(first_told.min().unwrap_or(incident.opened));
        }
        let rose = incident.rises.iter().find(|rise| rise.to == unit).map(|rise| rise.at);
        let called =
            matches!(incident.cause, Cause::Alarm { .. }) && incident.reached_by(unit).is_some();
        rose.or(called.then_some(incident.opened))
    }

    /// The units that read a note written now by the viewer.
    pub(super) fn readers(&self, incident: &Incident) -> Vec<String> {
        let reached =
            incident.chain.iter().filter(|holder| incident.reached_by(holder.unit).is_some());
        reached.map(|holder| self.name(holder.unit).to_owned()).collect()
    }
}
