//! Embed: which files of the web control room does the program carry?
//!
//! They are put in when the program is compiled (`build.rs`); none is read from the disk.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use crate::asked::content;

/// A file of the control room.
pub(crate) struct File {
    /// Its place below `opsroom/dist`.
    pub(crate) name: &'static str,
    media: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/opsroom.rs"));

/// The file of that name.
pub(crate) fn file(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

/// The page that all pages are made from.
pub(crate) fn template() -> &'static str {
    let index = file("index.html").expect("the build script always puts in a page");
    std::str::from_utf8(index.bytes).expect("pages are written in UTF-8")
}

impl File {
    /// The file as an answer. Names of assets carry a digest of what is in them, so they may be
    /// kept for ever.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response<Body> {
        let packed = self.gzip.filter(|_| takes_gzip(headers));
        let mut response = content(StatusCode::OK, self.media, packed.unwrap_or(self.bytes));
        let answered = response.headers_mut();
        if packed.is_some() {
            answered.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        answered.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let kept = if self.name.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        answered.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        response
    }
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let takes = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    takes.is_some_and(|takes| takes.split(',').any(|coding| coding.trim().starts_with("gzip")))
}
