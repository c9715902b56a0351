//! Summons: how are people and other systems told outside of the pages, and what is known of it?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The ways by which somebody is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Ways {
    /// Whether this server sends mail.
    pub has_mail: bool,
    /// The first first.
    pub ways: Vec<Way>,
}

/// A way by which somebody is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Way {
    /// Its id.
    pub id: String,
    /// The address of mail.
    pub address: String,
    /// `en` or `es`.
    pub lang: String,
    /// Whether it is used.
    pub on: bool,
    /// Whether the code that was sent there was given; before, nothing else is sent.
    pub confirmed: bool,
    /// When nothing is sent but safety alarms.
    pub quiet: Option<Quiet>,
}

/// Hours of rest, by the clocks of the unit that is told.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quiet {
    /// When they begin: `22:00`.
    pub from: String,
    /// When they are over: `06:00`.
    pub until: String,
}

/// Somebody wants to be told by mail.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWay {
    /// The address.
    pub address: String,
    /// `en` or `es`; else what the request prefers.
    pub lang: Option<String>,
    /// When to send nothing but safety alarms.
    pub quiet: Option<Quiet>,
}

/// A way is to be another from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeWay {
    /// Whether it is used.
    pub on: bool,
    /// `en` or `es`.
    pub lang: String,
    /// When to send nothing but safety alarms; none: at all hours.
    pub quiet: Option<Quiet>,
}

/// The code that was sent to the address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmWay {
    /// As it stands in the mail.
    pub code: String,
}

/// The other systems that a unit tells.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hooks {
    /// The first first.
    pub hooks: Vec<Hook>,
}

/// Another system that a unit tells.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Hook {
    /// Its id.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// The language of the sentence in it.
    pub lang: String,
    /// Since when.
    pub made: String,
    /// The number of the member who set it up.
    pub by: String,
}

/// Another system is to be told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHook {
    /// Where it is: `https://`, in the public internet.
    pub url: String,
    /// `en` or `es`; else what the request prefers.
    pub lang: Option<String>,
}

/// With what it knows that it is us. It is said once.
#[derive(Serialize, ToSchema)]
pub struct MadeHook {
    /// Its id.
    pub id: String,
    /// As Standard Webhooks has it: `whsec_` and base 64.
    pub secret: String,
}

/// Who of a unit is told first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OnDuty {
    /// The number of the member; none where nobody is on duty.
    pub person: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

/// The duty is to be somebody's.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The number of the member; none: nobody's.
    pub person: Option<String>,
}

/// Whether people of a unit were reached.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reached {
    /// Whether there is any way to reach somebody: without, nobody can be.
    pub has_way: bool,
    /// How often nobody was reached, of what is listed.
    pub nobody: usize,
    /// What asked for somebody in the last weeks, the latest first.
    pub summonses: Vec<Summons>,
}

/// Something that asked for somebody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Summons {
    /// Why: `safety`, `alarm`, `change`, `silence`, `missed`, `rise`, `owes`, `unanswered`, `terms` or
    /// `directive`.
    pub why: String,
    /// When it happened.
    pub at: String,
    /// What became of it: `waiting`, `reached`, `nobody` or `past`.
    pub outcome: String,
    /// When that was known.
    pub since: Option<String>,
    /// By how many ways it went.
    pub ways: usize,
    /// How often it was tried on all of them.
    pub attempts: u32,
    /// What was in the way the last time.
    pub trouble: Option<String>,
}

/// An event as other systems are told (`CloudEvents` 1.0, structured).
#[derive(Clone, Debug, Serialize)]
pub struct CloudEvent<'e> {
    /// `1.0`.
    pub specversion: &'static str,
    /// The same at each attempt.
    pub id: &'e str,
    /// Where this server is.
    pub source: &'e str,
    /// `org.cybersyn.summons.` and why.
    pub r#type: String,
    /// The path of the unit.
    pub subject: &'e str,
    /// When it happened.
    pub time: String,
    /// Of `data`.
    pub datacontenttype: &'static str,
    /// What is asked.
    pub data: Asked<'e>,
}

/// What is asked of the people of a unit.
#[derive(Clone, Debug, Serialize)]
pub struct Asked<'e> {
    /// The unit's id.
    pub unit: String,
    /// Its name.
    pub name: &'e str,
    /// Why.
    pub why: &'static str,
    /// Whether it waits for nobody's rest.
    pub urgent: bool,
    /// The same as a sentence.
    pub sentence: &'static str,
    /// When it is too late.
    pub until: Option<String>,
    /// Where the thing is.
    pub link: &'e str,
}
