//! Messages: do words reach the other node of a border, and only those that are to?

use std::time::Duration;

use mission::charter::{Charter, UnitCharter};
use mission::effect::{News, Refusal, Thing};
use mission::event::{Act, Addressee, Came, Event, NewDirective, NewMessage};
use mission::letter::{Letter, Sister, Wrote};
use mission::limits;
use mission::link::{NewLink, Other};
use mission::message::{About, Course, Message};

use super::{LINK, Nodes, Wire, waiting};
use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World, date, unit};

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
}

#[test]
fn sisters_write_to_each_other_across_the_border_and_are_answered() {
    let mut nodes = Nodes::new();
    nodes.post();
    let (other, third) = (nodes.below.id(OTHER), nodes.below.id(THIRD));
    let name = &nodes.below.federation.registry().unit(other).name;
    assert_eq!(*name, nodes.above.federation.registry().unit(nodes.above.id(OTHER)).name);
    let to_both = Addressee::Sisters(vec![other, third]);
    nodes.act_below("committee", to(to_both, "who has thread?")).expect("it may");
    for at in [OTHER, THIRD] {
        assert_eq!(words(&nodes.above, at), ["who has thread?"]);
    }
    assert!(words(&nodes.above, SECTOR).is_empty(), "the level above hears nothing of it");
    let question = read(&nodes.above, OTHER)[0].clone();
    assert_eq!((question.from, question.course), (nodes.above.id(MILL), Course::Sideways));
    assert!(nodes.above.federation.waits_for_answer(nodes.above.id(OTHER), &question));
    nodes.act_above(OTHER, to(Addressee::Answer(question.id), "two tonnes")).expect("it may");
    assert_eq!(words(&nodes.below, MILL), ["who has thread?", "two tonnes"]);
    let below = read(&nodes.below, MILL);
    assert_eq!((below[1].from, below[1].answers), (other, Some(below[0].id)));
    assert_eq!(words(&nodes.above, THIRD).len(), 1, "an answer goes to whoever asked");

    // The other way, to one on either side of the border.
    let both = Addressee::Sisters(vec![nodes.above.id(MILL), nodes.above.id(THIRD)]);
    nodes.act_above(OTHER, to(both, "a loom to lend")).expect("it may");
    let came = read(&nodes.below, MILL)[2].clone();
    assert_eq!(came.words, "a loom to lend");
    assert_eq!(came.to, [nodes.below.id(MILL)], "not to whom else it went");
    nodes.act_below("committee", to(Addressee::Answer(came.id), "yes")).expect("it may");
    assert_eq!(words(&nodes.above, OTHER).len(), 4);
    assert!(words(&nodes.above, SECTOR).is_empty());
}

#[test]
fn of_its_sisters_a_branch_knows_the_names_and_nothing_else() {
    let mut nodes = Nodes::settled();
    let known = nodes.below.federation.registry();
    for at in [OTHER, THIRD] {
        assert!(known.indicators_of(nodes.below.id(at)).is_empty(), "no figure of theirs");
        assert!(nodes.below.federation.roll(nodes.below.id(at)).is_none());
    }
    // A new sister, and one of another name.
    let now = nodes.above.federation.applied().received;
    let named =
        |at: &str, name: &str| UnitCharter { name: Some(name.to_owned()), ..unit(at, vec![]) };
    for laid in [named("nation/textiles/fourth", "Fourth"), named(OTHER, "Ex-Sumar")] {
        let charter = Charter { by: "x".to_owned(), founder: None, units: vec![laid] };
        nodes.above.put(now, Event::Charter(charter));
    }
    nodes.post();
    let name = |at: &str| nodes.below.federation.registry().unit(nodes.below.id(at)).name.clone();
    assert_eq!((name("nation/textiles/fourth"), name(OTHER)), ("Fourth".into(), "Ex-Sumar".into()));
    // What is below a sister, or elsewhere in the nation, is not told.
    for laid in ["nation/textiles/other/shop", "nation/mining"] {
        let charter =
            Charter { by: "x".to_owned(), founder: None, units: vec![unit(laid, vec![])] };
        nodes.above.put(now, Event::Charter(charter));
    }
    nodes.post();
    assert_eq!(nodes.below.federation.registry().units().len(), 6);
}

#[test]
fn between_two_branches_nothing_is_written_as_it_would_lie_on_the_machine_above() {
    let mut nodes = Nodes::new();
    nodes.post();
    let now = nodes.above.federation.applied().received;
    let fifth = "nation/textiles/fifth";
    let charter = Charter { by: "x".to_owned(), founder: None, units: vec![unit(fifth, vec![])] };
    nodes.above.put(now, Event::Charter(charter));
    nodes.post();
    let told = nodes.below.id(fifth);
    let link = NewLink {
        unit: nodes.above.federation.registry().unit(nodes.above.id(fifth)).path.clone(),
        other: Other::Below,
        key: [3; 32],
        levels: Vec::new(),
        by: "x".to_owned(),
        who: None,
    };
    nodes.above.put(now, Event::Link(link));
    nodes.post();
    assert!(!nodes.below.federation.words_reach(nodes.below.id(MILL), told));
    let refused =
        nodes.act_below("committee", to(Addressee::Sisters(vec![told]), "are you there?"));
    assert!(matches!(refused, Err(Refusal::NotNow(why)) if why.contains("the level above")));
    nodes.act_below("committee", to(Addressee::Above, "we are here")).expect("it may");
}

#[test]
fn a_node_writes_for_its_border_alone_and_to_those_that_it_may_write_to() {
    let mut nodes = Nodes::new();
    nodes.post();
    nodes.wire = Wire::Cut;
    let other = Addressee::Sisters(vec![nodes.below.id(OTHER)]);
    nodes.act_below("committee", to(other, "hello")).expect("it may");
    let heard = nodes.above.federation.link(LINK).expect("linked").heard;
    let written = waiting(&nodes.below, heard);
    let wrote = written.iter().find_map(|letter| {
        let Letter::Message(wrote) = letter else { return None };
        Some((**wrote).clone())
    });
    let wrote = wrote.expect("it is on its way");
    let path = |at: &str| mission::name::Path::parse(at).expect("a path");
    let forged = [
        Wrote { to: vec![path(NATION)], ..wrote.clone() },
        Wrote { to: vec![path(MILL)], ..wrote.clone() },
        Wrote { from: path(OTHER), to: vec![path(SECTOR)], ..wrote.clone() },
        Wrote { from: path(SECTOR), ..wrote.clone() },
    ];
    let letters = forged.map(|wrote| Letter::Message(Box::new(wrote))).to_vec();
    let now = nodes.above.federation.applied().received;
    nodes.above.put(now, Event::Letters(LINK, Came { first: heard + 1, mark: 0, letters }));
    assert_eq!(nodes.above.federation.messages().count(), 0);

    // A node above cannot name what lives here, or what is no sister.
    let heard = nodes.below.federation.link(LINK).expect("linked").heard;
    for at in [MILL, "nation/mining", "nation/textiles/other/shop"] {
        let sister = Sister { path: path(at), name: "Of another name".to_owned() };
        let letters = vec![Letter::Sisters(vec![sister])];
        let first = nodes.below.federation.link(LINK).expect("linked").heard + 1;
        nodes.below.put(now, Event::Letters(LINK, Came { first, mark: 0, letters }));
    }
    assert_eq!(nodes.below.federation.link(LINK).expect("linked").heard, heard + 3);
    assert!(!format!("{:?}", nodes.below.federation.registry()).contains("Of another name"));
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
