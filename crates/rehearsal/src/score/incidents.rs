//! Fates: what became of the incidents that opened, and of what was owed for them?

use std::collections::BTreeMap;

use mission::federation::Federation;
use mission::incident::{Cause, End, Incident};
use mission::obligation::{Obligation, State};
use mission::time::Timestamp;

/// Levels of the rehearsed nation from the root down, as incidents are counted by them.
const LEVELS: [&str; 5] = ["nation", "branch", "sector", "enterprise", "plant"];

/// What became of incidents that opened in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// All of them.
    pub opened: u32,
    /// By cause: change, silence, alarm, missed.
    pub by_cause: BTreeMap<&'static str, u32>,
    /// Recovered without anybody above having heard.
    pub recovered_locally: u32,
    /// Reached a level above where they began, by its name.
    pub risen_to: BTreeMap<&'static str, u32>,
    /// Still open at the end.
    pub still_open: u32,
    /// By how they ended.
    pub ended: BTreeMap<&'static str, u32>,
    /// Obligations that began.
    pub owed: u32,
    /// Answered by the deadline.
    pub answered_in_time: u32,
    /// Missed.
    pub missed: u32,
    /// The helped unit said that help came.
    pub help_came: u32,
    /// Ended before an answer was due.
    pub released: u32,
}

/// Counts what opened from `from` on.
#[must_use]
pub fn fates(federation: &Federation, from: Timestamp) -> Fates {
    let mut fates = Fates::default();
    for incident in federation.incidents().filter(|incident| incident.opened >= from) {
        fates.count(federation, incident);
    }
    for owed in federation.obligations().filter(|owed| owed.opened >= from) {
        fates.count_owed(owed);
    }
    fates
}

impl Fates {
    fn count(&mut self, federation: &Federation, incident: &Incident) {
        self.opened += 1;
        *self.by_cause.entry(cause(&incident.cause)).or_default() += 1;
        for rise in &incident.rises {
            let depth = federation.registry().above(rise.to).count();
            let level = LEVELS.get(depth).copied().unwrap_or("below");
            *self.risen_to.entry(level).or_default() += 1;
        }
        match incident.closed {
            None => self.still_open += 1,
            Some(closing) => {
                *self.ended.entry(end(closing.how)).or_default() += 1;
                let alone = incident.rises.is_empty() && incident.called.is_empty();
                self.recovered_locally += u32::from(closing.how == End::Recovered && alone);
            }
        }
    }

    fn count_owed(&mut self, owed: &Obligation) {
        self.owed += 1;
        self.missed += u32::from(owed.missed.is_some());
        self.answered_in_time += u32::from(owed.answer.is_some() && owed.missed.is_none());
        self.help_came += u32::from(owed.help_came.is_some());
        let never_due = owed.answer.is_none() && owed.missed.is_none();
        self.released += u32::from(owed.state == State::Released && never_due);
    }
}

fn cause(cause: &Cause) -> &'static str {
    match cause {
        Cause::Change => "change",
        Cause::Silence(_) => "silence",
        Cause::Alarm { .. } => "alarm",
        Cause::Missed { .. } => "missed",
    }
}

fn end(how: End) -> &'static str {
    match how {
        End::Recovered => "recovered",
        End::Instrument => "instrument",
        End::Nothing => "nothing",
        End::Corrected => "corrected",
        End::Retired => "retired",
        End::History => "history",
        End::Done => "done",
        End::Forgotten => "forgotten",
    }
}
