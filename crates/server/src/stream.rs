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
    tokio::spawn(speak(asked.shell.clone(), cursor, say));
    let mut response = content(StatusCode::OK, "text/event-stream", Body::new(SaidEvents(said)));
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
    Ok(response)
}

async fn speak(shell: Arc<Shell>, mut cursor: Cursor, say: mpsc::Sender<Bytes>) {
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
            () = stopped(&mut stop) => return,
            () = say.closed() => return,
        };
    }
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
