//! Openings: what another unit sees when a unit opens some figures, who opens, and how it ends.

use std::time::Duration;

use mission::effect::{Done, News, Refusal, Thing};
use mission::event::{Act, Event, NewOpening, NewRequest};
use mission::federation::Federation;
use mission::hindsight::Hindsight;
use mission::id::{MemberId, OpeningId};
use mission::limits;
use mission::may::Deed;
use mission::opening::{Opening, State};
use mission::reach::{Reach, Resource, Viewer, reach};
use mission::roll::Role;
use mission::time::{Date, Timestamp};

use crate::people::{COMMITTEE, FOUNDER, SECOND, STRANGER, WORKER, by, comes, peopled};
use crate::replay::all_of;
use crate::restore::restored;
use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World, date};

const WEEK: Duration = Duration::from_hours(7 * 24);

fn new(world: &World, to: &str, keys: &[&str], since: Option<Date>) -> NewOpening {
    NewOpening {
        to: world.id(to),
        indicators: keys.iter().map(|key| world.indicator(MILL, key)).collect(),
        since,
        until: world.federation.applied().received + WEEK,
        words: "for the yarn plan".to_owned(),
        grants: None,
    }
}

fn id_of(done: Result<Done, Refusal>) -> OpeningId {
    let Thing::Opening(id) = World::made(done) else { panic!("an opening was made") };
    id
}

fn proposed(world: &mut World, said: NewOpening) -> OpeningId {
    id_of(world.act(MILL, "committee", Act::Open(said)))
}

/// The mill opens these figures, in a federation where members are not known.
fn opened(world: &mut World, to: &str, keys: &[&str], since: Option<Date>) -> OpeningId {
    let said = new(world, to, keys, since);
    let id = proposed(world, said);
    world.act(MILL, "shift leader", Act::SignOpening(id)).expect("another signs");
    id
}

fn opening(world: &World, id: OpeningId) -> &Opening {
    world.federation.opening(id).expect("it was made")
}

fn seen(world: &World, viewer: &str, key: &str) -> Reach {
    let series = Resource::Series(world.indicator(MILL, key));
    reach(&world.federation, Viewer(world.id(viewer)), series)
}

fn since(from: Timestamp) -> Reach {
    Reach::Window { from, until: None }
}

#[test]
fn the_unit_that_is_named_sees_the_figures_that_are_named_from_the_first_day_and_no_other_does() {
    let mut world = World::settled();
    let day = date(2026, 3, 2);
    opened(&mut world, SECTOR, &["output", "yield"], Some(day));
    let from = world.at_hour(day, 0);
    for key in ["output", "yield"] {
        assert_eq!(seen(&world, SECTOR, key), since(from));
        assert!(!seen(&world, SECTOR, key).covers(from - Duration::from_millis(1)));
    }
    for viewer in [NATION, OTHER, THIRD] {
        assert_eq!(seen(&world, viewer, "output"), Reach::Nothing, "{viewer}");
    }
    for key in ["energy", "absence"] {
        assert_eq!(seen(&world, SECTOR, key), Reach::Nothing, "{key}");
    }
    assert_eq!(seen(&world, MILL, "output"), Reach::All);
}

#[test]
fn it_opens_readings_and_nothing_that_is_said_of_them() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    opened(&mut world, OTHER, &["output"], Some(date(2026, 1, 5)));
    let viewer = Viewer(world.id(OTHER));
    let mill = world.id(MILL);
    let day = date(2026, 2, 2);
    let now = world.federation.applied().received;
    let output = world.indicator(MILL, "output");
    for closed in [
        Resource::Unit(mill),
        Resource::Incident(incident),
        Resource::Risen(output),
        Resource::Index(mill, day, now + WEEK * 52),
    ] {
        assert_eq!(reach(&world.federation, viewer, closed), Reach::Nothing, "{closed:?}");
    }
    let told = world.steps.iter().flat_map(|step| &step.notices);
    let other = told.filter(|it| it.to == world.id(OTHER)).map(|it| it.what.clone());
    let of_mill: Vec<News> = other.filter(|news| !matches!(news, News::Signal(_))).collect();
    assert!(matches!(of_mill.as_slice(), [News::Shared(_, State::InForce)]), "{of_mill:?}");
}

