//! Links: two nodes together do what one would have done, and the upper one knows what may rise alone.

use std::time::Duration;

use mission::agreement::{Agreement, State as Stands, Subject};
use mission::charter::{Charter, UnitCharter};
use mission::directive::{self, Answer};
use mission::effect::{Done, News, Refusal, Thing};
use mission::escalation::Phase;
use mission::event::{Act, Event, NewDirective, NewOpening, NewRequest, Terms};
use mission::federation::Federation;
use mission::id::{IncidentId, IndicatorId, LinkId};
use mission::incident::{Alarm, End, Incident};
use mission::letter::Letter;
use mission::link::{NewLink, Other};
use mission::obligation::{Reason, State};
use mission::reach::{Reach, Resource, Viewer, reach};
use mission::report::{Reading, Report};
use mission::time::{Date, Timestamp};

use crate::world::{MILL, NATION, OTHER, SECTOR, THIRD, World, date, mill, unit};

const LINK: LinkId = LinkId(0);

/// The mill on a node of its own, the rest on another, and all of it on one, to be held against.
struct Nodes {
    one: World,
    above: World,
    below: World,
    /// Whether letters pass.
    wire: Wire,
    day: Date,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wire {
    Whole,
    Cut,
}

impl Nodes {
    fn new() -> Self {
        let one = World::new();
        let mut above = World::empty();
        let start = one.at_hour(date(2026, 1, 1), 0);
        let nation = UnitCharter { calendar: Some(one.calendar().into()), ..unit(NATION, vec![]) };
        let units =
            vec![nation, unit(SECTOR, vec![]), mill(OTHER), mill(THIRD), unit(MILL, vec![])];
        let by = || "founders".to_owned();
        above.put(start, Event::Charter(Charter { by: by(), founder: None, units }));
        let levels = above.federation.levels(above.id(MILL));
        let path = levels[2].path.clone();
        let link = |other, levels| NewLink {
            unit: path.clone(),
            other,
            key: [1; 32],
            levels,
            by: by(),
            who: None,
        };
        let made = above.put(start, Event::Link(link(Other::Below, Vec::new()))).answer.clone();
        assert_eq!(made, Some(Ok(Done::Made(Thing::Link(LINK)))));
        let mut below = World::empty();
        let made = below.put(start, Event::Link(link(Other::Above, levels))).answer.clone();
        assert_eq!(made, Some(Ok(Done::Made(Thing::Link(LINK)))));
        let own = Charter { by: by(), founder: None, units: vec![mill(MILL)] };
        let laid = below.put(start, Event::Charter(own)).answer.clone();
        assert!(matches!(laid, Some(Ok(Done::Made(_)))), "{laid:?}");
        Self { one, above, below, wire: Wire::Whole, day: date(2026, 1, 5) }
    }

    /// Sixty quiet working days.
    fn settled() -> Self {
        let mut nodes = Self::new();
        for _ in 0..60 {
            nodes.day_off(0.0);
        }
        nodes
    }

    /// The mill's output falls by ten and stays there until its incident is open.
    fn with_a_step() -> (Self, IncidentId) {
        let mut nodes = Self::settled();
        for _ in 0..4 {
            nodes.day_off(-10.0);
            if let Some(open) = nodes.below.open_at(MILL) {
                return (nodes, open);
            }
        }
        panic!("a step of ten standard deviations was not told in four readings");
    }

