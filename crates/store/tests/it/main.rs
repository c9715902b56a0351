//! What does a store promise, and does each one keep it?

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod audit;
mod check;
mod contract;
mod forgetting;
mod kill;
mod opening;
mod taking_over;
mod upgrade;
mod world;
