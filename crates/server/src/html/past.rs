//! Past: a page as it was, as text, with links to the steps around it.

use super::{Html, main, pick};
use crate::wire::views::PastPage;

/// The query with which an address leads to a time.
pub(super) fn query(at: &str) -> String {
    format!("?at={}", at.replace('+', "%2B"))
}

impl Html {
    pub(super) fn past(&mut self, view: &PastPage) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        let steps = [
            (&view.day_back, pick(lang, "Working day back", "Un día laborable atrás")),
            (&view.day_forth, pick(lang, "Working day on", "Un día laborable adelante")),
            (&view.event_back, pick(lang, "Event back", "Un suceso atrás")),
            (&view.event_forth, pick(lang, "Event on", "Un suceso adelante")),
        ];
        self.within("p", |html| {
            for (at, words) in steps {
                if let Some(at) = at {
                    html.link_to(&query(at), words);
                    html.text(" · ");
                }
            }
            html.link_to("?", pick(lang, "Back to now", "Volver a ahora"));
        });
        match &view.shown {
            Some(shown) => self.0.push_str(&main(shown, Some(&view.at.at))),
            None => self.line(
                "p",
                pick(
                    lang,
                    "The log is being lived through; load the page again in a moment.",
                    "Se está reviviendo el registro; vuelva a cargar la página en un momento.",
                ),
            ),
        }
    }
}
