//! Limits: every bound of the filter, with its reason.

/// Readings that set the unit and the first level. Twelve show a spread to about a fifth; more
/// would keep a monthly series silent for longer than a year.
pub(crate) const WARM_UP: usize = 12;

/// Farthest a reading may lie from the centre, in units of the series' scale. Past it single
/// precision would no longer see the noise.
pub(crate) const FAR: f64 = 1e6;

/// Readings in a row beyond [`FAR`] after which the series is learnt anew, at its new scale.
pub(crate) const FAR_IN_A_ROW: u8 = 3;

/// Levels farther than this from the centre are moved back to it, so that single precision keeps
/// at least four digits of the noise.
pub(crate) const RECENTRE: f32 = 1024.0;

/// Members of the bank: four without growth, four with.
pub(crate) const MEMBERS: usize = 8;

/// Beginnings of a step that are kept apart: the last twelve readings, then 4 each at every
/// second, fourth, eighth and sixteenth reading, 132 readings back in all.
pub(crate) const STEPS: usize = 28;

/// The youngest beginnings of a step, kept one by one.
pub(crate) const STEPS_YOUNG: usize = 12;

/// Beginnings of a slope that are kept apart: the last four readings, then 4 each at every second
/// and fourth, 28 readings back in all.
pub(crate) const SLOPES: usize = 12;

/// The youngest beginnings of a slope, kept one by one.
pub(crate) const SLOPES_YOUNG: usize = 4;

/// Readings after its beginning during which a change counts as recent.
pub(crate) const RECENT: u32 = 32;

/// Changes told lately whose references can still be asked for.
pub(crate) const TOLD_KEPT: usize = 4;

/// Largest variance of a level and of a growth, in units of the noise: a level may jump by a
/// million deviations, and squares of either, over the longest gap, stay in single precision.
pub(crate) const LEVEL_VARIANCE: f32 = 1e13;
pub(crate) const GROWTH_VARIANCE: f32 = 1e8;

/// Largest squared error, in units of the noise.
pub(crate) const SQUARE: f32 = 1e12;

/// Farthest a level or growth may go, in units of the series' scale.
pub(crate) const LEVEL: f32 = 1e9;

/// Smallest and largest likelihood ratio kept, so that products stay in single precision.
pub(crate) const RATIO: (f32, f32) = (1e-30, 1e30);

/// Most cadences that a gap counts for: after that the forecast is as wide as it gets.
pub(crate) const GAP: f64 = 1000.0;

/// Readings over which scale, noise and calendar are averaged.
pub(crate) const MEMORY: f32 = 400.0;
