//! Opening: how does a unit let another see some figures, and how is it asked to?

use mission::calendar::Calendar;
use mission::opening;
use mission::registry::Registry;
use mission::request;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Proposes that another unit may see some figures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpening {
    /// The unit whose figures these are, by its path: the viewer's own.
    pub unit: String,
    /// The unit that may see them, by its path.
    pub to: String,
    /// The keys of the figures.
    pub indicators: Vec<String>,
    /// The first day that is shown, a date of the unit's zone; where none is given, today.
    pub since: Option<String>,
    /// The last day on which they may be seen, a date of the unit's zone, 30 days ahead at most.
    pub until: String,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Why.
    pub words: String,
    /// The request that this grants.
    pub request: Option<String>,
}

/// Who signs, closes or declines.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signing {
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
}

/// What a unit opens, and what is opened to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Openings {
    /// What it opens, or opened; the latest first.
    pub given: Vec<Opening>,
    /// What is or was open to it; the latest first.
    pub received: Vec<Received>,
}

/// Figures of the viewer's unit that another may see, or is about to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Opening {
    /// Its identity.
    pub id: String,
    /// The unit that may see them, by its path.
    pub to: String,
    /// The keys of the figures.
    pub indicators: Vec<String>,
    /// The first day that is shown.
    pub since: String,
    /// When it is over.
    pub until: String,
    /// Why.
    pub words: String,
    /// The request that it grants.
    pub request: Option<String>,
    /// Who has signed.
    pub signed: Vec<Signature>,
    /// When it was proposed.
    pub at: String,
    /// When it opened.
    pub opened: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// `proposed`, `in_force`, `closed` or `over`.
    pub state: String,
}

/// A name under it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Signature {
    /// By which role.
    pub by: String,
    /// When.
    pub at: String,
}

/// Figures of another unit that the viewer's may see, or could.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Received {
    /// Its identity.
    pub id: String,
    /// The unit whose figures these are, by its path.
    pub unit: String,
    /// The keys of the figures.
    pub indicators: Vec<String>,
    /// The first day that is shown.
    pub since: String,
    /// When it is over.
    pub until: String,
    /// Why.
    pub words: String,
    /// The request that it grants.
    pub request: Option<String>,
    /// When it opened.
    pub opened: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// `in_force`, `closed` or `over`.
    pub state: String,
}

/// Asks a unit to be let see its figures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The unit that is asked, by its path.
    pub unit: String,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Why. All sister units of the one that is asked read it.
    pub words: String,
}

/// What a unit was asked, and asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Requests {
    /// What waits here; the latest first.
    pub of_us: Vec<RequestOfUs>,
    /// What the viewer's unit asked others; the latest first.
    pub by_us: Vec<RequestByUs>,
}

/// A request that waits here. Nobody need answer it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestOfUs {
    /// Its identity.
    pub id: String,
    /// The unit that asks, by its path.
    pub from: String,
    /// Why.
    pub words: String,
    /// Who signed it there.
    pub by: String,
    /// When it was asked.
    pub at: String,
    /// When it is over.
    pub until: String,
}

/// A request of the viewer's unit: the same whatever became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequestByUs {
    /// Its identity.
    pub id: String,
    /// The unit that is asked, by its path.
    pub unit: String,
    /// Why.
    pub words: String,
    /// Who signed it.
    pub by: String,
    /// When it was asked.
    pub at: String,
    /// When it is over.
    pub until: String,
    /// `asked` or `over`.
    pub state: String,
}

const fn state(state: opening::State) -> &'static str {
    match state {
        opening::State::Proposed => "proposed",
        opening::State::InForce => "in_force",
        opening::State::Closed => "closed",
        opening::State::Over => "over",
    }
}

fn keys(opening: &opening::Opening, registry: &Registry) -> Vec<String> {
    opening.indicators.iter().map(|id| registry.indicator(*id).key.to_string()).collect()
}

fn hours<'r>(opening: &opening::Opening, registry: &'r Registry) -> &'r Calendar {
    &registry.unit(opening.unit).calendar
}

impl Opening {
    /// As the unit sees it whose figures these are.
    pub fn of(known: &opening::Opening, registry: &Registry) -> Self {
        let signed = known
            .signed
            .iter()
            .map(|signature| Signature { by: signature.by.clone(), at: signature.at.to_string() });
        Self {
            id: known.id.0.to_string(),
            to: registry.unit(known.to).path.to_string(),
            indicators: keys(known, registry),
            since: hours(known, registry).date_of(known.since).to_string(),
            until: known.until.to_string(),
            words: known.words.clone(),
            request: known.grants.map(|id| id.0.to_string()),
            signed: signed.collect(),
            at: known.at.to_string(),
            opened: known.opened.map(|at| at.to_string()),
            ended: known.ended.map(|at| at.to_string()),
            state: state(known.state).to_owned(),
        }
    }
}

impl Received {
    /// As the unit sees it that may look.
    pub fn of(known: &opening::Opening, registry: &Registry) -> Self {
        Self {
            id: known.id.0.to_string(),
            unit: registry.unit(known.unit).path.to_string(),
            indicators: keys(known, registry),
            since: hours(known, registry).date_of(known.since).to_string(),
            until: known.until.to_string(),
            words: known.words.clone(),
            request: known.grants.map(|id| id.0.to_string()),
            opened: known.opened.map(|at| at.to_string()),
            ended: known.ended.map(|at| at.to_string()),
            state: state(known.state).to_owned(),
        }
    }
}

impl RequestOfUs {
    /// As the unit sees it that is asked.
    pub fn of(known: &request::Request, registry: &Registry) -> Self {
        Self {
            id: known.id.0.to_string(),
            from: registry.unit(known.from).path.to_string(),
            words: known.words.clone(),
            by: known.by.clone(),
            at: known.at.to_string(),
            until: known.until.to_string(),
        }
    }
}

impl RequestByUs {
    /// As the unit sees it that asks. Who declined, and whether anybody did, does not come in.
    pub fn of(known: &request::Request, registry: &Registry) -> Self {
        let state = match known.state {
            request::State::Asked => "asked",
            request::State::Over => "over",
        };
        Self {
            id: known.id.0.to_string(),
            unit: registry.unit(known.unit).path.to_string(),
            words: known.words.clone(),
            by: known.by.clone(),
            at: known.at.to_string(),
            until: known.until.to_string(),
            state: state.to_owned(),
        }
    }
}
