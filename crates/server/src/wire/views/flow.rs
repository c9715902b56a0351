//! Flow: what does the page of a unit's flowchart show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{FigureState, Frame, IndicatorRef, UnitRef, When};

/// A figure or a part that boxes and lines can show, as it stands now.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FlowShown {
    /// A figure of the unit's own, or null.
    pub figure: Option<IndicatorRef>,
    /// A part one level below, or null.
    pub part: Option<UnitRef>,
    pub state: FigureState,
    /// `to be put right`, `no data`; null when as expected.
    pub state_text: Option<String>,
    /// Of figures the latest reading, of parts percent as of their released index.
    pub actuality: Option<f64>,
    /// What could be done now, as agreed: how high a box is.
    pub capability: Option<f64>,
    pub potentiality: Option<f64>,
    /// The unit of measure as people write it.
    pub unit_text: String,
    pub decimals: u8,
    /// `short by 2.3 t a day`, or quieter where that is no news; null where nothing is missing.
    pub short_text: Option<String>,
    /// Whether what is missing is news: the red stub.
    pub pressing: bool,
    /// The whole of it in a sentence.
    pub text: String,
}

/// Something that is done. `figure` and `part` name one of `shown`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FlowStep {
    pub key: String,
    pub name: String,
    /// The key of a figure.
    pub figure: Option<String>,
    /// The path of a part.
    pub part: Option<String>,
}

/// What flows from one box to another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FlowRibbon {
    pub from: String,
    pub to: String,
    /// As people say it; may be empty.
    pub what: String,
    /// The key of the figure that tells how much.
    pub figure: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FlowDrawing {
    pub boxes: Vec<FlowStep>,
    pub lines: Vec<FlowRibbon>,
}

/// A drawing that can be looked at again.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FlowVersion {
    pub id: String,
    pub at: When,
    /// `Drawn by shift lead on Friday 16 October at 14:05.`
    pub text: String,
    pub boxes: u32,
    pub lines: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = FlowView)]
pub struct Flow {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    /// `Four steps. Yarn falls short of what it could do.`
    pub sentence: String,
    pub lede: String,
    /// The drawing that is shown; null before there is any.
    pub drawing: Option<FlowDrawing>,
    /// Which of `versions` that is.
    pub version: Option<String>,
    /// The latest first.
    pub versions: Vec<FlowVersion>,
    /// Everything that boxes and lines show, or could.
    pub shown: Vec<FlowShown>,
    /// A drawing to begin with; null where there is one, and where the viewer may not draw.
    pub proposed: Option<FlowDrawing>,
    pub may_draw: bool,
    /// What drawing does, said before it is done.
    pub hint: String,
    /// Boxes and lines that a drawing may have at most.
    pub boxes_at_most: u32,
    pub lines_at_most: u32,
}
