//! Anew: do two nodes agree again when one of them was put back to an earlier state?

use std::collections::BTreeMap;
use std::time::Duration;

use mission::agreement::{State as Stands, Subject};
use mission::directive;
use mission::effect::{News, Refusal, Thing};
use mission::event::{Act, Addressee, Event, NewDirective, NewMessage, NewOpening, Terms};
use mission::federation::Federation;
use mission::incident::{End, Incident};
use mission::link::Tie;
use mission::obligation::State;

use super::{LINK, Nodes, Wire, seen_above};
use crate::world::{MILL, SECTOR, World, date};

/// A node as it was: what a backup holds.
struct Backup {
    federation: Federation,
    entries: usize,
}

fn backup(world: &World) -> Backup {
    Backup { federation: world.federation.clone(), entries: world.log.len() }
}

/// The node is put back. Its people go on as if nothing had been, and numbers are given again.
fn put_back(world: &mut World, to: &Backup) {
    world.federation = to.federation.clone();
    world.log.truncate(to.entries);
    world.steps.truncate(to.entries);
}

impl Nodes {
    /// The two committees agree by a code, and both nodes tell what they know.
    fn link_anew(&mut self) {
        let (above, below) = (&self.above.federation, &self.below.federation);
        let (upper, lower) = (above.link(LINK).expect("linked"), below.link(LINK).expect("linked"));
        let (up, down) = (lower.written.max(upper.heard), upper.written.max(lower.heard));
        let epoch = upper.epoch.max(lower.epoch) + 1;
        let tie = |written, heard| Tie {
            epoch,
            key: [2; 32],
            written,
            heard,
            by: "node".to_owned(),
            who: None,
        };
        let now = above.applied().received.max(below.applied().received);
        let done = self.above.put(now, Event::Anew(LINK, tie(down, up))).answer.clone();
        assert!(matches!(done, Some(Ok(_))), "{done:?}");
        let done = self.below.put(now, Event::Anew(LINK, tie(up, down))).answer.clone();
        assert!(matches!(done, Some(Ok(_))), "{done:?}");
        self.wire = Wire::Whole;
        self.post();
    }

    fn is_settled(&self) -> bool {
        [&self.above, &self.below].iter().all(|world| {
            let link = world.federation.link(LINK).expect("linked");
            link.waiting() == 0 && !link.is_awaited()
        })
    }

    /// What of the mill's incidents reached the sector, as each node has it.
    fn risen_on_both(&self) -> (Vec<&Incident>, Vec<&Incident>) {
        let (above, below) = (&self.above, &self.below);
        let of = |world: &'_ World| (world.id(SECTOR), world.id(MILL));
        let (sector, mill) = of(above);
        let known = above.federation.reached(sector).filter(move |it| it.unit == mill);
        let (sector, mill) = of(below);
        let own = below.federation.reached(sector).filter(move |it| it.unit == mill);
        (known.collect(), own.collect())
    }

    /// Everything that both must say alike of what stands.
    fn must_agree(&self, story: &str) {
        assert!(self.is_settled(), "{story}");
        let (known, own) = self.risen_on_both();
        let open = |incidents: &[&Incident]| incidents.iter().filter(|it| it.is_open()).count();
        assert_eq!(open(&known), open(&own), "{story}: none stands on one alone");
        for ours in &own {
            let is_same = |it: &&&Incident| {
                (it.opened, it.phase, it.closed.map(|end| end.how))
                    == (ours.opened, ours.phase, ours.closed.map(|end| end.how))
            };
            let same: Vec<_> = known.iter().filter(is_same).collect();
            assert_eq!(same.len(), 1, "{story}: {:?} {:?} once above", ours.id, ours.phase);
            if !ours.is_open() {
                continue;
            }
            assert_eq!(same[0].level, ours.level, "{story}");
            assert_eq!(same[0].clock, ours.clock, "{story}");
            let times =
                |world: &World, incident: &Incident| super::times(&world.federation, incident);
            assert_eq!(times(&self.above, same[0]), times(&self.below, ours), "{story}");
            let owed = |world: &World, incident: &Incident| {
                let owed = incident.rises.iter().map(|rise| rise.obligation);
                let state = |id| world.federation.obligation(id).expect("owed").state;
                owed.map(state).collect::<Vec<_>>()
            };
            assert_eq!(owed(&self.above, same[0]), owed(&self.below, ours), "{story}");
        }
        assert_eq!(stand(&self.above), stand(&self.below), "{story}");
        // What was answered and forgotten below stays said above; nothing else is.
        let (above, below) = (answers(&self.above), answers(&self.below));
        let given = below.iter().filter(|(_, answer)| **answer != directive::Answer::Awaited);
        for (title, answer) in given {
            assert_eq!(above.get(title), Some(answer), "{story}: {title}");
        }
    }
}

