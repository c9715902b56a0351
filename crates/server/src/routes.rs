//! Routes: what can be asked of the server, by whom, and within which limits?
//!
//! One table. It mounts the handlers, reads bodies within its limits, demands a viewer where it
//! says so, and is printed as the description of the API; a route that is not in it cannot be mounted.
//! What a viewer may see of a thing is decided by `mission::reach` in the handlers.

use std::future::Future;
use std::pin::Pin;

use axum::http::Method;
use mission::may::Deed;

use crate::asked::{Answer, Asked};
use crate::openapi::Shape;
use crate::receive::{past, preview};
use crate::wire::{
    act, agreement, announcement, audit, charter, correction, directive, event, flow, history,
    incident, message, minute, node, opening, people, report, series, summons, unit, views,
};
use crate::{
    act as acts, agree, announce, belong, come_in, copy, corrections, correspond, describe, draw,
    envelope, export, guide, lay_down, limits, oneself, plot, receive, rehearse, share, show,
    sign_here, sign_in, sign_in_abroad, stream, tell, ways, write,
};

/// One thing that can be asked.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) handler: Handler,
    pub(crate) who: Who,
    /// Size of a body that is read.
    pub(crate) body_bytes: usize,
    /// What it does, in a sentence.
    pub(crate) summary: &'static str,
    /// Fields of the query, each with what it is.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// The body's shape, with its media types.
    pub(crate) body: Option<(Shape, &'static [&'static str])>,
    /// The answer's status, media type and, if it is JSON, shape.
    pub(crate) answer: (u16, &'static str, Option<Shape>),
}

/// Answers a request.
pub(crate) type Handler = fn(Asked) -> Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody: nothing in the answer is a unit's.
    Anyone,
    /// Whoever comes from this machine, or one that its operator named: how the server is doing.
    Watcher,
    /// Whoever speaks for a unit, or is signed in: names and addresses.
    Reader,
    /// Whoever speaks for a unit, and where people sign in, has a role there that may do this.
    Viewer(Deed),
    /// Anybody, where people sign in: whoever has no session yet.
    Door,
    /// Whoever is signed in, about themselves.
    Person,
    /// Whoever says who belongs to the unit.
    Leader,
    /// The same; anybody while there is no unit yet.
    Founder,
    /// Pages, which say themselves what is missing.
    Page,
    /// Whoever rehearses: mounted only where the clock is a simulated one.
    Rehearsal,
}

const JSON: &str = "application/json";
const TEXT_EVENTS: &str = "text/event-stream";
const CSV: &str = "text/csv";
const UNIT: (&str, &str) = ("unit", "the path of a unit");
const REPORT_QUERY: &[(&str, &str)] = &[
    ("unit", "with CSV: the unit of lines that name none"),
    ("source", "with CSV: who sends it"),
    ("by", "with CSV: the role that signs, where a person entered it and nobody signs in"),
    ("epoch", "with CSV: which run of the source's numbers"),
    ("seq", "with CSV: the number of the report"),
    ("note", "with CSV: words that go with it"),
];
const SERIES_QUERY: &[(&str, &str)] = &[
    ("from", "the first time of interest, RFC 3339"),
    ("to", "the first time of no interest"),
    ("points", "how many points at most, 3 to 10000"),
    ("at", "the time as of which they are given, as they were known then; else now"),
];

const ENVELOPES_QUERY: &[(&str, &str)] = &[
    ("from", "the first time of interest, RFC 3339"),
    ("to", "the first time of no interest"),
    ("most", "how many envelopes at most, 1 to 10000"),
    ("at", "the time as of which they are given, as they were known then; else now"),
];

const PROVIDER_QUERY: &[(&str, &str)] = &[
    ("state", "what was begun in this browser"),
    ("code", "what the provider gave, once"),
    ("iss", "which provider it is"),
    ("error", "why it gave none"),
];

macro_rules! handler {
    ($handler:path) => {
        |asked| Box::pin($handler(asked))
    };
}

