//! Measures: how do people write a UCUM unit of measure?
//!
//! `t/d` is `t a day` in a sentence and `t al día` in Spanish. Only what reads badly is rewritten:
//! divisions by a time, products, curly annotations and a few symbols. See the Unified Code for
//! Units of Measure, section 2.4.

use super::Lang;

/// The unit of measure as people write it; empty where the figure is a bare number.
pub fn measure(lang: Lang, ucum: &str) -> String {
    let mut parts = outside_braces(ucum).into_iter();
    let above = parts.next().unwrap_or_default();
    let mut text = symbol(&above);
    for below in parts {
        match per_time(lang, &below) {
            Some(words) if text.is_empty() => text = words,
            Some(words) => text = format!("{text} {words}"),
            None if text.is_empty() => {
                text = format!("{} {}", lang.pick("per", "por"), symbol(&below));
            }
            None => text = format!("{text}/{}", symbol(&below)),
        }
    }
    text
}

/// A number with its unit of measure: `8.1 t a day`, `18%`.
pub(super) fn measured(lang: Lang, number: &str, ucum: &str) -> String {
    match (lang, measure(lang, ucum).as_str()) {
        (_, "") => number.to_owned(),
        (Lang::En, "%") => format!("{number}%"),
        (_, words) => format!("{number}\u{a0}{words}"),
    }
}

/// Whether half of a figure means something: not for temperatures, whose zero is a convention, nor
/// for percentages, where `fell 20%` could mean two things.
pub(super) fn has_true_zero(ucum: &str) -> bool {
    !matches!(ucum, "%" | "Cel" | "[degF]" | "[pH]" | "[ppth]" | "[ppm]")
}

/// Splits at the slashes that are not in an annotation.
fn outside_braces(ucum: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_note = false;
    for letter in ucum.chars() {
        match letter {
            '{' => is_note = true,
            '}' => is_note = false,
            '/' if !is_note => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(letter);
        }
    }
    parts
}

fn per_time(lang: Lang, below: &str) -> Option<String> {
    let words = match below {
        "s" => lang.pick("a second", "por segundo"),
        "min" => lang.pick("a minute", "por minuto"),
        "h" => lang.pick("an hour", "por hora"),
        "d" => lang.pick("a day", "al día"),
        "wk" => lang.pick("a week", "por semana"),
        "mo" => lang.pick("a month", "al mes"),
        "a" => lang.pick("a year", "al año"),
        _ => return None,
    };
    Some(words.to_owned())
}

fn symbol(code: &str) -> String {
    match code {
        "1" => String::new(),
        "Cel" => "°C".to_owned(),
        "[degF]" => "°F".to_owned(),
        "[pH]" => "pH".to_owned(),
        "[ppm]" => "ppm".to_owned(),
        "[ppth]" => "‰".to_owned(),
        "Ohm" => "Ω".to_owned(),
        "[USD]" => "US$".to_owned(),
        code => code
            .split('.')
            .map(|factor| {
                // `{people}` is a note for people: the note is what they read.
                let note = factor.split_once('{').and_then(|(before, rest)| {
                    let note = rest.strip_suffix('}')?;
                    Some(if before.is_empty() || before == "1" {
                        note.to_owned()
                    } else {
                        format!("{before} {note}")
                    })
                });
                note.unwrap_or_else(|| raised(factor))
            })
            .collect(),
    }
}

/// `m2` is written `m²`, `m3` `m³`, `u` stands for µ.
fn raised(factor: &str) -> String {
    let factor = match factor.strip_prefix('u') {
        Some(rest) if !rest.is_empty() => format!("µ{rest}"),
        Some(_) | None => factor.to_owned(),
    };
    match (factor.strip_suffix('2'), factor.strip_suffix('3')) {
        (Some(base), _) if base.ends_with(char::is_alphabetic) => format!("{base}²"),
        (_, Some(base)) if base.ends_with(char::is_alphabetic) => format!("{base}³"),
        _ => factor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_measure_are_read_aloud() {
        let cases = [
            ("t/d", "t a day", "t al día"),
            ("%", "%", "%"),
            ("kW.h", "kWh", "kWh"),
            ("kW.h/kg", "kWh/kg", "kWh/kg"),
            ("m3/h", "m³ an hour", "m³ por hora"),
            ("Cel", "°C", "°C"),
            ("1", "", ""),
            ("{people}", "people", "people"),
            ("{breaks}/h", "breaks an hour", "breaks por hora"),
            ("h", "h", "h"),
            ("ug/m3", "µg/m³", "µg/m³"),
            ("/d", "a day", "al día"),
        ];
        for (ucum, english, spanish) in &cases {
            assert_eq!(measure(Lang::En, ucum), *english);
            assert_eq!(measure(Lang::Es, ucum), *spanish);
        }
    }
}
