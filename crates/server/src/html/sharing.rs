//! Sharing: openings and requests, as text.

use super::{Html, pick};
use crate::wire::views::{Act, OpeningRow, RequestRow, Sharing, SharingAct};

impl Html {
    pub(super) fn sharing(&mut self, view: &Sharing) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        self.openings(pick(lang, "What we open", "Lo que abrimos"), &view.given);
        self.openings(pick(lang, "What is open to us", "Lo que nos abren"), &view.received);
        self.requests(pick(lang, "Asked of us", "Nos piden"), &view.asked_of_us);
        self.requests(pick(lang, "Asked by us", "Pedimos"), &view.asked_by_us);
        if !view.looked.is_empty() {
            self.section(pick(lang, "Who looked", "Quién miró"), |html| {
                html.within("ul", |html| {
                    for row in &view.looked {
                        html.line("li", &row.text);
                    }
                });
            });
        }
    }

    fn openings(&mut self, heading: &str, rows: &[OpeningRow]) {
        if rows.is_empty() {
            return;
        }
        self.section(heading, |html| {
            for row in rows {
                html.within("article", |html| {
                    html.line("h3", &row.sentence);
                    html.line("p", &row.standing);
                    html.line("p", &row.words);
                    html.within("p", |html| html.unit(&row.unit));
                    for signed in &row.signed {
                        html.line("p", signed);
                    }
                    html.shows(&row.acts);
                });
            }
        });
    }

    fn requests(&mut self, heading: &str, rows: &[RequestRow]) {
        if rows.is_empty() {
            return;
        }
        self.section(heading, |html| {
            for row in rows {
                html.within("article", |html| {
                    html.line("h3", &row.sentence);
                    html.line("p", &row.words);
                    html.line("p", &row.standing);
                    html.within("p", |html| html.unit(&row.unit));
                });
            }
        });
    }

    /// What signing would show to whom.
    fn shows(&mut self, acts: &[Act<SharingAct>]) {
        let said: Vec<_> = acts.iter().flat_map(|act| &act.consequences).collect();
        if said.is_empty() {
            return;
        }
        self.within("ul", |html| {
            for one in said {
                html.line("li", &format!("{}: {}", one.text, one.standing));
            }
        });
    }
}
