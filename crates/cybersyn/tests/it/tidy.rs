//! Tidiness: does every file keep the rules of the house?
//!
//! Each rule is a function from a [`Tree`] to what is wrong in it, and each test shows its rule
//! mistakes it must catch and look-alikes it must let pass, before it turns to the repository.

mod asvs;
mod code;
mod writing;

use crate::tree::Tree;

/// What is wrong, where, and what to do about it; a line a mistake.
type Findings = Vec<String>;

type Rule = fn(&Tree) -> Findings;

/// Holds the repository to `rule`, once it is shown that the rule can fail: each of `mistakes`,
/// alone, is caught, and the `lookalikes` together are not.
fn hold(rule: Rule, mistakes: &[(&str, &str)], lookalikes: &[(&str, &str)]) {
    for mistake in mistakes {
        assert!(!rule(&Tree::of(&[*mistake])).is_empty(), "not caught: {mistake:?}");
    }
    assert_eq!(rule(&Tree::of(lookalikes)), Findings::new(), "caught a look-alike");
    let findings = rule(&Tree::repository());
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

fn is_test(path: &str) -> bool {
    ["/tests/", "/tests.rs", "/benches/", "/examples/", "/checks/", ".test.ts"]
        .iter()
        .any(|t| path.contains(t))
}

/// Whether `word` stands in `text` as a word of its own.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(joins) && !text[at + word.len()..].starts_with(joins))
}
