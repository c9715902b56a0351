//! Asked: what did somebody ask, and through whose eyes?
//!
//! Every route is given the request in this one form, read within the limits that the table of
//! routes sets: no handler touches a socket, an unbounded body or a header by itself.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::RawPathParams;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mission::id::UnitId;
use mission::name::Path;
use mission::reach::Viewer;
use mission::sentence::Lang;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::limits;
use crate::problem::{Kind, Problem};
use crate::shell::Shell;
use crate::wire;

/// What the routes answer.
pub(crate) type Answer = Result<Response<Body>, Problem>;

/// A request, read.
pub(crate) struct Asked {
    pub(crate) shell: Arc<Shell>,
    /// The unit through whose eyes is asked; none only where the table does not demand it.
    viewer: Option<Viewer>,
    /// The parts of the path that the route names.
    params: Vec<(String, String)>,
    query: HashMap<String, String>,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    /// Reads a request, its body up to `most_bytes`.
    pub(crate) async fn read(
        shell: Arc<Shell>,
        params: &RawPathParams,
        request: Request<Body>,
        most_bytes: usize,
    ) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let query = query(parts.uri.query().unwrap_or_default())?;
        let named = viewer_name(&parts.headers, &query)?;
        let viewer = named.map(|path| find_viewer(&shell, &path)).transpose()?;
        let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Ok(Self {
            viewer,
            params: params.collect(),
            query,
            path: parts.uri.path().to_owned(),
            body: read_body(&parts.headers, body, most_bytes).await?,
            headers: parts.headers,
            shell,
        })
    }

    /// Through whose eyes is asked.
    pub(crate) fn viewer(&self) -> Result<Viewer, Problem> {
        self.viewer.ok_or_else(|| {
            Problem::new(
                Kind::NoViewer,
                "name the unit that you speak for by its path in the header Cybersyn-As (or the \
                 cookie cybersyn_as, or the query as), for example Cybersyn-As: chile/textiles/yarur",
            )
        })
    }

    /// Through whose eyes is asked, if that was said.
    pub(crate) fn viewer_if_named(&self) -> Option<Viewer> {
        self.viewer
    }

    /// A part of the path that the route names.
    pub(crate) fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A part of the path that is an id. What is no number is no id of anything.
    pub(crate) fn id<Id>(&self, name: &str, id: impl FnOnce(u64) -> Id) -> Result<Id, Problem> {
        self.param(name).parse().map(id).map_err(|_| Problem::unknown())
    }

    /// A field of the query, if it is there and not empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A field of the query that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        let read = |given: &str| match given.parse::<u64>() {
            Ok(number) if number <= limits::WHOLE_NUMBER => Ok(number),
            Ok(_) | Err(_) => {
                let expected = format!("a whole number from 0 to {}", limits::WHOLE_NUMBER);
                Err(Problem::wrong(name, given, expected))
            }
        };
        self.query(name).map(read).transpose()
    }

    /// The unit that a field of the query names by its path.
    pub(crate) fn unit_at(&self, name: &str) -> Result<Option<UnitId>, Problem> {
        self.query(name).map(|given| find_unit(&self.shell, name, given)).transpose()
    }

    /// The unit that the path of the route names by its id.
    pub(crate) fn unit(&self) -> Result<UnitId, Problem> {
        let id = self.id("id", |id| u32::try_from(id).map(UnitId))?;
        let unit = id.ok().filter(|id| self.shell.registry().find_unit(*id).is_some());
        unit.ok_or_else(Problem::unknown)
    }

    /// The language that is asked for: `lang`, else what the browser prefers, else English.
    pub(crate) fn language(&self) -> Lang {
        let preferred = self.headers.get(header::ACCEPT_LANGUAGE);
        let preferred = preferred.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let asked = self.query("lang").map_or_else(|| first_known(preferred), Lang::parse);
        asked.unwrap_or_default()
    }

    /// The body as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.must_be_json()?;
        wire::depth(&self.body)?;
        serde_json::from_slice(&self.body).map_err(|error| wire::unreadable(&error))
    }

    fn must_be_json(&self) -> Result<(), Problem> {
        let given = self.content_type();
        if given.is_empty() || given == "application/json" {
            return Ok(());
        }
        let detail = format!("the body is {given:?}; expected application/json");
        Err(Problem::new(Kind::Form, detail))
    }

    /// The body's media type without its parameters, in small letters; empty where none is named.
    pub(crate) fn content_type(&self) -> String {
        let given = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = given.unwrap_or_default().split(';').next().unwrap_or_default();
        media.trim().to_ascii_lowercase()
    }
}