/// What stands between the mill and the sector, but for incidents: each thing with how often it is there.
fn stand(world: &World) -> BTreeMap<String, usize> {
    let (sector, mill) = (world.id(SECTOR), world.id(MILL));
    let federation = &world.federation;
    let mut things = BTreeMap::new();
    let mut count = |what: String| *things.entry(what).or_default() += 1;
    for owed in federation.obligations_of(mill).filter(|it| it.debtor == sector && it.is_open()) {
        count(format!("{:?} {:?} {:?}", owed.reason, owed.state, owed.answer));
    }
    for sent in federation.directives_of(mill).filter(|it| it.withdrawn.is_none()) {
        count(sent.title.clone());
    }
    for terms in federation.agreements_of(mill).filter(|it| it.state == Stands::InForce) {
        count(format!("terms {:?}", terms.offer().value));
    }
    for shown in federation.openings_of(mill).filter(|it| it.was_in_force() && it.stands()) {
        count(format!("open until {:?}", shown.until));
    }
    things
}

/// How the mill has answered policies that stand.
fn answers(world: &World) -> BTreeMap<String, directive::Answer> {
    let mill = world.id(MILL);
    let sent = world.federation.directives_of(mill).filter(|it| it.withdrawn.is_none());
    sent.filter_map(|it| Some((it.title.clone(), it.receiver(mill)?.answer))).collect()
}

fn write(to: Addressee, words: String) -> Act {
    Act::Write(NewMessage { to, about: None, words })
}

fn words(world: &World) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for message in world.federation.messages() {
        *words.entry(message.words.clone()).or_default() += 1;
    }
    words
}

#[test]
fn the_mill_is_put_back_and_what_it_forgot_is_over_above_and_what_it_was_told_is_told_again() {
    let (mut nodes, _) = Nodes::with_a_step();
    let before = backup(&nodes.below);
    nodes.act_above(SECTOR, write(Addressee::Parts(vec![]), "to all".to_owned())).expect("it may");
    nodes.act_below("spinner", Act::AskHelp(None, "a fitter".to_owned())).expect("it may");
    let unit = nodes.below.id(MILL);
    let offer = Terms { value: 5.0, from: None, review: None, reason: "old looms".to_owned() };
    let made =
        nodes.act_below("committee", Act::Propose(unit, Subject::UnitRecovery, offer.clone()));
    let Thing::Agreement(_) = World::made(made) else { panic!("terms") };
    let proposed = nodes.above.federation.agreements_of(nodes.above.id(MILL)).last().expect("it");
    let id = proposed.id;
    nodes.act_above(SECTOR, Act::Consent(id, String::new())).expect("it may");
    let open = nodes.below.open_at(MILL).expect("it is off");
    nodes.act_below("committee", Act::PassUp(open, String::new())).expect("it may");
    assert!(nodes.risen().is_some_and(Incident::is_open));

    put_back(&mut nodes.below, &before);
    nodes.link_anew();
    let risen = nodes.risen().expect("it rose once").clone();
    assert_eq!(risen.closed.map(|end| end.how), Some(End::Forgotten), "nobody carries it on");
    let owed = nodes.above.federation.obligation(risen.rises[0].obligation).expect("owed");
    assert_eq!(owed.state, State::Released);
    assert_eq!(words(&nodes.below), words(&nodes.above), "what was told is told again");
    let terms = nodes.above.federation.agreement(id).expect("kept").state;
    assert_eq!(terms, Stands::Withdrawn, "the unit's node says what holds");
    nodes.must_agree("the mill");
    // It is off still, so it rises when its own clock has run out.
    for _ in 0..8 {
        nodes.day_off(-10.0);
    }
    let risen = nodes.risen().expect("it rose again");
    assert!(risen.is_open() && risen.opened < risen.rises[0].at);
    nodes.must_agree("the mill, later");
}

