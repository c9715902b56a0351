//! Import: does every table come in whole or not at all, and is every mistake named with its place?

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use mission::name::Path;
use mission::time::Timestamp;

use crate::command::{Desk, Ended};

const UNITS: &str = r#"
by = "works committee"
[[units]]
path = "mill"
zone = "America/Santiago"
indicators = [
  { key = "yarn", measure = "t", cadence = "daily", direction = "more" },
  { key = "waste", measure = "%", cadence = "daily", direction = "less" },
]
"#;

const WIDE: &str = r#"
unit = "mill"
[time]
column = "date"
[[columns]]
name = "yarn"
indicator = "yarn"
[[columns]]
name = "waste"
indicator = "waste"
measure = "%"
"#;

const LONG: &str = r#"
unit = "{unit}"
[time]
column = "date"
[rows]
indicator = "{indicator}"
value = "value"
measure = "measure"
"#;

const TABLE: &str = "date,yarn,waste\n2026-03-02,8.1,3.2\n2026-03-03,8.2,\n2026-03-04,8.0,3.1\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("units.toml", UNITS).put("wide.toml", WIDE).put("long.toml", LONG);
    desk
}

const IMPORT: &str = "import table.csv --mapping wide.toml --units units.toml";

/// Imports a table with the wide mapping.
fn import(table: impl AsRef<[u8]>) -> (Desk, Ended) {
    let desk = desk();
    desk.put("table.csv", table);
    let ended = desk.call(IMPORT);
    (desk, ended)
}

/// A table must be refused with these words, and nothing be written.
fn refused(table: impl AsRef<[u8]>, said: &str) {
    let (desk, ended) = import(table);
    assert_eq!(ended.code, 2, "{ended:#?}");
    assert!(ended.err.contains(said), "expected {said:?} in\n{}", ended.err);
    assert!(desk.federation("cybersyn-data").registry().units().is_empty(), "nothing half done");
}

/// Readings of an indicator as a data directory has them.
fn readings(desk: &Desk, unit: &str, key: &str) -> Vec<(String, f64)> {
    let federation = desk.federation("cybersyn-data");
    let registry = federation.registry();
    let unit = registry.at_path(&Path::parse(unit).expect("a path")).expect("the unit");
    let of_unit = registry.indicators_of(unit).iter();
    let id = of_unit.copied().find(|id| registry.indicator(*id).key.as_str() == key).expect("it");
    let tail = &federation.series(id).tail;
    tail.iter().map(|point| (point.at.to_string(), point.value)).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::fast());
    to.write_all(bytes).expect("memory");
    to.finish().expect("memory")
}

#[test]
fn a_wide_table_comes_in_with_its_units() {
    let (desk, ended) = import(TABLE);
    assert_eq!(ended.code, 0, "{ended:#?}");
    assert!(ended.out.contains("3 rows, 5 readings, 1 empty cells"), "{}", ended.out);
    assert_eq!(
        readings(&desk, "mill", "yarn"),
        [
            ("2026-03-02T03:00:00Z".to_owned(), 8.1),
            ("2026-03-03T03:00:00Z".to_owned(), 8.2),
            ("2026-03-04T03:00:00Z".to_owned(), 8.0),
        ]
    );
    assert_eq!(readings(&desk, "mill", "waste").len(), 2);
}

#[test]
fn marks_line_ends_semicolons_and_decimal_commas_make_no_difference() {
    let (plain, _) = import(TABLE);
    let expected = readings(&plain, "mill", "yarn");
    let marked = [b"\xef\xbb\xbf", TABLE.replace('\n', "\r\n").as_bytes()].concat();
    let german = TABLE.replace(',', ";").replace('.', ",");
    let quoted = TABLE.replace("8.1", "\" 8.1 \"");
    let backwards = "date,yarn,waste\n2026-03-04,8.0,3.1\n2026-03-03,8.2,\n2026-03-02,8.1,3.2";
    for table in [
        marked,
        german.into_bytes(),
        quoted.into_bytes(),
        gzip(TABLE.as_bytes()),
        backwards.as_bytes().to_vec(),
    ] {
        let (desk, ended) = import(&table);
        assert_eq!(ended.code, 0, "{ended:#?}");
        assert_eq!(readings(&desk, "mill", "yarn"), expected);
    }
}

