//! Likeness: how much is one thing that was wrong like another?

use crate::id::IndicatorId;
use crate::incident::{Alarm, Cause, Incident, Strand};
use crate::signal::{Direction, Kind};

use super::story::{deed, help, is_said};

/// The same series went the same way.
const SAME_SERIES: u32 = 16;
/// It is the same kind of change.
const SAME_KIND: u32 = 4;
/// It went about as far.
const AS_FAR: u32 = 2;
/// Series that both share beside the first, of which each counts one, at most.
const SHARED_AT_MOST: usize = 3;
/// People said what it was, or what they did.
const WORDS: u32 = 3;
/// Help was offered, or came.
const HELP: u32 = 1;

/// What was wrong, as far as it can be like something else.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Series moved, the one in front first.
    Changed(Vec<Moved>),
    /// Nothing came of these.
    Silent(Vec<IndicatorId>),
    /// A person said so.
    Alarm(Alarm),
}

/// How a series moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// Which.
    pub indicator: IndicatorId,
    /// What it was.
    pub kind: Kind,
    /// Which way.
    pub direction: Direction,
    /// How far, in half widths of its band: series of any measure compare.
    pub size: f64,
}

/// How much one thing is like another: more points are more alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness(u32);

impl Likeness {
    /// Whether it was the same series, or the same kind of alarm.
    pub const fn is_same(self) -> bool {
        self.0 >= SAME_SERIES
    }

    /// What was said and done counts as well: the reader looks for what helped.
    pub(super) fn with_deeds_of(self, incident: &Incident) -> Self {
        let found = incident.verdict.as_ref().is_some_and(|it| is_said(&it.words));
        let of_people = found || deed(incident).is_some();
        let helped = help(incident).is_some();
        let points = |claim: bool, points| if claim { points } else { 0 };
        Self(self.0 + points(of_people, WORDS) + points(helped, HELP))
    }
}

impl Shape {
    /// What was wrong; none of what nothing can be like: a duty that was missed.
    pub fn of(incident: &Incident) -> Option<Self> {
        match &incident.cause {
            Cause::Change => {
                let moved: Vec<Moved> = incident.strands.iter().map(Moved::of).collect();
                (!moved.is_empty()).then_some(Self::Changed(moved))
            }
            Cause::Silence(quiets) => {
                Some(Self::Silent(quiets.iter().map(|quiet| quiet.indicator).collect()))
            }
            Cause::Alarm { kind, .. } => Some(Self::Alarm(*kind)),
            Cause::Missed { .. } => None,
        }
    }

    /// The series that it is about.
    pub fn indicators(&self) -> Vec<IndicatorId> {
        match self {
            Self::Changed(moved) => moved.iter().map(|one| one.indicator).collect(),
            Self::Silent(silent) => silent.clone(),
            Self::Alarm(_) => Vec::new(),
        }
    }
}

impl Moved {
    fn of(strand: &Strand) -> Self {
        let Strand { indicator, kind, direction, .. } = *strand;
        Self { indicator, kind, direction, size: strand.size() }
    }

    fn is_same_way(&self, other: &Self) -> bool {
        self.indicator == other.indicator && self.direction == other.direction
    }

    /// How much another move is like this one, whichever series it is of.
    fn points(&self, other: &Self) -> u32 {
        let kind = if self.kind == other.kind { SAME_KIND } else { 0 };
        let ratio = self.size / other.size;
        let far = if (0.5..=2.0).contains(&ratio) { AS_FAR } else { 0 };
        kind + far
    }
}

/// How much what was before is like what is sought, if it is at all.
pub fn likeness(sought: &Shape, before: &Shape) -> Option<Likeness> {
    match (sought, before) {
        (Shape::Changed(sought), Shape::Changed(before)) => changed(sought, before),
        (Shape::Silent(sought), Shape::Silent(before)) => {
            let shared = sought.iter().filter(|id| before.contains(id)).count();
            Some(Likeness(if shared == 0 { 0 } else { SAME_SERIES + further(shared) }))
        }
        (Shape::Alarm(sought), Shape::Alarm(before)) => {
            (sought == before).then_some(Likeness(SAME_SERIES))
        }
        (Shape::Changed(_), Shape::Silent(_) | Shape::Alarm(_))
        | (Shape::Silent(_), Shape::Changed(_) | Shape::Alarm(_))
        | (Shape::Alarm(_), Shape::Changed(_) | Shape::Silent(_)) => None,
    }
}

