//! Room: the page of a place, as text.

use super::{Html, number, pick};
use crate::wire::views::{Card, PlanLineKind, Room, Tile, TileGroup, Whole};

impl Html {
    pub(super) fn room(&mut self, room: &Room) {
        let lang = room.frame.lang;
        self.opening(&room.sentence, &room.lede);
        self.cards(pick(lang, "Passed up to us", "Nos llegó de abajo"), &room.passed_up);
        let answered = "Answered; they have yet to say that help came";
        let respondidas = "Respondido; aún no dicen que llegó la ayuda";
        self.cards(pick(lang, answered, respondidas), &room.answered);
        self.cards(pick(lang, "Ours to put right", "Nos toca arreglarlo"), &room.ours);
        for group in &room.groups {
            self.group(group, room);
        }
        if let Some(whole) = &room.whole {
            self.whole(whole);
        }
        if let Some(due) = &room.due {
            self.section(pick(lang, "Due today", "Vence hoy"), |html| html.line("p", due));
        }
        if let Some(heading) = &room.seen_heading {
            self.section(heading, |html| {
                html.within("ul", |html| {
                    for seen in &room.seen_above {
                        html.line("li", &format!("{}: {}", seen.text, seen.standing));
                    }
                });
            });
        }
        self.waiting(room);
        if !room.telex.is_empty() {
            self.section(pick(lang, "Telex", "Télex"), |html| {
                html.within("ul", |html| {
                    for line in &room.telex {
                        html.within("li", |html| {
                            html.time(&line.when);
                            html.text(&format!("{}: {}", line.who, line.text));
                        });
                    }
                });
            });
        }
    }

    fn cards(&mut self, heading: &str, cards: &[Card]) {
        if cards.is_empty() {
            return;
        }
        self.section(heading, |html| {
            for card in cards {
                html.within("article", |html| html.card(card));
            }
        });
    }

    fn card(&mut self, card: &Card) {
        self.line("p", &card.tag);
        self.within("h3", |html| {
            html.link(&format!("{}/i/{}", card.unit.path, card.incident), &card.heading);
        });
        self.line("p", &card.sentence);
        self.line_if("blockquote", card.quote.as_ref());
        self.line_if("p", card.boundary.as_ref());
        self.line_if("p", card.owner.as_ref());
        if let Some(clock) = &card.clock {
            let text = card.clock_text.as_deref().unwrap_or_default();
            self.line("p", &format!("{text}: {} {}", clock.left_value, clock.left_text));
        }
        if let Some(back) = &card.back {
            self.line("p", &format!("{}: {}/{}", back.text, back.count, back.needed));
        }
    }

    fn group(&mut self, group: &TileGroup, room: &Room) {
        self.section(&group.heading, |html| {
            html.within("ul", |html| {
                for tile in &group.tiles {
                    html.within("li", |html| html.tile(tile, room));
                }
            });
            html.line_if("p", group.note.as_ref());
        });
    }

    fn tile(&mut self, tile: &Tile, room: &Room) {
        let place = room.frame.place.as_ref();
        match (&tile.unit, &tile.indicator, place) {
            (Some(unit), _, _) => self.link(&unit.path, &tile.name),
            (None, Some(figure), Some(place)) => {
                self.link(&format!("{}/s/{}", place.path, figure.key), &tile.name);
            }
            (None, _, _) => self.text(&tile.name),
        }
        if let (Some(value), Some(figure)) = (tile.value, &tile.indicator) {
            let digits = usize::from(figure.decimals);
            let value = number(room.frame.lang, value, digits);
            self.text(&format!(": {value} {}", figure.unit_text));
        }
        if let Some(state) = &tile.state_text {
            self.text(&format!(", {state}"));
        }
        if let Some(bar) = &tile.bar {
            self.text(&format!("; {}", bar.text));
        }
        if !tile.under.is_empty() {
            self.text(&format!("; {}", tile.under));
        }
    }

    fn whole(&mut self, whole: &Whole) {
        self.section(&whole.heading, |html| {
            html.within("p", |html| {
                html.time(&whole.day);
                html.text(&whole.bar.text);
            });
            html.line("p", &whole.sentence);
        });
    }

    fn waiting(&mut self, room: &Room) {
        let Some(place) = room.frame.place.as_ref().filter(|_| !room.to_answer.is_empty()) else {
            return;
        };
        self.section(pick(room.frame.lang, "Waits for us", "Espera nuestra respuesta"), |html| {
            html.within("ul", |html| {
                for line in &room.to_answer {
                    let kind = match line.kind {
                        PlanLineKind::Agreement => "a",
                        PlanLineKind::Directive => "d",
                    };
                    html.within("li", |html| {
                        html.link(
                            &format!("{}/plan/{kind}/{}", place.path, line.id),
                            &line.heading,
                        );
                        html.text(&format!(": {}", line.sentence));
                    });
                }
            });
        });
    }
}