#[test]
fn a_long_table_names_unit_indicator_and_measure_in_its_rows() {
    let desk = desk();
    desk.put(
        "table.csv",
        "unit;indicator;date;value;measure\nmill;yarn;2026-03-02;8,1;t\nMill ;Waste;2026-03-02;3,2;%\n",
    );
    desk.good("import table.csv --mapping long.toml --units units.toml");
    assert_eq!(readings(&desk, "mill", "waste"), [("2026-03-02T03:00:00Z".to_owned(), 3.2)]);
}

#[test]
fn what_is_wrong_with_a_cell_is_named_by_line_and_column() {
    let row = |cells: &str| format!("date,yarn,waste\n2026-03-02,8.1,3.2\n{cells}\n");
    let expectations = [
        ("2026-03-03,eight,3.2", "table.csv:3:2: value \"eight\" is not right; expected a number"),
        ("2026-03-03,\"8,1\",3.2", "if these are decimal commas, say decimal = \",\""),
        ("2026-03-03,8.1,NaN", "table.csv:3:3: value \"NaN\" is not right; expected a finite"),
        ("2026-03-03,inf,3.2", "table.csv:3:2: value \"inf\""),
        ("2026-03-03,-Infinity,3.2", "table.csv:3:2: value \"-Infinity\""),
        ("2026-03-03,1e101,3.2", "a finite number of at most 1e100"),
        ("soon,8.1,3.2", "table.csv:3:1: time \"soon\" is not right; expected a time such as"),
        ("03.03.2026,8.1,3.2", "give the mapping a format"),
        ("2226-03-03,8.1,3.2", "table.csv:3:1: time"),
        ("2100-03-03,8.1,3.2", "a time that is not in the future"),
        ("1899-12-31,8.1,3.2", "table.csv:3:1: time"),
        ("2026-02-30,8.1,3.2", "table.csv:3:1: time \"2026-02-30\""),
        ("2026-03-03,8.1", "table.csv:3:2: row \"2 fields\" is not right; expected 3 fields"),
        ("2026-03-03,8.1,3.2,9", "table.csv:3:3: row \"4 fields\""),
        ("2026-03-02,9.9,3.2", "line 2 has 8.1"),
    ];
    for (cells, said) in expectations {
        refused(row(cells), said);
    }
    let digits = "9".repeat(400);
    refused(row(&format!("2026-03-03,{digits},3.2")), "a finite number of at most 1e100");
}

#[test]
fn a_time_in_the_gap_of_daylight_saving_is_named() {
    // Clocks in Chile went from 0:00 to 1:00 on 7 September 2025.
    refused(
        "date,yarn,waste\n2025-09-07 00:30,8.1,3.2\n",
        "table.csv:2:1: time \"2025-09-07T00:30:00\" is not right; expected",
    );
    let zoned = WIDE.replace("column = \"date\"", "column = \"date\"\nzone = \"America/Santiago\"");
    let desk = desk();
    desk.put("wide.toml", zoned).put("table.csv", "date,yarn,waste\n2025-09-07 00:30,8.1,3.2\n");
    desk.bad(IMPORT, "table.csv:2:1: time \"2025-09-07 00:30\" is not right; expected");
}

#[test]
fn what_is_not_utf_8_is_named_by_line_and_column() {
    refused(b"date,yarn,waste\n2026-03-02,8.1,3.2\n2026-03-03,8\xb71,3\n", "table.csv:3:2: text");
    refused(b"\xff\xfed\x00a\x00t\x00e\x00", "table.csv:1:1: it is text in UTF-16");
}

#[test]
fn a_header_must_have_each_column_once() {
    refused("date,yarn\n2026-03-02,8.1\n", "table.csv:1: no column is called \"waste\"; there are");
    refused(
        "date,yarn,waste,yarn\n2026-03-02,8.1,3.2,8.1\n",
        "table.csv:1:4: column \"yarn\" is there twice, as field 2 and 4",
    );
}

