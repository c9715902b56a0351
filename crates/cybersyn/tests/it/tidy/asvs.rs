//! Asvs: is the table of OWASP ASVS whole, and is each place that it names there?

use std::collections::BTreeMap;

use super::{Findings, has_word, hold};
use crate::tree::Tree;

const TABLE: &str = "docs/security/asvs.csv";
const PAGE: &str = "docs/security/README.md";
const HEAD: &str = "id,level,requirement,applies,where,how\n";
const NOT_MET: &str = "not met: ";

/// Requirements of levels 1 and 2 in ASVS 5.0.0: 70 and 183.
const REQUIREMENTS: usize = 253;

/// Every section of ASVS 5.0.0, with the level of each of its requirements in their order. From
/// `5.0/docs_en/OWASP_Application_Security_Verification_Standard_5.0.0_en.csv` of
/// <https://github.com/OWASP/ASVS>.
#[rustfmt::skip]
const STANDARD: &[(&str, &str)] = &[
    ("V1.1", "22"), ("V1.2", "1111122223"), ("V1.3", "112222222223"), ("V1.4", "222"), ("V1.5", "123"),
    ("V2.1", "122"), ("V2.2", "112"), ("V2.3", "12223"), ("V2.4", "23"),
    ("V3.1", "3"), ("V3.2", "113"), ("V3.3", "12223"), ("V3.4", "11222233"), ("V3.5", "11122333"),
    ("V3.6", "3"), ("V3.7", "22333"),
    ("V4.1", "12233"), ("V4.2", "23333"), ("V4.3", "22"), ("V4.4", "1222"),
    ("V5.1", "2"), ("V5.2", "112333"), ("V5.3", "113"), ("V5.4", "222"),
    ("V6.1", "122"), ("V6.2", "111111112222"), ("V6.3", "11223333"), ("V6.4", "112233"),
    ("V6.5", "22222333"), ("V6.6", "2223"), ("V6.7", "33"), ("V6.8", "2222"),
    ("V7.1", "222"), ("V7.2", "1111"), ("V7.3", "22"), ("V7.4", "11222"), ("V7.5", "223"), ("V7.6", "22"),
    ("V8.1", "1233"), ("V8.2", "1123"), ("V8.3", "133"), ("V8.4", "23"),
    ("V9.1", "111"), ("V9.2", "1222"),
    ("V10.1", "22"), ("V10.2", "223"), ("V10.3", "22223"), ("V10.4", "1111122222233333"),
    ("V10.5", "22222"), ("V10.6", "22"), ("V10.7", "222"),
    ("V11.1", "2233"), ("V11.2", "22233"), ("V11.3", "11233"), ("V11.4", "1222"), ("V11.5", "23"),
    ("V11.6", "23"), ("V11.7", "33"),
    ("V12.1", "12233"), ("V12.2", "11"), ("V12.3", "22223"),
    ("V13.1", "2333"), ("V13.2", "222223"), ("V13.3", "2233"), ("V13.4", "1222233"),
    ("V14.1", "22"), ("V14.2", "12223333"), ("V14.3", "122"),
    ("V15.1", "12233"), ("V15.2", "12233"), ("V15.3", "1222222"), ("V15.4", "3333"),
    ("V16.1", "2"), ("V16.2", "22222"), ("V16.3", "2222"), ("V16.4", "222"), ("V16.5", "2223"),
    ("V17.1", "23"), ("V17.2", "22223333"), ("V17.3", "22"),
];

/// The requirements of levels 1 and 2, each with its level.
fn standard() -> BTreeMap<String, String> {
    let of_section = |(section, levels): &(&str, &str)| {
        let numbered = levels.chars().zip(1..);
        let low = numbered.filter(|(level, _)| matches!(level, '1' | '2'));
        low.map(|(level, number)| (format!("{section}.{number}"), level.to_string()))
            .collect::<Vec<_>>()
    };
    STANDARD.iter().flat_map(of_section).collect()
}

