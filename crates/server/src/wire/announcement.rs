//! Announcement: how does a unit say beforehand that its figures will not be the usual ones?

use mission::announcement::{self, Expected};
use mission::registry::Registry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a unit announces about its own figures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnnouncement {
    /// The unit, by its path: the viewer's own.
    pub unit: String,
    /// The indicator's key; null for all that the unit reports.
    pub indicator: Option<String>,
    /// What is to be expected.
    pub kind: Kind,
    /// The first day, a date of the unit's zone; where none is given, today, as far as it has not been reported.
    pub from: Option<String>,
    /// With `apart`: the last day, a date of the unit's zone.
    pub until: Option<String>,
    /// With `new_level`: by how much, in the indicator's unit of measure, where that is known.
    pub change: Option<f64>,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// What it is.
    pub words: String,
}

/// What can be announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AnnouncementKind)]
pub enum Kind {
    /// Figures that say nothing for a time: an overhaul, a stocktaking, a strike.
    Apart,
    /// Another level from then on: a new line, a lost customer.
    NewLevel,
}

/// Calls an announcement off, or ends it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallOff {
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Why.
    #[serde(default)]
    pub words: String,
}

/// What a unit has announced.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Announcements {
    /// In the order said.
    pub announcements: Vec<Announcement>,
}

/// Something that a unit announced.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Announcement {
    /// Its identity.
    pub id: String,
    /// The indicator's key; null for all that the unit reports.
    pub indicator: Option<String>,
    /// What is to be expected.
    pub kind: Kind,
    /// When it begins.
    pub from: String,
    /// When it is over; null for a level that is there to stay.
    pub until: Option<String>,
    /// By how much the level moves, where that was said.
    pub change: Option<f64>,
    /// Who said so.
    pub by: String,
    /// What it is.
    pub words: String,
    /// When it was said.
    pub at: String,
}

impl Announcement {
    /// As it is sent.
    pub fn of(said: &announcement::Announcement, registry: &Registry) -> Self {
        let (kind, change) = match said.expected {
            Expected::Apart(_) => (Kind::Apart, None),
            Expected::Level(by) => (Kind::NewLevel, by),
        };
        let indicator = said.indicator.map(|id| registry.indicator(id).key.to_string());
        Self {
            id: said.id.0.to_string(),
            indicator,
            kind,
            from: said.from.to_string(),
            until: said.until().map(|until| until.to_string()),
            change,
            by: said.by.clone(),
            words: said.words.clone(),
            at: said.at.to_string(),
        }
    }
}
