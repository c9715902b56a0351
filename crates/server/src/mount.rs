//! Mount: how does the table of routes become a server?
//!
//! Every request passes here: it comes from this site and names this machine, its body is read
//! within the route's limits, and its answer carries the headers that keep browsers from doing
//! what nobody meant. A handler that panics costs one answer, not the server.

use std::any::Any;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response};
use axum::middleware::map_response;
use axum::routing::{MethodFilter, on};
use mission::may::Deed;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tracing::Instrument;

use crate::asked::{Answer, Asked};
use crate::front::Front;
use crate::problem::{Kind, Problem};
use crate::routes::{Route, Who, table};
use crate::shell::Shell;
use crate::witness::{self, RequestId};

/// What browsers are told with every answer. Data of a page is inlined as JSON, which no policy for
/// scripts concerns.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Browsers that were here once come encrypted or not at all, for a year after each visit.
const STAY_ENCRYPTED: &str = "max-age=31536000";
/// And so to all names below, where the operator speaks for other servers there.
const STAY_ENCRYPTED_BELOW: &str = "max-age=31536000; includeSubDomains";

/// The routes of the table, and nothing else.
pub(crate) fn router(shell: Arc<Shell>, front: Front) -> Router {
    let front = Arc::new(front);
    let rehearses = shell.simulated.is_some();
    let mut router = Router::new();
    for route in table() {
        let is_mounted = match route.who {
            Who::Rehearsal => rehearses,
            Who::Door | Who::Person | Who::Leader => shell.people.are_known(),
            Who::Anyone
            | Who::Watcher
            | Who::Reader
            | Who::Viewer(_)
            | Who::Founder
            | Who::Page => true,
        };
        if !is_mounted {
            continue;
        }
        let path = route.path;
        let method =
            if route.method == Method::POST { MethodFilter::POST } else { MethodFilter::GET };
        let (route, front) = (Arc::new(route), front.clone());
        let handler = move |State(shell): State<Arc<Shell>>,
                            params: RawPathParams,
                            request: Request<Body>| {
            let (route, front) = (route.clone(), front.clone());
            let id = RequestId::new();
            let span = witness::span(id, &request, path);
            let answered = async move {
                let answer = answer(shell.clone(), &front, &route, &params, request);
                let mut response = finished(&shell, answer.await);
                id.mark(&mut response);
                response
            };
            answered.instrument(span)
        };
        router = router.route(path, on(method, handler));
    }
    let router = router
        .fallback(|| async { Problem::unknown().into_response() })
        .method_not_allowed_fallback(|| async {
            Problem::new(Kind::Method, "see /api/v1/openapi.json for those it knows")
                .into_response()
        })
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| mistake(panic.as_ref())))
        .layer(CompressionLayer::new())
        .layer(map_response(with_headers))
        .with_state(shell);
    if front.certificate.is_none() {
        return router;
    }
    let stay = if front.is_strict_below { STAY_ENCRYPTED_BELOW } else { STAY_ENCRYPTED };
    let stay = HeaderValue::from_static(stay);
    router.layer(SetResponseHeaderLayer::overriding(header::STRICT_TRANSPORT_SECURITY, stay))
}

async fn answer(
    shell: Arc<Shell>,
    front: &Front,
    route: &Route,
    params: &RawPathParams,
    request: Request<Body>,
) -> Answer {
    is_for_us(request.headers(), front)?;
    if route.who == Who::Watcher && !front.is_watched_from(witness::address_of(&request)) {
        return Err(Problem::unknown());
    }
    if route.method == Method::POST {
        is_from_us(request.headers())?;
    }
    let asked = Asked::read(shell, params, request, route.body_bytes).await?;
    let is_known = asked.shell.people.are_known();
    match route.who {
        Who::Anyone | Who::Watcher | Who::Door | Who::Page | Who::Rehearsal => {}
        Who::Person => drop(asked.person()?),
        Who::Viewer(deed) => asked.must(deed)?,
        Who::Leader => asked.must(Deed::Lead)?,
        // Who lays down what, the handler says.
        Who::Reader | Who::Founder if is_known => drop(asked.signed_in()?),
        Who::Founder if asked.shell.registry().units().is_empty() => {}
        Who::Reader | Who::Founder => drop(asked.viewer()?),
    }
    (route.handler)(asked).await
}

fn finished(shell: &Shell, answer: Answer) -> Response<Body> {
    if let Err(problem) = &answer {
        shell.refusals.log(problem, shell.now());
    }
    let response = answer.unwrap_or_else(Problem::into_response);
    shell.measures.requests.add(1);
    shell.measures.requests_failed.add(usize::from(response.status().is_server_error()));
    response
}

/// A page of another site can send requests to this machine under a name of its own that leads
/// here (DNS rebinding): only names of this machine and those of the server are
/// answered.
fn is_for_us(headers: &HeaderMap, front: &Front) -> Result<(), Problem> {
    let Some(host) = headers.get(header::HOST) else { return Ok(()) };
    let host = host.to_str().unwrap_or_default();
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let is_local = name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if is_local || front.is_called(name) {
        return Ok(());
    }
    let detail = format!(
        "{name:?} is no name of this machine; use localhost or 127.0.0.1, or one of \
         those given to the server with --host"
    );
    Err(Problem::new(Kind::Misdirected, detail))
}

/// A form or script of another site cannot act for a unit.
fn is_from_us(headers: &HeaderMap) -> Result<(), Problem> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let site = said("sec-fetch-site").unwrap_or("none");
    let host = said("host").unwrap_or_default();
    let origin = said("origin").map(|origin| origin.split("://").nth(1).unwrap_or_default());
    if matches!(site, "same-origin" | "none") && origin.is_none_or(|origin| origin == host) {
        return Ok(());
    }
    Err(Problem::new(Kind::NotYours, "the request comes from a page of another site"))
}

async fn with_headers(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn mistake(panic: &(dyn Any + Send)) -> Response<Body> {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words");
    tracing::error!(panic = words, "a request could not be answered");
    Problem::new(Kind::Mistake, "the operator has been told; nothing was changed").into_response()
}