    /// A working day on which the mill's output is off by so much. Whatever falls due comes at its time.
    fn day_off(&mut self, off: f64) {
        let day = self.day;
        let at = self.one.at_hour(day, 0);
        let received = self.one.at_hour(day, 17);
        self.pass_time(received);
        let mut figures = Vec::new();
        for at in [MILL, OTHER, THIRD] {
            for (key, usual) in
                [("output", 100.0), ("energy", 80.0), ("yield", 95.0), ("absence", 20.0)]
            {
                let change = if (at, key) == (MILL, "output") { off } else { 0.0 };
                figures.push((at, key, usual + self.one.draw() + change));
            }
        }
        let report = |world: &World, mills: &[&str]| {
            let own = figures.iter().filter(|(mill, ..)| mills.contains(mill));
            let readings = own.map(|(mill, key, value)| Reading {
                indicator: world.indicator(mill, key),
                at,
                value: *value,
            });
            Event::Report(Report { readings: readings.collect(), no_data: Vec::new(), note: None })
        };
        let (one, above) =
            (report(&self.one, &[MILL, OTHER, THIRD]), report(&self.above, &[OTHER, THIRD]));
        let below = report(&self.below, &[MILL]);
        self.one.put(received, one);
        self.above.put(received, above);
        self.below.put(received, below);
        self.post();
        self.day = self.one.calendar().next_working_day(day);
    }

    /// Lets time pass on all nodes, each thing that falls due at its time.
    fn pass_time(&mut self, until: Timestamp) {
        loop {
            let due = [&mut self.one, &mut self.above, &mut self.below]
                .into_iter()
                .filter_map(|world| world.federation.next_due())
                .min();
            let Some(due) = due.filter(|due| *due <= until) else { break };
            for world in [&mut self.one, &mut self.above, &mut self.below] {
                let now = due.max(world.federation.applied().received);
                world.put(now, Event::Clock);
            }
            self.post();
        }
        for world in [&mut self.one, &mut self.above, &mut self.below] {
            world.put(until, Event::Clock);
        }
        self.post();
    }

    /// Carries letters both ways until there are none.
    fn post(&mut self) {
        if self.wire == Wire::Cut {
            return;
        }
        while carry(&mut self.below, &mut self.above) + carry(&mut self.above, &mut self.below) > 0
        {
        }
    }

    fn act_below(&mut self, by: &str, act: Act) -> Result<Done, Refusal> {
        let done = self.below.act(MILL, by, act);
        self.post();
        done
    }

    fn act_above(&mut self, at: &str, act: Act) -> Result<Done, Refusal> {
        let done = self.above.act(at, "coordinator", act);
        self.post();
        done
    }

