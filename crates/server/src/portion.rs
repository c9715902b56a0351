//! Portion: how much of the server may one asker hold at once?
//!
//! Places are counted for each person, key and address, so that whoever asks for too much is sent away
//! with 429 and the others do not wait for them. This machine's own address has no bound: a proxy
//! brings everybody from there, and has bounds of its own.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mission::id::MemberId;

/// Whose places are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asker {
    /// Somebody, or a machine, who has signed in.
    Member(MemberId),
    /// Whoever comes from there.
    Address(IpAddr),
}

impl Asker {
    /// Whoever asks, where their places are counted.
    pub(crate) fn of(who: Option<MemberId>, address: IpAddr) -> Option<Self> {
        who.map(Self::Member).or_else(|| Self::at(address))
    }

    /// Whoever comes from an address of another machine.
    pub(crate) fn at(address: IpAddr) -> Option<Self> {
        let is_elsewhere = !address.is_loopback() && !address.is_unspecified();
        is_elsewhere.then_some(Self::Address(address))
    }
}

/// Places, so many for each.
#[derive(Debug)]
pub(crate) struct Portions<K> {
    most: u32,
    taken: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Copy + Eq + Hash> Portions<K> {
    pub(crate) fn new(most: u32) -> Self {
        Self { most, taken: Arc::default() }
    }

    /// A place for as long as the answer is kept, if there is one left.
    pub(crate) fn take(&self, key: K) -> Option<Portion<K>> {
        let mut taken = lock(&self.taken);
        let places = taken.entry(key).or_insert(0);
        if *places == self.most {
            return None;
        }
        *places += 1;
        Some(Portion { key, taken: self.taken.clone() })
    }
}

/// A place that is taken.
#[derive(Debug)]
pub(crate) struct Portion<K: Copy + Eq + Hash> {
    key: K,
    taken: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Copy + Eq + Hash> Drop for Portion<K> {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        let places = taken.get_mut(&self.key).expect("it was counted when it was taken");
        *places -= 1;
        if *places == 0 {
            taken.remove(&self.key);
        }
    }
}

fn lock<K>(taken: &Mutex<HashMap<K, u32>>) -> MutexGuard<'_, HashMap<K, u32>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_takes_no_more_than_their_portion_and_others_have_theirs() {
        let portions = Portions::new(2);
        let (first, second) = (portions.take('a'), portions.take('a'));
        assert!(first.is_some() && second.is_some() && portions.take('a').is_none());
        let other = portions.take('b');
        assert!(other.is_some(), "another has places of their own");
        drop(first);
        assert!(portions.take('a').is_some(), "a place that was given back is free");
        drop((second, other));
        assert!(lock(&portions.taken).is_empty(), "and nothing is kept of whoever is gone");
    }

    #[test]
    fn a_member_is_counted_wherever_they_come_from_and_a_proxy_is_not() {
        let (here, there) = ("127.0.0.1".parse().unwrap(), "10.0.0.7".parse().unwrap());
        let who = Some(MemberId(7));
        assert_eq!(Asker::of(who, here), Asker::of(who, there));
        assert_eq!(Asker::of(None, there), Some(Asker::Address(there)));
        assert_eq!(Asker::of(None, here), None);
    }
}
