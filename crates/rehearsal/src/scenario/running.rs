//! Running: how is a scenario lived through, entry by entry?
//!
//! Each timer fires in an entry of its own at the time it is due, so that the timeline shows the
//! very moment at which anything moved.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Span;
use mission::cadence::Cadence;
use mission::effect::Step;
use mission::event::{Entry, Event, SignedAct};
use mission::federation::Federation;
use mission::report::{NoData, Reading, Report};
use mission::time::Timestamp;

use super::oracle::Oracle;
use super::script::{Line, SeriesScript, What};
use super::{Day, World};
use crate::draw::{For, Place};

/// Minutes after it is due that a report comes.
const DELAY_MINUTES: u64 = 10;

/// Timers in a row without an entry between them: past it the core is thought to be stuck.
const TIMERS_IN_A_ROW: usize = 10_000;

/// A scenario being lived through.
pub(super) struct Running {
    pub(super) federation: Federation,
    pub(super) entries: Vec<Entry>,
    pub(super) steps: Vec<Step>,
    timeline: Vec<String>,
    met: Vec<bool>,
    oracle: Oracle,
}

/// What comes, before it is an entry.
enum Coming<'w> {
    Event(Event),
    Act(&'w Line),
}

impl Running {
    pub(super) fn begin(world: &World) -> Self {
        Self {
            federation: Federation::new(),
            entries: Vec::new(),
            steps: Vec::new(),
            timeline: Vec::new(),
            met: vec![false; world.claims.len()],
            oracle: Oracle::default(),
        }
    }

    pub(super) fn run(&mut self, world: &World, end: Day) {
        let mut coming = coming(world, end);
        coming.sort_by_key(|(at, _)| *at);
        for (at, what) in coming {
            self.fire_until(world, at);
            let event = match what {
                Coming::Event(event) => event,
                Coming::Act(line) => {
                    let Some(act) = (line.act)(&self.federation) else { continue };
                    let (unit, by) = (world.id(&line.unit), line.by.clone());
                    Event::Act(SignedAct { unit, by, who: None, act })
                }
            };
            self.apply(world, at, event);
        }
        let unmet = world.claims.iter().zip(&self.met).find(|(_, met)| !**met);
        if let Some(((days, claim), _)) = unmet {
            let (from, to) = (days.start.0, days.end.0);
            panic!("not once from day {from} to {to}: {claim}\n{}", self.story(world));
        }
    }

    /// Lets every timer fire that is due by then, each at its own time.
    fn fire_until(&mut self, world: &World, until: Timestamp) {
        for _ in 0..TIMERS_IN_A_ROW {
            let Some(due) = self.federation.next_due().filter(|due| *due <= until) else { return };
            self.apply(world, due.max(self.federation.applied().received), Event::Clock);
        }
        panic!("timers without an end before {until}\n{}", self.story(world));
    }

    fn apply(&mut self, world: &World, received: Timestamp, event: Event) {
        let offset = self.federation.applied().offset + 1;
        let entry = Entry { offset, received, event };
        let step = self.federation.step(&entry);
        self.write_down(world, &entry, &step);
        let wrong = self.oracle.check(&self.federation, &step);
        self.entries.push(entry);
        self.steps.push(step);
        if let Err(wrong) = wrong {
            panic!("at {received}: {wrong}\n{}", self.story(world));
        }
        self.hold_to_claims(world, received);
    }

    fn hold_to_claims(&mut self, world: &World, now: Timestamp) {
        for ((days, claim), met) in world.claims.iter().zip(&mut self.met) {
            let is_time = world.start_of(days.start) <= now && now < world.start_of(days.end);
            *met = *met || (is_time && claim.holds(world, &self.federation, now));
        }
        let broken = world.never.iter().find(|claim| claim.holds(world, &self.federation, now));
        if let Some(claim) = broken {
            panic!("at {now}, though never expected: {claim}\n{}", self.story(world));
        }
    }

    fn write_down(&mut self, world: &World, entry: &Entry, step: &Step) {
        if let Event::Act(signed) = &entry.event {
            let unit = &world.units[signed.unit.index()].name;
            let answer = &step.answer;
            self.timeline
                .push(format!("{} {unit} does {:?}: {answer:?}", entry.received, signed.act));
        }
        for notice in &step.notices {
            let unit = &world.units[notice.to.index()].name;
            self.timeline.push(format!("{} {unit} is told {:?}", notice.at, notice.what));
        }
    }

    /// The seed, what happened when, and what each incident went through.
    pub(super) fn story(&self, world: &World) -> String {
        let mut story = format!("seed {}\n\ntimeline\n", world.seed);
        for line in &self.timeline {
            story.push_str(line);
            story.push('\n');
        }
        for incident in self.federation.incidents() {
            let unit = &world.units[incident.unit.index()].name;
            let about: Vec<_> = incident.strands.iter().map(|strand| strand.indicator).collect();
            let written = writeln!(
                story,
                "\nincident {} of {unit}, {:?}, series {about:?}, {:?}, clock {:?}",
                incident.id.0, incident.cause, incident.phase, incident.clock
            );
            written.expect("writing to a string does not fail");
            for line in &incident.log {
                writeln!(story, "  {} {:?}", line.at, line.what)
                    .expect("writing to a string does not fail");
            }
        }
        story
    }
}

