//! The world, rehearsed.
//!
//! A nation of simulated plants, its people and its troubles, by seed: for the demonstration, for
//! tests of the whole and for measurements. It reads no clock and draws all chance from its seed.

pub mod draw;
pub mod headless;
pub mod limits;
pub mod live;
pub mod people;
pub mod prepare;
pub mod run;
pub mod scenario;
pub mod score;
pub mod sights;
pub mod story;
pub mod world;
