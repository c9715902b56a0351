//! Reach: may this viewer see that, and how much of it?
//!
//! Told first, and alone: a level above sees nothing of its parts but what was released, what rose
//! to it, what the part opened to it, and words that were sent to it. Every read and every stream asks here first. Hidden and
//! absent look the same to whoever asks.
//!
//! | resource      | the unit itself | the level above                        | further above     | elsewhere |
//! |---------------|-----------------|----------------------------------------|-------------------|-----------|
//! | name, address | all             | all                                    | all               | all       |
//! | series        | all             | from the day of a change that rose     | the same          | nothing   |
//! | incident      | all             | if it rose or was called to it         | the same          | nothing   |
//! | own index     | all             | days past the fixed delay              | nothing           | nothing   |
//! | roll-up       | all             | as its own index                       | nothing           | nothing   |
//! | obligation    | its parties; one that a root missed: everyone below it               ||           |
//! | plan          | all             | those agreements and directives of which it is a side |       |  nothing  |
//! | agreement     | its two sides                                                        ||           |
//! | directive     | its sender and receivers                                             ||           |
//! | chart of flow | its unit; figures of parts on it as their index                    |||           |
//! | opened series | the unit that it is opened to: readings from the first day, until it ends ||      |
//! | opening       | its unit; the unit that it is opened to, once it was in force        ||           |
//! | message       | the unit that sent it, and those that it was sent to                 ||           |
//! | post          | all units of the same root                                        ||||
//! | request       | who asks, who is asked, and the sister units of who is asked         ||           |

use crate::federation::Federation;
use crate::id::{
    AgreementId, DirectiveId, FlowId, IncidentId, IndicatorId, MessageId, ObligationId, OpeningId,
    PostId, RequestId, UnitId,
};
use crate::limits;
use crate::registry::{SmallIndex, Sphere};
use crate::time::{Date, Timestamp};

/// Through whose eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Viewer(pub UnitId);

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Everything live about a unit: its page from inside.
    Unit(UnitId),
    /// The readings of an indicator.
    Series(IndicatorId),
    /// The same, as far as an incident opened them, with what is said of the change.
    Risen(IndicatorId),
    /// An incident.
    Incident(IncidentId),
    /// The index of a unit and what is below it, on one of its days, looked at now.
    Index(UnitId, Date, Timestamp),
    /// An obligation.
    Obligation(ObligationId),
    /// The page of what a unit has agreed on and was asked.
    Plan(UnitId),
    /// An agreement.
    Agreement(AgreementId),
    /// A directive.
    Directive(DirectiveId),
    /// An opening.
    Opening(OpeningId),
    /// A request to be let see figures.
    Request(RequestId),
    /// A chart of a unit's flow, as it was drawn once.
    Flow(FlowId),
    /// A message.
    Message(MessageId),
    /// A need or an offer.
    Post(PostId),
}

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of it.
    All,
    /// Readings from a time on, and where it is set up to a time.
    Window {
        /// The local midnight before the change, or of the first day that the unit opened.
        from: Timestamp,
        /// When the incident closed: what was seen stays readable, nothing newer. None while it is
        /// open, and while the unit opens the series.
        until: Option<Timestamp>,
    },
    /// Nothing, not even whether it exists.
    Nothing,
}

impl Reach {
    /// Whether anything of it may be seen.
    pub fn is_any(self) -> bool {
        self != Self::Nothing
    }

    /// Whether a reading of that time may be seen.
    pub fn covers(self, at: Timestamp) -> bool {
        match self {
            Self::All => true,
            Self::Window { from, until } => from <= at && until.is_none_or(|until| at <= until),
            Self::Nothing => false,
        }
    }

    fn all_if(claim: bool) -> Self {
        if claim { Self::All } else { Self::Nothing }
    }
}

/// How much of a resource a viewer may see. Of an earlier state, no more than they may see of it today.
#[must_use]
pub fn reach(federation: &Federation, viewer: Viewer, resource: Resource) -> Reach {
    let then = of_state(federation, viewer, resource);
    match federation.hindsight() {
        None => then,
        Some(today) => today.held(federation, viewer, resource, then),
    }
}