/// The series in front is what counts, of both; where they share none, one of the same kind that went the same way.
fn changed(sought: &[Moved], before: &[Moved]) -> Option<Likeness> {
    let pair = |one: &Moved| {
        let same = before.iter().find(|other| one.is_same_way(other))?;
        Some(one.points(same))
    };
    let shared: Vec<u32> = sought.iter().filter_map(pair).collect();
    if let Some(first) = shared.first() {
        return Some(Likeness(SAME_SERIES + first + further(shared.len())));
    }
    let front = sought.first()?;
    let as_front = |other: &&Moved| other.kind == front.kind && other.direction == front.direction;
    before.iter().filter(as_front).map(|other| Likeness(front.points(other))).max()
}

fn further(shared: usize) -> u32 {
    u32::try_from((shared - 1).min(SHARED_AT_MOST)).expect("three at most")
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 4] = [Kind::Unusual, Kind::OneOff, Kind::Step, Kind::Slope];
    const WAYS: [Direction; 2] = [Direction::Up, Direction::Down];
    /// Of the sought one; a little less and more than half and twice; out of all measure; none.
    const SIZES: [f64; 7] = [4.0, 2.0, 8.0, 1.99, 8.01, f64::INFINITY, f64::NAN];
    const ALARMS: [Alarm; 3] = [Alarm::Safety, Alarm::Machine, Alarm::Unsure];

    fn moves() -> Vec<Moved> {
        let mut all = Vec::new();
        for indicator in [IndicatorId(0), IndicatorId(1)] {
            for kind in KINDS {
                for direction in WAYS {
                    let of = |size| Moved { indicator, kind, direction, size };
                    all.extend(SIZES.map(of));
                }
            }
        }
        all
    }

    /// Every pair of moves of two series: 112 times 112.
    #[test]
    fn two_moves_are_alike_by_what_the_table_says_and_by_nothing_else() {
        for one in moves() {
            for other in moves() {
                let got = likeness(&Shape::Changed(vec![one]), &Shape::Changed(vec![other]));
                let is_same = one.indicator == other.indicator;
                let is_way = one.direction == other.direction;
                let is_kind = one.kind == other.kind;
                let ratio = one.size / other.size;
                let far = if (0.5..=2.0).contains(&ratio) { 2 } else { 0 };
                let kind = if is_kind { 4 } else { 0 };
                let expected = match (is_way, is_same, is_kind) {
                    (true, true, _) => Some(16 + kind + far),
                    (true, false, true) => Some(kind + far),
                    (true, false, false) | (false, _, _) => None,
                };
                assert_eq!(got, expected.map(Likeness), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn the_same_series_stands_before_all_that_another_can_have() {
        let best_of_other = SAME_KIND + AS_FAR + WORDS + HELP;
        assert!(best_of_other < SAME_SERIES);
        assert!(!Likeness(best_of_other).is_same() && Likeness(SAME_SERIES).is_same());
    }

    #[test]
    fn series_that_both_share_count_one_each_and_three_at_most() {
        let of = |ids: &[u32]| {
            let moved = |id: &u32| Moved {
                indicator: IndicatorId(*id),
                kind: Kind::Step,
                direction: Direction::Down,
                size: 4.0,
            };
            Shape::Changed(ids.iter().map(moved).collect())
        };
        let silent = |ids: &[u32]| Shape::Silent(ids.iter().copied().map(IndicatorId).collect());
        let sought = [1, 2, 3, 4, 5, 6];
        for (before, more) in [(1, 0), (2, 1), (3, 2), (4, 3), (5, 3), (6, 3)] {
            let shared = &sought[..before];
            assert_eq!(likeness(&of(&sought), &of(shared)), Some(Likeness(22 + more)));
            assert_eq!(likeness(&silent(&sought), &silent(shared)), Some(Likeness(16 + more)));
        }
        assert_eq!(likeness(&silent(&[1]), &silent(&[2])), Some(Likeness(0)));
    }

    #[test]
    fn an_alarm_is_like_one_of_its_kind_and_nothing_is_like_what_is_of_another_sort() {
        for one in ALARMS {
            for other in ALARMS {
                let expected = (one == other).then_some(Likeness(16));
                assert_eq!(likeness(&Shape::Alarm(one), &Shape::Alarm(other)), expected);
            }
        }
        let sorts = [
            Shape::Alarm(Alarm::Unsure),
            Shape::Silent(vec![IndicatorId(0)]),
            Shape::Changed(vec![moves()[0]]),
        ];
        for (place, one) in sorts.iter().enumerate() {
            for (other_place, other) in sorts.iter().enumerate() {
                assert_eq!(likeness(one, other).is_some(), place == other_place);
            }
        }
    }
}
