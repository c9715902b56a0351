//! Tiles: how does each part, and each of our own figures, stand?

use mission::agreement::Subject;
use mission::calendar::Calendar;
use mission::id::{IndicatorId, UnitId};
use mission::incident::Cause;
use mission::reach::Resource;
use mission::registry::Sphere;
use mission::sentence::Standing;
use mission::signal::{Kind, Surprise};
use mission::time::Date;

use crate::view::{Eyes, clock};
use crate::wire::views::{FigureState, Line, Ratios, Tile};

/// Days in the line of a figure.
const DAYS: usize = 42;
/// Days for which a good surprise is shown as better.
const BETTER_DAYS: u64 = 7;

impl Eyes<'_> {
    /// A part, as of its newest released day.
    pub(crate) fn part_tile(&self, part: UnitId) -> Tile {
        let voice = self.voice();
        let shown = self.index_of(part);
        let figures = shown.as_ref().map(|shown| self.ratios_and_bar(part, shown));
        let standing = shown.as_ref().map_or(Standing::Locked, |shown| {
            let last = shown.line.values.iter().rev().flatten().next();
            match (last, shown.line.lower, shown.line.upper) {
                _ if shown.addends.index().is_none() => Standing::NoData,
                (Some(last), _, Some(upper)) if *last > upper => Standing::Better,
                (Some(last), Some(lower), _) if *last < lower => Standing::Unusual,
                _ => Standing::AsExpected,
            }
        });
        let under = match &shown {
            Some(shown) => voice.as_of(shown.date),
            None => self.lang.pick("index kept", "índice reservado").to_owned(),
        };
        let nothing = Ratios { productivity: None, latency: None, performance: None };
        let (ratios, bar) = match figures {
            Some((ratios, bar)) => (ratios, Some(bar)),
            None => (nothing, None),
        };
        Tile {
            unit: Some(self.unit_ref(part)),
            indicator: None,
            name: self.name(part).to_owned(),
            state: state(standing),
            state_text: voice.standing(standing).map(str::to_owned),
            bar,
            ratios: Some(ratios),
            value: None,
            line: shown.map(|shown| shown.line),
            under,
        }
    }

    /// One of our own figures.
    pub(super) fn figure_tile(&self, id: IndicatorId) -> Tile {
        let voice = self.voice();
        let indicator = self.indicator(id);
        let standing = self.figure_standing(id);
        let last = self.federation.series(id).last();
        Tile {
            unit: None,
            indicator: Some(self.indicator_ref(id)),
            name: indicator.name.clone(),
            state: state(standing),
            state_text: voice.standing(standing).map(str::to_owned),
            bar: self.figure_bar(id),
            ratios: None,
            value: last.map(|reading| reading.value),
            line: self.figure_line(id),
            under: self.under(id, standing),
        }
    }

    /// How a figure of the place stands.
    pub(crate) fn figure_standing(&self, id: IndicatorId) -> Standing {
        let (watch, series) = (self.federation.watch(id), self.federation.series(id));
        let open = self.federation.incidents_of(id).rfind(|incident| incident.is_open());
        let Some(last) = series.last() else { return Standing::Learning };
        let good = self.federation.signals_of(id).rfind(|signal| match signal.kind {
            Kind::Step | Kind::Slope => signal.overturned.is_none(),
            Kind::Unusual | Kind::OneOff => false,
        });
        let week = std::time::Duration::from_hours(24 * BETTER_DAYS);
        let is_better = good.is_some_and(|signal| {
            signal.surprise == Surprise::Good && self.now.since(signal.told) < week
        });
        match open {
            Some(incident) if self.is_shelved(incident) => return Standing::Shelved,
            Some(incident) if matches!(incident.cause, Cause::Silence(_)) => {
                return Standing::Silent;
            }
            Some(_) => return Standing::Incident,
            None => {}
        }
        if watch.silent.is_some() {
            Standing::Silent
        } else if watch.because().is_some() || watch.excused_until > Some(last.at) {
            Standing::NoData
        } else if self.is_late(id) {
            Standing::Stale
        } else if self.forecast(id).is_none() {
            Standing::Learning
        } else if self.unusual(id).is_some() {
            Standing::Unusual
        } else if is_better {
            Standing::Better
        } else {
            Standing::AsExpected
        }
    }

    /// Whether a report after the last has been due for longer than it may take.
    fn is_late(&self, id: IndicatorId) -> bool {
        let indicator = self.indicator(id);
        let hours: &Calendar = &self.unit(indicator.unit).calendar;
        self.federation.series(id).last().is_some_and(|last| {
            let period = indicator.cadence.period_of(last.at, hours);
            let next = indicator.cadence.next_due_period(&period, hours);
            indicator.cadence.late_at(&next, hours) < self.now
        })
    }

    /// The agreed value of a term today.
    pub(crate) fn agreed(&self, subject: Subject) -> Option<f64> {
        let today = self.hours().date_of(self.now);
        self.federation.terms().on(self.place, subject, today).map(|(value, _)| value)
    }

    /// The bar of a figure whose capability is agreed.
    pub(crate) fn figure_bar(&self, id: IndicatorId) -> Option<crate::wire::views::Bar> {
        let indicator = self.indicator(id);
        if indicator.sphere == Sphere::AboutPeople {
            return None;
        }
        let capability = self.agreed(Subject::Capability(id))?;
        let actuality = self.federation.series(id).last().map(|reading| reading.value);
        let potentiality = self.agreed(Subject::Potentiality(id));
        Some(self.bar([actuality, Some(capability), potentiality], &indicator.measure))
    }

    /// The last weeks of a figure, a value a day; its band is what the filter expects.
    fn figure_line(&self, id: IndicatorId) -> Option<Line> {
        let (_, band) = self.forecast(id)?;
        let hours = self.hours();
        let tail = &self.federation.series(id).tail;
        let last = hours.date_of(tail.back()?.at);
        let mut days: Vec<Date> = clock::working_days_back(hours, last).take(DAYS).collect();
        days.reverse();
        let mut sums: Vec<(f64, u32)> = vec![(0.0, 0); days.len()];
        for reading in tail {
            if let Ok(place) = days.binary_search(&hours.date_of(reading.at)) {
                sums[place] = (sums[place].0 + reading.value, sums[place].1 + 1);
            }
        }
        // The band is that of one reading, so a day of several is told by their mean.
        let values =
            sums.into_iter().map(|(sum, count)| (count > 0).then(|| sum / f64::from(count)));
        Some(Line {
            values: values.collect(),
            lower: Some(band.lower),
            upper: Some(band.upper),
            unreleased: 0,
        })
    }

    fn under(&self, id: IndicatorId, standing: Standing) -> String {
        let voice = self.voice();
        let series = self.federation.series(id);
        let because = self.federation.watch(id).because();
        let shelved_until = || {
            let mut incidents = self.federation.incidents_of(id);
            let shelving = incidents.rfind(|incident| incident.is_open())?.shelved.as_ref()?;
            Some(format!("{}, {}", voice.written(&shelving.reason), voice.until(shelving.until)))
        };
        let readings = series.sealed + u64::try_from(series.tail.len()).unwrap_or(0);
        match standing {
            Standing::Silent | Standing::NoData if because.is_some() => {
                because.map(|because| voice.written(because).to_owned()).unwrap_or_default()
            }
            Standing::Silent => voice.two_missed().to_owned(),
            Standing::Shelved => shelved_until().unwrap_or_default(),
            Standing::Learning => voice.so_far(readings),
            Standing::NoData | Standing::Stale => {
                series.last().map(|last| voice.no_data_since(last.at)).unwrap_or_default()
            }
            Standing::AsExpected
            | Standing::Better
            | Standing::Unusual
            | Standing::Incident
            | Standing::Locked
            | Standing::Shared
            | Standing::Corrected => {
                let band = self.forecast(id).map(|(_, band)| voice.expected(band));
                band.unwrap_or_default()
            }
        }
    }

    /// The part with the lowest performance on the newest released day, where there are several.
    pub(super) fn worst_released(&self) -> Option<String> {
        let parts = self.federation.registry().parts(self.place);
        let seen = |part: &UnitId| {
            let shown = self.index_of(*part)?;
            Some((shown.date, shown.addends.index()?.performance, *part))
        };
        let released: Vec<_> = parts.iter().filter_map(seen).collect();
        let newest = released.iter().map(|(date, ..)| *date).max()?;
        let of_day = released.iter().filter(|(date, ..)| *date == newest);
        let (_, performance, part) = of_day.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let voice = self.voice();
        let percent = mission::sentence::rounded(self.lang, performance * 100.0, 0);
        let is_choice = released.len() > 1 && self.sees(Resource::Index(*part, newest, self.now));
        is_choice.then(|| voice.worst(self.name(*part), &percent, newest))
    }
}

/// The state as views name it.
pub(crate) const fn state(standing: Standing) -> FigureState {
    match standing {
        Standing::AsExpected => FigureState::AsExpected,
        Standing::Better => FigureState::Better,
        Standing::Unusual => FigureState::Unusual,
        Standing::Incident => FigureState::Incident,
        Standing::Learning => FigureState::Learning,
        Standing::Stale => FigureState::Stale,
        Standing::NoData => FigureState::NoData,
        Standing::Silent => FigureState::Silent,
        Standing::Locked => FigureState::Locked,
        Standing::Shared => FigureState::Shared,
        Standing::Shelved => FigureState::Shelved,
        Standing::Corrected => FigureState::Corrected,
    }
}
