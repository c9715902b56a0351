//! Limits: how much does the store keep, read or write at once, and why?

/// Sequence numbers of a source that are remembered with their digests. A source that sends once a
/// second can be out of touch with its own outbox for an hour.
pub const MARKS: u64 = 4_096;

/// Readings, of all series together, within which every series that changed is snapshotted.
/// See `docs/decisions/0010-how-often-a-series-is-written.md`.
pub const SNAPSHOT_READINGS: u64 = 500_000;

/// Snapshots that a round writes with one commit at most, so that none takes long: 16 kB each, 4 MB
/// in all. The largest group of reports makes 200 due.
pub const SNAPSHOTS_A_COMMIT: u64 = 256;

/// Sealed chunks kept in the core file before they are moved to the files of their months: moving
/// costs an fsync for each month, and 128 readings a chunk make this half a million readings.
pub const CHUNKS_TO_MOVE: u64 = 4_096;

/// How hard `pco` tries on a chunk. With 128 readings its usual 8 finds nothing that 4 does not, in
/// a third more time.
pub const CHUNK_LEVEL: usize = 4;

/// Largest body of a stored record. A report of 8 MiB as text is smaller than that here.
pub const RECORD_BYTES: usize = 64 << 20;

/// Bytes from which compression of a log entry is tried: below, the frame eats the gain.
pub const COMPRESS_FROM: usize = 192;

/// Entries read from the log at once, by one query.
pub const ENTRIES_A_PAGE: usize = 256;

/// Entries of the log looked at for words that are too old, with one commit: some milliseconds.
pub const ENTRIES_FORGOTTEN: usize = 1_024;

/// How far the clocks of two nodes may be apart before the one's words stay in the other's log: a zone
/// that was set wrong.
pub const CLOCKS_APART: std::time::Duration = std::time::Duration::from_hours(48);

/// Largest core file that is packed anew in passing, after words were overwritten: a second or two, once
/// a day.
pub const REPACKED_BYTES: i64 = 128 << 20;

/// Rows of the log shipped to a second machine at once, and their bytes: one transaction there.
pub const ROWS_SHIPPED: usize = 4_096;
/// See [`ROWS_SHIPPED`]. A row alone may be larger.
pub const BYTES_SHIPPED: usize = 4 << 20;

/// Entries applied between two commits while a store is opened or an archive is replayed.
pub const ENTRIES_A_STEP: usize = 512;

/// Pages of 4 KiB in the write-ahead log after which they are copied into the core file.
pub const WAL_PAGES: u32 = 4_096;

/// Files of months held open by one connection.
pub const MONTHS_OPEN: usize = 8;

/// Decimal places tried when readings are written as whole numbers.
pub const DECIMALS: u8 = 6;
