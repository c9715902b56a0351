//! Flow: by which steps does a unit make what it makes, and what flows between them?
//!
//! A quantified flowchart, drawn by the people of the unit itself (S. Beer, *Platform for Change*, 1975):
//! boxes for what is done, lines for what goes from one to the next. A box may show one of the unit's
//! own figures or one of its parts, a line the figure that tells how much flows. The chart holds no
//! figures: whoever looks sees those that they may see anyhow.
//!
//! A drawing is never changed. Who draws says which one theirs goes on from; where another came
//! in between, nothing is lost and nothing is mixed: the later one is refused, and people choose.
//! Lines may lead back, for work is done over.

use std::collections::BTreeSet;

use crate::federation::Federation;
use crate::id::{FlowId, IndicatorId, UnitId};
use crate::limits;
use crate::name::{self, Key};
use crate::registry::{Aggregate, Direction, Indicator, Registry, Sphere};
use crate::time::Timestamp;

/// What a drawing is refused with that another overtook.
pub const OVERTAKEN: &str =
    "somebody else changed the chart meanwhile: look at theirs, and draw yours again on top of it";

/// A chart as it was drawn at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Its identity.
    pub id: FlowId,
    /// The unit whose it is.
    pub unit: UnitId,
    /// What was drawn.
    pub drawing: Drawing,
    /// By which role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Boxes, and the lines between them.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Drawing {
    /// What is done, in the order in which it was drawn.
    pub boxes: Vec<FlowBox>,
    /// What flows.
    pub lines: Vec<FlowLine>,
}

/// Something that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowBox {
    /// Its name among the boxes of the chart.
    pub key: Key,
    /// Its name, as people say it.
    pub name: String,
    /// What tells how it goes.
    pub shows: Option<Shows>,
}

/// What a box shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shows {
    /// A figure of the unit's own.
    Figure(IndicatorId),
    /// A part one level below.
    Part(UnitId),
}

/// What flows from one box to another.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowLine {
    /// The box that it leaves.
    pub from: Key,
    /// The box that it goes to.
    pub to: Key,
    /// What flows, as people say it; may be empty.
    pub what: String,
    /// The unit's own figure that tells how much.
    pub volume: Option<IndicatorId>,
}

/// What is wrong with a drawing: in which field, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// `boxes` or `lines`.
    pub field: &'static str,
    /// What would be right, with the place that it is about.
    pub expected: String,
}

