//! Sign in: how does somebody begin to be known, show it again, and end it?
//!
//! A wrong login and a wrong password are answered alike, after the same work. Whoever is known gets
//! a cookie with 256 random bits, of which the server keeps a digest; a new one at each sign-in, so
//! that none that was planted before is worth anything after.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use mission::id::MemberId;
use mission::time::Timestamp;
use store::{Abroad, Account, Session, SessionKind};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Line, SignedIn, in_seconds, is_code, is_outdated, is_to_type, typed};
use crate::problem::{Kind, Problem};
use crate::viewer::cookie;
use crate::wire::act::Done as Nothing;
use crate::wire::people as wire;

/// The cookie of a session where browsers come by HTTPS: no other site, and no page without HTTPS, can
/// plant it.
const SECURE_COOKIE: &str = "__Host-cybersyn";
/// The same on a machine's own address, which has no HTTPS.
const PLAIN_COOKIE: &str = "cybersyn_session";
/// The mark of a browser from which somebody signed in before, where browsers come by HTTPS. It opens nothing.
const SECURE_KNOWN_COOKIE: &str = "__Host-cybersyn_known";
/// The same on a machine's own address.
const PLAIN_KNOWN_COOKIE: &str = "cybersyn_known";

/// The secret that a request shows: a key, or a browser's session.
pub(crate) fn secret(headers: &HeaderMap, is_secure: bool) -> Option<String> {
    let key = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = key.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    key.or_else(|| cookie(headers, cookie_name(is_secure))).map(str::to_owned)
}

/// `POST /api/v1/session`
pub(crate) async fn sign_in(asked: Asked) -> Answer {
    let wire::SignIn { login, password, code } = asked.json()?;
    let login = login.trim().to_lowercase();
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let mark = cookie(&asked.headers, known_cookie_name(people.is_secure)).unwrap_or_default();
    let is_known = people.acquaintance.knows(&login, mark);
    let line = if is_known { Line::Known } else { Line::Strangers };
    // Who guesses elsewhere does not make the known wait.
    let guesser = if is_known { format!("known: {login}") } else { login.clone() };
    has_patience(&asked, &guesser)?;
    let found = people.accounts(|accounts| accounts.account_of(&login))?;
    let digest = found.as_ref().and_then(|(_, account)| account.password.clone());
    let is_right = people.passwords.is_right(line, password.clone(), digest).await?;
    let Some((who, account)) = found.filter(|_| is_right) else {
        people.patience.wrong(&guesser, now);
        // What was typed as a login may be a password.
        tracing::warn!(is_known, "a wrong login or password");
        return Err(Problem::new(Kind::SignIn, "the login or the password is not right"));
    };
    if account.codes.is_some() {
        let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
            return Ok(answer(StatusCode::OK, &wire::SignedIn { to_code: true }));
        };
        if !use_code(&asked, who, line, &code).await? {
            people.patience.wrong(&guesser, now);
            tracing::warn!(of = who.0, "the right password and a wrong one-time code");
            let wrong = Problem::new(Kind::SignIn, "the code is not right, or was used before");
            return Err(Problem { field: Some("code".to_owned()), ..wrong });
        }
    }
    people.patience.right(&guesser);
    if account.password.as_deref().is_some_and(is_outdated) {
        digest_anew(&asked, who, password, account.password.as_ref()).await?;
    }
    begin(&asked, who, StatusCode::OK, &wire::SignedIn { to_code: false })
}

/// Keeps a digest of today's cost of a password that was just given, unless it was changed meanwhile.
async fn digest_anew(
    asked: &Asked,
    who: MemberId,
    password: String,
    outdated: Option<&String>,
) -> Result<(), Problem> {
    let people = &asked.shell.people;
    let digest = people.passwords.digest(password).await?;
    tracing::info!(of = who.0, "the digest of a password was renewed");
    people.accounts(|accounts| match accounts.account(who)? {
        Some(account) if account.password.as_ref() == outdated => {
            accounts.put(who, &Account { password: Some(digest), ..account })
        }
        Some(_) | None => Ok(()),
    })
}

/// Whoever was wrong too often waits a while.
pub(crate) fn has_patience(asked: &Asked, guesser: &str) -> Result<(), Problem> {
    let Some(wait) = asked.shell.people.patience.wait(guesser, asked.shell.now()) else {
        return Ok(());
    };
    let detail = format!("wrong too often; try again {}", in_seconds(wait));
    let retry_after_s = Some(wait.as_secs().max(1));
    Err(Problem { retry_after_s, ..Problem::new(Kind::Busy, detail) })
}

/// Whether it is a code of theirs: of the telephone's, or a spare one that was written down. It is used up,
/// and that is kept.
pub(crate) async fn use_code(
    asked: &Asked,
    who: MemberId,
    line: Line,
    code: &str,
) -> Result<bool, Problem> {
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let spares = people.accounts(|accounts| {
        let Some(mut account) = accounts.account(who)? else { return Ok(None) };
        let Some(codes) = &mut account.codes else { return Ok(None) };
        if is_code(codes, code, now) {
            accounts.put(who, &account)?;
            return Ok(Some(None));
        }
        accounts.spares(who).map(|spares| Some(Some(spares)))
    })?;
    let code = typed(code);
    let spares = match spares {
        None => return Ok(false),
        Some(None) => return Ok(true),
        Some(Some(_)) if !is_to_type(&code) => return Ok(false),
        Some(Some(spares)) => spares,
    };
    let Some(spare) = people.passwords.find_spare(line, code, spares).await? else {
        return Ok(false);
    };
    people.accounts(|accounts| accounts.use_spare(who, &spare))
}