/// Everything that comes from outside, in no order yet.
fn coming(world: &World, end: Day) -> Vec<(Timestamp, Coming<'_>)> {
    let founding = Event::Charter(world.charter());
    let mut coming = vec![(world.start_of(Day(0)), Coming::Event(founding))];
    for number in 0..end.0 {
        // So that what is claimed of a day is looked at on the day, even if nothing comes.
        coming.push((world.start_of(Day(number)), Coming::Event(Event::Clock)));
    }
    for (place, series) in world.series.iter().enumerate() {
        for number in 0..end.0 {
            figures(world, place, series, Day(number), &mut coming);
        }
    }
    for happening in &world.happenings {
        if let What::Act(line) = &happening.what {
            let at = world.start_of(happening.day) + minutes(u64::from(line.minute));
            coming.push((at, Coming::Act(line)));
        }
    }
    let end = world.start_of(end);
    coming.retain(|(at, _)| *at < end);
    coming
}

/// What is special about the figures of one day.
#[derive(Default)]
struct Special {
    shift: f64,
    one_off: f64,
    slip: Option<(f64, i32)>,
    late_days: i32,
    missing: bool,
    no_data: Option<String>,
}

fn figures(
    world: &World,
    place: usize,
    series: &SeriesScript,
    day: Day,
    coming: &mut Vec<(Timestamp, Coming<'_>)>,
) {
    let special = special(world, series, day);
    if special.missing {
        return;
    }
    let hours = world.units[series.unit].calendar();
    let indicator = world.indicator(&series.name);
    let next_day = hours.start_of(world.date(day).saturating_add(Span::new().days(1)));
    let mut period = series.cadence.period_of(hours.start_of(world.date(day)), &hours);
    let noise = Place::world(world.seed, For::Noise).at(place as u64).on(day.0);
    let mut draw = noise.draw();
    while period.start < next_day {
        if series.cadence.is_due(&period, &hours) {
            let late = minutes(1440 * u64::from(special.late_days.unsigned_abs()));
            let delay = if series.cadence == Cadence::Daily { DELAY_MINUTES } else { 1 };
            let received = series.cadence.due_at(&period, &hours) + minutes(delay) + late;
            let true_value =
                series.level + special.shift + special.one_off + series.stray(&mut draw);
            let reading = |value| Reading { indicator, at: period.start, value };
            let mut report = Report::default();
            if let Some(because) = &special.no_data {
                let because = because.clone();
                report.no_data.push(NoData { indicator, at: period.start, because });
            } else {
                let written = true_value + special.slip.map_or(0.0, |(by, _)| by);
                report.readings.push(reading(written));
            }
            coming.push((received, Coming::Event(Event::Report(report))));
            if let Some((_, after)) = special.slip {
                let corrected = Report { readings: vec![reading(true_value)], ..Report::default() };
                let later = received + minutes(1440 * u64::from(after.unsigned_abs()) + 1);
                coming.push((later, Coming::Event(Event::Report(corrected))));
            }
        }
        period = series.cadence.period_of(period.end, &hours);
    }
}

fn special(world: &World, series: &SeriesScript, day: Day) -> Special {
    let mut special = Special::default();
    let mut drift: BTreeMap<i32, f64> = BTreeMap::new();
    let mut happenings: Vec<_> = world.happenings.iter().filter(|it| it.day <= day).collect();
    happenings.sort_by_key(|happening| happening.day);
    for happening in happenings {
        let (from, today) = (happening.day, happening.day == day);
        match &happening.what {
            What::Step(of, by) if *of == series.name => special.shift += by,
            What::Drift(of, by) if *of == series.name => drop(drift.insert(from.0, *by)),
            What::Back(of) if *of == series.name => {
                special.shift = 0.0;
                drift.clear();
            }
            What::OneOff(of, by) if *of == series.name && today => special.one_off += by,
            What::Missing(of, days) if *of == series.name && day.0 < from.0 + days => {
                special.missing = true;
            }
            What::NoData(of, why) if *of == series.name && today => {
                special.no_data = Some(why.clone());
            }
            What::Late(of, days) if *of == series.name && today => special.late_days = *days,
            What::Slip(of, by, after) if *of == series.name && today => {
                special.slip = Some((*by, *after));
            }
            What::Step(..)
            | What::Drift(..)
            | What::Back(_)
            | What::OneOff(..)
            | What::Missing(..)
            | What::NoData(..)
            | What::Late(..)
            | What::Slip(..)
            | What::Act(_) => {}
        }
    }
    special.shift += drift.iter().map(|(from, by)| f64::from(day.0 - from + 1) * by).sum::<f64>();
    special
}

fn minutes(count: u64) -> std::time::Duration {
    std::time::Duration::from_secs(60 * count)
}
