//! The rules of the federation, on small worlds: what is told to whom, and when?

#![expect(clippy::float_cmp, reason = "figures of these worlds are written down, not reckoned")]

mod agreements;
mod announcements;
mod escalation;
mod events;
mod flows;
mod index;
mod links;
mod messages;
mod naming;
mod oddities;
mod openings;
mod people;
mod permissions;
mod precedents;
mod reach;
mod replay;
mod requests;
mod restore;
mod silence;
mod summons;
mod world;
