//! Oneself: what does somebody who has signed in change about their own account, and end?

use std::sync::PoisonError;

use axum::http::StatusCode;
use mission::event::Act;
use mission::id::MemberId;
use mission::reach::Viewer;
use store::{Account, Codes};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Enrolment, Line, Secret, check_password, is_code, typed};
use crate::problem::Problem;
use crate::qr::picture;
use crate::sign_in::{has_patience, is_own, use_code};
use crate::wire::act::Done as Nothing;
use crate::wire::people as wire;

/// `POST /api/v1/sessions/{id}/end`
pub(crate) async fn end_one(asked: Asked) -> Answer {
    let signed_in = asked.signed_in()?;
    asked.must_be_proved()?;
    let id = asked.id("id", |id| id)?;
    let own = asked.shell.people.sessions_of(signed_in.who);
    if !own.iter().any(|(own, _)| *own == id) {
        return Err(Problem::unknown());
    }
    asked.shell.people.end(id)?;
    tracing::info!(session = id, "a session was ended");
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/password`
pub(crate) async fn password(asked: Asked) -> Answer {
    let signed_in = asked.signed_in()?;
    let wire::NewPassword { password, new_password } = asked.json()?;
    let account = is_own(&asked, signed_in, password, "password").await?;
    let login = account.login.as_deref().unwrap_or_default();
    check_password("new_password", &new_password, login, &asked.shell.registry())?;
    let people = &asked.shell.people;
    let digest = people.passwords.digest(new_password).await?;
    people.accounts(|accounts| {
        let Some(account) = accounts.account(signed_in.who)? else { return Ok(()) };
        accounts.put(signed_in.who, &Account { password: Some(digest), ..account })
    })?;
    // Whoever knew the old one is out.
    people.end_all(signed_in.who, Some(signed_in.session))?;
    tracing::info!("a new password");
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/totp`
pub(crate) async fn codes(asked: Asked) -> Answer {
    let signed_in = asked.signed_in()?;
    asked.must_be_proved()?;
    let wire::BeginCodes { code } = asked.json()?;
    let people = &asked.shell.people;
    let account = people.accounts(|accounts| accounts.account(signed_in.who))?;
    let account = account.ok_or_else(Problem::unknown)?;
    let login = account.login.unwrap_or_default();
    if account.codes.is_some() {
        must_have(&asked, signed_in.who, &login, code.as_deref()).await?;
    }
    let made = Enrolment::new(&login);
    // Until a first code was given, those of before hold, if there are any.
    people.begun.lock().unwrap_or_else(PoisonError::into_inner).insert(signed_in.who, made.codes);
    let qr = picture(&made.address);
    Ok(answer(StatusCode::OK, &wire::Codes { secret: made.secret, uri: made.address, qr }))
}

/// Who has one-time codes changes them with one: a password alone does not, nor a page left open.
async fn must_have(
    asked: &Asked,
    who: MemberId,
    login: &str,
    code: Option<&str>,
) -> Result<(), Problem> {
    let (patience, now) = (&asked.shell.people.patience, asked.shell.now());
    let guesser = format!("codes: {login}");
    has_patience(asked, &guesser)?;
    let code = code.map(str::trim).filter(|code| !code.is_empty());
    let code = code.ok_or_else(|| {
        Problem::missing("code", "a code of the telephone that shows them now, or a spare code")
    })?;
    if use_code(asked, who, Line::Known, code).await? {
        patience.right(&guesser);
        return Ok(());
    }
    patience.wrong(&guesser, now);
    Err(wrong_code(code))
}

/// `POST /api/v1/totp/confirm`
pub(crate) async fn confirm_codes(asked: Asked) -> Answer {
    let signed_in = asked.signed_in()?;
    asked.must_be_proved()?;
    let wire::Confirm { code } = asked.json()?;
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let codes = {
        let mut begun = people.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let is_right =
            begun.get_mut(&signed_in.who).is_some_and(|codes| is_code(codes, &code, now));
        if is_right { begun.remove(&signed_in.who) } else { None }
    };
    let codes = codes.ok_or_else(|| wrong_code(&code))?;
    keep_codes(&asked, signed_in.who, Some(codes))?;
    people.end_all(signed_in.who, Some(signed_in.session))?;
    let spares: Vec<Secret> = (0..limits::SPARES).map(|_| Secret::to_type()).collect();
    let plain = spares.iter().map(|spare| typed(spare.as_str())).collect();
    let digests = people.passwords.digest_spares(plain).await?;
    people.accounts(|accounts| accounts.put_spares(signed_in.who, &digests))?;
    let spares = spares.iter().map(|spare| spare.as_str().to_owned()).collect();
    Ok(answer(StatusCode::OK, &wire::Spares { spares }))
}

fn wrong_code(code: &str) -> Problem {
    Problem::wrong("code", code, "the six digits that the app shows now")
}

fn keep_codes(asked: &Asked, who: MemberId, codes: Option<Codes>) -> Result<(), Problem> {
    let are_on = codes.is_some();
    asked.shell.people.accounts(|accounts| {
        let Some(account) = accounts.account(who)? else { return Ok(()) };
        accounts.put(who, &Account { codes, ..account })
    })?;
    tracing::info!(are_on, "one-time codes were changed");
    asked.shell.people.look_at_codes(who)
}

/// `POST /api/v1/totp/end`
pub(crate) async fn end_codes(asked: Asked) -> Answer {
    let signed_in = asked.signed_in()?;
    asked.must_be_proved()?;
    let wire::Confirm { code } = asked.json()?;
    let people = &asked.shell.people;
    let account = people.accounts(|accounts| accounts.account(signed_in.who))?;
    let login = account.and_then(|account| account.login).unwrap_or_default();
    must_have(&asked, signed_in.who, &login, Some(&code)).await?;
    keep_codes(&asked, signed_in.who, None)?;
    people.accounts(|accounts| accounts.end_spares(signed_in.who))?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/me/erase`: every role is given up, and then nothing is left of the account.
pub(crate) async fn erase(asked: Asked) -> Answer {
    let who = asked.signed_in()?.who;
    asked.must_be_proved()?;
    let people = &asked.shell.people;
    let held: Vec<_> = {
        let members = people.members();
        let of = |unit| members.roles(who, unit).iter().map(move |member| (unit, member.role));
        members.units(who).flat_map(of).collect()
    };
    for (unit, role) in held {
        // The last of a committee invites another first, and is told so.
        asked.act_for(Viewer(unit), Act::Leave(role)).await?;
    }
    people.end_all(who, None)?;
    people.accounts(|accounts| accounts.erase(who))?;
    people.look_at_codes(who)?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}
