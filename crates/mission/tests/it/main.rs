//! The rules of the federation, on small worlds: what is told to whom, and when?

mod agreements;
mod escalation;
mod index;
mod reach;
mod replay;
mod silence;
mod world;
