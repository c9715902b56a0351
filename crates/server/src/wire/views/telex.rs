//! Telex: what do the pages of the telex show?

use serde::Serialize;
use utoipa::ToSchema;

use super::{Frame, ThingRef, UnitRef, When};

/// Which lines of the telex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TelexFilter {
    All,
    Messages,
    /// What happened, without messages.
    Happened,
    /// Messages of ours.
    Ours,
    /// Messages that wait for an answer of ours.
    Unanswered,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageCourse {
    Up,
    Down,
    Sideways,
    Within,
    /// To or from a unit elsewhere in the federation.
    Across,
}

/// A message by its id, with its first words.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MessageRef {
    pub id: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MessageShown {
    /// Its name for this viewer, and for no other.
    pub id: String,
    pub course: MessageCourse,
    pub from: UnitRef,
    /// `Textiles, coordinator, to us`.
    pub heading: String,
    pub words: String,
    /// What it answers.
    pub answers: Option<MessageRef>,
    /// What it is about.
    pub about: Option<ThingRef>,
    /// `answered by Fiap`.
    pub answered: Option<String>,
    pub is_ours: bool,
    /// Whether it waits for an answer of ours.
    pub waits: bool,
    pub may_answer: bool,
}

/// A message, or a line of what happened.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TelexItem {
    pub when: When,
    /// `Filter`, `Textiles`.
    pub who: String,
    /// What happened; empty with a message.
    pub text: String,
    pub incident: Option<String>,
    pub message: Option<MessageShown>,
}

/// Where a message can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TelexTo {
    Above,
    Parts,
    Sisters,
    Within,
}

/// Where one can write to, and which units are there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TelexAddress {
    pub to: TelexTo,
    pub units: Vec<UnitRef>,
}

/// The kinds of things that are written about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TelexAboutKind)]
pub enum AboutKind {
    Incident,
    Directive,
    Indicator,
}

/// What is to be written about.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TelexAbout {
    pub kind: AboutKind,
    /// As a message names it.
    pub id: String,
    pub thing: ThingRef,
    /// Ids of the units in `may_write` that see it. A message to others says nothing of it.
    pub seen_by: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct TelexPage {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    /// `One message waits for an answer of ours.`
    pub sentence: String,
    pub lede: String,
    pub filter: TelexFilter,
    /// What was looked for; empty where nothing was.
    pub search: String,
    /// The latest first.
    pub items: Vec<TelexItem>,
    /// Where the older ones begin, for `before`; null where there are none.
    pub older: Option<String>,
    /// Whether these are the latest.
    pub is_latest: bool,
    /// How many messages wait for an answer of ours.
    pub waiting: u32,
    /// Where the viewer may write to; empty where they may not.
    pub may_write: Vec<TelexAddress>,
    /// What is to be written about; null where nothing was asked for, or nothing of it may be seen.
    pub about: Option<TelexAbout>,
    pub letters_at_most: u32,
}

/// A need or an offer?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    Need,
    Offer,
}

/// Where a need or an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostState {
    Standing,
    Met,
    Withdrawn,
    Expired,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PostRow {
    /// Its name for this viewer, and for no other.
    pub id: String,
    pub kind: PostKind,
    pub unit: UnitRef,
    pub words: String,
    /// How much of it; may be empty.
    pub amount: String,
    pub state: PostState,
    /// `Hilandería, head of works, on Thursday at 09:12; until Friday 20 November`.
    pub standing: String,
    pub is_ours: bool,
    pub may_answer: bool,
    pub may_end: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Board {
    /// What every view carries.
    #[serde(flatten)]
    pub frame: Frame,
    /// `Two needs and one offer.`
    pub sentence: String,
    /// Who reads what is posted.
    pub lede: String,
    /// Only these; null for both.
    pub kind: Option<PostKind>,
    pub search: String,
    /// The latest first.
    pub posts: Vec<PostRow>,
    pub older: Option<String>,
    pub is_latest: bool,
    /// How many messages wait for an answer of ours.
    pub waiting: u32,
    pub may_post: bool,
    pub days_at_most: u32,
    pub letters_at_most: u32,
    pub message_letters_at_most: u32,
}
