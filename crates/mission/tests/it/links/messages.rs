//! Messages: do words reach the other node of a border, and only those that are to?

use std::time::Duration;

use mission::effect::{News, Refusal, Thing};
use mission::event::{Act, Addressee, NewDirective, NewMessage};
use mission::limits;
use mission::message::{About, Course, Message};

use super::{Nodes, Wire};
use crate::world::{MILL, OTHER, SECTOR, World, date};

fn to(to: Addressee, words: &str) -> Act {
    Act::Write(NewMessage { to, about: None, words: words.to_owned() })
}

fn read<'w>(world: &'w World, at: &str) -> Vec<&'w Message> {
    world.federation.messages_of(world.id(at)).collect()
}

fn words(world: &World, at: &str) -> Vec<String> {
    read(world, at).iter().map(|message| message.words.clone()).collect()
}

#[test]
fn what_a_branch_writes_up_is_read_above_and_answered_and_nothing_else_crosses() {
    let mut nodes = Nodes::new();
    nodes.act_below("committee", to(Addressee::Within, "ours alone")).expect("it may");
    nodes.act_below("committee", to(Addressee::Above, "the port is shut")).expect("it may");
    assert_eq!(words(&nodes.above, SECTOR), ["the port is shut"]);
    assert_eq!(nodes.above.federation.messages().count(), 1, "what is within stays there");
    let question = read(&nodes.above, SECTOR)[0].clone();
    let mill = nodes.above.id(MILL);
    assert_eq!((question.from, question.course), (mill, Course::Up));
    assert!(nodes.above.federation.waits_for_answer(nodes.above.id(SECTOR), &question));
    let told = nodes.above.steps.iter().flat_map(|step| &step.notices);
    assert_eq!(told.filter(|it| it.what == News::Wrote(question.id)).count(), 1);

    nodes.act_above(SECTOR, to(Addressee::Answer(question.id), "two tonnes")).expect("it may");
    assert_eq!(words(&nodes.below, MILL), ["ours alone", "the port is shut", "two tonnes"]);
    let below = read(&nodes.below, MILL);
    assert_eq!(below[2].answers, Some(below[1].id), "it answers what was asked here");
    let again = Addressee::Answer(below[2].id);
    nodes.act_below("committee", to(again, "thank you")).expect("it may");
    assert_eq!(words(&nodes.above, SECTOR).len(), 3);
    assert_eq!(read(&nodes.above, SECTOR)[2].answers, Some(read(&nodes.above, SECTOR)[1].id));
    assert!(words(&nodes.above, OTHER).is_empty());
}

#[test]
fn words_to_all_parts_reach_the_one_that_lives_elsewhere_without_the_names_of_the_others() {
    let mut nodes = Nodes::new();
    nodes.act_above(SECTOR, to(Addressee::Parts(Vec::new()), "save thread")).expect("it may");
    assert_eq!(words(&nodes.below, MILL), ["save thread"]);
    assert_eq!(read(&nodes.below, MILL)[0].to, [nodes.below.id(MILL)]);
    let sideways = Addressee::Sisters(vec![nodes.above.id(MILL)]);
    let refused = nodes.act_above(OTHER, to(sideways, "hello"));
    assert!(matches!(refused, Err(Refusal::NotNow(why)) if why.contains("another node")));
    assert_eq!(words(&nodes.below, MILL).len(), 1);
}

#[test]
fn what_is_written_while_the_wire_is_cut_comes_when_it_is_whole_and_goes_in_time_on_both() {
    let mut nodes = Nodes::new();
    nodes.wire = Wire::Cut;
    nodes.act_below("committee", to(Addressee::Above, "is anybody there?")).expect("it may");
    let sent = read(&nodes.below, MILL)[0].at;
    nodes.pass_time(sent + Duration::from_hours(72));
    assert!(words(&nodes.above, SECTOR).is_empty());
    nodes.wire = Wire::Whole;
    nodes.post();
    assert_eq!(read(&nodes.above, SECTOR)[0].at, sent, "it says when it was written");
    nodes.pass_time(sent + limits::MESSAGE_KEPT);
    assert_eq!(
        [&nodes.above, &nodes.below].map(|world| world.federation.messages().count()),
        [0, 0]
    );
}

#[test]
fn a_question_about_a_policy_is_about_that_policy_on_both_nodes() {
    let mut nodes = Nodes::new();
    let policy = NewDirective {
        title: "thread".to_owned(),
        text: "share it".to_owned(),
        reason: "the port is shut".to_owned(),
        holds_from: date(2026, 5, 1),
        to: vec![nodes.above.id(MILL)],
    };
    let Thing::Directive(above) = World::made(nodes.act_above(SECTOR, Act::Direct(policy))) else {
        panic!("a directive")
    };
    let below =
        nodes.below.federation.directives_of(nodes.below.id(MILL)).next().expect("it came").id;
    let about = Some(About::Directive(below));
    let question = NewMessage { to: Addressee::Above, about, words: "how much?".to_owned() };
    nodes.act_below("committee", Act::Write(question)).expect("it may");
    assert_eq!(read(&nodes.above, SECTOR)[0].about, Some(About::Directive(above)));
}
