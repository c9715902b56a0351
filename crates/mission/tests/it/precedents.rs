//! Precedents: what was like it before, in which order, what is told of it, and to whom?

use std::time::Duration;

use mission::event::Act;
use mission::federation::Federation;
use mission::id::IncidentId;
use mission::incident::{Alarm, Finding};
use mission::limits;
use mission::precedent::{Before, Deed, Return};
use mission::reach::Viewer;

use crate::world::{MILL, NATION, OTHER, SECTOR, World};

impl World {
    /// The mill's output goes off by so much until its incident is open.
    fn goes_off(&mut self, key: &'static str, by: f64) -> IncidentId {
        let indicator = self.indicator(MILL, key);
        for _ in 0..6 {
            self.day(move |mill, of| Some(if (mill, of) == (MILL, key) { by } else { 0.0 }));
            let open = self.federation.incidents_of(indicator).find(|it| it.is_open());
            if let Some(open) = open.map(|it| it.id) {
                return open;
            }
        }
        panic!("a change of {by} in {key} was not told in six readings");
    }

    /// It is as it was until it is over, and for so many days more.
    fn comes_back(&mut self, id: IncidentId, days: usize) {
        for _ in 0..20 {
            self.day_off(0.0);
            if !self.incident(id).is_open() {
                break;
            }
        }
        assert!(!self.incident(id).is_open(), "it is over");
        for _ in 0..days {
            self.day_off(0.0);
        }
    }

    fn before(&self, id: IncidentId) -> Before<'_> {
        let mill = Viewer(self.id(MILL));
        self.federation.before(mill, self.incident(id)).expect("the mill's own")
    }

    fn ids(&self, id: IncidentId) -> Vec<IncidentId> {
        self.before(id).precedents.iter().map(|it| it.incident.id).collect()
    }
}

#[test]
fn the_first_of_its_kind_says_since_when_the_series_is_known() {
    let (world, id) = World::with_a_step_at_the_mill();
    let before = world.before(id);
    assert!(before.precedents.is_empty());
    let output = world.federation.registry().indicator(world.indicator(MILL, "output"));
    assert_eq!(before.known_since, output.opened);
}

#[test]
fn the_same_series_stands_first_and_then_what_people_wrote_about_then_the_later() {
    let mut world = World::settled();
    let first = world.goes_off("output", -10.0);
    world.act(MILL, "foreman", Act::Claim(first, "new belt on frame 3".into())).expect("it may");
    world.comes_back(first, 12);
    let yields = world.goes_off("yield", -10.0);
    world.act(MILL, "foreman", Act::Note(yields, "wet cotton".into())).expect("it may");
    world.comes_back(yields, 12);
    let second = world.goes_off("output", -10.0);
    world.comes_back(second, 12);
    let third = world.goes_off("output", -10.0);
    world.comes_back(third, 12);
    let now = world.goes_off("output", -10.0);
    assert_eq!(world.ids(now), [first, third, second]);
    assert_eq!(world.ids(third), [first, second, yields], "what came later is no precedent");
    assert_eq!(world.ids(yields), [first]);
    assert_eq!(world.ids(now).len(), limits::PRECEDENTS);
}

#[test]
fn what_went_the_other_way_and_what_is_still_open_is_no_precedent() {
    let mut world = World::settled();
    let energy = world.goes_off("energy", 10.0);
    world.comes_back(energy, 12);
    let open = world.goes_off("yield", -10.0);
    world.day_off(0.0);
    world.day(|mill, key| Some(if mill == MILL && key != "energy" { -10.0 } else { 0.0 }));
    for _ in 0..5 {
        world.day(|mill, key| Some(if mill == MILL && key != "energy" { -10.0 } else { 0.0 }));
    }
    let output = world.open_at(MILL).expect("it fell as well");
    let alike = world.ids(output);
    assert!(!alike.contains(&energy), "energy rose");
    assert!(!alike.contains(&open), "it is not over");
}

#[test]
fn what_was_found_done_and_offered_is_told_with_the_working_time_it_took() {
    let mut world = World::settled();
    let first = world.goes_off("output", -10.0);
    let found = Act::Find(first, Finding::Real, "the belt slipped".into());
    world.act(MILL, "committee", found).expect("it may");
    world.act(MILL, "committee", Act::AskHelp(Some(first), "a fitter".into())).expect("it may");
    let owed = world.federation.obligations_of(world.id(MILL)).next().expect("asked").id;
    world.act(SECTOR, "secretary", Act::Answer(owed, "we come".into())).expect("it may");
    world
        .act(SECTOR, "secretary", Act::OfferHelp(owed, "a fitter at noon".into()))
        .expect("it may");
    world.act(MILL, "committee", Act::HelpCame(owed)).expect("it may");
    world.act(MILL, "foreman", Act::Claim(first, "new belt".into())).expect("it may");
    let opened = world.incident(first).opened;
    let claimed = world.federation.applied().received;
    world.comes_back(first, 2);
    let now = world.goes_off("output", -10.0);
    let before = world.before(now);
    let told = before.precedents[0];
    assert_eq!(told.found, Some((Finding::Real, Some("the belt slipped"))));
    assert_eq!(told.deed, Some(Deed::Mended("new belt")));
    let help = told.help.expect("it was offered");
    assert_eq!(
        (help.by, help.words, help.came),
        (world.id(SECTOR), Some("a fitter at noon"), true)
    );
    let hours = &world.incident(first).chain[0].hours;
    assert_eq!(told.took, Some(hours.working_between(opened, claimed)));
    assert_eq!(told.came_back, Some(Return::Now), "within two recovery times");
}

