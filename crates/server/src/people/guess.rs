//! Guess: is a password among the first that anybody would try?
//!
//! Long passwords that everybody thinks of are made of few things: a word from the top of any list of
//! stolen ones, or the name of the place, with a year behind it; a row of the keyboard; the alphabet. What is
//! left of a password without these is what has to be guessed. Of the 3,000 commonest in the list of
//! zxcvbn 4.5.0 (stolen ones, by how often they occur) twelve have twelve letters or more; the rules
//! leave four of them, which are listed.

use std::collections::BTreeSet;

use mission::registry::Registry;

/// Letters that are left of a password without what everybody would try, at least.
const LEFT_LEAST: usize = 5;
/// Letters of a run along the alphabet or the keyboard that is one thought, and not a chance.
const RUN_LEAST: usize = 4;
/// Letters of a name that is looked for: shorter ones occur in any words.
const NAME_LEAST: usize = 4;

/// What stands at the top of such lists in English and Spanish, without numbers, and what everybody knows of
/// this program.
const WORDS: [&str; 54] = [
    "administrador",
    "administrator",
    "admin",
    "auditor",
    "baseball",
    "bienvenido",
    "bienvenida",
    "changeme",
    "cambiame",
    "charlie",
    "clave",
    "comite",
    "committee",
    "computer",
    "contrasena",
    "contraseña",
    "coordinador",
    "coordinator",
    "corazon",
    "cybersyn",
    "dragon",
    "estrella",
    "football",
    "freedom",
    "futbol",
    "hello",
    "hola",
    "iloveyou",
    "letmein",
    "login",
    "master",
    "michael",
    "monkey",
    "mustang",
    "mariposa",
    "operador",
    "operator",
    "passphrase",
    "password",
    "passwort",
    "princesa",
    "princess",
    "quierote",
    "secreto",
    "secret",
    "shadow",
    "starwars",
    "sunshine",
    "superman",
    "teamo",
    "tequiero",
    "trustno",
    "welcome",
    "worker",
];

/// The commonest of twelve letters or more that are made of nothing else here.
const COMMONEST: [&str; 4] =
    ["mailcreated5240", "polniypizdec0211", "sojdlg123aljg", "leavemealone"];

/// Rows along which fingers go, each also backwards.
const ROWS: [&str; 11] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjklñ",
    "zxcvbnm",
    "qweasdzxc",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "qazwsxedcrfvtgbyhn",
    "zaq1xsw2cde3vfr4bgt5nhy6",
];

/// Whether little is left of it without what everybody would try. Names are those of people and places that
/// others know.
pub(super) fn is_guessed(password: &str, names: impl Iterator<Item = String>) -> bool {
    let password = password.to_lowercase();
    if COMMONEST.contains(&password.as_str()) {
        return true;
    }
    let mut left = plain(&without_runs(&password));
    let names = names.map(|name| plain(&name)).filter(|name| name.chars().count() >= NAME_LEAST);
    let mut words: Vec<String> = WORDS.map(str::to_owned).into_iter().chain(names).collect();
    // The longest first: what is left of a long name after a short one was taken out is a name no more.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        left = left.replace(&word, " ");
    }
    let letters: Vec<char> = left.chars().filter(|letter| letter.is_alphabetic()).collect();
    letters.iter().collect::<BTreeSet<_>>().len() < LEFT_LEAST
}

/// The names of places that everybody in a federation knows.
pub(super) fn names_of(registry: &Registry) -> impl Iterator<Item = String> {
    registry.units().iter().flat_map(|unit| {
        let words = unit.name.split_whitespace().map(str::to_owned);
        words.chain([unit.name.clone()]).collect::<Vec<_>>()
    })
}

/// In small letters, without what only sets them apart, and with the letters for which digits stand.
fn plain(given: &str) -> String {
    let meant = |letter: char| match letter {
        '@' | '4' => 'a',
        '3' => 'e',
        '0' => 'o',
        '5' | '$' => 's',
        '1' | '!' => 'i',
        other => other,
    };
    let letters = given.chars().flat_map(char::to_lowercase);
    // A run of digits is a number: nobody writes a word of them alone.
    let letters: Vec<char> = letters.filter(|letter| !" -_.,;:/".contains(*letter)).collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let stands_for = |(at, letter): (usize, &char)| {
        let is_in_number = is_digit(at + 1) || at > 0 && is_digit(at - 1);
        if is_in_number { *letter } else { meant(*letter) }
    };
    letters.iter().enumerate().map(stands_for).collect()
}

/// Without stretches along a row.
fn without_runs(given: &str) -> String {
    let letters: Vec<char> = given.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < letters.len() {
        let run = run_length(&letters[at..]);
        if run >= RUN_LEAST {
            out.push(' ');
            at += run;
        } else {
            out.push(letters[at]);
            at += 1;
        }
    }
    out
}

/// How many of the first letters lie in order on one row, or are all the same.
fn run_length(letters: &[char]) -> usize {
    let along = |row: &[char]| {
        let starts = row.iter().enumerate().filter(|(_, letter)| **letter == letters[0]);
        let length = |(at, _): (usize, &char)| {
            row[at..].iter().zip(letters).take_while(|(row, letter)| row == letter).count()
        };
        starts.map(length).max().unwrap_or(0)
    };
    let same = letters.iter().take_while(|letter| **letter == letters[0]).count();
    let rows = ROWS.iter().flat_map(|row| {
        let row: Vec<char> = row.chars().collect();
        let back = row.iter().rev().copied().collect();
        [row, back]
    });
    rows.map(|row: Vec<char>| along(&row)).max().unwrap_or(0).max(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(password: &str) -> bool {
        let names = ["Yarur Spinning", "Yarur", "Spinning", "mill-2"];
        is_guessed(password, names.map(str::to_owned).into_iter())
    }

    #[test]
    fn what_everybody_would_try_first_is_guessed() {
        for bad in [
            "123456789012",
            "1234567890987654321",
            "qwertyuiop123",
            "1q2w3e4r5t6y",
            "Qwerty123456!",
            "password1234",
            "P@ssw0rd2026!",
            "passwordpassword",
            "contraseña2026",
            "iloveyou1234",
            "tequiero-2026",
            "abcdefghijkl",
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
            "cybersyn-1972",
            "Cybersyn Admin 1",
            "yarurspinning1",
            "Spinning-2026",
            "committee mill-2",
            "asdfghjkl;12",
            "123qweasdzxc",
            "1qaz2wsx3edc",
            "q1w2e3r4t5y6",
            "mailcreated5240",
            "qazwsxedcrfv",
            "123456qwerty",
            "polniypizdec0211",
            "sojdlg123aljg",
            "leavemealone",
            "123456654321",
        ] {
            assert!(guessed(bad), "{bad}");
        }
    }

    #[test]
    fn several_words_are_not_even_if_one_of_them_is_the_place() {
        for good in [
            "two looms without thread",
            "12 letters !",
            "spinning at night with tea",
            "ñandú ñandú corre",
            "password of the old foreman",
            "x7#kQ9!vLm2p",
            "tr0mbone-lemon",
        ] {
            assert!(!guessed(good), "{good}");
        }
    }
}