#[test]
fn what_is_no_table_is_named() {
    refused("", "table.csv:1: expected a header and rows, and it is empty");
    refused("date,yarn,waste\n", "table.csv:2: there are no rows below the header");
    refused("date,yarn,waste\n2026-03-02,,\n", "every cell that the mapping names is empty");
    refused(b"PK\x03\x04 a spreadsheet", "save it as CSV");
    let whole = gzip(TABLE.repeat(2_000).as_bytes());
    refused(&whole[..whole.len() / 2], "its compressed data is cut short");
}

#[test]
fn unknown_units_indicators_and_measures_are_named() {
    let long = |row: &str, said: &str| {
        let desk = desk();
        desk.put("table.csv", format!("unit,indicator,date,value,measure\n{row}\n"));
        desk.bad("import table.csv --mapping long.toml --units units.toml", said);
    };
    long("moon,yarn,2026-03-02,8.1,t", "table.csv:2:1: unit \"moon\" is not right");
    long("m@ll,yarn,2026-03-02,8.1,t", "table.csv:2:1: unit \"m@ll\" is not right");
    long("mill,wool,2026-03-02,8.1,t", "table.csv:2:2: indicator \"wool\" is not right; expected");
    long("mill,yarn,2026-03-02,8.1,kg", "table.csv:2:5: unit of measure \"kg\" is not right");
}

#[test]
fn the_good_part_is_kept_where_that_is_asked_for_and_the_rest_is_listed() {
    let desk = desk();
    let rows: String = (1..=28)
        .map(|day| {
            if day % 2 == 0 {
                format!("2026-02-{day:02},x,3.2\n")
            } else {
                format!("2026-02-{day:02},8.1,3.2\n")
            }
        })
        .chain((1..=28).map(|day| format!("2026-03-{day:02},y,3.2\n")))
        .collect();
    desk.put("table.csv", format!("date,yarn,waste\n{rows}"));

    let ended = desk.call(&format!("{IMPORT} --problems problems.csv"));
    assert_eq!(ended.code, 2, "{ended:#?}");
    assert!(ended.err.contains("table.csv: 22 more problems"), "{}", ended.err);
    assert!(ended.err.contains("nothing was written"), "{}", ended.err);
    let listed = std::fs::read_to_string(desk.path("problems.csv")).unwrap();
    assert_eq!(listed.lines().count(), 43);
    assert!(listed.contains("\n3,2,value,x,"), "{listed}");

    desk.good(&format!("{IMPORT} --keep-good"));
    assert_eq!(readings(&desk, "mill", "yarn").len(), 14);
    assert_eq!(readings(&desk, "mill", "waste").len(), 56);
}

#[test]
fn what_is_said_twice_counts_once_and_of_two_values_the_first_is_kept() {
    let (desk, ended) = import(format!("{TABLE}2026-03-02,8.1,3.2\n"));
    assert_eq!(ended.code, 0, "{ended:#?}");
    assert!(ended.out.contains("4 rows, 5 readings"), "{}", ended.out);
    assert_eq!(readings(&desk, "mill", "yarn").len(), 3);

    let desk = self::desk();
    desk.put("table.csv", format!("{TABLE}2026-03-02,9.9,3.2\n"));
    let ended = desk.good(&format!("{IMPORT} --keep-good"));
    assert!(
        ended
            .err
            .contains("table.csv:5:1: value \"9.9\" is not right; expected one value of mill yarn"),
        "{}",
        ended.err
    );
    assert_eq!(readings(&desk, "mill", "yarn")[0], ("2026-03-02T03:00:00Z".to_owned(), 8.1));
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = desk();
    desk.put("table.csv", TABLE);
    let ended = desk.good(&format!("{IMPORT} --dry-run"));
    assert!(ended.out.contains("nothing was written"), "{}", ended.out);
    assert!(!desk.path("cybersyn-data").exists());
}

#[test]
fn the_same_import_again_changes_nothing() {
    let (desk, _) = import(TABLE);
    let before = desk.federation("cybersyn-data").applied();
    let ended = desk.good(IMPORT);
    assert!(ended.out.contains("all of them are as the file says"), "{}", ended.out);
    assert!(ended.out.contains("0 readings; 5 had come before"), "{}", ended.out);
    assert_eq!(desk.federation("cybersyn-data").applied(), before);
}

