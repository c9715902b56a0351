//! Does the server, as it runs, keep what it promises?

mod acts;
mod bodies;
mod client;
mod reports;
mod world;
