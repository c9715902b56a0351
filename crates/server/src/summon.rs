//! Summon: how does somebody hear outside of the pages that something needs a look?
//!
//! One task reads the telex in order of its numbers, as far as it is written, and keeps in one
//! transaction how far it has read and what is to go out for it (`store::Accounts`, the outbox). So a
//! crash loses nothing: a delivery is under way until it is known to have been taken over, and is then
//! made again, under the same id. Before each attempt the federation is asked whether the thing still
//! asks for somebody; nobody is called to what is over.
//!
//! Deliveries run beside each other, one at a time on each way, so that a slow receiver holds up
//! itself alone. All times are the federation's.

mod address;
mod circle;
mod digest;
mod hook;
mod mail;
mod push;
mod say;
mod seal;
mod send;
mod settle;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mission::id::MemberId;
use mission::time::Timestamp;
use rustls::pki_types::CertificateDer;
use store::{Numbered, Outcome, Planned, Reader, Summoned, To, Told};
use tokio::sync::{Notify, watch};
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;

use self::circle::Choice;
use self::hook::Hooks;
use self::mail::{Letter, Mailer};
use self::push::Told as PushTold;
use crate::accept::stopped;
use crate::copy::CopyKey;
use crate::front::HostName;
use crate::limits;
use crate::people::Secret;
use crate::problem::{Kind, Problem};
use crate::shell::Shell;

pub(crate) use self::circle::is_open;
pub(crate) use self::digest::{first_hours, next_at};
pub(crate) use self::mail::is_address;
pub use self::mail::{MailAccount, MailError, MailPlace, MailServer, read_secret};
pub(crate) use self::push::{Pusher, keys};

/// By what people are told outside of the pages.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// Who takes mail on; without, none is sent.
    pub mail: Option<MailServer>,
    /// The only hosts to which webhooks and devices' services may lead; any public one where this is empty.
    pub only_to: Vec<HostName>,
    /// Who may copy all that is kept, to stand in for this machine; without, nobody.
    pub copies: Option<CopyKey>,
    /// What is otherwise in tests.
    #[doc(hidden)]
    pub trial: Trial,
}

/// What tests need and nobody else can set: no option of the command line leads here.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// The authority of a receiver on this machine, which is then reached.
    pub root: Option<CertificateDer<'static>>,
    /// How long is waited for a receiver.
    pub patience: Option<Duration>,
}

/// The ways out, as handlers and the summoner share them.
pub(crate) struct Outward {
    pub(crate) mailer: Option<Mailer>,
    pub(crate) hooks: Hooks,
    pub(crate) copies: Option<CopyKey>,
    /// None where nobody is known who could be told.
    pub(crate) pusher: Option<Pusher>,
    /// The address of this server, without a slash at its end.
    place: String,
    /// When somebody was last sent a code.
    codes: Mutex<HashMap<MemberId, Timestamp>>,
    changed: Notify,
}

/// What was in the way, in words that are ours: those of others may hold an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub(crate) words: &'static str,
    /// Whether it will be the same tomorrow.
    pub(crate) is_final: bool,
    /// Whether there is nobody at the other end any more.
    pub(crate) is_gone: bool,
}

impl Trouble {
    pub(crate) const fn later(words: &'static str) -> Self {
        Self { words, is_final: false, is_gone: false }
    }

    pub(crate) const fn never(words: &'static str) -> Self {
        Self { words, is_final: true, is_gone: false }
    }

    pub(crate) const fn gone(words: &'static str) -> Self {
        Self { words, is_final: true, is_gone: true }
    }
}

impl Outward {
    pub(crate) fn new(
        telling: &Telling,
        place: String,
        push_key: Option<&[u8]>,
    ) -> Result<Self, MailError> {
        let Telling { mail, only_to, copies, trial } = telling;
        let mail_time = trial.patience.unwrap_or(limits::MAIL_TIME);
        let hook_time = trial.patience.unwrap_or(limits::HOOK_TIME);
        Ok(Self {
            mailer: mail.as_ref().map(|server| Mailer::new(server, mail_time)).transpose()?,
            hooks: Hooks::new(trial.root.clone(), hook_time, only_to),
            copies: copies.clone(),
            pusher: push_key.and_then(|key| Pusher::new(key, contact(mail.as_ref(), &place))),
            place,
            codes: Mutex::default(),
            changed: Notify::new(),
        })
    }

    /// Ways or duties changed, or the clock was moved.
    pub(crate) fn look_again(&self) {
        self.changed.notify_one();
    }