#[test]
fn the_sector_is_put_back_and_is_told_again_what_rose_and_owes_it_anew() {
    let (mut nodes, open) = Nodes::with_a_step();
    let before = backup(&nodes.above);
    nodes.act_below("committee", Act::PassUp(open, String::new())).expect("it may");
    let owed = nodes.risen().expect("it rose").rises[0].obligation;
    nodes.act_above(SECTOR, Act::Answer(owed, "two fitters".to_owned())).expect("it may");
    let policy = NewDirective {
        title: "save".to_owned(),
        text: "power".to_owned(),
        reason: "the grid".to_owned(),
        holds_from: date(2026, 6, 1),
        to: Vec::new(),
    };
    nodes.act_above(SECTOR, Act::Direct(policy)).expect("it may");
    nodes.act_below("committee", write(Addressee::Above, "a question".to_owned())).expect("it may");
    let output = nodes.below.indicator(MILL, "output");
    put_back(&mut nodes.above, &before);
    assert!(nodes.risen().is_none());
    nodes.link_anew();
    nodes.must_agree("the sector");
    let known = nodes.risen().expect("it is told again").clone();
    let own = nodes.below.incident(open).clone();
    assert_eq!(known.rises[0].at, own.rises[0].at, "it rose when it rose");
    let owed = nodes.above.federation.obligation(known.rises[0].obligation).expect("owed");
    assert_eq!(owed.state, State::Owed, "and has its time from now");
    assert!(format!("{:?}", own.log).contains("two fitters"), "what was said was said");
    let policy = nodes.below.federation.directives_of(nodes.below.id(MILL)).last().expect("it");
    assert!(policy.withdrawn.is_some(), "nobody there knows of it");
    assert_eq!(words(&nodes.above), words(&nodes.below));
    let since = own.strands[0].since;
    let series = nodes.above.federation.series(seen_above(&nodes)[0]).tail.iter();
    let own = nodes.below.federation.series(output).tail.iter().filter(|it| it.at >= since);
    let point = |it: &mission::series::Point| (it.at, it.value.to_bits());
    assert_eq!(series.map(point).collect::<Vec<_>>(), own.map(point).collect::<Vec<_>>());
}

#[test]
fn what_both_know_is_told_to_nobody_again() {
    let (mut nodes, open) = Nodes::with_a_step();
    nodes.act_below("committee", Act::PassUp(open, String::new())).expect("it may");
    nodes.act_below("spinner", Act::AskHelp(None, "a fitter".to_owned())).expect("it may");
    nodes.act_above(SECTOR, write(Addressee::Parts(vec![]), "to all".to_owned())).expect("it may");
    let told = |world: &World| world.steps.iter().map(|step| step.notices.len()).sum::<usize>();
    let before = (told(&nodes.above), told(&nodes.below));
    nodes.link_anew();
    nodes.must_agree("nothing was lost");
    assert_eq!((told(&nodes.above), told(&nodes.below)), before);
    let epoch = nodes.above.federation.link(LINK).expect("linked").epoch;
    assert_eq!(epoch, 2);
}

#[test]
fn a_tie_of_an_earlier_time_or_with_numbers_that_were_used_is_refused() {
    let mut nodes = Nodes::settled();
    let link = nodes.below.federation.link(LINK).expect("linked").clone();
    let tie = |epoch, written, heard| Tie {
        epoch,
        key: [2; 32],
        written,
        heard,
        by: "node".to_owned(),
        who: None,
    };
    let now = nodes.below.federation.applied().received;
    for (epoch, written, heard) in
        [(link.epoch, link.written, link.heard), (link.epoch + 1, link.written - 1, link.heard)]
    {
        let answer =
            nodes.below.put(now, Event::Anew(LINK, tie(epoch, written, heard))).answer.clone();
        assert!(matches!(answer, Some(Err(Refusal::NotNow(_)))), "{answer:?}");
    }
    assert_eq!(nodes.below.federation.link(LINK).expect("linked").key, link.key);
}

/// Draws by chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn draw(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

