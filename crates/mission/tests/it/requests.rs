//! Requests: who hears that a unit asks to be let see, and what is learnt from the answer?

use std::time::Duration;

use mission::effect::{Done, News, Refusal, Step, Thing};
use mission::event::{Act, Event, NewOpening, NewRequest};
use mission::id::{MemberId, RequestId, UnitId};
use mission::limits;
use mission::may::Deed;
use mission::reach::{Resource, Viewer, reach};
use mission::request::State;
use mission::roll::Role;

use crate::people::{COMMITTEE, WORKER, by, comes, peopled};
use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World};

fn ask(world: &mut World, from: &str, of: &str) -> Result<Done, Refusal> {
    let request = NewRequest { unit: world.id(of), words: "the yarn plan".to_owned() };
    world.act(from, "secretary", Act::Request(request))
}

fn asked(world: &mut World, from: &str, of: &str) -> RequestId {
    let Thing::Request(id) = World::made(ask(world, from, of)) else { panic!("a request") };
    id
}

fn told(step: &Step) -> Vec<UnitId> {
    let asked = step.notices.iter().filter(|it| matches!(it.what, News::Asked(_)));
    asked.map(|it| it.to).collect()
}

#[test]
fn a_request_is_read_by_the_unit_and_by_all_its_sisters_and_by_nobody_else() {
    let mut world = World::new();
    let id = asked(&mut world, SECTOR, MILL);
    let heard = told(world.steps.last().expect("an act"));
    assert_eq!(heard, [MILL, OTHER, THIRD].map(|unit| world.id(unit)));
    let sees = |viewer: &str| {
        reach(&world.federation, Viewer(world.id(viewer)), Resource::Request(id)).is_any()
    };
    assert_eq!([MILL, SECTOR, OTHER, THIRD, NATION].map(sees), [true, true, true, true, false]);
}

#[test]
fn a_sister_that_asks_is_not_told_of_its_own_request() {
    let mut world = World::new();
    asked(&mut world, OTHER, MILL);
    let heard = told(world.steps.last().expect("an act"));
    assert_eq!(heard, [MILL, THIRD].map(|unit| world.id(unit)));
    // A root has no sisters.
    asked(&mut world, OTHER, NATION);
    assert_eq!(told(world.steps.last().expect("an act")), [world.id(NATION)]);
}

#[test]
fn the_coordinators_and_the_committee_ask_and_the_committee_declines() {
    let mut world = peopled(World::new());
    let coordinator = MemberId(11);
    comes(&mut world, COMMITTEE, MILL, coordinator, Role::Coordinator);
    let mut ask = |who, of: &str| {
        let request = NewRequest { unit: world.id(of), words: "why".to_owned() };
        by(&mut world, who, MILL, Act::Request(request))
    };
    assert_eq!(ask(WORKER, OTHER), Err(Refusal::NotYours(Deed::Owe.whose())));
    ask(coordinator, OTHER).expect("a coordinator asks");
    ask(COMMITTEE, THIRD).expect("the committee asks");

    let id = asked(&mut world, SECTOR, MILL);
    for who in [WORKER, coordinator] {
        let refused = by(&mut world, who, MILL, Act::Decline(id));
        assert_eq!(refused, Err(Refusal::NotYours(Deed::Decide.whose())));
    }
    by(&mut world, COMMITTEE, MILL, Act::Decline(id)).expect("the committee declines");
    let again = by(&mut world, COMMITTEE, MILL, Act::Decline(id));
    assert!(matches!(again, Err(Refusal::NotNow(_))), "{again:?}");
}

#[test]
fn only_the_unit_that_is_asked_declines() {
    let mut world = World::new();
    let id = asked(&mut world, SECTOR, MILL);
    for sees in [SECTOR, OTHER] {
        let refused = world.act(sees, "committee", Act::Decline(id));
        assert!(matches!(refused, Err(Refusal::NotYours(_))), "{refused:?}");
    }
    assert_eq!(world.act(NATION, "committee", Act::Decline(id)), Err(Refusal::Unknown));
    assert_eq!(world.act(MILL, "committee", Act::Decline(RequestId(1))), Err(Refusal::Unknown));
}

