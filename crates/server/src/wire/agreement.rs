//! Agreement: how are terms between a unit and the one above it written?

use mission::agreement::{self, Side, State, Subject};
use mission::registry::Registry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Terms that somebody proposes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The unit whose terms these are, by its path.
    pub unit: String,
    /// What they are about.
    pub kind: Kind,
    /// The indicator's key; null for a recovery time of the whole unit.
    pub indicator: Option<String>,
    /// The value; null for a retirement.
    pub value: Option<f64>,
    /// When both look at them again, a date.
    pub review: Option<String>,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Why.
    pub words: String,
}

/// What terms can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TermsKind)]
pub enum Kind {
    /// Working days to recover.
    RecoveryTime,
    /// What could be done now.
    Capability,
    /// What could be done by developing what is feasible.
    Potentiality,
    /// Value per unit of measure in the index.
    IndexWeight,
    /// That the indicator is no longer reported.
    Retire,
    /// The level that a changed series is judged against.
    NewLevel,
}

/// What somebody does about an agreement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementAct {
    /// What.
    pub act: AgreementDeed,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Why.
    #[serde(default)]
    pub words: String,
    /// With `counter`: the other value.
    pub value: Option<f64>,
    /// With `counter`: when both look at it again, a date.
    pub review: Option<String>,
}

/// The acts on an agreement.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementDeed {
    /// Consent to what is on the table.
    Consent,
    /// Put other terms on the table.
    Counter,
    /// Take the proposal back.
    Withdraw,
}

/// Agreements, the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Agreements {
    /// The agreements.
    pub agreements: Vec<Agreement>,
}

/// Terms between a unit and the one above it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Agreement {
    /// Its identity.
    pub id: String,
    /// The unit whose terms these are, by its path.
    pub unit: String,
    /// What they are about.
    pub kind: Kind,
    /// The indicator's key, where it is about one.
    pub indicator: Option<String>,
    /// `proposed`, `countered`, `in_force`, `withdrawn` or `replaced`.
    pub state: String,
    /// Every offer, the first first; the last is on the table, or holds.
    pub offers: Vec<Offer>,
}

/// What one side put on the table.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Offer {
    /// `unit` or `above`.
    pub side: String,
    /// The value.
    pub value: f64,
    /// First day on which it is to hold.
    pub from: String,
    /// When both look at it again.
    pub review: Option<String>,
    /// Why.
    pub reason: String,
    /// Who signed for the side.
    pub by: String,
    /// When.
    pub at: String,
}

impl Agreement {
    pub(crate) fn of(registry: &Registry, agreement: &agreement::Agreement) -> Self {
        let (kind, indicator) = match agreement.subject {
            Subject::UnitRecovery => (Kind::RecoveryTime, None),
            Subject::Recovery(id) => (Kind::RecoveryTime, Some(id)),
            Subject::Capability(id) => (Kind::Capability, Some(id)),
            Subject::Potentiality(id) => (Kind::Potentiality, Some(id)),
            Subject::Weight(id) => (Kind::IndexWeight, Some(id)),
            Subject::Retirement(id) => (Kind::Retire, Some(id)),
            Subject::NewLevel(id) => (Kind::NewLevel, Some(id)),
        };
        Self {
            id: agreement.id.0.to_string(),
            unit: registry.unit(agreement.unit).path.to_string(),
            kind,
            indicator: indicator.map(|id| registry.indicator(id).key.to_string()),
            state: match agreement.state {
                State::Proposed => "proposed",
                State::Countered => "countered",
                State::InForce => "in_force",
                State::Withdrawn => "withdrawn",
                State::Replaced => "replaced",
            }
            .to_owned(),
            offers: agreement.offers.iter().map(Offer::of).collect(),
        }
    }
}

impl Offer {
    fn of(offer: &agreement::Offer) -> Self {
        Self {
            side: match offer.side {
                Side::Unit => "unit",
                Side::Above => "above",
            }
            .to_owned(),
            value: offer.value,
            from: offer.from.to_string(),
            review: offer.review.map(|day| day.to_string()),
            reason: offer.reason.clone(),
            by: offer.by.clone(),
            at: offer.at.to_string(),
        }
    }
}