/// `POST /api/v1/session/prove`
pub(crate) async fn prove(asked: Asked) -> Answer {
    let signed_in = asked.signed_in()?;
    let wire::Prove { password } = asked.json()?;
    is_own(&asked, signed_in, password, "password").await?;
    proved(&asked, signed_in.session, answer(StatusCode::OK, &Nothing {}))
}

/// Somebody has shown once more who they are: the browser has another secret for the same session from now on.
pub(crate) fn proved(asked: &Asked, session: u64, mut response: Response<Body>) -> Answer {
    let people = &asked.shell.people;
    let secret = people.prove(session, asked.shell.now())?;
    tracing::info!("somebody has shown again who they are");
    set_cookie(&mut response, people.is_secure, secret.as_str(), limits::SESSION.as_secs());
    Ok(response)
}

/// Whether somebody who has signed in gave their own password, which is guessed no more often here.
pub(crate) async fn is_own(
    asked: &Asked,
    signed_in: SignedIn,
    password: String,
    field: &str,
) -> Result<Account, Problem> {
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let account = people.accounts(|accounts| accounts.account(signed_in.who))?;
    let account = account.ok_or_else(Problem::unknown)?;
    let login = account.login.clone().unwrap_or_default();
    let guesser = format!("known: {login}");
    has_patience(asked, &guesser)?;
    let digest = account.password.clone();
    if people.passwords.is_right(Line::Known, password, digest).await? {
        people.patience.right(&guesser);
        return Ok(account);
    }
    people.patience.wrong(&guesser, now);
    tracing::warn!("a wrong password of somebody who has signed in");
    let wrong = Problem::new(Kind::NotYours, "the password is not right");
    Err(Problem { field: Some(field.to_owned()), ..wrong })
}

/// `POST /api/v1/session/end`
pub(crate) async fn end(asked: Asked) -> Answer {
    asked.shell.people.end(asked.signed_in()?.session)?;
    tracing::info!("signed out");
    let mut response = answer(StatusCode::OK, &Nothing {});
    set_cookie(&mut response, asked.shell.people.is_secure, "", 0);
    // Browsers forget what they kept of pages that were shown.
    let clear = HeaderValue::from_static("\"cache\"");
    response.headers_mut().insert("clear-site-data", clear);
    Ok(response)
}

/// A new session for a browser, whatever it had before.
pub(crate) fn begin<T: serde::Serialize>(
    asked: &Asked,
    who: MemberId,
    status: StatusCode,
    shape: &T,
) -> Answer {
    begin_as(asked, who, (SessionKind::Browser, asked.shell.now(), None), answer(status, shape))
}

/// The same, by how somebody showed who they are and when, and under which number of another system's.
pub(crate) fn begin_as(
    asked: &Asked,
    who: MemberId,
    (kind, proved, there): (SessionKind, Timestamp, Option<Abroad>),
    mut response: Response<Body>,
) -> Answer {
    let (people, now) = (&asked.shell.people, asked.shell.now());
    if let Some(before) = asked.signed_in_if_any() {
        people.end(before.session)?;
    }
    let agent = asked.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let words = agent.unwrap_or_default().chars().take(limits::AGENT_LETTERS).collect();
    let secret = people.begin(Session { who, kind, words, began: now, last: now, proved })?;
    if let Some(there) = there {
        people.began_abroad(&secret, &there)?;
    }
    tracing::info!(of = who.0, ?kind, "signed in");
    set_cookie(&mut response, people.is_secure, secret.as_str(), limits::SESSION.as_secs());
    if let Some(login) = people.accounts(|accounts| accounts.account(who))?.and_then(|it| it.login)
    {
        let mark = people.acquaintance.mark(&login);
        let cookie = (known_cookie_name(people.is_secure), mark.as_str());
        add_cookie(&mut response, people.is_secure, cookie, limits::KEY_COOKIE_S);
    }
    Ok(response)
}

const fn cookie_name(is_secure: bool) -> &'static str {
    if is_secure { SECURE_COOKIE } else { PLAIN_COOKIE }
}

const fn known_cookie_name(is_secure: bool) -> &'static str {
    if is_secure { SECURE_KNOWN_COOKIE } else { PLAIN_KNOWN_COOKIE }
}

pub(crate) fn set_cookie(
    response: &mut Response<Body>,
    is_secure: bool,
    value: &str,
    seconds: u64,
) {
    add_cookie(response, is_secure, (cookie_name(is_secure), value), seconds);
}

pub(crate) fn add_cookie(
    response: &mut Response<Body>,
    is_secure: bool,
    (name, value): (&str, &str),
    seconds: u64,
) {
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let cookie = HeaderValue::from_str(&cookie).expect("secrets are plain letters");
    response.headers_mut().append(header::SET_COOKIE, cookie);
}
