//! Events: what can the log of a federation say?
//!
//! The log is the truth; everything else is derived from it. An entry holds what was accepted, not
//! what was sent, so a replay decides nothing again. Acts that come too late are kept too, with the
//! refusal they were answered with.

use crate::agreement::Subject;
use crate::announcement::Expected;
use crate::charter::Charter;
use crate::directive;
use crate::flow::Drawing;
use crate::id::{
    AgreementId, AnnouncementId, DirectiveId, FlowId, IncidentId, IndicatorId, InvitationId,
    LinkId, MemberId, MessageId, ObligationId, OpeningId, PostId, RequestId, UnitId,
};
use crate::incident::{Alarm, Finding};
use crate::letter::Letter;
use crate::link::{NewLink, Tie};
use crate::message::About;
use crate::post;
use crate::report::Report;
use crate::roll::Role;
use crate::time::{Date, Timestamp};

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its place, from 1.
    pub offset: u64,
    /// When it was received: never before the entry above it. The core's only clock.
    pub received: Timestamp,
    /// What came.
    pub event: Event,
}

/// What can come.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Units, indicators, calendars and founding terms were laid down or changed.
    Charter(Charter),
    /// Readings came.
    Report(Report),
    /// Readings of the past came by import, in order of time; they count as received at that time.
    History(Report, Timestamp),
    /// An import ended, beside which nothing else ran: what of it stands, of whichever unit, stands as history.
    HistoryEnds,
    /// That unit's past is in: what of it stands, stands as history. Another's may be coming in.
    HistoryEndsOf(UnitId),
    /// Somebody did something for a unit.
    Act(SignedAct),
    /// Somebody did something for a unit at a device that all share, which is named first.
    ActAt(MemberId, SignedAct),
    /// Time passed, and something fell due.
    Clock,
    /// A tie with another node was made.
    Link(NewLink),
    /// Letters came from the other node of a link.
    Letters(LinkId, Came),
    /// The other node of a link has so many of the letters written to it on its disk.
    Delivered(LinkId, u64),
    /// Two nodes were linked anew, after one of them was put back to an earlier state.
    Anew(LinkId, Tie),
}

/// Letters of another node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Came {
    /// The number of the first.
    pub first: u64,
    /// By what the last is known again; nought where that is not known.
    pub mark: u64,
    /// They, in order.
    pub letters: Vec<Letter>,
}

impl Event {
    /// The report that it is, if it is one, of now or of the past.
    pub const fn report(&self) -> Option<&Report> {
        match self {
            Self::Report(report) | Self::History(report, _) => Some(report),
            Self::Charter(_)
            | Self::HistoryEnds
            | Self::HistoryEndsOf(_)
            | Self::Act(_)
            | Self::ActAt(..)
            | Self::Clock
            | Self::Link(_)
            | Self::Letters(..)
            | Self::Delivered(..)
            | Self::Anew(..) => None,
        }
    }
}

/// An act with who did it.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedAct {
    /// The unit they act for.
    pub unit: UnitId,
    /// Their role, as they sign.
    pub by: String,
    /// Who they are; none where the program takes people's word, and for what it does itself.
    pub who: Option<MemberId>,
    /// What they did.
    pub act: Act,
}