#[test]
fn what_is_about_people_can_never_be_opened_alone_or_among_others() {
    let mut world = World::settled();
    for keys in [&["absence"][..], &["output", "absence"]] {
        let said = new(&world, SECTOR, keys, None);
        let refused = world.act(MILL, "committee", Act::Open(said));
        assert!(matches!(refused, Err(Refusal::Wrong("indicators", _))), "{refused:?}");
    }
}

#[test]
fn what_cannot_be_opened_is_refused_with_what_would_be_right() {
    let mut world = World::settled();
    let now = world.federation.applied().received;
    let good = || new(&world, SECTOR, &["output"], None);
    let others = world.indicator(OTHER, "output");
    let tomorrow = date(2026, 12, 1);
    let longest = now + Duration::from_secs(1) + limits::OPEN_FOR;
    let unknown = mission::id::RequestId(7);
    let wrong = [
        ("to", NewOpening { to: world.id(MILL), ..good() }),
        ("indicators", NewOpening { indicators: Vec::new(), ..good() }),
        ("indicators", NewOpening { indicators: vec![others], ..good() }),
        ("indicators", NewOpening { indicators: vec![mission::id::IndicatorId(9_999)], ..good() }),
        ("since", NewOpening { since: Some(tomorrow), ..good() }),
        ("until", NewOpening { until: now, ..good() }),
        ("until", NewOpening { until: longest + Duration::from_mins(1), ..good() }),
        ("words", NewOpening { words: "  ".to_owned(), ..good() }),
        ("request", NewOpening { grants: Some(unknown), ..good() }),
    ];
    let at_most = NewOpening { until: longest, ..good() };
    let nowhere = NewOpening { to: mission::id::UnitId(9_999), ..good() };
    let good = proposed(&mut world, at_most);
    assert_eq!(opening(&world, good).until, longest, "thirty days to the millisecond");
    for (field, said) in wrong {
        let refused = world.act(MILL, "committee", Act::Open(said));
        assert!(
            matches!(refused, Err(Refusal::Wrong(it, _)) if it == field),
            "{field} {refused:?}"
        );
    }
    let refused = world.act(MILL, "committee", Act::Open(nowhere));
    assert_eq!(refused, Err(Refusal::Unknown));
}

#[test]
fn one_title_opens_nothing_however_it_is_written_and_two_do() {
    let mut world = World::settled();
    let said = new(&world, SECTOR, &["output"], None);
    let id = proposed(&mut world, said);
    for same in ["committee", " Committee "] {
        let twice = world.act(MILL, same, Act::SignOpening(id));
        assert!(matches!(twice, Err(Refusal::NotNow(_))), "{twice:?}");
    }
    assert_eq!(seen(&world, SECTOR, "output"), Reach::Nothing);
    world.act(MILL, "electrician", Act::SignOpening(id)).expect("another");
    assert!(seen(&world, SECTOR, "output").is_any());
    let late = world.act(MILL, "welder", Act::SignOpening(id));
    assert!(matches!(late, Err(Refusal::NotNow(_))), "{late:?}");
}

#[test]
fn the_other_unit_knows_nothing_of_a_proposal() {
    let mut world = World::settled();
    let said = new(&world, SECTOR, &["output"], None);
    let id = proposed(&mut world, said);
    let sector = Viewer(world.id(SECTOR));
    let of_it = |world: &World| reach(&world.federation, sector, Resource::Opening(id));
    assert_eq!(of_it(&world), Reach::Nothing);
    for act in [Act::SignOpening(id), Act::CloseOpening(id)] {
        assert_eq!(world.act(SECTOR, "secretary", act), Err(Refusal::Unknown));
    }
    world.act(MILL, "committee", Act::CloseOpening(id)).expect("it is taken back");
    assert_eq!(of_it(&world), Reach::Nothing, "nor that it was taken back");
    let sector = world.id(SECTOR);
    let told = world.steps.iter().flat_map(|step| &step.notices);
    assert_eq!(told.filter(|it| it.to == sector).count(), 0);
}

