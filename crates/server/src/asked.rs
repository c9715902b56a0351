//! Asked: what did somebody ask, and through whose eyes?
//!
//! Every route is given the request in this one form, read within the limits that the table of
//! routes sets: no handler touches a socket, an unbounded body or a header by itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::RawPathParams;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use mission::effect::Done;
use mission::event::{Act, SignedAct};
use mission::id::UnitId;
use mission::limits::ROLE_LETTERS;
use mission::may::{Deed, NOT_AT_A_DEVICE, may};
use mission::name::{Path, words};
use mission::reach::Viewer;
use mission::report::Signature;
use mission::roll::{Member, Role};
use mission::sentence::Lang;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::limits;
use crate::people::SignedIn;
use crate::portion::{Asker, Portion};
use crate::problem::{Kind, Problem};
use crate::shell::Shell;
use crate::viewer::{find_viewer, preference, seat, viewer_name};
use crate::{sign_here, sign_in, wire, witness};

/// The header with which an act is signed at a device that all share.
const SIGNING: &str = "cybersyn-signing";

/// What the routes answer.
pub(crate) type Answer = Result<Response<Body>, Problem>;

/// A request, read.
pub(crate) struct Asked {
    pub(crate) shell: Arc<Shell>,
    /// The unit through whose eyes is asked; none only where the table does not demand it.
    viewer: Option<Viewer>,
    /// Who asks, where people sign in.
    signed_in: Option<SignedIn>,
    /// Who signs this one act with their PIN, where it was typed into a device that all share.
    signer: Option<SignedIn>,
    /// Where it comes from; from a proxy, where there is one.
    pub(crate) from: IpAddr,
    /// The parts of the path that the route names.
    params: Vec<(String, String)>,
    query: HashMap<String, String>,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The place that it takes of those whoever asks may have at once.
    _portion: Option<Portion<Asker>>,
}

impl Asked {
    /// Reads a request, its body up to `most_bytes`.
    pub(crate) async fn read(
        shell: Arc<Shell>,
        params: &RawPathParams,
        request: Request<Body>,
        most_bytes: usize,
    ) -> Result<Self, Problem> {
        let from = witness::address_of(&request);
        let (parts, body) = request.into_parts();
        let query = query(parts.uri.query().unwrap_or_default())?;
        let named = viewer_name(&parts.headers, &query)?;
        let people = &shell.people;
        let secret = people.are_known().then(|| sign_in::secret(&parts.headers, people.is_secure));
        let secret = secret.flatten();
        let signed_in = secret.and_then(|secret| people.signed_in(&secret, shell.now()));
        let who = signed_in.map(|it| it.who);
        if let Some(who) = who {
            witness::is_from(who);
        }
        let asker = Asker::of(who, from);
        let portion = asker.map(|asker| shell.portions.take(asker).ok_or_else(too_much));
        let portion = portion.transpose()?;
        let signing = parts.headers.get(SIGNING).and_then(|value| value.to_str().ok());
        let signer = match signing.zip(signed_in).filter(|_| parts.method == Method::POST) {
            None => None,
            Some((given, device)) => {
                let signer = people.sign_with(device.session, given, shell.now());
                Some(signer.ok_or_else(sign_here::over)?)
            }
        };
        let viewer = if people.are_known() {
            signed_in.map(|it| seat(&shell, it.who, named.as_ref())).transpose()?.flatten()
        } else {
            named.map(|named| find_viewer(&shell, &named.path)).transpose()?
        };
        let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Ok(Self {
            viewer,
            signed_in,
            signer,
            from,
            params: params.collect(),
            query,
            path: parts.uri.path().to_owned(),
            body: read_body(&parts.headers, body, most_bytes).await?,
            headers: parts.headers,
            shell,
            _portion: portion,
        })
    }

    /// Through whose eyes is asked.
    pub(crate) fn viewer(&self) -> Result<Viewer, Problem> {
        self.viewer.ok_or_else(|| {
            Problem::new(
                Kind::NoViewer,
                "name the unit that you speak for by its path in the header Cybersyn-As (or the \
                 cookie cybersyn_as, or the query as), for example Cybersyn-As: chile/textiles/yarur",
            )
        })
    }

    /// Through whose eyes is asked, if that was said, and may be looked through.
    pub(crate) fn viewer_if_named(&self) -> Option<Viewer> {
        self.viewer.filter(|_| self.may(Deed::See))
    }

