//! Incident: what happened, how does it stand, who knows, and what can be done?
//!
//! One page kind serves three things, whose ids never meet: an incident, a signal whose kind is not
//! yet known, and a call for help that is about no incident the viewer may see.

mod acts;
mod before;
mod call;
mod ladder;
mod unusual;

use mission::agreement::Subject;
use mission::escalation::Phase;
use mission::federation::Federation;
use mission::id::{IncidentId, IndicatorId, ObligationId, SignalId, UnitId};
use mission::incident::{self as model, Cause, Happening, LogLine};
use mission::message::About;
use mission::obligation::{self, Said};
use mission::reach::{Reach, Resource, Viewer};
use mission::sentence::{Believed, Lang, Plight};
use mission::signal::Kind;
use mission::time::Timestamp;

use super::{Eyes, Hidden, matter};
use crate::wire::views::{
    Chance, ChangeKind, Incident, IncidentStatus, LogLine as Line, Obligation, ObligationState,
    Words,
};

/// Due periods ahead for which a drift is followed: farther, a damped line goes nowhere.
const CROSSING_PERIODS: u32 = 60;

/// The page of an incident, of an unusual reading, or of a call for help, by its number.
pub fn incident(
    federation: &Federation,
    viewer: Viewer,
    id: u64,
    lang: Lang,
    now: Timestamp,
) -> Result<Incident, Hidden> {
    let at = |place: UnitId| Eyes { federation, viewer, place, lang, now };
    if let Some(known) = federation.incident(IncidentId(id)) {
        let eyes = at(known.unit);
        return if eyes.sees(Resource::Incident(known.id)) {
            Ok(eyes.incident(known))
        } else {
            Err(Hidden)
        };
    }
    if let Some(signal) = federation.signal_by_id(SignalId(id)) {
        let eyes = at(federation.registry().indicator(signal.indicator).unit);
        let is_whole = eyes.reach(Resource::Series(signal.indicator)) == Reach::All;
        return if is_whole { Ok(eyes.unusual_page(signal)) } else { Err(Hidden) };
    }
    let call = federation.obligation(ObligationId(id)).ok_or(Hidden)?;
    let eyes = at(call.creditor);
    if eyes.sees(Resource::Obligation(call.id)) { Ok(eyes.call_page_of(call)) } else { Err(Hidden) }
}

