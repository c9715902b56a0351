//! Registry: how are units and indicators written?

use mission::cadence::Cadence;
use mission::registry::{Aggregate, Direction, Indicator, Membership, SmallIndex, Sphere, Unit};
use mission::roll::{Invitation, Member, Role, Roll};

use super::shape::{fields, variants};
use super::{Decoder, Encoder, Record, RecordError};

fields! {
    Unit {
        id, parent, path, former_paths, name, calendar, membership, alarm_levels, small_index, opened,
    }
    Indicator {
        id, unit, key, name, measure, cadence, direction, sphere, aggregate, opened, retired,
    }
    Roll { unit, members, invited }
    Member { who, role, title, since }
    Invitation { id, role, title, until }
}

variants! {
    Membership { 0 Peopled, 1 Unpeopled }
    SmallIndex { 0 Kept, 1 GoesUp }
    Direction { 0 More, 1 Less, 2 OnTarget }
    Sphere { 0 Work, 1 ZeroIsBest, 2 AboutPeople }
    Aggregate { 0 Sum, 1 Mean }
    Role {
        0 Worker, 1 Committee, 2 Coordinator, 3 Auditor, 4 Source, 5 Wall, 6 Tablet,
    }
}

impl Record for Cadence {
    fn write(&self, to: &mut Encoder) {
        match self {
            Self::Daily => to.byte(0),
            Self::Weekly => to.byte(1),
            Self::Monthly => to.byte(2),
            Self::Minutes(_) => {
                to.byte(3);
                (self.typical_seconds() / 60).write(to);
            }
        }
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        match from.byte()? {
            0 => Ok(Self::Daily),
            1 => Ok(Self::Weekly),
            2 => Ok(Self::Monthly),
            3 => match Self::minutes(u32::read(from)?) {
                Ok(parts @ Self::Minutes(_)) => Ok(parts),
                Ok(Self::Daily | Self::Weekly | Self::Monthly) | Err(_) => {
                    Err(RecordError::Impossible("cadence"))
                }
            },
            tag => Err(RecordError::Variant("Cadence", tag)),
        }
    }
}
