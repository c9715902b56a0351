//! Numbers: how is a figure written so that it can be read at a glance?
//!
//! Three significant digits are what people compare; more are noise, fewer hide a change. Of two
//! figures that are told together, both have as many decimals as it takes to see the difference.

use super::Lang;

/// Digits that say as much as anybody remembers.
const SIGNIFICANT: i32 = 3;
/// Decimals beyond which a number is written with a power of ten.
const DECIMALS_MOST: i32 = 6;
/// From here on a number is written with a power of ten.
const POWER_FROM: f64 = 1e15;

/// Of which grammatical gender the things are that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// *Una* lectura, *una* unidad, *una* cifra.
    Feminine,
    /// *Un* día, *un* acuerdo.
    Masculine,
}

/// A number with so many decimals, its thousands grouped: `12,300.5`, `12.300,5`.
pub fn rounded(lang: Lang, value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    if value.abs() >= POWER_FROM || is_tiny(value) {
        return with_power(lang, value);
    }
    let plain = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_zero = plain.bytes().all(|digit| digit == b'0' || digit == b'.');
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let point = lang.pick(".", ",");
    let point = if fraction.is_empty() { "" } else { point };
    format!("{sign}{}{point}{fraction}", grouped(lang, whole))
}

/// A number with three significant digits, or all digits before the point: `8.15`, `0.012`,
/// `12,345`.
pub fn figure(lang: Lang, value: f64) -> String {
    shortened(lang, value, decimals(&[value]))
}

/// Numbers that are told together, with decimals enough to see how they differ: `9.9`, `8.1`.
pub fn together(lang: Lang, values: &[f64]) -> Vec<String> {
    let apart = decimals(values);
    let texts: Vec<String> = values.iter().map(|value| rounded(lang, *value, apart)).collect();
    // All of them whole: `120` and `96`, not `120.0` and `96.0`.
    let cut: Vec<String> = values.iter().map(|value| rounded(lang, *value, 0)).collect();
    let is_whole = values.iter().all(|value| is_whole(*value, apart));
    if is_whole { cut } else { texts }
}

/// Decimals with which values that are told together are written.
pub fn decimals(values: &[f64]) -> usize {
    let finite = values.iter().copied().filter(|value| value.is_finite());
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in finite {
        low = low.min(value);
        high = high.max(value);
    }
    let largest = low.abs().max(high.abs());
    if !largest.is_finite() || largest == 0.0 {
        return 0;
    }
    let readable = SIGNIFICANT - 1 - magnitude(largest);
    let range = high - low;
    let wanted = if range > 0.0 {
        // Two digits of the difference where three of the figures show it, one at least.
        let (two, one) = (1 - magnitude(range), -magnitude(range));
        two.min(readable).max(one)
    } else {
        readable
    };
    usize::try_from(wanted.clamp(0, DECIMALS_MOST)).unwrap_or(0)
}

/// A share in percent: `18%`, `18 %`. Below one, with a decimal.
pub fn percent(lang: Lang, share: f64) -> String {
    let hundredths = share.abs() * 100.0;
    let decimals = usize::from(hundredths < 0.95 && hundredths > 0.0);
    let number = rounded(lang, hundredths, decimals);
    match lang {
        Lang::En => format!("{number}%"),
        Lang::Es => format!("{number}\u{a0}%"),
    }
}

/// How sure, in percent; never quite certain: `99%`.
pub(super) fn certainty(lang: Lang, sure: f64) -> String {
    percent(lang, (sure * 100.0).round().clamp(1.0, 99.0) / 100.0)
}

/// A count, as a word up to twelve: `two`, `dos`, `13`.
pub fn count(lang: Lang, number: usize, gender: Gender) -> String {
    const ENGLISH: [&str; 13] = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    const SPANISH: [&str; 13] = [
        "ninguna", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
        "diez", "once", "doce",
    ];
    let words = match lang {
        Lang::En => ENGLISH,
        Lang::Es => SPANISH,
    };
    match (lang, gender, number) {
        (Lang::Es, Gender::Masculine, 0) => "ningún".to_owned(),
        (Lang::Es, Gender::Masculine, 1) => "un".to_owned(),
        _ => words
            .get(number)
            .map_or_else(|| grouped(lang, &number.to_string()), |w| (*w).to_owned()),
    }
}

/// Without the zeros at the end of its decimals.
fn shortened(lang: Lang, value: f64, decimals: usize) -> String {
    let fewest = (0..=decimals).find(|fewer| is_whole(value * ten_to(*fewer), decimals - fewer));
    rounded(lang, value, fewest.unwrap_or(decimals))
}

