//! Limits: how much of anything does the core keep or accept, and why?

/// Bits of an id that number what one log entry causes: a report of 8 MiB holds under 2^18
/// readings, each causes a few things at most. The other 33 bits below 2^53, the largest whole
/// number that JSON readers keep exact, number the entries.
pub const ORDINAL_BITS: u32 = 20;

/// Levels from the root to the deepest unit (nation, branch, sector, enterprise, plant, shop, and
/// as many again).
pub const PATH_DEPTH: usize = 12;
/// Letters of one segment of a path.
pub const SEGMENT_LETTERS: usize = 64;
/// Letters of a name that people read.
pub const NAME_LETTERS: usize = 120;
/// Letters of words that a person writes: a page of text.
pub const WORDS_LETTERS: usize = 4_000;
/// How long words are kept that a person writes with an incident: half a year, in which what they tell
/// of has happened again if it does.
pub const WORDS_KEPT: std::time::Duration = std::time::Duration::from_hours(180 * 24);
/// Letters of a role that signs an act.
pub const ROLE_LETTERS: usize = 80;
/// Letters of a source's name.
pub const SOURCE_LETTERS: usize = 120;
/// Letters of a unit of measure.
pub const MEASURE_LETTERS: usize = 32;

/// Members of a unit, each counted in each role, and invitations: a large works.
pub const MEMBERS_A_UNIT: usize = 20_000;
/// How long an invitation holds: a week, and the weekend after it.
pub const INVITATION: std::time::Duration = std::time::Duration::from_hours(9 * 24);

/// Units laid down by one charter: every enterprise of a large country, in an entry of the log that
/// still fits a record.
pub const CHARTER_UNITS: usize = 100_000;
/// Indicators of a unit. About a dozen is right; a machine with a sensor for everything has more.
pub const INDICATORS_A_UNIT: usize = 256;
/// Founding terms of a unit laid down at once: a few for each of its indicators, with some years of
/// their past.
pub const TERMS_A_UNIT: usize = 4_096;
/// Letters of what was given that a problem repeats.
pub const GIVEN_LETTERS: usize = 80;

/// Largest magnitude of a reading. Squares of it, and sums of those, stay within an `f64`.
pub const READING_MAGNITUDE: f64 = 1e100;
/// How far ahead of the receiving clock a reading may lie: clocks of machines differ by minutes.
pub const AHEAD_MS: i64 = 5 * 60 * 1000;
/// Problems listed back by name for one report; further ones are counted.
pub const PROBLEMS_LISTED: usize = 1_000;

/// Corrections of one report that are told by themselves: more than a person enters, and a machine that
/// sends its past again does not flood the telex.
pub const CORRECTIONS_TOLD: usize = 100;

/// Readings in a sealed chunk; also how far back a late or corrected reading re-runs the filter.
pub const CHUNK: usize = 128;
/// Readings kept with the series: the chunk being filled and the one before it.
pub const TAIL: usize = 2 * CHUNK;

/// Announcements kept for a unit: a dozen indicators with a few each.
pub const ANNOUNCEMENTS: usize = 64;
/// Longest time for which figures may be left apart: an overhaul, not a cover.
pub const APART: std::time::Duration = std::time::Duration::from_hours(31 * 24);
/// How far ahead may be announced: next year's holidays.
pub const ANNOUNCED_AHEAD: std::time::Duration = std::time::Duration::from_hours(400 * 24);

/// Longest time for which figures are opened to another unit: a month, after which two people look at
/// it again.
pub const OPEN_FOR: std::time::Duration = std::time::Duration::from_hours(30 * 24);
/// Openings of a unit that stand at once: a dozen figures to a few units each.
pub const OPENINGS_STANDING: usize = 64;
/// How long a request stands: two of the weekly meetings at which a committee decides.
pub const REQUEST: std::time::Duration = std::time::Duration::from_hours(14 * 24);
/// Requests of a unit in [`REQUESTS_WITHIN`]: each is read by every sister of the unit that is asked,
/// and what needs more than three looks a day needs a conversation.
pub const REQUESTS_A_DAY: usize = 3;
/// The day in which those are counted; it ends at no midnight, which would let six in.
pub const REQUESTS_WITHIN: std::time::Duration = std::time::Duration::from_hours(24);

/// Letters of a message: what is read on a phone, standing; a page of text is a policy or a note.
pub const MESSAGE_LETTERS: usize = 2_000;
/// How long a message is kept: half a year, as all that is written about people.
pub const MESSAGE_KEPT: std::time::Duration = WORDS_KEPT;
/// Messages of a unit to others in [`MESSAGES_WITHIN`], and as many among themselves: one each quarter
/// of an hour, day and night. All of a unit's half year are then 36,000, of a few lines each some ten megabytes.
pub const MESSAGES_A_DAY: usize = 100;
/// The day in which those are counted; it ends at no midnight.
pub const MESSAGES_WITHIN: std::time::Duration = std::time::Duration::from_hours(24);
/// Letters of a need or an offer: some lines that strangers read to the end.
pub const POST_LETTERS: usize = 500;
/// Letters of how much of it.
pub const AMOUNT_LETTERS: usize = 80;
/// How long a need or an offer may stand: two months, after which somebody looks at it again.
pub const POST_FOR: std::time::Duration = std::time::Duration::from_hours(60 * 24);
/// How long one that has ended can still be read: a month, for those who were about to answer.
pub const POST_REMEMBERED: std::time::Duration = std::time::Duration::from_hours(30 * 24);
/// Needs and offers of a unit that stand at once: a board on which one unit has more is its alone.
pub const POSTS_STANDING: usize = 24;
/// Needs and offers of a unit in [`MESSAGES_WITHIN`], ended or not: they are kept a while, and all
/// units read them.
pub const POSTS_A_DAY: usize = 24;

