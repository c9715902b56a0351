//! Below: how does a node find its place below another, and keep up with it?
//!
//! Two calls at a time: one that brings letters as soon as they are written, one that waits for those of
//! the other. While the other is away they wait in the outbox, and all clocks of this node run on.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mission::effect::{Done, Thing};
use mission::event::Event;
use mission::id::LinkId;
use mission::link::{NewLink, Other, PutBack, Tie};
use mission::name::Path;
use rustls::pki_types::CertificateDer;
use store::{Exchange, Verifier, unpack_levels};
use tokio::sync::watch;
use tokio::time::timeout;

use super::anew::{self, Side};
use super::dial::{Line, Place};
use super::{
    ANSWERED, ASKED, EXCHANGE, JOIN, JOINING, NODE, SEAL, Standing, from_base64, note_delivered,
    standing, take_in, waiting,
};
use crate::accept::stopped;
use crate::intake::Outcome;
use crate::limits;
use crate::people::{random, typed};
use crate::problem::Problem;
use crate::shell::Shell;
use crate::wire;
use crate::wire::node::{Join, Joined, Known, Numbers};

const UNREADABLE: &str = "what it answered cannot be read; is it a node of this version?";

/// The node above, as whoever starts this one names it.
#[derive(Clone)]
pub struct Parent {
    /// Where it is.
    pub place: Place,
    /// The code that its people read out; needed once.
    pub code: Option<String>,
    /// An authority that is trusted beside those of this machine.
    pub authority: Option<CertificateDer<'static>>,
}

/// Why this node is not tied to one above. Each completes "could not …".
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TieError {
    /// No code was given, and there is no link yet.
    #[error(
        "live below {0}: this node has no place there yet; ask its committee for a code, and give it with --code"
    )]
    NoCode(String),
    /// The node above, or the way there, would not have it.
    #[error("live below {0}: {1}")]
    Refused(String, String),
}

/// Ties this node to the one above, unless it is. The link.
pub(crate) async fn tie(shell: &Shell, parent: &Parent) -> Result<LinkId, TieError> {
    let place = parent.place.to_string();
    let refused = |why: String| TieError::Refused(place.clone(), why);
    let inside = |problem: Problem| refused(problem.detail);
    let known = shell.ask(|federation| federation.link_above().map(|link| link.id)).await;
    if let Some(link) = known.map_err(inside)? {
        if let Some(code) = &parent.code
            && let Err(why) = link_anew(shell, parent, link, code).await
        {
            // It lives on, and calls as before: whoever wanted no more than that is served.
            tracing::warn!(why, "it was not linked anew");
        }
        return Ok(link);
    }
    let code = parent.code.as_deref().ok_or_else(|| TieError::NoCode(place.clone()))?;
    let is_empty = shell.registry().units().is_empty();
    if !is_empty {
        let why =
            "a node is linked before any unit is laid down on it: begin with an empty directory";
        return Err(refused(why.to_owned()));
    }
    let joined = join(shell, parent, code, None).await.map_err(refused)?;
    let broken = || refused(UNREADABLE.to_owned());
    let key = from_base64(&joined.key).ok_or_else(broken)?;
    let levels = STANDARD.decode(&joined.levels).ok().and_then(|bytes| unpack_levels(&bytes).ok());
    let link = NewLink {
        unit: Path::parse(&joined.unit).map_err(|_| broken())?,
        other: Other::Above,
        key,
        levels: levels.ok_or_else(broken)?,
        by: "node".to_owned(),
        who: None,
    };
    match shell.decide(None, Event::Link(link)).await.map_err(inside)? {
        Outcome::Answer(Ok(Done::Made(Thing::Link(link)))) => {
            // The branch lived on another machine, of which nothing is left.
            go_on(shell, link, key, joined.numbers).await.map_err(inside)?;
            Ok(link)
        }
        Outcome::Answer(Err(refusal)) => Err(refused(Problem::from(refusal).detail)),
        Outcome::Answer(Ok(_)) | Outcome::Applied | Outcome::Before(_) | Outcome::Conflict => {
            Err(refused("the link was not made".to_owned()))
        }
    }
}

