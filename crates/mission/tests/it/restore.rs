//! Restore: a federation that was stopped and read back goes on as if it never had been.

use std::time::Duration;

use mission::agreement::Subject;
use mission::announcement::Expected;
use mission::cadence::Cadence;
use mission::charter::{Charter, IndicatorCharter, UnitCharter};
use mission::effect::Step;
use mission::event::{
    Act, Addressee, Event, NewAnnouncement, NewDirective, NewFlow, NewMessage, NewOpening, NewPost,
    NewRequest, Terms,
};
use mission::federation::{Federation, Parts};
use mission::id::{IncidentId, UnitId};
use mission::incident::{Alarm, Finding};
use mission::message::About;
use mission::post::{Ending, Kind};
use mission::registry::{Direction, Registry, Sphere};
use mission::report::{Reading, Report};

use crate::replay::all_of;
use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World, date, indicator, path, unit};

/// What a store keeps of a federation.
pub(crate) fn parts_of(federation: &Federation) -> Parts {
    let registry = federation.registry();
    let units = || registry.units().iter().map(|unit| unit.id);
    let indicators = || registry.indicators().iter().map(|indicator| indicator.id);
    let mut agreements: Vec<_> =
        units().flat_map(|id| federation.agreements_of(id)).cloned().collect();
    agreements.sort_by_key(|it| it.id);
    agreements.dedup_by_key(|it| it.id);
    let mut directives: Vec<_> =
        units().flat_map(|id| federation.directives_of(id)).cloned().collect();
    directives.sort_by_key(|it| std::cmp::Reverse(it.id));
    directives.dedup_by_key(|it| it.id);
    Parts {
        registry: Registry::restore(registry.units().to_vec(), registry.indicators().to_vec()),
        series: indicators().map(|id| federation.series(id).clone()).collect(),
        watches: indicators().map(|id| federation.watch(id).clone()).collect(),
        ledgers: units().map(|id| federation.ledger(id).clone()).collect(),
        signals: indicators().flat_map(|id| federation.signals_of(id)).cloned().collect(),
        incidents: federation.incidents().cloned().collect(),
        obligations: federation.obligations().cloned().collect(),
        agreements,
        directives,
        days: units().flat_map(|id| federation.days_of(id)).cloned().collect(),
        rolls: federation.rolls().cloned().collect(),
        openings: federation.openings().rev().cloned().collect(),
        requests: federation.requests().rev().cloned().collect(),
        links: federation.links().to_vec(),
        flows: federation.flows().rev().cloned().collect(),
        messages: federation.messages().rev().cloned().collect(),
        posts: federation.posts().rev().cloned().collect(),
        applied: federation.applied(),
    }
}

/// The same, read back.
pub(crate) fn restored(federation: &Federation) -> Federation {
    Federation::restore(parts_of(federation))
}

/// Where things are found, in the order in which they are.
fn places_of(federation: &mut Federation) -> String {
    let registry = federation.registry();
    let of_units: Vec<_> = registry
        .units()
        .iter()
        .map(|unit| {
            let reached: Vec<_> = federation.reached(unit.id).map(|it| it.id).collect();
            let owed: Vec<_> = federation.obligations_of(unit.id).map(|it| it.id).collect();
            let agreed: Vec<_> = federation.agreements_of(unit.id).map(|it| it.id).collect();
            let sent: Vec<_> = federation.directives_of(unit.id).map(|it| it.id).collect();
            let opened: Vec<_> = federation.openings_of(unit.id).map(|it| it.id).collect();
            let asked: Vec<_> = federation.requests_of(unit.id).map(|it| it.id).collect();
            let drawn: Vec<_> = federation.flows_of(unit.id).map(|it| it.id).collect();
            let parts = registry.parts(unit.id).to_vec();
            let written: Vec<_> = federation.messages_of(unit.id).map(|it| it.id).collect();
            (reached, owed, agreed, sent, opened, asked, drawn, (parts, written))
        })
        .collect();
    let of_series: Vec<_> = registry
        .indicators()
        .iter()
        .map(|it| {
            let incidents: Vec<_> = federation.incidents_of(it.id).map(|it| it.id).collect();
            let signals: Vec<_> = federation.signals_of(it.id).map(|it| it.id).collect();
            let opened: Vec<_> = federation.openings_in_force(it.id).map(|it| it.id).collect();
            (incidents, signals, opened)
        })
        .collect();
    format!("{of_units:?} {of_series:?} {:?}", federation.next_due())
}

