//! Does the index say what Beer's does, and nothing where nothing can be said?

use proptest::prelude::*;

use super::*;

fn terms(direction: Direction, capability: f64, potentiality: f64) -> Terms {
    Terms { direction, capability, potentiality, weight: None }
}

fn index_of(contribution: Contribution) -> Index {
    contribution.addends.index().unwrap()
}

/// *Brain of the Firm*, chapter 11: actuality 40, capability 60, potentiality 100.
#[test]
fn it_gives_beers_own_figures() {
    let (contribution, problem) = terms(Direction::More, 60.0, 100.0).contribution(Some(40.0));
    let Index { productivity, latency, performance } = index_of(contribution);
    let shown = [productivity, latency, performance].map(|ratio| format!("{ratio:.2}"));
    assert_eq!(shown, ["0.67", "0.60", "0.40"]);
    assert_eq!(problem, None);
}

#[test]
fn a_low_capability_gains_nothing_in_performance() {
    let honest = terms(Direction::More, 60.0, 100.0).contribution(Some(40.0)).0;
    let modest = terms(Direction::More, 41.0, 100.0).contribution(Some(40.0)).0;
    assert!(index_of(modest).productivity > index_of(honest).productivity);
    assert!((index_of(modest).performance - index_of(honest).performance).abs() < 1e-12);
}

#[test]
fn where_less_is_better_the_ratios_stand_on_their_heads() {
    // 12 % waste where 9 % could be done now, and 6 % with a new drier.
    let (waste, _) = terms(Direction::Less, 9.0, 6.0).contribution(Some(12.0));
    let Index { productivity, latency, performance } = index_of(waste);
    assert!((productivity - 0.75).abs() < 1e-12);
    assert!((latency - 6.0 / 9.0).abs() < 1e-12);
    assert!((performance - 0.5).abs() < 1e-12);
}

/// Cloth: 80 of 100 m/h, 160 with new looms, 2 a metre. Yarn wasted: 15 kg where 10 is
/// possible, 8 with better winding, 4 a kilogram. By hand: (160 + 40) / (200 + 60) and
/// (200 + 32) / (320 + 40).
#[test]
fn indicators_of_both_kinds_add_up_by_their_values() {
    let cloth = Terms { weight: Some(2.0), ..terms(Direction::More, 100.0, 160.0) };
    let waste = Terms { weight: Some(4.0), ..terms(Direction::Less, 10.0, 8.0) };
    let unit = cloth.contribution(Some(80.0)).0 + waste.contribution(Some(15.0)).0;
    let Index { productivity, latency, .. } = index_of(unit);
    assert!((productivity - 200.0 / 260.0).abs() < 1e-12);
    assert!((latency - 232.0 / 360.0).abs() < 1e-12);
    assert_eq!(unit.coverage.share(), Some(1.0));
}

#[test]
fn what_has_not_reported_lowers_the_coverage_and_no_ratio() {
    let cloth = Terms { weight: Some(2.0), ..terms(Direction::More, 100.0, 160.0) };
    let waste = Terms { weight: Some(4.0), ..terms(Direction::Less, 10.0, 8.0) };
    let (alone, _) = cloth.contribution(Some(80.0));
    let (missing, problem) = waste.contribution(None);
    assert_eq!((missing.addends, problem), (Addends::default(), None));
    assert_eq!((alone + missing).addends, alone.addends);
    assert_eq!((alone + missing).coverage.share(), Some(200.0 / 240.0));
    assert!(alone.is_reported() && !missing.is_reported());
}

#[test]
fn nothing_reported_is_no_index_rather_than_a_zero() {
    let (missing, _) = terms(Direction::More, 60.0, 100.0).contribution(None);
    assert_eq!(missing.addends.index(), None);
    assert_eq!(missing.coverage.share(), Some(0.0));
    assert_eq!(Contribution::default().coverage.share(), None);
    // Nothing produced is something reported.
    let (idle, _) = terms(Direction::More, 60.0, 100.0).contribution(Some(0.0));
    assert!(index_of(idle).performance.abs() < 1e-12);
    assert_eq!(idle.coverage.share(), Some(1.0));
}

const ODD: [f64; 12] = [
    0.0,
    -0.0,
    -1.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN_POSITIVE,
    5e-324,
    1e-250,
    1e250,
    1.0,
];

