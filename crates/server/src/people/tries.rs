//! Tries: how often may somebody try a code that is read out?
//!
//! Such a code has 60 bits, and nobody guesses it in the days for which it holds: whoever tries many is
//! slowed down all the same. Wrong ones are counted by the minute, for each address and in all. A proxy
//! brings everybody from this machine, so there only the count in all bounds. Links hold more than
//! four times as many bits and are never held up.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mission::time::Timestamp;

use crate::limits;

/// Wrong codes of the present minute.
#[derive(Default)]
pub(crate) struct Tries(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    number: i64,
    in_all: u32,
    by_address: HashMap<IpAddr, u32>,
}

impl Tries {
    /// How long no code from there is looked at.
    pub(crate) fn wait(&self, from: IpAddr, now: Timestamp) -> Option<Duration> {
        let minute = self.at(now);
        let theirs = minute.by_address.get(&from).copied().unwrap_or_default();
        let is_over = theirs >= limits::WRONG_CODES || minute.in_all >= limits::WRONG_CODES_IN_ALL;
        let left_ms = MINUTE_MS - now.as_millis().rem_euclid(MINUTE_MS);
        is_over.then(|| Duration::from_millis(left_ms.unsigned_abs()))
    }

    /// A wrong one came from there.
    pub(crate) fn wrong(&self, from: IpAddr, now: Timestamp) {
        let mut minute = self.at(now);
        minute.in_all = minute.in_all.saturating_add(1);
        // No more are remembered than are looked at in a minute.
        if !from.is_loopback() {
            *minute.by_address.entry(from).or_default() += 1;
        }
    }

    fn at(&self, now: Timestamp) -> MutexGuard<'_, Minute> {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now.as_millis().div_euclid(MINUTE_MS);
        if minute.number != number {
            *minute = Minute { number, ..Minute::default() };
        }
        minute
    }
}

const MINUTE_MS: i64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_are_bounded_by_the_minute_for_each_address_and_in_all() {
        let tries = Tries::default();
        let now = Timestamp::from_millis(90_000);
        let at = |last: u8| IpAddr::from([10, 0, 0, last]);
        for _ in 0..limits::WRONG_CODES {
            assert_eq!(tries.wait(at(1), now), None);
            tries.wrong(at(1), now);
        }
        assert_eq!(tries.wait(at(1), now), Some(Duration::from_secs(30)));
        assert_eq!(tries.wait(at(2), now), None, "nobody else waits");
        assert_eq!(tries.wait(at(1), Timestamp::from_millis(120_000)), None);
        for last in 0..limits::WRONG_CODES_IN_ALL {
            tries.wrong(at(u8::try_from(last % 250).unwrap()), now);
        }
        assert!(tries.wait(at(251), now).is_some());
    }

    #[test]
    fn whoever_comes_through_a_proxy_is_counted_in_all_alone() {
        let tries = Tries::default();
        let (proxy, now) = (IpAddr::from([127, 0, 0, 1]), Timestamp::from_millis(1));
        for _ in 0..limits::WRONG_CODES {
            tries.wrong(proxy, now);
        }
        assert_eq!(tries.wait(proxy, now), None);
    }
}
