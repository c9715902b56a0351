//! Places: what do the list of units, a boundary and a problem show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Frame, UnitRef};

/// One row of the list of units; depth first, so that a row's parts follow it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UnitRow {
    pub unit: UnitRef,
    pub depth: u32,
    pub parts: u32,
    pub indicators: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = UnitsView)]
pub struct Units {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
    /// Empty on the first run.
    pub units: Vec<UnitRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Sees {
    pub text: String,
    pub standing: String,
    pub incident: Option<String>,
}

/// What somebody sees who may not see. It reads the same whether or not there is anything behind
/// it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = BoundaryView)]
pub struct Boundary {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    /// `Yarur keeps its readings. You can ask.`
    pub sentence: String,
    pub lede: String,
    /// What the viewer sees without asking. `incident` makes it a link.
    pub sees: Vec<Sees>,
    pub keeps: Vec<String>,
    /// How to ask, and what silence means.
    pub how_to_ask: String,
}

/// problem+json (RFC 9457), also inlined as the view when a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ProblemShown)]
pub struct Problem {
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = ProblemView)]
pub struct ProblemPage {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub problem: Problem,
}

/// The story of a rehearsal, of which the page asks by itself: see `wire::minute`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MinutePage {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    pub sentence: String,
    pub lede: String,
}