    /// Whether a code may be sent to somebody now; if so, it counts as sent.
    pub(crate) fn may_send_code(&self, who: MemberId, now: Timestamp) -> bool {
        let mut codes = self.codes.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|_, at| now < *at + limits::ADDRESS_AGAIN);
        let is_free = !codes.contains_key(&who);
        if is_free {
            codes.insert(who, now);
        }
        is_free
    }

    /// Tells a device something.
    pub(crate) async fn push(&self, push: &store::Push, told: PushTold<'_>) -> Result<(), Trouble> {
        let pusher = self.pusher.as_ref().ok_or(Trouble::later("this server tells no device"))?;
        let made = |target: &address::Target| pusher.request(target, push, &told);
        push::judge(self.hooks.post(&push.endpoint, made).await?)
    }

    /// Sends a device the code that it gives back by itself.
    pub(crate) async fn push_code(
        &self,
        push: &store::Push,
        words: &crate::wire::summons::Pushed<'_>,
        at: Timestamp,
    ) -> Result<(), Trouble> {
        self.push(push, PushTold { words, is_urgent: true, at }).await
    }

    /// Sends the code that shows that an address is read by whoever gave it.
    pub(crate) async fn send_code(
        &self,
        to: &str,
        (subject, text): (String, String),
        at: Timestamp,
    ) -> Result<(), Trouble> {
        let none = Trouble::never("this server sends no mail");
        let mailer = self.mailer.as_ref().ok_or(none)?;
        let id = Secret::new().as_str().to_owned();
        mailer.send(Letter { to, subject, text, id, at }).await
    }
}

/// Whom a service can ask about us: who sends our mails, or else where we are.
fn contact(mail: Option<&MailServer>, place: &str) -> String {
    mail.map_or_else(|| place.to_owned(), |mail| format!("mailto:{}", mail.from))
}

/// Reads the telex and delivers.
pub(crate) struct Summoner {
    shell: Arc<Shell>,
    reader: Box<dyn Reader>,
    told: Told,
    /// Ways on which something is under way.
    busy: BTreeSet<u64>,
    /// When somebody was last written to, by each way.
    wrote: BTreeMap<u64, Timestamp>,
    /// When was last swept.
    swept: Option<Timestamp>,
    /// When something will be due next, while that is known.
    next: Next,
}

/// When something will be due.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// That has to be looked up.
    Unknown,
    /// At that time, or never.
    At(Option<Timestamp>),
}

/// What became of an attempt.
struct Sent {
    way: u64,
    deliveries: Vec<Numbered>,
    /// The weekly letter that it was, if it was one.
    digest: Option<store::Digest>,
    result: Result<(), Trouble>,
}

impl Summoner {
    /// One that goes on where the telex was left.
    pub(crate) fn new(shell: Arc<Shell>, reader: Box<dyn Reader>, told: Told) -> Self {
        let outward = shell.outward.clone();
        shell.timekeeper.clock().on_change(Box::new(move || outward.look_again()));
        Self {
            shell,
            reader,
            told,
            busy: BTreeSet::new(),
            wrote: BTreeMap::new(),
            swept: None,
            next: Next::Unknown,
        }
    }