/// Something that people of one of the two do, if they can.
fn act_by_chance(nodes: &mut Nodes, chance: &mut Chance, round: u64) {
    let mill = nodes.below.id(MILL);
    let below = &nodes.below.federation;
    let owed_below = below.obligations_of(mill).rfind(|it| it.creditor == mill).map(|it| it.id);
    let terms = below.agreements_of(mill).rfind(|it| it.state == Stands::Proposed).map(|it| it.id);
    let policy = below.directives_of(mill).last().map(|it| it.id);
    let shown = below.openings_of(mill).last().map(|it| it.id);
    let open = nodes.below.open_at(MILL);
    let now = below.applied().received;
    let proposed = {
        let mut known = nodes.above.federation.agreements_of(nodes.above.id(MILL));
        known.rfind(|it| it.state == Stands::Proposed).map(|it| it.id)
    };
    let sector = nodes.above.id(SECTOR);
    let owed = {
        let mut waits = nodes.above.federation.obligations_of(sector);
        waits.rfind(|it| it.debtor == sector && it.awaits_answer()).map(|it| it.id)
    };
    let opening = NewOpening {
        to: nodes.below.id(SECTOR),
        indicators: vec![nodes.below.indicator(MILL, "yield")],
        since: None,
        until: now + Duration::from_hours(24 * 9 + round),
        words: "for the plan".to_owned(),
        grants: None,
    };
    let offer = Terms {
        value: 2.0 + 0.125 * f64::from(u8::try_from(round % 40).unwrap_or(0)),
        from: None,
        review: None,
        reason: "as it is".to_owned(),
    };
    let policy_new = NewDirective {
        title: format!("policy {round}"),
        text: "all".to_owned(),
        reason: "so".to_owned(),
        holds_from: date(2027, 1, 1),
        to: Vec::new(),
    };
    let say = format!("words {round} {}", chance.draw(1 << 40));
    // What cannot be done now is refused, and that is well.
    let _refused = match chance.draw(13) {
        0 => open.map(|id| nodes.act_below("committee", Act::PassUp(id, String::new()))),
        1 => Some(nodes.act_below("spinner", Act::AskHelp(None, format!("help {say}")))),
        2 => owed.map(|id| nodes.act_above(SECTOR, Act::Answer(id, format!("we come {say}")))),
        3 => owed.map(|id| nodes.act_above(SECTOR, Act::OfferHelp(id, "a shaft".to_owned()))),
        4 => owed_below.map(|id| nodes.act_below("committee", Act::HelpCame(id))),
        5 => Some(nodes.act_below("committee", write(Addressee::Above, format!("up {say}")))),
        6 => Some(nodes.act_above(SECTOR, write(Addressee::Parts(vec![]), format!("down {say}")))),
        7 => Some(nodes.act_above(SECTOR, Act::Direct(policy_new))),
        8 => policy.map(|id| {
            nodes.act_below("committee", Act::Reply(id, directive::Event::Objected, say))
        }),
        9 => Some(nodes.act_below("committee", Act::Propose(mill, Subject::UnitRecovery, offer))),
        10 => proposed
            .filter(|_| terms.is_some())
            .map(|id| nodes.act_above(SECTOR, Act::Consent(id, String::new()))),
        11 => Some(nodes.act_below("committee", Act::Open(opening))),
        _ => shown.map(|id| nodes.act_below("spinner", Act::SignOpening(id))),
    };
}

/// Each seed lets both live, puts one back to a moment of its life, lets it go on alone for a while, and links
/// them anew; then once more with either.
#[test]
fn whichever_is_put_back_at_whatever_moment_both_agree_when_they_are_linked_anew() {
    for seed in 1..=60_u64 {
        let mut nodes = Nodes::settled();
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let (mut off, mut begun) = (0.0, 0);
        for life in 0..2 {
            let (rounds, taken) = (12 + chance.draw(12), chance.draw(12));
            let is_above = chance.draw(2) == 0;
            let mut kept = None;
            for round in 0..rounds + chance.draw(4) {
                if round == taken {
                    kept = Some(backup(if is_above { &nodes.above } else { &nodes.below }));
                }
                if round == rounds {
                    let put = if is_above { &mut nodes.above } else { &mut nodes.below };
                    put_back(put, kept.as_ref().expect("it was taken before"));
                }
                // Whoever was put back goes on alone, with numbers that the other has seen.
                let is_cut = round >= rounds || chance.draw(3) == 0;
                nodes.wire = if is_cut { Wire::Cut } else { Wire::Whole };
                if chance.draw(6) == 0 {
                    off = if off == 0.0 { -10.0 } else { 0.0 };
                }
                nodes.day_off(off);
                act_by_chance(&mut nodes, &mut chance, life * 100 + round);
            }
            begun += i32::from(!is_above);
            nodes.link_anew();
            let story = format!("seed {seed}, life {life}, above {is_above}");
            nodes.must_agree(&story);
            let (above, below) = (words(&nodes.above), words(&nodes.below));
            assert!(above.values().chain(below.values()).all(|count| *count == 1), "{story}");
            for _ in 0..3 {
                nodes.day_off(off);
                act_by_chance(&mut nodes, &mut chance, life * 100 + 50);
            }
            nodes.must_agree(&format!("{story}, later"));
        }
        assert!(seen_above(&nodes).len() <= 2, "energy and absence stay");
        let told = nodes.above.steps.iter().flat_map(|step| &step.notices);
        let mut rose = BTreeMap::new();
        for notice in told {
            if let News::Rose(id, to) = notice.what
                && to == nodes.above.id(SECTOR)
            {
                *rose.entry((notice.to, id, to)).or_insert(0) += 1;
            }
        }
        // Of one that had ended, and began again below, they are told once more.
        assert!(rose.values().all(|count| *count <= 1 + begun), "seed {seed}: told once {rose:?}");
    }
}