/// Links the two anew, if the code that the committee above gave is for that.
async fn link_anew(shell: &Shell, parent: &Parent, link: LinkId, code: &str) -> Result<(), String> {
    let inside = |problem: Problem| problem.detail;
    let mut refused = String::new();
    // A letter may be written while the other answers: then its numbers are too low.
    for _ in 0..limits::TIES {
        let Standing { epoch, written, heard, .. } = standing(shell, link).await.map_err(inside)?;
        let unit = shell.ask(move |federation| {
            let unit = federation.link(link).map(|link| link.unit);
            unit.map(|unit| federation.registry().unit(unit).path.to_string()).unwrap_or_default()
        });
        let unit = unit.await.map_err(inside)?;
        let known = Known { unit, epoch, written, heard };
        let joined = join(shell, parent, code, Some(known)).await?;
        let key = from_base64(&joined.key).ok_or_else(|| UNREADABLE.to_owned())?;
        match go_on(shell, link, key, joined.numbers).await {
            Ok(()) => return Ok(()),
            Err(problem) => refused = problem.detail,
        }
    }
    Err(refused)
}

/// Goes on with the numbers that the node above gave, if they are of a later time than this node's.
async fn go_on(
    shell: &Shell,
    link: LinkId,
    key: [u8; 32],
    numbers: Numbers,
) -> Result<(), Problem> {
    let Numbers { epoch, up, down } = numbers;
    if epoch <= standing(shell, link).await?.epoch {
        return Ok(());
    }
    let tie = Tie { epoch, key, written: up, heard: down, by: "node".to_owned(), who: None };
    anew::tie_anew(shell, link, tie).await
}

async fn join(
    shell: &Shell,
    parent: &Parent,
    code: &str,
    known: Option<Known>,
) -> Result<Joined, String> {
    let line = Line::new(parent.place.clone(), parent.authority.clone());
    let key = STANDARD.encode(shell.node.verifier().key());
    let seal = STANDARD.encode(shell.node.seal(JOINING, typed(code).as_bytes()));
    let body = wire::json(&Join { code: code.to_owned(), key, seal, known });
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let answered = line.post(JOIN, headers, body, Duration::ZERO).await?;
    if !answered.status.is_success() {
        return Err(said(&answered.body));
    }
    serde_json::from_slice(&answered.body).map_err(|_| UNREADABLE.to_owned())
}

/// What a problem says.
fn said(body: &[u8]) -> String {
    let problem = serde_json::from_slice::<serde_json::Value>(body).ok();
    let detail = problem.as_ref().and_then(|problem| problem["detail"].as_str());
    detail.unwrap_or("it refused, and did not say why").to_owned()
}

/// Carries letters both ways until the server stops.
pub(crate) async fn keep_up(shell: Arc<Shell>, parent: Parent, link: LinkId) {
    let line = Line::new(parent.place, parent.authority);
    let caller = Arc::new(Caller { shell, line, link });
    let (bring, fetch) = (caller.clone(), caller);
    tokio::join!(bring.bring(), fetch.fetch());
}

struct Caller {
    shell: Arc<Shell>,
    line: Line,
    link: LinkId,
}

impl Caller {
    /// Brings what is written, as soon as it is.
    async fn bring(&self) {
        let mut written = self.shell.written();
        let mut stop = self.shell.stop.clone();
        let mut patience = Patience::default();
        while !*stop.borrow() {
            written.mark_unchanged();
            match self.bring_once().await {
                Ok(true) => patience = Patience::default(),
                Ok(false) => {
                    tokio::select! {
                        _ = written.changed() => {}
                        () = stopped(&mut stop) => {}
                    }
                }
                Err(trouble) => self.wait(trouble, &mut patience, &mut stop).await,
            }
        }
    }

    /// Whether there was anything to bring.
    async fn bring_once(&self) -> Result<bool, String> {
        let link = self.link().await?;
        if self.found().is_some() {
            // None pass; the other is told why.
            return self.exchange(link, Exchange::default(), 0).await.map(|_| false);
        }
        let letters =
            waiting(&self.shell, self.link, link.delivered).await.map_err(|it| it.detail)?;
        if letters.letters.is_empty() {
            return Ok(false);
        }
        let last = letters.first + letters.letters.len() as u64 - 1;
        let answered = self.exchange(link, letters, 0).await?;
        if answered.heard < last {
            return Err("the node above did not take all letters in".to_owned());
        }
        Ok(true)
    }

    /// Fetches what the other has written, waiting there for it.
    async fn fetch(&self) {
        let mut stop = self.shell.stop.clone();
        let mut patience = Patience::default();
        while !*stop.borrow() {
            let fetched = tokio::select! {
                fetched = self.fetch_once() => fetched,
                () = stopped(&mut stop) => return,
            };
            match fetched {
                Ok(()) => patience = Patience::default(),
                Err(trouble) => self.wait(trouble, &mut patience, &mut stop).await,
            }
        }
    }