/// All that the asker can learn of its request, from its beginning past its end, by the hour: how it
/// stands, what it is told, and how a second one is answered.
fn learnt(answer: impl Fn(&mut World, RequestId)) -> String {
    let mut world = World::new();
    let id = asked(&mut world, SECTOR, MILL);
    let mut heard = String::new();
    let sector = world.id(SECTOR);
    for hour in 0..15 * 24 {
        if hour == 30 {
            answer(&mut world, id);
        }
        let at = world.federation.request_by_id(id).expect("asked").at;
        let now = at + Duration::from_hours(hour);
        let step = world.put(now, Event::Clock);
        let told: Vec<_> = step.notices.iter().filter(|it| it.to == sector).collect();
        let told = format!("{told:?}");
        let known = world.federation.request_by_id(id).expect("asked");
        let seen = (known.state, &known.words, known.at, known.until, &known.by);
        heard.extend([format!("{hour} {seen:?} {told}\n")]);
    }
    heard
}

#[test]
fn declined_granted_to_nobody_or_ignored_looks_the_same_to_who_asked() {
    let ignored = learnt(|_, _| {});
    let declined = learnt(|world, id| {
        world.act(MILL, "committee", Act::Decline(id)).expect("it may");
        let again = ask(world, SECTOR, MILL);
        assert!(matches!(again, Err(Refusal::NotNow(_))), "it stands as if nobody had answered");
    });
    assert_eq!(ignored, declined);
    assert!(ignored.contains("Over"));
}

#[test]
fn a_fortnight_later_to_the_millisecond_it_is_over_and_one_may_ask_again() {
    let mut world = World::new();
    let id = asked(&mut world, SECTOR, MILL);
    let until = world.federation.request_by_id(id).expect("asked").until;
    let state = |world: &World| world.federation.request_by_id(id).expect("asked").state;
    world.put(until - Duration::from_millis(1), Event::Clock);
    assert_eq!(state(&world), State::Asked);
    let step = world.put(until, Event::Clock);
    assert!(step.touched.contains(&Thing::Request(id)));
    assert_eq!(state(&world), State::Over);
    let late = world.act(MILL, "committee", Act::Decline(id));
    assert!(matches!(late, Err(Refusal::NotNow(_))), "{late:?}");
    ask(&mut world, SECTOR, MILL).expect("it may ask again");
}

#[test]
fn a_unit_asks_three_times_a_day_and_never_the_same_twice() {
    let mut world = World::new();
    for of in [MILL, OTHER, THIRD] {
        asked(&mut world, SECTOR, of);
    }
    let fourth = ask(&mut world, SECTOR, NATION);
    assert!(matches!(fourth, Err(Refusal::NotNow(_))), "{fourth:?}");
    let first = world.federation.requests().next().expect("the first").at;
    world.put(first + limits::REQUESTS_WITHIN, Event::Clock);
    asked(&mut world, SECTOR, NATION);
    let twice = ask(&mut world, SECTOR, NATION);
    assert!(matches!(twice, Err(Refusal::NotNow(_))), "{twice:?}");
}

#[test]
fn one_asks_another_unit_that_exists_with_a_reason() {
    let mut world = World::new();
    assert!(matches!(ask(&mut world, MILL, MILL), Err(Refusal::Wrong("unit", _))));
    let nowhere = NewRequest { unit: UnitId(9_999), words: "why".to_owned() };
    assert_eq!(world.act(MILL, "secretary", Act::Request(nowhere)), Err(Refusal::Unknown));
    let silent = NewRequest { unit: world.id(MILL), words: " ".to_owned() };
    let refused = world.act(SECTOR, "secretary", Act::Request(silent));
    assert!(matches!(refused, Err(Refusal::Wrong("words", _))), "{refused:?}");
}

#[test]
fn an_opening_names_the_request_it_grants_and_no_other() {
    let mut world = World::new();
    let (of_sector, of_other) = (asked(&mut world, SECTOR, MILL), asked(&mut world, OTHER, MILL));
    let new = NewOpening {
        to: world.id(SECTOR),
        indicators: vec![world.indicator(MILL, "output")],
        since: None,
        until: world.federation.applied().received + Duration::from_hours(100),
        words: "as you asked".to_owned(),
        grants: Some(of_other),
    };
    let refused = world.act(MILL, "committee", Act::Open(new.clone()));
    assert!(matches!(refused, Err(Refusal::Wrong("request", _))), "{refused:?}");
    let granting = Act::Open(NewOpening { grants: Some(of_sector), ..new });
    let Thing::Opening(id) = World::made(world.act(MILL, "committee", granting)) else { panic!() };
    assert_eq!(world.federation.opening(id).map(|it| it.grants), Some(Some(of_sector)));
}
