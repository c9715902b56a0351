//! Stage: how does a rehearsed nation report to the server that runs beside it?
//!
//! In the same process and by the same queues as everybody else, only without HTTP between: what
//! comes is written before it is applied, and timers fire by the same clock.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use mission::event::Event;
use mission::federation::Federation;
use mission::link::Link;
use mission::time::Timestamp;

use crate::accept;
use crate::serve::Running;
use crate::shell::{Received, Shell};

/// What one reading counts for in the queue, which is bounded by bytes.
const READING_BYTES: usize = 64;

/// A way in for those who rehearse.
#[derive(Clone)]
pub struct Stage {
    pub(crate) shell: Arc<Shell>,
    pub(crate) address: SocketAddr,
    pub(crate) router: Router,
}

/// The server is stopping, or cannot take more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reach the server: it is stopping or overrun")]
pub struct Unreachable;

impl Running {
    /// A way in for those who rehearse.
    pub fn stage(&self) -> Stage {
        Stage {
            shell: self.shell().clone(),
            address: self.address(),
            router: self.router().clone(),
        }
    }
}

impl Stage {
    /// The federation's time.
    pub fn now(&self) -> Timestamp {
        self.shell.now()
    }

    /// Lets something come, and answers when it is written; an act or a charter, when it is decided.
    pub async fn come(&self, event: Event) -> Result<(), Unreachable> {
        let done = match event {
            Event::Report(report) => {
                let bytes = READING_BYTES * (1 + report.readings.len() + report.no_data.len());
                self.shell.receive(Received { mark: None, report, bytes }).await.map(drop)
            }
            Event::Charter(_)
            | Event::History(..)
            | Event::HistoryEnds
            | Event::HistoryEndsOf(_)
            | Event::Act(_)
            | Event::ActAt(..)
            | Event::Clock
            | Event::Link(_)
            | Event::Letters(..)
            | Event::Delivered(..)
            | Event::Anew(..) => self.shell.decide(None, event).await.map(drop),
        };
        done.map_err(|_| Unreachable)
    }

    /// Asks the federation, which answers from one state.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Federation) -> T + Send + 'static,
    ) -> Result<T, Unreachable> {
        self.shell.ask(question).await.map_err(|_| Unreachable)
    }

    /// Waits until the other nodes have on their disks all that was written to them by now.
    pub async fn delivered(&self) -> Result<(), Unreachable> {
        let mut written = self.shell.written();
        let mut stop = self.shell.stop.clone();
        loop {
            written.mark_unchanged();
            let wait = |link: &Link| link.delivered < link.written;
            if !self.ask(move |federation| federation.links().iter().any(wait)).await? {
                return Ok(());
            }
            tokio::select! {
                changed = written.changed() => changed.map_err(|_| Unreachable)?,
                () = accept::stopped(&mut stop) => return Err(Unreachable),
            }
        }
    }

    /// Waits until the federation's time is `at`, or for a while, or until the server stops, which
    /// it then says.
    pub async fn wait_until(&self, at: Timestamp) -> Result<(), Unreachable> {
        let wait = self.shell.timekeeper.wait_for(Some(at)).max(Duration::from_millis(1));
        let mut stop = self.shell.stop.clone();
        match tokio::time::timeout(wait, accept::stopped(&mut stop)).await {
            Ok(()) => Err(Unreachable),
            Err(_) => Ok(()),
        }
    }
}