/// Draws for a world in which much goes wrong.
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

/// A chart that goes on from the latest, or now and then from none, which is refused.
fn drawn(federation: &Federation, unit: UnitId, draws: &mut Draws) -> NewFlow {
    let latest = federation.flows_of(unit).next_back().map(|it| it.id);
    let follows = latest.filter(|_| draws.below(4) > 0);
    NewFlow { follows, drawing: federation.proposed_flow(unit).unwrap_or_default() }
}

/// Somebody to write to, who may or may not be a neighbour.
fn addressee(world: &World, at: &str, draws: &mut Draws) -> Addressee {
    let federation = &world.federation;
    let newest = federation.messages().next_back().map(|it| it.id);
    let received = federation.messages_of(world.id(at)).next_back().map(|it| it.id);
    let post = federation.posts().next_back().map(|it| it.id);
    match (draws.below(7), newest, received, post) {
        (0, Some(id), ..) | (1 | 2, _, Some(id), _) => Addressee::Answer(id),
        (3, _, _, Some(id)) => Addressee::Poster(id),
        (4, ..) => Addressee::Sisters(vec![world.id(MILL), world.id(OTHER)]),
        (5, ..) => Addressee::Parts(Vec::new()),
        (6, ..) => Addressee::Within,
        _ => Addressee::Above,
    }
}

/// Words of one kind or another: to others, or on the board.
fn said(world: &World, at: &str, draws: &mut Draws, about: Option<IncidentId>) -> Act {
    let words = || "words".to_owned();
    let until = world.federation.applied().received + Duration::from_hours(24 * 4);
    let (kind, amount) = (Kind::Offer, String::new());
    match world.federation.posts().next_back().filter(|_| draws.below(6) == 0) {
        Some(post) => Act::EndPost(post.id, Ending::Met),
        None if draws.below(3) == 0 => Act::Post(NewPost { kind, words: words(), amount, until }),
        None => Act::Write(NewMessage {
            to: addressee(world, at, draws),
            about: about.filter(|_| draws.below(3) == 0).map(About::Incident),
            words: words(),
        }),
    }
}