impl Eyes<'_> {
    fn incident(&self, incident: &model::Incident) -> Incident {
        let voice = self.voice();
        let plight = self.plight(incident);
        let name = voice.plight_name(&plight);
        let tag = voice.plight_tag(&plight);
        let title = if self.is_home() {
            format!("{name}: {}", mission::sentence::within(&tag))
        } else {
            voice.of_unit(self.name(incident.unit), &name)
        };
        let believed = self.believed(incident);
        let acts = self.acts(incident);
        let is_origin = self.is_home();
        let readers = self.readers(incident);
        Incident {
            frame: self.frame(title),
            id: incident.id.0.to_string(),
            status: self.status(incident),
            tone: self.tone(incident),
            glyph: matter::glyph(&plight),
            tag: self.tag_line(incident, &tag),
            sentence: self.headline(incident, &plight, &name),
            lede: self.story(incident, &plight),
            quote: match &incident.cause {
                Cause::Alarm { words, .. } if !words.is_empty() => {
                    Some(voice.written(words).to_owned())
                }
                Cause::Alarm { .. } | Cause::Change | Cause::Silence(_) | Cause::Missed { .. } => {
                    None
                }
            },
            chart: self.incident_chart(incident),
            back: self.back(incident),
            chances: believed.as_ref().map(chances).unwrap_or_default(),
            belief: believed.map(|believed| {
                let crossing = self.crossing(incident);
                [Some(voice.belief(&believed)), crossing]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ")
            }),
            clock: self.recovery_clock(incident),
            clock_heading: incident
                .is_open()
                .then(|| voice.clock_heading(self.other(incident.holder().unit))),
            obligations: self.obligations(incident),
            ladder: self.ladder(incident),
            acts_note: (!acts.is_empty()).then(|| {
                if is_origin {
                    voice.acts_note().to_owned()
                } else {
                    voice.acts_note_above(self.name(incident.unit))
                }
            }),
            acts,
            words: self.words(incident),
            words_scope: Some(voice.words_scope(&readers, is_origin, self.name(incident.unit))),
            boundary: self.what_is_seen(incident),
            write_about: self.write_about(About::Incident(incident.id)),
            before: self.before(incident),
            log: self.log(incident),
        }
    }

    fn status(&self, incident: &model::Incident) -> IncidentStatus {
        match incident.phase {
            Phase::Closed => IncidentStatus::Closed,
            Phase::Settling => IncidentStatus::Settling,
            Phase::Running | Phase::Waiting if self.is_shelved(incident) => IncidentStatus::Shelved,
            Phase::Running | Phase::Waiting => IncidentStatus::Open,
        }
    }

    /// `Step down. Reached Textiles on Thursday at 18:00`.
    fn tag_line(&self, incident: &model::Incident, tag: &str) -> String {
        let voice = self.voice();
        let rise = incident.rises.iter().find(|rise| rise.to == self.viewer.0);
        rise.map_or_else(
            || tag.to_owned(),
            |rise| format!("{tag}. {}", voice.reached(self.name(rise.to), rise.at)),
        )
    }

    /// The story in a sentence.
    fn headline(&self, incident: &model::Incident, plight: &Plight<'_>, name: &str) -> String {
        let voice = self.voice();
        if incident.phase == Phase::Settling {
            let needed = mission::limits::READINGS_TO_RECOVER;
            let settled = incident.strands.iter().map(|strand| strand.settled);
            let came = incident.quiets().iter().map(|quiet| quiet.came.saturating_sub(1));
            let settled = settled.chain(came).min();
            return voice.settling(name, needed.saturating_sub(settled.unwrap_or(0)).max(1));
        }
        let told = voice.plight(plight);
        if self.is_home() { told } else { voice.of_unit(self.name(incident.unit), &told) }
    }

    /// How it came this far, and what is to be done now.
    fn story(&self, incident: &model::Incident, plight: &Plight<'_>) -> String {
        let voice = self.voice();
        let mut said: Vec<String> = Vec::new();
        if let Some(closing) = incident.closed {
            let end = mission::sentence::capital(voice.end(closing.how));
            return format!("{end}. {}.", mission::sentence::capital(&voice.moment(closing.at)));
        }
        if let (Plight::Change { change, .. }, true) = (plight, self.is_home()) {
            said.push(voice.kind_and_sure(change.kind, change.sure));
        }
        match incident.phase {
            Phase::Settling => said.push(voice.relapse().to_owned()),
            Phase::Waiting => said.push(voice.clock_waits().to_owned()),
            Phase::Running | Phase::Closed => {}
        }
        match incident.rises.last() {
            None => said.push(voice.told_above(&self.levels_told(incident))),
            Some(rise) => {
                let below = incident.chain.get(incident.level.saturating_sub(1));
                if let (model::Because::Expired, Some(below)) = (rise.because, below) {
                    let had = self.voice_in(&below.hours).working(below.recovery);
                    said.push(voice.not_back(&had, self.other(rise.to)));
                } else {
                    said.push(voice.came_up(rise.because, rise.at));
                }
                let duty = self.federation.obligation(rise.obligation);
                let is_unowned = duty.is_some_and(|duty| {
                    duty.is_open()
                        && duty.owner.is_none()
                        && self.sees(Resource::Obligation(duty.id))
                });
                if is_unowned {
                    said.push(format!("{}.", voice.owner(None)));
                }
            }
        }
        said.join(" ")
    }

    /// The chances as they stood on the reading with which the change was told.
    fn believed(&self, incident: &model::Incident) -> Option<Believed> {
        let strand = incident.strands.first()?;
        let told = self.federation.signal_by_id(strand.signal);
        let told = told.and_then(|signal| self.believed_at(strand.indicator, signal.at));
        Some(told.unwrap_or_else(|| as_told(strand.kind, strand.sure)))
    }

    /// The filter forgets the chances once it has said what it was. They are found again by letting
    /// it run over the readings in memory, at most 256; none where that reading is older, nor of a series
    /// whose past lies on another node.
    pub(crate) fn believed_at(&self, id: IndicatorId, at: Timestamp) -> Option<Believed> {
        if !self.federation.registry().lives_here(self.indicator(id).unit) {
            return None;
        }
        let series = self.federation.series(id);
        let hours = &self.unit(self.indicator(id).unit).calendar;
        let mut filter = series.before_tail.clone();
        let mut upto = series.tail.iter().take_while(|reading| reading.at <= at);
        let verdict = upto.by_ref().map(|reading| {
            let moment = mission::series::moment(reading.at, hours);
            (reading.at, filter.observe(moment, reading.value))
        });
        let (_, verdict) = verdict.last().filter(|(last, _)| *last == at)?;
        let chances = verdict.chances;
        Some(Believed {
            step: chances.step,
            slope: chances.slope,
            one_off: chances.transient,
            no_change: chances.steady,
        })
    }

    /// What is owed for it, as far as it is this viewer's to see.
    fn obligations(&self, incident: &model::Incident) -> Vec<Obligation> {
        let owed = self.federation.obligations_of(incident.unit).filter(|owed| {
            owed.incidents.contains(&incident.id) && self.sees(Resource::Obligation(owed.id))
        });
        owed.map(|owed| self.obligation(owed)).collect()
    }

    pub(crate) fn obligation(&self, owed: &obligation::Obligation) -> Obligation {
        let voice = self.voice();
        let duty = self.duty(owed);
        let said = |said: &Said| Words {
            text: voice.written(&said.words).to_owned(),
            by: format!("{}, {}", said.by, self.name(owed.debtor)),
            when: self.when(said.at, voice.moment(said.at)),
        };
        Obligation {
            unit: self.unit_ref(owed.debtor),
            ours: owed.debtor == self.viewer.0,
            state: match owed.state {
                obligation::State::Owed | obligation::State::Owned => ObligationState::Open,
                obligation::State::Answered | obligation::State::Late => ObligationState::Answered,
                obligation::State::Met | obligation::State::Released => ObligationState::Met,
                obligation::State::Missed => ObligationState::Missed,
            },
            heading: voice.duty(&duty),
            demand: voice.demand(&duty),
            consequence: voice.consequence(&duty),
            clock: self.answer_clock(owed),
            owner: owed.owner.as_deref().map(|owner| voice.written(owner).to_owned()),
            answer: owed.answer.as_ref().map(said),
            offers: owed.offer.iter().map(said).collect(),
            help_came: owed.help_came.map(|at| voice.help_came(at, self.name(owed.creditor))),
        }
    }

    /// Lines of the log that the viewer's level may read: those from when it had been reached.
    fn readable<'i>(&self, incident: &'i model::Incident) -> impl Iterator<Item = &'i LogLine> {
        let place = incident.reached_by(self.viewer.0);
        incident.log.iter().filter(move |line| place.is_some_and(|place| place < line.reached))
    }

    /// What people wrote, oldest first.
    fn words(&self, incident: &model::Incident) -> Vec<Words> {
        let voice = self.voice();
        let written = self.readable(incident).filter_map(|line| {
            let text = match &line.what {
                Happening::Note(text)
                | Happening::Claimed(text)
                | Happening::AskedForHelp(text)
                | Happening::Found(_, text)
                | Happening::Answered(text)
                | Happening::HelpOffered(text)
                | Happening::Shelved(text) => text,
                Happening::Opened
                | Happening::Joined(..)
                | Happening::WentFurther(..)
                | Happening::FellSilent(_)
                | Happening::ReportsAgain(_)
                | Happening::NoData(..)
                | Happening::Moved(_)
                | Happening::Rose(..)
                | Happening::TakenOn
                | Happening::Confirmed(_)
                | Happening::OwnerNamed(_)
                | Happening::HelpCame
                | Happening::Missed
                | Happening::NewLevel(_)
                | Happening::Closed(_) => return None,
            };
            let by = line.by.as_deref().filter(|_| !text.is_empty())?;
            Some(Words {
                text: voice.written(text).to_owned(),
                by: format!("{by}, {}", self.name(line.unit)),
                when: self.when(line.at, voice.moment(line.at)),
            })
        });
        written.collect()
    }

    fn log(&self, incident: &model::Incident) -> Vec<Line> {
        let voice = self.voice();
        let name = |unit| self.name(unit);
        let figure = |id| self.indicator(id).name.as_str();
        self.readable(incident)
            .map(|line| Line {
                when: self.when(line.at, voice.moment_short(line.at)),
                text: voice.happening(line, name, figure),
            })
            .collect()
    }

    /// When a drift, if it goes on, crosses the capability that was agreed: for those who see the
    /// series whole.
    fn crossing(&self, incident: &model::Incident) -> Option<String> {
        let strand = incident.strands.iter().find(|strand| strand.kind == Kind::Slope)?;
        let id = strand.indicator;
        if !incident.is_open() || self.reach(Resource::Series(id)) != Reach::All {
            return None;
        }
        let (indicator, subject) = (self.indicator(id), Subject::Capability(id));
        let hours = self.hours();
        let today = hours.date_of(self.now);
        let (value, _) = self.federation.terms().on(indicator.unit, subject, today)?;
        let side = |at: f64| at > value;
        let last = self.federation.series(id).last()?.at;
        let now = side(self.forecast_at(id, last)?.0);
        let mut period = indicator.cadence.period_of(last, hours);
        let at = (0..CROSSING_PERIODS).find_map(|_| {
            period = indicator.cadence.next_due_period(&period, hours);
            (side(self.forecast_at(id, period.start)?.0) != now).then_some(period.start)
        })?;
        let voice = self.voice();
        Some(voice.crossing(voice.subject(subject), value, &indicator.measure, hours.date_of(at)))
    }

    /// What a level above sees of the part; nothing to say at the unit itself.
    fn what_is_seen(&self, incident: &model::Incident) -> Option<String> {
        if self.is_home() {
            return None;
        }
        let (voice, unit) = (self.voice(), self.name(incident.unit));
        let strand = incident.strands.first();
        match strand.map(|strand| (strand, self.reach(Resource::Risen(strand.indicator)))) {
            Some((_, Reach::Window { from, .. })) if incident.strands.len() > 1 => {
                let names = incident.strands.iter().map(|it| &*self.indicator(it.indicator).name);
                Some(voice.sees_several_from(from, &names.collect::<Vec<_>>(), unit))
            }
            Some((strand, Reach::Window { from, .. })) => {
                let (level, band) = self.reference(strand);
                let level =
                    mission::sentence::together(self.lang, &[level, band.lower, band.upper]);
                Some(voice.sees_from(from, &level[0], band, unit))
            }
            Some((_, Reach::All | Reach::Nothing)) | None => Some(voice.words_only(unit)),
        }
    }
}

/// What was told of the chances: how sure it was. Only the sum of the others is known, so it is
/// shared evenly.
pub(crate) fn as_told(kind: Kind, sure: f64) -> Believed {
    let rest = (1.0 - sure) / 3.0;
    let others = Believed { step: rest, slope: rest, one_off: rest, no_change: rest };
    match kind {
        Kind::Step => Believed { step: sure, ..others },
        Kind::Slope => Believed { slope: sure, ..others },
        Kind::OneOff | Kind::Unusual => Believed { one_off: sure, ..others },
    }
}

/// The four stories as views list them, the likeliest first.
pub(crate) fn chances(believed: &Believed) -> Vec<Chance> {
    let mut chances = vec![
        Chance { kind: ChangeKind::Step, chance: believed.step },
        Chance { kind: ChangeKind::Slope, chance: believed.slope },
        Chance { kind: ChangeKind::OneOff, chance: believed.one_off },
        Chance { kind: ChangeKind::NoChange, chance: believed.no_change },
    ];
    chances.sort_by(|a, b| b.chance.total_cmp(&a.chance));
    chances
}