    /// Who asks.
    pub(crate) fn signed_in(&self) -> Result<SignedIn, Problem> {
        self.signed_in.ok_or_else(|| {
            if !self.shell.people.are_known() {
                return Problem::unknown();
            }
            let detail = "sign in at /sign-in, or send a key as Authorization: Bearer KEY";
            Problem::new(Kind::SignIn, detail)
        })
    }

    /// The person who asks. A machine has no password, and no sessions to end.
    pub(crate) fn person(&self) -> Result<SignedIn, Problem> {
        let signed_in = self.signed_in()?;
        if signed_in.is_machine() {
            return Err(Problem::new(Kind::NotYours, "this is for people, and not for machines"));
        }
        Ok(signed_in)
    }

    /// Who asks, if anybody has signed in.
    pub(crate) fn signed_in_if_any(&self) -> Option<SignedIn> {
        self.signed_in
    }

    /// Whether whoever asks may be offered that: at a device that all share, also what its people sign
    /// there with their PIN.
    pub(crate) fn may_be_offered(&self, deed: Deed) -> bool {
        let is_shared = || {
            let device = self.signed_in.zip(self.viewer);
            let members = self.shell.people.members();
            device.is_some_and(|(it, viewer)| sign_here::is_tablet(&members, it.who, viewer.0))
        };
        self.may(deed) || deed.is_for_shared_device() && is_shared()
    }

    /// Who does a thing of that kind: who signs it with their PIN, else who is signed in.
    fn actor(&self, deed: Deed) -> Option<SignedIn> {
        self.signer.filter(|_| deed.is_for_shared_device()).or(self.signed_in)
    }

    /// Whether whoever asks may do that for the unit they speak for.
    pub(crate) fn may(&self, deed: Deed) -> bool {
        if !self.shell.people.are_known() {
            return true;
        }
        let (Some(signed_in), Some(viewer)) = (self.actor(deed), self.viewer) else { return false };
        let members = self.shell.people.members();
        is_awake(signed_in, members.roles(signed_in.who, viewer.0), deed)
            && members.in_which(signed_in.who, viewer.0, deed).is_some()
    }

    /// Whoever asks may do that for the unit they speak for, or is told who may.
    pub(crate) fn must(&self, deed: Deed) -> Result<(), Problem> {
        if !self.shell.people.are_known() {
            return self.viewer().map(drop);
        }
        self.signed_in()?;
        let belongs = self.viewer.is_some();
        if !belongs {
            let detail = "you are no member of any unit; its committee can invite you";
            return Err(Problem::new(Kind::NotYours, detail));
        }
        if self.may(deed) {
            return Ok(());
        }
        let roles = |signed_in: &SignedIn, viewer: Viewer| {
            let members = self.shell.people.members();
            is_awake(*signed_in, members.roles(signed_in.who, viewer.0), deed)
        };
        let is_awake =
            self.actor(deed).zip(self.viewer).is_none_or(|(it, viewer)| roles(&it, viewer));
        Err(if is_awake { Problem::new(Kind::NotYours, deed.whose()) } else { self.asleep() })
    }

    /// What is said to those whose role sleeps.
    fn asleep(&self) -> Problem {
        let detail = if self.signed_in.is_some_and(SignedIn::is_abroad) {
            "your role sleeps until the system that you sign in to says that you showed it two things"
        } else {
            "your role sleeps until you set up one-time codes: they are on the page /me"
        };
        Problem::new(Kind::Codes, detail)
    }

    /// The password was given a short while ago, or has to be given now.
    pub(crate) fn must_be_proved(&self) -> Result<(), Problem> {
        if self.signed_in.is_none_or(|it| it.is_proved) {
            return Ok(());
        }
        let detail =
            "others will feel this: give your password again at POST /api/v1/session/prove";
        let is_abroad = self.signed_in.is_some_and(SignedIn::is_abroad);
        let field = is_abroad.then(|| "provider".to_owned());
        Err(Problem { field, ..Problem::new(Kind::Prove, detail) })
    }

    /// Does something for the unit that is spoken for: by the role that signs, or, where people sign in,
    /// by whoever did.
    pub(crate) async fn act(&self, by: String, act: Act) -> Result<Done, Problem> {
        let signed = self.sign(by, act)?;
        let device = self.signer.and(self.signed_in).map(|device| device.who);
        self.shell.act_at(device, signed).await
    }

