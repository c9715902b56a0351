//! Plain: how are numbers, words, times, ids and lists of them written?

use std::collections::VecDeque;
use std::time::Duration;

use mission::id::{
    AgreementId, AnnouncementId, DirectiveId, FlowId, IncidentId, IndicatorId, InvitationId,
    LinkId, MemberId, MessageId, ObligationId, OpeningId, PostId, RequestId, SignalId, UnitId,
};
use mission::name::{Key, Path};
use mission::time::{Date, Timestamp};

use super::{Decoder, Encoder, Record, RecordError};

impl Record for u32 {
    fn write(&self, to: &mut Encoder) {
        to.whole(u64::from(*self));
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Self::try_from(from.whole()?).map_err(|_| RecordError::Impossible("number of 32 bits"))
    }
}

impl Record for u64 {
    fn write(&self, to: &mut Encoder) {
        to.whole(*self);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        from.whole()
    }
}

impl Record for usize {
    fn write(&self, to: &mut Encoder) {
        to.whole(*self as u64);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Self::try_from(from.whole()?).map_err(|_| RecordError::Impossible("count"))
    }
}

impl Record for u8 {
    fn write(&self, to: &mut Encoder) {
        to.byte(*self);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        from.byte()
    }
}

impl Record for bool {
    fn write(&self, to: &mut Encoder) {
        to.byte(u8::from(*self));
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            tag => Err(RecordError::Variant("bool", tag)),
        }
    }
}

impl Record for f64 {
    fn write(&self, to: &mut Encoder) {
        to.bytes().extend(self.to_le_bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok(Self::from_le_bytes(from.array()?))
    }
}

impl Record for f32 {
    fn write(&self, to: &mut Encoder) {
        to.bytes().extend(self.to_le_bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok(Self::from_le_bytes(from.array()?))
    }
}

impl Record for String {
    fn write(&self, to: &mut Encoder) {
        to.slice(self.as_bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let text = std::str::from_utf8(from.slice()?);
        Ok(text.map_err(|_| RecordError::Impossible("text"))?.to_owned())
    }
}

impl<R: Record> Record for Box<R> {
    fn write(&self, to: &mut Encoder) {
        R::write(self, to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        R::read(from).map(Self::new)
    }
}

impl<R: Record> Record for Option<R> {
    fn write(&self, to: &mut Encoder) {
        match self {
            None => to.byte(0),
            Some(inner) => {
                to.byte(1);
                inner.write(to);
            }
        }
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        match from.byte()? {
            0 => Ok(None),
            1 => R::read(from).map(Some),
            tag => Err(RecordError::Variant("Option", tag)),
        }
    }
}

impl<R: Record> Record for Vec<R> {
    fn write(&self, to: &mut Encoder) {
        to.whole(self.len() as u64);
        for item in self {
            item.write(to);
        }
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        // Grown as items are read and not ahead of them: a false count costs no memory.
        let count = from.count()?;
        let mut items: Self = (0..count).map(|_| R::read(from)).collect::<Result<_, _>>()?;
        // What is read at the start stays in memory, and most of it never grows.
        items.shrink_to_fit();
        Ok(items)
    }
}

impl<R: Record> Record for VecDeque<R> {
    fn write(&self, to: &mut Encoder) {
        to.whole(self.len() as u64);
        for item in self {
            item.write(to);
        }
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        // These are windows, which go on growing.
        let count = from.count()?;
        (0..count).map(|_| R::read(from)).collect()
    }
}

impl<A: Record, B: Record> Record for (A, B) {
    fn write(&self, to: &mut Encoder) {
        self.0.write(to);
        self.1.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok((A::read(from)?, B::read(from)?))
    }
}

impl<A: Record, B: Record, C: Record> Record for (A, B, C) {
    fn write(&self, to: &mut Encoder) {
        self.0.write(to);
        self.1.write(to);
        self.2.write(to);
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok((A::read(from)?, B::read(from)?, C::read(from)?))
    }
}

impl Record for Timestamp {
    fn write(&self, to: &mut Encoder) {
        to.signed(self.as_millis());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let millis = from.signed()?;
        let at = Self::from_millis(millis);
        if at.as_millis() == millis { Ok(at) } else { Err(RecordError::Impossible("time")) }
    }
}

impl Record for Duration {
    fn write(&self, to: &mut Encoder) {
        to.whole(self.as_secs());
        to.whole(u64::from(self.subsec_nanos()));
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let (seconds, nanos) = (from.whole()?, u32::read(from)?);
        if nanos >= 1_000_000_000 {
            return Err(RecordError::Impossible("length of time"));
        }
        Ok(Self::new(seconds, nanos))
    }
}

impl Record for Date {
    fn write(&self, to: &mut Encoder) {
        to.signed(i64::from(self.year()));
        to.byte(self.month().unsigned_abs());
        to.byte(self.day().unsigned_abs());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let year = i16::try_from(from.signed()?).ok();
        let (month, day) = (from.byte()?.cast_signed(), from.byte()?.cast_signed());
        let date = year.and_then(|year| Self::new(year, month, day).ok());
        date.ok_or(RecordError::Impossible("date"))
    }
}

impl Record for Key {
    fn write(&self, to: &mut Encoder) {
        to.slice(self.as_str().as_bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Self::parse(&String::read(from)?).map_err(|_| RecordError::Impossible("key"))
    }
}

impl Record for Path {
    fn write(&self, to: &mut Encoder) {
        to.slice(self.as_str().as_bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Self::parse(&String::read(from)?).map_err(|_| RecordError::Impossible("path"))
    }
}

macro_rules! ids {
    ($($id:ident)*) => { $(
        impl Record for $id {
            fn write(&self, to: &mut Encoder) {
                self.0.write(to);
            }

            fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
                Record::read(from).map(Self)
            }
        }
    )* };
}

ids!(
    UnitId IndicatorId SignalId IncidentId ObligationId AgreementId DirectiveId AnnouncementId
    InvitationId MemberId OpeningId RequestId LinkId FlowId MessageId PostId
);
