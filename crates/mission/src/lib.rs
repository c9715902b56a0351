//! What does a federation do with what its units report?

pub mod cadence;
pub mod calendar;
pub mod limits;
pub mod time;
pub mod id;
pub mod index;
pub mod name;
pub mod registry;
pub mod release;
pub mod rollup;
