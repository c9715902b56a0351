//! Come in: where does a code lead, and what becomes of whoever comes with it?
//!
//! The first account, a place in a unit, a device, another password: each code works once. Those of links
//! have 256 bits; those that are read out have 60, so how often they are tried is bounded, for each address
//! and in all.

use axum::http::StatusCode;
use mission::event::{Act, SignedAct};
use mission::id::{MemberId, UnitId};
use mission::name::words;
use mission::time::Timestamp;
use store::{Account, Brought, Leads, Session, SessionKind};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Lost, Secret, check_password, in_seconds, is_to_type, typed};
use crate::problem::{Kind, Problem};
use crate::sign_in::{begin, set_cookie};
use crate::wire::act::Done as Nothing;
use crate::wire::people as wire;

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
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let code = typed(code);
    if is_to_type(&code)
        && let Some(wait) = people.tries.wait(asked.from, now)
    {
        let detail = format!("too many wrong codes were tried; try again {}", in_seconds(wait));
        let retry_after_s = Some(wait.as_secs().max(1));
        return Err(Problem { retry_after_s, ..Problem::new(Kind::Busy, detail) });
    }
    let digest = Secret::digest_of(&code);
    let door = people.accounts(|accounts| accounts.door(&digest))?;
    let door = door.filter(|door| now < door.until);
    if door.is_none() && is_to_type(&code) {
        people.tries.wrong(asked.from, now);
    }
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
