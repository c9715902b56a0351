//! Stream: how does a page hear that something changed?
//!
//! Server-sent events, one stream for the tabs of a browser. A beat comes every few seconds, so
//! that the page knows at once when it has gone deaf. A stream that broke is taken up after the
//! event that the browser names in `Last-Event-ID`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use bytes::Bytes;
use hyper::body::Frame;
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval};

use crate::accept::stopped;
use crate::asked::{Answer, Asked, content};
use crate::limits;
use crate::problem::{Kind, Problem};
use crate::shell::Shell;
use crate::watch::{Cursor, Said, Watcher};

const BEAT: &str = "event: beat\ndata: {}\n\n";

/// `GET /api/v1/events`
pub(crate) async fn events(asked: Asked) -> Answer {
    let watcher = Watcher { viewer: asked.viewer()?.0, place: asked.unit_at("unit")? };
    let last = asked.headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let Some(cursor) = asked.shell.hub.subscribe(watcher, last) else {
        return Err(Problem::new(Kind::Busy, "too many pages are watching; close some"));
    };
    // One event at a time waits for a slow reader: what it misses meanwhile the hub remembers.
    let (say, said) = mpsc::channel(1);
    let whose = asked.signed_in_if_any().map(|it| (it.session, it.who, watcher.viewer));
    tokio::spawn(speak(asked.shell.clone(), cursor, whose, say));
    let mut response = content(StatusCode::OK, "text/event-stream", Body::new(SaidEvents(said)));
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

/// The session, the person and the unit that a stream is for.
type Whose = Option<(u64, MemberId, UnitId)>;

async fn speak(shell: Arc<Shell>, mut cursor: Cursor, whose: Whose, say: mpsc::Sender<Bytes>) {
    let mut changes = shell.people.changes();
    let _present = shell.measures.watchers.present();
    let mut stop: watch::Receiver<bool> = shell.stop.clone();
    let mut beat = interval(limits::BEAT);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first beat comes at once: from then on nothing is missed.
    beat.tick().await;
    let mut words = BEAT.to_owned();
    while say.send(words.into()).await.is_ok() {
        words = tokio::select! {
            _ = beat.tick() => BEAT.to_owned(),
            said = shell.hub.next(&mut cursor) => match said {
                Some(said) => said.iter().map(event).collect(),
                None => return,
            },
            _ = changes.changed() => BEAT.to_owned(),
            () = stopped(&mut stop) => return,
            () = say.closed() => return,
        };
        // What was taken away meanwhile is not told any more.
        if !may_listen(&shell, whose) {
            return;
        }
    }
}

fn may_listen(shell: &Shell, whose: Whose) -> bool {
    whose.is_none_or(|(session, who, unit)| {
        let may = || shell.people.members().in_which(who, unit, Deed::See).is_some();
        shell.people.lasts(session, shell.now()) && may()
    })
}

fn event(said: &Said) -> String {
    let data = String::from_utf8_lossy(&said.data);
    format!("event: changed\nid: {}\ndata: {data}\n\n", said.id)
}

/// The body of a stream: what is said, as it is said.
struct SaidEvents(mpsc::Receiver<Bytes>);

impl hyper::body::Body for SaidEvents {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.0.poll_recv(context).map(|said| said.map(|bytes| Ok(Frame::data(bytes))))
    }
}
