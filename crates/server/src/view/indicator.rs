//! Indicator: what did this figure do, what is expected of it, and what is agreed about it?

use mission::agreement::Subject;
use mission::federation::Federation;
use mission::id::{AgreementId, IndicatorId};
use mission::message::About;
use mission::reach::{Reach, Resource, Viewer};
use mission::registry::Sphere;
use mission::sentence::{Lang, Standing};
use mission::signal::Signal;
use mission::time::Timestamp;

use super::chart::POINTS;
use super::room::state;
use super::{Eyes, Hidden, matter};
use crate::wire::views::{Beside, Indicator, Term, Told, Tone};

/// The page of an indicator. `history` holds readings from before those in memory, oldest first;
/// what the viewer may not see of it is left out.
pub fn indicator(
    federation: &Federation,
    viewer: Viewer,
    id: IndicatorId,
    history: &[(Timestamp, f64)],
    lang: Lang,
    now: Timestamp,
) -> Result<Indicator, Hidden> {
    let known = federation.registry().find_indicator(id).ok_or(Hidden)?;
    let eyes = Eyes { federation, viewer, place: known.unit, lang, now };
    if let Some(opening) = eyes.opened_by_its_unit(id).filter(|_| !eyes.is_home()) {
        let seen = eyes.sees(Resource::Series(id));
        return if seen { Ok(eyes.shared_indicator(id, opening)) } else { Err(Hidden) };
    }
    match eyes.reach(Resource::Series(id)) {
        Reach::Nothing => Err(Hidden),
        Reach::All => Ok(eyes.own_indicator(id, history)),
        Reach::Window { from, until } => Ok(eyes.opened_indicator(id, from, until)),
    }
}

