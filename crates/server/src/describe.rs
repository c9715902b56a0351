//! Describe: what does the server say about itself?

use axum::http::StatusCode;

use crate::asked::{Answer, Asked, content};
use crate::limits;
use crate::openapi;
use crate::problem::Problem;
use crate::shell::Shell;
use crate::timekeeper::Flow;

/// The description of the API (`OpenAPI`, in JSON): what `GET /api/v1/openapi.json` answers.
pub fn description() -> &'static str {
    openapi::document()
}

/// `GET /healthz`: answers when the core does.
pub(crate) async fn health(asked: Asked) -> Answer {
    asked.shell.ask(|_| ()).await?;
    let words = match asked.shell.timekeeper.look().1 {
        Flow::Flowing => "ok\n",
        Flow::Held => "held: the clock jumped, and recovery clocks wait; see the log\n",
    };
    Ok(content(StatusCode::OK, "text/plain; charset=utf-8", words))
}

/// `GET /metrics`
pub(crate) async fn metrics(asked: Asked) -> Answer {
    const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(content(StatusCode::OK, MEDIA, asked.shell.measures.text()))
}

/// `GET /api/v1/openapi.json`
pub(crate) async fn openapi(_: Asked) -> Answer {
    Ok(content(StatusCode::OK, "application/json", description()))
}

/// `GET /api/v1/checkpoint`: for others to keep, so that nothing can be changed behind their backs.
pub(crate) async fn checkpoint(asked: Asked) -> Answer {
    let noted = noted(&asked.shell).await?;
    let said = if asked.query("key").is_some() { noted.key } else { noted.note };
    Ok(content(StatusCode::OK, "text/plain; charset=utf-8", said))
}

/// What the audit has come to today. One a day is made: how many acts there were since an hour ago would tell
/// a level that something goes on.
pub(crate) async fn noted(shell: &Shell) -> Result<Noted, Problem> {
    let today = shell.now().as_millis().div_euclid(limits::DAY_MS);
    let mut noted = shell.noted.lock().await;
    if let Some(known) = noted.as_ref().filter(|known| known.day == today) {
        return Ok(known.clone());
    }
    let offset = shell.ask(|federation| federation.applied().offset).await?;
    let read = |reader: &mut dyn store::Reader| reader.checkpoint();
    let (note, key) = shell.old_readings(offset, read).await?;
    let made = Noted { day: today, note, key: format!("{key}\n") };
    *noted = Some(made.clone());
    Ok(made)
}

/// What the audit had come to on a day.
#[derive(Clone)]
pub(crate) struct Noted {
    day: i64,
    /// The checkpoint, signed.
    pub(crate) note: String,
    /// The key with which it is checked, on a line.
    pub(crate) key: String,
}
