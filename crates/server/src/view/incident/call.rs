//! Call: somebody below asks for help in words; what do we owe?

use mission::obligation::{Obligation, Reason};
use mission::sentence::{capital, within};

use super::acts::{is_answered, plain};
use crate::view::Eyes;
use crate::wire::views::{
    Glyph, Incident, IncidentAct, IncidentStatus, LogLine, Rung, RungStanding, Tone,
};

impl Eyes<'_> {
    /// The page of a call for help. It shows words, and no readings.
    pub(super) fn call_page_of(&self, call: &Obligation) -> Incident {
        let voice = self.voice();
        let unit = self.name(call.creditor);
        let tag = voice.reason(&call.reason);
        let is_ours = call.debtor == self.viewer.0;
        let (tone, glyph, quote) = match &call.reason {
            Reason::Safety(words) => (Tone::Pain, Glyph::Alarm, Some(words)),
            Reason::Help(words) => (Tone::Watch, Glyph::Words, Some(words)),
            Reason::Rise => (Tone::Watch, Glyph::Words, None),
            Reason::Group => (Tone::Watch, Glyph::Group, None),
        };
        let is_open = call.is_open();
        let mut acts = Vec::new();
        if is_ours {
            self.acts_of_debtor(call, &mut acts);
        } else if call.creditor == self.viewer.0 && is_answered(call.state) {
            acts.push(plain(IncidentAct::HelpCame, None));
        }
        Incident {
            frame: self.frame(voice.of_unit(unit, tag)),
            id: call.id.0.to_string(),
            status: if is_open { IncidentStatus::Open } else { IncidentStatus::Closed },
            tone: if is_open { tone } else { Tone::Plain },
            glyph,
            tag: tag.to_owned(),
            sentence: voice.calls(unit, &call.reason),
            lede: voice.asked(call.opened, call.answer.as_ref().map(|said| said.at)),
            quote: quote
                .filter(|words| !words.is_empty())
                .map(|words| voice.written(words).to_owned()),
            chart: None,
            back: None,
            chances: Vec::new(),
            belief: None,
            clock: None,
            clock_heading: None,
            obligations: vec![self.obligation(call)],
            ladder: vec![
                Rung {
                    unit: self.unit_ref(call.creditor),
                    standing: RungStanding::Here,
                    text: voice.rung_knows(call.opened),
                },
                Rung {
                    unit: self.unit_ref(call.debtor),
                    standing: RungStanding::Here,
                    text: voice.rung_here(call.opened),
                },
            ],
            acts_note: (!acts.is_empty()).then(|| voice.only_the_helped(self.other(call.creditor))),
            acts,
            words: Vec::new(),
            words_scope: None,
            write_about: None,
            before: None,
            boundary: is_ours.then(|| voice.words_only(unit)),
            log: self.call_log(call),
        }
    }

    fn call_log(&self, call: &Obligation) -> Vec<LogLine> {
        let voice = self.voice();
        let line = |at, text: String| LogLine { when: self.when(at, voice.moment_short(at)), text };
        let asked = line(call.opened, voice.calls(self.name(call.creditor), &call.reason));
        let answered = call.answer.iter().map(|said| {
            let who = self.name(call.debtor);
            line(said.at, capital(&format!("{who}: {}", within(voice.written(&said.words)))))
        });
        let came = call.help_came.iter();
        let came = came.map(|at| line(*at, voice.help_came(*at, self.name(call.creditor))));
        std::iter::once(asked).chain(answered).chain(came).collect()
    }
}
