//! What does a store promise, and does each one keep it?

mod check;
mod contract;
mod opening;
mod world;