/// What people do.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Take an incident on.
    TakeOn(IncidentId),
    /// Say that it is mended: a claim, which the readings decide.
    Claim(IncidentId, String),
    /// Hand it up now.
    PassUp(IncidentId, String),
    /// Write a note with it.
    Note(IncidentId, String),
    /// Say what it was.
    Find(IncidentId, Finding, String),
    /// Say, as a second person, that it was the instrument or nothing.
    Confirm(IncidentId),
    /// Put it out of sight until a time, for a reason.
    Shelve(IncidentId, Timestamp, String),
    /// Ask the level above for help in words, perhaps about an incident.
    AskHelp(Option<IncidentId>, String),
    /// Raise an alarm.
    RaiseAlarm(Alarm, String),
    /// Name who owns what is owed.
    NameOwner(ObligationId, String),
    /// Answer what is owed.
    Answer(ObligationId, String),
    /// Offer help.
    OfferHelp(ObligationId, String),
    /// Say that the help came.
    HelpCame(ObligationId),
    /// Propose terms about the acting unit, or about a part of it.
    Propose(UnitId, Subject, Terms),
    /// Put other terms on the table.
    Counter(AgreementId, Terms),
    /// Consent to what is on the table.
    Consent(AgreementId, String),
    /// Take a proposal back.
    Withdraw(AgreementId, String),
    /// Send a directive.
    Direct(NewDirective),
    /// Answer a directive.
    Reply(DirectiveId, directive::Event, String),
    /// Take a directive back.
    Recall(DirectiveId, String),
    /// Say beforehand that the unit's own figures will not be the usual ones.
    Announce(NewAnnouncement),
    /// Say that it will not be so, or is over.
    CallOff(AnnouncementId, String),
    /// Keep a place for somebody, in the acting unit or a part that has no committee yet.
    Invite(NewInvitation),
    /// Give the place to nobody.
    TakeBack(InvitationId),
    /// Take the place.
    Join(InvitationId),
    /// Take the first places of a root in which nobody decides.
    Begin,
    /// Come by the word of the system that people sign in to, which has them in a group with that place.
    Enter(Role, String),
    /// Let a machine or a display in.
    Admit(MemberId, Role, String),
    /// Take a role from a member.
    Dismiss(MemberId, Role),
    /// Give a role up.
    Leave(Role),
    /// Propose that another unit may see some figures.
    Open(NewOpening),
    /// Sign that as another person.
    SignOpening(OpeningId),
    /// Close what was opened, at once, or take the proposal back.
    CloseOpening(OpeningId),
    /// Ask a unit to be let see its figures.
    Request(NewRequest),
    /// Put such a request out of sight. Whoever asked is not told.
    Decline(RequestId),
    /// Draw the chart of the unit's flow anew.
    Draw(NewFlow),
    /// Begin to bring in the past of the acting unit, or of a part in which nobody decides yet.
    BringPast(UnitId),
    /// Take back an indicator that was laid down and has no readings.
    StrikeOut(IndicatorId),
    /// Write to others, or among themselves.
    Write(NewMessage),
    /// Post a need or an offer.
    Post(NewPost),
    /// Say that it is met, or take it back.
    EndPost(PostId, post::Ending),
}

/// A message as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMessage {
    /// To whom.
    pub to: Addressee,
    /// What it is about, if it is about a thing.
    pub about: Option<About>,
    /// The words.
    pub words: String,
}

/// To whom a message is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// To the level above.
    Above,
    /// To these parts; to all direct parts where none is named.
    Parts(Vec<UnitId>),
    /// To these sister units.
    Sisters(Vec<UnitId>),
    /// To nobody else.
    Within,
    /// To whoever wrote this, which the unit received.
    Answer(MessageId),
    /// To the unit that posted this.
    Poster(PostId),
}

/// A need or an offer as it is posted.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPost {
    /// Which of the two.
    pub kind: post::Kind,
    /// What is needed or offered.
    pub words: String,
    /// How much of it, in words; may be empty.
    pub amount: String,
    /// When it is over.
    pub until: Timestamp,
}

/// A chart of the flow as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFlow {
    /// The drawing that it goes on from; none for the first.
    pub follows: Option<FlowId>,
    /// What is drawn.
    pub drawing: Drawing,
}

/// An opening as it is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct NewOpening {
    /// The unit that may see.
    pub to: UnitId,
    /// Which series.
    pub indicators: Vec<IndicatorId>,
    /// The first day that is shown, in the unit's zone; today where none is given.
    pub since: Option<Date>,
    /// When it is over.
    pub until: Timestamp,
    /// Why.
    pub words: String,
    /// The request that it grants.
    pub grants: Option<RequestId>,
}

/// A request as it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRequest {
    /// The unit that is asked.
    pub unit: UnitId,
    /// Why.
    pub words: String,
}

/// An invitation as it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewInvitation {
    /// The unit it is to.
    pub unit: UnitId,
    /// As what.
    pub role: Role,
    /// What they will sign with.
    pub title: String,
}

/// An announcement as it is made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAnnouncement {
    /// Which series; all of the unit where none is named.
    pub indicator: Option<IndicatorId>,
    /// When it begins; where nothing is said, with the first figure of today that has not come.
    pub from: Option<Timestamp>,
    /// What is to be expected.
    pub expected: Expected,
    /// In words.
    pub words: String,
}

/// Terms as they are proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The value, in what the subject says.
    pub value: f64,
    /// First day on which they are to hold; the day after both consent where none is given.
    pub from: Option<Date>,
    /// When both look at them again.
    pub review: Option<Date>,
    /// Why.
    pub reason: String,
}

/// A directive as it is sent.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDirective {
    /// What it is about, in a line.
    pub title: String,
    /// What is asked, in full.
    pub text: String,
    /// Why.
    pub reason: String,
    /// From when it is to hold.
    pub holds_from: Date,
    /// Parts it goes to; all direct parts where none is named.
    pub to: Vec<UnitId>,
}
