//! Keeping: how a unit is kept, and who did what, as text.

use super::{Html, pick};
use crate::wire::views::{AuditPage, DoneRow, Setup};

impl Html {
    pub(super) fn setup(&mut self, view: &Setup) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        if let Some(duty) = &view.duty {
            self.section(pick(lang, "On duty", "De turno"), |html| {
                html.line_if("h3", duty.name.as_ref());
                html.line("p", &duty.standing);
            });
        }
        if let Some(calls) = &view.calls {
            self.section(
                pick(lang, "Whether somebody was reached", "Si se llegó a alguien"),
                |html| {
                    html.line("p", &calls.sentence);
                    html.within("ul", |html| {
                        for call in &calls.calls {
                            html.within("li", |html| {
                                html.time(&call.at);
                                html.text(&call.text);
                                html.line("p", &call.standing);
                            });
                        }
                    });
                },
            );
        }
        if let Some(hooks) = view.hooks.as_ref().filter(|hooks| !hooks.is_empty()) {
            self.section(
                pick(lang, "Other systems that are told", "Otros sistemas avisados"),
                |html| {
                    html.within("ul", |html| {
                        for hook in hooks {
                            html.line("li", &hook.url);
                        }
                    });
                },
            );
        }
        self.section(pick(lang, "Nodes", "Nodos"), |html| {
            for node in &view.nodes {
                html.within("article", |html| {
                    html.line("h3", &node.sentence);
                    html.line_if("p", node.todo.as_ref());
                    html.line("p", &node.standing);
                    html.line_if("p", node.anew.as_ref());
                    html.line("p", &node.fingerprint);
                });
            }
            html.line("p", pick(lang, "The key of this node", "La clave de este nodo"));
            html.line("p", &view.fingerprint);
        });
    }

    pub(super) fn audit(&mut self, view: &AuditPage) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        self.within("ol", |html| {
            for record in &view.records {
                html.within("li", |html| html.done(record));
            }
        });
        if let (Some(before), Some(place)) = (&view.older, &view.frame.place) {
            let words = pick(lang, "Older", "Anteriores");
            self.within("p", |html| {
                html.link(&format!("{}/audit?before={before}", place.path), words);
            });
        }
        self.section(pick(lang, "Checkpoint of today", "Punto de control de hoy"), |html| {
            html.line("pre", &view.checkpoint);
            html.line("p", &view.key);
        });
    }

    fn done(&mut self, record: &DoneRow) {
        self.time(&record.at);
        self.text(&format!("{} ", record.by));
        if let Some(member) = &record.member {
            self.text(&format!("({member}) "));
        }
        self.text(&record.act);
        if let Some(thing) = &record.thing {
            self.text(": ");
            match &thing.address {
                Some(address) => self.link(address.trim_start_matches('/'), &thing.text),
                None => self.text(&thing.text),
            }
        }
        self.line_if("p", record.refused.as_ref());
        self.line_if("p", record.why.as_ref());
    }
}
