//! Roll-up: what do the parts of a level come to, and what may be seen of it the same day?
//!
//! After their release, parts are added up and the worst is named, because a good sum must not
//! hide it. The same day there are only groups of a fixed partition, and a group says something only
//! once three of it have reported: nobody can take the sum apart without knowing two other parts.
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

/// What is seen of parts on the day itself: not who has reported, and nothing about any one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SameDay {
    /// The sum of the groups of which [`GROUP_LEAST`] have reported.
    pub sum: Contribution,
    /// How many groups these are.
    pub seen: usize,
    /// Of how many.
    pub groups: usize,
    /// How many parts have reported, of all groups.
    pub reported: usize,
    /// Of how many that count in an index.
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

/// What the level above sees of its parts on the day itself.
pub fn same_day<Id: Copy + Ord>(parts: &[Part<Id>]) -> SameDay {
    let mut counted: Vec<Part<Id>> =
        parts.iter().copied().filter(|part| part.contribution.is_expected()).collect();
    counted.sort_by_key(|part| part.id);

    let groups: Vec<RollUp<Id>> = partition(&counted).map(roll_up).collect();
    let seen: Vec<&RollUp<Id>> =
        groups.iter().filter(|group| group.reported >= GROUP_LEAST).collect();
    SameDay {
        sum: seen.iter().map(|group| group.sum).sum(),
        seen: seen.len(),
        groups: groups.len(),
        reported: groups.iter().map(|group| group.reported).sum(),
        of: counted.len(),
    }
}

/// The fixed partition: three by three in the order given, and the last group takes what is left
/// over. Who joins later joins the end, so that the groups before it stay what they are.
fn partition<P>(parts: &[P]) -> impl Iterator<Item = &[P]> {
    let whole = (parts.len() / GROUP_LEAST).saturating_sub(1) * GROUP_LEAST;
    let (threes, last) = parts.split_at(whole);
    threes.chunks(GROUP_LEAST).chain((!last.is_empty()).then_some(last))
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
            let is_seen = seen.sum.addends.index().is_some();
            assert_eq!((is_seen, seen.seen), (reported >= 3, usize::from(reported >= 3)));
            assert_eq!((seen.reported, seen.of), (reported as usize, 5));
        }
    }

    #[test]
    fn groups_are_of_three_to_five_and_a_newcomer_joins_the_last() {
        for (parts, sizes) in [
            (0, vec![]),
            (2, vec![2]),
            (3, vec![3]),
            (5, vec![5]),
            (6, vec![3, 3]),
            (11, vec![3, 3, 5]),
            (12, vec![3, 3, 3, 3]),
        ] {
            let parts: Vec<u32> = (0..parts).collect();
            let groups: Vec<usize> = partition(&parts).map(<[u32]>::len).collect();
            assert_eq!(groups, sizes);
        }
    }

    /// With a sum of all, whoever knew the other groups could take the one of two apart from it.
    #[test]
    fn a_group_of_which_two_have_reported_is_in_no_sum() {
        let parts: Vec<_> = (0..6).map(|id| part(id, 10.0, (id != 4).then_some(5.0))).collect();
        let seen = same_day(&parts);
        assert_eq!((seen.seen, seen.groups, seen.reported, seen.of), (1, 2, 5, 6));
        assert_eq!(seen.sum, roll_up(&parts[..3]).sum);
    }

    #[test]
    fn a_part_that_counts_in_no_index_keeps_no_group_from_being_seen() {
        let mut parts: Vec<_> = (0..3).map(|id| part(id, 10.0, Some(5.0))).collect();
        parts.insert(1, Part { id: 7, contribution: Contribution::default() });
        let seen = same_day(&parts);
        assert_eq!((seen.seen, seen.groups, seen.of), (1, 1, 3));
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
