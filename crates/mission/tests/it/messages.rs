//! Messages: who reads what was written, who may write it, and when is it gone?

use std::time::Duration;

use mission::effect::{Done, News, Refusal, Step, Thing};
use mission::event::{Act, Addressee, Event, NewDirective, NewMessage, NewPost};
use mission::federation::Federation;
use mission::id::{DirectiveId, IncidentId, MemberId, MessageId, PostId, UnitId};
use mission::incident::Alarm;
use mission::limits;
use mission::message::{About, Course};
use mission::post::{Ending, Kind, State};
use mission::reach::{Resource, Viewer, reach};
use mission::roll::Role;
use mission::time::Timestamp;

use crate::people::{COMMITTEE, WORKER, by, comes, peopled};
use crate::restore::restored;
use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World, date};

const UNITS: [&str; 5] = [MILL, OTHER, THIRD, SECTOR, NATION];

fn to(to: Addressee, words: &str) -> Act {
    Act::Write(NewMessage { to, about: None, words: words.to_owned() })
}

fn write(world: &mut World, from: &str, addressee: Addressee) -> Result<Done, Refusal> {
    world.act(from, "secretary", to(addressee, "the port is shut"))
}

fn written(world: &mut World, from: &str, addressee: Addressee) -> MessageId {
    let Thing::Message(id) = World::made(write(world, from, addressee)) else {
        panic!("a message")
    };
    id
}

fn posted(world: &mut World, from: &str, days: u64) -> PostId {
    let Thing::Post(id) = World::made(post(world, from, days)) else { panic!("a post") };
    id
}

fn post(world: &mut World, from: &str, days: u64) -> Result<Done, Refusal> {
    let new = NewPost {
        kind: Kind::Need,
        words: "spindles".to_owned(),
        amount: "40".to_owned(),
        until: now(world) + Duration::from_hours(24 * days),
    };
    world.act(from, "secretary", Act::Post(new))
}

fn now(world: &World) -> Timestamp {
    world.federation.applied().received
}

fn wait_until(world: &mut World, until: Timestamp) {
    world.put(until, Event::Clock);
}

fn readers(world: &World, thing: Resource) -> Vec<&'static str> {
    let sees = |unit: &&str| reach(&world.federation, Viewer(world.id(unit)), thing).is_any();
    UNITS.into_iter().filter(sees).collect()
}

fn told(step: &Step, id: MessageId) -> Vec<UnitId> {
    let wrote = step.notices.iter().filter(|it| it.what == News::Wrote(id));
    wrote.map(|it| it.to).collect()
}

fn message(federation: &Federation, id: MessageId) -> (Course, Vec<UnitId>) {
    let message = federation.message(id).expect("it is kept");
    (message.course, message.to.clone())
}

#[test]
fn a_message_is_read_by_who_sent_it_and_who_it_is_to_and_by_nobody_else() {
    let mut world = World::new();
    let (other, third) = (world.id(OTHER), world.id(THIRD));
    for (from, addressee, course, expected) in [
        (MILL, Addressee::Above, Course::Up, vec![MILL, SECTOR]),
        (MILL, Addressee::Within, Course::Within, vec![MILL]),
        (
            MILL,
            Addressee::Sisters(vec![third, other, third]),
            Course::Sideways,
            vec![MILL, OTHER, THIRD],
        ),
        (SECTOR, Addressee::Parts(vec![other]), Course::Down, vec![OTHER, SECTOR]),
        (SECTOR, Addressee::Parts(Vec::new()), Course::Down, vec![MILL, OTHER, THIRD, SECTOR]),
        (SECTOR, Addressee::Above, Course::Up, vec![SECTOR, NATION]),
    ] {
        let id = written(&mut world, from, addressee.clone());
        assert_eq!(readers(&world, Resource::Message(id)), expected, "{addressee:?}");
        assert_eq!(message(&world.federation, id).0, course);
        let heard = told(world.steps.last().expect("an act"), id);
        let mut of_readers: Vec<UnitId> = expected.iter().map(|unit| world.id(unit)).collect();
        of_readers.sort_unstable();
        let mut sorted = heard.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, of_readers, "who reads it is told once");
        assert_eq!(heard[0], world.id(from));
    }
}

