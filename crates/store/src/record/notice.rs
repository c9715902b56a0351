//! Notice: how are telex lines and audit records written?

use mission::effect::{News, Notice, Thing};

use mission::report::{Correction, Signature};

use super::shape::{fields, variants};
use super::{Age, Decoder, Encoder, Record, RecordError};
use crate::audit::Hash;
use crate::contract::{AuditLine, Refused};

fields! {
    Notice { to, at, what }
    Correction { indicator, at, was, value, signed }
    Signature { by, who }
}

variants! {
    News {
        0 Signal(signal),
        1 Opened(incident),
        2 Moved(incident),
        3 Rose(incident, to),
        4 Owes(obligation),
        5 Answered(obligation),
        6 Missed(obligation),
        7 Closed(incident),
        8 Alarm(incident),
        9 Noted(incident),
        10 Note(words),
        11 Terms(agreement),
        12 Directive(directive),
        13 Announced(announcement),
        14 Shared(opening, state),
        15 Asked(request),
        16 Corrected(correction),
        17 Wrote(message),
        18 Posted(post, state),
    }
    Thing {
        0 Unit(unit),
        1 Indicator(indicator),
        2 Signal(signal),
        3 Incident(incident),
        4 Obligation(obligation),
        5 Agreement(agreement),
        6 Directive(directive),
        7 Day(unit, date),
        8 Ledger(unit),
        9 Watch(indicator),
        10 Roll(unit),
        11 Opening(opening),
        12 Request(request),
        13 Link(link),
        14 Flow(flow),
        15 Message(message),
        16 Post(post),
    }
    Refused { 0 Unknown, 1 NotYours(who), 2 NotNow(why), 3 Wrong(field, expected) }
}

/// Stands where otherwise it says whether it is known who signed.
const AT_A_DEVICE: u8 = 2;

impl Record for AuditLine {
    fn write(&self, to: &mut Encoder) {
        let Self { at, unit, by, who, device, act, thing, refused, asked } = self;
        at.write(to);
        unit.write(to);
        by.write(to);
        // Records without a device are older than those with one, and are written as ever.
        if let Some(device) = device {
            to.byte(AT_A_DEVICE);
            device.write(to);
        }
        who.write(to);
        act.write(to);
        thing.write(to);
        refused.write(to);
        asked.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (at, unit, by) = (Record::read(from)?, Record::read(from)?, Record::read(from)?);
        let signed = if from.knows(Age::Members) { from.byte()? } else { 0 };
        let (device, who) = match signed {
            0 => (None, None),
            1 => (None, Some(Record::read(from)?)),
            AT_A_DEVICE => (Some(Record::read(from)?), Record::read(from)?),
            tag => return Err(RecordError::Variant("AuditLine", tag)),
        };
        Ok(Self {
            at,
            unit,
            by,
            who,
            device,
            act: Record::read(from)?,
            thing: Record::read(from)?,
            refused: Record::read(from)?,
            // Where it is missing, the upgrade works it out from the log.
            asked: if from.knows(Age::Digests) { Record::read(from)? } else { Hash::default() },
        })
    }
}
