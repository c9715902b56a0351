//! Witness: what does an operator find later about who came, and what was refused them?
//!
//! Each request has a number of its own, which goes out with the answer (`request-id`) and stands on
//! every line that is logged while it is answered, beside the address it came from and, where
//! somebody has signed in, their number. Lines name routes and kinds of refusals: never what stood in an
//! address, a header or a body, where passwords, codes and figures are.
//!
//! Whoever sends nothing but what is refused does not fill the disk: past a number of lines in a second
//! the others are counted, and the count is said.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, Response};
use mission::id::MemberId;
use mission::time::Timestamp;
use tracing::Span;
use tracing::field::Empty;

use crate::limits;
use crate::people::random;
use crate::problem::Problem;

/// The header with the number of a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// The number of a request. Drawn, and not counted: from two of one's own nobody learns how many
/// others asked in between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestId(u64);

impl RequestId {
    pub(crate) fn new() -> Self {
        Self(u64::from_le_bytes(random()))
    }

    /// Puts it on the answer.
    pub(crate) fn mark(self, response: &mut Response<Body>) {
        let value = HeaderValue::from_str(&self.to_string()).expect("it is digits and letters");
        response.headers_mut().insert(REQUEST_ID, value);
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The address that a request came from; that of a proxy, where there is one.
pub(crate) fn address_of(request: &Request<Body>) -> IpAddr {
    let peer = request.extensions().get::<Peer>();
    peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip().to_canonical())
}

/// What stands on each line about one request.
pub(crate) fn span(id: RequestId, request: &Request<Body>, path: &'static str) -> Span {
    let (from, method) = (address_of(request), request.method());
    tracing::info_span!("request", %id, %from, %method, path, who = Empty)
}

/// Says on the lines that follow who asks.
pub(crate) fn is_from(who: MemberId) {
    Span::current().record("who", who.0);
}

/// The refusals that are logged.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Second>);

/// The lines of one second.
#[derive(Debug, Default)]
struct Second {
    number: i64,
    lines: u32,
    left_out: u64,
}

impl Refusals {
    /// A request was refused.
    pub(crate) fn log(&self, problem: &Problem, now: Timestamp) {
        let left_out = self.take_line(now);
        if let Some(left_out) = left_out.filter(|left_out| *left_out > 0) {
            tracing::warn!(left_out, "more was refused than is logged");
        }
        if left_out.is_some() {
            let status = problem.status().as_u16();
            tracing::info!(status, kind = problem.kind.name(), "refused");
        }
    }

    /// Whether there is a line left in this second, and if so, how many were left out before.
    fn take_line(&self, now: Timestamp) -> Option<u64> {
        let mut second = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.as_millis().div_euclid(1000);
        if second.number != number {
            *second = Second { number, lines: 0, left_out: second.left_out };
        }
        if second.lines == limits::REFUSALS_A_SECOND {
            second.left_out += 1;
            return None;
        }
        second.lines += 1;
        Some(std::mem::take(&mut second.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_refusals_is_counted_and_not_written() {
        let refusals = Refusals::default();
        let at = Timestamp::from_millis;
        let most = limits::REFUSALS_A_SECOND;
        let written = (0..10 * most).filter(|_| refusals.take_line(at(1_500)).is_some()).count();
        assert_eq!(written, most as usize);
        assert_eq!(refusals.take_line(at(2_000)), Some(u64::from(9 * most)), "they are counted");
        assert_eq!(refusals.take_line(at(2_001)), Some(0), "and said once");
    }

    #[test]
    fn a_number_of_a_request_says_nothing_of_the_one_before() {
        let [first, second] = [RequestId::new(), RequestId::new()];
        assert!(first.0.abs_diff(second.0) > 1_000, "{first} {second}");
        assert_eq!(first.to_string().len(), 16);
    }
}
