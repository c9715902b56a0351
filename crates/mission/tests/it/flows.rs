//! Flows: who draws how a unit's work flows, what is refused, who sees it, and what comes back.

use mission::effect::{Done, Refusal, Thing};
use mission::event::{Act, NewFlow};
use mission::flow::{Drawing, FlowBox, FlowLine, OVERTAKEN, Shows};
use mission::id::FlowId;
use mission::limits;
use mission::may::{Deed, may};
use mission::name::Key;
use mission::reach::{Resource, Viewer, reach};
use mission::roll::Role;

use crate::people::{COMMITTEE, STRANGER, WORKER, by, peopled};
use crate::replay::all_of;
use crate::restore::restored;
use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World};

fn key(key: &str) -> Key {
    Key::parse(key).expect("a key")
}

fn step(name: &str) -> FlowBox {
    FlowBox { key: key(name), name: format!(" The {name} "), shows: None }
}

fn line(from: &str, to: &str) -> FlowLine {
    FlowLine { from: key(from), to: key(to), what: String::new(), volume: None }
}

/// Carding, spinning and dispatch, with yarn that is spun again.
fn good(world: &World) -> Drawing {
    let output = world.indicator(MILL, "output");
    let spinning = FlowBox { shows: Some(Shows::Figure(output)), ..step("spinning") };
    let yarn = FlowLine {
        what: " yarn ".to_owned(),
        volume: Some(output),
        ..line("spinning", "dispatch")
    };
    Drawing {
        boxes: vec![step("carding"), spinning, step("dispatch")],
        lines: vec![line("carding", "spinning"), yarn, line("dispatch", "spinning")],
    }
}

fn draw(
    world: &mut World,
    at: &str,
    follows: Option<FlowId>,
    drawing: Drawing,
) -> Result<Done, Refusal> {
    world.act(at, "shift lead", Act::Draw(NewFlow { follows, drawing }))
}

fn drawn(world: &mut World, follows: Option<FlowId>) -> FlowId {
    let drawing = good(world);
    let Thing::Flow(id) = World::made(draw(world, MILL, follows, drawing)) else {
        panic!("a chart was drawn")
    };
    id
}

#[test]
fn a_chart_is_kept_as_it_was_drawn_with_its_words_trimmed_and_may_lead_back() {
    let mut world = World::settled();
    let id = drawn(&mut world, None);
    let flow = world.federation.flow(id).expect("it was drawn");
    assert_eq!((flow.by.as_str(), flow.unit), ("shift lead", world.id(MILL)));
    assert_eq!(flow.drawing.boxes[0].name, "The carding");
    assert_eq!(flow.drawing.lines[1].what, "yarn");
    assert_eq!(flow.drawing.lines[2], line("dispatch", "spinning"));
}

#[test]
fn earlier_drawings_stay_and_the_oldest_go_when_there_are_too_many() {
    let mut world = World::settled();
    let first = drawn(&mut world, None);
    let mut last = first;
    for _ in 1..limits::FLOWS {
        last = drawn(&mut world, Some(last));
    }
    assert!(world.federation.flow(first).is_some());
    let ids = |world: &World| -> Vec<FlowId> {
        world.federation.flows_of(world.id(MILL)).map(|flow| flow.id).collect()
    };
    assert_eq!(ids(&world).last(), Some(&last));
    let newest = drawn(&mut world, Some(last));
    assert!(world.federation.flow(first).is_none());
    assert_eq!((ids(&world).len(), ids(&world).last()), (limits::FLOWS, Some(&newest)));
}

#[test]
fn whoever_was_overtaken_is_told_and_nothing_is_lost_of_either() {
    let mut world = World::settled();
    let first = drawn(&mut world, None);
    let second = drawn(&mut world, Some(first));
    let refused = Err(Refusal::NotNow(OVERTAKEN));
    for follows in [None, Some(first), Some(FlowId(7))] {
        let drawing = good(&world);
        assert_eq!(draw(&mut world, MILL, follows, drawing), refused, "{follows:?}");
    }
    assert_eq!(world.federation.flows_of(world.id(MILL)).count(), 2);
    drawn(&mut world, Some(second));
}