    /// The mill's incident, as the node above knows it.
    fn risen(&self) -> Option<&Incident> {
        let (sector, mill) = (self.above.id(SECTOR), self.above.id(MILL));
        self.above.federation.reached(sector).filter(|it| it.unit == mill).last()
    }
}

/// Letters that `from` has written and `to` has not heard. How many there were.
fn carry(from: &mut World, to: &mut World) -> usize {
    let heard = to.federation.link(LINK).expect("linked").heard;
    let letters = waiting(from, heard);
    let count = letters.len();
    if count > 0 {
        let now = from.federation.applied().received.max(to.federation.applied().received);
        to.put(now, Event::Letters(LINK, heard + 1, letters));
        let upto = to.federation.link(LINK).expect("linked").heard;
        from.put(now, Event::Delivered(LINK, upto));
    }
    count
}

fn waiting(from: &World, heard: u64) -> Vec<Letter> {
    let written = from.steps.iter().flat_map(|step| &step.letters);
    written.filter(|(_, number, _)| *number > heard).map(|(_, _, letter)| letter.clone()).collect()
}

/// Series of the mill of which the node above has readings.
fn seen_above(nodes: &Nodes) -> Vec<IndicatorId> {
    let above = &nodes.above.federation;
    let known = above.registry().indicators_of(nodes.above.id(MILL)).iter().copied();
    known.filter(|id| !above.series(*id).tail.is_empty()).collect()
}

fn times(federation: &Federation, incident: &Incident) -> Vec<(String, Timestamp)> {
    let path = |unit| federation.registry().unit(unit).path.to_string();
    incident.rises.iter().map(|rise| (path(rise.to), rise.at)).collect()
}

#[test]
fn two_nodes_raise_an_incident_at_the_very_times_at_which_one_would() {
    let (mut nodes, id) = Nodes::with_a_step();
    let alone = nodes.one.open_at(MILL).expect("the same readings");
    for _ in 0..12 {
        nodes.day_off(-10.0);
        let (one, below) = (nodes.one.incident(alone), nodes.below.incident(id));
        assert_eq!(times(&nodes.one.federation, one), times(&nodes.below.federation, below));
        assert_eq!((one.phase, one.level), (below.phase, below.level));
        if !one.rises.is_empty() {
            let above = nodes.risen().expect("it rose");
            assert_eq!(times(&nodes.above.federation, above), times(&nodes.one.federation, one));
            assert_eq!((above.phase, above.level), (one.phase, one.level));
            assert_eq!(above.clock, one.clock);
        }
    }
    assert_eq!(nodes.one.incident(alone).rises.len(), 2, "it reached the nation");
}

#[test]
fn before_a_rise_the_node_above_knows_nothing_of_the_mill_but_its_name() {
    let (mut nodes, _) = Nodes::with_a_step();
    nodes
        .act_below("shift leader", Act::AskHelp(None, "a second fitter".to_owned()))
        .expect("it may");
    let above = &nodes.above.federation;
    assert!(seen_above(&nodes).is_empty());
    // What is agreed with the sector it knows by name; of people it knows nothing.
    let names = above.registry().indicators_of(nodes.above.id(MILL)).iter();
    assert!(names.map(|id| above.registry().indicator(*id)).all(|it| it.key.as_str() != "absence"));
    assert_eq!(above.reached(nodes.above.id(SECTOR)).count(), 0);
    let words = nodes.above.steps.iter().flat_map(|step| &step.notices);
    let told: Vec<_> = words.filter(|notice| notice.to == nodes.above.id(SECTOR)).collect();
    assert!(told.iter().all(|notice| matches!(notice.what, News::Owes(_))), "{told:?}");
}

#[test]
fn what_crosses_is_the_series_that_rose_from_the_midnight_before_the_change_and_no_other() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.act_below("committee", Act::Note(id, "secret of the shop".to_owned())).expect("it may");
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    nodes.day_off(-10.0);
    let above = &nodes.above.federation;
    let series = seen_above(&nodes);
    assert_eq!(series.len(), 1, "energy, yield and absence stay");
    let since = nodes.below.incident(id).strands[0].since;
    let points: Vec<_> = above.series(series[0]).tail.iter().map(|it| (it.at, it.value)).collect();
    let output = nodes.below.indicator(MILL, "output");
    let own = nodes.below.federation.series(output).tail.iter().filter(|it| it.at >= since);
    assert_eq!(points, own.map(|it| (it.at, it.value)).collect::<Vec<_>>());
    let window = reach(above, Viewer(nodes.above.id(SECTOR)), Resource::Series(series[0]));
    assert!(matches!(window, Reach::Window { until: None, .. }), "{window:?}");
    let everything = format!("{:?}{:?}", nodes.above.log, nodes.above.federation);
    assert!(!everything.contains("secret of the shop"));
    // Every reading of before is nowhere on the node above.
    let before = nodes.below.federation.series(output).tail.iter().filter(|it| it.at < since);
    for point in before {
        assert!(!everything.contains(&format!("{:?}", point.value)), "{point:?}");
    }
}

#[test]
fn it_is_mended_and_over_on_both_nodes_and_nothing_newer_is_sent() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    for _ in 0..8 {
        nodes.day_off(0.0);
        let phase = nodes.below.incident(id).phase;
        assert_eq!(nodes.risen().expect("it rose").phase, phase);
    }
    assert_eq!(nodes.below.incident(id).phase, Phase::Closed);
    let above = nodes.risen().expect("it rose").clone();
    assert_eq!(above.closed.map(|closing| closing.how), Some(End::Recovered));
    let owed = nodes.above.federation.obligation(above.rises[0].obligation).expect("owed");
    assert_eq!(owed.state, State::Released);
    let series = above.strands[0].indicator;
    let last = nodes.above.federation.series(series).tail.back().expect("readings").at;
    nodes.day_off(0.0);
    assert_eq!(nodes.above.federation.series(series).tail.back().expect("readings").at, last);
}

