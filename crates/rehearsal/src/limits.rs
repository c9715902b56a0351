//! Limits: how large, how long and how eventful may a rehearsal be, and why?

/// Plants of a nation at most: 240,000 indicators, four times what one node is meant for.
pub const PLANTS: usize = 20_000;
/// Days in a block: what goes wrong is drawn block by block, and false signals are counted by it.
pub const BLOCK_DAYS: i32 = 90;
/// Blocks that a world is laid down for: ten years.
pub const BLOCKS: i32 = 41;
/// Days that a world is laid down for.
pub const HORIZON_DAYS: i32 = BLOCKS * BLOCK_DAYS;

/// Days that a series is left alone after something went wrong with it, so that each signal can be
/// laid to one fault: a change counts as recent for 32 readings in the filter.
pub const CALM_DAYS: i32 = 30;
/// Smallest fault that the filter is expected to find, in standard deviations. What is smaller may
/// be found, and is not called false then.
pub const FAINT_SD: f64 = 2.0;
/// Readings after the end of a fault in which a signal is still laid to it: the return, which a
/// filter may take for a change, is told one to three readings later.
pub const RETURN_READINGS: usize = 5;
/// Readings after the beginning of a fault in which a signal counts as finding it.
pub const FINDING_READINGS: usize = 30;

/// Hours that people need at least before they do anything about what they are told. A run takes
/// the reports of that long side by side, because nothing that anybody does can come between.
pub const PEOPLE_HOURS: u64 = 1;
/// Acts that people have in mind at most, by unit; past it they leave things undone.
pub const ACTS_IN_MIND: usize = 100_000;
/// Fired clock entries for one hour of a run: past it the core is thought to be stuck.
pub const CLOCKS_AN_HOUR: usize = 64;

/// Readings that a preparation puts into one commit: past some ten thousand the fsync no longer
/// shows, and what is gathered for one commit stays within some tens of MiB.
pub const READINGS_A_COMMIT: usize = 50_000;
/// Reports that a live nation has on their way at once.
pub const SENT_AT_ONCE: usize = 128;
