//! Views: what does each page show to this viewer?
//!
//! A page is put together here from what the federation knows, as far as `mission::reach` lets
//! this viewer see it, and said by `mission::sentence` in the viewer's language. Each function
//! reads and answers; nothing is changed. What may not be seen and what does not exist answer
//! alike, with [`Hidden`], and the caller shows the boundary instead.

mod beside;
mod chart;
mod clock;
mod due;
mod index;
mod matter;
mod opened;

#[cfg(test)]
mod tests;

pub mod agreement;
pub mod audit;
pub mod board;
pub mod boundary;
pub mod directive;
pub mod flow;
pub mod incident;
pub mod indicator;
pub mod minute;
pub mod past;
pub mod people;
pub mod plan;
pub mod room;
pub mod setup;
pub mod sharing;
pub mod telex;
pub mod today;
pub mod units;

use mission::calendar::Calendar;
use mission::federation::Federation;
use mission::id::{IndicatorId, UnitId};
use mission::reach::{Reach, Resource, Viewer, reach};
use mission::registry::{Indicator, Unit};
use mission::sentence::{self, Lang, Voice};
use mission::time::Timestamp;

use crate::wire::views::{Frame, IndicatorRef, Key, Lang as Code, UnitRef, When};

/// It is not this viewer's to see, or it does not exist: both look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden;

/// Through whose eyes a place is looked at, when, and in which language.
#[derive(Clone, Copy)]
pub(crate) struct Eyes<'a> {
    pub(crate) federation: &'a Federation,
    pub(crate) viewer: Viewer,
    /// The unit that the page is about: days and hours are told by its calendar.
    pub(crate) place: UnitId,
    pub(crate) lang: Lang,
    pub(crate) now: Timestamp,
}

impl<'a> Eyes<'a> {
    /// The listener at the place.
    pub(crate) fn voice(&self) -> Voice<'a> {
        Voice { lang: self.lang, hours: self.hours(), now: self.now }
    }

    /// The same listener, told by another calendar, as for a clock that another unit holds.
    pub(crate) fn voice_in(self, hours: &Calendar) -> Voice<'_> {
        Voice { lang: self.lang, hours, now: self.now }
    }

    pub(crate) fn hours(&self) -> &'a Calendar {
        &self.unit(self.place).calendar
    }

    pub(crate) fn unit(&self, id: UnitId) -> &'a Unit {
        self.federation.registry().unit(id)
    }

    pub(crate) fn indicator(&self, id: IndicatorId) -> &'a Indicator {
        self.federation.registry().indicator(id)
    }

    pub(crate) fn name(&self, id: UnitId) -> &'a str {
        &self.unit(id).name
    }

    /// A unit's name; none where it is the viewer's own, and sentences say `we`.
    pub(crate) fn other(&self, id: UnitId) -> Option<&'a str> {
        (id != self.viewer.0).then(|| self.name(id))
    }

    pub(crate) fn reach(&self, resource: Resource) -> Reach {
        reach(self.federation, self.viewer, resource)
    }

    pub(crate) fn sees(&self, resource: Resource) -> bool {
        self.reach(resource).is_any()
    }

    /// Whether the place is the viewer's own.
    pub(crate) fn is_home(&self) -> bool {
        self.viewer.0 == self.place
    }

    pub(crate) fn unit_ref(&self, id: UnitId) -> UnitRef {
        unit_ref(self.unit(id))
    }

    pub(crate) fn indicator_ref(&self, id: IndicatorId) -> IndicatorRef {
        let indicator = self.indicator(id);
        IndicatorRef {
            key: indicator.key.to_string(),
            name: indicator.name.clone(),
            unit_text: sentence::measure(self.lang, &indicator.measure),
            decimals: self.decimals(id),
        }
    }

    /// Digits after the point: as many as people write, and no more than three significant ones.
    fn decimals(&self, id: IndicatorId) -> u8 {
        let tail = &self.federation.series(id).tail;
        let recent: Vec<f64> = tail.iter().rev().take(32).map(|point| point.value).collect();
        let largest = recent.iter().copied().fold(0.0, |most: f64, value| most.max(value.abs()));
        let readable = sentence::decimals(&[largest]);
        let written = recent.iter().map(|value| decimals_written(*value)).max().unwrap_or(0);
        u8::try_from(written.min(readable)).unwrap_or(0)
    }

    /// A time with the offset of the place.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        rfc3339(at, self.hours())
    }

    /// A time with the words for it.
    pub(crate) fn when(&self, at: Timestamp, text: String) -> When {
        When { at: self.time(at), text }
    }

    /// What every view carries.
    pub(crate) fn frame(&self, title: String) -> Frame {
        let registry = self.federation.registry();
        let mut chain: Vec<UnitId> = registry.above(self.place).collect();
        chain.reverse();
        chain.push(self.place);
        Frame {
            lang: code(self.lang),
            title,
            now: self.when(self.now, self.voice().clock(self.now)),
            viewer: Some(self.unit_ref(self.viewer.0)),
            place: Some(self.unit_ref(self.place)),
            crumbs: chain.into_iter().map(|id| self.unit_ref(id)).collect(),
            keys: self.keys(),
            me: None,
        }
    }

    /// Pages that exist here for this viewer: its own, and its terms with a direct neighbour.
    fn keys(&self) -> Vec<Key> {
        let reports = self.federation.registry().indicators_of(self.place);
        match self.is_home() {
            true if reports.is_empty() => vec![Key::Room, Key::Flow, Key::Plan, Key::Telex],
            true => vec![Key::Room, Key::Today, Key::Flow, Key::Plan, Key::Telex],
            false if self.unit(self.place).parent == Some(self.viewer.0) => {
                vec![Key::Room, Key::Plan]
            }
            false => vec![Key::Room],
        }
    }
}

/// What a view carries that is at no place in particular.
pub(crate) fn nowhere(
    federation: &Federation,
    viewer: Option<Viewer>,
    title: String,
    lang: Lang,
    now: Timestamp,
) -> Frame {
    let registry = federation.registry();
    let utc = Calendar::always(mission::calendar::Zone::utc());
    let hours = viewer.map_or(&utc, |viewer| &registry.unit(viewer.0).calendar);
    Frame {
        lang: code(lang),
        title,
        now: When { at: rfc3339(now, hours), text: Voice { lang, hours, now }.clock(now) },
        viewer: viewer.map(|viewer| unit_ref(registry.unit(viewer.0))),
        place: None,
        crumbs: Vec::new(),
        keys: Vec::new(),
        me: None,
    }
}

/// The reference of a unit.
pub(crate) fn unit_ref(unit: &Unit) -> UnitRef {
    UnitRef { id: unit.id.0.to_string(), path: unit.path.to_string(), name: unit.name.clone() }
}

/// The language as views name it.
pub(crate) const fn code(lang: Lang) -> Code {
    match lang {
        Lang::En => Code::En,
        Lang::Es => Code::Es,
    }
}

/// A time by the clocks of a calendar's zone, with their offset.
pub(crate) fn rfc3339(at: Timestamp, hours: &Calendar) -> String {
    let local = hours.zone().local(at);
    let seconds = hours.zone().offset(at).seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{}{sign}{:02}:{:02}", local.strftime("%Y-%m-%dT%H:%M:%S"), minutes / 60, minutes % 60)
}

/// Digits after the point in the shortest form of a number.
fn decimals_written(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}
