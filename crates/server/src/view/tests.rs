//! Views: do they have the shapes that the pages expect, and do they tell no more than they may?

mod shape;
mod world;

use std::collections::{BTreeMap, HashMap};

use mission::agreement::Subject;
use mission::effect::Thing;
use mission::event::{Act, Terms};
use mission::federation::Federation;
use mission::id::{IncidentId, MemberId};
use mission::obligation::Reason;
use mission::reach::Viewer;
use mission::sentence::Lang;
use serde_json::Value;
use store::{Account, AuditLine, Refused, Session, SessionKind};

use self::shape::{Shape, examples, schema};
use self::world::World;
use super::{
    agreement, audit, boundary, directive, flow, incident, indicator, people, plan, room, setup,
    sharing, today, units,
};
use crate::wire::views::{Beside, DoorKind, FigureState, Flag, IncidentStatus, SpanKind, View};

const KINDS: [&str; 17] = [
    "room",
    "incident",
    "indicator",
    "today",
    "plan",
    "agreement",
    "directive",
    "units",
    "boundary",
    "problem",
    "door",
    "people",
    "me",
    "sharing",
    "flow",
    "setup",
    "audit",
];

fn json(view: impl Into<View>) -> Value {
    serde_json::to_value(view.into()).expect("a view is JSON")
}

/// The examples in `opsroom/fixtures` are held to the pages' types by a test
/// there, and here to ours: so the types of both sides are the same.
#[test]
fn every_example_of_the_pages_has_the_shape_that_is_written_here() {
    for kind in KINDS {
        let examples = examples(kind);
        let difference = schema(kind).difference(&examples);
        assert_eq!(difference, Vec::<String>::new(), "{kind}");
    }
}

/// Every page of a small federation in which something happened, against the same examples.
#[test]
fn every_view_of_a_federation_has_the_shape_of_its_examples() {
    let mut world = World::with_a_fall_that_rose();
    world.direct();
    world.draw();
    let (federation, now) = (&world.federation, world.now);
    let views = |viewer: Viewer, lang: Lang| {
        let unit = viewer.0;
        let mut views = vec![
            json(room::room(federation, viewer, unit, lang, now).expect("its own room")),
            json(today::today(federation, viewer, unit, lang, now).expect("its own form")),
            json(plan::plan(federation, viewer, unit, lang, now).expect("its own plan")),
            json(units::units(federation, Some(viewer), lang, now)),
            json(boundary::boundary(federation, Some(viewer), Some(world.dyeing), lang, now)),
        ];
        views.extend(of_people(federation, viewer, lang, now));
        let shared = sharing::sharing(federation, viewer, unit, &[], lang, now);
        views.push(json(shared.expect("its own page")));
        let drawn = flow::flow(federation, viewer, unit, None, lang, now);
        views.push(json(drawn.expect("its own page")));
        views.extend(of_keeping(federation, viewer, lang, now));
        let ids = federation.registry().indicators_of(unit);
        views.extend(ids.iter().map(|id| {
            json(indicator::indicator(federation, viewer, *id, &[], lang, now).expect("its own"))
        }));
        let reached = federation.reached(unit).map(|incident| incident.id.0);
        views.extend(reached.map(|id| {
            json(incident::incident(federation, viewer, id, lang, now).expect("it reached it"))
        }));
        views.extend(federation.agreements_of(unit).map(|known| {
            let seen = agreement::agreement(federation, viewer, known.id, lang, now);
            json(seen.expect("it is a side"))
        }));
        views.extend(federation.directives_of(unit).map(|known| {
            let seen = directive::directive(federation, viewer, known.id, lang, now);
            json(seen.expect("it sent or received it"))
        }));
        views
    };
    let mut seen = std::collections::BTreeSet::new();
    for viewer in [world.nation, world.textiles, world.spinning] {
        for lang in Lang::ALL {
            for view in views(Viewer(viewer), lang) {
                let kind = view["view"].as_str().expect("a view names itself").to_owned();
                let difference = Shape::of(&view).difference(&examples(&kind));
                assert_eq!(difference, Vec::<String>::new(), "{kind}");
                assert!(!view.to_string().contains('!'), "no page shouts: {view}");
                seen.insert(kind);
            }
        }
    }
    assert_eq!(seen.len(), KINDS.len() - 1, "only the problem is made elsewhere: {seen:?}");
}

