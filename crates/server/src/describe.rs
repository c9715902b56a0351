//! Describe: what does the server say about itself?

use axum::http::StatusCode;

use crate::asked::{Answer, Asked, content};
use crate::openapi;
use crate::timekeeper::Flow;

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
    Ok(content(StatusCode::OK, "application/json", openapi::document()))
}
