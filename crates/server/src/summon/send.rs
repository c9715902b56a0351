//! Send: by which ways does what is due go out now, and what is put off?

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mission::effect::Notice;
use mission::may::Deed;
use mission::time::Timestamp;
use ring::hmac;
use store::{Delivery, DeliveryState, Numbered, To, Way};
use tokio::task::JoinSet;

use super::circle::{is_open, rest_until};
use super::hook::Event;
use super::mail::Letter;
use super::push::Told;
use super::say::{Call, letter, pushed};
use super::{Outward, Sent, Summoner, Trouble};
use crate::limits;
use crate::problem::Problem;
use crate::shell::Shell;
use crate::wire::summons::Pushed;

impl Summoner {
    /// Sends what is due on ways that are free, alarms first.
    pub(super) async fn send(&mut self, going: &mut JoinSet<Sent>) -> Result<(), Problem> {
        let now = self.shell.now();
        let busy = &self.busy;
        let (due, notices) = self.shell.people.accounts(|accounts| {
            let mut due = accounts.due(now, limits::DELIVERIES)?;
            due.retain(|(_, way, _)| !busy.contains(way));
            let mut notices = BTreeMap::new();
            for (number, ..) in &due {
                if let Some(summoned) = accounts.summoned(*number)? {
                    notices.insert(*number, summoned.notice);
                }
            }
            Ok((due, notices))
        })?;
        if due.is_empty() {
            return Ok(());
        }
        let calls = calls(&self.shell, notices).await?;
        let mut by_way: BTreeMap<u64, Vec<(Numbered, Call)>> = BTreeMap::new();
        let mut past = Vec::new();
        for delivery in due {
            match calls.get(&delivery.0) {
                Some(call) => by_way.entry(delivery.1).or_default().push((delivery, call.clone())),
                None => past.push(delivery),
            }
        }
        self.end(past, DeliveryState::Past(now), "").await?;
        let mut ways: Vec<_> = by_way.into_iter().collect();
        let is_urgent = |(_, call): &(Numbered, Call)| call.summons.why.is_urgent();
        ways.sort_by_key(|(_, calls)| !calls.iter().any(is_urgent));
        for (way, calls) in ways {
            if going.len() >= limits::DELIVERIES_AT_ONCE {
                break;
            }
            self.send_by(way, calls, now, going).await?;
        }
        Ok(())
    }

    /// Sends by one way: to another system one thing, to a person all things of one unit.
    async fn send_by(
        &mut self,
        id: u64,
        mut calls: Vec<(Numbered, Call)>,
        now: Timestamp,
        going: &mut JoinSet<Sent>,
    ) -> Result<(), Problem> {
        let way = self.shell.people.accounts(|accounts| accounts.way(id))?;
        let Some(way) = way.filter(|way| self.leads_to_one_of_us(way, &calls)) else {
            let deliveries = calls.into_iter().map(|(delivery, _)| delivery).collect();
            let state = DeliveryState::Failed(now);
            return self.end(deliveries, state, "the way is theirs or in use no more").await;
        };
        self.put_off(&way, &mut calls, now)?;
        let Some((_, first)) = calls.first() else { return Ok(()) };
        match way.to {
            To::Mail(_) | To::Push(_) => {
                let unit = first.unit();
                calls.retain(|(_, call)| call.unit() == unit);
                calls.truncate(limits::THINGS_A_MAIL);
            }
            To::Hook(_) => calls.truncate(1),
        }
        self.busy.insert(id);
        let name = self.name(calls[0].0.0, id);
        let outward = self.shell.outward.clone();
        going.spawn(async move {
            let (deliveries, calls): (Vec<Numbered>, Vec<Call>) = calls.into_iter().unzip();
            let result = go(&outward, &way, &calls, name, now).await;
            Sent { way: id, deliveries, digest: None, result }
        });
        Ok(())
    }

    /// Whether a way is in use, and whoever it leads to still belongs where it happened.
    fn leads_to_one_of_us(&self, way: &Way, calls: &[(Numbered, Call)]) -> bool {
        let members = self.shell.people.members();
        is_open(way)
            && way.who().is_none_or(|who| {
                let sees = |call: &Call| members.in_which(who, call.unit(), Deed::See).is_some();
                calls.iter().all(|(_, call)| sees(call))
            })
    }

    /// Puts off what can wait: until somebody's rest is over, and until some time has passed since they
    /// were written to, so that what comes in a row comes together.
    fn put_off(
        &self,
        way: &Way,
        calls: &mut Vec<(Numbered, Call)>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        if way.who().is_none() {
            return Ok(());
        }
        let id = calls.first().map(|((_, way, _), _)| *way);
        let wrote = id.and_then(|id| self.wrote.get(&id));
        let apart = wrote.map(|at| *at + limits::MAILS_APART).filter(|until| now < *until);
        let rests = |call: &Call| {
            let rest = way.quiet().and_then(|quiet| rest_until(quiet, now, &call.hours));
            rest.max(apart).filter(|_| !call.summons.why.is_urgent())
        };
        let put_off: Vec<_> = calls
            .iter()
            .filter_map(|(delivery, call)| Some((delivery.clone(), rests(call)?)))
            .collect();
        calls.retain(|(_, call)| rests(call).is_none());
        self.shell.people.accounts(|accounts| {
            for ((number, way, delivery), until) in put_off {
                let first = if delivery.attempts == 0 { until } else { delivery.first };
                let delivery = Delivery { first, ..delivery };
                accounts.put_delivery(&(number, way, delivery), Some(until))?;
            }
            Ok(())
        })
    }

    /// The name of a delivery: always the same, and nobody can tell from it how many there are.
    fn name(&self, number: u64, way: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.told.key);
        let tag = hmac::sign(&key, &[number.to_be_bytes(), way.to_be_bytes()].concat());
        format!("msg_{}", URL_SAFE_NO_PAD.encode(&tag.as_ref()[..18]))
    }
}

/// What those lines ask for as things stand.
pub(super) async fn calls(
    shell: &Shell,
    of: BTreeMap<u64, Notice>,
) -> Result<BTreeMap<u64, Call>, Problem> {
    let asked = shell.ask(move |federation| {
        let calls = of.iter().filter_map(|(number, notice)| {
            Call::of(federation, notice).map(|call| (*number, call))
        });
        calls.collect()
    });
    asked.await
}

/// One attempt.
async fn go(
    outward: &Outward,
    way: &Way,
    calls: &[Call],
    id: String,
    now: Timestamp,
) -> Result<(), Trouble> {
    match &way.to {
        To::Mail(mail) => {
            let none = Trouble::later("this server sends no mail");
            let mailer = outward.mailer.as_ref().ok_or(none)?;
            let (subject, text) = letter(calls, &outward.place, way.lang, now);
            mailer.send(Letter { to: &mail.address, subject, text, id, at: now }).await
        }
        To::Push(push) => {
            let Some(told) = pushed(calls, way.lang, now) else { return Ok(()) };
            let is_urgent = calls.iter().any(|call| call.summons.why.is_urgent());
            let words = &Pushed {
                title: &told.title,
                body: &told.body,
                lang: way.lang.code(),
                url: &told.page,
                tag: &id,
                check: None,
            };
            outward.push(push, Told { words, is_urgent, at: now }).await
        }
        To::Hook(hook) => {
            let Some(call) = calls.first() else { return Ok(()) };
            let body = call.event(&outward.place, &id, way.lang);
            let event = Event { id: &id, body, secret: &hook.secret, at: now };
            outward.hooks.send(&hook.url, event).await
        }
    }
}
