//! Problem: what is an asker told when something cannot be done?
//!
//! RFC 9457: a status, a title that is the same for all of a kind, and a detail that says what was
//! given and what would be right. Nothing of the server's inside is told, and what is hidden from
//! the asker answers exactly as what does not exist.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use mission::effect::Refusal;

use crate::limits;
use crate::wire;

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: Kind,
    pub(crate) detail: String,
    /// The field of the request that is wrong, where it is one.
    pub(crate) field: Option<String>,
    /// Seconds after which it may be tried again, where that is another time than usual.
    pub(crate) retry_after_s: Option<u64>,
}

/// The kinds of problems there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request could not be read.
    Unreadable,
    /// It does not say through whose eyes it asks.
    NoViewer,
    /// Nobody has signed in with it.
    SignIn,
    /// It needs the password again.
    Prove,
    /// It needs one-time codes, which the asker has not set up.
    Codes,
    /// It is seen, but not the asker's to do.
    NotYours,
    /// There is no such thing for this asker.
    Unknown,
    /// The address knows no such method.
    Method,
    /// The request was meant for another machine.
    Misdirected,
    /// It cannot be done as things stand.
    NotNow,
    /// A report with this number came with other words, or is too old to compare.
    Sequence,
    /// The body is too large.
    TooLarge,
    /// The body is in a form that is not understood.
    Form,
    /// A field is wrong.
    Wrong,
    /// The body did not come in time.
    TooSlow,
    /// Too much waits already.
    Busy,
    /// The server is stopping, or could not write.
    Stopping,
    /// The server made a mistake.
    Mistake,
}

impl Kind {
    const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::NoViewer | Self::SignIn | Self::Prove => StatusCode::UNAUTHORIZED,
            Self::NotYours | Self::Codes => StatusCode::FORBIDDEN,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::NotNow | Self::Sequence => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Form => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Busy => StatusCode::TOO_MANY_REQUESTS,
            Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Mistake => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The end of the problem's type, after `/problems/`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::NoViewer => "no-viewer",
            Self::SignIn => "sign-in",
            Self::Prove => "prove",
            Self::Codes => "codes",
            Self::NotYours => "not-yours",
            Self::Unknown => "unknown",
            Self::Method => "method",
            Self::Misdirected => "misdirected",
            Self::TooSlow => "too-slow",
            Self::NotNow => "not-now",
            Self::Sequence => "sequence",
            Self::TooLarge => "too-large",
            Self::Form => "form",
            Self::Wrong => "wrong",
            Self::Busy => "busy",
            Self::Stopping => "stopping",
            Self::Mistake => "mistake",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Unreadable => "The request could not be read.",
            Self::NoViewer => "The request does not say through whose eyes it asks.",
            Self::SignIn => "Sign in first.",
            Self::Prove => "Give your password again.",
            Self::Codes => "Set up one-time codes first.",
            Self::NotYours => "This is for somebody else to do.",
            Self::Unknown => "There is no such thing, or it is not yours to see.",
            Self::Method => "This address does not know that method.",
            Self::Misdirected => "The request was meant for another machine.",
            Self::TooSlow => "The request did not come in time.",
            Self::NotNow => "This cannot be done as things stand.",
            Self::Sequence => "The number of this report was used before.",
            Self::TooLarge => "The request is too large.",
            Self::Form => "The form of the request is not understood.",
            Self::Wrong => "A field of the request is wrong.",
            Self::Busy => "Too much is waiting; try again.",
            Self::Stopping => "The server is stopping or cannot write.",
            Self::Mistake => "The server made a mistake.",
        }
    }
}

impl Problem {
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), field: None, retry_after_s: None }
    }

    /// What does not exist, and what the asker may not see.
    pub(crate) fn unknown() -> Self {
        Self::new(Kind::Unknown, "check the address, and the unit named by Cybersyn-As")
    }

    /// A field is wrong: what was given, and what would be right.
    pub(crate) fn wrong(field: &str, given: &str, expected: impl std::fmt::Display) -> Self {
        let given: String = given.chars().take(80).collect();
        let detail = format!("{field} is {given:?}; expected {expected}");
        Self { field: Some(field.to_owned()), ..Self::new(Kind::Wrong, detail) }
    }

    /// A field is missing.
    pub(crate) fn missing(field: &str, expected: impl std::fmt::Display) -> Self {
        let detail = format!("{field} is missing; expected {expected}");
        Self { field: Some(field.to_owned()), ..Self::new(Kind::Wrong, detail) }
    }

    /// The server is going down, or has lost its store.
    pub(crate) fn stopping() -> Self {
        Self::new(Kind::Stopping, "nothing was kept; send it again when the server is back")
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.kind.status()
    }

    pub(crate) fn to_wire(&self) -> wire::problem::Problem {
        wire::problem::Problem {
            kind: format!("/problems/{}", self.kind.name()),
            title: self.kind.title().to_owned(),
            status: self.status().as_u16(),
            detail: self.detail.clone(),
            field: self.field.clone(),
        }
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let body = wire::json(&self.to_wire());
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        if matches!(self.kind, Kind::Busy | Kind::Stopping) {
            let wait = self.retry_after_s.unwrap_or(limits::RETRY_AFTER_S);
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown => Self::unknown(),
            Refusal::NotYours(who) => Self::new(Kind::NotYours, who),
            Refusal::NotNow(why) => Self::new(Kind::NotNow, why),
            Refusal::Wrong(field, expected) => {
                let detail = format!("{field}: expected {expected}");
                Self { field: Some(field.to_owned()), ..Self::new(Kind::Wrong, detail) }
            }
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.detail)
    }
}
