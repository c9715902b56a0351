//! Agreed: do terms, openings and what is known of the levels come to the same on both nodes?

use std::time::Duration;

use mission::agreement::{Agreement, State as Stands, Subject};
use mission::charter::{Charter, UnitCharter};
use mission::effect::Thing;
use mission::event::{Act, Event, NewOpening, NewRequest, Terms};
use mission::reach::{Reach, Resource, Viewer, reach};

use super::{LINK, Nodes, Wire, seen_above};
use crate::world::{MILL, NATION, SECTOR, World, unit};

fn days(value: f64, reason: &str) -> Terms {
    Terms { value, from: None, review: None, reason: reason.to_owned() }
}

fn terms_of(world: &World) -> Vec<(Stands, Vec<f64>)> {
    let of_mill = world.federation.agreements_of(world.id(MILL));
    let proposed = of_mill.filter(|it| it.offers[0].by != "founders");
    let offers = |it: &Agreement| it.offers.iter().map(|offer| offer.value).collect();
    proposed.map(|it| (it.state, offers(it))).collect()
}

#[test]
fn terms_hold_once_both_sides_have_signed_whichever_node_they_were_proposed_on() {
    let mut nodes = Nodes::settled();
    let unit = nodes.below.id(MILL);
    let offer = days(5.0, "the old looms");
    let made =
        World::made(nodes.act_below("committee", Act::Propose(unit, Subject::UnitRecovery, offer)));
    let Thing::Agreement(below) = made else { panic!("terms") };
    let above = {
        let mut proposed = nodes.above.federation.agreements_of(nodes.above.id(SECTOR));
        proposed.rfind(|it| it.state == Stands::Proposed).expect("it went up").id
    };
    assert_eq!(nodes.below.federation.agreement(below).expect("made").state, Stands::Proposed);
    nodes.act_above(SECTOR, Act::Consent(above, String::new())).expect("it may");
    for (world, id) in [(&nodes.above, above), (&nodes.below, below)] {
        assert_eq!(world.federation.agreement(id).expect("made").state, Stands::InForce);
    }
    // The next from above: countered below, and signed above.
    let unit = nodes.above.id(MILL);
    let offer = days(3.0, "they are new now");
    let made =
        World::made(nodes.act_above(SECTOR, Act::Propose(unit, Subject::UnitRecovery, offer)));
    let Thing::Agreement(above) = made else { panic!("terms") };
    let below = {
        let mut came = nodes.below.federation.agreements_of(nodes.below.id(MILL));
        came.rfind(|it| it.state == Stands::Proposed).expect("it came down").id
    };
    let counter = days(4.0, "half of them");
    nodes.act_below("committee", Act::Counter(below, counter)).expect("it may");
    assert_eq!(nodes.above.federation.agreement(above).expect("made").offer().value, 4.0);
    nodes.act_above(SECTOR, Act::Consent(above, String::new())).expect("it may");
    assert_eq!(terms_of(&nodes.above), terms_of(&nodes.below));
    let stands = nodes.below.federation.agreement(below).expect("made");
    assert_eq!((stands.state, stands.offer().value), (Stands::InForce, 4.0));
}

#[test]
fn terms_that_cross_on_the_wire_stand_as_the_units_node_has_them_on_both() {
    let mut nodes = Nodes::settled();
    let unit = nodes.above.id(MILL);
    let offer = days(3.0, "new looms");
    let made =
        World::made(nodes.act_above(SECTOR, Act::Propose(unit, Subject::UnitRecovery, offer)));
    let Thing::Agreement(above) = made else { panic!("terms") };
    let below =
        nodes.below.federation.agreements_of(nodes.below.id(MILL)).last().expect("it came").id;
    nodes.wire = Wire::Cut;
    let counter = days(4.0, "half of them");
    nodes.act_below("committee", Act::Counter(below, counter)).expect("it may");
    nodes.act_above(SECTOR, Act::Withdraw(above, String::new())).expect("it may");
    nodes.wire = Wire::Whole;
    nodes.post();
    assert_eq!(terms_of(&nodes.above), terms_of(&nodes.below));
    let stands = nodes.below.federation.agreement(below).expect("made").state;
    assert_eq!(stands, Stands::Withdrawn, "whoever proposed may take it back until it holds");

    let offer = days(6.0, "a wet year");
    let own = nodes.below.id(MILL);
    let made =
        World::made(nodes.act_below("committee", Act::Propose(own, Subject::UnitRecovery, offer)));
    let Thing::Agreement(below) = made else { panic!("terms") };
    let above = nodes.above.federation.agreements_of(unit).last().expect("it came").id;
    nodes.wire = Wire::Cut;
    nodes.act_above(SECTOR, Act::Consent(above, String::new())).expect("it may");
    nodes.act_below("committee", Act::Withdraw(below, String::new())).expect("it may");
    nodes.wire = Wire::Whole;
    nodes.post();
    assert_eq!(terms_of(&nodes.above), terms_of(&nodes.below));
    assert_eq!(nodes.above.federation.agreement(above).expect("made").state, Stands::Withdrawn);
}

