//! Sign in abroad: how does somebody come in whom the provider knows, and what do their groups bring?
//!
//! An account is bound to the provider and the number that it gave, and never to an address of mail. A
//! group that has a place in a unit brings it by an act of the log, as an invitation does, and takes it
//! along when it goes: at each sign-in. What a committee gave by hand stays, and what it took away stays
//! away as long as the group is theirs. Nobody comes to keep the program running that way.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use mission::event::{Act, SignedAct};
use mission::id::{MemberId, UnitId};
use mission::name::words;
use mission::roll::Role;
use mission::sentence::Turned;
use mission::time::Timestamp;
use store::{Abroad, Account, Brought, SessionKind, Standing};

use crate::asked::{Answer, Asked, answer, content};
use crate::limits;
use crate::people::SignedIn;
use crate::problem::{Kind, Problem};
use crate::provider::{Claims, Known, Provider, Purpose, Returned};
use crate::sign_in::{add_cookie, begin_as, proved};
use crate::viewer::cookie;
use crate::wire::act::Done as Nothing;
use crate::wire::people as wire;

/// The cookie of what was begun, for the browser in which it was: see [`crate::sign_in`].
const SECURE_FLOW: &str = "__Host-cybersyn_flow";
/// The same on a machine's own address.
const PLAIN_FLOW: &str = "cybersyn_flow";

/// `POST /api/v1/session/provider`
pub(crate) async fn begin(asked: Asked) -> Answer {
    let provider = provider(&asked)?;
    let wire::ToProvider { to, why } = asked.json()?;
    let abroad_of = |who| asked.shell.people.accounts(|accounts| accounts.abroad(who));
    let purpose = match why {
        wire::WhyProvider::SignIn => Purpose::SignIn,
        wire::WhyProvider::Prove => {
            let SignedIn { who, session, .. } = asked.person()?;
            abroad_of(who)?.ok_or_else(Problem::unknown)?;
            Purpose::Prove(who, session)
        }
        wire::WhyProvider::Link => {
            let SignedIn { who, session, .. } = asked.person()?;
            asked.must_be_proved()?;
            if abroad_of(who)?.is_some() {
                let detail = "this account is one of the provider's already; end that first";
                return Err(Problem::new(Kind::NotNow, detail));
            }
            Purpose::Link(who, session)
        }
    };
    let begun = provider.begin(purpose, page(&to), asked.shell.now()).await;
    let (address, kept) = match begun {
        Ok((address, kept)) => (address, Some(kept)),
        Err(trouble) => (at_the_door(trouble), None),
    };
    let mut response = answer(StatusCode::OK, &wire::AtProvider { address });
    if let Some(kept) = kept {
        keep(&asked, &mut response, kept.as_str(), limits::PROVIDER_FLOW.as_secs());
    }
    Ok(response)
}

