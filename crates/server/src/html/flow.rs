//! Flow: the chart of a unit's flow, as tables.

use super::{Html, number, pick};
use crate::wire::views::{Flow, FlowDrawing, FlowShown, Lang};

impl Html {
    pub(super) fn flow(&mut self, view: &Flow) {
        let lang = view.frame.lang;
        self.opening(&view.sentence, &view.lede);
        if let Some(drawing) = &view.drawing {
            self.steps(lang, drawing, &view.shown);
            self.ribbons(lang, drawing, &view.shown);
        }
        if view.versions.len() > 1 {
            self.section(pick(lang, "Drawings", "Dibujos"), |html| {
                html.within("ul", |html| {
                    for version in &view.versions {
                        html.line("li", &version.text);
                    }
                });
            });
        }
    }

    fn steps(&mut self, lang: Lang, drawing: &FlowDrawing, shown: &[FlowShown]) {
        self.section(pick(lang, "What is done", "Lo que se hace"), |html| {
            html.within("table", |html| {
                html.heads(match lang {
                    Lang::En => &["Step", "Now", "How it stands"],
                    Lang::Es => &["Paso", "Ahora", "Cómo va"],
                });
                for one in &drawing.boxes {
                    let known = find(shown, one.figure.as_deref(), one.part.as_deref());
                    html.within("tr", |html| {
                        html.line_or_blank("td", &one.name);
                        html.line_or_blank("td", known.map_or("", |it| &it.text));
                        let state = known.and_then(|it| it.state_text.as_deref());
                        html.line_or_blank("td", state.unwrap_or_default());
                    });
                }
            });
        });
    }

    fn ribbons(&mut self, lang: Lang, drawing: &FlowDrawing, shown: &[FlowShown]) {
        if drawing.lines.is_empty() {
            return;
        }
        let name = |key: &str| {
            let found = drawing.boxes.iter().find(|one| one.key == key);
            found.map_or("", |one| one.name.as_str())
        };
        self.section(pick(lang, "What flows", "Lo que fluye"), |html| {
            html.within("table", |html| {
                html.heads(match lang {
                    Lang::En => &["From", "To", "What", "How much"],
                    Lang::Es => &["De", "A", "Qué", "Cuánto"],
                });
                for line in &drawing.lines {
                    let known = line.figure.as_deref().and_then(|key| find(shown, Some(key), None));
                    html.within("tr", |html| {
                        html.line_or_blank("td", name(&line.from));
                        html.line_or_blank("td", name(&line.to));
                        html.line_or_blank("td", &line.what);
                        html.line_or_blank(
                            "td",
                            &known.map_or_else(String::new, |it| much(lang, it)),
                        );
                    });
                }
            });
        });
    }

    fn heads(&mut self, words: &[&str]) {
        self.within("tr", |html| {
            for word in words {
                html.line("th", word);
            }
        });
    }

    /// A cell keeps its place where there is nothing in it.
    fn line_or_blank(&mut self, element: &'static str, words: &str) {
        self.within(element, |html| html.text(words));
    }
}

fn find<'s>(
    shown: &'s [FlowShown],
    figure: Option<&str>,
    part: Option<&str>,
) -> Option<&'s FlowShown> {
    shown.iter().find(|it| match (&it.figure, &it.part) {
        (Some(known), None) => figure == Some(known.key.as_str()),
        (None, Some(known)) => part == Some(known.path.as_str()),
        (Some(_), Some(_)) | (None, None) => false,
    })
}

fn much(lang: Lang, shown: &FlowShown) -> String {
    let Some(value) = shown.actuality else { return String::new() };
    format!("{} {}", number(lang, value, usize::from(shown.decimals)), shown.unit_text)
}