/// An answer in JSON.
pub(crate) fn answer<T: serde::Serialize>(status: StatusCode, shape: &T) -> Response<Body> {
    content(status, "application/json", wire::json(shape))
}

/// An answer in any form.
pub(crate) fn content(
    status: StatusCode,
    media: &'static str,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// The unit at a path that a field names.
pub(crate) fn find_unit(shell: &Shell, field: &str, given: &str) -> Result<UnitId, Problem> {
    let path = Path::parse(given.trim_matches('/'))
        .map_err(|wrong| Problem::wrong(field, given, wrong.expected))?;
    shell
        .registry()
        .at_path(&path)
        .ok_or_else(|| Problem::new(Kind::Unknown, format!("{field}: there is no unit at {path}")))
}

fn find_viewer(shell: &Shell, given: &str) -> Result<Viewer, Problem> {
    find_unit(shell, "Cybersyn-As", given).map(Viewer).map_err(|problem| Problem {
        kind: Kind::NoViewer,
        detail: format!("{}; name the unit that you speak for", problem.detail),
        field: None,
    })
}

/// The path of the viewer's unit: the header, else the cookie, else the query.
fn viewer_name(
    headers: &HeaderMap,
    query: &HashMap<String, String>,
) -> Result<Option<String>, Problem> {
    if let Some(header) = headers.get("cybersyn-as") {
        let plain = header
            .to_str()
            .map_err(|_| Problem::new(Kind::NoViewer, "Cybersyn-As is not the path of a unit"))?;
        return Ok(Some(plain.trim().to_owned()).filter(|path| !path.is_empty()));
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let named = cookies
        .flat_map(|value| value.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix("cybersyn_as="))
        .map(percent_decoded)
        .or_else(|| query.get("as").cloned());
    Ok(named.filter(|path| !path.is_empty()))
}

async fn read_body(headers: &HeaderMap, body: Body, most_bytes: usize) -> Result<Bytes, Problem> {
    let too_large = || {
        let detail = format!("the body is larger than {most_bytes} bytes; send it in parts");
        Problem::new(Kind::TooLarge, detail)
    };
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if said.and_then(|said| said.parse::<u64>().ok()).is_some_and(|said| said > most_bytes as u64) {
        return Err(too_large());
    }
    match timeout(limits::BODY_TIME, Limited::new(body, most_bytes).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) => Err(Problem::new(Kind::Unreadable, format!("the body ended: {error}"))),
        Err(_) => {
            let seconds = limits::BODY_TIME.as_secs();
            let detail = format!("the body did not come within {seconds} s; send it in parts");
            Err(Problem::new(Kind::TooSlow, detail))
        }
    }
}

fn query(given: &str) -> Result<HashMap<String, String>, Problem> {
    let axum::extract::Query(read) = axum::extract::Query::<HashMap<String, String>>::try_from_uri(
        &format!("/?{given}").parse().map_err(|_| {
            Problem::new(Kind::Unreadable, "the query of the address could not be read")
        })?,
    )
    .map_err(|error| Problem::new(Kind::Unreadable, error.body_text()))?;
    Ok(read)
}

/// Text of a cookie in which some letters are written as `%2F`.
fn percent_decoded(given: &str) -> String {
    let mut bytes = given.bytes();
    let mut out = Vec::with_capacity(given.len());
    while let Some(byte) = bytes.next() {
        let decoded = (byte == b'%').then(|| {
            let hex = [bytes.next()?, bytes.next()?];
            u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()
        });
        out.push(decoded.flatten().unwrap_or(byte));
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn first_known(preferred: &str) -> Option<Lang> {
    let mut tags = preferred.split(',').map(|tag| tag.split(';').next().unwrap_or_default());
    tags.find_map(Lang::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_goes_before_the_cookie_and_that_before_the_query() {
        let query = HashMap::from([("as".to_owned(), "from/query".to_owned())]);
        let mut headers = HeaderMap::new();
        assert_eq!(viewer_name(&headers, &query), Ok(Some("from/query".to_owned())));
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; cybersyn_as=from%2Fcookie"));
        assert_eq!(viewer_name(&headers, &query), Ok(Some("from/cookie".to_owned())));
        headers.insert("cybersyn-as", HeaderValue::from_static("from/header"));
        assert_eq!(viewer_name(&headers, &query), Ok(Some("from/header".to_owned())));
        assert_eq!(viewer_name(&HeaderMap::new(), &HashMap::new()), Ok(None));
    }

    #[test]
    fn the_first_language_we_know_is_taken() {
        assert_eq!(first_known("fr-CH, es-CL;q=0.9, en;q=0.8"), Some(Lang::Es));
        assert_eq!(first_known("fr"), None);
    }
}
