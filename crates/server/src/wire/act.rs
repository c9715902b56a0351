//! Act: how does a person say what they do?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody does about an incident.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentAct {
    /// What.
    pub act: IncidentDeed,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Words with it.
    #[serde(default)]
    pub words: String,
    /// With `name_owner`: the owner's role.
    pub owner: Option<String>,
    /// With `answer` and `shelve`: until when, a date of the acting unit's zone.
    pub until: Option<String>,
    /// With `verdict`: was it real?
    pub real: Option<Real>,
    /// With `claim_mended` and `verdict`: what caused it.
    pub cause: Option<Cause>,
}

/// The acts on an incident.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentDeed {
    /// Take it on.
    TakeOn,
    /// Say that it is mended: a claim, which the readings decide.
    ClaimMended,
    /// Ask the level above for help.
    AskHelp,
    /// Hand it up now.
    PassUp,
    /// Name who owns what is owed for it.
    NameOwner,
    /// Answer what is owed for it.
    Answer,
    /// Offer help.
    OfferHelp,
    /// Say that the help came.
    HelpCame,
    /// Leave words with it.
    Note,
    /// Put it out of sight until a day.
    Shelve,
    /// Say what it was.
    Verdict,
    /// Say, as a second person, that it was so.
    ConfirmVerdict,
}

/// What somebody does about an obligation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObligationAct {
    /// What.
    pub act: ObligationDeed,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// Words with it.
    #[serde(default)]
    pub words: String,
    /// With `name_owner`: the owner's role.
    pub owner: Option<String>,
    /// With `answer`: until when help will come, a date of the acting unit's zone.
    pub until: Option<String>,
}

/// The acts on an obligation.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObligationDeed {
    /// Name who owns it.
    NameOwner,
    /// Answer.
    Answer,
    /// Offer help.
    OfferHelp,
    /// Say that the help came.
    HelpCame,
}

/// Whether a change was real.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Real {
    /// It was.
    Yes,
    /// The instrument, or the entry, was wrong.
    Instrument,
    /// It was nothing.
    Nothing,
}

/// What caused a change.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A machine.
    Machine,
    /// Material.
    Material,
    /// Energy.
    Energy,
    /// People.
    People,
    /// Transport.
    Transport,
    /// Weather.
    Weather,
    /// The plan.
    Plan,
    /// Something else.
    Other,
}

impl Cause {
    /// The word that stands before what people write about it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Material => "material",
            Self::Energy => "energy",
            Self::People => "people",
            Self::Transport => "transport",
            Self::Weather => "weather",
            Self::Plan => "plan",
            Self::Other => "other",
        }
    }
}

/// A person's alarm.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Alarm {
    /// The unit in which it is raised, by its path.
    pub unit: String,
    /// What it is about.
    pub kind: AlarmKind,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// In words.
    #[serde(default)]
    pub words: String,
    /// Made by the sender, so that an alarm sent twice is one alarm.
    pub key: String,
}

/// What an alarm is about.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlarmKind {
    /// Somebody could get hurt.
    Safety,
    /// A machine or material.
    Machine,
    /// The person is not sure.
    Unsure,
}

/// An alarm that was heard.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AlarmAnswer {
    /// The incident that it opened.
    pub incident: String,
    /// The names of the levels that it went to.
    pub heard_by: String,
}

/// A call for help in words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Help {
    /// The unit that asks, by its path.
    pub unit: String,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// What is asked for.
    pub words: String,
}

/// A call for help that was sent.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HelpAnswer {
    /// Under which it is found among the incidents: the obligation that it opened one level up.
    pub incident: String,
}

/// Something new by its id.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Made {
    /// The id.
    pub id: String,
}

/// It was done; there is nothing more to say.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct Done {}