    /// Goes on until the server stops. What is under way then is made again at the next start.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut written = self.shell.written();
        let mut going = JoinSet::new();
        loop {
            let Ok(next) = self.look(&mut going).await else {
                // The reason has been logged; reports go on being written, and it is not tried with each.
                if timeout(limits::LOOK_AT_CLOCK, stopped(&mut stop)).await.is_ok() {
                    break;
                }
                continue;
            };
            let wait = if going.is_empty() {
                self.shell.timekeeper.wait_for(next)
            } else {
                limits::LOOK_AT_CLOCK
            };
            let outward = self.shell.outward.clone();
            tokio::select! {
                () = stopped(&mut stop) => break,
                changed = written.changed() => if changed.is_err() { break },
                () = outward.changed.notified() => self.next = Next::Unknown,
                Some(sent) = going.join_next(), if !going.is_empty() => self.sent(sent).await,
                _ = timeout(wait, pending::<()>()) => {}
            }
        }
    }

    /// Reads what is new, and sends what is due. When something will be due next.
    async fn look(&mut self, going: &mut JoinSet<Sent>) -> Result<Option<Timestamp>, Problem> {
        while self.read().await? {}
        let now = self.shell.now();
        // Reports are written hundreds of times a second, and seldom ask for anybody.
        if let Next::At(next) = self.next
            && next.is_none_or(|due| now < due)
        {
            return Ok(next);
        }
        self.send(going).await?;
        self.send_digests(going).await?;
        self.sweep()?;
        let (waiting, next) = self.shell.people.accounts(|accounts| {
            let next = [accounts.next_due()?, accounts.next_digest()?].into_iter().flatten().min();
            Ok((accounts.waiting()?, next))
        })?;
        self.shell.measures.deliveries_waiting.set(waiting);
        self.next = Next::At(next);
        Ok(next)
    }

    /// Reads some lines of the telex, and keeps for whom they are. Whether there may be more.
    async fn read(&mut self) -> Result<bool, Problem> {
        let lines = self.reader.telex(self.told.upto, limits::TELEX_LINES);
        let lines = lines.map_err(|error| unread(&error))?;
        let Some(last) = lines.last().map(|line| line.number) else { return Ok(false) };
        let is_full = lines.len() == limits::TELEX_LINES;
        let asked = self.shell.ask(move |federation| {
            let asking = lines.into_iter().filter_map(|line| {
                let summons = federation.summons(&line.notice)?;
                Some((line, summons.why))
            });
            asking.collect::<Vec<_>>()
        });
        let asked = asked.await?;
        let (people, now) = (&self.shell.people, self.shell.now());
        let told = Told { upto: last, ..self.told };
        let has_mail = self.shell.outward.mailer.is_some();
        let members = people.members();
        people.accounts(|accounts| {
            let mut planned = Vec::with_capacity(asked.len());
            for (line, why) in asked {
                let choice = Choice { accounts, members: &members, has_mail };
                let chosen = choice.first(line.notice.to, why)?;
                let is_hopeless = chosen.ways.is_empty();
                let outcome = if is_hopeless { Outcome::Nobody(now) } else { Outcome::Waiting };
                let circle = chosen.circle;
                let notice = line.notice;
                let summoned = Summoned { notice, why, at: now, circle, outcome };
                let ways = chosen.ways.into_iter().map(|way| (way, now)).collect();
                planned.push(Planned { number: line.number, summoned, ways });
            }
            accounts.plan(&told, &planned)
        })?;
        drop(members);
        self.told = told;
        self.next = Next::Unknown;
        Ok(is_full)
    }

    /// Forgets what was long ago, once a day.
    fn sweep(&mut self) -> Result<(), Problem> {
        let now = self.shell.now();
        if self.swept.is_some_and(|at| now < at + Duration::from_hours(24)) {
            return Ok(());
        }
        self.swept = Some(now);
        let before = now - limits::SUMMONS_KEPT;
        self.shell.people.accounts(|accounts| accounts.forget_summoned(before))
    }

    async fn sent(&mut self, sent: Result<Sent, JoinError>) {
        self.next = Next::Unknown;
        let Ok(Sent { way, deliveries, digest, result }) = sent else {
            tracing::error!("a delivery could not be made; it is made again");
            self.busy.clear();
            return;
        };
        self.busy.remove(&way);
        if result.is_ok() {
            let now = self.shell.now();
            self.wrote.retain(|_, at| now < *at + limits::MAILS_APART);
            self.wrote.insert(way, now);
        }
        if let Err(trouble) = result {
            tracing::warn!(way, trouble = trouble.words, "a summons was not taken over");
        }
        if let Some(digest) = digest {
            drop(self.digest_sent(way, digest, result));
            return;
        }
        if result.is_err_and(|trouble| trouble.is_gone) {
            drop(self.forget_device(way));
        }
        // What could not be written is still due, and made again.
        drop(self.take_down(deliveries, result).await);
    }
}

impl Summoner {
    /// A device takes nothing any more: where it was is forgotten, and its owner sees that.
    fn forget_device(&self, id: u64) -> Result<(), Problem> {
        self.shell.people.accounts(|accounts| {
            let Some(mut way) = accounts.way(id)? else { return Ok(()) };
            let To::Push(push) = &mut way.to else { return Ok(()) };
            (push.endpoint, push.key, push.auth) = (String::new(), Vec::new(), Vec::new());
            accounts.put_way(id, &way)
        })?;
        tracing::info!(way = id, "a device takes nothing any more and is told no more");
        Ok(())
    }
}

fn unread(error: &store::StoreError) -> Problem {
    tracing::error!(%error, "could not read the telex");
    Problem::new(Kind::Mistake, "the operator has been told")
}
