//! Trust: what does a node take from another that it should not have written?

use std::time::Duration;

use mission::charter::Charter;
use mission::effect::Refusal;
use mission::event::{Act, Came, Event, NewRequest};
use mission::incident::{Happening, LogLine};
use mission::letter::{Letter, Opened};
use mission::link::{NewLink, Other};
use mission::name::{Key, Path};

use super::{LINK, Nodes, Wire, waiting};
use crate::world::{MILL, NATION, OTHER, SECTOR, World, mill, unit};

fn came(first: u64, letters: Vec<Letter>) -> Event {
    Event::Letters(LINK, Came { first, mark: 0, letters })
}

#[test]
fn letters_that_come_twice_or_with_a_gap_change_nothing() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    let before = format!("{:?}", nodes.above.federation);
    let now = nodes.above.federation.applied().received;
    let all = waiting(&nodes.below, 0);
    let step = nodes.above.put(now, came(1, all.clone())).clone();
    assert!(step.touched.is_empty() && step.notices.is_empty() && step.letters.is_empty());
    let far = nodes.above.federation.link(LINK).expect("linked").heard + 2;
    nodes.above.put(now, came(far, all));
    let strip = |text: &str| text.rsplit_once("applied:").map(|(rest, _)| rest.to_owned());
    assert_eq!(strip(&format!("{:?}", nodes.above.federation)), strip(&before));
}

#[test]
fn a_node_may_speak_of_its_own_branch_alone() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.wire = Wire::Cut;
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    let heard = nodes.above.federation.link(LINK).expect("linked").heard;
    let letters = waiting(&nodes.below, heard);
    let Some(Letter::Incident(risen)) = letters.first().cloned() else { panic!("it rose") };
    let now = nodes.above.federation.applied().received;
    let mut elsewhere = risen.clone();
    for unit in &mut elsewhere.glossary.units {
        if unit.path.as_str() == MILL {
            unit.path = Path::parse(OTHER).expect("a path");
        }
    }
    for indicator in &mut elsewhere.glossary.indicators {
        indicator.unit = Path::parse(OTHER).expect("a path");
    }
    let other = nodes.above.indicator(OTHER, "output");
    let points = vec![(now, 1e6)];
    let stray = Letter::Readings(Opened {
        unit: Path::parse(OTHER).expect("a path"),
        key: Key::parse("output").expect("a key"),
        points,
    });
    let before = nodes.above.federation.series(other).clone();
    nodes.above.put(now, came(heard + 1, vec![Letter::Incident(elsewhere), stray]));
    assert_eq!(nodes.above.federation.series(other), &before);
    assert!(nodes.risen().is_none(), "no incident of another mill was made");
    assert_eq!(nodes.above.federation.link(LINK).expect("linked").heard, heard + 2);
}

#[test]
fn a_branch_cannot_shorten_the_time_of_the_level_above_pass_it_over_or_sign_for_it() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.wire = Wire::Cut;
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    let heard = nodes.above.federation.link(LINK).expect("linked").heard;
    let Some(Letter::Incident(risen)) = waiting(&nodes.below, heard).first().cloned() else {
        panic!("it rose")
    };
    let now = nodes.above.federation.applied().received;
    let mut forged = risen.clone();
    let (sector, nation) = (nodes.below.id(SECTOR), nodes.below.id(NATION));
    for holder in &mut forged.incident.chain {
        (holder.answer, holder.recovery) = (Duration::ZERO, Duration::ZERO);
    }
    let line = forged.incident.log.last().cloned();
    forged.incident.log.extend(line.map(|line| LogLine {
        unit: sector,
        by: Some("coordinator".to_owned()),
        what: Happening::Note("it is all our fault".to_owned()),
        ..line
    }));
    nodes.above.put(now, came(heard + 1, vec![Letter::Incident(forged)]));
    let known = nodes.risen().expect("it rose").clone();
    assert_eq!(known.holder().recovery, Duration::from_hours(30));
    let owed = nodes.above.federation.obligation(known.rises[0].obligation).expect("owed");
    assert!(owed.answer_by > now + Duration::from_hours(9));
    assert!(!format!("{:?}", known.log).contains("our fault"));

    // To the nation at once, past the sector.
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.wire = Wire::Cut;
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    let mut forged = risen;
    forged.incident.chain.retain(|holder| holder.unit != sector);
    forged.incident.rises[0].to = nation;
    nodes.above.put(now, came(heard + 1, vec![Letter::Incident(forged)]));
    assert_eq!(nodes.above.federation.reached(nodes.above.id(NATION)).count(), 0);
    // The branch may have opened it while the sector had nobody: the sector hears of it all the same.
    let (here, above) = (nodes.above.id(SECTOR), &nodes.above.federation);
    let known = nodes.risen().expect("it is not lost");
    assert_eq!((known.rises.len(), known.rises[0].to, known.holder().unit), (1, here, here));
    assert!(above.obligation(known.rises[0].obligation).is_some_and(|owed| owed.debtor == here));
}

#[test]
fn what_lives_on_another_node_is_acted_on_there() {
    let mut nodes = Nodes::settled();
    let now = nodes.above.federation.applied().received;
    let refused = nodes.above.act(MILL, "somebody", Act::AskHelp(None, "help".to_owned()));
    assert!(matches!(refused, Err(Refusal::NotYours(_))), "{refused:?}");
    let refused = nodes.below.act(SECTOR, "somebody", Act::AskHelp(None, "help".to_owned()));
    assert!(matches!(refused, Err(Refusal::NotYours(_))), "{refused:?}");
    let charter = |units| Event::Charter(Charter { by: "x".to_owned(), founder: None, units });
    for units in [mill(MILL), unit("nation/textiles/mill/spinning", vec![])] {
        let answer = nodes.above.put(now, charter(vec![units])).answer.clone();
        assert!(matches!(answer, Some(Err(Refusal::Wrong("path", _)))), "{answer:?}");
    }
    for units in [mill(SECTOR), unit(OTHER, vec![]), unit("elsewhere", vec![])] {
        let answer = nodes.below.put(now, charter(vec![units])).answer.clone();
        assert!(matches!(answer, Some(Err(Refusal::Wrong("path", _)))), "{answer:?}");
    }
    let shop = unit("nation/textiles/mill/spinning", vec![]);
    let answer = nodes.below.put(now, charter(vec![shop])).answer.clone();
    assert!(matches!(answer, Some(Ok(_))), "{answer:?}");
    // A branch asks nothing of the node above, and is shown nothing by it.
    let to = nodes.below.id(SECTOR);
    let ask = Act::Request(NewRequest { unit: to, words: "please".to_owned() });
    let refused = nodes.below.act(MILL, "committee", ask);
    assert!(matches!(refused, Err(Refusal::NotNow(_))), "{refused:?}");
}

#[test]
fn a_unit_moves_to_a_node_of_its_own_before_it_has_done_anything_here() {
    let mut world = World::new();
    let now = world.federation.applied().received;
    let link = |at: &str, other| {
        let unit = Path::parse(at).expect("a path");
        let levels = Vec::new();
        Event::Link(NewLink { unit, other, key: [1; 32], levels, by: "x".to_owned(), who: None })
    };
    for (at, other) in [
        (MILL, Other::Below),
        (SECTOR, Other::Below),
        (NATION, Other::Below),
        ("nation/nowhere", Other::Below),
        (MILL, Other::Above),
    ] {
        let answer = world.put(now, link(at, other)).answer.clone();
        assert!(matches!(answer, Some(Err(_))), "{at}: {answer:?}");
    }
}
