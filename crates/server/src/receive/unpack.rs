//! Unpack: what are the bytes of a report, out of their wrapping?

use std::borrow::Cow;
use std::io::Read;

use axum::http::header;
use flate2::read::MultiGzDecoder;

use crate::asked::Asked;
use crate::limits;
use crate::problem::{Kind, Problem};

/// The bytes of a request's body, without gzip and byte-order mark.
pub(super) fn body(asked: &Asked) -> Result<Cow<'_, [u8]>, Problem> {
    let coding = asked.headers.get(header::CONTENT_ENCODING);
    let coding = coding.map(|value| value.as_bytes().to_ascii_lowercase()).unwrap_or_default();
    let bytes = match coding.as_slice() {
        b"" | b"identity" => Cow::Borrowed(asked.body.as_ref()),
        b"gzip" => Cow::Owned(unzip(&asked.body)?),
        _ => {
            let given = String::from_utf8_lossy(&coding);
            let detail = format!("the body is packed as {given:?}; expected gzip, or not packed");
            return Err(Problem::new(Kind::Form, detail));
        }
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let detail = "the body is UTF-16; expected UTF-8: save it so, and send it again";
        return Err(Problem::new(Kind::Form, detail));
    }
    Ok(without_mark(bytes))
}

fn without_mark(bytes: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(bytes.strip_prefix(MARK).unwrap_or(bytes)),
        Cow::Owned(bytes) if bytes.starts_with(MARK) => Cow::Owned(bytes[MARK.len()..].to_vec()),
        Cow::Owned(bytes) => Cow::Owned(bytes),
    }
}

fn unzip(packed: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let most = limits::REPORT_BYTES as u64 + 1;
    let read = MultiGzDecoder::new(packed).take(most).read_to_end(&mut bytes);
    if bytes.len() > limits::REPORT_BYTES {
        let detail = format!(
            "unpacked, the report is larger than {} bytes; send it in parts",
            limits::REPORT_BYTES
        );
        return Err(Problem::new(Kind::TooLarge, detail));
    }
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let detail = format!(
                "the gzip is damaged or was cut off after {} unpacked bytes ({error}); nothing was \
                 kept; send it again",
                bytes.len()
            );
            Err(Problem::new(Kind::Unreadable, detail))
        }
    }
}
