//! Dependencies: who may lean on whom, and on what from outside?
//!
//! Edges point down only (ARCHITECTURE.md). `cargo metadata` tells what the manifests ask for,
//! tests and build scripts included, so that no `use` can slip past the picture.

use std::process::Command;

use serde_json::Value;

use crate::tree::repository_root;

/// Each crate, and what of this workspace it may use. A crate that is not here has no place yet.
const PICTURE: &[(&str, &[&str])] = &[
    ("cybersyn", &["server", "rehearsal", "store", "mission", "filter"]),
    ("rehearsal", &["server", "store", "mission", "filter"]),
    ("server", &["store", "mission", "filter"]),
    ("store", &["mission", "filter"]),
    ("mission", &["filter"]),
    ("filter", &[]),
];

/// The pure crates, and the only libraries from outside that they may use. Their tests may use more.
const LIBRARIES: &[(&str, &[&str])] = &[("mission", &["jiff", "libm"]), ("filter", &["libm"])];

/// Each package is code that somebody must trust, and time in every build.
const MOST_PACKAGES: usize = 299;

/// One crate's wish for another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edge {
    from: String,
    to: String,
    /// Whether `to` is a crate of this workspace.
    is_ours: bool,
    /// Whether only tests use it.
    is_for_tests: bool,
}

