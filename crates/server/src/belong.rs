//! Belong: how do people and machines come to belong to a unit, and leave it?

use axum::http::StatusCode;
use mission::effect::Done;
use mission::event::{Act, NewInvitation};
use mission::id::{InvitationId, MemberId, UnitId};
use mission::may::Deed;
use mission::name::words;
use mission::roll::Role;
use store::{Account, Door, Leads};

use crate::act::unexpected;
use crate::asked::{Answer, Asked, answer, find_unit};
use crate::come_in::key_session;
use crate::limits;
use crate::people::Secret;
use crate::problem::{Kind, Problem};
use crate::qr::picture;
use crate::sign_in_abroad::stays_away;
use crate::wire::act::Done as Nothing;
use crate::wire::people as wire;

/// The unit of the route, for which alone its members can act.
fn own(asked: &Asked) -> Result<UnitId, Problem> {
    let unit = asked.unit()?;
    if asked.viewer()?.0 == unit { Ok(unit) } else { Err(Problem::unknown()) }
}

/// `POST /api/v1/units/{id}/invitations`
pub(crate) async fn invite(asked: Asked) -> Answer {
    let unit = own(&asked)?;
    let wire::NewInvitation { role, title, r#for } = asked.json()?;
    let role = role_of(&role, Role::is_for_people)?;
    let to = r#for.filter(|path| !path.is_empty());
    let to = to.map(|path| find_unit(&asked.shell, "for", &path)).transpose()?.unwrap_or(unit);
    let act = Act::Invite(NewInvitation { unit: to, role, title });
    let done = asked.act(String::new(), act).await?;
    let Done::Invited(to, id) = done else { return Err(unexpected(done)) };
    let now = asked.shell.now();
    let code = Secret::to_type();
    let until = now + mission::limits::INVITATION;
    let door = Door { leads: Leads::Invitation(to, id), until };
    asked.shell.people.accounts(|accounts| accounts.open_door(&code.digest(), &door, now))?;
    let link = format!("/join#{}", code.as_str());
    let made = wire::Invited {
        code: code.as_str().to_owned(),
        qr: picture(&asked.whole(&link)),
        link,
        until: until.to_string(),
    };
    Ok(answer(StatusCode::CREATED, &made))
}

/// `POST /api/v1/units/{id}/invitations/{invitation}/withdraw`
pub(crate) async fn withdraw(asked: Asked) -> Answer {
    own(&asked)?;
    let id = asked.id("invitation", InvitationId)?;
    asked.act(String::new(), Act::TakeBack(id)).await?;
    asked.shell.people.accounts(|accounts| {
        accounts.close_doors(|leads| matches!(leads, Leads::Invitation(_, it) if *it == id))
    })?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/units/{id}/people/{person}/dismiss`
pub(crate) async fn dismiss(asked: Asked) -> Answer {
    let who = asked.id("person", |id| u32::try_from(id).map(MemberId))?;
    let who = who.map_err(|_| Problem::unknown())?;
    let wire::Dismiss { role } = asked.json()?;
    let role = role_of(&role, |_| true)?;
    let is_self = asked.signed_in_if_any().is_some_and(|it| it.who == who);
    if !is_self {
        asked.must(Deed::Lead)?;
    }
    own(&asked)?;
    let act = if is_self { Act::Leave(role) } else { Act::Dismiss(who, role) };
    asked.act(String::new(), act).await?;
    if role.is_for_people() {
        stays_away(&asked, who, (asked.viewer()?.0, role))?;
    } else {
        // A machine has one place alone: nothing is left of it.
        asked.shell.people.end_all(who, None)?;
        asked.shell.people.accounts(|accounts| accounts.erase(who))?;
    }
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/units/{id}/keys`
pub(crate) async fn key(asked: Asked) -> Answer {
    own(&asked)?;
    let wire::NewKey { title } = asked.json()?;
    let who = admit(&asked, Role::Source, &title).await?;
    let key = asked.shell.people.begin(key_session(who, title, asked.shell.now()))?;
    Ok(answer(StatusCode::CREATED, &wire::Key { key: key.as_str().to_owned() }))
}

/// `POST /api/v1/units/{id}/devices`
pub(crate) async fn device(asked: Asked) -> Answer {
    own(&asked)?;
    let wire::NewDevice { role, title } = asked.json()?;
    let role = role_of(&role, |role| matches!(role, Role::Wall | Role::Tablet))?;
    let who = admit(&asked, role, &title).await?;
    let now = asked.shell.now();
    let code = Secret::new();
    let door = Door { leads: Leads::Device(who), until: now + limits::DEVICE_DOOR };
    asked.shell.people.accounts(|accounts| accounts.open_door(&code.digest(), &door, now))?;
    let link = format!("/join#{}", code.as_str());
    let qr = picture(&asked.whole(&link));
    Ok(answer(StatusCode::CREATED, &wire::Device { link, qr }))
}

/// An account for a machine, which is let in.
async fn admit(asked: &Asked, role: Role, title: &str) -> Result<MemberId, Problem> {
    asked.must_be_proved()?;
    let name = words(title, mission::limits::ROLE_LETTERS)
        .map_err(|wrong| Problem::wrong("title", title, wrong.expected))?;
    let made = asked.shell.now();
    let account = Account {
        login: None,
        name: name.clone(),
        password: None,
        codes: None,
        is_operator: false,
        made,
    };
    let people = &asked.shell.people;
    let added = people.accounts(|accounts| accounts.add(&account))?;
    let who = added.ok_or_else(|| Problem::new(Kind::Mistake, "the operator has been told"))?;
    if let Err(problem) = asked.act(String::new(), Act::Admit(who, role, name)).await {
        people.accounts(|accounts| accounts.erase(who))?;
        return Err(problem);
    }
    Ok(who)
}

fn role_of(given: &str, fits: impl Fn(Role) -> bool) -> Result<Role, Problem> {
    Role::parse(given).filter(|role| fits(*role)).ok_or_else(|| {
        let known = Role::ALL.into_iter().filter(|role| fits(*role)).map(Role::name);
        let known = known.collect::<Vec<_>>().join(", ");
        Problem::wrong("role", given, format!("one of {known}"))
    })
}