/// What stands beside a series is for its unit: a level that a rise lets see readings gets those alone.
#[test]
fn incidents_signals_and_what_was_agreed_stand_beside_a_series_for_its_unit_alone() {
    let world = World::with_a_fall_that_rose();
    let seen = |viewer| {
        let viewer = Viewer(viewer);
        let page = indicator::indicator(
            &world.federation,
            viewer,
            world.output(),
            &[],
            Lang::En,
            world.now,
        );
        page.expect("it may be seen").beside
    };
    let own = seen(world.spinning);
    assert_eq!(own.plan.iter().map(|it| it.value).collect::<Vec<_>>(), [Some(10.4), None]);
    assert!(own.spans.iter().any(|it| it.kind == SpanKind::Incident && it.until.is_none()));
    assert!(own.signals.iter().any(|it| it.flag == Flag::Changed), "{:?}", own.signals);
    assert_eq!(seen(world.textiles), Beside::default());
}

/// The pages about people, as the first of the unit's committee sees them.
fn of_people(
    federation: &Federation,
    viewer: Viewer,
    lang: Lang,
    now: mission::time::Timestamp,
) -> Vec<Value> {
    let who = MemberId(1);
    let names = HashMap::from([(who, "Of the day shift".to_owned())]);
    let look = people::Look { who, names: &names, brought: &[], ends: &HashMap::new() };
    let account = Account {
        login: Some("mill".to_owned()),
        name: "Of the day shift".to_owned(),
        password: None,
        codes: None,
        is_operator: true,
        made: now,
    };
    let kind = SessionKind::Browser;
    let words = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0".to_owned();
    let session = Session { who, kind, words, began: now, last: now, proved: now };
    let (units, sessions) = ([viewer.0], [(7, session)]);
    let own = people::Own {
        who,
        account: &account,
        units: &units,
        sessions: &sessions,
        session: 7,
        has_pin: true,
        provider: Some("the house"),
        is_linked: false,
    };
    let way = people::Way {
        kind: DoorKind::SignIn,
        code: None,
        leads: None,
        device: None,
        signed_in: false,
        provider: Some("the house"),
        trouble: Some(mission::sentence::Turned::Over),
    };
    let seen = people::people(federation, viewer, viewer.0, &look, lang, now);
    vec![
        json(people::door(federation, &way, lang, now)),
        json(seen.expect("its own people")),
        json(people::my_page(federation, Some(viewer), &own, lang, now)),
    ]
}

/// How the unit is kept, as somebody of its committee sees it, and who did what.
fn of_keeping(
    federation: &Federation,
    viewer: Viewer,
    lang: Lang,
    now: mission::time::Timestamp,
) -> Vec<Value> {
    let who = MemberId(1);
    let told = setup::Told {
        who,
        names: HashMap::from([(who, "Of the day shift".to_owned())]),
        duty: Some(store::Duty { who, since: now, by: who }),
        has_way: true,
        summoned: Vec::new(),
        hooks: Vec::new(),
    };
    let (key, trouble) = (store::Verifier::of([7; 32]), None);
    let put_back = BTreeMap::new();
    let around = setup::Around { key, trouble, put_back, leads: true, told: Some(told) };
    let line = AuditLine {
        at: now,
        unit: Some(viewer.0),
        by: "spinner".to_owned(),
        who: Some(who),
        device: Some(MemberId(5)),
        act: "pass_up".to_owned(),
        thing: Some(Thing::Unit(viewer.0)),
        refused: Some(Refused::NotYours("this is for the committee".to_owned())),
        asked: Default::default(),
    };
    let records = audit::Records {
        lines: vec![(7, line)],
        has_older: true,
        is_latest: false,
        sees: true,
        checkpoint: String::new(),
        key: String::new(),
    };
    let unit = viewer.0;
    vec![
        json(setup::setup(federation, viewer, unit, &around, lang, now).expect("its own page")),
        json(audit::audit(federation, viewer, unit, &records, lang, now).expect("its own page")),
    ]
}

