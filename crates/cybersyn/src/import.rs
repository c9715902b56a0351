//! Import: how do units and histories come in from files?
//!
//! A file of units becomes a charter ([`units`]). A table is opened whatever its form ([`input`]),
//! its cells are found by a mapping ([`mapping`]) and judged ([`sift`]), the readings are put in
//! order ([`sort`]) and only then written ([`write`]): nothing half done.

pub(crate) mod input;
pub(crate) mod mapping;
pub(crate) mod numbers;
pub(crate) mod problems;
pub(crate) mod settings;
pub(crate) mod sift;
pub(crate) mod sort;
pub(crate) mod template;
pub(crate) mod times;
pub(crate) mod units;
pub(crate) mod write;