#[test]
fn what_is_owed_is_answered_above_read_below_and_met_by_the_words_of_those_below() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    let above = nodes.risen().expect("it rose").rises[0].obligation;
    let below = nodes.below.incident(id).rises[0].obligation;
    nodes
        .act_above(SECTOR, Act::Answer(above, "two fitters on Monday".to_owned()))
        .expect("it may");
    nodes.act_above(SECTOR, Act::OfferHelp(above, "and a spare shaft".to_owned())).expect("it may");
    let read = nodes.below.federation.obligation(below).expect("owed").clone();
    assert_eq!(read.state, State::Answered);
    assert_eq!(read.answer.map(|said| said.words), Some("two fitters on Monday".to_owned()));
    assert_eq!(read.offer.map(|said| said.words), Some("and a spare shaft".to_owned()));
    let log = format!("{:?}", nodes.below.incident(id).log);
    assert!(log.contains("two fitters on Monday"), "{log}");
    nodes.act_below("committee", Act::HelpCame(below)).expect("it may");
    for (world, owed) in [(&nodes.above, above), (&nodes.below, below)] {
        assert_eq!(world.federation.obligation(owed).expect("owed").state, State::Met);
    }
}

#[test]
fn help_and_safety_alarms_go_up_in_words_alone() {
    let mut nodes = Nodes::settled();
    let called = nodes.act_below("spinner", Act::AskHelp(None, "a belt is torn".to_owned()));
    let Thing::Obligation(below) = World::made(called) else { panic!("help is owed") };
    let sector = nodes.above.id(SECTOR);
    let owed = |nodes: &Nodes| {
        nodes.above.federation.obligations_of(sector).last().cloned().expect("owed")
    };
    assert_eq!(owed(&nodes).reason, Reason::Help("a belt is torn".to_owned()));
    assert_eq!(owed(&nodes).creditor, nodes.above.id(MILL));
    let above = owed(&nodes).id;
    nodes.act_above(SECTOR, Act::Answer(above, "on its way".to_owned())).expect("it may");
    assert_eq!(nodes.below.federation.obligation(below).expect("owed").state, State::Answered);

    nodes.act_below("spinner", Act::RaiseAlarm(Alarm::Safety, "smoke".to_owned())).expect("it may");
    assert_eq!(owed(&nodes).reason, Reason::Safety("smoke".to_owned()));
    let incident = nodes.risen().expect("it was called").clone();
    assert_eq!(incident.called, [sector]);
    assert!(!format!("{:?}", nodes.above.log).contains("spinner"), "who raised it stays below");
    assert!(seen_above(&nodes).is_empty());
}

#[test]
fn a_directive_comes_down_and_its_answer_goes_up() {
    let mut nodes = Nodes::settled();
    let sent = NewDirective {
        title: "Save power".to_owned(),
        text: "Five per cent less by night".to_owned(),
        reason: "The grid is short".to_owned(),
        holds_from: date(2026, 6, 1),
        to: Vec::new(),
    };
    let made = World::made(nodes.act_above(SECTOR, Act::Direct(sent)));
    let Thing::Directive(above) = made else { panic!("a directive") };
    let known = nodes.below.federation.directives_of(nodes.below.id(MILL)).last().cloned();
    let known = known.expect("it came down");
    assert_eq!(known.title, "Save power");
    assert_eq!(known.receivers.len(), 1, "to whom else it went stays above");
    let words = "three, from July".to_owned();
    nodes
        .act_below("committee", Act::Reply(known.id, directive::Event::Countered, words))
        .expect("it may");
    let answered = nodes.above.federation.directive(above).expect("sent");
    let mill = answered.receiver(nodes.above.id(MILL)).expect("it was sent there");
    assert_eq!(mill.answer, Answer::Countered);
    assert_eq!(mill.replies[0].words, "three, from July");
    nodes.act_above(SECTOR, Act::Recall(above, String::new())).expect("it may");
    let recalled = nodes.below.federation.directive(known.id).expect("it came down");
    assert!(recalled.withdrawn.is_some());
    assert_eq!(recalled.receivers[0].answer, Answer::Countered);
}

