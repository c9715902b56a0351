//! Limits: how much does the command line read, hold or print at once, and why?

/// Bytes of one row of a table. A quote that is never closed would make a row of the whole file.
pub(crate) const ROW_BYTES: u64 = 1 << 20;
/// Bytes in which a header must end, so that its dialect can be seen.
pub(crate) const HEADER_BYTES: usize = 64 * 1024;
/// Bytes of a file of units or of a mapping: ten thousand units written out.
pub(crate) const SETTINGS_BYTES: u64 = 16 << 20;
/// Columns of a table; line and column of a cell go into 64 bits.
pub(crate) const COLUMNS: usize = 4_096;

/// Cells checked at once. Not more than problems are listed by name in one report.
pub(crate) const CELLS_AT_ONCE: usize = mission::limits::PROBLEMS_LISTED;
/// Readings sorted in memory, 40 bytes each; more are sorted in pieces on disk.
pub(crate) const READINGS_IN_MEMORY: usize = 1 << 20;
/// Sorted pieces merged at once; each holds a file and a buffer open.
pub(crate) const PIECES_AT_ONCE: usize = 64;

/// Readings in one entry of the log: well below what a record can hold.
pub(crate) const READINGS_AN_ENTRY: usize = 20_000;
/// Readings committed at once, so that an fsync is shared by many and progress can be seen.
pub(crate) const READINGS_A_COMMIT: usize = 20_000;
/// Entries committed at once.
pub(crate) const ENTRIES_A_COMMIT: usize = 2_000;

/// Problems printed by name; a file given with `--problems` lists them all.
pub(crate) const PROBLEMS_SHOWN: usize = 20;
/// Letters of a value that a problem repeats.
pub(crate) const GIVEN_LETTERS: usize = 60;
/// Units that one line of a file of units can stand for, as in `team-{1..12}`.
pub(crate) const ALIKE_UNITS: u32 = 10_000;

/// Bytes of a report that a server takes.
pub(crate) const REPORT_BYTES: usize = 8 << 20;
/// Seconds to wait for a server's answer.
pub(crate) const ANSWER_SECONDS: u64 = 60;

/// Seconds in which the machine that a copy is of must have answered to be there.
pub(crate) const FIRST_ANSWERS_SECONDS: u64 = 5;
