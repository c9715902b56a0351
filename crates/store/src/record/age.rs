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
