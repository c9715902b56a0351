//! Timers: what falls due when?
//!
//! Nothing is stored of a timer: each is derived from the thing that it is about. What stands in
//! the queue may have been overtaken (a clock that was stopped, a report that came), so whatever
//! comes up is asked again when it is really due.

use super::{Federation, Now};
use crate::id::{
    IncidentId, IndicatorId, LinkId, MessageId, ObligationId, OpeningId, PostId, RequestId,
};
use crate::incident::Era;
use crate::limits;
use crate::message::Message;
use crate::time::Timestamp;

/// What falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// A holder's recovery time runs out.
    Recovery(IncidentId),
    /// The answer to an obligation is due.
    Answer(ObligationId),
    /// A second due report has not come.
    Silence(IndicatorId),
    /// An opening is over.
    Opening(OpeningId),
    /// A request is over.
    Request(RequestId),
    /// A day of a branch may go up.
    Release(LinkId),
    /// A message is gone.
    Message(MessageId),
    /// A need or an offer is over, or is forgotten.
    Post(PostId),
}

impl Federation {
    /// When the shell must come back with a [`crate::event::Event::Clock`], if nothing else comes.
    pub fn next_due(&mut self) -> Option<Timestamp> {
        let timer = self.next_timer().map(|(at, _)| at);
        timer.into_iter().chain(self.words_due()).min()
    }

    /// The earliest timer that is what it says.
    fn next_timer(&mut self) -> Option<(Timestamp, Timer)> {
        loop {
            let (at, timer) = *self.timers.first()?;
            match self.due(timer) {
                Some(due) if due <= at => return Some((at, timer)),
                Some(due) => {
                    self.timers.pop_first();
                    self.timers.insert((due, timer));
                }
                None => {
                    self.timers.pop_first();
                }
            }
        }
    }

    /// When a thing is really due, as it stands.
    fn due(&self, timer: Timer) -> Option<Timestamp> {
        match timer {
            Timer::Recovery(id) => {
                let incident = self.incidents.get(&id)?;
                // Whoever holds it counts, on their own node.
                let is_here = self.registry.lives_here(incident.holder().unit);
                (incident.era == Era::Live && is_here).then(|| incident.rises_at())?
            }
            Timer::Answer(id) => {
                let obligation = self.obligations.get(&id)?;
                let waits = obligation.awaits_answer() && obligation.missed.is_none();
                let is_here = self.registry.lives_here(obligation.debtor);
                (waits && is_here).then_some(obligation.answer_by)
            }
            Timer::Silence(id) => self.silence_due(id),
            Timer::Opening(id) => self.opening_due(id),
            Timer::Request(id) => self.request_due(id),
            Timer::Release(id) => self.release_due(id),
            Timer::Message(id) => self.messages.get(&id).map(Message::until),
            Timer::Post(id) => self.posts.get(&id).map(|it| it.forgotten().unwrap_or(it.until)),
        }
    }

    /// Sets a timer for a thing as it stands, if it has one.
    pub(super) fn arm(&mut self, timer: Timer) {
        if let Some(due) = self.due(timer) {
            self.timers.insert((due, timer));
        }
    }

    /// Sets the timers of everything: after a restart.
    pub(super) fn arm_all(&mut self) {
        let incidents: Vec<Timer> = self.incidents.keys().copied().map(Timer::Recovery).collect();
        let answers: Vec<Timer> = self.obligations.keys().copied().map(Timer::Answer).collect();
        let silences: Vec<Timer> =
            self.watches.iter().map(|watch| Timer::Silence(watch.indicator)).collect();
        let openings: Vec<Timer> = self.openings.keys().copied().map(Timer::Opening).collect();
        let requests: Vec<Timer> = self.requests.keys().copied().map(Timer::Request).collect();
        let releases = self.links.iter().map(|link| Timer::Release(link.id)).collect::<Vec<_>>();
        let messages: Vec<Timer> = self.messages.keys().copied().map(Timer::Message).collect();
        let posts: Vec<Timer> = self.posts.keys().copied().map(Timer::Post).collect();
        let written = messages.into_iter().chain(posts);
        let shared = openings.into_iter().chain(requests).chain(releases).chain(written);
        for timer in incidents.into_iter().chain(answers).chain(silences).chain(shared) {
            self.arm(timer);
        }
    }

    /// Lets everything happen that fell due up to `until`, each at the time it was due, but never
    /// before what happened already.
    pub(super) fn fire_due(&mut self, now: &mut Now, until: Timestamp) {
        for _ in 0..limits::TIMERS_AN_ENTRY {
            let Some((due, timer)) = self.next_timer().filter(|(due, _)| *due <= until) else {
                break;
            };
            self.timers.remove(&(due, timer));
            now.at = due.max(self.applied.received);
            match timer {
                Timer::Recovery(id) => self.recovery_ran_out(now, id),
                Timer::Answer(id) => self.answer_was_due(now, id),
                Timer::Silence(id) => self.fell_silent(now, id),
                Timer::Opening(id) => self.opening_ran_out(now, id),
                Timer::Request(id) => self.request_ran_out(now, id),
                Timer::Release(id) => self.release_day(now, id),
                Timer::Message(id) => self.message_ran_out(now, id),
                Timer::Post(id) => self.post_ran_out(now, id),
            }
        }
        now.at = until;
    }
}
