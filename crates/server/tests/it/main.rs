//! Does the server, as it runs, keep what it promises?

mod acts;
mod bodies;
mod client;
mod connections;
mod disk;
mod events;
mod reports;
mod restart;
mod routes;
mod timers;
mod world;
