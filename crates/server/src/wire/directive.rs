//! Directive: how are policies that are sent down, and their answers, written?

use mission::directive::{self, Answer};
use mission::registry::Registry;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A directive that somebody sends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDirective {
    /// The unit that sends it, by its path.
    pub unit: String,
    /// Paths of the parts that it goes to; all direct parts where it is empty.
    #[serde(default)]
    pub to: Vec<String>,
    /// What is asked; its first line is its title.
    pub policy: String,
    /// Why.
    pub words: String,
    /// From when it is to hold, a date.
    pub from: String,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
}

/// What somebody does about a directive.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectiveAct {
    /// What.
    pub act: DirectiveDeed,
    /// The person's role, in their own words.
    #[serde(default)]
    pub by: String,
    /// The counter-proposal, the objection, or a word with it.
    #[serde(default)]
    pub words: String,
}

/// The acts on a directive.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DirectiveDeed {
    /// A receiver will do so.
    Accept,
    /// A receiver proposes something else.
    Counter,
    /// A receiver will not, and says why.
    Object,
    /// The sender takes it back.
    Withdraw,
}

/// Directives, the latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Directives {
    /// The directives.
    pub directives: Vec<Directive>,
}

/// A policy sent down.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Directive {
    /// Its identity.
    pub id: String,
    /// The unit that sent it, by its path.
    pub from: String,
    /// What it is about, in a line.
    pub title: String,
    /// What is asked.
    pub policy: String,
    /// Why.
    pub reason: String,
    /// From when it is to hold.
    pub holds_from: String,
    /// Who signed it.
    pub by: String,
    /// When it was sent.
    pub sent: String,
    /// When it was taken back.
    pub withdrawn: Option<String>,
    /// What each receiver answers.
    pub answers: Vec<DirectiveAnswer>,
}

/// What one receiver answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DirectiveAnswer {
    /// The unit, by its path.
    pub unit: String,
    /// `accept`, `counter`, `object`, or null while the answer is awaited.
    pub answer: Option<String>,
    /// Its words.
    pub words: Option<String>,
}

impl Directive {
    pub(crate) fn of(registry: &Registry, directive: &directive::Directive) -> Self {
        let answers = directive.receivers.iter().map(|receiver| DirectiveAnswer {
            unit: registry.unit(receiver.unit).path.to_string(),
            answer: match receiver.answer {
                Answer::Awaited => None,
                Answer::Accepted => Some("accept".to_owned()),
                Answer::Countered => Some("counter".to_owned()),
                Answer::Objected => Some("object".to_owned()),
            },
            words: receiver.replies.last().map(|reply| reply.words.clone()),
        });
        Self {
            id: directive.id.0.to_string(),
            from: registry.unit(directive.from).path.to_string(),
            title: directive.title.clone(),
            policy: directive.text.clone(),
            reason: directive.reason.clone(),
            holds_from: directive.holds_from.to_string(),
            by: directive.by.clone(),
            sent: directive.sent.to_string(),
            withdrawn: directive.withdrawn.map(|at| at.to_string()),
            answers: answers.collect(),
        }
    }
}
