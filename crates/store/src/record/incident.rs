//! Incident: how are signals, incidents and obligations written?

use filter::Reference;
use mission::escalation::{Clock, Phase};
use mission::id::IndicatorId;
use mission::incident::{
    Alarm, Because, Cause, Closing, End, Era, Finding, Happening, Holder, Incident, Judged,
    LogLine, Place, Quiet, Rise, Shelving, Strand, TakenOn, Verdict,
};
use mission::obligation::{self, Obligation, Said};
use mission::signal::{self, Signal};

use super::shape::{fields, variants};
use super::{Age, Decoder, Encoder, Record, RecordError};

fields! {
    Signal {
        id, indicator, kind, direction, surprise, since, at, told, value, before, after, lower,
        upper, sure, incident, overturned,
    }
    Incident {
        id, unit, cause, opened, phase, chain, level, clock, strands, rises, called, taken_on,
        verdict, shelved, closed, era, log,
    }
    Holder { unit, skipped, hours, recovery, answer }
    Clock { left, running_since, not_before }
    Strand {
        indicator, signal, kind, direction, since, reference, change, sure, judged, settled,
    }
    Quiet { indicator, since, came }
    Judged { at, deviation, place }
    Rise { to, at, because, obligation }
    TakenOn { by, at }
    Verdict { finding, words, by, who since Members, at, confirmed_by }
    Shelving { until, reason, by }
    Closing { at, how }
    LogLine { at, unit, by, reached, what }
    Obligation {
        id, reason, debtor, creditor, incidents, state, opened, answer_by, owner, answer, offer,
        help_came, missed,
    }
    Said { words, by, at }
}

variants! {
    signal::Kind { 0 Unusual, 1 OneOff, 2 Step, 3 Slope }
    signal::Direction { 0 Up, 1 Down }
    signal::Surprise { 0 Good, 1 Bad }
    Cause {
        0 Change,
        1 Silence(quiets by read_quiets),
        2 Alarm { kind, words },
        3 Missed { obligation },
    }
    Alarm { 0 Safety, 1 Machine, 2 Unsure }
    Era { 0 Live, 1 History }
    Phase { 0 Running, 1 Waiting, 2 Settling, 3 Closed }
    Place { 0 Inside, 1 Outside }
    Because { 0 Expired, 1 Lapsed, 2 PassedUp }
    Finding { 0 Real, 1 Instrument, 2 Nothing }
    End {
        0 Recovered, 1 Instrument, 2 Nothing, 3 Corrected, 4 Retired, 5 History, 6 Done,
        7 Forgotten,
    }
    Happening {
        0 Opened,
        1 Joined(indicator by read_joined, signal),
        2 Moved(phase),
        3 Rose(to, because),
        4 TakenOn,
        5 Claimed(words),
        6 AskedForHelp(words),
        7 Found(finding, words),
        8 Confirmed(finding),
        9 OwnerNamed(owner),
        10 Answered(words),
        11 HelpOffered(words),
        12 HelpCame,
        13 Missed,
        14 Shelved(reason),
        15 NewLevel(level),
        16 Note(words),
        17 Closed(how),
        18 FellSilent(indicator),
        19 ReportsAgain(indicator),
        20 NoData(indicator, words),
        21 WentFurther(indicator, signal),
    }
    obligation::Reason { 0 Rise, 1 Group, 2 Help(words), 3 Safety(words) }
    obligation::State { 0 Owed, 1 Owned, 2 Answered, 3 Missed, 4 Late, 5 Met, 6 Released }
}

/// Stands for the figure of a line whose writer left it to the signal.
pub(crate) const UNSAID: IndicatorId = IndicatorId(u32::MAX);

fn read_joined(from: &mut Decoder<'_>) -> Result<IndicatorId, RecordError> {
    if from.knows(Age::Silences) { Record::read(from) } else { Ok(UNSAID) }
}

fn read_quiets(from: &mut Decoder<'_>) -> Result<Vec<Quiet>, RecordError> {
    if from.knows(Age::Silences) { Record::read(from) } else { Ok(vec![Record::read(from)?]) }
}

impl Record for Reference {
    fn write(&self, to: &mut Encoder) {
        self.encode(to.bytes());
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        Ok(Self::decode(from.rest())?)
    }
}
