//! Terms: what is agreed and asked, and what stands about one figure, as text.

use super::{Html, pick};
use crate::wire::views::{Agreement, Directive, Indicator, Plan, PlanLine, PlanLineKind};

impl Html {
    pub(super) fn plan(&mut self, view: &Plan) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        let path = view.frame.place.as_ref().map_or("", |place| &place.path);
        self.terms(pick(lang, "Agreements", "Acuerdos"), path, &view.agreements);
        self.terms(pick(lang, "Directives", "Directivas"), path, &view.directives);
        if !view.announced.is_empty() {
            self.section(pick(lang, "Said beforehand", "Anunciado"), |html| {
                html.within("ul", |html| {
                    for said in &view.announced {
                        html.line("li", &[&*said.heading, &said.words, &said.standing].join(". "));
                    }
                });
            });
        }
    }

    fn terms(&mut self, heading: &str, path: &str, lines: &[PlanLine]) {
        if lines.is_empty() {
            return;
        }
        self.section(heading, |html| {
            for line in lines {
                let page = match line.kind {
                    PlanLineKind::Agreement => "a",
                    PlanLineKind::Directive => "d",
                };
                html.within("article", |html| {
                    html.within("h3", |html| {
                        html.link(&format!("{path}/plan/{page}/{}", line.id), &line.heading);
                    });
                    html.line("p", &line.sentence);
                    html.line("p", &line.standing);
                });
            }
        });
    }

    pub(super) fn agreement(&mut self, view: &Agreement) {
        let lang = view.frame.lang;
        self.line("p", &view.eyebrow);
        self.opening(&view.sentence, &view.lede);
        self.section(pick(lang, "What holds", "Lo que vale"), |html| {
            html.line("p", format!("{} {}", view.holds.value, view.holds.text).trim());
            html.line("p", &view.holds_note);
        });
        self.section(pick(lang, "How it went", "Cómo fue"), |html| {
            for step in &view.history {
                html.within("article", |html| {
                    html.line("h3", &step.heading);
                    html.line("p", &step.words);
                    html.line("p", &step.by);
                });
            }
        });
        self.within("ul", |html| {
            for consent in &view.consents {
                html.line("li", &format!("{}: {}", consent.unit.name, consent.text));
            }
        });
    }

    pub(super) fn directive(&mut self, view: &Directive) {
        let lang = view.frame.lang;
        self.line("p", &view.eyebrow);
        self.opening(&view.sentence, &view.lede);
        self.line("blockquote", &view.reason);
        self.section(pick(lang, "Answers", "Respuestas"), |html| {
            for answer in &view.answers {
                html.within("article", |html| {
                    html.line("h3", &answer.unit.name);
                    html.line_if("p", answer.words.as_ref());
                    let waits = pick(lang, "no answer yet", "aún sin respuesta");
                    html.line("p", answer.by.as_deref().unwrap_or(waits));
                });
            }
        });
    }

    pub(super) fn indicator(&mut self, view: &Indicator) {
        let lang = view.frame.lang;
        self.line_if("p", view.state_text.as_ref());
        self.opening(&view.sentence, &view.lede);
        if !view.told.is_empty() {
            self.section(pick(lang, "What was told", "Lo que se avisó"), |html| {
                html.within("ul", |html| {
                    for told in &view.told {
                        html.within("li", |html| {
                            html.time(&told.when);
                            html.text(&told.sentence);
                        });
                    }
                });
            });
        }
        if !view.terms.is_empty() {
            self.section(pick(lang, "Terms", "Condiciones"), |html| {
                html.within("ul", |html| {
                    for term in &view.terms {
                        html.line("li", &format!("{}: {} ({})", term.name, term.value, term.note));
                    }
                });
            });
        }
    }
}