#[test]
fn edges_between_crates_point_down_only() {
    for (from, to) in [("filter", "mission"), ("mission", "store"), ("store", "server")] {
        let planted = Edge { is_for_tests: true, ..edge(from, to) };
        assert!(why_not(&planted).is_some(), "not caught: {planted:?}");
    }
    assert!(why_not(&edge("planner", "filter")).is_some(), "a crate without a place is caught");
    assert_eq!(why_not(&edge("server", "filter")), None);

    let edges = edges();
    assert!(edges.contains(&edge("mission", "filter")), "the edges were read");
    let findings: Vec<String> = edges.iter().filter_map(why_not).collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn the_pure_crates_lean_on_next_to_nothing() {
    let outside = |from, to| Edge { is_ours: false, ..edge(from, to) };
    assert!(why_not(&outside("filter", "serde")).is_some());
    assert!(why_not(&outside("mission", "tokio")).is_some());
    assert_eq!(why_not(&Edge { is_for_tests: true, ..outside("filter", "proptest") }), None);
    assert_eq!(why_not(&outside("mission", "jiff")), None);

    let pure = |edge: &&Edge| LIBRARIES.iter().any(|(name, _)| *name == edge.from);
    let findings: Vec<String> = edges().iter().filter(pure).filter_map(why_not).collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// Why an edge may not be, or nothing if it may.
fn why_not(edge: &Edge) -> Option<String> {
    let allowed = |list: &[(&str, &'static [&'static str])]| {
        list.iter().find(|(name, _)| *name == edge.from).map(|(_, allowed)| *allowed)
    };
    let Edge { from, to, .. } = edge;
    if edge.is_ours {
        let Some(below) = allowed(PICTURE) else {
            return Some(format!("{from} has no place in the picture; give it one, and say why"));
        };
        return (!below.contains(&to.as_str())).then(|| {
            format!("{from} -> {to} does not point down; move what it needs below {from}")
        });
    }
    let libraries = allowed(LIBRARIES).filter(|_| !edge.is_for_tests)?;
    (!libraries.contains(&to.as_str()))
        .then(|| format!("{from} is pure and may not use {to}; do it in a crate above"))
}

#[test]
fn each_crate_has_at_most_one_integration_test_binary() {
    assert!(is_one_binary(&[]) && is_one_binary(&["it"]));
    assert!(!is_one_binary(&["it", "api"]) && !is_one_binary(&["api"]));

    let metadata = metadata(&["--no-deps"]);
    for package in list(&metadata["packages"]) {
        let targets = list(&package["targets"]).iter();
        let tests = targets.filter(|target| target["kind"][0] == "test");
        let names: Vec<_> = tests.map(|target| text(&target["name"])).collect();
        let name = text(&package["name"]);
        assert!(
            is_one_binary(&names),
            "{name}: every test binary links the world again; move {names:?} into tests/it/main.rs"
        );
    }
}

fn is_one_binary(names: &[&str]) -> bool {
    names.is_empty() || names == ["it"]
}

#[test]
fn dependencies_are_few_and_from_one_registry() {
    let package = |source: &str| format!("[[package]]\nname = \"a\"\nsource = \"{source}\"\n");
    let many = package("registry+a").repeat(MOST_PACKAGES + 1);
    let (git, two) = (package("git+a"), package("registry+a") + &package("registry+b"));
    for planted in [many, git, two] {
        assert!(why_not_locked(&planted).is_some(), "not caught: {planted:.80}");
    }
    assert_eq!(why_not_locked(&package("registry+a")), None);

    let lock = std::fs::read_to_string(repository_root().join("Cargo.lock")).unwrap();
    let finding = why_not_locked(&lock);
    assert!(finding.is_none(), "{}", finding.unwrap_or_default());
}

/// What is wrong with the packages of a `Cargo.lock`, or nothing.
fn why_not_locked(lock: &str) -> Option<String> {
    let lock: toml::Table = lock.parse().expect("cargo writes TOML");
    let packages = lock["package"].as_array().expect("a lock file lists packages");
    if packages.len() > MOST_PACKAGES {
        let count = packages.len();
        return Some(format!("{count} packages; do without one, or raise the limit by a record"));
    }
    let mut sources: Vec<_> = packages.iter().filter_map(|p| p.get("source")?.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    (!matches!(sources[..], [one] if one.starts_with("registry+")))
        .then(|| format!("all packages come from one registry, none from git: {sources:?}"))
}

/// The quick form of `make deny`, which needs a program that takes minutes to build.
#[test]
fn every_licence_is_one_we_allow() {
    let deny = std::fs::read_to_string(repository_root().join("deny.toml")).unwrap();
    let deny: toml::Table = deny.parse().unwrap();
    let allow: Vec<_> = deny["licenses"]["allow"].as_array().unwrap().iter().collect();
    let allow: Vec<&str> = allow.iter().filter_map(|licence| licence.as_str()).collect();
    assert!(may_be_used("MIT OR GPL-3.0", &allow));
    assert!(may_be_used("(MIT OR Apache-2.0) AND Unicode-3.0", &allow));
    assert!(!may_be_used("GPL-3.0", &allow));
    assert!(!may_be_used("MIT AND GPL-3.0", &allow));
    assert!(!may_be_used("", &allow));

    let metadata = metadata(&["--locked"]);
    for package in list(&metadata["packages"]) {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(
            may_be_used(licence, &allow),
            "{} is under {licence:?}, which deny.toml does not allow; use another library",
            text(&package["name"])
        );
    }
}

/// Whether each part that must be kept offers a choice that is allowed.
fn may_be_used(licence: &str, allow: &[&str]) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    plain.split(" AND ").all(|part| part.split(" OR ").any(|choice| allow.contains(&choice.trim())))
}

fn edge(from: &str, to: &str) -> Edge {
    Edge { from: from.into(), to: to.into(), is_ours: true, is_for_tests: false }
}

fn edges() -> Vec<Edge> {
    let metadata = metadata(&["--no-deps"]);
    let mut edges = Vec::new();
    for package in list(&metadata["packages"]) {
        for dependency in list(&package["dependencies"]) {
            edges.push(Edge {
                from: text(&package["name"]).to_owned(),
                to: text(&dependency["name"]).to_owned(),
                is_ours: dependency.get("path").is_some(),
                is_for_tests: dependency["kind"] == "dev",
            });
        }
    }
    edges
}

fn metadata(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1"])
        .args(arguments)
        .current_dir(repository_root())
        .output()
        .expect("cargo built this test, so it can be run");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo metadata failed: {problem}");
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("the format of cargo metadata is fixed by its version")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("the format of cargo metadata is fixed by its version")
}
