//! Ways: how do people and units say by what they are told outside of the pages, and who is first?

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use mission::sentence::{Lang, Voice};
use mission::time::Timestamp;
use store::{Check, DeliveryState, Duty, Hook, Mail, Outcome, Quiet, Summoned, To, Way};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Secret, random, typed};
use crate::problem::{Kind, Problem};
use crate::summon::is_address;
use crate::wire::act::Done as Nothing;
use crate::wire::act::Made;
use crate::wire::summons as wire;

/// `GET /api/v1/ways`
pub(crate) async fn mine(asked: Asked) -> Answer {
    let who = asked.person()?.who;
    let found = asked.shell.people.accounts(|accounts| accounts.ways_of(who))?;
    let ways = found.iter().filter_map(|(id, way)| to_wire(*id, way)).collect();
    let has_mail = asked.shell.outward.mailer.is_some();
    Ok(answer(StatusCode::OK, &wire::Ways { has_mail, ways }))
}

fn to_wire(id: u64, way: &Way) -> Option<wire::Way> {
    let To::Mail(mail) = &way.to else { return None };
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let quiet = mail
        .quiet
        .map(|quiet| wire::Quiet { from: clock(quiet.from_min), until: clock(quiet.until_min) });
    Some(wire::Way {
        id: id.to_string(),
        address: mail.address.clone(),
        lang: way.lang.code().to_owned(),
        on: way.is_on,
        confirmed: mail.check.is_none(),
        quiet,
    })
}

/// `POST /api/v1/ways`
pub(crate) async fn add(asked: Asked) -> Answer {
    let who = asked.person()?.who;
    let wire::NewWay { address, lang, quiet } = asked.json()?;
    let address = address.trim().to_owned();
    if !is_address(&address) {
        let expected = "an address of mail such as ana@example.org";
        return Err(Problem::wrong("address", &address, expected));
    }
    let lang = lang.map_or_else(|| Ok(asked.language()), |lang| lang_of(&lang))?;
    let quiet = quiet.as_ref().map(quiet_of).transpose()?;
    let outward = &asked.shell.outward;
    if outward.mailer.is_none() {
        let detail = "this server sends no mail; its operator can set that up with --mail";
        return Err(Problem::new(Kind::NotNow, detail));
    }
    let known = asked.shell.people.accounts(|accounts| accounts.ways_of(who))?;
    if known.len() >= limits::WAYS {
        let detail = format!("you have {} ways already; end one first", limits::WAYS);
        return Err(Problem::new(Kind::NotNow, detail));
    }
    let now = asked.shell.now();
    if !outward.may_send_code(who, now) {
        let wait = limits::ADDRESS_AGAIN.as_secs();
        let detail = "a code was just sent; wait a minute";
        return Err(Problem { retry_after_s: Some(wait), ..Problem::new(Kind::Busy, detail) });
    }
    let code = Secret::to_type();
    let words = {
        let hours = mission::calendar::Calendar::always(mission::calendar::Zone::utc());
        Voice { lang, hours: &hours, now }.address_check(code.as_str())
    };
    outward.send_code(&address, words, now).await.map_err(|trouble| {
        Problem::new(Kind::NotNow, format!("the code could not be sent: {}", trouble.words))
    })?;
    let check = Check { code: code.digest(), until: now + limits::ADDRESS_CHECK, wrong: 0 };
    let mail = Mail { who, address, quiet, check: Some(check) };
    let way = Way { to: To::Mail(mail), lang, is_on: true, made: now };
    let id = asked.shell.people.accounts(|accounts| accounts.add_way(&way))?;
    Ok(answer(StatusCode::CREATED, &Made { id: id.to_string() }))
}

/// `POST /api/v1/ways/{id}/confirm`
pub(crate) async fn confirm(asked: Asked) -> Answer {
    let (id, way, mut mail) = own(&asked)?;
    let wire::ConfirmWay { code } = asked.json()?;
    let Some(check) = mail.check else { return Ok(answer(StatusCode::OK, &Nothing {})) };
    let is_over = check.until <= asked.shell.now() || check.wrong >= limits::ADDRESS_GUESSES;
    if is_over {
        let detail = "the code holds no more; end this way and add it again";
        return Err(Problem::new(Kind::NotNow, detail));
    }
    let is_right = Secret::digest_of(&typed(&code)) == check.code;
    mail.check = (!is_right).then_some(Check { wrong: check.wrong + 1, ..check });
    let way = Way { to: To::Mail(mail), ..way };
    asked.shell.people.accounts(|accounts| accounts.put_way(id, &way))?;
    if is_right {
        return Ok(answer(StatusCode::OK, &Nothing {}));
    }
    Err(Problem::wrong("code", &code, "the code of the mail that was sent there"))
}