/// Somebody does something to something that may or may not be theirs.
fn act(world: &mut World, draws: &mut Draws) {
    let units = [MILL, MILL, OTHER, THIRD, SECTOR, SECTOR, NATION];
    let at = units[draws.below(units.len())];
    let by = ["committee", "shift leader", " committee "][draws.below(3)];
    let federation = &world.federation;
    let newest = federation.incidents().rev().take(8).map(|it| it.id).collect::<Vec<_>>();
    let owed = federation.obligations().rev().take(6).map(|it| it.id).collect::<Vec<_>>();
    let words = || "words".to_owned();
    let now = federation.applied().received;
    let terms = |value| Terms { value, from: None, review: None, reason: words() };
    let of_unit = federation.agreements_of(world.id(at)).next_back().map(|it| it.id);
    let incident = (!newest.is_empty()).then(|| newest[draws.below(newest.len())]);
    let owing = (!owed.is_empty()).then(|| owed[draws.below(owed.len())]);
    let output = world.indicator(MILL, "output");
    let shared = federation.openings_of(world.id(at)).next_back().map(|it| it.id);
    let asked = federation.requests_of(world.id(at)).next_back().map(|it| it.id);
    let chosen = match (draws.below(29), incident, owing, of_unit) {
        (20, ..) => Act::Open(NewOpening {
            to: world.id(SECTOR),
            indicators: vec![output],
            since: Some(date(2026, 1, 5)),
            until: now + Duration::from_hours(24 + 24 * draws.below(6) as u64),
            words: words(),
            grants: None,
        }),
        (21, ..) if shared.is_some() => Act::SignOpening(shared.expect("it is there")),
        (22, ..) if shared.is_some() => Act::CloseOpening(shared.expect("it is there")),
        (23, ..) => Act::Request(NewRequest { unit: world.id(MILL), words: words() }),
        (24, ..) if asked.is_some() => Act::Decline(asked.expect("it is there")),
        (25, ..) => Act::Draw(drawn(federation, world.id(at), draws)),
        (26..29, about, ..) => said(world, at, draws, about),
        (0, Some(id), ..) => Act::TakeOn(id),
        (1, Some(id), ..) => Act::Claim(id, words()),
        (2 | 3, Some(id), ..) => Act::PassUp(id, words()),
        (4, Some(id), ..) => Act::Note(id, words()),
        (5, Some(id), ..) => Act::Find(id, Finding::Nothing, words()),
        (16, Some(id), ..) => Act::Find(id, Finding::Real, words()),
        (17 | 18, ..) => Act::Announce(NewAnnouncement {
            indicator: (draws.below(2) == 0).then_some(output),
            from: None,
            expected: match draws.below(3) {
                0 => Expected::Level(None),
                1 => Expected::Level(Some(-5.0)),
                _ => Expected::Apart(now + Duration::from_hours(50)),
            },
            words: words(),
        }),
        (19, ..) => match federation.ledger(world.id(at)).announced.last() {
            Some(said) => Act::CallOff(said.id, words()),
            None => Act::RaiseAlarm(Alarm::Unsure, words()),
        },
        (6, Some(id), ..) => Act::Confirm(id),
        (7, about, ..) => Act::AskHelp(about, words()),
        (8, ..) => Act::RaiseAlarm(Alarm::Safety, words()),
        (9, ..) => Act::RaiseAlarm(Alarm::Machine, words()),
        (10, _, Some(id), _) => Act::Answer(id, words()),
        (11, _, Some(id), _) => Act::HelpCame(id),
        (12, ..) => Act::Propose(world.id(MILL), Subject::NewLevel(output), terms(92.0)),
        (13, ..) => Act::Propose(world.id(MILL), Subject::UnitRecovery, terms(2.0)),
        (14, _, _, Some(id)) => Act::Consent(id, String::new()),
        _ => Act::Direct(NewDirective {
            title: words(),
            text: words(),
            reason: words(),
            holds_from: date(2026, 5, 1),
            to: Vec::new(),
        }),
    };
    // Whether it may be done is answered; what matters here is that both answer the same.
    drop(world.act(at, by, chosen));
}

/// Forty days in which series fall, come back and fall silent, and people do as they please.
fn troubled(seed: u64) -> World {
    let mut world = World::settled();
    let mut draws = Draws(seed);
    let mut off = [[Some(0.0); 4]; 3];
    for _ in 0..40 {
        for of_mill in &mut off {
            for state in of_mill {
                *state = match draws.below(24) {
                    0 => Some(-12.0),
                    1 => Some(12.0),
                    2 => None,
                    3..6 => Some(0.0),
                    _ => *state,
                };
            }
        }
        world.day(|mill, key| {
            let mill = [MILL, OTHER, THIRD].iter().position(|it| *it == mill).unwrap_or(0);
            let key = ["output", "energy", "yield", "absence"].iter().position(|it| *it == key);
            off[mill][key.unwrap_or(0)]
        });
        for _ in 0..draws.below(5) {
            act(&mut world, &mut draws);
        }
    }
    world
}

