//! Plan: what is agreed, what was asked of us, and what waits for an answer?

use mission::agreement::{Agreement, Side, State, Subject};
use mission::announcement::{Announcement, Expected};
use mission::directive::{Answer, Directive};
use mission::federation::Federation;
use mission::id::UnitId;
use mission::reach::{Resource, Viewer};
use mission::registry::Sphere;
use mission::sentence::{Deal, Lang};
use mission::time::Timestamp;

use super::{Eyes, Hidden};
use crate::wire::views::{AgreementKind, Announced, Plan, PlanLine, PlanLineKind, Proposable};

/// Agreements on the page at most: those that wait and those that hold come first.
const AGREEMENTS: usize = 200;
/// Directives on the page at most, the latest first.
const DIRECTIVES: usize = 100;

/// The plan of a unit: for the unit itself, and for the level above as far as it is a side.
pub fn plan(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    lang: Lang,
    now: Timestamp,
) -> Result<Plan, Hidden> {
    let eyes = Eyes { federation, viewer, place: unit, lang, now };
    if !eyes.sees(Resource::Plan(unit)) {
        return Err(Hidden);
    }
    Ok(eyes.plan())
}

impl<'a> Eyes<'a> {
    fn plan(&self) -> Plan {
        let voice = self.voice();
        let name = self.name(self.place);
        let agreements = self.agreement_lines();
        let directives = self.directive_lines();
        let waiting = |lines: &[PlanLine]| lines.iter().filter(|line| line.awaits_us).count();
        let above = self.unit(self.place).parent.map(|above| self.name(above));
        let parts = self.federation.registry().parts(self.place).iter();
        Plan {
            frame: self.frame(voice.plan_title(name)),
            sentence: voice.waits_for_us(waiting(&agreements), waiting(&directives)),
            lede: voice.plan_lede(name, above),
            agreements,
            directives,
            announced: if self.is_home() { self.announced() } else { Vec::new() },
            may_announce: if self.is_home() {
                self.live_indicators().map(|id| self.indicator_ref(id)).collect()
            } else {
                Vec::new()
            },
            may_propose: self.may_propose(),
            may_direct: if self.is_home() {
                parts.map(|part| self.unit_ref(*part)).collect()
            } else {
                Vec::new()
            },
        }
    }

    /// What waits for the place's answer, for its Room.
    pub(crate) fn waiting(&self) -> Vec<PlanLine> {
        let mut lines = self.agreement_lines();
        lines.extend(self.directive_lines());
        lines.retain(|line| line.awaits_us);
        lines
    }

    fn agreement_lines(&self) -> Vec<PlanLine> {
        let mut seen: Vec<&Agreement> = self
            .federation
            .agreements_of(self.place)
            .filter(|agreement| self.sees(Resource::Agreement(agreement.id)))
            .filter(|agreement| match agreement.state {
                State::Proposed | State::Countered | State::InForce => true,
                State::Withdrawn | State::Replaced => false,
            })
            .collect();
        // On the table first, then what holds; within each the latest first.
        seen.sort_by_key(|agreement| {
            (agreement.state == State::InForce, std::cmp::Reverse(agreement.id))
        });
        seen.into_iter().take(AGREEMENTS).map(|agreement| self.agreement_line(agreement)).collect()
    }

    fn agreement_line(&self, agreement: &Agreement) -> PlanLine {
        let voice = self.voice();
        let deal = self.deal(agreement);
        let offer = agreement.offer();
        let heading = voice.deal(&deal);
        let is_home_term = agreement.unit == self.place;
        let standing = match agreement.state {
            State::InForce | State::Replaced => voice.review_due(offer.review),
            State::Proposed | State::Countered | State::Withdrawn => {
                voice.date_short(voice.date_of(offer.at))
            }
        };
        PlanLine {
            kind: PlanLineKind::Agreement,
            id: agreement.id.0.to_string(),
            heading: if is_home_term { heading } else { format!("{}: {heading}", deal.unit) },
            sentence: self.stands(agreement),
            standing,
            awaits_us: self.awaits(agreement),
        }
    }

    /// How a negotiation stands, in a sentence.
    pub(super) fn stands(&self, agreement: &Agreement) -> String {
        let first = agreement.offers.first().unwrap_or(agreement.offer());
        let last = agreement.offer();
        let ends = ((first.side, first.value), (last.side, last.value));
        self.voice().deal_stands(&self.deal(agreement), agreement.state, ends)
    }

    /// The side that the viewer is on; none where it only happens to see it.
    pub(super) fn side(&self, agreement: &Agreement) -> Option<Side> {
        if agreement.unit == self.viewer.0 {
            Some(Side::Unit)
        } else if agreement.above == Some(self.viewer.0) {
            Some(Side::Above)
        } else {
            None
        }
    }

    /// Whether the offer on the table is the viewer's to answer.
    pub(super) fn awaits(&self, agreement: &Agreement) -> bool {
        let is_on_table = match agreement.state {
            State::Proposed | State::Countered => true,
            State::InForce | State::Withdrawn | State::Replaced => false,
        };
        is_on_table && self.side(agreement).is_some_and(|side| side != agreement.offer().side)
    }

