//! Directive: what was asked, why, and what do its receivers answer?

use mission::directive::{self as model, Answer, Receiver};
use mission::federation::Federation;
use mission::id::DirectiveId;
use mission::message::About;
use mission::reach::{Resource, Viewer};
use mission::sentence::Lang;
use mission::time::Timestamp;

use super::{Eyes, Hidden};
use crate::wire::views::{
    Act, Directive, DirectiveAct, DirectiveAnswer, DirectiveReply, DirectiveStatus,
};

/// The page of a directive, for its sender and its receivers.
pub fn directive(
    federation: &Federation,
    viewer: Viewer,
    id: DirectiveId,
    lang: Lang,
    now: Timestamp,
) -> Result<Directive, Hidden> {
    let known = federation.directive(id).ok_or(Hidden)?;
    let eyes = Eyes { federation, viewer, place: viewer.0, lang, now };
    if !eyes.sees(Resource::Directive(id)) {
        return Err(Hidden);
    }
    Ok(eyes.directive(known))
}

impl Eyes<'_> {
    fn directive(&self, directive: &model::Directive) -> Directive {
        let voice = self.voice();
        let from = self.name(directive.from);
        let of = directive.receivers.len();
        let answered = directive.receivers.iter().filter(|it| it.answer != Answer::Awaited).count();
        let status = match directive.withdrawn {
            Some(_) => DirectiveStatus::Withdrawn,
            None if answered == of => DirectiveStatus::Answered,
            None => DirectiveStatus::Open,
        };
        let acts = self.directive_acts(directive);
        Directive {
            frame: self.frame(directive.title.clone()),
            id: directive.id.0.to_string(),
            from: self.unit_ref(directive.from),
            status,
            eyebrow: voice.directive_from(from, voice.date_of(directive.sent)),
            sentence: policy(directive),
            lede: voice.directive_stands(answered, of, directive.holds_from),
            reason: directive.reason.clone(),
            answers: directive.receivers.iter().map(|it| self.directive_answer(it)).collect(),
            acts,
            acts_note: Some(voice.answers_are_shown().to_owned()),
            write_about: self.write_about(About::Directive(directive.id)),
        }
    }

    fn directive_answer(&self, receiver: &Receiver) -> DirectiveAnswer {
        let voice = self.voice();
        let last = receiver.replies.last();
        DirectiveAnswer {
            unit: self.unit_ref(receiver.unit),
            answer: match receiver.answer {
                Answer::Awaited => None,
                Answer::Accepted => Some(DirectiveReply::Accept),
                Answer::Countered => Some(DirectiveReply::Counter),
                Answer::Objected => Some(DirectiveReply::Object),
            },
            words: last.map(|reply| reply.words.clone()).filter(|words| !words.is_empty()),
            by: last.map(|reply| {
                let date = voice.date(voice.date_of(reply.at));
                format!("{}, {}, {date}", reply.by, self.name(receiver.unit))
            }),
        }
    }

    fn directive_acts(&self, directive: &model::Directive) -> Vec<Act<DirectiveAct>> {
        let voice = self.voice();
        let act = |act, hint: Option<&str>| Act {
            act,
            hint: hint.map(str::to_owned),
            consequences: Vec::new(),
        };
        if directive.withdrawn.is_some() {
            return Vec::new();
        }
        if directive.from == self.viewer.0 {
            return vec![act(DirectiveAct::Withdraw, None)];
        }
        let Some(receiver) = directive.receiver(self.viewer.0) else { return Vec::new() };
        let mut acts = Vec::new();
        if receiver.answer != Answer::Accepted {
            acts.push(act(DirectiveAct::Accept, None));
        }
        acts.push(act(DirectiveAct::Counter, Some(voice.say_instead())));
        acts.push(act(DirectiveAct::Object, Some(voice.say_why_not())));
        acts
    }
}

/// What is asked: its title, and the text where that says more.
fn policy(directive: &model::Directive) -> String {
    let (title, text) = (directive.title.trim(), directive.text.trim());
    if text.is_empty() || text == title || text.starts_with(title) {
        return if text.is_empty() { title.to_owned() } else { text.to_owned() };
    }
    let stop = if title.ends_with(['.', ':', '?']) { "" } else { "." };
    format!("{title}{stop} {text}")
}