    /// Does something for another unit of one's own than the one that is spoken for.
    pub(crate) async fn act_for(&self, viewer: Viewer, act: Act) -> Result<Done, Problem> {
        let signed = self.sign_for(viewer, String::new(), act)?;
        self.shell.act(signed).await
    }

    /// An act with its signature.
    pub(crate) fn sign(&self, by: String, act: Act) -> Result<SignedAct, Problem> {
        self.sign_for(self.viewer()?, by, act)
    }

    /// Who enters figures: whoever is signed in, under their title, else the role that is given, if one is.
    /// Machines sign nothing.
    pub(crate) fn signature(&self, given: Option<&str>) -> Result<Option<Signature>, Problem> {
        let Some(signed_in) = self.signed_in else {
            let by = given.map(|by| words(by, ROLE_LETTERS)).transpose();
            let by = by.map_err(|wrong| Problem::wrong("by", &wrong.given, wrong.expected))?;
            return Ok(by.map(|by| Signature { by, who: None }));
        };
        if signed_in.is_machine() {
            return Ok(None);
        }
        let (who, unit) = (signed_in.who, self.viewer()?.0);
        let members = self.shell.people.members();
        let as_whom = members.in_which(who, unit, Deed::Report);
        Ok(as_whom.map(|member| Signature { by: member.title.clone(), who: Some(who) }))
    }

    fn sign_for(&self, Viewer(unit): Viewer, by: String, act: Act) -> Result<SignedAct, Problem> {
        let Some(signed_in) = self.signed_in else {
            return Ok(SignedAct { unit, by, who: None, act });
        };
        if self.signer.is_some() && !act.is_for_shared_device() {
            return Err(Problem::new(Kind::NotYours, NOT_AT_A_DEVICE));
        }
        let signed_in = self.signer.unwrap_or(signed_in);
        if act.is_felt_by_others() {
            self.must_be_proved()?;
        }
        let who = signed_in.who;
        let members = self.shell.people.members();
        if act.deed().is_some_and(|deed| !is_awake(signed_in, members.roles(who, unit), deed)) {
            return Err(self.asleep());
        }
        let as_whom = act.deed().and_then(|deed| members.in_which(who, unit, deed));
        // Who has no such role is told so by the mission, under whatever title they have.
        let as_whom = as_whom.or_else(|| members.roles(who, unit).first());
        let by = as_whom.map_or_else(|| "nobody".to_owned(), |member| member.title.clone());
        Ok(SignedAct { unit, by, who: Some(who), act })
    }

    /// An address of this server as whoever asks reached it, to be opened elsewhere.
    pub(crate) fn whole(&self, path: &str) -> String {
        let host = self.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let scheme = if self.shell.people.is_secure { "https" } else { "http" };
        format!("{scheme}://{}{path}", host.unwrap_or("localhost"))
    }

    /// A part of the path that the route names.
    pub(crate) fn param(&self, name: &str) -> &str {
        let found = self.params.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A part of the path that is an id. What is no number is no id of anything.
    pub(crate) fn id<Id>(&self, name: &str, id: impl FnOnce(u64) -> Id) -> Result<Id, Problem> {
        self.param(name).parse().map(id).map_err(|_| Problem::unknown())
    }

    /// A field of the query, if it is there and not empty.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A field of the query that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Problem> {
        let read = |given: &str| match given.parse::<u64>() {
            Ok(number) if number <= limits::WHOLE_NUMBER => Ok(number),
            Ok(_) | Err(_) => {
                let expected = format!("a whole number from 0 to {}", limits::WHOLE_NUMBER);
                Err(Problem::wrong(name, given, expected))
            }
        };
        self.query(name).map(read).transpose()
    }

    /// The unit that a field of the query names by its path.
    pub(crate) fn unit_at(&self, name: &str) -> Result<Option<UnitId>, Problem> {
        self.query(name).map(|given| find_unit(&self.shell, name, given)).transpose()
    }

    /// The unit that the path of the route names by its id.
    pub(crate) fn unit(&self) -> Result<UnitId, Problem> {
        let id = self.id("id", |id| u32::try_from(id).map(UnitId))?;
        let unit = id.ok().filter(|id| self.shell.registry().find_unit(*id).is_some());
        unit.ok_or_else(Problem::unknown)
    }