#[test]
fn a_day_of_the_mill_reaches_the_level_above_when_it_would_on_one_node_and_not_before() {
    let mut nodes = Nodes::new();
    let first = nodes.day;
    for _ in 0..20 {
        nodes.day_off(0.0);
        let now = nodes.one.federation.applied().received;
        let seen = |world: &World| {
            let (sector, mill) = (world.id(SECTOR), world.id(MILL));
            let is_seen = |day: &Date| {
                reach(&world.federation, Viewer(sector), Resource::Index(mill, *day, now)).is_any()
            };
            let days = std::iter::successors(Some(first), |day| day.tomorrow().ok()).take(40);
            let sum = |day: Date| (day, world.federation.contribution(mill, day));
            days.filter(is_seen).map(sum).filter(|(_, sum)| sum.is_reported()).collect::<Vec<_>>()
        };
        assert_eq!(seen(&nodes.above), seen(&nodes.one));
        // Not even on the disk of the node above is a day before it is released.
        let sent = &nodes.above.federation.link(LINK).expect("linked").days;
        let sector = nodes.one.id(SECTOR);
        assert!(
            sent.keys().all(|day| nodes.one.federation.released(sector, *day) <= now),
            "{sent:?}"
        );
    }
    let link = nodes.above.federation.link(LINK).expect("linked");
    assert!(link.days.len() > 5, "days came");
    let late = nodes.above.federation.same_day(nodes.above.id(SECTOR), first);
    assert!(format!("{late:?}").contains("None") || !format!("{late:?}").contains("UnitId(4)"));
}

#[test]
fn clocks_run_on_while_the_other_is_away_and_nothing_is_lost_doubled_or_early() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.wire = Wire::Cut;
    let due = nodes.below.incident(id).rises_at().expect("its clock runs");
    for _ in 0..6 {
        nodes.day_off(-10.0);
    }
    let below = nodes.below.incident(id);
    assert_eq!(below.rises[0].at, due, "the mill's clock ran on");
    assert_eq!(below.level, 1, "whoever holds it counts on their own node");
    assert!(nodes.risen().is_none());
    nodes.wire = Wire::Whole;
    nodes.post();
    let heard = nodes.above.federation.applied().received;
    let above = nodes.risen().expect("it came at last").clone();
    assert_eq!(above.rises.len(), 1);
    let owed = nodes.above.federation.obligation(above.rises[0].obligation).expect("owed");
    assert!(
        owed.opened >= heard && owed.answer_by > heard,
        "it has its time from when it could be told"
    );
    assert!(above.rises_at().is_none_or(|at| at > heard + Duration::from_hours(24)));
    // The mill goes away: the sector misses its answer all the same, and the nation hears of it.
    nodes.wire = Wire::Cut;
    for _ in 0..8 {
        nodes.day_off(-10.0);
    }
    let above = nodes.above.incident(above.id).clone();
    assert_eq!(above.rises.len(), 2);
    nodes.wire = Wire::Whole;
    nodes.post();
    let below = nodes.below.incident(id);
    assert_eq!(times(&nodes.below.federation, below).len(), 2);
    assert_eq!(below.rises[1].at, above.rises[1].at);
}

