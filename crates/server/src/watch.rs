//! Watch: who hears at once that something changed?
//!
//! A watcher is a viewer at a place, and hears the names of the views that changed there, never
//! what is in them: the page fetches those again. Each name passes `mission::reach` before it is
//! said. The latest events of every watcher are kept for a while after it has gone, so that a
//! stream that broke is taken up where it was; who missed more than is kept is told to fetch all.
//!
//! The ids of events are opaque, and each watcher's own: numbers that skipped would tell how much
//! happened that the watcher may not see.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mission::effect::{Step, Thing};
use mission::event::{Entry, Event};
use mission::federation::Federation;
use mission::id::{OpeningId, RequestId, UnitId};
use mission::reach::{Resource, Viewer, reach};
use mission::report::Report;
use mission::request;
use tokio::sync::watch;

use crate::limits;
use crate::wire::event::Changed;

/// Everybody who watches, or did a while ago.
pub(crate) struct Hub {
    watchers: Mutex<Watchers>,
    /// Makes the ids of events opaque; another one at each start of the server.
    key: RandomState,
}

#[derive(Default)]
struct Watchers {
    kept: BTreeMap<Watcher, Kept>,
    /// Counts subscriptions, so that the one that is longest ago is forgotten first.
    subscriptions: u64,
}

/// Through whose eyes, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Watcher {
    pub(crate) viewer: UnitId,
    /// The unit whose page is watched; none for the list of units.
    pub(crate) place: Option<UnitId>,
}

struct Kept {
    events: VecDeque<Kind>,
    /// Events so far. The last of `events` has this number.
    number: watch::Sender<u64>,
    subscribed: u64,
}

type Kind = Vec<u8>;

/// Where a watcher stands in its events.
pub(crate) struct Cursor {
    watcher: Watcher,
    /// The last event that was said.
    said: u64,
    news: watch::Receiver<u64>,
}

/// An event to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) id: String,
    /// The names of the views that changed, as JSON.
    pub(crate) data: Vec<u8>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self { watchers: Mutex::default(), key: RandomState::new() }
    }

    /// Begins to watch, after the event `last` if that is named and still known. None when too
    /// many watch.
    pub(crate) fn subscribe(&self, watcher: Watcher, last: Option<&str>) -> Option<Cursor> {
        let mut watchers = self.lock();
        watchers.make_room(&watcher)?;
        watchers.subscriptions += 1;
        let subscribed = watchers.subscriptions;
        let kept = watchers.kept.entry(watcher).or_insert_with(|| Kept {
            events: VecDeque::new(),
            number: watch::Sender::new(0),
            subscribed,
        });
        kept.subscribed = subscribed;
        let news = kept.number.subscribe();
        let newest = *news.borrow();
        let said = match last {
            None => newest,
            Some(id) => {
                let known = kept.oldest().saturating_sub(1)..=newest;
                let found = known.rev().find(|number| self.id(watcher, *number) == id);
                found.unwrap_or_else(|| {
                    // The id is of a former start of the server, or too old to be known: one event
                    // that names everything stands for all that was missed.
                    kept.push(wire_all());
                    newest
                })
            }
        };
        Some(Cursor { watcher, said, news })
    }

    /// Waits for events after those that were said, and says them. None when the hub is gone.
    pub(crate) async fn next(&self, cursor: &mut Cursor) -> Option<Vec<Said>> {
        let said = cursor.said;
        let newest = *cursor.news.wait_for(|newest| *newest > said).await.ok()?;
        let watchers = self.lock();
        let kept = watchers.kept.get(&cursor.watcher)?;
        let missed = cursor.said + 1 < kept.oldest();
        cursor.said = newest;
        if missed {
            let id = self.id(cursor.watcher, newest);
            return Some(vec![Said { id, data: wire_all() }]);
        }
        let numbers = kept.oldest()..=newest;
        let events = numbers.zip(&kept.events).filter(|(number, _)| *number > said);
        let say = |(number, data): (u64, &Kind)| Said {
            id: self.id(cursor.watcher, number),
            data: data.clone(),
        };
        Some(events.map(say).collect())
    }

    /// Lets everybody hear of what an entry changed, as far as they may.
    pub(crate) fn publish(&self, federation: &Federation, entry: &Entry, step: &Step) {
        let mut watchers = self.lock();
        if watchers.kept.is_empty() {
            return;
        }
        for (watcher, kept) in &mut watchers.kept {
            let mut heard = Heard { federation, watcher: *watcher, names: BTreeSet::new() };
            if let Event::Report(report) | Event::History(report, _) = &entry.event {
                heard.of_report(report);
            }
            for thing in &step.touched {
                heard.of_thing(*thing);
            }
            for notice in &step.notices {
                heard.add_at_home("telex", Resource::Unit(notice.to));
            }
            if !heard.names.is_empty() {
                kept.push(wire(heard.names));
            }
        }
    }

    fn id(&self, watcher: Watcher, number: u64) -> String {
        format!("{:016x}", self.key.hash_one((watcher, number)))
    }

    fn lock(&self) -> MutexGuard<'_, Watchers> {
        self.watchers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watchers {
    /// Forgets who went longest ago, when there is no room for another.
    fn make_room(&mut self, watcher: &Watcher) -> Option<()> {
        if self.kept.len() < limits::STREAMS_KEPT || self.kept.contains_key(watcher) {
            return Some(());
        }
        let gone = self.kept.iter().filter(|(_, kept)| kept.number.receiver_count() == 0);
        let oldest = gone.min_by_key(|(_, kept)| kept.subscribed).map(|(watcher, _)| *watcher)?;
        self.kept.remove(&oldest);
        Some(())
    }
}