/// A route that reads.
fn get(path: &'static str, handler: Handler, summary: &'static str) -> Route {
    Route {
        method: Method::GET,
        path,
        handler,
        who: Who::Viewer(Deed::See),
        body_bytes: 0,
        summary,
        query: &[],
        body: None,
        answer: (200, JSON, None),
    }
}

/// A route that changes something.
fn post(path: &'static str, handler: Handler, summary: &'static str) -> Route {
    Route { method: Method::POST, body_bytes: limits::BODY_BYTES, ..get(path, handler, summary) }
}

impl Route {
    pub(crate) fn answers(self, status: u16, shape: Shape) -> Self {
        Self { answer: (status, JSON, Some(shape)), ..self }
    }

    fn answers_with(self, media: &'static str) -> Self {
        Self { answer: (200, media, None), ..self }
    }

    fn reads(self, shape: Shape) -> Self {
        Self { body: Some((shape, &[JSON])), ..self }
    }

    fn asks(self, query: &'static [(&'static str, &'static str)]) -> Self {
        Self { query, ..self }
    }

    fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }
}

/// The table.
pub(crate) fn table() -> Vec<Route> {
    let parts = [
        about(),
        units(),
        incidents(),
        terms(),
        sharing(),
        flows(),
        writing(),
        live(),
        doors(),
        belonging(),
        telling(),
        nodes(),
        show::table(),
    ];
    parts.into_iter().flatten().collect()
}

/// The server itself.
#[rustfmt::skip]
fn about() -> Vec<Route> {
    vec![
        get("/healthz", handler!(describe::health), "Whether the server takes reports in.")
            .by(Who::Anyone).answers_with("text/plain"),
        get("/metrics", handler!(describe::metrics), "How the server is doing, in numbers.")
            .by(Who::Watcher).answers_with("application/openmetrics-text"),
        get("/api/v1/checkpoint", handler!(describe::checkpoint),
            "What the audit has come to, signed, for others to keep: see docs/formats/audit.md.")
            .by(Who::Reader).asks(&[("key", "the key instead, with which it is checked")])
            .answers_with("text/plain"),
        get("/api/v1/openapi.json", handler!(describe::openapi), "This description.")
            .by(Who::Anyone),
    ]
}