/// Whether nothing but zeros follow the point within those decimals.
fn is_whole(value: f64, decimals: usize) -> bool {
    ((value.round() - value) * ten_to(decimals)).abs() < 0.5
}

/// A power of ten, exact for as many decimals as are ever written.
fn ten_to(decimals: usize) -> f64 {
    (0..decimals).fold(1.0, |power, _| power * 10.0)
}

/// The power of ten of the first digit.
#[expect(clippy::cast_possible_truncation, reason = "an f64 has less than 400 powers of ten")]
fn magnitude(value: f64) -> i32 {
    libm::floor(libm::log10(value.abs())) as i32
}

fn is_tiny(value: f64) -> bool {
    value != 0.0 && magnitude(value) < -DECIMALS_MOST + SIGNIFICANT - 1
}

/// `1.23 × 10¹⁸`.
fn with_power(lang: Lang, value: f64) -> String {
    let scientific = format!("{value:.2e}");
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    let digits = digits.replace('-', "−").replace('.', lang.pick(".", ","));
    let raised: String = power.chars().filter_map(superscript).collect();
    format!("{digits} × 10{raised}")
}

fn superscript(letter: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    match letter {
        '-' => Some('⁻'),
        _ => letter.to_digit(10).and_then(|digit| DIGITS.get(digit as usize)).copied(),
    }
}

/// Groups of three digits: `1,080` in English; Spanish groups from five digits on.
fn grouped(lang: Lang, whole: &str) -> String {
    let (separator, least) = match lang {
        Lang::En => (',', 4),
        Lang::Es => ('.', 5),
    };
    if whole.len() < least {
        return whole.to_owned();
    }
    let mut text = String::with_capacity(whole.len() * 4 / 3);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_at_a_glance() {
        let cases = [
            (8.149, "8.15", "8,15"),
            (8.1, "8.1", "8,1"),
            (118.0, "118", "118"),
            (1080.4, "1,080", "1080"),
            (12_345.6, "12,346", "12.346"),
            (0.0, "0", "0"),
            (-0.000_001, "−1 × 10⁻⁶", "−1 × 10⁻⁶"),
            (0.012_34, "0.0123", "0,0123"),
            (-3.5, "−3.5", "−3,5"),
            (1.234e18, "1.23 × 10¹⁸", "1,23 × 10¹⁸"),
            (4.2e-9, "4.2 × 10⁻⁹", "4,2 × 10⁻⁹"),
            (999_999_999.0, "999,999,999", "999.999.999"),
        ];
        for (value, english, spanish) in cases {
            assert_eq!(figure(Lang::En, value), english);
            assert_eq!(figure(Lang::Es, value), spanish);
        }
    }

    #[test]
    fn two_figures_show_their_difference() {
        let told = |values: &[f64]| together(Lang::En, values).join(" ");
        assert_eq!(told(&[9.903, 8.083]), "9.9 8.1");
        assert_eq!(told(&[118.2, 96.4]), "118 96");
        assert_eq!(told(&[1000.21, 1000.94]), "1,000.2 1,000.9");
        assert_eq!(told(&[3.0, 2.0]), "3 2");
        assert_eq!(told(&[0.031, 0.044]), "0.031 0.044");
        assert_eq!(told(&[5.0, 5.0]), "5 5");
    }

    #[test]
    fn nothing_is_quite_certain() {
        assert_eq!(certainty(Lang::En, 0.9999), "99%");
        assert_eq!(certainty(Lang::Es, 0.93), "93\u{a0}%");
        assert_eq!(certainty(Lang::En, 0.0), "1%");
    }

    #[test]
    fn counts_are_words_up_to_twelve() {
        assert_eq!(count(Lang::En, 12, Gender::Feminine), "twelve");
        assert_eq!(count(Lang::En, 13, Gender::Feminine), "13");
        assert_eq!(count(Lang::Es, 1, Gender::Feminine), "una");
        assert_eq!(count(Lang::Es, 1, Gender::Masculine), "un");
        assert_eq!(count(Lang::Es, 12_000, Gender::Masculine), "12.000");
    }

    #[test]
    fn no_number_is_too_odd_to_be_written() {
        for value in [f64::NAN, f64::INFINITY, 1e100, -1e100, 1e-300, f64::MIN_POSITIVE, 0.1 + 0.2]
        {
            for lang in Lang::ALL {
                assert!(figure(lang, value).chars().count() < 16, "{value}");
            }
        }
    }
}
