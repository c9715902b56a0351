//! Ways: how do people and units say by what they are told outside of the pages, and who is first?

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mission::id::{MemberId, UnitId};
use mission::may::Deed;
use mission::sentence::{Lang, Voice};
use mission::time::Timestamp;
use store::{
    Check, DeliveryState, Digest, Duty, Hook, Mail, Outcome, Push, Quiet, Summoned, To, Way,
};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::people::{Secret, random, typed};
use crate::problem::{Kind, Problem};
use crate::summon::{Pusher, first_hours, is_address, keys, next_at};
use crate::wire::act::Done as Nothing;
use crate::wire::act::Made;
use crate::wire::summons as wire;

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `GET /api/v1/ways`
pub(crate) async fn mine(asked: Asked) -> Answer {
    let who = asked.person()?.who;
    let ways = asked.shell.people.accounts(|accounts| {
        let ways = accounts.ways_of(who)?;
        let told = |(id, way): &(u64, Way)| Ok(to_wire(*id, way, accounts.digest(*id)?));
        ways.iter().map(told).collect::<Result<Vec<_>, store::StoreError>>()
    })?;
    let outward = &asked.shell.outward;
    let has_mail = outward.mailer.is_some();
    let push_key = outward.pusher.as_ref().map(Pusher::public);
    let ways = ways.into_iter().flatten().collect();
    Ok(answer(StatusCode::OK, &wire::Ways { has_mail, push_key, ways }))
}

fn to_wire(id: u64, way: &Way, digest: Option<Digest>) -> Option<wire::Way> {
    let (kind, address, gone) = match &way.to {
        To::Mail(mail) => ("mail", &mail.address, false),
        To::Push(push) => ("push", &push.device, push.endpoint.is_empty()),
        To::Hook(_) => return None,
    };
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let quiet = way
        .quiet()
        .map(|quiet| wire::Quiet { from: clock(quiet.from_min), until: clock(quiet.until_min) });
    Some(wire::Way {
        id: id.to_string(),
        kind,
        address: address.clone(),
        gone,
        digest: digest.and_then(|digest| {
            let day = DAYS.get(usize::try_from(digest.weekday).ok()?)?;
            Some(wire::Digest { day: (*day).to_owned(), hour: digest.hour })
        }),
        lang: way.lang.code().to_owned(),
        on: way.is_on,
        confirmed: way.check().is_none(),
        quiet,
    })
}