/// `POST /api/v1/ways/{id}/change`
pub(crate) async fn change(asked: Asked) -> Answer {
    let (id, way, mail) = own(&asked)?;
    let wire::ChangeWay { on, lang, quiet } = asked.json()?;
    let quiet = quiet.as_ref().map(quiet_of).transpose()?;
    let lang = lang_of(&lang)?;
    let way = Way { to: To::Mail(Mail { quiet, ..mail }), lang, is_on: on, ..way };
    asked.shell.people.accounts(|accounts| accounts.put_way(id, &way))?;
    asked.shell.outward.look_again();
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/ways/{id}/end`
pub(crate) async fn end(asked: Asked) -> Answer {
    let (id, ..) = own(&asked)?;
    asked.shell.people.accounts(|accounts| accounts.end_way(id))?;
    asked.shell.outward.look_again();
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// The way of the route, if it is a person's own.
fn own(asked: &Asked) -> Result<(u64, Way, Mail), Problem> {
    let who = asked.person()?.who;
    let id = asked.id("id", |id| id)?;
    let way = asked.shell.people.accounts(|accounts| accounts.way(id))?;
    match way {
        Some(way) => match &way.to {
            To::Mail(mail) if mail.who == who => {
                let mail = mail.clone();
                Ok((id, way, mail))
            }
            To::Mail(_) | To::Hook(_) => Err(Problem::unknown()),
        },
        None => Err(Problem::unknown()),
    }
}

fn lang_of(given: &str) -> Result<Lang, Problem> {
    Lang::parse(given).ok_or_else(|| Problem::wrong("lang", given, "en or es"))
}

fn quiet_of(given: &wire::Quiet) -> Result<Quiet, Problem> {
    let minute = |field: &str, given: &str| {
        let read = given.split_once(':').and_then(|(hour, minute)| {
            let is_plain = hour.len() == 2 && minute.len() == 2;
            let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
            (is_plain && hour < 24 && minute < 60).then_some(hour * 60 + minute)
        });
        read.ok_or_else(|| Problem::wrong(field, given, "a time such as 22:00"))
    };
    let from_min = minute("quiet.from", &given.from)?;
    Ok(Quiet { from_min, until_min: minute("quiet.until", &given.until)? })
}

/// The unit of the route, for which alone its members can act.
fn own_unit(asked: &Asked) -> Result<UnitId, Problem> {
    let unit = asked.unit()?;
    if asked.viewer()?.0 == unit { Ok(unit) } else { Err(Problem::unknown()) }
}

/// `GET /api/v1/units/{id}/hooks`
pub(crate) async fn hooks(asked: Asked) -> Answer {
    let unit = own_unit(&asked)?;
    let found = asked.shell.people.accounts(|accounts| accounts.hooks_of(unit))?;
    let hooks = found.into_iter().filter_map(|(id, way)| {
        let To::Hook(hook) = way.to else { return None };
        Some(wire::Hook {
            id: id.to_string(),
            url: hook.url,
            lang: way.lang.code().to_owned(),
            made: way.made.to_string(),
            by: hook.by.0.to_string(),
        })
    });
    Ok(answer(StatusCode::OK, &wire::Hooks { hooks: hooks.collect() }))
}

/// `POST /api/v1/units/{id}/hooks`
pub(crate) async fn add_hook(asked: Asked) -> Answer {
    let unit = own_unit(&asked)?;
    asked.must_be_proved()?;
    let wire::NewHook { url, lang } = asked.json()?;
    let lang = lang.map_or_else(|| Ok(asked.language()), |lang| lang_of(&lang))?;
    asked.shell.outward.hooks.check(&url).map_err(|unfit| {
        let expected =
            format!("an address of the public internet that begins with https://: {unfit}");
        Problem::wrong("url", &url, expected)
    })?;
    let people = &asked.shell.people;
    let known = people.accounts(|accounts| accounts.hooks_of(unit))?;
    if known.len() >= limits::HOOKS {
        let detail = format!("the unit tells {} systems already; end one first", limits::HOOKS);
        return Err(Problem::new(Kind::NotNow, detail));
    }
    let secret = random::<32>().to_vec();
    let shown = format!("whsec_{}", STANDARD.encode(&secret));
    let by = asked.signed_in()?.who;
    let to = To::Hook(Hook { unit, url, secret, by });
    let way = Way { to, lang, is_on: true, made: asked.shell.now() };
    let id = people.accounts(|accounts| accounts.add_way(&way))?.to_string();
    tracing::info!(unit = unit.0, way = id, "a unit tells another system from now on");
    Ok(answer(StatusCode::CREATED, &wire::MadeHook { id, secret: shown }))
}

/// `POST /api/v1/units/{id}/hooks/{hook}/end`
pub(crate) async fn end_hook(asked: Asked) -> Answer {
    let unit = own_unit(&asked)?;
    let id = asked.id("hook", |id| id)?;
    let way = asked.shell.people.accounts(|accounts| accounts.way(id))?;
    let is_theirs = way.is_some_and(|way| matches!(way.to, To::Hook(hook) if hook.unit == unit));
    if !is_theirs {
        return Err(Problem::unknown());
    }
    asked.shell.people.accounts(|accounts| accounts.end_way(id))?;
    asked.shell.outward.look_again();
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `GET /api/v1/units/{id}/duty`
pub(crate) async fn duty(asked: Asked) -> Answer {
    let unit = own_unit(&asked)?;
    let people = &asked.shell.people;
    let members = people.members();
    let found = people.accounts(|accounts| {
        let duty = accounts.duty(unit)?;
        let duty = duty.filter(|duty| members.in_which(duty.who, unit, Deed::See).is_some());
        let Some(duty) = duty else { return Ok(None) };
        let name = accounts.account(duty.who)?.map(|account| account.name);
        Ok(Some((duty, name)))
    })?;
    drop(members);
    let (person, since, name) = match found {
        Some((duty, name)) => (Some(duty.who.0.to_string()), Some(duty.since.to_string()), name),
        None => (None, None, None),
    };
    Ok(answer(StatusCode::OK, &wire::OnDuty { person, name, since }))
}

/// `POST /api/v1/units/{id}/duty`
pub(crate) async fn hand_over(asked: Asked) -> Answer {
    let by = asked.person()?.who;
    asked.must(Deed::See)?;
    let unit = own_unit(&asked)?;
    let wire::HandOver { person } = asked.json()?;
    let people = &asked.shell.people;
    let members = people.members();
    let leads = members.in_which(by, unit, Deed::Lead).is_some();
    let before = people.accounts(|accounts| accounts.duty(unit))?;
    let is_theirs = before.is_some_and(|duty| duty.who == by);
    if !(leads || is_theirs) {
        let detail = "the duty is handed over by whoever has it, or by the committee of the unit";
        return Err(Problem::new(Kind::NotYours, detail));
    }
    let since = asked.shell.now();
    let duty = person.map(|given| {
        let who = given.parse().map(MemberId).ok();
        let is_person = |who: &MemberId| {
            let mut roles = members.roles(*who, unit).iter();
            let sees = members.in_which(*who, unit, Deed::See).is_some();
            sees && roles.any(|member| member.role.is_for_people())
        };
        let expected = "the number of a member who works in the unit";
        let who = who.filter(is_person).ok_or_else(|| Problem::wrong("person", &given, expected));
        Ok::<Duty, Problem>(Duty { who: who?, since, by })
    });
    let duty = duty.transpose()?;
    drop(members);
    people.accounts(|accounts| accounts.put_duty(unit, duty.as_ref()))?;
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `GET /api/v1/units/{id}/reached`
pub(crate) async fn reached(asked: Asked) -> Answer {
    let unit = own_unit(&asked)?;
    let people = &asked.shell.people;
    let members = people.members();
    let has_mail = asked.shell.outward.mailer.is_some();
    let found = people.accounts(|accounts| {
        let mut has_way = !accounts.hooks_of(unit)?.is_empty();
        for who in members.of(unit).filter(|_| has_mail) {
            let ways = accounts.ways_of(who)?;
            has_way |= ways.iter().any(|(_, way)| crate::summon::is_open(way));
        }
        let mut summonses = Vec::new();
        for (number, summoned) in accounts.summoned_of(unit, limits::SUMMONSES_LISTED)? {
            summonses.push(told(&summoned, &accounts.deliveries(number)?));
        }
        Ok((has_way, summonses))
    })?;
    drop(members);
    let (has_way, summonses) = found;
    let nobody = summonses.iter().filter(|told| told.outcome == "nobody").count();
    Ok(answer(StatusCode::OK, &wire::Reached { has_way, nobody, summonses }))
}

fn told(summoned: &Summoned, deliveries: &[store::Numbered]) -> wire::Summons {
    let (outcome, since): (_, Option<Timestamp>) = match summoned.outcome {
        Outcome::Waiting => ("waiting", None),
        Outcome::Reached(at) => ("reached", Some(at)),
        Outcome::Nobody(at) => ("nobody", Some(at)),
        Outcome::Past(at) => ("past", Some(at)),
    };
    let trouble = trouble(deliveries);
    wire::Summons {
        why: summoned.why.name().to_owned(),
        at: summoned.notice.at.to_string(),
        outcome: outcome.to_owned(),
        since: since.map(|since| since.to_string()),
        ways: deliveries.len(),
        attempts: deliveries.iter().map(|(.., delivery)| delivery.attempts).sum(),
        trouble,
    }
}

/// What was in the way of something the last time.
pub(crate) fn trouble(deliveries: &[store::Numbered]) -> Option<String> {
    let failed = |delivery: &&store::Numbered| !matches!(delivery.2.state, DeliveryState::Done(_));
    deliveries.iter().filter(failed).find_map(|(.., it)| it.trouble.clone())
}
