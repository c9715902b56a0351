//! Writing: is everything finished, does every reference lead somewhere, and is it all about the
//! software?

use super::{Findings, has_word, hold, is_test};
use crate::tree::Tree;

#[test]
fn nothing_is_left_unfinished_or_untested() {
    hold(
        leaves_nothing_unfinished,
        &[
            ("crates/a/src/b.rs", concat!("// TO", "DO: later\n")),
            ("opsroom/src/b.ts", concat!("// FIX", "ME\n")),
            ("crates/a/src/b.rs", concat!("#[ig", "nore]\nfn test() {}\n")),
            ("opsroom/src/b.test.ts", concat!("it.sk", "ip('later')\n")),
        ],
        &[
            ("opsroom/src/es.ts", "todo: 'Todo el día'\n"),
            ("crates/a/src/b.rs", "lines.skip(1); // ignored, as it is a header\n"),
        ],
    );
}

fn leaves_nothing_unfinished(tree: &Tree) -> Findings {
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
    let untested = [
        concat!("#[ig", "nore"),
        concat!("it.sk", "ip("),
        concat!("test.sk", "ip("),
        concat!("describe.sk", "ip("),
        concat!("it.on", "ly("),
        concat!("test.on", "ly("),
        concat!("describe.on", "ly("),
    ];
    in_written_lines(tree, |line| {
        let mark = unfinished.iter().find(|mark| has_word(line, mark));
        let mark = mark.or_else(|| untested.iter().find(|mark| line.contains(**mark)))?;
        Some(format!("`{mark}`: finish it or take it out; what is left goes to the issue tracker"))
    })
}

#[test]
fn every_link_leads_somewhere() {
    hold(
        links_lead_somewhere,
        &[
            ("README.md", "See [the map](ARCHITECTURE.md).\n"),
            ("docs/manual/a.md", "![room](../pictures/room.png)\n"),
            ("README.md", "<img src=\"docs/room.png\" alt=\"the room\">\n"),
        ],
        &[
            ("README.md", "[b](docs/a.md#part) [w](https://example.org) [p](#part) [d](docs)\n"),
            ("docs/a.md", "[up](../README.md \"title\")\n```\n[not](a-link)\n```\n"),
        ],
    );
}

fn links_lead_somewhere(tree: &Tree) -> Findings {
    let mut findings = Findings::new();
    for (path, text) in tree.ending(&[".md"]) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for target in link_targets(text) {
            if !tree.has(&joined(folder, target)) {
                findings.push(format!("{path}: the link to {target} is dead; mend or remove it"));
            }
        }
    }
    findings
}

/// The relative targets of the links and pictures of a Markdown text, without `#fragment`.
fn link_targets(text: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    // What stands between fences is shown, not linked: the odd parts of a split at them.
    for prose in text.split("```").step_by(2) {
        for (opening, closing) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            for rest in prose.split(opening).skip(1) {
                let target = rest.split([closing, ' ', '#']).next().unwrap_or_default();
                if !target.is_empty() && !target.contains(':') {
                    targets.push(target);
                }
            }
        }
    }
    targets
}

/// `target` as seen from `folder`, with `.` and `..` worked out.
fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[test]
fn methods_and_the_modules_that_use_them_name_each_other() {
    hold(
        methods_are_named,
        &[
            ("docs/methods/run-length.md", "# Run length\n"),
            ("crates/a/src/b.rs", "//! B: what? See docs/methods/run-length.md.\n"),
        ],
        &[
            ("docs/methods/README.md", "# Methods\n"),
            ("docs/methods/run-length.md", "# Run length\n"),
            ("crates/a/src/b.rs", "//! B: what? See `docs/methods/run-length.md`.\n"),
        ],
    );
}

fn methods_are_named(tree: &Tree) -> Findings {
    const FOLDER: &str = "docs/methods/";
    let source = || tree.ending(&[".rs"]).filter(|(path, _)| !is_test(path));
    let mut findings = Findings::new();
    for (page, _) in tree.files().filter(|(path, _)| path.starts_with(FOLDER)) {
        let is_named = source().any(|(_, text)| text.contains(page));
        if !page.ends_with("/README.md") && !is_named {
            findings.push(format!("{page}: no module names it; say in the module's docs which"));
        }
    }
    for (path, text) in source() {
        for (at, _) in text.match_indices(FOLDER) {
            let name = text[at..].split(|c: char| !(c.is_alphanumeric() || "/-_.".contains(c)));
            let page = name.map(|page| page.trim_end_matches('.')).next().unwrap_or_default();
            if !tree.has(page.trim_end_matches('/')) {
                findings.push(format!("{path}: {page} does not exist; write it or name another"));
            }
        }
    }
    findings
}

#[test]
fn the_repository_speaks_of_the_software_only() {
    hold(
        speaks_of_the_software_only,
        &[
            ("docs/a.md", concat!("Look in /ho", "me/someone/notes.\n")),
            ("crates/a/src/b.rs", concat!("// See iss", "ue #12.\n")),
            ("Makefile", concat!("\tcp ../sha", "red/design/a.md .\n")),
            ("opsroom/package-lock.json", concat!("  \"reso", "lved\": \"https://example.org\"\n")),
        ],
        &[
            ("docs/a.md", "https://example.org/home/a, /usr/bin/chromium, ../shared/data\n"),
            ("crates/a/src/b.rs", "// At issue: 3 shifts, colour #123.\n"),
        ],
    );
}

fn speaks_of_the_software_only(tree: &Tree) -> Findings {
    let machine = [
        concat!("/ho", "me/"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("/Us", "ers/"),
    ];
    let is_path = |line: &str, folder: &str| {
        line.match_indices(folder).any(|(at, _)| {
            !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-~}".contains(c))
        })
    };
    let numbered = |line: &str| {
        let line = line.to_lowercase();
        let mut after = line.split(concat!("iss", "ue ")).skip(1);
        after.any(|rest| rest.trim_start_matches('#').starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut findings = in_written_lines(tree, |line| {
        let outside = concat!("../sha", "red");
        let elsewhere = line.replace(&format!("{outside}/data"), "");
        if let Some(folder) = machine.iter().find(|folder| is_path(line, folder)) {
            return Some(format!("`{folder}` is a path of one machine; make it relative"));
        }
        if elsewhere.contains(outside) {
            return Some("only the optional data folder outside the repository is named".into());
        }
        numbered(line).then(|| "an issue's number; say what it was about".into())
    });
    for (path, text) in tree.ending(&["package-lock.json"]) {
        if text.contains(concat!("\"reso", "lved\": \"http")) {
            findings.push(format!(
                "{path}: names a registry's host; run npm with --omit-lockfile-registry-resolved"
            ));
        }
    }
    findings
}

/// Applies `judge` to each line of the files that people write here.
fn in_written_lines(tree: &Tree, judge: impl Fn(&str) -> Option<String>) -> Findings {
    let endings = [".rs", ".ts", ".svelte", ".mjs", ".js", ".css", ".html", ".md", ".toml", ".yml"];
    let is_command =
        |path: &str| path == "Makefile" || path.starts_with("scripts/") || path.starts_with(".ci/");
    let mut findings = Findings::new();
    for (path, text) in tree.files() {
        if endings.iter().any(|ending| path.ends_with(ending)) || is_command(path) {
            for (line, number) in text.lines().zip(1..) {
                findings.extend(judge(line).map(|found| format!("{path}:{number}: {found}")));
            }
        }
    }
    findings
}