    /// An agreement with the names its sentences need.
    pub(crate) fn deal(&self, agreement: &Agreement) -> Deal<'a> {
        Deal {
            above: agreement.above.map(|above| self.name(above)),
            ..self.deal_on(agreement.unit, agreement.subject)
        }
    }

    /// The same for terms that nothing has been agreed on.
    pub(super) fn deal_on(&self, unit: UnitId, subject: Subject) -> Deal<'a> {
        let indicator = subject.indicator().map(|id| self.indicator(id));
        Deal {
            subject,
            about: indicator.map_or(self.name(unit), |indicator| &indicator.name),
            measure: indicator.map_or("", |indicator| &indicator.measure),
            unit: self.name(unit),
            above: self.unit(unit).parent.map(|above| self.name(above)),
        }
    }

    fn directive_lines(&self) -> Vec<PlanLine> {
        let seen = self.federation.directives_of(self.place).rev().filter(|directive| {
            directive.withdrawn.is_none() && self.sees(Resource::Directive(directive.id))
        });
        seen.take(DIRECTIVES).map(|directive| self.directive_line(directive)).collect()
    }

    fn directive_line(&self, directive: &Directive) -> PlanLine {
        let voice = self.voice();
        let is_sent = directive.from == self.place;
        let answered = directive.receivers.iter().filter(|it| it.answer != Answer::Awaited).count();
        let standing = if is_sent {
            voice.answered_of(answered, directive.receivers.len())
        } else {
            voice.sent(voice.date_of(directive.sent))
        };
        PlanLine {
            kind: PlanLineKind::Directive,
            id: directive.id.0.to_string(),
            heading: if is_sent {
                voice.to_units(directive.receivers.len())
            } else {
                voice.from_unit(self.name(directive.from))
            },
            sentence: directive.title.clone(),
            standing,
            awaits_us: directive
                .receiver(self.viewer.0)
                .is_some_and(|receiver| receiver.answer == Answer::Awaited),
        }
    }

    /// What the unit announced and is not over, the latest first.
    fn announced(&self) -> Vec<Announced> {
        let voice = self.voice();
        let said = self.federation.ledger(self.place).announced.iter().rev();
        let line = |said: &Announcement| {
            let about = said.indicator.map(|id| self.indicator(id).name.as_str());
            let is_level = matches!(said.expected, Expected::Level(_));
            Announced {
                id: said.id.0.to_string(),
                heading: voice.announced(about, is_level),
                words: said.words.clone(),
                standing: voice.announced_for(said.from, said.until()),
                may_call_off: said.from > self.now || !is_level,
            }
        };
        said.filter(|said| said.until().is_none_or(|until| until > self.now)).map(line).collect()
    }

    /// What the viewer may propose here: for its own unit, or for a direct part.
    fn may_propose(&self) -> Vec<Proposable> {
        let today = self.hours().date_of(self.now);
        let terms = self.federation.terms();
        let held = |subject| terms.on(self.place, subject, today).map(|(value, _)| value);
        let unit_days = terms.recovery_days(self.place, None, today);
        let mut list = vec![self.proposable(Subject::UnitRecovery, Some(unit_days))];
        // Above, the names of a part's figures are its own.
        let own = self.live_indicators().filter(|_| self.is_home());
        for id in own {
            let days = terms.recovery_days(self.place, Some(id), today);
            list.push(self.proposable(Subject::Recovery(id), Some(days)));
            if self.indicator(id).sphere == Sphere::Work {
                let subjects =
                    [Subject::Capability(id), Subject::Potentiality(id), Subject::Weight(id)];
                list.extend(subjects.map(|subject| self.proposable(subject, held(subject))));
            }
            let mut incidents = self.federation.incidents_of(id);
            if incidents.any(|incident| incident.is_open() && incident.strand(id).is_some()) {
                list.push(self.proposable(Subject::NewLevel(id), None));
            }
            list.push(self.proposable(Subject::Retirement(id), None));
        }
        list
    }

    fn proposable(&self, subject: Subject, current: Option<f64>) -> Proposable {
        let voice = self.voice();
        let deal = self.deal_on(self.place, subject);
        Proposable {
            kind: kind(subject),
            indicator: subject.indicator().map(|id| self.indicator_ref(id)),
            text: voice.deal(&deal),
            value_unit: voice.deal_unit(&deal),
            current,
        }
    }
}

/// The subject as views name it.
pub(super) const fn kind(subject: Subject) -> AgreementKind {
    match subject {
        Subject::UnitRecovery | Subject::Recovery(_) => AgreementKind::RecoveryTime,
        Subject::Capability(_) => AgreementKind::Capability,
        Subject::Potentiality(_) => AgreementKind::Potentiality,
        Subject::Weight(_) => AgreementKind::IndexWeight,
        Subject::Retirement(_) => AgreementKind::Retire,
        Subject::NewLevel(_) => AgreementKind::NewLevel,
    }
}
