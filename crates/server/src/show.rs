//! Show: which pages are there, and where do their views come from?
//!
//! A page is asked for by its address, its view by an endpoint; both come to the same [`Page`] and
//! the same answer. Who may not see it gets the boundary, whether or not there is anything behind.

mod address;
mod keeping;
mod past;
mod people;
mod possible;
mod sharing;
mod telex;

use std::ops::Range;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use mission::federation::Federation;
use mission::id::{AgreementId, DirectiveId, IndicatorId, UnitId};
use mission::reach::Viewer;
use mission::registry::Registry;
use mission::report::find_indicator;
use mission::sentence::Lang;
use mission::time::Timestamp;

use self::address::{Page, Subject};
use crate::asked::{Answer, Asked, answer, content};
use crate::openapi::Shape;
use crate::problem::Problem;
use crate::routes::{Route, page};
use crate::wire::views::{Boundary, View};
use crate::{embed, html, limits, look_back, view};

const LANG: (&str, &str) = ("lang", "en or es; else what the browser prefers");
const UNIT: (&str, &str) = ("unit", "the path of the unit");
const ID: (&str, &str) = ("id", "the id");
const TROUBLE: (&str, &str) = ("trouble", "why a sign-in elsewhere let nobody in");
const KIND: (&str, &str) = ("kind", "sign_in, first or join");
const DRAWING: (&str, &str) = ("drawing", "the id of an earlier drawing; else the latest");
const BEFORE: (&str, &str) = ("before", "only records numbered below this");
const FILTER: (&str, &str) = ("filter", "all, messages, happened, ours or unanswered");
const ABOUT: (&str, &str) =
    ("about", "what is to be written about: incident:ID, directive:ID or indicator:PATH/KEY");
const SEARCH: (&str, &str) = ("search", "words that must stand in it, however they are written");
const OLDER: (&str, &str) = ("before", "where to go on, as the last answer said");
const POSTS: (&str, &str) = ("kind", "need or offer; else both");
const AT: (&str, &str) = ("at", "the time as of which it is shown, as it was known then; else now");
const KEY: (&str, &str) = ("indicator", "the indicator's key");

/// The routes of pages and views.
pub(crate) fn table() -> Vec<Route> {
    const VIEW: &str = "What a page shows; see docs/formats/views.md.";
    let view = |path, query| {
        page(path, |asked| Box::pin(endpoint(asked)), VIEW, query).answers(200, Shape::of::<View>())
    };
    vec![
        view("/api/v1/views/units", &[LANG]),
        view("/api/v1/views/door", &[KIND, TROUBLE, LANG]),
        view("/api/v1/views/me", &[LANG]),
        view("/api/v1/views/people", &[UNIT, LANG]),
        view("/api/v1/views/room", &[UNIT, AT, LANG]),
        view("/api/v1/views/incident", &[ID, AT, LANG]),
        view("/api/v1/views/indicator", &[UNIT, KEY, AT, LANG]),
        view("/api/v1/views/today", &[UNIT, LANG]),
        view("/api/v1/views/plan", &[UNIT, AT, LANG]),
        view("/api/v1/views/sharing", &[UNIT, LANG]),
        view("/api/v1/views/flow", &[UNIT, DRAWING, AT, LANG]),
        view("/api/v1/views/agreement", &[ID, AT, LANG]),
        view("/api/v1/views/directive", &[ID, AT, LANG]),
        view("/api/v1/views/telex", &[UNIT, FILTER, SEARCH, OLDER, ABOUT, LANG]),
        view("/api/v1/views/board", &[UNIT, POSTS, SEARCH, OLDER, LANG]),
        view("/api/v1/views/setup", &[UNIT, LANG]),
        view("/api/v1/views/audit", &[UNIT, BEFORE, LANG]),
        page("/", |asked| Box::pin(address(asked)), "The list of units.", &[LANG]),
        page("/{*path}", |asked| Box::pin(address(asked)), "A page, or a file of it.", &[LANG]),
    ]
}

/// `GET /api/v1/views/…`
async fn endpoint(asked: Asked) -> Answer {
    let page = address::of_endpoint(&asked)?;
    if page.is_for_members() && asked.shell.people.are_known() {
        asked.signed_in()?;
    }
    Ok(answer(StatusCode::OK, &made(&asked, page).await?))
}