#[test]
fn a_script_reads_the_answer_as_json() {
    let desk = desk();
    desk.put("table.csv", TABLE);
    let ended = desk.good(&format!("{IMPORT} --json"));
    let answer: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(answer["written"]["readings"], 5);
    assert_eq!(answer["new_units"], 1);
    desk.put("table.csv", "date,yarn,waste\n2026-03-02,x,3.2\n");
    let ended = desk.call(&format!("{IMPORT} --json"));
    let answer: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((ended.code, &answer["table"]["problems"][0]["line"]), (2, &2.into()));
}

#[test]
fn a_mistake_in_a_file_of_units_or_a_mapping_is_named_by_line_and_column() {
    let units = |from: &str, to: &str, said: &str| {
        let desk = desk();
        desk.put("units.toml", UNITS.replace(from, to));
        desk.bad("import --units units.toml", said);
        assert!(desk.federation("cybersyn-data").registry().units().is_empty());
    };
    units(
        "America/Santiago",
        "Santiago",
        "units.toml:5:8: zone \"Santiago\" is not right; expected America/Santiago",
    );
    units(
        "\"daily\", direction = \"more\"",
        "\"often\", direction = \"more\"",
        "units.toml:7:44: cadence \"often\"",
    );
    units("path =", "paht =", "units.toml:4:1: unknown field `paht`");
    units(
        "path = \"mill\"",
        "path = \"mill/{1..x}\"",
        "units.toml:4:8: \"mill/{1..x}\" is not right",
    );
    units("\"mill\"\nzone", "\"mill/api\"\nzone", "another word than \"api\"");
    units("[[units]]", "[[units]", "units.toml:3:");

    let mapping = |from: &str, to: &str, said: &str| {
        let desk = desk();
        desk.put("wide.toml", WIDE.replace(from, to)).put("table.csv", TABLE);
        desk.bad(IMPORT, said);
    };
    mapping("unit = \"mill\"", "", "unit = \"…\", here or at the top");
    mapping(
        "column = \"date\"",
        "column = \"date\"\nformat = \"%H\"",
        "wide.toml:5:10: \"%H\" is no format of times",
    );
    mapping(
        "column = \"date\"",
        "column = \"date\"\nzone = \"Mars\"",
        "wide.toml:5:8: no time zone is called \"Mars\"",
    );
    mapping(
        "column = \"date\"",
        "column = \"date\"\nstands_for = \"middle\"",
        "expected beginning or end",
    );
    mapping("[time]", "[file]\ndecimal = \";\"\n[time]", "wide.toml:4:11: \";\" is not right");
    mapping("[[columns]]", "[[colums]]", "unknown field `colums`");
}

#[test]
fn what_does_not_go_together_on_the_command_line_is_refused() {
    let desk = desk();
    desk.put("table.csv", TABLE);
    desk.bad("import", "--units");
    desk.bad("import table.csv", "--mapping");
    desk.bad("import nowhere.csv --mapping wide.toml", "could not open nowhere.csv");
    desk.bad("import table.csv --mapping nowhere.toml", "could not open nowhere.toml");
    desk.bad("import . --mapping wide.toml", "could not");
    desk.bad("export mill --data nowhere", "could not find the directory nowhere");
}

#[test]
fn units_that_are_alike_are_written_once() {
    let desk = Desk::new();
    desk.put(
        "units.toml",
        "[[units]]\npath = \"mill\"\nname = \"Mill\"\n[[units]]\npath = \"mill/loom-{3..5}\"\nname = \"Loom {}\"\n",
    );
    desk.good("import --units units.toml");
    let federation = desk.federation("cybersyn-data");
    let names: Vec<&str> =
        federation.registry().units().iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(names, ["Mill", "Loom 3", "Loom 4", "Loom 5"]);
}

#[test]
fn what_is_exported_can_be_imported_again() {
    let (desk, _) = import(TABLE);
    desk.good("export mill --output out.csv");
    let exported = std::fs::read_to_string(desk.path("out.csv")).unwrap();
    assert!(
        exported
            .starts_with("unit,indicator,at,value,measure\nmill,yarn,2026-03-02T03:00:00Z,8.1,t\n")
    );
    desk.put("back.toml", LONG.replace("\"date\"", "\"at\""));
    desk.good("import out.csv --mapping back.toml --units units.toml --data other");
    let again = desk.good("export mill --data other");
    assert_eq!(again.out, exported);
    let part = desk.good("export mill --indicator yarn --from 2026-03-03 --to 2026-03-04");
    assert_eq!(part.out.lines().count(), 2, "{}", part.out);
}