#[test]
fn the_other_unit_neither_signs_nor_closes() {
    let mut world = World::settled();
    let id = opened(&mut world, SECTOR, &["output"], None);
    for act in [Act::SignOpening(id), Act::CloseOpening(id)] {
        let refused = world.act(SECTOR, "secretary", act.clone());
        assert!(matches!(refused, Err(Refusal::NotYours(_))), "{refused:?}");
        assert_eq!(world.act(THIRD, "committee", act), Err(Refusal::Unknown));
    }
}

/// Everybody of the mill, by role, as a world has them.
fn proposes(world: &mut World, who: MemberId) -> Result<Done, Refusal> {
    let said = new(world, SECTOR, &["output"], None);
    by(world, who, MILL, Act::Open(said))
}

#[test]
fn the_committee_proposes_and_a_worker_signs_and_nobody_else_makes_it_two() {
    let mut world = peopled(World::settled());
    let coordinator = MemberId(11);
    comes(&mut world, COMMITTEE, MILL, coordinator, Role::Coordinator);
    for who in [WORKER, coordinator] {
        let refused = proposes(&mut world, who);
        assert_eq!(refused, Err(Refusal::NotYours(Deed::Decide.whose())), "{who:?}");
    }
    for who in [STRANGER, FOUNDER] {
        assert_eq!(proposes(&mut world, who), Err(Refusal::Unknown), "{who:?}");
    }
    let id = id_of(proposes(&mut world, COMMITTEE));
    let sign = |world: &mut World, who| by(world, who, MILL, Act::SignOpening(id));
    assert!(matches!(sign(&mut world, COMMITTEE), Err(Refusal::NotNow(_))), "the same person");
    let refused = sign(&mut world, coordinator);
    assert_eq!(refused, Err(Refusal::NotYours(Deed::Witness.whose())));
    assert_eq!(sign(&mut world, STRANGER), Err(Refusal::Unknown));
    sign(&mut world, SECOND).expect("another of the committee may sign");
    assert_eq!(opening(&world, id).state, State::Proposed, "two of the committee are not enough");
    assert_eq!(seen(&world, SECTOR, "output"), Reach::Nothing);
    sign(&mut world, WORKER).expect("a worker signs");
    assert_eq!(opening(&world, id).state, State::InForce);
    assert!(seen(&world, SECTOR, "output").is_any());
}

#[test]
fn where_nobody_is_only_a_worker_two_of_the_committee_open_and_one_alone_never_does() {
    let mut world = peopled(World::settled());
    by(&mut world, COMMITTEE, MILL, Act::Dismiss(WORKER, Role::Worker)).expect("it may");
    let id = id_of(proposes(&mut world, COMMITTEE));
    by(&mut world, SECOND, MILL, Act::SignOpening(id)).expect("two of the committee");
    assert_eq!(opening(&world, id).state, State::InForce);

    by(&mut world, SECOND, MILL, Act::Leave(Role::Committee)).expect("it may");
    // Alone one could bind the unit otherwise; to open takes two people.
    let id = id_of(proposes(&mut world, COMMITTEE));
    assert_eq!(opening(&world, id).state, State::Proposed);
    let again = by(&mut world, COMMITTEE, MILL, Act::SignOpening(id));
    assert!(matches!(again, Err(Refusal::NotNow(_))), "{again:?}");
}

#[test]
fn who_has_left_since_they_signed_does_not_count() {
    let mut world = peopled(World::settled());
    by(&mut world, COMMITTEE, MILL, Act::Dismiss(WORKER, Role::Worker)).expect("it may");
    let id = id_of(proposes(&mut world, SECOND));
    by(&mut world, SECOND, MILL, Act::Leave(Role::Committee)).expect("it may");
    by(&mut world, COMMITTEE, MILL, Act::SignOpening(id)).expect("it signs");
    assert_eq!(opening(&world, id).state, State::Proposed, "one of the two is gone");
}

