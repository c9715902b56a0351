//! Viewer: for which unit does somebody ask?
//!
//! They name it; where people sign in it is one of those that they belong to.

use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use mission::reach::Viewer;

use crate::asked::find_unit;
use crate::problem::{Kind, Problem};
use crate::shell::Shell;

pub(crate) fn find_viewer(shell: &Shell, given: &str) -> Result<Viewer, Problem> {
    find_unit(shell, "Cybersyn-As", given).map(Viewer).map_err(|problem| Problem {
        kind: Kind::NoViewer,
        detail: format!("{}; name the unit that you speak for", problem.detail),
        ..problem
    })
}

/// The unit for which a member asks: the one they name, else the first of which they may see
/// something. A browser's cookie may name one that they have left.
pub(crate) fn seat(
    shell: &Shell,
    who: MemberId,
    named: Option<&Named>,
) -> Result<Option<Viewer>, Problem> {
    let members = shell.people.members();
    let is_member = |unit: &UnitId| !members.roles(who, *unit).is_empty();
    let found = named.and_then(|named| find_viewer(shell, &named.path).ok());
    let found = found.filter(|viewer| is_member(&viewer.0));
    if let (None, Some(named)) = (found, named.filter(|named| named.is_meant)) {
        let registry = shell.registry();
        let own = members.units(who).map(|unit| registry.unit(unit).path.to_string());
        let own = own.collect::<Vec<_>>().join(", ");
        let path = &named.path;
        let detail = format!("you are no member of {path:?}; name one of yours: {own}");
        return Err(Problem::new(Kind::NotYours, detail));
    }
    let sees = |unit: &UnitId| members.in_which(who, *unit, Deed::See).is_some();
    let first = || members.units(who).find(sees).or_else(|| members.units(who).next()).map(Viewer);
    Ok(found.or_else(first))
}

/// A unit that is named to speak for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) path: String,
    /// Whether it was named with this request, and not once for a browser.
    is_meant: bool,
}

/// The path of the viewer's unit: the header, else the cookie, else the query.
pub(crate) fn viewer_name(
    headers: &HeaderMap,
    query: &HashMap<String, String>,
) -> Result<Option<Named>, Problem> {
    if let Some(header) = headers.get("cybersyn-as") {
        let plain = header
            .to_str()
            .map_err(|_| Problem::new(Kind::NoViewer, "Cybersyn-As is not the path of a unit"))?;
        let path = plain.trim().to_owned();
        return Ok((!path.is_empty()).then_some(Named { path, is_meant: true }));
    }
    let path = preference(headers, "cybersyn_as").map(percent_decoded);
    let path = path.or_else(|| query.get("as").cloned()).filter(|path| !path.is_empty());
    Ok(path.map(|path| Named { path, is_meant: false }))
}

/// What a browser's cookie of that name says.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|value| value.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))
}

/// What a page remembers on a device, by HTTPS in a cookie that no other page there can plant.
pub(crate) fn preference<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    cookie(headers, &format!("__Host-{name}")).or_else(|| cookie(headers, name))
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

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_header_goes_before_the_cookie_and_that_before_the_query() {
        let query = HashMap::from([("as".to_owned(), "from/query".to_owned())]);
        let mut headers = HeaderMap::new();
        let named = |headers: &HeaderMap, query| {
            let named = viewer_name(headers, query).expect("letters");
            named.map(|named| (named.path, named.is_meant))
        };
        let is = |path: &str, is_meant| Some((path.to_owned(), is_meant));
        assert_eq!(named(&headers, &query), is("from/query", false));
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; cybersyn_as=from%2Fcookie"));
        assert_eq!(named(&headers, &query), is("from/cookie", false));
        headers.insert("cybersyn-as", HeaderValue::from_static("from/header"));
        assert_eq!(named(&headers, &query), is("from/header", true));
        assert_eq!(named(&HeaderMap::new(), &HashMap::new()), None);
    }
}
