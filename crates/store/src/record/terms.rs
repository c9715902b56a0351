//! Terms: how are agreements, directives, openings, and what units are remembered by, written?

use mission::agreement::{self, Agreement, Offer, Side, Signature, Subject};
use mission::announcement::{Announcement, Expected};
use mission::directive::{self, Directive, Receiver, Reply};
use mission::federation::Ledger;
use mission::opening::{self, Opening};
use mission::release::DelayHistory;
use mission::request::{self, Request};
use mission::time::Date;

use super::shape::{fields, variants};
use super::{Decoder, Encoder, Record, RecordError};

fields! {
    Agreement { id, unit, above, subject, state, offers, signed since Members, agreed_at }
    Signature { side, by, who, at }
    Offer { side, value, from, review, reason, by, at }
    Directive {
        id, from, title, text, reason, holds_from, by, sent, withdrawn, receivers,
    }
    Receiver { unit, answer, replies }
    Reply { event, words, by, at }
    Ledger { unit, rises_on, rises, group, delays, announced since Announcements, notices }
    Opening {
        id, unit, to, indicators, since, until, words, grants, signed, at, opened, ended, state,
    }
    opening::Signature { by, who, at }
    Request { id, unit, from, words, by, at, until, declined, state }
    Announcement { id, indicator, from, expected, words, by, at }
}

variants! {
    Expected { 0 Apart(until), 1 Level(by) }
    Subject {
        0 UnitRecovery,
        1 Recovery(indicator),
        2 Capability(indicator),
        3 Potentiality(indicator),
        4 Weight(indicator),
        5 Retirement(indicator),
        6 NewLevel(indicator),
    }
    Side { 0 Unit, 1 Above }
    opening::State { 0 Proposed, 1 InForce, 2 Closed, 3 Over }
    request::State { 0 Asked, 1 Over }
    agreement::State { 0 Proposed, 1 Countered, 2 InForce, 3 Withdrawn, 4 Replaced }
    directive::Answer { 0 Awaited, 1 Accepted, 2 Countered, 3 Objected }
    directive::Event { 0 Accepted, 1 Countered, 2 Objected }
}

impl Record for DelayHistory {
    fn write(&self, to: &mut Encoder) {
        self.first().write(to);
        self.changes().to_vec().write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (first, changes) = (u32::read(from)?, Vec::<(Date, u32)>::read(from)?);
        let history = Self::restore(first, changes.iter().copied());
        if history.first() == first && history.changes() == changes {
            Ok(history)
        } else {
            Err(RecordError::Impossible("history of delays"))
        }
    }
}
