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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::index::Terms;
    use crate::registry::Direction;

    fn part(id: u32, capability: f64, actuality: Option<f64>) -> Part<u32> {
        let terms = Terms {
            direction: Direction::More,
            capability,
            potentiality: capability * 2.0,
            weight: Some(1.0),
        };
        Part { id, contribution: terms.contribution(actuality).0 }
    }

    #[test]
    fn a_good_sum_does_not_hide_the_worst_part() {
        let parts =
            [part(1, 1000.0, Some(1000.0)), part(2, 10.0, Some(2.0)), part(3, 500.0, Some(490.0))];
        let level = roll_up(&parts);
        assert!(level.sum.addends.index().unwrap().productivity > 0.98);
        assert_eq!(level.worst.map(|(id, _)| id), Some(2));
        assert!((level.worst.unwrap().1 - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_big_part_counts_for_more_than_a_small_one() {
        let level = roll_up(&[part(1, 900.0, Some(900.0)), part(2, 100.0, Some(0.0))]);
        // The mean of the ratios would be one half.
        assert!((level.sum.addends.index().unwrap().productivity - 0.9).abs() < 1e-12);
    }

    #[test]
    fn silent_parts_are_counted_and_not_called_the_worst() {
        let level = roll_up(&[part(1, 10.0, None), part(2, 30.0, Some(30.0)), part(3, 10.0, None)]);
        assert_eq!((level.reported, level.of), (1, 3));
        assert_eq!(level.worst.map(|(id, _)| id), Some(2));
        assert_eq!(level.sum.coverage.share(), Some(0.6));
        assert_eq!(roll_up::<u32>(&[]).worst, None);
    }

    #[test]
    fn of_equals_the_lower_id_is_named() {
        let level = roll_up(&[part(7, 10.0, Some(5.0)), part(3, 20.0, Some(10.0))]);
        assert_eq!(level.worst.map(|(id, _)| id), Some(3));
    }

    #[test]
    fn fewer_than_three_that_have_reported_say_nothing_the_same_day() {
        for reported in 0..=5 {
            let group: Vec<_> =
                (0..5).map(|id| part(id, 10.0, (id < reported).then_some(5.0))).collect();
            let seen = same_day(&group);
            assert_eq!(seen.index.is_some(), reported >= 3, "{reported} have reported");
            assert_eq!((seen.reported, seen.of), (reported as usize, 5));
        }
    }

    fn any_parts() -> impl Strategy<Value = Vec<Part<u32>>> {
        let figures = (1.0..1e4, prop::option::weighted(0.8, 0.0..1e4));
        proptest::collection::vec(figures, 0..12).prop_map(|figures| {
            let numbered = (0..).zip(figures);
            numbered.map(|(id, (capability, done))| part(id, capability, done)).collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_in_which_parts_come_changes_no_bit(
            (parts, shuffled) in any_parts().prop_flat_map(|parts| {
                (Just(parts.clone()), Just(parts).prop_shuffle())
            }),
        ) {
            prop_assert_eq!(roll_up(&parts), roll_up(&shuffled));
        }

        #[test]
        fn another_part_changes_nothing_but_the_sum(parts in any_parts(), done in 0.0..1e4) {
            let newcomer = part(99, 5e3, Some(done));
            let before = roll_up(&parts);
            let after = roll_up(&[parts, vec![newcomer]].concat());

            prop_assert_eq!(after.sum, before.sum + newcomer.contribution);
            prop_assert_eq!((after.reported, after.of), (before.reported + 1, before.of + 1));
            let alone = newcomer.contribution.addends.index().unwrap().performance;
            let lower = before.worst.is_none_or(|(_, lowest)| alone < lowest);
            prop_assert_eq!(after.worst, if lower { Some((99, alone)) } else { before.worst });
        }

        /// A nation is the sum of its plants, whichever sectors they are in.
        #[test]
        fn levels_between_change_nothing(parts in any_parts(), cut in 0_usize..12) {
            let (one, other) = parts.split_at(cut.min(parts.len()));
            let sectors = [(1, one), (2, other)]
                .map(|(id, parts)| Part { id, contribution: roll_up(parts).sum });
            let (nation, flat) = (roll_up(&sectors).sum, roll_up(&parts).sum);
            match (nation.addends.index(), flat.addends.index()) {
                (Some(nation), Some(flat)) => {
                    prop_assert!((nation.performance - flat.performance).abs() < 1e-12 * (1.0 + flat.performance));
                }
                (nation, flat) => prop_assert_eq!(nation, flat),
            }
        }
    }
}