/// Whether somebody is told by a way, where mail is sent or not.
pub(crate) fn leads(way: &Way, has_mail: bool) -> bool {
    crate::summon::is_open(way) && (has_mail || !matches!(way.to, To::Mail(_)))
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
    let now = may_add(&asked, who)?;
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

/// Whether one more may be added now, to which a code is sent.
fn may_add(asked: &Asked, who: MemberId) -> Result<Timestamp, Problem> {
    let known = asked.shell.people.accounts(|accounts| accounts.ways_of(who))?;
    if known.len() >= limits::WAYS {
        let detail = format!("you have {} ways already; end one first", limits::WAYS);
        return Err(Problem::new(Kind::NotNow, detail));
    }
    let now = asked.shell.now();
    if !asked.shell.outward.may_send_code(who, now) {
        let wait = limits::ADDRESS_AGAIN.as_secs();
        let detail = "a code was just sent; wait a minute";
        return Err(Problem { retry_after_s: Some(wait), ..Problem::new(Kind::Busy, detail) });
    }
    Ok(now)
}

/// `POST /api/v1/ways/push`
pub(crate) async fn add_device(asked: Asked) -> Answer {
    let who = asked.person()?.who;
    let wire::NewPush { endpoint, key, auth, device, lang, quiet } = asked.json()?;
    let lang = lang.map_or_else(|| Ok(asked.language()), |lang| lang_of(&lang))?;
    let quiet = quiet.as_ref().map(quiet_of).transpose()?;
    let outward = &asked.shell.outward;
    outward.hooks.check(&endpoint).map_err(|unfit| {
        let expected =
            format!("an address of the public internet that begins with https://: {unfit}");
        Problem::wrong("endpoint", &endpoint, expected)
    })?;
    let (key, auth) = keys(&key, &auth).ok_or_else(|| {
        let expected = "p256dh and auth of the browser's subscription, in base 64 for addresses";
        Problem::wrong("key", &key, expected)
    })?;
    let device = mission::name::words(&device, limits::DEVICE_LETTERS)
        .map_err(|wrong| Problem::wrong("device", &device, wrong.expected))?;
    let now = may_add(&asked, who)?;
    let code = Secret::to_type();
    let check = Check { code: code.digest(), until: now + limits::ADDRESS_CHECK, wrong: 0 };
    let push = Push { who, endpoint, key, auth, device, quiet, check: Some(check) };
    let way = Way { to: To::Push(push.clone()), lang, is_on: true, made: now };
    let id = asked.shell.people.accounts(|accounts| {
        // Whoever had this device before them is told there no more.
        for (id, ..) in accounts.pushes_to(&push.endpoint)? {
            accounts.end_way(id)?;
        }
        accounts.add_way(&way)
    })?;
    let hours = mission::calendar::Calendar::always(mission::calendar::Zone::utc());
    let (title, body) = Voice { lang, hours: &hours, now }.device_is_told();
    let check = wire::PushCheck { way: id.to_string(), code: code.as_str() };
    let (lang, check) = (lang.code(), Some(check));
    let words = wire::Pushed { title, body, lang, url: "/me", tag: "check", check };
    if let Err(trouble) = outward.push_code(&push, &words, now).await {
        asked.shell.people.accounts(|accounts| accounts.end_way(id))?;
        let detail = format!("the device could not be told: {}", trouble.words);
        return Err(Problem::new(Kind::NotNow, detail));
    }
    Ok(answer(StatusCode::CREATED, &Made { id: id.to_string() }))
}

/// `POST /api/v1/ways/{id}/digest`
pub(crate) async fn digest(asked: Asked) -> Answer {
    let (id, way) = own(&asked)?;
    let wire::ChangeDigest { digest } = asked.json()?;
    let digest = digest.map(|given| {
        let weekday = DAYS.iter().position(|day| *day == given.day);
        let weekday = weekday.and_then(|day| u32::try_from(day).ok());
        let weekday =
            weekday.ok_or_else(|| Problem::wrong("digest.day", &given.day, "monday to sunday"))?;
        if given.hour > 23 {
            let hour = given.hour.to_string();
            return Err(Problem::wrong("digest.hour", &hour, "a full hour from 0 to 23"));
        }
        let people = &asked.shell.people;
        let who = asked.person()?.who;
        let hours = first_hours(&asked.shell, &people.members(), who);
        let next = next_at(weekday, given.hour, &hours, asked.shell.now());
        Ok(Digest { weekday, hour: given.hour, next, attempts: 0 })
    });
    let digest = digest.transpose()?;
    if digest.is_some() && !matches!(way.to, To::Mail(_)) {
        let detail = "a letter about the week goes by mail";
        return Err(Problem::new(Kind::NotNow, detail));
    }
    asked.shell.people.accounts(|accounts| accounts.put_digest(id, digest.as_ref()))?;
    asked.shell.outward.look_again();
    Ok(answer(StatusCode::OK, &Nothing {}))
}

/// `POST /api/v1/ways/{id}/confirm`
pub(crate) async fn confirm(asked: Asked) -> Answer {
    let (id, way) = own(&asked)?;
    let wire::ConfirmWay { code } = asked.json()?;
    let Some(check) = way.check() else { return Ok(answer(StatusCode::OK, &Nothing {})) };
    let is_over = check.until <= asked.shell.now() || check.wrong >= limits::ADDRESS_GUESSES;
    if is_over {
        let detail = "the code holds no more; end this way and add it again";
        return Err(Problem::new(Kind::NotNow, detail));
    }
    let is_right = Secret::digest_of(&typed(&code)) == check.code;
    let way = way.checked((!is_right).then_some(Check { wrong: check.wrong + 1, ..check }));
    asked.shell.people.accounts(|accounts| accounts.put_way(id, &way))?;
    if is_right {
        return Ok(answer(StatusCode::OK, &Nothing {}));
    }
    Err(Problem::wrong("code", &code, "the code that was sent there"))
}

/// `POST /api/v1/ways/{id}/change`
pub(crate) async fn change(asked: Asked) -> Answer {
    let (id, way) = own(&asked)?;
    let wire::ChangeWay { on, lang, quiet } = asked.json()?;
    let quiet = quiet.as_ref().map(quiet_of).transpose()?;
    let lang = lang_of(&lang)?;
    let way = Way { lang, is_on: on, ..way.resting(quiet) };
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
fn own(asked: &Asked) -> Result<(u64, Way), Problem> {
    let who = asked.person()?.who;
    let id = asked.id("id", |id| id)?;
    let way = asked.shell.people.accounts(|accounts| accounts.way(id))?;
    let way = way.filter(|way| way.who() == Some(who)).ok_or_else(Problem::unknown)?;
    Ok((id, way))
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
        for who in members.of(unit) {
            let ways = accounts.ways_of(who)?;
            has_way |= ways.iter().any(|(_, way)| leads(way, has_mail));
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