/// `GET /` and every address below it that is not of the API.
async fn address(asked: Asked) -> Answer {
    let path = asked.path.trim_matches('/');
    if let Some(file) = embed::file(path).filter(|file| file.name != "index.html") {
        return Ok(file.answer(&asked.headers));
    }
    let page = match address::of_page(&asked, path) {
        Ok(page) => page,
        Err(problem) if is_for_people(&asked.headers) => {
            return problem_page(&asked, problem).await;
        }
        Err(problem) => return Err(problem),
    };
    let is_known = asked.signed_in_if_any().is_some() || !asked.shell.people.are_known();
    if page.is_for_members() && !is_known {
        return Ok(to_the_door(&asked));
    }
    match made(&asked, page).await {
        Ok(view) => Ok(html_page(StatusCode::OK, &view)),
        Err(problem) if is_for_people(&asked.headers) => problem_page(&asked, problem).await,
        Err(problem) => Err(problem),
    }
}

/// The page of a rehearsal's story.
pub(crate) async fn minute(asked: &Asked) -> Answer {
    Ok(html_page(StatusCode::OK, &minute_made(asked).await?))
}

/// Its view.
pub(crate) async fn minute_view(asked: &Asked) -> Answer {
    Ok(answer(StatusCode::OK, &minute_made(asked).await?))
}

async fn minute_made(asked: &Asked) -> Result<View, Problem> {
    let (lang, now) = (asked.language(), asked.shell.now());
    asked.shell.ask(move |federation| view::minute::minute(federation, lang, now).into()).await
}

/// `POST /api/v1/views/door`: a code goes in a body, where no log and no history keeps it.
pub(crate) async fn door(asked: Asked) -> Answer {
    let kind = address::door_kind(&asked)?;
    let crate::wire::people::DoorCode { code } = asked.json()?;
    Ok(answer(StatusCode::OK, &people::door(&asked, kind, Some(code)).await?))
}

/// Whoever has not signed in does so first, and then comes back.
fn to_the_door(asked: &Asked) -> Response<Body> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let encoded = asked.path.bytes().map(|byte| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    });
    let to = format!("/sign-in?to={}", encoded.collect::<String>());
    let mut response = content(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "sign in first");
    let to = HeaderValue::from_str(&to).expect("it is made of plain letters");
    response.headers_mut().insert(header::LOCATION, to);
    response
}

fn html_page(status: StatusCode, view: &View) -> Response<Body> {
    content(status, "text/html; charset=utf-8", html::page(embed::template(), view))
}

/// Whether a browser asks for a page, and not a program or an image for a file.
fn is_for_people(headers: &HeaderMap) -> bool {
    let takes = headers.get("accept").and_then(|value| value.to_str().ok());
    takes.is_some_and(|takes| takes.contains("text/html"))
}

/// A page that cannot be shown says so on a page, with the problem's status.
async fn problem_page(asked: &Asked, problem: Problem) -> Answer {
    let (viewer, lang, now) = (asked.viewer_if_named(), asked.language(), asked.shell.now());
    let (status, said) = (problem.status(), problem.to_wire());
    let made = asked.shell.ask(move |federation| {
        // The frame of the boundary is that of any page at no place in particular.
        let Boundary { mut frame, .. } =
            view::boundary::boundary(federation, viewer, None, lang, now);
        frame.title.clone_from(&said.title);
        View::from(crate::wire::views::ProblemPage {
            frame,
            problem: crate::wire::views::Problem {
                r#type: said.kind,
                title: said.title,
                status: said.status,
                detail: said.detail,
            },
        })
    });
    Ok(html_page(status, &made.await?))
}

async fn made(asked: &Asked, page: Page) -> Result<View, Problem> {
    let back_at = look_back::time(asked)?;
    let mut made = match page.subject {
        _ if let Some(at) = back_at => past::past(asked, page, at).await?,
        Subject::Door(kind) => people::door(asked, kind, None).await?,
        Subject::Me => people::my_page(asked).await?,
        Subject::People => people::people(asked, page.unit.ok_or_else(Problem::unknown)?).await?,
        Subject::Sharing => {
            sharing::sharing(asked, page.unit.ok_or_else(Problem::unknown)?).await?
        }
        Subject::Setup => keeping::setup(asked, page.unit.ok_or_else(Problem::unknown)?).await?,
        Subject::Audit(before) => {
            keeping::audit(asked, page.unit.ok_or_else(Problem::unknown)?, before).await?
        }
        Subject::Telex => telex::telex(asked, page.unit.ok_or_else(Problem::unknown)?).await?,
        Subject::Board => telex::board(asked, page.unit.ok_or_else(Problem::unknown)?).await?,
        Subject::Units
        | Subject::Room
        | Subject::Today
        | Subject::Plan
        | Subject::Flow(_)
        | Subject::Incident(_)
        | Subject::Indicator(_)
        | Subject::Agreement(_)
        | Subject::Directive(_) => of_the_federation(asked, page).await?,
    };
    sharing::count_looks(asked, &made);
    possible::keep_possible(asked, &mut made);
    made.frame_mut().me = people::me(asked).await?;
    Ok(made)
}