impl Kept {
    /// The number of the oldest event that is kept; one more than the newest where none is.
    fn oldest(&self) -> u64 {
        *self.number.borrow() + 1 - self.events.len() as u64
    }

    fn push(&mut self, data: Kind) {
        self.events.push_back(data);
        if self.events.len() > limits::EVENTS_KEPT {
            self.events.pop_front();
        }
        self.number.send_modify(|number| *number += 1);
    }
}

/// The names of the views that changed for one watcher.
struct Heard<'f> {
    federation: &'f Federation,
    watcher: Watcher,
    names: BTreeSet<String>,
}

impl Heard<'_> {
    fn may(&self, resource: Resource) -> bool {
        reach(self.federation, Viewer(self.watcher.viewer), resource).is_any()
    }

    fn is_at_home(&self, unit: UnitId) -> bool {
        self.watcher.viewer == unit && self.watcher.place == Some(unit)
    }

    /// A page of the viewer's own unit, on which a thing stands that it may see.
    fn add_at_home(&mut self, name: &str, thing: Resource) {
        if self.is_at_home(self.watcher.viewer) && self.may(thing) {
            self.add(name);
        }
    }

    fn add(&mut self, name: impl Into<String>) {
        self.names.insert(name.into());
    }

    /// Readings change the pages of the unit that reported them.
    fn of_report(&mut self, report: &Report) {
        let registry = self.federation.registry();
        let mut last = None;
        for reading in &report.readings {
            let indicator = registry.indicator(reading.indicator);
            if Some(indicator.unit) != self.watcher.place || last == Some(indicator.id) {
                continue;
            }
            let series = Resource::Series(indicator.id);
            if reach(self.federation, Viewer(self.watcher.viewer), series).covers(reading.at) {
                last = Some(indicator.id);
                self.add(format!("indicator:{}", indicator.key));
                self.add("room");
                if self.is_at_home(indicator.unit) {
                    self.add("today");
                    self.add("flow");
                }
            }
        }
    }

    fn of_thing(&mut self, thing: Thing) {
        match thing {
            Thing::Unit(_) => {
                // Names and addresses are for all to see.
                self.add("units");
                self.add("room");
            }
            Thing::Indicator(id) => {
                let indicator = self.federation.registry().indicator(id);
                if self.is_at_home(indicator.unit) {
                    self.add(format!("indicator:{}", indicator.key));
                    self.add("room");
                    self.add("today");
                }
            }
            Thing::Signal(id) => {
                let Some(signal) = self.federation.signal_by_id(id) else { return };
                let indicator = self.federation.registry().indicator(signal.indicator);
                // What is said of readings is not opened with them.
                let series = Resource::Risen(indicator.id);
                let reach = reach(self.federation, Viewer(self.watcher.viewer), series);
                if self.watcher.place == Some(indicator.unit) && reach.covers(signal.at) {
                    self.add(format!("indicator:{}", indicator.key));
                    self.add("room");
                }
            }
            Thing::Incident(id) => {
                if self.may(Resource::Incident(id)) {
                    self.add(format!("incident:{}", id.0));
                    self.add("room");
                }
            }
            Thing::Obligation(id) => self.of_obligation(id),
            Thing::Agreement(id) => {
                if self.may(Resource::Agreement(id)) {
                    self.add(format!("agreement:{}", id.0));
                    self.add("plan");
                }
            }
            Thing::Directive(id) => {
                if self.may(Resource::Directive(id)) {
                    self.add(format!("directive:{}", id.0));
                    self.add("plan");
                }
            }
            Thing::Day(unit, _) | Thing::Ledger(unit) => {
                self.add_at_home("room", Resource::Unit(unit));
            }
            Thing::Roll(unit) => {
                if self.is_at_home(unit) {
                    self.add("people");
                }
            }
            Thing::Opening(id) => self.of_opening(id),
            Thing::Request(id) => self.of_request(id),
            Thing::Flow(id) => {
                if self.may(Resource::Flow(id)) {
                    self.add("flow");
                }
            }
            Thing::Message(id) => self.add_at_home("telex", Resource::Message(id)),
            Thing::Post(id) => self.add_at_home("board", Resource::Post(id)),
            Thing::Link(_) | Thing::Watch(_) => {}
        }
    }

    /// An opening that began or ended changes the figures that the other unit watches.
    fn of_opening(&mut self, id: OpeningId) {
        let Some(opening) = self.federation.opening(id).filter(|_| self.may(Resource::Opening(id)))
        else {
            return;
        };
        if self.is_at_home(opening.unit) || self.is_at_home(opening.to) {
            self.add("sharing");
        }
        if self.watcher.viewer == opening.to && self.watcher.place == Some(opening.unit) {
            for indicator in &opening.indicators {
                let key = &self.federation.registry().indicator(*indicator).key;
                self.add(format!("indicator:{key}"));
            }
        }
    }

    /// Whoever asked hears when that began and when it is over, and not of what the other does with it.
    fn of_request(&mut self, id: RequestId) {
        let Some(request) = self.federation.request_by_id(id) else { return };
        let is_told = request.declined.is_none() || request.state == request::State::Over;
        if self.is_at_home(request.unit) || (self.is_at_home(request.from) && is_told) {
            self.add("sharing");
        }
    }

    fn of_obligation(&mut self, id: mission::id::ObligationId) {
        if !self.may(Resource::Obligation(id)) {
            return;
        }
        self.add("room");
        let owed = self.federation.obligation(id).into_iter();
        let incidents: Vec<_> = owed.flat_map(|owed| owed.incidents.iter().copied()).collect();
        for incident in incidents {
            if self.may(Resource::Incident(incident)) {
                self.add(format!("incident:{}", incident.0));
            }
        }
    }
}

