//! Is this reading news? One series, one reading at a time, nothing to tune.
//!
//! ```
//! use filter::{Filter, Moment, Settings};
//!
//! let mut filter = Filter::new(Settings { run_length: 1_080.0, cadence_s: 86_400.0 });
//! for day in 0..60 {
//!     let verdict = filter.observe(Moment::at(day * 86_400), 118.0 + (day % 3) as f64);
//!     assert!(verdict.told.is_none());
//! }
//! ```
//!
//! The mathematics, with letters and papers, is in `docs/methods/filter.md`.

mod bank;
mod beginnings;
mod codec;
mod elementary;
mod filter;
mod hypothesis;
mod limits;
mod moment;
mod profile;
mod reference;
mod scale;
mod score;
mod tail;
mod told;
mod verdict;

pub use codec::DecodeError;
pub use filter::{Filter, Settings};
pub use moment::{Moment, Slot};
pub use reference::Reference;
pub use verdict::{Band, Chances, Direction, Kind, Learning, Told, Verdict};