async fn of_the_federation(asked: &Asked, page: Page) -> Result<View, Problem> {
    let (viewer, lang, now) = (asked.viewer_if_named(), asked.language(), asked.shell.now());
    let history = history(asked, viewer, &page, now).await?;
    asked.shell.ask(move |federation| look(federation, viewer, &page, &history, lang, now)).await
}

/// Readings of the viewer's own indicator that are no longer in memory, as many as a chart can use.
async fn history(
    asked: &Asked,
    viewer: Option<Viewer>,
    page: &Page,
    now: Timestamp,
) -> Result<Vec<(Timestamp, f64)>, Problem> {
    let (Subject::Indicator(key), Some(unit)) = (&page.subject, page.unit) else {
        return Ok(Vec::new());
    };
    let registry = asked.shell.registry();
    let own = viewer.filter(|viewer| viewer.0 == unit);
    let Some(id) = own.and_then(|_| find_indicator(&registry, unit, key)) else {
        return Ok(Vec::new());
    };
    let Range { start, end } = charted(&registry, id, now);
    let offset = asked.shell.ask(|federation| federation.applied().offset).await?;
    asked.shell.old_readings(offset, |reader| reader.chunks(id, start, end)).await
}

/// How far back the chart of an indicator goes.
fn charted(registry: &Registry, id: IndicatorId, now: Timestamp) -> Range<Timestamp> {
    let period_s = u64::from(registry.indicator(id).cadence.typical_seconds());
    now - Duration::from_secs(period_s) * limits::CHART_PERIODS..now
}

/// A view, as far as the viewer may see it.
fn look(
    federation: &Federation,
    viewer: Option<Viewer>,
    page: &Page,
    history: &[(Timestamp, f64)],
    lang: Lang,
    now: Timestamp,
) -> View {
    let shown = match (&page.subject, viewer) {
        (Subject::Units, _) => return view::units::units(federation, viewer, lang, now).into(),
        (_, None) => None,
        (subject, Some(viewer)) => {
            page_of(federation, viewer, page.unit, subject, (history, lang, now))
        }
    };
    shown.unwrap_or_else(|| {
        view::boundary::boundary(federation, viewer, page.unit, lang, now).into()
    })
}

fn page_of(
    federation: &Federation,
    viewer: Viewer,
    unit: Option<UnitId>,
    subject: &Subject,
    (history, lang, now): (&[(Timestamp, f64)], Lang, Timestamp),
) -> Option<View> {
    Some(match subject {
        Subject::Units
        | Subject::Door(_)
        | Subject::Me
        | Subject::People
        | Subject::Sharing
        | Subject::Setup
        | Subject::Telex
        | Subject::Board
        | Subject::Audit(_) => return None,
        Subject::Room => view::room::room(federation, viewer, unit?, lang, now).ok()?.into(),
        Subject::Today => view::today::today(federation, viewer, unit?, lang, now).ok()?.into(),
        Subject::Plan => view::plan::plan(federation, viewer, unit?, lang, now).ok()?.into(),
        Subject::Flow(drawing) => {
            let drawing = *drawing;
            view::flow::flow(federation, viewer, unit?, drawing, lang, now).ok()?.into()
        }
        Subject::Incident(id) => {
            view::incident::incident(federation, viewer, *id, lang, now).ok()?.into()
        }
        Subject::Indicator(key) => {
            let id = find_indicator(federation.registry(), unit?, key)?;
            view::indicator::indicator(federation, viewer, id, history, lang, now).ok()?.into()
        }
        Subject::Agreement(id) => {
            let id = AgreementId(*id);
            view::agreement::agreement(federation, viewer, id, lang, now).ok()?.into()
        }
        Subject::Directive(id) => {
            let id = DirectiveId(*id);
            view::directive::directive(federation, viewer, id, lang, now).ok()?.into()
        }
    })
}
