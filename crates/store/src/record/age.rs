//! Age: how far had the shape of records come when an earlier program wrote them?
//!
//! What is written today has one shape. An upgrade reads what lies in a directory of an earlier format, whose
//! programs did not all write the same: before the first of them was handed out, fields came without another
//! number. A field that came later says with which age, in the line that lists it ([`super::shape`]), and is
//! empty in what is older.

/// What records have come to hold, in the order in which it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Age {
    /// As the first program wrote them.
    First,
    /// A silence names the figures that fell silent together, and why there were none.
    Silences,
    /// Units announce what their figures will do.
    Announcements,
    /// The audit is a tree.
    Tree,
    /// An audit record holds the digest of what was asked.
    Digests,
    /// Whoever signs has a number. This is what is written today.
    Members,
}

/// The shape of records: their version byte, and which of its ages they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) version: u8,
    pub(crate) age: Age,
}

impl Shape {
    /// What is written today.
    pub(crate) const TODAY: Self = Self { version: super::VERSION, age: Age::Members };

    /// What the programs of a format wrote that is read by an upgrade alone, the latest first.
    pub(crate) fn of_format(format: i64) -> Vec<Self> {
        let (version, ages): (u8, &[Age]) = match format {
            1 => (1, &[Age::Silences, Age::First]),
            2 => (2, &[Age::Silences]),
            3 => (3, &[Age::Digests, Age::Tree, Age::Announcements, Age::Silences]),
            ..1 | 4.. => return Vec::new(),
        };
        ages.iter().map(|age| Self { version, age: *age }).collect()
    }
}

#[cfg(test)]
mod tests {
    use mission::id::IndicatorId;
    use mission::incident::{Cause, Quiet};
    use mission::time::Timestamp;

    use super::Shape;
    use crate::record::{
        Calendars, Encoder, Record, RecordError, VERSION, pack_points, unpack_as, unpack_points,
    };

    const QUIET: Quiet = Quiet {
        indicator: IndicatorId(3),
        since: Timestamp::from_millis(1_800_000_000_000),
        came: 2,
    };

    fn read(shape: Shape, bytes: &[u8]) -> Result<Cause, RecordError> {
        unpack_as(shape, bytes, &mut Calendars::default())
    }

    /// A silence by its bytes, in format 1: the first programs wrote one figure, later ones a list.
    fn silence(count: Option<u8>) -> Vec<u8> {
        let mut to = Encoder::default();
        to.bytes().extend([1, 1]);
        to.bytes().extend(count);
        QUIET.write(&mut to);
        to.finish()
    }

    #[test]
    fn what_an_earlier_program_wrote_is_read_in_its_own_shape_and_in_no_other() {
        let [later, first] = Shape::of_format(1)[..] else { panic!("format 1 has two shapes") };
        let said = Ok(Cause::Silence(vec![QUIET]));
        assert_eq!(
            (read(first, &silence(None)), read(later, &silence(Some(1)))),
            (said.clone(), said)
        );
        assert!(read(later, &silence(None)).is_err());
        assert!(read(first, &silence(Some(1))).is_err());
        assert_eq!(read(Shape::TODAY, &silence(Some(1))), Err(RecordError::Version(1)));
        assert_eq!(Shape::of_format(4), []);
    }

    #[test]
    fn chunks_of_every_version_are_read() {
        let points = vec![(Timestamp::ZERO, 8.15), (Timestamp::from_millis(60_000), -1.0)];
        let mut bytes = pack_points(&points);
        for version in 1..=VERSION {
            bytes[0] = version;
            assert_eq!(unpack_points(&bytes), Ok(points.clone()));
        }
        for version in [0, VERSION + 1] {
            bytes[0] = version;
            assert_eq!(unpack_points(&bytes), Err(RecordError::Version(version)));
        }
    }
}
