//! Agreements and directives in the whole: who consents, and what follows.

use mission::agreement::Subject;
use mission::charter::{Charter, TermSubject};
use mission::directive::{self, Answer};
use mission::effect::{Refusal, Thing};
use mission::event::{Act, Event, NewDirective, Terms};
use mission::id::AgreementId;
use mission::incident::End;

use crate::world::{MILL, NATION, OTHER, SECTOR, World, date, founding, unit};

fn days(value: f64) -> Terms {
    Terms { value, from: None, review: None, reason: "tapes come from afar".into() }
}

fn proposed(world: &mut World, value: f64) -> AgreementId {
    let act = Act::Propose(world.id(MILL), Subject::UnitRecovery, days(value));
    let made = world.act(MILL, "assembly", act);
    let Thing::Agreement(id) = World::made(made) else { panic!("a proposal is an agreement") };
    id
}

#[test]
fn a_recovery_time_holds_when_both_sides_have_consented_and_not_before() {
    let mut world = World::settled();
    let id = proposed(&mut world, 5.0);
    let mill = world.id(MILL);
    let later = date(2026, 6, 1);
    let holds = |world: &World| world.federation.terms().recovery_days(mill, None, later);
    assert_eq!(holds(&world), 3.0);
    let own = world.act(MILL, "assembly", Act::Consent(id, String::new()));
    assert!(matches!(own, Err(Refusal::NotYours(_))), "nobody consents to their own offer");
    world.act(SECTOR, "committee", Act::Counter(id, days(4.0))).expect("it may");
    assert_eq!(holds(&world), 3.0);
    world.act(MILL, "assembly", Act::Consent(id, String::new())).expect("it may");
    assert_eq!(holds(&world), 4.0);
    let a_year_on = date(2027, 6, 1);
    assert_eq!(world.federation.terms().recovery_days(mill, None, a_year_on), 3.0, "it lapsed");
}

#[test]
fn an_agreement_is_nobody_elses() {
    let mut world = World::settled();
    let id = proposed(&mut world, 5.0);
    for stranger in [OTHER, NATION] {
        let refused = world.act(stranger, "committee", Act::Consent(id, String::new()));
        assert_eq!(refused, Err(Refusal::Unknown));
    }
    let beyond = Act::Propose(world.id(MILL), Subject::UnitRecovery, days(11.0));
    let refused = world.act(MILL, "assembly", beyond);
    assert!(matches!(refused, Err(Refusal::Wrong("value", _))));
}

#[test]
fn no_incident_that_is_running_changes_with_a_new_agreement() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    let before = world.incident(incident).rises_at();
    let id = proposed(&mut world, 10.0);
    world.act(SECTOR, "committee", Act::Consent(id, String::new())).expect("it may");
    assert_eq!(world.incident(incident).rises_at(), before);
}

#[test]
fn a_longer_recovery_time_lengthens_the_release_delay_for_days_after_it() {
    let mut world = World::settled();
    let sector = world.id(SECTOR);
    let before = world.federation.ledger(sector).delays.latest();
    let act = Act::Propose(
        world.id(MILL),
        Subject::UnitRecovery,
        Terms { from: Some(world.date), ..days(7.0) },
    );
    let made = world.act(MILL, "assembly", act);
    let Thing::Agreement(id) = World::made(made) else { panic!("a proposal is an agreement") };
    world.act(SECTOR, "committee", Act::Consent(id, String::new())).expect("it may");
    let delays = &world.federation.ledger(sector).delays;
    // The kind is known three readings later, and then the recovery time runs.
    assert_eq!(before, 3 + 3);
    assert_eq!(delays.working_days(world.date), before, "days before it keep theirs");
    assert_eq!(delays.working_days(world.date.tomorrow().expect("a day")), 3 + 7);
    assert_eq!(delays.latest(), before, "and it lapses after a year");
}

