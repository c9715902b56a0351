//! Summons: how are people and other systems told outside of the pages, and what is known of it?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The ways by which somebody is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Ways {
    /// Whether this server sends mail.
    pub has_mail: bool,
    /// By what browsers know that it is this server which may write to them: a point of P-256 in base 64
    /// for addresses.
    pub push_key: Option<String>,
    /// The first first.
    pub ways: Vec<Way>,
}

/// A way by which somebody is told.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Way {
    /// Its id.
    pub id: String,
    /// `mail` or `push`.
    pub kind: &'static str,
    /// The address of mail, or what the device says of itself.
    pub address: String,
    /// Whether the device takes nothing any more; it can be added again.
    pub gone: bool,
    /// When a letter about the week goes there: by mail alone, and none where it was not asked for.
    pub digest: Option<Digest>,
    /// `en` or `es`.
    pub lang: String,
    /// Whether it is used.
    pub on: bool,
    /// Whether the code that was sent there was given; before, nothing else is sent.
    pub confirmed: bool,
    /// When nothing is sent but safety alarms.
    pub quiet: Option<Quiet>,
}

/// A device wants to be told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPush {
    /// Where its service takes messages, as its browser says.
    pub endpoint: String,
    /// Its public key, `p256dh`.
    pub key: String,
    /// Its secret, `auth`.
    pub auth: String,
    /// What its owner knows it by.
    pub device: String,
    /// `en` or `es`; else what the request prefers.
    pub lang: Option<String>,
    /// When to show nothing but safety alarms.
    pub quiet: Option<Quiet>,
}

/// When a letter about the week goes.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// `monday` to `sunday`.
    pub day: String,
    /// From 0 to 23, by the clocks of the person's unit.
    pub hour: u32,
}

/// A letter about the week is to go, or none any more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeDigest {
    /// When; none ends it.
    pub digest: Option<Digest>,
}

/// What a device is told, for its page that works while none is open.
#[derive(Clone, Debug, Serialize)]
pub struct Pushed<'p> {
    /// The heading.
    pub title: &'p str,
    /// The words.
    pub body: &'p str,
    /// Their language.
    pub lang: &'static str,
    /// The page to open, on this server.
    pub url: &'p str,
    /// What replaces what was shown under the same.
    pub tag: &'p str,
    /// The code to give back, where it is to show that it gets what is sent.
    pub check: Option<PushCheck<'p>>,
}

/// A code for a device to give back.
#[derive(Clone, Debug, Serialize)]
pub struct PushCheck<'p> {
    /// The way.
    pub way: String,
    /// The code.
    pub code: &'p str,
}

/// What a service that writes to devices is told of us (RFC 8292).
#[derive(Clone, Debug, Serialize)]
pub struct Vapid<'v> {
    /// The service.
    pub aud: String,
    /// Until when, in seconds since 1970.
    pub exp: i64,
    /// Whom it can ask.
    pub sub: &'v str,
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
