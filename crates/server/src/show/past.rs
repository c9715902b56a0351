//! Past: where does a page as it was come from?
//!
//! From a state that is made anew (`recall`), seen by whoever may see it today and might have seen it then. What was
//! hidden then, what is hidden today and what never was answer the same: the boundary, as it stands today.

use mission::federation::Federation;
use mission::id::UnitId;
use mission::reach::Viewer;
use mission::report::find_indicator;
use mission::sentence::Lang;
use mission::time::Timestamp;
use store::StoreError;

use super::address::{Page, Subject};
use super::{charted, look, page_of};
use crate::asked::Asked;
use crate::look_back::{self, Then};
use crate::problem::{Kind, Problem};
use crate::recall::{Known, Recalled};
use crate::view::past::{self, Moment};
use crate::wire::views::View;

/// What came of looking at the past.
struct Seen {
    view: Option<View>,
    /// Whether the viewer's unit was there then.
    was_there: bool,
    last: Option<Timestamp>,
}

/// Why a page has no past, where it has none.
const fn why_no_past(subject: &Subject) -> Option<&'static str> {
    Some(match subject {
        Subject::Room
        | Subject::Plan
        | Subject::Flow(_)
        | Subject::Incident(_)
        | Subject::Indicator(_)
        | Subject::Agreement(_)
        | Subject::Directive(_) => return None,
        Subject::Telex => {
            "no time: the telex is in order of time itself, so go back in it, or search it"
        }
        Subject::Board => "no time: the board shows what is needed and offered now",
        Subject::Today => {
            "no time: figures are entered now; what was entered stands on each figure's own page"
        }
        Subject::Audit(_) => "no time: the record of what was done is in order of time itself",
        Subject::Sharing => {
            "no time: what is open is shown as it is now, with the dates of all of it"
        }
        Subject::People | Subject::Me => {
            "no time: who belongs to a unit is kept as it is now, so that somebody can be forgotten"
        }
        Subject::Setup => {
            "no time: how a unit is kept is shown as it is now; the audit tells what changed"
        }
        Subject::Units | Subject::Door(_) => "no time: this page is shown as it is now",
    })
}

/// Whether a page is for its own unit, then as today: another's is answered without anything being made.
const fn is_for_its_own(subject: &Subject) -> bool {
    match subject {
        Subject::Room | Subject::Flow(_) => true,
        Subject::Plan
        | Subject::Incident(_)
        | Subject::Indicator(_)
        | Subject::Agreement(_)
        | Subject::Directive(_)
        | Subject::Units
        | Subject::Door(_)
        | Subject::Me
        | Subject::People
        | Subject::Sharing
        | Subject::Today
        | Subject::Setup
        | Subject::Audit(_)
        | Subject::Telex
        | Subject::Board => false,
    }
}

/// A page as it was at that time.
pub(super) async fn past(asked: &Asked, page: Page, at: Timestamp) -> Result<View, Problem> {
    if let Some(why) = why_no_past(&page.subject) {
        return Err(Problem::wrong("at", &at.to_string(), why));
    }
    let Then { at, first, now } = look_back::within(asked, at).await?;
    let (viewer, lang) = (asked.viewer_if_named(), asked.language());
    let is_own = |viewer: &Viewer| page.unit == Some(viewer.0);
    let seen_by = viewer.filter(|viewer| !is_for_its_own(&page.subject) || is_own(viewer));
    let Some(viewer) = seen_by else { return today(asked, viewer, page, lang, now).await };
    let next = asked.shell.ask(move |federation| past::told_around(federation, viewer.0, at).1);
    let next = next.await?;
    let asked_for = (page.unit, page.subject.clone());
    let question = move |known: &mut Known<'_>| seen(known, viewer, &asked_for, lang, at);
    let moment = Moment { at, first, now, next };
    let (view, last, share) = match look_back::ask(asked, viewer, at, question).await? {
        Recalled::Coming(share) => (None, None, Some(share)),
        Recalled::Ready(Seen { view: Some(view), last, .. }) => (Some(view), last, None),
        Recalled::Ready(Seen { was_there: false, .. }) if is_own(&viewer) => {
            let why = format!("your unit was not there yet at {at}; go to a later time");
            return Err(Problem::new(Kind::Unknown, why));
        }
        Recalled::Ready(Seen { .. }) => return today(asked, Some(viewer), page, lang, now).await,
    };
    let around = move |federation: &Federation| {
        past::past(federation, viewer.0, moment, (view, last, share), lang).into()
    };
    asked.shell.ask(around).await
}

/// The boundary as it stands today.
async fn today(
    asked: &Asked,
    viewer: Option<Viewer>,
    page: Page,
    lang: Lang,
    now: Timestamp,
) -> Result<View, Problem> {
    let nothing = Page { unit: page.unit, subject: Subject::Sharing };
    asked.shell.ask(move |federation| look(federation, viewer, &nothing, &[], lang, now)).await
}

fn seen(
    known: &mut Known<'_>,
    viewer: Viewer,
    (unit, subject): &(Option<UnitId>, Subject),
    lang: Lang,
    at: Timestamp,
) -> Result<Seen, StoreError> {
    let federation = known.federation;
    let (last, _) = past::told_around(federation, viewer.0, at);
    if federation.registry().find_unit(viewer.0).is_none() {
        return Ok(Seen { view: None, was_there: false, last });
    }
    let registry = federation.registry();
    let old = if let Subject::Indicator(key) = subject
        && *unit == Some(viewer.0)
        && let Some(id) = find_indicator(registry, viewer.0, key)
    {
        known.old_readings(id, charted(registry, id, at))?
    } else {
        Vec::new()
    };
    let made = page_of(federation, viewer, *unit, subject, (&old, lang, at));
    Ok(Seen { view: made.map(without_acts), was_there: true, last })
}

/// Nothing can be done in the past.
fn without_acts(mut view: View) -> View {
    match &mut view {
        View::Room(room) => {
            room.due = None;
            room.to_answer.clear();
        }
        View::Incident(incident) => {
            incident.acts.clear();
            incident.acts_note = None;
            incident.write_about = None;
        }
        View::Agreement(agreement) => {
            agreement.acts.clear();
            agreement.acts_note = None;
        }
        View::Directive(directive) => {
            directive.acts.clear();
            directive.acts_note = None;
            directive.write_about = None;
        }
        View::Plan(plan) => {
            plan.may_announce.clear();
            plan.may_propose.clear();
            plan.may_direct.clear();
            for said in &mut plan.announced {
                said.may_call_off = false;
            }
        }
        View::Flow(flow) => {
            flow.may_draw = false;
            flow.proposed = None;
        }
        View::Indicator(indicator) => indicator.write_about = None,
        // The others have no past.
        View::Today(_)
        | View::Units(_)
        | View::Boundary(_)
        | View::Door(_)
        | View::People(_)
        | View::Me(_)
        | View::Sharing(_)
        | View::Setup(_)
        | View::Audit(_)
        | View::Telex(_)
        | View::Board(_)
        | View::Minute(_)
        | View::Past(_)
        | View::Problem(_) => {}
    }
    view
}
