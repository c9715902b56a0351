//! Laid down: who is in the story, what did they report before it, and which figures and times does it know?
//!
//! One story with the pages of the manual: yarn output of Spinning 2 falls from 9.9 to 8.1 t a day on Friday 16
//! October 2026.

use jiff::civil::{Date, Weekday, date};
use mission::time::Timestamp;
use serde_json::{Value, json};

use super::{normal, text};

pub(super) const NATION: &str = "chile";
pub(super) const SECTOR: &str = "chile/textiles";
pub(super) const PLANT: &str = "chile/textiles/spinning-2";
/// The series that changes.
pub(super) const SERIES: &str = "yarn";
/// The parts of the sector that live on its node, with the level of their output: none near that of the plant.
pub(super) const SISTERS: [(&str, &str, f64); 3] = [
    ("chile/textiles/weaving", "Weaving", 31.0),
    ("chile/textiles/dyeing", "Dyeing", 24.0),
    ("chile/textiles/knitting", "Knitting", 17.0),
];

/// What the plant's output is as a rule, in tonnes a day.
pub(super) const NORMAL: f64 = 9.9;
/// Friday's figure: unusual.
pub(super) const FRIDAY: f64 = 8.15;
/// What the visitor is offered to type on Monday.
pub(super) const SUGGESTED: f64 = 8.02;
/// Tuesday to Thursday: it stays low.
pub(super) const LOW: [f64; 3] = [8.07, 8.13, 7.98];
/// The Monday on which help comes, and three days after it.
pub(super) const BACK: [f64; 4] = [8.94, 9.83, 9.76, 9.91];

const ZONE: &str = "America/Santiago";
/// The first day that is reported.
const FIRST: Date = date(2026, 6, 1);

/// A time of October 2026 in the story's zone.
pub(super) fn at(day: i8, hour: &str) -> Timestamp {
    let time = hour.parse().expect("the hours of the story are hours");
    of(date(2026, 10, day), time)
}

fn of(day: Date, time: jiff::civil::Time) -> Timestamp {
    let zoned = day.to_datetime(time).in_tz(ZONE).expect("the zone is in the program");
    Timestamp::from_millis(zoned.timestamp().as_millisecond())
}

/// A time with the offset of the story's units.
pub(super) fn day_text(time: Timestamp) -> String {
    let instant = jiff::Timestamp::from_millisecond(time.as_millis());
    let zoned = instant.expect("the story lies in 2026").in_tz(ZONE);
    zoned.expect("the zone is in the program").strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The levels and the sisters; the plant is named, and has nothing yet.
pub(super) fn above() -> Value {
    let mut units =
        vec![unit(NATION, "Nation"), unit(SECTOR, "Textiles"), unit(PLANT, "Spinning 2")];
    units.extend(SISTERS.map(|(path, name, level)| with_figures(path, name, ("output", level))));
    json!({ "by": "founders", "units": units })
}

/// The plant, as its own people lay it down on their node.
pub(super) fn below() -> Value {
    json!({ "by": "committee", "units": [with_figures(PLANT, "Spinning 2", (SERIES, NORMAL))] })
}

fn unit(path: &str, name: &str) -> Value {
    let shifts = json!([{"days": ["mon-fri"], "from": "06:00", "to": "18:00"}]);
    json!({"path": path, "name": name, "zone": ZONE, "shifts": shifts})
}

fn with_figures(path: &str, name: &str, (key, level): (&str, f64)) -> Value {
    let figure = |key: &str, name: &str, measure: &str, direction: &str, aggregate: &str| {
        json!({"key": key, "name": name, "measure": measure, "cadence": "daily",
               "direction": direction, "sphere": "work", "aggregate": aggregate})
    };
    let term = |subject: &str, indicator: &str, value: f64| {
        let reason = "agreed by both sides, after the year before";
        json!({"subject": subject, "indicator": indicator, "value": value,
               "from": FIRST.to_string(), "reason": reason})
    };
    let called = if key == SERIES { "Yarn output" } else { "Output" };
    let mut unit = unit(path, name);
    unit["indicators"] = json!([
        figure(key, called, "t", "more", "sum"),
        figure("waste", "Waste", "kg", "less", "sum"),
        figure("hours", "Machine hours", "h", "more", "sum"),
    ]);
    unit["agreements"] = json!([
        term("capability", key, level * 1.06),
        term("potentiality", key, level * 1.3),
        term("capability", "waste", 300.0),
        term("potentiality", "waste", 240.0),
        term("capability", "hours", 540.0),
        term("potentiality", "hours", 620.0),
    ]);
    unit
}

/// The working days before the story.
pub(super) fn past() -> Vec<Date> {
    let weekend = |day: &Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    FIRST
        .series(jiff::Span::new().days(1))
        .take_while(|day| *day < date(2026, 10, 16))
        .filter(|day| !weekend(day))
        .collect()
}

/// A day of October.
pub(super) fn october(day: i8) -> Date {
    date(2026, 10, day)
}

/// What a unit reports of a day; `place` tells one day's chance from another's.
pub(super) fn figures(path: &str, day: Date, main: Option<f64>) -> Vec<Value> {
    let place = u32::from(day.day_of_year().unsigned_abs());
    let sister = SISTERS.iter().position(|(sister, ..)| *sister == path);
    let apart = sister.map_or(0, |sister| 11 * (u32::try_from(sister).unwrap_or(0) + 1));
    let noise = |turn: u32| normal(place + apart + turn) - NORMAL;
    let (key, level) = sister.map_or((SERIES, NORMAL), |sister| ("output", SISTERS[sister].2));
    let whole = |value: f64| (value * 100.0).round() / 100.0;
    let main = main.unwrap_or_else(|| whole(level + noise(0) * level / NORMAL));
    let at = text(of(day, jiff::civil::time(0, 0, 0, 0)));
    let figure = |key: &str, value: f64| json!({"indicator": key, "at": at, "value": value});
    vec![
        figure(key, main),
        figure("waste", whole(310.0 + 40.0 * noise(3))),
        figure("hours", whole(510.0 + 30.0 * noise(7))),
    ]
}