#[test]
fn a_title_that_nobody_vouches_for_does_not_make_up_for_a_member() {
    let mut world = World::settled();
    let said = new(&world, SECTOR, &["output"], None);
    let id = proposed(&mut world, said);
    // From now on members are known.
    let mut world = peopled(world);
    by(&mut world, COMMITTEE, MILL, Act::SignOpening(id)).expect("it signs");
    assert_eq!(opening(&world, id).state, State::Proposed);
    by(&mut world, WORKER, MILL, Act::SignOpening(id)).expect("it signs");
    assert_eq!(opening(&world, id).state, State::InForce);
}

#[test]
fn any_of_the_committee_closes_at_once_alone_and_nobody_else_does() {
    let mut world = peopled(World::settled());
    let id = id_of(proposes(&mut world, COMMITTEE));
    by(&mut world, WORKER, MILL, Act::SignOpening(id)).expect("it signs");
    let refused = by(&mut world, WORKER, MILL, Act::CloseOpening(id));
    assert_eq!(refused, Err(Refusal::NotYours(Deed::Decide.whose())));
    by(&mut world, SECOND, MILL, Act::CloseOpening(id)).expect("the other of the committee");
    assert_eq!(seen(&world, SECTOR, "output"), Reach::Nothing);
    assert_eq!(opening(&world, id).state, State::Closed);
    let again = by(&mut world, SECOND, MILL, Act::CloseOpening(id));
    assert!(matches!(again, Err(Refusal::NotNow(_))), "{again:?}");
}

#[test]
fn both_are_told_that_it_opened_and_that_it_was_closed() {
    let mut world = World::settled();
    let id = opened(&mut world, SECTOR, &["output"], None);
    let told = |world: &World, state| {
        let notices = &world.steps.last().expect("an act").notices;
        [MILL, SECTOR].map(|unit| {
            let is_it = |it: &&mission::effect::Notice| {
                it.to == world.id(unit) && it.what == News::Shared(id, state)
            };
            notices.iter().filter(is_it).count()
        })
    };
    assert_eq!(told(&world, State::InForce), [1, 1]);
    world.act(MILL, "committee", Act::CloseOpening(id)).expect("it may");
    assert_eq!(told(&world, State::Closed), [1, 1]);
}

#[test]
fn it_is_over_at_the_millisecond_that_was_said() {
    let mut world = World::settled();
    let id = opened(&mut world, SECTOR, &["output"], None);
    let until = opening(&world, id).until;
    assert!(world.federation.next_due().is_some_and(|due| due <= until));
    world.put(until - Duration::from_millis(1), Event::Clock);
    assert!(seen(&world, SECTOR, "output").is_any());
    let step = world.put(until, Event::Clock);
    assert!(step.touched.contains(&Thing::Opening(id)), "whoever watches hears it");
    assert!(step.notices.iter().any(|it| it.what == News::Shared(id, State::Over)));
    assert_eq!(seen(&world, SECTOR, "output"), Reach::Nothing);
    assert_eq!((opening(&world, id).state, opening(&world, id).ended), (State::Over, Some(until)));
}

#[test]
fn a_proposal_that_nobody_signs_runs_out_and_the_other_unit_is_not_told() {
    let mut world = World::settled();
    let said = new(&world, SECTOR, &["output"], None);
    let id = proposed(&mut world, said);
    let until = opening(&world, id).until;
    let sector = world.id(SECTOR);
    let step = world.put(until, Event::Clock);
    assert!(step.notices.iter().all(|it| it.to != sector));
    assert_eq!((opening(&world, id).state, opening(&world, id).opened), (State::Over, None));
    let late = world.act(MILL, "shift leader", Act::SignOpening(id));
    assert!(matches!(late, Err(Refusal::NotNow(_))), "{late:?}");
}