fn of_state(federation: &Federation, viewer: Viewer, resource: Resource) -> Reach {
    match resource {
        Resource::Unit(unit) => Reach::all_if(unit == viewer.0),
        Resource::Series(indicator) => of_series(federation, viewer, indicator, Through::Any),
        Resource::Risen(indicator) => of_series(federation, viewer, indicator, Through::Rise),
        Resource::Incident(id) => {
            let incident = federation.incident(id);
            Reach::all_if(incident.is_some_and(|it| it.reached_by(viewer.0).is_some()))
        }
        Resource::Index(unit, day, now) => {
            Reach::all_if(unit == viewer.0 || is_released(federation, viewer, unit, day, now))
        }
        Resource::Obligation(id) => Reach::all_if(sees_obligation(federation, viewer, id)),
        Resource::Plan(unit) => {
            let known = federation.registry().find_unit(unit);
            Reach::all_if(known.is_some_and(|it| unit == viewer.0 || it.parent == Some(viewer.0)))
        }
        Resource::Agreement(id) => {
            let agreement = federation.agreement(id);
            Reach::all_if(agreement.is_some_and(|agreement| {
                agreement.unit == viewer.0 || agreement.above == Some(viewer.0)
            }))
        }
        Resource::Directive(id) => {
            let directive = federation.directive(id);
            Reach::all_if(directive.is_some_and(|directive| {
                directive.from == viewer.0 || directive.receiver(viewer.0).is_some()
            }))
        }
        Resource::Opening(id) => {
            let opening = federation.opening(id);
            Reach::all_if(opening.is_some_and(|opening| {
                opening.unit == viewer.0 || (opening.to == viewer.0 && opening.was_in_force())
            }))
        }
        Resource::Request(id) => {
            let request = federation.request_by_id(id);
            Reach::all_if(request.is_some_and(|it| federation.hears_of_request(viewer.0, it)))
        }
        Resource::Flow(id) => {
            Reach::all_if(federation.flow(id).is_some_and(|flow| flow.unit == viewer.0))
        }
        Resource::Message(id) => {
            Reach::all_if(federation.message(id).is_some_and(|it| it.is_read_by(viewer.0)))
        }
        Resource::Post(id) => {
            let post = federation.post(id);
            Reach::all_if(post.is_some_and(|it| federation.is_of_one_root(viewer.0, it.unit)))
        }
    }
}

/// By what somebody sees a series of another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Through {
    /// By a rise alone.
    Rise,
    /// By a rise, or because the unit opened it.
    Any,
}

/// A series opens by a rise, from the local midnight before the change, until the incident closes; or by
/// its unit, from a day on, as long as that is in force.
fn of_series(
    federation: &Federation,
    viewer: Viewer,
    indicator: IndicatorId,
    through: Through,
) -> Reach {
    let Some(known) = federation.registry().find_indicator(indicator) else {
        return Reach::Nothing;
    };
    if known.unit == viewer.0 {
        return Reach::All;
    }
    if known.sphere == Sphere::AboutPeople {
        return Reach::Nothing;
    }
    let hours = &federation.registry().unit(known.unit).calendar;
    let risen = federation.incidents_of(indicator).filter_map(|incident| {
        let rose = incident.rises.iter().any(|rise| rise.to == viewer.0);
        let strand = incident.strand(indicator).filter(|_| rose)?;
        let from = hours.start_of(hours.date_of(strand.since));
        Some((from, incident.closed.map(|closing| closing.at)))
    });
    // What is open now is what matters most; else what was seen last stays readable.
    let risen = risen.max_by_key(|(from, until)| (until.unwrap_or(Timestamp::MAX), *from));
    let opened = federation
        .openings_in_force(indicator)
        .filter(|opening| through == Through::Any && opening.to == viewer.0)
        .map(|opening| opening.since)
        .min();
    match (risen, opened) {
        (None, None) => Reach::Nothing,
        (Some((from, until)), None) => Reach::Window { from, until },
        // One window shows both only where they meet; else that which is open now.
        (Some((from, until)), Some(since)) if until.is_none_or(|until| since <= until) => {
            Reach::Window { from: from.min(since), until: None }
        }
        (Some(_) | None, Some(from)) => Reach::Window { from, until: None },
    }
}

/// Whether a part's day has reached the level above, which is the viewer.
fn is_released(
    federation: &Federation,
    viewer: Viewer,
    unit: UnitId,
    day: Date,
    now: Timestamp,
) -> bool {
    let Some(part) = federation.registry().find_unit(unit) else { return false };
    let is_small = federation.indicators_in_index(unit, day) < limits::SMALL_INDEX;
    let is_kept = is_small && part.small_index == SmallIndex::Kept;
    part.parent == Some(viewer.0) && !is_kept && federation.released(viewer.0, day) <= now
}

/// Its parties see an obligation; one that a root missed is shown to everyone below it.
fn sees_obligation(federation: &Federation, viewer: Viewer, id: ObligationId) -> bool {
    let Some(owed) = federation.obligation(id) else { return false };
    let registry = federation.registry();
    let root_missed = owed.missed.is_some()
        && registry.unit(owed.debtor).parent.is_none()
        && registry.is_above(owed.debtor, viewer.0);
    federation.is_party(viewer.0, owed) || root_missed
}