fn wire(names: BTreeSet<String>) -> Kind {
    if names.len() > limits::NAMES_AN_EVENT {
        return wire_all();
    }
    crate::wire::json(&Changed { what: names.into_iter().collect() })
}

fn wire_all() -> Kind {
    crate::wire::json(&Changed { what: vec!["*".to_owned()] })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Watcher = Watcher { viewer: UnitId(3), place: Some(UnitId(3)) };

    fn push(hub: &Hub, data: &str) {
        let mut watchers = hub.lock();
        watchers.kept.get_mut(&HERE).expect("it is watched").push(data.as_bytes().to_vec());
    }

    fn next(hub: &Hub, cursor: &mut Cursor) -> Vec<Said> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(hub.next(cursor)).expect("the hub is there")
    }

    fn data(said: &[Said]) -> Vec<String> {
        said.iter().map(|said| String::from_utf8_lossy(&said.data).into_owned()).collect()
    }

    #[test]
    fn a_stream_that_broke_is_taken_up_where_it_was() {
        let hub = Hub::new();
        let mut cursor = hub.subscribe(HERE, None).expect("there is room");
        push(&hub, "one");
        push(&hub, "two");
        let first = next(&hub, &mut cursor);
        assert_eq!(data(&first), ["one", "two"]);
        drop(cursor);
        push(&hub, "three");

        let mut again = hub.subscribe(HERE, Some(&first[0].id)).expect("there is room");
        assert_eq!(data(&next(&hub, &mut again)), ["two", "three"]);
    }

    #[test]
    fn who_missed_more_than_is_kept_is_told_to_fetch_everything() {
        let hub = Hub::new();
        let mut cursor = hub.subscribe(HERE, None).expect("there is room");
        push(&hub, "first");
        let first = next(&hub, &mut cursor);
        for _ in 0..=limits::EVENTS_KEPT {
            push(&hub, "more");
        }
        assert_eq!(data(&next(&hub, &mut cursor)), [r#"{"what":["*"]}"#]);
        let mut again = hub.subscribe(HERE, Some(&first[0].id)).expect("there is room");
        assert_eq!(data(&next(&hub, &mut again)), [r#"{"what":["*"]}"#]);
    }

    #[test]
    fn ids_are_each_watchers_own() {
        let hub = Hub::new();
        let elsewhere = Watcher { viewer: UnitId(4), ..HERE };
        assert_ne!(hub.id(HERE, 1), hub.id(elsewhere, 1));
        assert_ne!(hub.id(HERE, 1), Hub::new().id(HERE, 1));
    }

    #[test]
    fn who_went_longest_ago_makes_room_and_who_watches_never_does() {
        let hub = Hub::new();
        let at = |unit| Watcher { viewer: UnitId(unit), place: None };
        let most = u32::try_from(limits::STREAMS_KEPT).expect("a small number");
        let mut watching: Vec<_> = (0..most).map(|unit| hub.subscribe(at(unit), None)).collect();
        assert!(hub.subscribe(at(most), None).is_none());
        watching.remove(5);
        assert!(hub.subscribe(at(most), None).is_some());
        assert!(!hub.lock().kept.contains_key(&at(5)));
    }
}