/// Boxes of a chart of the flow: a large works by its departments; more is read by nobody.
pub const FLOW_BOXES: usize = 64;
/// Lines between them: two to three from each box.
pub const FLOW_LINES: usize = 160;
/// Drawings of a unit's flow kept in memory, to be looked at again: one a week for a year, and
/// some more. The store keeps the rest, and so does the log.
pub const FLOWS: usize = 64;

/// Due readings that must lie in the band before a series has recovered.
pub const READINGS_TO_RECOVER: usize = 3;
/// Part of the change that the mean of those readings must have regained.
pub const REGAINED: f64 = 0.75;
/// Due reports that must be missing before silence is an incident.
pub const SILENT_REPORTS: u32 = 2;
/// Working days a unit has to recover where nothing is agreed.
pub const RECOVERY_DAYS: f64 = 3.0;
/// Working days that may be agreed at most.
pub const RECOVERY_DAYS_CEILING: f64 = 10.0;
/// Working days that may be agreed at least: an hour of an eight-hour day.
pub const RECOVERY_DAYS_FLOOR: f64 = 0.125;
/// Days after which an agreement without renewal gives way to the default.
pub const AGREEMENT_DAYS: i32 = 365;
/// Rises that a level is told one by one in one of its working days; further ones come as a group.
pub const RISES_A_DAY: u32 = 5;
/// Recovery times within which a recurrence inherits what was left of the last clock.
pub const RECURRENCE_WINDOWS: u32 = 2;
/// Longest shelving of an incident: a fortnight's delivery, not an oubliette.
pub const SHELVING: std::time::Duration = std::time::Duration::from_hours(14 * 24);
/// Incidents like one that its page tells of: what is read at three in the morning.
pub const PRECEDENTS: usize = 3;
/// Latest incidents of a series among which those are looked for: five years of one a month.
pub const PRECEDENTS_OF_SERIES: usize = 64;
/// The same of each other series of the unit, which are less like it: half a year.
pub const PRECEDENTS_OF_OTHERS: usize = 8;
/// Latest incidents of a unit, those that rose to it included, among which earlier alarms are looked for.
pub const PRECEDENT_ALARMS: usize = 512;
/// Log lines kept with an incident.
pub const INCIDENT_LOG: usize = 400;
/// Notices kept in memory for a unit's page; the store keeps all.
pub const NOTICES: usize = 64;
/// Signals kept in memory for an indicator's page.
pub const SIGNALS: usize = 64;
/// Days of the index kept in memory for a unit.
pub const INDEX_DAYS: usize = 128;

/// Indicators below which an index all but tells its figures, and goes up only with consent.
pub const SMALL_INDEX: usize = 3;

/// Days in which a unit with a dozen daily indicators accepts one false signal.
pub const FALSE_SIGNAL_DAYS: f64 = 90.0;
/// Indicators among which that budget is shared.
pub const BUDGET_INDICATORS: f64 = 12.0;
/// Readings between false signals at least: a monthly series would otherwise be told one of
/// chance every three years.
pub const LEAST_RUN_LENGTH: f64 = 360.0;
/// Timers fired for one log entry before the next entry is asked for, so that a jump of the clock
/// over years cannot hold the core.
pub const TIMERS_AN_ENTRY: usize = 100_000;

/// Shifts that may begin on one day: one each two hours.
pub const SHIFTS_A_DAY: usize = 12;
/// Holidays of a calendar: twenty a year for two centuries.
pub const HOLIDAYS: usize = 4_000;
/// Days on end that holidays may leave without a shift: a year's standstill and a month.
pub const DAYS_WITHOUT_WORK: i32 = 396;
/// Due reports counted or looked ahead for at most: a week of one a minute. Nobody asks for more
/// than a few.
pub const DUE_PERIODS: u32 = 10_080;
/// Changes of the release delay that are remembered; the oldest are forgotten, with days that
/// were released long ago.
pub const DELAY_CHANGES: usize = 64;
/// Due readings after the first of a change by which the filter has named it: 95 of 100 steps of four
/// standard deviations in a series of two months, and 99 of 100 of six.
pub const READINGS_TO_NAME: u32 = 3;
/// Working days that a release can be delayed at most: ten weeks, in which a weekly figure is
/// reported, named and not put right. A monthly one takes longer, and no level could wait for it.
pub const DELAY_DAYS: u32 = 50;

/// Things of which a node remembers what the other calls them: at five rises a day, with what is owed
/// for each, more than a year of them.
pub const LINK_PAIRS: usize = 4_096;
/// Sister units whose names a branch is told: the parts of a level.
pub const SISTERS: usize = 1_024;
/// Other nodes that one is tied to: the parts of a level.
pub const LINKS: usize = 1_024;