#[test]
fn only_neighbours_are_written_to_and_what_is_wrong_is_said() {
    let mut world = World::new();
    let (mill, nation) = (world.id(MILL), world.id(NATION));
    let units = |refused| match refused {
        Err(Refusal::Wrong(field, _)) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(units(write(&mut world, MILL, Addressee::Sisters(Vec::new()))), "units");
    assert_eq!(units(write(&mut world, MILL, Addressee::Sisters(vec![mill]))), "units");
    assert_eq!(units(write(&mut world, MILL, Addressee::Sisters(vec![nation]))), "units");
    assert_eq!(units(write(&mut world, NATION, Addressee::Parts(vec![mill]))), "units");
    assert_eq!(units(write(&mut world, NATION, Addressee::Sisters(vec![nation]))), "units");
    assert!(matches!(write(&mut world, NATION, Addressee::Above), Err(Refusal::NotNow(_))));
    assert!(matches!(write(&mut world, MILL, Addressee::Parts(vec![])), Err(Refusal::NotNow(_))));
    for words in [String::new(), " \n".to_owned(), "x".repeat(limits::MESSAGE_LETTERS + 1)] {
        let refused = world.act(MILL, "secretary", to(Addressee::Within, &words));
        assert!(matches!(refused, Err(Refusal::Wrong("words", _))), "{refused:?}");
    }
    let longest = "ñ".repeat(limits::MESSAGE_LETTERS);
    assert!(world.act(MILL, "secretary", to(Addressee::Within, &longest)).is_ok());
    assert_eq!(world.federation.messages().count(), 1);
}

#[test]
fn an_answer_goes_to_whoever_wrote_and_waits_no_more() {
    let mut world = World::new();
    let (mill, sector) = (world.id(MILL), world.id(SECTOR));
    let asked = written(&mut world, SECTOR, Addressee::Parts(Vec::new()));
    let waits = |world: &World, unit: UnitId, id| {
        let message = world.federation.message(id).expect("it is kept");
        world.federation.waits_for_answer(unit, message)
    };
    assert!(waits(&world, mill, asked) && !waits(&world, sector, asked));
    let answer = written(&mut world, MILL, Addressee::Answer(asked));
    assert_eq!(message(&world.federation, answer), (Course::Up, vec![sector]));
    assert_eq!(
        readers(&world, Resource::Message(answer)),
        [MILL, SECTOR],
        "no other part reads it"
    );
    assert!(!waits(&world, mill, asked) && waits(&world, world.id(OTHER), asked));
    assert!(!waits(&world, sector, answer), "an answer asks nothing");
    // And on it goes, the other way.
    let again = written(&mut world, SECTOR, Addressee::Answer(answer));
    assert_eq!(message(&world.federation, again), (Course::Down, vec![mill]));
    assert!(
        matches!(write(&mut world, SECTOR, Addressee::Answer(asked)), Err(Refusal::NotNow(_))),
        "who wrote it does not answer it"
    );
}

#[test]
fn to_answer_what_is_hidden_is_to_answer_what_is_not_there() {
    let mut world = World::new();
    let sister = Addressee::Sisters(vec![world.id(OTHER)]);
    let hidden = written(&mut world, MILL, sister);
    let within = written(&mut world, MILL, Addressee::Within);
    let absent = MessageId(hidden.0 + 7);
    for unit in [SECTOR, THIRD, NATION] {
        for id in [hidden, within, absent] {
            let refused = write(&mut world, unit, Addressee::Answer(id));
            assert_eq!(refused, Err(Refusal::Unknown), "{unit}");
        }
    }
}

#[test]
fn a_message_is_about_what_all_who_read_it_may_see() {
    let mut world = World::new();
    let alarm = world.act(MILL, "shift lead", Act::RaiseAlarm(Alarm::Machine, "smoke".to_owned()));
    let Thing::Incident(own) = World::made(alarm) else { panic!("an incident") };
    let about = |addressee, about| {
        let words = "about that".to_owned();
        Act::Write(NewMessage { to: addressee, about: Some(about), words })
    };
    let incident = About::Incident(own);
    let act = |world: &mut World, from: &str, addressee| {
        world.act(from, "secretary", about(addressee, incident))
    };
    assert!(act(&mut world, MILL, Addressee::Within).is_ok());
    let up = act(&mut world, MILL, Addressee::Above);
    assert!(matches!(up, Err(Refusal::Wrong("about", _))), "it has not risen: {up:?}");
    let hidden = act(&mut world, SECTOR, Addressee::Parts(Vec::new()));
    assert_eq!(hidden, Err(Refusal::Unknown), "to the level above there is no such incident");
    let absent = About::Incident(IncidentId(own.0 + 1));
    let absent = world.act(SECTOR, "secretary", about(Addressee::Within, absent));
    assert_eq!(absent, hidden);
    world.act(MILL, "committee", Act::PassUp(own, "help".to_owned())).expect("it rises");
    assert!(act(&mut world, MILL, Addressee::Above).is_ok());
    let to_mill = Addressee::Parts(vec![world.id(MILL)]);
    assert!(act(&mut world, SECTOR, to_mill).is_ok());
    let all = act(&mut world, SECTOR, Addressee::Parts(Vec::new()));
    assert!(matches!(all, Err(Refusal::Wrong("about", _))), "its sisters do not see it: {all:?}");

    let policy = world.act(
        SECTOR,
        "coordinator",
        Act::Direct(NewDirective {
            title: "thread".to_owned(),
            text: "share it".to_owned(),
            reason: "the port is shut".to_owned(),
            holds_from: date(2026, 5, 1),
            to: vec![world.id(MILL)],
        }),
    );
    let Thing::Directive(policy) = World::made(policy) else { panic!("a directive") };
    let question = world.act(MILL, "c", about(Addressee::Above, About::Directive(policy)));
    let Thing::Message(question) = World::made(question) else { panic!("a message") };
    let answer = written(&mut world, SECTOR, Addressee::Answer(question));
    let answer = world.federation.message(answer).expect("it is kept");
    assert_eq!(answer.about, Some(About::Directive(policy)), "an answer is about the same");
    let none = About::Directive(DirectiveId(policy.0 + 1));
    assert_eq!(world.act(MILL, "c", about(Addressee::Above, none)), Err(Refusal::Unknown));
}

#[test]
fn everybody_writes_within_and_answers_and_the_committee_and_coordinators_write_to_others() {
    let mut world = peopled(World::new());
    let coordinator = MemberId(11);
    comes(&mut world, COMMITTEE, MILL, coordinator, Role::Coordinator);
    let asked = written(&mut world, SECTOR, Addressee::Parts(Vec::new()));
    let other = world.id(OTHER);
    let mut may = |who, addressee: Addressee| {
        by(&mut world, who, MILL, to(addressee, "words")).map(drop).map_err(|refused| match refused
        {
            Refusal::NotYours(_) => "not theirs",
            Refusal::Unknown | Refusal::NotNow(_) | Refusal::Wrong(..) => "something else",
        })
    };
    let sideways = || Addressee::Sisters(vec![other]);
    for who in [COMMITTEE, coordinator] {
        assert_eq!(may(who, Addressee::Above), Ok(()));
        assert_eq!(may(who, sideways()), Ok(()));
    }
    for who in [WORKER, COMMITTEE, coordinator] {
        assert_eq!(may(who, Addressee::Within), Ok(()));
        assert_eq!(may(who, Addressee::Answer(asked)), Ok(()));
    }
    assert_eq!(may(WORKER, Addressee::Above), Err("not theirs"));
    assert_eq!(may(WORKER, sideways()), Err("not theirs"));
}

#[test]
fn after_half_a_year_nothing_of_a_message_is_left() {
    let mut world = World::new();
    let id = written(&mut world, MILL, Addressee::Above);
    let until = world.federation.message(id).expect("it is kept").until();
    assert_eq!(until, now(&world) + limits::MESSAGE_KEPT);
    let answer = written(&mut world, SECTOR, Addressee::Answer(id));
    wait_until(&mut world, Timestamp::from_millis(until.as_millis() - 1));
    assert!(world.federation.message(id).is_some());
    let before = world.steps.len();
    wait_until(&mut world, until + Duration::from_secs(1));
    let gone: Vec<Thing> =
        world.steps[before..].iter().flat_map(|step| step.gone.clone()).collect();
    assert_eq!(gone, [Thing::Message(id), Thing::Message(answer)], "the store is told to forget");
    for unit in [MILL, SECTOR] {
        assert_eq!(world.federation.messages_of(world.id(unit)).count(), 0);
    }
    assert!(readers(&world, Resource::Message(id)).is_empty());
    assert_eq!(write(&mut world, SECTOR, Addressee::Answer(id)), Err(Refusal::Unknown));
    let all = format!("{:?}", world.federation);
    assert!(!all.contains("the port is shut"), "the words are nowhere in memory");
}

#[test]
fn what_ran_out_while_the_node_was_down_is_not_read_into_memory() {
    let mut world = World::new();
    written(&mut world, MILL, Addressee::Above);
    let mut parts = crate::restore::parts_of(&world.federation);
    assert_eq!(Federation::restore(parts.clone()).messages().count(), 1);
    parts.applied.received = now(&world) + limits::MESSAGE_KEPT;
    assert_eq!(Federation::restore(parts).messages().count(), 0);
}

#[test]
fn a_unit_writes_so_often_a_day_and_what_it_writes_within_does_not_count_against_that() {
    let mut world = World::new();
    for _ in 0..limits::MESSAGES_A_DAY {
        written(&mut world, MILL, Addressee::Within);
    }
    assert!(matches!(write(&mut world, MILL, Addressee::Within), Err(Refusal::NotNow(_))));
    for _ in 0..limits::MESSAGES_A_DAY {
        written(&mut world, MILL, Addressee::Above);
    }
    let sister = Addressee::Sisters(vec![world.id(OTHER)]);
    let refused = write(&mut world, MILL, sister);
    assert!(matches!(refused, Err(Refusal::NotNow(why)) if why.contains("24 hours")));
    assert!(write(&mut world, OTHER, Addressee::Above).is_ok(), "others have their own count");
    let tomorrow = now(&world) + limits::MESSAGES_WITHIN;
    wait_until(&mut world, tomorrow);
    assert!(write(&mut world, MILL, Addressee::Above).is_ok());
}

#[test]
fn a_message_neither_calls_anybody_out_nor_opens_anything() {
    let mut world = World::new();
    let id = written(&mut world, MILL, Addressee::Above);
    let step = world.steps.last().expect("an act").clone();
    assert!(step.notices.iter().all(|notice| world.federation.summons(notice).is_none()));
    let output = world.indicator(MILL, "output");
    for thing in [Resource::Series(output), Resource::Unit(world.id(MILL))] {
        assert_eq!(readers(&world, thing), [MILL], "{thing:?}");
    }
    let audit = step.audit.expect("a record");
    assert_eq!((audit.act, audit.thing), ("write", Some(Thing::Message(id))));
}

#[test]
fn a_need_is_read_by_all_units_of_the_root_and_answered_to_the_unit_that_posted_it() {
    let mut world = World::new();
    let id = posted(&mut world, MILL, 10);
    assert_eq!(readers(&world, Resource::Post(id)), UNITS);
    let told = &world.steps.last().expect("an act").notices;
    assert_eq!(told.len(), 1, "nobody's telex is filled with what others need");
    let answer = written(&mut world, NATION, Addressee::Poster(id));
    assert_eq!(message(&world.federation, answer), (Course::Across, vec![world.id(MILL)]));
    assert_eq!(readers(&world, Resource::Message(answer)), [MILL, NATION]);
    let back = written(&mut world, MILL, Addressee::Answer(answer));
    let back = world.federation.message(back).expect("it is kept");
    assert_eq!((back.course, back.about), (Course::Across, Some(About::Post(id))));
    assert!(matches!(write(&mut world, MILL, Addressee::Poster(id)), Err(Refusal::NotNow(_))));
    let absent = Addressee::Poster(PostId(id.0 + 9));
    assert_eq!(write(&mut world, NATION, absent), Err(Refusal::Unknown));
}

#[test]
fn a_post_ends_by_its_unit_or_by_itself_and_is_forgotten_a_month_later() {
    let mut world = World::new();
    let (met, over) = (posted(&mut world, MILL, 40), posted(&mut world, MILL, 5));
    let state = |world: &World, id| world.federation.post(id).map(|it| it.state);
    let end = |world: &mut World, from: &str, id, how| {
        world.act(from, "secretary", Act::EndPost(id, how))
    };
    assert!(matches!(end(&mut world, SECTOR, met, Ending::Met), Err(Refusal::NotYours(_))));
    end(&mut world, MILL, met, Ending::Met).expect("it is theirs");
    assert!(matches!(end(&mut world, MILL, met, Ending::Withdrawn), Err(Refusal::NotNow(_))));
    let begun = now(&world);
    wait_until(&mut world, begun + Duration::from_hours(24 * 5));
    assert_eq!([met, over].map(|id| state(&world, id)), [Some(State::Met), Some(State::Expired)]);
    wait_until(&mut world, begun + limits::POST_REMEMBERED);
    assert_eq!([met, over].map(|id| state(&world, id)), [None, Some(State::Expired)]);
    wait_until(&mut world, begun + limits::POST_REMEMBERED + Duration::from_hours(24 * 5));
    assert_eq!(world.federation.posts().count(), 0);
    let gone: Vec<Thing> = world.steps.iter().flat_map(|step| step.gone.clone()).collect();
    assert_eq!(gone, [Thing::Post(met), Thing::Post(over)]);
}

#[test]
fn a_board_is_nobodys_alone() {
    let mut world = World::new();
    for days in [0, limits::POST_FOR.as_secs() / 86_400 + 1] {
        assert!(matches!(post(&mut world, MILL, days), Err(Refusal::Wrong("until", _))), "{days}");
    }
    for _ in 0..limits::POSTS_STANDING {
        posted(&mut world, MILL, 3);
    }
    assert!(matches!(post(&mut world, MILL, 3), Err(Refusal::NotNow(_))));
    assert!(post(&mut world, OTHER, 3).is_ok());
    // To take it back and post it anew is no way around that.
    let own = world.federation.posts().find(|it| it.unit == world.id(MILL)).expect("one").id;
    world.act(MILL, "c", Act::EndPost(own, Ending::Withdrawn)).expect("it is theirs");
    assert!(matches!(post(&mut world, MILL, 3), Err(Refusal::NotNow(_))));
    let tomorrow = now(&world) + limits::MESSAGES_WITHIN;
    wait_until(&mut world, tomorrow);
    assert!(post(&mut world, MILL, 3).is_ok());
}

#[test]
fn what_was_written_and_posted_is_the_same_after_a_restart() {
    let mut world = World::new();
    let asked = written(&mut world, SECTOR, Addressee::Parts(Vec::new()));
    written(&mut world, MILL, Addressee::Answer(asked));
    let post = posted(&mut world, OTHER, 5);
    written(&mut world, MILL, Addressee::Poster(post));
    let mut again = restored(&world.federation);
    let until = now(&world) + limits::MESSAGE_KEPT;
    assert_eq!(again.next_due(), world.federation.next_due());
    let entry = mission::event::Entry {
        offset: world.federation.applied().offset + 1,
        received: until,
        event: Event::Clock,
    };
    assert_eq!(again.step(&entry), world.federation.step(&entry));
    assert_eq!(again.messages().count(), 0);
}
