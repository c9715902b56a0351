//! The repository as a whole: does it keep the rules that no compiler holds?

mod command;
mod dependency_direction;
mod encrypting;
mod horizon;
mod import;
mod linking;
mod proxy;
mod real_data;
mod serving;
mod standby;
mod telling;
mod tidy;
mod tree;
mod upgrading;
