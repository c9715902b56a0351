//! Cards: what reached us, what is ours, and what do we owe?

use std::cmp::Reverse;
use std::collections::BTreeSet;

use mission::id::{IndicatorId, UnitId};
use mission::incident::{Cause, Incident};
use mission::obligation::{Obligation, Reason};
use mission::reach::Resource;
use mission::sentence::{Expectation, Plight, Voice};
use mission::signal::{Kind, Signal};

use crate::view::{Eyes, matter};
use crate::wire::views::{Card, Clock, ClockState, Glyph, Tone};

/// What is the matter here, sorted by whose it is.
pub(super) struct Matters<'a> {
    /// Incidents of units below that reached us and are not over.
    risen: Vec<&'a Incident>,
    /// Calls in words from below that wait for our answer.
    calls: Vec<&'a Obligation>,
    /// Calls that we answered, whose callers have not said yet that help came.
    answered: Vec<&'a Obligation>,
    /// Our own incidents that are not over and not shelved.
    own: Vec<&'a Incident>,
    /// Readings of ours that are unusual, kind not yet known.
    unusual: Vec<&'a Signal>,
    /// What we owe for what reached us.
    duties: Vec<&'a Obligation>,
}

impl<'a> Eyes<'a> {
    pub(super) fn matters(&self) -> Matters<'a> {
        let federation = self.federation;
        let open = || {
            let reached = federation.reached(self.place).filter(|incident| incident.is_open());
            reached.filter(|incident| self.sees(Resource::Incident(incident.id)))
        };
        let duties: Vec<&Obligation> = federation
            .obligations_of(self.place)
            .filter(|owed| owed.debtor == self.place && owed.is_open())
            .filter(|owed| self.sees(Resource::Obligation(owed.id)))
            .collect();
        let is_call = |owed: &&Obligation| match owed.reason {
            Reason::Help(_) | Reason::Safety(_) => true,
            Reason::Rise | Reason::Group => false,
        };
        let indicators = federation.registry().indicators_of(self.place).iter();
        let risen: Vec<&Incident> = open()
            .filter(|incident| {
                incident.unit != self.place
                    && incident.rises.iter().any(|rise| rise.to == self.place)
            })
            .collect();
        // A call about what has risen since is on the card of what rose.
        let has_risen =
            |owed: &Obligation| risen.iter().any(|incident| owed.incidents.contains(&incident.id));
        let calls = duties.iter().copied().filter(|owed| is_call(owed) && !has_risen(owed));
        let (calls, answered) = calls.partition(|owed| owed.awaits_answer());
        Matters {
            calls,
            answered,
            risen,
            own: open()
                .filter(|incident| incident.unit == self.place && !self.is_shelved(incident))
                .collect(),
            unusual: indicators.filter_map(|id| self.unusual(*id)).collect(),
            duties,
        }
    }

    /// The signal that a series' latest reading is unusual, its kind not yet known.
    pub(crate) fn unusual(&self, id: IndicatorId) -> Option<&'a Signal> {
        let latest = self.federation.signals_of(id).next_back()?;
        let last = self.federation.series(id).last()?;
        let stands = latest.kind == Kind::Unusual
            && latest.at == last.at
            && latest.overturned.is_none()
            && latest.incident.is_none();
        stands.then_some(latest)
    }

    pub(super) fn passed_up(&self, matters: &Matters<'_>) -> Vec<Card> {
        let risen = matters.risen.iter().map(|incident| self.risen_card(matters, incident));
        let calls = matters.calls.iter().map(|call| self.call_card(call));
        by_urgency(risen.chain(calls).collect())
    }

    pub(super) fn answered(&self, matters: &Matters<'_>) -> Vec<Card> {
        by_urgency(matters.answered.iter().map(|call| self.call_card(call)).collect())
    }

    pub(super) fn ours(&self, matters: &Matters<'_>) -> Vec<Card> {
        let own = matters.own.iter().map(|incident| self.own_card(incident));
        let unusual = matters.unusual.iter().map(|signal| self.unusual_card(signal));
        by_urgency(own.chain(unusual).collect())
    }

    /// What rose to us. The clock on it is our own duty to answer, then our time to put it right.
    fn risen_card(&self, matters: &Matters<'_>, incident: &Incident) -> Card {
        let voice = self.voice();
        let plight = self.plight(incident);
        let duty = matters.duties.iter().find(|owed| owed.incidents.contains(&incident.id));
        let is_several = duty.is_some_and(|owed| owed.reason == Reason::Group);
        let is_held = incident.holder().unit == self.place;
        let reached = incident.rises.iter().find(|rise| rise.to == self.place);
        let answer = duty
            .and_then(|owed| Some((self.answer_clock(owed)?, voice.we_answer_by(owed.answer_by))));
        let (clock, clock_text) = match answer {
            Some((clock, text)) => (Some(clock), Some(text)),
            None if is_held => self.recovery(incident),
            None => (None, None),
        };
        let owner = duty.and_then(|owed| owed.owner.as_deref());
        let name = voice.plight_name(&plight);
        Card {
            incident: incident.id.0.to_string(),
            unit: self.unit_ref(incident.unit),
            since: self.time(reached.map_or(incident.opened, |rise| rise.at)),
            tone: self.tone(incident),
            glyph: if is_several { Glyph::Group } else { matter::glyph(&plight) },
            tag: voice.plight_tag(&plight),
            heading: voice.of_unit(self.name(incident.unit), &name),
            sentence: voice.plight_below_name(&plight),
            quote: quote(&voice, incident),
            boundary: None,
            owner: duty.map(|_| voice.owner(owner)),
            owned: owner.is_some(),
            chart: self.incident_chart(incident),
            clock,
            clock_text,
            back: self.back(incident),
        }
    }

    /// A call in words: no chart, for the caller has opened nothing.
    fn call_card(&self, call: &Obligation) -> Card {
        let voice = self.voice();
        let unit = self.name(call.creditor);
        let (tone, glyph, words) = match &call.reason {
            Reason::Safety(words) => (Tone::Pain, Glyph::Alarm, Some(words)),
            Reason::Help(words) => (Tone::Watch, Glyph::Words, Some(words)),
            Reason::Rise | Reason::Group => (Tone::Watch, Glyph::Words, None),
        };
        let tag = voice.reason(&call.reason);
        let clock = self.answer_clock(call);
        let clock_text = clock.as_ref().map(|_| voice.we_answer_by(call.answer_by));
        Card {
            incident: self.call_page(call),
            unit: self.unit_ref(call.creditor),
            since: self.time(call.opened),
            tone,
            glyph,
            tag: tag.to_owned(),
            heading: voice.of_unit(unit, tag),
            sentence: voice.asked(call.opened, call.answer.as_ref().map(|said| said.at)),
            quote: words
                .filter(|words| !words.is_empty())
                .map(|words| voice.written(words).to_owned()),
            boundary: Some(voice.words_only(unit)),
            owner: Some(voice.owner(call.owner.as_deref())),
            owned: call.owner.is_some(),
            chart: None,
            clock,
            clock_text,
            back: None,
        }
    }

    /// A safety alarm opens with its incident, a call for help with itself.
    pub(crate) fn call_page(&self, call: &Obligation) -> String {
        let seen = call.incidents.iter().find(|id| self.sees(Resource::Incident(**id)));
        seen.map_or(call.id.0, |id| id.0).to_string()
    }

    fn own_card(&self, incident: &Incident) -> Card {
        let voice = self.voice();
        let plight = self.plight(incident);
        let is_held = incident.holder().unit == self.place;
        let (clock, clock_text) = if is_held { self.recovery(incident) } else { (None, None) };
        Card {
            incident: incident.id.0.to_string(),
            unit: self.unit_ref(incident.unit),
            since: self.time(incident.opened),
            tone: self.tone(incident),
            glyph: matter::glyph(&plight),
            tag: voice.plight_tag(&plight),
            heading: voice.plight_name(&plight),
            sentence: voice.plight_below_name(&plight),
            quote: quote(&voice, incident),
            boundary: None,
            owner: None,
            owned: false,
            chart: self.incident_chart(incident),
            clock,
            clock_text,
            back: self.back(incident),
        }
    }

    fn unusual_card(&self, signal: &Signal) -> Card {
        let voice = self.voice();
        let change = self.told(signal);
        let band = Expectation { lower: signal.lower, upper: signal.upper };
        Card {
            incident: signal.id.0.to_string(),
            unit: self.unit_ref(self.place),
            since: self.time(signal.at),
            tone: Tone::Watch,
            glyph: Glyph::Unusual,
            tag: voice.tag(signal.kind, signal.direction),
            heading: mission::sentence::capital(change.name),
            sentence: format!("{} {}", voice.against(&change, band), voice.kind_unknown()),
            quote: None,
            boundary: None,
            owner: None,
            owned: false,
            chart: Some(self.plain_chart(signal.indicator, &[], CARD_READINGS)),
            clock: None,
            clock_text: None,
            back: None,
        }
    }

    fn recovery(&self, incident: &Incident) -> (Option<Clock>, Option<String>) {
        let clock = self.recovery_clock(incident);
        let holder = incident.holder();
        let text = clock.as_ref().map(|_| self.voice_in(&holder.hours).left_of(holder.recovery));
        (clock, text)
    }
}

