//! Incident: the page of one thing that is wrong, as text.

use super::{Html, number, pick};
use crate::wire::views::{Before, Chart, Incident, Lang, Obligation, UnitRef};

impl Html {
    pub(super) fn incident(&mut self, incident: &Incident) {
        let lang = incident.frame.lang;
        self.line("p", &incident.tag);
        self.opening(&incident.sentence, &incident.lede);
        self.line_if("blockquote", incident.quote.as_ref());
        if let (Some(clock), Some(heading)) = (&incident.clock, &incident.clock_heading) {
            self.section(heading, |html| {
                html.line("p", &format!("{} {}", clock.left_value, clock.left_text));
                html.line("p", &clock.sentence);
            });
        }
        for owed in &incident.obligations {
            self.obligation(owed);
        }
        if let Some(chart) = &incident.chart {
            self.chart(chart, lang);
        }
        if let Some(back) = &incident.back {
            self.line("p", &format!("{}: {}/{}", back.text, back.count, back.needed));
        }
        self.line_if("p", incident.belief.as_ref());
        if let Some(before) = &incident.before {
            self.before(before, incident.frame.place.as_ref());
        }
        self.section(pick(lang, "Who knows", "Quién lo sabe"), |html| {
            html.within("ul", |html| {
                for rung in &incident.ladder {
                    html.line("li", &format!("{}: {}", rung.unit.name, rung.text));
                }
            });
        });
        if !incident.words.is_empty() {
            self.section(pick(lang, "Words", "Palabras"), |html| {
                html.line_if("p", incident.words_scope.as_ref());
                for words in &incident.words {
                    html.line("blockquote", &words.text);
                    html.within("p", |html| {
                        html.time(&words.when);
                        html.text(&words.by);
                    });
                }
            });
        }
        self.line_if("p", incident.boundary.as_ref());
        self.section(pick(lang, "What happened", "Qué pasó"), |html| {
            html.within("ol", |html| {
                for line in &incident.log {
                    html.within("li", |html| {
                        html.time(&line.when);
                        html.text(&line.text);
                    });
                }
            });
        });
    }

    fn before(&mut self, before: &Before, place: Option<&UnitRef>) {
        self.section(&before.heading, |html| {
            html.line_if("p", before.none.as_ref());
            html.within("ol", |html| {
                for known in &before.precedents {
                    let path = place.map_or("", |place| place.path.as_str());
                    html.within("li", |html| {
                        html.link(&format!("{path}/i/{}", known.incident), &known.sentence);
                        html.text(" ");
                        html.text(&known.story);
                    });
                }
            });
        });
    }

    fn obligation(&mut self, owed: &Obligation) {
        self.section(&owed.heading, |html| {
            html.line("p", &owed.demand);
            html.line("p", &owed.consequence);
            if let Some(answer) = &owed.answer {
                html.line("blockquote", &answer.text);
                html.line("p", &answer.by);
            }
            for offer in &owed.offers {
                html.line("blockquote", &offer.text);
            }
            html.line_if("p", owed.help_came.as_ref());
        });
    }

    /// The readings as a table, for there is no chart without a script.
    fn chart(&mut self, chart: &Chart, lang: Lang) {
        let digits = usize::from(chart.indicator.decimals);
        self.section(&chart.heading, |html| {
            html.line("p", &chart.description);
            html.line_if("p", chart.sealed.as_ref());
            html.within("table", |html| {
                for point in &chart.points {
                    html.within("tr", |html| {
                        html.line("th", &point.at);
                        html.line("td", &number(lang, point.value, digits));
                    });
                }
            });
        });
    }
}
