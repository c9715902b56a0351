//! The report of a headless rehearsal: what came of it, in words and as JSON?

use std::fmt::Write as _;
use std::time::Duration;

use mission::signal;
use rehearsal::headless::{Headless, Outcome, WARM_UP_DAYS};
use rehearsal::score::{Found, quantile};
use rehearsal::world::faults;
use serde_json::{Map, Value, json};

/// How long it took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// Making the world and its first half year.
    pub(crate) warm_up: Duration,
    /// The measured days.
    pub(crate) measured: Duration,
}

/// As JSON. Delays are working days from the beginning, which counts as 0.
pub(crate) fn json(rehearsal: &Headless, outcome: &Outcome, timing: Timing) -> Value {
    let score = &outcome.score;
    let signals: Map<String, Value> = SIGNALS
        .iter()
        .map(|(kind, key, _)| ((*key).into(), count(outcome, *kind).into()))
        .collect();
    let faults: Map<String, Value> = score
        .found
        .iter()
        .map(|(kind, found)| (fault_key(*kind).to_owned(), fault_json(found)))
        .collect();
    let fates = &outcome.fates;
    json!({
        "seed": rehearsal.seed,
        "plants": rehearsal.plants,
        "units": outcome.units,
        "indicators": outcome.indicators,
        "workers": rehearsal.workers,
        "warm_up": {
            "days": WARM_UP_DAYS,
            "readings": outcome.warm_up_readings,
            "seconds": timing.warm_up.as_secs_f64(),
        },
        "days": rehearsal.days,
        "readings": outcome.readings,
        "seconds": timing.measured.as_secs_f64(),
        "readings_per_second": rate(outcome.readings, timing.measured),
        "acts": { "done": outcome.acts - outcome.refused, "refused": outcome.refused },
        "signals": signals,
        "good_surprises": score.good,
        "faults": faults,
        "struck_plants": outcome.struck_plants,
        "false_tellings": {
            "all": score.false_tellings,
            "named": score.false_named,
            "per_plant_and_90_days": score.false_per_plant,
            "plants_over_budget": score.plants_over_budget,
            "by_figure": by_figure(outcome),
        },
        "incidents": {
            "opened": fates.opened,
            "by_cause": fates.by_cause,
            "recovered_locally": fates.recovered_locally,
            "risen_to": fates.risen_to,
            "ended": fates.ended,
            "still_open": fates.still_open,
        },
        "obligations": {
            "opened": fates.owed,
            "answered_in_time": fates.answered_in_time,
            "missed": fates.missed,
            "help_came": fates.help_came,
            "released_first": fates.released,
        },
    })
}

/// In words, for a terminal.
pub(crate) fn text(rehearsal: &Headless, outcome: &Outcome, timing: Timing) -> String {
    let (score, fates) = (&outcome.score, &outcome.fates);
    let mut out = String::new();
    let mut line = |words: String| {
        out.push_str(&words);
        out.push('\n');
    };
    line(format!(
        "{} units, {} plants, {} indicators, seed {}",
        outcome.units, rehearsal.plants, outcome.indicators, rehearsal.seed
    ));
    line(format!(
        "warm-up   {WARM_UP_DAYS} days, {} readings in {:.1} s",
        outcome.warm_up_readings,
        timing.warm_up.as_secs_f64()
    ));
    line(format!(
        "measured  {} days, {} readings in {:.1} s, {:.0} readings a second",
        rehearsal.days,
        outcome.readings,
        timing.measured.as_secs_f64(),
        rate(outcome.readings, timing.measured)
    ));
    let told: Vec<String> =
        SIGNALS.iter().map(|(kind, _, name)| format!("{} {name}", count(outcome, *kind))).collect();
    line(format!("signals   {}; {} of them good surprises", told.join(", "), score.good));
    line(format!(
        "false     {} tellings, {:.2} a plant and 90 days ({:.2} that name a kind); {} of {} plants over one",
        score.false_tellings,
        score.false_per_plant,
        per_plant(score.false_named, rehearsal),
        score.plants_over_budget,
        rehearsal.plants
    ));
    line(
        "what went wrong      expected  found  named  told after, median  90%  (working days)"
            .into(),
    );
    for (kind, found) in &score.found {
        line(format!(
            "  {:<18} {:>8} {:>6} {:>6} {:>19} {:>4}",
            fault_key(*kind),
            found.expected,
            found.found,
            found.named,
            words(quantile(&found.delays, 0.5)),
            words(quantile(&found.delays, 0.9)),
        ));
    }
    line(format!("incidents {} opened: {}", fates.opened, list(&fates.by_cause)));
    line(format!("          {} recovered without anybody above hearing", fates.recovered_locally));
    line(format!("          rose to: {}", list(&fates.risen_to)));
    line(format!("          ended: {}; {} still open", list(&fates.ended), fates.still_open));
    line(format!(
        "owed      {} answers: {} in time, {} missed; help came {} times",
        fates.owed, fates.answered_in_time, fates.missed, fates.help_came
    ));
    out
}

/// Kinds of signals with their keys and names.
const SIGNALS: [(signal::Kind, &str, &str); 4] = [
    (signal::Kind::Unusual, "unusual", "unusual"),
    (signal::Kind::OneOff, "one_off", "one-offs"),
    (signal::Kind::Step, "step", "steps"),
    (signal::Kind::Slope, "slope", "slopes"),
];

fn count(outcome: &Outcome, kind: signal::Kind) -> u32 {
    outcome.score.signals.get(&kind).copied().unwrap_or(0)
}

fn fault_key(kind: faults::Kind) -> &'static str {
    match kind {
        faults::Kind::OneOff => "one_off",
        faults::Kind::Step => "step",
        faults::Kind::Drift => "drift",
        faults::Kind::Missing => "missing",
        faults::Kind::Late => "late",
        faults::Kind::Corrected => "corrected",
    }
}

fn fault_json(found: &Found) -> Value {
    json!({
        "expected": found.expected,
        "found": found.found,
        "missed": found.expected - found.found,
        "named": found.named,
        "told_after_days": {
            "median": quantile(&found.delays, 0.5),
            "p90": quantile(&found.delays, 0.9),
        },
        "named_after_days": {
            "median": quantile(&found.naming_delays, 0.5),
            "p90": quantile(&found.naming_delays, 0.9),
        },
    })
}

fn by_figure(outcome: &Outcome) -> Map<String, Value> {
    let slots = rehearsal::world::slots::Slot::ALL.iter();
    let counts = outcome.score.false_by_slot.iter();
    slots.zip(counts).map(|(slot, count)| (slot.figure().key.into(), (*count).into())).collect()
}

fn per_plant(count: u32, rehearsal: &Headless) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "plants are counted in thousands")]
    let plants = rehearsal.plants as f64;
    f64::from(count) / plants * 90.0 / f64::from(rehearsal.days)
}

fn rate(readings: u64, time: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "readings are counted in millions")]
    let readings = readings as f64;
    readings / time.as_secs_f64().max(1e-9)
}

fn words(days: Option<i32>) -> String {
    days.map_or("-".to_owned(), |days| days.to_string())
}

fn list(counts: &std::collections::BTreeMap<&'static str, u32>) -> String {
    let mut out = String::new();
    for (name, count) in counts {
        let comma = if out.is_empty() { "" } else { ", " };
        write!(out, "{comma}{count} {name}").expect("writing to a string does not fail");
    }
    if out.is_empty() { "none".to_owned() } else { out }
}
