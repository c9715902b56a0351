//! The world, rehearsed.
