//! Message: how does a person write to others, and post what their unit needs or offers?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A message.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The unit that writes, by its path.
    pub unit: String,
    /// To whom.
    pub to: To,
    /// With `parts` and `sisters`: which of them, by their paths. All parts where none is named.
    #[serde(default)]
    pub units: Vec<String>,
    /// With `answer`: the message that is answered; with `poster`: the need or offer.
    #[serde(default)]
    pub of: String,
    /// What it is about, which all who read it must see.
    pub about: Option<About>,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// What is written.
    pub words: String,
    /// Which device or program sends it: with the two below, what is sent twice is one message.
    pub source: String,
    /// Which run of its numbers.
    #[serde(default)]
    pub epoch: u64,
    /// The number of the message.
    pub seq: u64,
}

/// To whom a message goes.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// The level above.
    Above,
    /// Parts of the unit.
    Parts,
    /// Sister units: parts of the same level.
    Sisters,
    /// Nobody else.
    Within,
    /// Whoever wrote the message that is answered.
    Answer,
    /// The unit that posted a need or an offer.
    Poster,
}

/// What a message is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What kind of thing.
    pub kind: AboutKind,
    /// Its id; of an indicator its unit's path and its key: `chile/textiles/yarur/output`.
    pub id: String,
}

/// The kinds of things that messages are about.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AboutKind {
    /// An incident.
    Incident,
    /// A directive.
    Directive,
    /// An indicator.
    Indicator,
}

/// A message that is sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Written {
    /// Its name for whoever sent it, and for no other.
    pub id: String,
    /// The names of the units that read it.
    pub read_by: Vec<String>,
}

/// A need or an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// The unit that posts it, by its path.
    pub unit: String,
    /// Which of the two.
    pub kind: PostKind,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// What is needed or offered.
    pub words: String,
    /// How much of it, in words.
    #[serde(default)]
    pub amount: String,
    /// The last day on which it stands, in the unit's zone.
    pub until: String,
}

/// A need or an offer?
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// Something is needed.
    Need,
    /// Something is offered.
    Offer,
}

/// How a need or an offer ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPost {
    /// How.
    pub ending: PostEnding,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
}

/// The ways in which its unit ends it.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostEnding {
    /// What was needed came, or what was offered was taken.
    Met,
    /// It is taken back.
    Withdrawn,
}
