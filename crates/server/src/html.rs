//! Html: how does a view stand in a page before any script has run?
//!
//! What is read is whole and readable without a script; of pages on which something is entered their
//! sentence stands there. All of it comes from the same view that is put into the page as data, so the two
//! cannot disagree. Whatever people wrote is escaped, in text and in data.

mod flow;
mod incident;
mod keeping;
mod past;
mod room;
mod sharing;
mod telex;
mod terms;

use self::past::query;
use crate::wire::views::{Frame, Lang, UnitRef, View, When};

/// The page with its language, title, text and view filled in.
pub(crate) fn page(template: &str, view: &View) -> String {
    let frame = view.frame();
    // Data of a view cannot end the element that it stands in.
    let json = String::from_utf8_lossy(&crate::wire::json(view)).replace('<', "\\u003c");
    let mut page = Html::default();
    page.text(&frame.title);
    template
        .replace("<!--lang-->", pick(frame.lang, "en", "es"))
        .replace("<!--title-->", &page.0)
        .replace("<!--main-->", &main(view, None))
        .replace("<!--view-->", &json)
}

/// What stands in `<main>`; its links lead to the same time, where one is looked back at.
fn main(view: &View, at: Option<&str>) -> String {
    let mut html = Html(String::new(), at.map(query).unwrap_or_default());
    html.crumbs(view.frame());
    match view {
        View::Room(room) => html.room(room),
        View::Incident(incident) => html.incident(incident),
        View::Indicator(view) => html.indicator(view),
        View::Today(view) => html.opening(&view.sentence, &view.lede),
        View::Plan(view) => html.plan(view),
        View::Agreement(view) => html.agreement(view),
        View::Directive(view) => html.directive(view),
        View::Units(view) => {
            html.opening(&view.sentence, &view.lede);
            html.within("ul", |html| {
                for row in &view.units {
                    html.within("li", |html| html.unit(&row.unit));
                }
            });
        }
        View::Boundary(view) => {
            html.opening(&view.sentence, &view.lede);
            html.line("p", &view.how_to_ask);
        }
        View::Door(view) => {
            html.opening(&view.sentence, &view.lede);
            html.line("noscript", &view.without_script);
        }
        View::People(view) => html.opening(&view.sentence, &view.lede),
        View::Me(view) => html.opening(&view.sentence, &view.lede),
        View::Sharing(view) => html.sharing(view),
        View::Flow(view) => html.flow(view),
        View::Setup(view) => html.setup(view),
        View::Audit(view) => html.audit(view),
        View::Telex(view) => html.telex(view),
        View::Board(view) => html.board(view),
        View::Past(view) => html.past(view),
        View::Minute(view) => html.opening(&view.sentence, &view.lede),
        View::Problem(view) => html.opening(&view.problem.title, &view.problem.detail),
    }
    html.0
}

/// One of two words.
const fn pick(lang: Lang, english: &'static str, spanish: &'static str) -> &'static str {
    match lang {
        Lang::En => english,
        Lang::Es => spanish,
    }
}

/// A number as it is written in a language.
fn number(lang: Lang, value: f64, decimals: usize) -> String {
    let lang = match lang {
        Lang::En => mission::sentence::Lang::En,
        Lang::Es => mission::sentence::Lang::Es,
    };
    mission::sentence::rounded(lang, value, decimals)
}

/// Text with elements in it. Only what is written in this module can be an element.
/// With it, what is added to the addresses of links.
#[derive(Default)]
struct Html(String, String);

impl Html {
    /// Words, escaped so that they can stand in an element or in a quoted attribute.
    fn text(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                letter => self.0.push(letter),
            }
        }
    }

    /// An element of that name with more in it.
    fn within(&mut self, element: &'static str, inside: impl FnOnce(&mut Self)) {
        self.0.push('<');
        self.0.push_str(element);
        self.0.push('>');
        inside(self);
        self.0.push_str("</");
        self.0.push_str(element);
        self.0.push('>');
    }

    /// An element with words in it; nothing where there are none.
    fn line(&mut self, element: &'static str, words: &str) {
        if !words.is_empty() {
            self.within(element, |html| html.text(words));
        }
    }

    fn line_if(&mut self, element: &'static str, words: Option<&String>) {
        if let Some(words) = words {
            self.line(element, words);
        }
    }

    /// A link to an address of this server.
    fn link(&mut self, address: &str, words: &str) {
        let query = self.1.clone();
        self.link_to(&format!("/{address}{query}"), words);
    }

    /// A link to a full address, or to another query of this one.
    fn link_to(&mut self, address: &str, words: &str) {
        self.0.push_str("<a href=\"");
        self.text(address);
        self.0.push_str("\">");
        self.text(words);
        self.0.push_str("</a>");
    }

    fn unit(&mut self, unit: &UnitRef) {
        self.link(&unit.path, &unit.name);
    }

    fn time(&mut self, when: &When) {
        self.0.push_str("<time datetime=\"");
        self.text(&when.at);
        self.0.push_str("\">");
        self.text(&when.text);
        self.0.push_str("</time> ");
    }

    /// The sentence that a page begins with.
    fn opening(&mut self, sentence: &str, lede: &str) {
        self.line("h1", sentence);
        self.line("p", lede);
    }

    /// A heading with what follows it.
    fn section(&mut self, heading: &str, inside: impl FnOnce(&mut Self)) {
        self.within("section", |html| {
            html.line("h2", heading);
            inside(html);
        });
    }

    /// The way here from the root.
    fn crumbs(&mut self, frame: &Frame) {
        let Some((here, above)) = frame.crumbs.split_last() else { return };
        self.within("p", |html| {
            for unit in above {
                html.unit(unit);
                html.text(" / ");
            }
            html.text(&here.name);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::views::{Problem, ProblemPage};

    const TEMPLATE: &str = "<html lang=\"<!--lang-->\"><title><!--title--></title><main><!--main-->\
                            </main><script id=\"view\"><!--view--></script>";

    fn problem(detail: &str) -> View {
        View::from(ProblemPage {
            frame: Frame {
                lang: Lang::Es,
                title: detail.to_owned(),
                now: When { at: "2026-10-16T18:00:00-03:00".to_owned(), text: "18:00".to_owned() },
                viewer: None,
                place: None,
                crumbs: Vec::new(),
                keys: Vec::new(),
                me: None,
            },
            problem: Problem {
                r#type: "/problems/not-found".to_owned(),
                title: "Not found".to_owned(),
                status: 404,
                detail: detail.to_owned(),
            },
        })
    }

    #[test]
    fn words_that_people_wrote_cannot_become_elements() {
        let hostile = "</script><script>alert(\"1\")</script><!--view-->&'";
        let page = page(TEMPLATE, &problem(hostile));
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        assert_eq!(page.matches("</script>").count(), 1);
        assert!(page.contains("&lt;/script&gt;"));
        assert!(page.contains("\\u003c/script>"));
    }

    #[test]
    fn the_data_in_a_page_is_the_view() {
        let view = problem("8 < 9");
        let page = page(TEMPLATE, &view);
        let data =
            page.split("id=\"view\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let read: serde_json::Value = serde_json::from_str(data.expect("data")).expect("JSON");
        assert_eq!(read, serde_json::to_value(&view).expect("a view is JSON"));
        assert!(page.starts_with("<html lang=\"es\">"));
    }
}
