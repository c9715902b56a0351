//! Code: is each file small, finished at its border and pure where it must be?

use super::{Findings, has_word, hold, is_test};
use crate::tree::Tree;

/// Past this a file is a mistake.
const LONGEST_FILE_LINES: usize = 600;
/// Past this a file is worth a second look, and is named in the closing lines of the tests.
const LONG_FILE_LINES: usize = 400;

/// What the core is told instead of looking.
const WORLD: &[&str] = &[
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "async",
    "SystemTime",
    "Instant::now",
];
/// Mathematics that may give other bits on another machine; libm gives the same everywhere. A
/// square root is exact, and so is missing here.
const PLATFORM: &[&str] = &[
    ".ln()",
    ".exp()",
    ".log10()",
    ".log2()",
    ".ln_1p()",
    ".exp_m1()",
    ".powf(",
    ".powi(",
    ".sin()",
    ".cos()",
    ".tanh()",
    ".atan(",
];

#[test]
fn every_rust_file_opens_with_the_question_it_answers() {
    hold(
        opens_with_its_question,
        &[
            ("crates/a/src/b.rs", "use std::fmt;\n"),
            ("crates/a/src/b.rs", "//! Some things.\n"),
            ("crates/a/src/lib.rs", "\n//! Late.\n"),
        ],
        &[
            ("crates/a/src/b.rs", "//! Level: how high does it stand?\n"),
            ("crates/a/src/lib.rs", "//! The world, rehearsed.\n"),
        ],
    );
}

fn opens_with_its_question(tree: &Tree) -> Findings {
    // A crate's root and a file of tests may say in a sentence what they are about.
    let may_tell =
        |path: &str| path.ends_with("/lib.rs") || path.ends_with("/main.rs") || is_test(path);
    let asks = |path: &str, line: &str| {
        line.strip_prefix("//! ").is_some_and(|said| may_tell(path) || said.contains([':', '?']))
    };
    tree.ending(&[".rs"])
        .filter(|(path, text)| !asks(path, text.lines().next().unwrap_or_default()))
        .map(|(path, _)| format!("{path}:1: begin with `//! What: the question this file answers`"))
        .collect()
}

#[test]
fn no_file_outgrows_its_reader() {
    let long = "\n".repeat(LONGEST_FILE_LINES + 1);
    let tested = format!("\n#[cfg(test)]\nmod tests {{\n{long}}}\n");
    hold(
        is_short_enough,
        &[("crates/a/src/b.rs", &long), ("opsroom/src/b.svelte", &long)],
        &[
            ("crates/a/src/b.rs", &tested),
            ("crates/a/tests/it/b.rs", &long),
            ("opsroom/src/b.ts", &format!("/* Made from c.json */{long}")),
        ],
    );
    for (path, lines) in longer_than(&Tree::repository(), LONG_FILE_LINES) {
        eprintln!(
            "long: {path} has {lines} lines without its tests; is there a second idea in it?"
        );
    }
}

fn is_short_enough(tree: &Tree) -> Findings {
    longer_than(tree, LONGEST_FILE_LINES)
        .map(|(path, lines)| {
            format!("{path}: {lines} lines; {LONGEST_FILE_LINES} is the limit, split it by idea")
        })
        .collect()
}

fn longer_than(tree: &Tree, limit: usize) -> impl Iterator<Item = (&str, usize)> {
    tree.ending(&[".rs", ".ts", ".svelte", ".mjs", ".css"])
        .filter(|(path, text)| !is_test(path) && !text.starts_with("/* Made from "))
        .map(|(path, text)| (path, without_tests(text).lines().count()))
        .filter(move |(_, lines)| *lines > limit)
}

#[test]
fn only_records_and_wire_formats_are_serialized() {
    hold(
        serializes_at_the_border,
        &[
            ("crates/mission/src/a.rs", "#[derive(Debug, serde::Serialize)]\nstruct A;\n"),
            ("crates/server/src/a.rs", "#[derive(\n    Debug,\n    Serialize,\n)]\nstruct A;\n"),
            ("crates/store/src/a.rs", "impl Serialize for A {\n"),
        ],
        &[
            ("crates/server/src/wire/incident.rs", "#[derive(Serialize)]\nstruct A;\n"),
            ("crates/store/src/record.rs", "#[derive(Serialize, Deserialize)]\nstruct A;\n"),
            ("crates/server/src/a.rs", "#[derive(Deserialize)]\nstruct A;\nfn f<T: Serialize>()\n"),
        ],
    );
}

