//! Past: where does a page as it was come from?
//!
//! From a state that is made anew (`recall`), seen by whoever may see it today and might have seen it then. What was
//! hidden then, what is hidden today and what never was answer the same: the boundary, as it stands today.

use mission::federation::Federation;
use mission::hindsight::Hindsight;
use mission::id::UnitId;
use mission::reach::Viewer;
use mission::sentence::Lang;
use mission::time::Timestamp;

use super::address::{Page, Subject};
use super::{look, page_of};
use crate::asked::Asked;
use crate::problem::{Kind, Problem};
use crate::recall::Recalled;
use crate::view::past::{self, Moment};
use crate::wire::views::View;

/// The time that is looked back at, if one is; a display on a wall shows the present.
pub(super) fn time(asked: &Asked) -> Result<Option<Timestamp>, Problem> {
    let Some(given) = asked.query("at").filter(|_| asked.query("wall") != Some("1")) else {
        return Ok(None);
    };
    // In an address a plus sign is a space.
    let read = given.replace(' ', "+").parse::<jiff::Timestamp>();
    let at = read.map(|at| Timestamp::from_millis(at.as_millisecond()));
    let wrong = |_| Problem::wrong("at", given, "a time such as 2026-05-03T14:00:00-04:00");
    at.map(Some).map_err(wrong)
}

/// What came of looking at the past.
struct Seen {
    view: Option<View>,
    /// Whether the viewer's unit was there then.
    was_there: bool,
    last: Option<Timestamp>,
}

/// A page as it was at that time.
pub(super) async fn past(asked: &Asked, page: Page, at: Timestamp) -> Result<View, Problem> {
    if !matches!(page.subject, Subject::Room | Subject::Incident(_)) {
        let expected =
            "no time: this page is shown as it is now; a room and an incident as they were";
        return Err(Problem::wrong("at", &at.to_string(), expected));
    }
    let (viewer, lang, now) = (asked.viewer_if_named(), asked.language(), asked.shell.now());
    let first = asked.shell.first_received().await?;
    if at > now || first.is_none_or(|first| at < first) {
        let expected = first.map_or_else(
            || "a time after something has come; nothing has yet".to_owned(),
            |first| {
                format!("a time from {first}, when the first entry came, to {now}, which is now")
            },
        );
        return Err(Problem::wrong("at", &at.to_string(), expected));
    }
    let first = first.unwrap_or(at);
    let own = viewer.filter(|viewer| page.subject != Subject::Room || page.unit == Some(viewer.0));
    let Some(viewer) = own else { return today(asked, viewer, page, lang, now).await };
    let (hindsight, next) = asked
        .shell
        .ask(move |federation| {
            let (_, next) = past::told_around(federation, viewer.0, at);
            (Hindsight::of(federation, viewer), next)
        })
        .await?;
    let (subject, unit) = (page.subject.clone(), page.unit);
    let recalled = asked
        .shell
        .recall
        .ask(at, hindsight, move |federation| seen(federation, viewer, (unit, &subject), lang, at));
    let moment = Moment { at, first, now, next };
    let (view, last, share) = match recalled.await? {
        Recalled::Coming(share) => (None, None, Some(share)),
        Recalled::Ready(Seen { view: Some(view), last, .. }) => (Some(view), last, None),
        Recalled::Ready(Seen { was_there: false, .. }) if page.subject == Subject::Room => {
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
    federation: &Federation,
    viewer: Viewer,
    (unit, subject): (Option<UnitId>, &Subject),
    lang: Lang,
    at: Timestamp,
) -> Seen {
    let was_there = federation.registry().find_unit(viewer.0).is_some();
    let made = was_there.then(|| page_of(federation, viewer, unit, subject, (&[], lang, at)));
    let (last, _) = past::told_around(federation, viewer.0, at);
    Seen { view: made.flatten().map(without_acts), was_there, last }
}

/// Nothing can be done in the past.
fn without_acts(mut view: View) -> View {
    if let View::Room(room) = &mut view {
        room.due = None;
        room.to_answer.clear();
    }
    if let View::Incident(incident) = &mut view {
        incident.acts.clear();
        incident.acts_note = None;
        incident.write_about = None;
    }
    view
}