/// What the table says of one requirement.
#[derive(serde::Deserialize)]
struct Row {
    id: String,
    level: String,
    requirement: String,
    applies: String,
    r#where: String,
    how: String,
}

impl Row {
    /// In which of the rows of the page it counts.
    fn count(&self) -> &'static str {
        if self.applies == "no" {
            "not applicable"
        } else if self.how.starts_with(NOT_MET) {
            "not met"
        } else {
            "met"
        }
    }
}

fn text_of<'t>(tree: &'t Tree, path: &str) -> Option<&'t str> {
    tree.files().find(|(found, _)| *found == path).map(|(_, text)| text)
}

fn rows(tree: &Tree) -> Result<Vec<Row>, String> {
    let table = text_of(tree, TABLE).ok_or_else(|| format!("{TABLE}: it is missing"))?;
    if !table.starts_with(HEAD) {
        return Err(format!("{TABLE}:1: begin with {HEAD}"));
    }
    let rows = csv::Reader::from_reader(table.as_bytes()).into_deserialize();
    rows.collect::<Result<_, _>>().map_err(|error| format!("{TABLE}: {error}"))
}

#[test]
fn the_table_of_asvs_is_whole_and_names_places_that_are_there() {
    assert_eq!(standard().len(), REQUIREMENTS);
    let row = |(id, level): (&String, &String)| format!("{id},{level},words,no,,there is none\n");
    let whole = format!("{HEAD}{}", standard().iter().map(row).collect::<String>());
    let with = |how: &str| whole.replacen("words,no,,there is none", how, 1);
    let mistakes = [
        String::new(),
        HEAD.to_owned(),
        whole.replacen("V1.1.1,2,words,no,,there is none\n", "", 1),
        whole.replacen("V1.1.1,2", "V1.1.2,2", 1),
        whole.replacen("V1.1.1,2", "V1.1.1,1", 1),
        whole.replacen("V1.1.1,2", "V1.1.1,3", 1),
        format!("{whole}V1.2.10,3,words,no,,it is of level 3\n"),
        format!("{whole}V1.1.1,2,words,no,,twice\n"),
        with("words,no,, "),
        with(",no,,there is none"),
        with("\"words, words\",no,,there is none"),
        with("words,perhaps,,there is one"),
        with("words,yes,,it is done"),
        with("words,yes,crates/none.rs,it is done"),
        with("words,yes,docs/security/none.csv::a_test,it is done"),
        with("words,no,,not met: it is there"),
        with("words,yes,docs/security,not met:"),
    ];
    let mistakes: Vec<(&str, &str)> =
        mistakes.iter().map(|table| (TABLE, table.as_str())).collect();
    let good = with("words,yes,crates/a.rs::a_test,it is done").replacen(
        "words,no,,there is none",
        "words,yes,docs/security,\"not met: it, and more\"",
        1,
    );
    hold(is_whole, &mistakes, &[(TABLE, &good), ("crates/a.rs", "fn a_test() {}\n")]);
    // A name in the file that is another's is none.
    let other = Tree::of(&[(TABLE, &good), ("crates/a.rs", "fn a_test_of_another() {}\n")]);
    assert!(!is_whole(&other).is_empty());
}