#[test]
fn before_a_rise_the_level_above_cannot_tell_a_fall_from_an_ordinary_day() {
    let (fallen, steady) = (World::with_a_fall(), World::without_a_fall());
    assert!(fallen.own_incident().is_some() && steady.own_incident().is_none());
    let textiles = Viewer(fallen.textiles);
    for lang in Lang::ALL {
        let seen = |world: &World| {
            let room = room::room(&world.federation, textiles, world.textiles, lang, world.now);
            let mut room = json(room.expect("its own room"));
            // The sum of the parts of a closed day is theirs to see.
            room["whole"] = Value::Null;
            let wall = Some(world.spinning);
            let boundary =
                boundary::boundary(&world.federation, Some(textiles), wall, lang, world.now);
            [room, json(boundary)]
        };
        assert_eq!(seen(&fallen), seen(&steady));
    }
}

#[test]
fn what_is_hidden_answers_as_what_does_not_exist() {
    let world = World::with_a_fall();
    let (federation, now) = (&world.federation, world.now);
    let textiles = Viewer(world.textiles);
    let id = world.own_incident().expect("the fall is an incident").id.0;
    for id in [id, id + 1, 0, u64::MAX] {
        let seen = incident::incident(federation, textiles, id, Lang::En, now);
        assert!(seen.is_err(), "{id}");
    }
    assert!(room::room(federation, textiles, world.spinning, Lang::En, now).is_err());
    assert!(today::today(federation, textiles, world.spinning, Lang::En, now).is_err());
    let series = world.output();
    assert!(indicator::indicator(federation, textiles, series, &[], Lang::En, now).is_err());
    assert!(plan::plan(federation, Viewer(world.dyeing), world.spinning, Lang::En, now).is_err());
}

#[test]
fn the_unit_is_told_what_fell_and_that_nobody_above_knows() {
    let world = World::with_a_fall();
    let spinning = Viewer(world.spinning);
    let own = room::room(&world.federation, spinning, world.spinning, Lang::En, world.now);
    let own = own.expect("its own room");
    assert!(own.sentence.starts_with("Yarn output has been down since "), "{}", own.sentence);
    assert!(own.lede.ends_with("Nobody above has been told."), "{}", own.lede);
    let [card] = own.ours.as_slice() else { panic!("one card, not {}", own.ours.len()) };
    assert!(card.clock.as_ref().is_some_and(|clock| clock.left_s > 0));
    assert!(own.seen_above[1..].iter().all(|seen| !seen.open), "{:?}", own.seen_above);
}

#[test]
fn after_a_rise_the_level_above_sees_one_series_from_that_day_and_what_it_owes() {
    let world = World::with_a_fall_that_rose();
    let textiles = Viewer(world.textiles);
    let room = room::room(&world.federation, textiles, world.textiles, Lang::En, world.now);
    let room = room.expect("its own room");
    assert!(room.sentence.starts_with("One unit needs us. Three have passed nothing up."));
    let [card] = room.passed_up.as_slice() else { panic!("one card") };
    assert_eq!(card.owner.as_deref(), Some("No owner yet"));
    assert!(card.clock_text.as_ref().is_some_and(|text| text.starts_with("We answer by ")));

    let known = world.own_incident().expect("it rose");
    let seen = incident::incident(&world.federation, textiles, known.id.0, Lang::En, world.now);
    let seen = seen.expect("it reached Textiles");
    let chart = seen.chart.expect("the series opened");
    let since = known.strands[0].since;
    assert!(!chart.points.is_empty());
    let midnight = super::rfc3339(since, &world.hours);
    assert!(chart.points.iter().all(|point| point.at >= midnight), "{midnight}");
    assert!(chart.points.iter().all(|point| point.lower == chart.points[0].lower));
    assert!(chart.sealed.is_some() && seen.boundary.is_some());
    let acts: Vec<String> = seen.acts.iter().map(|act| format!("{:?}", act.act)).collect();
    assert_eq!(acts[..3], ["NameOwner", "Answer", "OfferHelp"]);
    let likeliest = &seen.chances[0];
    assert_eq!(likeliest.kind, crate::wire::views::ChangeKind::Step);
    assert!(likeliest.chance > 0.5, "{}", likeliest.chance);
    let all: f64 = seen.chances.iter().map(|chance| chance.chance).sum();
    assert!((all - 1.0).abs() < 1e-6, "{all}");
    assert!(!acts.contains(&"ClaimMended".to_owned()));
}

