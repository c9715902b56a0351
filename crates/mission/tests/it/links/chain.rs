//! Chain: do nodes agree over any wire, and over more than two of them?

use mission::charter::{Charter, UnitCharter};
use mission::effect::Thing;
use mission::escalation::Phase;
use mission::event::{Act, Came, Event};
use mission::id::LinkId;
use mission::incident::{Alarm, Incident};
use mission::letter::Letter;
use mission::link::{NewLink, Other};
use mission::name::Path;
use mission::obligation::State;

use super::{LINK, Nodes, Wire, times};
use crate::world::{MILL, NATION, SECTOR, World, date, unit};

/// Letters from one of three nodes to the next, by the link that each of the two has.
fn carry_by(from: &mut World, by: LinkId, to: &mut World, as_known: LinkId) -> usize {
    let heard = to.federation.link(as_known).expect("linked").heard;
    let written = from.steps.iter().flat_map(|step| &step.letters);
    let letters: Vec<Letter> = written
        .filter(|(link, number, _)| *link == by && *number > heard)
        .map(|(_, _, letter)| letter.clone())
        .collect();
    let count = letters.len();
    if count > 0 {
        let now = from.federation.applied().received.max(to.federation.applied().received);
        let came = Came { first: heard + 1, mark: 0, letters };
        to.put(now, Event::Letters(as_known, came));
    }
    count
}

#[test]
fn over_three_nodes_an_incident_goes_up_and_the_answer_comes_down() {
    let one = World::new();
    let start = one.at_hour(date(2026, 1, 1), 0);
    let charter = |units| Event::Charter(Charter { by: "x".to_owned(), founder: None, units });
    let link = |world: &World, at: &str, other| {
        let levels = world.federation.levels(world.id(at));
        let unit = Path::parse(at).expect("a path");
        let levels = if other == Other::Above { levels } else { Vec::new() };
        Event::Link(NewLink { unit, other, key: [1; 32], levels, by: "x".to_owned(), who: None })
    };
    let (mut nation, mut sector, mut shop) = (World::empty(), World::empty(), World::empty());
    let hours = UnitCharter { calendar: Some(one.calendar().into()), ..unit(NATION, vec![]) };
    nation.put(start, charter(vec![hours, unit(SECTOR, vec![])]));
    nation.put(start, link(&nation, SECTOR, Other::Below));
    sector.put(start, link(&nation, SECTOR, Other::Above));
    sector.put(start, charter(vec![unit(MILL, vec![])]));
    sector.put(start, link(&sector, MILL, Other::Below));
    shop.put(start, link(&sector, MILL, Other::Above));
    let (up, down) = (LinkId(0), LinkId(1));
    let post = |nation: &mut World, sector: &mut World, shop: &mut World| {
        while carry_by(shop, up, sector, down)
            + carry_by(sector, up, nation, up)
            + carry_by(nation, up, sector, up)
            + carry_by(sector, down, shop, up)
            > 0
        {}
    };
    let raised =
        World::made(shop.act(MILL, "spinner", Act::RaiseAlarm(Alarm::Machine, "the press".into())));
    let Thing::Incident(below) = raised else { panic!("an incident") };
    shop.act(MILL, "committee", Act::PassUp(below, String::new())).expect("it may");
    post(&mut nation, &mut sector, &mut shop);
    let middle = sector.federation.reached(sector.id(SECTOR)).last().expect("it rose").id;
    assert_eq!(nation.federation.reached(nation.id(NATION)).count(), 0, "one level at a time");
    sector.act(SECTOR, "coordinator", Act::PassUp(middle, String::new())).expect("it may");
    post(&mut nation, &mut sector, &mut shop);
    let above = nation.federation.reached(nation.id(NATION)).last().expect("it rose").clone();
    let owed = above.rises.last().expect("a rise").obligation;
    nation.act(NATION, "council", Act::Answer(owed, "a new press".to_owned())).expect("it may");
    post(&mut nation, &mut sector, &mut shop);
    assert_eq!(shop.holder(below), NATION);
    assert_eq!(times(&shop.federation, shop.incident(below)).len(), 2);
    assert!(format!("{:?}", shop.incident(below).log).contains("a new press"));
    let stands = |world: &World, id| world.federation.obligation(id).expect("owed").state;
    assert_eq!(stands(&shop, shop.incident(below).rises[1].obligation), State::Answered);
    shop.act(MILL, "committee", Act::Claim(below, "mended".to_owned())).expect("it may");
    post(&mut nation, &mut sector, &mut shop);
    for (world, id) in [(&sector, middle), (&nation, above.id)] {
        assert_eq!(world.incident(id).phase, Phase::Closed);
    }
    assert_eq!(stands(&nation, owed), State::Released);
}

/// Each seed cuts the wire and mends it as chance has it, while the mill falls ill and is mended.
#[test]
fn however_the_wire_is_cut_both_nodes_agree_when_it_is_whole() {
    for seed in 1..=40_u64 {
        let mut nodes = Nodes::settled();
        let mut chance = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut draw = |most: u64| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            chance % most
        };
        let mut off = 0.0;
        for _ in 0..40 {
            nodes.wire = if draw(3) == 0 { Wire::Whole } else { Wire::Cut };
            if draw(6) == 0 {
                off = if off == 0.0 { -10.0 } else { 0.0 };
            }
            nodes.day_off(off);
            let open = nodes.below.open_at(MILL);
            if let Some(id) = open.filter(|_| draw(4) == 0) {
                let _refused = nodes.act_below("committee", Act::PassUp(id, String::new()));
            }
            let sector = nodes.above.id(SECTOR);
            let owed = nodes
                .above
                .federation
                .obligations_of(sector)
                .find(|it| it.debtor == sector && it.awaits_answer());
            if let Some(id) = owed.map(|it| it.id).filter(|_| draw(3) == 0) {
                nodes.act_above(SECTOR, Act::Answer(id, "we come".to_owned())).expect("it is owed");
            }
        }
        nodes.wire = Wire::Whole;
        nodes.post();
        let output = nodes.below.indicator(MILL, "output");
        let below: Vec<&Incident> = nodes.below.federation.incidents_of(output).collect();
        let below: Vec<&&Incident> = below.iter().filter(|it| !it.rises.is_empty()).collect();
        let sector = nodes.above.id(SECTOR);
        let of_mill = |it: &&Incident| it.unit == nodes.above.id(MILL);
        let above: Vec<&Incident> =
            nodes.above.federation.reached(sector).filter(of_mill).collect();
        assert_eq!(above.len(), below.len(), "seed {seed}: none lost, none doubled");
        for (above, below) in above.iter().zip(&below) {
            assert_eq!((above.phase, above.level), (below.phase, below.level), "seed {seed}");
            assert_eq!(above.rises.len(), below.rises.len(), "seed {seed}");
            assert!(above.rises.iter().zip(&below.rises).all(|(a, b)| a.at == b.at), "seed {seed}");
            let state = |world: &World, incident: &Incident| {
                let owed = incident.rises.iter().map(|rise| rise.obligation);
                owed.map(|id| world.federation.obligation(id).expect("owed").state)
                    .collect::<Vec<_>>()
            };
            assert_eq!(state(&nodes.above, above), state(&nodes.below, below), "seed {seed}");
        }
        for world in [&nodes.above, &nodes.below] {
            assert_eq!(world.federation.link(LINK).expect("linked").waiting(), 0);
        }
    }
}