impl Drawing {
    /// The drawing with its words trimmed, if it can be one of that unit.
    pub fn check(self, registry: &Registry, unit: UnitId) -> Result<Self, Wrong> {
        let Self { boxes, lines } = self;
        if boxes.is_empty() || boxes.len() > limits::FLOW_BOXES {
            return Err(in_boxes(format!("1 to {} of them", limits::FLOW_BOXES)));
        }
        if lines.len() > limits::FLOW_LINES {
            return Err(in_lines(format!("{} of them at most", limits::FLOW_LINES)));
        }
        let mut keys = BTreeSet::new();
        let boxes: Vec<FlowBox> = boxes
            .into_iter()
            .map(|one| {
                if keys.insert(one.key.clone()) {
                    checked_box(one, registry, unit)
                } else {
                    Err(in_boxes(format!("each key once, and {} stands there twice", one.key)))
                }
            })
            .collect::<Result<_, _>>()?;
        let mut drawn = BTreeSet::new();
        let lines = lines
            .into_iter()
            .map(|line| {
                let line = checked_line(line, &keys, registry, unit)?;
                let FlowLine { from, to, what, .. } = &line;
                if drawn.insert((from.clone(), to.clone(), what.clone())) {
                    return Ok(line);
                }
                let expected = "one line for each thing that flows from a box to another";
                Err(in_lines(format!("{expected}, and there are two from {from} to {to}")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { boxes, lines })
    }
}

fn checked_box(one: FlowBox, registry: &Registry, unit: UnitId) -> Result<FlowBox, Wrong> {
    let FlowBox { key, name, shows } = one;
    let name = name::words(&name, limits::NAME_LETTERS)
        .map_err(|wrong| in_boxes(format!("for the name of {key}: {}", wrong.expected)))?;
    let is_ours = match shows {
        None => true,
        Some(Shows::Figure(id)) => registry.indicators_of(unit).contains(&id),
        Some(Shows::Part(part)) => registry.parts(unit).contains(&part),
    };
    if !is_ours {
        let expected = "shows a figure or a direct part of the unit, or nothing";
        return Err(in_boxes(format!("that {key} {expected}")));
    }
    Ok(FlowBox { key, name, shows })
}

fn checked_line(
    line: FlowLine,
    keys: &BTreeSet<Key>,
    registry: &Registry,
    unit: UnitId,
) -> Result<FlowLine, Wrong> {
    let FlowLine { from, to, what, volume } = line;
    if let Some(nowhere) = [&from, &to].into_iter().find(|key| !keys.contains(*key)) {
        return Err(in_lines(format!("lines between boxes of the chart, and {nowhere} is none")));
    }
    if from == to {
        return Err(in_lines(format!("another box than {from} at the end of its line")));
    }
    let what = if what.trim().is_empty() {
        String::new()
    } else {
        let words = name::words(&what, limits::NAME_LETTERS);
        words
            .map_err(|wrong| in_lines(format!("for what flows from {from}: {}", wrong.expected)))?
    };
    if volume.is_some_and(|id| !registry.indicators_of(unit).contains(&id)) {
        return Err(in_lines(format!("a figure of the unit's own for how much leaves {from}")));
    }
    Ok(FlowLine { from, to, what, volume })
}

fn in_boxes(expected: String) -> Wrong {
    Wrong { field: "boxes", expected }
}

fn in_lines(expected: String) -> Wrong {
    Wrong { field: "lines", expected }
}

impl Federation {
    /// A chart to begin with. Of a level, a box for each part: what flows between them its people
    /// know. Of any other unit its outputs, one after the other, as they are reported; else what is better
    /// when there is more of it; else all its work. None where there is nothing of that.
    pub fn proposed_flow(&self, unit: UnitId) -> Option<Drawing> {
        let registry = self.registry();
        let parts = registry.parts(unit);
        if !parts.is_empty() {
            let of_part = |part: &UnitId| {
                let known = registry.unit(*part);
                let last = known.path.as_str().rsplit('/').next().unwrap_or_default();
                let key = Key::parse(last).expect("the segments of a path are keys");
                FlowBox { key, name: known.name.clone(), shows: Some(Shows::Part(*part)) }
            };
            let boxes = parts.iter().take(limits::FLOW_BOXES).map(of_part).collect();
            return Some(Drawing { boxes, lines: Vec::new() });
        }
        let all = || {
            let own = registry.indicators_of(unit).iter().map(|id| registry.indicator(*id));
            own.filter(|it| it.retired.is_none() && it.sphere == Sphere::Work)
        };
        let more = |it: &&Indicator| it.direction == Direction::More;
        let amount = |it: &&Indicator| it.aggregate == Aggregate::Sum;
        let choices = [
            all().filter(more).filter(amount).collect::<Vec<_>>(),
            all().filter(more).collect(),
            all().collect(),
        ];
        let mut chosen = choices.into_iter().find(|chosen| !chosen.is_empty())?;
        chosen.truncate(limits::FLOW_BOXES);
        let of_figure = |it: &&Indicator| FlowBox {
            key: it.key.clone(),
            name: it.name.clone(),
            shows: Some(Shows::Figure(it.id)),
        };
        let line = |pair: &[&Indicator]| FlowLine {
            from: pair[0].key.clone(),
            to: pair[1].key.clone(),
            what: String::new(),
            volume: Some(pair[0].id),
        };
        Some(Drawing {
            boxes: chosen.iter().map(of_figure).collect(),
            lines: chosen.windows(2).map(line).collect(),
        })
    }
}
