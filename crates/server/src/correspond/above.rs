//! Above: how does the upper node let a lower one in, and answer it?

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mission::effect::{Done, Thing};
use mission::event::Event;
use mission::id::{LinkId, UnitId};
use mission::link::{NewLink, Other, PutBack, Tie};
use store::{Door, Exchange, Leads, Verifier, pack_levels};
use tokio::time::timeout;

use super::anew::{self, Side};
use super::{
    ANSWERED, ASKED, JOINING, NODE, SEAL, Standing, from_base64, note_delivered, standing, take_in,
    waiting,
};
use crate::accept::stopped;
use crate::act::unexpected;
use crate::asked::{Answer, Asked, answer, content, find_unit};
use crate::intake::Outcome;
use crate::limits;
use crate::people::{Secret, typed};
use crate::problem::{Kind, Problem};
use crate::shell::Shell;
use crate::wire::node as wire;

/// `POST /api/v1/units/{id}/nodes`
pub(crate) async fn open(asked: Asked) -> Answer {
    let unit = asked.unit()?;
    if asked.viewer()?.0 != unit {
        return Err(Problem::unknown());
    }
    asked.must_be_proved()?;
    let wire::NewNode { r#for } = asked.json()?;
    let part = find_unit(&asked.shell, "for", &r#for)?;
    if asked.shell.registry().unit(part).parent != Some(unit) {
        return Err(Problem::wrong("for", &r#for, "the path of a part of your unit"));
    }
    let link = new_link(&asked, part, [0; 32]);
    let can = move |federation: &mission::federation::Federation| {
        // A part that lives on a node of its own already may be linked anew.
        let is_tied = federation.link_below(part).is_some_and(|known| known.unit == part);
        if is_tied { Ok(part) } else { federation.can_let_go(&link) }
    };
    asked.shell.ask(can).await??;
    let now = asked.shell.now();
    let code = Secret::to_type();
    let who = asked.signed_in_if_any().map(|it| it.who);
    let until = now + limits::NODE_DOOR;
    let door = Door { leads: Leads::Node(part, who), until };
    asked.shell.people.accounts(|accounts| accounts.open_door(&code.digest(), &door, now))?;
    let qr = crate::qr::picture(code.as_str());
    let made = wire::NodeCode { code: code.as_str().to_owned(), qr, until: until.to_string() };
    Ok(answer(StatusCode::CREATED, &made))
}

/// `GET /api/v1/units/{id}/nodes`
pub(crate) async fn nodes(asked: Asked) -> Answer {
    let unit = asked.unit()?;
    if asked.viewer()?.0 != unit {
        return Err(Problem::unknown());
    }
    let trouble = asked.shell.reached.trouble().map(|trouble| trouble.words);
    let put_back = asked.shell.reached.put_back();
    let key = asked.shell.node.verifier().to_string();
    let nodes = asked.shell.ask(move |federation| {
        let registry = federation.registry();
        let concerns = |at: UnitId| at == unit || registry.unit(at).parent == Some(unit);
        let links = federation.links().iter().filter(|link| concerns(link.unit));
        let node = |link: &mission::link::Link| wire::Node {
            unit: registry.unit(link.unit).path.to_string(),
            other: match link.other {
                Other::Above => "above".to_owned(),
                Other::Below => "below".to_owned(),
            },
            key: Verifier::of(link.key).to_string(),
            since: link.since.to_string(),
            heard: link.heard,
            heard_at: link.heard_at.map(|at| at.to_string()),
            written: link.written,
            delivered: link.delivered,
            delivered_at: link.delivered_at.map(|at| at.to_string()),
            trouble: trouble.clone().filter(|_| link.other == Other::Above),
            epoch: link.epoch,
            put_back: put_back.get(&link.id).map(|found| named(*found).to_owned()),
            anew_since: link.anew.map(|anew| anew.since.to_string()),
            anew_told: link.anew.and_then(|anew| anew.told).map(|at| at.to_string()),
        };
        links.map(node).collect()
    });
    Ok(answer(StatusCode::OK, &wire::Nodes { key, nodes: nodes.await? }))
}

const fn named(found: PutBack) -> &'static str {
    match found {
        PutBack::Here => "here",
        PutBack::There => "there",
        PutBack::Either => "either",
    }
}

fn new_link(asked: &Asked, part: UnitId, key: [u8; 32]) -> NewLink {
    let unit = asked.shell.registry().unit(part).path.clone();
    let by = "node".to_owned();
    NewLink { unit, other: Other::Below, key, levels: Vec::new(), by, who: None }
}

/// `POST /api/v1/node/join`
pub(crate) async fn let_in(asked: Asked) -> Answer {
    let wire::Join { code, key, seal, known: below } = asked.json()?;
    let key = from_base64(&key).ok_or_else(|| Problem::wrong("key", &key, "32 bytes in base64"))?;
    let seal: [u8; 64] =
        from_base64(&seal).ok_or_else(|| Problem::wrong("seal", &seal, "64 bytes in base64"))?;
    if !Verifier::of(key).has_sealed(JOINING, typed(&code).as_bytes(), &seal) {
        return Err(Problem::wrong("seal", "that", "the code sealed with the key"));
    }
    let shell = &asked.shell;
    let known = tied(&asked, key).await?;
    let (part, who, is_by_code) = match (find_node_door(&asked, &code)?, known) {
        (Some((part, who)), _) => (part, who, true),
        // Whoever lost the answer asks again with the key that was let in.
        (None, Some((part, _))) => (part, None, false),
        (None, None) => return Err(no_door()),
    };
    if known.is_some_and(|(unit, _)| unit != part) {
        return Err(Problem::new(Kind::NotNow, "this node lives at another part already"));
    }
    let path = shell.registry().unit(part).path.to_string();
    if let Some(below) = below.as_ref().filter(|below| below.unit != path) {
        return Err(Problem::wrong("unit", &below.unit, "the unit that the code is for"));
    }
    let new = NewLink { who, ..new_link(&asked, part, key) };
    let numbers = let_in_at(shell, new, below, is_by_code).await?;
    let digest = Secret::digest_of(&typed(&code));
    shell.people.accounts(|accounts| accounts.close_door(&digest))?;
    let levels = shell.ask(move |federation| federation.levels(part)).await?;
    let levels = STANDARD.encode(pack_levels(&levels));
    let key = STANDARD.encode(shell.node.verifier().key());
    Ok(answer(StatusCode::CREATED, &wire::Joined { unit: path, key, levels, numbers }))
}

/// Ties a node, or ties it anew where one of the two knows of an earlier tie. How the two go on.
async fn let_in_at(
    shell: &Shell,
    new: NewLink,
    below: Option<wire::Known>,
    is_by_code: bool,
) -> Result<wire::Numbers, Problem> {
    let (key, who, unit) = (new.key, new.who, new.unit.clone());
    let known = shell
        .ask(move |federation| {
            let unit = federation.registry().at_path(&unit);
            federation.links().iter().find(|it| Some(it.unit) == unit).map(|it| it.id)
        })
        .await?;
    let (link, is_new) = match known {
        Some(link) => (link, false),
        None => (tie(shell, new).await?, true),
    };
    let stands = standing(shell, link).await?;
    // Without a code, whoever was told how the two go on, and has said nothing since, may ask once more.
    let is_anew = if is_new { below.is_some() } else { is_by_code || stands.is_awaited };
    tracing::info!(link = link.0, node = Verifier::of(key).name(), "a node was let in");
    if !is_anew {
        let (epoch, up, down) = (stands.epoch, stands.heard, stands.written);
        return Ok(wire::Numbers { epoch, up, down });
    }
    let unknown = wire::Known { unit: String::new(), epoch: 0, written: 0, heard: 0 };
    let numbers = anew::numbers(&stands, &below.unwrap_or(unknown));
    let wire::Numbers { epoch, up, down } = numbers;
    let by = "node".to_owned();
    let tie = Tie { epoch, key, written: down, heard: up, by, who };
    anew::tie_anew(shell, link, tie).await?;
    Ok(numbers)
}

async fn tie(shell: &Shell, new: NewLink) -> Result<LinkId, Problem> {
    let Outcome::Answer(done) = shell.decide(None, Event::Link(new)).await? else {
        return Err(Problem::new(Kind::Mistake, "the operator has been told"));
    };
    let done = done?;
    let Done::Made(Thing::Link(link)) = done else { return Err(unexpected(done)) };
    Ok(link)
}

async fn tied(asked: &Asked, key: [u8; 32]) -> Result<Option<(UnitId, LinkId)>, Problem> {
    asked
        .shell
        .ask(move |federation| {
            let known =
                federation.links().iter().find(|it| it.other == Other::Below && it.key == key);
            known.map(|link| (link.unit, link.id))
        })
        .await
}

fn find_node_door(
    asked: &Asked,
    code: &str,
) -> Result<Option<(UnitId, Option<mission::id::MemberId>)>, Problem> {
    let digest = Secret::digest_of(&typed(code));
    let now = asked.shell.now();
    let door = asked.shell.people.accounts(|accounts| accounts.door(&digest))?;
    Ok(match door {
        Some(Door { leads: Leads::Node(part, who), until }) if until > now => Some((part, who)),
        Some(_) | None => None,
    })
}

fn no_door() -> Problem {
    Problem::new(Kind::NotYours, "the code is not known, was used, or is over: ask for another")
}

/// `POST /api/v1/node/letters`
pub(crate) async fn exchange(asked: Asked) -> Answer {
    let header = |name| asked.headers.get(name).and_then(|value| value.to_str().ok());
    let key: Option<[u8; 32]> = header(NODE).and_then(from_base64);
    let seal: Option<[u8; 64]> = header(SEAL).and_then(from_base64);
    let stranger = || Problem::new(Kind::SignIn, "a node that is linked seals what it sends");
    let (key, seal) = key.zip(seal).ok_or_else(stranger)?;
    // Strangers cost no reckoning.
    let known = tied(&asked, key).await?;
    let known = known.filter(|_| Verifier::of(key).has_sealed(ASKED, &asked.body, &seal));
    let (_, link) = known.ok_or_else(stranger)?;
    let came = Exchange::unpack(&asked.body).map_err(|error| {
        tracing::warn!(%error, link = link.0, "a node below sent what is no letter");
        Problem::new(Kind::Unreadable, "these are no letters of this version")
    })?;
    let shell = &asked.shell;
    let (turn, heard, wait_s) = (came.turn, came.heard, came.wait_s.min(limits::LETTERS_WAIT_S));
    let put_back = anew::judge_call(shell, link, &came).await?;
    anew::note(shell, link, put_back, Side::Below);
    if put_back.is_some() {
        return Ok(sealed(&asked, Exchange { turn, put_back, ..Exchange::default() }.pack()));
    }
    let taken = take_in(shell, link, came).await?;
    note_delivered(shell, link, heard).await?;
    let mut letters = waiting(shell, link, heard).await?;
    if letters.letters.is_empty() && wait_s > 0 {
        // Whoever waits is answered as soon as there is something to tell.
        let more = timeout(Duration::from_secs(wait_s), written_to(shell, link, heard));
        letters = more.await.unwrap_or(Ok(letters))?;
    }
    let Standing { epoch, heard, mark, delivered, .. } = taken;
    let sent = Exchange { turn, epoch, heard, mark, delivered, ..letters }.pack();
    Ok(sealed(&asked, sent))
}

/// Letters of a link numbered above `after`, once there are any, or the server is to stop.
async fn written_to(shell: &Shell, link: LinkId, after: u64) -> Result<Exchange, Problem> {
    let mut written = shell.written();
    let mut stop = shell.stop.clone();
    loop {
        written.mark_unchanged();
        let letters = waiting(shell, link, after).await?;
        if !letters.letters.is_empty() || *stop.borrow() {
            return Ok(letters);
        }
        tokio::select! {
            _ = written.changed() => {}
            () = stopped(&mut stop) => {}
        }
    }
}

fn sealed(asked: &Asked, body: Vec<u8>) -> Response<Body> {
    let seal = STANDARD.encode(asked.shell.node.seal(ANSWERED, &body));
    let mut response = content(StatusCode::OK, "application/vnd.cybersyn.letters", body);
    let seal = HeaderValue::from_str(&seal).expect("base64 is a header's text");
    response.headers_mut().insert(SEAL, seal);
    response
}