    async fn fetch_once(&self) -> Result<(), String> {
        let link = self.link().await?;
        self.exchange(link, Exchange::default(), limits::LETTERS_WAIT_S).await.map(drop)
    }

    async fn link(&self) -> Result<Standing, String> {
        standing(&self.shell, self.link).await.map_err(|problem| problem.detail)
    }

    /// One call. What came with the answer has been taken in.
    async fn exchange(
        &self,
        link: Standing,
        sent: Exchange,
        wait_s: u64,
    ) -> Result<Exchange, String> {
        let turn = u64::from_le_bytes(random());
        let Standing { epoch, heard, mark, delivered, .. } = link;
        let put_back = self.found();
        let body =
            Exchange { turn, epoch, heard, mark, delivered, put_back, wait_s, ..sent }.pack();
        let node = &self.shell.node;
        let mut headers = HeaderMap::new();
        for (name, value) in
            [(NODE, node.verifier().key().to_vec()), (SEAL, node.seal(ASKED, &body))]
        {
            let value = HeaderValue::from_str(&STANDARD.encode(value));
            headers.insert(name, value.expect("base64 is a header's text"));
        }
        let media = HeaderValue::from_static("application/vnd.cybersyn.letters");
        headers.insert(header::CONTENT_TYPE, media);
        let answered = self.line.post(EXCHANGE, headers, body, Duration::from_secs(wait_s)).await?;
        if answered.status == StatusCode::UNAUTHORIZED {
            return Err(self.find(PutBack::Either));
        }
        if !answered.status.is_success() {
            return Err(format!("the node above answered: {}", said(&answered.body)));
        }
        let seal = answered.headers.get(SEAL).and_then(|seal| seal.to_str().ok());
        let seal: Option<[u8; 64]> = seal.and_then(from_base64);
        let is_sealed =
            |seal: [u8; 64]| Verifier::of(link.key).has_sealed(ANSWERED, &answered.body, &seal);
        if !seal.is_some_and(is_sealed) {
            return Err(self.find(PutBack::Either));
        }
        let came = Exchange::unpack(&answered.body).map_err(|error| error.to_string())?;
        if came.turn != turn {
            return Err("the answer is one to another call".to_owned());
        }
        let inside = |problem: Problem| problem.detail;
        let judged = anew::judge_answer(&self.shell, self.link, &link, &came).await;
        if let Some(found) = judged.map_err(inside)? {
            return Err(self.find(found));
        }
        anew::note(&self.shell, self.link, None, Side::Above);
        note_delivered(&self.shell, self.link, came.heard).await.map_err(inside)?;
        let heard = came.heard;
        take_in(&self.shell, self.link, came).await.map_err(inside)?;
        if self.shell.reached.say(None, self.shell.now()) {
            tracing::info!("the node above is reached");
        }
        Ok(Exchange { heard, ..Exchange::default() })
    }

    /// Which of the two was put back, where that was found by letters. Whether the other knows this node's
    /// key is tried again with each call: it may have been another machine that answered.
    fn found(&self) -> Option<PutBack> {
        let found = self.shell.reached.put_back().get(&self.link).copied();
        found.filter(|found| *found != PutBack::Either)
    }

    fn find(&self, found: PutBack) -> String {
        self.shell.reached.find(self.link, Some(found));
        anew::in_words(found, Side::Above).to_owned()
    }

    async fn wait(
        &self,
        trouble: String,
        patience: &mut Patience,
        stop: &mut watch::Receiver<bool>,
    ) {
        if *stop.borrow() {
            return;
        }
        if self.shell.reached.say(Some(trouble.clone()), self.shell.now()) {
            tracing::warn!(trouble, "the node above is not reached; letters wait");
        }
        // However the wait ended, it is time to look again.
        drop(timeout(patience.next(), stopped(stop)).await);
    }
}

/// How long to wait before the next try: longer each time, up to a bound.
#[derive(Default)]
struct Patience {
    tries: u32,
}

impl Patience {
    fn next(&mut self) -> Duration {
        let wait = limits::CALL_AGAIN * 2_u32.pow(self.tries.min(16));
        self.tries += 1;
        wait.min(limits::CALL_AGAIN_MOST)
    }
}
