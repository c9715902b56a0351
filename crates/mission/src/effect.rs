//! Effects: what follows from an entry, for the shell to carry out?
//!
//! The core has already changed itself when it answers; effects are what others must hear of and
//! what must be kept. They come in order, and the same entry always gives the same ones.

use std::collections::BTreeSet;

use crate::id::{
    AgreementId, AnnouncementId, DirectiveId, FlowId, IncidentId, IndicatorId, InvitationId,
    LinkId, MemberId, MessageId, ObligationId, OpeningId, PostId, RequestId, SignalId, UnitId,
};
use crate::letter::Letter;
use crate::opening;
use crate::post;
use crate::report::{Correction, Reading};
use crate::series::Sealed;
use crate::time::{Date, Timestamp};

/// What an entry did.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Step {
    /// Notices to units, in order.
    pub notices: Vec<Notice>,
    /// One record for each change of state that a person made.
    pub audit: Option<AuditRecord>,
    /// Chunks of readings that are full.
    pub sealed: Vec<(IndicatorId, Sealed)>,
    /// Readings that change the history of their series beside its chunks: those for times before
    /// its tail, and those of a chunk that had been corrected before it was sealed.
    pub amended: Vec<Reading>,
    /// Things that changed and must be kept anew.
    pub touched: BTreeSet<Thing>,
    /// Things that are gone and must be kept no longer, in order.
    pub gone: Vec<Thing>,
    /// What the person who acted is told.
    pub answer: Option<Result<Done, Refusal>>,
    /// Letters to other nodes, each with its number among those of its link, in order.
    pub letters: Vec<(LinkId, u64, Letter)>,
    /// Letters up to these numbers that need not be kept any more.
    pub delivered: Vec<(LinkId, u64)>,
}

/// A thing that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A unit of the registry.
    Unit(UnitId),
    /// An indicator of the registry.
    Indicator(IndicatorId),
    /// A signal.
    Signal(SignalId),
    /// An incident.
    Incident(IncidentId),
    /// An obligation.
    Obligation(ObligationId),
    /// An agreement.
    Agreement(AgreementId),
    /// A directive.
    Directive(DirectiveId),
    /// The figures of a unit's day that count in its index.
    Day(UnitId, Date),
    /// What is remembered of a unit beside its registry entry.
    Ledger(UnitId),
    /// What is remembered of an indicator's silence.
    Watch(IndicatorId),
    /// Who belongs to a unit.
    Roll(UnitId),
    /// An opening.
    Opening(OpeningId),
    /// A request to be let see figures.
    Request(RequestId),
    /// A tie with another node.
    Link(LinkId),
    /// A chart of a unit's flow, as it was drawn once.
    Flow(FlowId),
    /// A message.
    Message(MessageId),
    /// A need or an offer.
    Post(PostId),
}

/// A line for one unit: the telex.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Who is told.
    pub to: UnitId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: News,
}

/// What a unit can be told.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// Its series said something.
    Signal(SignalId),
    /// An incident of its own opened.
    Opened(IncidentId),
    /// An incident's clock waits, runs again, or it settles.
    Moved(IncidentId),
    /// An incident reached it from below, or left it for the level above.
    Rose(IncidentId, UnitId),
    /// It owes something.
    Owes(ObligationId),
    /// Something it is owed, or owes, was answered, offered or met.
    Answered(ObligationId),
    /// Something owed was missed.
    Missed(ObligationId),
    /// An incident that it was told of ended.
    Closed(IncidentId),
    /// A person raised an alarm.
    Alarm(IncidentId),
    /// A note was written with an incident.
    Noted(IncidentId),
    /// A report came with words.
    Note(String),
    /// Terms were proposed, countered, consented to or withdrawn.
    Terms(AgreementId),
    /// A directive was sent, answered or recalled.
    Directive(DirectiveId),
    /// The unit announced something about its own figures, or called it off.
    Announced(AnnouncementId),
    /// Figures are to be opened, are open, or are no longer: how that stood then.
    Shared(OpeningId, opening::State),
    /// A unit asks to be let see the figures of this one, or of a sister.
    Asked(RequestId),
    /// A figure of its own was corrected.
    Corrected(Correction),
    /// A message was written, to it or by it.
    Wrote(MessageId),
    /// It posted a need or an offer, or that ended: how it stood then.
    Posted(PostId, post::State),
}

/// Who did what to which thing, when.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRecord {
    /// When.
    pub at: Timestamp,
    /// The unit acted for; none for a charter that was refused.
    pub unit: Option<UnitId>,
    /// The role that signed.
    pub by: String,
    /// Who that is, by number; who has the number, the accounts know.
    pub who: Option<MemberId>,
    /// The shared device at which it was signed, by number; none where they had signed in themselves.
    pub device: Option<MemberId>,
    /// What was done, in the words of the API.
    pub act: &'static str,
    /// The thing it was done to.
    pub thing: Option<Thing>,
    /// Why it was refused, if it was.
    pub refused: Option<Refusal>,
}

/// What an act made or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// This thing.
    Changed(Thing),
    /// This thing is new.
    Made(Thing),
    /// A place in that unit is kept for somebody.
    Invited(UnitId, InvitationId),
}

/// Why an act was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing, or it is not the asker's to see: both look the same.
    Unknown,
    /// It is seen, but it is not theirs to do. Who may do it.
    NotYours(&'static str),
    /// It cannot be done as things stand. Why, and what would be right.
    NotNow(&'static str),
    /// A field is wrong: which, and what would be right.
    Wrong(&'static str, String),
}
