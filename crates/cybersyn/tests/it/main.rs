//! The repository as a whole: does it keep the rules that no compiler holds?

mod dependency_direction;
mod tidy;
mod tree;