/// `POST /api/v1/session/provider/end`: the account is one of this program's alone from now on.
pub(crate) async fn unlink(asked: Asked) -> Answer {
    let who = asked.person()?.who;
    asked.must_be_proved()?;
    let people = &asked.shell.people;
    let account =
        people.accounts(|accounts| accounts.account(who))?.ok_or_else(Problem::unknown)?;
    people.accounts(|accounts| accounts.abroad(who))?.ok_or_else(Problem::unknown)?;
    if account.password.is_none() {
        let detail = "nothing else lets you in: this account has no password";
        return Err(Problem::new(Kind::NotNow, detail));
    }
    follow_groups(&asked, who, Vec::new()).await?;
    people.accounts(|accounts| accounts.unbind_abroad(who))?;
    tracing::info!(of = who.0, "an account is bound to the provider no more");
    people.end_abroad(Some(who), None)?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/session/provider/over`: the provider says that a session is over (OpenID Connect Back-Channel
/// Logout 1.0). What began by its word ends; who has a password here may sign in with that.
pub(crate) async fn over(asked: Asked) -> Answer {
    let provider = provider(&asked)?;
    let refused = |why: &str| Problem::new(Kind::Unreadable, why);
    let mut fields = form_urlencoded::parse(&asked.body);
    let token = fields.find(|(name, _)| name == "logout_token").map(|(_, token)| token);
    let token = token.ok_or_else(|| refused("expected a form with logout_token"))?;
    let over = provider.logged_out(&token, asked.shell.now()).await.map_err(|why| match why {
        Turned::Away => Problem::new(Kind::Stopping, "the provider's keys cannot be fetched now"),
        Turned::Over => refused("this logout_token was taken before"),
        Turned::Denied
        | Turned::Clock
        | Turned::Audience
        | Turned::Forged
        | Turned::Unproved
        | Turned::Taken => refused("this logout_token is not to be believed; the log says why"),
    })?;
    let there = |subject| Abroad { issuer: provider.setup.issuer.clone(), subject };
    let people = &asked.shell.people;
    let sid = over.sid.map(there);
    let who = match over.subject.map(there) {
        // Nobody whom we know.
        Some(subject) => match people.accounts(|accounts| accounts.known_abroad(&subject))? {
            None => return Ok(answer(StatusCode::OK, &Nothing {})),
            known => known,
        },
        None => None,
    };
    let ended = people.end_abroad(who, sid.as_ref())?;
    tracing::info!(of = who.map(|who| who.0), ended, "the provider said that a session is over");
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `GET /api/v1/session/provider/back`
pub(crate) async fn back(asked: Asked) -> Answer {
    let provider = provider(&asked)?;
    let returned = Returned {
        kept: cookie(&asked.headers, flow_cookie(&asked)),
        state: asked.query("state"),
        code: asked.query("code"),
        issuer: asked.query("iss"),
        error: asked.query("error"),
    };
    let come = match provider.finish(returned, asked.shell.now()).await {
        Ok(known) => let_in(&asked, provider, known).await?,
        Err(trouble) => Err(trouble),
    };
    let mut response = come.unwrap_or_else(|trouble| lead_to(&at_the_door(trouble)));
    // What was begun is over, whatever came of it.
    keep(&asked, &mut response, "", 0);
    Ok(response)
}

fn provider(asked: &Asked) -> Result<&Provider, Problem> {
    asked.shell.provider.as_ref().ok_or_else(Problem::unknown)
}

async fn let_in(
    asked: &Asked,
    provider: &Provider,
    Known { claims, purpose, to }: Known,
) -> Result<Result<Response<Body>, Turned>, Problem> {
    let (people, now) = (&asked.shell.people, asked.shell.now());
    let issuer = provider.setup.issuer.clone();
    let abroad = Abroad { issuer, subject: claims.subject.clone() };
    if let Purpose::Prove(who, session) = purpose {
        let is_theirs = people.accounts(|accounts| accounts.known_abroad(&abroad))? == Some(who);
        let is_here = asked.signed_in_if_any().is_some_and(|it| it.session == session);
        if !is_theirs || !is_here {
            return Ok(Err(Turned::Unproved));
        }
        return proved(asked, session, lead_to(&to)).map(Ok);
    }
    if let Purpose::Link(who, session) = purpose {
        let is_here = asked.signed_in_if_any().is_some_and(|it| it.session == session);
        if !is_here {
            return Ok(Err(Turned::Unproved));
        }
        if !people.accounts(|accounts| accounts.bind_abroad(who, &abroad))? {
            return Ok(Err(Turned::Taken));
        }
        tracing::info!(of = who.0, "an account was bound to the provider");
        follow_groups(asked, who, wanted(asked, provider, who, &claims)).await?;
        return Ok(Ok(lead_to(&to)));
    }
    let who = find_or_add(asked, &abroad, &claims)?;
    follow_groups(asked, who, wanted(asked, provider, who, &claims)).await?;
    let twice = claims.amr.iter().any(|word| provider.setup.strong_amr.contains(word))
        || claims.acr.as_ref().is_some_and(|word| provider.setup.strong_acr.contains(word));
    let kind = if twice { SessionKind::ProviderTwice } else { SessionKind::Provider };
    // Where the provider knew them from before, they have shown nothing just now.
    let proved =
        claims.proved_s.map(|seconds| Timestamp::from_millis(seconds.saturating_mul(1000)));
    let proved = proved.map_or(Timestamp::ZERO, |proved| proved.min(now));
    let there = claims.sid.map(|sid| Abroad { issuer: abroad.issuer, subject: sid });
    begin_as(asked, who, (kind, proved, there), lead_to(&to)).map(Ok)
}

/// The account of whoever the provider knows by that number. What they are called is the provider's to say.
fn find_or_add(asked: &Asked, abroad: &Abroad, claims: &Claims) -> Result<MemberId, Problem> {
    let people = &asked.shell.people;
    let called = claims.name.as_deref().and_then(|name| {
        let short: String = name.chars().take(mission::limits::NAME_LETTERS).collect();
        words(&short, mission::limits::NAME_LETTERS).ok()
    });
    let who = people.accounts(|accounts| {
        if let Some(who) = accounts.known_abroad(abroad)? {
            // Who had an account here before is called as they chose.
            if let (Some(account), Some(name)) = (accounts.account(who)?, called)
                && account.login.is_none()
                && account.name != name
            {
                accounts.put(who, &Account { name, ..account })?;
            }
            return Ok(Some(who));
        }
        let account = Account {
            login: None,
            name: called.unwrap_or_else(|| NAMELESS.to_owned()),
            password: None,
            codes: None,
            is_operator: false,
            made: asked.shell.now(),
        };
        match accounts.add_abroad(&account, abroad)? {
            Some(who) => Ok(Some(who)),
            None => accounts.known_abroad(abroad),
        }
    })?;
    let who = who.ok_or_else(Problem::stopping)?;
    people.look_at_codes(who)?;
    Ok(who)
}

/// Who has no name at the provider.
const NAMELESS: &str = "\u{2014}";

/// Places come and go with the groups: these are theirs now.
async fn follow_groups(
    asked: &Asked,
    who: MemberId,
    wanted: Vec<(Brought, String)>,
) -> Result<(), Problem> {
    let people = &asked.shell.people;
    let held = people.accounts(|accounts| accounts.brought_to(who))?;
    for (place, standing) in &held {
        if wanted.iter().any(|(wanted, _)| wanted == place) {
            continue;
        }
        if *standing == Standing::Held
            && let Some(title) = title_of(asked, *place)
            && !acts(asked, *place, title, Act::Leave(place.role)).await
        {
            continue;
        }
        people.accounts(|accounts| accounts.end_brought(*place))?;
    }
    for (place, title) in wanted {
        let known = held.iter().find(|(known, _)| *known == place).map(|(_, standing)| *standing);
        let is_theirs = title_of(asked, place).is_some();
        if is_theirs || known == Some(Standing::TakenAway) {
            continue;
        }
        // Marked before it is so: what falls between the two is set right at the next sign-in.
        people.accounts(|accounts| accounts.put_brought(place, Standing::Held))?;
        let act = Act::Enter(place.role, title.clone());
        if !acts(asked, place, title, act).await {
            people.accounts(|accounts| accounts.end_brought(place))?;
        }
    }
    Ok(())
}

/// The places that somebody's groups have in units that live here, each once.
fn wanted(
    asked: &Asked,
    provider: &Provider,
    who: MemberId,
    claims: &Claims,
) -> Vec<(Brought, String)> {
    let registry = asked.shell.registry();
    let mut wanted: Vec<(Brought, String)> = Vec::new();
    for place in provider.setup.groups.iter().filter(|place| claims.groups.contains(&place.group)) {
        let unit = registry.at_path(&place.unit).filter(|unit| registry.lives_here(*unit));
        let Some(unit) = unit else {
            tracing::warn!(unit = %place.unit, "a group has a place in a unit that is not here");
            continue;
        };
        let brought = Brought { who, unit, role: place.role };
        if wanted.iter().all(|(known, _)| *known != brought) {
            wanted.push((brought, place.title.clone()));
        }
    }
    wanted
}

/// What somebody signs with in a place, where it is theirs.
fn title_of(asked: &Asked, Brought { who, unit, role }: Brought) -> Option<String> {
    let members = asked.shell.people.members();
    let held = members.roles(who, unit).iter().find(|member| member.role == role);
    held.map(|member| member.title.clone())
}

/// Whether it was done. What was not, stands in the audit and is tried at the next sign-in.
async fn acts(asked: &Asked, place: Brought, by: String, act: Act) -> bool {
    let signed = SignedAct { unit: place.unit, by, who: Some(place.who), act };
    let done = asked.shell.act(signed).await;
    if let Err(problem) = &done {
        tracing::warn!(detail = problem.detail, "a place did not follow its group");
    }
    done.is_ok()
}

/// A place in a unit was taken from somebody, or given up: their groups do not bring it back.
pub(crate) fn stays_away(
    asked: &Asked,
    who: MemberId,
    (unit, role): (UnitId, Role),
) -> Result<(), Problem> {
    let place = Brought { who, unit, role };
    asked.shell.people.accounts(|accounts| {
        let is_brought = accounts.brought_to(who)?.iter().any(|(known, _)| *known == place);
        if is_brought { accounts.put_brought(place, Standing::TakenAway) } else { Ok(()) }
    })
}

/// A page of this site to go on to; else the first.
fn page(given: &str) -> String {
    let is_path = given.starts_with('/') && !given.starts_with("//");
    let is_plain = given.bytes().all(|letter| (b'!'..=b'~').contains(&letter) && letter != b'\\');
    let is_short = given.len() <= limits::HOOK_LETTERS;
    if is_path && is_plain && is_short { given.to_owned() } else { "/".to_owned() }
}

fn at_the_door(trouble: Turned) -> String {
    format!("/sign-in?trouble={}", trouble.name())
}

fn lead_to(page: &str) -> Response<Body> {
    let mut response = content(StatusCode::SEE_OTHER, "text/plain", Body::empty());
    let place = HeaderValue::from_str(page).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, place);
    response
}

fn flow_cookie(asked: &Asked) -> &'static str {
    if asked.shell.people.is_secure { SECURE_FLOW } else { PLAIN_FLOW }
}

fn keep(asked: &Asked, response: &mut Response<Body>, value: &str, seconds: u64) {
    let is_secure = asked.shell.people.is_secure;
    add_cookie(response, is_secure, (flow_cookie(asked), value), seconds);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_is_a_page_of_this_site() {
        assert_eq!(page("/mill/plan?x=1"), "/mill/plan?x=1");
        for bad in
            ["", "mill", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb"]
        {
            assert_eq!(page(bad), "/", "{bad}");
        }
    }
}
