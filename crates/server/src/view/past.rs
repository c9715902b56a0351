//! Past: what stands around a page that shows how it was?

use mission::federation::Federation;
use mission::id::UnitId;
use mission::sentence::{Lang, Voice};
use mission::time::{Date, Timestamp};

use super::{code, rfc3339, unit_ref};
use crate::wire::views::{Frame, Key, PastPage, View, When};

/// A time that is looked back at, and what lies around it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time.
    pub at: Timestamp,
    /// When the first entry came.
    pub first: Timestamp,
    /// The present.
    pub now: Timestamp,
    /// When the unit was told something next, as is known by now.
    pub next: Option<Timestamp>,
}

/// What was told the unit last before a time, and what next after it, as that state knows it.
pub fn told_around(
    federation: &Federation,
    unit: UnitId,
    at: Timestamp,
) -> (Option<Timestamp>, Option<Timestamp>) {
    if federation.registry().find_unit(unit).is_none() {
        return (None, None);
    }
    let told = || federation.ledger(unit).notices.iter().map(|notice| notice.at);
    (told().filter(|told| *told < at).max(), told().filter(|told| *told > at).min())
}

/// A page as it was, or how much of it is made: told by the calendar that the unit has today.
pub fn past(
    federation: &Federation,
    unit: UnitId,
    moment: Moment,
    (shown, last, share): (Option<View>, Option<Timestamp>, Option<f64>),
    lang: Lang,
) -> PastPage {
    let Moment { at, first, now, next } = moment;
    let known = federation.registry().unit(unit);
    let hours = &known.calendar;
    let voice = Voice { lang, hours, now: at };
    let date = hours.date_of(at);
    let day = voice.weekday_date(date);
    let (year, clock) = (date.year(), voice.clock(at));
    let sentence = match lang {
        Lang::En => format!("As of {day} {year}, {clock}, as known then."),
        Lang::Es => format!("A fecha de {day} de {year}, {clock}, según se sabía entonces."),
    };
    let lede = lang.pick(
        "What has come since is not in it, nor what you may not see today. Nothing can be done here.",
        "No contiene lo que llegó después, ni lo que hoy no puede ver. Aquí no se puede hacer nada.",
    );
    let into_day = at.since(hours.start_of(date));
    let on = |date: Date| hours.start_of(date) + into_day;
    let before = std::iter::successors(date.yesterday().ok(), |day| day.yesterday().ok());
    let before = before.take(DAYS_LOOKED).find(|day| hours.is_working_day(*day)).map(on);
    let after = std::iter::successors(date.tomorrow().ok(), |day| day.tomorrow().ok());
    let after = after.take(DAYS_LOOKED).find(|day| hours.is_working_day(*day)).map(on);
    let text = |time: Timestamp| rfc3339(time, hours);
    let within = |time: &Timestamp| (first..=now).contains(time);
    let frame = shown.as_ref().map_or_else(
        || Frame {
            lang: code(lang),
            title: known.name.clone(),
            now: When { at: text(at), text: clock.clone() },
            viewer: Some(unit_ref(known)),
            place: Some(unit_ref(known)),
            crumbs: vec![unit_ref(known)],
            keys: Vec::new(),
            me: None,
        },
        |view| {
            let frame = view.frame().clone();
            let keys = frame.keys.into_iter().filter(|key| has_past(*key)).collect();
            Frame { keys, ..frame }
        },
    );
    PastPage {
        frame,
        sentence,
        lede: lede.to_owned(),
        at: When { at: text(at), text: format!("{day} {year}, {clock}") },
        first: text(first),
        present: text(now),
        day_back: before.filter(within).map(text),
        day_forth: after.filter(within).map(text),
        event_back: last.filter(within).map(text),
        event_forth: next.filter(within).map(text),
        share,
        shown,
    }
}

/// Whether the pages behind a key can be looked back at.
const fn has_past(key: Key) -> bool {
    match key {
        Key::Room | Key::Flow | Key::Plan => true,
        Key::Today | Key::Telex => false,
    }
}

/// Days looked through for a working one: the longest stop of a plant is a summer.
const DAYS_LOOKED: usize = 100;