#[test]
fn letters_that_come_twice_or_with_a_gap_change_nothing() {
    let (mut nodes, id) = Nodes::with_a_step();
    nodes.act_below("committee", Act::PassUp(id, String::new())).expect("it may");
    let before = format!("{:?}", nodes.above.federation);
    let now = nodes.above.federation.applied().received;
    let all = waiting(&nodes.below, 0);
    let step = nodes.above.put(now, Event::Letters(LINK, 1, all.clone())).clone();
    assert!(step.touched.is_empty() && step.notices.is_empty() && step.letters.is_empty());
    let far = nodes.above.federation.link(LINK).expect("linked").heard + 2;
    nodes.above.put(now, Event::Letters(LINK, far, all));
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
            unit.path = mission::name::Path::parse(OTHER).expect("a path");
        }
    }
    for indicator in &mut elsewhere.glossary.indicators {
        indicator.unit = mission::name::Path::parse(OTHER).expect("a path");
    }
    let other = nodes.above.indicator(OTHER, "output");
    let points = vec![(now, 1e6)];
    let stray = Letter::Readings(mission::letter::Opened {
        unit: mission::name::Path::parse(OTHER).expect("a path"),
        key: mission::name::Key::parse("output").expect("a key"),
        points,
    });
    let before = nodes.above.federation.series(other).clone();
    nodes.above.put(now, Event::Letters(LINK, heard + 1, vec![Letter::Incident(elsewhere), stray]));
    assert_eq!(nodes.above.federation.series(other), &before);
    assert!(nodes.risen().is_none(), "no incident of another mill was made");
    assert_eq!(nodes.above.federation.link(LINK).expect("linked").heard, heard + 2);
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

const fn days(value: f64) -> Terms {
    Terms { value, from: None, review: None, reason: String::new() }
}

fn because(terms: Terms, reason: &str) -> Terms {
    Terms { reason: reason.to_owned(), ..terms }
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
    let offer = because(days(5.0), "the old looms");
    let made =
        World::made(nodes.act_below("committee", Act::Propose(unit, Subject::UnitRecovery, offer)));
    let Thing::Agreement(below) = made else { panic!("terms") };
    let proposed = nodes.above.federation.agreements_of(nodes.above.id(SECTOR));
    let above = proposed.filter(|it| it.state == Stands::Proposed).last().expect("it went up").id;
    assert_eq!(nodes.below.federation.agreement(below).expect("made").state, Stands::Proposed);
    nodes.act_above(SECTOR, Act::Consent(above, String::new())).expect("it may");
    for (world, id) in [(&nodes.above, above), (&nodes.below, below)] {
        assert_eq!(world.federation.agreement(id).expect("made").state, Stands::InForce);
    }
    // The next from above: countered below, and signed above.
    let unit = nodes.above.id(MILL);
    let offer = because(days(3.0), "they are new now");
    let made =
        World::made(nodes.act_above(SECTOR, Act::Propose(unit, Subject::UnitRecovery, offer)));
    let Thing::Agreement(above) = made else { panic!("terms") };
    let came = nodes.below.federation.agreements_of(nodes.below.id(MILL));
    let below = came.filter(|it| it.state == Stands::Proposed).last().expect("it came down").id;
    let counter = because(days(4.0), "half of them");
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
    let offer = because(days(3.0), "new looms");
    let made =
        World::made(nodes.act_above(SECTOR, Act::Propose(unit, Subject::UnitRecovery, offer)));
    let Thing::Agreement(above) = made else { panic!("terms") };
    let below =
        nodes.below.federation.agreements_of(nodes.below.id(MILL)).last().expect("it came").id;
    nodes.wire = Wire::Cut;
    let counter = because(days(4.0), "half of them");
    nodes.act_below("committee", Act::Counter(below, counter)).expect("it may");
    nodes.act_above(SECTOR, Act::Withdraw(above, String::new())).expect("it may");
    nodes.wire = Wire::Whole;
    nodes.post();
    assert_eq!(terms_of(&nodes.above), terms_of(&nodes.below));
    let stands = nodes.below.federation.agreement(below).expect("made").state;
    assert_eq!(stands, Stands::Withdrawn, "whoever proposed may take it back until it holds");

    let offer = because(days(6.0), "a wet year");
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
fn a_unit_moves_to_a_node_of_its_own_before_it_has_done_anything_here() {
    let mut world = World::new();
    let now = world.federation.applied().received;
    let link = |at: &str, other| {
        let unit = mission::name::Path::parse(at).expect("a path");
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