#[test]
fn what_was_stopped_and_read_back_goes_on_as_if_it_never_had_been() {
    for seed in 1..=6 {
        let mut world = troubled(seed);
        let mut draws = Draws(seed + 100);
        let mut federation = Federation::new();
        for (entry, step) in world.log.iter().zip(&world.steps) {
            if draws.below(12) == 0 {
                federation = restored(&federation);
            }
            assert_eq!(federation.step(entry), *step, "entry {} of seed {seed}", entry.offset);
        }
        assert_eq!(all_of(&federation), all_of(&world.federation), "seed {seed}");
        let (left, right) = (places_of(&mut federation), places_of(&mut world.federation));
        assert_eq!(left, right, "seed {seed}");
    }
}

/// Moves a unit, by a charter of its own.
fn moved(world: &mut World, from: &str, to: &str) {
    let charter = UnitCharter { moved_from: Some(path(from)), ..unit(to, Vec::new()) };
    let now = world.federation.applied().received;
    let charter = Charter { by: "council".into(), founder: None, units: vec![charter] };
    world.put(now, Event::Charter(charter));
}

fn laid_down(world: &mut World, at: &str) -> UnitId {
    let now = world.federation.applied().received;
    let units = vec![unit(at, vec![])];
    world.put(now, Event::Charter(Charter { by: "council".into(), founder: None, units }));
    world.id(at)
}

#[test]
fn a_unit_that_moved_below_a_younger_one_is_read_back() {
    let mut world = World::new();
    let young = laid_down(&mut world, "nation/wool");
    moved(&mut world, MILL, "nation/wool/mill");
    let back = restored(&world.federation);
    let mill = world.id("nation/wool/mill");
    assert_eq!(back.registry().parts(young), [mill]);
    assert_eq!(back.registry().at_path(&path(MILL)), Some(mill), "its old address leads there");
}

#[test]
fn an_address_that_was_taken_leads_to_the_same_unit_when_read_back() {
    let mut world = World::new();
    let late = laid_down(&mut world, "nation/wool");
    moved(&mut world, "nation/wool", "nation/cloth");
    moved(&mut world, OTHER, "nation/wool");
    let other = world.id("nation/wool");
    assert!(other < late);
    let back = restored(&world.federation);
    for at in ["nation/wool", "nation/cloth", OTHER] {
        assert_eq!(back.registry().at_path(&path(at)), Some(world.id(at)), "{at}");
    }
}

#[test]
fn silence_is_watched_for_after_first_readings_were_taken_in_again() {
    let mut world = World::new();
    let new = restored(&world.federation);
    for _ in 0..3 {
        world.day_off(0.0);
    }
    let mut parts = parts_of(&world.federation);
    parts.series = parts_of(&new).series;
    parts.watches = parts_of(&new).watches;
    let mut back = Federation::restore(parts);
    assert_eq!(back.next_due(), None);
    for entry in &world.log {
        back.retake(entry, |_| true);
    }
    assert!(back.next_due().is_some());
    assert_eq!(back.next_due(), world.federation.next_due());
}

#[test]
fn a_cadence_that_was_made_shorter_brings_silence_forward() {
    let mut world = World::new();
    let slow =
        |cadence| IndicatorCharter { cadence, ..indicator("stock", Direction::More, Sphere::Work) };
    let lay = |world: &mut World, cadence| {
        let units = vec![unit(SECTOR, vec![slow(cadence)])];
        let now = world.federation.applied().received;
        world.put(now, Event::Charter(Charter { by: "council".into(), founder: None, units }));
    };
    lay(&mut world, Cadence::Monthly);
    let stock = world.indicator(SECTOR, "stock");
    let at = world.federation.applied().received;
    let reading = Reading { indicator: stock, at, value: 3.0 };
    let report = Report { readings: vec![reading], ..Report::default() };
    world.put(at, Event::Report(report));
    lay(&mut world, Cadence::Daily);
    assert_eq!(world.federation.next_due(), restored(&world.federation).next_due());
}

#[test]
fn an_entry_that_was_applied_changes_nothing() {
    let mut world = World::settled();
    let entry = world.log.last().expect("it has a log").clone();
    let before = all_of(&world.federation);
    assert_eq!(world.federation.step(&entry), Step::default());
    assert_eq!(all_of(&world.federation), before);
}
