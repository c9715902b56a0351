//! Flow: how is the chart of a unit's flow drawn, and read as it was drawn?

use mission::flow::{self, Shows};
use mission::registry::Registry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Draws the chart of the unit's flow anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFlow {
    /// The unit, by its path: the viewer's own.
    pub unit: String,
    /// The drawing that this one goes on from, by its id; nothing for the first. If another came in between,
    /// the answer is 409.
    pub follows: Option<String>,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// What is done, 1 to 64 of them.
    pub boxes: Vec<FlowBox>,
    /// What flows, at most 160. They may lead back.
    #[serde(default)]
    pub lines: Vec<FlowLine>,
}

/// Something that is done. It shows a figure or a part, or neither.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowBox {
    /// Its name among the boxes: letters a-z, digits and `-`.
    pub key: String,
    /// As people say it.
    pub name: String,
    /// The key of one of the unit's figures.
    pub figure: Option<String>,
    /// A direct part of the unit, by its path.
    pub part: Option<String>,
}

/// What flows from one box to another.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlowLine {
    /// The key of the box that it leaves.
    pub from: String,
    /// The key of another box, to which it goes.
    pub to: String,
    /// As people say it; may be empty.
    #[serde(default)]
    pub what: String,
    /// The key of the unit's figure that tells how much.
    pub figure: Option<String>,
}

/// The drawings of a unit's flow that are kept in memory.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Flows {
    /// The latest first.
    pub flows: Vec<Flow>,
}

/// A chart as it was drawn at one time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Flow {
    /// Its identity, by which the next says that it goes on from it.
    pub id: String,
    /// The unit, by its path.
    pub unit: String,
    /// What is done.
    pub boxes: Vec<FlowBox>,
    /// What flows.
    pub lines: Vec<FlowLine>,
    /// Who drew it.
    pub by: String,
    /// When.
    pub at: String,
}

impl Flow {
    /// As it is sent.
    pub fn of(known: &flow::Flow, registry: &Registry) -> Self {
        let key = |id| registry.indicator(id).key.to_string();
        let boxes = known.drawing.boxes.iter().map(|one| {
            let (figure, part) = match one.shows {
                None => (None, None),
                Some(Shows::Figure(id)) => (Some(key(id)), None),
                Some(Shows::Part(unit)) => (None, Some(registry.unit(unit).path.to_string())),
            };
            FlowBox { key: one.key.to_string(), name: one.name.clone(), figure, part }
        });
        let lines = known.drawing.lines.iter().map(|line| FlowLine {
            from: line.from.to_string(),
            to: line.to.to_string(),
            what: line.what.clone(),
            figure: line.volume.map(key),
        });
        Self {
            id: known.id.0.to_string(),
            unit: registry.unit(known.unit).path.to_string(),
            boxes: boxes.collect(),
            lines: lines.collect(),
            by: known.by.clone(),
            at: known.at.to_string(),
        }
    }
}