#[test]
fn a_return_is_told_with_its_day_and_one_after_a_long_time_is_none() {
    let mut world = World::settled();
    let first = world.goes_off("output", -10.0);
    world.comes_back(first, 2);
    let second = world.goes_off("output", -10.0);
    world.comes_back(second, 40);
    let third = world.goes_off("output", -10.0);
    let since = world.incident(second).strands[0].since;
    let before = world.before(third);
    let back = |id| before.precedents.iter().find(|it| it.incident.id == id).unwrap().came_back;
    assert_eq!(back(first), Some(Return::Since(since)));
    assert_eq!(back(second), None);
}

#[test]
fn the_instrument_is_told_of_the_same_series_and_not_of_another() {
    let mut world = World::settled();
    let first = world.goes_off("output", -10.0);
    let found = Act::Find(first, Finding::Instrument, "a loose wire".into());
    world.act(MILL, "committee", found).expect("it may");
    world.act(MILL, "weigher", Act::Confirm(first)).expect("it may");
    world.comes_back(first, 12);
    let yields = world.goes_off("yield", -10.0);
    assert_eq!(world.ids(yields), []);
    world.comes_back(yields, 12);
    let now = world.goes_off("output", -10.0);
    let before = world.before(now);
    assert_eq!(before.precedents[0].incident.id, first);
    assert_eq!(before.precedents[0].took, None, "nothing had to come back");
}

/// Half a year later the words are gone, and what it was and how long it took stays.
#[test]
fn words_that_are_gone_are_not_told_and_the_finding_and_the_time_are() {
    let mut world = World::settled();
    let first = world.goes_off("output", -10.0);
    let found = Act::Find(first, Finding::Real, "the belt slipped".into());
    world.act(MILL, "committee", found).expect("it may");
    world.act(MILL, "foreman", Act::Claim(first, "new belt".into())).expect("it may");
    world.comes_back(first, 140);
    let now = world.goes_off("output", -10.0);
    let told = world.before(now).precedents[0];
    assert_eq!((told.found, told.deed), (Some((Finding::Real, None)), None));
    assert!(told.took.is_some_and(|took| took > Duration::ZERO));
}

#[test]
fn levels_that_an_incident_reached_and_sisters_hear_of_no_other() {
    let mut world = World::settled();
    let first = world.goes_off("output", -10.0);
    world.comes_back(first, 12);
    let now = world.goes_off("output", -10.0);
    world.act(MILL, "committee", Act::PassUp(now, String::new())).expect("it may");
    let seen = |federation: &Federation, at| {
        federation
            .before(Viewer(at), world.incident(now))
            .is_some_and(|it| !it.precedents.is_empty())
    };
    assert!(seen(&world.federation, world.id(MILL)));
    for other in [SECTOR, NATION, OTHER] {
        assert!(world.federation.before(Viewer(world.id(other)), world.incident(now)).is_none());
    }
}

#[test]
fn an_alarm_is_like_one_of_its_kind_and_a_silence_like_one_of_the_same_figure() {
    let mut world = World::settled();
    let raise = |world: &mut World, kind, words: &str| {
        world.act(MILL, "weaver", Act::RaiseAlarm(kind, words.to_owned())).expect("it may");
        world.federation.reached(world.id(MILL)).next_back().expect("raised").id
    };
    let smoke = raise(&mut world, Alarm::Safety, "smoke");
    world.act(MILL, "weaver", Act::Claim(smoke, "a motor".into())).expect("it may");
    let noise = raise(&mut world, Alarm::Machine, "noise");
    world.act(MILL, "weaver", Act::Claim(noise, "oiled".into())).expect("it may");
    let again = raise(&mut world, Alarm::Safety, "smoke again");
    assert_eq!(world.ids(again), [smoke]);

    let silent = |world: &mut World| {
        let output = world.indicator(MILL, "output");
        for _ in 0..4 {
            world.day(|mill, key| ((mill, key) != (MILL, "output")).then_some(0.0));
        }
        let open = world.federation.incidents_of(output).find(|it| it.is_open());
        open.map(|it| it.id).expect("nothing came")
    };
    let first = silent(&mut world);
    world.comes_back(first, 12);
    let second = silent(&mut world);
    assert_eq!(world.ids(second), [first]);
}

/// In a rehearsed nation absence that rose stood as a precedent of energy that rose.
#[test]
fn what_is_about_people_is_no_precedent_of_what_is_about_the_work() {
    let mut world = World::settled();
    let absence = world.goes_off("absence", 10.0);
    world.comes_back(absence, 12);
    let energy = world.goes_off("energy", 10.0);
    assert_eq!(world.ids(energy), []);
    world.comes_back(energy, 12);
    let again = world.goes_off("absence", 10.0);
    assert_eq!(world.ids(again), [absence]);
}
