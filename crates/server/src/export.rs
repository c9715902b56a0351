//! Export: how does whoever may see a series carry its readings away?
//!
//! Lines are made as they are read, so that a million of them are never in memory for a slow line,
//! and the place of whoever asked is theirs until they have the last.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use bytes::Bytes;
use hyper::body::Frame;
use jiff::tz::Offset;
use mission::registry::Registry;

use crate::asked::{Answer, Asked, content};
use crate::limits;
use crate::plot::{Seen, look};

const HEAD: &str = "unit,indicator,at,value,measure\n";

/// `GET /api/v1/units/{id}/indicators/{key}/series.csv`
pub(crate) async fn export(asked: Asked) -> Answer {
    let seen = look(&asked).await?;
    let registry = asked.shell.registry();
    let name = format!("{}.csv", registry.indicator(seen.indicator).key);
    let lines = Lines { seen, registry, is_begun: false, next: 0, _asked: asked };
    let mut response = content(StatusCode::OK, "text/csv; charset=utf-8", Body::new(lines));
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let name = name.expect("keys are plain letters");
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// The lines that are still to come.
struct Lines {
    seen: Seen,
    registry: Arc<Registry>,
    /// Whether the line with the names of the columns was made.
    is_begun: bool,
    /// The first reading of which no line was made.
    next: usize,
    /// Holds its place.
    _asked: Asked,
}

impl Lines {
    /// Some lines more; nothing where all were made.
    fn some(&mut self) -> String {
        let readings = &self.seen.readings;
        let to = readings.len().min(limits::EXPORT_LINES).min(self.next + limits::EXPORT_AT_ONCE);
        let indicator = self.registry.indicator(self.seen.indicator);
        let unit = self.registry.unit(indicator.unit);
        let (zone, measure) = (unit.calendar.zone(), quoted(&indicator.measure));
        let mut lines = if self.is_begun { String::new() } else { HEAD.to_owned() };
        self.is_begun = true;
        for (at, value) in &readings[self.next..to] {
            // Paths, keys and measures begin with no sign that a spreadsheet would reckon with.
            let (path, key) = (&unit.path, &indicator.key);
            let (local, offset) = (zone.local(*at), signed(zone.offset(*at)));
            writeln!(lines, "{path},{key},{local}{offset},{value},{measure}")
                .expect("writing to memory does not fail");
        }
        self.next = to;
        lines
    }
}

impl hyper::body::Body for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let lines = self.some();
        Poll::Ready((!lines.is_empty()).then(|| Ok(Frame::data(lines.into()))))
    }
}

fn signed(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// A text as one field of CSV.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
