//! Summons: which lines of the telex ask for somebody, and for how long?

use std::collections::BTreeMap;
use std::time::Duration;

use mission::agreement::Subject;
use mission::effect::{News, Notice};
use mission::event::{Act, Event, NewDirective, Terms};
use mission::incident::Alarm;
use mission::report::{Reading, Report};
use mission::summons::{Summons, Why};

use crate::world::{MILL, NATION, SECTOR, World, date};

/// What every line so far asks for now, by unit.
fn asked(world: &World) -> BTreeMap<String, Vec<Why>> {
    let notices = world.steps.iter().flat_map(|step| &step.notices);
    let mut asked: BTreeMap<String, Vec<Why>> = BTreeMap::new();
    for summons in notices.filter_map(|notice| world.federation.summons(notice)) {
        let unit = &world.federation.registry().unit(summons.to).path;
        asked.entry(unit.to_string()).or_default().push(summons.why);
    }
    asked
}

fn latest(world: &World, unit: &str) -> Option<Summons> {
    let to = world.id(unit);
    let notices = world.steps.iter().flat_map(|step| &step.notices).filter(|it| it.to == to);
    notices.filter_map(|notice| world.federation.summons(notice)).next_back()
}

fn only(unit: &str, why: Why) -> BTreeMap<String, Vec<Why>> {
    BTreeMap::from([(unit.to_owned(), vec![why])])
}

#[test]
fn a_quiet_federation_asks_for_nobody_and_an_import_neither() {
    assert_eq!(asked(&World::settled()), BTreeMap::new());
    let mut world = World::new();
    let indicator = world.indicator(MILL, "output");
    for day in 0..90_u32 {
        let at = world.at_hour(date(2026, 1, 1), 0) - Duration::from_hours(24) * (100 - day);
        let value = if day < 60 { 100.0 + f64::from(day % 3) } else { 60.0 };
        let report =
            Report { readings: vec![Reading { indicator, at, value }], ..Report::default() };
        let now = world.at_hour(date(2026, 1, 2), 9);
        world.put(now, Event::History(report, at));
    }
    world.put(world.at_hour(date(2026, 1, 2), 9), Event::HistoryEnds);
    assert_eq!(asked(&world), BTreeMap::new());
}

#[test]
fn an_incident_asks_until_somebody_has_taken_it_on_or_it_rose_and_then_the_level_above() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    assert_eq!(asked(&world), only(MILL, Why::Change));
    let until = latest(&world, MILL).and_then(|summons| summons.until);
    assert_eq!(until, world.incident(incident).rises_at());

    let mut taken = World::with_a_step_at_the_mill().0;
    taken.act(MILL, "a fitter", Act::TakeOn(incident)).expect("it is open");
    assert_eq!(asked(&taken), BTreeMap::new());

    world.act(MILL, "committee", Act::PassUp(incident, String::new())).expect("it may");
    assert_eq!(asked(&world), only(SECTOR, Why::Rise));
    let until = latest(&world, SECTOR).and_then(|summons| summons.until);
    let owed = world.federation.obligations_of(world.id(SECTOR)).next().expect("it owes");
    assert_eq!(until, Some(owed.answer_by));
}

#[test]
fn an_answer_that_is_missed_asks_the_debtor_as_its_own_and_the_creditor_once() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    world.act(MILL, "committee", Act::PassUp(incident, String::new())).expect("it may");
    let due = world.federation.obligations_of(world.id(SECTOR)).next().expect("it owes").answer_by;
    world.put(due + Duration::from_secs(1), Event::Clock);
    let asked = asked(&world);
    assert_eq!(asked[SECTOR], [Why::Missed]);
    assert_eq!(asked[MILL], [Why::Unanswered]);
    // What was held rises further.
    assert_eq!(asked[NATION], [Why::Rise]);
}

#[test]
fn an_alarm_is_one_summons_and_a_safety_alarm_asks_on_when_it_is_taken_on() {
    let mut world = World::settled();
    let raise = |kind| Act::RaiseAlarm(kind, "smoke".to_owned());
    world.act(MILL, "a worker", raise(Alarm::Machine)).expect("anybody may");
    assert_eq!(asked(&world), only(MILL, Why::Alarm));

    let mut world = World::settled();
    let made = world.act(MILL, "a worker", raise(Alarm::Safety));
    let mission::effect::Thing::Incident(id) = World::made(made) else { panic!("an incident") };
    let told = asked(&world);
    assert!(told.values().all(|whys| *whys == [Why::Safety]), "{told:?}");
    assert_eq!(told[MILL], [Why::Safety]);
    world.act(MILL, "a fitter", Act::TakeOn(id)).expect("it is open");
    assert_eq!(asked(&world)[MILL], [Why::Safety]);
}

#[test]
fn a_call_for_help_is_owed_until_an_owner_is_named() {
    let mut world = World::settled();
    world.act(MILL, "a worker", Act::AskHelp(None, "a fitter".to_owned())).expect("anybody may");
    assert_eq!(asked(&world), only(SECTOR, Why::Owes));
    let owed = world.federation.obligations_of(world.id(SECTOR)).next().expect("it owes").id;
    world.act(SECTOR, "chair", Act::NameOwner(owed, "the fitter".to_owned())).expect("it may");
    assert_eq!(asked(&world), BTreeMap::new());
}

#[test]
fn terms_ask_the_side_whose_turn_it_is_and_policies_those_who_have_not_answered() {
    let mut world = World::settled();
    let terms = Terms {
        value: 4.0,
        from: Some(date(2026, 6, 1)),
        review: None,
        reason: "a longer way".to_owned(),
    };
    let made =
        world.act(MILL, "committee", Act::Propose(world.id(MILL), Subject::UnitRecovery, terms));
    let mission::effect::Thing::Agreement(id) = World::made(made) else { panic!("terms") };
    assert_eq!(asked(&world), only(SECTOR, Why::Terms));
    world.act(SECTOR, "chair", Act::Consent(id, String::new())).expect("it may");
    assert_eq!(asked(&world), BTreeMap::new());

    let policy = NewDirective {
        to: vec![world.id(MILL)],
        title: "Save water".to_owned(),
        text: "Less of it".to_owned(),
        reason: "drought".to_owned(),
        holds_from: date(2026, 8, 1),
    };
    world.act(SECTOR, "chair", Act::Direct(policy)).expect("it may");
    assert_eq!(asked(&world), only(MILL, Why::Directive));
    let holds = world.at_hour(date(2026, 8, 1), 0);
    assert_eq!(latest(&world, MILL).and_then(|summons| summons.until), Some(holds));
}

#[test]
fn other_news_can_wait() {
    let (world, incident) = World::with_a_step_at_the_mill();
    for what in [
        News::Moved(incident),
        News::Closed(incident),
        News::Noted(incident),
        News::Note("words".to_owned()),
        News::Rose(incident, world.id(SECTOR)),
    ] {
        let notice = Notice { to: world.id(MILL), at: world.incident(incident).opened, what };
        assert_eq!(world.federation.summons(&notice), None, "{notice:?}");
    }
}