impl Eyes<'_> {
    fn own_indicator(&self, id: IndicatorId, history: &[(Timestamp, f64)]) -> Indicator {
        let voice = self.voice();
        let known = self.indicator(id);
        let series = self.federation.series(id);
        let readings = series.sealed + u64::try_from(series.tail.len()).unwrap_or(0);
        let standing = self.figure_standing(id);
        let open = self.federation.incidents_of(id).rfind(|incident| incident.is_open());
        let strand = open.and_then(|incident| incident.strand(id));
        let state_text = match strand {
            Some(strand) if standing == Standing::Incident => {
                Some(voice.moved_tag(strand.kind, strand.direction))
            }
            Some(_) | None => voice.standing(standing).map(str::to_owned),
        };
        let expected = self.forecast(id).map(|(_, band)| band);
        let sentence = match (series.last(), standing) {
            (None, _) => voice.nothing_yet(&known.name),
            (Some(_), Standing::Learning) => voice.being_learnt(&known.name, readings),
            (Some(last), _) => {
                // What the reading was expected to be, not what the next one is.
                let before = last.band().map(|(lower, upper)| mission::sentence::Expectation {
                    lower: f64::from(lower),
                    upper: f64::from(upper),
                });
                let band = before.or(expected);
                let band = strand.map(|strand| self.reference(strand).1).or(band);
                voice.figure_is((&known.name, &known.measure), last.value, band)
            }
        };
        let mut chart = self.plain_chart(id, history, usize::MAX);
        if let Some(incident) = open {
            chart.reference = self.incident_chart(incident).and_then(|chart| chart.reference);
        }
        Indicator {
            frame: self.frame(format!("{}: {}", known.name, self.name(self.place))),
            indicator: self.indicator_ref(id),
            state: state(standing),
            state_text,
            sentence,
            lede: format!(
                "{} {}",
                voice.figure_lede(known.cadence, known.direction, known.sphere, readings),
                voice.budget(self.federation.budget(id, self.now))
            ),
            chart: (!chart.points.is_empty()).then_some(chart),
            is_long: readings > u64::try_from(POINTS).unwrap_or(u64::MAX),
            beside: self.beside(id),
            chances: Vec::new(),
            belief: strand.map(|strand| voice.kind_and_sure(strand.kind, strand.sure)),
            bar: self.figure_bar(id),
            terms: self.terms_of(id),
            told: self.told_of(id),
            write_about: self.write_about(About::Indicator(id)),
        }
    }

    /// What a level sees of a series that a rise opened: that window, and nothing agreed or told.
    fn opened_indicator(
        &self,
        id: IndicatorId,
        from: Timestamp,
        until: Option<Timestamp>,
    ) -> Indicator {
        let voice = self.voice();
        let known = self.indicator(id);
        let opened_by = self.federation.incidents_of(id).rfind(|incident| {
            self.sees(Resource::Incident(incident.id)) && incident.strand(id).is_some()
        });
        let standing = Standing::Shared;
        let sees = opened_by.and_then(|incident| incident.strand(id)).map(|strand| {
            let (level, band) = self.reference(strand);
            let level = mission::sentence::together(self.lang, &[level, band.lower, band.upper]);
            voice.sees_from(from, &level[0], band, self.name(self.place))
        });
        let end = until.map(|until| voice.until(until)).unwrap_or_default();
        let change = opened_by.and_then(|incident| incident.strand(id)).map(|it| self.change(it));
        Indicator {
            frame: self.frame(format!("{}: {}", known.name, self.name(self.place))),
            indicator: self.indicator_ref(id),
            state: state(standing),
            state_text: voice.standing(standing).map(str::to_owned),
            sentence: change.map(|change| voice.change(&change)).unwrap_or_default(),
            lede: format!("{} {end}", sees.unwrap_or_default()).trim().to_owned(),
            chart: opened_by.and_then(|incident| self.incident_chart(incident)),
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

    fn terms_of(&self, id: IndicatorId) -> Vec<Term> {
        let voice = self.voice();
        let today = self.hours().date_of(self.now);
        let held = |subject| self.federation.terms().on(self.place, subject, today);
        let line = |subject: Subject, value: f64, agreement: Option<AgreementId>| Term {
            name: voice.subject(subject).to_owned(),
            value: voice.amount_said(&self.deal_on(self.place, subject), value),
            note: match agreement.and_then(|id| self.federation.agreement(id)) {
                Some(agreed) => {
                    let on = agreed.agreed_at.map(|at| voice.date_of(at));
                    voice.agreed(on, agreed.offer().review)
                }
                None => voice.by_default().to_owned(),
            },
            agreement: agreement.map(|id| id.0.to_string()),
        };
        let mut terms = Vec::new();
        if self.indicator(id).sphere == Sphere::Work {
            let subjects =
                [Subject::Capability(id), Subject::Potentiality(id), Subject::Weight(id)];
            let agreed = subjects.into_iter().filter_map(|subject| Some((subject, held(subject)?)));
            terms.extend(agreed.map(|(subject, (value, id))| line(subject, value, Some(id))));
        }
        let own = Subject::Recovery(id);
        let recovery = held(own).or_else(|| held(Subject::UnitRecovery));
        let days = self.federation.terms().recovery_days(self.place, Some(id), today);
        terms.push(line(own, days, recovery.map(|(_, id)| id)));
        terms
    }

    fn told_of(&self, id: IndicatorId) -> Vec<Told> {
        let voice = self.voice();
        let told = |signal: &Signal| {
            let sentence = voice.change(&self.told(signal));
            let (tone, sentence) = match signal.overturned {
                Some(_) => (Tone::Plain, voice.overturned(&sentence)),
                None => (matter::signal_tone(signal), sentence),
            };
            Told {
                when: self.when(signal.told, voice.moment_short(signal.told)),
                tone,
                glyph: matter::change_glyph(signal.kind, signal.direction, signal.surprise),
                sentence,
                incident: Some(signal.incident.map_or(signal.id.0, |id| id.0).to_string()),
            }
        };
        self.federation.signals_of(id).rev().map(told).collect()
    }
}
