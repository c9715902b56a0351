//! Opened: what does a unit see of a figure that another opened to it?
//!
//! Readings, and nothing that is said of them: no band, no forecast, no mark. What an incident opened
//! beside it stands on the page of that incident.

use mission::id::IndicatorId;
use mission::message::About;
use mission::opening::Opening;
use mission::reach::Resource;
use mission::sentence::Standing;

use super::Eyes;
use super::room::state;
use crate::wire::views::{Beside, Chart, Flag, Indicator};

impl Eyes<'_> {
    /// The opening by which the viewer sees this series; of several, that which lasts longest.
    pub(super) fn opened_by_its_unit(&self, id: IndicatorId) -> Option<&Opening> {
        let in_force = self.federation.openings_in_force(id);
        in_force.filter(|it| it.to == self.viewer.0).max_by_key(|it| it.until)
    }

    pub(super) fn shared_indicator(&self, id: IndicatorId, opening: &Opening) -> Indicator {
        let voice = self.voice();
        let (known, unit) = (self.indicator(id), self.name(self.place));
        let chart = self.shared_chart(id);
        let first = self.federation.openings_in_force(id).filter(|it| it.to == self.viewer.0);
        let since = first.map(|it| it.since).min().unwrap_or(opening.since);
        Indicator {
            frame: self.frame(format!("{}: {unit}", known.name)),
            indicator: self.indicator_ref(id),
            state: state(Standing::Shared),
            state_text: voice.standing(Standing::Shared).map(str::to_owned),
            sentence: voice.lets_us_see(unit, &known.name, since),
            lede: voice.shared_until(opening.until),
            chart: (!chart.points.is_empty()).then_some(chart),
            is_long: self.goes_further_back(id),
            beside: Beside::default(),
            chances: Vec::new(),
            belief: None,
            bar: None,
            terms: Vec::new(),
            told: Vec::new(),
            write_about: self.write_about(About::Indicator(id)),
        }
    }

    fn shared_chart(&self, id: IndicatorId) -> Chart {
        let reach = self.reach(Resource::Series(id));
        let tail = &self.federation.series(id).tail;
        let seen = tail.iter().filter(|reading| reach.covers(reading.at));
        let points = seen.map(|reading| self.point(reading.at, reading.value, Flag::Kept, None));
        let points = super::chart::thinned(points.collect());
        let indicator = self.indicator(id);
        let values: Vec<f64> = points.iter().map(|point| point.value).collect();
        let (name, measure) = (&indicator.name, &indicator.measure);
        Chart {
            heading: self.voice().name_with_measure(name, measure),
            description: self.voice().steady_chart(name, measure, &values),
            indicator: self.indicator_ref(id),
            cadence_s: indicator.cadence.typical_seconds(),
            points,
            reference: None,
            expected: None,
            marks: Vec::new(),
            due: Vec::new(),
            sealed: None,
        }
    }
}