/// Readings on a card.
const CARD_READINGS: usize = 30;

impl<'a> Matters<'a> {
    /// The direct parts that something reached us from which asks for something of us.
    pub(super) fn parts_calling(&self, eyes: &Eyes<'_>) -> BTreeSet<UnitId> {
        let risen = self.risen.iter().map(|incident| incident.unit);
        let calls = self.calls.iter().map(|call| call.creditor);
        risen.chain(calls).map(|unit| eyes.part_of(eyes.place, unit)).collect()
    }

    /// The direct parts that something reached us from, what was answered with the rest.
    pub(super) fn parts_heard(&self, eyes: &Eyes<'_>) -> BTreeSet<UnitId> {
        let answered = self.answered.iter().map(|call| eyes.part_of(eyes.place, call.creditor));
        self.parts_calling(eyes).into_iter().chain(answered).collect()
    }

    /// What is ours to put right.
    pub(super) fn own_plights<'e>(&self, eyes: &Eyes<'e>) -> Vec<Plight<'e>> {
        let own = self.own.iter().map(|incident| eyes.plight(incident));
        let unusual = self.unusual.iter().map(|signal| eyes.told(signal));
        own.chain(unusual.map(|change| Plight::Change { change, with: Vec::new() })).collect()
    }

    pub(super) fn has_own(&self) -> bool {
        !self.own.is_empty() || !self.unusual.is_empty()
    }

    /// Levels above that know of something of ours.
    pub(super) fn told_above(&self, eyes: &Eyes<'_>) -> Vec<String> {
        let mut told: Vec<String> =
            self.own.iter().flat_map(|incident| eyes.levels_told(incident)).collect();
        told.sort_unstable();
        told.dedup();
        told
    }

    /// What we owe an answer for.
    pub(super) fn to_answer(&self) -> impl Iterator<Item = &'a Obligation> + '_ {
        self.duties.iter().copied().filter(|owed| owed.awaits_answer())
    }

    /// Figures that have a card, and so no tile.
    pub(super) fn carded_indicators(&self) -> BTreeSet<IndicatorId> {
        let own = self.own.iter().flat_map(|incident| {
            incident.indicators().filter(|indicator| incident.concerns(*indicator))
        });
        own.chain(self.unusual.iter().map(|signal| signal.indicator)).collect()
    }
}

/// A person's words, of an alarm.
fn quote(voice: &Voice<'_>, incident: &Incident) -> Option<String> {
    match &incident.cause {
        Cause::Alarm { words, .. } if !words.is_empty() => Some(voice.written(words).to_owned()),
        Cause::Alarm { .. } | Cause::Change | Cause::Silence(_) | Cause::Missed { .. } => None,
    }
}

/// What asks for somebody now comes first, then what has time running, then what came last: the page
/// folds what is far down.
fn by_urgency(mut cards: Vec<Card>) -> Vec<Card> {
    cards.sort_by_cached_key(|card| {
        let tone = match card.tone {
            Tone::Pain => 0,
            Tone::Watch => 1,
            Tone::Joy => 2,
            Tone::Plain => 3,
        };
        let runs = card.clock.as_ref().is_some_and(|clock| clock.state == ClockState::Running);
        (tone, !runs, Reverse(card.since.clone()))
    });
    cards
}