#[test]
fn what_was_closed_can_be_opened_again_and_several_add_up() {
    let mut world = World::settled();
    let (early, late) = (date(2026, 3, 2), date(2026, 3, 9));
    let first = opened(&mut world, SECTOR, &["output"], Some(late));
    world.act(MILL, "committee", Act::CloseOpening(first)).expect("it may");
    let again = opened(&mut world, SECTOR, &["output"], Some(late));
    let longer = opened(&mut world, SECTOR, &["output", "yield"], Some(early));
    assert_eq!(seen(&world, SECTOR, "output"), since(world.at_hour(early, 0)));
    world.act(MILL, "committee", Act::CloseOpening(longer)).expect("it may");
    assert_eq!(seen(&world, SECTOR, "output"), since(world.at_hour(late, 0)));
    assert_eq!(seen(&world, SECTOR, "yield"), Reach::Nothing);
    world.act(MILL, "committee", Act::CloseOpening(again)).expect("it may");
    assert_eq!(seen(&world, SECTOR, "output"), Reach::Nothing);
}

#[test]
fn a_series_that_is_named_twice_is_opened_once() {
    let mut world = World::settled();
    let id = opened(&mut world, SECTOR, &["yield", "output", "output"], None);
    let expected = ["output", "yield"].map(|key| world.indicator(MILL, key));
    assert_eq!(opening(&world, id).indicators, expected);
}

#[test]
fn what_a_rise_opened_stays_when_an_opening_ends() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(incident, String::new())).expect("it may");
    let risen = seen(&world, SECTOR, "output");
    let first = date(2026, 1, 5);
    let id = opened(&mut world, SECTOR, &["output"], Some(first));
    assert_eq!(seen(&world, SECTOR, "output"), since(world.at_hour(first, 0)));
    let output = world.indicator(MILL, "output");
    let story = reach(&world.federation, Viewer(world.id(SECTOR)), Resource::Risen(output));
    assert_eq!(story, risen, "what is said of the change is opened by the rise alone");
    world.act(MILL, "committee", Act::CloseOpening(id)).expect("it may");
    assert_eq!(seen(&world, SECTOR, "output"), risen);
    for _ in 0..8 {
        world.day_off(0.0);
    }
    let Reach::Window { until: Some(_), from } = seen(&world, SECTOR, "output") else {
        panic!("it closed")
    };
    // An opening from later on leaves a gap, which one window cannot show: what is open now counts.
    let today = opened(&mut world, SECTOR, &["output"], None);
    let Reach::Window { from: later, until: None } = seen(&world, SECTOR, "output") else {
        panic!("it is open")
    };
    assert!(from < later);
    world.act(MILL, "committee", Act::CloseOpening(today)).expect("it may");
    assert!(seen(&world, SECTOR, "output").covers(from));
}

#[test]
fn a_unit_opens_as_much_as_can_stand_and_what_ended_makes_room() {
    let mut world = World::settled();
    let mut last = None;
    for _ in 0..limits::OPENINGS_STANDING {
        let said = new(&world, THIRD, &["output"], None);
        last = Some(proposed(&mut world, said));
    }
    let said = new(&world, THIRD, &["output"], None);
    let full = world.act(MILL, "committee", Act::Open(said.clone()));
    assert!(matches!(full, Err(Refusal::NotNow(_))), "{full:?}");
    let last = last.expect("some were made");
    world.act(MILL, "committee", Act::CloseOpening(last)).expect("it may");
    proposed(&mut world, said);
}

/// A world in which openings and requests are in every state.
fn busy() -> World {
    let mut world = peopled(World::settled());
    let id = opened(&mut world, SECTOR, &["output"], Some(date(2026, 3, 2)));
    world.act(MILL, "committee", Act::CloseOpening(id)).expect("it may");
    opened(&mut world, OTHER, &["yield"], None);
    id_of(proposes(&mut world, COMMITTEE));
    for asker in [SECTOR, OTHER] {
        let asked = NewRequest { unit: world.id(MILL), words: "why".to_owned() };
        let done = world.act(asker, "secretary", Act::Request(asked));
        let Thing::Request(id) = World::made(done) else { panic!("a request") };
        if asker == SECTOR {
            world.act(MILL, "committee", Act::Decline(id)).expect("it may");
        }
    }
    world
}

