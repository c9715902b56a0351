//! Roll-up: what do the parts of a level come to, and what may be seen of it the same day?
//!
//! After their release, parts are added up and the worst is named, because a good sum must not
//! hide it. The same day there are only groups, and a group says something only once three of it
//! have reported: nobody can take the sum apart without knowing two other parts.
//!
//! Sums are made in the order of the parts' ids, whatever order they come in, so that a replay
//! gives the same bits.

use crate::index::{Contribution, Index};

/// Parts that must have reported before a group is seen the same day.
pub const GROUP_LEAST: usize = 3;

/// One part of a level on one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part<Id> {
    /// Which part.
    pub id: Id,
    /// What it adds.
    pub contribution: Contribution,
}

/// What the parts come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RollUp<Id> {
    /// The sum, to be added up further or made an [`Index`].
    pub sum: Contribution,
    /// The part of the lowest performance, and that performance. Of equals the lower id; none
    /// where no part has an index.
    pub worst: Option<(Id, f64)>,
    /// How many parts have reported.
    pub reported: usize,
    /// Of how many.
    pub of: usize,
}

/// What is seen of a group on the day itself: not who has reported, and nothing about any one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SameDay {
    /// The group's ratios; none while fewer than [`GROUP_LEAST`] have reported.
    pub index: Option<Index>,
    /// How many have reported.
    pub reported: usize,
    /// Of how many.
    pub of: usize,
}

/// Adds up the parts of a level.
pub fn roll_up<Id: Copy + Ord>(parts: &[Part<Id>]) -> RollUp<Id> {
    let mut parts: Vec<&Part<Id>> = parts.iter().collect();
    parts.sort_by_key(|part| part.id);

    let mut worst: Option<(Id, f64)> = None;
    for part in &parts {
        let Some(Index { performance, .. }) = part.contribution.addends.index() else { continue };
        if worst.is_none_or(|(_, lowest)| performance < lowest) {
            worst = Some((part.id, performance));
        }
    }
    RollUp {
        sum: parts.iter().map(|part| part.contribution).sum(),
        worst,
        reported: parts.iter().filter(|part| part.contribution.is_reported()).count(),
        of: parts.len(),
    }
}

/// What the level above sees of one group of its partition on the day itself.
pub fn same_day<Id: Copy + Ord>(group: &[Part<Id>]) -> SameDay {
    let RollUp { sum, reported, of, .. } = roll_up(group);
    let is_enough = reported >= GROUP_LEAST;
    SameDay { index: sum.addends.index().filter(|_| is_enough), reported, of }
}