#[test]
fn a_backup_comes_back_to_life_and_is_what_its_log_says() {
    let (desk, _) = import(TABLE);
    desk.good("backup copy");
    desk.good("restore copy --data again");
    assert_eq!(desk.good("export mill --data again").out, desk.good("export mill").out);
    let checked = desk.good("check --data again --json");
    let checked: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    assert_eq!(checked["readings"], 5);
    desk.bad("backup copy", "there is something already");

    let proved = desk.good("backup proved --verify --metric verified.prom");
    assert!(proved.out.contains("it restores, with "), "{}", proved.out);
    let metric = std::fs::read_to_string(desk.path("verified.prom")).unwrap();
    assert!(metric.contains("\ncybersyn_backup_verified_timestamp_seconds 1"), "{metric}");
    assert!(!desk.path("proved.proof").exists());
    desk.bad("backup other --metric other.prom", "--verify");
    assert!(!desk.path("other.prom").exists());
}

#[test]
fn an_audit_is_held_against_the_checkpoint_that_somebody_kept() {
    let (desk, _) = import(TABLE);
    let note = desk.good("checkpoint").out;
    let key = desk.good("checkpoint --key").out;
    desk.put("kept.txt", &note);
    desk.good("check --checkpoint kept.txt");
    desk.good(&format!("check --checkpoint kept.txt --key {}", key.trim()));
    // A restored copy has a key of its own, and its audit goes on from the same checkpoint.
    desk.good("backup copy");
    desk.good("restore copy --data again");
    desk.bad("check --data again --checkpoint kept.txt", "it is not signed by cybersyn-");
    desk.good(&format!("check --data again --checkpoint kept.txt --key {}", key.trim()));

    desk.put("longer.txt", note.replacen('1', "2", 1));
    desk.bad("check --checkpoint longer.txt", "could not use the checkpoint");
    desk.put("empty.txt", "");
    desk.bad("check --checkpoint empty.txt", "an empty line before the signature is missing");
    desk.bad("check --checkpoint nowhere.txt", "could not read the checkpoint nowhere.txt");
    desk.bad("check --checkpoint kept.txt --key cybersyn", "NAME+ID+KEY is expected");

    // One record is proved without the others, to whoever has the key and nothing else.
    let proof = desk.good("prove 1").out;
    assert!(proof.len() < 4_000, "{proof}");
    desk.put("proof.txt", &proof);
    let verify = format!("verify proof.txt --key {}", key.trim());
    let said = desk.good(&verify).out;
    assert!(said.starts_with("record 1 of ") && said.contains("charter"), "{said}");
    desk.put("proof.txt", proof.replace("record 1 ", "record 2 "));
    desk.bad(&verify, "could not believe proof.txt");
    desk.bad("prove 4000", "expected the number of a record");
}

#[test]
fn the_examples_are_as_the_manual_says() {
    let desk = Desk::new().with_examples();
    let ended = desk.good("import mill.csv --mapping mill.toml");
    assert!(ended.out.contains("100 rows, 400 readings, 0 empty cells"), "{}", ended.out);
    let federation = desk.federation("cybersyn-data");
    let registry = federation.registry();
    let told: Vec<String> = registry
        .indicators()
        .iter()
        .flat_map(|indicator| {
            federation.signals_of(indicator.id).map(move |signal| {
                let day = signal.since.to_string();
                format!("{} {:?} {}", indicator.key, signal.kind, &day[..10])
            })
        })
        .collect();
    // The table has one change of a tonne and one day of waste in it.
    assert!(told.contains(&"yarn Step 2026-04-13".to_owned()), "{told:?}");
    assert!(
        told.iter().any(|told| told.starts_with("waste") && told.ends_with("2026-03-12")),
        "{told:?}"
    );
    desk.good("import mill-long.csv --mapping mill-long.toml");
    assert!(federation.applied().received > Timestamp::ZERO);
}
