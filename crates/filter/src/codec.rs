//! Codec: how a filter's state is written down, and read back without trust.
//!
//! Little-endian, fixed width, a version byte first. What cannot have been written by this module
//! is an error, never a panic and never a filter in an impossible state.

use std::fmt;

/// Why bytes are not a filter's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes end too early.
    Truncated,
    /// The version byte is not one this build reads.
    UnknownVersion(u8),
    /// A field holds a value that no filter has; the field is named.
    Impossible(&'static str),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => write!(out, "read the filter's state: the bytes end too early"),
            Self::UnknownVersion(version) => {
                write!(out, "read the filter's state: version {version} is not known here")
            }
            Self::Impossible(field) => {
                write!(out, "read the filter's state: impossible value in `{field}`")
            }
        }
    }
}

impl std::error::Error for DecodeError {}
