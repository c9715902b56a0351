//! The whole, rehearsed: what happens from a reading to the root, in worlds of a few units.

mod corrections;
mod daylight;
mod floods;
mod inference;
mod nation;
mod recovery;
mod rising;
mod silence;
mod small_worlds;
mod story;