/// All 3 · 12^4 combinations of direction and figures; a weight of 1 stands for none agreed.
#[test]
fn odd_figures_are_left_out_with_a_reason_and_never_make_nan() {
    for direction in [Direction::More, Direction::Less, Direction::OnTarget] {
        for (capability, potentiality) in ODD.iter().flat_map(|c| ODD.map(|p| (*c, p))) {
            for (weight, actuality) in ODD.iter().flat_map(|w| ODD.map(|a| (*w, a))) {
                let weight = Some(weight).filter(|weight| weight.total_cmp(&1.0).is_ne());
                let terms = Terms { direction, capability, potentiality, weight };
                let (contribution, problem) = terms.contribution(Some(actuality));
                let is_in = contribution.is_reported();
                assert_eq!(is_in, problem.is_none(), "{terms:?} {actuality}");
                assert_eq!(contribution.addends.index().is_some(), is_in);
                let share = contribution.coverage.share();
                assert!(share.is_none_or(|share| (0.0..=1.0).contains(&share)));
            }
        }
    }
}

#[test]
fn each_problem_says_what_would_be_right() {
    let more = terms(Direction::More, 60.0, 100.0);
    let less = terms(Direction::Less, 60.0, 30.0);
    for (terms, actuality, problem) in [
        (Terms { direction: Direction::OnTarget, ..more }, 1.0, Problem::OnTarget),
        (Terms { capability: 0.0, ..more }, 1.0, Problem::Capability),
        (Terms { potentiality: -1.0, ..more }, 1.0, Problem::Potentiality),
        (Terms { weight: Some(0.0), ..more }, 1.0, Problem::Weight),
        (more, -1.0, Problem::Actuality),
        (less, 0.0, Problem::Actuality),
        (Terms { weight: Some(1e150), ..more }, 1e100, Problem::Magnitude),
    ] {
        assert_eq!(terms.contribution(Some(actuality)).1, Some(problem));
        assert!(problem.to_string().starts_with("not in the index"));
    }
    // A bad figure is missing; bad terms are expected of nobody.
    assert_eq!(less.contribution(Some(0.0)).0.coverage.share(), Some(0.0));
    let no_capability = Terms { capability: 0.0, ..more };
    assert_eq!(no_capability.contribution(Some(1.0)).0.coverage.share(), None);
}

#[test]
fn sums_stay_finite_at_the_largest_figures_that_are_let_in() {
    let largest = Terms { weight: Some(1e100), ..terms(Direction::More, 1e100, 1e100) };
    let sum: Contribution = (0..100_000).map(|_| largest.contribution(Some(1e100)).0).sum();
    let Index { performance, .. } = index_of(sum);
    assert!((performance - 1.0).abs() < 1e-9);
}

fn any_part() -> impl Strategy<Value = Contribution> {
    let less = prop::sample::select(vec![Direction::More, Direction::Less]);
    (less, 1.0..1e4, 1.0..3.0, 0.1..1.5, 0.01..100.0).prop_map(
        |(direction, capability, above, share, weight): (Direction, f64, f64, f64, f64)| {
            let potentiality = match direction {
                Direction::Less => capability / above,
                Direction::More | Direction::OnTarget => capability * above,
            };
            let terms = Terms { direction, capability, potentiality, weight: Some(weight) };
            terms.contribution(Some(capability * share)).0
        },
    )
}

proptest! {
    /// Each is one sum over another, and what is there twice weighs the same in both.
    #[test]
    fn ratios_are_never_averaged(parts in proptest::collection::vec(any_part(), 1..20)) {
        let sum: Contribution = parts.iter().copied().sum();
        let over = |of: fn(&Addends) -> Ratio| {
            let (above, below) = parts.iter().fold((0.0, 0.0), |(above, below), part| {
                let Ratio { numerator, denominator } = of(&part.addends);
                (above + numerator, below + denominator)
            });
            above / below
        };
        let Index { productivity, latency, performance } = index_of(sum);
        let expected = [over(|addends| addends.productivity), over(|addends| addends.latency)];
        prop_assert_eq!([productivity, latency].map(f64::to_bits), expected.map(f64::to_bits));
        prop_assert_eq!(performance.to_bits(), (productivity * latency).to_bits());

        let doubled: Contribution = parts.iter().copied().chain(parts.iter().copied()).sum();
        prop_assert!((index_of(doubled).productivity - productivity).abs() < 1e-9 * productivity);
    }

    #[test]
    fn it_makes_no_difference_in_which_measure_a_figure_is_reported(
        actuality in 1.0..100.0_f64, scale in prop::sample::select(vec![0.001, 1.0, 1000.0]),
    ) {
        let small = terms(Direction::More, 60.0, 100.0).contribution(Some(actuality)).0;
        let scaled = terms(Direction::More, 60.0 * scale, 100.0 * scale);
        let scaled = scaled.contribution(Some(actuality * scale)).0;
        prop_assert!((index_of(small).performance - index_of(scaled).performance).abs() < 1e-12);
        prop_assert!((small.coverage.expected_denominator - 1.0).abs() < 1e-12);
    }
}