fn is_whole(tree: &Tree) -> Findings {
    let rows = match rows(tree) {
        Ok(rows) => rows,
        Err(finding) => return vec![finding],
    };
    let mut missing = standard();
    let mut findings = Findings::new();
    for row in &rows {
        let id = &row.id;
        let mut wrong = |what: &str| findings.push(format!("{TABLE}: {id}: {what}"));
        match missing.remove(id) {
            Some(level) if level == row.level => {}
            Some(level) => wrong(&format!("its level in the standard is {level}")),
            None => wrong("it is there twice, or no requirement of levels 1 and 2"),
        }
        // Without commas the fields before the places can be told apart by any tool.
        if row.requirement.trim().is_empty() || row.requirement.contains(',') {
            wrong("say what it is about in a few words, without a comma");
        }
        if row.how.trim().is_empty() {
            wrong("say how it is met, or why it is not");
        }
        match (row.applies.as_str(), row.r#where.as_str()) {
            ("yes", "") => wrong("name the test that shows it, or the place that does it"),
            ("yes", _) if row.how.trim() == NOT_MET.trim() => wrong("say what is missing"),
            ("no", _) if row.how.starts_with(NOT_MET) => wrong("what is not met applies"),
            ("yes" | "no", _) => {}
            _ => wrong("it applies, yes or no"),
        }
        if let Some(what) = why_not_there(tree, &row.r#where) {
            wrong(&what);
        }
    }
    findings.extend(missing.keys().map(|id| format!("{TABLE}: {id}: it is missing")));
    findings
}

/// What is wrong with a place, `path` or `path::name`; nothing with none.
fn why_not_there(tree: &Tree, place: &str) -> Option<String> {
    let (path, name) = place.split_once("::").map_or((place, None), |(p, n)| (p, Some(n)));
    if !tree.has(path) {
        return Some(format!("there is no {path}"));
    }
    let text = text_of(tree, path).unwrap_or_default();
    let name = name.filter(|name| name.is_empty() || !has_word(text, name))?;
    Some(format!("there is no {name:?} in {path}"))
}

#[test]
fn the_page_beside_the_table_of_asvs_says_what_the_table_says() {
    let table = format!(
        "{HEAD}V1.1.1,2,words,yes,docs,it is done\nV1.1.2,2,words,no,,there is none\n\
         V1.2.1,1,words,yes,docs,not met: it is not done\nV1.2.2,1,words,yes,docs,it is done\n"
    );
    let page = "| met | 1 | 1 | 2 |\n| not applicable | 0 | 1 | 1 |\n| not met | 1 | 0 | 1 |\n\
                | V1.2.1 | 1 | words | it is not done |\n";
    let is_caught =
        |page: &str| !page_says_so(&Tree::of(&[(TABLE, &table), (PAGE, page)])).is_empty();
    assert!(!is_caught(page));
    assert!(is_caught(&page.replace("| met | 1 |", "| met | 2 |")));
    assert!(is_caught(&page.replace("| V1.2.1 |", "| V1.2.2 |")));
    assert!(is_caught(&page.replace("it is not done", "it is done")));
    assert!(is_caught(&format!("{page}| V1.1.1 | 2 | words | it is done |\n")));
    let findings = page_says_so(&Tree::repository());
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

fn page_says_so(tree: &Tree) -> Findings {
    let rows = match rows(tree) {
        Ok(rows) => rows,
        Err(finding) => return vec![finding],
    };
    let page = text_of(tree, PAGE).unwrap_or_default();
    let mut expected = Vec::new();
    for count in ["met", "not applicable", "not met"] {
        let at = |levels: &str| {
            let counted = |row: &&Row| row.count() == count && levels.contains(&row.level);
            rows.iter().filter(counted).count()
        };
        expected.push(format!("| {count} | {} | {} | {} |", at("1"), at("2"), at("12")));
    }
    let not_met = rows.iter().filter_map(|row| {
        let missing = row.how.strip_prefix(NOT_MET)?;
        Some(format!("| {} | {} | {} | {missing} |", row.id, row.level, row.requirement))
    });
    expected.extend(not_met);
    let lacking = expected.iter().filter(|line| !page.lines().any(|said| said == line.as_str()));
    let lacking = lacking.map(|line| format!("{PAGE}: it should say {line}"));
    let said = page.lines().filter(|line| line.starts_with("| V"));
    let more = said.filter(|line| !expected.iter().any(|expected| expected == line));
    let more = more.map(|line| format!("{PAGE}: the table does not say {line}"));
    lacking.chain(more).collect()
}