#[test]
fn what_was_answered_does_not_call_any_more_but_stays_until_help_came() {
    let mut world = World::with_a_fall();
    world.act(world.spinning, Act::AskHelp(None, "Tapes are worn through.".to_owned()));
    let room_of = |world: &World| {
        let textiles = Viewer(world.textiles);
        let room = room::room(&world.federation, textiles, world.textiles, Lang::En, world.now);
        room.expect("its own room")
    };
    assert!(room_of(&world).sentence.starts_with("One unit needs us."));

    let call = world.federation.obligations_of(world.textiles).next().expect("asked").id;
    world.act(world.textiles, Act::Answer(call, "Two fitters come at noon.".to_owned()));
    let room = room_of(&world);
    assert!(room.passed_up.is_empty());
    assert_eq!(room.answered.len(), 1);
    assert!(room.sentence.starts_with("Nothing waits for us."), "{}", room.sentence);

    world.act(world.spinning, Act::HelpCame(call));
    let room = room_of(&world);
    assert!(room.answered.is_empty());
    assert!(room.sentence.ends_with("passed nothing up."), "{}", room.sentence);
}

#[test]
fn a_call_for_help_shows_words_and_no_readings() {
    let mut world = World::with_a_fall();
    let about = world.own_incident().expect("the fall is an incident").id;
    world.act(world.spinning, Act::AskHelp(Some(about), "Tapes are worn through.".to_owned()));
    let textiles = Viewer(world.textiles);
    let room = room::room(&world.federation, textiles, world.textiles, Lang::En, world.now);
    let room = room.expect("its own room");
    let [card] = room.passed_up.as_slice() else { panic!("one card") };
    assert_eq!(card.quote.as_deref(), Some("Tapes are worn through."));
    assert!(card.chart.is_none());

    let id: u64 = card.incident.parse().expect("a number");
    assert!(world.federation.incident(IncidentId(id)).is_none(), "the incident stays hidden");
    let call = incident::incident(&world.federation, textiles, id, Lang::En, world.now);
    let call = call.expect("it was asked");
    assert!(call.chart.is_none() && call.chances.is_empty());
    assert_eq!(call.obligations.len(), 1);
    let asked = world
        .federation
        .obligations_of(world.textiles)
        .any(|owed| matches!(owed.reason, Reason::Help(_)));
    assert!(asked);
}

#[test]
fn the_first_unusual_day_is_told_without_a_clock() {
    let world = World::on_the_day_of_the_fall();
    let spinning = Viewer(world.spinning);
    let own = room::room(&world.federation, spinning, world.spinning, Lang::En, world.now);
    let own = own.expect("its own room");
    let [card] = own.ours.as_slice() else { panic!("one card, not {}", own.ours.len()) };
    assert!(card.clock.is_none());
    assert!(card.sentence.contains("nobody else has been told"), "{}", card.sentence);
    let id: u64 = card.incident.parse().expect("a number");
    let page = incident::incident(&world.federation, spinning, id, Lang::En, world.now);
    assert_eq!(page.expect("its own").status, IncidentStatus::Unusual);
}

#[test]
fn agreements_and_directives_wait_for_the_side_that_has_not_answered() {
    let mut world = World::without_a_fall();
    let terms =
        Terms { value: 5.0, from: None, review: None, reason: "Tapes are slow.".to_owned() };
    world.act(world.spinning, Act::Propose(world.spinning, Subject::UnitRecovery, terms));
    world.direct();
    let plan = |viewer| {
        let seen = plan::plan(&world.federation, Viewer(viewer), viewer, Lang::En, world.now);
        seen.expect("its own plan")
    };
    let (below, above) = (plan(world.spinning), plan(world.textiles));
    assert_eq!(below.sentence, "One directive waits for us.");
    assert_eq!(above.sentence, "One agreement waits for us.");
    assert_eq!(above.agreements[0].sentence, "Spinning 2 proposes 5 working days.");
}

#[test]
fn parts_of_a_level_are_shown_as_of_the_same_released_day() {
    let world = World::without_a_fall();
    let textiles = Viewer(world.textiles);
    let room = room::room(&world.federation, textiles, world.textiles, Lang::En, world.now);
    let tiles = room.expect("its own room").groups.swap_remove(0).tiles;
    let unders: std::collections::BTreeSet<&str> =
        tiles.iter().map(|tile| tile.under.as_str()).collect();
    assert_eq!((tiles.len(), unders.len()), (4, 1), "{unders:?}");
    assert!(tiles.iter().all(|tile| tile.state == FigureState::AsExpected));
    assert!(tiles.iter().all(|tile| tile.line.as_ref().is_some_and(|line| line.unreleased >= 3)));
}
