//! Settle: was somebody reached, and if not, who is told next?

use std::collections::{BTreeMap, BTreeSet};

use mission::time::Timestamp;
use store::{
    Accounts, Circle, Delivery, DeliveryState, Numbered, Outcome, Planned, StoreError, Summoned,
};

use super::circle::{Choice, again};
use super::say::Call;
use super::send::calls;
use super::{Summoner, Trouble};
use crate::problem::Problem;

impl Summoner {
    /// Writes down what an attempt came to.
    pub(super) async fn take_down(
        &mut self,
        deliveries: Vec<Numbered>,
        result: Result<(), Trouble>,
    ) -> Result<(), Problem> {
        let now = self.shell.now();
        let measures = self.shell.measures.clone();
        let numbers = deliveries.iter().map(|(number, ..)| *number).collect();
        self.shell.people.accounts(|accounts| {
            for (number, way, delivery) in deliveries {
                let attempts = delivery.attempts + 1;
                let later = match result {
                    Err(trouble) if !trouble.is_final => again(delivery.first, attempts, now),
                    Ok(()) | Err(_) => None,
                };
                let state = match (result, later) {
                    (Ok(()), _) => DeliveryState::Done(now),
                    (Err(_), Some(_)) => DeliveryState::Waiting,
                    (Err(_), None) => DeliveryState::Failed(now),
                };
                let trouble = result.err().map(|trouble| trouble.words.to_owned());
                let delivery = Delivery { attempts, state, trouble, ..delivery };
                accounts.put_delivery(&(number, way, delivery), later)?;
                measures.deliveries_done.add(usize::from(result.is_ok()));
                measures.deliveries_failed.add(usize::from(result.is_err()));
            }
            Ok(())
        })?;
        self.settle(numbers).await
    }

    /// Ends deliveries without an attempt.
    pub(super) async fn end(
        &mut self,
        deliveries: Vec<Numbered>,
        state: DeliveryState,
        why: &str,
    ) -> Result<(), Problem> {
        let numbers = deliveries.iter().map(|(number, ..)| *number).collect();
        self.shell.people.accounts(|accounts| {
            for (number, way, delivery) in deliveries {
                let trouble = Some(why).filter(|why| !why.is_empty()).map(str::to_owned);
                let delivery = Delivery { state, trouble, ..delivery };
                accounts.put_delivery(&(number, way, delivery), None)?;
            }
            Ok(())
        })?;
        self.settle(numbers).await
    }

    /// Says what became of lines of which something has changed.
    async fn settle(&mut self, numbers: BTreeSet<u64>) -> Result<(), Problem> {
        let now = self.shell.now();
        let widened = self.shell.people.accounts(|accounts| {
            let mut widened = BTreeMap::new();
            for number in numbers {
                let Some(summoned) = accounts.summoned(number)? else { continue };
                let standing = Standing::of(accounts, number)?;
                if summoned.circle == Circle::OnDuty && !standing.has_person {
                    widened.insert(number, summoned);
                    continue;
                }
                put_outcome(accounts, number, summoned, standing.outcome(now))?;
            }
            Ok(widened)
        })?;
        if widened.is_empty() {
            return Ok(());
        }
        let notices = widened.iter().map(|(number, it)| (*number, it.notice.clone())).collect();
        let calls = calls(&self.shell, notices).await?;
        self.widen(widened, &calls, now)
    }

    /// Whoever is on duty was not reached: all are told whom it concerns.
    fn widen(
        &self,
        lines: BTreeMap<u64, Summoned>,
        calls: &BTreeMap<u64, Call>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let has_mail = self.shell.outward.mailer.is_some();
        let members = self.shell.people.members();
        self.shell.people.accounts(|accounts| {
            for (number, summoned) in lines {
                let choice = Choice { accounts, members: &members, has_mail };
                let ways = match calls.get(&number) {
                    Some(call) => choice.concerned(call.unit(), call.summons.why)?,
                    None => Vec::new(),
                };
                let ways = ways.into_iter().map(|way| (way, now)).collect();
                let summoned = Summoned { circle: Circle::All, ..summoned };
                accounts.put_planned(&Planned { number, summoned: summoned.clone(), ways })?;
                let mut outcome = Standing::of(accounts, number)?.outcome(now);
                if !calls.contains_key(&number) && matches!(outcome, Outcome::Nobody(_)) {
                    outcome = Outcome::Past(now);
                }
                put_outcome(accounts, number, summoned, outcome)?;
            }
            Ok(())
        })
    }
}

/// Where the deliveries of a line stand.
#[derive(Default)]
struct Standing {
    /// Whether one of them may still reach a person, or has.
    has_person: bool,
    /// How far the one has come that has come furthest.
    best: Progress,
}

/// How far a delivery has come, the best last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Progress {
    #[default]
    Failed,
    Past,
    Waiting,
    Done,
}

impl Standing {
    fn of(accounts: &Accounts, number: u64) -> Result<Self, StoreError> {
        let mut standing = Self::default();
        for (_, way, delivery) in accounts.deliveries(number)? {
            let progress = match delivery.state {
                DeliveryState::Waiting => Progress::Waiting,
                DeliveryState::Done(_) => Progress::Done,
                DeliveryState::Failed(_) => Progress::Failed,
                DeliveryState::Past(_) => Progress::Past,
            };
            let way = accounts.way(way)?;
            let is_persons = way.is_some_and(|way| way.who().is_some());
            standing.has_person |= is_persons && progress > Progress::Failed;
            standing.best = standing.best.max(progress);
        }
        Ok(standing)
    }

    fn outcome(&self, now: Timestamp) -> Outcome {
        match self.best {
            Progress::Done => Outcome::Reached(now),
            Progress::Waiting => Outcome::Waiting,
            Progress::Past => Outcome::Past(now),
            Progress::Failed => Outcome::Nobody(now),
        }
    }
}

/// Keeps what became of a line, from when that is known first.
fn put_outcome(
    accounts: &mut Accounts,
    number: u64,
    summoned: Summoned,
    outcome: Outcome,
) -> Result<(), StoreError> {
    let is_known = matches!(
        (summoned.outcome, outcome),
        (Outcome::Waiting, Outcome::Waiting)
            | (Outcome::Reached(_), _)
            | (Outcome::Nobody(_), Outcome::Nobody(_))
            | (Outcome::Past(_), Outcome::Past(_))
    );
    if is_known {
        return Ok(());
    }
    let summoned = Summoned { outcome, ..summoned };
    accounts.put_planned(&Planned { number, summoned, ways: Vec::new() })
}
