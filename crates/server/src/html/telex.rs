//! Telex: messages, what happened, and the board, as text.

use super::{Html, pick};
use crate::wire::views::{Board, MessageShown, TelexPage};

impl Html {
    pub(super) fn telex(&mut self, view: &TelexPage) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        self.section(pick(lang, "Telex", "Télex"), |html| {
            for item in &view.items {
                html.within("article", |html| match &item.message {
                    Some(message) => {
                        html.within("p", |html| html.time(&item.when));
                        html.message(message);
                    }
                    None => html.within("p", |html| {
                        html.time(&item.when);
                        html.text(&format!("{}: {}", item.who, item.text));
                    }),
                });
            }
        });
    }

    fn message(&mut self, message: &MessageShown) {
        self.line("h3", &message.heading);
        if let Some(answers) = &message.answers {
            self.line("blockquote", &answers.text);
        }
        for line in message.words.lines() {
            self.line("p", line);
        }
        if let Some(about) = &message.about {
            self.within("p", |html| match &about.address {
                Some(address) => html.link(address.trim_start_matches('/'), &about.text),
                None => html.text(&about.text),
            });
        }
        self.line_if("p", message.answered.as_ref());
    }

    pub(super) fn board(&mut self, view: &Board) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        self.section(pick(lang, "Needs and offers", "Necesidades y ofertas"), |html| {
            for post in &view.posts {
                html.within("article", |html| {
                    html.line("h3", &post.words);
                    html.line("p", &post.amount);
                    html.line("p", &post.standing);
                });
            }
        });
    }
}
