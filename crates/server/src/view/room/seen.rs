//! Seen: what does the level above see of us now?

use mission::calendar::Calendar;
use mission::reach::{Reach, Resource, Viewer};
use mission::time::{Date, Timestamp};

use crate::view::Eyes;
use crate::wire::views::Seen;

impl Eyes<'_> {
    /// One line each of what the level above sees of the viewer's own unit; none at a root.
    pub(super) fn seen_above(&self) -> Vec<Seen> {
        let Some(above) = self.unit(self.place).parent.filter(|_| self.is_home()) else {
            return Vec::new();
        };
        let voice = self.voice();
        let theirs = Eyes { viewer: Viewer(above), ..*self };
        let mut opened: Vec<Timestamp> = Vec::new();
        for id in self.federation.registry().indicators_of(self.place) {
            match theirs.reach(Resource::Series(*id)) {
                Reach::Window { from, until } if until.is_none_or(|until| self.now < until) => {
                    opened.push(from);
                }
                Reach::Window { .. } | Reach::All | Reach::Nothing => {}
            }
        }
        let risen = self
            .federation
            .reached(above)
            .filter(|incident| incident.is_open() && incident.unit == self.place)
            .filter(|incident| theirs.sees(Resource::Incident(incident.id)))
            .count();
        let asked = self
            .federation
            .obligations_of(self.place)
            .filter(|owed| owed.creditor == self.place && owed.debtor == above && owed.is_open())
            .filter(|owed| owed.incidents.is_empty())
            .count();
        let index = self.index_above().and_then(|(_, date)| date);
        let line = |text: [&str; 2], standing: String, open: bool| Seen {
            text: self.lang.pick(text[0], text[1]).to_owned(),
            standing,
            open,
        };
        vec![
            line(
                ["Our index", "Nuestro índice"],
                index.map_or_else(|| voice.incidents(0), |date| voice.as_of(date)),
                index.is_some(),
            ),
            line(
                ["Readings", "Lecturas"],
                voice.open_series(opened.len(), opened.iter().min().copied()),
                !opened.is_empty(),
            ),
            line(["Passed up", "Pasado hacia arriba"], voice.incidents(risen), risen > 0),
            line(["Help asked", "Ayuda pedida"], voice.calls_open(asked), asked > 0),
        ]
    }

    /// The level above, and the newest of our days whose index has reached it.
    pub(super) fn index_above(&self) -> Option<(&str, Option<Date>)> {
        let above = self.unit(self.place).parent?;
        let theirs = Eyes { viewer: Viewer(above), ..*self };
        let hours: &Calendar = self.hours();
        let has_index =
            self.federation.indicators_in_index(self.place, hours.date_of(self.now)) > 0;
        let date = theirs.index_of(self.place).map(|shown| shown.date).filter(|_| has_index);
        Some((self.name(above), date))
    }
}
