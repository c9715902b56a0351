//! Does the server, as it runs, keep what it promises?

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]
#![expect(unreachable_pub, reason = "what the tests share is one crate's own")]

mod acts;
mod bodies;
mod canaries;
mod client;
mod connections;
mod devices;
mod disk;
mod doors;
mod encryption;
mod events;
mod flows;
mod forgetting;
mod hindsight;
mod history;
mod hooks;
mod keeping;
mod links;
mod matrix;
mod messages;
mod past;
mod people;
mod precedents;
mod receivers;
mod reports;
mod restart;
mod routes;
mod sharing;
mod signing;
mod sisters;
mod summons;
mod timers;
mod ways;
mod weeks;
mod world;
