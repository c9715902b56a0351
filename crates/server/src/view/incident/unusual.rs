//! Unusual: what is known on the first day, before the kind is known?

use mission::calendar::Calendar;
use mission::id::UnitId;
use mission::message::About;
use mission::sentence::{Expectation, capital, within};
use mission::signal::{Kind, Signal};

use super::{as_told, chances};
use crate::view::{Eyes, matter};
use crate::wire::views::{Incident, IncidentStatus, LogLine, Rung, RungStanding};

/// Readings on the chart: a month of working days.
const READINGS: usize = 23;

impl Eyes<'_> {
    /// The page of a signal that is no incident: unusual, a one-off, or a good surprise.
    pub(super) fn unusual_page(&self, signal: &Signal) -> Incident {
        let voice = self.voice();
        let change = self.told(signal);
        let indicator = self.indicator(signal.indicator);
        let hours: &Calendar = &self.unit(indicator.unit).calendar;
        let band = Expectation { lower: signal.lower, upper: signal.upper };
        let tag = voice.tag(signal.kind, signal.direction);
        let is_open = self.unusual(signal.indicator).is_some_and(|open| open.id == signal.id);
        let next = indicator.cadence.nth_due_after(self.now, 1, hours);
        let lede = if is_open {
            let (against, next) = (voice.against(&change, band), voice.next_will_tell(next));
            format!("{against} {next} {}", voice.kind_unknown())
        } else {
            voice.against(&change, band)
        };
        let sentence = match signal.kind {
            Kind::Unusual if is_open => voice.still(&change),
            Kind::Unusual | Kind::OneOff | Kind::Step | Kind::Slope => voice.change(&change),
        };
        let sentence = match signal.overturned {
            Some(_) => voice.overturned(&sentence),
            None => sentence,
        };
        let believed =
            self.believed_at(signal.indicator, signal.at).or_else(|| match signal.kind {
                Kind::Unusual => None,
                Kind::OneOff | Kind::Step | Kind::Slope => Some(as_told(signal.kind, signal.sure)),
            });
        let told = voice.change(&change);
        let mut chart = self.plain_chart(signal.indicator, &[], READINGS);
        chart.due = is_open.then(|| self.time(next)).into_iter().collect();
        Incident {
            frame: self.frame(format!("{}: {}", capital(change.name), within(&tag))),
            id: signal.id.0.to_string(),
            status: if is_open { IncidentStatus::Unusual } else { IncidentStatus::Closed },
            tone: matter::signal_tone(signal),
            glyph: matter::change_glyph(signal.kind, signal.direction, signal.surprise),
            tag,
            sentence,
            lede,
            quote: None,
            chart: Some(chart),
            back: None,
            chances: believed.as_ref().map(chances).unwrap_or_default(),
            belief: believed.map(|believed| voice.belief(&believed)),
            clock: None,
            clock_heading: None,
            obligations: Vec::new(),
            ladder: self.only_we_know(signal),
            acts: Vec::new(),
            acts_note: None,
            words: Vec::new(),
            words_scope: None,
            boundary: None,
            write_about: self.write_about(About::Indicator(signal.indicator)),
            before: is_open.then(|| self.before_signal(signal)).flatten(),
            log: vec![LogLine {
                when: self.when(signal.told, voice.moment_short(signal.told)),
                text: told,
            }],
        }
    }

    fn only_we_know(&self, signal: &Signal) -> Vec<Rung> {
        let (voice, registry) = (self.voice(), self.federation.registry());
        let us = Rung {
            unit: self.unit_ref(self.place),
            standing: RungStanding::Here,
            text: voice.rung_knows(signal.told),
        };
        let not_yet = |unit: UnitId| Rung {
            unit: self.unit_ref(unit),
            standing: RungStanding::NotYet,
            text: voice.rung_hears(None),
        };
        std::iter::once(us).chain(registry.above(self.place).map(not_yet)).collect()
    }
}