/// Every way in which a drawing can be wrong, with the field and the words that name the place.
#[test]
fn what_is_wrong_is_named_with_its_place() {
    let mut world = World::settled();
    let foreign = world.indicator(OTHER, "output");
    let shows = |shows| FlowBox { shows: Some(shows), ..step("carding") };
    let boxes = |boxes: Vec<FlowBox>| Drawing { boxes, lines: Vec::new() };
    let lines = |lines| Drawing { boxes: vec![step("carding"), step("spinning")], lines };
    let many = (0..=limits::FLOW_BOXES).map(|number| step(&format!("box-{number}"))).collect();
    let what = |what: &str| FlowLine { what: what.to_owned(), ..line("carding", "spinning") };
    let names = |name: &str| FlowBox { name: name.to_owned(), ..step("carding") };
    let each: Vec<FlowLine> =
        (0..=limits::FLOW_LINES).map(|number| what(&format!("yarn {number}"))).collect();
    let long = "y".repeat(limits::NAME_LETTERS + 1);
    let cases = [
        ("boxes", "1 to 64", boxes(Vec::new())),
        ("boxes", "1 to 64", boxes(many)),
        ("boxes", "carding stands there twice", boxes(vec![step("carding"), step("carding")])),
        ("boxes", "for the name of carding", boxes(vec![names(" ")])),
        ("boxes", "for the name of carding", boxes(vec![names(&long)])),
        ("boxes", "carding shows", boxes(vec![shows(Shows::Figure(foreign))])),
        ("boxes", "carding shows", boxes(vec![shows(Shows::Part(world.id(OTHER)))])),
        ("lines", "160", lines(each)),
        ("lines", "dyeing is none", lines(vec![line("carding", "dyeing")])),
        ("lines", "dyeing is none", lines(vec![line("dyeing", "carding")])),
        ("lines", "another box than carding", lines(vec![line("carding", "carding")])),
        ("lines", "what flows from carding", lines(vec![what(&long)])),
        ("lines", "two from carding to spinning", lines(vec![what("yarn"), what(" yarn")])),
        (
            "lines",
            "the unit's own",
            lines(vec![FlowLine { volume: Some(foreign), ..what("yarn") }]),
        ),
    ];
    for (field, words, drawing) in cases {
        let refused = draw(&mut world, MILL, None, drawing);
        let Err(Refusal::Wrong(named, expected)) = &refused else { panic!("{words}: {refused:?}") };
        assert!(*named == field && expected.contains(words), "{named}: {expected}");
    }
    assert_eq!(world.federation.flows().count(), 0);
    let most = (0..limits::FLOW_BOXES).map(|number| step(&format!("box-{number}"))).collect();
    draw(&mut world, MILL, None, boxes(most)).expect("as many as may be");
}

#[test]
fn a_level_draws_its_own_parts_and_neither_sees_the_chart_of_the_other() {
    let mut world = World::settled();
    let of_mill = drawn(&mut world, None);
    let part = FlowBox { shows: Some(Shows::Part(world.id(MILL))), ..step("the-mill") };
    let drawing = Drawing { boxes: vec![part], lines: Vec::new() };
    let Thing::Flow(of_sector) = World::made(draw(&mut world, SECTOR, None, drawing)) else {
        panic!("a chart was drawn")
    };
    let sees =
        |at: &str, id| reach(&world.federation, Viewer(world.id(at)), Resource::Flow(id)).is_any();
    for at in [NATION, SECTOR, OTHER, THIRD] {
        assert!(!sees(at, of_mill), "{at}");
    }
    for at in [NATION, MILL, OTHER] {
        assert!(!sees(at, of_sector), "{at}");
    }
    assert!(sees(MILL, of_mill) && sees(SECTOR, of_sector) && !sees(MILL, FlowId(7)));
}

#[test]
fn the_people_of_the_unit_draw_and_no_machine_and_nobody_from_elsewhere() {
    let mut world = peopled(World::settled());
    let act = |world: &World| {
        let follows = world.federation.flows_of(world.id(MILL)).next_back().map(|flow| flow.id);
        Act::Draw(NewFlow { follows, drawing: good(world) })
    };
    for who in [WORKER, COMMITTEE] {
        let act = act(&world);
        by(&mut world, who, MILL, act).expect("they are of the unit");
    }
    let stranger = act(&world);
    assert_eq!(by(&mut world, STRANGER, MILL, stranger), Err(Refusal::Unknown));
    let draws: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role, Deed::Draw)).collect();
    assert_eq!(draws, [Role::Worker, Role::Committee, Role::Coordinator]);
}

#[test]
fn a_chart_to_begin_with_is_made_of_the_parts_or_of_the_outputs() {
    let mut world = World::settled();
    let of_sector = world.federation.proposed_flow(world.id(SECTOR)).expect("it has parts");
    let parts: Vec<_> = of_sector.boxes.iter().map(|one| one.key.as_str()).collect();
    assert_eq!((parts, of_sector.lines.len()), (vec!["mill", "other", "third"], 0));
    let of_mill = world.federation.proposed_flow(world.id(MILL)).expect("it reports");
    let keys: Vec<_> = of_mill.boxes.iter().map(|one| one.key.as_str().to_owned()).collect();
    assert!(keys.contains(&"output".to_owned()) && !keys.contains(&"absence".to_owned()));
    assert_eq!(of_mill.lines.len(), keys.len() - 1);
    for (at, drawing) in [(SECTOR, of_sector), (MILL, of_mill)] {
        draw(&mut world, at, None, drawing).expect("what is proposed can be drawn");
    }
}

#[test]
fn charts_come_back_from_what_was_kept_and_from_the_log() {
    let mut world = World::settled();
    let first = drawn(&mut world, None);
    drawn(&mut world, Some(first));
    let relived = {
        let mut federation = mission::federation::Federation::new();
        for entry in &world.log {
            federation.step(entry);
        }
        federation
    };
    for other in [restored(&world.federation), relived] {
        assert_eq!(all_of(&other), all_of(&world.federation));
        let latest = other.flows_of(world.id(MILL)).next_back().map(|flow| flow.id);
        assert_eq!(latest, world.federation.flows().next_back().map(|flow| flow.id));
    }
}