    /// The language that is asked for: `lang`, else what was chosen on this device, else what the browser
    /// prefers, else English.
    pub(crate) fn language(&self) -> Lang {
        let chosen = || preference(&self.headers, "cybersyn_lang").and_then(Lang::parse);
        let preferred = || {
            let said = self.headers.get(header::ACCEPT_LANGUAGE);
            first_known(said.and_then(|value| value.to_str().ok()).unwrap_or_default())
        };
        let asked = self.query("lang").map_or_else(|| chosen().or_else(preferred), Lang::parse);
        asked.unwrap_or_default()
    }

    /// The body as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.must_be_json()?;
        wire::depth(&self.body)?;
        serde_json::from_slice(&self.body).map_err(|error| wire::unreadable(&error))
    }

    fn must_be_json(&self) -> Result<(), Problem> {
        let given = self.content_type();
        if given.is_empty() || given == "application/json" {
            return Ok(());
        }
        let detail = format!("the body is {given:?}; expected application/json");
        Err(Problem::new(Kind::Form, detail))
    }

    /// The body's media type without its parameters, in small letters; empty where none is named.
    pub(crate) fn content_type(&self) -> String {
        let given = self.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = given.unwrap_or_default().split(';').next().unwrap_or_default();
        media.trim().to_ascii_lowercase()
    }
}

/// Whether somebody may use the role that lets them do that: until they have one-time codes those who act for
/// others do what a worker does.
fn is_awake(who: SignedIn, roles: &[Member], deed: Deed) -> bool {
    let may_all = |role: Role| may(role, deed) && !role.acts_for_others();
    !who.is_weak
        || may(Role::Worker, deed) && deed != Deed::Witness
        || roles.iter().any(|member| may_all(member.role))
        || roles.iter().all(|member| !may(member.role, deed))
}

/// An answer in JSON.
pub(crate) fn answer<T: serde::Serialize>(status: StatusCode, shape: &T) -> Response<Body> {
    content(status, "application/json", wire::json(shape))
}

/// An answer in any form.
pub(crate) fn content(
    status: StatusCode,
    media: &'static str,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

/// The unit at a path that a field names.
pub(crate) fn find_unit(shell: &Shell, field: &str, given: &str) -> Result<UnitId, Problem> {
    let path = Path::parse(given.trim_matches('/'))
        .map_err(|wrong| Problem::wrong(field, given, wrong.expected))?;
    shell
        .registry()
        .at_path(&path)
        .ok_or_else(|| Problem::new(Kind::Unknown, format!("{field}: there is no unit at {path}")))
}

fn too_much() -> Problem {
    let most = limits::REQUESTS_AN_ASKER;
    Problem::new(Kind::Busy, format!("{most} requests of yours are being answered; wait for one"))
}

async fn read_body(headers: &HeaderMap, body: Body, most_bytes: usize) -> Result<Bytes, Problem> {
    let too_large = || {
        let detail = format!("the body is larger than {most_bytes} bytes; send it in parts");
        Problem::new(Kind::TooLarge, detail)
    };
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if said.and_then(|said| said.parse::<u64>().ok()).is_some_and(|said| said > most_bytes as u64) {
        return Err(too_large());
    }
    match timeout(limits::BODY_TIME, Limited::new(body, most_bytes).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) => Err(Problem::new(Kind::Unreadable, format!("the body ended: {error}"))),
        Err(_) => {
            let seconds = limits::BODY_TIME.as_secs();
            let detail = format!("the body did not come within {seconds} s; send it in parts");
            Err(Problem::new(Kind::TooSlow, detail))
        }
    }
}

fn query(given: &str) -> Result<HashMap<String, String>, Problem> {
    let axum::extract::Query(read) = axum::extract::Query::<HashMap<String, String>>::try_from_uri(
        &format!("/?{given}").parse().map_err(|_| {
            Problem::new(Kind::Unreadable, "the query of the address could not be read")
        })?,
    )
    .map_err(|error| Problem::new(Kind::Unreadable, error.body_text()))?;
    Ok(read)
}

fn first_known(preferred: &str) -> Option<Lang> {
    let mut tags = preferred.split(',').map(|tag| tag.split(';').next().unwrap_or_default());
    tags.find_map(Lang::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_know_is_taken() {
        assert_eq!(first_known("fr-CH, es-CL;q=0.9, en;q=0.8"), Some(Lang::Es));
        assert_eq!(first_known("fr"), None);
    }
}