fn serializes_at_the_border(tree: &Tree) -> Findings {
    let is_border = |path: &str| {
        ["crates/store/src/record", "crates/server/src/wire"].iter().any(|b| path.starts_with(b))
    };
    let derives = |text: &str| {
        let mut derived = text.split("derive(").skip(1).filter_map(|rest| rest.split(')').next());
        derived.any(|traits| has_word(traits, "Serialize"))
    };
    tree.ending(&[".rs"])
        .filter(|(path, _)| !is_border(path) && !is_test(path))
        .filter(|(_, text)| derives(text) || text.contains("Serialize for "))
        .map(|(path, _)| {
            format!("{path}: derives Serialize; give it a shape in store::record or server::wire")
        })
        .collect()
}

#[test]
fn the_core_reads_no_clock_does_no_io_and_draws_no_randomness() {
    hold(
        core_is_pure,
        &[
            ("crates/mission/src/a.rs", "use std::fs;\n"),
            ("crates/mission/src/a.rs", "use std::time::{Duration, SystemTime};\n"),
            ("crates/filter/src/a.rs", "let p = x.ln();\n"),
        ],
        &[
            ("crates/mission/src/a.rs", "// no std::fs here\nuse std::time::Duration;\n"),
            (
                "crates/filter/src/a.rs",
                "let r = x.sqrt();\n#[cfg(test)]\nmod tests {\nuse std::fs;\n",
            ),
            ("crates/server/src/a.rs", "use std::fs;\n"),
        ],
    );
}

fn core_is_pure(tree: &Tree) -> Findings {
    let foreign = |line: &str| -> Option<&str> {
        let world = WORLD.iter().find(|word| has_word(line, word));
        world.or_else(|| PLATFORM.iter().find(|call| line.contains(**call))).copied()
    };
    let mut findings = Findings::new();
    for (path, text) in tree.ending(&[".rs"]).filter(|(path, _)| is_core(path)) {
        for (number, line) in code_lines(text) {
            if let Some(word) = foreign(line) {
                findings.push(format!(
                    "{path}:{number}: `{word}` has no place in the core; take the value as an \
                     argument, or call libm"
                ));
            }
        }
    }
    findings
}

#[test]
fn only_the_clock_and_the_command_line_may_read_the_world() {
    hold(
        exceptions_stand_where_they_may,
        &[
            (
                "crates/server/src/escalate.rs",
                "#[expect(clippy::disallowed_methods, reason = \"\")]",
            ),
            ("crates/store/src/a.rs", "#![allow(\n    clippy::disallowed_methods,\n)]\n"),
        ],
        &[
            ("crates/server/src/clock.rs", "#[expect(clippy::disallowed_methods, reason = \"\")]"),
            ("crates/cybersyn/src/main.rs", "#[expect(clippy::disallowed_methods, reason = \"\")]"),
            ("crates/store/tests/it/a.rs", "#![expect(clippy::disallowed_methods, reason = \"\")]"),
        ],
    );
}

fn exceptions_stand_where_they_may(tree: &Tree) -> Findings {
    let may = [
        "crates/server/src/clock",
        "crates/server/build.rs",
        "crates/cybersyn/src/",
        "crates/rehearsal/src/bin/",
    ];
    tree.ending(&[".rs"])
        .filter(|(path, _)| !is_test(path) && !may.iter().any(|place| path.starts_with(place)))
        .filter(|(_, text)| without_tests(text).contains("clippy::disallowed_methods"))
        .map(|(path, _)| format!("{path}: ask server::clock, or take the value as an argument"))
        .collect()
}

#[test]
fn every_crate_is_held_to_the_lints_of_the_workspace() {
    hold(
        takes_the_lints,
        &[("crates/a/Cargo.toml", "[package]\nname = \"a\"\n")],
        &[("crates/a/Cargo.toml", "[lints]\nworkspace = true\n"), ("Cargo.toml", "[workspace]\n")],
    );
}

fn takes_the_lints(tree: &Tree) -> Findings {
    tree.ending(&["/Cargo.toml"])
        .filter(|(_, text)| !text.contains("[lints]\nworkspace = true\n"))
        .map(|(path, _)| format!("{path}: add `[lints]` with `workspace = true`"))
        .collect()
}

/// The lines of Rust code with their numbers, without comments and without the tests.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = without_tests(text).lines().zip(1..);
    code.filter(|(line, _)| !line.trim_start().starts_with("//")).map(|(line, at)| (at, line))
}

/// A Rust file as far as its tests, which by custom stand at its end.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]\nmod tests {").map_or(text, |at| &text[..at])
}

fn is_core(path: &str) -> bool {
    ["crates/filter/src/", "crates/mission/src/"].iter().any(|core| path.starts_with(core))
        && !is_test(path)
}
