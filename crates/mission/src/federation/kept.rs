//! Kept: what of a federation must a store keep, and how does it begin again from that?

use std::collections::VecDeque;

use super::{Applied, Day, Federation};
use crate::agreement::Agreement;
use crate::announcement::Announcement;
use crate::directive::Directive;
use crate::effect::Notice;
use crate::flow::Flow;
use crate::id::{IncidentId, IndicatorId, ObligationId, UnitId};
use crate::incident::Incident;
use crate::link::Link;
use crate::message::Message;
use crate::obligation::Obligation;
use crate::opening::Opening;
use crate::post::Post;
use crate::registry::Registry;
use crate::release::DelayHistory;
use crate::request::Request;
use crate::roll::Roll;
use crate::series::Series;
use crate::signal::Signal;
use crate::time::{Date, Timestamp};

/// All of a federation that must be kept; what is derived is derived again by
/// [`Federation::restore`].
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// See [`Federation::registry`].
    pub registry: Registry,
    /// In order of id.
    pub series: Vec<Series>,
    /// In order of id.
    pub watches: Vec<Watch>,
    /// In order of id.
    pub ledgers: Vec<Ledger>,
    /// In any order.
    pub signals: Vec<Signal>,
    /// In any order.
    pub incidents: Vec<Incident>,
    /// In any order.
    pub obligations: Vec<Obligation>,
    /// In any order.
    pub agreements: Vec<Agreement>,
    /// In any order.
    pub directives: Vec<Directive>,
    /// In any order.
    pub days: Vec<Day>,
    /// In any order; of units that have or had members.
    pub rolls: Vec<Roll>,
    /// In any order.
    pub openings: Vec<Opening>,
    /// In any order.
    pub requests: Vec<Request>,
    /// In order of id.
    pub links: Vec<Link>,
    /// In any order.
    pub flows: Vec<Flow>,
    /// In any order.
    pub messages: Vec<Message>,
    /// In any order.
    pub posts: Vec<Post>,
    /// How far the log had been applied.
    pub applied: Applied,
}

/// What is remembered of an indicator's silence. Plain data, kept by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The latest reading that was decided upon.
    pub last: Option<Timestamp>,
    /// A due time that silence is counted from instead, because the unit said why there is none.
    pub excused_until: Option<Timestamp>,
    /// Why there was no reading, as the unit said last.
    pub excuse: Option<Excuse>,
    /// The incident that is open for it.
    pub silent: Option<IncidentId>,
}

/// Why a unit had no reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// The time that the reading would have had.
    pub at: Timestamp,
    /// In words.
    pub because: String,
}

/// What is remembered of a unit beside its registry entry. Plain data, kept by the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// The unit.
    pub unit: UnitId,
    /// Its local working day that the next field counts.
    pub rises_on: Option<Date>,
    /// Rises it has received on that day.
    pub rises: u32,
    /// The group that further rises of that day join.
    pub group: Option<ObligationId>,
    /// After how many working days its parts' own indices reach it, by the day it changed.
    pub delays: DelayHistory,
    /// What it announced about its own figures, in the order said; at most
    /// [`ANNOUNCEMENTS`](crate::limits::ANNOUNCEMENTS).
    pub announced: Vec<Announcement>,
    /// The last lines of its telex, the latest last; at most [`NOTICES`](crate::limits::NOTICES).
    pub notices: VecDeque<Notice>,
}

impl Federation {
    /// A federation as a store kept it.
    #[must_use]
    pub fn restore(parts: Parts) -> Self {
        let mut federation = Self {
            registry: parts.registry,
            series: parts.series,
            watches: parts.watches,
            ledgers: parts.ledgers,
            rolls: parts.rolls.into_iter().map(|roll| (roll.unit, roll)).collect(),
            applied: parts.applied,
            ..Self::default()
        };
        for link in parts.links {
            federation.put_link(link);
        }
        let mut agreements = parts.agreements;
        agreements.sort_by_key(|agreement| agreement.id);
        for agreement in agreements {
            federation.terms.put(&agreement);
            federation.lookup.put_agreement(&agreement);
            federation.agreements.insert(agreement.id, agreement);
        }
        let mut incidents = parts.incidents;
        incidents.sort_by_key(|incident| incident.id);
        for incident in incidents {
            federation.lookup.put_incident(&incident);
            federation.incidents.insert(incident.id, incident);
        }
        let mut obligations = parts.obligations;
        obligations.sort_by_key(|obligation| obligation.id);
        for obligation in obligations {
            federation.put_obligation(obligation);
        }
        let mut directives = parts.directives;
        directives.sort_by_key(|directive| directive.id);
        for directive in directives {
            federation.lookup.put_directive(&directive);
            federation.directives.insert(directive.id, directive);
        }
        for opening in parts.openings {
            federation.put_opening(opening);
        }
        for request in parts.requests {
            federation.put_request(request);
        }
        let mut flows = parts.flows;
        flows.sort_by_key(|flow| flow.id);
        for flow in flows {
            federation.keep_flow(flow);
        }
        federation.put_words(parts.messages, parts.posts);
        let mut signals = parts.signals;
        signals.sort_by_key(|signal| signal.id);
        for signal in signals {
            federation.keep_signal(signal);
        }
        for day in parts.days {
            let key = (day.unit, day.date);
            federation.days.insert(key, day);
            federation.work_out(key);
        }
        let levels: Vec<UnitId> = federation.registry.units().iter().map(|unit| unit.id).collect();
        for level in levels {
            federation.gather_calendars_below(level);
        }
        federation.arm_all();
        federation.find_words();
        federation
    }

    /// What ran out while nobody looked is not read into memory again.
    fn put_words(&mut self, messages: Vec<Message>, posts: Vec<Post>) {
        let now = self.applied.received;
        for message in messages.into_iter().filter(|it| it.is_kept(now)) {
            self.put_message(message);
        }
        self.posts = posts.into_iter().map(|post| (post.id, post)).collect();
    }
}

impl Watch {
    /// Why there is no reading after the last one, if the unit has said so.
    pub fn because(&self) -> Option<&str> {
        let excuse =
            self.excuse.as_ref().filter(|excuse| self.last.is_none_or(|last| last < excuse.at));
        excuse.map(|excuse| excuse.because.as_str())
    }

    pub(super) fn new(indicator: IndicatorId) -> Self {
        Self { indicator, last: None, excused_until: None, excuse: None, silent: None }
    }
}

impl Ledger {
    pub(super) fn new(unit: UnitId, delays: DelayHistory) -> Self {
        Self {
            unit,
            rises_on: None,
            rises: 0,
            group: None,
            delays,
            announced: Vec::new(),
            notices: VecDeque::new(),
        }
    }
}
