//! Lines: what was this unit told, in a line each?
//!
//! Words of messages are in no line: those stand on the page of the telex alone, for whoever may read them.

use std::collections::BTreeSet;

use mission::effect::{News, Notice};
use mission::escalation::Phase;
use mission::id::{IncidentId, ObligationId, UnitId};
use mission::incident::Incident;
use mission::reach::Resource;
use mission::sentence::Plight;

use crate::view::Eyes;
use crate::wire::views::TelexLine;

/// Lines on the page.
const LINES: usize = 20;

/// What a line is about, who is on the other side, and the incident to open.
struct About {
    what: String,
    who: Option<UnitId>,
    incident: Option<String>,
    /// How that incident stands.
    phase: Phase,
}

impl About {
    /// Nobody on the other side, and no incident.
    fn plain(what: String) -> Self {
        Self { what, who: None, incident: None, phase: Phase::Running }
    }
}

/// Whether the line says by itself which unit is on the other side of a duty.
#[derive(Clone, Copy)]
enum Side {
    SaidBeside,
    ToBeSaid,
}

/// Tells what is news from what was, among lines that come latest first.
#[derive(Default)]
pub(super) struct Fresh {
    /// Incidents of whose clock was told already.
    moved: BTreeSet<IncidentId>,
}

impl Fresh {
    /// How a clock stands is news once, and none when its incident is over.
    pub(super) fn is_news(&mut self, eyes: &Eyes<'_>, notice: &Notice) -> bool {
        match notice.what {
            News::Moved(id) => {
                let is_open = eyes.federation.incident(id).is_some_and(Incident::is_open);
                is_open && self.moved.insert(id)
            }
            News::Signal(_)
            | News::Opened(_)
            | News::Rose(..)
            | News::Owes(_)
            | News::Answered(_)
            | News::Missed(_)
            | News::Closed(_)
            | News::Alarm(_)
            | News::Noted(_)
            | News::Note(_)
            | News::Terms(_)
            | News::Directive(_)
            | News::Announced(_)
            | News::Shared(..)
            | News::Asked(_)
            | News::Corrected(_)
            | News::Wrote(_)
            | News::Posted(..) => true,
        }
    }
}

impl Eyes<'_> {
    /// The last lines told to the place.
    pub(crate) fn telex(&self) -> Vec<TelexLine> {
        let notices = self.federation.ledger(self.place).notices.iter().rev();
        let mut fresh = Fresh::default();
        let told = notices.filter(|notice| fresh.is_news(self, notice));
        told.filter_map(|notice| self.telex_line(notice)).take(LINES).collect()
    }

    pub(super) fn telex_line(&self, notice: &Notice) -> Option<TelexLine> {
        let voice = self.voice();
        let about = self.about(&notice.what)?;
        let who = about.who.map_or("", |unit| self.name(unit));
        Some(TelexLine {
            when: self.when(notice.at, voice.moment_short(notice.at)),
            who: voice.herald(&notice.what).to_owned(),
            text: voice.news(&notice.what, &about.what, who, about.phase),
            incident: about.incident,
        })
    }

    /// None where the thing is not kept any more, or not the viewer's to see.
    fn about(&self, news: &News) -> Option<About> {
        let voice = self.voice();
        match news {
            News::Signal(id) => {
                let signal = self.federation.signal_by_id(*id)?;
                let told = voice.change(&self.told(signal));
                let what = if signal.overturned.is_some() { voice.overturned(&told) } else { told };
                let incident = signal.incident.map(|id| id.0.to_string());
                Some(About { incident, ..About::plain(what) })
            }
            News::Opened(id)
            | News::Moved(id)
            | News::Closed(id)
            | News::Alarm(id)
            | News::Noted(id) => self.about_incident(*id, None),
            News::Rose(id, to) => self.about_incident(*id, Some(*to)),
            News::Owes(id) => self.about_duty(*id, Side::SaidBeside),
            News::Answered(id) | News::Missed(id) => self.about_duty(*id, Side::ToBeSaid),
            News::Note(_) => Some(About::plain(String::new())),
            News::Terms(id) => {
                let agreement = self.federation.agreement(*id)?;
                let what = voice.deal(&self.deal(agreement));
                Some(About::plain(what))
            }
            News::Announced(id) => {
                let announced = &self.federation.ledger(self.place).announced;
                let known = announced.iter().find(|known| known.id == *id)?;
                Some(About::plain(known.words.clone()))
            }
            News::Shared(id, state) => {
                let opening = self.federation.opening(*id)?;
                let is_seen = self.sees(Resource::Opening(*id));
                is_seen.then(|| About::plain(self.shared(opening, *state)))
            }
            News::Asked(id) => {
                let request = self.federation.request_by_id(*id)?;
                let asks = format!("{}: {}", self.asks(request), request.words);
                self.sees(Resource::Request(*id)).then(|| About::plain(asks))
            }
            News::Corrected(it) => {
                let of = self.indicator(it.indicator);
                // A report for a part may come from above; what the part reports is the part's.
                (of.unit == self.place).then(|| About::plain(voice.corrected(of, it)))
            }
            News::Wrote(id) => {
                let message = self.federation.message(*id).filter(|it| it.is_kept(self.now))?;
                let others = self.other_names(message.to.iter().copied());
                let came = voice.message_came(self.other(message.from), &others);
                self.sees(Resource::Message(*id)).then(|| About::plain(came))
            }
            News::Posted(id, state) => {
                let post = self.federation.post(*id)?;
                let is_seen = self.sees(Resource::Post(*id));
                is_seen.then(|| About::plain(voice.posted(post, *state)))
            }
            News::Directive(id) => {
                let what = self.federation.directive(*id)?.title.clone();
                Some(About::plain(what))
            }
        }
    }

    fn about_duty(&self, id: ObligationId, side: Side) -> Option<About> {
        let owed = self.federation.obligation(id)?;
        if !self.sees(Resource::Obligation(id)) {
            return None;
        }
        let other = if owed.debtor == self.place { owed.creditor } else { owed.debtor };
        let reason = self.voice().reason(&owed.reason);
        let what = match side {
            Side::SaidBeside => reason.to_owned(),
            Side::ToBeSaid => format!("{reason}, {}", self.name(other)),
        };
        let incident = Some(self.call_page(owed));
        Some(About { who: Some(other), incident, ..About::plain(what) })
    }

    fn about_incident(&self, id: IncidentId, who: Option<UnitId>) -> Option<About> {
        let incident = self.federation.incident(id)?;
        if !self.sees(Resource::Incident(id)) {
            return None;
        }
        let (voice, plight) = (self.voice(), self.plight(incident));
        let name = voice.plight_name(&plight);
        let what = match plight {
            Plight::Change { .. } | Plight::Silence { .. } => {
                let tag = mission::sentence::within(&voice.plight_tag(&plight));
                format!("{name}: {tag}")
            }
            Plight::Alarm(_) | Plight::Missed { .. } => name,
        };
        let what = if incident.unit == self.place {
            what
        } else {
            voice.of_unit(self.name(incident.unit), &what)
        };
        Some(About { what, who, incident: Some(id.0.to_string()), phase: incident.phase })
    }
}
