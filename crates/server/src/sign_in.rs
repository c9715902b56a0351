//! Sign in: how does somebody begin to be known, show it again, and end it?
//!
//! A wrong login and a wrong password are answered alike, after the same work. Whoever is known gets
//! a cookie with 256 random bits, of which the server keeps a digest; a new one at each sign-in, so
//! that none that was planted before is worth anything after.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use mission::event::{Act, SignedAct};
use mission::id::{MemberId, UnitId};
use mission::name::words;
use mission::time::Timestamp;
use store::{Account, Brought, Leads, Session, SessionKind};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Line, Lost, Secret, SignedIn, check_password, in_seconds, is_code, typed};
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
    let is_right = people.passwords.is_right(line, password, digest).await?;
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
        if !use_code(&asked, who, &code)? {
            people.patience.wrong(&guesser, now);
            tracing::warn!(of = who.0, "the right password and a wrong one-time code");
            let wrong = Problem::new(Kind::SignIn, "the code is not right, or was used before");
            return Err(Problem { field: Some("code".to_owned()), ..wrong });
        }
    }
    people.patience.right(&guesser);
    begin(&asked, who, StatusCode::OK, &wire::SignedIn { to_code: false })
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
pub(crate) fn use_code(asked: &Asked, who: MemberId, code: &str) -> Result<bool, Problem> {
    let now = asked.shell.now();
    asked.shell.people.accounts(|accounts| {
        let Some(mut account) = accounts.account(who)? else { return Ok(false) };
        let is_right = account.codes.as_mut().is_some_and(|codes| is_code(codes, code, now));
        if is_right {
            accounts.put(who, &account)?;
            return Ok(true);
        }
        let has_codes = account.codes.is_some();
        Ok(has_codes && accounts.use_spare(who, &Secret::digest_of(&typed(code)))?)
    })
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

/// `POST /api/v1/first`
pub(crate) async fn first(asked: Asked) -> Answer {
    let wire::First { code, login, name, password } = asked.json()?;
    let now = asked.shell.now();
    let door = find_door(&asked, &code)?;
    if door != Leads::First {
        return Err(no_door());
    }
    let account = new_account(&asked, &login, &name, password).await?;
    let account = Account { is_operator: true, ..account };
    // Between looking and adding, another may have come through the door.
    let added = asked.shell.people.accounts(|accounts| {
        if !accounts.is_empty()? {
            return Ok(None);
        }
        accounts.close_doors(|leads| *leads == Leads::First)?;
        accounts.add(&account)
    })?;
    let who = added.ok_or_else(no_door)?;
    asked.shell.people.look_at_codes(who)?;
    tracing::info!(at = %now, "the first account was made");
    let registry = asked.shell.registry();
    let is_top = |unit: &UnitId| registry.lives_here(*unit) && registry.is_top_here(*unit);
    let tops = registry.units().iter().map(|unit| unit.id).filter(is_top);
    for unit in tops {
        let by = FIRST_TITLE.to_owned();
        let act = SignedAct { unit, by, who: Some(who), act: Act::Begin };
        // Where somebody decides already, they go on deciding.
        drop(asked.shell.act(act).await);
    }
    begin(&asked, who, StatusCode::CREATED, &Nothing {})
}

/// What the first sign with, until they choose another title.
pub(crate) const FIRST_TITLE: &str = "founder";

/// `POST /api/v1/join`
pub(crate) async fn join(asked: Asked) -> Answer {
    let wire::Join { code, login, name, password } = asked.json()?;
    let people = &asked.shell.people;
    let (unit, id) = match find_door(&asked, &code)? {
        Leads::Invitation(unit, id) => (unit, id),
        Leads::Device(who) => return begin_device(&asked, who, &code),
        Leads::NewPassword(who) => {
            return choose_anew(&asked, (who, Lost::Password), &code, password).await;
        }
        Leads::NewStart(who) => {
            return choose_anew(&asked, (who, Lost::PasswordAndCodes), &code, password).await;
        }
        Leads::First | Leads::Node(..) => return Err(no_door()),
    };
    let known = asked.signed_in_if_any().map(|it| it.who);
    let who = if let Some(who) = known {
        who
    } else {
        let login = login.ok_or_else(|| Problem::missing("login", "a name to sign in with"))?;
        let name = name.ok_or_else(|| Problem::missing("name", "the name others see"))?;
        let password = password.ok_or_else(|| Problem::missing("password", "a password"))?;
        let account = new_account(&asked, &login, &name, password).await?;
        let added = people.accounts(|accounts| accounts.add(&account))?;
        let who = added.ok_or_else(|| taken(&login))?;
        people.look_at_codes(who)?;
        who
    };
    let is_new = known.is_none();
    let given = asked.shell.ask(move |federation| {
        let invited = federation.roll(unit)?.invited.iter().find(|invited| invited.id == id)?;
        Some(invited.role)
    });
    let given = given.await?;
    let by = "invited".to_owned();
    let act = SignedAct { unit, by, who: Some(who), act: Act::Join(id) };
    if let Err(problem) = asked.shell.act(act).await {
        if is_new {
            people.accounts(|accounts| accounts.erase(who))?;
        }
        return Err(if problem.kind == Kind::Unknown { no_door() } else { problem });
    }
    let digest = Secret::digest_of(&typed(&code));
    people.accounts(|accounts| {
        // What is given by hand does not go with a group.
        if let Some(role) = given {
            accounts.end_brought(Brought { who, unit, role })?;
        }
        accounts.close_door(&digest)
    })?;
    let joined = wire::Joined { unit: asked.shell.registry().unit(unit).path.to_string() };
    if is_new {
        return begin(&asked, who, StatusCode::CREATED, &joined);
    }
    Ok(answer(StatusCode::CREATED, &joined))
}

/// A display or a tablet takes its session up, once.
fn begin_device(asked: &Asked, who: MemberId, code: &str) -> Answer {
    let people = &asked.shell.people;
    let digest = Secret::digest_of(&typed(code));
    if !people.accounts(|accounts| accounts.close_door(&digest))? {
        return Err(no_door());
    }
    let account = people.accounts(|accounts| accounts.account(who))?.ok_or_else(no_door)?;
    let unit = people.members().units(who).next().ok_or_else(no_door)?;
    let joined = wire::Joined { unit: asked.shell.registry().unit(unit).path.to_string() };
    let secret = people.begin(key_session(who, account.name, asked.shell.now()))?;
    tracing::info!(of = who.0, "a device was set up");
    let mut response = answer(StatusCode::CREATED, &joined);
    set_cookie(&mut response, people.is_secure, secret.as_str(), limits::KEY_COOKIE_S);
    Ok(response)
}

/// Whoever forgot their password chooses another, by a link from whoever keeps the program running.
async fn choose_anew(
    asked: &Asked,
    (who, lost): (MemberId, Lost),
    code: &str,
    password: Option<String>,
) -> Answer {
    let people = &asked.shell.people;
    let account = people.accounts(|accounts| accounts.account(who))?.ok_or_else(no_door)?;
    let password = password.ok_or_else(|| Problem::missing("password", "a password"))?;
    let login = account.login.as_deref().unwrap_or_default();
    check_password("password", &password, login, &asked.shell.registry())?;
    let password = Some(people.passwords.digest(password).await?);
    let digest = Secret::digest_of(&typed(code));
    // Another may have come through the door while the password was worked on.
    let is_first = people.accounts(|accounts| {
        let is_first = accounts.close_door(&digest)?;
        if is_first {
            let is_anew = lost == Lost::PasswordAndCodes;
            let codes = account.codes.clone().filter(|_| !is_anew);
            accounts.put(who, &Account { password, codes, ..account })?;
            if is_anew {
                accounts.end_spares(who)?;
            }
        }
        Ok(is_first)
    })?;
    if !is_first {
        return Err(no_door());
    }
    people.look_at_codes(who)?;
    people.end_all(who, None)?;
    tracing::info!(of = who.0, "a new password, by a link");
    // They sign in with it, and with a one-time code where they have set that up.
    Ok(answer(StatusCode::CREATED, &wire::Joined { unit: String::new() }))
}

/// What lasts until it is taken away.
pub(crate) fn key_session(who: MemberId, words: String, now: Timestamp) -> Session {
    Session { who, kind: SessionKind::Key, words, began: now, last: now, proved: now }
}

/// Where a code leads, if it still does.
pub(crate) fn find_door(asked: &Asked, code: &str) -> Result<Leads, Problem> {
    let digest = Secret::digest_of(&typed(code));
    let door = asked.shell.people.accounts(|accounts| accounts.door(&digest))?;
    let door = door.filter(|door| asked.shell.now() < door.until);
    door.map(|door| door.leads).ok_or_else(no_door)
}

fn no_door() -> Problem {
    tracing::warn!("a code that leads nowhere");
    let detail = "the code is not right, was used, or its time is over; ask for a new one";
    Problem { field: Some("code".to_owned()), ..Problem::new(Kind::NotYours, detail) }
}

fn taken(login: &str) -> Problem {
    Problem::wrong("login", login, "another: somebody has it; if it is you, sign in first")
}

async fn new_account(
    asked: &Asked,
    login: &str,
    name: &str,
    password: String,
) -> Result<Account, Problem> {
    let login = login.trim().to_lowercase();
    let letter = |letter: char| letter.is_alphanumeric() || "._-+@".contains(letter);
    let length = login.chars().count();
    if !login.chars().all(letter) || !(2..=limits::LOGIN_LETTERS).contains(&length) {
        let expected = format!(
            "2 to {} letters, digits and . _ - + @, as in a mail address",
            limits::LOGIN_LETTERS
        );
        return Err(Problem::wrong("login", &login, expected));
    }
    let name = words(name, mission::limits::NAME_LETTERS)
        .map_err(|wrong| Problem::wrong("name", name, wrong.expected))?;
    check_password("password", &password, &login, &asked.shell.registry())?;
    let people = &asked.shell.people;
    if people.accounts(|accounts| accounts.account_of(&login))?.is_some() {
        return Err(taken(&login));
    }
    let digest = people.passwords.digest(password).await?;
    let made = asked.shell.now();
    let password = Some(digest);
    Ok(Account { login: Some(login), name, password, codes: None, is_operator: false, made })
}

/// A new session for a browser, whatever it had before.
fn begin<T: serde::Serialize>(
    asked: &Asked,
    who: MemberId,
    status: StatusCode,
    shape: &T,
) -> Answer {
    begin_as(asked, who, (SessionKind::Browser, asked.shell.now()), answer(status, shape))
}

/// The same, by how somebody showed who they are and when.
pub(crate) fn begin_as(
    asked: &Asked,
    who: MemberId,
    (kind, proved): (SessionKind, Timestamp),
    mut response: Response<Body>,
) -> Answer {
    let (people, now) = (&asked.shell.people, asked.shell.now());
    if let Some(before) = asked.signed_in_if_any() {
        people.end(before.session)?;
    }
    let agent = asked.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let words = agent.unwrap_or_default().chars().take(limits::AGENT_LETTERS).collect();
    let secret = people.begin(Session { who, kind, words, began: now, last: now, proved })?;
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

fn set_cookie(response: &mut Response<Body>, is_secure: bool, value: &str, seconds: u64) {
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