#[test]
fn what_will_stay_becomes_a_new_level_and_the_incident_ends_by_it() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    let output = world.indicator(MILL, "output");
    let act = Act::Propose(world.id(MILL), Subject::NewLevel(output), days(90.0));
    let made = world.act(MILL, "assembly", act);
    let Thing::Agreement(id) = World::made(made) else { panic!("a proposal is an agreement") };
    world.act(SECTOR, "committee", Act::Consent(id, String::new())).expect("it may");
    for _ in 0..8 {
        world.day_off(-10.0);
    }
    let closed = world.incident(incident).closed.map(|closing| closing.how);
    assert_eq!(closed, Some(End::Recovered));
}

#[test]
fn retiring_an_indicator_ends_its_incident_and_its_silence() {
    let (mut world, incident) = World::with_a_step_at_the_mill();
    let output = world.indicator(MILL, "output");
    let act = Act::Propose(world.id(MILL), Subject::Retirement(output), days(1.0));
    let made = world.act(MILL, "assembly", act);
    let Thing::Agreement(id) = World::made(made) else { panic!("a proposal is an agreement") };
    world.act(SECTOR, "committee", Act::Consent(id, String::new())).expect("it may");
    assert_eq!(world.incident(incident).closed.map(|closing| closing.how), Some(End::Retired));
    let rest = |mill: &str, key: &str| ((mill, key) != (MILL, "output")).then_some(0.0);
    for _ in 0..5 {
        world.day(rest);
    }
    assert_eq!(world.open_at(MILL), None);
}

#[test]
fn each_receiver_answers_a_directive_for_itself() {
    let mut world = World::settled();
    let directive = NewDirective {
        title: "Second shift".into(),
        text: "Run a second shift in May.".into(),
        reason: "Winter coats are short.".into(),
        holds_from: date(2026, 5, 1),
        to: Vec::new(),
    };
    let made = world.act(SECTOR, "committee", Act::Direct(directive));
    let Thing::Directive(id) = World::made(made) else { panic!("it is a directive") };
    let object = Act::Reply(id, directive::Event::Objected, String::new());
    let wordless = world.act(MILL, "assembly", object);
    assert!(matches!(wordless, Err(Refusal::Wrong("words", _))), "an objection says why");
    let counter = Act::Reply(id, directive::Event::Countered, "in June".into());
    world.act(MILL, "assembly", counter).expect("it may");
    let accept = Act::Reply(id, directive::Event::Accepted, String::new());
    world.act(OTHER, "assembly", accept.clone()).expect("it may");
    assert_eq!(world.act(NATION, "council", accept), Err(Refusal::Unknown));
    let sent = world.federation.directive(id).expect("it was sent");
    let answers: Vec<_> = sent.receivers.iter().map(|receiver| receiver.answer).collect();
    assert_eq!(answers, [Answer::Countered, Answer::Accepted, Answer::Awaited]);
}

#[test]
fn a_charter_lays_no_terms_on_what_is_there_already() {
    let mut world = World::settled();
    let mut again = unit(MILL, Vec::new());
    again.terms = vec![founding(TermSubject::Capability, "output", 110.0)];
    let charter =
        |units| Event::Charter(Charter { by: "founders".to_owned(), founder: None, units });
    let now = world.at_hour(world.date, 9);
    let same = world.put(now, charter(vec![again.clone()])).answer.clone();
    assert!(same.expect("it is answered").is_ok(), "what holds already may be said again");
    again.terms = vec![founding(TermSubject::Capability, "output", 500.0)];
    let other = world.put(now, charter(vec![again])).answer.clone();
    assert!(matches!(other, Some(Err(Refusal::Wrong("agreements", _)))));
}

#[test]
fn a_unit_is_changed_by_itself_alone_and_founded_from_above() {
    let world = World::new();
    let registry = world.federation.registry();
    let foreign = |viewer: &str, named: &str| {
        let charter =
            Charter { by: String::new(), founder: None, units: vec![unit(named, Vec::new())] };
        charter.first_foreign(registry, world.id(viewer)).is_some()
    };
    assert!(!foreign(MILL, MILL) && foreign(SECTOR, MILL) && foreign(OTHER, MILL));
    let shop = "nation/textiles/mill/shop";
    assert!(!foreign(MILL, shop) && !foreign(SECTOR, shop) && foreign(OTHER, shop));
}
