//! Tables: does the table in the documentation say what the code does?

use std::fmt::Debug;

/// Compares the first table of a file's head comment with `cell` for every pair, row by row.
pub(crate) fn assert_matches<Row: Debug + Copy, Column: Debug + Copy>(
    source: &str,
    rows: &[Row],
    columns: &[Column],
    cell: impl Fn(Row, Column) -> String,
) {
    let documented: Vec<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("//! | ")?.strip_suffix(" |"))
        .map(|row| row.split('|').map(str::trim).collect::<Vec<_>>().join("|"))
        .collect();
    let names: Vec<String> = columns.iter().map(|column| format!("{column:?}")).collect();
    let coded: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = columns.iter().map(|column| cell(*row, *column)).collect();
            format!("{row:?}|{}", cells.join("|"))
        })
        .collect();

    assert!(documented[0].ends_with(&names.join("|")), "the head is {}", documented[0]);
    assert_eq!(documented[1..], coded);
}