#[test]
fn replayed_or_read_back_it_stands_as_it_stood_and_ends_when_it_would_have() {
    let mut world = busy();
    let mut again = Federation::new();
    for (entry, step) in world.log.iter().zip(&world.steps) {
        assert_eq!(again.step(entry), *step);
    }
    let mut back = restored(&world.federation);
    for federation in [&again, &back] {
        assert_eq!(all_of(federation), all_of(&world.federation));
    }
    assert_eq!(back.next_due(), world.federation.next_due());
    for days in 1..20 {
        let at = world.federation.applied().received + Duration::from_hours(24);
        let step = world.put(at, Event::Clock).clone();
        let entry = world.log.last().expect("put above");
        assert_eq!(back.step(entry), step, "day {days}");
        assert_eq!(again.step(entry), step, "day {days}");
    }
    assert!(world.federation.openings().all(|it| !it.stands()));
    assert_eq!(all_of(&back), all_of(&world.federation));
}

#[test]
fn everything_is_on_record_with_the_thing_it_was_done_to() {
    let mut world = World::settled();
    let id = opened(&mut world, SECTOR, &["output"], None);
    world.act(SECTOR, "secretary", Act::CloseOpening(id)).expect_err("not theirs");
    let acts: Vec<_> = world.steps.iter().filter_map(|step| step.audit.as_ref()).collect();
    let [.., open, sign, close] = acts.as_slice() else { panic!("three acts") };
    assert_eq!((open.act, open.thing), ("open", Some(Thing::Opening(id))));
    assert_eq!((sign.act, sign.thing), ("sign_opening", Some(Thing::Opening(id))));
    assert_eq!(close.act, "close_opening");
    assert!(matches!(close.refused, Some(Refusal::NotYours(_))));
}

/// What a viewer may see today of the mill's series as they stood then.
fn seen_of(then: &Federation, today: &World, viewer: &str, key: &str) -> Reach {
    let viewer = Viewer(today.id(viewer));
    let mut then = then.clone();
    then.look_back(Some(Hindsight::of(&today.federation, viewer)));
    reach(&then, viewer, Resource::Series(today.indicator(MILL, key)))
}

#[test]
fn looking_back_shows_what_was_open_then_only_as_long_as_it_is_open_today() {
    let mut world = World::settled();
    let before = world.federation.clone();
    let (day, later) = (date(2026, 3, 2), date(2026, 3, 4));
    let first = opened(&mut world, SECTOR, &["output"], Some(day));
    let then = world.federation.clone();
    let from = world.at_hour(day, 0);
    assert_eq!(seen_of(&then, &world, SECTOR, "output"), since(from));
    // What is open today was not open before it was opened, and what is the mill's own is its own at any time.
    assert_eq!(seen_of(&before, &world, SECTOR, "output"), Reach::Nothing);
    assert_eq!(seen_of(&before, &world, MILL, "output"), Reach::All);
    // Closed today, it shows nothing of its time; opened anew from a later day, no more than that.
    world.act(MILL, "committee", Act::CloseOpening(first)).expect("it is taken back");
    assert_eq!(seen_of(&then, &world, SECTOR, "output"), Reach::Nothing);
    opened(&mut world, SECTOR, &["output"], Some(later));
    assert_eq!(seen_of(&then, &world, SECTOR, "output"), since(world.at_hour(later, 0)));
    assert_eq!(seen_of(&then, &world, OTHER, "output"), Reach::Nothing);
    // Another's eyes are not held against what this viewer may see.
    let mut looked_back = then.clone();
    looked_back.look_back(Some(Hindsight::of(&world.federation, Viewer(world.id(OTHER)))));
    let series = Resource::Series(world.indicator(MILL, "output"));
    assert_eq!(reach(&looked_back, Viewer(world.id(SECTOR)), series), since(from));
}
