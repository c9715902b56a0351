//! Sharing: what do we open to whom, what is open to us, who asks, and who looked?

use std::collections::BTreeMap;

use mission::federation::Federation;
use mission::id::{IndicatorId, UnitId};
use mission::limits;
use mission::opening::{Opening, State};
use mission::reach::{Resource, Viewer};
use mission::registry::Sphere;
use mission::request::{self, Request};
use mission::sentence::{Lang, Shared};
use mission::time::{Date, Timestamp};
use store::Look;

use super::{Eyes, Hidden};
use crate::wire::views::{
    Act, Consequence, LookedRow, OpeningRow, OpeningState, RequestRow, Sharing, SharingAct,
};

/// Openings and requests of a kind on the page at most, the latest first.
const ROWS: usize = 100;

/// The openings and requests of the viewer's own unit. `looked` says who looked at its figures.
pub fn sharing(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    looked: &[(Look, u64)],
    lang: Lang,
    now: Timestamp,
) -> Result<Sharing, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Unit(unit)) {
        return Err(Hidden);
    }
    Ok(eyes.sharing(looked))
}

impl Eyes<'_> {
    fn sharing(&self, looked: &[(Look, u64)]) -> Sharing {
        let voice = self.voice();
        let all = || self.federation.openings_of(self.place).rev();
        let mut given: Vec<&Opening> = all().filter(|it| it.unit == self.place).collect();
        given.sort_by_key(|it| !it.stands());
        let received = all().filter(|it| it.to == self.place && it.state == State::InForce);
        let requests = || self.federation.requests_of(self.place).rev();
        let of_us = || requests().filter(|it| it.unit == self.place && it.waits());
        let by_us = requests().filter(|it| it.from == self.place);
        let in_force = given.iter().filter(|it| it.state == State::InForce).count();
        let may_open: Vec<IndicatorId> = self
            .live_indicators()
            .filter(|id| self.indicator(*id).sphere != Sphere::AboutPeople)
            .collect();
        let acts = self.acts_of_the_page(!may_open.is_empty());
        let days = limits::OPEN_FOR.as_secs() / (24 * 60 * 60);
        Sharing {
            frame: self.frame(voice.sharing_title(self.name(self.place))),
            sentence: voice.sharing(in_force, of_us().count()),
            lede: voice.sharing_lede().to_owned(),
            given: given.into_iter().take(ROWS).map(|it| self.given(it)).collect(),
            received: received.take(ROWS).map(|it| self.opening_row(it, it.unit)).collect(),
            asked_of_us: of_us().take(ROWS).map(|it| self.asked_of_us(it)).collect(),
            asked_by_us: by_us.take(ROWS).map(|it| self.request_row(it, it.unit)).collect(),
            looked: self.looked(looked),
            may_open: may_open.into_iter().map(|id| self.indicator_ref(id)).collect(),
            days_at_most: u32::try_from(days).unwrap_or(u32::MAX),
            acts,
        }
    }

    fn acts_of_the_page(&self, may_open: bool) -> Vec<Act<SharingAct>> {
        let voice = self.voice();
        let open = may_open.then(|| Act {
            act: SharingAct::Open,
            hint: Some(voice.open_hint().to_owned()),
            consequences: self.consequences(voice.opening_shows(None, &[])),
        });
        let request = Act {
            act: SharingAct::Request,
            hint: None,
            consequences: self.consequences(voice.request_shows()),
        };
        open.into_iter().chain([request]).collect()
    }

    fn consequences(&self, said: Vec<(String, bool)>) -> Vec<Consequence> {
        let voice = self.voice();
        let one =
            |(text, opens)| Consequence { text, standing: voice.opens(opens).to_owned(), opens };
        said.into_iter().map(one).collect()
    }

    /// What we open, with who signed and what can be done about it.
    fn given(&self, opening: &Opening) -> OpeningRow {
        let voice = self.voice();
        let signed = opening.signed.iter().map(|signature| {
            format!("{}, {}", signature.by, voice.date(voice.date_of(signature.at)))
        });
        let shows = || {
            let shown = voice.opening_shows(Some(self.name(opening.to)), &self.figures(opening));
            self.consequences(shown)
        };
        let sign = (opening.state == State::Proposed).then(|| Act {
            act: SharingAct::Sign,
            hint: Some(voice.sign_hint().to_owned()),
            consequences: shows(),
        });
        let close = opening.stands().then(|| Act {
            act: SharingAct::Close,
            hint: Some(voice.close_hint().to_owned()),
            consequences: Vec::new(),
        });
        OpeningRow {
            signed: signed.collect(),
            acts: sign.into_iter().chain(close).collect(),
            ..self.opening_row(opening, opening.to)
        }
    }

    fn figures(&self, opening: &Opening) -> Vec<String> {
        opening.indicators.iter().map(|id| self.indicator(*id).name.clone()).collect()
    }

    fn opening_row(&self, opening: &Opening, other: UnitId) -> OpeningRow {
        let voice = self.voice();
        OpeningRow {
            id: opening.id.0.to_string(),
            unit: self.unit_ref(other),
            indicators: opening.indicators.iter().map(|id| self.indicator_ref(*id)).collect(),
            state: match opening.state {
                State::Proposed => OpeningState::Proposed,
                State::InForce => OpeningState::InForce,
                State::Closed => OpeningState::Closed,
                State::Over => OpeningState::Over,
            },
            sentence: self.shared(opening, opening.state),
            words: opening.words.clone(),
            standing: voice.shared_for(opening.since, opening.until),
            until: self.when(opening.until, voice.moment(opening.until)),
            signed: Vec::new(),
            request: opening.grants.map(|id| id.0.to_string()),
            acts: Vec::new(),
        }
    }

    /// An opening in a sentence, as it stands or stood.
    pub(crate) fn shared(&self, opening: &Opening, state: State) -> String {
        let figures = self.figures(opening);
        self.voice().shared(&Shared {
            owner: self.other(opening.unit),
            to: self.other(opening.to),
            figures: &figures,
            until: opening.until,
            state,
        })
    }

    /// A request in a sentence.
    pub(crate) fn asks(&self, request: &Request) -> String {
        self.voice().asks_to_see(self.other(request.from), self.other(request.unit))
    }

    fn asked_of_us(&self, request: &Request) -> RequestRow {
        let decline = Act {
            act: SharingAct::Decline,
            hint: Some(self.voice().decline_hint().to_owned()),
            consequences: Vec::new(),
        };
        RequestRow { acts: vec![decline], ..self.request_row(request, request.from) }
    }

    /// A request of ours looks the same whatever became of it.
    fn request_row(&self, request: &Request, other: UnitId) -> RequestRow {
        let voice = self.voice();
        let is_over = request.state == request::State::Over;
        RequestRow {
            id: request.id.0.to_string(),
            unit: self.unit_ref(other),
            sentence: self.asks(request),
            words: request.words.clone(),
            standing: voice.request_stands(request.at, is_over),
            until: self.when(request.until, voice.moment(request.until)),
            acts: Vec::new(),
        }
    }

    /// Who looked at which figure, by days: the latest first.
    fn looked(&self, looked: &[(Look, u64)]) -> Vec<LookedRow> {
        let mut days: BTreeMap<(UnitId, IndicatorId), Vec<Date>> = BTreeMap::new();
        let registry = self.federation.registry();
        let is_known = |look: &Look| {
            let figure = registry.find_indicator(look.indicator);
            figure.is_some_and(|it| it.unit == self.place)
                && registry.find_unit(look.viewer).is_some()
        };
        for (look, _) in looked.iter().filter(|(look, _)| is_known(look)) {
            days.entry((look.viewer, look.indicator)).or_default().push(look.day);
        }
        let row = |((viewer, id), mut days): ((UnitId, IndicatorId), Vec<Date>)| {
            days.sort();
            days.dedup();
            let last = *days.last()?;
            let text =
                self.voice().looked(self.name(viewer), &self.indicator(id).name, days.len(), last);
            Some(LookedRow {
                unit: self.unit_ref(viewer),
                indicator: self.indicator_ref(id),
                days: u32::try_from(days.len()).unwrap_or(u32::MAX),
                last: last.to_string(),
                text,
            })
        };
        let mut rows: Vec<LookedRow> = days.into_iter().filter_map(row).collect();
        rows.sort_by(|one, other| other.last.cmp(&one.last));
        rows.truncate(ROWS);
        rows
    }
}