#[test]
fn the_mill_opens_a_series_to_the_level_above_which_asked_for_it_and_closes_it() {
    let mut nodes = Nodes::settled();
    let ask = NewRequest { unit: nodes.above.id(MILL), words: "the yarn plan".to_owned() };
    nodes.act_above(SECTOR, Act::Request(ask)).expect("it may");
    let asked = nodes.below.federation.requests_of(nodes.below.id(MILL)).last().cloned();
    let asked = asked.expect("it came down");
    assert_eq!(asked.words, "the yarn plan");
    let now = nodes.below.federation.applied().received;
    let output = nodes.below.indicator(MILL, "output");
    let opening = NewOpening {
        to: nodes.below.id(SECTOR),
        indicators: vec![output],
        since: Some(nodes.below.calendar().date_of(now)),
        until: now + Duration::from_hours(24 * 6),
        words: "for the plan".to_owned(),
        grants: Some(asked.id),
    };
    let made = World::made(nodes.act_below("committee", Act::Open(opening)));
    let Thing::Opening(id) = made else { panic!("an opening") };
    assert!(seen_above(&nodes).is_empty());
    nodes.act_below("spinner", Act::SignOpening(id)).expect("it may");
    nodes.day_off(0.0);
    nodes.day_off(0.0);
    let known = seen_above(&nodes);
    assert_eq!(known.len(), 1, "one series is shown");
    let viewer = Viewer(nodes.above.id(SECTOR));
    let window = reach(&nodes.above.federation, viewer, Resource::Series(known[0]));
    assert!(matches!(window, Reach::Window { until: None, .. }), "{window:?}");
    let shown = nodes.above.federation.series(known[0]).tail.len();
    assert!((2..=3).contains(&shown), "{shown} readings since the day it was opened from");
    nodes.act_below("committee", Act::CloseOpening(id)).expect("it may");
    let window = reach(&nodes.above.federation, viewer, Resource::Series(known[0]));
    assert_eq!(window, Reach::Nothing);
    nodes.day_off(0.0);
    assert_eq!(nodes.above.federation.series(known[0]).tail.len(), shown, "nothing newer is sent");

    // What is put out of sight is told to nobody above.
    let ask = NewRequest { unit: nodes.above.id(MILL), words: "again".to_owned() };
    nodes.pass_time(now + Duration::from_hours(24 * 40));
    nodes.act_above(NATION, Act::Request(ask)).expect("it may");
    let asked =
        nodes.below.federation.requests_of(nodes.below.id(MILL)).last().expect("it came").id;
    let heard = nodes.above.federation.link(LINK).expect("linked").heard;
    nodes.act_below("committee", Act::Decline(asked)).expect("it may");
    assert_eq!(nodes.above.federation.link(LINK).expect("linked").heard, heard);
}

#[test]
fn what_changes_of_the_levels_is_known_below_and_of_the_mill_above() {
    let mut nodes = Nodes::settled();
    let now = nodes.above.federation.applied().received;
    let named =
        |at: &str, name: &str| UnitCharter { name: Some(name.to_owned()), ..unit(at, vec![]) };
    let charter =
        |unit| Event::Charter(Charter { by: "x".to_owned(), founder: None, units: vec![unit] });
    nodes.above.put(now, charter(named(SECTOR, "Tejidos")));
    nodes.below.put(now, charter(named(MILL, "Ex-Yarur")));
    nodes.post();
    let name =
        |world: &World, at: &str| world.federation.registry().unit(world.id(at)).name.clone();
    assert_eq!(name(&nodes.below, SECTOR), "Tejidos");
    assert_eq!(name(&nodes.above, MILL), "Ex-Yarur");
    // A root agrees with itself.
    let unit = nodes.above.id(NATION);
    let offer = days(6.0, "a large country");
    nodes.act_above(NATION, Act::Propose(unit, Subject::UnitRecovery, offer)).expect("it may");
    let next = nodes.below.federation.levels(nodes.below.id(MILL));
    assert_eq!(next[0].recovery_days, 3.0, "it holds from tomorrow");
    nodes.day_off(0.0);
    nodes.day_off(0.0);
    nodes.above.put(nodes.above.federation.applied().received, charter(named(NATION, "Chile")));
    nodes.post();
    assert_eq!(nodes.below.federation.levels(nodes.below.id(MILL))[0].recovery_days, 6.0);
}