/// Reports, and those who send them.
#[rustfmt::skip]
fn units() -> Vec<Route> {
    vec![
        Route {
            body_bytes: limits::REPORT_BYTES,
            body: Some((Shape::of::<report::Report<'static>>(), &[JSON, CSV])),
            ..post("/api/v1/reports", handler!(receive::report),
                "Takes readings in; what cannot be taken in is listed back.").by(Who::Viewer(Deed::Report))
        }.asks(REPORT_QUERY).answers(200, Shape::of::<report::ReportAnswer>()),

        Route {
            body_bytes: limits::REPORT_BYTES,
            body: Some((Shape::of::<report::Report<'static>>(), &[JSON, CSV])),
            ..post("/api/v1/reports/preview", handler!(preview::preview),
                "What would become of a report; nothing of it is kept.").by(Who::Viewer(Deed::Report))
        }.asks(REPORT_QUERY).answers(200, Shape::of::<report::ReportPreview>()),

        get("/api/v1/units", handler!(tell::units), "Units by name and address.").by(Who::Reader)
            .asks(&[("path", "only the unit at this path")])
            .answers(200, Shape::of::<unit::Units>()),
        post("/api/v1/units", handler!(lay_down::charter),
            "Creates or changes units, calendars, indicators and founding terms, as a whole.")
            .by(Who::Founder)
            .reads(Shape::of::<charter::Charter>()).answers(201, Shape::of::<charter::LaidDown>()),
        get("/api/v1/units/{id}", handler!(tell::unit), "A unit by name and address.").by(Who::Reader)
            .answers(200, Shape::of::<unit::Unit>()),
        get("/api/v1/units/{id}/calendar", handler!(tell::calendar), "When people work there.")
            .answers(200, Shape::of::<unit::Calendar>()),
        get("/api/v1/units/{id}/audit", handler!(tell::audit), "Who did what for it, by role.")
            .by(Who::Viewer(Deed::Audit))
            .asks(&[("before", "only records numbered below this")])
            .answers(200, Shape::of::<audit::Audit>()),
        Route {
            body_bytes: limits::REPORT_BYTES,
            ..post("/api/v1/units/{id}/history", handler!(past::history),
                "Brings the past of some indicators in, as a whole or not at all; nobody is told of it.")
                .by(Who::Viewer(Deed::Lead))
        }.reads(Shape::of::<history::History>()).answers(200, Shape::of::<history::HistoryTaken>()),
        post("/api/v1/units/{id}/indicators/{key}/take-back", handler!(lay_down::take_back),
            "Takes back an indicator that was laid down and has no readings.")
            .by(Who::Viewer(Deed::Lead))
            .reads(Shape::of::<opening::Signing>()).answers(200, Shape::of::<act::Done>()),
        get("/api/v1/units/{id}/indicators", handler!(tell::indicators), "What it reports.")
            .answers(200, Shape::of::<unit::Indicators>()),
        get("/api/v1/units/{id}/indicators/{key}/series", handler!(plot::series),
            "Readings, thinned out to a number of points.")
            .asks(SERIES_QUERY).answers(200, Shape::of::<series::Series>()),
        get("/api/v1/units/{id}/indicators/{key}/envelopes", handler!(envelope::envelopes),
            "Readings of a stretch as a picture shows them: the lowest, highest and last of equal shares.")
            .asks(ENVELOPES_QUERY).answers(200, Shape::of::<series::Envelopes>()),
        get("/api/v1/units/{id}/indicators/{key}/corrections", handler!(corrections::corrections),
            "What a figure was before it was corrected, when, and by which role.")
            .answers(200, Shape::of::<correction::Corrections>()),
        get("/api/v1/units/{id}/indicators/{key}/series.csv", handler!(export::export),
            "All readings, as CSV.")
            .asks(SERIES_QUERY).answers_with(CSV),
    ]
}

/// What somebody must deal with.
#[rustfmt::skip]
fn incidents() -> Vec<Route> {
    vec![
        get("/api/v1/incidents", handler!(tell::incidents), "Incidents that reached the viewer.")
            .asks(&[UNIT, ("open", "true for those that are not over")])
            .answers(200, Shape::of::<incident::Incidents>()),
        get("/api/v1/incidents/{id}", handler!(tell::incident), "An incident.")
            .answers(200, Shape::of::<incident::Incident>()),
        post("/api/v1/incidents/{id}/acts", handler!(acts::on_incident), "Acts on an incident.")
            .reads(Shape::of::<act::IncidentAct>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/alarms", handler!(acts::alarm), "Raises an alarm in words.").by(Who::Viewer(Deed::Alarm))
            .reads(Shape::of::<act::Alarm>()).answers(201, Shape::of::<act::AlarmAnswer>()),
        post("/api/v1/help", handler!(acts::help), "Asks the level above for help in words.").by(Who::Viewer(Deed::Ask))
            .reads(Shape::of::<act::Help>()).answers(201, Shape::of::<act::HelpAnswer>()),
        get("/api/v1/obligations", handler!(tell::obligations), "What the viewer owes and is owed.")
            .answers(200, Shape::of::<incident::Obligations>()),
        post("/api/v1/obligations/{id}/acts", handler!(acts::on_obligation),
            "Acts on an obligation.")
            .reads(Shape::of::<act::ObligationAct>()).answers(200, Shape::of::<act::Done>()),
    ]
}

/// What is agreed, and what is asked from above.
#[rustfmt::skip]
fn terms() -> Vec<Route> {
    vec![
        get("/api/v1/agreements", handler!(tell::agreements), "Terms that the viewer is a side of.")
            .asks(&[UNIT]).answers(200, Shape::of::<agreement::Agreements>()),
        post("/api/v1/agreements", handler!(agree::propose), "Proposes terms.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<agreement::Proposal>()).answers(201, Shape::of::<act::Made>()),
        get("/api/v1/agreements/{id}", handler!(tell::agreement), "Terms, with every offer.")
            .answers(200, Shape::of::<agreement::Agreement>()),
        post("/api/v1/agreements/{id}/acts", handler!(agree::on_agreement),
            "Consents to terms, counters them or takes them back.")
            .reads(Shape::of::<agreement::AgreementAct>()).answers(200, Shape::of::<act::Done>()),

        get("/api/v1/units/{id}/announcements", handler!(announce::all),
            "What a unit said beforehand of its own figures.")
            .answers(200, Shape::of::<announcement::Announcements>()),
        post("/api/v1/announcements", handler!(announce::announce),
            "Says beforehand that the unit's own figures will not be the usual ones.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<announcement::NewAnnouncement>())
            .answers(201, Shape::of::<announcement::Announcements>()),
        post("/api/v1/announcements/{id}/call-off", handler!(announce::call_off),
            "Calls an announcement off, or ends what was announced.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<announcement::CallOff>())
            .answers(200, Shape::of::<announcement::Announcements>()),

        get("/api/v1/directives", handler!(tell::directives), "Policies sent to or by the viewer.")
            .answers(200, Shape::of::<directive::Directives>()),
        post("/api/v1/directives", handler!(agree::direct), "Sends a policy down.").by(Who::Viewer(Deed::Direct))
            .reads(Shape::of::<directive::NewDirective>()).answers(201, Shape::of::<act::Made>()),
        get("/api/v1/directives/{id}", handler!(tell::directive), "A policy with its answers.")
            .answers(200, Shape::of::<directive::Directive>()),
        post("/api/v1/directives/{id}/acts", handler!(agree::on_directive),
            "Accepts, counters or objects to a policy, or takes it back.")
            .reads(Shape::of::<directive::DirectiveAct>()).answers(200, Shape::of::<act::Done>()),
    ]
}

/// What a unit lets others see, and is asked to.
#[rustfmt::skip]
fn sharing() -> Vec<Route> {
    vec![
        get("/api/v1/units/{id}/openings", handler!(share::openings),
            "What a unit lets others see, and what others let it see.")
            .answers(200, Shape::of::<opening::Openings>()),
        post("/api/v1/openings", handler!(share::open),
            "Proposes that another unit may see some figures: another person signs it.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<opening::NewOpening>()).answers(201, Shape::of::<opening::Opening>()),
        post("/api/v1/openings/{id}/sign", handler!(share::sign),
            "Signs that as another person.").by(Who::Viewer(Deed::Witness))
            .reads(Shape::of::<opening::Signing>()).answers(200, Shape::of::<opening::Opening>()),
        post("/api/v1/openings/{id}/close", handler!(share::close),
            "Closes at once what was opened, or takes the proposal back.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<opening::Signing>()).answers(200, Shape::of::<opening::Opening>()),
        get("/api/v1/requests", handler!(share::requests), "What waits for the viewer, and what it asked.")
            .answers(200, Shape::of::<opening::Requests>()),
        post("/api/v1/requests", handler!(share::request),
            "Asks a unit to be let see its figures; its sister units read that too.").by(Who::Viewer(Deed::Owe))
            .reads(Shape::of::<opening::NewRequest>()).answers(201, Shape::of::<opening::RequestByUs>()),
        post("/api/v1/requests/{id}/decline", handler!(share::decline),
            "Puts a request out of sight; who asked is not told.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<opening::Signing>()).answers(200, Shape::of::<act::Done>()),
    ]
}

/// How the work flows through a unit.
#[rustfmt::skip]
fn flows() -> Vec<Route> {
    vec![
        get("/api/v1/units/{id}/flows", handler!(draw::all),
            "How the work flows through a unit, as its people drew it, the latest first.")
            .answers(200, Shape::of::<flow::Flows>()),
        post("/api/v1/flows", handler!(draw::draw),
            "Draws that anew; the earlier drawings stay.").by(Who::Viewer(Deed::Draw))
            .reads(Shape::of::<flow::NewFlow>()).answers(201, Shape::of::<flow::Flow>()),
    ]
}

/// What people write to each other, and what units need and offer.
#[rustfmt::skip]
fn writing() -> Vec<Route> {
    vec![
        post("/api/v1/messages", handler!(write::message),
            "Writes to the level above, to parts, to sisters, within the unit, or answers; sent twice it is one message.")
            .by(Who::Viewer(Deed::Write))
            .reads(Shape::of::<message::NewMessage>()).answers(201, Shape::of::<message::Written>()),
        post("/api/v1/posts", handler!(write::post),
            "Posts a need or an offer, for all units of the same root to read.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<message::NewPost>()).answers(201, Shape::of::<act::Made>()),
        post("/api/v1/posts/{id}/end", handler!(write::end_post),
            "Says that it is met, or takes it back.").by(Who::Viewer(Deed::Decide))
            .reads(Shape::of::<message::EndPost>()).answers(200, Shape::of::<act::Done>()),
    ]
}

/// What happens as it happens.
#[rustfmt::skip]
fn live() -> Vec<Route> {
    vec![
        get("/api/v1/events", handler!(stream::events), "Names of views as they change, live.")
            .asks(&[UNIT]).answers_with(TEXT_EVENTS),
        post("/api/v1/rehearsal/clock", handler!(rehearse::clock), "Lets time pass at once.")
            .by(Who::Rehearsal).reads(Shape::of::<event::Advance>())
            .answers(200, Shape::of::<event::Advanced>()),
        get("/api/v1/rehearsal/minute", handler!(guide::look), "The story of a rehearsal, as it stands.")
            .by(Who::Rehearsal).answers(200, Shape::of::<minute::Minute>()),
        post("/api/v1/rehearsal/minute", handler!(guide::turn), "Takes a turn of that story.")
            .by(Who::Rehearsal).reads(Shape::of::<minute::Turn>())
            .answers(200, Shape::of::<minute::Minute>()),
        get("/api/v1/views/minute", handler!(guide::view), "The page of that story.")
            .by(Who::Rehearsal).answers(200, Shape::of::<views::View>()),
        get("/demo", handler!(guide::page), "The page of that story.").by(Who::Rehearsal),
    ]
}

/// How people show who they are.
#[rustfmt::skip]
fn doors() -> Vec<Route> {
    vec![
        post("/api/v1/session", handler!(sign_in::sign_in), "Signs in.").by(Who::Door)
            .reads(Shape::of::<people::SignIn>()).answers(200, Shape::of::<people::SignedIn>()),
        post("/api/v1/session/end", handler!(sign_in::end), "Signs out.").by(Who::Person)
            .answers(200, Shape::of::<act::Done>()),
        post("/api/v1/session/prove", handler!(sign_in::prove),
            "Gives the password again, for what others will feel.").by(Who::Person)
            .reads(Shape::of::<people::Prove>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/session/provider", handler!(sign_in_abroad::begin),
            "Goes to the provider to sign in, or to show again who one is.").by(Who::Door)
            .reads(Shape::of::<people::ToProvider>()).answers(200, Shape::of::<people::AtProvider>()),
        get("/api/v1/session/provider/back", handler!(sign_in_abroad::back),
            "Comes back from the provider.").by(Who::Door).asks(PROVIDER_QUERY)
            .answers_with("text/plain"),
        post("/api/v1/session/provider/end", handler!(sign_in_abroad::unlink),
            "Has an account be the provider's no more.").by(Who::Person)
            .answers(200, Shape::of::<act::Done>()),
        post("/api/v1/session/provider/over", handler!(sign_in_abroad::over),
            "Hears from the provider that a session is over (OpenID Connect Back-Channel Logout).")
            .by(Who::Door).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/first", handler!(come_in::first), "Makes the first account.").by(Who::Door)
            .reads(Shape::of::<people::First>()).answers(201, Shape::of::<act::Done>()),
        post("/api/v1/join", handler!(come_in::join), "Comes by an invitation.").by(Who::Door)
            .reads(Shape::of::<people::Join>()).answers(201, Shape::of::<people::Joined>()),
        post("/api/v1/views/door", handler!(show::door), "Where a code leads; see docs/formats/views.md.")
            .by(Who::Door).asks(&[
                ("kind", "first or join"),
                ("lang", "en or es; else what the browser prefers"),
            ])
            .reads(Shape::of::<people::DoorCode>()).answers(200, Shape::of::<crate::wire::views::View>()),
        post("/api/v1/password", handler!(oneself::password), "Changes the password.")
            .by(Who::Person)
            .reads(Shape::of::<people::NewPassword>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/totp", handler!(oneself::codes), "Begins with one-time codes.")
            .by(Who::Person)
            .reads(Shape::of::<people::BeginCodes>()).answers(200, Shape::of::<people::Codes>()),
        post("/api/v1/totp/confirm", handler!(oneself::confirm_codes),
            "Gives a first code: from now on one is asked for.").by(Who::Person)
            .reads(Shape::of::<people::Confirm>()).answers(200, Shape::of::<people::Spares>()),
        post("/api/v1/totp/end", handler!(oneself::end_codes), "Ends one-time codes with one.")
            .by(Who::Person)
            .reads(Shape::of::<people::Confirm>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/pin", handler!(sign_here::set),
            "Chooses with what one signs at shared devices.").by(Who::Person)
            .reads(Shape::of::<people::NewPin>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/pin/end", handler!(sign_here::end), "Signs at no shared device any more.")
            .by(Who::Person).answers(200, Shape::of::<act::Done>()),
        get("/api/v1/units/{id}/signers", handler!(sign_here::signers),
            "Who may sign at the shared device that asks.")
            .answers(200, Shape::of::<people::Signers>()),
        post("/api/v1/signing", handler!(sign_here::begin),
            "Gives somebody's PIN at a shared device: they sign the next act there.")
            .by(Who::Viewer(Deed::See))
            .reads(Shape::of::<people::PinGiven>()).answers(200, Shape::of::<people::SigningBegun>()),
        post("/api/v1/me/erase", handler!(oneself::erase),
            "Gives every role up, and takes the account away for good.").by(Who::Person)
            .answers(200, Shape::of::<act::Done>()),
        post("/api/v1/sessions/{id}/end", handler!(oneself::end_one), "Ends a session of one's own.")
            .by(Who::Person).answers(200, Shape::of::<act::Done>()),
    ]
}

/// Who belongs to a unit.
#[rustfmt::skip]
fn belonging() -> Vec<Route> {
    vec![
        post("/api/v1/units/{id}/invitations", handler!(belong::invite),
            "Keeps a place for somebody.").by(Who::Leader)
            .reads(Shape::of::<people::NewInvitation>())
            .answers(201, Shape::of::<people::Invited>()),
        post("/api/v1/units/{id}/invitations/{invitation}/withdraw", handler!(belong::withdraw),
            "Takes an invitation back.").by(Who::Leader)
            .answers(200, Shape::of::<act::Done>()),
        post("/api/v1/units/{id}/people/{person}/dismiss", handler!(belong::dismiss),
            "Takes a role from a member, or gives one's own up.").by(Who::Person)
            .reads(Shape::of::<people::Dismiss>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/units/{id}/keys", handler!(belong::key), "Gives a machine a key.")
            .by(Who::Leader)
            .reads(Shape::of::<people::NewKey>()).answers(201, Shape::of::<people::Key>()),
        post("/api/v1/units/{id}/devices", handler!(belong::device),
            "Sets up a display or a tablet.").by(Who::Leader)
            .reads(Shape::of::<people::NewDevice>()).answers(201, Shape::of::<people::Device>()),
    ]
}

/// By what people are told outside of the pages, and whether they were.
#[rustfmt::skip]
fn telling() -> Vec<Route> {
    vec![
        get("/api/v1/ways", handler!(ways::mine), "By what one is told oneself.").by(Who::Person)
            .answers(200, Shape::of::<summons::Ways>()),
        post("/api/v1/ways", handler!(ways::add), "Adds an address of mail, and sends a code there.")
            .by(Who::Person)
            .reads(Shape::of::<summons::NewWay>()).answers(201, Shape::of::<act::Made>()),
        post("/api/v1/ways/push", handler!(ways::add_device), "Tells a device, and sends a code there.")
            .by(Who::Person)
            .reads(Shape::of::<summons::NewPush>()).answers(201, Shape::of::<act::Made>()),
        post("/api/v1/ways/{id}/digest", handler!(ways::digest),
            "Sends a letter about the week on a day and hour, or none.").by(Who::Person)
            .reads(Shape::of::<summons::ChangeDigest>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/ways/{id}/confirm", handler!(ways::confirm), "Gives the code that was sent there.")
            .by(Who::Person)
            .reads(Shape::of::<summons::ConfirmWay>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/ways/{id}/change", handler!(ways::change),
            "Turns a way on or off, and sets its language and hours of rest.").by(Who::Person)
            .reads(Shape::of::<summons::ChangeWay>()).answers(200, Shape::of::<act::Done>()),
        post("/api/v1/ways/{id}/end", handler!(ways::end), "Takes a way away.").by(Who::Person)
            .answers(200, Shape::of::<act::Done>()),
        get("/api/v1/units/{id}/hooks", handler!(ways::hooks), "The other systems that a unit tells.")
            .by(Who::Leader).answers(200, Shape::of::<summons::Hooks>()),
        post("/api/v1/units/{id}/hooks", handler!(ways::add_hook), "Tells another system from now on.")
            .by(Who::Leader)
            .reads(Shape::of::<summons::NewHook>()).answers(201, Shape::of::<summons::MadeHook>()),
        post("/api/v1/units/{id}/hooks/{hook}/end", handler!(ways::end_hook), "Tells it no more.")
            .by(Who::Leader).answers(200, Shape::of::<act::Done>()),
        get("/api/v1/units/{id}/duty", handler!(ways::duty), "Who is told first.")
            .answers(200, Shape::of::<summons::OnDuty>()),
        post("/api/v1/units/{id}/duty", handler!(ways::hand_over), "Hands the duty over.")
            .by(Who::Person)
            .reads(Shape::of::<summons::HandOver>()).answers(200, Shape::of::<act::Done>()),
        get("/api/v1/units/{id}/reached", handler!(ways::reached),
            "Whether somebody was reached when something asked for them.")
            .answers(200, Shape::of::<summons::Reached>()),
    ]
}

/// Other nodes, on which parts of the federation live.
#[rustfmt::skip]
fn nodes() -> Vec<Route> {
    vec![
        get("/api/v1/units/{id}/nodes", handler!(correspond::nodes),
            "The nodes that a unit is linked with, and what waits on its way to them.")
            .answers(200, Shape::of::<node::Nodes>()),
        post("/api/v1/units/{id}/nodes", handler!(correspond::open),
            "Gives a code with which a part comes to live on a node of its own.")
            .by(Who::Viewer(Deed::Lead))
            .reads(Shape::of::<node::NewNode>()).answers(201, Shape::of::<node::NodeCode>()),
        get("/api/v1/copy/log", handler!(copy::log), "Rows of the log, for a second machine that has the key.")
            .by(Who::Anyone).answers_with("application/octet-stream")
            .asks(&[
                ("after", "The last row that it has."),
                ("sources", "How many sources it knows."),
            ]),
        get("/api/v1/copy/beside", handler!(copy::beside), "What such a machine needs beside the log.")
            .by(Who::Anyone).answers_with("application/octet-stream"),
        post("/api/v1/node/join", handler!(correspond::let_in),
            "A node comes with its code: see docs/formats/link.md.").by(Who::Anyone)
            .reads(Shape::of::<node::Join>()).answers(201, Shape::of::<node::Joined>()),
        Route {
            body_bytes: limits::LETTERS_BYTES,
            ..post("/api/v1/node/letters", handler!(correspond::exchange),
                "Letters between nodes, sealed: see docs/formats/link.md.").by(Who::Anyone)
        }.answers_with("application/vnd.cybersyn.letters"),
    ]
}

/// A route of pages and their views, which are made elsewhere.
pub(crate) fn page(
    path: &'static str,
    handler: Handler,
    summary: &'static str,
    query: &'static [(&'static str, &'static str)],
) -> Route {
    get(path, handler, summary).by(Who::Page).asks(query)
}
