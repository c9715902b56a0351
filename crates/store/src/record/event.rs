//! Event: how is what came written?

use mission::event::{
    Act, Addressee, Event, NewAnnouncement, NewDirective, NewFlow, NewInvitation, NewMessage,
    NewOpening, NewPost, NewRequest, SignedAct, Terms,
};
use mission::report::{NoData, Report};

use super::report::{read_readings, write_readings};
use super::shape::{fields, variants};
use super::{Decoder, Encoder, Record, RecordError};

variants! {
    Event {
        0 Charter(charter),
        1 Report(report),
        2 History(report, received),
        3 HistoryEnds,
        4 Act(act),
        5 Clock,
        6 Link(link),
        7 Letters(link, came),
        8 Delivered(link, upto),
        9 ActAt(device, act),
        10 Anew(link, tie),
        11 HistoryEndsOf(unit),
    }
    Act {
        0 TakeOn(incident),
        1 Claim(incident, words),
        2 PassUp(incident, words),
        3 Note(incident, words),
        4 Find(incident, finding, words),
        5 Confirm(incident),
        6 Shelve(incident, until, reason),
        7 AskHelp(incident, words),
        8 RaiseAlarm(kind, words),
        9 NameOwner(obligation, owner),
        10 Answer(obligation, words),
        11 OfferHelp(obligation, words),
        12 HelpCame(obligation),
        13 Propose(unit, subject, terms),
        14 Counter(agreement, terms),
        15 Consent(agreement, words),
        16 Withdraw(agreement, words),
        17 Direct(directive),
        18 Reply(directive, event, words),
        19 Recall(directive, words),
        20 Announce(announcement),
        21 CallOff(announcement, words),
        22 Invite(invitation),
        23 TakeBack(invitation),
        24 Join(invitation),
        25 Begin,
        26 Admit(member, role, title),
        27 Dismiss(member, role),
        28 Leave(role),
        29 Open(opening),
        30 SignOpening(opening),
        31 CloseOpening(opening),
        32 Request(request),
        33 Decline(request),
        34 Draw(flow),
        35 BringPast(unit),
        36 StrikeOut(indicator),
        37 Write(message),
        38 Post(post),
        39 EndPost(post, ending),
        40 Enter(role, title),
    }
    Addressee {
        0 Above,
        1 Parts(units),
        2 Sisters(units),
        3 Within,
        4 Answer(message),
        5 Poster(post),
    }
}

fields! {
    SignedAct { unit, by, who since Members, act }
    Terms { value, from, review, reason }
    NewDirective { title, text, reason, holds_from, to }
    NewAnnouncement { indicator, from, expected, words }
    NewInvitation { unit, role, title }
    NewOpening { to, indicators, since, until, words, grants }
    NewRequest { unit, words }
    NewFlow { follows, drawing }
    NewMessage { to, about, words }
    NewPost { kind, words, amount, until }
    NoData { indicator, at, because }
}

/// Stands where otherwise it says whether there is a note.
const SIGNED: u8 = 2;

impl Record for Report {
    fn write(&self, to: &mut Encoder) {
        let Self { readings, no_data, note, signed } = self;
        write_readings(readings, to);
        no_data.write(to);
        // Reports that nobody signed are older than those that somebody did, and are written as ever.
        match signed {
            None => note.write(to),
            Some(signed) => {
                to.byte(SIGNED);
                note.write(to);
                signed.write(to);
            }
        }
    }

    fn read(from: &mut Decoder<'_>) -> Result<Self, RecordError> {
        let readings = read_readings(from)?;
        let no_data = Record::read(from)?;
        let (note, signed) = match from.byte()? {
            0 => (None, None),
            1 => (Some(Record::read(from)?), None),
            SIGNED => (Record::read(from)?, Some(Record::read(from)?)),
            tag => return Err(RecordError::Variant("Report", tag)),
        };
        Ok(Self { readings, no_data, note, signed })
    }
}
