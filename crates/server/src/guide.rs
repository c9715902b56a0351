//! Guide: how does a rehearsal take a visitor by the hand?
//!
//! Whoever rehearses may play a story to whoever comes: what it is, is theirs; here are only the page, the two
//! routes below it, and how a node is asked in the story. They are mounted where the clock is a simulated one,
//! and nowhere else, and answer as what does not exist until there is a guide.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use mission::sentence::Lang;
use sha2::{Digest, Sha256};

use crate::asked::{Answer, Asked, answer};
use crate::problem::{Kind, Problem};
use crate::show;
use crate::stage::{Stage, Unreachable};
use crate::wire::minute::{Minute, Node, Said, Turn};

/// Plays a story, turn by turn.
pub trait Guide: Send + Sync + 'static {
    /// How the story stands, after a turn if one is taken.
    fn play(&self, turn: Option<Turn>, lang: Lang) -> Playing<'_>;
}

/// A turn that is being played.
pub type Playing<'g> = Pin<Box<dyn Future<Output = Result<Minute, Stuck>> + Send + 'g>>;

/// Why a turn was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stuck {
    /// It cannot be taken now.
    #[error("take this turn: {0}")]
    NotNow(String),
    /// Something of the story went wrong.
    #[error("go on with the story: {0}")]
    Broken(String),
}

impl From<Unreachable> for Stuck {
    fn from(unreachable: Unreachable) -> Self {
        Self::Broken(unreachable.to_string())
    }
}

/// One question to a node, as anybody may ask it over the wire.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// Its path, with a query if there is one.
    pub path: &'q str,
    /// Through whose eyes.
    pub viewer: &'q str,
    /// The body in JSON, with which it becomes an act.
    pub body: Option<&'q str>,
}

impl Stage {
    /// Has visitors guided from now on. Only the first guide stays.
    pub fn guide(&self, guide: Arc<dyn Guide>) {
        // A second one is not needed where there is one.
        drop(self.shell.guide.set(guide));
    }

    /// Asks this node as anybody can over the wire: the same routes, the same answer, and not a letter more.
    pub async fn call(&self, question: Question<'_>) -> Result<Said, Unreachable> {
        let Question { path, viewer, body } = question;
        let method = if body.is_some() { "POST" } else { "GET" };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.address.to_string())
            .header(header::CONTENT_TYPE, "application/json")
            .header("cybersyn-as", HeaderValue::from_str(viewer).map_err(|_| Unreachable)?)
            .body(Body::from(body.unwrap_or_default().to_owned()))
            .map_err(|_| Unreachable)?;
        let answered = TowerToHyperService::new(self.router.clone()).call(request).await;
        let (head, body) = answered.map_err(|_| Unreachable)?.into_parts();
        let body = body.collect().await.map_err(|_| Unreachable)?.to_bytes();
        let text = if body.is_empty() { "null".into() } else { String::from_utf8_lossy(&body) };
        Ok(Said {
            node: Node::at(self.address),
            method: method.to_owned(),
            path: path.to_owned(),
            viewer: viewer.to_owned(),
            status: head.status.as_u16(),
            digest: format!("{:x}", Sha256::digest(&body)),
            body: serde_json::value::RawValue::from_string(text.into_owned())
                .map_err(|_| Unreachable)?,
        })
    }
}

/// `GET /demo`
pub(crate) async fn page(asked: Asked) -> Answer {
    guide(&asked)?;
    show::minute(&asked).await
}

/// `GET /api/v1/views/minute`
pub(crate) async fn view(asked: Asked) -> Answer {
    guide(&asked)?;
    show::minute_view(&asked).await
}

/// `GET /api/v1/rehearsal/minute`
pub(crate) async fn look(asked: Asked) -> Answer {
    played(&asked, None).await
}

/// `POST /api/v1/rehearsal/minute`
pub(crate) async fn turn(asked: Asked) -> Answer {
    let turn = asked.json()?;
    played(&asked, Some(turn)).await
}

async fn played(asked: &Asked, turn: Option<Turn>) -> Answer {
    let minute = guide(asked)?.play(turn, asked.language()).await.map_err(|stuck| match stuck {
        Stuck::NotNow(why) => Problem::new(Kind::NotNow, why),
        Stuck::Broken(why) => {
            tracing::error!(why, "the story went no further");
            Problem::new(Kind::Mistake, "the story went no further; begin it again")
        }
    })?;
    Ok(answer(StatusCode::OK, &minute))
}

fn guide(asked: &Asked) -> Result<&Arc<dyn Guide>, Problem> {
    asked.shell.guide.get().ok_or_else(Problem::unknown)
}
