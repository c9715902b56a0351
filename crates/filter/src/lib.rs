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
//!
//! | module | the question it answers |
//! |---|---|
//! | `filter` | one series, one reading at a time: in which order? |
//! | `scale` | in which units is the series worked? |
//! | `shape` | is its noise longer on one side? |
//! | `profile` | what do the hour and the day of the week add? |
//! | `hypothesis` | what does one story expect next, and what does a reading teach it? |
//! | `bank` | how fast does the series wander by itself, and how noisy is it? |
//! | `beginnings` | when could the last change have begun? |
//! | `told` | when is a change told to people? |
//! | `tell` | what follows when it is? |
//! | `people` | what do those who know the series teach it? |
//! | `score`, `tail` | how alarming is a reading, on a scale comparable across series? |
//! | `reference` | what would have been, had nothing changed? |
//! | `codec` | how is all this written down? |

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "single precision and small counts are the point here; ranges are clamped where made"
)]
#![allow(
    clippy::inline_always,
    clippy::needless_range_loop,
    reason = "hypotheses lie side by side in arrays, and only loops by index over inlined bodies \
              are taken four at a time"
)]

mod bank;
mod beginnings;
mod calm;
mod codec;
mod elementary;
mod filter;
mod forecast;
mod hypothesis;
mod limits;
mod moment;
mod people;
mod profile;
mod reference;
mod scale;
mod score;
mod shape;
mod tail;
mod tell;
mod told;
mod verdict;

pub use codec::DecodeError;
pub use filter::{Filter, Settings};
pub use moment::{Moment, Slot};
pub use reference::Reference;
pub use verdict::{Answer, Band, Chances, Direction, Kind, Learning, Told, Verdict};
