//! Links: two nodes together do what one would have done, and the upper one knows what may rise alone.

mod agreed;
mod anew;
mod chain;
mod messages;
mod trust;

use std::time::Duration;

use mission::charter::{Charter, UnitCharter};
use mission::directive::{self, Answer};
use mission::effect::{Done, News, Refusal, Thing};
use mission::escalation::Phase;
use mission::event::{Act, Came, Event, NewDirective};
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
            Event::Report(Report {
                readings: readings.collect(),
                no_data: Vec::new(),
                note: None,
                signed: None,
            })
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
        self.above.federation.reached(sector).rfind(|it| it.unit == mill)
    }
}

/// Letters that `from` has written and `to` has not heard. How many there were.
fn carry(from: &mut World, to: &mut World) -> usize {
    let heard = to.federation.link(LINK).expect("linked").heard;
    let letters = waiting(from, heard);
    let count = letters.len();
    if count > 0 {
        let now = from.federation.applied().received.max(to.federation.applied().received);
        let came = Came { first: heard + 1, mark: 0, letters };
        to.put(now, Event::Letters(LINK, came));
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
